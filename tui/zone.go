// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/tui/ui"
)

// The zones of the view file; the case's is "".
const (
	zoneUTC     = "utc"
	zoneSubject = "subject"
)

// statedZone is the zone of a person as the evidence states it, and on which record it
// rests; the zero value where nothing states one.
type statedZone struct {
	zone    *time.Location
	because string
}

// zoneStated finds the zone of a person. It is called in commands only.
func zoneStated(s *search.Session, p identity.Person) statedZone {
	zone, because := s.ZoneOf(p)
	return statedZone{zone, because}
}

// zoneNamed is the zone of a name of the view file: "utc", "subject", or the case's.
func (m *Model) zoneNamed(name string) *time.Location {
	switch name {
	case zoneUTC:
		return time.UTC
	case zoneSubject:
		if zone, _ := m.zoneOfSubject(); zone != nil {
			return zone
		}
	}
	return m.env.Session.Zone
}

// zoneOfSubject is where the subject lives, and why: as somebody named it, or else as
// the evidence states it; nil where neither is so.
func (m *Model) zoneOfSubject() (zone *time.Location, because string) {
	if m.subjectZone != nil {
		return m.subjectZone, "named with Z"
	}
	return m.stated.zone, m.stated.because
}

// nextZone shows times in the next of the case's zone, UTC and the subject's.
func (m *Model) nextZone() tea.Cmd {
	subject, because := m.zoneOfSubject()
	another := subject != nil && subject.String() != m.env.Session.Zone.String()
	switch {
	case m.view.Zone == "":
		m.view.Zone = zoneUTC
	case m.view.Zone == zoneUTC && another:
		m.view.Zone = zoneSubject
	default:
		m.view.Zone = ""
	}
	m.env.Zone = m.zoneNamed(m.view.Zone)
	m.said = "times in " + zoneName(m.env.Zone)
	name := ui.Safe(m.env.Subject.Name, 40)
	switch {
	case subject != nil && m.env.Zone.String() == subject.String():
		m.said += fmt.Sprintf(", the zone of the subject (%s)", because)
	case subject == nil && name != "":
		m.said += "; nothing states the zone of " + name + ": Z names it"
	case subject == nil:
		m.said += "; Z names the subject's zone"
	}
	return m.tell(ui.Zoned{})
}

// askSubjectZone asks where the subject lives.
func (m *Model) askSubjectZone() tea.Cmd {
	hint := "an IANA name such as Europe/Berlin; empty for none"
	if m.stated.zone != nil {
		hint = "an IANA name such as Europe/Berlin; empty for " + m.stated.zone.String() + " (" + m.stated.because + ")"
	}
	m.over = newPrompt(ui.Prompt{
		Title: "the subject's zone", Text: m.view.SubjectZone, Hint: hint,
		Done: func(name string) tea.Cmd {
			return func() tea.Msg {
				zone, err := time.LoadLocation(name)
				if err != nil {
					return ui.Fail{Err: fmt.Errorf("zone %q: want an IANA name such as Europe/Berlin", name)}
				}
				return zoned{name, zone}
			}
		},
	})
	return nil
}

// zoned is the subject's zone, found.
type zoned struct {
	name string
	zone *time.Location
}

// takeZone shows times in the subject's zone: as it was named, or as the evidence
// states it; in the case's where neither is so.
func (m *Model) takeZone(in zoned) tea.Cmd {
	m.view.SubjectZone, m.view.Zone, m.subjectZone = in.name, zoneSubject, in.zone
	if in.name == "" {
		m.subjectZone = nil
		if m.stated.zone == nil {
			m.view.Zone = ""
		}
	}
	m.env.Zone = m.zoneNamed(m.view.Zone)
	return m.tell(ui.Zoned{})
}
