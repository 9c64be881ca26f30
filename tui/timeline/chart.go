// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"sort"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/wording"
	"dossier/index"
	"dossier/tui/ui"
)

// chart is the histogram: what it shows of the time, and the brush on it.
type chart struct {
	from, to time.Time // what it is zoomed to; zero for all that was found
	bounds   []time.Time
	buckets  []index.Bucket
	all      [2]time.Time // the first and the last event found
	zone     *time.Location
	cursor   time.Time // in the bar under the cursor
	brushing bool
	anchor   time.Time // where the brush began
	origin   int       // the column of the first bar, as it was drawn
}

// drawn is the histogram, counted.
type drawn struct {
	bounds  []time.Time
	buckets []index.Bucket
	all     [2]time.Time
	zone    *time.Location
}

func (c *chart) reset() { c.from, c.to, c.brushing = time.Time{}, time.Time{}, false }

func (c *chart) take(in drawn) {
	c.bounds, c.buckets, c.all, c.zone = in.bounds, in.buckets, in.all, in.zone
}

// at is the bar under the cursor. There has to be one.
func (c *chart) at() int { return c.barOf(c.cursor) }

// move puts the cursor on a bar, or the nearest.
func (c *chart) move(bar int) {
	if n := len(c.buckets); n > 0 {
		c.cursor = c.bounds[max(0, min(bar, n-1))]
	}
}

// barOf is the bar that a time falls into, or the nearest.
func (c *chart) barOf(at time.Time) int {
	i := sort.Search(len(c.bounds), func(i int) bool { return c.bounds[i].After(at) }) - 1
	return max(0, min(i, len(c.buckets)-1))
}

// follow puts the cursor on the bar of a row.
func (c *chart) follow(r *row, ok bool) {
	if ok && r.event.Time.Known() {
		c.cursor = r.event.Time.UTC
	}
}

// window is the days from the first to the last event, or what the zoom shows.
func (c *chart) window(zone *time.Location) string {
	from, to := c.from, c.to.Add(-1)
	if c.from.IsZero() {
		from, to = c.all[0], c.all[1]
	}
	if from.IsZero() {
		return ""
	}
	from, to = from.In(zone), to.In(zone)
	layout := "2 Jan 2006"
	first, last := from.Format(layout), to.Format(layout)
	switch {
	case first == last:
		return first
	case from.Year() == to.Year():
		first = from.Format("2 Jan")
	}
	return first + " – " + last
}

// drawChart counts the histogram, off the loop.
func (s *screen) drawChart() tea.Cmd {
	selection, zone, bars := s.answer.selection, s.env.Zone, s.chartWidth()
	from, to := s.chart.from, s.chart.to
	if selection == nil || bars < 4 {
		return nil
	}
	return s.draw.Start(func(ctx context.Context) tea.Msg {
		out := drawn{zone: zone}
		out.all[0], out.all[1] = selection.Span()
		if out.all[0].IsZero() {
			return out
		}
		if from.IsZero() {
			from, to = out.all[0], out.all[1].Add(1)
		}
		var err error
		out.bounds = boundsOf(from, to, bars, zone)
		if out.buckets, err = selection.Histogram(ctx, out.bounds); err != nil {
			return ui.Fail{Err: err}
		}
		return out
	})
}

// chartWidth is how many bars there is room for.
func (s *screen) chartWidth() int { return max(0, s.size.Width-4) }

// step is the width of a bar in time: seconds, or days of the calendar.
type step struct {
	length time.Duration // 0 for days
	days   int
}

var steps = []step{
	{time.Second, 0}, {5 * time.Second, 0}, {15 * time.Second, 0}, {time.Minute, 0}, {5 * time.Minute, 0}, {15 * time.Minute, 0}, {time.Hour, 0},
	{3 * time.Hour, 0}, {6 * time.Hour, 0}, {12 * time.Hour, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 7}, {0, 14}, {0, 28}, {0, 91}, {0, 182}, {0, 364}, {0, 3640},
}

// boundsOf divides a time into at most so many bars of one of the steps, which
// begin at midnight, or with the hour or minute, of the zone.
func boundsOf(from, to time.Time, bars int, zone *time.Location) []time.Time {
	for _, st := range steps {
		if bounds, ok := st.divide(from, to, bars, zone); ok {
			return bounds
		}
	}
	return []time.Time{from, to}
}

func (st step) divide(from, to time.Time, bars int, zone *time.Location) ([]time.Time, bool) {
	local := from.In(zone)
	start := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	if st.length > 0 {
		if to.Sub(from)/st.length > time.Duration(bars) {
			return nil, false
		}
		start = start.Add(from.Sub(start) / st.length * st.length)
	} else if int(to.Sub(from).Hours()/24)/st.days > bars {
		return nil, false
	}
	bounds := []time.Time{start}
	for i := 1; bounds[len(bounds)-1].Before(to); i++ {
		next := start.Add(time.Duration(i) * st.length)
		if st.length == 0 {
			next = start.AddDate(0, 0, i*st.days)
		}
		bounds = append(bounds, next)
	}
	return bounds, len(bounds)-1 <= bars && len(bounds) > 1
}

// doChart zooms, pans and brushes, from whichever pane.
func (s *screen) doChart(a ui.Action) tea.Cmd {
	c := &s.chart
	if len(c.buckets) == 0 {
		return nil
	}
	if s.pane != paneChart {
		c.follow(s.list.Current())
	}
	from, to := c.bounds[0], c.bounds[len(c.bounds)-1]
	length, middle := to.Sub(from), c.bounds[c.at()].Add(c.bounds[c.at()+1].Sub(c.bounds[c.at()])/2)
	switch a {
	case ui.ZoomIn:
		if length < time.Minute {
			return ui.Send(ui.Say{Text: "a minute is as near as it goes"})
		}
		from, to = middle.Add(-length/4), middle.Add(length/4)
	case ui.ZoomOut:
		from, to = middle.Add(-length), middle.Add(length)
		if from.Before(c.all[0]) && to.After(c.all[1]) {
			c.reset()
			return s.drawChart()
		}
	case ui.ZoomAll:
		c.reset()
		return s.drawChart()
	case ui.PanLeft:
		from, to = from.Add(-length/4), to.Add(-length/4)
	case ui.PanRight:
		from, to = from.Add(length/4), to.Add(length/4)
	case ui.Brush:
		return s.brush()
	}
	if to.Before(c.all[0]) || from.After(c.all[1]) {
		return nil // nothing is there
	}
	c.from, c.to = from, to
	return s.drawChart()
}

// brush begins the brush, or ends it and searches within.
func (s *screen) brush() tea.Cmd {
	c := &s.chart
	if c.brushing {
		return s.endBrush()
	}
	c.brushing, c.anchor, s.pane = true, c.bounds[c.at()], paneChart
	return ui.Send(ui.Say{Text: "brush: left and right widen it, enter searches there, esc leaves it"})
}

// brushed is the bars under the brush, or the one under the cursor.
func (c *chart) brushed() (first, last int) {
	first, last = c.at(), c.at()
	if c.brushing {
		first = c.barOf(c.anchor)
		if first > last {
			first, last = last, first
		}
	}
	return first, last
}

// endBrush searches in the time under the brush.
func (s *screen) endBrush() tea.Cmd {
	c := &s.chart
	if len(c.buckets) == 0 {
		return nil
	}
	first, last := c.brushed()
	c.brushing = false
	s.pane = paneList
	return s.visit(narrowed(s.past.now(), wording.AskTime(c.bounds[first], c.bounds[last+1], s.env.Session.Zone)), s.here())
}

// chartKey takes the actions that mean something else while the cursor is in the
// histogram.
func (s *screen) chartKey(a ui.Action) (tea.Cmd, bool) {
	c := &s.chart
	switch a {
	case ui.Left:
		c.move(c.at() - 1)
	case ui.Right:
		c.move(c.at() + 1)
	case ui.Top:
		c.move(0)
	case ui.Bottom:
		c.move(len(c.buckets) - 1)
	case ui.Enter:
		return s.endBrush(), true
	case ui.Up, ui.Down, ui.PageUp, ui.PageDown:
		cmd, ok := s.list.Do(a)
		c.follow(s.list.Current())
		return tea.Batch(cmd, s.moved()), ok
	default:
		return nil, false
	}
	if len(c.buckets) == 0 {
		return nil, true
	}
	return s.jump(c.bounds[c.at()]), true
}

// jump goes to the first event at or behind a time.
func (s *screen) jump(at time.Time) tea.Cmd {
	selection := s.answer.selection
	if selection == nil {
		return nil
	}
	return s.count.Start(func(context.Context) tea.Msg { return jumped{selection.Position(at)} })
}
