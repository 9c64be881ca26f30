// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"bytes"
	"cmp"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/index"
	"dossier/tui/ui"
)

// screenNames is the order in which the screens are told of changes.
var screenNames = []string{ui.Overview, ui.Timeline, ui.Person, ui.Links, ui.Chronology, ui.Rejects}

// view is where somebody was: what view.json in the case's folder holds. It is no
// part of the evidence or of what people decided, and may be lost.
type view struct {
	Trail       []string            `json:"trail"`
	Places      map[string]ui.Place `json:"places"`
	Subject     string              `json:"subject,omitempty"`     // identity.Person.ID
	Zone        string              `json:"zone,omitempty"`        // "utc", "subject", or the case's
	SubjectZone string              `json:"subjectZone,omitempty"` // IANA name
}

// readView reads where somebody was. A file that cannot be read is as none.
func readView(c *index.Case) (v view, raw []byte, zone *time.Location) {
	raw, err := c.View()
	if err != nil || json.Unmarshal(raw, &v) != nil {
		return view{}, nil, nil
	}
	for _, name := range v.Trail {
		if _, ok := screens[name]; !ok {
			v.Trail = nil
			break
		}
	}
	if v.SubjectZone != "" {
		if zone, err = time.LoadLocation(v.SubjectZone); err != nil {
			v.SubjectZone = ""
			zone = nil
		}
	}
	return v, raw, zone
}

// placeOf is where somebody is, as text to compare.
func (m *Model) placeOf() string {
	if m.env.Session == nil || len(m.trail) == 0 {
		return ""
	}
	place := m.shown().Place()
	out := m.trail[len(m.trail)-1] + "\x00" + place.Query + "\x00" + place.Event + "\x00" + place.Person + m.view.Zone + m.view.SubjectZone + m.env.Subject.ID
	return out
}

// keepPause is how long nothing has to move before the place is written.
const keepPause = 2 * time.Second

// due says that the place may be written, if no later pause has begun.
type due struct{ generation int }

// kept says that the place has been written.
type kept struct {
	text []byte
	err  error
	quit bool
}

// keep writes the place after a pause.
func (m *Model) keep() tea.Cmd {
	pause := cmp.Or(m.options.Pause, keepPause)
	if pause < 0 {
		return nil
	}
	m.pauses++
	generation := m.pauses
	return tea.Tick(pause, func(time.Time) tea.Msg { return due{generation} })
}

func (m *Model) due(in due) tea.Cmd {
	if in.generation != m.pauses {
		return nil
	}
	return m.write(false)
}

// write writes the place, if it has changed, off the loop.
func (m *Model) write(quit bool) tea.Cmd {
	v := m.view
	v.Trail, v.Places, v.Subject = append([]string(nil), m.trail...), map[string]ui.Place{}, m.env.Subject.ID
	for _, name := range m.trail {
		v.Places[name] = m.screens[name].Place()
	}
	before, c := m.kept, m.env.Case
	return func() tea.Msg {
		text, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "))
		if err != nil || bytes.Equal(text, before) {
			return kept{before, err, quit}
		}
		return kept{text, c.SaveView(text), quit}
	}
}

func (m *Model) took(in kept) tea.Cmd {
	if in.quit {
		return tea.Quit
	}
	if in.err != nil && !m.unkept {
		m.unkept = true // once: the folder may be read-only, and that is no fault
		m.said = "where you are is not kept for next time: " + in.err.Error()
	}
	m.kept = in.text
	return nil
}

// quit keeps the place and ends.
func (m *Model) quit() tea.Cmd {
	if m.env.Session == nil || len(m.trail) == 0 {
		return tea.Quit
	}
	return m.write(true)
}
