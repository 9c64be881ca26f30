// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"context"
	"fmt"
	"iter"

	"dossier/report"
)

// RowsPerVolume is how many rows a volume holds. More make files of thousands of pages
// that readers open slowly, and that the writer must hold in memory.
const RowsPerVolume = 10_000

// Volume is a file of a chronology that is written as several.
type Volume struct {
	Number, Of int   // 1-based
	Rows       int64 // it holds
}

// Volumes says how a chronology of a number of rows falls into volumes: at least one.
func Volumes(count int64) []Volume {
	of := max(1, int((count+RowsPerVolume-1)/RowsPerVolume))
	list := make([]Volume, of)
	for i := range list {
		list[i] = Volume{Number: i + 1, Of: of, Rows: min(RowsPerVolume, count-int64(i)*RowsPerVolume)}
	}
	return list
}

// First reports whether it is the first; the front matter stands there.
func (v Volume) First() bool { return v.Number == 1 }

// Last reports whether it is the last; the matter behind the exhibits stands there.
func (v Volume) Last() bool { return v.Number == v.Of }

// Name is the name of its file: "chronology.pdf", "chronology-2-of-3.pdf".
func (v Volume) Name(extension string) string {
	if v.Of == 1 {
		return "chronology." + extension
	}
	return fmt.Sprintf("chronology-%d-of-%d.%s", v.Number, v.Of, extension)
}

// Title names it for people: "Volume 2 of 3"; "" if there is only one.
func (v Volume) Title() string {
	if v.Of == 1 {
		return ""
	}
	return fmt.Sprintf("Volume %d of %d", v.Number, v.Of)
}

// Walk is a walk through the rows of a document that pauses between volumes.
type Walk struct {
	next    func() (*report.Row, error, bool)
	stop    func()
	ctx     context.Context
	columns int
	read    int64
}

// NewWalk begins at the first row. Close it.
func NewWalk(ctx context.Context, d *report.Document) *Walk {
	next, stop := iter.Pull2(d.Rows.All(ctx))
	return &Walk{next: next, stop: stop, ctx: ctx, columns: len(d.Columns)}
}

// Close ends the walk.
func (w *Walk) Close() { w.stop() }

// Read is how many rows were walked through.
func (w *Walk) Read() int64 { return w.read }

// Next gives count rows to use, in order. Fewer are an error: the document said how
// many there are.
func (w *Walk) Next(count int64, use func(*report.Row) error) error {
	for range count {
		r, err, ok := w.next()
		if !ok {
			return fmt.Errorf("read row %d: there are %d rows only, fewer than the document says", w.read+1, w.read)
		}
		if err != nil {
			return fmt.Errorf("read row %d: %w", w.read+1, err)
		}
		if len(r.Cells) != w.columns {
			return fmt.Errorf("read row %d: %d cells for %d columns", w.read+1, len(r.Cells), w.columns)
		}
		w.read++
		if err := use(r); err != nil {
			return fmt.Errorf("write row %d: %w", w.read, err)
		}
	}
	return nil
}

// End is an error if there are more rows, or the walk was told to stop.
func (w *Walk) End() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	_, err, more := w.next()
	if err != nil {
		return fmt.Errorf("read row %d: %w", w.read+1, err)
	}
	if more {
		return fmt.Errorf("read row %d: there are more rows than the document says", w.read+1)
	}
	return nil
}
