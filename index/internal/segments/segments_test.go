// SPDX-License-Identifier: Apache-2.0

package segments_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index/internal/columns"
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
	events := anyEvents(r, 5000)
	f := &event.Fact{
		ID: event.ID{1}, Kind: event.FactPerson, Subject: event.Object{Type: "person", ID: "7", Name: "Ada"},
		Accounts: []event.Account{{Namespace: event.Email, Name: "ada@x.example"}}, Owner: event.Account{Namespace: event.UPN, Name: "o"},
		Given: "Ada", Surname: "L", Hired: "2020-01-02", Leaves: "2024-05-13", Active: event.No,
		AsOf:  event.Instant(time.Unix(5, 0), event.PrecisionDay, event.TimeSupplied, "then"),
		Attrs: []event.Attr{{Name: "k", Value: "v"}}, Origin: event.Origin{Parser: "p@1", Span: event.Span{Length: 3}},
	}
	reject := event.Reject{ID: event.ID{9}, Reason: "why", Detail: "where", Origin: event.Origin{Parser: "p@1", Span: event.Span{Offset: 3, Length: 4, Line: 1}}}
	dir := filepath.Join(t.TempDir(), "0001")
	b := segments.NewBuilder()
	b.Add(events, []*event.Fact{f}, []event.Reject{reject})
	digest, err := b.Write(dir)
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
			if diff := cmp.Diff(events[row], got); diff != "" {
				t.Fatalf("row %d, step %d (-want +got):\n%s", row, step, diff)
			}
		}
		reader.Close()
	}
	if err := s.Facts(func(got *event.Fact) error {
		if diff := cmp.Diff(f, got); diff != "" {
			t.Errorf("fact (-want +got):\n%s", diff)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Rejects(func(got event.Reject) error {
		if diff := cmp.Diff(reject, got); diff != "" {
			t.Errorf("reject (-want +got):\n%s", diff)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTimesKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	events := anyEvents(r, 3000)
	dir := filepath.Join(t.TempDir(), "0001")
	b := segments.NewBuilder()
	b.Add(events, nil, nil)
	digest, err := b.Write(dir)
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
	times, err := s.Times()
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if e.Time.Known() != (i < len(times)) || e.Time.Known() && times[i] != e.Time.UTC.UnixNano() {
			t.Fatalf("row %d at %v: %d times", i, e.Time.UTC, len(times))
		}
	}
	keyed := 0
	if err := s.Keys(func(k segments.KeyedID) {
		keyed++
		if events[k.Row].Key != k.Key || events[k.Row].ID != k.ID {
			t.Fatalf("row %d", k.Row)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if keyed == 0 {
		t.Error("no event has a key")
	}
}

// TestColumnsWithoutDictionary writes texts of which most rows have one of their own, and
// reads them back by rows, codes and texts.
func TestColumnsWithoutDictionary(t *testing.T) {
	const rows = 9000
	r := rand.New(rand.NewPCG(7, 8))
	var events []*event.Event
	for n := range rows {
		e := &event.Event{ID: event.NewID(event.Digest{}, int64(n), 0), Origin: event.Origin{Parser: "p@1"}}
		e.Object.ID = fmt.Sprintf("<%064x@mail.example>", r.IntN(2*rows))
		e.Session = fmt.Sprintf("session %d", n%50)
		events = append(events, e)
	}
	slices.SortFunc(events, segments.CompareEvents)
	s := written(t, events)
	for name, want := range map[string]struct {
		text  func(*event.Event) string
		texts int
	}{
		"object_id": {func(e *event.Event) string { return e.Object.ID }, rows},
		"session":   {func(e *event.Event) string { return e.Session }, 50},
		"kind":      {func(e *event.Event) string { return "" }, 1},
	} {
		codes, err := s.Codes(name)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := s.Dictionary(name)
		if err != nil {
			t.Fatal(err)
		}
		if codes = codes.With(texts); codes.Count() != want.texts {
			t.Errorf("%s: %d texts, want %d", name, codes.Count(), want.texts)
		}
		some, half, found := columns.NewSet(rows), make([]bool, codes.Count()), columns.NewSet(rows)
		some.AddRange(100, rows-100)
		for i := range half {
			half[i] = i%2 == 0
		}
		codes.Mark(half, some, found)
		counts := make([]int64, codes.Count())
		codes.Tally(some, 50, rows-150, counts)
		for row, e := range events {
			code := codes.At(int64(row))
			if codes.Entry(code) != want.text(e) || found.Has(int64(row)) != (half[code] && row >= 100 && row < rows-100) {
				t.Fatalf("%s, row %d: %q, found %v", name, row, codes.Entry(code), found.Has(int64(row)))
			}
			if row >= 100 && row < rows-150 {
				counts[code]--
			}
		}
		if slices.Max(counts) != 0 || slices.Min(counts) != 0 {
			t.Errorf("%s: the counts differ", name)
		}
	}
	reader := s.NewReader()
	defer reader.Close()
	for row, want := range events {
		got, err := reader.Event(int64(row))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("row %d: %v (-want +got):\n%s", row, err, diff)
		}
	}
}

// TestOrderOfComing gives the same rows in other orders, in pieces, through other
// builders and through one used before: the files are the same to the byte.
func TestOrderOfComing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	events := anyEvents(r, 3000)
	write := func(b *segments.Builder) string {
		digest, err := b.Write(filepath.Join(t.TempDir(), "0001"))
		if err != nil {
			t.Fatal(err)
		}
		return digest.String()
	}
	whole := segments.NewBuilder()
	whole.Add(events, nil, nil)
	want := write(whole)
	if again := write(whole); again != want {
		t.Errorf("written again: %s, want %s", again, want)
	}
	whole.Reset()
	if !whole.Empty() || whole.Events() != 0 {
		t.Errorf("%d events after Reset", whole.Events())
	}
	r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	whole.Add(events, nil, nil)
	if got := write(whole); got != want {
		t.Errorf("shuffled, in a builder used before: %s, want %s", got, want)
	}
	parts := segments.NewBuilder()
	for start := 0; start < len(events); start += 700 {
		part := segments.NewBuilder()
		part.Add(events[start:min(start+700, len(events))], nil, nil)
		parts.Take(part)
	}
	if got := write(parts); got != want || parts.Events() != len(events) {
		t.Errorf("taken from %d events in other builders: %s, want %s", parts.Events(), got, want)
	}
	parts.Add(events[:1], nil, nil)
	if got := write(parts); got == want {
		t.Error("one row more, and the same bytes")
	}
}

// TestBlankColumns writes events that say next to nothing, and one that has a long
// body in the midst of them.
func TestBlankColumns(t *testing.T) {
	var events []*event.Event
	for n := range 40_000 {
		events = append(events, &event.Event{ID: event.NewID(event.Digest{}, int64(n), 0), Origin: event.Origin{Parser: "p@1"}})
	}
	events[20_000].Body = strings.Repeat("long ", 1<<20)
	events[30_000].Quantities.Pages = event.Quantity{Count: 0, Basis: event.Own}
	s := written(t, events)
	reader := s.NewReader()
	defer reader.Close()
	slices.SortFunc(events, segments.CompareEvents)
	for row, want := range events {
		got, err := reader.Event(int64(row))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("row %d (-want +got):\n%s", row, diff)
		}
	}
}

// TestAttrsOfAnyText puts each character that JSON treats apart, and some that it
// does not, at each place of a text.
func TestAttrsOfAnyText(t *testing.T) {
	var attrs []event.Attr
	for _, c := range []string{`"`, `\`, "\x00", "\x1f", "\n", "\x7f", "é", "😀", "<", " ", "~", "!", "#", "]", "["} {
		for before := range 18 {
			attrs = append(attrs, event.Attr{Name: "a", Value: strings.Repeat("x", before) + c + "tail"[:before%5%4]})
		}
	}
	want := &event.Event{Attrs: attrs, Origin: event.Origin{Parser: "p@1"}}
	b := segments.NewBuilder()
	b.Add([]*event.Event{want}, nil, nil)
	dir := filepath.Join(t.TempDir(), "0001")
	if _, err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	s, err := segments.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reader := s.NewReader()
	defer reader.Close()
	got, err := reader.Event(0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// written is a segment of the events, open until the test ends.
func written(t *testing.T, events []*event.Event) *segments.Segment {
	t.Helper()
	b := segments.NewBuilder()
	b.Add(events, nil, nil)
	dir := filepath.Join(t.TempDir(), "0001")
	if _, err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	s, err := segments.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// anyEvents makes n events in the order of a segment.
func anyEvents(r *rand.Rand, count int) []*event.Event {
	events := make([]*event.Event, count)
	for n := range events {
		events[n] = anyEvent(r, n)
	}
	slices.SortFunc(events, segments.CompareEvents)
	return events
}

// page is an event as a CRM records them by the million.
func page(r *rand.Rand, n int) *event.Event {
	at := time.Date(2024, 5, 13, 0, 0, 0, n*1e6, time.UTC)
	user, record, request := r.IntN(400), r.IntN(60_000), fmt.Sprintf("4%016x%04x-", r.Uint64(), r.IntN(1<<16))
	return &event.Event{
		ID: event.NewID(event.Digest{}, int64(n), 0), Key: event.NewKey("test", request), Kind: event.CRMRecordView,
		Time:  event.Instant(at, event.PrecisionMilli, event.TimeRecorded, at.Format("2006-01-02T15:04:05.000Z")),
		Actor: event.Account{Namespace: event.SalesforceID, Name: fmt.Sprintf("005000000%06dAAQ", user)}, Initiated: event.InitiatedUser,
		Object:  event.Object{Type: "customer", ID: fmt.Sprintf("001000000%06dAAQ", record)},
		Outcome: event.OutcomeSuccess, IP: fmt.Sprintf("198.51.100.%d", user%250), Session: fmt.Sprintf("session%08x", user*7),
		Attrs: []event.Attr{
			{Name: "event-type", Value: "URI"}, {Name: "request-id", Value: request}, {Name: "organization-id", Value: "00D000000000062"},
			{Name: "run-time", Value: fmt.Sprint(r.IntN(900))}, {Name: "cpu-time", Value: fmt.Sprint(r.IntN(300))},
			{Name: "uri", Value: fmt.Sprintf("/001000000%06d", record)}, {Name: "login-key", Value: fmt.Sprintf("login%08x", user*7)},
			{Name: "user-type", Value: "Standard"}, {Name: "db-total-time", Value: fmt.Sprint(r.IntN(1e9))},
		},
		Group:  "salesforce-request:" + request,
		Origin: event.Origin{Parser: "salesforce-elf@1", Span: event.Span{Offset: int64(n) * 300, Length: 300, Line: int64(n)}},
	}
}

func BenchmarkWrite(b *testing.B) {
	const count = 50_000
	r := rand.New(rand.NewPCG(1, 2))
	events := make([]*event.Event, count)
	for n := range events {
		events[n] = page(r, n)
	}
	for _, half := range []string{"add", "write"} {
		b.Run(half, func(b *testing.B) {
			builder := segments.NewBuilder()
			for b.Loop() {
				if half == "add" || builder.Empty() {
					builder.Reset()
					builder.Add(events, nil, nil)
				}
				if half == "write" {
					if _, err := builder.Write(filepath.Join(b.TempDir(), "s")); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/event")
		})
	}
}
