// SPDX-License-Identifier: Apache-2.0

// Package ledger writes records in the order of their times into the files of a
// product: one ledger is one log of one product, and each of its series is one
// way in which the product cuts that log into files (by day, by month, all of
// it). The company is simulated day by day; a ledger holds the records of the
// day at hand and whatever reaches over midnight, and no more.
package ledger

import (
	"fmt"
	"io"
	"slices"

	"dossier/samples/internal/truth"
)

// Writer creates the files of a case. Names are slash-separated and relative.
type Writer interface {
	Create(name string) (io.WriteCloser, error)
}

// Mark ties a record to the entries of the answer key that it shows.
type Mark struct {
	Entries []*truth.Entry
	Source  string
	Text    string // part of the record that a reader finds in it, decoded
}

// Series is one way of cutting a ledger into files.
type Series struct {
	// Part gives the number of the file that a record of a time belongs to, which
	// must not fall as time goes on; negative: the series does not have it.
	Part func(at int64) int64
	// Name is the file's name. Roll counts the files of one part, from 0.
	Name func(part int64, roll int) string
	// Head and Tail are written before the first and after the last record; nil
	// for nothing. First is the time of the first record.
	Head func(part int64, first int64) string
	Tail string
	// Encode turns UTF-8 into the bytes of the file; nil leaves it as it is.
	Encode func(dst, src []byte) []byte
	Mark   string // byte order mark, written before Head and not encoded
	// RowsMax and BytesMax start another file of the same part, 0 for no limit.
	RowsMax, BytesMax int64
	// Cut says where a file ends too early, 0 for whole files.
	Cut func(part int64) int64
	// Copy says that the records repeat those of another series.
	Copy bool

	out  *file
	part int64
	roll int
}

type row struct {
	at         int64
	start, end int
	mark       *Mark
}

// Ledger is one log. Not safe for concurrent use.
type Ledger struct {
	writer  Writer
	series  []*Series
	arena   []byte
	rows    []row
	scratch []byte

	Records int64 // written so far, copies included
	Bytes   int64
}

// New makes the ledger of some series.
func New(w Writer, series ...*Series) *Ledger {
	return &Ledger{writer: w, series: series}
}

// Open returns the buffer to append a record's text to, in UTF-8; the record is
// what is appended, line end included. Close takes it back.
func (l *Ledger) Open() []byte { return l.arena }

// Close ends the record begun by Open. The mark may be nil.
func (l *Ledger) Close(b []byte, at int64, mark *Mark) {
	l.rows = append(l.rows, row{at, len(l.arena), len(b), mark})
	l.arena = b
}

// Flush writes all records before an instant, in the order of their times and,
// at the same time, in that of their making. The rest is kept.
func (l *Ledger) Flush(before int64) error {
	slices.SortStableFunc(l.rows, func(a, b row) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	done := 0
	for done < len(l.rows) && l.rows[done].at < before {
		r := l.rows[done]
		for _, s := range l.series {
			if err := l.write(s, r); err != nil {
				return err
			}
		}
		done++
	}
	l.keep(l.rows[done:])
	return nil
}

// keep moves what is left to the front of the arena.
func (l *Ledger) keep(rest []row) {
	l.scratch = l.scratch[:0]
	for i := range rest {
		start := len(l.scratch)
		l.scratch = append(l.scratch, l.arena[rest[i].start:rest[i].end]...)
		rest[i].start, rest[i].end = start, len(l.scratch)
	}
	l.arena, l.scratch = l.scratch, l.arena[:0]
	l.rows = append(l.rows[:0], rest...)
}

func (l *Ledger) write(s *Series, r row) error {
	part := s.Part(r.at)
	if part < 0 {
		return nil
	}
	if s.out != nil && part != s.part {
		if err := l.finish(s); err != nil {
			return err
		}
		s.roll = 0
	}
	if s.out != nil && s.full() {
		if err := l.finish(s); err != nil {
			return err
		}
		s.roll++
	}
	if s.out == nil {
		s.part = part
		if err := l.begin(s, r.at); err != nil {
			return err
		}
	}
	return l.put(s, r)
}

func (s *Series) full() bool {
	return s.RowsMax > 0 && s.out.rows >= s.RowsMax || s.BytesMax > 0 && s.out.offset >= s.BytesMax
}

func (l *Ledger) begin(s *Series, first int64) error {
	out, err := create(l.writer, s.Name(s.part, s.roll))
	if err != nil {
		return err
	}
	if s.Cut != nil {
		out.limit = s.Cut(s.part)
	}
	s.out = out
	if err := out.write([]byte(s.Mark)); err != nil {
		return err
	}
	if s.Head != nil {
		return out.write(s.encoded(&l.scratch, []byte(s.Head(s.part, first))))
	}
	return nil
}

func (l *Ledger) put(s *Series, r row) error {
	text := s.encoded(&l.scratch, l.arena[r.start:r.end])
	out := s.out
	whole := out.limit == 0 || out.offset+int64(len(text)) <= out.limit
	if r.mark != nil && whole {
		note := truth.Record{Source: r.mark.Source, File: out.name, Line: out.line, Offset: out.offset,
			Length: int64(len(text)), Text: r.mark.Text, Copy: s.Copy}
		for _, entry := range r.mark.Entries {
			entry.Note(note)
		}
	}
	out.rows++
	l.Records++
	return out.write(text)
}

func (s *Series) encoded(scratch *[]byte, text []byte) []byte {
	if s.Encode == nil {
		return text
	}
	*scratch = s.Encode((*scratch)[:0], text)
	return *scratch
}

func (l *Ledger) finish(s *Series) error {
	out := s.out
	s.out = nil
	if s.Tail != "" {
		if err := out.write(s.encoded(&l.scratch, []byte(s.Tail))); err != nil {
			return err
		}
	}
	l.Bytes += out.offset
	return out.close()
}

// Finish writes what is left and closes all files.
func (l *Ledger) Finish() error {
	if err := l.Flush(1 << 62); err != nil {
		return err
	}
	for _, s := range l.series {
		if s.out == nil {
			continue
		}
		if err := l.finish(s); err != nil {
			return err
		}
	}
	return nil
}

// Whole writes a file in one go.
func Whole(w Writer, name string, text []byte) error {
	out, err := create(w, name)
	if err != nil {
		return err
	}
	if err := out.write(text); err != nil {
		return err
	}
	return out.close()
}

// Errors name the file once, here.
func wrap(verb, name string, err error) error {
	return fmt.Errorf("%s %s: %w", verb, name, err)
}
