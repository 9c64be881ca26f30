// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/report"
	"dossier/report/formats"
	"dossier/report/leak"
)

// memory is a target in memory.
type memory fstest.MapFS

func (m memory) Create(name string) (io.WriteCloser, error) {
	f := &fstest.MapFile{}
	m[name] = f
	return (*file)(f), nil
}

type file fstest.MapFile

func (f *file) Write(p []byte) (int, error) { f.Data = append(f.Data, p...); return len(p), nil }
func (f *file) Close() error                { return nil }

// full is the test's document with all columns and what formats want besides.
func full() *report.Document {
	d := document()
	d.Profile, d.ExportID, d.Language, d.Paper = report.Internal, strings.Repeat("0f", 32), "en", report.A4
	d.AsOf = d.AsOf.AddDate(2023, 4, 12)
	d.Columns = report.Internal.Columns()
	for _, r := range d.Rows.(report.RowList) {
		cells := make([]string, len(d.Columns))
		for i, c := range d.Columns {
			if at := slices.IndexFunc(columns, func(mine report.Column) bool { return mine.Key == c.Key }); at >= 0 {
				cells[i] = r.Cells[at]
			}
		}
		r.Cells, r.RawDigest = cells, strings.Repeat("ab", 32)
		r.Cells[d.Index(report.ColumnExhibit)] = r.Item
	}
	return d
}

// TestEveryFormatIsSearched writes the document in every format, as it is and
// redacted. The search finds every withheld value in the first, in each kind of
// file, and none in the second: what it cannot read would pass here and nowhere else.
func TestEveryFormatIsSearched(t *testing.T) {
	p := plan(t, everything, literal{text: "Lena Ortiz", name: true}, literal{text: "Ortiz, Lena", name: true}, literal{text: "lena.ortiz@home.example", name: true},
		literal{text: "Harborview Dental Supply", rule: -1, pseudonym: "Customer-0001", name: true})
	redacted, log, err := Apply(context.Background(), full(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats.List() {
		before, after := memory{}, memory{}
		for to, d := range map[*memory]*report.Document{&before: full(), &after: redacted} {
			if n, err := f.Write(context.Background(), d, *to); err != nil || n != 3 {
				t.Fatalf("%s: %d rows, %v", f.Name, n, err)
			}
		}
		leaks, err := leak.ScanKnown(fstest.MapFS(after), log.Values(), "MH-0001")
		if err != nil || len(leaks) > 0 {
			t.Errorf("%s, redacted: %v, %+v", f.Name, err, leaks)
		}
		leaks, err = leak.ScanKnown(fstest.MapFS(before), log.Values(), "MH-0001")
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		for _, value := range []string{"lena.ortiz@home.example", "Harborview Dental Supply", "203.0.113.7", `O"Hara Dental`} {
			if !slices.ContainsFunc(leaks, func(l leak.Leak) bool { return l.Value == value && path.Ext(l.File) != ".txt" }) {
				t.Errorf("%s: %q was not found", f.Name, value)
			}
		}
	}
}
