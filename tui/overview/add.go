// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/tui/ui"
)

// adding is evidence on its way into the case.
type adding struct {
	path string
	line string      // how far it is
	tell chan string // closed at the end
}

// told is how far the adding is.
type told struct{ line string }

// added is what came of it.
type added struct {
	summary string
	err     error
}

// askPath asks what to add, and in which zone.
func (s *screen) askPath() tea.Cmd {
	switch {
	case s.env.Add == nil:
		return ui.Send(ui.Say{Text: "evidence cannot be added here; use 'dossier add PATH'"})
	case s.adding != nil:
		return ui.Send(ui.Say{Text: "evidence is being added already; esc ends it, and what was read stays"})
	}
	return ui.Send(ui.Prompt{
		Title: "add evidence", Hint: "a file, folder or archive; it is read, never changed, and kept in the case under its SHA-256",
		Done: func(path string) tea.Cmd {
			path = strings.Trim(strings.TrimSpace(path), `"'`)
			if path == "" {
				return nil
			}
			return s.askZone(path)
		},
	})
}

func (s *screen) askZone(path string) tea.Cmd {
	return ui.Send(ui.Prompt{
		Title: "zone of logs that name none", Text: "",
		Hint: "an IANA name such as " + s.env.Session.Zone.String() + "; empty: not known, and their times are marked so",
		Done: func(zone string) tea.Cmd { return s.start(path, strings.TrimSpace(zone)) },
	})
}

// start reads the evidence, off the loop.
func (s *screen) start(path, zone string) tea.Cmd {
	tell := make(chan string, 1)
	s.adding = &adding{path: path, line: "beginning", tell: tell}
	add := s.env.Add
	work := s.addWork.Start(func(ctx context.Context) tea.Msg {
		defer close(tell)
		summary, err := add(ctx, filepath.Clean(path), zone, func(line string) {
			select {
			case tell <- line:
			default: // nobody has drawn the last one yet
			}
		})
		return added{summary, err}
	})
	return tea.Batch(work, listen(tell))
}

// listen waits for the next line.
func listen(tell chan string) tea.Cmd {
	return func() tea.Msg {
		line, ok := <-tell
		if !ok {
			return nil
		}
		return told{line}
	}
}

// stopAdding ends it; what was committed stays.
func (s *screen) stopAdding() tea.Cmd {
	s.addWork.Stop()
	s.adding = nil
	return tea.Batch(ui.Send(ui.Say{Text: "stopped; what was read stays, and adding the same again goes on from there"}), ui.Send(ui.Reload{}))
}

// addingMessage takes the messages of adding.
func (s *screen) addingMessage(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case told:
		if s.adding == nil {
			return nil, true
		}
		s.adding.line = msg.line
		return listen(s.adding.tell), true
	case added:
		s.adding = nil
		switch {
		case errors.Is(msg.err, context.Canceled):
			return ui.Send(ui.Reload{}), true
		case msg.err != nil:
			return tea.Batch(ui.Send(ui.Fail{Err: msg.err}), ui.Send(ui.Reload{})), true
		}
		return tea.Batch(ui.Send(ui.Say{Text: msg.summary}), ui.Send(ui.Reload{})), true
	}
	return nil, false
}
