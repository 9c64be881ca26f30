// SPDX-License-Identifier: Apache-2.0

package person

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

func plural(n int64, noun string) string { return wording.Plural(int(n), noun) }

// heights are the lines of the panes; the heading of the screen stands above them.
func (s *screen) heights() []int {
	return ui.Stack(s.size.Height-1, s.pane, []ui.Pane{
		paneAccounts: {Want: min(len(s.known.accounts), 3) + 1, Least: 2},
		paneCalendar: {Want: 3, Least: 3},
		paneNumbers:  {Want: len(s.known.numbers) + 1, Least: 3},
		paneThings:   {Want: math.MaxInt32, Least: 3},
	})
}

// layout gives the panes their heights.
func (s *screen) layout() tea.Cmd {
	h := s.heights()
	return tea.Batch(s.accounts.Resize(h[paneAccounts]-1), s.numbers.Resize(h[paneNumbers]-1), s.things.Resize(h[paneThings]-1))
}

// View draws the panes one below the other.
func (s *screen) View() string {
	t := s.env.Style
	switch {
	case !s.loaded:
		return "\n  " + t.Faint.Render(visible.Cut("looking at what was done …", max(1, s.size.Width-2)))
	case s.failed != nil:
		return strings.Join(s.empty(), "\n")
	}
	h := s.heights()
	lines := []string{t.Strong.Render(visible.Cut(" "+ui.Safe(s.known.head, s.size.Width), max(1, s.size.Width)))}
	if h[paneAccounts] > 0 {
		lines = append(lines, s.head(paneAccounts, "accounts", ""))
		lines = append(lines, s.accounts.Lines(nil, s.accountLine)...)
		lines = filled(lines, 1+h[paneAccounts])
	}
	if h[paneCalendar] > 0 {
		lines = append(lines, s.calendar()...)
	}
	if h[paneNumbers] > 0 {
		lines = append(lines, s.numbersHead())
		lines = append(lines, s.numbers.Lines(nil, s.numberLine)...)
		lines = filled(lines, 1+h[paneAccounts]+h[paneCalendar]+h[paneNumbers])
	}
	if h[paneThings] > 0 {
		lines = append(lines, s.thingsHead())
		lines = append(lines, s.things.Lines(s.groupHead, s.thingLine)...)
		if len(s.known.things) == 0 {
			lines = append(lines, t.Faint.Render(visible.Cut("  nothing recorded on these days; w looks at others", max(1, s.size.Width))))
		}
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

func filled(lines []string, height int) []string {
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}

// empty says what to do where nothing can be shown.
func (s *screen) empty() []string {
	t := s.env.Style
	title, hints := "Nothing can be shown of this person.", []string{s.failed.Error()}
	switch {
	case errors.Is(s.failed, errNobody) && len(s.env.Session.Directory.Persons()) == 0:
		title = "The case has no people yet."
		hints = []string{"Add a roster (an HR or user list) on the overview: 1, then a.", "Or name somebody: dossier people add \"Mike Hall\" --because …"}
	case errors.Is(s.failed, errNobody):
		title = "Nobody is chosen yet."
		hints = []string{"p chooses a person; s on the overview makes one the subject of the case."}
	default:
		hints = append(hints, "w looks at other days, p at another person.")
	}
	lines := []string{"", " " + t.Strong.Render(visible.Cut(title, max(1, s.size.Width-1))), ""}
	for _, hint := range hints {
		for _, line := range ui.Wrap(hint, s.size.Width-4, 6) {
			lines = append(lines, visible.Cut("  "+line, max(1, s.size.Width)))
		}
	}
	return lines[:min(len(lines), max(1, s.size.Height))]
}

func (s *screen) head(pane int, title, right string) string {
	return ui.Head(s.env.Style, title, right, s.size.Width, s.pane == pane)
}

// under draws a cell, as that of the cursor if it is.
func (s *screen) under(cursor bool, cell string) string {
	if cursor {
		return s.env.Style.Cursor.Render(cell)
	}
	return cell
}

func (s *screen) accountLine(i int64, a *account) string {
	if a == nil {
		return ""
	}
	t, width := s.env.Style, s.size.Width
	name := min(40, max(14, width/3))
	style := t.Plain
	if !a.counts {
		style = t.Faint
	}
	line := "  " + style.Render(ui.Cell(a.class, 2)) + s.under(s.pane == paneAccounts && i == s.accounts.Cursor, style.Render(ui.Cell(a.name, name)))
	room := width - name - 4
	if room < 12 {
		return line
	}
	line += ui.CellRight(humanize.Comma(a.events), 9) + " "
	why := a.because
	if a.status != "" {
		why = a.status + ": " + why
	}
	room -= 10
	if room >= 60 {
		line += t.Faint.Render(ui.Cell(a.when, 26)) + " "
		room -= 27
	}
	return line + t.Faint.Render(ui.Cell(why, room))
}

// perCell is how many days a cell of the calendar stands for.
func (s *screen) perCell() int {
	return max(1, (len(s.known.strip)+s.stripWidth()-1)/s.stripWidth())
}

func (s *screen) stripWidth() int { return max(1, s.size.Width-2) }

// cellOf are the days [from, to) of the cell in which a day lies. Cells are counted
// from the last day, so that the window fills its own.
func (s *screen) cellOf(day int) (from, to int) {
	per, n := s.perCell(), len(s.known.strip)
	back := (n - 1 - day) / per
	return max(0, n-(back+1)*per), n - back*per
}

// calendar draws the days in a line, with the months above and the window below.
func (s *screen) calendar() []string {
	right := "· none ░▒▓█ acts ╎ no log"
	title := "calendar"
	if first, last, ok := s.cellDays(); ok && s.pane == paneCalendar {
		title = days(first, last) + ": " + plural(s.actsOf(s.cellOf(s.day)), "act")
	}
	if s.size.Width < 60 {
		right = ""
	}
	var cells strings.Builder
	var ends []event.Date // the last day of each cell
	most := s.most()
	for day := 0; day < len(s.known.strip); {
		from, to := s.cellOf(day)
		s.drawCell(&cells, from, to, most)
		ends = append(ends, s.known.strip[to-1].Date)
		day = to
	}
	return []string{s.head(paneCalendar, title, right), " " + cells.String(), " " + s.months(ends)}
}

// drawCell draws a cell.
func (s *screen) drawCell(cells *strings.Builder, from, to int, most int64) {
	t := s.env.Style
	mark := s.mark(from, to, most)
	switch current, _ := s.cellOf(s.day); {
	case s.pane == paneCalendar && current == from:
		cells.WriteString(t.Cursor.Render(mark))
	case s.known.strip[to-1].Date >= s.known.days.First:
		cells.WriteString(t.Accent.Render(mark))
	default:
		cells.WriteString(mark)
	}
}

// months is the line below the cells, each of which ends on a day: the names of the
// months where they begin, and the window.
func (s *screen) months(ends []event.Date) string {
	t := s.env.Style
	line, last := []rune(strings.Repeat(" ", len(ends))), -9
	window := len(ends)
	for i, end := range ends {
		if end >= s.known.days.First {
			window = min(window, i)
		}
		if i > 0 && end[:7] != ends[i-1][:7] && i >= last+5 && i+4 < len(ends) {
			copy(line[i:], []rune(end.Time(time.UTC).Format("Jan")))
			last = i
		}
	}
	before := string(line[:window])
	return t.Faint.Render(before) + t.Accent.Render(strings.Repeat("▔", len(ends)-window))
}

// most is the most acts of any cell.
func (s *screen) most() int64 {
	most := int64(1)
	for day := 0; day < len(s.known.strip); {
		from, to := s.cellOf(day)
		most = max(most, s.actsOf(from, to))
		day = to
	}
	return most
}

func (s *screen) actsOf(from, to int) int64 {
	var n int64
	for _, day := range s.known.strip[from:to] {
		n += day.Acts
	}
	return n
}

// shades are the marks of more and more acts.
var shades = []string{"░", "▒", "▓", "█"}

func (s *screen) mark(from, to int, most int64) string {
	recorded := false
	for _, day := range s.known.strip[from:to] {
		recorded = recorded || day.Recorded
	}
	n := s.actsOf(from, to)
	switch {
	case s.known.pending && s.known.strip[to-1].Date < s.known.days.First:
		return " "
	case n == 0 && !recorded:
		return "╎"
	case n == 0:
		return "·"
	}
	level := int(math.Ceil(4 * math.Log1p(float64(n)) / math.Log1p(float64(most))))
	return shades[min(max(level, 1), 4)-1]
}

// days are the days of a cell in words.
func days(first, last event.Date) string {
	const layout = "2 Jan 2006"
	from, to := first.Time(time.UTC).Format(layout), last.Time(time.UTC).Format(layout)
	if from == to {
		return from
	}
	return from + " – " + to
}

// numberColumns are the widths of a number's line; earlier is 0 where there is no
// room for it.
func (s *screen) numberColumns() (label, now, earlier, remark int) {
	label, now = 34, 11
	if s.size.Width < 60 {
		label = max(8, s.size.Width-now-3)
		return label, now, 0, 0
	}
	earlier = 3*10 + 4
	if s.size.Width < 84 {
		label, now, earlier = 30, 9, 3*9+4
	}
	return label, now, earlier, max(0, s.size.Width-2-label-now-earlier-2)
}

func (s *screen) numbersHead() string {
	label, now, earlier, _ := s.numberColumns()
	title := ranges[s.known.which].name
	if earlier == 0 {
		return s.head(paneNumbers, title, "")
	}
	before := fmt.Sprintf("low · middle · high of %d before", s.known.before)
	switch {
	case s.known.pending:
		before = "reading the windows before …"
	case s.known.before == 0:
		before = "no logs of earlier days"
	}
	line := ui.Cell(title, label) + ui.CellRight("now", now) + "  " + before
	return s.head(paneNumbers, strings.TrimRight(line, " "), "")
}

func (s *screen) numberLine(i int64, n *number) string {
	if n == nil {
		return ""
	}
	t := s.env.Style
	label, now, earlier, remark := s.numberColumns()
	line := "  " + ui.Cell(n.label, label) + s.under(s.pane == paneNumbers && i == s.numbers.Cursor, t.Strong.Render(ui.CellRight(n.now, now)))
	if earlier == 0 {
		return line
	}
	if n.earlier[0] != "" {
		each := (earlier - 4) / 3
		line += "  " + t.Faint.Render(ui.CellRight(n.earlier[0], each-2)+" ·"+ui.CellRight(n.earlier[1], each-1)+" ·"+ui.CellRight(n.earlier[2], each-1)+"  ")
	} else {
		line += strings.Repeat(" ", earlier+2)
	}
	return line + t.Faint.Render(ui.Cell(n.remark, remark))
}

// thingColumns are the widths of a thing's line.
func (s *screen) thingColumns() (name, first, last, times, earlier int) {
	first, last, times, earlier = 13, 13, 7, 18
	switch {
	case s.size.Width < 56:
		first, last, earlier = 0, 0, 0
	case s.size.Width < 72:
		first, earlier = 0, 0
	case s.size.Width < 84:
		earlier = 14
	}
	const limitName = 72 // beyond it the eye loses the line
	return min(limitName, max(6, s.size.Width-2-first-last-times-earlier)), first, last, times, earlier
}

func (s *screen) thingsHead() string {
	name, first, last, times, earlier := s.thingColumns()
	line := ui.Cell("what was touched", name) + ui.Cell("first", first) + ui.Cell("last", last) + ui.CellRight("times", times) + ui.CellRight("before", earlier)
	return s.head(paneThings, line, "")
}

// groupHead is the heading of the things of one type.
func (s *screen) groupHead(above, t *thing) []string {
	if above != nil && above.group == t.group {
		return nil
	}
	return []string{s.env.Style.Faint.Render(ui.Cell(fmt.Sprintf(" %s · %s", t.group, humanize.Comma(int64(t.count))), s.size.Width))}
}

func (s *screen) thingLine(i int64, one *thing) string {
	if one == nil {
		return ""
	}
	t := s.env.Style
	name, first, last, times, earlier := s.thingColumns()
	style := t.Plain
	if one.others {
		style = t.Warn
	}
	cell := s.under(s.pane == paneThings && i == s.things.Cursor, style.Render(ui.Cell(one.name, name-1)))
	return "  " + cell + " " + ui.Cell(one.first, first) + t.Faint.Render(ui.Cell(one.last, last)) + ui.CellRight(one.times, times) + t.Faint.Render(ui.CellRight(one.earlier, earlier))
}
