// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// Names of the columns that formats for machines put before those of the document.
const (
	ColumnNumber = "number" // Row.Number
	ColumnTime   = "time"   // Row.Time, as the format's own type of time
)

// Walk calls each for every row in order and says how many there were. A row that has
// not a cell for each column, and a number of rows other than Count, are errors: a
// file that lost rows without trace is worse than none.
func (d *Document) Walk(ctx context.Context, each func(*Row) error) (rows int64, err error) {
	for r, err := range d.Rows.All(ctx) {
		if err != nil {
			return rows, err
		}
		if len(r.Cells) != len(d.Columns) {
			return rows, fmt.Errorf("write row %d: %d cells for %d columns", r.Number, len(r.Cells), len(d.Columns))
		}
		if err := each(r); err != nil {
			return rows, fmt.Errorf("write row %d: %w", r.Number, err)
		}
		rows++
	}
	if err := ctx.Err(); err != nil {
		return rows, err
	}
	if rows != d.Count {
		return rows, fmt.Errorf("write rows: there were %d of %d", rows, d.Count)
	}
	return rows, nil
}

// WriteFile creates a file of the target and has it written through a buffer. It
// closes the file whatever happens.
func WriteFile(to Target, name string, write func(w *bufio.Writer) error) (err error) {
	f, err := to.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if closing := f.Close(); err == nil && closing != nil {
			err = fmt.Errorf("write %s: %w", name, closing)
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// WriteString writes a file of one text.
func WriteString(to Target, name, text string) error {
	return WriteFile(to, name, func(w *bufio.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}
