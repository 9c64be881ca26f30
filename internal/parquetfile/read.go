// SPDX-License-Identifier: Apache-2.0

package parquetfile

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Read reads back a file that a Writer wrote: the names of its columns, and each row
// as the texts of its values, nil for NULL; a timestamp is its nanoseconds. It holds
// the whole file in memory and is for comparing what was written.
func Read(r io.ReaderAt, sizeBytes int64) (columns []string, rows [][]*string, err error) {
	file, err := parquet.OpenFile(r, sizeBytes)
	if err != nil {
		return nil, nil, fmt.Errorf("read parquet: %w", err)
	}
	for _, f := range file.Schema().Fields() {
		columns = append(columns, f.Name())
	}
	for _, group := range file.RowGroups() {
		if rows, err = readGroup(rows, group); err != nil {
			return nil, nil, fmt.Errorf("read parquet: row %d: %w", len(rows)+1, err)
		}
	}
	return columns, rows, nil
}

func readGroup(rows [][]*string, group parquet.RowGroup) ([][]*string, error) {
	from := group.Rows()
	defer from.Close()
	buffer := make([]parquet.Row, 64)
	for {
		n, err := from.ReadRows(buffer)
		for _, row := range buffer[:n] {
			rows = append(rows, texts(row))
		}
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
	}
}

func texts(row parquet.Row) []*string {
	values := make([]*string, len(row))
	for i, v := range row {
		if !v.IsNull() {
			text := v.String()
			values[i] = &text
		}
	}
	return values
}
