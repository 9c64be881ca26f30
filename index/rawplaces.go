// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dossier/event"
	"dossier/index/internal/columns"
)

// recordAt is where a record of a row lies in its source.
type recordAt struct {
	offset, length int64
	row            int64
}

func (p recordAt) end() int64 { return p.offset + p.length }

// sameRecord reports whether two rows rest on one record.
func (p recordAt) sameRecord(o recordAt) bool { return p.offset == o.offset && p.length == o.length }

// placed are the records of rows of one segment that lie in one source, ascending.
type placed struct {
	source  event.Source
	segment int
	list    []recordAt
}

// fewRows is how many times as many rows there have to be as are asked for, until
// each is looked up by itself: below, whole columns are read faster.
const fewRows = 16

// places are the records on which rows rest, by the paths of their sources.
func (c *Case) places(ctx context.Context, rows []*columns.Set) ([]placed, error) {
	lists := make([][]placed, len(c.segments))
	err := parallel(ctx, len(c.segments), func(i int) error {
		if rows[i].Empty() {
			return nil
		}
		by, err := c.placesIn(ctx, i, rows[i])
		if err != nil {
			return err
		}
		for digest, list := range by {
			if len(*list) == 0 {
				continue
			}
			source, ok := c.Source(digest)
			if !ok {
				return fmt.Errorf("source %s is not in the case", digest)
			}
			slices.SortFunc(*list, func(a, b recordAt) int {
				return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(a.length, b.length))
			})
			lists[i] = append(lists[i], placed{source, i, *list})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.source.Path, b.source.Path), bytes.Compare(a.source.Digest[:], b.source.Digest[:]), cmp.Compare(a.segment, b.segment))
	})
	return all, nil
}

// placing gathers the records of rows of one segment, by source.
type placing struct {
	c       *Case
	segment int
	rows    *columns.Set
	by      map[event.Digest]*[]recordAt
}

// placesIn are the records on which rows of a segment rest, by source.
func (c *Case) placesIn(ctx context.Context, segment int, rows *columns.Set) (map[event.Digest]*[]recordAt, error) {
	p := &placing{c, segment, rows, map[event.Digest]*[]recordAt{}}
	if rows.Count() >= rows.Len()/fewRows {
		return p.by, p.byColumns(ctx)
	}
	return p.by, p.byRow(ctx, rows)
}

// byRow looks rows up one by one.
func (p *placing) byRow(ctx context.Context, rows *columns.Set) error {
	r := p.c.segments[p.segment].NewReader()
	defer r.Close()
	var failed error
	rows.Each(0, rows.Len(), func(row int64) bool {
		var o event.Origin
		if failed = ctx.Err(); failed == nil {
			o, failed = r.Origin(row)
		}
		for _, span := range append([]event.Span{o.Span}, o.More...) {
			if failed == nil {
				failed = p.note(p.list(o.Source), row, span.Offset, span.Length)
			}
		}
		return failed == nil
	})
	return failed
}

// byColumns reads the columns as a whole; rows that rest on several records are looked
// up.
func (p *placing) byColumns(ctx context.Context) error {
	s := p.c.segments[p.segment]
	sources, err := p.c.codes(p.segment, "source")
	if err != nil {
		return err
	}
	more, err := p.c.codes(p.segment, "more_spans")
	if err != nil {
		return err
	}
	offsets, err := s.Numbers("span_offset")
	if err != nil {
		return err
	}
	lengths, err := s.Numbers("span_length")
	if err != nil {
		return err
	}
	lists, counts := make([]*[]recordAt, sources.Count()), make([]int64, sources.Count())
	sources.Tally(p.rows, 0, p.rows.Len(), counts)
	for i := range lists {
		digest, err := event.ParseDigest(sources.Entry(uint32(i)))
		if err != nil {
			return fmt.Errorf("segment %s: %w: %w", s.Name, ErrDamaged, err)
		}
		lists[i] = p.list(digest)
		*lists[i] = slices.Grow(*lists[i], int(counts[i]))
	}
	several := columns.NewSet(p.rows.Len())
	p.rows.Each(0, p.rows.Len(), func(row int64) bool {
		if more.Entry(more.At(row)) != "" {
			several.Add(row)
			return true
		}
		err = p.note(lists[sources.At(row)], row, offsets.At(row), lengths.At(row))
		return err == nil
	})
	if err != nil {
		return err
	}
	return p.byRow(ctx, several)
}

// list is that of a source.
func (p *placing) list(source event.Digest) *[]recordAt {
	list := p.by[source]
	if list == nil {
		list = new([]recordAt)
		p.by[source] = list
	}
	return list
}

func (p *placing) note(list *[]recordAt, row, offset, length int64) error {
	if offset < 0 || length < 0 || offset > math.MaxInt64-length {
		return fmt.Errorf("segment %s, row %d: a record at byte %d, of length %d: %w", p.c.segments[p.segment].Name, row, offset, length, ErrDamaged)
	}
	*list = append(*list, recordAt{offset, length, row})
	return nil
}
