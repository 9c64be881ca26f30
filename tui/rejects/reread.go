// SPDX-License-Identifier: Apache-2.0

package rejects

import (
	"context"
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/tui/ui"
)

// reading is a source that is being read again.
type reading struct {
	path, line string      // the source, and how far it is
	lines      chan string // closed at the end
}

// told is how far a reading is.
type told struct{ line string }

// reread is what came of a reading.
type reread struct {
	summary string
	err     error
}

// askFormat asks as which format to read a source again.
func (s *screen) askFormat(source event.Source) tea.Cmd {
	if cmd, ok := s.cannot(); ok {
		return cmd
	}
	return ui.Send(ui.Choose{Title: "read " + source.Path + " as", Choices: s.env.Formats, Done: func(c ui.Choice) tea.Cmd {
		return s.start(source, c.Value, "")
	}})
}

// askZone asks in which zone to read a source again.
func (s *screen) askZone(source event.Source) tea.Cmd {
	if cmd, ok := s.cannot(); ok {
		return cmd
	}
	if source.Status == event.StatusUnknown || source.Status == event.StatusAmbiguous {
		return ui.Send(ui.Say{Text: "no format is chosen yet: f chooses one"})
	}
	if s.env.Zoneless != nil && !s.env.Zoneless(source.Parser) {
		return ui.Send(ui.Say{Text: "the format " + wording.Format(source.Parser) + " says in which zone its times are; nothing is to be supplied"})
	}
	return ui.Send(ui.Prompt{
		Title: "zone of " + source.Path, Text: source.Zone, Hint: "an IANA name such as " + s.env.Session.Zone.String(),
		Done: func(zone string) tea.Cmd {
			if zone = strings.TrimSpace(zone); zone == "" || zone == source.Zone {
				return nil
			}
			return s.start(source, "", zone)
		},
	})
}

// cannot says why nothing can be read again now.
func (s *screen) cannot() (tea.Cmd, bool) {
	switch {
	case s.env.Reread == nil:
		return ui.Send(ui.Say{Text: "sources cannot be read again here; use 'dossier sources reread'"}), true
	case s.reading != nil:
		return ui.Send(ui.Say{Text: "a source is being read already; esc ends it"}), true
	}
	return nil, false
}

// start reads a source again, off the loop.
func (s *screen) start(source event.Source, format, zone string) tea.Cmd {
	lines := make(chan string, 1)
	s.reading = &reading{path: source.Path, line: "beginning", lines: lines}
	read := s.env.Reread
	work := s.read.Start(func(ctx context.Context) tea.Msg {
		defer close(lines)
		summary, err := read(ctx, source, format, zone, func(line string) {
			select {
			case lines <- line:
			default: // nobody has drawn the last one yet
			}
		})
		return reread{summary, err}
	})
	return tea.Batch(work, s.next(lines))
}

// next waits for the next line about a reading.
func (s *screen) next(lines chan string) tea.Cmd {
	return s.listen.Start(func(ctx context.Context) tea.Msg {
		select {
		case line, ok := <-lines:
			if ok {
				return told{line}
			}
		case <-ctx.Done():
		}
		return nil
	})
}

// tell shows how far the reading is.
func (s *screen) tell(line string) tea.Cmd {
	if s.reading == nil {
		return nil
	}
	s.reading.line = line
	return s.next(s.reading.lines)
}

// stop ends the reading; the case is as before.
func (s *screen) stop() tea.Cmd {
	s.read.Stop()
	s.listen.Stop()
	s.reading = nil
	return ui.Send(ui.Say{Text: "stopped; the source is as it was"})
}

// took takes what came of a reading.
func (s *screen) took(in reread) tea.Cmd {
	s.reading = nil
	s.listen.Stop()
	switch {
	case errors.Is(in.err, context.Canceled):
		return nil
	case in.err != nil:
		return ui.Send(ui.Fail{Err: in.err})
	}
	return tea.Batch(ui.Send(ui.Say{Text: in.summary}), ui.Send(ui.Reload{}))
}
