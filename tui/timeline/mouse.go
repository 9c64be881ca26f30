// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	tea "github.com/charmbracelet/bubbletea"

	"dossier/tui/ui"
)

// mouseChart puts the cursor on a bar; dragging from there brushes, and letting go
// searches what was brushed.
func (s *screen) mouseChart(event tea.MouseMsg) tea.Cmd {
	c := &s.chart
	if len(c.buckets) == 0 {
		return nil
	}
	bar := s.barAt(event.X - 2)
	switch event.Action {
	case tea.MouseActionPress:
		if event.Button != tea.MouseButtonLeft {
			return nil
		}
		s.pane, c.brushing = paneChart, true
		c.move(bar)
		c.anchor = c.bounds[bar]
		return s.jump(c.bounds[bar])
	case tea.MouseActionMotion:
		if c.brushing {
			c.move(bar)
		}
	case tea.MouseActionRelease:
		if !c.brushing {
			return nil
		}
		c.move(bar)
		if first, last := c.brushed(); first != last {
			return s.endBrush()
		}
		c.brushing = false
	}
	return nil
}

// mouseList puts the cursor on a row and column; a second click there opens the
// details.
func (s *screen) mouseList(event tea.MouseMsg, line int) tea.Cmd {
	if event.Action != tea.MouseActionPress || event.Button != tea.MouseButtonLeft {
		return nil
	}
	i, ok := s.list.At(line)
	if !ok {
		return nil
	}
	again := s.pane == paneList && i == s.list.Cursor
	s.pane = paneList
	width := s.size.Width
	if p := s.heights(); p.beside > 0 {
		width -= p.beside + 1
	}
	if column := columnsFor(width).at(event.X); column >= 0 {
		again = again && column == s.column
		s.column = column
	}
	if again {
		return s.do(ui.Enter)
	}
	return tea.Batch(s.list.Go(i), s.moved())
}

// at is the column that is drawn at a cell; -1 for none.
func (w widths) at(x int) int {
	left := 4
	for col, n := range w {
		if n == 0 {
			continue
		}
		right := left + n + 1
		if col == columnTime {
			right += 2
		}
		if x >= left && x < right {
			return col
		}
		left = right
	}
	return -1
}
