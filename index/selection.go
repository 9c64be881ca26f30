// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
	"time"

	"dossier/event"
	"dossier/index/query"
)

// Selection is the events of a case that a query asks for. They have positions from
// 0 on, in the order of their times and IDs, those without a time last. Immutable,
// and safe for concurrent use; it is of use until its case is closed.
type Selection struct {
	env    query.Env
	events []*event.Event
	timed  int
}

// Select finds what a query asks for. Further copies of an act are left out unless
// the query asks is:duplicate somewhere.
func (c *Case) Select(ctx context.Context, q query.Query, env query.Env) (*Selection, error) {
	s := &Selection{env: env}
	n := query.Narrow(q, env)
	f := Filter{From: n.From, To: n.To, Timeless: n.Timeless, Kinds: n.Kinds, Duplicates: query.Asks(q, "is", "duplicate")}
	for e, err := range c.Events(ctx, f) {
		if err != nil {
			return nil, err
		}
		if q.Match(e, env) {
			s.events = append(s.events, e)
			if e.Time.Known() {
				s.timed++
			}
		}
	}
	return s, nil
}

// Count is how many events there are.
func (s *Selection) Count() int64 { return int64(len(s.events)) }

// Timed is how many of them have a time: they come first.
func (s *Selection) Timed() int64 { return int64(s.timed) }

// Span is the first and the last time; zero if no event has one.
func (s *Selection) Span() (first, last time.Time) {
	if s.timed == 0 {
		return first, last
	}
	return s.events[0].Time.UTC, s.events[s.timed-1].Time.UTC
}

// Events yields the events from a position on. After an error nothing more comes.
func (s *Selection) Events(ctx context.Context, from int64) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for _, e := range s.events[min(max(from, 0), int64(len(s.events))):] {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Backwards yields the events before a position, the last first: those at from-1,
// from-2 … 0. After an error nothing more comes.
func (s *Selection) Backwards(ctx context.Context, from int64) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for i := min(from, s.Count()) - 1; i >= 0; i-- {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.events[i], nil) {
				return
			}
		}
	}
}

// Page is the events of at most limit positions from one on.
func (s *Selection) Page(ctx context.Context, from int64, limit int) ([]*event.Event, error) {
	var page []*event.Event
	for e, err := range s.Events(ctx, from) {
		if err != nil || len(page) == limit {
			return page, err
		}
		page = append(page, e)
	}
	return page, nil
}

// Position is how many events have an earlier time: the position of the first that
// does not.
func (s *Selection) Position(at time.Time) int64 {
	return int64(sort.Search(s.timed, func(i int) bool { return !s.events[i].Time.UTC.Before(at) }))
}

// PositionOf is the position that an event of the case has, or would have; and
// whether it is in the selection.
func (s *Selection) PositionOf(e *event.Event) (int64, bool) {
	i, ok := slices.BinarySearchFunc(s.events, e, func(a, b *event.Event) int {
		return cmp.Or(cmp.Compare(b2i(!a.Time.Known()), b2i(!b.Time.Known())), a.Time.UTC.Compare(b.Time.UTC), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return int64(i), ok
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Bucket is the events between two times.
type Bucket struct {
	From    time.Time        // the bucket ends where the next begins
	Domains map[string]int64 // events by domain: event.DomainCRM …
}

// Histogram counts the events with a time in the buckets [bounds[i], bounds[i+1]),
// by domain. There is one bucket less than bounds, which ascend.
func (s *Selection) Histogram(ctx context.Context, bounds []time.Time) ([]Bucket, error) {
	var list []Bucket
	for i := range len(bounds) - 1 {
		b := Bucket{From: bounds[i], Domains: map[string]int64{}}
		for _, e := range s.events[s.Position(bounds[i]):s.Position(bounds[i+1])] {
			b.Domains[e.Kind.Domain()]++
		}
		list = append(list, b)
	}
	return list, ctx.Err()
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
// by value. An event counts once for each value that it has; what has none is not
// there. Of who and owner, a value is the person's id.
func (s *Selection) Facet(ctx context.Context, field string) ([]FacetValue, error) {
	counts := map[string]int64{}
	for _, e := range s.events {
		for _, v := range s.valuesOf(e, field) {
			counts[v]++
		}
	}
	list := make([]FacetValue, 0, len(counts))
	for v, n := range counts {
		list = append(list, FacetValue{v, n})
	}
	slices.SortFunc(list, func(a, b FacetValue) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	if field != "" && !slices.Contains(FacetFields(), field) && !strings.HasPrefix(field, "attr.") {
		return nil, fmt.Errorf("facet %q: there is no such field", field)
	}
	return list, ctx.Err()
}

func (s *Selection) valuesOf(e *event.Event, field string) []string {
	switch field {
	case "kind":
		return []string{string(e.Kind)}
	case "account":
		return nonempty(e.Actor.Name)
	case "ip":
		return nonempty(e.IP)
	case "device":
		return nonempty(e.Device)
	case "client":
		return nonempty(e.Client)
	case "session":
		return nonempty(e.Session)
	case "object":
		return nonempty(e.Object.Name)
	case "type":
		return nonempty(e.Object.Type)
	case "outcome":
		return nonempty(string(e.Outcome))
	case "initiated":
		return nonempty(string(e.Initiated))
	case "parser":
		return nonempty(e.Origin.Parser)
	case "source":
		return nonempty(s.env.Path(e.Origin.Source))
	case "who":
		id, _ := s.env.People.Holder(e.Actor, e.Time)
		return nonempty(id)
	case "to", "printer", "from":
		var list []string
		for _, t := range e.Targets {
			if t.Role == field || field == "to" && (t.Role == "cc" || t.Role == "bcc") {
				list = append(list, t.Account.Name)
			}
		}
		return list
	}
	if name, ok := strings.CutPrefix(field, "attr."); ok {
		return nonempty(e.Attr(name))
	}
	return nil
}

// zoneOf is where the days of a query begin.
func zoneOf(env query.Env) *time.Location {
	if env.Zone == nil {
		return time.UTC
	}
	return env.Zone
}

func nonempty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
