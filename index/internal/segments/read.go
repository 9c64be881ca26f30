// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/parquet-go/parquet-go"

	"dossier/event"
)

// Segment is an open events.parquet. Safe for concurrent use; each Reader is for
// one goroutine.
type Segment struct {
	Name  string
	dir   string
	file  *os.File
	rows  int64
	group parquet.RowGroup // nil when there are no rows
	names map[string]int   // column index by name
}

// Open opens the events of the segment folder dir.
func Open(dir string) (*Segment, error) {
	path := filepath.Join(dir, "events.parquet")
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open segment: %w", err)
	}
	s, err := open(f, dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open segment %s: %w", path, err), f.Close())
	}
	return s, nil
}

func open(f *os.File, dir string) (*Segment, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	s := &Segment{Name: filepath.Base(dir), dir: dir, file: f, names: map[string]int{}, rows: file.NumRows()}
	for i, path := range file.Schema().Columns() {
		s.names[path[0]] = i
	}
	switch groups := file.RowGroups(); len(groups) {
	case 0:
	case 1:
		s.group = groups[0]
	default:
		return nil, fmt.Errorf("%d row groups, want one", len(groups))
	}
	return s, nil
}

// Close closes the file.
func (s *Segment) Close() error { return s.file.Close() }

// Count is how many events the segment holds.
func (s *Segment) Count() int64 { return s.rows }

// column starts a walk through a column.
func (s *Segment) column(name string) *column {
	return newColumn(s.group.ColumnChunks()[s.names[name]])
}

// Times returns the events' times in nanoseconds since 1970, in the order of the
// rows; the events behind the last of them have no time.
func (s *Segment) Times() ([]int64, error) {
	times := make([]int64, 0, s.rows)
	if s.rows == 0 {
		return times, nil
	}
	c := s.column("time")
	defer c.close()
	for row := int64(0); row < s.rows; row = c.first + c.rows {
		if err := c.seek(row); err != nil {
			return nil, fmt.Errorf("segment %s, times: %w", s.Name, err)
		}
		times = append(times, c.values...)
	}
	return times, nil
}

// Range is the rows [from, to) whose time lies in [start, end); a zero bound is
// open. The rows of the events without time are [timeless, Count()).
func (s *Segment) Range(start, end time.Time) (from, to, timeless int64, err error) {
	times, err := s.Times()
	if err != nil {
		return 0, 0, 0, err
	}
	n := len(times)
	if !start.IsZero() {
		from = int64(sort.Search(n, func(i int) bool { return times[i] >= start.UnixNano() }))
	}
	to = int64(n)
	if !end.IsZero() {
		to = int64(sort.Search(n, func(i int) bool { return times[i] >= end.UnixNano() }))
	}
	return from, max(from, to), int64(n), nil
}

// Match calls each for the rows [from, to) in order with what keep says of the
// row's text in a dictionary column. keep is asked once per distinct value.
func (s *Segment) Match(name string, from, to int64, keep func(string) bool, each func(row int64, kept bool)) error {
	if from >= to {
		return nil
	}
	c := s.column(name)
	defer c.close()
	verdicts := map[int32]bool{}
	var last parquet.Dictionary
	for row := from; row < to; row++ {
		if err := c.seek(row); err != nil {
			return fmt.Errorf("segment %s, column %s: %w", s.Name, name, err)
		}
		if c.indexes == nil {
			text, err := c.text(row)
			if err != nil {
				return err
			}
			each(row, keep(text))
			continue
		}
		if c.dictionary != last {
			last = c.dictionary
			clear(verdicts)
		}
		i := c.indexes[row-c.first]
		kept, known := verdicts[i]
		if !known {
			kept = keep(c.entry(i))
			verdicts[i] = kept
		}
		each(row, kept)
	}
	return nil
}

// Pairs calls each for every row with the row's text in two dictionary columns.
func (s *Segment) Pairs(first, second string, each func(row int64, a, b string)) error {
	if s.rows == 0 {
		return nil
	}
	x, y := s.column(first), s.column(second)
	defer x.close()
	defer y.close()
	for row := range s.rows {
		a, err := x.text(row)
		if err != nil {
			return fmt.Errorf("segment %s, column %s: %w", s.Name, first, err)
		}
		b, err := y.text(row)
		if err != nil {
			return fmt.Errorf("segment %s, column %s: %w", s.Name, second, err)
		}
		each(row, a, b)
	}
	return nil
}

// KeyedID is an event's natural key, its ID and where it stands.
type KeyedID struct {
	Key event.Key
	ID  event.ID
	Row int64
}

// Keys calls each for every event that has a natural key.
func (s *Segment) Keys(each func(KeyedID)) error {
	if s.rows == 0 {
		return nil
	}
	keys, ids := s.column("key"), s.column("id")
	defer keys.close()
	defer ids.close()
	for row := range s.rows {
		key, err := keys.fixed(row)
		if err != nil {
			return fmt.Errorf("segment %s, keys: %w", s.Name, err)
		}
		if event.Key(key).IsZero() {
			continue
		}
		id, err := ids.fixed(row)
		if err != nil {
			return fmt.Errorf("segment %s, ids: %w", s.Name, err)
		}
		each(KeyedID{key, id, row})
	}
	return nil
}

// Find returns the rows whose ID begins with the prefix, at most limit of them.
func (s *Segment) Find(prefix []byte, odd bool, limit int) ([]int64, error) {
	if s.rows == 0 {
		return nil, nil
	}
	c := s.column("id")
	defer c.close()
	var found []int64
	for row := range s.rows {
		id, err := c.fixed(row)
		if err != nil {
			return nil, fmt.Errorf("segment %s, ids: %w", s.Name, err)
		}
		if hasPrefix(id, prefix, odd) {
			if found = append(found, row); len(found) == limit {
				break
			}
		}
	}
	return found, nil
}

// hasPrefix compares hexadecimal digits; with odd, the last byte of the prefix
// counts with its upper half only.
func hasPrefix(id [16]byte, prefix []byte, odd bool) bool {
	for i, b := range prefix {
		if odd && i == len(prefix)-1 {
			return id[i]>>4 == b>>4
		}
		if id[i] != b {
			return false
		}
	}
	return true
}

// ReadFacts calls each for every fact of the segment folder dir, by ID.
func ReadFacts(dir string, each func(*event.Fact) error) error {
	return readFile(filepath.Join(dir, "facts.parquet"), func(r *factRow) error {
		f, err := r.fact()
		if err != nil {
			return err
		}
		return each(f)
	})
}

// ReadRejects calls each for every reject of the segment folder dir, by source
// and offset.
func ReadRejects(dir string, each func(event.Reject) error) error {
	return readFile(filepath.Join(dir, "rejects.parquet"), func(r *rejectRow) error {
		x, err := r.reject()
		if err != nil {
			return err
		}
		return each(x)
	})
}

func readFile[R any](path string, each func(*R) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open segment: %w", err)
	}
	defer f.Close()
	r := parquet.NewGenericReader[R](f)
	defer r.Close()
	rows := make([]R, 64)
	for {
		n, err := r.Read(rows)
		for i := range n {
			if err := each(&rows[i]); err != nil {
				return fmt.Errorf("read %s: %w", path, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
}
