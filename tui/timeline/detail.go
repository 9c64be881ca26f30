// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// detail is the event under the cursor, with every field and its record.
type detail struct {
	open   bool
	id     event.ID
	fields []wording.Field
	title  string
	proof  string // what checking the evidence said
	proven bool
	raw    []string // lines of the record, as they are in the evidence
	cursor int      // of the fields
	first  int      // line that is drawn first
	follow bool     // the cursor has moved, and is to be seen
	drawn  []int    // the field of each line that is drawn; for clicks
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

// How long the cursor has to rest before the record is read, and how much of it is
// shown.
const (
	lookPause     = 80 * time.Millisecond
	limitRawBytes = 16 << 10
)

// toggleDetail shows the details, or hides them.
func (s *screen) toggleDetail() tea.Cmd {
	s.detail.open = !s.detail.open
	if !s.detail.open && s.pane == paneDetail {
		s.pane = paneList
	}
	return s.layout()
}

// moved looks up the event under the cursor if it is another one.
func (s *screen) moved() tea.Cmd {
	r, ok := s.list.Current()
	if !s.detail.open || !ok || r.event.ID == s.detail.id {
		return nil
	}
	return s.lookAgain()
}

// lookAgain looks up the event under the cursor: what is known of it at once, its
// record when the cursor rests.
func (s *screen) lookAgain() tea.Cmd {
	r, ok := s.list.Current()
	if !s.detail.open || !ok {
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

// rawLines are the bytes of a record as lines; UTF-16 is decoded to be read.
func rawLines(data []byte) []string {
	cut := len(data) > limitRawBytes
	if cut {
		data = data[:limitRawBytes]
	}
	text := string(data)
	if !utf8.Valid(data) && bytes.Count(data, []byte{0}) > len(data)/4 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	if cut {
		lines = append(lines, "… longer than is shown here; 'dossier show --raw' writes all of it")
	}
	return lines
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
		d.cursor = max(0, len(d.fields)-1)
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

// click puts the cursor on the field that is drawn on a line.
func (d *detail) click(line int) {
	line += d.first - 1
	if line >= 0 && line < len(d.lineFields(80)) {
		d.cursor = d.lineFields(80)[line]
	}
}

func (d *detail) lineFields(int) []int { return d.drawn }

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
	title := mark + d.title + " "
	head := rule.Render(visible.Fit(title+strings.Repeat("─", max(0, width-visible.Width(title))), width))
	lines, starts := d.lines(t, width, active)
	room := max(0, height-1)
	first := max(0, min(d.first, len(lines)-room))
	if d.follow && d.cursor < len(starts) {
		first = max(min(first, starts[d.cursor]), starts[d.cursor]-room+2)
	}
	out := append([]string{head}, lines[first:min(len(lines), first+room)]...)
	for len(out) < height {
		out = append(out, "")
	}
	return out
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
	for _, line := range d.raw {
		for _, part := range chunks(line, width-4) {
			lines = append(lines, " "+t.Faint.Render("│")+" "+part)
		}
	}
	return lines, starts
}

// chunks breaks a line of a record into pieces of a width, at any character: a
// record has no words.
func chunks(line string, width int) []string {
	text := visible.Text(strings.TrimRight(line, "\r"))
	var list []string
	for visible.Width(text) > width && width > 1 {
		head := visible.Head(text, width)
		if head == "" {
			break
		}
		list = append(list, head)
		text = text[len(head):]
	}
	return append(list, text)
}

// doMark promotes, tags and notes the event under the cursor, through the journal.
func (s *screen) doMark(a ui.Action) tea.Cmd {
	r, ok := s.list.Current()
	if !ok || s.env.Marks == nil {
		return nil
	}
	id := r.event.ID
	mark := s.env.Marks.Of(id)
	switch a {
	case ui.Promote:
		if mark.Promoted {
			return s.env.Decide("taken out of the chronology; u undoes it", marks.Demote(id))
		}
		return s.env.Decide("★ promoted to the chronology; u undoes it", marks.Promote(marks.Fields{}, nil, id))
	case ui.Tag:
		return ui.Send(ui.Prompt{
			Title: "tags", Text: strings.Join(mark.Tags, ", "), Hint: "separated by commas; known: " + strings.Join(s.env.Marks.AllTags(), ", "),
			Done: func(text string) tea.Cmd { return s.retag(id, mark.Tags, text) },
		})
	case ui.Note:
		return ui.Send(ui.Prompt{
			Title: "note", Text: mark.Note, Hint: "what is to be said of this event; empty for nothing",
			Done: func(text string) tea.Cmd {
				if text == mark.Note {
					return nil
				}
				return s.env.Decide("noted; u undoes it", marks.Set(marks.Fields{Note: &text}, id))
			},
		})
	}
	return nil
}

// retag makes the tags of an event those that were written.
func (s *screen) retag(id event.ID, before []string, text string) tea.Cmd {
	after := map[string]bool{}
	var add, remove []string
	for tag := range strings.SplitSeq(text, ",") {
		if tag = strings.TrimSpace(tag); tag != "" && !after[tag] {
			after[tag] = true
			add = append(add, tag)
		}
	}
	for _, tag := range before {
		if !after[tag] {
			remove = append(remove, tag)
		}
		delete(after, tag)
	}
	var changes []marks.Change
	add = kept(add, after)
	if len(add) > 0 {
		changes = append(changes, marks.Tag(add, id))
	}
	if len(remove) > 0 {
		changes = append(changes, marks.Untag(remove, id))
	}
	if len(changes) == 0 {
		return nil
	}
	return s.env.Decide("tagged; u undoes it", changes...)
}

func kept(list []string, set map[string]bool) []string {
	var out []string
	for _, x := range list {
		if set[x] {
			out = append(out, x)
		}
	}
	return out
}

var errNoTime = errors.New("this event has no time, so nothing is around it")
