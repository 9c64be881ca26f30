// SPDX-License-Identifier: Apache-2.0

package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// Bucket is the events between two times.
type Bucket struct {
	From    time.Time        // the bucket ends where the next begins
	Domains map[string]int64 // events by domain: event.DomainCRM …
}

// Histogram counts the events with a time in the buckets [bounds[i], bounds[i+1]),
// by domain. There is one bucket less than bounds, which ascend.
func (s *Selection) Histogram(ctx context.Context, bounds []time.Time) ([]Bucket, error) {
	list := make([]Bucket, max(0, len(bounds)-1))
	for i := range list {
		list[i] = Bucket{From: bounds[i], Domains: map[string]int64{}}
	}
	var mu sync.Mutex
	return list, parallel(ctx, len(s.parts), func(i int) error {
		p := &s.parts[i]
		if len(list) == 0 || p.moments.outside(bounds[0], bounds[len(list)]) {
			return nil
		}
		kinds, err := s.c.codes(p.segment, "kind")
		if err != nil {
			return err
		}
		if _, err := p.moments.all(); err != nil { // at once: most will be asked for
			return err
		}
		counts := make([]int64, kinds.Count())
		for b := range list {
			from, to, err := p.moments.between(bounds[b], bounds[b+1])
			if err != nil {
				return err
			}
			if from >= to {
				continue
			}
			clear(counts)
			kinds.Tally(p.rows, from, to, counts)
			mu.Lock()
			for code, n := range counts {
				if n > 0 {
					list[b].Domains[event.Kind(kinds.Entry(uint32(code))).Domain()] += n
				}
			}
			mu.Unlock()
		}
		return nil
	})
}

// FacetValue is one value of a field, and how many events have it.
type FacetValue struct {
	Value string
	Count int64
}

// FacetFields are the fields of which there are facets; "attr.NAME" besides.
func FacetFields() []string {
	return []string{"account", "client", "customer", "device", "file", "from", "initiated", "ip", "kind", "object", "outcome", "owner", "parser",
		"printer", "session", "source", "to", "type", "who"}
}

// Facet counts the events by the values of a field, the most frequent first, then
// by value. What belongs to a field is what a query finds in it. An event counts
// once for each value that it has; what has none is not there. Of who and owner, a
// value is the person's id; of customer, the customer's; of an attribute that a
// record has twice, the first.
func (s *Selection) Facet(ctx context.Context, field string) ([]FacetValue, error) {
	name, attr := strings.CutPrefix(field, "attr.")
	if !slices.Contains(FacetFields(), field) && !attr {
		return nil, fmt.Errorf("facet %q: there is no such field", field)
	}
	var mu sync.Mutex
	all := map[string]int64{}
	err := parallel(ctx, len(s.parts), func(i int) error {
		p := &s.parts[i]
		counts, err := map[string]int64(nil), error(nil)
		switch {
		case attr:
			counts, err = s.attrValues(ctx, p, name)
		case field == "who" || field == "owner":
			counts, err = s.tenureValues(p, field)
		default:
			counts, err = s.partValues(p, field)
		}
		mu.Lock()
		defer mu.Unlock()
		for value, n := range counts {
			all[value] += n
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	list := make([]FacetValue, 0, len(all))
	for v, n := range all {
		list = append(list, FacetValue{v, n})
	}
	slices.SortFunc(list, func(a, b FacetValue) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	return list, nil
}

// fieldColumns are the columns of all that a query's field looks at, the time apart.
func fieldColumns(field string) []string {
	var names []string
	t := &query.Term{Field: field}
	for _, group := range t.Parts() {
		for _, name := range columnsOf(t, group) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// partValues counts values that depend on columns alone.
func (s *Selection) partValues(p *selected, field string) (map[string]int64, error) {
	names := fieldColumns(field)
	one, err := s.c.composite(p.segment, names)
	if err != nil {
		return nil, err
	}
	byCode := make([]int64, one.count)
	one.codes.Tally(p.rows, 0, p.rows.Len(), byCode)
	counts := map[string]int64{}
	for code, n := range byCode {
		if n == 0 {
			continue
		}
		e, err := s.c.eventOf(p.segment, names, one.texts(uint32(code)))
		if err != nil {
			return nil, err
		}
		for _, value := range query.ValuesOf(e, field, s.env) {
			counts[value] += n
		}
	}
	return counts, nil
}

// tenureValues counts persons, who hold accounts and own things for a time.
func (s *Selection) tenureValues(p *selected, field string) (map[string]int64, error) {
	values := map[string]int64{}
	m, err := s.tenuresOf(p, field)
	if err != nil {
		return nil, err
	}
	counts, changing, err := m.part(p.rows)
	if err != nil {
		return nil, err
	}
	add := func(person string, n int64) {
		if person != "" && n > 0 {
			values[person] += n
		}
	}
	for code, n := range counts {
		if n > 0 {
			add(m.list[code].timeless, n)
		}
	}
	return values, m.each(changing, func(_ int64, person string) { add(person, 1) })
}

func (s *Selection) tenuresOf(p *selected, field string) (*tenures[string], error) {
	names := fieldColumns(field)
	one, err := s.c.composite(p.segment, names)
	return &tenures[string]{c: s.c, segment: p.segment, env: s.env, field: field, names: names, of: one, ask: func(e *event.Event) string {
		if values := query.ValuesOf(e, field, s.env); len(values) > 0 {
			return values[0]
		}
		return ""
	}}, err
}

// attrValues counts the values of an attribute.
func (s *Selection) attrValues(ctx context.Context, p *selected, name string) (map[string]int64, error) {
	counts := map[string]int64{}
	x, err := s.c.words(p.segment)
	if err != nil {
		return nil, err
	}
	for i, column := range x.Columns {
		if column.Name != name {
			continue
		}
		v, err := s.c.values(p.segment, i)
		if err != nil {
			return nil, err
		}
		codes, err := s.c.attribute(p.segment, i)
		if err != nil {
			return nil, err
		}
		byCode := make([]int64, column.Count+1)
		codes.Tally(p.rows, 0, p.rows.Len(), byCode)
		for at, n := range byCode[1:] {
			if value := v.texts.At(at); n > 0 && value != "" {
				counts[value] += n
			}
		}
		return counts, nil // what a row has besides is not the first of its name
	}
	if !x.Rested(func(other string) bool { return other == name }) {
		return counts, nil
	}
	return counts, s.eachAttrs(ctx, p, p.rows, func(attrs []event.Attr) {
		if value := (&event.Event{Attrs: attrs}).Attr(name); value != "" {
			counts[value]++
		}
	})
}

// eachAttrs reads the attributes of rows. The slice is used again.
func (s *Selection) eachAttrs(ctx context.Context, p *selected, rows *columns.Set, each func([]event.Attr)) error {
	w := s.c.segments[p.segment].Walk("attrs")
	defer w.Close()
	var list []event.Attr
	for row := rows.Next(0); row < rows.Len(); {
		_, end, err := w.Page(row)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		for ; row < end; row = rows.Next(row + 1) {
			list = list[:0]
			err := segments.EachAttr(w.Bytes(row), func(name, value []byte) {
				list = append(list, event.Attr{Name: string(name), Value: string(value)})
			})
			if err != nil {
				return s.c.damaged(p.segment, "attrs", err)
			}
			each(list)
		}
	}
	return nil
}
