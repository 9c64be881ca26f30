// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"sort"
	"strings"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/internal/words"
	"dossier/index/query"
)

// attrRows looks for patterns in the attributes: of all text, or of one name. First
// those that are columns are asked, then the pages of all others that may have the
// words.
func (a *answering) attrRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	x, err := a.c.words(a.segment)
	if err != nil {
		return nil, err
	}
	found, err := a.attributeRows(t, x, within)
	if err != nil {
		return nil, err
	}
	if t.Field == "attr" && !x.Rested(func(name string) bool { return strings.EqualFold(name, t.Attr) }) || !x.HasRest() {
		return found, nil
	}
	left := within.Clone()
	left.AndNot(found)
	pages, err := askWords(a.c, a.segment, func(x *words.Index) (*pagesAsked, error) { return askPages(x.Attrs, a.memory.of(t).sought) })
	if err != nil {
		return nil, err
	}
	rest, err := a.pageRows(t, "attrs", pages, left, func(text []byte) (bool, error) {
		e := &event.Event{}
		err := segments.EachAttr(text, func(name, value []byte) {
			e.Attrs = append(e.Attrs, event.Attr{Name: string(name), Value: string(value)})
		})
		return err == nil && t.Match(e, a.env), err
	})
	if err == nil {
		found.Or(rest)
	}
	return found, err
}

// attributeRows looks into the columns.
func (a *answering) attributeRows(t *query.Term, x *words.Index, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	list := x.Named(t.Attr)
	if t.Field != "attr" {
		list = make([]int, len(x.Columns))
		for i := range list {
			list[i] = i
		}
	}
	sought := a.memory.of(t).sought
	for _, i := range list {
		if !x.May(i, sought) {
			a.notes.entries(t, 0, x.Columns[i].Count)
			continue
		}
		v, err := a.c.values(a.segment, i)
		if err != nil {
			return nil, err
		}
		wanted, n := findAll(a.memory.of(t).finders, v.texts, v.folded)
		a.notes.entries(t, n, x.Columns[i].Count)
		if n == 0 {
			continue
		}
		rows, err := a.c.attribute(a.segment, i)
		if err != nil {
			return nil, err
		}
		rows.Mark(append([]bool{false}, wanted...), within, found) // 0 is absent
	}
	return found, nil
}

// bodyRows answers what is asked of bodies.
func (a *answering) bodyRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	x, err := a.c.words(a.segment)
	if err != nil || x.Bodies == nil {
		return columns.NewSet(a.rows), err
	}
	pages, err := askWords(a.c, a.segment, func(x *words.Index) (*pagesAsked, error) { return askPages(x.Bodies, a.memory.of(t).sought) })
	if err != nil {
		return nil, err
	}
	return a.pageRows(t, "body", pages, within, func(text []byte) (bool, error) {
		return t.Match(&event.Event{Body: string(text)}, a.env), nil
	})
}

// pagesAsked are the pages of a column, and which of them may have what is sought.
type pagesAsked struct {
	*words.Pages
	may []bool
}

func askPages(p *words.Pages, s words.Sought) (*pagesAsked, error) {
	may, err := p.May(s)
	return &pagesAsked{p, may}, err
}

// listRows looks for patterns in targets or attachments. What they hold is read only
// of those lists whose text holds a piece of a pattern.
func (a *answering) listRows(t *query.Term, column string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	if t.Plain() { // an account is compared otherwise than by its words
		if none, err := a.lacks(t, column); none || err != nil {
			return found, err
		}
	}
	texts, folded, err := a.dictionary(column)
	if err != nil {
		return nil, err
	}
	wanted, n := make([]bool, texts.Count()), 0
	look := func(i int) {
		if wanted[i] || err != nil {
			return
		}
		if wanted[i], err = a.verdict(t, []string{column}, []string{texts.At(i)}); wanted[i] {
			n++
		}
	}
	finders := a.memory.of(t).finders
	if odd, _ := oddFor(finders); odd([]byte(texts.Text)) {
		for i := range wanted {
			if odd([]byte(texts.At(i))) {
				look(i)
			}
		}
	}
	for _, f := range finders {
		for _, piece := range f.Literals() {
			folded.Find(piece, look)
		}
	}
	a.notes.entries(t, n, len(wanted))
	if err != nil || n == 0 {
		return found, err
	}
	codes, err := a.c.rows(a.segment, column)
	if err != nil {
		return nil, err
	}
	codes.Mark(wanted, within, found)
	return found, nil
}

// hasPieces reports whether every text that has one of the term's patterns has a
// piece of it as it is written. An account with its namespace is compared otherwise.
func hasPieces(t *query.Term) bool {
	finders := findersOf(t)
	for _, f := range finders {
		if f.Literals() == nil || !t.Plain() && strings.Contains(f.Pattern().Text, ":") {
			return false
		}
	}
	return finders != nil
}

// groupRows answers group:.
func (a *answering) groupRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	return a.pageRows(t, "group_id", nil, within, func(text []byte) (bool, error) {
		return t.Match(&event.Event{Group: string(text)}, a.env), nil
	})
}

// pageRows asks verify of the rows of a column whose text may have one of the
// term's patterns: those of the pages that may have them (nil: any), and there of the
// rows that hold a piece of the pattern.
func (a *answering) pageRows(t *query.Term, column string, pages *pagesAsked, within *columns.Set, verify func([]byte) (bool, error)) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	finders := a.memory.of(t).finders
	w := a.c.segments[a.segment].Walk(column)
	defer w.Close()
	var low []byte
	for row := within.Next(0); row < a.rows; row = within.Next(row) {
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		if pages != nil {
			page := pages.pageOf(row)
			a.notes.pageAsked(t)
			if !pages.may[page] {
				row = pages.End(page, a.rows)
				continue
			}
		}
		first, end, err := w.Page(row)
		if err != nil {
			return nil, err
		}
		likely := likelyRows(w, first, end, finders, within, &low)
		verified := int64(0)
		var failed error
		likely.Each(row, end, func(row int64) bool {
			verified++
			var matches bool
			if matches, failed = verify(w.Bytes(row)); matches {
				found.Add(row)
			}
			return failed == nil
		})
		if failed != nil {
			return nil, a.c.damaged(a.segment, column, failed)
		}
		a.notes.pageRead(t, verified)
		row = end
	}
	return found, nil
}

// findersOf are the patterns of a term; nil if it has other values.
func findersOf(t *query.Term) []*query.Finder {
	var list []*query.Finder
	for _, v := range t.Any {
		p, ok := v.(query.Pattern)
		if !ok {
			return nil
		}
		list = append(list, p.Finder())
	}
	return list
}

// pageOf is the page of a row.
func (p *pagesAsked) pageOf(row int64) int {
	return sort.Search(len(p.Starts), func(i int) bool { return p.Starts[i] > row }) - 1
}

// likelyRows are the rows of within on the page that hold a piece of one of the
// patterns. Where a text may be written otherwise than it reads, the row is likely. The
// memory of low is used.
func likelyRows(w *segments.Walk, first, end int64, finders []*query.Finder, within *columns.Set, low *[]byte) *columns.Set {
	likely := columns.NewSet(within.Len())
	data, starts := w.All()
	sure := finders != nil
	for _, f := range finders {
		sure = sure && f.Literals() != nil
	}
	if !sure {
		likely.AddRange(first, end)
		likely.And(within)
		return likely
	}
	data = data[starts[0]:starts[len(starts)-1]]
	*low = append((*low)[:0], data...)
	_, strange := lower(*low)
	if odd, escapes := oddFor(finders); strange || escapes && bytes.IndexByte(data, '\\') >= 0 {
		for row := first; row < end; row++ {
			if odd(w.Bytes(row)) {
				likely.Add(row)
			}
		}
	}
	for _, f := range finders {
		for _, piece := range f.Literals() {
			rowsWith(*low, starts, piece, f.Whole(), func(i int) { likely.Add(first + int64(i)) })
		}
	}
	likely.And(within)
	return likely
}

// rowsWith calls each for the texts that hold the piece, once each; of a whole word,
// those in which no other letter or digit of ASCII stands beside it.
func rowsWith(low []byte, starts []uint32, piece string, whole bool, each func(i int)) {
	row := 0
	for at := 0; at < len(low); {
		hit := bytes.Index(low[at:], []byte(piece))
		if hit < 0 {
			return
		}
		at += hit
		for int(starts[row+1]-starts[0]) <= at {
			row++
		}
		start, end := int(starts[row]-starts[0]), int(starts[row+1]-starts[0])
		if at+len(piece) > end || whole && inWord(low[start:end], at-start, at-start+len(piece)) {
			at++
			continue
		}
		each(row)
		at = end
	}
}

// inWord reports whether a letter or digit of ASCII stands beside a piece of a text,
// and is none of an escape.
func inWord(text []byte, start, end int) bool {
	escape := bytes.IndexByte(text[max(0, start-escapeBytes):start], '\\') >= 0
	return !escape && start > 0 && letterOrDigit(text[start-1]) || end < len(text) && letterOrDigit(text[end])
}

// escapeBytes is the length of the longest escape: \u001f.
const escapeBytes = 6

func letterOrDigit(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// oddFor tells the texts that may have a pattern without holding a piece of it: those
// with letters that fold, and of pieces with signs that JSON escapes, those with
// escapes.
func oddFor(finders []*query.Finder) (odd func([]byte) bool, escapes bool) {
	for _, f := range finders {
		for _, piece := range f.Literals() {
			if strings.ContainsFunc(piece, func(c rune) bool { return c < ' ' || strings.ContainsRune(`"\<>&`, c) }) {
				return func(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 || foreign(text) }, true
			}
		}
	}
	return foreign, false
}
