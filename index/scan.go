// SPDX-License-Identifier: Apache-2.0

package index

import (
	"container/heap"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"time"

	"dossier/event"
	"dossier/index/internal/segments"
)

// Filter says which events are asked for. The zero Filter asks for all that are
// not duplicates.
type Filter struct {
	From, To time.Time // [From, To); a zero bound is open
	// Timeless says that events without time are wanted too.
	Timeless bool
	// Accounts, when not nil, wants events in which one of them acted, or in whose
	// name somebody did. In their canonical spelling.
	Accounts map[event.Account]bool
	// Kinds and Sources, when not nil, want events of which they are true.
	Kinds   func(event.Kind) bool
	Sources map[event.Digest]bool
	// Duplicates says that copies are wanted too.
	Duplicates bool
}

// Events yields the events that the filter asks for, in the order of their times
// and IDs, those without time last. After an error nothing more comes.
func (c *Case) Events(ctx context.Context, f Filter) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		m, err := c.startMerge(f)
		defer m.close()
		if err != nil {
			yield(nil, err)
			return
		}
		for len(m.streams) > 0 {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			first := m.streams[0]
			if !yield(first.current, nil) {
				return
			}
			if err := m.advance(first); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// merge is a heap of segments, the one with the earliest event on top.
type merge struct{ streams []*stream }

func (c *Case) startMerge(f Filter) (*merge, error) {
	m := &merge{}
	copies, err := c.copies()
	if err != nil {
		return m, err
	}
	for _, s := range c.segments {
		one := &stream{s: s, filter: f, copies: copies}
		if err := one.selectRows(); err != nil {
			return m, err
		}
		one.reader = s.NewReader()
		if err := one.next(); err != nil {
			one.reader.Close()
			return m, err
		}
		if one.current == nil {
			one.reader.Close()
			continue
		}
		m.streams = append(m.streams, one)
	}
	heap.Init(m)
	return m, nil
}

func (m *merge) advance(first *stream) error {
	if err := first.next(); err != nil {
		return err
	}
	if first.current == nil {
		first.reader.Close()
		heap.Pop(m)
		return nil
	}
	heap.Fix(m, 0)
	return nil
}

func (m *merge) close() {
	for _, s := range m.streams {
		s.reader.Close()
	}
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (m *merge) Len() int { return len(m.streams) }
func (m *merge) Less(i, j int) bool {
	return segments.CompareEvents(m.streams[i].current, m.streams[j].current) < 0
}
func (m *merge) Swap(i, j int) { m.streams[i], m.streams[j] = m.streams[j], m.streams[i] }
func (m *merge) Push(x any)    { m.streams = append(m.streams, x.(*stream)) }
func (m *merge) Pop() any {
	last := m.streams[len(m.streams)-1]
	m.streams = m.streams[:len(m.streams)-1]
	return last
}

// stream walks through the wanted rows of one segment.
type stream struct {
	s       *segments.Segment
	filter  Filter
	copies  duplicates
	reader  *segments.Reader
	wanted  []bool // by row, from base on
	base    int64
	at      int64
	current *event.Event // nil at the end
}

// selectRows decides by whole columns which rows can be wanted.
func (s *stream) selectRows() error {
	if s.s.Count() == 0 {
		return nil
	}
	from, to, timeless, err := s.s.Range(s.filter.From, s.filter.To)
	if err != nil {
		return err
	}
	s.base, s.at = from, from
	s.wanted = make([]bool, s.s.Count()-from)
	ranges := [][2]int64{{from, to}}
	if s.filter.Timeless {
		ranges = append(ranges, [2]int64{timeless, s.s.Count()})
	}
	for _, r := range ranges {
		for row := r[0]; row < r[1]; row++ {
			s.wanted[row-from] = s.filter.Duplicates || !s.copies.has(s.s.Name, row)
		}
	}
	return s.narrow(from)
}

func (s *stream) narrow(from int64) error {
	f := s.filter
	and := func(row int64, kept bool) {
		if !kept {
			s.wanted[row-from] = false
		}
	}
	if f.Kinds != nil {
		keep := func(kind string) bool { return f.Kinds(event.Kind(kind)) }
		if err := s.s.Match("kind", from, s.s.Count(), keep, and); err != nil {
			return err
		}
	}
	if f.Sources != nil {
		keep := func(source string) bool {
			d, err := event.ParseDigest(source)
			return err == nil && f.Sources[d]
		}
		if err := s.s.Match("source", from, s.s.Count(), keep, and); err != nil {
			return err
		}
	}
	if f.Accounts == nil {
		return nil
	}
	return s.narrowAccounts(from)
}

// narrowAccounts keeps the rows whose actor or principal bears one of the names;
// the namespaces are compared when the event is read.
func (s *stream) narrowAccounts(from int64) error {
	namespaces := map[event.Namespace]bool{}
	for a := range s.filter.Accounts {
		namespaces[a.Namespace] = true
	}
	named := func(name string) bool {
		for ns := range namespaces {
			if name != "" && s.filter.Accounts[event.Account{Namespace: ns, Name: name}.Canonical()] {
				return true
			}
		}
		return false
	}
	either := make([]bool, len(s.wanted))
	for _, column := range []string{"actor", "on_behalf_of"} {
		err := s.s.Match(column, from, s.s.Count(), named, func(row int64, kept bool) {
			either[row-from] = either[row-from] || kept
		})
		if err != nil {
			return err
		}
	}
	for i := range s.wanted {
		s.wanted[i] = s.wanted[i] && either[i]
	}
	return nil
}

// next moves to the next wanted event.
func (s *stream) next() error {
	s.current = nil
	for ; s.at-s.base < int64(len(s.wanted)); s.at++ {
		if !s.wanted[s.at-s.base] {
			continue
		}
		e, err := s.reader.Event(s.at)
		if err != nil {
			return err
		}
		if f := s.filter.Accounts; f != nil && !f[e.Actor.Canonical()] && !f[e.OnBehalfOf.Canonical()] {
			continue
		}
		e.Duplicate = s.copies.has(s.s.Name, s.at)
		s.current = e
		s.at++
		return nil
	}
	return nil
}

// ErrNoEvent says that no event has the ID asked for.
var ErrNoEvent = errors.New("no such event")

// AmbiguousError says that the beginning of an ID fits several events.
type AmbiguousError struct{ Prefix string }

// Error asks for more digits.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("event id %s fits several events; give more digits", e.Prefix)
}

// Event finds the event whose ID begins with the hexadecimal digits of prefix.
func (c *Case) Event(prefix string) (*event.Event, error) {
	padded := prefix
	if len(prefix)%2 == 1 {
		padded += "0"
	}
	digits, err := hex.DecodeString(padded)
	if err != nil || prefix == "" || len(digits) > 16 {
		return nil, fmt.Errorf("event id %q: want 1 to 32 hexadecimal digits: %w", prefix, ErrNoEvent)
	}
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	var found *event.Event
	for _, s := range c.segments {
		rows, err := s.Find(digits, len(prefix)%2 == 1, 2)
		if err != nil {
			return nil, err
		}
		if len(rows) > 1 || len(rows) == 1 && found != nil {
			return nil, &AmbiguousError{prefix}
		}
		if len(rows) == 0 {
			continue
		}
		r := s.NewReader()
		found, err = r.Event(rows[0])
		r.Close()
		if err != nil {
			return nil, err
		}
		found.Duplicate = copies.has(s.Name, rows[0])
	}
	if found == nil {
		return nil, fmt.Errorf("event %s: %w", prefix, ErrNoEvent)
	}
	return found, nil
}
