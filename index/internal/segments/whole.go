// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"

	"github.com/parquet-go/parquet-go"

	"dossier/index/internal/columns"
)

// Codes reads a whole dictionary column.
func (s *Segment) Codes(name string) (*columns.Codes, error) {
	if s.rows == 0 {
		return columns.NewCodes(nil, 0, 0), nil
	}
	c := s.column(name)
	defer c.close()
	var codes *columns.Codes
	for row := int64(0); row < s.rows; row = c.first + c.rows {
		if err := c.seek(row); err != nil {
			return nil, fmt.Errorf("segment %s, column %s: %w", s.Name, name, err)
		}
		if c.indexes == nil {
			return s.uncoded(name)
		}
		if codes == nil {
			codes = columns.NewCodes(entriesOf(c.dictionary), c.dictionary.Len(), s.rows)
		}
		codes.AppendAll(c.indexes[:c.rows])
	}
	return codes, nil
}

// entriesOf are the texts of a dictionary, in memory of their own.
func entriesOf(d parquet.Dictionary) []string {
	values := d.Page().Data()
	data, ends := values.ByteArray()
	text := string(data)
	entries := make([]string, d.Len())
	for i := range entries {
		entries[i] = text[ends[i]:ends[i+1]]
	}
	return entries
}

// uncoded is Codes for a column that has no dictionary, or not everywhere.
func (s *Segment) uncoded(name string) (*columns.Codes, error) {
	var entries []string
	known := map[string]uint32{}
	list := make([]uint32, 0, s.rows)
	err := s.Texts(func(_ int64, v []string) {
		code, ok := known[v[0]]
		if !ok {
			code = uint32(len(entries))
			known[v[0]] = code
			entries = append(entries, v[0])
		}
		list = append(list, code)
	}, name)
	if err != nil {
		return nil, err
	}
	codes := columns.NewCodes(entries, len(entries), s.rows)
	for _, code := range list {
		codes.Append(code)
	}
	return codes, nil
}

// Dictionary is the distinct texts of a column, without reading its rows. It may
// hold texts that no row has.
func (s *Segment) Dictionary(name string) ([]string, error) {
	if s.rows == 0 {
		return nil, nil
	}
	c := s.column(name)
	defer c.close()
	if err := c.seek(0); err != nil {
		return nil, fmt.Errorf("segment %s, column %s: %w", s.Name, name, err)
	}
	if c.indexes == nil {
		codes, err := s.uncoded(name)
		if err != nil {
			return nil, err
		}
		return codes.Entries, nil
	}
	return entriesOf(c.dictionary), nil
}

// Numbers reads a whole column of integers.
func (s *Segment) Numbers(name string) (*columns.Numbers, error) {
	n := columns.NewNumbers(s.rows)
	if s.rows == 0 {
		n.Ready()
		return n, nil
	}
	c := s.column(name)
	defer c.close()
	for row := range s.rows {
		value, known, err := c.number(row)
		if err != nil {
			return nil, fmt.Errorf("segment %s, column %s: %w", s.Name, name, err)
		}
		if known {
			n.Add(row, value)
		}
	}
	n.Ready()
	return n, nil
}

// Walk goes through one column in ascending order of the rows, and unpacks only the
// pages that are asked for. It is for one goroutine. Close it.
type Walk struct {
	s    *Segment
	name string
	c    *column
}

// Walk starts a walk.
func (s *Segment) Walk(name string) *Walk { return &Walk{s, name, s.column(name)} }

// Close releases the page.
func (w *Walk) Close() { w.c.close() }

// Page makes the page of the row current and returns its rows [first, end).
func (w *Walk) Page(row int64) (first, end int64, err error) {
	if err := w.c.seek(row); err != nil {
		return 0, 0, fmt.Errorf("segment %s, column %s: %w", w.s.Name, w.name, err)
	}
	return w.c.first, w.c.first + w.c.rows, nil
}

// Bytes is the row's text. The row lies in the current page; the bytes are valid
// until the next.
func (w *Walk) Bytes(row int64) []byte {
	i := row - w.c.first
	if w.c.indexes != nil {
		return []byte(w.c.entry(w.c.indexes[i]))
	}
	return w.c.data[w.c.offsets[i]:w.c.offsets[i+1]]
}

// All is the texts of all rows of the current page one behind the other, and where
// each begins, the end of the last included; false if the page has a dictionary.
func (w *Walk) All() (data []byte, starts []uint32, ok bool) {
	if w.c.indexes != nil {
		return nil, nil, false
	}
	return w.c.data, w.c.offsets[:w.c.rows+1], true
}

// ID is the row's ID, of the column id. The row lies in the current page.
func (w *Walk) ID(row int64) [16]byte {
	i := int(row-w.c.first) * w.c.size
	return [16]byte(w.c.data[i : i+16])
}

// PageStarts are the first rows of a column's pages.
func (s *Segment) PageStarts(name string) (starts []int64, err error) {
	if s.rows == 0 {
		return nil, nil
	}
	defer guard(s.files[0].Name(), &err)
	locations, err := s.group.ColumnChunks()[s.names[name]].OffsetIndex()
	if err != nil {
		return nil, &DamageError{s.files[0].Name(), err}
	}
	starts = make([]int64, locations.NumPages())
	for i := range starts {
		starts[i] = locations.FirstRowIndex(i)
		if i > 0 && starts[i] <= starts[i-1] || i == 0 && starts[i] != 0 || starts[i] >= s.rows {
			return nil, &DamageError{s.files[0].Name(), fmt.Errorf("column %s: page %d begins at row %d", name, i, starts[i])}
		}
	}
	return starts, nil
}
