// SPDX-License-Identifier: Apache-2.0

package parquetfile

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Read reads back a file that a Writer wrote: the names of its columns, and each row
// as the texts of its values, nil for NULL; a timestamp is its nanoseconds. It holds
// the whole file in memory and is for comparing what was written.
func Read(r io.ReaderAt, sizeBytes int64) (columns []string, rows [][]*string, err error) {
	columns, err = Each(r, sizeBytes, func(row []*string) error {
		rows = append(rows, row)
		return nil
	})
	return columns, rows, err
}

// Each is Read row by row; rows are the function's to keep. Its error ends the reading.
func Each(r io.ReaderAt, sizeBytes int64, each func(row []*string) error) (columns []string, err error) {
	file, err := parquet.OpenFile(r, sizeBytes)
	if err != nil {
		return nil, fmt.Errorf("read parquet: %w", err)
	}
	for _, f := range file.Schema().Fields() {
		columns = append(columns, f.Name())
	}
	count := 0
	for _, group := range file.RowGroups() {
		if err := eachOf(group, func(row []*string) error { count++; return each(row) }); err != nil {
			return nil, fmt.Errorf("read parquet: row %d: %w", count+1, err)
		}
	}
	return columns, nil
}

func eachOf(group parquet.RowGroup, each func(row []*string) error) error {
	from := group.Rows()
	defer from.Close()
	buffer := make([]parquet.Row, 64)
	for {
		n, err := from.ReadRows(buffer)
		for _, row := range buffer[:n] {
			if err := each(texts(row)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
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
