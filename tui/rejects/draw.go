// SPDX-License-Identifier: Apache-2.0

package rejects

import (
	"math"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// heights are the lines of the panes.
func (s *screen) heights() []int {
	g, _ := s.current()
	return ui.Stack(s.size.Height, s.pane, []ui.Pane{
		paneGroups:  {Want: min(len(s.known.groups)+len(s.known.reasons)+1, max(4, s.size.Height*2/5)), Least: 3},
		paneRecords: {Want: min(len(g.records)+1, max(3, s.size.Height*3/10)), Least: 2},
		paneBytes:   {Want: math.MaxInt32, Least: 3},
	})
}

// layout gives the lists their heights.
func (s *screen) layout() tea.Cmd {
	h := s.heights()
	return tea.Batch(s.groups.Resize(h[paneGroups]-1), s.records.Resize(h[paneRecords]-1))
}

// View draws the panes one below the other.
func (s *screen) View() string {
	t := s.env.Style
	switch {
	case !s.loaded:
		return "\n  " + t.Faint.Render(visible.Cut("looking at what could not be read …", max(1, s.size.Width-2)))
	case len(s.known.groups) == 0:
		return strings.Join(s.empty(), "\n")
	}
	h := s.heights()
	var lines []string
	for pane, draw := range []func(height int) []string{s.groupLines, s.recordLines, s.byteLines} {
		if h[pane] == 0 {
			continue
		}
		part := draw(h[pane])
		for len(part) < h[pane] && pane != paneBytes {
			part = append(part, "")
		}
		lines = append(lines, part[:min(len(part), h[pane])]...)
	}
	if s.reading != nil && len(lines) > 0 {
		text := " reading " + s.reading.path + " again: " + s.reading.line + "  (esc ends it)"
		lines = append(lines[:min(len(lines), s.size.Height-1)], t.Accent.Render(ui.Cell(text, s.size.Width)))
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

// empty says that all was read, or that there is nothing yet.
func (s *screen) empty() []string {
	t := s.env.Style
	title, hint := "Everything was read.", "Every byte of the evidence belongs to a record that was understood, or to a header or a blank line."
	if s.known.all == 0 {
		title, hint = "This case holds no evidence yet.", "The overview adds some: 1, then a. What cannot be read of it is listed here, with its bytes."
	}
	lines := []string{"", " " + t.Strong.Render(visible.Cut(title, max(1, s.size.Width-1))), ""}
	for _, line := range ui.Wrap(hint, s.size.Width-4, 6) {
		lines = append(lines, visible.Cut("  "+line, max(1, s.size.Width)))
	}
	return lines[:min(len(lines), max(1, s.size.Height))]
}

// under draws a cell of the row under a cursor, which is elsewhere's if the pane is
// not that of the keys.
func (s *screen) under(pane int, cursor bool, cell string) string {
	switch {
	case cursor && s.pane == pane:
		return s.env.Style.Cursor.Render(cell)
	case cursor:
		return s.env.Style.Accent.Render(cell)
	}
	return cell
}

func (s *screen) groupLines(int) []string {
	lines := []string{ui.Head(s.env.Style, "what could not be read", "", s.size.Width, s.pane == paneGroups)}
	return append(lines, s.groups.Lines(s.reasonHead, s.groupLine)...)
}

// reasonHead is the heading of a reason.
func (s *screen) reasonHead(above, g *group) []string {
	if above != nil && above.reason == g.reason {
		return nil
	}
	return []string{s.env.Style.Faint.Render(ui.Cell(" "+g.reason+" · "+s.known.reasons[g.reason], s.size.Width))}
}

func (s *screen) groupLine(i int64, g *group) string {
	if g == nil {
		return ""
	}
	numbers, count := 24, "–"
	if s.size.Width < 60 {
		numbers = 10
	}
	if g.count > 0 {
		count = humanize.Comma(g.count)
	}
	path := s.under(paneGroups, i == s.groups.Cursor, ui.CellEnd(g.source.Path, max(6, s.size.Width-3-numbers)))
	if numbers < 24 {
		return "  " + path + ui.CellRight(count, numbers)
	}
	return "  " + path + ui.CellRight(count, 9) + s.env.Style.Faint.Render(ui.CellRight(humanize.Comma(g.bytes)+" bytes", 15))
}

func (s *screen) recordLines(int) []string {
	g, _ := s.current()
	right := ""
	if g.count > int64(len(g.records)) {
		right = "the first " + humanize.Comma(int64(len(g.records))) + " of " + humanize.Comma(g.count)
	}
	lines := []string{ui.Head(s.env.Style, "records", right, s.size.Width, s.pane == paneRecords)}
	return append(lines, s.records.Lines(nil, s.recordLine)...)
}

func (s *screen) recordLine(i int64, r *record) string {
	if r == nil {
		return ""
	}
	place := min(38, max(10, s.size.Width/2))
	return "  " + s.under(paneRecords, i == s.records.Cursor, ui.Cell(r.place, place)) + " " + s.env.Style.Faint.Render(ui.Cell(r.reject.Detail, max(0, s.size.Width-place-4)))
}

// byteLines are the bytes of the record under the cursor, or why there are none.
func (s *screen) byteLines(height int) []string {
	t := s.env.Style
	g, _ := s.current()
	title, right := "bytes", ""
	var text []string
	switch r, ok := s.record(); {
	case !ok:
		title, text = "why", []string{g.detail, "", "f reads the source as a format that you choose."}
	case s.raw.err != nil:
		text = []string{s.raw.err.Error()}
	case s.raw.id == r.reject.ID && s.raw.lines != nil:
		right = "digest checked"
		text = s.raw.lines[min(s.scrolled, len(s.raw.lines)):]
	default:
		text = []string{"reading …"}
	}
	lines := []string{ui.Head(t, title, right, s.size.Width, s.pane == paneBytes)}
	for _, line := range text {
		if len(lines) >= height {
			break
		}
		lines = append(lines, chunks(line, s.size.Width-2, height-len(lines))...)
	}
	return lines
}

// chunks breaks a line of a record into pieces of a width, at any character: a record
// has no words.
func chunks(line string, width, limit int) []string {
	width = max(width, 4)
	text := ui.Safe(strings.TrimRight(line, "\r"), width*limit)
	var list []string
	for visible.Width(text) > width && len(list) < limit {
		head := visible.Head(text, width)
		if head == "" {
			break
		}
		list = append(list, "  "+head)
		text = text[len(head):]
	}
	if len(list) < limit {
		list = append(list, "  "+visible.Cut(text, width))
	}
	return list
}
