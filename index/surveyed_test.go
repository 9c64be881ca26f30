// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
)

// counted is the survey of events, one by one.
func counted(list []*event.Event) (actors map[event.Account]index.Actor, first, last time.Time) {
	actors = map[event.Account]index.Actor{}
	for _, e := range list {
		if e.Time.Known() && (first.IsZero() || e.Time.UTC.Before(first)) {
			first = e.Time.UTC
		}
		if e.Time.UTC.After(last) {
			last = e.Time.UTC
		}
		who := []event.Account{e.Actor}
		if e.OnBehalfOf.Canonical() != e.Actor.Canonical() {
			who = append(who, e.OnBehalfOf)
		}
		for _, account := range who {
			if account.IsZero() || e.Duplicate {
				continue
			}
			a, known := actors[account.Canonical()]
			if !known || account.Name < a.Account.Name {
				a.Account = account
			}
			a.Count++
			if e.Time.Known() && (a.First.IsZero() || e.Time.UTC.Before(a.First)) {
				a.First = e.Time.UTC
			}
			if e.Time.UTC.After(a.Last) {
				a.Last = e.Time.UTC
			}
			actors[account.Canonical()] = a
		}
	}
	return actors, first, last
}

// TestSurvey compares who acted, and from when to when, with what the events say one by
// one; with the derived file and without, and when it is damaged.
func TestSurvey(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(7, 7))
	add(t, dir, newSheet(r, "a", 300, 60), newSheet(r, "b", 300, 60))
	add(t, dir, newSheet(r, "c", 200, 60))
	want, first, last := counted(eventsOf(t, open(t, dir), index.Filter{Timeless: true, Duplicates: true}))
	check := func(what string) {
		t.Helper()
		c := open(t, dir)
		list, err := c.Actors(t.Context())
		must(t, err)
		got := map[event.Account]index.Actor{}
		for _, a := range list {
			got[a.Account.Canonical()] = a
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) != len(list) {
			t.Fatalf("%s: actors (-want +got):\n%s", what, diff)
		}
		if f, l, err := c.Span(); err != nil || !f.Equal(first) || !l.Equal(last) {
			t.Fatalf("%s: span %v to %v, want %v to %v: %v", what, f, l, first, last, err)
		}
	}
	check("fresh")
	list := contents(t, dir, "survey")
	if len(list) != 1 {
		t.Fatalf("survey holds %q", list)
	}
	path := filepath.Join(dir, "survey", list[0])
	whole, err := os.ReadFile(path)
	must(t, err)
	for i := 0; i < len(whole); i += 13 {
		flipped := slices.Clone(whole)
		flipped[i] ^= 0x10
		must(t, os.WriteFile(path, flipped, 0o666))
		check("damaged")
	}
	must(t, os.Remove(path))
	check("lost")
	write(t, dir, index.WriterOptions{}, func(*index.Writer) error { return nil })
	if healed, err := os.ReadFile(path); err != nil || !slices.Equal(healed, whole) {
		t.Errorf("the next writer leaves %d bytes, want %d: %v", len(healed), len(whole), err)
	}
}
