// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"math"
	"time"
)

// moments are the times of a segment's rows, which are read when somebody asks for what
// the first and the last of them do not say. Rows come in the order of their times;
// those from timed on have none.
type moments struct {
	c           *Case
	segment     int
	timed       int64
	first, last int64 // nanoseconds since 1970; of no use if timed is 0
}

// moments are those of a segment.
func (c *Case) moments(segment int) (moments, error) {
	m := moments{c: c, segment: segment}
	s := c.segments[segment]
	known := false
	if m.first, m.last, m.timed, known = s.Span(); known {
		return m, nil
	}
	list, err := c.times(segment)
	if m.timed = int64(len(list)); err == nil && m.timed > 0 {
		m.first, m.last = list[0], list[m.timed-1]
	}
	return m, err
}

// times are the times of a segment's rows, as segments.Segment.Times has them.
func (c *Case) times(segment int) ([]int64, error) {
	return kept(&c.cache, cacheKey{segment, "times"}, func() ([]int64, int64, error) {
		s := c.segments[segment]
		list, err := s.Times()
		if err != nil {
			return nil, 0, err
		}
		if first, last, timed, known := s.Span(); known && (timed != int64(len(list)) || timed > 0 && (first != list[0] || last != list[timed-1])) {
			return nil, 0, c.damaged(segment, "time", fmt.Errorf("its times are not those that the file states"))
		}
		return list, 8 * int64(cap(list)), nil
	})
}

// all are the times of all rows that have one.
func (m *moments) all() ([]int64, error) { return m.c.times(m.segment) }

// lower is the first row that is not before an instant in nanoseconds since 1970.
func (m *moments) lower(nanos int64) (int64, error) {
	switch {
	case m.timed == 0 || nanos <= m.first:
		return 0, nil
	case nanos > m.last:
		return m.timed, nil
	}
	list, err := m.all()
	return lowerNanos(list, nanos), err
}

// find is lower that reads no more times than it needs.
func (m *moments) find(nanos int64) (int64, error) {
	if _, known := have[[]int64](&m.c.cache, cacheKey{m.segment, "times"}); known {
		return m.lower(nanos)
	}
	switch {
	case m.timed == 0 || nanos <= m.first:
		return 0, nil
	case nanos > m.last:
		return m.timed, nil
	}
	return m.c.segments[m.segment].LowerTime(nanos)
}

// outside reports whether no row has a time in [from, to), of which a zero bound is open.
func (m *moments) outside(from, to time.Time) bool {
	return m.timed == 0 || !from.IsZero() && time.Unix(0, m.last).Before(from) || !to.IsZero() && !time.Unix(0, m.first).Before(to)
}

// between are the rows whose time lies in [from, to), of which a zero bound is open.
func (m *moments) between(from, to time.Time) (start, end int64, err error) {
	if m.outside(from, to) {
		return 0, 0, nil
	}
	end = m.timed
	if !from.IsZero() && time.Unix(0, m.first).Before(from) {
		start, err = m.find(nanosOf(from))
	}
	if err == nil && !to.IsZero() && !time.Unix(0, m.last).Before(to) {
		end, err = m.find(nanosOf(to))
	}
	return start, max(start, end), err
}

// at are the rows [start, end) that have the time; if none has, start is where one would
// stand.
func (m *moments) at(instant time.Time) (start, end int64, err error) {
	nanos := nanosOf(instant)
	if start, err = m.lower(nanos); err != nil || nanos == math.MaxInt64 {
		return start, m.timed, err
	}
	end, err = m.lower(nanos + 1)
	return start, end, err
}

// nanosOf is an instant in nanoseconds since 1970; one that is too far away to be told
// so becomes the last, or the first, that can.
func nanosOf(at time.Time) int64 {
	switch {
	case at.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case at.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return at.UnixNano()
}

// lowerNanos is the first of the times that is not before an instant in nanoseconds since
// 1970.
func lowerNanos(times []int64, nanos int64) int64 {
	from, to := 0, len(times)
	for from < to {
		if middle := int(uint(from+to) >> 1); times[middle] < nanos {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return int64(from)
}
