// SPDX-License-Identifier: Apache-2.0

package index

import (
	"encoding/hex"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// wholeRows asks the term of whole events.
func (a *answering) wholeRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	r := a.c.segments[a.segment].NewReader()
	defer r.Close()
	var failed error
	within.Each(0, a.rows, func(row int64) bool {
		var e *event.Event
		if failed = a.ctx.Err(); failed == nil {
			e, failed = r.Event(row)
		}
		if failed != nil {
			return false
		}
		e.Duplicate = a.marks.has(a.c.segments[a.segment].Name, row)
		if t.Match(e, a.env) {
			found.Add(row)
		}
		return true
	})
	return found, failed
}

// rawRows answers raw:, which looks at where an event comes from.
func (a *answering) rawRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	if a.raw != nil {
		return a.rawKnown(t, within), nil
	}
	found := columns.NewSet(a.rows)
	r := a.c.segments[a.segment].NewReader()
	defer r.Close()
	var failed error
	within.Each(0, a.rows, func(row int64) bool {
		e := &event.Event{}
		if failed = a.ctx.Err(); failed == nil {
			e.Origin, failed = r.Origin(row)
		}
		if failed == nil && t.Match(e, a.env) {
			found.Add(row)
		}
		return failed == nil
	})
	return found, failed
}

// idRows answers id:.
func (a *answering) idRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	for _, v := range t.Any {
		digits, odd, err := hexDigits(v.String())
		if err != nil {
			continue // no id begins so
		}
		rows, err := a.c.segments[a.segment].Find(digits, odd, int(a.rows)+1)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found.Add(row)
		}
	}
	found.And(within)
	return found, nil
}

// hexDigits reads hexadecimal digits; odd says that the last byte counts with its
// upper half only.
func hexDigits(prefix string) (digits []byte, odd bool, err error) {
	odd = len(prefix)%2 == 1
	if odd {
		prefix += "0"
	}
	digits, err = hex.DecodeString(prefix)
	return digits, odd, err
}

// tagRows answers tag:.
func (a *answering) tagRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	if a.env.Tags == nil {
		return found, nil
	}
	matches := func(id event.ID) bool { return t.Match(&event.Event{ID: id}, a.env) }
	if a.env.Tagged != nil {
		tagged := map[event.ID]bool{}
		for _, id := range a.env.Tagged() {
			if matches(id) {
				tagged[id] = true
			}
		}
		if len(tagged) == 0 {
			return found, nil
		}
		matches = func(id event.ID) bool { return tagged[id] }
	}
	w := a.c.segments[a.segment].Walk("id")
	defer w.Close()
	for row := within.Next(0); row < a.rows; {
		_, end, err := w.Page(row)
		if err != nil {
			return nil, err
		}
		within.Each(row, end, func(row int64) bool {
			if matches(w.ID(row)) {
				found.Add(row)
			}
			return true
		})
		row = within.Next(end)
	}
	return found, nil
}

// quantityColumns are the columns of quantities.
var quantityColumns = map[query.Part]string{
	query.PartRecords: "records", query.PartPages: "pages", query.PartCopies: "copies", query.PartBytes: "bytes",
	query.PartAttached: "attachment_count", query.PartItems: "items",
}

// quantityRows answers what is asked of a quantity.
func (a *answering) quantityRows(t *query.Term, part query.Part, within *columns.Set) (*columns.Set, error) {
	column := quantityColumns[part]
	bases, err := a.c.codes(a.segment, column+"_basis")
	if err != nil {
		return nil, err
	}
	present, found := columns.NewSet(a.rows), columns.NewSet(a.rows)
	wanted := make([]bool, bases.Count())
	for i := range wanted {
		wanted[i] = segments.QuantityBasis(bases.Entry(uint32(i))) != event.Absent
	}
	bases.Mark(wanted, within, present)
	if present.Empty() {
		return found, nil
	}
	numbers, err := a.c.numbers(a.segment, column)
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{}
	present.Each(0, a.rows, func(row int64) bool {
		count := numbers.At(row)
		matches, ok := known[count]
		if !ok {
			matches = matchQuantity(t, part, count, a.env)
			if len(known) < limitVerdicts {
				known[count] = matches
			}
		}
		if matches {
			found.Add(row)
		}
		return true
	})
	return found, nil
}

func matchQuantity(t *query.Term, part query.Part, count int64, env query.Env) bool {
	e := &event.Event{}
	*quantityOf(e, part) = event.Count(count)
	return t.Match(e, env)
}

func quantityOf(e *event.Event, part query.Part) *event.Quantity {
	switch part {
	case query.PartRecords:
		return &e.Quantities.Records
	case query.PartPages:
		return &e.Quantities.Pages
	case query.PartCopies:
		return &e.Quantities.Copies
	case query.PartBytes:
		return &e.Quantities.Bytes
	case query.PartAttached:
		return &e.Quantities.Attachments
	}
	return &e.Quantities.Items
}
