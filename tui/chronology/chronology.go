// SPDX-License-Identifier: Apache-2.0

// Package chronology is the screen of the deliverable: the events that were promoted,
// what was said of each, and what still needs review. Everything said is a mark in
// the journal; nothing changes an event.
package chronology

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/event"
	"dossier/tui/ui"
)

// screen is the chronology.
type screen struct {
	env       *ui.Env
	size      ui.Size
	list      *ui.List[row]
	known     known
	timeFirst bool   // in the order of time, reviewed or not
	wanted    string // the event on which the cursor shall be, when the rows are here
	preview   preview
	find      *ui.Work
	compose   *ui.Work
}

// New makes the screen.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env}
	s.list = ui.NewList[row](s)
	s.list.Heads = func(above, r *row) int {
		if above == nil || above.head != r.head {
			return 1
		}
		return 0
	}
	s.find, s.compose = ui.NewWork(s), ui.NewWork(s)
	return s
}

// found is the answer to what the chronology holds.
type found struct{ known known }

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.Size:
		s.size = msg
		s.preview.scroll(0, s.size.Height)
		return s.layout()
	case ui.Opened:
		return s.open(msg.Place)
	case ui.Renewed, ui.Marked, ui.Zoned:
		return s.load()
	case ui.Do:
		return s.do(msg.Action)
	case tea.MouseMsg:
		return s.mouse(msg)
	case found:
		return s.show(msg.known)
	}
	if cmd, ok := s.takePreview(msg); ok {
		return cmd
	}
	cmd, _ := s.list.Take(msg)
	return cmd
}

// open goes to a place; the zero place is where it is.
func (s *screen) open(p ui.Place) tea.Cmd {
	if p.Event != "" {
		s.wanted = p.Event
	}
	if slices.Contains(p.Open, "time") {
		s.timeFirst = true
	}
	return s.load()
}

// load looks the chronology up as it stands now.
func (s *screen) load() tea.Cmd {
	session, m, zone, reviewFirst := s.env.Session, s.env.Marks, s.env.Zone, !s.timeFirst
	return s.find.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, session, m, zone, reviewFirst)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return found{k}
	})
}

// show shows what was found; the cursor stays on its event, or where that was.
func (s *screen) show(k known) tea.Cmd {
	cursor := s.list.Cursor
	if r, ok := s.current(); ok && s.wanted == "" {
		s.wanted = r.entry.Mark.Event.String()
	}
	for i, r := range k.rows {
		if r.entry.Mark.Event.String() == s.wanted {
			cursor = int64(i)
		}
	}
	s.known, s.wanted = k, ""
	return tea.Batch(s.list.Show(ui.Fixed[row](k.rows), cursor), s.layout())
}

// current is the row under the cursor.
func (s *screen) current() (row, bool) {
	if i := s.list.Cursor; i >= 0 && i < int64(len(s.known.rows)) {
		return s.known.rows[i], true
	}
	return row{}, false
}

// do does an action.
func (s *screen) do(a ui.Action) tea.Cmd {
	if s.preview.open {
		return s.doPreview(a)
	}
	if cmd, ok := s.list.Do(a); ok {
		return cmd
	}
	switch a {
	case ui.GoBack:
		return ui.Send(ui.Back{})
	case ui.ReviewFirst:
		s.timeFirst = !s.timeFirst
		return s.load()
	}
	r, ok := s.current()
	if !ok {
		return nil
	}
	switch a {
	case ui.Export:
		return s.openPreview()
	case ui.Enter:
		return openEvent(r.entry.Event, s.env.Session.Zone)
	case ui.Demote:
		s.wanted = s.neighbour(s.list.Cursor)
		return s.env.Decide("taken out of the chronology; u undoes it", marks.Demote(r.entry.Mark.Event))
	case ui.Earlier, ui.Later:
		return s.swap(r, a)
	}
	return s.say(a, r.entry.Mark)
}

// neighbour is the event below a row, or else the one above it.
func (s *screen) neighbour(i int64) string {
	for _, at := range []int64{i + 1, i - 1} {
		if at >= 0 && at < int64(len(s.known.rows)) {
			return s.known.rows[at].entry.Mark.Event.String()
		}
	}
	return ""
}

// openEvent opens the timeline of the event's day with the cursor on it.
func openEvent(e *event.Event, zone *time.Location) tea.Cmd {
	query := "id:" + e.ID.String()
	if e.Time.Known() {
		query = "on:" + e.Time.UTC.In(zone).Format(time.DateOnly)
	}
	return ui.Send(ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: query, Event: e.ID.String(), Open: []string{"detail"}}})
}

// swap puts an event before or behind its neighbour of the very same time.
func (s *screen) swap(r row, a ui.Action) tea.Cmd {
	list := equals(s.known.rows, r.entry.Event.Time)
	slices.SortStableFunc(list, marks.Compare)
	at := slices.IndexFunc(list, func(e marks.Entry) bool { return e.Mark.Event == r.entry.Mark.Event })
	to := at + map[ui.Action]int{ui.Earlier: -1, ui.Later: 1}[a]
	if to < 0 || to >= len(list) {
		return ui.Send(ui.Say{Text: "no event of the very same time there; other times have their order by themselves"})
	}
	list[at], list[to] = list[to], list[at]
	ids := make([]event.ID, len(list))
	for i, e := range list {
		ids[i] = e.Mark.Event
	}
	return s.env.Decide("moved among events of the same time; u undoes it", marks.Order(ids...))
}

// mouse puts the cursor where it is pressed, and moves on with the wheel.
func (s *screen) mouse(press tea.MouseMsg) tea.Cmd {
	down := map[tea.MouseButton]int64{tea.MouseButtonWheelUp: -3, tea.MouseButtonWheelDown: 3}[press.Button]
	switch {
	case s.preview.open:
		s.preview.scroll(int(down), s.size.Height)
		return nil
	case down != 0:
		return s.list.Scroll(down)
	case press.Action != tea.MouseActionPress || press.Button != tea.MouseButtonLeft:
		return nil
	}
	i, ok := s.list.At(press.Y - 1)
	switch {
	case !ok:
		return nil
	case i == s.list.Cursor:
		return s.do(ui.Enter)
	}
	return s.list.Go(i)
}

// Keys are those of the chronology, or of the preview.
func (s *screen) Keys() ui.Keymap {
	if s.preview.open {
		return ui.PreviewKeys
	}
	return ui.ChronologyKeys
}

// Typing is never so.
func (s *screen) Typing() bool { return false }

// Status says how many events there are, and how many need review.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.find.Busy() || s.compose.Busy()}
	if s.known.ready {
		out.Of = fmt.Sprintf("%d of %d need review", s.known.review, len(s.known.rows))
	}
	if s.timeFirst {
		out.Window = "in the order of time"
	}
	return out
}

// Place is the event under the cursor.
func (s *screen) Place() ui.Place {
	var p ui.Place
	if r, ok := s.current(); ok {
		p.Event = r.entry.Mark.Event.String()
	}
	if s.timeFirst {
		p.Open = []string{"time"}
	}
	return p
}
