// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"sort"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/dustin/go-humanize"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/wording"
	"dossier/index"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// parts are the heights of what stands one below the other. Beside is the width of
// the details when they stand at the side; 0 when they stand below.
type parts struct {
	bar, chart, list, detail int
	beside                   int
}

// Widths and heights at which the screen is laid out otherwise.
const (
	besideWidth = 150 // details stand beside the list from here on
	alwaysWidth = 220 // and are shown without being asked for
	chartRoom   = 14  // lines below which there is no histogram
)

// heights shares the room out.
func (s *screen) heights() parts {
	room := s.size.Height
	p := parts{bar: len(s.viewBar())}
	switch {
	case room >= 60:
		p.chart = 9
	case room >= 34:
		p.chart = 6
	case room >= 20:
		p.chart = 4
	case room >= chartRoom:
		p.chart = 3
	}
	rest := max(1, room-p.bar-p.chart)
	if s.detailShown() {
		if s.size.Width >= besideWidth {
			p.beside = min(s.size.Width*2/5, 110)
		} else {
			p.detail = max(min(rest-3, max(9, rest*55/100)), min(rest, 3))
		}
	}
	p.list = max(rest-p.detail, 0)
	return p
}

// layout gives the list its height.
func (s *screen) layout() tea.Cmd {
	if s.pane == paneDetail && !s.detailShown() {
		s.pane = paneList
	}
	p := s.heights()
	cmd := s.list.Resize(p.list)
	if s.chartWidth() != s.chart.origin { // the room for bars has changed
		s.chart.origin = s.chartWidth()
		return tea.Batch(cmd, s.drawChart(), s.moved())
	}
	return tea.Batch(cmd, s.moved())
}

// View draws the bar, the histogram, the list and the details.
func (s *screen) View() string {
	p := s.heights()
	lines := s.viewBar()
	if p.chart > 0 {
		lines = append(lines, s.viewChart(p.chart)...)
	}
	width := s.size.Width
	if p.beside > 0 {
		width -= p.beside + 1
	}
	list := s.viewList(width)
	for len(list) < p.list {
		list = append(list, "")
	}
	if p.beside > 0 {
		side := s.detail.view(s.env.Style, p.beside, p.list, s.pane == paneDetail)
		for i := range list {
			list[i] = padded(list[i], width) + s.env.Style.Faint.Render("│")
			if i < len(side) {
				list[i] += side[i]
			}
		}
	}
	lines = append(lines, list...)
	if p.detail > 0 {
		lines = append(lines, s.detail.view(s.env.Style, s.size.Width, p.detail, s.pane == paneDetail)...)
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

// padded fills a styled line up with blanks.
func padded(line string, width int) string {
	return line + strings.Repeat(" ", max(0, width-lipgloss.Width(line)))
}

// viewList draws the events, or what to do where there are none.
func (s *screen) viewList(width int) []string {
	t := s.env.Style
	switch {
	case s.answer.selection == nil:
		return []string{"", t.Faint.Render("  looking …")}
	case s.list.Len() == 0:
		lines := []string{"", t.Strong.Render("  no events are as asked"), ""}
		for _, line := range []string{"[  goes back to the search before", "/  changes the query: fewer words, or a field less", "*  as a query is everything"} {
			lines = append(lines, t.Faint.Render("  "+line))
		}
		return lines[:min(len(lines), max(1, s.list.Height))]
	}
	c := columnsFor(width)
	return s.list.Lines(func(above, r *row) []string {
		if above != nil && above.day == r.day {
			return nil
		}
		return []string{s.dayLine(r, width)}
	}, func(i int64, r *row) string { return s.line(c, i, r) })
}

// dayLine is the separator above the first event of a day.
func (s *screen) dayLine(r *row, width int) string {
	right := " " + wording.Plural(int(r.count), "event") + " "
	left := r.day + " "
	rule := strings.Repeat("─", max(0, width-visible.Width(left)-visible.Width(right)-2))
	return s.env.Style.Faint.Render(visible.Fit(" "+left+rule+right, width))
}

// layoutOf is the widths of the columns.
type widths [columns]int

// columnsFor shares a width out to the columns: the thing takes what is left.
func columnsFor(width int) widths {
	w := widths{columnTime: 9, columnWho: 16, columnWhat: 17, columnMuch: 12, columnWhere: 20}
	switch {
	case width >= 200:
		w[columnWho], w[columnWhat], w[columnWhere] = 24, 24, 26
	case width >= 120:
	case width >= 100:
		w[columnWho], w[columnWhere] = 14, 14
	case width >= 72:
		w = widths{columnTime: 9, columnWho: 11, columnWhat: 15, columnMuch: 10}
	case width >= 50:
		w = widths{columnTime: 9, columnWho: 9, columnWhat: 12}
	default:
		w = widths{columnTime: 8, columnWhat: 10}
	}
	used := 6 // the marks before, and the domain's letter
	for _, n := range w {
		if n > 0 {
			used += n + 1
		}
	}
	w[columnThing] = max(4, width-used)
	return w
}

// line draws an event.
func (s *screen) line(w widths, i int64, r *row) string {
	t := s.env.Style
	selected := i == s.list.Cursor
	if r == nil {
		return t.Faint.Render("     …")
	}
	mark, style := "  ", t.Plain
	if selected {
		mark, style = t.Accent.Render("▸")+" ", t.Strong
	}
	star := s.star(r)
	if r.same {
		style = t.Faint
	}
	var b strings.Builder
	b.WriteString(mark + star + " ")
	for col := range columns {
		if w[col] == 0 {
			continue
		}
		text := ui.Cell(s.cell(r, col), w[col])
		if col == columnMuch {
			text = ui.CellRight(r.cells[col], w[col])
		}
		switch {
		case selected && s.pane == paneList && col == s.shownColumn(w):
			b.WriteString(t.Cursor.Render(text))
		case col == columnWhere:
			b.WriteString(t.Faint.Render(text))
		default:
			b.WriteString(style.Render(text))
		}
		b.WriteByte(' ')
		if col == columnTime {
			b.WriteString(t.Domain(r.domain).Render(wording.Letter(r.domain)) + " ")
		}
	}
	return b.String()
}

// cell is the text of a cell as the list shows it.
func (s *screen) cell(r *row, col int) string {
	if r.same && col == columnWhat {
		return "↳ " + r.cells[col]
	}
	return r.cells[col]
}

// shownColumn is the column of the cursor, or the thing where that is not shown.
func (s *screen) shownColumn(w widths) int {
	if w[s.column] == 0 {
		return columnThing
	}
	return s.column
}

// star says what has been decided about an event: ★ it belongs to the chronology,
// • it has tags or a note.
func (s *screen) star(r *row) string {
	if s.env.Marks == nil {
		return " "
	}
	m := s.env.Marks.Of(r.event.ID)
	switch {
	case m.Promoted:
		return s.env.Style.Accent.Render("★")
	case len(m.Tags) > 0 || m.Note != "":
		return s.env.Style.Accent.Render("•")
	}
	return " "
}

// viewChart draws the histogram in so many lines: bars, and their times below.
func (s *screen) viewChart(height int) []string {
	t, c := s.env.Style, &s.chart
	lines := make([]string, height)
	if len(c.buckets) == 0 {
		return lines
	}
	bars, most := height-1, int64(1)
	for _, b := range c.buckets {
		most = max(most, total(b))
	}
	first, last := c.brushed()
	for y := range bars {
		var b strings.Builder
		b.WriteString("  ")
		for i, bucket := range c.buckets {
			cell := barCell(t, bucket, most, bars, bars-1-y)
			mark := s.pane == paneChart && i >= first && i <= last
			b.WriteString(cell.render(t, s.left(i+1)-s.left(i), mark))
		}
		lines[y] = b.String()
	}
	lines[bars] = s.axis(first, last)
	return lines
}

func total(b index.Bucket) int64 {
	var n int64
	for _, count := range b.Domains {
		n += count
	}
	return n
}

// left is the column, from 0 on, at which a bar begins: the bars share the width.
func (s *screen) left(bar int) int {
	return bar * s.chartWidth() / max(1, len(s.chart.buckets))
}

// barAt is the bar that is drawn at a column.
func (s *screen) barAt(column int) int {
	n := len(s.chart.buckets)
	return max(0, min(sort.Search(n, func(i int) bool { return s.left(i+1) > column }), n-1))
}

// axis is the line below the bars: their times, the cursor, and what the colours
// and letters are.
func (s *screen) axis(first, last int) string {
	t, c := s.env.Style, &s.chart
	legend := s.legend()
	room := max(0, s.size.Width-2-lipgloss.Width(legend)-1)
	marks := []rune(strings.Repeat("─", room))
	layout := axisLayout(c.bounds)
	for i, free := 0, 0; i < len(c.buckets); i++ {
		label := c.bounds[i].In(c.zone).Format(layout)
		at := s.left(i)
		if at < free || at+len(label) > room {
			continue
		}
		copy(marks[at:], []rune(label))
		free = at + max(len(label)+3, 12)
	}
	here := -1
	if r, ok := s.list.Current(); ok && r.event.Time.Known() {
		here = c.barOf(r.event.Time.UTC)
	}
	var b strings.Builder
	b.WriteString("  ")
	for i, mark := range marks {
		bar := s.barAt(i)
		switch {
		case s.pane == paneChart && bar >= first && bar <= last && mark == '─':
			b.WriteString(t.Accent.Render("━"))
		case bar == here && mark == '─':
			b.WriteString(t.Accent.Render("▴"))
		case bar == here:
			b.WriteString(t.Accent.Render(string(mark)))
		default:
			b.WriteString(t.Faint.Render(string(mark)))
		}
	}
	return b.String() + " " + legend
}

// axisLayout writes times as finely as the bars are.
func axisLayout(bounds []time.Time) string {
	switch length := bounds[len(bounds)-1].Sub(bounds[0]); {
	case length > 500*24*time.Hour:
		return "Jan 2006"
	case length > 4*24*time.Hour:
		return "2 Jan"
	case length > 26*time.Hour:
		return "Mon 15:04"
	case length < 10*time.Minute:
		return "15:04:05"
	}
	return "15:04"
}

// legend names the domains that the histogram has.
func (s *screen) legend() string {
	t := s.env.Style
	counts := map[string]int64{}
	for _, b := range s.chart.buckets {
		for domain, n := range b.Domains {
			counts[domain] += n
		}
	}
	var parts []string
	for _, domain := range wording.Domains() {
		if counts[domain] == 0 {
			continue
		}
		text := t.Domain(domain).Render(wording.Letter(domain))
		if s.size.Width >= 100 {
			text += t.Faint.Render(" " + wording.DomainName(domain) + " " + humanize.Comma(counts[domain]))
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "  ")
}

// mouse puts the cursor where it is clicked and scrolls what it is over; dragging
// in the histogram brushes.
func (s *screen) mouse(event tea.MouseMsg) tea.Cmd {
	p := s.heights()
	listTop := p.bar + p.chart
	switch {
	case event.Button == tea.MouseButtonWheelUp || event.Button == tea.MouseButtonWheelDown:
		return s.wheel(event, p)
	case event.Y < p.bar:
		if event.Action == tea.MouseActionPress && !s.bar.typing {
			return s.beginTyping(s.past.now())
		}
	case event.Y < listTop:
		return s.mouseChart(event)
	case event.Y < listTop+p.list && (p.beside == 0 || event.X < s.size.Width-p.beside):
		return s.mouseList(event, event.Y-listTop)
	case event.Action == tea.MouseActionPress && s.detailShown():
		s.pane = paneDetail
		if p.beside > 0 {
			s.detail.click(s.env.Style, event.Y-listTop, p.beside, p.list)
		} else {
			s.detail.click(s.env.Style, event.Y-listTop-p.list, s.size.Width, p.detail)
		}
	}
	return nil
}

func (s *screen) wheel(event tea.MouseMsg, p parts) tea.Cmd {
	by := int64(3)
	if event.Button == tea.MouseButtonWheelUp {
		by = -3
	}
	below := p.detail > 0 && event.Y >= p.bar+p.chart+p.list
	side := p.beside > 0 && event.X >= s.size.Width-p.beside && event.Y >= p.bar+p.chart
	if below || side {
		s.detail.scroll(int(by))
		return nil
	}
	return tea.Batch(s.list.Scroll(by), s.moved())
}
