// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"

	"dossier/event"
)

// Segment is an open events.parquet. Safe for concurrent use; each Reader is for
// one goroutine.
type Segment struct {
	Name  string
	files [3]*os.File // in the order of fileNames
	rows  int64
	// sizeBytes is what the events take when they are unpacked.
	sizeBytes int64
	names     map[string]int // column index by name
	chunks    []storedChunk  // by column index; none when there are no rows
	facts     func() (bool, error)
	bounded   bool // whether the footer states the span of times, twice the same
}

// fileNames are the files of a segment, in the order in which Digest takes them.
var fileNames = [3]string{"events.parquet", "facts.parquet", "rejects.parquet"}

// ErrDamaged says that a file is not as a dossier wrote it.
var ErrDamaged = errors.New("case damaged")

// DamageError says that a file of a segment is not as Write left it. It is an
// ErrDamaged.
type DamageError struct {
	Path string
	Err  error
}

// Error names the file.
func (e *DamageError) Error() string {
	return fmt.Sprintf("segment file %s is damaged: %v", e.Path, e.Err)
}

// Unwrap is ErrDamaged and what was found.
func (e *DamageError) Unwrap() []error { return []error{ErrDamaged, e.Err} }

// guard turns a panic of the Parquet reader, which trusts its files, into damage.
func guard(path string, err *error) {
	if p := recover(); p != nil {
		*err = &DamageError{path, fmt.Errorf("cannot be read: %v", p)}
	}
}

// Open opens the segment folder dir, all its files at once: so it can be read to
// its end even after a writer has removed it.
func Open(dir string) (*Segment, error) {
	s := &Segment{Name: filepath.Base(dir), names: map[string]int{}}
	for i, name := range fileNames {
		f, err := os.Open(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			err = &DamageError{filepath.Join(dir, name), fs.ErrNotExist}
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.files[i] = f
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.facts = sync.OnceValues(func() (bool, error) { return hasRows(s.files[1]) })
	return s, nil
}

// HasFacts reports whether the segment holds facts. What it finds out it remembers.
func (s *Segment) HasFacts() (bool, error) { return s.facts() }

func hasRows(f *os.File) (some bool, err error) {
	defer guard(f.Name(), &err)
	info, err := f.Stat()
	if err != nil {
		return false, fmt.Errorf("read segment: %w", err)
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return false, &DamageError{f.Name(), err}
	}
	return file.NumRows() > 0, nil
}

// open reads what the events' file says of itself.
func (s *Segment) open() (err error) {
	f := s.files[0]
	defer guard(f.Name(), &err)
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("open segment: %w", err)
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return &DamageError{f.Name(), err}
	}
	for i, path := range file.Schema().Columns() {
		s.names[path[0]] = i
	}
	for _, name := range eventSchema.Columns() {
		if _, ok := s.names[name[0]]; !ok {
			return &DamageError{f.Name(), fmt.Errorf("it has no column %q", name[0])}
		}
	}
	groups := file.Metadata().RowGroups
	if len(groups) > 1 {
		return &DamageError{f.Name(), fmt.Errorf("%d row groups, want one", len(groups))}
	}
	for i := range groups {
		s.rows, s.sizeBytes = groups[i].NumRows, groups[i].TotalByteSize
		s.chunks = make([]storedChunk, len(groups[i].Columns))
		for j := range s.chunks {
			c := &s.chunks[j]
			c.file, c.meta, c.rows = f, &groups[i].Columns[j], s.rows
			c.column = strings.Join(c.meta.MetaData.PathInSchema, ".")
		}
	}
	for _, kv := range file.Metadata().KeyValueMetadata {
		if kv.Key != timesKey || s.rows == 0 {
			continue
		}
		if s.bounded = kv.Value == statedTimes(&s.chunk("time").meta.MetaData.Statistics); !s.bounded {
			return &DamageError{f.Name(), errors.New("it states two spans of times")}
		}
	}
	// An ID alone takes 16 bytes: what promises more rows would only fill the memory.
	if s.rows != file.NumRows() || s.rows < 0 || s.rows > info.Size()/16 {
		return &DamageError{f.Name(), fmt.Errorf("it claims %d rows", file.NumRows())}
	}
	return nil
}

// Close closes the files.
func (s *Segment) Close() error {
	var err error
	for _, f := range s.files {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// Digest is the SHA-256 that Write returned, taken again.
func (s *Segment) Digest() (event.Digest, error) {
	all := sha256.New()
	for _, f := range s.files {
		if _, err := io.Copy(all, io.NewSectionReader(f, 0, 1<<62)); err != nil {
			return event.Digest{}, fmt.Errorf("check segment: %w", err)
		}
	}
	return event.Digest(all.Sum(nil)), nil
}

// SizeBytes is about what the segment takes in memory when all of it is there.
func (s *Segment) SizeBytes() (int64, error) {
	n := s.sizeBytes
	for _, f := range s.files[1:] {
		info, err := f.Stat()
		if err != nil {
			return 0, fmt.Errorf("segment %s: %w", s.Name, err)
		}
		n += info.Size() * packed
	}
	return n, nil
}

// packed is about how many bytes of facts or rejects lie in one of their file.
const packed = 8

// Count is how many events the segment holds.
func (s *Segment) Count() int64 { return s.rows }

// column starts a walk through a column.
func (s *Segment) column(name string) *column {
	return &column{chunk: s.chunk(name), load: s.Dictionary}
}

func (s *Segment) chunk(name string) *storedChunk { return &s.chunks[s.names[name]] }

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

// Span is the first and the last time in nanoseconds since 1970, and how many events
// have one, without reading any row; false if the file does not state it.
func (s *Segment) Span() (first, last, timed int64, known bool) {
	if s.rows == 0 {
		return 0, 0, 0, true
	}
	stated := &s.chunk("time").meta.MetaData.Statistics
	if !s.bounded || len(stated.MinValue) != 8 || len(stated.MaxValue) != 8 || stated.NullCount < 0 || stated.NullCount >= s.rows {
		return 0, 0, 0, false
	}
	return int64(binary.LittleEndian.Uint64(stated.MinValue)), int64(binary.LittleEndian.Uint64(stated.MaxValue)), s.rows - stated.NullCount, true
}

// Texts calls each for every row with the row's texts in the named columns. The
// slice is used again for the next row.
func (s *Segment) Texts(each func(row int64, values []string), names ...string) error {
	if s.rows == 0 {
		return nil
	}
	columns, values := make([]*column, len(names)), make([]string, len(names))
	for i, name := range names {
		columns[i] = s.column(name)
		defer columns[i].close()
	}
	for row := range s.rows {
		for i, c := range columns {
			var err error
			if values[i], err = c.text(row); err != nil {
				return fmt.Errorf("segment %s, column %s: %w", s.Name, names[i], err)
			}
		}
		each(row, values)
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

// IDs calls each for every event, in the order of the rows.
func (s *Segment) IDs(each func(id event.ID, row int64)) error {
	if s.rows == 0 {
		return nil
	}
	ids := s.column("id")
	defer ids.close()
	for row := range s.rows {
		id, err := ids.fixed(row)
		if err != nil {
			return fmt.Errorf("segment %s, ids: %w", s.Name, err)
		}
		each(id, row)
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

// Facts calls each for every fact, by ID.
func (s *Segment) Facts(each func(*event.Fact) error) error {
	if some, err := s.HasFacts(); !some || err != nil {
		return err
	}
	return readRows(s.files[1], func(r *factRow) error {
		f, err := r.fact()
		if err != nil {
			return &DamageError{s.files[1].Name(), err}
		}
		return each(f)
	})
}

// Rejects calls each for every reject, by source and offset.
func (s *Segment) Rejects(each func(event.Reject) error) error {
	return readRows(s.files[2], func(r *rejectRow) error {
		x, err := r.reject()
		if err != nil {
			return &DamageError{s.files[2].Name(), err}
		}
		return each(x)
	})
}

// rowsPerRead is how many rows stand in memory in their Parquet form.
const rowsPerRead = 64

// readRows reads all rows of a file; an error of each comes back as it is.
func readRows[R any](f *os.File, each func(*R) error) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read segment: %w", err)
	}
	r, err := openRows[R](f, info.Size())
	if err != nil {
		return err
	}
	defer r.Close()
	rows := make([]R, rowsPerRead)
	for {
		n, err := nextRows(f.Name(), r, rows)
		for i := range n {
			if err := each(&rows[i]); err != nil {
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

func openRows[R any](f *os.File, sizeBytes int64) (r *parquet.GenericReader[R], err error) {
	defer guard(f.Name(), &err)
	file, err := parquet.OpenFile(f, sizeBytes, parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, &DamageError{f.Name(), err}
	}
	return parquet.NewGenericReader[R](file), nil
}

func nextRows[R any](path string, r *parquet.GenericReader[R], rows []R) (n int, err error) {
	defer guard(path, &err)
	n, err = r.Read(rows)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &DamageError{path, err}
	}
	return n, err
}
