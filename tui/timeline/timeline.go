// SPDX-License-Identifier: Apache-2.0

// Package timeline is the screen that shows events in the order of time: a query
// bar, a histogram, a list of any length and the event under the cursor in full. From
// any value a key leads on: filter by it, exclude it, count it, look around it.
package timeline

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/tui/ui"
)

// The panes, in the order of tab.
const (
	paneChart = iota
	paneList
	paneDetail
	panes
)

// screen is the timeline.
type screen struct {
	env    *ui.Env
	size   ui.Size
	pane   int
	list   *ui.List[row]
	column int // of the cell under the cursor

	bar    bar
	chart  chart
	detail detail

	past    history
	answer  answer // what is shown
	find    *ui.Work
	draw    *ui.Work // of the histogram
	look    *ui.Work // of the detail
	count   *ui.Work // of frequency tables and other single questions
	copies  bool     // further copies of acts are shown
	started bool
	telling string // the value that was opened: its first and last event are to be said
}

// New makes the timeline.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env, pane: paneList, column: columnThing}
	s.list = ui.NewList[row](s)
	s.list.Heads = func(above, r *row) int {
		if above == nil || above.day != r.day {
			return 1
		}
		return 0
	}
	s.list.Ahead = func(r *row) []int64 { return []int64{r.next, r.first - 1} }
	s.find, s.draw, s.look, s.count = ui.NewWork(s), ui.NewWork(s), ui.NewWork(s), ui.NewWork(s)
	s.bar.complete = ui.NewWork(s)
	return s
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.Size:
		s.size = msg
		return s.layout()
	case ui.Opened:
		return s.open(msg.Place)
	case ui.Renewed:
		return s.search(s.past.now(), s.here())
	case ui.Zoned:
		return s.rezone()
	case ui.Marked:
		return s.lookAgain()
	case ui.Do:
		return s.do(msg.Action)
	case tea.KeyMsg:
		return s.write(msg)
	case tea.MouseMsg:
		return s.mouse(msg)
	}
	return s.take(msg)
}

// take takes answers.
func (s *screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case answer:
		return s.show(msg)
	case drawn:
		s.chart.take(msg)
		return nil
	case looked:
		return s.detail.take(msg)
	case completed:
		s.bar.take(msg)
		return nil
	case unread:
		s.bar.err = msg.err
		return nil
	case counted:
		return s.choose(msg)
	case followed:
		return tea.Batch(s.visit(msg.found.Query, target{}), ui.Send(ui.Say{Text: msg.found.Because}))
	case jumped:
		return tea.Batch(s.list.Go(msg.row), s.moved())
	}
	if cmd, ok := s.list.Take(msg); ok {
		return tea.Batch(cmd, s.moved())
	}
	return nil
}

// open goes to a place; the zero place is where it is.
func (s *screen) open(p ui.Place) tea.Cmd {
	if len(p.Past) > 0 && !s.started {
		s.past.restore(p.Past)
	}
	typing := false
	for _, part := range p.Open {
		switch part {
		case "query":
			typing = true
		case "detail":
			s.detail.asked = opened
		case "copies":
			s.copies = true
		}
	}
	var cmd tea.Cmd
	switch {
	case p.Query != "":
		cmd = s.visit(p.Query, target{event: p.Event, row: p.Row})
	case !s.started:
		cmd = s.visit("*", target{})
	}
	s.started = true
	if typing {
		return tea.Batch(cmd, s.beginTyping(""), s.layout())
	}
	return tea.Batch(cmd, s.layout())
}

// do does an action.
func (s *screen) do(a ui.Action) tea.Cmd {
	if cmd, ok := s.doPane(a); ok {
		return cmd
	}
	switch a {
	case ui.Search:
		return s.beginTyping(s.past.now())
	case ui.NextPane:
		return s.nextPane()
	case ui.Enter:
		return s.toggleDetail()
	case ui.GoBack:
		return s.goBack()
	case ui.FilterBy, ui.Exclude, ui.Around, ui.Frequency, ui.OpenValue:
		return s.doValue(a)
	case ui.HistoryBack, ui.HistoryForth, ui.SaveSearch, ui.SavedSearch, ui.Copies:
		return s.doHistory(a)
	case ui.Promote, ui.Tag, ui.Note:
		return s.doMark(a)
	case ui.AskReady:
		return s.offer()
	case ui.GoToTime, ui.NextDay, ui.PrevDay:
		return s.doJump(a)
	case ui.ZoomIn, ui.ZoomOut, ui.ZoomAll, ui.PanLeft, ui.PanRight, ui.Brush:
		return s.doChart(a)
	}
	return nil
}

// doPane gives an action to the pane that has the cursor.
func (s *screen) doPane(a ui.Action) (tea.Cmd, bool) {
	switch s.pane {
	case paneChart:
		return s.chartKey(a)
	case paneDetail:
		if s.detail.move(a) {
			return nil, true
		}
		return nil, false
	}
	if cmd, ok := s.list.Do(a); ok {
		return tea.Batch(cmd, s.moved()), true
	}
	switch a {
	case ui.Left:
		s.column = max(0, s.column-1)
		return nil, true
	case ui.Right:
		s.column = min(columns-1, s.column+1)
		return nil, true
	}
	return nil, false
}

// nextPane gives the cursor to the next pane that is shown.
func (s *screen) nextPane() tea.Cmd {
	for {
		s.pane = (s.pane + 1) % panes
		if s.pane == paneList || s.pane == paneChart && s.heights().chart > 1 || s.pane == paneDetail && s.detailShown() {
			break
		}
	}
	if s.pane == paneChart {
		s.chart.follow(s.list.Current())
	}
	return nil
}

// goBack leaves what is open: the brush, the pane, the details, the screen.
func (s *screen) goBack() tea.Cmd {
	switch {
	case s.chart.brushing:
		s.chart.brushing = false
	case s.pane != paneList:
		s.pane = paneList
	case s.detail.asked == opened:
		s.detail.asked = asRoom
		return s.layout()
	default:
		return ui.Send(ui.Back{})
	}
	return nil
}

// Keys are those of the timeline.
func (s *screen) Keys() ui.Keymap { return ui.TimelineKeys }

// Typing reports whether the query is being written.
func (s *screen) Typing() bool { return s.bar.typing }

// here is where the cursor is.
func (s *screen) here() target {
	t := target{row: s.list.Cursor}
	if r, ok := s.list.Current(); ok {
		t.event = r.event.ID.String()
	}
	return t
}

// Place is the query, its history and the event under the cursor.
func (s *screen) Place() ui.Place {
	here := s.here()
	p := ui.Place{Query: s.past.now(), Event: here.event, Row: here.row, Past: s.past.before()}
	if s.detail.asked == opened {
		p.Open = append(p.Open, "detail")
	}
	if s.copies {
		p.Open = append(p.Open, "copies")
	}
	return p
}
