// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"dossier/event"
	"dossier/parsers"
)

// What is looked at whole, at most.
const (
	limitEventBytes  = 1 << 20
	limitMarkupBytes = 64 << 10
	lookahead        = 64 // enough to know any tag that matters
)

// stream cuts text into Event elements and what lies between them.
type stream struct {
	r      io.Reader
	out    parsers.Out
	buf    []byte
	start  int // buf[start:end] is unread
	end    int
	offset int64 // of buf[start]
	line   int64
	err    error // of r, once it has returned one
	// each takes the bytes of an Event element, valid until it returns.
	each func(event.Span, []byte) error
}

func (s *stream) unread() []byte { return s.buf[s.start:s.end] }

// fill reads until n bytes are unread or the reader ends; false if it has ended.
func (s *stream) fill(n int) bool {
	if s.end-s.start >= n {
		return true
	}
	if len(s.buf)-s.start < n {
		room := s.buf
		if len(room) < n {
			room = make([]byte, max(n, 128<<10))
		}
		s.end = copy(room, s.unread())
		s.start, s.buf = 0, room
	}
	for s.end-s.start < n && s.err == nil {
		var got int
		got, s.err = s.r.Read(s.buf[s.end:])
		s.end += got
	}
	return s.end-s.start >= n
}

// take moves past n bytes and returns their span.
func (s *stream) take(n int) event.Span {
	span := event.Span{Offset: s.offset, Length: int64(n), Line: s.line}
	s.line += int64(bytes.Count(s.buf[s.start:s.start+n], []byte{'\n'}))
	s.start += n
	s.offset += int64(n)
	return span
}

// run cuts the whole stream.
func (s *stream) run() error {
	s.line = 1
	for {
		s.fill(lookahead)
		if s.start == s.end {
			break
		}
		if err := s.piece(s.unread()); err != nil {
			return err
		}
	}
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("read events at offset %d: %w", s.offset, s.err)
}

var mark = []byte("\xEF\xBB\xBF")

// piece takes whatever comes next.
func (s *stream) piece(data []byte) error {
	switch {
	case bytes.HasPrefix(data, mark):
		return s.out.Skip(s.take(len(mark)), event.SkipMark)
	case isBlank(data[0]):
		n := 1
		for n < len(data) && isBlank(data[n]) {
			n++
		}
		return s.out.Skip(s.take(n), event.SkipBlank)
	case tagIs(data, "Event"):
		return s.event()
	case bytes.HasPrefix(data, []byte("<?")):
		return s.markup("?>", event.SkipContainer)
	case bytes.HasPrefix(data, []byte("<!--")):
		return s.markup("-->", event.SkipComment)
	case bytes.HasPrefix(data, []byte("<!")) || isRoot(data):
		return s.markup(">", event.SkipContainer)
	}
	return s.junk()
}

// markup skips what ends with the given text.
func (s *stream) markup(end, reason string) error {
	for n := lookahead; ; n *= 2 {
		more := s.fill(n)
		data := s.unread()[:min(s.end-s.start, limitMarkupBytes)]
		if i := bytes.Index(data, []byte(end)); i >= 0 {
			return s.out.Skip(s.take(i+len(end)), reason)
		}
		if !more || n > limitMarkupBytes {
			return s.reject(len(data), "markup not closed", "no "+end)
		}
	}
}

// event hands on an Event element, or rejects what was to be one.
func (s *stream) event() error {
	for n := 4 << 10; ; n *= 2 {
		more := s.fill(n)
		length, state := cutEvent(s.unread(), !more)
		switch {
		case state == cutWhole && length <= limitEventBytes:
			data := s.unread()[:length]
			return s.each(s.take(length), data)
		case state == cutShort && length <= limitEventBytes:
			return s.reject(length, "record cut off", "an event ends before its end tag")
		case state != cutMore || n > limitEventBytes:
			return s.reject(min(s.end-s.start, limitEventBytes), "record too long", fmt.Sprintf("an event of more than %d bytes", limitEventBytes))
		}
	}
}

// junk rejects all up to the next thing that can be understood.
func (s *stream) junk() error {
	for n := 4 << 10; ; n *= 2 {
		more := s.fill(n)
		length := min(s.end-s.start, limitMarkupBytes)
		at := understood(s.unread(), length)
		if at < length || !more || n > limitMarkupBytes {
			return s.reject(at, "not an event", "text outside of events")
		}
	}
}

// understood finds what can be understood behind the first byte of data; limit if
// it does not begin before.
func understood(data []byte, limit int) int {
	for at := 1; at < limit; at++ {
		i := bytes.IndexByte(data[at:limit], '<')
		if i < 0 {
			return limit
		}
		at += i
		if tagIs(data[at:], "Event") || isRoot(data[at:]) || bytes.HasPrefix(data[at:], []byte("<?xml")) {
			return at
		}
	}
	return limit
}

func (s *stream) reject(n int, reason, what string) error {
	const shown = 80
	begins := bytes.ToValidUTF8(s.unread()[:min(n, shown)], []byte("?"))
	detail := fmt.Sprintf("line %d, offset %d: %s: %q", s.line, s.offset, what, begins)
	return s.out.Reject(s.take(n), reason, detail)
}

// cutState says how much of an Event element there is.
type cutState uint8

const (
	cutMore  cutState = iota // its end is not in the data
	cutWhole                 // up to its end tag
	cutShort                 // up to where something else begins, or the data ends
)

// cutEvent finds the end of the element that data begins with. An Event inside of
// an Event is none: the outer one was cut off.
func cutEvent(data []byte, final bool) (int, cutState) {
	incomplete := func() (int, cutState) {
		if final {
			return len(data), cutShort
		}
		return 0, cutMore
	}
	// The start tag is torn if another tag opens before it ends.
	open := 1 + bytes.IndexAny(data[1:], "<>")
	if open == 0 {
		return incomplete()
	}
	if data[open] == '>' && data[open-1] == '/' {
		return open + 1, cutWhole
	}
	for at := open; ; {
		i := bytes.IndexByte(data[at:], '<')
		if i < 0 {
			return incomplete()
		}
		at += i
		rest := data[at:]
		if len(rest) < lookahead && !final {
			return incomplete()
		}
		length := 1
		switch {
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			length = bytes.Index(rest, []byte("]]>"))
		case bytes.HasPrefix(rest, []byte("<!--")):
			length = bytes.Index(rest, []byte("-->"))
		case tagIs(rest, "/Event"):
			if length = bytes.IndexByte(rest, '>'); length >= 0 {
				return at + length + 1, cutWhole
			}
		case tagIs(rest, "Event"):
			return at, cutShort
		}
		if length < 0 {
			return incomplete()
		}
		at += length
	}
}

// tagIs reports whether data begins with a tag of the local name, which a slash
// before it makes an end tag.
func tagIs(data []byte, name string) bool {
	if len(data) < 2 || data[0] != '<' {
		return false
	}
	data = data[1:]
	if name[0] == '/' {
		if data[0] != '/' {
			return false
		}
		data, name = data[1:], name[1:]
	}
	const limitPrefix = 32
	for i := 0; i < len(data) && i < limitPrefix && isNameByte(data[i]); i++ {
		if i+1 < len(data) && data[i+1] == ':' {
			data = data[i+2:]
			break
		}
	}
	if len(data) <= len(name) || string(data[:len(name)]) != name {
		return false
	}
	next := data[len(name)]
	return isBlank(next) || next == '>' || next == '/'
}

// isRoot reports whether data begins with the tag around exported events.
func isRoot(data []byte) bool { return tagIs(data, "Events") || tagIs(data, "/Events") }

func isNameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 }
