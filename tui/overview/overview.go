// SPDX-License-Identifier: Apache-2.0

// Package overview is the screen that says what there is: the sources and the days
// that they cover, the people, and what is not settled. Evidence is added here.
package overview

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/tui/ui"
)

// The panes, in the order of tab.
const (
	paneSources = iota
	panePeople
	paneQuestions
	panes
)

var paneNames = [panes]string{"sources", "people", "questions"}

// screen is the overview.
type screen struct {
	env     *ui.Env
	size    ui.Size
	known   known
	loaded  bool
	work    *ui.Work
	adding  *adding // evidence on its way in; nil if none
	addWork *ui.Work

	pane      int
	sources   *ui.List[source]
	people    *ui.List[person]
	questions *ui.List[question]
	place     ui.Place // to go to once loaded
}

// New makes the overview.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env, pane: panePeople}
	s.work, s.addWork = ui.NewWork(s), ui.NewWork(s)
	s.sources, s.people, s.questions = ui.NewList[source](s), ui.NewList[person](s), ui.NewList[question](s)
	return s
}

// found is what there is.
type found struct{ known known }

// load asks the case what there is.
func (s *screen) load() tea.Cmd {
	session, subject, zoneless := s.env.Session, s.env.Subject, s.env.Zoneless
	return s.work.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, session, subject, zoneless)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return found{k}
	})
}

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.Size:
		s.size = msg
		return s.layout()
	case ui.Opened:
		if s.loaded {
			return nil
		}
		s.place = msg.Place
		return s.load()
	case ui.Renewed:
		return s.load()
	case found:
		return s.take(msg.known)
	case ui.Do:
		return s.do(msg.Action)
	case tea.MouseMsg:
		return s.mouse(msg)
	}
	if cmd, ok := s.addingMessage(msg); ok {
		return cmd
	}
	for _, take := range []func(tea.Msg) (tea.Cmd, bool){s.sources.Take, s.people.Take, s.questions.Take} {
		if cmd, ok := take(msg); ok {
			return cmd
		}
	}
	return nil
}

// take shows what was found, the cursors staying where they are.
func (s *screen) take(k known) tea.Cmd {
	row := s.people.Cursor
	if !s.loaded {
		row = s.place.Row
		if i := slices.Index(paneNames[:], firstOf(s.place.Open)); i >= 0 {
			s.pane = i
		}
	}
	s.known, s.loaded = k, true
	if s.pane == panePeople && len(k.people) == 0 {
		s.pane = paneSources
	}
	show := tea.Batch(s.sources.Show(ui.Fixed[source](k.sources), s.sources.Cursor), s.people.Show(ui.Fixed[person](k.people), row),
		s.questions.Show(ui.Fixed[question](k.questions), s.questions.Cursor))
	return tea.Batch(show, s.layout())
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// mover is what the panes have in common.
type mover interface {
	Do(ui.Action) (tea.Cmd, bool)
	Scroll(int64) tea.Cmd
}

func (s *screen) mover() mover {
	return [panes]mover{s.sources, s.people, s.questions}[s.pane]
}

// do does an action.
func (s *screen) do(a ui.Action) tea.Cmd {
	if cmd, ok := s.mover().Do(a); ok {
		return cmd
	}
	switch a {
	case ui.NextPane, ui.Right:
		s.pane = s.paneAfter(1)
	case ui.Left:
		s.pane = s.paneAfter(panes - 1)
	case ui.LastDays, ui.Enter:
		return s.follow(true)
	case ui.AllOf:
		return s.follow(false)
	case ui.ChooseWho:
		if p, ok := s.people.Current(); ok && s.pane == panePeople {
			return tea.Batch(ui.Send(ui.Concern{Person: p.id}), ui.Send(ui.Say{Text: p.name + " is the subject: me, and the end of last:"}))
		}
		return ui.Send(ui.Say{Text: "s chooses a person of the list of people; tab goes there"})
	case ui.AddEvidence:
		return s.askPath()
	case ui.Search:
		return ui.Send(ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: "*", Open: []string{"query"}}})
	case ui.GoBack:
		if s.adding != nil {
			return s.stopAdding()
		}
		return ui.Send(ui.Back{})
	}
	return nil
}

// paneAfter is the next pane that has something in it.
func (s *screen) paneAfter(step int) int {
	lengths := [panes]int64{s.sources.Len(), s.people.Len(), s.questions.Len()}
	for i := 1; i <= panes; i++ {
		if p := (s.pane + i*step) % panes; lengths[p] > 0 {
			return p
		}
	}
	return s.pane
}

// follow opens what the cursor is on: the events of a person or source, or where a
// question is settled. window keeps to the last days.
func (s *screen) follow(window bool) tea.Cmd {
	switch s.pane {
	case paneSources:
		if g, ok := s.sources.Current(); ok && g.ask != "" {
			return openQuery(g.ask)
		}
		if g, ok := s.sources.Current(); ok && g.bad {
			return ui.Send(ui.Say{Text: ui.Safe(g.name+": "+g.remark, 400)})
		}
	case panePeople:
		p, ok := s.people.Current()
		if !ok {
			return nil
		}
		query := p.ask
		if window {
			query += " last:30d"
		}
		return ui.Send(ui.Concern{Person: p.id, Then: &ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: query, Person: p.id}}})
	case paneQuestions:
		if q, ok := s.questions.Current(); ok && q.open != "" {
			return ui.Send(ui.Open{Screen: q.open})
		}
	}
	return nil
}

func openQuery(query string) tea.Cmd {
	return ui.Send(ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: query}})
}

// mouse puts the cursor where it is clicked; a second click there opens it.
func (s *screen) mouse(event tea.MouseMsg) tea.Cmd {
	top := 0
	for pane, height := range s.heights() {
		if event.Y >= top && event.Y < top+height {
			return s.mouseIn(pane, event, event.Y-top-1)
		}
		top += height
	}
	return nil
}

func (s *screen) mouseIn(pane int, event tea.MouseMsg, line int) tea.Cmd {
	if scroll := map[tea.MouseButton]int64{tea.MouseButtonWheelUp: -3, tea.MouseButtonWheelDown: 3}[event.Button]; scroll != 0 {
		return [panes]mover{s.sources, s.people, s.questions}[pane].Scroll(scroll)
	}
	if event.Action != tea.MouseActionPress || event.Button != tea.MouseButtonLeft || line < 0 {
		return nil
	}
	again := s.pane == pane
	s.pane = pane
	switch pane {
	case paneSources:
		return click(s, s.sources, line, again)
	case panePeople:
		return click(s, s.people, line, again)
	}
	return click(s, s.questions, line, again)
}

func click[T any](s *screen, list *ui.List[T], line int, again bool) tea.Cmd {
	row, ok := list.At(line)
	switch {
	case !ok:
		return nil
	case again && row == list.Cursor:
		return s.follow(true)
	}
	return list.Go(row)
}

// Keys are those of the overview; in a case without evidence, how to add some.
func (s *screen) Keys() ui.Keymap {
	if s.loaded && s.known.files == 0 {
		return ui.EmptyKeys
	}
	return ui.OverviewKeys
}

// Typing is never: the root asks for paths.
func (s *screen) Typing() bool { return false }

// Status says how much there is.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.work.Busy()}
	if s.loaded {
		out.Of = humanize.Comma(s.known.events) + " events in " + humanize.Comma(int64(s.known.files)) + " sources"
	}
	if w := s.known.window; w[0] != "" && s.env.Subject.ID != "" {
		out.Window = ui.Safe(s.env.Subject.Name, 40) + ": " + shortDay(w[0]) + " – " + shortDay(w[1])
	}
	return out
}

// Place is the pane and the person.
func (s *screen) Place() ui.Place {
	return ui.Place{Row: s.people.Cursor, Open: []string{paneNames[s.pane]}}
}
