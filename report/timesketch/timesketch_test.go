// SPDX-License-Identifier: Apache-2.0

package timesketch_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/report"
	"dossier/report/reporttest"
	"dossier/report/timesketch"
)

// line is a line: its texts by column, and its numbers.
type line struct {
	texts     map[string]string
	timestamp *int64
	number    int64
}

func lines(t *testing.T, data []byte) (list []line) {
	t.Helper()
	for text := range bytes.Lines(data) {
		l, members := line{texts: map[string]string{}}, map[string]any{}
		if err := json.Unmarshal(text, &members); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for key, value := range members {
			switch value := value.(type) {
			case string:
				l.texts[key] = value
			case float64:
				n := int64(value)
				if key == "timestamp" {
					l.timestamp = &n
				} else {
					l.number = n
				}
			}
		}
		list = append(list, l)
	}
	return list
}

// all are the rows of the timeline and those without a time, in their order.
func all(t *testing.T, files map[string][]byte) []line {
	t.Helper()
	list := append(lines(t, files["timesketch.jsonl"]), lines(t, files["timesketch-without-time.jsonl"])...)
	slices.SortStableFunc(list, func(a, b line) int { return int(a.number - b.number) })
	return list
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	r := reporttest.Reading{Text: string(files["timesketch.readme.txt"]), Rows: []map[string]string{}}
	for _, l := range all(t, files) {
		r.Items, r.Rows = append(r.Items, l.texts[report.ColumnItem]), append(r.Rows, l.texts)
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, timesketch.Format, open) }

// TestTimes wants what Timesketch needs on every row of the timeline, and the rows
// without a time apart and counted.
func TestTimes(t *testing.T) {
	d := reporttest.Hostile(120)
	files := reporttest.Write(t, timesketch.Format, d)
	timed, untimed := lines(t, files["timesketch.jsonl"]), lines(t, files["timesketch-without-time.jsonl"])
	if len(timed) != 118 || len(untimed) != 2 {
		t.Errorf("%d rows have a time and %d have none", len(timed), len(untimed))
	}
	if text := string(files["timesketch.readme.txt"]); !strings.Contains(strings.Join(strings.Fields(text), " "), "118 of the 120 rows have a time") {
		t.Errorf("the text does not count them: %.1000s", text)
	}
	list := all(t, files)
	for row := range reporttest.All(t, d) {
		l := list[row.Number-1]
		if l.texts["message"] != l.texts[report.ColumnStatement] || row.Time.IsZero() != (l.timestamp == nil) {
			t.Errorf("row %d: %+v", row.Number, l)
		}
		if row.Time.IsZero() {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, l.texts["datetime"])
		if err != nil || !at.Equal(row.Time) || *l.timestamp != row.Time.UnixMicro() || l.texts["timestamp_desc"] == "" || !strings.HasSuffix(l.texts["datetime"], "-04:00") {
			t.Errorf("row %d, %s: %+v, %v", row.Number, row.Time, l, err)
		}
	}
	if files := reporttest.Write(t, timesketch.Format, reporttest.Hostile(10)); len(files) != 3 {
		t.Errorf("%d files where every row has a time", len(files))
	}
}

// TestBothSay wants the same of the CSV as of the JSON lines.
func TestBothSay(t *testing.T) {
	files := reporttest.Write(t, timesketch.Format, reporttest.Hostile(120))
	table, err := csv.NewReader(bytes.NewReader(files["timesketch.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	timed := lines(t, files["timesketch.jsonl"])
	if len(table) != len(timed)+1 {
		t.Fatalf("%d records for %d lines", len(table)-1, len(timed))
	}
	for i, l := range timed {
		for c, key := range table[0] {
			got, want := table[i+1][c], l.texts[key]
			switch key {
			case "timestamp":
				want = strconv.FormatInt(*l.timestamp, 10)
			case report.ColumnNumber:
				want = strconv.FormatInt(l.number, 10)
			}
			if got != strings.ReplaceAll(want, "\r\n", "\n") { // which encoding/csv makes of them
				t.Errorf("line %d, %s: %q and %q", i+1, key, got, want)
			}
		}
	}
}
