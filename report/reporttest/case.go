// SPDX-License-Identifier: Apache-2.0

package reporttest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index"
)

// Mike is the account of the person on the roster of [Case]; Ravi is an
// administrator's.
var (
	Mike = event.Account{Namespace: event.SalesforceUser, Name: "mike.hall@larkfield.example"}
	Ravi = event.Account{Namespace: event.SalesforceUser, Name: "ravi.menon@larkfield.example"}
)

// caseNow is when the case is made.
var caseNow = time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC)

// Case makes a case with n events of every kind in turn, whose names and subjects are
// [Texts], in the records of two sources; and besides them acts of the system and of
// somebody else in the person's name, a copy, an event without time and one at a time
// that London had twice. It returns the case's folder.
func Case(t testing.TB, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "test.case")
	if err := index.Create(dir, "Larkfield v. Hall", "Europe/London", "test", caseNow); err != nil {
		t.Fatal(err)
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: func() time.Time { return caseNow }})
	if err != nil {
		t.Fatal(err)
	}
	roster := &source{path: "hr/roster.csv"}
	for i, p := range []event.Account{Mike, Ravi} {
		f := &event.Fact{Kind: event.FactPerson, Subject: event.Object{Type: "person", Name: []string{"Mike Hall", "Ravi Menon"}[i]},
			Accounts: []event.Account{{Namespace: event.EmployeeNumber, Name: fmt.Sprint(i + 1)}, p}}
		f.Origin.Span = roster.line(f.Subject.Name + "," + p.Name)
		f.Leaves = event.Date(start.AddDate(0, 0, n/800+29).Format(time.DateOnly))
		roster.facts = append(roster.facts, f)
	}
	crm, mail := &source{path: "crm/events.csv"}, &source{path: "m365/audit.csv"}
	for i := range n {
		e := caseEvent(i)
		crm.add(e)
	}
	for _, e := range others() {
		mail.add(e)
	}
	for _, s := range []*source{roster, crm, mail} {
		s.commit(t, w)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// caseEvent is the event of a number.
func caseEvent(i int) *event.Event {
	text := Texts[i%len(Texts)].Text
	kind := event.Kinds()[i%len(event.Kinds())]
	return &event.Event{
		Time: event.Instant(start.Add(time.Duration(i/2)*97*time.Second), event.PrecisionSecond, event.TimeFormat, fmt.Sprint("t", i)), Kind: kind,
		Actor: Mike, Initiated: event.InitiatedUser, Object: event.Object{Type: "document", ID: fmt.Sprint("D", i), Name: strings.ToValidUTF8(text, "?")},
		Quantities: event.Quantities{Pages: event.Count(int64(i % 7)), Bytes: event.Count(int64(i) * 1000)}, IP: "203.0.113.7", Device: "PC-114",
		Targets: []event.Target{{Role: event.RoleTo, Account: event.Account{Namespace: event.Email, Name: fmt.Sprintf("x%d@partner.example", i)}}},
		Attrs:   []event.Attr{{Name: "row", Value: fmt.Sprint(i)}},
	}
}

// others are what is in scope and not exported, or doubtful.
func others() []*event.Event {
	at := func(minutes int) event.Time {
		return event.Instant(start.Add(time.Duration(minutes)*time.Minute), event.PrecisionMilli, event.TimeRecorded, "as recorded")
	}
	twice := caseEvent(0)
	twice.Key = event.NewKey("test", "1")
	copied := *twice
	system, named, timeless := caseEvent(1), caseEvent(2), caseEvent(3)
	system.Initiated, system.Time = event.InitiatedSystem, at(7)
	named.Actor, named.OnBehalfOf, named.Time = Ravi, Mike, at(8)
	timeless.Time = event.Time{Text: "no time"}
	london, _ := time.LoadLocation("Europe/London")
	doubtful := caseEvent(4)
	doubtful.Time = event.Local(time.Date(2023, 10, 29, 1, 30, 0, 0, time.UTC), london, event.PrecisionSecond, "29/10/2023 01:30:00")
	return []*event.Event{twice, &copied, system, named, timeless, doubtful}
}

// source is a file of lines.
type source struct {
	path   string
	bytes  bytes.Buffer
	lines  int64
	events []*event.Event
	facts  []*event.Fact
}

// line adds a line and says where it lies.
func (s *source) line(text string) event.Span {
	s.lines++
	line := strings.NewReplacer("\n", "\\n", "\r", "\\r").Replace(text) + "\r\n"
	span := event.Span{Offset: int64(s.bytes.Len()), Length: int64(len(line)), Line: s.lines}
	s.bytes.WriteString(line)
	return span
}

func (s *source) add(e *event.Event) {
	e.Origin.Span = s.line(fmt.Sprintf("%d,%s,%s,%s", s.lines, e.Kind, e.Actor.Name, e.Object.Name))
	s.events = append(s.events, e)
}

// commit does what an ingest does with a source.
func (s *source) commit(t testing.TB, w *index.Writer) {
	t.Helper()
	digest, size, err := w.Keep(s.path, bytes.NewReader(s.bytes.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range s.events {
		e.Origin.Source, e.Origin.Parser = digest, "test@1"
		e.ID = event.NewID(digest, e.Origin.Span.Offset, 0)
	}
	for _, f := range s.facts {
		f.Origin.Source, f.Origin.Parser = digest, "roster@1"
		f.ID = event.NewID(digest, f.Origin.Span.Offset, 0)
	}
	for len(s.events) > 1000 { // in pieces, as an ingest does
		if err := w.Add(digest, s.events[:1000], nil, nil); err != nil {
			t.Fatal(err)
		}
		s.events = s.events[1000:]
	}
	about := event.Source{Digest: digest, SizeBytes: size, Path: s.path, Evidence: digest, Status: event.StatusParsed, Parser: "test@1", Encoding: "utf-8",
		Events: int64(s.lines) - int64(len(s.facts)), Facts: int64(len(s.facts))}
	if strings.HasPrefix(s.path, "m365") {
		about.Zone = "Europe/London"
	}
	if err := w.Add(digest, s.events, s.facts, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(about); err != nil {
		t.Fatal(err)
	}
}
