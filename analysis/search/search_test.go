// SPDX-License-Identifier: Apache-2.0

package search_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/ingest"
	"dossier/parsers/all"
)

const jobs = `PaperCut Print Logger - http://www.papercut.com/
Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size
2024-05-10 18:14:02,mhall,46,1,SALES-1,"Preisliste Müller.xlsx",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,562kb,
2024-05-10 18:20:00,alee,2,1,Étage-2,"Agenda.docx",PC-007,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
2024-05-11 09:00:00,alee,3,1,SALES-1,"Agenda 2.docx",PC-007,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,13kb,
`

// open makes a case of the print jobs and opens it.
func open(t *testing.T, o search.Options) *search.Session {
	t.Helper()
	exports, dir := t.TempDir(), filepath.Join(t.TempDir(), "test.case")
	now := func() time.Time { return time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC) }
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(os.WriteFile(filepath.Join(exports, "jobs.csv"), []byte(jobs), 0o666))
	check(index.Create(dir, "test", "America/New_York", "test", now()))
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: now})
	check(err)
	check(ingest.Run(t.Context(), ingest.Options{Parsers: all.List(), Zone: time.UTC}, []string{exports}, w))
	check(w.Close())
	c, err := index.Open(dir, ingest.OpenMember)
	check(err)
	t.Cleanup(func() { check(c.Close()) })
	s, err := search.Open(t.Context(), c, o)
	check(err)
	return s
}

// TestValues wants values by the beginning of themselves and of their words, case and
// accents apart, the most frequent first.
func TestValues(t *testing.T) {
	s := open(t, search.Options{})
	for _, c := range []struct {
		field, prefix string
		limit         int
		want          []index.FacetValue
	}{
		{"printer", "", 0, []index.FacetValue{{Value: "SALES-1", Count: 2}, {Value: "Étage-2", Count: 1}}},
		{"printer", "etag", 0, []index.FacetValue{{Value: "Étage-2", Count: 1}}},
		{"object", "MULLER", 0, []index.FacetValue{{Value: "Preisliste Müller.xlsx", Count: 1}}},
		{"object", "xls", 0, []index.FacetValue{{Value: "Preisliste Müller.xlsx", Count: 1}}},
		{"device", "pc-0", 0, []index.FacetValue{{Value: "PC-007", Count: 2}}},
		{"device", "", 1, []index.FacetValue{{Value: "PC-007", Count: 2}}},
		{"printer", "zebra", 0, nil},
	} {
		got, err := s.Values(t.Context(), c.field, c.prefix, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s %q: %v, want %v", c.field, c.prefix, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s %q: %v, want %v", c.field, c.prefix, got, c.want)
			}
		}
	}
	if _, err := s.Values(t.Context(), "shoe", "", 0); err == nil {
		t.Error("there are values of a field that there is not")
	}
}

// TestScansOnce wants the evidence read once for an expression, however many ask, and
// a parsed query answered as Match says.
func TestScansOnce(t *testing.T) {
	var mu sync.Mutex
	scans := 0
	s := open(t, search.Options{Scanned: func(read, all int64) {
		mu.Lock()
		defer mu.Unlock()
		if read == all {
			scans++
		}
	}})
	q, err := s.Parse("raw:/m.ller/ OR raw:/,3,1,/")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		found, err := s.Find(t.Context(), q)
		if err != nil || found.Count() != 2 {
			t.Fatalf("%d events, %v; want 2", found.Count(), err)
		}
	}
	if scans != 2 {
		t.Errorf("%d scans, want one for each expression", scans)
	}
	var matching int64
	everything, err := s.Find(t.Context(), query.All{})
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range everything.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if q.Match(e, s.Env) {
			matching++
		}
	}
	if matching != 2 {
		t.Errorf("Match finds %d events, want 2", matching)
	}
}

// TestRefusals wants a scan to end with its context, and what cannot be asked here to
// be said.
func TestRefusals(t *testing.T) {
	s := open(t, search.Options{})
	q, err := s.Parse("raw:/x/")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Find(ctx, q); !errors.Is(err, context.Canceled) {
		t.Errorf("a search that was called off: %v", err)
	}
	var syntax *query.SyntaxError
	if _, err := s.Parse("knd:x"); !errors.As(err, &syntax) {
		t.Errorf("an unknown field: %v", err)
	}
	if _, err := s.Parse("who:nobody"); err == nil || errors.As(err, &syntax) {
		t.Errorf("an unknown person: %v", err)
	}
	if s.Label("kind", "x") != "x" || s.Label("who", "nobody") != "nobody" || s.Path(event.Digest{}) != "" {
		t.Error("what has no name is not called by itself")
	}
}
