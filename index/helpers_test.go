// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index"
)

func TestMain(m *testing.M) {
	index.SetDisk(faultless)
	m.Run()
}

// faultless is a disk on which nothing fails.
func faultless(string, string) error { return nil }

func clock() time.Time { return time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC) }

// sheet is a source made for a test: one line of text for each thing it tells.
type sheet struct {
	text    string
	source  event.Source
	events  []*event.Event
	facts   []*event.Fact
	rejects []event.Reject
}

// accounts are who acts in sheets, some in several spellings of one account.
var accounts = []event.Account{
	{Namespace: event.Email, Name: "ann@larkfield.example"}, {Namespace: event.Email, Name: "Ann@Larkfield.example"},
	{Namespace: event.UPN, Name: "ann@larkfield.example"}, {Namespace: event.SalesforceID, Name: "0055j00000AT6I1"},
	{Namespace: event.SalesforceID, Name: "0055j00000AT6I1AAL"}, {Namespace: event.SalesforceID, Name: "0055j00000at6i1"},
	{Namespace: event.WindowsSAM, Name: `LARKFIELD\bea`}, {Namespace: event.PrintUser, Name: "BEA"}, {Namespace: event.PrintUser, Name: "bea"}, {},
}

var kinds = []event.Kind{event.CRMRecordView, event.CRMReportExport, event.MailSend, event.PrintJob}

// start is about when things happen in sheets; a few years before 1970 lie in reach.
var start = time.Date(1970, 1, 3, 0, 0, 0, 0, time.UTC)

// newSheet makes a sheet of random events. Their keys are among keyCount, which 0
// makes none; what it holds depends on r and path only.
func newSheet(r *rand.Rand, path string, events, keyCount int) *sheet {
	s := &sheet{}
	var text strings.Builder
	line := func(what string, n int) event.Span {
		span := event.Span{Offset: int64(text.Len()), Line: int64(strings.Count(text.String(), "\n") + 1)}
		fmt.Fprintf(&text, "%s %d of %s, %d\n", what, n, path, r.IntN(1000))
		span.Length = int64(text.Len()) - span.Offset
		return span
	}
	for n := range events {
		s.events = append(s.events, anyEvent(r, n, keyCount, line("event", n)))
	}
	for n := range events / 5 {
		s.facts = append(s.facts, &event.Fact{Kind: event.FactCustomer, Subject: event.Object{Type: "customer", ID: fmt.Sprint(n), Name: path},
			Origin: event.Origin{Span: line("fact", n)}})
		s.rejects = append(s.rejects, event.Reject{Reason: "no sense", Detail: path, Origin: event.Origin{Span: line("nonsense", n)}})
	}
	s.text = text.String()
	d := event.Digest(sha256.Sum256([]byte(s.text)))
	s.source = event.Source{Digest: d, SizeBytes: int64(len(s.text)), Path: path, Evidence: d, Status: event.StatusPartial}
	s.stamp("test@1")
	return s
}

func anyEvent(r *rand.Rand, n, keyCount int, span event.Span) *event.Event {
	e := &event.Event{
		Kind: kinds[r.IntN(len(kinds))], Actor: accounts[r.IntN(len(accounts))], OnBehalfOf: accounts[r.IntN(len(accounts))],
		Text: fmt.Sprintf("act %d", n), Origin: event.Origin{Span: span},
	}
	if r.IntN(10) > 0 { // many at the same instant
		at := start.Add(time.Duration(r.IntN(2*365*24)-365*24) * time.Hour)
		e.Time = event.Instant(at, event.PrecisionMinute, event.TimeRecorded, at.Format(time.RFC3339))
	}
	if keyCount > 0 && r.IntN(5) > 0 {
		e.Key = event.NewKey("test", fmt.Sprint(r.IntN(keyCount)))
	}
	return e
}

// stamp does what ingest does.
func (s *sheet) stamp(parser string) {
	s.source.Parser = parser
	s.source.Events, s.source.Facts, s.source.Rejects = int64(len(s.events)), int64(len(s.facts)), int64(len(s.rejects))
	id := func(o *event.Origin) event.ID {
		o.Source, o.Parser = s.source.Digest, parser
		return event.NewID(o.Source, o.Span.Offset, o.Ordinal)
	}
	for _, e := range s.events {
		e.ID = id(&e.Origin)
	}
	for _, f := range s.facts {
		f.ID = id(&f.Origin)
	}
	for i := range s.rejects {
		s.rejects[i].ID = id(&s.rejects[i].Origin)
	}
}

// addTo gives the sheet to a writer, some pieces at a time.
func (s *sheet) addTo(w *index.Writer) error {
	if _, _, err := w.Keep(s.source.Path, strings.NewReader(s.text)); err != nil {
		return err
	}
	return s.read(w)
}

func (s *sheet) read(w *index.Writer) error {
	for piece := range slices.Chunk(s.events, 97) {
		if err := w.Add(s.source.Digest, piece, nil, nil); err != nil {
			return errors.Join(err, w.Discard(s.source.Digest))
		}
	}
	if err := w.Add(s.source.Digest, nil, s.facts, s.rejects); err != nil {
		return errors.Join(err, w.Discard(s.source.Digest))
	}
	return w.Commit(s.source)
}

func newCase(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a.case")
	must(t, index.Create(dir, "A", "America/New_York", "test", clock()))
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write opens a writer for what work does with it.
func write(t *testing.T, dir string, o index.WriterOptions, work func(*index.Writer) error) {
	t.Helper()
	o.Purpose, o.Now = cmp.Or(o.Purpose, "test"), clock
	w, err := index.OpenWriter(dir, o)
	must(t, err)
	must(t, errors.Join(work(w), w.Close()))
}

// add adds the sheets in one go.
func add(t *testing.T, dir string, sheets ...*sheet) {
	t.Helper()
	write(t, dir, index.WriterOptions{}, func(w *index.Writer) error {
		for _, s := range sheets {
			if err := s.addTo(w); err != nil {
				return err
			}
		}
		return nil
	})
}

func open(t *testing.T, dir string) *index.Case {
	t.Helper()
	c, err := index.Open(dir, nil)
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	return c
}

// everything wants all events, copies and timeless ones too.
var everything = index.Filter{Timeless: true, Duplicates: true}

func eventsOf(t *testing.T, c *index.Case, f index.Filter) []*event.Event {
	t.Helper()
	var list []*event.Event
	for e, err := range c.Events(context.Background(), f) {
		must(t, err)
		list = append(list, e)
	}
	return list
}

// expected is what a case of the sheets holds, by brute force: events by time and
// ID, of each key all but the one with the smallest ID marked.
func expected(sheets ...*sheet) []*event.Event {
	primary := map[event.Key]event.ID{}
	var list []*event.Event
	for _, s := range sheets {
		for _, e := range s.events {
			if first, ok := primary[e.Key]; !ok || bytes.Compare(e.ID[:], first[:]) < 0 {
				primary[e.Key] = e.ID
			}
		}
	}
	for _, s := range sheets {
		for _, e := range s.events {
			marked := *e
			marked.Duplicate = !e.Key.IsZero() && primary[e.Key] != e.ID
			list = append(list, &marked)
		}
	}
	slices.SortFunc(list, inOrder)
	return list
}

func inOrder(a, b *event.Event) int {
	if a.Time.Known() != b.Time.Known() {
		if a.Time.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Time.UTC.Compare(b.Time.UTC), bytes.Compare(a.ID[:], b.ID[:]))
}

// rest is the facts and rejects of a case, as texts in order.
func rest(t *testing.T, c *index.Case) []string {
	t.Helper()
	var list []string
	must(t, c.Facts(func(f *event.Fact) error { list = append(list, factText(f)); return nil }))
	must(t, c.Rejects(func(r event.Reject) error { list = append(list, rejectText(r)); return nil }))
	slices.Sort(list)
	return list
}

func expectedRest(sheets ...*sheet) []string {
	var list []string
	for _, s := range sheets {
		for _, f := range s.facts {
			list = append(list, factText(f))
		}
		for _, r := range s.rejects {
			list = append(list, rejectText(r))
		}
	}
	slices.Sort(list)
	return list
}

func factText(f *event.Fact) string {
	return fmt.Sprintf("fact %s %v %v", f.ID, f.Subject, f.Origin)
}
func rejectText(r event.Reject) string {
	return fmt.Sprintf("reject %s %s %s %v", r.ID, r.Reason, r.Detail, r.Origin)
}

// differences is what Check reports, by what and where.
func differences(t *testing.T, c *index.Case) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, c.Check(context.Background(), func(d index.Difference) { found[d.What+" "+d.Where] = d.Why }, nil))
	return found
}

// sound wants a case that opens and is what it says.
func sound(t *testing.T, dir string) *index.Case {
	t.Helper()
	c := open(t, dir)
	if found := differences(t, c); len(found) > 0 {
		t.Fatalf("Check: %v", found)
	}
	return c
}

// contents are the names in the folder of a case.
func contents(t *testing.T, dir, sub string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, sub, "*"))
	must(t, err)
	for i := range list {
		list[i] = filepath.Base(list[i])
	}
	return list
}

func words[M map[string]V, V any](m M) []string { return slices.Sorted(maps.Keys(m)) }
