// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sort"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader gives a UTF-16 source as UTF-8, and maps offsets of the text it
// gave back to offsets of the source. A half surrogate or a lone last byte
// becomes U+FFFD.
type utf16Reader struct {
	src       io.ReaderAt
	sizeBytes int64
	little    bool
	walk      utf16Walk
	rest      []byte // of a rune that did not fit
	buf       [utf8.UTFMax]byte
	marks     []utf16Mark // where the walk was, every markEvery bytes of text
	back      utf16Walk   // the walk that maps offsets
}

// utf16Mark pairs an offset of the text with one of the source.
type utf16Mark struct{ text, source int64 }

const markEvery = 64 << 10

// utf16Walk reads rune by rune from a place on.
type utf16Walk struct {
	at utf16Mark
	r  *bufio.Reader
}

func newUTF16(src io.ReaderAt, sizeBytes int64, little bool) *utf16Reader {
	u := &utf16Reader{src: src, sizeBytes: sizeBytes, little: little, marks: []utf16Mark{{}}}
	u.walk = u.from(utf16Mark{})
	return u
}

func (u *utf16Reader) from(m utf16Mark) utf16Walk {
	return utf16Walk{m, bufio.NewReaderSize(io.NewSectionReader(u.src, m.source, u.sizeBytes-m.source), 32<<10)}
}

// Read implements io.Reader.
func (u *utf16Reader) Read(p []byte) (int, error) {
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	for n < len(p) {
		c, err := u.walk.next(u.little)
		if err != nil {
			if n > 0 && errors.Is(err, io.EOF) {
				return n, nil
			}
			return n, err
		}
		if u.walk.at.text-u.marks[len(u.marks)-1].text >= markEvery {
			u.marks = append(u.marks, u.walk.at)
		}
		encoded := utf8.AppendRune(u.buf[:0], c)
		k := copy(p[n:], encoded)
		n += k
		u.rest = encoded[k:]
	}
	return n, nil
}

// next reads a rune and moves past it.
func (w *utf16Walk) next(little bool) (rune, error) {
	first, n, err := w.unit(little)
	if err != nil {
		return 0, err
	}
	c := rune(first)
	if n == 1 {
		c = utf8.RuneError
	}
	if utf16.IsSurrogate(c) {
		c = utf8.RuneError
		if ahead, err := w.r.Peek(2); err == nil {
			if pair := utf16.DecodeRune(rune(first), rune(unitOf(ahead, little))); pair != utf8.RuneError {
				c, n = pair, 4
				if _, err := w.r.Discard(2); err != nil {
					return 0, fmt.Errorf("decode UTF-16: %w", err)
				}
			}
		}
	}
	w.at.source += int64(n)
	w.at.text += int64(utf8.RuneLen(c))
	return c, nil
}

// unit reads two bytes, or the lone last one.
func (w *utf16Walk) unit(little bool) (uint16, int, error) {
	var b [2]byte
	n, err := io.ReadFull(w.r, b[:])
	if n == 1 && errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, 1, nil
	}
	if err != nil {
		return 0, 0, err
	}
	return unitOf(b[:], little), 2, nil
}

func unitOf(b []byte, little bool) uint16 {
	if little {
		return uint16(b[0]) | uint16(b[1])<<8
	}
	return uint16(b[1]) | uint16(b[0])<<8
}

// original maps an offset of the text already given to the source. Asking in
// ascending order is cheap; going back costs at most markEvery bytes.
func (u *utf16Reader) original(text int64) (int64, error) {
	if u.back.r == nil || text < u.back.at.text || text-u.back.at.text > 2*markEvery {
		i := sort.Search(len(u.marks), func(i int) bool { return u.marks[i].text > text }) - 1
		u.back = u.from(u.marks[i])
	}
	for u.back.at.text < text {
		if _, err := u.back.next(u.little); err != nil {
			return 0, fmt.Errorf("map offset %d of the text: %w", text, err)
		}
	}
	return u.back.at.source, nil
}
