// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
)

// Actor is an account that occurs in a case as one that acted, or in whose name
// somebody did.
type Actor struct {
	Account event.Account // as recorded, in the first of its spellings by order
	Count   int64         // events, duplicates left out
	First   time.Time     // of those with a time; zero if none has one
	Last    time.Time
}

// Actors lists the accounts that acted, by namespace and name. Spellings that are
// canonically the same are one account.
func (c *Case) Actors(ctx context.Context) ([]Actor, error) {
	s, err := c.survey()
	if err != nil {
		return nil, err
	}
	return slices.Clone(s.Actors), ctx.Err()
}

// DayCount says how many events the sources of one source system have on one day.
type DayCount struct {
	Parser string // "name@version"
	Day    string // 2024-05-13, in the zone asked for
	Count  int64  // events, duplicates left out
}

// Days counts the events in [from, to) by parser and day, over everybody: what
// the evidence covers, as opposed to what somebody did.
func (c *Case) Days(ctx context.Context, from, to time.Time, zone *time.Location) ([]DayCount, error) {
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	bySegment := make([][]DayCount, len(c.segments))
	err = parallel(ctx, len(c.segments), func(i int) error {
		list, err := c.countDays(i, from, to, zone, copies)
		bySegment[i] = list
		return err
	})
	if err != nil {
		return nil, err
	}
	type cell struct{ parser, day string }
	counts := map[cell]int64{}
	for _, list := range bySegment {
		for _, one := range list {
			counts[cell{one.Parser, one.Day}] += one.Count
		}
	}
	list := make([]DayCount, 0, len(counts))
	for k, n := range counts {
		list = append(list, DayCount{k.parser, k.day, n})
	}
	slices.SortFunc(list, func(a, b DayCount) int {
		return cmp.Or(cmp.Compare(a.Parser, b.Parser), cmp.Compare(a.Day, b.Day))
	})
	return list, nil
}

// countDays counts those of one segment, day by day: rows come in the order of time.
func (c *Case) countDays(segment int, from, to time.Time, zone *time.Location, copies duplicates) ([]DayCount, error) {
	s := c.segments[segment]
	m, err := c.moments(segment)
	if err != nil || m.outside(from, to) {
		return nil, err
	}
	times, err := s.Times()
	if err != nil {
		return nil, err
	}
	row, end := lowerNanos(times, nanosOf(from)), lowerNanos(times, nanosOf(to))
	parsers, err := c.codes(segment, "parser")
	if err != nil {
		return nil, err
	}
	rows := columns.NewSet(s.Count())
	rows.AddRange(0, rows.Len())
	rows.AndNotBytes(copies[s.Name])
	var list []DayCount
	counts := make([]int64, parsers.Count())
	for row < end {
		y, mo, d := time.Unix(0, times[row]).In(zone).Date()
		next := min(end, max(row+1, lowerNanos(times, nanosOf(time.Date(y, mo, d+1, 0, 0, 0, 0, zone)))))
		clear(counts)
		parsers.Tally(rows, row, next, counts)
		row = next
		day := time.Date(y, mo, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		for code, n := range counts {
			if n > 0 {
				list = append(list, DayCount{parsers.Entry(uint32(code)), day, n})
			}
		}
	}
	return list, nil
}

// SourceSpan says from when to when a source has events.
type SourceSpan struct {
	First, Last time.Time // zero if no event has a time
	Count       int64     // events, duplicates left out
}

// SourceSpans are those of the sources that have events that are no duplicates.
func (c *Case) SourceSpans(ctx context.Context) (map[event.Digest]SourceSpan, error) {
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	bySegment := make([]map[event.Digest]SourceSpan, len(c.segments))
	err = parallel(ctx, len(c.segments), func(i int) error {
		var err error
		bySegment[i], err = c.sourceSpans(i, copies)
		return err
	})
	if err != nil {
		return nil, err
	}
	spans := map[event.Digest]SourceSpan{}
	for _, found := range bySegment {
		for source, one := range found {
			all := spans[source]
			all.Count += one.Count
			all.First, all.Last = earlier(all.First, one.First), later(all.Last, one.Last)
			spans[source] = all
		}
	}
	return spans, nil
}

// sourceSpans are those of one segment, whose rows come in the order of time, those
// without a time last.
func (c *Case) sourceSpans(segment int, copies duplicates) (map[event.Digest]SourceSpan, error) {
	s := c.segments[segment]
	if s.Count() == 0 {
		return nil, nil
	}
	sources, err := c.codes(segment, "source")
	if err != nil {
		return nil, err
	}
	m, err := c.moments(segment)
	if err != nil {
		return nil, err
	}
	count, first, last := make([]int64, sources.Count()), make([]int64, sources.Count()), make([]int64, sources.Count())
	marks := copies[s.Name]
	for row := range s.Count() {
		if marks[row>>3]&(1<<(row&7)) != 0 {
			continue
		}
		code := sources.At(row)
		if count[code] == 0 {
			first[code] = row
		}
		if count[code]++; row < m.timed {
			last[code] = row
		}
	}
	spans := map[event.Digest]SourceSpan{}
	clock := s.Walk("time")
	defer clock.Close()
	at := func(row int64) (time.Time, error) {
		_, _, err := clock.Page(row)
		if err != nil {
			return time.Time{}, err
		}
		return time.Unix(0, clock.Number(row)).UTC(), nil
	}
	for code, n := range count {
		if n == 0 {
			continue
		}
		source, err := event.ParseDigest(sources.Entry(uint32(code)))
		span := SourceSpan{Count: n}
		if err == nil && first[code] < m.timed {
			if span.First, err = at(first[code]); err == nil {
				span.Last, err = at(last[code])
			}
		}
		if err != nil {
			return nil, err
		}
		spans[source] = span
	}
	return spans, nil
}

// Span is the first and the last time of any event in the case; zero if no event
// has a time.
func (c *Case) Span() (first, last time.Time, err error) {
	s, err := c.survey()
	return s.First, s.Last, err
}

// DuplicateCount is how many events are copies of a primary one, per source.
func (c *Case) DuplicateCount() (map[event.Digest]int64, error) {
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	counts := map[event.Digest]int64{}
	for i, s := range c.segments {
		if bytes.Count(copies[s.Name], []byte{0}) == len(copies[s.Name]) {
			continue
		}
		sources, err := c.codes(i, "source")
		if err != nil {
			return nil, err
		}
		marked := make([]int64, sources.Count())
		for row := range s.Count() {
			if copies.has(s.Name, row) {
				marked[sources.At(row)]++
			}
		}
		for code, n := range marked {
			if d, err := event.ParseDigest(sources.Entry(uint32(code))); err == nil && n > 0 {
				counts[d] += n
			}
		}
	}
	return counts, nil
}
