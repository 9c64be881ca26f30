// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"dossier/event"
	"dossier/internal/parquetfile"
)

var eventColumns = func() []parquetfile.Column {
	var list []parquetfile.Column
	for _, field := range eventSchema.Fields() {
		list = append(list, parquetfile.Column{Name: field.Name(), Type: typeOf(field.Type()), Nullable: field.Optional()})
	}
	return list
}()

// EventColumns are the columns of events.parquet, in their order. The slice is the
// caller's.
func EventColumns() []parquetfile.Column { return slices.Clone(eventColumns) }

func typeOf(t parquet.Type) parquetfile.Type {
	switch {
	case isTimestamp(t):
		return parquetfile.Timestamp
	case t.Kind() == parquet.Int64:
		return parquetfile.Int64
	case t.Kind() == parquet.Int32:
		return parquetfile.Int32
	case t.Kind() == parquet.FixedLenByteArray:
		return parquetfile.Bytes16
	}
	return parquetfile.Text
}

func isTimestamp(t parquet.Type) bool {
	logical := t.LogicalType()
	if logical == nil {
		return false
	}
	_, ok := logical.Value.(*format.TimestampType)
	return ok
}

// Row is the event as a row of EventColumns. The builder is emptied first, and
// holds that event alone afterwards.
func (b *Builder) Row(e *event.Event) []any {
	b.Reset()
	b.event(e)
	row := make([]any, len(b.columns))
	for i, c := range b.columns {
		switch c := c.(type) {
		case *dictColumn:
			row[i] = string(c.at(0))
		case *plainColumn:
			row[i] = string(c.at(0))
		case *fixedColumn:
			row[i] = [fixedSize]byte(c.at(0))
		case *numberColumn:
			row[i] = numberOf(c, eventColumns[i].Type)
		}
	}
	return row
}

// numberOf is the number of the first row as its type has it, nil for NULL.
func numberOf(c *numberColumn, t parquetfile.Type) any {
	n, known := c.at(0)
	switch {
	case !known:
		return nil
	case t == parquetfile.Int32:
		return int32(n)
	case t == parquetfile.Timestamp:
		return time.Unix(0, n).UTC()
	}
	return n
}
