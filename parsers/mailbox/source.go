// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"dossier/event"
	"dossier/parsers"
)

const (
	bufferBytes   = 256 << 10
	fragmentBytes = 64 << 10 // longer lines come in fragments
	lookBytes     = 16 << 10 // what can be seen behind a line that begins with "From "
)

var (
	byteOrderMark = []byte{0xEF, 0xBB, 0xBF}
	fromMark      = []byte("From ")
	lineFeed      = []byte("\n")
	carriage      = []byte("\r\n")
)

// line is a line of a message, or a fragment of one that is too long to hold.
type line struct {
	text  []byte // without its end; valid until the next line is read
	eol   []byte // "\n" or "\r\n"; nothing behind a fragment and at the end of a source
	start bool   // whether text begins the line
}

func (l line) blank() bool { return l.start && len(l.text) == 0 }

func (l line) sizeBytes() int64 { return int64(len(l.text) + len(l.eol)) }

// source reads a mailbox line by line and counts offsets and lines.
type source struct {
	r      io.Reader
	buf    []byte // buf[start:end] is unread
	start  int
	end    int
	offset int64 // of buf[start]
	number int64 // 1-based line of buf[start]
	inside bool  // whether buf[start] continues a line
	err    error
}

func newSource(in parsers.Input) *source {
	return &source{r: io.NewSectionReader(in.Raw, 0, in.SizeBytes), buf: make([]byte, bufferBytes), number: 1}
}

// fill reads until n bytes are unread or nothing more comes.
func (s *source) fill(n int) {
	if s.end-s.start >= n || s.err != nil {
		return
	}
	if s.start+n > len(s.buf) {
		copy(s.buf, s.buf[s.start:s.end])
		s.end -= s.start
		s.start = 0
	}
	for s.end-s.start < n && s.err == nil {
		var got int
		got, s.err = s.r.Read(s.buf[s.end:])
		s.end += got
	}
}

// measure returns the length of the next line or fragment with its end.
func (s *source) measure() int {
	searched := 0
	for {
		unread := s.buf[s.start:s.end]
		if i := bytes.IndexByte(unread[searched:], '\n'); i >= 0 {
			return searched + i + 1
		}
		searched = len(unread)
		if searched >= fragmentBytes {
			return len(bytes.TrimRight(unread[:fragmentBytes-1], "\r")) + 1
		}
		before := s.end - s.start
		s.fill(min(before+1, fragmentBytes))
		if s.end-s.start == before {
			return before
		}
	}
}

// next returns the next line or fragment, false at the end of the source.
func (s *source) next() (line, bool) {
	n := s.measure()
	if n == 0 {
		return line{}, false
	}
	if !s.inside && bytes.HasPrefix(s.buf[s.start:s.start+n], fromMark) {
		s.fill(n + lookBytes)
	}
	l := cut(s.buf[s.start:s.start+n], !s.inside)
	s.inside = len(l.eol) == 0
	if !s.inside {
		s.number++
	}
	s.start += n
	s.offset += int64(n)
	return l, true
}

// cut tells a line from its end.
func cut(raw []byte, start bool) line {
	switch {
	case bytes.HasSuffix(raw, carriage):
		return line{raw[:len(raw)-2], carriage, start}
	case bytes.HasSuffix(raw, lineFeed):
		return line{raw[:len(raw)-1], lineFeed, start}
	}
	return line{raw, nil, start}
}

// after is what can be seen behind the line that next has returned; at least
// lookBytes if that line begins with "From " and the source goes on so long.
func (s *source) after() []byte { return s.buf[s.start:s.end] }

// mark skips a byte order mark.
func (s *source) mark(out parsers.Out) error {
	s.fill(len(byteOrderMark))
	if !bytes.HasPrefix(s.buf[s.start:s.end], byteOrderMark) {
		return nil
	}
	s.start += len(byteOrderMark)
	s.offset += int64(len(byteOrderMark))
	return out.Skip(event.Span{Length: s.offset, Line: 1}, event.SkipMark)
}

// failure is the reader's error, nil at a plain end.
func (s *source) failure() error {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("read mail at offset %d: %w", s.offset, s.err)
}

// splitter cuts decoded bytes into lines again.
type splitter struct {
	emit   func(line)
	rest   []byte
	inside bool
}

func (s *splitter) write(data []byte) {
	for len(data) > 0 {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			s.keep(data)
			return
		}
		if piece := data[:i+1]; len(s.rest) == 0 {
			s.pass(piece)
		} else {
			s.rest = append(s.rest, piece...)
			s.pass(s.rest)
			s.rest = s.rest[:0]
		}
		data = data[i+1:]
	}
}

// keep holds the begin of a line; what grows too long goes out as a fragment.
func (s *splitter) keep(data []byte) {
	s.rest = append(s.rest, data...)
	for len(s.rest) >= fragmentBytes {
		n := len(bytes.TrimRight(s.rest[:fragmentBytes-1], "\r")) + 1
		s.pass(s.rest[:n])
		s.rest = s.rest[:copy(s.rest, s.rest[n:])]
	}
}

func (s *splitter) pass(raw []byte) {
	l := cut(raw, !s.inside)
	s.inside = len(l.eol) == 0
	s.emit(l)
}

// close passes on a last line without end and says whether there was none.
func (s *splitter) close() (ended bool) {
	if len(s.rest) > 0 {
		s.pass(s.rest)
		s.rest = nil
	}
	return !s.inside
}
