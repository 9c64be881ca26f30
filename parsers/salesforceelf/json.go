// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"bytes"
	"fmt"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// sniffJSON looks at the first object, whole or not.
func sniffJSON(head parsers.Head) parsers.Score {
	data := bytes.TrimLeft(head.Bytes, " \t\r\n[")
	if len(data) == 0 || data[0] != '{' {
		return parsers.No
	}
	v, _, _ := parsers.ParseJSONPrefix(string(data))
	if !isRow(unwrapRaw(v)) {
		return parsers.No
	}
	return parsers.Certain
}

func isRow(v parsers.JSON) bool {
	return v.Get("EVENT_TYPE").Exists() && v.Get("TIMESTAMP").Exists() &&
		(v.Get("REQUEST_ID").Exists() || v.Get("TIMESTAMP_DERIVED").Exists())
}

// unwrapRaw takes the row out of the envelope that a collector put around it.
func unwrapRaw(v parsers.JSON) parsers.JSON {
	raw := v.Get("_raw")
	if !raw.Exists() || v.Get("EVENT_TYPE").Exists() {
		return v
	}
	inner, err := parsers.ParseJSONText(raw.Text())
	if err != nil {
		return v
	}
	return inner
}

// jsonReader reads rows that a collector turned into objects.
type jsonReader struct {
	out     parsers.Out
	order   parsers.DateOrder
	columns map[string]column
	record  record
	types   typeCache
}

// limitColumns bounds how many names are remembered.
const limitColumns = 2000

func parseJSON(in parsers.Input, out parsers.Out) error {
	r := &jsonReader{out: out, order: in.Order, columns: map[string]column{}}
	return parsers.Objects(in, out, func(o parsers.Object) error {
		if !o.Whole {
			return out.Reject(o.Span, "record cut off", fmt.Sprintf("line %d begins an object that does not end", o.Span.Line))
		}
		v, err := parsers.ParseJSONText(in.Text(o.Bytes))
		if err != nil {
			return out.Reject(o.Span, "not json", fmt.Sprintf("line %d: %v", o.Span.Line, err))
		}
		return r.row(o.Span, unwrapRaw(v))
	})
}

func (r *jsonReader) row(span event.Span, v parsers.JSON) error {
	if !isRow(v) {
		return r.out.Reject(span, "not a row of an event log", fmt.Sprintf("line %d: an object without EVENT_TYPE, TIMESTAMP "+
			"and REQUEST_ID or TIMESTAMP_DERIVED", span.Line))
	}
	fields := r.load(v)
	eventType := r.record.value(fieldEventType)
	if !typeLooksRight(eventType) {
		return r.out.Reject(span, "no event type", fmt.Sprintf("line %d: EVENT_TYPE is %.40q", span.Line, eventType))
	}
	e := &event.Event{Key: parsers.DigestFields(system, fields), Origin: event.Origin{Span: span}}
	fill(&r.record, e, r.types.mapperOf(eventType), r.order)
	return r.out.Event(e)
}

// load fills the record and returns the fields that make its key.
func (r *jsonReader) load(v parsers.JSON) []event.Attr {
	r.record.setColumns(nil)
	r.record.texts = r.record.texts[:0]
	members := v.Members()
	fields := make([]event.Attr, 0, len(members))
	for i, m := range members {
		value := undouble(m.Value.String())
		if value == "" {
			continue
		}
		c := r.column(m.Name, i)
		fields = append(fields, event.Attr{Name: c.normal, Value: value})
		r.record.addColumn(c)
		r.record.texts = append(r.record.texts, value)
	}
	r.record.start()
	return fields
}

func (r *jsonReader) column(name string, place int) column {
	c, ok := r.columns[name]
	if !ok {
		c = columnOf(strings.Clone(name), place)
		if len(r.columns) < limitColumns {
			r.columns[strings.Clone(name)] = c
		}
	}
	return c
}

// undouble decodes a cell of CSV that a collector left as it was: """x""".
func undouble(value string) string {
	const mark = `"""`
	if len(value) < 2*len(mark) || !strings.HasPrefix(value, mark) || !strings.HasSuffix(value, mark) {
		return value
	}
	return strings.ReplaceAll(value[1:len(value)-1], `""`, `"`)
}
