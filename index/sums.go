// SPDX-License-Identifier: Apache-2.0

package index

import (
	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// sumColumns are the columns of what can be added up.
var sumColumns = map[string]string{
	"rows": "records", "pages": "pages", "copies": "copies", "bytes": "bytes", "attachments": "attachment_count", "items": "items",
}

// sum adds up a quantity as the bases of its parts allow.
type sum struct {
	stated bool
	own    int64
	groups map[string]groupSum
}

// groupSum is what the records of one act state: parts of their own, and a whole
// that is repeated or runs. They state the same thing in different ways, so the
// larger counts.
type groupSum struct{ own, largest int64 }

func (s *sum) add(count int64, basis event.QuantityBasis, group string) {
	s.stated = true
	if group == "" {
		s.own += count
		return
	}
	if s.groups == nil {
		s.groups = map[string]groupSum{}
	}
	g := s.groups[group]
	if basis == event.Own {
		g.own += count
	} else {
		g.largest = max(g.largest, count)
	}
	s.groups[group] = g
}

func (s *sum) merge(other *sum) {
	s.stated = s.stated || other.stated
	s.own += other.own
	if s.groups == nil {
		s.groups = other.groups
		return
	}
	for group, o := range other.groups {
		g := s.groups[group]
		s.groups[group] = groupSum{g.own + o.own, max(g.largest, o.largest)}
	}
}

func (s *sum) total() int64 {
	total := s.own
	for _, g := range s.groups {
		total += max(g.own, g.largest)
	}
	return total
}

// stating are the selected rows that state a quantity on one of the bases.
func (s *Selection) stating(p *selected, column string, wanted func(event.QuantityBasis) bool) (*columns.Set, *columns.Codes, error) {
	rows := columns.NewSet(p.rows.Len())
	bases, err := s.c.codes(p.segment, column+"_basis")
	if err != nil {
		return nil, nil, err
	}
	codes := make([]bool, bases.Count())
	for i := range codes {
		codes[i] = wanted(segments.QuantityBasis(bases.Entry(uint32(i))))
	}
	bases.Mark(codes, p.rows, rows)
	return rows, bases, nil
}

func addable(b event.QuantityBasis) bool { return b != event.Absent && b != event.Estimated }
func whole(b event.QuantityBasis) bool   { return addable(b) && b != event.Own }

// findWholes finds the groups of which a record states a whole: of all others, own
// parts may be added as they are, and their groups need not be remembered.
func (t *tallying) findWholes(p *selected) error {
	for i, name := range t.sums {
		rows, _, err := t.s.stating(p, sumColumns[name], whole)
		if err != nil || rows.Empty() {
			if err != nil {
				return err
			}
			continue
		}
		var found []string
		err = t.s.eachGroup(p, rows, func(_ int64, group string) {
			if group != "" {
				found = append(found, group)
			}
		})
		if err != nil {
			return err
		}
		t.mu.Lock()
		for _, group := range found {
			t.wholes[i][group] = true
		}
		t.mu.Unlock()
	}
	return nil
}

// eachGroup calls each with the group of the rows.
func (s *Selection) eachGroup(p *selected, rows *columns.Set, each func(row int64, group string)) error {
	w := s.c.segments[p.segment].Walk("group_id")
	defer w.Close()
	for row := rows.Next(0); row < rows.Len(); {
		_, end, err := w.Page(row)
		if err != nil {
			return err
		}
		for ; row < end; row = rows.Next(row + 1) {
			each(row, string(w.Bytes(row)))
		}
	}
	return nil
}

// add adds up one quantity of a segment.
func (t *tallying) add(p *selected, i int, name string, one *composite, at func(cell) *tally) error {
	rows, bases, err := t.s.stating(p, sumColumns[name], addable)
	if err != nil || rows.Empty() {
		return err
	}
	numbers, err := t.s.c.numbers(p.segment, sumColumns[name])
	if err != nil {
		return err
	}
	show := newDial(zoneOf(t.s.env))
	var times []int64
	if t.clock {
		if times, err = p.moments.all(); err != nil {
			return err
		}
	}
	add := func(row int64, group string) {
		clock := int64(noClock)
		if row < int64(len(times)) {
			clock, _ = show.run(times[row], t.hour)
		}
		if !t.wholes[i][group] {
			group = ""
		}
		basis := segments.QuantityBasis(bases.Entry(bases.At(row)))
		at(cell{one.codes.At(row), clock}).sums[i].add(numbers.At(row), basis, group)
	}
	if len(t.wholes[i]) > 0 {
		return t.s.eachGroup(p, rows, add)
	}
	rows.Each(0, rows.Len(), func(row int64) bool {
		add(row, "")
		return true
	})
	return nil
}
