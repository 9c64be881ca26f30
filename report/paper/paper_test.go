// SPDX-License-Identifier: Apache-2.0

package paper_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/report"
	"dossier/report/paper"
	"dossier/report/reporttest"
)

// TestColumnsHoldEverything wants each column that has a width in one place on paper, of
// every profile, and also one that nobody thought of.
func TestColumnsHoldEverything(t *testing.T) {
	for _, p := range report.Profiles() {
		columns := append(p.Columns(), report.Column{Key: "new", Title: "New", Width: 7})
		count := make([]int, len(columns))
		for _, c := range paper.Columns(columns) {
			if c.Width <= 0 || len(c.Titles) == 0 || c.Titles[0] != columns[c.Parts[0].Index].Title || c.Parts[0].Label != "" {
				t.Errorf("%s: %+v", p, c)
			}
			for _, part := range c.Parts {
				count[part.Index]++
			}
		}
		for i, c := range columns {
			if want := c.Width > 0; (count[i] == 1) != want || count[i] > 1 {
				t.Errorf("%s: column %s of width %v stands in %d places", p, c.Key, c.Width, count[i])
			}
		}
	}
}

func TestLines(t *testing.T) {
	columns := report.Produced.Columns()
	r := &report.Row{Cells: make([]string, len(columns))}
	for i, c := range columns {
		switch c.Key {
		case report.ColumnAccount:
			r.Cells[i] = "mhall\u202e"
		case report.ColumnClass:
			r.Cells[i] = "B"
		}
	}
	var got []string
	for _, c := range paper.Columns(columns) {
		for _, l := range c.Lines(r) {
			got = append(got, c.Key+"|"+l.Label+"|"+l.Text)
		}
	}
	want := []string{"item||–", "item||–", "time_local||–", "time_local||–", "person||–", "person||mhall‹U+202E›", "person|Class|B", "statement||–", "from_where||–"}
	if !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestVolumes(t *testing.T) {
	for count, want := range map[int64][]int64{0: {0}, 1: {1}, 10_000: {10_000}, 10_001: {10_000, 1}, 25_000: {10_000, 10_000, 5_000}} {
		var got []int64
		for _, v := range paper.Volumes(count) {
			got = append(got, v.Rows)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d rows fall into %v, want %v", count, got, want)
		}
	}
	all := paper.Volumes(25_000)
	if name, title := all[1].Name("pdf"), all[1].Title(); name != "chronology-2-of-3.pdf" || title != "Volume 2 of 3" {
		t.Error(name, title)
	}
	if one := paper.Volumes(5)[0]; one.Name("docx") != "chronology.docx" || one.Title() != "" || !one.First() || !one.Last() {
		t.Errorf("%+v", one)
	}
}

func TestWalk(t *testing.T) {
	d := reporttest.Plain(5)
	var items []string
	w := paper.NewWalk(context.Background(), d)
	defer w.Close()
	note := func(r *report.Row) error { items = append(items, r.Item); return nil }
	if err := w.Next(2, note); err != nil {
		t.Fatal(err)
	}
	if err := w.End(); err == nil {
		t.Error("rows that are left are no error")
	}
	if err := w.Next(3, note); err == nil || !strings.Contains(err.Error(), "fewer than the document says") {
		t.Errorf("rows that are not there: %v", err) // End read one
	}
	if want := []string{"MH-0001", "MH-0002", "MH-0004", "MH-0005"}; !slices.Equal(items, want) {
		t.Error(items)
	}
}

func TestDivide(t *testing.T) {
	for _, c := range []struct {
		width                 int
		relative, least, want []int
	}{
		{100, []int{1, 1}, []int{0, 0}, []int{50, 50}},
		{100, []int{1, 9}, []int{30, 0}, []int{30, 70}},
		{100, []int{1, 1, 8}, []int{20, 5, 75}, []int{20, 5, 75}},
		{100, []int{1, 1}, []int{300, 100}, []int{75, 25}},
		{10, []int{0, 0, 0}, []int{0, 0, 0}, []int{3, 3, 4}},
		{10, nil, nil, []int{}},
	} {
		if got := paper.Divide(c.width, c.relative, c.least); !slices.Equal(got, c.want) {
			t.Errorf("Divide(%d, %v, %v) = %v, want %v", c.width, c.relative, c.least, got, c.want)
		}
	}
}

func TestWeeks(t *testing.T) {
	weeks, err := paper.Weeks([]report.StripDay{{Day: "2024-05-12"}, {Day: "2024-05-13"}, {Day: "2024-05-14"}})
	if err != nil || len(weeks) != 2 || weeks[0][6] == nil || weeks[1][0] == nil || weeks[1].FirstDay() != time.Date(2024, 5, 13, 0, 0, 0, 0, time.UTC) {
		t.Errorf("%v, %v", weeks, err)
	}
	if _, err := paper.Weeks([]report.StripDay{{Day: "13.5.2024"}}); err == nil {
		t.Error("a day that is no date is no error")
	}
}
