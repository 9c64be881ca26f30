// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"

	"dossier/index/internal/columns"
)

// column goes through one column of a segment, a page at a time. It is for one
// goroutine.
type column struct {
	chunk *storedChunk
	page  *pack
	first int64 // row number of the page's first row
	rows  int64 // rows of the page; 0: there is none

	values  []int64 // of integer columns
	indexes []int32 // of dictionary columns
	data    []byte
	offsets []uint32
	present []int32 // of optional columns: position among the values, -1 for NULL

	small  []int32
	levels []uint8
	texts  *columns.Blob // the dictionary; nil as long as nobody asked
	load   func(column string) (*columns.Blob, error)
}

// close gives the page's memory back. What Bytes returned is not valid afterwards.
func (c *column) close() {
	if c.page != nil {
		packs.Put(c.page)
	}
	c.page, c.rows = nil, 0
}

// seek makes the page that holds the row current.
func (c *column) seek(row int64) error {
	if row >= c.first && row < c.first+c.rows {
		return nil
	}
	return c.turn(row)
}

func (c *column) turn(row int64) (err error) {
	defer guard(c.chunk.file.Name(), &err)
	c.rows = 0
	number, first, end, err := c.chunk.page(row)
	if err != nil {
		return err
	}
	if c.page == nil {
		c.page = packs.Get().(*pack)
	}
	if err := c.chunk.read(number, c.page); err != nil {
		return err
	}
	if err := c.decode(int(end - first)); err != nil {
		return c.chunk.fail(fmt.Errorf("page at row %d: %w", first, err))
	}
	c.first, c.rows = first, end-first
	return nil
}

// decode takes the values of the rows out of the page, and sees that there is one for
// each.
func (c *column) decode(rows int) error {
	header := &c.page.header.DataPageHeaderV2.V
	if int(header.NumRows) != rows || int(header.NumValues) != rows {
		return errPage
	}
	held, err := c.decodeLevels(rows)
	if err != nil {
		return err
	}
	body := c.page.body
	switch header.Encoding {
	case format.RLEDictionary:
		return c.decodeCodes(body, held)
	case format.DeltaBinaryPacked:
		return c.decodeNumbers(body, held)
	case format.DeltaLengthByteArray:
		c.data, c.offsets, err = parquet.DeltaLengthByteArray.DecodeByteArray(c.data[:0], body, c.offsets[:0])
	case format.DeltaByteArray:
		c.data, c.offsets, err = parquet.DeltaByteArray.DecodeByteArray(c.data[:0], body, c.offsets[:0])
	case format.Plain:
		if c.data = body; len(body) != fixedSize*held { // it is used before the page is turned
			return errPage
		}
		return nil
	default:
		return fmt.Errorf("%w: encoding %s", errPage, header.Encoding)
	}
	if err == nil && (len(c.offsets) <= held || !slices.IsSorted(c.offsets) || int(c.offsets[held]) > len(c.data)) {
		err = errPage
	}
	return err
}

// decodeLevels finds out which rows have a value, and how many do.
func (c *column) decodeLevels(rows int) (held int, err error) {
	c.present = c.present[:0]
	if len(c.page.levels) == 0 || c.page.header.DataPageHeaderV2.V.NumNulls == 0 {
		return rows, nil
	}
	if c.levels, err = (&rle.Encoding{BitWidth: 1}).DecodeLevels(c.levels[:0], c.page.levels); err != nil {
		return 0, err
	}
	if len(c.levels) < rows {
		return 0, errPage
	}
	next := int32(0)
	for _, level := range c.levels[:rows] {
		if level == 0 {
			c.present = append(c.present, -1)
			continue
		}
		c.present = append(c.present, next)
		next++
	}
	return int(next), nil
}

func (c *column) decodeCodes(body []byte, held int) (err error) {
	if c.indexes, err = parquet.RLEDictionary.DecodeInt32(c.indexes[:0], body); err != nil {
		return err
	}
	if len(c.indexes) < held {
		return errPage
	}
	c.indexes = c.indexes[:held]
	return nil
}

func (c *column) decodeNumbers(body []byte, held int) (err error) {
	if c.chunk.meta.MetaData.Type == format.Int32 {
		c.small, err = parquet.DeltaBinaryPacked.DecodeInt32(c.small[:0], body)
		c.values = c.values[:0]
		for _, v := range c.small {
			c.values = append(c.values, int64(v))
		}
	} else {
		c.values, err = parquet.DeltaBinaryPacked.DecodeInt64(c.values[:0], body)
	}
	if err == nil && len(c.values) < held {
		err = errPage
	}
	return err
}

// bytes is the row's value in a text column that has no dictionary, as long as the page
// is current.
func (c *column) bytes(row int64) []byte {
	i := row - c.first
	return c.data[c.offsets[i]:c.offsets[i+1]]
}

// text is the row's value in a text column; the answer does not share memory
// with the page.
func (c *column) text(row int64) (string, error) {
	if c.chunk.coded() && c.chunk.meta.MetaData.Statistics.DistinctCount == 1 { // all rows have it
		return c.entry(0)
	}
	if err := c.seek(row); err != nil {
		return "", err
	}
	if c.chunk.coded() {
		return c.entry(c.indexes[row-c.first])
	}
	return string(c.bytes(row)), nil
}

// entry is a dictionary's value.
func (c *column) entry(i int32) (string, error) {
	if c.texts == nil {
		var err error
		if c.texts, err = c.load(c.chunk.column); err != nil {
			return "", err
		}
	}
	if i < 0 || int(i) >= c.texts.Count() {
		return "", c.chunk.fail(fmt.Errorf("%w: text %d of %d", errPage, i, c.texts.Count()))
	}
	return c.texts.At(int(i)), nil
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
	i := int(row-c.first) * fixedSize
	return [16]byte(c.data[i : i+fixedSize]), nil
}
