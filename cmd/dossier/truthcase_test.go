// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/go-json-experiment/json"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/ingest"
)

// keyEntry is a line of an answer key; samples/README.md describes it.
type keyEntry struct {
	Type     string      `json:"type"`
	ID       string      `json:"id"`
	Story    string      `json:"story"`
	Person   string      `json:"person"`
	Employee string      `json:"employee"`
	Account  string      `json:"account"`
	Time     time.Time   `json:"time"`
	Kind     event.Kind  `json:"kind"`
	Object   *objectJSON `json:"object"`
	Folder   string      `json:"folder"`
	Quantity int64       `json:"quantity"`
	Targets  []string    `json:"targets"`
	Not      string      `json:"not"`
	Say      string      `json:"say"`
	Files    []string    `json:"files"`
	Total    int         `json:"records-total"`
	Records  []keyRecord `json:"records"`
}

// keyRecord is where the key says that a record lies.
type keyRecord struct {
	Source string `json:"source"`
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Offset int64  `json:"offset"`
	Length int64  `json:"length"`
	Text   string `json:"text"`
	Copy   bool   `json:"copy"`
}

// person is the ID under which the directory should have whom the line is about.
func (k keyEntry) person() string { return "employee:" + k.Employee }

func readKey(t *testing.T, text []byte) []keyEntry {
	t.Helper()
	var list []keyEntry
	for line := range bytes.Lines(text) {
		var e keyEntry
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("key line %q: %v", line, err)
		}
		list = append(list, e)
	}
	return list
}

// spot is where a record begins.
type spot struct {
	source event.Digest
	offset int64
}

// solved is a case whose answers are known.
type solved struct {
	*index.Case
	people *identity.Directory
	key    []keyEntry
	events []*event.Event           // all of them, copies and timeless ones included
	at     map[spot][]*event.Event  // by the record that makes them what they are
	files  map[string]event.Digest  // by the name that the key uses
	raw    map[spot]index.RawRecord // read so far
}

// solve makes a case of a company's evidence, as the command demo does, and walks
// it once.
func solve(t *testing.T, files fs.FS, key []byte, f addFlags) *solved {
	t.Helper()
	s := &solved{key: readKey(t, key), at: map[spot][]*event.Event{}, files: map[string]event.Digest{}, raw: map[spot]index.RawRecord{}}
	s.Case = ingested(t, files, f)
	ctx := context.Background()
	var err error
	if s.people, err = identity.Build(ctx, s.Case); err != nil {
		t.Fatal(err)
	}
	for _, source := range s.Sources() {
		name := strings.TrimPrefix(filepath.ToSlash(source.Path), "larkfield/")
		s.files[name] = source.Digest
	}
	for e, err := range s.Events(ctx, index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			t.Fatal(err)
		}
		s.events = append(s.events, e)
		p := spot{e.Origin.Source, e.Origin.Span.Offset}
		s.at[p] = append(s.at[p], e)
	}
	return s
}

// ingested makes the case in a folder of the test's and opens it.
func ingested(t *testing.T, files fs.FS, f addFlags) *index.Case {
	t.Helper()
	tmp := t.TempDir()
	evidence, dir := filepath.Join(tmp, "exports", "larkfield"), filepath.Join(tmp, "larkfield.case")
	if err := extract(files, evidence); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC) }
	if err := index.Create(dir, "Larkfield", demoZone, build, now()); err != nil {
		t.Fatal(err)
	}
	a := &app{ctx: context.Background(), out: newOutput(io.Discard), errs: newOutput(io.Discard), now: now}
	if _, err := a.ingest(dir, f, []string{evidence}, nil); err != nil {
		t.Fatal(err)
	}
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// record finds the events of a record of the key, and reports what is not where
// the key says: no event there, another span, other bytes.
func (s *solved) record(t *testing.T, k keyEntry, r keyRecord) []*event.Event {
	t.Helper()
	source, ok := s.files[r.File]
	if !ok {
		t.Errorf("%s %s: %s is no source of the case", k.ID, k.Story, r.File)
		return nil
	}
	found := s.at[spot{source, r.Offset}]
	if len(found) == 0 {
		t.Errorf("%s %s: no event begins at %s line %d, byte %d", k.ID, k.Story, r.File, r.Line, r.Offset)
	}
	for _, e := range found {
		if want := (event.Span{Offset: r.Offset, Length: r.Length, Line: r.Line}); e.Origin.Span != want {
			t.Errorf("%s %s: %s: the event spans %+v, the key's record %+v", k.ID, k.Story, r.File, e.Origin.Span, want)
		}
		if text := s.text(t, e, r.File); !strings.Contains(text, r.Text) {
			t.Errorf("%s %s: %s line %d: raw record %q does not contain %q", k.ID, k.Story, r.File, r.Line, text, r.Text)
		}
	}
	return found
}

// records finds the events of all records of a line.
func (s *solved) records(t *testing.T, k keyEntry) []*event.Event {
	t.Helper()
	var list []*event.Event
	for _, r := range k.Records {
		list = append(list, s.record(t, k, r)...)
	}
	return list
}

// text is the record of an event as the evidence has it, decoded.
func (s *solved) text(t *testing.T, e *event.Event, file string) string {
	t.Helper()
	p := spot{e.Origin.Source, e.Origin.Span.Offset}
	if _, ok := s.raw[p]; !ok {
		records, err := s.Raw(e.Origin)
		if err != nil {
			t.Fatalf("raw record of %s: %v", e.ID, err)
		}
		s.raw[p] = records[0]
	}
	return decodeRecord(file, s.raw[p].Bytes)
}

// decodeRecord turns bytes of a file into text, by the encodings that the samples'
// README states.
func decodeRecord(file string, text []byte) string {
	switch {
	case strings.Contains(file, "m365/MT"):
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = uint16(text[2*i]) | uint16(text[2*i+1])<<8
		}
		return string(utf16.Decode(units))
	case strings.Contains(file, "papercut"):
		runes := make([]rune, len(text))
		for i, c := range text {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	return string(text)
}

// lines are the lines of the key of one type, and of one story unless that is "".
func (s *solved) lines(kind, story string) []keyEntry {
	var list []keyEntry
	for _, k := range s.key {
		if k.Type == kind && (story == "" || k.Story == story) {
			list = append(list, k)
		}
	}
	return list
}

// holder is the ID of the person whose account acted, "" if nobody's did.
func (s *solved) holder(e *event.Event) string {
	link, ok := s.people.Holder(e.Actor, e.Time)
	if !ok || link.Class != identity.ClassA && link.Class != identity.ClassB {
		return ""
	}
	return link.Person
}

// ask asks about a person between two days.
func (s *solved) ask(t *testing.T, person string, from, to event.Date, kinds ...string) *timeline.Answer {
	t.Helper()
	answer, err := timeline.Ask(context.Background(), s.Case, s.people, timeline.Question{Person: person, Range: timeline.Range{From: from, To: to}, Kinds: kinds})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// items are the events of an answer, by ID.
func items(answer *timeline.Answer) map[event.ID]timeline.Item {
	found := map[event.ID]timeline.Item{}
	for _, item := range answer.Items {
		found[item.Event.ID] = item
	}
	return found
}

// primaries reports unless every act that the events tell has, of the copies of
// its record, exactly one that counts.
func (s *solved) primaries(t *testing.T, what string, events []*event.Event) {
	t.Helper()
	counted, seen := map[event.Key]int{}, map[event.ID]bool{}
	for _, e := range events {
		if seen[e.ID] { // of a file that is there twice
			continue
		}
		seen[e.ID] = true
		if e.Key.IsZero() {
			t.Errorf("%s: %s of %s has no key", what, e.ID, e.Origin.Parser)
			continue
		}
		counted[e.Key] += btoi(!e.Duplicate)
	}
	for key, n := range counted {
		if n != 1 {
			t.Errorf("%s: of the copies of %s, %d are counted", what, key, n)
		}
	}
}

// outputOf runs a command and returns what it prints.
func outputOf(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, strings.NewReader(""), &out, &errs); code != want {
		t.Fatalf("dossier %q: exit code %d, want %d\n%s%s", args, code, want, errs.String(), out.String())
	}
	return out.String()
}

// within reports an error unless a time lies between two others.
func within(at, from, to time.Time) error {
	if at.Before(from) || at.After(to) {
		return fmt.Errorf("%s is not between %s and %s", at.Format(time.RFC3339Nano), from.Format(time.RFC3339Nano), to.Format(time.RFC3339Nano))
	}
	return nil
}

// hasTarget reports whether something went to the address.
func hasTarget(e *event.Event, address string) bool {
	return slices.ContainsFunc(e.Targets, func(t event.Target) bool {
		switch t.Role {
		case event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward:
			return strings.EqualFold(t.Account.Name, address)
		}
		return false
	})
}
