// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
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
		s, err := c.filtered(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		for e, err := range s.Events(ctx, 0) {
			if !yield(e, err) {
				return
			}
		}
	}
}

// filtered is the selection of what a filter asks for.
func (c *Case) filtered(ctx context.Context, f Filter) (*Selection, error) {
	marks, err := c.copies()
	if err != nil {
		return nil, err
	}
	s := &Selection{c: c, marks: marks}
	return s, s.choose(ctx, func(i int) (*columns.Set, error) {
		rows := columns.NewSet(c.segments[i].Count())
		rows.AddRange(0, rows.Len())
		if !f.Duplicates {
			rows.AndNotBytes(marks[c.segments[i].Name])
		}
		return rows, c.narrow(i, f, rows)
	})
}

// narrow leaves the rows of a segment that a filter asks for, by whole columns; the
// time comes first, as it may leave none, then what has few distinct values.
func (c *Case) narrow(segment int, f Filter, rows *columns.Set) error {
	keep := []struct {
		columns []string
		wanted  func(texts []string) bool
	}{
		{[]string{"kind"}, func(v []string) bool { return f.Kinds == nil || f.Kinds(event.Kind(v[0])) }},
		{[]string{"source"}, func(v []string) bool {
			d, err := event.ParseDigest(v[0])
			return f.Sources == nil || err == nil && f.Sources[d]
		}},
		{[]string{"actor_namespace", "actor", "on_behalf_of_namespace", "on_behalf_of"}, func(v []string) bool {
			return f.Accounts == nil || f.Accounts[accountOf(v[0], v[1]).Canonical()] || f.Accounts[accountOf(v[2], v[3]).Canonical()]
		}},
	}
	if !f.From.IsZero() || !f.To.IsZero() || !f.Timeless {
		if err := c.narrowTime(segment, f, rows); err != nil {
			return err
		}
	}
	for i, asked := range []bool{f.Kinds != nil, f.Sources != nil, f.Accounts != nil} {
		if !asked || rows.Empty() {
			continue
		}
		if err := c.keep(segment, keep[i].columns, keep[i].wanted, rows); err != nil {
			return err
		}
	}
	return nil
}

func accountOf(namespace, name string) event.Account {
	return event.Account{Namespace: event.Namespace(namespace), Name: name}
}

// keep leaves the rows of which the texts in some columns are wanted.
func (c *Case) keep(segment int, names []string, wanted func([]string) bool, rows *columns.Set) error {
	if len(names) == 1 { // perhaps no value is wanted at all: then the rows need not be read
		texts, err := c.texts(segment, names[0])
		if err != nil {
			return err
		}
		some := false
		for i := range texts.Count() {
			some = some || wanted([]string{texts.At(i)})
		}
		if !some {
			rows.AndNot(rows.Clone())
			return nil
		}
	}
	one, err := c.composite(segment, names)
	if err != nil {
		return err
	}
	codes := make([]bool, one.count)
	for i := range codes {
		codes[i] = wanted(one.texts(uint32(i)))
	}
	found := columns.NewSet(rows.Len())
	one.codes.Mark(codes, rows, found)
	rows.And(found)
	return nil
}

func (c *Case) narrowTime(segment int, f Filter, rows *columns.Set) error {
	m, err := c.moments(segment)
	if err != nil {
		return err
	}
	from, to, err := m.between(f.From, f.To)
	if err != nil {
		return err
	}
	wanted := columns.NewSet(rows.Len())
	wanted.AddRange(from, to)
	if f.Timeless {
		wanted.AddRange(m.timed, rows.Len())
	}
	rows.And(wanted)
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
	rows, errs := c.rowsOf(digits, len(prefix)%2 == 1)
	var found *event.Event
	for i, s := range c.segments {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if len(rows[i]) > 1 || len(rows[i]) == 1 && found != nil {
			return nil, &AmbiguousError{prefix}
		}
		if len(rows[i]) == 0 {
			continue
		}
		r := s.NewReader()
		found, err = r.Event(rows[i][0])
		r.Close()
		if err != nil {
			return nil, err
		}
		found.Duplicate = copies.has(s.Name, rows[i][0])
	}
	if found == nil {
		return nil, fmt.Errorf("event %s: %w", prefix, ErrNoEvent)
	}
	return found, nil
}

// rowsOf are the first rows of each segment whose IDs begin with the digits, two at the
// most, or why they cannot be told. All segments are asked, whatever becomes of one: so
// what a caller makes of them in their order is the same every time.
func (c *Case) rowsOf(digits []byte, odd bool) (rows [][]int64, errs []error) {
	rows, errs = make([][]int64, len(c.segments)), make([]error, len(c.segments))
	_ = parallel(context.Background(), len(c.segments), func(i int) error { // cannot fail
		rows[i], errs[i] = c.segments[i].Find(digits, odd, 2)
		return nil
	})
	return rows, errs
}
