// SPDX-License-Identifier: Apache-2.0

// Package roster reads lists of people: users of Active Directory and Entra ID,
// and the rosters of personnel departments. They say whose an account is, when
// somebody came, gave notice and left.
package roster

import (
	"time"

	"dossier/event"
	"dossier/parsers"
)

// reader reads the records of one source.
type reader struct {
	*table
	system   string
	calendar calendar
	doubts   doubts // about the dates of the record being read
	asOf     event.Time
	fill     func(*reader, *event.Fact) bool // false: the record names nobody
}

// headerTest reports whether a record is the header.
type headerTest func(cells []string) bool

// read finds the header, makes a reader for it and reads the rest.
func read(in parsers.Input, out parsers.Out, test func(parsers.Head) headerTest, prepare func(parsers.Header) *reader) error {
	head := parsers.PeekHead(&in)
	isHeader := test(head)
	delim, rows, ok := parsers.FindHeader(head, isHeader)
	c := parsers.NewCSV(in, out, delim)
	if !ok || !c.ReadHeader(isHeader) {
		return c.RejectRest("no header of a roster", "too few columns are known to tell what the others hold")
	}
	r := prepare(c.Header())
	r.calendar = calendar{zone: in.Zone, order: in.Order}
	if in.Order == parsers.OrderUnknown {
		r.calendar.order = inferOrder(r.dates(rows[1:]))
	}
	if day := in.AsOf.Time(time.UTC); !day.IsZero() {
		r.asOf = event.Local(day, in.Zone, event.PrecisionDay, string(in.AsOf))
	}
	for c.Next() {
		if err := r.record(c.Row(), out); err != nil {
			return err
		}
	}
	return c.Err()
}

// limitExtraCells is how many cells more than its header a record may have.
const limitExtraCells = 64

func (r *reader) record(row *parsers.Row, out parsers.Out) error {
	r.load(row)
	switch {
	case row.CutOff():
		return out.Reject(row.Span, "record cut off", "the last record ends before its last column")
	case len(r.cells) > len(r.attrs)+limitExtraCells:
		return out.Reject(row.Span, "far more cells than the header", row.Ragged())
	case r.empty():
		return out.Skip(row.Span, event.SkipBlank)
	}
	f := &event.Fact{Kind: event.FactPerson, AsOf: r.asOf}
	clear(r.doubts[:])
	if !r.fill(r, f) {
		return out.Reject(row.Span, "nobody named", "the record has neither an account nor a name")
	}
	if len(f.Accounts) == 0 && f.Kind == event.FactPerson {
		f.Accounts = []event.Account{{Namespace: event.DisplayName, Name: f.Subject.Name}}
	}
	r.addAttrs(f, row)
	f.Key = row.Digest(r.system)
	f.Origin.Span = row.Span
	return out.Fact(f)
}

func (r *reader) addAttrs(f *event.Fact, row *parsers.Row) {
	attrs := r.rest(len(f.Attrs))
	attrs = append(attrs, f.Attrs...)
	attrs = r.doubts.appendTo(attrs)
	if ragged := row.Ragged(); ragged != "" {
		attrs = append(attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	f.Attrs = attrs
}

// note adds an attribute about the record that is no column of it.
func note(f *event.Fact, name, value string) {
	f.Attrs = append(f.Attrs, event.Attr{Name: name, Value: value})
}
