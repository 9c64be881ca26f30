// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// sink takes the decoded bytes of a part.
type sink interface {
	write([]byte)
	close(ended bool) // ended: whether the last line had its end
}

// codec undoes a Content-Transfer-Encoding line by line. The end of a line
// counts only once another line follows it: the one before a boundary is the
// boundary's.
type codec interface {
	line(line)
	close(ended bool)
}

// newCodec returns the decoder of an encoding; one that is not known is read as
// it stands.
func newCodec(encoding string, to sink, rd *reading) codec {
	switch strings.ToLower(strings.Trim(encoding, " \t\"';")) {
	case "base64":
		return &base64Codec{to: to, rd: rd}
	case "quoted-printable":
		return &quotedCodec{to: to}
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return &uuCodec{to: to}
	case "binary":
		return &plainCodec{to: to, exact: true}
	}
	return &plainCodec{to: to}
}

// plainCodec passes lines on. Their ends are written as CRLF, as the standard
// has them on the wire, so that a mailbox kept with LF gives the same file; with
// the encoding "binary" they stay what they are.
type plainCodec struct {
	to    sink
	exact bool
	eol   []byte
}

func (c *plainCodec) line(l line) {
	c.end()
	c.to.write(l.text)
	c.eol = l.eol
}

func (c *plainCodec) end() {
	switch {
	case len(c.eol) == 0:
	case c.exact:
		c.to.write(c.eol)
	default:
		c.to.write(carriage)
	}
}

func (c *plainCodec) close(ended bool) {
	if ended {
		c.end()
	}
	c.to.close(ended)
}

// quotedCodec undoes quoted-printable.
type quotedCodec struct {
	to   sink
	soft bool   // the last line ended in a soft break, or is not over
	any  bool   // whether there was a line
	rest []byte // an escape that a fragment cuts in two
	out  []byte
}

func (c *quotedCodec) line(l line) {
	if c.any && l.start && !c.soft {
		c.to.write(carriage)
	}
	c.any, c.soft = true, len(l.eol) == 0
	text := l.text
	if len(c.rest) > 0 {
		text = append(c.rest, text...)
		c.rest = nil
	}
	if len(l.eol) > 0 {
		text = bytes.TrimRight(text, " \t")
		if bytes.HasSuffix(text, []byte("=")) {
			text, c.soft = text[:len(text)-1], true
		}
	} else if i := bytes.LastIndexByte(text, '='); i >= 0 && i > len(text)-3 {
		c.rest, text = bytes.Clone(text[i:]), text[:i]
	}
	c.unescape(text)
}

func (c *quotedCodec) unescape(text []byte) {
	i := bytes.IndexByte(text, '=')
	if i < 0 {
		c.to.write(text)
		return
	}
	out := append(c.out[:0], text[:i]...)
	for ; i < len(text); i++ {
		if text[i] == '=' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0 {
			out = append(out, byte(hexDigit(text[i+1])<<4|hexDigit(text[i+2])))
			i += 2
			continue
		}
		out = append(out, text[i])
	}
	c.out = out
	c.to.write(out)
}

func (c *quotedCodec) close(ended bool) {
	if len(c.rest) > 0 && string(c.rest) != "=" {
		c.to.write(c.rest)
	}
	if ended && c.any && !c.soft {
		c.to.write(carriage)
	}
	c.to.close(ended)
}

const noDigit = 0xFF

// base64Digit is the value of each base64 digit.
var base64Digit = func() (table [256]byte) {
	for i := range table {
		table[i] = noDigit
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[c] = byte(i)
	}
	return table
}()

// base64Codec undoes base64. Padding in the middle ends a stretch and not the
// data; bytes that do not belong there are passed over and noted.
type base64Codec struct {
	to    sink
	rd    *reading
	bits  uint32
	count int // digits in bits
	out   []byte
}

func (c *base64Codec) line(l line) {
	need := base64.StdEncoding.DecodedLen(len(l.text)) + 4
	if cap(c.out) < need {
		c.out = make([]byte, need+need/2)
	}
	if c.count == 0 && len(l.text)%4 == 0 {
		if n, err := base64.StdEncoding.Decode(c.out[:need], l.text); err == nil {
			c.to.write(c.out[:n])
			return
		}
	}
	c.slow(l.text)
}

func (c *base64Codec) slow(text []byte) {
	out := c.out[:0]
	for _, b := range text {
		switch d := base64Digit[b]; {
		case d != noDigit:
			c.bits = c.bits<<6 | uint32(d)
			if c.count++; c.count == 4 {
				out = append(out, byte(c.bits>>16), byte(c.bits>>8), byte(c.bits))
				c.bits, c.count = 0, 0
			}
		case b == '=':
			out = c.stretch(out)
		case b != ' ' && b != '\t' && b != '\r':
			c.rd.defect("base64 damaged")
		}
	}
	c.out = out
	c.to.write(out)
}

// stretch gives out the bytes of a group that is not full.
func (c *base64Codec) stretch(out []byte) []byte {
	switch c.count {
	case 1:
		c.rd.defect("base64 damaged")
	case 2:
		out = append(out, byte(c.bits>>4))
	case 3:
		out = append(out, byte(c.bits>>10), byte(c.bits>>2))
	}
	c.bits, c.count = 0, 0
	return out
}

func (c *base64Codec) close(ended bool) {
	if out := c.stretch(nil); len(out) > 0 {
		c.to.write(out)
	}
	c.to.close(ended)
}
