// SPDX-License-Identifier: Apache-2.0

package csvfile_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dossier/report"
	"dossier/report/csvfile"
	"dossier/report/reporttest"
)

// parse reads RFC 4180 to the letter; encoding/csv is too lenient, and changes line
// ends inside of values.
func parse(text string) (records [][]string, err error) {
	var record []string
	for at := 0; at < len(text); {
		var field string
		if text[at] == '"' {
			at++
			for {
				end := strings.IndexByte(text[at:], '"')
				if end < 0 {
					return nil, fmt.Errorf("byte %d: a quote is not closed", at)
				}
				field, at = field+text[at:at+end], at+end+1
				if at >= len(text) || text[at] != '"' {
					break
				}
				field, at = field+`"`, at+1
			}
		} else {
			end := strings.IndexAny(text[at:], ",\r\n\"")
			if end < 0 {
				return nil, fmt.Errorf("byte %d: a line does not end", at)
			}
			field, at = text[at:at+end], at+end
		}
		record = append(record, field)
		switch {
		case strings.HasPrefix(text[at:], ","):
			at++
		case strings.HasPrefix(text[at:], "\r\n"):
			records, record, at = append(records, record), nil, at+2
		default:
			return nil, fmt.Errorf("byte %d: %.10q stands behind a value", at, text[at:])
		}
	}
	if record != nil {
		return nil, fmt.Errorf("the last line does not end")
	}
	return records, nil
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	records, err := parse(string(files["chronology.csv"]))
	if err != nil {
		t.Fatal(err)
	}
	r := reporttest.Reading{Text: string(files["chronology.csv.readme.txt"]), Rows: []map[string]string{}}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, key := range records[0] {
			row[key] = record[i]
		}
		r.Items, r.Rows = append(r.Items, row[report.ColumnItem]), append(r.Rows, row)
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, csvfile.Format, open) }

// TestVerbatim wants every value back byte for byte, formulas and line ends included.
func TestVerbatim(t *testing.T) {
	d := reporttest.Hostile(len(reporttest.Texts))
	got := open(t, reporttest.Write(t, csvfile.Format, d))
	i := 0
	for row := range reporttest.All(t, d) {
		for c, column := range d.Columns {
			if want := row.Cells[c]; utf8.ValidString(want) && got.Rows[i][column.Key] != want {
				t.Errorf("row %d, %s: %s", i+1, column.Key, cmp.Diff(want, got.Rows[i][column.Key]))
			}
		}
		if got.Rows[i][report.ColumnNumber] != fmt.Sprint(row.Number) {
			t.Errorf("row %d is numbered %q", row.Number, got.Rows[i][report.ColumnNumber])
		}
		i++
	}
}

func FuzzField(f *testing.F) {
	for _, text := range reporttest.Texts {
		f.Add(text.Text, "=1+1")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		d := reporttest.Hostile(0)
		d.Columns = []report.Column{{Key: "a"}, {Key: "b"}}
		d.Rows, d.Count = report.RowList{{Number: 1, Cells: []string{a, b}}}, 1
		to := &reporttest.Memory{}
		if _, err := csvfile.Format.Write(context.Background(), d, to); err != nil {
			t.Fatal(err)
		}
		text := string(to.Files["chronology.csv"])
		got, err := parse(text)
		if err != nil || len(got) != 2 || len(got[1]) != 3 || !utf8.ValidString(text) {
			t.Fatalf("%q: %v, %v", text, got, err)
		}
		if utf8.ValidString(a) && got[1][1] != a || utf8.ValidString(b) && got[1][2] != b {
			t.Errorf("(%q, %q) came back as %q", a, b, got[1][1:])
		}
	})
}
