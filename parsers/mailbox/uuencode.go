// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
)

// uuCodec undoes uuencode as a Content-Transfer-Encoding: what stands between
// the lines "begin" and "end".
type uuCodec struct {
	to     sink
	inside bool
	out    []byte
}

func (c *uuCodec) line(l line) {
	if !c.inside {
		_, c.inside = uuBegin(l)
		return
	}
	if uuEnd(l.text) {
		c.inside = false
		return
	}
	var ok bool
	if c.out, ok = uuData(c.out[:0], l); ok {
		c.to.write(c.out)
	}
}

func (c *uuCodec) close(ended bool) { c.to.close(ended) }

// uuBegin reads "begin 644 name".
func uuBegin(l line) (name []byte, ok bool) {
	rest, ok := bytes.CutPrefix(l.text, []byte("begin "))
	if !ok || !l.start {
		return nil, false
	}
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '7' {
		digits++
	}
	if digits < 3 || digits > 4 || len(rest) < digits+2 || rest[digits] != ' ' {
		return nil, false
	}
	name = bytes.TrimSpace(rest[digits:])
	return name, len(name) > 0
}

func uuEnd(text []byte) bool { return string(bytes.TrimRight(text, " \t")) == "end" }

// uuData decodes one line of a block and appends it to out; false if the line
// cannot be one. Blanks that were lost from its end are put back.
func uuData(out []byte, l line) ([]byte, bool) {
	text := bytes.TrimRight(l.text, " ")
	if !l.start || len(text) > 90 {
		return out, false
	}
	for _, c := range text {
		if c < ' ' || c > '`' {
			return out, false
		}
	}
	if len(text) == 0 {
		return out, true
	}
	length := int(text[0]-' ') & 63
	groups := (length + 2) / 3
	if len(text)-1 > groups*4+2 {
		return out, false
	}
	digit := func(i int) byte {
		if i < len(text) {
			return (text[i] - ' ') & 63
		}
		return 0
	}
	for g := range groups {
		a, b, c, d := digit(1+g*4), digit(2+g*4), digit(3+g*4), digit(4+g*4)
		three := [3]byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}
		out = append(out, three[:min(3, length-g*3)]...)
	}
	return out, true
}

// uuScanner takes uuencode blocks out of a text: they become files.
type uuScanner struct {
	text  func(line) // takes what is not in a block
	open  func(name []byte) *file
	rd    *reading
	begin []byte // a begin line whose successor has not been seen
	eol   []byte
	file  *file
	out   []byte
}

func (s *uuScanner) line(l line) {
	switch {
	case s.file != nil:
		s.within(l)
	case s.begin != nil:
		s.afterBegin(l)
	default:
		if _, ok := uuBegin(l); ok {
			s.begin, s.eol = bytes.Clone(l.text), l.eol
			return
		}
		s.text(l)
	}
}

// afterBegin decides whether the begin line began a block.
func (s *uuScanner) afterBegin(l line) {
	held := line{s.begin, s.eol, true}
	s.begin = nil
	if _, ok := uuData(s.out[:0], l); !ok || len(bytes.TrimSpace(l.text)) == 0 {
		s.text(held)
		s.line(l)
		return
	}
	name, _ := uuBegin(held)
	s.file = s.open(name)
	s.within(l)
}

func (s *uuScanner) within(l line) {
	if uuEnd(l.text) && l.start {
		s.shut()
		return
	}
	var ok bool
	if s.out, ok = uuData(s.out[:0], l); !ok {
		s.rd.defect("uuencode block without end")
		s.shut()
		s.text(l)
		return
	}
	s.file.write(s.out)
}

func (s *uuScanner) shut() {
	s.file.close(true)
	s.file = nil
}

func (s *uuScanner) close() {
	if s.begin != nil {
		s.text(line{s.begin, s.eol, true})
		s.begin = nil
	}
	if s.file != nil {
		s.rd.defect("uuencode block without end")
		s.shut()
	}
}
