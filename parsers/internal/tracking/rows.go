// SPDX-License-Identifier: Apache-2.0

package tracking

import (
	"bytes"
	"fmt"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// Layout is how a source names the columns of its rows.
type Layout struct {
	// Header reports whether a row names the columns. It is asked about rows above
	// which no header stands and about rows that begin as the header did.
	Header func(cells []string) bool
	// Directives says that lines like "#Fields: date-time,…" stand between the
	// records and name the columns.
	Directives bool
	// Implied gives the names of the columns of a row above which no header stands,
	// nil if the row does not show them. It may be nil.
	Implied func(cells []string) []string
	// Records reads the rows below a header.
	Records func(h parsers.Header) Records
}

// Records hands out what a row tells: events, or a reject.
type Records interface {
	Record(row *parsers.Row, out parsers.Out) error
}

// Read reads a source of rows under headers, which may come again, with other
// columns too, where files were joined. Every row is a record, a header, or a
// reject.
func Read(in parsers.Input, out parsers.Out, delim byte, layout Layout) error {
	r := &reader{Layout: layout, csv: parsers.NewCSV(in, out, delim), out: out}
	for r.csv.Next() {
		if err := r.row(r.csv.Row()); err != nil {
			return err
		}
	}
	return r.csv.Err()
}

type reader struct {
	Layout
	csv     *parsers.CSV
	out     parsers.Out
	records Records // nil above the first header
	first   []byte  // first cell of the header
	implied bool    // whether no header was there and the columns are implied
}

func (r *reader) row(row *parsers.Row) error {
	first := row.Bytes(0)
	switch {
	case r.Directives && len(first) > 0 && first[0] == '#':
		return r.directive(row)
	case r.records == nil && isBanner(row):
		return r.out.Skip(row.Span, event.SkipHeader)
	case r.records == nil || bytes.Equal(first, r.first):
		if cells := row.Strings(); r.Header(cells) {
			r.setHeader(cells)
			return r.out.Skip(row.Span, event.SkipHeader)
		}
	}
	if r.records == nil || r.implied {
		r.imply(row)
	}
	if r.records == nil {
		return r.out.Reject(row.Span, "no column names above", fmt.Sprintf("line %d has %d cells", row.Span.Line, row.Count()))
	}
	return r.records.Record(row, r.out)
}

// isBanner reports whether a row above the header is a line of PowerShell or of a
// spreadsheet that says how to read what follows.
func isBanner(row *parsers.Row) bool {
	first := row.Bytes(0)
	return bytes.HasPrefix(first, []byte("#TYPE ")) || row.Count() <= 2 && bytes.HasPrefix(first, []byte("sep="))
}

func (r *reader) setHeader(cells []string) {
	r.csv.SetHeader(cells)
	r.first = []byte(cells[0])
	r.implied = false
	r.records = r.Records(r.csv.Header())
}

// imply names the columns by their number, anew where the number changes; a last
// row without line end may have lost some.
func (r *reader) imply(row *parsers.Row) {
	same := row.Count() == len(r.csv.Header().Cells()) || !row.Ended
	if r.Implied == nil || r.records != nil && same {
		return
	}
	if names := r.Implied(row.Strings()); names != nil {
		r.setHeader(names)
		r.implied = true
	}
}

// directives are the lines of a log that carry no record.
var directives = map[string]bool{"software": true, "version": true, "log-type": true, "date": true, "type": true}

// directive reads a line such as "#Version: 15.01" or "#Fields: date-time,…". A
// line that is none of these may be a record that somebody commented out.
func (r *reader) directive(row *parsers.Row) error {
	cells := row.Strings()
	name, value, _ := strings.Cut(strings.TrimPrefix(cells[0], "#"), ":")
	name, _, _ = strings.Cut(strings.ToLower(name), " ")
	if name != "fields" {
		if directives[name] {
			return r.out.Skip(row.Span, event.SkipHeader)
		}
		return r.out.Reject(row.Span, "unknown directive", fmt.Sprintf("line %d begins with %.40q", row.Span.Line, cells[0]))
	}
	cells[0] = strings.TrimSpace(value)
	if r.records, r.implied = nil, false; r.Header(cells) {
		r.setHeader(cells)
	}
	return r.out.Skip(row.Span, event.SkipHeader)
}
