// SPDX-License-Identifier: Apache-2.0

package links

import (
	"cmp"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// sideBySide is the width from which both sides of the evidence are shown.
const sideBySide = 72

// heights are the lines of the questions, and of the evidence below them.
func (s *screen) heights() (questions, below int) {
	room := s.size.Height
	if room < 6 {
		return room, 0
	}
	questions = max(3, min(room/2, len(s.known.questions)+1+len(groups)))
	return questions, room - questions
}

// widths are those of the two sides; 0 is not shown.
func (s *screen) widths() (acts, person int) {
	if s.size.Width >= sideBySide {
		acts = s.size.Width * 11 / 20
		return acts, s.size.Width - acts - 1
	}
	if s.pane == panePerson {
		return 0, s.size.Width
	}
	return s.size.Width, 0
}

// layout gives the lists their heights.
func (s *screen) layout() tea.Cmd {
	questions, below := s.heights()
	return tea.Batch(s.questions.Resize(questions-1), s.acts.Resize(below-1))
}

// paneAt is the pane of a cell, and the line within it; -1 for none.
func (s *screen) paneAt(x, y int) (pane, line int) {
	questions, _ := s.heights()
	acts, person := s.widths()
	switch {
	case y < questions:
		return paneQuestions, y
	case x < acts:
		return paneActs, y - questions
	case person > 0:
		return panePerson, y - questions
	}
	return -1, 0
}

// View draws the questions, and below them the evidence.
func (s *screen) View() string {
	t := s.env.Style
	switch {
	case !s.loaded:
		return "\n  " + t.Faint.Render(visible.Cut("looking at who is who …", max(1, s.size.Width-2)))
	case len(s.known.questions) == 0:
		return strings.Join(s.empty(), "\n")
	}
	questions, below := s.heights()
	lines := []string{ui.Head(t, "accounts", s.hidden(), s.size.Width, s.pane == paneQuestions)}
	lines = append(lines, s.questions.Lines(s.groupHead, s.questionLine)...)
	for len(lines) < questions {
		lines = append(lines, "")
	}
	if below > 0 {
		lines = append(lines, s.evidenceLines(below)...)
	}
	return strings.Join(lines[:min(len(lines), s.size.Height)], "\n")
}

func (s *screen) hidden() string {
	if s.known.hidden == 0 {
		return ""
	}
	return humanize.Comma(int64(s.known.hidden)) + " more: a"
}

// empty says that nothing waits, or what is missing.
func (s *screen) empty() []string {
	t := s.env.Style
	title, hints := "Every account that acted belongs to somebody.", []string{"What you decided yourself, and addresses outside of the organisation: a shows them."}
	if s.known.people == 0 {
		title = "The case has no people yet."
		hints = []string{"Add a roster (an HR or user list) on the overview: 1, then a. It says which accounts are whose; what it leaves open is asked here."}
	}
	lines := []string{"", " " + t.Strong.Render(visible.Cut(title, max(1, s.size.Width-1))), ""}
	for _, hint := range hints {
		for _, line := range ui.Wrap(hint, s.size.Width-4, 6) {
			lines = append(lines, visible.Cut("  "+line, max(1, s.size.Width)))
		}
	}
	return lines[:min(len(lines), max(1, s.size.Height))]
}

// groupHead is the heading of a group of questions.
func (s *screen) groupHead(above, q *question) []string {
	if above != nil && above.group == q.group {
		return nil
	}
	return []string{s.env.Style.Faint.Render(ui.Cell(" "+q.group, s.size.Width))}
}

func (s *screen) questionLine(i int64, q *question) string {
	if q == nil {
		return ""
	}
	t, width := s.env.Style, s.size.Width
	account := min(44, max(14, width*2/5))
	cell := ui.Cell(q.account.String(), account)
	if i == s.questions.Cursor {
		style := t.Cursor
		if s.pane != paneQuestions {
			style = t.Accent
		}
		cell = style.Render(cell)
	}
	line := "  " + cell + ui.CellRight(humanize.Comma(q.events), 8) + "  "
	room := width - account - 12
	name := min(24, max(0, room))
	line += ui.Cell(cmp.Or(q.person.Name, "–"), name)
	if room -= name; room > 8 {
		line += "  " + t.Faint.Render(ui.Cell(q.remark, room-2))
	}
	return line
}

// evidenceLines are the account's events at the left and the person at the right.
func (s *screen) evidenceLines(height int) []string {
	acts, person := s.widths()
	left, right := s.actLines(acts, height), s.personLines(person, height)
	if person == 0 {
		return left
	}
	if acts == 0 {
		return right
	}
	lines := make([]string, height)
	for i := range lines {
		lines[i] = left[i] + s.env.Style.Faint.Render("│") + right[i]
	}
	return lines
}

// actLines are the events, in so many lines of exactly that width.
func (s *screen) actLines(width, height int) []string {
	t := s.env.Style
	if width == 0 {
		return nil
	}
	right := ""
	if s.evidence.more > 0 {
		right = "and " + humanize.Comma(s.evidence.more) + " earlier"
	}
	lines := []string{ui.Head(t, "its events, the latest first", right, width, s.pane == paneActs)}
	lines = append(lines, s.acts.Lines(nil, func(i int64, a *act) string { return s.actLine(i, a, width) })...)
	if len(s.evidence.acts) == 0 {
		text := "  looking …"
		if !s.look.Busy() {
			text = "  it never acted in these logs"
		}
		lines = append(lines, t.Faint.Render(ui.Cell(text, width)))
	}
	for len(lines) < height {
		lines = append(lines, strings.Repeat(" ", width))
	}
	return lines[:height]
}

func (s *screen) actLine(i int64, a *act, width int) string {
	if a == nil {
		return strings.Repeat(" ", width)
	}
	t := s.env.Style
	mark := "  "
	if s.cites[a.id] {
		mark = "✓ "
	}
	verb := 0
	if width >= 60 {
		verb = 18
	}
	thing := width - 2 - 12 - 9 - verb
	if thing < 4 {
		return ui.Cell(mark+a.date+" "+a.thing, width)
	}
	cell := ui.Cell(a.thing, thing)
	if s.pane == paneActs && i == s.acts.Cursor {
		cell = t.Cursor.Render(cell)
	}
	return t.Accent.Render(mark) + ui.Cell(a.date, 12) + ui.Cell(a.clock, 9) + ui.Cell(a.verb, verb) + cell
}

// personLines are what is known of the person, in so many lines.
func (s *screen) personLines(width, height int) []string {
	if width == 0 {
		return nil
	}
	t := s.env.Style
	title := "the person"
	if s.scrolled > 0 {
		title += fmt.Sprintf(", from line %d", s.scrolled+1)
	}
	lines := []string{ui.Head(t, title, "", width, s.pane == panePerson)}
	for _, line := range s.evidence.person[min(s.scrolled, len(s.evidence.person)):] {
		if line == "" {
			lines = append(lines, "")
			continue
		}
		for i, part := range ui.Wrap(line, width-3, 4) {
			indent := "  "
			if i == 0 && !strings.HasPrefix(line, "  ") {
				indent = " "
			}
			lines = append(lines, visible.Cut(indent+part, width))
		}
		if len(lines) >= height {
			break
		}
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}
