// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/ingest"
)

// rawQueries have letters to go by, several, none; letters of binary records and of
// other encodings; and the ends of a record.
var rawQueries = []string{
	`/larkfield/`, `/(?-i)LARKFIELD/`, `/mhall/`, `/"\d+"$/`, `/^\{"/`, `/price book|all accounts/`, `/export/`, `/[0-9]{4},[a-z]/`, `/kunden/`, `/nowhere to be found/`, `/\A\z/`,
}

// TestScanAgreesWithTheRecords compares what a scan of the sample company's evidence
// finds, archives and binary logs among it, with a look at the records themselves.
func TestScanAgreesWithTheRecords(t *testing.T) {
	c, err := index.Open(withDemo(t).dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var patterns []query.Pattern
	var hits []map[event.ID]bool
	for _, text := range rawQueries {
		q, err := query.Parse("raw:" + text + " (is:duplicate OR *)")
		if err != nil {
			t.Fatal(err)
		}
		var read, all int64
		found, err := c.NewRawScans(func(r, a int64) { read, all = r, a }).Select(t.Context(), q, query.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if read != all || all == 0 {
			t.Errorf("%s: told of %d bytes of %d", text, read, all)
		}
		patterns, hits = append(patterns, query.RecordPatterns(q)[0]), append(hits, idsOf(t, found))
	}
	found, formats, n := 0, map[string]int{}, 0
	for e, err := range c.Events(t.Context(), index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%100 != 0 {
			continue
		}
		for i, p := range patterns {
			want := c.HasRaw(p, e.Origin)
			if got := hits[i][e.ID]; got != want {
				t.Errorf("%s in %s: found %v, want %v", p, e.Origin.Parser, got, want)
			}
			if want {
				found++
				formats[e.Origin.Parser]++
			}
		}
	}
	if found < 50 || len(formats) < 5 {
		t.Errorf("%d found in %v: the queries ask for too little", found, formats)
	}
}

// idsOf are the events of a selection.
func idsOf(t *testing.T, s *index.Selection) map[event.ID]bool {
	t.Helper()
	ids := map[event.ID]bool{}
	for e, err := range s.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids[e.ID] = true
	}
	return ids
}

// TestScanStops wants a scan to end with its context, in the middle, and what is no
// record to have nothing.
func TestScanStops(t *testing.T) {
	c, err := index.Open(smallCase(t), ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	q, err := query.Parse("raw:/x/")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := c.NewRawScans(func(int64, int64) { cancel() }).Select(ctx, q, query.Env{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a scan that is called off: %v", err)
	}
	if c.HasRaw(query.RecordPatterns(q)[0], event.Origin{}) {
		t.Error("a record of no source has something")
	}
}

// TestScanReadsUTF16 wants letters beyond ASCII found in a source in UTF-16, with the
// ends of its records.
func TestScanReadsUTF16(t *testing.T) {
	text := "PaperCut Print Logger - http://www.papercut.com/\r\n" +
		"Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\r\n" +
		"2024-05-02 08:00:00,mhall,3,1,SALES-1,\"Angebot Müller 東京.docx\",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,\r\n"
	encoded := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(text)) {
		encoded = append(encoded, byte(u), byte(u>>8))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "jobs.csv"), encoded, 0o666); err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(dir, "wide.case")
	for _, args := range [][]string{
		{"create", made, "--tz", "UTC"}, {"-C", made, "add", filepath.Join(dir, "jobs.csv"), "--tz", "UTC"},
		{"-C", made, "search", "raw:/müller 東京.*kb,$/"}, {"-C", made, "search", "raw:/^2024/"},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, nil, &out, &errs); code != exitFound {
			t.Errorf("%s: exit code %d\n%s", args, code, errs.String())
		}
	}
}

// BenchmarkRawScans scans the evidence of the case in DOSSIER_BENCH_CASE for what is
// nowhere, what is in many records, alternatives, and what has no letters to go by.
func BenchmarkRawScans(b *testing.B) {
	dir := os.Getenv("DOSSIER_BENCH_CASE")
	if dir == "" {
		b.Skip("DOSSIER_BENCH_CASE names no case")
	}
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	for _, text := range []string{"/nowhere to be found/", "/reportexport/", "/q3 list|price book/", "/mhall.*kb/", "/[0-9]{6}[a-f]/"} {
		q, err := query.Parse("raw:" + text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				scans := c.NewRawScans(func(_, all int64) { b.SetBytes(all) })
				if _, err := scans.Select(b.Context(), q, query.Env{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
