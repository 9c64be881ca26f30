// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"encoding/binary"
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
	filter, err := x.Attrs()
	if err != nil {
		return nil, err
	}
	rest, err := a.pageRows(t, "attrs", filter, left, func(text []byte) (bool, error) {
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
	values, folded, err := x.Values()
	if err != nil {
		return nil, err
	}
	asked := make([]bool, len(values))
	list := make([]int, 0, len(x.Columns))
	if t.Field == "attr" {
		list = x.Named(t.Attr)
	} else {
		for i := range x.Columns {
			list = append(list, i)
		}
	}
	for _, i := range list {
		column := x.Columns[i]
		for at := column.First; at < column.First+column.Count; at++ {
			asked[at] = true
		}
	}
	wanted, n := findAll(t, values, folded, func(i int) bool { return asked[i] })
	a.notes.entries(t, n, len(values))
	for _, i := range list {
		column := x.Columns[i]
		some := false
		codes := make([]bool, column.Count+1) // 0 is absent
		for at := 0; n > 0 && at < column.Count; at++ {
			codes[at+1] = wanted[column.First+at]
			some = some || codes[at+1]
		}
		if !some {
			continue
		}
		rows, err := a.c.attribute(a.segment, x, i)
		if err != nil {
			return nil, err
		}
		rows.Mark(codes, within, found)
	}
	return found, nil
}

// bodyRows answers what is asked of bodies.
func (a *answering) bodyRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	x, err := a.c.words(a.segment)
	if err != nil || !x.Bodies {
		return columns.NewSet(a.rows), err
	}
	filter, err := x.BodyFilter()
	if err != nil {
		return nil, err
	}
	return a.pageRows(t, "body", filter, within, func(text []byte) (bool, error) {
		return t.Match(&event.Event{Body: string(text)}, a.env), nil
	})
}

// listRows looks for patterns in targets or attachments. What they hold is read only
// of those lists whose text holds a piece of a pattern.
func (a *answering) listRows(t *query.Term, column string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	d, err := a.c.dictionary(a.segment, column)
	if err != nil {
		return nil, err
	}
	wanted, n := make([]bool, len(d.entries)), 0
	look := func(i int) {
		if wanted[i] || err != nil {
			return
		}
		if wanted[i], err = a.verdict(t, []string{column}, d.entries[i:i+1]); wanted[i] {
			n++
		}
	}
	finders := findersOf(t)
	odd := oddFor(finders)
	for i, e := range d.entries {
		if d.strange[i] && odd([]byte(e)) {
			look(i)
		}
	}
	for _, f := range finders {
		for _, piece := range f.Literals() {
			d.folded.Find(piece, look)
		}
	}
	a.notes.entries(t, n, len(d.entries))
	if err != nil || n == 0 {
		return found, err
	}
	codes, err := a.c.codes(a.segment, column)
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
// term's patterns: those of the pages that the filter does not exclude, and there
// of the rows that hold a piece of the pattern.
func (a *answering) pageRows(t *query.Term, column string, filter *words.Filter, within *columns.Set, verify func([]byte) (bool, error)) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	finders := findersOf(t)
	w := a.c.segments[a.segment].Walk(column)
	defer w.Close()
	for row := within.Next(0); row < a.rows; row = within.Next(row) {
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		if filter != nil {
			page := filter.PageOf(row)
			a.notes.pageAsked(t)
			if !mayHave(filter, page, finders) {
				row = filter.Start(page+1, a.rows)
				continue
			}
		}
		first, end, err := w.Page(row)
		if err != nil {
			return nil, err
		}
		likely := likelyRows(w, first, end, finders, within)
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

// mayHave reports whether a page may have one of the patterns.
func mayHave(filter *words.Filter, page int, finders []*query.Finder) bool {
	if finders == nil {
		return true
	}
	for _, f := range finders {
		list := f.Words()
		if list == nil && filter.MayBegin(page, f.Prefix()) || list != nil && filter.May(page, words.Hashes(list)) {
			return true
		}
	}
	return false
}

// likelyRows are the rows of within on the page that hold a piece of one of the
// patterns. Where a text may be written otherwise than it reads, the row is likely.
func likelyRows(w *segments.Walk, first, end int64, finders []*query.Finder, within *columns.Set) *columns.Set {
	likely := columns.NewSet(within.Len())
	data, starts, plain := w.All()
	sure := finders != nil && plain
	for _, f := range finders {
		sure = sure && f.Literals() != nil
	}
	if !sure {
		likely.AddRange(first, end)
		likely.And(within)
		return likely
	}
	data = data[starts[0]:starts[len(starts)-1]]
	if odd := oddFor(finders); odd(data) {
		for row := first; row < end; row++ {
			if odd(w.Bytes(row)) {
				likely.Add(row)
			}
		}
	}
	low := lowered(data)
	for _, f := range finders {
		for _, piece := range f.Literals() {
			rowsWith(low, starts, piece, f.Whole(), func(i int) { likely.Add(first + int64(i)) })
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

const highs = 0x8080808080808080

// oddFor tells the texts that may have a pattern without holding a piece of it: those
// with letters that fold, and of pieces with signs that JSON escapes, those with
// escapes.
func oddFor(finders []*query.Finder) func([]byte) bool {
	for _, f := range finders {
		for _, piece := range f.Literals() {
			if strings.ContainsFunc(piece, func(c rune) bool { return c < ' ' || strings.ContainsRune(`"\<>&`, c) }) {
				return func(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 || foreign(text) }
			}
		}
	}
	return foreign
}

// foreign reports whether there is a letter that is not ASCII.
func foreign(text []byte) bool {
	for ; len(text) >= 8; text = text[8:] {
		if binary.LittleEndian.Uint64(text)&highs != 0 {
			return true
		}
	}
	for _, c := range text {
		if c >= 0x80 {
			return true
		}
	}
	return false
}

// lowered is a copy with ASCII letters made small, eight bytes at a time.
func lowered(text []byte) []byte {
	out := make([]byte, len(text))
	i := 0
	for ; i+8 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:])
		seven := x &^ highs
		atLeastA := seven + (0x80-'A')*(highs>>7)
		aboveZ := seven + (0x80-'Z'-1)*(highs>>7)
		upper := (atLeastA &^ aboveZ) & highs &^ x
		binary.LittleEndian.PutUint64(out[i:], x|upper>>2)
	}
	for ; i < len(text); i++ {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return out
}
