// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"fmt"

	"dossier/event"
)

// limitObjectBytes bounds one top-level object, and so what a brace that is never
// closed can swallow.
const limitObjectBytes = 8 << 20

// limitTornObjects is how many unclosed objects are looked for up to the limit;
// after that, an object also ends where the next one seems to begin.
const limitTornObjects = 3

// Object is one JSON object of a source.
type Object struct {
	Span  event.Span // with the line's end behind it
	Bytes []byte     // valid until the next object is read
	// Whole says whether its braces are closed; one that is not ends where the
	// next one begins, or with the source.
	Whole bool
}

// Objects calls each for every object of a JSON source: one to a line (NDJSON),
// elements of one array, or one after another, pretty-printed or not. A byte
// order mark, white space, commas and the array's brackets are skips. What is
// neither, up to the line's end, and an object over 8 MiB are rejects; an error
// of each ends the reading and is returned.
//
// An object that is torn (braces not closed, a line end in a string) does not
// swallow the next one, if that begins a line with the same indentation.
func Objects(in Input, out Out, each func(Object) error) error {
	return readObjects(in, out, nil, each)
}

func readObjects(in Input, out Out, lists []string, each func(Object) error) error {
	r := objectReader{w: newWindow(in), out: out, lists: lists}
	if err := r.w.mark(out); err != nil {
		return err
	}
	for {
		next, ok, err := r.gap()
		if err != nil || !ok {
			return err
		}
		if err := r.one(next, each); err != nil {
			return err
		}
	}
}

type objectReader struct {
	w        *window
	out      Out
	lists    []string // names of the lists of pages
	brackets int      // open ones of a page; 0 outside of one
	indent   int      // blanks before what comes next, -1 if that does not begin a line
	torn     int      // objects that were not closed
}

// one takes what comes next: an object, the beginning of a page, or a line that is
// neither.
func (r *objectReader) one(next byte, each func(Object) error) error {
	if next != '{' {
		return r.junk()
	}
	if paged, err := r.page(); paged || err != nil {
		return err
	}
	return r.object(each)
}

// gap skips what may lie between objects and returns the byte behind it; false at
// the end of the source.
func (r *objectReader) gap() (next byte, ok bool, err error) {
	for {
		n, reason, ended := r.between()
		if n > 0 {
			if err := r.out.Skip(r.w.take(n), reason); err != nil {
				return 0, false, err
			}
		}
		if ended {
			if err := r.pageEnd(); err != nil {
				return 0, false, err
			}
		}
		switch {
		case r.w.start < r.w.end && n == 0:
			return r.w.buf[r.w.start], true, nil
		case r.w.start == r.w.end && !r.w.more():
			return 0, false, r.w.failure()
		}
	}
}

// between counts the bytes that may lie between objects, up to a bound, and keeps
// account of the indentation. ended says that they end the list of a page.
func (r *objectReader) between() (n int, reason string, ended bool) {
	reason = event.SkipBlank
	for n < limitLineBytes {
		if n == r.w.end-r.w.start && !r.w.more() {
			break
		}
		switch r.w.buf[r.w.start+n] {
		case '\n':
			r.indent = 0
		case ' ', '\t', '\r':
			if r.indent >= 0 {
				r.indent++
			}
		case ',', '[', ']':
			r.indent, reason = -1, event.SkipContainer
			if r.listEnds(r.w.buf[r.w.start+n]) {
				return n + 1, reason, true
			}
		default:
			return n, reason, false
		}
		n++
	}
	return n, reason, false
}

// listEnds counts the brackets of a page and reports whether c is the last one.
func (r *objectReader) listEnds(c byte) bool {
	switch {
	case r.brackets == 0:
		return false
	case c == '[':
		r.brackets++
	case c == ']':
		r.brackets--
	}
	return r.brackets == 0
}

// junk rejects a line that is no object.
func (r *objectReader) junk() error {
	n, ended := r.w.nextLine()
	span, err := r.w.takeRestOfLine(n, ended)
	if err != nil {
		return err
	}
	r.indent = 0
	return r.out.Reject(span, "not json", fmt.Sprintf("line %d: no object begins at offset %d", span.Line, span.Offset))
}

// object takes the object that begins here.
func (r *objectReader) object(each func(Object) error) error {
	o := objectScan{indent: r.indent, eager: r.torn >= limitTornObjects}
	for o.state == objectOpen {
		data := r.w.unread()
		if o.scan(data[:min(len(data), limitObjectBytes+1)]); o.state != objectOpen {
			break
		}
		if o.at > limitObjectBytes || !r.w.more() {
			o.state = objectTorn
		}
	}
	if err := r.w.failure(); err != nil {
		return err
	}
	length := r.w.end - r.w.start
	switch {
	case o.state == objectClosed:
		length = r.lineEnd(o.at)
	case o.next > 0:
		length = o.next
		r.torn++
	case o.at > limitObjectBytes:
		r.torn++
		return r.tooLong(o.at)
	}
	content := bytes.TrimRight(r.w.unread()[:length], jsonBlanks)
	if r.indent = -1; len(content) < length && r.w.unread()[length-1] == '\n' {
		r.indent = 0
	}
	return each(Object{Span: r.w.take(length), Bytes: content, Whole: o.state == objectClosed})
}

// lineEnd is the offset behind the line end that follows at, or at itself if
// something else follows.
func (r *objectReader) lineEnd(at int) int {
	for i := at; i < at+64; i++ {
		if i == r.w.end-r.w.start && !r.w.more() {
			return at
		}
		switch r.w.buf[r.w.start+i] {
		case ' ', '\t', '\r':
		case '\n':
			return i + 1
		default:
			return at
		}
	}
	return at
}

func (r *objectReader) tooLong(n int) error {
	span, err := r.w.takeRestOfLine(n, false)
	if err != nil {
		return err
	}
	r.indent = 0
	return r.out.Reject(span, "object too long", fmt.Sprintf("line %d begins an object of more than %d bytes", span.Line, limitObjectBytes))
}

// objectScan looks for the end of an object, piece by piece.
type objectScan struct {
	indent int  // of the object's line; -1 if it does not begin one
	eager  bool // whether the object also ends where the next one seems to begin
	state  objectState
	at     int // bytes looked at
	depth  int
	quoted bool
	spoilt bool // a line ends within a string: only the next object counts
	fresh  bool // at the blanks that begin a line
	blanks int  // of that line, so far
	line   int  // where that line begins
	next   int  // where the next object seems to begin; 0 if nowhere
}

type objectState int

const (
	objectOpen   objectState = iota
	objectClosed             // at is behind the closing brace
	objectTorn
)

// scan looks at data[o.at:]; data begins at the object, each time with more.
func (o *objectScan) scan(data []byte) {
	for o.state == objectOpen && o.at < len(data) {
		c := data[o.at]
		if c == '\n' {
			o.spoilt = o.spoilt || o.quoted
			o.quoted, o.fresh, o.blanks = false, true, 0
			o.at++
			o.line = o.at
			continue
		}
		if o.fresh {
			o.begin(c)
		}
		switch {
		case o.spoilt || o.state != objectOpen:
			o.at++
		case o.quoted:
			if !o.text(data) {
				return
			}
		default:
			o.structure(c)
			o.at++
		}
	}
}

// begin looks at the blanks and the first byte of a line.
func (o *objectScan) begin(c byte) {
	if c == ' ' || c == '\t' || c == '\r' {
		o.blanks++
		return
	}
	o.fresh = false
	if c != '{' || o.blanks != o.indent {
		return
	}
	if o.next == 0 {
		o.next = o.line
	}
	if o.spoilt || o.eager {
		o.state = objectTorn
	}
}

// text moves through a string; false if it must see more of the data first.
func (o *objectScan) text(data []byte) bool {
	for o.at < len(data) {
		switch data[o.at] {
		case '"':
			o.quoted = false
			o.at++
			return true
		case '\n':
			return true
		case '\\':
			if o.at+1 == len(data) {
				return false
			}
			if data[o.at+1] != '\n' {
				o.at++
			}
		}
		o.at++
	}
	return true
}

func (o *objectScan) structure(c byte) {
	switch c {
	case '"':
		o.quoted = true
	case '{', '[':
		o.depth++
	case '}', ']':
		if o.depth--; o.depth == 0 {
			o.state = objectClosed
		}
	}
}
