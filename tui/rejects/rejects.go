// SPDX-License-Identifier: Apache-2.0

// Package rejects is the screen of what could not be read: by reason and source, each
// record with its place and its bytes. From here a source is read again as another
// format or in another zone; nothing in the evidence changes by that.
package rejects

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/analysis/wording"
	"dossier/tui/ui"
)

// The panes, from above.
const (
	paneGroups = iota
	paneRecords
	paneBytes
	panes
)

// lookPause is how long the cursor has to rest before bytes are read.
const lookPause = 80 * time.Millisecond

// screen is the rejects.
type screen struct {
	env      *ui.Env
	routes   ui.Routes
	size     ui.Size
	pane     int
	loaded   bool
	known    known
	groups   *ui.List[group]
	records  *ui.List[record]
	shown    string // the group whose records are listed
	raw      raw
	scrolled int // lines of the bytes that are scrolled away
	reading  *reading
	find     *ui.Work
	look     *ui.Work
	read     *ui.Work
	listen   *ui.Work
}

// New makes the screen.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env}
	s.groups, s.records = ui.NewList[group](s), ui.NewList[record](s)
	s.groups.Heads = func(above, g *group) int {
		if above == nil || above.reason != g.reason {
			return 1
		}
		return 0
	}
	s.find, s.look, s.read, s.listen = ui.NewWork(s), ui.NewWork(s), ui.NewWork(s), ui.NewWork(s)
	s.routes = ui.Routes{Size: s.resize, Opened: s.open, Renewed: s.load, Zoned: s.rezone, Do: s.do, Mouse: s.mouse, Lists: []ui.Taker{s.groups, s.records}}
	return s
}

// found is what could not be read.
type found struct{ known known }

// looked is the bytes of a record.
type looked struct{ raw raw }

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if cmd, ok := s.routes.Route(msg); ok {
		return cmd
	}
	switch msg := msg.(type) {
	case found:
		return s.show(msg.known)
	case looked:
		s.raw = msg.raw
		return nil
	case told:
		return s.tell(msg.line)
	case reread:
		return s.took(msg)
	}
	return nil
}

func (s *screen) resize(size ui.Size) tea.Cmd {
	s.size = size
	return s.layout()
}

// open shows what there is; it has no places to go to.
func (s *screen) open(ui.Place) tea.Cmd {
	if s.loaded {
		return nil
	}
	return s.load()
}

// rezone does nothing: bytes have no zone.
func (s *screen) rezone() tea.Cmd { return nil }

// load asks what could not be read.
func (s *screen) load() tea.Cmd {
	c := s.env.Case
	return s.find.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, c)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return found{k}
	})
}

// show shows what could not be read; the cursor stays where it is.
func (s *screen) show(k known) tea.Cmd {
	s.known, s.loaded, s.shown = k, true, ""
	cursor := max(0, min(s.groups.Cursor, int64(len(k.groups)-1)))
	return tea.Batch(s.groups.Show(ui.Fixed[group](k.groups), cursor), s.layout(), s.moved())
}

// current is the group under the cursor.
func (s *screen) current() (group, bool) {
	if i := s.groups.Cursor; i >= 0 && i < int64(len(s.known.groups)) {
		return s.known.groups[i], true
	}
	return group{}, false
}

// record is the record under the cursor.
func (s *screen) record() (record, bool) {
	g, ok := s.current()
	if i := s.records.Cursor; ok && i >= 0 && i < int64(len(g.records)) {
		return g.records[i], true
	}
	return record{}, false
}

// moved lists the records of the group under the cursor, if it is another, and reads
// the bytes of the record under the cursor.
func (s *screen) moved() tea.Cmd {
	g, ok := s.current()
	if !ok {
		return nil
	}
	var list tea.Cmd
	if key := g.reason + "\x00" + g.source.Digest.String(); key != s.shown {
		s.shown = key
		list = s.records.Show(ui.Fixed[record](g.records), 0)
	}
	r, ok := s.record()
	if !ok {
		s.raw = raw{}
		s.look.Stop()
		return list
	}
	if s.raw.id == r.reject.ID {
		return list
	}
	s.raw, s.scrolled = raw{id: r.reject.ID}, 0
	c := s.env.Case
	return tea.Batch(list, s.look.After(lookPause, func(ctx context.Context) tea.Msg { return looked{look(ctx, c, r.reject)} }))
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
		return s.back()
	}
	g, ok := s.current()
	if !ok {
		return nil
	}
	switch a {
	case ui.Enter:
		s.pane = min(s.pane+1, paneBytes)
		return s.layout()
	case ui.ReadAs:
		return s.askFormat(g.source)
	case ui.ReadZone:
		return s.askZone(g.source)
	}
	return nil
}

// back ends a reading, leaves the pane, or the screen.
func (s *screen) back() tea.Cmd {
	switch {
	case s.reading != nil:
		return s.stop()
	case s.pane > paneGroups:
		s.pane--
		return s.layout()
	}
	return ui.Send(ui.Back{})
}

// move moves the cursor of the pane.
func (s *screen) move(a ui.Action) (tea.Cmd, bool) {
	switch s.pane {
	case paneRecords:
		cmd, ok := s.records.Do(a)
		if !ok {
			return nil, false
		}
		return tea.Batch(cmd, s.moved()), true
	case paneBytes:
		step, ok := map[ui.Action]int{ui.Up: -1, ui.Down: 1, ui.PageUp: -10, ui.PageDown: 10, ui.Top: -1 << 20, ui.Bottom: 1 << 20}[a]
		s.scroll(step)
		return nil, ok
	}
	cmd, ok := s.groups.Do(a)
	if !ok {
		return nil, false
	}
	return tea.Batch(cmd, s.moved()), true
}

func (s *screen) scroll(by int) { s.scrolled = max(0, min(s.scrolled+by, len(s.raw.lines)-1)) }

// mouse puts the cursor where it is pressed, and moves on with the wheel.
func (s *screen) mouse(press tea.MouseMsg) tea.Cmd {
	pane, line := ui.PaneAt(press.Y, s.heights())
	rows := map[tea.MouseButton]int64{tea.MouseButtonWheelUp: -3, tea.MouseButtonWheelDown: 3}[press.Button]
	pressed := press.Action == tea.MouseActionPress && press.Button == tea.MouseButtonLeft
	switch {
	case pane < 0 || rows == 0 && !pressed:
		return nil
	case pane == paneBytes:
		s.scroll(int(rows))
	case rows != 0 && pane == paneRecords:
		return tea.Batch(s.records.Scroll(rows), s.moved())
	case rows != 0:
		return tea.Batch(s.groups.Scroll(rows), s.moved())
	}
	if pressed {
		s.pane = pane
	}
	if i, ok := s.groups.At(line - 1); ok && pane == paneGroups {
		return tea.Batch(s.groups.Go(i), s.moved())
	}
	if i, ok := s.records.At(line - 1); ok && pane == paneRecords {
		return tea.Batch(s.records.Go(i), s.moved())
	}
	return nil
}

// Keys are those of the rejects.
func (s *screen) Keys() ui.Keymap { return ui.RejectsKeys }

// Typing is never so.
func (s *screen) Typing() bool { return false }

// Status says how much could not be read.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.find.Busy() || s.look.Busy() || s.read.Busy()}
	if s.loaded {
		out.Of = wording.Plural(int(s.known.records), "reject")
		if s.known.sources > 0 {
			out.Of += ", " + humanize.Comma(s.known.sources) + " unread"
		}
	}
	return out
}

// Place is the group under the cursor.
func (s *screen) Place() ui.Place { return ui.Place{Row: s.groups.Cursor} }
