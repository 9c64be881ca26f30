// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// shown is whether somebody asked to see something.
type shown int

const (
	asRoom shown = iota // nobody: it is shown where there is plenty of room
	opened
	closed
)

// detail is the event under the cursor, with every field and its record.
type detail struct {
	asked  shown
	id     event.ID
	fields []wording.Field
	title  string
	proof  string // what checking the evidence said
	proven bool
	raw    []string // lines of the record, as they are in the evidence
	cursor int      // of the fields
	first  int      // line that is drawn first
	follow bool     // the cursor has moved, and is to be seen
}

// looked is the event, looked up.
type looked struct {
	id     event.ID
	title  string
	fields []wording.Field
	raw    []string
	proof  string
	proven bool
	whole  bool // the record has been read, or cannot be
}

// lookPause is how long the cursor has to rest before the record is read.
const lookPause = 80 * time.Millisecond

// detailShown reports whether the details are shown: where somebody asked for them, and
// where there is room for them anyway.
func (s *screen) detailShown() bool {
	return s.detail.asked == opened || s.detail.asked == asRoom && s.size.Width >= alwaysWidth
}

// toggleDetail shows the details, or hides them.
func (s *screen) toggleDetail() tea.Cmd {
	wide := s.size.Width >= alwaysWidth
	switch shows := s.detailShown(); {
	case shows == wide: // another than the room has it
		s.detail.asked = map[bool]shown{true: closed, false: opened}[shows]
	default:
		s.detail.asked = asRoom
	}
	if !s.detailShown() && s.pane == paneDetail {
		s.pane = paneList
	}
	return s.layout()
}

// moved looks up the event under the cursor if it is another one.
func (s *screen) moved() tea.Cmd {
	r, ok := s.list.Current()
	if !s.detailShown() || !ok || r.event.ID == s.detail.id {
		return nil
	}
	return s.lookAgain()
}

// lookAgain looks up the event under the cursor: what is known of it at once, its
// record when the cursor rests.
func (s *screen) lookAgain() tea.Cmd {
	r, ok := s.list.Current()
	if !s.detailShown() || !ok {
		return nil
	}
	e, session, zone, mark := r.event, s.answer.session, s.env.Zone, s.env.Marks.Of(r.event.ID)
	s.detail.id = e.ID
	return s.look.After(lookPause, func(ctx context.Context) tea.Msg { return lookUp(ctx, session, e, mark, zone) })
}

// lookUp finds everything out about an event.
func lookUp(ctx context.Context, session *search.Session, e *event.Event, mark marks.Mark, zone *time.Location) tea.Msg {
	source, _ := session.Case.Source(e.Origin.Source)
	out := looked{id: e.ID, title: string(e.Kind) + " · " + wording.Verb(e.Kind), whole: true}
	out.fields = wording.Fields(e, session.Directory, source, mark, zone)
	slices.SortStableFunc(out.fields, func(a, b wording.Field) int { return said(a) - said(b) }) // what people said first
	if e.Body != "" {
		out.fields = append(out.fields, wording.Field{Name: "body", Value: e.Body})
	}
	if ctx.Err() != nil {
		return nil
	}
	records, err := session.Case.Raw(e.Origin)
	if err != nil {
		out.proof = "the evidence does not prove it: " + err.Error()
		return out
	}
	digest := e.Origin.Source.String()
	out.proven = true
	out.proof = fmt.Sprintf("%s %s · sha-256 %s…%s verified just now", source.Path, wording.Place(e.Origin.Span), digest[:8], digest[len(digest)-4:])
	for _, r := range records {
		out.raw = append(out.raw, rawLines(r.Bytes)...)
	}
	return out
}

// said is 0 for what people said of an event, and 1 for what its record says.
func said(f wording.Field) int {
	if strings.HasPrefix(f.Name, "your ") {
		return 0
	}
	return 1
}

// take shows what was looked up.
func (d *detail) take(in looked) tea.Cmd {
	if d.id != in.id {
		return nil
	}
	same := len(d.fields) == len(in.fields)
	d.title, d.fields, d.raw, d.proof, d.proven = in.title, in.fields, in.raw, in.proof, in.proven
	if !same {
		d.cursor, d.first = min(d.cursor, max(0, len(d.fields)-1)), 0
	}
	return nil
}

// move moves the cursor among the fields; false for other actions.
func (d *detail) move(a ui.Action) bool {
	switch a {
	case ui.Up:
		d.cursor = max(0, d.cursor-1)
	case ui.Down:
		if d.cursor == len(d.fields)-1 {
			d.first++ // the record is below
			d.follow = false
			return true
		}
		d.cursor++
	case ui.PageUp:
		d.cursor = max(0, d.cursor-8)
	case ui.PageDown:
		d.first += 8
		d.cursor = min(len(d.fields)-1, d.cursor+8)
		d.follow = d.cursor < len(d.fields)-1
		return true
	case ui.Top:
		d.cursor = 0
	case ui.Bottom:
		d.cursor, d.first, d.follow = max(0, len(d.fields)-1), 1<<20, false // the record is below
		return true
	default:
		return false
	}
	d.follow = true
	return true
}

func (d *detail) scroll(by int) {
	d.first = max(0, d.first+by)
	d.follow = false
}

// click puts the cursor on the field that is drawn on a line, the title being line
// 0 of a view of that size.
func (d *detail) click(t *ui.Theme, line, width, height int) {
	lines, starts := d.lines(t, width, false)
	line += d.top(lines, starts, height) - 1
	for i, start := range starts {
		if start <= line {
			d.cursor = i
		}
	}
}

// current is the field under the cursor.
func (d *detail) current() (wording.Field, bool) {
	if d.cursor < 0 || d.cursor >= len(d.fields) {
		return wording.Field{}, false
	}
	return d.fields[d.cursor], true
}

// view draws the details in exactly height lines.
func (d *detail) view(t *ui.Theme, width, height int, active bool) []string {
	rule, mark := t.Faint, "─ "
	if active {
		rule, mark = t.Accent, "━ "
	}
	proof, style := d.verdict(t)
	title := mark + visible.Text(d.title) + " "
	room := max(0, width-visible.Width(proof)-2)
	head := rule.Render(visible.Fit(title+strings.Repeat("─", max(0, room-visible.Width(title))), room)) + " " + style.Render(proof) + " "
	lines, starts := d.lines(t, width, active)
	room = max(0, height-1)
	first := d.top(lines, starts, height)
	out := append([]string{head}, lines[first:min(len(lines), first+room)]...)
	for len(out) < height {
		out = append(out, "")
	}
	return out
}

// verdict says in two words what checking the evidence said.
func (d *detail) verdict(t *ui.Theme) (string, lipgloss.Style) {
	switch {
	case d.proof == "":
		return "checking …", t.Faint
	case d.proven:
		return "✓ record verified", t.Good
	}
	return "✗ record not verified", t.Bad
}

// top is the line that a view of some height begins with.
func (d *detail) top(lines []string, starts []int, height int) int {
	room := max(0, height-1)
	first := max(0, min(d.first, len(lines)-room))
	if d.follow && d.cursor < len(starts) {
		first = max(min(first, starts[d.cursor]), starts[d.cursor]-room+2)
	}
	return first
}

// limitValueLines bounds the lines of one value.
const limitValueLines = 12

// lines are all lines of the details; starts is the line on which each field
// begins.
func (d *detail) lines(t *ui.Theme, width int, active bool) (lines []string, starts []int) {
	if len(d.fields) == 0 {
		return []string{t.Faint.Render("  looking …")}, nil
	}
	const name = 16
	for i, f := range d.fields {
		starts = append(starts, len(lines))
		for n, part := range ui.Wrap(f.Value, width-name-4, limitValueLines) {
			label := ""
			if n == 0 {
				label = f.Name
			}
			if active && i == d.cursor {
				part = t.Cursor.Render(part)
			}
			lines = append(lines, " "+t.Faint.Render(ui.Cell(label, name))+" "+part)
		}
	}
	style, sign := t.Good, "✓ "
	if !d.proven {
		style, sign = t.Bad, "✗ "
	}
	if d.proof == "" {
		return append(lines, t.Faint.Render(" checking the evidence …")), starts
	}
	for i, part := range ui.Wrap(d.proof, width-4, 4) {
		if i > 0 {
			sign = "  "
		}
		lines = append(lines, " "+style.Render(sign+part))
	}
	shown := ""
	if f, ok := d.current(); ok && active {
		shown = f.Recorded
	}
	for _, line := range d.raw {
		for _, part := range highlighted(t, line, shown, width-4) {
			lines = append(lines, " "+t.Faint.Render("│")+" "+part)
		}
	}
	return lines, starts
}
