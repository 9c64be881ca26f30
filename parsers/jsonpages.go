// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"dossier/event"
)

// limitPageBytes bounds what a page says before its list, and behind it.
const limitPageBytes = 64 << 10

// Pages is Objects for a source that may also hold the pages of an API, such as
// {"kind": "…", "items": [{…}, {…}]}: an object in which a list of objects bears
// one of the names, with nothing but plain values before it. each is called for the
// elements of the list, however many there are, and every one has its own span.
// The page around them is a skip; what it says behind the list, if it is more than
// plain values, is a reject.
func Pages(in Input, out Out, lists []string, each func(Object) error) error {
	return readObjects(in, out, lists, each)
}

// FirstObject is the first object of a JSON source, for sniffing: of one that the
// head cuts off, the members that are whole. The zero JSON if the source does not
// begin with an object, an array of objects or a page of them.
func FirstObject(h Head, lists ...string) JSON {
	text := bytes.TrimLeft(h.Bytes, jsonBlanks)
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return JSON{}
	}
	var first JSON
	in := Input{Reader: bytes.NewReader(text), SizeBytes: int64(len(text))}
	err := readObjects(in, firstOnly{}, lists, func(o Object) error {
		first, _, _ = ParseJSONPrefix(string(o.Bytes))
		return io.EOF
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return JSON{}
	}
	return first
}

// firstOnly is an Out that ends the reading at the first reject.
type firstOnly struct{ discard }

func (firstOnly) Reject(event.Span, string, string) error { return io.EOF }

// page skips the beginning of a page if one comes next, and says whether it did.
func (r *objectReader) page() (bool, error) {
	if len(r.lists) == 0 {
		return false, nil
	}
	at, name, stop := r.plainMembers(1)
	if stop != '[' || !slices.Contains(r.lists, name) || !r.holdsObjects(at+1) {
		return false, nil
	}
	r.brackets, r.indent = 1, -1
	return true, r.out.Skip(r.w.take(at+1), event.SkipContainer)
}

// holdsObjects reports whether the list that begins before i is one of objects, or
// empty.
func (r *objectReader) holdsObjects(i int) bool {
	for {
		switch c, ok := r.peek(i); {
		case !ok || i > limitPageBytes:
			return false
		case c == '{' || c == ']':
			return true
		case bytes.IndexByte([]byte(jsonBlanks), c) < 0:
			return false
		}
		i++
	}
}

// pageEnd skips what stands behind a page's list, if that is plain values only.
func (r *objectReader) pageEnd() error {
	at, _, stop := r.plainMembers(0)
	if stop != '}' {
		return nil
	}
	n := r.lineEnd(at + 1)
	ended := r.w.buf[r.w.start+n-1] == '\n'
	if err := r.out.Skip(r.w.take(n), event.SkipContainer); err != nil {
		return err
	}
	if r.indent = -1; ended {
		r.indent = 0
	}
	return nil
}

// plainMembers walks over members whose values are no objects and no arrays, from
// offset i of what is unread. It returns the offset of the bracket or brace that it
// comes to, with the name of the member which that begins, if it begins one. stop is
// 0 if there is none within the bound.
func (r *objectReader) plainMembers(i int) (at int, name string, stop byte) {
	text := "" // of the string before, if nothing but a colon has followed
	for i <= limitPageBytes {
		c, ok := r.peek(i)
		if !ok {
			break
		}
		switch c {
		case '{', '[', '}', ']':
			return i, name, c
		case '"':
			end := r.stringEnd(i + 1)
			if end == 0 {
				return 0, "", 0
			}
			text, name = string(r.w.unread()[i+1:end-1]), ""
			i = end
			continue
		case ':':
			name, text = text, ""
		case ' ', '\t', '\r', '\n':
		default:
			name, text = "", ""
		}
		i++
	}
	return 0, "", 0
}

// stringEnd is the offset behind the quote that ends the string; 0 if a line ends
// in it, or it is too long.
func (r *objectReader) stringEnd(i int) int {
	for i <= limitPageBytes {
		switch c, ok := r.peek(i); {
		case !ok || c == '\n':
			return 0
		case c == '"':
			return i + 1
		case c == '\\':
			i++
		}
		i++
	}
	return 0
}

// peek is the byte at offset i of what is unread; false at the end of the source.
func (r *objectReader) peek(i int) (byte, bool) {
	for i >= r.w.end-r.w.start {
		if !r.w.more() {
			return 0, false
		}
	}
	return r.w.buf[r.w.start+i], true
}
