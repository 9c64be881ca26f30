// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"dossier/event"
	"dossier/report"
	"dossier/report/statement"
)

// rows are those of a document. Each walk reads selection and evidence anew.
type rows struct{ c *composer }

// All yields the rows.
func (r *rows) All(ctx context.Context) iter.Seq2[*report.Row, error] {
	return func(yield func(*report.Row, error) bool) {
		records := NewRecords(r.c.s.Case)
		sources := map[event.Digest]event.Source{}
		for _, s := range r.c.sources {
			if s.Status != event.StatusCopy {
				sources[s.Digest] = s
			}
		}
		m := &maker{c: r.c, records: records, sources: sources}
		stopped := false
		for e, err := range r.c.sel.all(ctx) {
			var row *report.Row
			if err == nil {
				row, err = m.row(e)
			}
			if !yield(row, err) || err != nil {
				stopped = true
				break
			}
		}
		if err := records.Close(); err != nil && !stopped {
			yield(nil, err)
		}
	}
}

// maker makes rows in order.
type maker struct {
	c        *composer
	records  *Records
	sources  map[event.Digest]event.Source
	number   int64
	sequence int64
	at       time.Time
}

func (m *maker) row(e entry) (*report.Row, error) {
	m.number++
	t := e.Event.Time
	if m.sequence++; !t.Known() || !t.UTC.Equal(m.at) {
		m.sequence, m.at = 1, t.UTC
	}
	raw, err := m.records.Text(e.Event.Origin, m.c.names.exhibitOf(m.number))
	if err != nil {
		return nil, fmt.Errorf("item %s: %w", m.c.names.item(m.number), err)
	}
	source := m.sources[e.Event.Origin.Source]
	row := &report.Row{
		Number: m.number, Item: m.c.names.item(m.number), Raw: raw, RawDigest: source.Digest.String(), Event: e.Event,
		Source: source.Path + ", " + place(e.Event.Origin.Span),
	}
	if t.Known() {
		row.Time = t.UTC.In(m.c.s.Zone)
	}
	for _, column := range m.c.o.Profile.Columns() {
		cell, ok := cells[column.Key]
		if !ok {
			return nil, errors.New("no cell for column " + column.Key)
		}
		row.Cells = append(row.Cells, cell(m, e, source, row))
	}
	return row, nil
}

// cells say what stands in each column.
var cells = map[string]func(*maker, entry, event.Source, *report.Row) string{
	report.ColumnItem: func(_ *maker, _ entry, _ event.Source, r *report.Row) string { return r.Item },
	report.ColumnTimeLocal: func(m *maker, e entry, _ event.Source, _ *report.Row) string {
		text := timeLocal(e.Event.Time, m.c.s.Zone)
		if m.sequence > 1 && text != "" {
			text += " #" + strconv.FormatInt(m.sequence, 10)
		}
		return text
	},
	report.ColumnTimeUTC:   of(func(e entry) string { return timeUTC(e.Event.Time) }),
	report.ColumnTimeRaw:   of(func(e entry) string { return e.Event.Time.Text }),
	report.ColumnPrecision: of(func(e entry) string { return precisions[e.Event.Time.Precision] }),
	report.ColumnTimeFlag:  of(func(e entry) string { return timeFlag(e.Event.Time) }),
	report.ColumnTZBasis:   sourced(func(e entry, s event.Source) string { return timeBasis(e.Event.Time, s) }),
	report.ColumnTimeOther: sourced(func(e entry, s event.Source) string { return otherTime(e.Event.Time, s) }),
	report.ColumnSequence: func(m *maker, _ entry, _ event.Source, _ *report.Row) string {
		return strconv.FormatInt(m.sequence, 10)
	},
	report.ColumnPerson:     of(func(e entry) string { return cmp.Or(e.person.Name, "not attributed") }),
	report.ColumnClass:      of(func(e entry) string { return string(e.Link.Class) }),
	report.ColumnAccount:    of(func(e entry) string { return e.Event.Actor.Name }),
	report.ColumnNamespace:  of(func(e entry) string { return string(e.Event.Actor.Namespace) }),
	report.ColumnOnBehalfOf: of(func(e entry) string { return e.Event.OnBehalfOf.Name }),
	report.ColumnStatement:  of(func(e entry) string { return statement.Of(e.Event, statement.Named{Object: e.Name}) }),
	report.ColumnObject:     of(func(e entry) string { return statement.Object(e.Event, statement.Named{Object: e.Name}) }),
	report.ColumnQuantity:   of(func(e entry) string { return statement.Quantities(e.Event) }),
	report.ColumnFrom:       of(fromWhere),
	report.ColumnInitiated:  of(func(e entry) string { return initiatedWord(e.Event.Initiated) }),
	report.ColumnRecordKind: of(recordKind),
	report.ColumnKind:       of(func(e entry) string { return string(e.Event.Kind) }),
	report.ColumnSource: func(_ *maker, e entry, s event.Source, r *report.Row) string {
		return r.Source + more(e.Event.Origin) + ", SHA-256 " + s.Digest.String()[:12] + "…"
	},
	report.ColumnExhibit:    func(m *maker, _ entry, _ event.Source, r *report.Row) string { return m.c.names.exhibitOf(r.Number) },
	report.ColumnSourceFile: sourced(func(_ entry, s event.Source) string { return s.Path }),
	report.ColumnRecord:     of(func(e entry) string { return lineOf(e.Event.Origin) }),
	report.ColumnByteOffset: of(func(e entry) string { return spanNumbers(e.Event.Origin, func(s event.Span) int64 { return s.Offset }) }),
	report.ColumnByteLength: of(func(e entry) string { return spanNumbers(e.Event.Origin, func(s event.Span) int64 { return s.Length }) }),
	report.ColumnDigest:     sourced(func(_ entry, s event.Source) string { return s.Digest.String() }),
	report.ColumnEvent:      of(func(e entry) string { return e.Event.ID.String() }),
	report.ColumnVerbatim:   func(_ *maker, _ entry, _ event.Source, r *report.Row) string { return r.Raw },
	report.ColumnRedactions: of(func(entry) string { return "" }), // filled by redaction
	report.ColumnIssues: of(func(e entry) string {
		return strings.Join(nonEmpty(append([]string{e.mark.Issue}, e.mark.Tags...)), "; ")
	}),
	report.ColumnSignificant: of(func(e entry) string { return e.mark.Significance }),
	report.ColumnStatus:      of(func(e entry) string { return string(e.mark.Status) }),
	report.ColumnKey:         of(func(e entry) string { return map[bool]string{true: "*"}[e.mark.Key] }),
	report.ColumnNotes:       of(func(e entry) string { return e.mark.Note }),
}

func of(cell func(entry) string) func(*maker, entry, event.Source, *report.Row) string {
	return func(_ *maker, e entry, _ event.Source, _ *report.Row) string { return cell(e) }
}

func sourced(cell func(entry, event.Source) string) func(*maker, entry, event.Source, *report.Row) string {
	return func(_ *maker, e entry, s event.Source, _ *report.Row) string { return cell(e, s) }
}

func nonEmpty(list []string) []string {
	var kept []string
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// place is where a record stands: "line 12", or the byte where there are no lines.
func place(s event.Span) string {
	if s.Line > 0 {
		return "line " + strconv.FormatInt(s.Line, 10)
	}
	return "byte " + strconv.FormatInt(s.Offset, 10)
}

func more(o event.Origin) string {
	out := ""
	for _, s := range o.More {
		out += " and " + place(s)
	}
	return out
}

// lineOf is the lines of an item's records; "" where there are none.
func lineOf(o event.Origin) string {
	if o.Span.Line == 0 {
		return ""
	}
	return spanNumbers(o, func(s event.Span) int64 { return s.Line })
}

func spanNumbers(o event.Origin, number func(event.Span) int64) string {
	var parts []string
	for _, s := range Spans(o) {
		parts = append(parts, strconv.FormatInt(number(s), 10))
	}
	return strings.Join(parts, " ")
}

// fromWhere is address, device, printer and client, as far as the record states them.
func fromWhere(e entry) string {
	var parts []string
	add := func(what, value string) {
		if value != "" {
			parts = append(parts, what+" "+value)
		}
	}
	add("address", e.Event.IP)
	add("device", e.Event.Device)
	for _, t := range e.Event.Targets {
		if t.Role == event.RolePrinter {
			add("printer", cmp.Or(t.Account.Name, t.Name))
		}
	}
	add("client", e.Event.Client)
	return strings.Join(parts, "; ")
}

func initiatedWord(i event.Initiated) string {
	switch i {
	case event.InitiatedUnknown:
		return "unknown"
	case event.InitiatedDelegate:
		return "delegated"
	}
	return string(i)
}

// The kinds of records.
const (
	machineRecord = "machine"
	machineQuotes = "machine, with human-entered text"
	humanRecord   = "human-entered"
)

// recordKind says whether a system wrote the record of itself, and whether it repeats
// what somebody typed: a subject, a name of a document, a text.
func recordKind(e entry) string {
	switch {
	case e.Event.Kind == event.MailMessage, e.Event.Kind == event.MailDraft:
		return humanRecord
	case e.Event.Text != "", e.Event.Body != "", e.Event.Object.Name != "", len(e.Event.Attachments) > 0:
		return machineQuotes
	}
	return machineRecord
}
