// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"math"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// heights are the lines of the panes, their headings included.
func (s *screen) heights() [panes]int {
	room := s.size.Height
	questions := 0
	if n := int(s.questions.Len()); n > 0 {
		questions = min(n+1, max(2, room/5))
	}
	sources := min(int(s.sources.Len())+1, max(2, (room-questions)*3/5))
	people := min(int(s.people.Len())+1, max(0, room-questions-sources))
	if people < 2 {
		people = 0
	}
	// What people leave over, sources take.
	sources = min(int(s.sources.Len())+1, room-questions-people)
	return [panes]int{max(sources, 1), people, questions}
}

// layout gives the panes their heights.
func (s *screen) layout() tea.Cmd {
	h := s.heights()
	return tea.Batch(s.sources.Resize(h[paneSources]-1), s.people.Resize(h[panePeople]-1), s.questions.Resize(h[paneQuestions]-1))
}

// View draws the panes one below the other.
func (s *screen) View() string {
	t := s.env.Style
	switch {
	case !s.loaded:
		return "\n  " + t.Faint.Render("looking at what there is …")
	case s.known.files == 0:
		return strings.Join(s.empty(), "\n")
	}
	h := s.heights()
	var lines []string
	if h[paneSources] > 0 {
		lines = append(lines, s.sourcesHead())
		lines = append(lines, s.sources.Lines(nil, s.sourceLine)...)
	}
	if h[panePeople] > 0 {
		lines = append(lines, s.head(panePeople, "people", humanize.Comma(s.people.Len())))
		lines = append(lines, s.people.Lines(nil, s.personLine)...)
	}
	if h[paneQuestions] > 0 {
		lines = append(lines, s.head(paneQuestions, "not settled", humanize.Comma(s.questions.Len())))
		lines = append(lines, s.questions.Lines(nil, s.questionLine)...)
	}
	if s.adding != nil && len(lines) > 0 {
		lines = append(lines[:min(len(lines), max(0, s.size.Height-1))], t.Accent.Render(ui.Cell(" adding "+s.adding.path+": "+s.adding.line+"  (esc ends it)", s.size.Width)))
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

// empty says what to do in a new case.
func (s *screen) empty() []string {
	t := s.env.Style
	lines := []string{
		"", t.Strong.Render(" This case holds no evidence yet."), "",
		"  " + t.Accent.Render("a") + "  adds a file, a folder or an archive of exported logs:",
		"     CRM, mail, print, log-ins. Formats are recognised by content.",
		"     Nothing that you give is changed; the case keeps a copy.",
		"", "  Add a roster too (an HR or user list): it says which accounts are whose.",
		"  Then this screen shows what the logs cover, who is in them, and what to ask.",
		"", "  " + t.Accent.Render("?") + "  lists the keys, " + t.Accent.Render(":") + " every action, " + t.Accent.Render("q") + " quits.",
	}
	if s.adding != nil {
		lines = append(lines, "", t.Accent.Render(ui.Cell("  adding "+s.adding.path+": "+s.adding.line, s.size.Width)))
	}
	return lines[:min(len(lines), s.size.Height)]
}

// head is the heading of a pane.
func (s *screen) head(pane int, title, count string) string {
	t := s.env.Style
	style, mark := t.Faint, "─ "
	if s.pane == pane {
		style, mark = t.Accent, "━ "
	}
	text := mark + title + " "
	rest := max(0, s.size.Width-visible.Width(text)-visible.Width(count)-2)
	return style.Render(text) + t.Faint.Render(strings.Repeat("─", rest)+" "+count+" ")
}

// columns are the widths of the parts of a source's line.
func (s *screen) columns() (name, number, unread, chart int) {
	name = min(26, max(8, s.size.Width*3/10))
	number, unread = 11, 8
	if s.size.Width < 60 {
		number, unread = 8, 0
	}
	return name, number, unread, max(0, s.size.Width-name-number-unread-5)
}

// sourcesHead is the heading of the sources: a ruler of days, the window on it.
func (s *screen) sourcesHead() string {
	t := s.env.Style
	name, number, unread, chart := s.columns()
	style, mark := t.Faint, "─ "
	if s.pane == paneSources {
		style, mark = t.Accent, "━ "
	}
	left := style.Render(ui.Cell(mark+"sources", name+3)) + t.Faint.Render(ui.CellRight("records", number)+ui.CellRight("unread", unread)+"  ")
	first, last := shortDay(s.known.first), shortDay(s.known.last)
	if chart < visible.Width(first)+visible.Width(last)+6 || s.known.first == "" {
		return left
	}
	ruler := []rune(" " + first + " " + strings.Repeat("─", chart-visible.Width(first)-visible.Width(last)-4) + " " + last + " ")
	from, to := s.span(s.known.window[0], chart), s.span(s.known.window[1], chart)
	var out strings.Builder
	for i, c := range ruler {
		if s.inWindow(i, from, to) && c == '─' {
			out.WriteString(t.Accent.Render("━"))
		} else {
			out.WriteString(t.Faint.Render(string(c)))
		}
	}
	return left + out.String()
}

func (s *screen) inWindow(column, from, to int) bool {
	return s.known.window[0] != "" && column >= from && column <= to
}

// span is the column of a day in a chart of some width.
func (s *screen) span(day event.Date, width int) int {
	all := daysBetween(s.known.first, s.known.last) + 1
	return daysBetween(s.known.first, day) * width / max(all, 1)
}

func daysBetween(from, to event.Date) int {
	return int(math.Round(to.Time(time.UTC).Sub(from.Time(time.UTC)).Hours() / 24))
}

// sourceLine is a source with its days.
func (s *screen) sourceLine(i int64, g *source) string {
	t := s.env.Style
	if g == nil {
		return ""
	}
	name, number, unread, chart := s.columns()
	mark := map[string]string{"✓": t.Good.Render("✓"), "⚠": t.Warn.Render("⚠"), "✗": t.Bad.Render("✗"), "?": t.Warn.Render("?")}[g.mark]
	cell := ui.Cell(g.name, name)
	if g.bad {
		cell = ui.CellEnd(g.name, name) // of a path, the end says most
	}
	if s.pane == paneSources && i == s.sources.Cursor {
		cell = t.Cursor.Render(cell)
	}
	head := " " + mark + " " + cell
	if g.bad {
		return head + t.Faint.Render(ui.CellRight("–", number)+ui.CellRight("–", unread)+"  "+ui.Cell(g.remark, chart))
	}
	lost := t.Plain
	if g.unread > 0 {
		lost = t.Warn
	}
	return head + ui.CellRight(humanize.Comma(g.records), number) + lost.Render(ui.CellRight(humanize.Comma(g.unread), unread)) + "  " + s.chart(g, chart)
}

// The marks of the chart: no record on any of the days, and more and more of them.
var shades = []string{"·", "░", "▒", "▓", "█"}

// chart shows the days of a source: how much there is, and plainly where there is
// nothing.
func (s *screen) chart(g *source, width int) string {
	t := s.env.Style
	all := daysBetween(s.known.first, s.known.last) + 1
	if len(g.days) == 0 || width < 4 || s.known.first == "" {
		return t.Faint.Render(ui.Cell("reference records", width))
	}
	cells, most := make([]int64, width), int64(1)
	for day, n := range g.days {
		if at := daysBetween(s.known.first, day) * width / all; at >= 0 && at < width {
			cells[at] += n
		}
	}
	for _, n := range cells {
		most = max(most, n)
	}
	from, to := s.span(s.known.window[0], width), s.span(s.known.window[1], width)
	var out strings.Builder
	for i := 0; i < width; {
		style := t.Faint
		inside := s.inWindow(i, from, to)
		if inside {
			style = t.Accent
		}
		var run strings.Builder
		for ; i < width && s.inWindow(i, from, to) == inside; i++ {
			run.WriteString(shade(cells, i, width, all, most))
		}
		out.WriteString(style.Render(run.String()))
	}
	return out.String()
}

// shade is the mark of a cell. Where there are fewer days than cells, a day is as
// wide as its cells.
func shade(cells []int64, i, width, all int, most int64) string {
	n := cells[i]
	if all < width { // the cell in which its day is counted
		day := i * all / width
		for at := day * width / all; at < width && at*all/width <= day; at++ {
			n = max(n, cells[at])
		}
	}
	if n == 0 {
		return shades[0]
	}
	level := int(math.Ceil(4 * math.Log1p(float64(n)) / math.Log1p(float64(most))))
	return shades[min(max(level, 1), 4)]
}

func (s *screen) personLine(i int64, p *person) string {
	t := s.env.Style
	if p == nil {
		return ""
	}
	width := s.size.Width
	name := min(26, max(10, width/3))
	dates := min(40, max(0, width-name-8))
	mark := "  "
	if p.subject {
		mark = t.Accent.Render("◆ ")
	}
	cell := ui.Cell(p.name, name)
	if s.pane == panePeople && i == s.people.Cursor {
		cell = t.Cursor.Render(cell)
	}
	about := max(0, width-name-dates-8)
	return " " + mark + cell + "  " + t.Warn.Render(ui.Cell(p.dates, dates)) + "  " + t.Faint.Render(ui.Cell(p.about, about))
}

func (s *screen) questionLine(i int64, q *question) string {
	t := s.env.Style
	if q == nil {
		return ""
	}
	cell := ui.Cell(q.text, min(s.size.Width-4, visible.Width(q.text)))
	if s.pane == paneQuestions && i == s.questions.Cursor {
		cell = t.Cursor.Render(cell)
	}
	return " " + t.Warn.Render(q.mark) + " " + cell
}

// windowOf is the last days up to a day.
func windowOf(day event.Date) [2]event.Date {
	return [2]event.Date{timeline.Shift(day, 1-windowDays), day}
}
