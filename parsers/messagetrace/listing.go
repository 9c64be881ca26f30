// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"fmt"

	"dossier/event"
	"dossier/parsers"
)

// listing reads the rows of a list.
type listing struct {
	fields
	clock clock
}

func newListing(h parsers.Header, c clock) *listing {
	return &listing{fields: newFields(h), clock: c}
}

// Record makes one event of a row, or a reject.
func (l *listing) Record(row *parsers.Row, out parsers.Out) error {
	if row.CutOff() {
		return out.Reject(row.Span, "record cut off", fmt.Sprintf("line %d: %s", row.Span.Line, row.Ragged()))
	}
	l.texts = row.AppendTexts(l.texts[:0])
	m := l.message(l.clock.at)
	if m.vacant() {
		return out.Reject(row.Span, "neither time nor address", fmt.Sprintf("line %d", row.Span.Line))
	}
	e := m.event()
	l.appendAttrs(e)
	if ragged := row.Ragged(); ragged != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	e.Origin.Span = row.Span
	return out.Event(e)
}

// vacant reports whether an entry names neither a time nor an address, so that it
// is none.
func (m message) vacant() bool { return !m.time.Known() && m.sender == "" && m.recipient == "" }
