// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"dossier/event"
	"dossier/index"
)

// TestDecisions undoes, brings back and undoes again.
func TestDecisions(t *testing.T) {
	dir := newCase(t)
	enter := func(action string, data any) {
		t.Helper()
		_, err := index.Decide(dir, "test", clock(), func([]index.JournalEntry) (string, any, error) { return action, data, nil })
		must(t, err)
	}
	lines := func() (list []int) {
		t.Helper()
		entries, err := open(t, dir).Decisions()
		must(t, err)
		for _, e := range entries {
			list = append(list, e.Number)
		}
		return list
	}
	same := func(want ...int) {
		t.Helper()
		got := lines()
		if len(got) != len(want) {
			t.Fatalf("decisions of lines %v, want %v", got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("decisions of lines %v, want %v", got, want)
			}
		}
	}
	enter("one", nil)
	enter("two", nil)
	same(1, 2, 3)
	enter(index.ActionUndo, index.Undoing{Line: 2})
	same(1, 3)
	enter(index.ActionRedo, index.Undoing{Line: 2})
	same(1, 2, 3)
	enter(index.ActionUndo, index.Undoing{Line: 3})
	enter("three", nil)
	same(1, 2, 7)
	for _, line := range []int{0, -1, 8, 9} {
		at := newCase(t)
		for range 6 {
			_, err := index.AppendJournal(at, clock(), "one", nil)
			must(t, err)
		}
		_, err := index.AppendJournal(at, clock(), index.ActionUndo, index.Undoing{Line: line})
		must(t, err)
		if _, err := open(t, at).Decisions(); err == nil {
			t.Errorf("line 8 undoes line %d", line)
		}
	}
}

// TestDecideKeepsTheLock refuses while somebody writes, and leaves nothing behind
// when nothing is decided.
func TestDecideKeepsTheLock(t *testing.T) {
	dir := newCase(t)
	lock, err := index.Acquire(dir, "test", clock())
	must(t, err)
	one := func([]index.JournalEntry) (string, any, error) { return "one", nil, nil }
	var locked *index.LockedError
	if _, err := index.Decide(dir, "test", clock(), one); !errors.As(err, &locked) {
		t.Errorf("decided under somebody else's lock: %v", err)
	}
	must(t, lock.Release())
	no := errors.New("no")
	if _, err := index.Decide(dir, "test", clock(), func([]index.JournalEntry) (string, any, error) { return "", nil, no }); !errors.Is(err, no) {
		t.Errorf("error %v", err)
	}
	entry, err := index.Decide(dir, "test", clock(), one)
	must(t, err)
	if entry.Number != 2 {
		t.Errorf("entry %d", entry.Number)
	}
}

// TestEventsOf looks up all, some and unknown events over several segments.
func TestEventsOf(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(3, 3))
	var all []*event.Event
	for _, path := range []string{"a", "b", "c"} {
		s := newSheet(r, path, 40, 5)
		add(t, dir, s)
		all = append(all, s.events...)
	}
	c := open(t, dir)
	var ids []event.ID
	for i, e := range all {
		if i%3 == 0 {
			ids = append(ids, e.ID)
		}
	}
	found, err := c.EventsOf(t.Context(), append(ids, event.ID{1}, ids[0]))
	must(t, err)
	if len(found) != len(ids) {
		t.Errorf("%d events found of %d", len(found), len(ids))
	}
	for _, id := range ids {
		want, err := c.Event(id.String())
		must(t, err)
		if got := found[id]; got == nil || got.ID != id || got.Text != want.Text || got.Duplicate != want.Duplicate {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}
