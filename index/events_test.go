// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
)

// several makes a case of sheets in several segments.
func several(t *testing.T, r *rand.Rand, count, events, keyCount int) (*index.Case, []*sheet) {
	t.Helper()
	dir := newCase(t)
	var sheets []*sheet
	for i := range count {
		sheets = append(sheets, newSheet(r, fmt.Sprintf("s%02d", i), events, keyCount))
		if i%2 == 0 {
			add(t, dir, sheets[i])
		}
	}
	write(t, dir, index.WriterOptions{MemoryBytes: 1}, func(w *index.Writer) error {
		for i := 1; i < count; i += 2 {
			must(t, sheets[i].addTo(w))
		}
		return nil
	})
	if n := len(contents(t, dir, "segments")); n < 3 {
		t.Fatalf("%d segments: the test tests little", n)
	}
	return sound(t, dir), sheets
}

// question is a filter in words of the test: what the answer is compared with.
type question struct {
	index.Filter
	kinds    []event.Kind // nil: all
	accounts []event.Account
}

func (q question) wants(e *event.Event) bool {
	if e.Duplicate && !q.Duplicates {
		return false
	}
	if !e.Time.Known() && !q.Timeless {
		return false
	}
	if e.Time.Known() && (!q.From.IsZero() && e.Time.UTC.Before(q.From) || !q.To.IsZero() && !e.Time.UTC.Before(q.To)) {
		return false
	}
	if q.kinds != nil && !slices.Contains(q.kinds, e.Kind) || q.Sources != nil && !q.Sources[e.Origin.Source] {
		return false
	}
	return q.accounts == nil || slices.ContainsFunc(q.accounts, func(a event.Account) bool {
		return !a.IsZero() && (sameAccount(a, e.Actor) || sameAccount(a, e.OnBehalfOf))
	})
}

// sameAccount knows the few accounts of the test, and nothing of Canonical.
func sameAccount(a, b event.Account) bool {
	if a.Namespace != b.Namespace {
		return false
	}
	if a.Namespace == event.SalesforceID {
		full := strings.NewReplacer("0055j00000AT6I1AAL", "0055j00000AT6I1")
		return full.Replace(a.Name) == full.Replace(b.Name)
	}
	return strings.EqualFold(a.Name, b.Name)
}

func anyQuestion(r *rand.Rand, sheets []*sheet) question {
	q := question{}
	q.Timeless, q.Duplicates = r.IntN(2) == 0, r.IntN(2) == 0
	bounds := []time.Time{{}, {}, start, start.Add(-300 * 24 * time.Hour), start.Add(10 * time.Hour), start.Add(5000*time.Hour + 1), time.Unix(0, 0),
		time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}
	q.From, q.To = bounds[r.IntN(len(bounds))], bounds[r.IntN(len(bounds))]
	if r.IntN(2) == 0 {
		q.kinds = []event.Kind{}
		for range r.IntN(3) {
			q.kinds = append(q.kinds, kinds[r.IntN(len(kinds))])
		}
		q.Kinds = func(k event.Kind) bool { return slices.Contains(q.kinds, k) }
	}
	if r.IntN(3) == 0 {
		q.Sources = map[event.Digest]bool{{9}: true}
		for range r.IntN(3) {
			q.Sources[sheets[r.IntN(len(sheets))].source.Digest] = true
		}
	}
	if r.IntN(2) == 0 {
		q.accounts, q.Accounts = []event.Account{}, map[event.Account]bool{}
		for range r.IntN(4) {
			a := accounts[r.IntN(len(accounts)-1)]
			q.accounts = append(q.accounts, a)
			q.Accounts[a.Canonical()] = true
		}
	}
	return q
}

// TestFilterOracle compares the answers to random filters with a scan of everything.
func TestFilterOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	c, sheets := several(t, r, 7, 300, 200)
	all := expected(sheets...)
	if diff := cmp.Diff(all, eventsOf(t, c, everything)); diff != "" {
		t.Fatalf("everything (-want +got):\n%s", diff)
	}
	some := 0
	for range 400 {
		q := anyQuestion(r, sheets)
		var want []string
		for _, e := range all {
			if q.wants(e) {
				want = append(want, eventText(e))
			}
		}
		var got []string
		for _, e := range eventsOf(t, c, q.Filter) {
			got = append(got, eventText(e))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%+v, kinds %v, accounts %v (-want +got):\n%s", q.Filter, q.kinds, q.accounts, diff)
		}
		if len(want) > 0 && len(want) < len(all) {
			some++
		}
	}
	if some < 150 {
		t.Errorf("%d of 400 filters chose some events and not all: the test tests little", some)
	}
}

func eventText(e *event.Event) string {
	return fmt.Sprintf("%s %s %s %s %v", e.ID, e.Time.UTC, e.Kind, e.Actor, e.Duplicate)
}

// TestEventsStop breaks off, and calls off.
func TestEventsStop(t *testing.T) {
	c, _ := several(t, rand.New(rand.NewPCG(1, 2)), 3, 50, 0)
	for _, err := range c.Events(context.Background(), everything) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range c.Events(ctx, everything) {
		if last = err; n == 3 {
			cancel()
		}
		n++
	}
	if n != 5 || !errors.Is(last, context.Canceled) {
		t.Errorf("called off after the fourth event: %d calls, the last says %v", n, last)
	}
}

func TestEventByPrefix(t *testing.T) {
	c, sheets := several(t, rand.New(rand.NewPCG(2, 3)), 5, 200, 100)
	all := expected(sheets...)
	for _, e := range all[:50] {
		for _, digits := range []int{1, 2, 3, 4, 5, 7, 8, 31, 32} {
			prefix := e.ID.String()[:digits]
			fits := 0
			for _, other := range all {
				if strings.HasPrefix(other.ID.String(), prefix) {
					fits++
				}
			}
			got, err := c.Event(strings.ToUpper(prefix))
			var several *index.AmbiguousError
			switch {
			case fits > 1:
				if !errors.As(err, &several) {
					t.Fatalf("%s fits %d events: %v, %v", prefix, fits, got, err)
				}
			case err != nil:
				t.Fatalf("%s: %v", prefix, err)
			default:
				if diff := cmp.Diff(e, got); diff != "" {
					t.Fatalf("%s (-want +got):\n%s", prefix, diff)
				}
			}
		}
	}
	for _, bad := range []string{"", "g", "0g", "xyz", "é", "00000000000000000000000000000000", "0123456789abcdef0", all[0].ID.String() + "0", all[0].ID.String() + "00", " " + all[0].ID.String()} {
		if e, err := c.Event(bad); !errors.Is(err, index.ErrNoEvent) {
			t.Errorf("%q: %v, %v", bad, e, err)
		}
	}
}

// TestSurveyOracle compares what is counted over columns with a scan.
func TestSurveyOracle(t *testing.T) {
	c, sheets := several(t, rand.New(rand.NewPCG(5, 6)), 5, 250, 150)
	ctx := context.Background()
	zone, err := time.LoadLocation("Asia/Kathmandu")
	must(t, err)
	from, to := start.Add(-200*24*time.Hour), start.Add(200*24*time.Hour+time.Hour)
	days, actors, copies := map[string]int64{}, map[string]int64{}, map[event.Digest]int64{}
	var first, last time.Time
	for _, e := range expected(sheets...) {
		at := e.Time.UTC
		if e.Time.Known() && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if at.After(last) {
			last = at
		}
		if e.Duplicate {
			copies[e.Origin.Source]++
			continue
		}
		if e.Time.Known() && !at.Before(from) && at.Before(to) {
			days[at.In(zone).Format(time.DateOnly)]++
		}
		who := map[event.Account]bool{e.Actor.Canonical(): true, e.OnBehalfOf.Canonical(): true}
		for a := range who {
			if !a.IsZero() {
				actors[a.String()]++
			}
		}
	}
	list, err := c.Days(ctx, from, to, zone)
	must(t, err)
	gotDays := map[string]int64{}
	for _, d := range list {
		gotDays[d.Day] += d.Count
	}
	if diff := cmp.Diff(days, gotDays); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	found, err := c.Actors(ctx)
	must(t, err)
	gotActors := map[string]int64{}
	for _, a := range found {
		gotActors[a.Account.Canonical().String()] += a.Count
	}
	if diff := cmp.Diff(actors, gotActors); diff != "" || len(found) != len(actors) {
		t.Errorf("actors (-want +got):\n%s", diff)
	}
	gotCopies, err := c.DuplicateCount()
	must(t, err)
	if diff := cmp.Diff(copies, gotCopies); diff != "" {
		t.Errorf("copies (-want +got):\n%s", diff)
	}
	gotFirst, gotLast, err := c.Span()
	must(t, err)
	if !gotFirst.Equal(first) || !gotLast.Equal(last) {
		t.Errorf("from %v to %v, want %v to %v", gotFirst, gotLast, first, last)
	}
	checkSpans(t, found, sheets)
}

// checkSpans wants the first and last times of each account.
func checkSpans(t *testing.T, found []index.Actor, sheets []*sheet) {
	t.Helper()
	for _, a := range found {
		var first, last time.Time
		for _, e := range expected(sheets...) {
			if e.Duplicate || !e.Time.Known() || !sameAccount(a.Account, e.Actor) && !sameAccount(a.Account, e.OnBehalfOf) {
				continue
			}
			if first.IsZero() {
				first = e.Time.UTC
			}
			last = e.Time.UTC
		}
		if !a.First.Equal(first) || !a.Last.Equal(last) {
			t.Errorf("%s acts from %v to %v, want %v to %v", a.Account, a.First, a.Last, first, last)
		}
	}
}

// TestEmptyCase asks a case without events everything.
func TestEmptyCase(t *testing.T) {
	dir := newCase(t)
	empty := newSheet(rand.New(rand.NewPCG(1, 1)), "empty", 0, 0)
	for range 2 {
		c := sound(t, dir)
		if list := eventsOf(t, c, everything); len(list) > 0 {
			t.Errorf("events %v", list)
		}
		_, err := c.Actors(context.Background())
		must(t, err)
		_, err = c.Days(context.Background(), time.Time{}, clock(), time.UTC)
		must(t, err)
		if first, last, err := c.Span(); err != nil || !first.IsZero() || !last.IsZero() {
			t.Errorf("from %v to %v: %v", first, last, err)
		}
		if _, err := c.Event("00"); !errors.Is(err, index.ErrNoEvent) {
			t.Errorf("event 00: %v", err)
		}
		add(t, dir, empty)
	}
	if list := contents(t, dir, filepath.Join("segments")); len(list) > 0 {
		t.Errorf("a source without anything has segments: %q", list)
	}
}
