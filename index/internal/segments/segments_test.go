// SPDX-License-Identifier: Apache-2.0

package segments_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index/internal/segments"
)

// anyEvent makes an event in which each field is sometimes filled.
func anyEvent(r *rand.Rand, n int) *event.Event {
	var digest event.Digest
	digest[0] = byte(r.IntN(3))
	kinds := event.Kinds()
	word := func() string {
		if r.IntN(3) == 0 {
			return ""
		}
		return fmt.Sprintf("value %d é\t\x01", r.IntN(20))
	}
	quantity := func() event.Quantity {
		if r.IntN(2) == 0 {
			return event.Quantity{}
		}
		return event.Quantity{Count: r.Int64N(3), Basis: event.QuantityBasis(1 + r.IntN(4))}
	}
	e := &event.Event{
		ID: event.NewID(digest, int64(n), 0), Kind: kinds[r.IntN(len(kinds))],
		Object: event.Object{Type: word(), ID: word(), Name: word()}, Outcome: event.Outcome(word()),
		IP: word(), Device: word(), Client: word(), Session: word(), Text: word(), Body: word(), Group: word(),
		Quantities: event.Quantities{Records: quantity(), Pages: quantity(), Copies: quantity(), Bytes: quantity(), Attachments: quantity(), Items: quantity()},
		Origin:     event.Origin{Source: digest, Parser: "test@1", Span: event.Span{Offset: int64(n), Length: 5, Line: int64(n)}, Ordinal: r.IntN(3)},
	}
	if r.IntN(2) == 0 {
		e.Actor = event.Account{Namespace: event.Email, Name: "a@b.example"}
		e.OnBehalfOf = event.Account{Namespace: event.SID, Name: "S-1-5"}
		e.Targets = []event.Target{{Role: event.RoleTo, Account: e.Actor, Name: "x"}, {Role: event.RoleCc, Name: `"quoted"`}}
		e.Attachments = []event.Attachment{{Name: "a;b", SizeBytes: -1}, {Name: "", MediaType: "x/y", SizeBytes: 4, SHA256: "00"}}
		e.Attrs = []event.Attr{{Name: "b", Value: "1"}, {Name: "a", Value: "2"}, {Name: "b", Value: "3"}}
		e.Origin.More = []event.Span{{Offset: 1, Length: 2, Line: 3}, {Offset: 9, Length: 1}}
		e.Key = event.NewKey("test", fmt.Sprint(n%7))
	}
	if r.IntN(5) > 0 {
		at := time.Unix(r.Int64N(1000), r.Int64N(1e9)).UTC()
		e.Time = event.Time{UTC: at, Precision: event.PrecisionNano, Basis: event.TimeSupplied, Flags: event.Ambiguous | event.ZoneAssumed, Text: at.String()}
	} else {
		e.Time = event.Time{Text: "x"}
	}
	return e
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var batch segments.Batch
	for n := range 5000 {
		batch.Events = append(batch.Events, anyEvent(r, n))
	}
	f := &event.Fact{
		ID: event.ID{1}, Kind: event.FactPerson, Subject: event.Object{Type: "person", ID: "7", Name: "Ada"},
		Accounts: []event.Account{{Namespace: event.Email, Name: "ada@x.example"}}, Owner: event.Account{Namespace: event.UPN, Name: "o"},
		Given: "Ada", Surname: "L", Hired: "2020-01-02", Leaves: "2024-05-13", Active: event.No,
		AsOf:  event.Instant(time.Unix(5, 0), event.PrecisionDay, event.TimeSupplied, "then"),
		Attrs: []event.Attr{{Name: "k", Value: "v"}}, Origin: event.Origin{Parser: "p@1", Span: event.Span{Length: 3}},
	}
	batch.Facts = []*event.Fact{f}
	reject := event.Reject{ID: event.ID{9}, Reason: "why", Detail: "where", Origin: event.Origin{Parser: "p@1", Span: event.Span{Offset: 3, Length: 4, Line: 1}}}
	batch.Rejects = []event.Reject{reject}
	dir := filepath.Join(t.TempDir(), "0001")
	digest, err := segments.Write(dir, &batch)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := segments.Digest(dir); err != nil || again != digest {
		t.Fatalf("digest %s, then %s: %v", digest, again, err)
	}
	s, err := segments.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.Count() != 5000 {
		t.Fatalf("%d events", s.Count())
	}
	for _, step := range []int{1, 7, 911, 4999} {
		reader := s.NewReader()
		for row := 0; row < 5000; row += step {
			got, err := reader.Event(int64(row))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(batch.Events[row], got); diff != "" {
				t.Fatalf("row %d, step %d (-want +got):\n%s", row, step, diff)
			}
		}
		reader.Close()
	}
	if err := segments.ReadFacts(dir, func(got *event.Fact) error {
		if diff := cmp.Diff(f, got); diff != "" {
			t.Errorf("fact (-want +got):\n%s", diff)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := segments.ReadRejects(dir, func(got event.Reject) error {
		if diff := cmp.Diff(reject, got); diff != "" {
			t.Errorf("reject (-want +got):\n%s", diff)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestRangeMatchKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var batch segments.Batch
	for n := range 3000 {
		batch.Events = append(batch.Events, anyEvent(r, n))
	}
	dir := filepath.Join(t.TempDir(), "0001")
	digest, err := segments.Write(dir, &batch)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := segments.Digest(dir); err != nil || again != digest {
		t.Fatalf("digest %s, then %s: %v", digest, again, err)
	}
	s, err := segments.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	start, end := time.Unix(200, 0), time.Unix(600, 0)
	from, to, timeless, err := s.Range(start, end)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range batch.Events {
		row := int64(i)
		inside := e.Time.Known() && !e.Time.UTC.Before(start) && e.Time.UTC.Before(end)
		if inside != (row >= from && row < to) || e.Time.Known() != (row < timeless) {
			t.Fatalf("row %d at %v: range [%d,%d), timeless from %d", i, e.Time.UTC, from, to, timeless)
		}
	}
	var matched int
	if err := s.Match("actor", 0, s.Count(), func(v string) bool { return v != "" }, func(row int64, kept bool) {
		if kept {
			matched++
		}
		if kept != !batch.Events[row].Actor.IsZero() {
			t.Fatalf("row %d", row)
		}
	}); err != nil {
		t.Fatal(err)
	}
	keyed := 0
	if err := s.Keys(func(k segments.KeyedID) {
		keyed++
		if batch.Events[k.Row].Key != k.Key || batch.Events[k.Row].ID != k.ID {
			t.Fatalf("row %d", k.Row)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if matched == 0 || matched != keyed {
		t.Errorf("%d matched, %d keyed", matched, keyed)
	}
}

func BenchmarkWrite(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var batch segments.Batch
	for n := range 50_000 {
		batch.Events = append(batch.Events, anyEvent(r, n))
	}
	for b.Loop() {
		if _, err := segments.Write(filepath.Join(b.TempDir(), "s"), &batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/50_000, "ns/event")
}
