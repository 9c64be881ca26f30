// SPDX-License-Identifier: Apache-2.0

// Package person is the screen that shows what one person touched: the accounts
// and why they are theirs, a calendar, the numbers of a window beside those of
// earlier ones, and every thing. From each of them a key leads to its events.
package person

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
	"dossier/tui/ui"
)

// The panes, from above.
const (
	paneAccounts = iota
	paneCalendar
	paneNumbers
	paneThings
	panes
)

// screen is the person.
type screen struct {
	env      *ui.Env
	routes   ui.Routes
	size     ui.Size
	pane     int
	which    window
	person   string // identity.Person.ID; "" for the subject
	loaded   bool
	failed   error // why nothing can be shown
	known    known
	accounts *ui.List[account]
	numbers  *ui.List[number]
	things   *ui.List[thing]
	day      int // of the calendar, under the cursor
	find     *ui.Work
	follow   *ui.Work // of a ready question
}

// New makes the screen.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env, pane: paneNumbers}
	s.accounts, s.numbers, s.things = ui.NewList[account](s), ui.NewList[number](s), ui.NewList[thing](s)
	s.things.Heads = func(above, t *thing) int {
		if above == nil || above.group != t.group {
			return 1
		}
		return 0
	}
	s.find, s.follow = ui.NewWork(s), ui.NewWork(s)
	s.routes = ui.Routes{Size: s.resize, Opened: s.open, Renewed: s.load, Zoned: s.load, Do: s.do, Mouse: s.mouse, Lists: []ui.Taker{s.accounts, s.numbers, s.things}}
	return s
}

// followed is a query that was found out.
type followed struct{ found search.Followed }

// found is the answer to what a person did.
type found struct {
	known known
	err   error
}

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if cmd, ok := s.routes.Route(msg); ok {
		return cmd
	}
	switch msg := msg.(type) {
	case found:
		return s.show(msg)
	case followed:
		return tea.Batch(ask(msg.found.Query), ui.Send(ui.Say{Text: msg.found.Because}))
	}
	return nil
}

func (s *screen) resize(size ui.Size) tea.Cmd {
	s.size = size
	return s.layout()
}

// open goes to a person, or stays where it is.
func (s *screen) open(p ui.Place) tea.Cmd {
	for _, part := range p.Open {
		if _, ok := ranges[window(part)]; ok {
			s.which = window(part)
		}
	}
	if p.Person != "" && p.Person != s.person {
		s.person, s.loaded = p.Person, false
	}
	if s.loaded && s.known.person.ID == s.whom().ID {
		return nil
	}
	return s.load()
}

// whom is the person that is shown: the one asked for, else the subject.
func (s *screen) whom() identity.Person {
	if p, ok := s.env.Session.Directory.Person(s.person); ok {
		return p
	}
	return s.env.Subject
}

// load asks what the person did.
func (s *screen) load() tea.Cmd {
	p, session, which, zone := s.whom(), s.env.Session, s.which, s.env.Zone
	if p.ID == "" {
		s.find.Stop()
		s.loaded, s.failed = true, errNobody
		return nil
	}
	return s.find.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, session, p, which, zone)
		return found{k, err}
	})
}

// show shows what was found.
func (s *screen) show(in found) tea.Cmd {
	switch {
	case in.err != nil && s.loaded && s.failed == nil: // what is shown stays
		s.which = s.known.which
		return ui.Send(ui.Fail{Err: in.err})
	case in.err != nil:
		s.loaded, s.failed, s.known = true, in.err, in.known
		return nil
	}
	another := s.known.person.ID != in.known.person.ID || s.known.which != in.known.which
	s.loaded, s.failed, s.known = true, nil, in.known
	if another {
		s.day = max(0, len(s.known.strip)-1)
		s.accounts.Cursor, s.numbers.Cursor, s.things.Cursor = 0, 0, 0
	}
	var rest tea.Cmd
	if k, session, zone := in.known, s.env.Session, s.env.Zone; k.pending {
		rest = s.find.Start(func(ctx context.Context) tea.Msg {
			k, err := complete(ctx, session, k, zone)
			return found{k, err}
		})
	}
	return tea.Batch(
		s.accounts.Show(ui.Fixed[account](s.known.accounts), s.accounts.Cursor), s.numbers.Show(ui.Fixed[number](s.known.numbers), s.numbers.Cursor),
		s.things.Show(ui.Fixed[thing](s.known.things), s.things.Cursor), s.layout(), rest,
	)
}

// do does an action.
func (s *screen) do(a ui.Action) tea.Cmd {
	if cmd, ok := s.move(a); ok {
		return cmd
	}
	switch a {
	case ui.NextPane:
		s.pane = (s.pane + 1) % panes
		return s.layout()
	case ui.GoBack:
		return ui.Send(ui.Back{})
	case ui.OtherPerson:
		return s.choose()
	}
	if !s.loaded || s.failed != nil {
		return nil
	}
	switch a {
	case ui.AskReady:
		return ui.Offer(s.scope(), s.Ready())
	case ui.Enter:
		return s.events()
	case ui.AllOf:
		return ask(s.known.asked(s.known.days.First, s.known.days.Last))
	case ui.OtherWindow:
		s.which = ranges[s.which].next
		return s.load()
	case ui.WhoElse:
		return s.whoElse()
	case ui.ChooseWho:
		return tea.Batch(ui.Send(ui.Concern{Person: s.known.person.ID}), ui.Send(ui.Say{Text: s.known.person.Name + " is the subject now"}))
	}
	return nil
}

// move moves the cursor of the pane.
func (s *screen) move(a ui.Action) (tea.Cmd, bool) {
	switch s.pane {
	case paneAccounts:
		return s.accounts.Do(a)
	case paneNumbers:
		return s.numbers.Do(a)
	case paneThings:
		return s.things.Do(a)
	}
	step := s.perCell()
	switch a {
	case ui.Left, ui.Up:
		s.day -= step
	case ui.Right, ui.Down:
		s.day += step
	case ui.PageUp:
		s.day -= 30
	case ui.PageDown:
		s.day += 30
	case ui.Top:
		s.day = 0
	case ui.Bottom:
		s.day = len(s.known.strip) - 1
	default:
		return nil, false
	}
	s.day = max(0, min(s.day, len(s.known.strip)-1))
	return nil, true
}

// events opens the events behind what the cursor is on.
func (s *screen) events() tea.Cmd {
	switch s.pane {
	case paneAccounts:
		if a, ok := s.accounts.Current(); ok {
			return ask(a.ask)
		}
	case paneCalendar:
		if first, last, ok := s.cellDays(); ok {
			return ask(s.known.asked(first, last))
		}
	case paneNumbers:
		if n, ok := s.numbers.Current(); ok {
			return ask(n.ask)
		}
	case paneThings:
		if t, ok := s.things.Current(); ok {
			return ask(t.ask)
		}
	}
	return nil
}

// ask opens the timeline with a query.
func ask(query string) tea.Cmd {
	if query == "" {
		return ui.Send(ui.Say{Text: "the query language has no way to ask for this"})
	}
	return ui.Send(ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: query}})
}

// whoElse opens what others did with the thing under the cursor.
func (s *screen) whoElse() tea.Cmd {
	t, ok := s.things.Current()
	if !ok || t.term == "" || s.pane != paneThings {
		return ui.Send(ui.Say{Text: "put the cursor on a thing first: tab goes there"})
	}
	return ask(t.term + " -" + s.known.who)
}

// choose asks for another person.
func (s *screen) choose() tea.Cmd {
	var choices []ui.Choice
	for _, p := range s.env.Session.Directory.Persons() {
		choices = append(choices, ui.Choice{Text: p.Name + "  " + p.ID, Right: dated("last day", p.Leaves), Value: p.ID})
	}
	if len(choices) == 0 {
		return ui.Send(ui.Say{Text: "the case has no roster yet: add one, or name somebody with 'dossier people add'"})
	}
	return ui.Send(ui.Choose{Title: "whose screen", Choices: choices, Done: func(c ui.Choice) tea.Cmd {
		s.person = c.Value
		return s.load()
	}})
}

// cellDays are the days of the calendar's cell under the cursor.
func (s *screen) cellDays() (first, last event.Date, ok bool) {
	if len(s.known.strip) == 0 {
		return "", "", false
	}
	from, to := s.cellOf(s.day)
	return s.known.strip[from].Date, s.known.strip[to-1].Date, true
}

// mouse puts the cursor where it is pressed, and moves on with the wheel.
func (s *screen) mouse(event tea.MouseMsg) tea.Cmd {
	if !s.loaded || s.failed != nil {
		return nil
	}
	pane, line := ui.PaneAt(event.Y-1, s.heights())
	if event.Y < 1 || pane < 0 {
		return nil
	}
	switch {
	case event.Button == tea.MouseButtonWheelUp:
		return s.scroll(pane, -3)
	case event.Button == tea.MouseButtonWheelDown:
		return s.scroll(pane, 3)
	case event.Action != tea.MouseActionPress || event.Button != tea.MouseButtonLeft:
		return nil
	}
	again := s.pane == pane
	s.pane = pane
	switch pane {
	case paneAccounts:
		return s.press(s.accounts.At(line-1))(&s.accounts.Cursor, again)
	case paneNumbers:
		return s.press(s.numbers.At(line-1))(&s.numbers.Cursor, again)
	case paneThings:
		return s.press(s.things.At(line-1))(&s.things.Cursor, again)
	}
	s.day = max(0, min(s.dayAt(event.X-1), len(s.known.strip)-1))
	return nil
}

// press puts a cursor on the row that was pressed; pressed again, it opens.
func (s *screen) press(row int64, ok bool) func(cursor *int64, again bool) tea.Cmd {
	return func(cursor *int64, again bool) tea.Cmd {
		if !ok {
			return nil
		}
		if again && *cursor == row {
			return s.events()
		}
		*cursor = row
		return nil
	}
}

func (s *screen) scroll(pane int, rows int64) tea.Cmd {
	switch pane {
	case paneAccounts:
		return s.accounts.Scroll(rows)
	case paneNumbers:
		return s.numbers.Scroll(rows)
	case paneThings:
		return s.things.Scroll(rows)
	}
	return nil
}

// dayAt is the last day of the calendar's cell of a column.
func (s *screen) dayAt(column int) int {
	day := 0
	for n := 0; day < len(s.known.strip); n++ {
		_, to := s.cellOf(day)
		if n == column {
			return to - 1
		}
		day = to
	}
	return len(s.known.strip) - 1
}

// Keys are those of the person.
func (s *screen) Keys() ui.Keymap { return ui.PersonKeys }

// Typing is never so.
func (s *screen) Typing() bool { return false }

// Status says which days are looked at.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.find.Busy()}
	if s.loaded && s.failed == nil {
		out.Window = fmt.Sprintf("%s – %s", s.known.days.First, s.known.days.Last)
		out.Of = plural(s.known.acts, "act")
	}
	return out
}

// Place is the person and the window.
func (s *screen) Place() ui.Place {
	p := ui.Place{Person: s.whom().ID}
	if s.which != lastDays {
		p.Open = []string{string(s.which)}
	}
	return p
}
