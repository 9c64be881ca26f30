// SPDX-License-Identifier: Apache-2.0

// Package parquetfile writes tables as Parquet files, row by row: what exports and
// answers hand to DuckDB, pandas and their like. It knows nothing of what the
// tables say. The case's own segments have a writer of their own, because readers
// here depend on how their pages are laid out.
package parquetfile

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// Type is what the values of a column are.
type Type uint8

// The types, and the Go values that Write takes for them.
const (
	Text      Type = iota // STRING: string
	Int64                 // INT64: int64 or int
	Int32                 // INT32: int32
	Timestamp             // TIMESTAMP in UTC, in nanoseconds: time.Time from 1678 to 2262
	Bytes16               // FIXED_LEN_BYTE_ARRAY(16): [16]byte
)

// Column is one column of a table.
type Column struct {
	Name     string
	Type     Type
	Nullable bool // whether Write takes nil for it, which becomes NULL
}

// Note is a pair of the file's key-value metadata.
type Note struct{ Name, Value string }

// rowsPerGroup bounds how many rows stand in memory before they are written.
const rowsPerGroup = 64 << 10

// Writer writes one file. It is for one goroutine.
type Writer struct {
	columns []Column
	file    *parquet.GenericWriter[any]
	row     parquet.Row
	count   int64
}

// NewWriter begins a file of the columns, in their order; there is at least one,
// and no two share a name. The same rows give the same bytes.
func NewWriter(w io.Writer, columns []Column, notes ...Note) (*Writer, error) {
	if len(columns) == 0 {
		return nil, fmt.Errorf("write parquet: a table has at least one column")
	}
	seen := map[string]bool{}
	for _, c := range columns {
		if c.Name == "" || seen[c.Name] || strings.ContainsAny(c.Name, "\",`") {
			return nil, fmt.Errorf("write parquet: column %q: want a name of its own without commas and quotes", c.Name)
		}
		seen[c.Name] = true
	}
	options := []parquet.WriterOption{
		schemaOf(columns), parquet.CreatedBy("dossier", "1", ""), parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(rowsPerGroup), parquet.PageBufferSize(256 << 10),
	}
	for _, n := range notes {
		options = append(options, parquet.KeyValueMetadata(n.Name, n.Value))
	}
	return &Writer{columns: columns, file: parquet.NewGenericWriter[any](w, options...)}, nil
}

// schemaOf makes a schema of columns. It goes by way of a struct type: a group of
// nodes would be sorted by name.
func schemaOf(columns []Column) *parquet.Schema {
	types := []reflect.Type{
		Text: reflect.TypeFor[string](), Int64: reflect.TypeFor[int64](), Int32: reflect.TypeFor[int32](), Timestamp: reflect.TypeFor[int64](),
		Bytes16: reflect.TypeFor[[16]byte](),
	}
	encodings := []string{Text: ",dict", Int64: ",delta", Int32: ",delta", Timestamp: ",delta,timestamp(nanosecond)", Bytes16: ",plain"}
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		tag := c.Name + encodings[c.Type]
		if c.Nullable {
			tag += ",optional"
		}
		fields[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: types[c.Type], Tag: reflect.StructTag(`parquet:` + strconv.Quote(tag))}
	}
	return parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface())
}

// Write adds a row: a value for each column, of its type, or nil where the column
// is nullable. The row is not kept.
func (w *Writer) Write(row []any) error {
	if len(row) != len(w.columns) {
		return fmt.Errorf("write parquet: row %d has %d values, and there are %d columns", w.count+1, len(row), len(w.columns))
	}
	w.row = w.row[:0]
	for i, v := range row {
		value, err := w.columns[i].value(v)
		if err != nil {
			return fmt.Errorf("write parquet: row %d: column %s: %w", w.count+1, w.columns[i].Name, err)
		}
		level := 0
		if w.columns[i].Nullable && v != nil {
			level = 1
		}
		w.row = append(w.row, value.Level(0, level, i))
	}
	if _, err := w.file.WriteRows([]parquet.Row{w.row}); err != nil {
		return fmt.Errorf("write parquet: row %d: %w", w.count+1, err)
	}
	w.count++
	return nil
}

// Count is how many rows were written.
func (w *Writer) Count() int64 { return w.count }

// Close ends the file; what it was given to write to stays open.
func (w *Writer) Close() error {
	if err := w.file.Close(); err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	return nil
}

// value is a Go value as one of the column.
func (c Column) value(v any) (parquet.Value, error) {
	if v == nil && c.Nullable {
		return parquet.NullValue(), nil
	}
	switch v := v.(type) {
	case string:
		if c.Type == Text {
			return parquet.ByteArrayValue([]byte(v)), nil
		}
	case int:
		if c.Type == Int64 {
			return parquet.Int64Value(int64(v)), nil
		}
	case int64:
		if c.Type == Int64 {
			return parquet.Int64Value(v), nil
		}
	case int32:
		if c.Type == Int32 {
			return parquet.Int32Value(v), nil
		}
	case time.Time:
		if c.Type == Timestamp && !v.Before(time.Unix(0, -1<<63)) && !v.After(time.Unix(0, 1<<63-1)) {
			return parquet.Int64Value(v.UnixNano()), nil
		}
	case [16]byte:
		if c.Type == Bytes16 {
			return parquet.FixedLenByteArrayValue(v[:]), nil
		}
	}
	return parquet.Value{}, fmt.Errorf("it does not take %v of type %T", v, v)
}
