// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"dossier/event"
)

// Builder gathers what one segment holds, events as columns: what Add is given can
// be forgotten at once. It is for one goroutine.
type Builder struct {
	columns []gathered // in the order of eventRow
	next    int        // column of the event being added
	events  int
	facts   []*event.Fact
	rejects []event.Reject
	other   int      // bytes of facts and rejects
	sorted  []uint32 // the events' rows by place, if it has all of them

	source event.Digest // of the event before, and in hexadecimal
	digits string
}

// NewBuilder makes an empty builder.
func NewBuilder() *Builder {
	b := &Builder{}
	for _, field := range eventSchema.Fields() {
		b.columns = append(b.columns, newGathered(field))
	}
	return b
}

var eventSchema = parquet.SchemaOf(eventRow{})

func newGathered(field parquet.Field) gathered {
	switch kind := field.Type().Kind(); {
	case kind == parquet.FixedLenByteArray:
		return &fixedColumn{}
	case kind == parquet.Int32 || kind == parquet.Int64:
		return &numberColumn{}
	case field.Encoding() == &parquet.RLEDictionary:
		return &dictColumn{}
	}
	return &plainColumn{}
}

// Events is how many events there are.
func (b *Builder) Events() int { return b.events }

// Empty reports whether there is nothing to write.
func (b *Builder) Empty() bool { return b.events+len(b.facts)+len(b.rejects) == 0 }

// SizeBytes is about what the rows take in memory. A builder that was used before
// holds the memory of its fullest day.
func (b *Builder) SizeBytes() int64 {
	n := b.other
	for _, c := range b.columns {
		n += c.sizeBytes()
	}
	return int64(n)
}

// Reset empties the builder and keeps its memory.
func (b *Builder) Reset() {
	for _, c := range b.columns {
		c.reset()
	}
	b.events, b.facts, b.rejects, b.other, b.sorted = 0, nil, nil, 0, b.sorted[:0]
}

// Add takes events, facts and rejects. The events are not kept; facts and rejects
// belong to the builder from now on.
func (b *Builder) Add(events []*event.Event, facts []*event.Fact, rejects []event.Reject) {
	for _, e := range events {
		b.event(e)
	}
	b.facts = append(b.facts, facts...)
	b.rejects = append(b.rejects, rejects...)
	b.other += 1500 * len(facts)
	for i := range rejects {
		b.other += 200 + len(rejects[i].Detail)
	}
}

// Take adds what another builder holds.
func (b *Builder) Take(from *Builder) {
	for i, c := range b.columns {
		c.take(from.columns[i])
	}
	b.events += from.events
	b.facts = append(b.facts, from.facts...)
	b.rejects = append(b.rejects, from.rejects...)
	b.other += from.other
}

// event adds a row: one call a column, in the order of eventRow.
func (b *Builder) event(e *event.Event) {
	b.next = 0
	b.fixed(e.ID)
	b.time(&e.Time)
	b.text(string(e.Kind))
	b.account(e.Actor)
	b.account(e.OnBehalfOf)
	b.text(string(e.Initiated))
	b.text(e.Object.Type)
	b.text(e.Object.ID)
	b.text(e.Object.Name)
	b.text(encodeTargets(e.Targets))
	b.text(encodeAttachments(e.Attachments))
	b.quantity(e.Quantities.Records)
	b.quantity(e.Quantities.Pages)
	b.quantity(e.Quantities.Copies)
	b.quantity(e.Quantities.Bytes)
	b.quantity(e.Quantities.Attachments)
	b.quantity(e.Quantities.Items)
	b.text(string(e.Outcome))
	b.text(e.IP)
	b.text(e.Device)
	b.text(e.Client)
	b.text(e.Session)
	b.text(e.Text)
	b.text(e.Body)
	b.attrs(e.Attrs)
	b.text(e.Group)
	b.fixed(e.Key)
	b.origin(&e.Origin)
	b.events++
}

// column is the one whose turn it is.
func (b *Builder) column() gathered {
	c := b.columns[b.next]
	b.next++
	return c
}

func (b *Builder) text(s string)              { b.column().(textColumn).add(s) }
func (b *Builder) fixed(v [fixedSize]byte)    { b.column().(*fixedColumn).add(v) }
func (b *Builder) number(n int64, known bool) { b.column().(*numberColumn).add(n, known) }

func (b *Builder) attrs(list []event.Attr) {
	b.column().(*plainColumn).addBy(func(dst []byte) []byte { return appendAttrs(dst, list) })
}

func (b *Builder) account(a event.Account) {
	b.text(string(a.Namespace))
	b.text(a.Name)
}

func (b *Builder) time(t *event.Time) {
	if t.Known() {
		b.number(t.UTC.UnixNano(), true)
	} else {
		b.number(0, false)
	}
	b.text(t.Precision.String())
	b.text(t.Basis.String())
	b.text(t.Flags.String())
	b.text(t.Text)
}

func (b *Builder) quantity(q event.Quantity) {
	if !q.Present() {
		b.number(0, false)
		b.text("")
		return
	}
	b.number(q.Count, true)
	b.text(q.Basis.String())
}

func (b *Builder) origin(o *event.Origin) {
	if o.Source != b.source || b.digits == "" {
		b.source, b.digits = o.Source, o.Source.String()
	}
	b.text(b.digits)
	b.text(o.Parser)
	b.number(o.Span.Offset, true)
	b.number(o.Span.Length, true)
	b.number(o.Span.Line, true)
	b.number(int64(o.Ordinal), true)
	b.text(encodeSpans(o.More))
}

// order is the rows sorted by time and ID, those without time last.
func (b *Builder) order() []uint32 {
	if len(b.sorted) == b.events {
		return b.sorted
	}
	ids, times := b.columns[0].(*fixedColumn), b.columns[1].(*numberColumn)
	rows := b.sorted[:0]
	for i := range b.events {
		rows = append(rows, uint32(i))
	}
	slices.SortFunc(rows, func(x, y uint32) int {
		at, known := times.at(int(x))
		other, otherKnown := times.at(int(y))
		if known != otherKnown {
			if known {
				return -1
			}
			return 1
		}
		if at != other {
			return cmp.Compare(at, other)
		}
		return bytes.Compare(ids.at(int(x)), ids.at(int(y)))
	})
	b.sorted = rows
	return rows
}

// sortRest sorts facts and rejects.
func (b *Builder) sortRest() {
	slices.SortFunc(b.facts, func(x, y *event.Fact) int { return bytes.Compare(x.ID[:], y.ID[:]) })
	slices.SortFunc(b.rejects, func(x, y event.Reject) int {
		return cmp.Or(bytes.Compare(x.Origin.Source[:], y.Origin.Source[:]), cmp.Compare(x.Origin.Span.Offset, y.Origin.Span.Offset),
			strings.Compare(x.Reason, y.Reason))
	})
}

// CompareEvents orders events by time, those without time last, then by ID.
func CompareEvents(a, b *event.Event) int {
	if a.Time.Known() != b.Time.Known() {
		if a.Time.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Time.UTC.Compare(b.Time.UTC), bytes.Compare(a.ID[:], b.ID[:]))
}
