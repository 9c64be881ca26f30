// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"errors"
	"iter"
	"math"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/query"
)

// Selection is the events of a case that a query asks for. They have positions from
// 0 on, in the order of their times and IDs, those without a time last. It holds no
// events: which rows they are is kept in a bit each. Immutable, and safe for
// concurrent use; it is of use until its case is closed.
type Selection struct {
	c     *Case
	env   query.Env
	marks duplicates
	parts []selected // one a segment that holds some
	count int64
	timed int64
}

// selected is the rows of one segment.
type selected struct {
	segment int // number among the case's
	rows    *columns.Set
	moments moments
}

// Select finds what a query asks for. Further copies of an act are left out unless
// the query asks is:duplicate somewhere.
func (c *Case) Select(ctx context.Context, q query.Query, env query.Env) (*Selection, error) {
	return c.ask(ctx, q, env, nil, nil)
}

// ask answers a query. What is known of the evidence answers raw:; nil leaves it to env.
func (c *Case) ask(ctx context.Context, q query.Query, env query.Env, known rawFound, n *notes) (*Selection, error) {
	marks, err := c.copies()
	if err != nil {
		return nil, err
	}
	s := &Selection{c: c, env: env, marks: marks}
	one := &asking{c: c, env: env, marks: marks, notes: n, raw: known}
	memories := make(chan memory, len(c.segments)+1)
	err = s.choose(ctx, func(segment int) (*columns.Set, error) {
		var m memory
		select {
		case m = <-memories: // that of a worker who is done with its segment
		default:
			m = memory{}
		}
		defer func() { memories <- m }()
		all := one.candidates(segment, q)
		a := &answering{asking: one, ctx: ctx, segment: segment, rows: all.Len(), memory: m}
		return a.find(q, all)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// candidates are the rows of a segment that a query may find: copies only if it asks
// for them.
func (a *asking) candidates(segment int, q query.Query) *columns.Set {
	all := columns.NewSet(a.c.segments[segment].Count())
	all.AddRange(0, all.Len())
	if !query.Asks(q, "is", "duplicate") {
		all.AndNotBytes(a.marks[a.c.segments[segment].Name])
	}
	return all
}

// choose makes the parts of what find says of each segment.
func (s *Selection) choose(ctx context.Context, find func(segment int) (*columns.Set, error)) error {
	parts := make([]selected, len(s.c.segments))
	err := parallel(ctx, len(s.c.segments), func(i int) error {
		rows, err := find(i)
		if err != nil || rows.Empty() {
			return err
		}
		m, err := s.c.moments(i)
		if err != nil {
			return err
		}
		rows.Index()
		parts[i] = selected{i, rows, m}
		return nil
	})
	for _, p := range parts {
		if p.rows != nil {
			s.parts = append(s.parts, p)
			s.count += p.rows.Rank(p.rows.Len())
			s.timed += p.rows.Rank(p.moments.timed)
		}
	}
	return err
}

// Count is how many events there are.
func (s *Selection) Count() int64 { return s.count }

// Timed is how many of them have a time: they come first.
func (s *Selection) Timed() int64 { return s.timed }

// Span is the first and the last time; zero if no event has one. It reads times, and
// if they cannot be read it is zero too: reading events then says why.
func (s *Selection) Span() (first, last time.Time) {
	if s.timed == 0 {
		return first, last
	}
	from, err := s.timeAt(0)
	to, err2 := s.timeAt(s.timed - 1)
	if errors.Join(err, err2) != nil {
		return first, last
	}
	return time.Unix(0, from).UTC(), time.Unix(0, to).UTC()
}

// Events yields the events from a position on. After an error nothing more comes.
func (s *Selection) Events(ctx context.Context, from int64) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		if from = max(from, 0); from >= s.count {
			return
		}
		w := s.walk(from)
		defer w.close()
		for range s.count - from {
			e, err := w.event(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Pieces in which a selection is read backwards: short at first, for who wants a
// page.
const (
	firstBackwards = 64
	limitBackwards = 4096
)

// Backwards yields the events before a position, the last first: those at from-1,
// from-2 … 0. After an error nothing more comes.
func (s *Selection) Backwards(ctx context.Context, from int64) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		end := min(from, s.count)
		for size := int64(firstBackwards); end > 0; size = min(2*size, limitBackwards) {
			start := max(0, end-size)
			page, err := s.Page(ctx, start, int(end-start))
			if err != nil {
				yield(nil, err)
				return
			}
			for i := len(page) - 1; i >= 0; i-- {
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
				if !yield(page[i], nil) {
					return
				}
			}
			end = start
		}
	}
}

// Page is the events of at most limit positions from one on.
func (s *Selection) Page(ctx context.Context, from int64, limit int) ([]*event.Event, error) {
	from = max(from, 0)
	n := min(int64(limit), s.count-from)
	if n <= 0 {
		return nil, ctx.Err()
	}
	w := s.walk(from)
	defer w.close()
	return w.page(ctx, int(n))
}

// Position is how many events have an earlier time: the position of the first that
// does not. It reads times, and if they cannot be read it is 0: reading events then
// says why.
func (s *Selection) Position(at time.Time) int64 {
	n, err := s.before(nanosOf(at))
	if err != nil {
		return 0
	}
	return n
}

// before is Position of an instant in nanoseconds.
func (s *Selection) before(nanos int64) (int64, error) {
	n := int64(0)
	for i := range s.parts {
		row, err := s.parts[i].moments.lower(nanos)
		if err != nil {
			return 0, err
		}
		n += s.parts[i].rows.Rank(row)
	}
	return n, nil
}

// timeAt is the time at a position below timed: the latest that no more than so
// many events come before.
func (s *Selection) timeAt(position int64) (int64, error) {
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for i := range s.parts {
		if m := &s.parts[i].moments; m.timed > 0 {
			from, to = min(from, m.first), max(to, m.last)
		}
	}
	for from < to {
		middle := from + int64((uint64(to-from)+1)/2)
		n, err := s.before(middle)
		if err != nil {
			return 0, err
		}
		if n <= position {
			from = middle
		} else {
			to = middle - 1
		}
	}
	return from, nil
}

// PositionOf is the position that an event of the case has, or would have; and
// whether it is in the selection. Of a damaged case it may be that of another event
// of the same time.
func (s *Selection) PositionOf(e *event.Event) (int64, bool) {
	n, found := int64(0), false
	for i := range s.parts {
		p := &s.parts[i]
		from, to := p.moments.timed, p.rows.Len()
		var err error
		if e.Time.Known() {
			from, to, err = p.moments.at(e.Time.UTC)
		}
		row, same := from, false
		if err == nil {
			row, same, err = s.rowOf(p, e.ID, from, to)
		}
		if err != nil {
			row, same = from, false
		}
		n += p.rows.Rank(row)
		found = found || same && p.rows.Has(row)
	}
	return n, found
}
