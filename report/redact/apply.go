// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"dossier/report"
	"dossier/report/withheld"
)

// Apply makes the document that may leave the house. It walks through the rows two
// or three times; the rows of the answer are redacted as they are walked through, each
// time alike. A row's event is left out. The given document is not changed.
//
// The log is of the whole document; its [Log.Values] are for the scan of the written
// files: none may hold any.
func Apply(ctx context.Context, d *report.Document, p *Plan) (*report.Document, *Log, error) {
	found, err := p.collect(ctx, d)
	if err != nil {
		return nil, nil, fmt.Errorf("redact: %w", err)
	}
	r := newRedactor(p, d, found)
	log := newLog(r, found)
	if err := r.count(ctx, log); err != nil {
		return nil, nil, fmt.Errorf("redact: %w", err)
	}
	return r.document(), log, nil
}

// redactor redacts one document. Immutable once its numbers are counted.
type redactor struct {
	plan     *Plan
	original *report.Document
	set      *withheld.Set
	literals []literal       // by index of the set
	placed   *withheld.Set   // texts that are replaced where they stand for themselves
	names    []literal       // by index of placed
	kept     map[string]bool // texts that are not withheld everywhere
	digits   int             // of the numbers of redactions
	front    int64           // redactions before the rows
	rows     int64           // and up to their end
}

func newRedactor(p *Plan, d *report.Document, found *collection) *redactor {
	r := &redactor{plan: p, original: d, digits: 4, kept: found.counted}
	texts := sortedKeys(found.everyone)
	for _, text := range texts {
		r.literals = append(r.literals, found.everyone[text])
	}
	r.set = withheld.NewSet(texts)
	texts = sortedKeys(found.placed)
	for _, text := range texts {
		r.names = append(r.names, found.placed[text])
	}
	r.placed = withheld.NewPlaced(texts)
	return r
}

// count walks through the document once, for the log to know how many redactions
// there are, and for the numbers to be of one width.
func (r *redactor) count(ctx context.Context, log *Log) error {
	w := &walk{r: r, each: log.count}
	w.frontSections()
	r.front = w.number
	for row, err := range r.original.Rows.All(ctx) {
		if err != nil {
			return err
		}
		w.row(row)
	}
	r.rows = w.number
	w.backSections()
	r.digits = max(r.digits, len(fmt.Sprint(w.number)))
	return nil
}

// document is the redacted document. Sections behind the rows go on counting where
// the rows end.
func (r *redactor) document() *report.Document {
	out := *r.original
	w := &walk{r: r}
	out.Title, out.Caption, out.ZoneNote, out.Front = w.frontSections()
	w.number = r.rows
	out.Back = w.backSections()
	out.Rows = redactedRows{r}
	return &out
}

// redactedRows redacts rows as they come.
type redactedRows struct{ r *redactor }

// All yields the redacted rows.
func (rows redactedRows) All(ctx context.Context) iter.Seq2[*report.Row, error] {
	return func(yield func(*report.Row, error) bool) {
		w := &walk{r: rows.r, number: rows.r.front}
		for row, err := range rows.r.original.Rows.All(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(w.row(row), nil) {
				return
			}
		}
	}
}

// walk numbers redactions in the order of the document.
type walk struct {
	r      *redactor
	number int64
	ids    []string // of the row
	each   func(Entry)
}

// mark is a placeholder for what stood in a field.
func (w *walk) mark(item, field, value string, rule int) string {
	w.number++
	id := fmt.Sprintf("R-%0*d", w.r.digits, w.number)
	w.ids = append(w.ids, id)
	reason := w.r.plan.rules[rule]
	if w.each != nil {
		w.each(Entry{ID: id, Item: item, Field: field, Reason: reason.Reason, Basis: reason.Basis, Rule: reason.Name,
			Commitment: w.r.plan.key.Commitment(id, value), value: value})
	}
	return Placeholder(reason.Reason, id)
}

// span is a part of a text that goes, and what for.
type span struct {
	start, end int
	literal
}

// text redacts a text of a field. own are values of the one row.
func (w *walk) text(item, field, text string, own ownValues) string {
	if text == "" {
		return ""
	}
	var spans []span
	for _, m := range w.r.set.Find(text) {
		spans = append(spans, span{m.Start, m.End, w.r.literals[m.Value]})
	}
	for _, m := range w.r.placed.Find(text) {
		spans = append(spans, span{m.Start, m.End, w.r.names[m.Value]})
	}
	for _, m := range own.find(text) {
		spans = append(spans, span{m.Start, m.End, literal{rule: own.rules[m.Value]}})
	}
	for i, rule := range w.r.plan.rules {
		if rule.Pattern != nil && (rule.Fields == nil || slices.Contains(rule.Fields, field)) {
			for _, m := range matches(rule.Pattern, text) {
				spans = append(spans, span{m[0], m[1], literal{rule: i}})
			}
		}
	}
	if len(spans) == 0 {
		return text
	}
	var out strings.Builder
	end := 0
	for _, s := range merge(spans) {
		out.WriteString(text[end:s.start])
		out.WriteString(w.replace(item, field, text[s.start:s.end], s.literal))
		end = s.end
	}
	out.WriteString(text[end:])
	return out.String()
}

func (w *walk) replace(item, field, value string, l literal) string {
	if l.pseudonym != "" {
		return l.pseudonym
	}
	return w.mark(item, field, value, l.rule)
}

// merge makes overlapping spans one: what is redacted in part is redacted whole, and
// a redaction outdoes a pseudonym.
func merge(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(b.rule, a.rule))
	})
	merged := spans[:1]
	for _, s := range spans[1:] {
		last := &merged[len(merged)-1]
		if s.start >= last.end {
			merged = append(merged, s)
			continue
		}
		last.end = max(last.end, s.end)
		if last.pseudonym != "" && s.pseudonym == "" {
			last.literal = s.literal
		}
	}
	return merged
}

// ownValues are what is withheld in one row only: columns as a whole, and what they
// say where it stands for itself in the row's other texts.
type ownValues struct {
	whole  map[string]int // columns, with the rule
	set    *withheld.Set
	placed *withheld.Set
	rules  []int // by index of both sets
}

func (o ownValues) find(text string) []withheld.Match {
	if o.set == nil {
		return nil
	}
	return append(o.set.Find(text), o.placed.Find(text)...)
}

// own are the values of the row that rules withhold by fields, or because they name
// its event. Those of named events are looked for as any value; of others only those
// that stand for themselves are not withheld everywhere.
func (w *walk) own(row *report.Row) ownValues {
	o := ownValues{whole: map[string]int{}}
	c := collection{plan: w.r.plan, columns: w.r.original.Columns}
	var texts, placed []string
	for i, rule := range w.r.plan.rules {
		named := w.r.plan.covers(i, row)
		if !named && (rule.Pattern != nil || rule.Person != "" || rule.Events != nil) {
			continue
		}
		fields := rule.Fields
		if fields == nil {
			fields = contentColumns
		}
		o.addWhole(fields, i)
		for _, value := range c.eventValues(rule, row) {
			own, place := "", ""
			if named && rule.Fields != nil {
				own = value
			}
			if value = strings.TrimSpace(value); w.r.kept[value] {
				place = value
			}
			if own != "" || place != "" {
				texts, placed, o.rules = append(texts, own), append(placed, place), append(o.rules, i)
			}
		}
	}
	if len(o.rules) > 0 {
		o.set, o.placed = withheld.NewSet(texts), withheld.NewPlaced(placed)
	}
	return o
}

func (o *ownValues) addWhole(fields []string, rule int) {
	for _, field := range fields {
		if _, ok := o.whole[field]; !ok {
			o.whole[field] = rule
		}
	}
}

// row is the redacted row. The verbatim record is redacted once, and stands so in
// its column too.
func (w *walk) row(row *report.Row) *report.Row {
	w.ids = nil
	out := *row
	out.Event = nil
	own := w.own(row)
	out.Raw = w.field(row.Item, report.ColumnVerbatim, row.Raw, own)
	out.Cells = make([]string, len(row.Cells))
	redactions := -1
	for i, cell := range row.Cells {
		key := w.r.original.Columns[i].Key
		switch {
		case key == report.ColumnVerbatim && cell == row.Raw:
			out.Cells[i] = out.Raw
		case key == report.ColumnRedactions:
			redactions = i
		default:
			out.Cells[i] = w.field(row.Item, key, cell, own)
		}
		if key == report.ColumnSource && cell == row.Source {
			out.Source = out.Cells[i]
		}
		if out.Cells[i] != cell && (key == report.ColumnTimeLocal || key == report.ColumnTimeUTC) {
			out.Time = time.Time{}
		}
		if out.Cells[i] != cell && key == report.ColumnDigest {
			out.RawDigest = ""
		}
	}
	if out.Source == row.Source {
		out.Source = w.field(row.Item, report.ColumnSource, row.Source, own)
	}
	if redactions >= 0 {
		out.Cells[redactions] = strings.Join(w.ids, " ")
	}
	return &out
}

// field redacts a cell: whole where a rule withholds its column.
func (w *walk) field(item, key, text string, own ownValues) string {
	rule, whole := own.whole[key]
	if whole && text != "" {
		return w.mark(item, key, text, rule)
	}
	return w.text(item, key, text, own)
}
