// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strings"
)

const (
	limitHeaderBytes     = 1 << 20  // of a message; what is more is not read
	limitPartHeaderBytes = 64 << 10 // of a part
	limitFields          = 10_000
)

// header is the header of a message or part: its fields in their order,
// unfolded, undecoded.
type header struct {
	buf       []byte
	fields    []field
	limit     int    // bytes of buf
	pending   []byte // a line that is no field; the next line decides what it is
	unsure    bool   // whether there is a pending line
	malformed int    // lines that are no fields and were left out
	cut       bool   // whether there was more than limit
}

// field is where a field's name and value lie in the header's buffer.
type field struct{ name, colon, end int }

// verdict says what a line did to a header.
type verdict int

const (
	headerGoesOn verdict = iota
	headerEnds           // the line was the blank one behind it
	bodyBegins           // the pending line, if any, and this one belong to the body
)

func (h *header) reset(limit int) {
	*h = header{buf: h.buf[:0], fields: h.fields[:0], pending: h.pending[:0], limit: limit}
}

// add takes the next line. A line that is no field is left out if a field
// follows; otherwise the body has begun without a blank line.
func (h *header) add(l line) verdict {
	switch {
	case l.blank() && h.unsure:
		return bodyBegins
	case l.blank():
		return headerEnds
	case !l.start && !h.unsure:
		h.append(l.text)
		return headerGoesOn
	case !l.start:
		return bodyBegins
	case l.text[0] == ' ' || l.text[0] == '\t':
		if h.unsure {
			return bodyBegins
		}
		h.append(l.text)
		return headerGoesOn
	}
	colon := fieldColon(l.text)
	if colon < 0 {
		if h.unsure {
			return bodyBegins
		}
		h.pending, h.unsure = append(h.pending[:0], l.text...), true
		return headerGoesOn
	}
	h.dropPending()
	h.begin(l.text, colon)
	return headerGoesOn
}

func (h *header) dropPending() {
	if h.unsure {
		h.malformed++
		h.unsure = false
	}
}

func (h *header) begin(text []byte, colon int) {
	if len(h.fields) == limitFields || len(h.buf)+len(text) > h.limit {
		h.cut = true
		return
	}
	at := len(h.buf)
	h.buf = append(h.buf, text...)
	h.fields = append(h.fields, field{at, at + colon, len(h.buf)})
}

// append continues the last field. Behind a field that was left out for the
// limit, nothing is appended.
func (h *header) append(text []byte) {
	if len(h.fields) == 0 || h.cut {
		return
	}
	if len(h.buf)+len(text) > h.limit {
		h.cut = true
		return
	}
	h.buf = append(h.buf, text...)
	h.fields[len(h.fields)-1].end = len(h.buf)
}

// fieldColon is where the colon of a header field stands, -1 if text is none.
func fieldColon(text []byte) int {
	for i, c := range text {
		switch {
		case c == ':' && i > 0:
			return i
		case c == ' ' || c == '\t':
			rest := bytes.TrimLeft(text[i:], " \t")
			if i > 0 && len(rest) > 0 && rest[0] == ':' {
				return len(text) - len(rest)
			}
			return -1
		case c <= ' ' || c > '~' || c == ':':
			return -1
		}
	}
	return -1
}

func (h *header) name(i int) []byte {
	return bytes.TrimRight(h.buf[h.fields[i].name:h.fields[i].colon], " \t")
}

func (h *header) value(i int) []byte {
	return bytes.TrimSpace(h.buf[h.fields[i].colon+1 : h.fields[i].end])
}

// get is the first non-empty field of that name, nil if there is none.
func (h *header) get(name string) []byte {
	for i := range h.fields {
		if equalFold(h.name(i), name) {
			if v := h.value(i); len(v) > 0 {
				return v
			}
		}
	}
	return nil
}

// all are the non-empty fields of that name.
func (h *header) all(name string) [][]byte {
	var values [][]byte
	for i := range h.fields {
		if equalFold(h.name(i), name) {
			if v := h.value(i); len(v) > 0 {
				values = append(values, v)
			}
		}
	}
	return values
}

func equalFold(name []byte, lower string) bool {
	return len(name) == len(lower) && strings.EqualFold(string(name), lower)
}
