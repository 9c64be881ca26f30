// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// magic begins and ends a Parquet file.
const magic = "PAR1"

// writeParquet writes a file of one row group, or of none if there are no rows:
//
//	magic, the chunks one after another, the page offsets of each, footer,
//	length of the footer (uint32, little-endian), magic
func writeParquet(w io.Writer, fields []parquet.Field, chunks []*chunk, rows int) error {
	out := &offsetWriter{w: w}
	out.write([]byte(magic))
	meta := format.FileMetaData{
		Version: 2, Schema: schemaElements(fields), NumRows: int64(rows),
		KeyValueMetadata: []format.KeyValue{{Key: "dossier.schema", Value: "1"}, {Key: timesKey, Value: timesOf(fields, chunks)}},
		CreatedBy:        createdBy,
	}
	for range fields {
		meta.ColumnOrders = append(meta.ColumnOrders, format.ColumnOrder{Value: &format.TypeDefinedOrder{}})
	}
	if rows > 0 {
		group := format.RowGroup{NumRows: int64(rows), FileOffset: int64(len(magic))}
		for _, c := range chunks {
			out.chunk(c, &group)
		}
		for i, c := range chunks {
			out.locations(c, &group.Columns[i])
		}
		meta.RowGroups = []format.RowGroup{group}
	}
	footer := out.thrift(&meta)
	out.write(binary.LittleEndian.AppendUint32(nil, uint32(footer)))
	out.write([]byte(magic))
	return out.err
}

// timesKey names what the footer says of the times a second time: no checksum guards a
// footer, and by a changed bound a segment would be passed over in silence.
const timesKey = "dossier.times"

// timesOf is what the footer states of the column of times, as a text.
func timesOf(fields []parquet.Field, chunks []*chunk) string {
	for i, field := range fields {
		if isTimestamp(field.Type()) && i < len(chunks) {
			return statedTimes(&chunks[i].meta.Statistics)
		}
	}
	return ""
}

func statedTimes(s *format.Statistics) string {
	return fmt.Sprintf("%x %x %d", s.MinValue, s.MaxValue, s.NullCount)
}

const createdBy = "dossier version 1(build )"

// offsetWriter counts what it writes. After an error it writes no more.
type offsetWriter struct {
	w   io.Writer
	at  int64
	err error
}

func (o *offsetWriter) write(p []byte) {
	if o.err != nil {
		return
	}
	n, err := o.w.Write(p)
	o.at += int64(n)
	o.err = err
}

// thrift writes a value and returns its length.
func (o *offsetWriter) thrift(v any) int {
	text, err := thrift.Marshal(&thrift.CompactProtocol{}, v)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("encode %T: %w", v, err)
	}
	o.write(text)
	return len(text)
}

// chunk writes a chunk, whose offsets become those in the file.
func (o *offsetWriter) chunk(c *chunk, group *format.RowGroup) {
	for i := range c.locations {
		c.locations[i].Offset += o.at
	}
	if c.meta.DataPageOffset > 0 {
		c.meta.DictionaryPageOffset = o.at
	}
	c.meta.DataPageOffset += o.at
	group.TotalByteSize += c.meta.TotalUncompressedSize
	group.TotalCompressedSize += c.meta.TotalCompressedSize
	group.Columns = append(group.Columns, format.ColumnChunk{MetaData: c.meta})
	o.write(c.bytes)
}

func (o *offsetWriter) locations(c *chunk, column *format.ColumnChunk) {
	column.OffsetIndexOffset = o.at
	column.OffsetIndexLength = int32(o.thrift(&format.OffsetIndex{PageLocations: c.locations}))
}

// schemaElements are the root and the columns.
func schemaElements(fields []parquet.Field) []format.SchemaElement {
	list := []format.SchemaElement{{Name: "eventRow", NumChildren: thrift.New(int32(len(fields)))}}
	for _, field := range fields {
		kind := field.Type()
		e := format.SchemaElement{Name: field.Name(), Type: thrift.New(format.Type(kind.Kind())), RepetitionType: thrift.New(format.Required)}
		if field.Optional() {
			e.RepetitionType = thrift.New(format.Optional)
		}
		if kind.Kind() == parquet.FixedLenByteArray {
			e.TypeLength = thrift.New(int32(kind.Length()))
		}
		if logical := kind.LogicalType(); logical != nil {
			e.LogicalType = *logical
		}
		if converted := kind.ConvertedType(); converted != nil {
			e.ConvertedType = thrift.New[deprecated.ConvertedType](*converted)
		}
		list = append(list, e)
	}
	return list
}
