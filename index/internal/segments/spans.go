// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"

	"dossier/event"
)

// Spans calls each for the records on which the events rest, in the order of the
// rows: with the source's digest in hexadecimal, and where in the source the record
// lies. A record that tells several events comes several times.
func (s *Segment) Spans(each func(source string, offset, length int64)) error {
	if s.rows == 0 {
		return nil
	}
	sources, offsets, lengths, more := s.column("source"), s.column("span_offset"), s.column("span_length"), s.column("more_spans")
	for _, c := range []*column{sources, offsets, lengths, more} {
		defer c.close()
	}
	var list []event.Span // of a row
	for row := range s.rows {
		source, err := sources.text(row)
		if err != nil {
			return s.spanError(err)
		}
		offset, _, err := offsets.number(row)
		if err != nil {
			return s.spanError(err)
		}
		length, _, err := lengths.number(row)
		if err != nil {
			return s.spanError(err)
		}
		list = append(list[:0], event.Span{Offset: offset, Length: length})
		further, err := more.text(row)
		if err != nil {
			return s.spanError(err)
		}
		if further != "" {
			spans, err := decodeSpans(further)
			if err != nil {
				return s.spanError(&DamageError{s.files[0].Name(), err})
			}
			list = append(list, spans...)
		}
		for _, span := range list {
			if span.Offset < 0 || span.Length < 0 {
				return s.spanError(&DamageError{s.files[0].Name(), fmt.Errorf("row %d: a record at byte %d, of length %d", row, span.Offset, span.Length)})
			}
			each(source, span.Offset, span.Length)
		}
	}
	return nil
}

func (s *Segment) spanError(err error) error { return fmt.Errorf("segment %s, spans: %w", s.Name, err) }
