// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"sort"
)

// guesses bounds how often LowerTime guesses where a time lies before it halves.
const guesses = 4

// LowerTime is the first row that is not before a time in nanoseconds since 1970, or has
// none. It reads the pages where the time lies if events come evenly, and few others.
func (s *Segment) LowerTime(nanos int64) (int64, error) {
	least, greatest, timed, known := s.Span()
	if !known {
		list, err := s.Times()
		return int64(sort.Search(len(list), func(i int) bool { return list[i] >= nanos })), err
	}
	c := s.column("time")
	defer c.close()
	from, to := int64(0), timed // the answer lies in [from, to]
	for try := 0; from < to; try++ {
		probe := (from + to) / 2
		if try < guesses && greatest > least {
			share := (float64(nanos) - float64(least)) / (float64(greatest) - float64(least))
			probe = from + int64(min(max(share, 0), 1)*float64(to-from-1))
		}
		if err := c.seek(probe); err != nil {
			return 0, fmt.Errorf("segment %s, times: %w", s.Name, err)
		}
		first, end := c.first, min(c.first+c.rows, timed)
		switch begin, last := c.at(first), c.at(end-1); {
		case nanos <= begin:
			to, greatest = max(from, first), begin
		case nanos > last:
			from, least = end, last
		default:
			return first + int64(sort.Search(int(end-first), func(i int) bool { return c.at(first+int64(i)) >= nanos })), nil
		}
	}
	return from, nil
}

// at is the number of a row of the current page; 0 for NULL.
func (c *column) at(row int64) int64 {
	n, _, _ := c.number(row)
	return n
}
