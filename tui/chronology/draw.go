// SPDX-License-Identifier: Apache-2.0

package chronology

import (
	"cmp"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/analysis/wording"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// heights are the lines of the list and of what is said of the event under the
// cursor.
func (s *screen) heights() (list, said int) {
	room := s.size.Height
	said = max(min(10, room/2), 3)
	if room < 8 {
		said = 0
	}
	return max(1, room-said), said
}

// layout gives the list its height; its heading takes a line.
func (s *screen) layout() tea.Cmd {
	list, _ := s.heights()
	return s.list.Resize(list - 1)
}

// View draws the events, and below them what is said of the one under the cursor.
func (s *screen) View() string {
	t := s.env.Style
	switch {
	case s.preview.open:
		return strings.Join(s.preview.lines(t, s.size), "\n")
	case !s.known.ready:
		return "\n  " + t.Faint.Render(visible.Cut("looking the chronology up …", max(1, s.size.Width-2)))
	case len(s.known.rows) == 0:
		return strings.Join(s.empty(), "\n")
	}
	height, said := s.heights()
	lines := []string{s.listHead()}
	lines = append(lines, s.list.Lines(s.rowHead, s.rowLine)...)
	for len(lines) < height {
		lines = append(lines, "")
	}
	if r, ok := s.current(); ok && said > 0 {
		lines = append(lines, s.saidLines(r, said)...)
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

// empty says what the screen is for.
func (s *screen) empty() []string {
	t := s.env.Style
	lines := []string{"", t.Strong.Render(visible.Cut(" Nothing is in the chronology yet.", max(1, s.size.Width))), ""}
	hints := []string{
		"The chronology is what you hand over: the events that matter, with what you say of each.",
		"On the timeline (2), space promotes the event under the cursor. Here you add a note, the issue it bears on, and how firmly it stands.",
	}
	if n := len(s.known.missing); n > 0 {
		hints = append([]string{missingText(n)}, hints...)
	}
	for _, hint := range hints {
		for _, line := range ui.Wrap(hint, s.size.Width-4, 6) {
			lines = append(lines, visible.Cut("  "+line, max(1, s.size.Width)))
		}
		lines = append(lines, "")
	}
	return lines[:min(len(lines), max(1, s.size.Height))]
}

func missingText(n int) string {
	return wording.Plural(n, "promoted event") + " no longer in the case, because a source is read otherwise now: 'dossier chronology' names them"
}

func (s *screen) listHead() string {
	right := ""
	if n := len(s.known.missing); n > 0 {
		right = missingText(n)
	}
	return ui.Head(s.env.Style, "chronology", right, s.size.Width, true)
}

// rowHead is the heading of a day, or of what needs review.
func (s *screen) rowHead(above, r *row) []string {
	if above != nil && above.head == r.head {
		return nil
	}
	return []string{s.env.Style.Faint.Render(ui.Cell(" "+r.head, s.size.Width))}
}

// columns are the widths of the parts of a row; 0 where there is no room.
type columns struct{ date, clock, who, verb, thing, much, status int }

func (s *screen) columns() columns {
	c := columns{clock: 9, status: 2}
	width := s.size.Width
	if !s.timeFirst {
		c.date = 12
	}
	if width >= 72 {
		c.who, c.verb, c.status = 13, 16, 12
	}
	if width >= 110 {
		c.who, c.verb, c.much = 20, 20, 14
	}
	c.thing = max(4, width-6-c.date-c.clock-c.who-c.verb-c.much-c.status)
	return c
}

func (s *screen) rowLine(i int64, r *row) string {
	if r == nil {
		return ""
	}
	t, c, m := s.env.Style, s.columns(), r.entry.Mark
	cell := ui.Cell(r.thing, c.thing-1)
	if i == s.list.Cursor {
		cell = t.Cursor.Render(cell)
	}
	return t.Accent.Render(sign(m)) + " " + ui.Cell(r.date, c.date) + ui.Cell(r.clock, c.clock) + t.Domain(r.domain).Render(ui.Cell(wording.Letter(r.domain), 2)) +
		column(r.who, c.who) + column(r.verb, c.verb) + cell + " " + t.Faint.Render(ui.CellRight(r.much, c.much)) + s.statusCell(m, c.status)
}

// column is a cell with a blank behind it; nothing where there is no room.
func column(text string, width int) string {
	if width == 0 {
		return ""
	}
	return ui.Cell(text, width-1) + " "
}

// sign tells a starred event, and one that needs review, in two cells.
func sign(m marks.Mark) string {
	out := " "
	if m.Key {
		out = "★"
	}
	if !m.Reviewed {
		return out + "?"
	}
	return out + " "
}

// statusSigns stand for the statuses where there is no room for the word.
var statusSigns = map[marks.Status]string{marks.Undisputed: "=", marks.Disputed: "!", marks.Prospective: ">", marks.Unsure: "~"}

func (s *screen) statusCell(m marks.Mark, width int) string {
	t := s.env.Style
	text := string(m.Status)
	if width < 12 {
		text = statusSigns[m.Status]
	}
	style := t.Plain
	switch m.Status {
	case marks.Undisputed:
		style = t.Good
	case marks.Disputed:
		style = t.Bad
	case marks.Unsure, marks.Prospective:
		style = t.Warn
	}
	return style.Render(ui.CellRight(text, width))
}

// saidLines are what is said of an event, in so many lines.
func (s *screen) saidLines(r row, height int) []string {
	t, m := s.env.Style, r.entry.Mark
	lines := []string{ui.Head(t, fmt.Sprintf("%s %s · %s %s", r.date, r.clock, r.who, r.verb), m.Event.String()[:12], s.size.Width, false)}
	parts := []string{"needs review", cmp.Or(string(m.Status), "no status")}
	if m.Reviewed {
		parts[0] = "reviewed"
	}
	if m.Key {
		parts = append([]string{"★ key"}, parts...)
	}
	if m.Order > 0 {
		parts = append(parts, fmt.Sprintf("place %d among those of this time", m.Order))
	}
	lines = append(lines, visible.Cut("  "+strings.Join(parts, " · "), max(1, s.size.Width)))
	// A note is the longest, and gets what the others leave over.
	for _, f := range []struct {
		name, text  string
		most, below int // lines for this field, and for those below it
	}{{"thing", r.thing, 2, 4}, {"tags", strings.Join(m.Tags, ", "), 1, 3}, {"issue", m.Issue, 2, 2}, {"significance", m.Significance, 2, 1}, {"note", m.Note, height, 0}} {
		if room := min(f.most, height-len(lines)-f.below); room > 0 {
			lines = append(lines, s.fieldLines(f.name, cmp.Or(f.text, "–"), room)...)
		}
	}
	return lines[:min(len(lines), height)]
}

// fieldLines are a field with its name, wrapped.
func (s *screen) fieldLines(name, text string, limit int) []string {
	const label = 16
	width := s.size.Width - label
	var wrapped []string
	for line := range strings.SplitSeq(text, "\n") {
		if len(wrapped) < limit {
			wrapped = append(wrapped, ui.Wrap(line, width, limit-len(wrapped))...)
		}
	}
	lines := make([]string, 0, len(wrapped))
	for i, line := range wrapped {
		head := strings.Repeat(" ", label)
		if i == 0 {
			head = ui.Cell("  "+name, label)
		}
		lines = append(lines, s.env.Style.Faint.Render(ui.Cell(head, min(label, s.size.Width)))+visible.Cut(line, max(1, width)))
	}
	return lines
}
