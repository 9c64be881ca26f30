// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"strings"

	"dossier/event"
	"dossier/index/internal/columns"
)

// Reader takes whole events out of a segment, best in ascending order of their rows.
// It keeps the pages that it read last, and the dictionaries. It is for one goroutine.
type Reader struct {
	s       *Segment
	texts   func(column string) (*columns.Blob, error)
	columns []*column
	err     error
}

// NewReader starts a walk. Close it.
func (s *Segment) NewReader() *Reader { return s.NewReaderWith(s.Dictionary) }

// NewReaderWith is NewReader that asks for the texts of a column, as Dictionary has
// them, elsewhere.
func (s *Segment) NewReaderWith(texts func(column string) (*columns.Blob, error)) *Reader {
	return &Reader{s: s, texts: texts, columns: make([]*column, len(s.names))}
}

// Close releases the pages.
func (r *Reader) Close() {
	for _, c := range r.columns {
		if c != nil {
			c.close()
		}
	}
}

func (r *Reader) column(name string) *column {
	i := r.s.names[name]
	if r.columns[i] == nil {
		r.columns[i] = r.s.column(name)
		r.columns[i].load = r.texts
	}
	return r.columns[i]
}

func (r *Reader) text(name string, row int64) string {
	if r.err != nil {
		return ""
	}
	var text string
	text, r.err = r.column(name).text(row)
	return strings.Clone(text) // an event is not to hold a dictionary in memory
}

func (r *Reader) quantity(name string, row int64) event.Quantity {
	basis := r.text(name+"_basis", row)
	if r.err != nil || basis == "" {
		return event.Quantity{}
	}
	var q event.Quantity
	q.Basis = quantityBasisNamed(basis)
	q.Count, _, r.err = r.column(name).number(row)
	return q
}

func (r *Reader) integer(name string, row int64) int64 {
	if r.err != nil {
		return 0
	}
	var n int64
	n, _, r.err = r.column(name).number(row)
	return n
}

func (r *Reader) fixed(name string, row int64) [16]byte {
	if r.err != nil {
		return [16]byte{}
	}
	var v [16]byte
	v, r.err = r.column(name).fixed(row)
	return v
}

// Event is the event at the row.
func (r *Reader) Event(row int64) (*event.Event, error) {
	e := &event.Event{
		ID: r.fixed("id", row), Key: r.fixed("key", row), Kind: event.Kind(r.text("kind", row)), Time: r.time(row),
		Actor:      event.Account{Namespace: event.Namespace(r.text("actor_namespace", row)), Name: r.text("actor", row)},
		OnBehalfOf: event.Account{Namespace: event.Namespace(r.text("on_behalf_of_namespace", row)), Name: r.text("on_behalf_of", row)},
		Initiated:  event.Initiated(r.text("initiated", row)),
		Object:     event.Object{Type: r.text("object_type", row), ID: r.text("object_id", row), Name: r.text("object_name", row)},
		Quantities: event.Quantities{
			Records: r.quantity("records", row), Pages: r.quantity("pages", row), Copies: r.quantity("copies", row),
			Bytes: r.quantity("bytes", row), Attachments: r.quantity("attachment_count", row), Items: r.quantity("items", row),
		},
		Outcome: event.Outcome(r.text("outcome", row)), IP: r.text("ip", row), Device: r.text("device", row),
		Client: r.text("client", row), Session: r.text("session", row), Text: r.text("text", row), Body: r.text("body", row),
		Group: r.text("group_id", row),
	}
	r.lists(e, row)
	r.origin(e, row)
	if r.err != nil {
		return nil, fmt.Errorf("segment %s, row %d: %w", r.s.Name, row, r.err)
	}
	return e, nil
}

func (r *Reader) time(row int64) event.Time {
	t := event.Time{
		Precision: precisionNamed(r.text("time_precision", row)), Basis: basisNamed(r.text("time_basis", row)),
		Flags: event.ParseTimeFlags(r.text("time_flags", row)), Text: r.text("time_text", row),
	}
	if r.err != nil {
		return t
	}
	nanos, known, err := r.column("time").number(row)
	r.err = err
	if known {
		t.UTC = unixNano(nanos)
	}
	return t
}

func (r *Reader) lists(e *event.Event, row int64) {
	targets, attachments, attrs := r.text("targets", row), r.text("attachments", row), r.text("attrs", row)
	if r.err == nil {
		e.Targets, r.err = decodeTargets(targets)
	}
	if r.err == nil {
		e.Attachments, r.err = decodeAttachments(attachments)
	}
	if r.err == nil {
		e.Attrs, r.err = attrsOf(attrs)
	}
}

// Origin is where the event at the row comes from. Rows must be asked for in
// ascending order.
func (r *Reader) Origin(row int64) (event.Origin, error) {
	var e event.Event
	r.origin(&e, row)
	if r.err != nil {
		return event.Origin{}, fmt.Errorf("segment %s, row %d: %w", r.s.Name, row, r.err)
	}
	return e.Origin, nil
}

func (r *Reader) origin(e *event.Event, row int64) {
	span := event.Span{Offset: r.integer("span_offset", row), Length: r.integer("span_length", row), Line: r.integer("line", row)}
	source, parser, more := r.text("source", row), r.text("parser", row), r.text("more_spans", row)
	ordinal := r.integer("ordinal", row)
	if r.err == nil {
		e.Origin, r.err = originOf(source, parser, span, int32(ordinal), more)
	}
}
