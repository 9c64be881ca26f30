// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Bounds of a page: what one reading of a single value has to unpack.
const (
	pageRows  = 16 << 10
	pageBytes = 256 << 10
	// zipWindow is how far back a page may repeat itself, for the largest of dictionaries.
	zipWindow = 1 << 20
)

// chunk is one column in its Parquet form.
type chunk struct {
	meta      format.ColumnMetaData // offsets are those in bytes
	bytes     []byte
	locations []format.PageLocation // likewise
}

// encoder makes chunks of gathered columns. It is for one goroutine; what it
// writes depends on the rows and their order alone.
type encoder struct {
	order  []uint32 // row by place
	zip    *zstd.Encoder
	fast   *zstd.Encoder // for attributes, of which the other makes little less at twice the cost; of prose it makes much less
	bulk   bool
	chunk  *chunk
	packed bool // whether the pages are compressed

	codes   []int32
	numbers []int64
	small   []int32
	levels  []byte
	text    []byte
	ends    []uint32
	page    []byte
	zipped  []byte
}

func newEncoder(order []uint32) *encoder {
	return &encoder{order: order, zip: newZip(zstd.SpeedDefault), fast: newZip(zstd.SpeedFastest)}
}

func newZip(level zstd.EncoderLevel) *zstd.Encoder {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(level),
		zstd.WithWindowSize(zipWindow), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic("segments: options of zstd: " + err.Error())
	}
	return zip
}

// column encodes a column.
func (e *encoder) column(field parquet.Field, g gathered) (*chunk, error) {
	codec := format.Uncompressed
	if c := field.Compression(); c != nil {
		codec = c.CompressionCodec()
	}
	e.packed, e.bulk = codec == format.Zstd, field.Encoding() == nil && field.Name() != "body"
	e.chunk = &chunk{meta: format.ColumnMetaData{
		Type:         format.Type(field.Type().Kind()),
		PathInSchema: []string{field.Name()},
		Codec:        codec,
		NumValues:    int64(len(e.order)),
		Statistics:   format.Statistics{},
	}}
	var err error
	switch g := g.(type) {
	case *dictColumn:
		err = e.dictionary(g)
	case *plainColumn:
		err = e.plain(g, orElse(field.Encoding(), &parquet.DeltaLengthByteArray))
	case *numberColumn:
		err = e.number(g, field)
	case *fixedColumn:
		err = e.fixed(g)
	}
	if err != nil {
		return nil, fmt.Errorf("column %s: %w", field.Name(), err)
	}
	e.chunk.meta.TotalCompressedSize = int64(len(e.chunk.bytes))
	return e.chunk, nil
}

func orElse(chosen, otherwise encoding.Encoding) encoding.Encoding {
	if chosen == nil {
		return otherwise
	}
	return chosen
}

// dictionary numbers the texts in the order of their first rows, whatever order
// they came in. A dictionary is of no use, and has to be unpacked for a single value, if
// most rows have a text of their own: then the column has none.
func (e *encoder) dictionary(c *dictColumn) error {
	renumbered := make([]int32, c.texts.Count())
	e.codes, e.page = e.codes[:0], e.page[:0]
	count := int32(0)
	for _, row := range e.order {
		old := c.codeOf(int(row))
		if renumbered[old] == 0 {
			count++
			renumbered[old] = count
			text := c.texts.Entry(old)
			n := len(text)
			e.page = append(e.page, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
			e.page = append(e.page, text...)
		}
		e.codes = append(e.codes, renumbered[old]-1)
	}
	e.chunk.meta.Statistics.DistinctCount = int64(count)
	if int(count) > len(e.order)/2 && len(e.page) > pageBytes {
		return e.plain(c, &parquet.DeltaLengthByteArray)
	}
	e.uses(&parquet.Plain)
	e.uses(&parquet.RLEDictionary)
	header := format.PageHeader{Type: format.DictionaryPage, DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
		NumValues: count, Encoding: format.Plain,
	})}
	if err := e.write(&header, nil); err != nil {
		return err
	}
	e.chunk.meta.DataPageOffset = int64(len(e.chunk.bytes))
	for start := 0; start < len(e.codes); start += pageRows {
		page := e.codes[start:min(start+pageRows, len(e.codes))]
		var err error
		if e.page, err = parquet.RLEDictionary.EncodeInt32(e.page[:0], page); err != nil {
			return err
		}
		if err := e.data(start, len(page), 0, nil, format.RLEDictionary); err != nil {
			return err
		}
	}
	return nil
}

// rowTexts are the texts of rows.
type rowTexts interface{ at(row int) []byte }

func (e *encoder) plain(c rowTexts, how encoding.Encoding) error {
	e.uses(how)
	for start := 0; start < len(e.order); {
		end := pageEnd(c, e.order, start)
		e.text, e.ends = e.text[:0], append(e.ends[:0], 0)
		for _, row := range e.order[start:end] {
			e.text = append(e.text, c.at(int(row))...)
			e.ends = append(e.ends, uint32(len(e.text)))
		}
		var err error
		if e.page, err = how.EncodeByteArray(e.page[:0], e.text, e.ends); err != nil {
			return err
		}
		if err := e.data(start, end-start, 0, nil, how.Encoding()); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// pageEnd is the place behind the page that begins at the place start.
func pageEnd(c rowTexts, order []uint32, start int) int {
	sizeBytes := 0
	for i, row := range order[start:] {
		if sizeBytes += len(c.at(int(row))); sizeBytes >= pageBytes || i+1 == pageRows {
			return start + i + 1
		}
	}
	return len(order)
}

func (e *encoder) number(c *numberColumn, field parquet.Field) error {
	e.uses(&parquet.DeltaBinaryPacked)
	for start := 0; start < len(e.order); start += pageRows {
		rows := e.order[start:min(start+pageRows, len(e.order))]
		e.numbers, e.levels = e.numbers[:0], e.levels[:0]
		for _, row := range rows {
			n, known := c.at(int(row))
			if known {
				e.numbers = append(e.numbers, n)
				e.levels = append(e.levels, 1)
			} else {
				e.levels = append(e.levels, 0)
			}
		}
		if isTimestamp(field.Type()) {
			e.bounds()
		}
		if err := e.numbersPage(start, len(rows), field); err != nil {
			return err
		}
	}
	return nil
}

// bounds widens the least and the greatest number of the chunk by those of a page.
func (e *encoder) bounds() {
	if len(e.numbers) == 0 {
		return
	}
	least, greatest := slices.Min(e.numbers), slices.Max(e.numbers)
	if s := &e.chunk.meta.Statistics; s.MinValue != nil {
		least, greatest = min(least, int64(binary.LittleEndian.Uint64(s.MinValue))), max(greatest, int64(binary.LittleEndian.Uint64(s.MaxValue)))
	}
	e.chunk.meta.Statistics.MinValue = binary.LittleEndian.AppendUint64(nil, uint64(least))
	e.chunk.meta.Statistics.MaxValue = binary.LittleEndian.AppendUint64(nil, uint64(greatest))
}

func (e *encoder) numbersPage(start, rows int, field parquet.Field) (err error) {
	if field.Type().Kind() == parquet.Int32 {
		e.small = e.small[:0]
		for _, n := range e.numbers {
			e.small = append(e.small, int32(n))
		}
		e.page, err = parquet.DeltaBinaryPacked.EncodeInt32(e.page[:0], e.small)
	} else {
		e.page, err = parquet.DeltaBinaryPacked.EncodeInt64(e.page[:0], e.numbers)
	}
	if err != nil {
		return err
	}
	var levels []byte
	nulls := rows - len(e.numbers)
	if field.Optional() {
		if levels, err = (&rle.Encoding{BitWidth: 1}).EncodeLevels(nil, e.levels); err != nil {
			return err
		}
	}
	return e.data(start, rows, nulls, levels, format.DeltaBinaryPacked)
}

func (e *encoder) fixed(c *fixedColumn) error {
	e.uses(&parquet.Plain)
	for start := 0; start < len(e.order); start += pageRows {
		rows := e.order[start:min(start+pageRows, len(e.order))]
		e.page = e.page[:0]
		for _, row := range rows {
			e.page = append(e.page, c.at(int(row))...)
		}
		if err := e.data(start, len(rows), 0, nil, format.Plain); err != nil {
			return err
		}
	}
	return nil
}

// uses notes an encoding that the chunk uses.
func (e *encoder) uses(how encoding.Encoding) {
	e.chunk.meta.Encoding = append(e.chunk.meta.Encoding, how.Encoding())
}

// data writes e.page as a data page of the rows from start on.
func (e *encoder) data(start, rows, nulls int, levels []byte, how format.Encoding) error {
	header := format.PageHeader{Type: format.DataPageV2, DataPageHeaderV2: thrift.New(format.DataPageHeaderV2{
		NumValues: int32(rows), NumNulls: int32(nulls), NumRows: int32(rows), Encoding: how,
		DefinitionLevelsByteLength: int32(len(levels)), IsCompressed: thrift.New(e.packed),
	})}
	offset := len(e.chunk.bytes)
	if err := e.write(&header, levels); err != nil {
		return err
	}
	e.chunk.meta.Statistics.NullCount += int64(nulls)
	e.chunk.locations = append(e.chunk.locations, format.PageLocation{
		Offset: int64(offset), CompressedPageSize: int32(len(e.chunk.bytes) - offset), FirstRowIndex: int64(start),
	})
	return nil
}

// write appends a page: its header, the levels as they are, and e.page.
func (e *encoder) write(header *format.PageHeader, levels []byte) error {
	body := e.page
	if e.packed {
		zip := e.zip
		if e.bulk {
			zip = e.fast
		}
		e.zipped = zip.EncodeAll(e.page, e.zipped[:0])
		body = e.zipped
	}
	header.UncompressedPageSize = int32(len(levels) + len(e.page))
	header.CompressedPageSize = int32(len(levels) + len(body))
	header.CRC = int32(crc32.Update(crc32.ChecksumIEEE(levels), crc32.IEEETable, body))
	text, err := thrift.Marshal(&thrift.CompactProtocol{}, header)
	if err != nil {
		return err
	}
	e.chunk.meta.TotalUncompressedSize += int64(len(text)) + int64(header.UncompressedPageSize)
	e.chunk.bytes = append(append(append(e.chunk.bytes, text...), levels...), body...)
	return nil
}
