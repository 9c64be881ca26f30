// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"fmt"
	"slices"

	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/index"
	"dossier/internal/parquetfile"
)

// hitWriter prints hits one by one.
type hitWriter struct {
	write func(hit) error
	end   func() error
}

// hitFields are the names that --fields takes in a format.
func hitFields(format string) []string {
	switch format {
	case "jsonl":
		return memberNames[hitJSON]()
	case "parquet":
		var names []string
		for _, c := range index.EventColumns() {
			names = append(names, c.Name)
		}
		return names
	}
	return hitHeader
}

func (f *searchCommand) writer(s *searching) (hitWriter, error) {
	none := func() error { return nil }
	switch {
	case s.a.format == "jsonl":
		return hitWriter{func(h hit) error { s.a.jsonMembers(s.hitJSON(h), f.fields); return nil }, none}, nil
	case s.a.format == "csv":
		return f.csvWriter(s)
	case s.a.format == "parquet":
		return f.parquetWriter(s)
	case len(f.fields) > 0:
		t := &cellTable{s: s, fields: f.fields}
		return hitWriter{t.add, t.flush}, nil
	}
	t := &hitTable{s: s}
	return hitWriter{t.add, t.flush}, nil
}

// hitJSON is an event as search prints it; its members are documented in
// docs/jsonl.md and stable.
type hitJSON struct {
	eventJSON
	Person     string `json:"person,omitempty"`
	PersonName string `json:"personName,omitempty"`
	LinkClass  string `json:"linkClass,omitempty"`
	ThingName  string `json:"thingName,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Around     bool   `json:"around"`
	Cursor     string `json:"cursor"`
}

func (s *searching) hitJSON(h hit) hitJSON {
	item, p := s.Item(h.e)
	return hitJSON{eventJSONOf(h.e, s.paths, s.Zone), p.ID, p.Name, string(item.Link.Class), item.Name, item.Owner, h.around, cursor(h.e)}
}

// hitHeader names the columns of search in CSV; documented in docs/jsonl.md.
var hitHeader = append(slices.Clone(csvHeader), "around", "cursor")

// hitRow is an event in those columns, or some of them.
func (s *searching) hitRow(h hit, fields []string) []string {
	item, p := s.Item(h.e)
	row := append(csvRow(item, p, s.paths, s.Zone), fmt.Sprint(h.around), cursor(h.e))
	if len(fields) == 0 {
		return row
	}
	chosen := make([]string, len(fields))
	for i, name := range fields {
		chosen[i] = row[slices.Index(hitHeader, name)]
	}
	return chosen
}

func (f *searchCommand) csvWriter(s *searching) (hitWriter, error) {
	w := csv.NewWriter(s.a.out.w)
	header := hitHeader
	if len(f.fields) > 0 {
		header = f.fields
	}
	write := func(h hit) error {
		row := s.hitRow(h, f.fields)
		for i := range row {
			row[i] = inert(row[i])
		}
		return w.Write(row)
	}
	return hitWriter{write, func() error { w.Flush(); return w.Error() }}, w.Write(header)
}

// parquetWriter writes the columns of events.parquet, or some of them.
func (f *searchCommand) parquetWriter(s *searching) (hitWriter, error) {
	columns := index.EventColumns()
	var chosen []int
	for i, c := range columns {
		if len(f.fields) == 0 || slices.Contains(f.fields, c.Name) {
			chosen = append(chosen, i)
		}
	}
	if len(f.fields) > 0 {
		slices.SortFunc(chosen, func(a, b int) int {
			return slices.Index(f.fields, columns[a].Name) - slices.Index(f.fields, columns[b].Name)
		})
	}
	list := make([]parquetfile.Column, len(chosen))
	for i, at := range chosen {
		list[i] = columns[at]
	}
	w, err := parquetfile.NewWriter(s.a.out.w, list, parquetfile.Note{Name: "dossier.schema", Value: "1"})
	if err != nil {
		return hitWriter{}, err
	}
	rows, row := index.NewEventRows(), make([]any, len(chosen))
	write := func(h hit) error {
		all := rows.Of(h.e)
		for i, at := range chosen {
			row[i] = all[at]
		}
		return w.Write(row)
	}
	return hitWriter{write, w.Close}, nil
}

// limitTableRows is how many rows of text are laid out together.
const limitTableRows = 500

// cellTable prints columns of hits under a header.
type cellTable struct {
	s      *searching
	fields []string
	rows   [][]string
	begun  bool
}

// numberColumns are the columns that are laid out as numbers.
var numberColumns = []string{"records", "pages", "bytes", "attachments", "line", "offset", "length"}

func (t *cellTable) add(h hit) error {
	row := t.s.hitRow(h, t.fields)
	for i := range row {
		row[i] = show(row[i])
	}
	if t.rows = append(t.rows, row); len(t.rows) == limitTableRows {
		return t.flush()
	}
	return nil
}

func (t *cellTable) flush() error {
	out := table{rows: t.rows}
	if !t.begun {
		out.header = t.fields
	}
	for _, name := range t.fields {
		kind := wide
		if slices.Contains(numberColumns, name) {
			kind = right
		}
		out.kinds = append(out.kinds, kind)
	}
	out.write(t.s.a.out)
	t.rows, t.begun = nil, true
	return nil
}

// hitTable prints hits as lines under the heading of their day.
type hitTable struct {
	s    *searching
	day  string
	days []string
	rows table
}

func (t *hitTable) add(h hit) error {
	item, p := t.s.Item(h.e)
	one := timeline.Fold([]timeline.Item{item})[0]
	day, at := "without a time", ""
	if h.e.Time.Known() {
		day, at = dayHeading(item, t.s.Zone), clock(h.e.Time, t.s.Zone)
	}
	mark := " "
	if h.around {
		mark = "·"
	}
	who := p.Name
	if who == "" {
		who = h.e.Actor.Name
	}
	domain := h.e.Kind.Domain()
	t.days = append(t.days, day)
	t.rows.styles = append(t.rows.styles, domainStyles[domain])
	t.rows.rows = append(t.rows.rows, []string{
		mark, at, wording.Letter(domain), show(who), verb(h.e.Kind), thingOf(one), quantityOf(one), whereOf(one), h.e.ID.String()[:12],
	})
	if len(t.days) == limitTableRows {
		return t.flush()
	}
	return nil
}

func (t *hitTable) flush() error {
	t.rows.kinds = []columnKind{left, left, left, lesser, left, wide, right, lesser, left}
	t.rows.writeRows(t.s.a.out, func(row int) {
		if t.days[row] != t.day {
			t.day = t.days[row]
			t.s.a.out.heading(t.day)
		}
	})
	t.days, t.rows = nil, table{}
	return nil
}
