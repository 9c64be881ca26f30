// SPDX-License-Identifier: Apache-2.0

// Package tracking turns the rows of Exchange message tracking into events: what
// a server's log, the cmdlet that reads it and the extended message trace of
// Microsoft 365 say in the same columns about one step of a message on its way.
//
// The spelling of a column's name does not count (date-time, date_time_utc,
// ClientIp), nor does the order of the columns.
package tracking

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// Table makes events of the rows below one header. Not safe for concurrent use.
type Table struct {
	system string
	at     func(text string) event.Time
	columns
	names    []string // each column's name as an attribute
	filled   []bool   // columns that fill a field of the event and are no attribute
	volatile bool     // whether there are columns that differ between two exports of a row
	bag      bag

	cells, pieces, statuses []string // of the row at hand
}

// columns says in which column what stands; -1 where there is none.
type columns struct {
	time, source, event, context, connector    int
	messageID, networkID                       int
	recipients, status, related                int
	bytes, subject, sender, direction          int
	clientIP, clientHost, originalIP, dataPile int
}

// NewTable reads a header. The system is the first part of the natural keys; at
// reads the time of a row, and gives a time without instant if it cannot.
func NewTable(system string, h parsers.Header, at func(text string) event.Time) *Table {
	t := &Table{system: system, at: at, names: AttrNames(h.Cells()), columns: columnsOf(h)}
	t.filled = make([]bool, len(t.names))
	for _, i := range []int{t.time, t.messageID, t.recipients, t.bytes, t.subject, t.sender, t.originalIP, t.dataPile} {
		if i >= 0 {
			t.filled[i] = true
		}
	}
	for _, name := range h.Cells() {
		t.volatile = t.volatile || Volatile(name)
	}
	return t
}

func columnsOf(h parsers.Header) columns {
	return columns{
		time:       timeColumn(h),
		source:     h.Column("source"),
		event:      h.Column("event-id"),
		context:    h.Column("source-context"),
		connector:  h.Column("connector-id"),
		messageID:  h.Column("message-id"),
		networkID:  h.Column("network-message-id"),
		recipients: h.Column("recipient-address", "recipients"),
		status:     h.Column("recipient-status"),
		related:    h.Column("related-recipient-address"),
		bytes:      h.Column("total-bytes"),
		subject:    h.Column("message-subject"),
		sender:     h.Column("sender-address", "sender"),
		direction:  h.Column("directionality"),
		clientIP:   h.Column("client-ip"),
		clientHost: h.Column("client-hostname"),
		originalIP: h.Column("original-client-ip"),
		dataPile:   h.Column("custom-data"),
	}
}

// timeColumn is date-time, Timestamp, or the first that begins with date-time
// (date_time_utc).
func timeColumn(h parsers.Header) int {
	if i := h.Column("date-time", "timestamp"); i >= 0 {
		return i
	}
	return ColumnWithPrefix(h, "datetime")
}

// ColumnWithPrefix is the first column whose folded name begins with prefix, -1
// if none does.
func ColumnWithPrefix(h parsers.Header, prefix string) int {
	for i, cell := range h.Cells() {
		if strings.HasPrefix(parsers.NormalName(cell), prefix) {
			return i
		}
	}
	return -1
}

// AttrNames are the names of columns as attributes; "column-7" for a column
// without a name.
func AttrNames(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		if names[i] = parsers.KebabName(strings.Trim(cell, "\"' \t\u00a0\ufeff")); names[i] == "" {
			names[i] = "column-" + strconv.Itoa(i+1)
		}
	}
	return names
}

// limitSurplus bounds the cells beyond the header that become an attribute each.
const limitSurplus = 64

// AppendSurplus makes attributes of the cells of a row beyond its header, of which
// the first stands in column i: "column-12" for each of the first 64, and
// "further-columns" for the others together, separated by commas.
func AppendSurplus(attrs []event.Attr, i int, cells []string) []event.Attr {
	for j, text := range cells[:min(len(cells), limitSurplus)] {
		if text != "" {
			attrs = append(attrs, event.Attr{Name: "column-" + strconv.Itoa(i+j+1), Value: text})
		}
	}
	if len(cells) > limitSurplus {
		attrs = append(attrs, event.Attr{Name: "further-columns", Value: strings.Join(cells[limitSurplus:], ",")})
	}
	return attrs
}

// Volatile reports whether a column tells of the session that exported a row and
// not of the row, so that it has no part in a natural key.
func Volatile(name string) bool {
	switch parsers.NormalName(name) {
	case "runspaceid", "pscomputername", "psshowcomputername", "pssourcejobinstanceid":
		return true
	}
	return false
}

// Record makes one event of a row, or a reject, and hands it out.
func (t *Table) Record(row *parsers.Row, out parsers.Out) error {
	if row.CutOff() {
		return out.Reject(row.Span, "record cut off", "line "+strconv.FormatInt(row.Span.Line, 10)+": "+row.Ragged())
	}
	t.cells = row.AppendTexts(t.cells[:0])
	e := &event.Event{Time: t.at(t.text(t.time))}
	if !e.Time.Known() && (t.text(t.event) == "" || t.text(t.source) == "") {
		return out.Reject(row.Span, "neither time nor source and event", "line "+strconv.FormatInt(row.Span.Line, 10))
	}
	t.fill(e)
	if ragged := row.Ragged(); ragged != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	e.Key = t.key(row)
	e.Origin.Span = row.Span
	return out.Event(e)
}

// text is a cell of the row at hand, "" for a column or cell that is not there.
func (t *Table) text(i int) string {
	if i < 0 || i >= len(t.cells) {
		return ""
	}
	return t.cells[i]
}

// fill takes the row at hand apart. The attributes come first: what kind of step
// it was is partly said by the pile of custom data.
func (t *Table) fill(e *event.Event) {
	t.setAttrs(e)
	s := t.step(e)
	e.Kind = s.kind()
	e.Initiated = s.initiated(e.Kind)
	e.Text = t.text(t.subject)
	e.Object = event.Object{Type: "message", ID: strings.TrimSpace(t.text(t.messageID))}
	e.Group = Group(t.text(t.messageID), t.text(t.networkID))
	e.Client = s.clientType
	e.Outcome = outcomeOf(e.Kind, t.text(t.status))
	t.setSender(e)
	t.setTargets(e)
	t.setBytes(e)
	t.setOrigin(e, s)
}

func (t *Table) setAttrs(e *event.Event) {
	e.Attrs = make([]event.Attr, 0, t.countAttrs())
	for i, text := range t.cells {
		switch {
		case text == "":
		case i >= len(t.names):
			e.Attrs = AppendSurplus(e.Attrs, i, t.cells[i:])
			return
		case i == t.dataPile:
			e.Attrs = t.bag.appendTo(e.Attrs, t.names[i], text)
		case !t.filled[i]:
			e.Attrs = append(e.Attrs, event.Attr{Name: t.names[i], Value: text})
		}
	}
}

// countAttrs is how many attributes the row at hand will have, nearly.
func (t *Table) countAttrs() int {
	count := 1
	for i, text := range t.cells[:min(len(t.cells), len(t.names))] {
		switch {
		case text == "" || t.filled[i] && i != t.dataPile:
		case i == t.dataPile:
			count += min(strings.Count(text, ";S:"), limitPairs) + 1
		default:
			count++
		}
	}
	return count
}

// keep makes an attribute of a cell that the fields of the event do not hold
// verbatim.
func (t *Table) keep(e *event.Event, i int) {
	if text := t.text(i); text != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: t.names[i], Value: text})
	}
}

func (t *Table) setSender(e *event.Event) {
	e.Actor = Account(t.text(t.sender))
	if e.Actor.Name != t.text(t.sender) {
		t.keep(e, t.sender)
	}
}

func (t *Table) setBytes(e *event.Event) {
	var ok bool
	if e.Quantities.Bytes, ok = Size(t.text(t.bytes)); !ok {
		t.keep(e, t.bytes)
	}
}

// key is the digest of the row, without what the exporting session added.
func (t *Table) key(row *parsers.Row) event.Key {
	if !t.volatile {
		return row.Digest(t.system)
	}
	fields := make([]event.Attr, 0, len(t.cells))
	for i, text := range t.cells {
		name := ""
		if i < len(t.names) {
			name = t.names[i]
		}
		if !Volatile(name) {
			fields = append(fields, event.Attr{Name: name, Value: text})
		}
	}
	return parsers.DigestFields(t.system, fields)
}

// Group is the group of all events about one message: by its Message-ID, else by
// the number that Exchange gave it.
func Group(messageID, networkID string) string {
	if group := parsers.MessageGroup(messageID); group != "" {
		return group
	}
	if id := strings.TrimSpace(networkID); id != "" {
		return "network-message-id:" + strings.ToLower(id)
	}
	return ""
}

// Size is the size of a message, stated anew by every row about it; false if the
// text is no size. An empty text is none, and true.
func Size(text string) (event.Quantity, bool) {
	if text == "" {
		return event.Quantity{}, true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return event.Quantity{}, false
	}
	return event.Quantity{Count: n, Basis: event.Repeated}, true
}
