// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/search"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/internal/visible"
	"dossier/tui/ui"
)

// bar is the query bar.
type bar struct {
	typing   bool
	input    ui.Input
	err      error    // of the query that was asked last
	offers   []string // what could stand in place of the word at the cursor
	chosen   int
	complete *ui.Work
}

// completed is what could stand in place of a word.
type completed struct {
	word   string
	offers []string
}

// limitOffers bounds how many completions are offered.
const limitOffers = 50

// beginTyping opens the query for editing; "*" is as nothing.
func (s *screen) beginTyping(text string) tea.Cmd {
	if text == "*" {
		text = ""
	}
	if text != "" {
		text += " "
	}
	s.bar.typing, s.bar.input, s.bar.offers = true, ui.NewInput(text), nil
	return s.layout()
}

// write takes a key of the query.
func (s *screen) write(key tea.KeyMsg) tea.Cmd {
	b := &s.bar
	switch key.String() {
	case "esc":
		b.typing, b.offers = false, nil
		b.complete.Stop()
		return tea.Batch(s.search(s.past.now(), s.here()), s.layout())
	case "enter":
		return s.endTyping()
	case "tab":
		b.accept()
		return tea.Batch(s.ask(), s.layout())
	case "down":
		b.chosen = min(b.chosen+1, max(0, len(b.offers)-1))
		return nil
	case "up":
		b.chosen = max(0, b.chosen-1)
		return nil
	}
	if !b.input.Write(key) {
		return nil
	}
	return tea.Batch(s.ask(), s.layout())
}

// endTyping asks what was written, and enters it in the history.
func (s *screen) endTyping() tea.Cmd {
	text := strings.TrimSpace(s.bar.input.Text())
	if text == "" {
		text = "*"
	}
	if _, err := query.Parse(text); err != nil {
		s.bar.err = err // and the cursor stays in the text
		return nil
	}
	s.bar.typing, s.bar.offers = false, nil
	s.bar.complete.Stop()
	return tea.Batch(s.visit(text, s.here()), s.layout())
}

// ask asks what is written so far once nothing more is typed, and what it could be
// completed to.
func (s *screen) ask() tea.Cmd {
	text := strings.TrimSpace(s.bar.input.Text())
	var find tea.Cmd
	if _, err := query.Parse(text); err == nil || text == "" {
		s.bar.err = nil
		if text == "" {
			text = "*"
		}
		find = s.searchAfter(typingPause, text, s.here())
	} else {
		s.find.Stop()
		s.bar.err = err
	}
	word := s.bar.word()
	session := s.answer.session
	s.bar.offers, s.bar.chosen = fieldOffers(word), 0
	return tea.Batch(find, s.bar.complete.After(typingPause/2, func(ctx context.Context) tea.Msg {
		offers, err := offersFor(ctx, session, word)
		if err != nil {
			return nil // what cannot be completed can still be typed
		}
		return completed{word, offers}
	}))
}

// take shows completions, unless the word has changed since.
func (b *bar) take(in completed) {
	if b.typing && in.word == b.word() {
		b.offers, b.chosen = in.offers, min(b.chosen, max(0, len(in.offers)-1))
	}
}

// accept puts the chosen completion in place of the word.
func (b *bar) accept() {
	if b.chosen >= len(b.offers) {
		return
	}
	offer := b.offers[b.chosen]
	if !strings.HasSuffix(offer, ":") {
		offer += " "
	}
	b.input.Replace(len([]rune(b.word())), offer)
}

// word is what stands before the cursor back to the last blank or parenthesis that
// is in no quotes.
func (b *bar) word() string {
	before := []rune(b.input.Before())
	quoted, start := false, 0
	for i, c := range before {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '('):
			start = i + 1
		}
	}
	return strings.TrimLeft(string(before[start:]), "-")
}

// fieldOffers are the fields that begin as the word.
func fieldOffers(word string) []string {
	var list []string
	if word == "" || strings.Contains(word, ":") {
		return nil
	}
	for _, name := range query.Fields() {
		if strings.HasPrefix(name, strings.ToLower(word)) {
			if name == "attr" {
				name = "attr."
				list = append(list, name)
				continue
			}
			list = append(list, name+":")
		}
	}
	return list
}

// offersFor are the terms that the word could become.
func offersFor(ctx context.Context, session *search.Session, word string) ([]string, error) {
	field, begun, ok := strings.Cut(word, ":")
	if !ok || session == nil {
		return fieldOffers(word), nil
	}
	field, begun = strings.ToLower(field), strings.Trim(begun, `"`)
	var list []string
	if words, ok := wordsOf(session, field); ok {
		for _, w := range words {
			if strings.Contains(query.Fold(w), query.Fold(begun)) {
				list = append(list, termOf(field, w))
			}
		}
		return list[:min(len(list), limitOffers)], nil
	}
	if !slices.Contains(index.FacetFields(), field) && !strings.HasPrefix(field, "attr.") {
		return nil, nil
	}
	values, err := session.Values(ctx, field, begun, limitOffers)
	for _, v := range values {
		term := termOf(field, v.Value)
		if p, ok := session.Directory.Person(v.Value); ok && (field == "who" || field == "owner") {
			term = wording.AskPerson(field, session.Directory, p)
		}
		if term != "" {
			list = append(list, term)
		}
	}
	return list, err
}

// wordsOf are the values of fields that have a closed list.
func wordsOf(session *search.Session, field string) ([]string, bool) {
	switch field {
	case "kind":
		var list []string
		for _, k := range event.Kinds() {
			list = append(list, string(k))
		}
		return list, true
	case "last":
		return []string{"7d", "30d", "90d"}, true
	case "is":
		return []string{"duplicate", "outside", "doubtful"}, true
	case "has":
		return []string{"attachment", "body", "bytes", "device", "ip", "object", "owner", "pages", "recipient", "rows", "text", "time"}, true
	case "weekday":
		return []string{"mon..fri", "sat,sun"}, true
	case "hours":
		return []string{"9..17", "19..7"}, true
	case "tag":
		return session.Marks.AllTags(), true
	}
	return nil, false
}

// termOf is a field and a value as a query has them: in quotes only where it must.
func termOf(field, value string) string {
	bare := field + ":" + value
	if q, err := query.Parse(bare); err == nil {
		if t, ok := q.(*query.Term); ok && len(t.Any) == 1 && !strings.ContainsAny(value, `"*~/ `) {
			return bare
		}
	}
	if field == "weekday" {
		return bare
	}
	return wording.Ask(field, value)
}

// view draws the bar: the query, and below it the error under its column.
func (s *screen) viewBar() []string {
	t, width := s.env.Style, s.size.Width
	mark := " " + t.Accent.Render("❯") + " "
	line, offset := ui.Cell(s.past.now(), max(1, width-3)), 0
	if s.bar.typing {
		line, offset = s.bar.input.View(t, max(2, width-3))
	} else {
		line = t.Strong.Render(line)
	}
	lines := []string{mark + line}
	if s.bar.err != nil && len(s.bar.offers) == 0 {
		for _, line := range pointed(s.bar.err, offset, width) {
			lines = append(lines, t.Bad.Render(line))
		}
	}
	for i, offer := range s.bar.offers[:min(len(s.bar.offers), s.offerLines())] {
		text := "   " + ui.Cell(offer, min(60, max(1, width-4)))
		if i == s.bar.chosen {
			text = "   " + t.Cursor.Render(ui.Cell(offer, min(60, max(1, width-4))))
		}
		lines = append(lines, text)
	}
	return lines
}

// limitOfferLines bounds the completions that are drawn.
const limitOfferLines = 6

func (s *screen) offerLines() int {
	return min(len(s.bar.offers), limitOfferLines, max(0, s.size.Height/3))
}

// pointed is an error with a mark under the column that it is about, on a line or
// two.
func pointed(err error, offset, width int) []string {
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) {
		return []string{ui.Cell("   "+err.Error(), width)}
	}
	runes := []rune(syntax.Text)
	before := visible.Width(visible.Text(string(runes[:min(max(syntax.Column-1, 0), len(runes))])))
	mark := strings.Repeat(" ", min(3+max(0, before-offset), max(0, width-1))) + "▲"
	words := visible.Text(syntax.Problem)
	if visible.Width(mark)+1+visible.Width(words) <= width {
		return []string{mark + " " + words}
	}
	lines := []string{mark}
	for _, line := range ui.Wrap(words, width-4, 2) {
		lines = append(lines, "   "+line)
	}
	return lines
}
