// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"dossier/index/internal/columns"
)

// storedChunk is a column of an open file: where its pages lie. Safe for concurrent
// use.
type storedChunk struct {
	file   *os.File
	column string
	meta   *format.ColumnChunk
	rows   int64
	load   sync.Once
	pages  []format.PageLocation // ascending, the first at row 0
	err    error
}

// fail says what is wrong with the column.
func (c *storedChunk) fail(err error) error {
	return &DamageError{c.file.Name(), fmt.Errorf("column %s: %w", c.column, err)}
}

func (c *storedChunk) zipped() bool { return c.meta.MetaData.Codec == format.Zstd }

// coded reports whether the column has a dictionary.
func (c *storedChunk) coded() bool { return c.meta.MetaData.DictionaryPageOffset > 0 }

// locations are where the data pages lie.
func (c *storedChunk) locations() ([]format.PageLocation, error) {
	c.load.Do(func() {
		defer guard(c.file.Name(), &c.err)
		if c.pages, c.err = c.readLocations(); c.err != nil {
			c.err = c.fail(c.err)
		}
	})
	return c.pages, c.err
}

func (c *storedChunk) readLocations() ([]format.PageLocation, error) {
	length := int64(c.meta.OffsetIndexLength)
	if length <= 0 || length > limitPage || c.meta.OffsetIndexOffset <= 0 {
		return nil, fmt.Errorf("%w: there is no list of its pages", errPage)
	}
	text := make([]byte, length)
	if _, err := c.file.ReadAt(text, c.meta.OffsetIndexOffset); err != nil {
		return nil, err
	}
	var index format.OffsetIndex
	if err := thrift.Unmarshal(&thrift.CompactProtocol{}, text, &index); err != nil {
		return nil, err
	}
	for i, page := range index.PageLocations {
		if i == 0 && page.FirstRowIndex != 0 || i > 0 && page.FirstRowIndex <= index.PageLocations[i-1].FirstRowIndex || page.FirstRowIndex >= c.rows {
			return nil, fmt.Errorf("%w: page %d begins at row %d", errPage, i, page.FirstRowIndex)
		}
	}
	if len(index.PageLocations) == 0 {
		return nil, fmt.Errorf("%w: it has no pages", errPage)
	}
	return index.PageLocations, nil
}

// page is the number of the page that holds the row, and its rows [first, end).
func (c *storedChunk) page(row int64) (number int, first, end int64, err error) {
	pages, err := c.locations()
	if err != nil {
		return 0, 0, 0, err
	}
	number = sort.Search(len(pages), func(i int) bool { return pages[i].FirstRowIndex > row }) - 1
	end = c.rows
	if number+1 < len(pages) {
		end = pages[number+1].FirstRowIndex
	}
	return number, pages[number].FirstRowIndex, end, nil
}

// read unpacks a data page.
func (c *storedChunk) read(number int, p *pack) error {
	at := c.pages[number]
	err := p.read(c.file, at.Offset, int64(at.CompressedPageSize), c.zipped())
	if err == nil && !p.header.DataPageHeaderV2.Valid {
		err = fmt.Errorf("%w: it is no data page", errPage)
	}
	if err != nil {
		return c.fail(fmt.Errorf("page at row %d: %w", at.FirstRowIndex, err))
	}
	return nil
}

// headerBytes is more than any header of a dictionary takes.
const headerBytes = 128

// entries is how many texts the dictionary has, by the footer or by its own header.
func (c *storedChunk) entries() (int, error) {
	if n := c.meta.MetaData.Statistics.DistinctCount; n > 0 && n <= c.rows {
		return int(n), nil
	}
	p := pack{file: make([]byte, headerBytes)}
	n, err := c.file.ReadAt(p.file, c.meta.MetaData.DictionaryPageOffset)
	if err == nil || errors.Is(err, io.EOF) {
		_, err = p.readHeader(p.file[:n])
	}
	if err == nil && (!p.header.DictionaryPageHeader.Valid || p.header.DictionaryPageHeader.V.NumValues < 0) {
		err = errPage
	}
	if err != nil {
		return 0, c.fail(fmt.Errorf("dictionary: %w", err))
	}
	return int(p.header.DictionaryPageHeader.V.NumValues), nil
}

// dictionary reads the texts of the column, in the order of their codes.
func (c *storedChunk) dictionary() (*columns.Blob, error) {
	p := packs.Get().(*pack)
	defer packs.Put(p)
	start := c.meta.MetaData.DictionaryPageOffset
	err := p.read(c.file, start, c.meta.MetaData.DataPageOffset-start, c.zipped())
	if err == nil && !p.header.DictionaryPageHeader.Valid {
		err = errPage
	}
	var texts *columns.Blob
	if err == nil {
		texts, err = plainTexts(p.body, int(p.header.DictionaryPageHeader.V.NumValues))
	}
	if n := c.meta.MetaData.Statistics.DistinctCount; err == nil && n > 0 && int64(texts.Count()) != n {
		err = fmt.Errorf("%w: %d texts, not %d", errPage, texts.Count(), n)
	}
	if err != nil {
		return nil, c.fail(fmt.Errorf("dictionary: %w", err))
	}
	return texts, nil
}

// plainTexts are so many texts, of each its length (uint32, little-endian) and its
// bytes.
func plainTexts(data []byte, count int) (*columns.Blob, error) {
	if count < 0 || count > len(data)/4 {
		return nil, errPage
	}
	var text strings.Builder
	text.Grow(len(data) - 4*count)
	ends := make([]uint32, count)
	for i := range ends {
		if len(data) < 4 {
			return nil, errPage
		}
		n := binary.LittleEndian.Uint32(data)
		if data = data[4:]; uint64(n) > uint64(len(data)) {
			return nil, errPage
		}
		text.Write(data[:n])
		data, ends[i] = data[n:], uint32(text.Len())
	}
	if len(data) > 0 {
		return nil, errPage
	}
	return &columns.Blob{Text: text.String(), Ends: ends}, nil
}
