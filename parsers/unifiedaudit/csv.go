// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// layout is where the columns of a CSV stand; -1 where there is none.
type layout struct {
	data, raw, created, user, operation, recordType, id int

	extra []extraColumn
	order parsers.DateOrder
}

// extraColumn is a column that becomes an attribute.
type extraColumn struct {
	column int
	attr   string
}

// extraColumns are the columns beside AuditData that say something of the record.
// Those of the PowerShell session and of Splunk do not.
var extraColumns = []string{
	"ResultIndex", "ResultCount", "IsValid", "ObjectState", "AssociatedAdminUnits", "AssociatedAdminUnitsNames", "AssociatedAdminUnitNames",
}

func newLayout(h parsers.Header) *layout {
	l := &layout{
		data: h.Column("AuditData"), raw: h.Column("_raw"), created: h.Column("CreationDate"),
		user: h.Column("UserIds", "UserId"), operation: h.Column("Operations", "Operation"),
		recordType: h.Column("RecordType"), id: h.Column("Identity", "RecordId"),
	}
	for _, name := range extraColumns {
		if i := h.Column(name); i >= 0 {
			l.extra = append(l.extra, extraColumn{i, parsers.KebabName(name)})
		}
	}
	return l
}

func parseCSV(in parsers.Input, out parsers.Out) error {
	delim, rows, ok := parsers.FindHeader(parsers.PeekHead(&in), isHeader)
	c := parsers.NewCSV(in, out, delim)
	if !ok || !c.ReadHeader(isHeader) {
		if err := c.Err(); err != nil {
			return err
		}
		return c.RejectRest(reasonNoHeader, "none of the first 20 rows names the column AuditData")
	}
	l := newLayout(c.Header())
	l.order = orderOf(in.Order, l.created, rows)
	rd := newReader(in, out)
	for c.Next() {
		if err := rd.row(c.Row(), l); err != nil {
			return err
		}
	}
	return c.Err()
}

// orderOf is how CreationDate writes days and months, which only counts where
// AuditData has no time.
func orderOf(said parsers.DateOrder, column int, rows [][]string) parsers.DateOrder {
	if said != parsers.OrderUnknown || column < 0 {
		return said
	}
	var examples []string
	for _, row := range rows {
		if column < len(row) {
			examples = append(examples, row[column])
		}
	}
	return parsers.InferOrder(examples)
}

// row reads one row.
func (rd *reader) row(row *parsers.Row, l *layout) error {
	if row.CutOff() {
		return rd.out.Reject(row.Span, reasonCutOff, fmt.Sprintf("line %d ends after %d cells", row.Span.Line, row.Count()))
	}
	text := row.Text(l.data)
	if text == "AuditData" {
		return rd.out.Skip(row.Span, event.SkipHeader)
	}
	fromRaw := strings.TrimSpace(text) == "" && l.raw >= 0
	if fromRaw {
		text = unquoted(row.Text(l.raw))
	}
	r := &rd.r
	r.data, r.broken = readData(&rd.json, text)
	r.columns = columns{
		created: row.Trim(l.created), user: row.Trim(l.user), operation: row.Trim(l.operation),
		recordType: row.Trim(l.recordType), id: row.Trim(l.id), order: l.order, extra: r.columns.extra[:0],
	}
	if !r.recognisable() {
		return rd.out.Reject(row.Span, reasonNoRecord, fmt.Sprintf("line %d: %s", row.Span.Line, first(r.broken, "AuditData names no operation")))
	}
	for _, x := range l.extra {
		r.columns.add(x.attr, row.Trim(x.column))
	}
	if fromRaw && text != "" {
		r.columns.add("audit-data-from", "_raw")
	}
	r.columns.add("ragged-row", row.Ragged())
	return rd.event(row.Span, 0, len(text), func() event.Key {
		if r.broken != "" || text == "" {
			return row.Digest(system)
		}
		return event.NewKey(system, "", r.data.String())
	})
}

// add appends a column as an attribute, if it has a value.
func (c *columns) add(attr, value string) {
	if value != "" {
		c.extra = append(c.extra, event.Attr{Name: attr, Value: strings.Clone(value)})
	}
}

// contradictions keeps the columns that say other than AuditData: an export that
// was changed by hand, or read by a program that moved its times.
func (r *record) contradictions() {
	c := &r.columns
	if user := r.data.Get("UserId").Text(); user != "" && !strings.EqualFold(c.user, user) {
		c.add("column-user", c.user)
	}
	if operation := r.data.Get("Operation").Text(); operation != "" && c.operation != strings.TrimSpace(operation) {
		c.add("column-operation", c.operation)
	}
	if id := r.data.Get("Id").Text(); id != "" && !strings.EqualFold(c.id, id) {
		c.add("column-identity", c.id)
	}
	if c.created != "" && r.e.Time.Text != c.created && !sameSecond(c.created, r.e.Time) {
		c.add("column-creation-date", c.created)
	}
}

// sameSecond reports whether a date, in whatever order of day and month, can mean
// the second of a time. A date without seconds, as Excel leaves it, need only mean
// the minute.
func sameSecond(date string, t event.Time) bool {
	for _, order := range [...]parsers.DateOrder{parsers.OrderMDY, parsers.OrderDMY} {
		d, ok := parsers.ParseWall(date, order)
		if !ok {
			continue
		}
		unit := time.Second
		if d.Precision == event.PrecisionMinute {
			unit = time.Minute
		}
		if d.Clock.Add(-time.Duration(d.Offset) * time.Second).Truncate(unit).Equal(t.UTC.Truncate(unit)) {
			return true
		}
	}
	return false
}
