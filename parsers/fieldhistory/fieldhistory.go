// SPDX-License-Identifier: Apache-2.0

// Package fieldhistory reads the field history of Salesforce, which is who changed
// which field of which record: as a query wrote it, or as a report was exported.
package fieldhistory

import (
	"fmt"
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// The first parts of natural keys.
const (
	systemQuery  = "salesforce-field-history"
	systemReport = "salesforce-field-history-report"
)

// Parser reads AccountHistory, ContactHistory and the like as queries write them,
// with times in UTC.
var Parser = parsers.Parser{
	Name:    systemQuery,
	Version: 1,
	Title:   "Salesforce field history (query, Data Loader; CSV)",
	Doc:     docQuery,
	Samples: samplesQuery,
	Sniff:   sniffQuery,
	Parse:   parser(query),
}

// ParserReport reads the report on a history, with the local times of whoever
// exported it.
var ParserReport = parsers.Parser{
	Name:     systemReport,
	Version:  1,
	Title:    "Salesforce field history (report; CSV)",
	Doc:      docReport,
	Zoneless: true,
	Samples:  samplesReport,
	Sniff:    sniffReport,
	Parse:    parser(report),
}

// form is one of the two kinds of files.
type form int

const (
	query form = iota
	report
)

// is reports whether the cells name the columns of the form.
func (f form) is(cells []string) bool {
	h := parsers.NewHeader(cells)
	if f == report {
		return h.Has("Field / Event", "Old Value", "New Value")
	}
	return h.Has("Field", "OldValue", "NewValue", "CreatedDate") && !h.Has("Field / Event")
}

func (f form) system() string {
	if f == report {
		return systemReport
	}
	return systemQuery
}

// sniffQuery is certain only if an id vouches for the product: other products have
// fields, old values and new values, too.
func sniffQuery(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, query.is)
	if !ok {
		return parsers.No
	}
	header := parsers.NewHeader(rows[0])
	l := layoutOf(query, header)
	marked, vouched := len(rows) == 1, false
	for _, column := range []int{l.id, l.parentID, l.userID} {
		marked = marked && column >= 0
		for _, cells := range rows[1:] {
			vouched = vouched || column >= 0 && column < len(cells) && salesforce.IsID(strings.TrimSpace(cells[column]))
		}
	}
	if marked || vouched {
		return parsers.Certain
	}
	return parsers.Maybe
}

func sniffReport(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, report.is)
	switch {
	case !ok:
		return parsers.No
	case parsers.NewHeader(rows[0]).Has("Edit Date", "Edited By"):
		return parsers.Certain
	}
	return parsers.Likely
}

// parser makes the Parse of a form.
func parser(f form) func(parsers.Input, parsers.Out) error {
	return func(in parsers.Input, out parsers.Out) error {
		delim, rows, ok := parsers.FindHeader(parsers.PeekHead(&in), f.is)
		c := parsers.NewCSV(in, out, delim)
		if !ok || !c.ReadHeader(f.is) {
			return c.RejectRest("no header of a field history", "no row names a field, its old value and its new value")
		}
		r := &reader{form: f, csv: c, out: out, zone: in.Zone, order: in.Order}
		r.setHeader(rows[1:])
		for c.Next() {
			if err := r.record(c.Row()); err != nil {
				return err
			}
		}
		return c.Err()
	}
}

// limitExtraCells is how many cells more than its header a record may have.
const limitExtraCells = 64

func (r *reader) record(row *parsers.Row) error {
	r.cells = row.AppendTexts(r.cells[:0])
	switch {
	case r.isHeader():
		r.csv.SetHeader(row.Strings()) // files put one behind the other
		r.setHeader(nil)
		return r.out.Skip(row.Span, event.SkipHeader)
	case r.isEmpty():
		return r.out.Skip(row.Span, event.SkipBlank)
	case r.isFooter():
		return r.out.Skip(row.Span, event.SkipFooter)
	case row.CutOff():
		return r.out.Reject(row.Span, "record cut off", "the last record ends before its last column")
	case len(r.cells) > len(r.attrs)+limitExtraCells:
		return r.out.Reject(row.Span, "far more cells than the header", row.Ragged())
	case r.trimmed(r.time) == "" && r.trimmed(r.field) == "":
		return r.out.Reject(row.Span, "neither time nor field", fmt.Sprintf("line %d says neither when nor what", row.Span.Line))
	}
	e, ragged := r.event(), row.Ragged()
	switch {
	case ragged != "" && !e.Time.Known():
		return r.out.Reject(row.Span, "row does not fit its header", ragged+", and no time where one should be")
	case ragged != "":
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	e.Key, e.Origin.Span = r.key(row, e), row.Span
	return r.out.Event(e)
}

// isHeader reports whether the record names columns, and not necessarily the same
// ones: histories of two objects in one file. A time begins with a figure.
func (r *reader) isHeader() bool {
	at := r.trimmed(r.time)
	return (at == "" || at[0] < '0' || at[0] > '9') && r.form.is(r.cells)
}

func (r *reader) isEmpty() bool {
	for _, text := range r.cells {
		if text != "" {
			return false
		}
	}
	return true
}

// footers are how the lines below an exported report begin.
var footers = []string{"Copyright (c) ", "Confidential Information - Do Not Distribute", "Generated By:"}

// isFooter reports whether the record is a line below a report. The report's title
// and the company's name, which stand there as well, are told by nothing.
func (r *reader) isFooter() bool {
	if r.form != report || len(r.cells) != 1 {
		return false
	}
	for _, begin := range footers {
		if strings.HasPrefix(r.cells[0], begin) {
			return true
		}
	}
	return false
}
