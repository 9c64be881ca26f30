// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"

	"github.com/parquet-go/parquet-go"
)

// column walks through one column of a segment, a page at a time; forward is faster
// than back.
type column struct {
	path   string // of the file
	chunk  parquet.ColumnChunk
	pages  parquet.Pages
	page   parquet.Page
	first  int64   // row number of the page's first row
	rows   int64   // rows of the page
	starts []int64 // of the pages; nil as long as nobody asked

	values  []int64 // of integer columns
	indexes []int32 // of dictionary columns
	data    []byte
	offsets []uint32
	size    int     // of fixed-length values
	present []int32 // of optional columns: position among the values, -1 for NULL

	dictionary parquet.Dictionary
	strings    []string // of the dictionary, as far as asked for
	have       []bool
}

func (c *column) close() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page = nil
	}
	if c.pages != nil {
		c.pages.Close()
		c.pages = nil
	}
}

// seek makes the page that holds the row current.
func (c *column) seek(row int64) error {
	if c.page != nil && row >= c.first && row < c.first+c.rows {
		return nil
	}
	return c.turn(row)
}

// turn leafs through the pages up to that of the row, from the current one or, if that
// lies behind it, from an earlier one.
func (c *column) turn(row int64) (err error) {
	defer guard(c.path, &err)
	if c.pages == nil {
		c.pages = c.chunk.Pages()
	}
	if c.page != nil {
		c.first += c.rows
		parquet.Release(c.page)
		c.page = nil
	}
	if start := c.pageOf(row); start > c.first || row < c.first {
		if err := c.pages.SeekToRow(start); err != nil {
			return &DamageError{c.path, fmt.Errorf("row %d: %w", row, err)}
		}
		c.first = start
	}
	for {
		page, err := c.pages.ReadPage()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return &DamageError{c.path, fmt.Errorf("page at row %d: %w", c.first, err)}
		}
		if rows := page.NumRows(); row >= c.first+rows {
			c.first += rows
			parquet.Release(page)
			continue
		}
		if !c.load(page) {
			return &DamageError{c.path, fmt.Errorf("page at row %d: it holds less than it says", c.first)}
		}
		return nil
	}
}

// pageOf is the row with which the page of a row begins.
func (c *column) pageOf(row int64) int64 {
	if c.starts == nil {
		locations, err := c.chunk.OffsetIndex()
		if err != nil {
			return c.leaf(row)
		}
		c.starts = make([]int64, locations.NumPages())
		for i := range c.starts {
			c.starts[i] = locations.FirstRowIndex(i)
		}
	}
	i := sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > row }) - 1
	if i < 0 {
		return c.leaf(row)
	}
	return c.starts[i]
}

// leaf is where to begin leafing if nothing says where pages begin.
func (c *column) leaf(row int64) int64 {
	if row < c.first {
		return 0
	}
	return c.first
}

// load takes the values out of a page, and reports whether it has one for each
// row: a damaged page may not.
func (c *column) load(page parquet.Page) bool {
	c.page, c.rows = page, page.NumRows()
	c.present = c.present[:0]
	held := int(c.rows) // values, NULL left out
	if levels := page.DefinitionLevels(); len(levels) > 0 {
		next := int32(0)
		for _, level := range levels {
			if level == 0 {
				c.present = append(c.present, -1)
			} else {
				c.present = append(c.present, next)
				next++
			}
		}
		if len(levels) < held {
			return false
		}
		held = int(next)
	}
	values := page.Data()
	c.indexes, c.values, c.data, c.offsets = nil, nil, nil, nil
	if d := page.Dictionary(); d != nil {
		c.indexes = values.Int32()
		if d != c.dictionary {
			c.dictionary = d
			c.strings, c.have = make([]string, d.Len()), make([]bool, d.Len())
		}
		for _, i := range c.indexes {
			if i < 0 || int(i) >= len(c.have) {
				return false
			}
		}
		return len(c.indexes) >= held
	}
	switch page.Type().Kind() {
	case parquet.Int64:
		c.values = values.Int64()
		return len(c.values) >= held
	case parquet.Int32:
		for _, v := range values.Int32() {
			c.values = append(c.values, int64(v))
		}
		return len(c.values) >= held
	case parquet.ByteArray:
		c.data, c.offsets = values.ByteArray()
		return len(c.offsets) > held && slices.IsSorted(c.offsets) && int(c.offsets[held]) <= len(c.data)
	case parquet.FixedLenByteArray:
		c.data, c.size = values.FixedLenByteArray()
		return c.size == 16 && len(c.data) >= held*c.size
	}
	return false
}

// text is the row's value in a text column; the answer does not share memory
// with the page.
func (c *column) text(row int64) (string, error) {
	if err := c.seek(row); err != nil {
		return "", err
	}
	i := row - c.first
	if c.indexes != nil {
		return c.entry(c.indexes[i]), nil
	}
	return string(c.data[c.offsets[i]:c.offsets[i+1]]), nil
}

// entry is a dictionary's value.
func (c *column) entry(i int32) string {
	if !c.have[i] {
		c.strings[i] = string(c.dictionary.Index(i).ByteArray())
		c.have[i] = true
	}
	return c.strings[i]
}

// number is the row's value in an integer column, false for NULL.
func (c *column) number(row int64) (int64, bool, error) {
	if err := c.seek(row); err != nil {
		return 0, false, err
	}
	i := row - c.first
	if len(c.present) > 0 {
		at := c.present[i]
		if at < 0 {
			return 0, false, nil
		}
		i = int64(at)
	}
	return c.values[i], true, nil
}

// fixed is the row's value in a column of 16-byte values.
func (c *column) fixed(row int64) ([16]byte, error) {
	if err := c.seek(row); err != nil {
		return [16]byte{}, err
	}
	i := int(row-c.first) * c.size
	return [16]byte(c.data[i : i+16]), nil
}
