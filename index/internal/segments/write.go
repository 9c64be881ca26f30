// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"

	"dossier/event"
)

// Batch is what one segment holds. Write sorts it in place.
type Batch struct {
	Events  []*event.Event
	Facts   []*event.Fact
	Rejects []event.Reject
}

// Empty reports whether there is nothing to write.
func (b *Batch) Empty() bool { return len(b.Events)+len(b.Facts)+len(b.Rejects) == 0 }

// Write makes the segment folder dir, which must not exist, and syncs it. A
// folder that Write did not finish is of no use and may be removed. The digest is
// the one that Digest takes.
func Write(dir string, b *Batch) (event.Digest, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return event.Digest{}, fmt.Errorf("make segment: %w", err)
	}
	b.sort()
	all := sha256.New()
	err := writeFile(filepath.Join(dir, "events.parquet"), all, len(b.Events), func(r *eventRow, i int) { r.fill(b.Events[i]) })
	if err != nil {
		return event.Digest{}, err
	}
	err = writeFile(filepath.Join(dir, "facts.parquet"), all, len(b.Facts), func(r *factRow, i int) { r.fill(b.Facts[i]) })
	if err != nil {
		return event.Digest{}, err
	}
	err = writeFile(filepath.Join(dir, "rejects.parquet"), all, len(b.Rejects), func(r *rejectRow, i int) { r.fill(&b.Rejects[i]) })
	return event.Digest(all.Sum(nil)), err
}

// Digest is the SHA-256 over the bytes of a segment's files, one after another.
func Digest(dir string) (event.Digest, error) {
	all := sha256.New()
	for _, name := range []string{"events.parquet", "facts.parquet", "rejects.parquet"} {
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

func (b *Batch) sort() {
	slices.SortFunc(b.Events, CompareEvents)
	slices.SortFunc(b.Facts, func(x, y *event.Fact) int { return bytes.Compare(x.ID[:], y.ID[:]) })
	slices.SortFunc(b.Rejects, func(x, y event.Reject) int {
		return cmp.Or(bytes.Compare(x.Origin.Source[:], y.Origin.Source[:]), cmp.Compare(x.Origin.Span.Offset, y.Origin.Span.Offset))
	})
}

// CompareEvents orders events by time, those without time last, then by ID.
func CompareEvents(a, b *event.Event) int {
	if a.Time.Known() != b.Time.Known() {
		if a.Time.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Time.UTC.Compare(b.Time.UTC), bytes.Compare(a.ID[:], b.ID[:]))
}

// rowsPerWrite bounds how many rows stand in memory in their Parquet form.
const rowsPerWrite = 512

func writeFile[R any](path string, all io.Writer, n int, fill func(*R, int)) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write segment: %w", err)
	}
	defer f.Close()
	w := parquet.NewGenericWriter[R](io.MultiWriter(f, all),
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
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return f.Close()
}
