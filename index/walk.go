// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"math"

	"dossier/event"
	"dossier/index/internal/segments"
)

// walker goes through a selection in order, from a position on. It merges the
// segments by their times, and looks at IDs only where times are the same. It is
// for one goroutine. Close it.
type walker struct {
	s     *Selection
	heads []*cursor // a heap, the next event on top
	skip  int64     // events that come first and are not wanted
	err   error
}

// cursor is at one row of a segment.
type cursor struct {
	part    *selected
	row     int64
	times   []int64        // of all rows, if somebody has read them before
	clock   *segments.Walk // else; nil as long as no time was read
	time    int64
	known   bool // whether it has a time
	early   bool // whether time is only known to be no later: the times are not read yet
	id      event.ID
	idKnown bool
	ids     *segments.Walk // nil as long as nobody asked
	reader  *segments.Reader
}

// walk starts at a position below the count.
func (s *Selection) walk(from int64) *walker {
	w := &walker{s: s}
	nanos, timed := int64(math.MinInt64), from < s.timed
	if timed && from > 0 {
		if nanos, w.err = s.timeAt(from); w.err == nil {
			w.skip, w.err = s.before(nanos)
			w.skip = from - w.skip
		}
	} else if !timed {
		w.skip = from - s.timed
	}
	for i := range s.parts {
		if w.err != nil {
			return w
		}
		p := &s.parts[i]
		row := p.moments.timed
		if timed {
			row, w.err = p.moments.lower(nanos)
		}
		if one := (&cursor{part: p, row: row - 1}); w.err == nil && one.begin() {
			w.heads = append(w.heads, one)
		}
	}
	for i := len(w.heads)/2 - 1; i >= 0; i-- {
		w.sink(i)
	}
	return w
}

// begin moves to the first row, false if there is none. Its time is not read before it
// matters: until then it is that of the segment's first.
func (c *cursor) begin() bool {
	c.row = c.part.rows.Next(c.row + 1)
	if c.row >= c.part.rows.Len() {
		return false
	}
	if c.known = c.row < c.part.moments.timed; c.known {
		c.time, c.early = c.part.moments.first, true
	}
	return true
}

// read finds the time of the row.
func (c *cursor) read() error {
	m := &c.part.moments
	if c.early {
		c.times, _ = have[[]int64](&m.c.cache, cacheKey{m.segment, "times"})
		c.early = false
	}
	if c.times != nil {
		c.time = c.times[c.row]
		return nil
	}
	if c.clock == nil {
		c.clock = m.c.segments[m.segment].Walk("time")
	}
	_, _, err := c.clock.Page(c.row)
	if err == nil {
		c.time = c.clock.Number(c.row)
	}
	return err
}

// advance moves to the next row of the selection; false at the end.
func (c *cursor) advance() (bool, error) {
	c.row = c.part.rows.Next(c.row + 1)
	c.idKnown = false
	if c.row >= c.part.rows.Len() {
		return false, nil
	}
	if c.known = c.row < c.part.moments.timed; c.known {
		return true, c.read()
	}
	return true, nil
}

func (w *walker) close() {
	for _, c := range w.heads {
		c.close()
	}
}

func (c *cursor) close() {
	if c.ids != nil {
		c.ids.Close()
	}
	if c.clock != nil {
		c.clock.Close()
	}
	if c.reader != nil {
		c.reader.Close()
	}
}

// less reports whether a cursor's event comes before another's.
func (w *walker) less(a, b *cursor) bool {
	if a.known != b.known {
		return a.known
	}
	if a.known && a.time != b.time {
		return a.time < b.time
	}
	if a.early != b.early { // what is read may turn out to be later
		return a.early
	}
	if a.early {
		return a.part.segment < b.part.segment
	}
	x, y := w.idOf(a), w.idOf(b)
	return bytes.Compare(x[:], y[:]) < 0
}

func (w *walker) idOf(c *cursor) event.ID {
	if c.idKnown || w.err != nil {
		return c.id
	}
	if c.ids == nil {
		c.ids = w.s.c.segments[c.part.segment].Walk("id")
	}
	if _, _, w.err = c.ids.Page(c.row); w.err == nil {
		c.id, c.idKnown = c.ids.ID(c.row), true
	}
	return c.id
}

func (w *walker) sink(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(w.heads); child++ {
			if w.less(w.heads[child], w.heads[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		w.heads[i], w.heads[least] = w.heads[least], w.heads[i]
		i = least
	}
}

// place is where an event stands.
type place struct {
	part *selected
	row  int64
}

// next is the next place. It is asked for no more often than there are events.
func (w *walker) next() (place, error) {
	c, err := w.top()
	if err != nil {
		return place{}, err
	}
	at := place{c.part, c.row}
	w.step()
	return at, w.err
}

// top is the cursor at the next event that is wanted.
func (w *walker) top() (*cursor, error) {
	for {
		w.settle()
		if w.err != nil || w.skip == 0 {
			break
		}
		w.skip--
		w.step()
	}
	if w.err != nil {
		return nil, w.err
	}
	return w.heads[0], nil
}

// settle reads the times of the cursors that may be at the next event, until one is.
func (w *walker) settle() {
	for w.err == nil && w.heads[0].early {
		w.err = w.heads[0].read()
		w.sink(0)
	}
}

// step leaves the top event behind.
func (w *walker) step() {
	c := w.heads[0]
	more, err := c.advance()
	if w.err = errors.Join(w.err, err); !more {
		c.close()
		last := len(w.heads) - 1
		w.heads[0] = w.heads[last]
		w.heads = w.heads[:last]
	}
	w.sink(0)
}

// event is the next event.
func (w *walker) event(ctx context.Context) (*event.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c, err := w.top()
	if err != nil {
		return nil, err
	}
	if c.reader == nil {
		c.reader = w.s.c.reader(c.part.segment)
	}
	e, err := w.s.read(c.reader, place{c.part, c.row})
	if err != nil {
		return nil, err
	}
	w.step()
	return e, w.err
}

// read reads the event at a place.
func (s *Selection) read(r *segments.Reader, at place) (*event.Event, error) {
	e, err := r.Event(at.row)
	if err != nil {
		return nil, err
	}
	e.Duplicate = s.marks.has(s.c.segments[at.part.segment].Name, at.row)
	return e, nil
}

// page is the next n events, of several segments at a time.
func (w *walker) page(ctx context.Context, n int) ([]*event.Event, error) {
	byPart := map[*selected][]int{} // positions on the page
	places := make([]place, n)
	var parts []*selected
	for i := range places {
		var err error
		if places[i], err = w.next(); err != nil {
			return nil, err
		}
		p := places[i].part
		if byPart[p] == nil {
			parts = append(parts, p)
		}
		byPart[p] = append(byPart[p], i)
	}
	page := make([]*event.Event, n)
	err := parallel(ctx, len(parts), func(i int) error {
		r := w.s.c.idle.take(w.s.c, parts[i].segment)
		for _, at := range byPart[parts[i]] {
			var err error
			if page[at], err = w.s.read(r, places[at]); err != nil {
				r.Close()
				return err
			}
		}
		w.s.c.idle.put(parts[i].segment, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// rowOf is the first row of [from, to), which have the same time, whose ID is not
// less than the given one; and whether it is the same.
func (s *Selection) rowOf(p *selected, id event.ID, from, to int64) (row int64, same bool, err error) {
	end := to
	for from < to {
		middle := (from + to) / 2
		other, err := s.idAt(p, middle)
		if err != nil {
			return from, false, err
		}
		switch cmp.Compare(bytes.Compare(other[:], id[:]), 0) {
		case 0:
			return middle, true, nil
		case -1:
			from = middle + 1
		default:
			to = middle
		}
	}
	return min(from, end), false, nil
}

func (s *Selection) idAt(p *selected, row int64) (event.ID, error) {
	w := s.c.segments[p.segment].Walk("id")
	defer w.Close()
	if _, _, err := w.Page(row); err != nil {
		return event.ID{}, err
	}
	return w.ID(row), nil
}
