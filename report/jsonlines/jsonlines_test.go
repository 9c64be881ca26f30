// SPDX-License-Identifier: Apache-2.0

package jsonlines_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"dossier/report"
	"dossier/report/jsonlines"
	"dossier/report/reporttest"
)

// line reads a line with another library than the one that wrote it.
func line(t *testing.T, text []byte) (texts map[string]string, number int64, at *time.Time) {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	texts = map[string]string{}
	for key, value := range members {
		var err error
		switch key {
		case report.ColumnNumber:
			err = json.Unmarshal(value, &number)
		case report.ColumnTime:
			err = json.Unmarshal(value, &at)
		default:
			var s string
			err = json.Unmarshal(value, &s)
			texts[key] = s
		}
		if err != nil {
			t.Fatalf("%s: %s: %v", key, value, err)
		}
	}
	return texts, number, at
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	r := reporttest.Reading{Text: string(files["chronology.jsonl.readme.txt"]), Rows: []map[string]string{}}
	for text := range bytes.Lines(files["chronology.jsonl"]) {
		row, _, _ := line(t, text)
		r.Items, r.Rows = append(r.Items, row[report.ColumnItem]), append(r.Rows, row)
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, jsonlines.Format, open) }

// TestVerbatim wants every value, number and time back, and nothing in the file that a
// terminal obeys.
func TestVerbatim(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	data := reporttest.Write(t, jsonlines.Format, d)["chronology.jsonl"]
	for _, c := range string(data) {
		if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || c == 0x202e || c == utf8.RuneError {
			t.Fatalf("%U stands raw in the file", c)
		}
	}
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	for row := range reporttest.All(t, d) {
		texts, number, at := line(t, lines[row.Number-1])
		if number != row.Number || (at == nil) != row.Time.IsZero() || at != nil && !at.Equal(row.Time) {
			t.Errorf("row %d came back as %d at %v", row.Number, number, at)
		}
		for c, column := range d.Columns {
			if want := row.Cells[c]; utf8.ValidString(want) && texts[column.Key] != want {
				t.Errorf("row %d, %s: %q, want %q", row.Number, column.Key, texts[column.Key], want)
			}
		}
	}
}

func FuzzRow(f *testing.F) {
	for _, text := range reporttest.Texts {
		f.Add(text.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := reporttest.Hostile(0)
		d.Columns, d.Rows, d.Count = []report.Column{{Key: "a"}}, report.RowList{{Number: 7, Cells: []string{s}}}, 1
		to := &reporttest.Memory{}
		if _, err := jsonlines.Format.Write(context.Background(), d, to); err != nil {
			t.Fatal(err)
		}
		data := to.Files["chronology.jsonl"]
		if bytes.Count(data, []byte("\n")) != 1 || !utf8.Valid(data) {
			t.Fatalf("%q is not one line of UTF-8", data)
		}
		if texts, _, _ := line(t, data); utf8.ValidString(s) && texts["a"] != s {
			t.Errorf("%q came back as %q", s, texts["a"])
		}
	})
}
