// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"dossier/event"
)

// limitLineBytes bounds one line; a longer one is a reject.
const limitLineBytes = 1 << 20

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// window reads a stream through a buffer in which a record can be looked at
// whole. It counts offsets and lines.
type window struct {
	r      io.Reader
	buf    []byte // buf[start:end] is unread
	start  int
	end    int
	offset int64 // of buf[start] in the stream
	line   int64 // 1-based, of buf[start]
	err    error // of the reader, once it has returned one
}

// bufferBytes is how much of a stream is looked at at once, unless records are
// larger.
const bufferBytes = 256 << 10

// newWindow looks at the input's stream. The buffer of a small source is small.
func newWindow(in Input) *window {
	size := int64(bufferBytes)
	if in.SizeBytes > 0 {
		size = min(size, 2*in.SizeBytes+1024)
	}
	return &window{r: in.Reader, buf: make([]byte, size), line: 1}
}

func (w *window) unread() []byte { return w.buf[w.start:w.end] }

// more reads at least one further byte, growing the buffer if it is full. It
// returns false at the end of the stream or on an error, which failure reports.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if w.end == len(w.buf) {
		if w.start > 0 {
			copy(w.buf, w.buf[w.start:w.end])
			w.end -= w.start
			w.start = 0
		} else {
			w.buf = append(w.buf, make([]byte, len(w.buf))...)
		}
	}
	for w.err == nil {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.err = err
		if n > 0 {
			return true
		}
	}
	return false
}

// fill reads until n bytes are unread or the stream ends.
func (w *window) fill(n int) {
	for w.end-w.start < n && w.more() {
	}
}

// take moves past n bytes and returns their span.
func (w *window) take(n int) event.Span {
	span := event.Span{Offset: w.offset, Length: int64(n), Line: w.line}
	w.line += int64(bytes.Count(w.buf[w.start:w.start+n], []byte{'\n'}))
	w.start += n
	w.offset += int64(n)
	return span
}

// failure is the reader's error, nil at a plain end.
func (w *window) failure() error {
	if w.err == nil || errors.Is(w.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("read at offset %d: %w", w.offset, w.err)
}

// mark takes a byte order mark if one comes next.
func (w *window) mark(out Out) error {
	w.fill(len(byteOrderMark))
	if !bytes.HasPrefix(w.unread(), byteOrderMark) {
		return nil
	}
	return out.Skip(w.take(len(byteOrderMark)), event.SkipMark)
}

// Line is one line of a text source.
type Line struct {
	Span  event.Span // with the line's end
	Bytes []byte     // without it; valid until the next line is read
	// Ended says whether there was a line end; the last line of a source cut off
	// has none.
	Ended bool
}

// Lines calls each for every line that has something on it. A byte order mark and
// blank lines are skips, lines over 1 MiB are rejects; an error of each ends the
// reading and is returned.
func Lines(in Input, out Out, each func(Line) error) error {
	w := newWindow(in)
	if err := w.mark(out); err != nil {
		return err
	}
	for {
		n, ended := w.nextLine()
		if n == 0 {
			return w.failure()
		}
		if err := w.oneLine(n, ended, out, each); err != nil {
			return err
		}
	}
}

func (w *window) oneLine(n int, ended bool, out Out, each func(Line) error) error {
	if n > limitLineBytes {
		span, err := w.takeRestOfLine(n, ended)
		if err != nil {
			return err
		}
		return out.Reject(span, "line too long", fmt.Sprintf("line %d has more than %d bytes", span.Line, limitLineBytes))
	}
	content := bytes.TrimRight(w.unread()[:n], "\r\n")
	if len(bytes.TrimSpace(content)) == 0 {
		return out.Skip(w.take(n), event.SkipBlank)
	}
	return each(Line{Span: w.take(n), Bytes: content, Ended: ended})
}

// nextLine returns how many of the unread bytes make the next line, its end
// included; 0 at the end of the source. A line over the limit is returned cut.
func (w *window) nextLine() (n int, ended bool) {
	searched := 0
	for {
		if i := bytes.IndexByte(w.unread()[searched:], '\n'); i >= 0 {
			return searched + i + 1, true
		}
		searched = w.end - w.start
		if searched > limitLineBytes {
			return searched, false
		}
		if !w.more() {
			return searched, false
		}
	}
}

// takeRestOfLine takes n bytes and whatever follows up to the line's end,
// without holding it all.
func (w *window) takeRestOfLine(n int, ended bool) (event.Span, error) {
	span := w.take(n)
	for !ended {
		if w.start == w.end && !w.more() {
			break
		}
		length := w.end - w.start
		if i := bytes.IndexByte(w.unread(), '\n'); i >= 0 {
			length, ended = i+1, true
		}
		span.Length += w.take(length).Length
	}
	return span, w.failure()
}
