// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/parquet-go/parquet-go"

	"dossier/event"
)

// Write makes the segment folder dir of what the builder holds, and syncs it. A
// folder that Write did not finish is of no use and may be removed. The digest is
// the one that Digest takes; it depends on the rows alone, not on their order in
// the builder. The builder is as it was, but for the order of facts and rejects.
func (b *Builder) Write(dir string) (event.Digest, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return event.Digest{}, fmt.Errorf("make segment: %w", err)
	}
	b.sortRest()
	all := sha256.New()
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"events.parquet", b.writeEvents},
		{"facts.parquet", func(w io.Writer) error {
			return writeRows(w, len(b.facts), func(r *factRow, i int) { r.fill(b.facts[i]) })
		}},
		{"rejects.parquet", func(w io.Writer) error {
			return writeRows(w, len(b.rejects), func(r *rejectRow, i int) { r.fill(&b.rejects[i]) })
		}},
	} {
		if err := writeFile(filepath.Join(dir, file.name), all, file.write); err != nil {
			return event.Digest{}, err
		}
	}
	return event.Digest(all.Sum(nil)), nil
}

// Digest is the SHA-256 over the bytes of a segment's files, one after another.
func Digest(dir string) (event.Digest, error) {
	all := sha256.New()
	for _, name := range fileNames {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return event.Digest{}, fmt.Errorf("check segment: %w", err)
		}
		_, err = io.Copy(all, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return event.Digest{}, fmt.Errorf("check segment: %w", err)
		}
	}
	return event.Digest(all.Sum(nil)), nil
}

// writeEvents encodes the columns, several at a time.
func (b *Builder) writeEvents(w io.Writer) error {
	order, fields := b.order(), eventSchema.Fields()
	chunks, errs := make([]*chunk, len(fields)), make([]error, len(fields))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), limitEncoders) {
		wait.Go(func() {
			e := newEncoder(order)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(fields) {
					return
				}
				chunks[i], errs[i] = e.column(fields[i], b.columns[i])
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return writeParquet(w, fields, chunks, b.events)
}

// limitEncoders bounds how many columns of a segment are encoded at a time.
const limitEncoders = 4

func writeFile(path string, all io.Writer, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write segment: %w", err)
	}
	defer f.Close()
	if err := write(io.MultiWriter(f, all)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return f.Close()
}

// rowsPerWrite bounds how many rows stand in memory in their Parquet form.
const rowsPerWrite = 512

// writeRows writes facts or rejects, which are few.
func writeRows[R any](out io.Writer, n int, fill func(*R, int)) error {
	w := parquet.NewGenericWriter[R](out,
		parquet.CreatedBy("dossier", "1", ""),
		parquet.KeyValueMetadata("dossier.schema", "1"),
		parquet.DataPageStatistics(false),
		parquet.PageBufferSize(128<<10),
	)
	rows := make([]R, min(n, rowsPerWrite))
	for start := 0; start < n; start += rowsPerWrite {
		count := min(rowsPerWrite, n-start)
		for i := range count {
			fill(&rows[i], start+i)
		}
		if _, err := w.Write(rows[:count]); err != nil {
			return err
		}
	}
	return w.Close()
}
