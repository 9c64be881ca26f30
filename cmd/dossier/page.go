// SPDX-License-Identifier: Apache-2.0

package main

import (
	"iter"
	"slices"
	"time"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// page is a piece of what was found, by positions: events with a time, and behind
// them those without.
type page struct {
	timedFrom, timedTo int64
	looseFrom, looseTo int64
	backwards          bool // the latest first, of those with a time
	more               bool // something comes behind it
}

func (p page) count() int64 { return p.timedTo - p.timedFrom + p.looseTo - p.looseFrom }

// page is what the flags ask for.
func (f *searchCommand) page(s *searching) page {
	timed := s.found.Timed()
	p := page{timedTo: timed, looseFrom: timed, looseTo: s.found.Count(), backwards: f.sort == "-time"}
	if f.from != nil {
		at, there := s.found.PositionOf(f.from)
		behind := at
		if there {
			behind++
		}
		switch {
		case !f.from.Time.Known():
			p.timedFrom, p.looseFrom = timed, behind
		case p.backwards:
			p.timedTo = at
		default:
			p.timedFrom = behind
		}
	}
	if f.limitCount > 0 && p.count() > f.limitCount {
		p.more = true
		fit := min(f.limitCount, p.timedTo-p.timedFrom)
		if p.backwards {
			p.timedFrom = p.timedTo - fit
		} else {
			p.timedTo = p.timedFrom + fit
		}
		p.looseTo = min(p.looseTo, p.looseFrom+f.limitCount-fit)
	}
	return p
}

// between yields the events at positions [from, to), perhaps the last first.
func (s *searching) between(found *index.Selection, from, to int64, backwards bool) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		if from >= to {
			return
		}
		list := found.Events(s.a.ctx, from)
		if backwards {
			list = found.Backwards(s.a.ctx, to)
		}
		left := to - from
		for e, err := range list {
			if !yield(e, err) || err != nil {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// hits yields the page, and what --around brings in.
func (f *searchCommand) hits(s *searching, p page) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		if f.around > 0 {
			if !f.surrounded(s, p, yield) {
				return
			}
		} else {
			for e, err := range s.between(s.found, p.timedFrom, p.timedTo, p.backwards) {
				if !yield(hit{e: e}, err) || err != nil {
					return
				}
			}
		}
		for e, err := range s.between(s.found, p.looseFrom, p.looseTo, false) {
			if !yield(hit{e: e}, err) || err != nil {
				return
			}
		}
	}
}

// surrounded yields every event of the case that lies around one of the page's
// events with a time; it returns whether to go on.
func (f *searchCommand) surrounded(s *searching, p page, yield func(hit, error) bool) bool {
	windows, err := f.windows(s, p)
	if err != nil {
		yield(hit{}, err)
		return false
	}
	all, err := s.Find(s.a.ctx, s.everything())
	if err != nil {
		yield(hit{}, err)
		return false
	}
	if p.backwards {
		slices.Reverse(windows)
	}
	for _, w := range windows {
		for e, err := range s.between(all, all.Position(w.from), all.Position(w.to), p.backwards) {
			if err != nil {
				yield(hit{}, err)
				return false
			}
			at, there := s.found.PositionOf(e)
			if !yield(hit{e, !there || at < p.timedFrom || at >= p.timedTo}, nil) {
				return false
			}
		}
	}
	return true
}

// everything is the query for all events, copies included if the query speaks of
// them.
func (s *searching) everything() query.Query {
	if !query.Asks(s.q, "is", "duplicate") {
		return query.All{}
	}
	q, err := query.Parse("is:duplicate OR *")
	if err != nil {
		panic(err) // it is a constant
	}
	return q
}

// window is a time [from, to).
type window struct{ from, to time.Time }

// windows are the times around the page's events, in order and apart from each
// other.
func (f *searchCommand) windows(s *searching, p page) ([]window, error) {
	var list []window
	for e, err := range s.between(s.found, p.timedFrom, p.timedTo, false) {
		if err != nil {
			return nil, err
		}
		w := window{e.Time.UTC.Add(-f.around), e.Time.UTC.Add(f.around + 1)}
		if last := len(list) - 1; last >= 0 && !w.from.After(list[last].to) {
			list[last].to = w.to
			continue
		}
		list = append(list, w)
	}
	return list, nil
}
