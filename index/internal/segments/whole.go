// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"math"
	"strings"

	"dossier/index/internal/columns"
)

// Codes reads the rows of a dictionary column: the codes of its Dictionary. Of a column
// of which most rows have a text of their own, each row has a code of its own.
func (s *Segment) Codes(name string) (codes *columns.Codes, err error) {
	if s.rows == 0 {
		return columns.NewCodes(0, 0), nil
	}
	defer guard(s.files[0].Name(), &err)
	c := s.column(name)
	defer c.close()
	if !c.chunk.coded() {
		return columns.RowCodes(), nil
	}
	limit, err := c.chunk.entries()
	if err != nil {
		return nil, s.inColumn(name, err)
	}
	codes = columns.NewCodes(limit, s.rows)
	if limit == 1 {
		return codes, nil
	}
	for row := int64(0); row < s.rows; row = c.first + c.rows {
		if err := c.seek(row); err != nil {
			return nil, s.inColumn(name, err)
		}
		most := uint32(0)
		for _, code := range c.indexes {
			most = max(most, uint32(code))
		}
		if most >= uint32(limit) {
			return nil, s.inColumn(name, c.chunk.fail(fmt.Errorf("%w: text %d of %d", errPage, most, limit)))
		}
		codes.AppendAll(c.indexes)
	}
	return codes, nil
}

// Dictionary is the texts of a column, by code, most of which are distinct. It may hold
// texts that no row has.
func (s *Segment) Dictionary(name string) (texts *columns.Blob, err error) {
	if s.rows == 0 {
		return columns.NewBlob(nil), nil
	}
	defer guard(s.files[0].Name(), &err)
	if c := s.chunk(name); c.coded() {
		texts, err = c.dictionary()
	} else {
		texts, err = s.rowTexts(name)
	}
	if err != nil {
		return nil, s.inColumn(name, err)
	}
	return texts, nil
}

// rowTexts are the texts of all rows.
func (s *Segment) rowTexts(name string) (*columns.Blob, error) {
	c := s.column(name)
	defer c.close()
	var text strings.Builder
	ends := make([]uint32, 0, s.rows)
	for row := int64(0); row < s.rows; row = c.first + c.rows {
		if err := c.seek(row); err != nil {
			return nil, err
		}
		if before := text.Len(); before == 0 {
			text.Grow(int(s.rows/c.rows+1) * len(c.data))
		} else if before+len(c.data) > math.MaxUint32 {
			return nil, c.chunk.fail(fmt.Errorf("%w: its texts are longer than 4 GiB", errPage))
		}
		begin := uint32(text.Len())
		text.Write(c.data)
		for _, end := range c.offsets[1 : c.rows+1] {
			ends = append(ends, begin+end)
		}
	}
	return &columns.Blob{Text: text.String(), Ends: ends}, nil
}

func (s *Segment) inColumn(name string, err error) error {
	return fmt.Errorf("segment %s, column %s: %w", s.Name, name, err)
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

// Walk goes through one column that has no dictionary, best in ascending order of the
// rows, and unpacks only the pages that are asked for. It is for one goroutine. Close it.
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
	return w.c.bytes(row)
}

// All is the texts of all rows of the current page one behind the other, and where
// each begins, the end of the last included.
func (w *Walk) All() (data []byte, starts []uint32) { return w.c.data, w.c.offsets[:w.c.rows+1] }

// Number is the row's number, of a column of integers; 0 where it has none. The row lies
// in the current page.
func (w *Walk) Number(row int64) int64 { return w.c.at(row) }

// ID is the row's ID, of the column id. The row lies in the current page.
func (w *Walk) ID(row int64) [16]byte {
	i := int(row-w.c.first) * fixedSize
	return [16]byte(w.c.data[i : i+fixedSize])
}
