// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"fmt"
	"slices"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// marks are the columns that few other formats have.
var marks = []string{
	"TIMESTAMP_DERIVED", "REQUEST_ID", "ORGANIZATION_ID", "USER_ID", "USER_ID_DERIVED", "SESSION_KEY", "LOGIN_KEY", "RUN_TIME",
}

// sniff wants EVENT_TYPE and TIMESTAMP and some of the marks; it is certain if
// EVENT_TYPE comes first, as it does in every genuine file.
func sniff(head parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(head, isHeader)
	if !ok {
		return parsers.No
	}
	h := parsers.NewHeader(rows[0])
	count := 0
	for _, mark := range marks {
		if h.Has(mark) {
			count++
		}
	}
	first := strings.Trim(rows[0][0], "\" \u00a0") == "EVENT_TYPE"
	switch {
	case first && count >= 3:
		return parsers.Certain
	case h.Has("TIMESTAMP_DERIVED") && count >= 3:
		return parsers.Likely
	case first:
		return parsers.Maybe
	}
	return parsers.No
}

func isHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	return h.Has("EVENT_TYPE", "TIMESTAMP") && (h.Has("REQUEST_ID") || h.Has("TIMESTAMP_DERIVED"))
}

// reader reads one CSV.
type reader struct {
	csv    *parsers.CSV
	out    parsers.Out
	order  parsers.DateOrder
	fresh  bool // no row has been read under this header yet
	record record
	types  typeCache
}

// typeCache remembers the mapper of the row before: a file has one event type.
type typeCache struct {
	eventType string
	mapper    mapper
}

func (c *typeCache) mapperOf(eventType string) mapper {
	if c.mapper == nil || c.eventType != eventType {
		c.eventType, c.mapper = strings.Clone(eventType), mapperOf(eventType)
	}
	return c.mapper
}

func parse(in parsers.Input, out parsers.Out) error {
	delim, _, found := parsers.FindHeader(parsers.PeekHead(&in), isHeader)
	r := &reader{csv: parsers.NewCSV(in, out, delim), out: out, order: in.Order}
	if !found || !r.csv.ReadHeader(isHeader) {
		return r.csv.RejectRest("no header", "no row names EVENT_TYPE, TIMESTAMP and REQUEST_ID or TIMESTAMP_DERIVED")
	}
	r.setHeader(r.csv.Header().Cells())
	for r.csv.Next() {
		if err := r.row(r.csv.Row()); err != nil {
			return err
		}
	}
	return r.csv.Err()
}

func (r *reader) setHeader(names []string) {
	r.record.setColumns(names)
	r.fresh = true
}

func (r *reader) row(row *parsers.Row) error {
	if row.CutOff() {
		return r.reject(row, "record cut off", "ends after %d of %d cells", row.Count(), len(r.record.columns))
	}
	r.record.texts = row.AppendTexts(r.record.texts[:0])
	if texts := r.record.texts; slices.Contains(texts, "EVENT_TYPE") && isHeader(texts) {
		names := slices.Clone(texts) // files put one behind the other
		r.csv.SetHeader(names)
		r.setHeader(names)
		return r.out.Skip(row.Span, event.SkipHeader)
	}
	if r.fresh {
		r.splitHeader(row.Count())
	}
	r.record.start()
	eventType := r.record.value(fieldEventType)
	if !typeLooksRight(eventType) {
		return r.reject(row, "no event type", "EVENT_TYPE is %.40q", eventType)
	}
	e := &event.Event{Key: row.Digest(system), Origin: event.Origin{Span: row.Span}}
	fill(&r.record, e, r.types.mapperOf(eventType), r.order)
	if ragged := row.Ragged(); ragged != "" {
		if !e.Time.Known() {
			return r.reject(row, "row does not fit its header", "%s, and no time where one should be", ragged)
		}
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	return r.out.Event(e)
}

func (r *reader) reject(row *parsers.Row, reason, format string, args ...any) error {
	return r.out.Reject(row.Span, reason, fmt.Sprintf("line %d: "+format, append([]any{row.Span.Line}, args...)...))
}

// splitHeader mends a header of which two names stand in one cell,
// "API_VERSION,USER_INITIATED_LOGOUT", if that is what makes it fit its rows.
func (r *reader) splitHeader(want int) {
	r.fresh = false
	names := r.csv.Header().Cells()
	if len(names) == want {
		return
	}
	if split := strings.Split(strings.Join(names, ","), ","); len(split) == want && len(split) != len(names) {
		r.csv.SetHeader(split)
		r.record.setColumns(split)
	}
}
