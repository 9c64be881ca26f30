// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"dossier/event"
	"dossier/index/internal/segments"
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
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	found := map[event.Account]*Actor{}
	for _, s := range c.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		times, err := s.Times()
		if err != nil {
			return nil, err
		}
		err = s.Texts(func(row int64, v []string) {
			if copies.has(s.Name, row) {
				return
			}
			actor := event.Account{Namespace: event.Namespace(v[0]), Name: v[1]}
			principal := event.Account{Namespace: event.Namespace(v[2]), Name: v[3]}
			if !actor.IsZero() {
				note(found, actor, times, row)
			}
			if !principal.IsZero() && principal.Canonical() != actor.Canonical() {
				note(found, principal, times, row)
			}
		}, "actor_namespace", "actor", "on_behalf_of_namespace", "on_behalf_of")
		if err != nil {
			return nil, err
		}
	}
	list := make([]Actor, 0, len(found))
	for _, a := range found {
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b Actor) int {
		return cmp.Or(cmp.Compare(a.Account.Namespace, b.Account.Namespace), cmp.Compare(a.Account.Name, b.Account.Name))
	})
	return list, nil
}

func note(found map[event.Account]*Actor, account event.Account, times []int64, row int64) {
	a := found[account.Canonical()]
	if a == nil {
		a = &Actor{Account: account}
		found[account.Canonical()] = a
	}
	a.Account.Name = min(a.Account.Name, account.Name)
	a.Count++
	if row >= int64(len(times)) {
		return
	}
	at := time.Unix(0, times[row]).UTC()
	if a.First.IsZero() || at.Before(a.First) {
		a.First = at
	}
	if at.After(a.Last) {
		a.Last = at
	}
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
	type cell struct{ parser, day string }
	counts := map[cell]int64{}
	for _, s := range c.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := countDays(s, from, to, zone, copies, func(parser, day string) { counts[cell{parser, day}]++ }); err != nil {
			return nil, err
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

func countDays(s *segments.Segment, from, to time.Time, zone *time.Location, copies duplicates, each func(parser, day string)) error {
	times, err := s.Times()
	if err != nil {
		return err
	}
	var day string
	var dayEnd time.Time
	return s.Texts(func(row int64, v []string) {
		if row >= int64(len(times)) || copies.has(s.Name, row) {
			return
		}
		at := time.Unix(0, times[row])
		if at.Before(from) || !at.Before(to) {
			return
		}
		if day == "" || !at.Before(dayEnd) { // rows come in the order of time
			local := at.In(zone)
			y, m, d := local.Date()
			day = local.Format(time.DateOnly)
			dayEnd = time.Date(y, m, d+1, 0, 0, 0, 0, zone)
		}
		each(v[0], day)
	}, "parser")
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
	found := map[string]*SourceSpan{}
	for _, s := range c.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		times, err := s.Times()
		if err != nil {
			return nil, err
		}
		err = s.Texts(func(row int64, v []string) {
			if !copies.has(s.Name, row) {
				widen(found, v[0], times, row)
			}
		}, "source")
		if err != nil {
			return nil, err
		}
	}
	spans := make(map[event.Digest]SourceSpan, len(found))
	for text, span := range found {
		d, err := event.ParseDigest(text)
		if err != nil {
			return nil, err
		}
		spans[d] = *span
	}
	return spans, nil
}

// widen enters a row of a segment in the span of its source. Rows come in the order
// of time within a segment, not across segments.
func widen(found map[string]*SourceSpan, source string, times []int64, row int64) {
	span := found[source]
	if span == nil {
		span = &SourceSpan{}
		found[source] = span
	}
	span.Count++
	if row >= int64(len(times)) {
		return
	}
	at := time.Unix(0, times[row]).UTC()
	if span.First.IsZero() || at.Before(span.First) {
		span.First = at
	}
	if at.After(span.Last) {
		span.Last = at
	}
}

// Span is the first and the last time of any event in the case; zero if no event
// has a time.
func (c *Case) Span() (first, last time.Time, err error) {
	for _, s := range c.segments {
		times, err := s.Times()
		if err != nil {
			return first, last, err
		}
		if len(times) == 0 {
			continue
		}
		a, b := time.Unix(0, times[0]).UTC(), time.Unix(0, times[len(times)-1]).UTC()
		if first.IsZero() || a.Before(first) {
			first = a
		}
		if b.After(last) {
			last = b
		}
	}
	return first, last, nil
}

// DuplicateCount is how many events are copies of a primary one, per source.
func (c *Case) DuplicateCount() (map[event.Digest]int64, error) {
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	counts := map[event.Digest]int64{}
	for _, s := range c.segments {
		if bytes.Count(copies[s.Name], []byte{0}) == len(copies[s.Name]) {
			continue
		}
		err := s.Texts(func(row int64, v []string) {
			if !copies.has(s.Name, row) {
				return
			}
			if d, err := event.ParseDigest(v[0]); err == nil {
				counts[d]++
			}
		}, "source")
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}
