// SPDX-License-Identifier: Apache-2.0

package marks_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/event"
	"dossier/index"
)

var now = time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC)

var a, b, c = event.ID{1}, event.ID{2}, event.ID{3}

func newCase(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a.case")
	must(t, index.Create(dir, "A", "UTC", "test", now))
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, dir string, changes ...marks.Change) {
	t.Helper()
	for _, change := range changes {
		_, err := marks.Do(dir, now, change)
		must(t, err)
	}
}

func entriesOf(t *testing.T, dir string) []index.JournalEntry {
	t.Helper()
	opened, err := index.Open(dir, nil)
	must(t, err)
	defer func() { must(t, opened.Close()) }()
	entries, err := opened.Journal()
	must(t, err)
	return entries
}

func read(t *testing.T, dir string) *marks.Marks {
	t.Helper()
	m, err := marks.Replay(entriesOf(t, dir))
	must(t, err)
	return m
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

func TestMarks(t *testing.T) {
	dir := newCase(t)
	do(t, dir,
		marks.Promote(marks.Fields{Note: new("n"), Status: new(marks.Disputed), Key: new(true)}, []string{" y ", "x", "x"}, a, b),
		marks.Set(marks.Fields{Issue: new("i"), Reviewed: new(true)}, b),
		marks.Tag([]string{"z"}, c),
		marks.Untag([]string{"x", "absent"}, a),
		marks.Order(b, a),
		marks.Set(marks.Fields{Note: new(""), Key: new(false), Significance: new("s")}, b),
	)
	m := read(t, dir)
	who := entriesOf(t, dir)[0].Who
	want := marks.Mark{Event: a, Promoted: true, Tags: []string{"y"}, Note: "n", Status: marks.Disputed, Key: true, Order: 2,
		Changed: 6, Who: who, Time: "2024-06-01T09:00:00Z"}
	equal(t, "mark of a", m.Of(a), want)
	want = marks.Mark{Event: b, Promoted: true, Tags: []string{"x", "y"}, Issue: "i", Significance: "s", Status: marks.Disputed, Reviewed: true,
		Order: 1, Changed: 7, Who: who, Time: "2024-06-01T09:00:00Z"}
	equal(t, "mark of b", m.Of(b), want)
	equal(t, "mark of nothing", m.Of(event.ID{9}), marks.Mark{Event: event.ID{9}})
	equal(t, "tagged", m.Tagged("y"), []event.ID{a, b})
	equal(t, "all tagged", m.AllTagged(), []event.ID{a, b, c})
	equal(t, "all tags", m.AllTags(), []string{"x", "y", "z"})
	equal(t, "promoted", len(m.Promoted()), 2)
	equal(t, "all", len(m.All()), 3)

	do(t, dir, marks.Demote(b))
	m = read(t, dir)
	if got := m.Of(b); got.Promoted || got.Reviewed || got.Issue != "i" {
		t.Errorf("demoted: %+v", got)
	}
	// What is handed out is nobody else's.
	m.Of(a).Tags[0] = "changed"
	equal(t, "tags", m.Tags(a), []string{"y"})
}

func TestSearches(t *testing.T) {
	dir := newCase(t)
	do(t, dir, marks.Save(" b ", "kind:x"), marks.Save("a", "q"), marks.Save("b", "kind:y"), marks.Save("c", "q"), marks.Drop("c"), marks.Drop("d"))
	m := read(t, dir)
	equal(t, "searches", m.Searches(), []marks.Saved{{Name: "a", Query: "q"}, {Name: "b", Query: "kind:y"}})
	saved, ok := m.Search("b")
	equal(t, "search b", []any{saved.Query, ok}, []any{"kind:y", true})
	if _, ok := m.Search("c"); ok {
		t.Error("c was dropped")
	}
}

// TestRefused are changes that no journal should hold; nothing is written.
func TestRefused(t *testing.T) {
	dir := newCase(t)
	for name, change := range map[string]marks.Change{
		"no event":        marks.Promote(marks.Fields{}, nil),
		"nothing said":    marks.Set(marks.Fields{}, a),
		"no tag":          marks.Tag(nil, a),
		"empty tag":       marks.Tag([]string{" "}, a),
		"tag of lines":    marks.Tag([]string{"a\nb"}, a),
		"long tag":        marks.Tag([]string{strings.Repeat("x", 201)}, a),
		"status":          marks.Set(marks.Fields{Status: new(marks.Status("maybe"))}, a),
		"escape":          marks.Set(marks.Fields{Note: new("\x1b[2J")}, a),
		"NUL":             marks.Promote(marks.Fields{Issue: new("\x00")}, nil, a),
		"no UTF-8":        marks.Set(marks.Fields{Significance: new("\xff")}, a),
		"long":            marks.Set(marks.Fields{Note: new(strings.Repeat("x", 64<<10+1))}, a),
		"nameless search": marks.Save(" ", "q"),
		"query":           marks.Save("a", "\x07"),
		"zero":            {},
	} {
		if _, err := marks.Do(dir, now, change); !errors.Is(err, marks.ErrChange) {
			t.Errorf("%s: %v", name, err)
		}
	}
	equal(t, "lines", len(entriesOf(t, dir)), 1)
	do(t, dir, marks.Set(marks.Fields{Note: new("two\n\tlines, and \u202e is text")}, a))
}

func TestUndo(t *testing.T) {
	dir := newCase(t)
	if _, _, err := marks.Undo(dir, now); !errors.Is(err, marks.ErrNoStep) {
		t.Errorf("the creation was undone: %v", err)
	}
	do(t, dir, marks.Tag([]string{"x"}, a), marks.Tag([]string{"y"}, a))
	tags := func(want ...string) {
		t.Helper()
		if got := read(t, dir).Tags(a); !slices.Equal(got, want) {
			t.Fatalf("tags %q, want %q", got, want)
		}
	}
	undo := func(line int) {
		t.Helper()
		s, ok := read(t, dir).CanUndo()
		got, _, err := marks.Undo(dir, now)
		must(t, err)
		if !ok || got != s || got.Line != line {
			t.Fatalf("undone %+v, announced %+v, want line %d", got, s, line)
		}
	}
	undo(3)
	tags("x")
	undo(2)
	tags()
	if _, _, err := marks.Undo(dir, now); !errors.Is(err, marks.ErrNoStep) {
		t.Errorf("undone once too often: %v", err)
	}
	s, _, err := marks.Redo(dir, now)
	must(t, err)
	tags("x")
	equal(t, "brought back", s, marks.Step{Line: 2, Action: marks.ActionTag, Words: "tagged event 010000000000: x"})
	undo(2)
	do(t, dir, marks.Tag([]string{"z"}, a))
	if _, ok := read(t, dir).CanRedo(); ok {
		t.Error("a new decision left something to bring back")
	}
	if _, _, err := marks.Redo(dir, now); !errors.Is(err, marks.ErrNoStep) {
		t.Errorf("brought back: %v", err)
	}
	undo(8)
	tags()
}

// TestUndoOfLinks takes back an opinion about a person.
func TestUndoOfLinks(t *testing.T) {
	dir := newCase(t)
	for action, data := range map[string]any{
		identity.ActionAdd: identity.Added{Person: "analyst:ann", Name: "Ann", Because: "x"},
	} {
		_, err := index.Decide(dir, "test", now, func([]index.JournalEntry) (string, any, error) { return action, data, nil })
		must(t, err)
	}
	persons := func() int {
		opened, err := index.Open(dir, nil)
		must(t, err)
		defer func() { must(t, opened.Close()) }()
		d, err := identity.Build(t.Context(), opened)
		must(t, err)
		return len(d.Persons())
	}
	equal(t, "persons", persons(), 1)
	_, _, err := marks.Undo(dir, now)
	must(t, err)
	equal(t, "persons after undo", persons(), 0)
	_, _, err = marks.Redo(dir, now)
	must(t, err)
	equal(t, "persons after redo", persons(), 1)
}

// TestRandomHistory compares undo and redo with a plain model: a list of states and
// a place in it.
func TestRandomHistory(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 2))
	states, at := []string{""}, 0
	state := func() string {
		m := read(t, dir)
		return fmt.Sprint(m.Tags(a), m.Of(b).Note, m.Of(b).Promoted, m.Searches())
	}
	states[0] = state()
	for n := range 120 {
		switch r.IntN(5) {
		case 0, 1:
			if _, _, err := marks.Undo(dir, now); err == nil {
				at--
			} else if at != 0 {
				t.Fatal(err)
			}
		case 2:
			if _, _, err := marks.Redo(dir, now); err == nil {
				at++
			} else if at != len(states)-1 {
				t.Fatal(err)
			}
		default:
			do(t, dir, []marks.Change{marks.Tag([]string{fmt.Sprint(n)}, a), marks.Promote(marks.Fields{Note: new(fmt.Sprint(n))}, nil, b),
				marks.Demote(b), marks.Save("s", fmt.Sprint(n))}[r.IntN(4)])
			at++
			states = append(states[:at], state())
		}
		if got := state(); got != states[at] {
			t.Fatalf("step %d: %s, want %s", n, got, states[at])
		}
	}
}

// TestTornDecision cuts the last line at every byte, as a crash would: the decision
// is not there, those before are, and the next one finds its place.
func TestTornDecision(t *testing.T) {
	dir := newCase(t)
	do(t, dir, marks.Tag([]string{"x"}, a), marks.Tag([]string{"y"}, a))
	path := filepath.Join(dir, "journal.jsonl")
	whole, err := os.ReadFile(path)
	must(t, err)
	before := strings.LastIndex(strings.TrimSuffix(string(whole), "\n"), "\n") + 1
	for n := before; n < len(whole); n += 7 {
		must(t, os.WriteFile(path, whole[:n], 0o666))
		equal(t, "tags", read(t, dir).Tags(a), []string{"x"})
		do(t, dir, marks.Tag([]string{"z"}, a))
		equal(t, "tags", read(t, dir).Tags(a), []string{"x", "z"})
	}
}

func TestOfOthers(t *testing.T) {
	dir := newCase(t)
	for _, action := range []string{"mark.later", "search", "export"} {
		_, err := index.AppendJournal(dir, now, action, map[string]int{"events": 3})
		must(t, err)
	}
	m := read(t, dir)
	if _, ok := m.CanUndo(); ok || len(m.All()) > 0 {
		t.Error("actions of others were taken for marks")
	}
	for _, e := range entriesOf(t, dir) {
		if args, err := marks.Command(e); args != nil || err != nil {
			t.Errorf("%s: %q, %v", e.Action, args, err)
		}
	}
	_, err := index.AppendJournal(dir, now, marks.ActionTag, map[string]any{"events": []string{"zz"}})
	must(t, err)
	if _, err := marks.Replay(entriesOf(t, dir)); err == nil || !strings.Contains(err.Error(), "journal line 5") {
		t.Errorf("an event that is none: %v", err)
	}
}

func TestCompare(t *testing.T) {
	at := func(hour int) event.Time {
		if hour < 0 {
			return event.Time{}
		}
		return event.Instant(now.Add(time.Duration(hour)*time.Hour), event.PrecisionSecond, event.TimeRecorded, "")
	}
	entry := func(hour, order int, id byte) marks.Entry {
		return marks.Entry{Event: &event.Event{ID: event.ID{id}, Time: at(hour)}, Mark: marks.Mark{Event: event.ID{id}, Order: order, Reviewed: id%2 == 0}}
	}
	want := []marks.Entry{entry(1, 9, 9), entry(2, 0, 3), entry(2, 0, 4), entry(2, 1, 2), entry(2, 2, 1), entry(3, 0, 0), entry(-1, 0, 5), entry(-1, 1, 4)}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, marks.Compare)
		equal(t, "order", got, want)
	}
	var ids []byte
	for _, e := range marks.NeedsReviewFirst(want) {
		ids = append(ids, e.Mark.Event[0])
	}
	equal(t, "needs review first", ids, []byte{9, 3, 1, 5, 4, 2, 0, 4})
}
