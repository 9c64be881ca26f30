// SPDX-License-Identifier: Apache-2.0

package ingest

import (
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
	recent    [8]utf16Mark
	oldest    int // of recent: a record's ends are asked for once for each of its events
}

// utf16Mark pairs an offset of the text with one of the source.
type utf16Mark struct{ text, source int64 }

const markEvery = 64 << 10

// walkBytes is how much of the source a walk reads at a time.
const walkBytes = 32 << 10

// utf16Walk reads rune by rune from a place on.
type utf16Walk struct {
	at   utf16Mark
	room []byte
	data []byte // of room: the source from at.source on
	err  error  // of reading; comes up behind the data
}

func newUTF16(src io.ReaderAt, sizeBytes int64, little bool) *utf16Reader {
	u := &utf16Reader{src: src, sizeBytes: sizeBytes, little: little, marks: []utf16Mark{{}}}
	return u
}

// Read implements io.Reader.
func (u *utf16Reader) Read(p []byte) (int, error) {
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	for n < len(p) {
		c, err := u.next(&u.walk)
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
func (u *utf16Reader) next(w *utf16Walk) (rune, error) {
	if len(w.data) < 4 && w.err == nil {
		u.fill(w)
	}
	switch {
	case len(w.data) == 0, len(w.data) == 1 && !errors.Is(w.err, io.EOF):
		return 0, w.err
	case len(w.data) == 1:
		return w.pass(utf8.RuneError, 1), nil
	}
	c := rune(unitOf(w.data, u.little))
	if !utf16.IsSurrogate(c) {
		return w.pass(c, 2), nil
	}
	if len(w.data) >= 4 {
		if pair := utf16.DecodeRune(c, rune(unitOf(w.data[2:], u.little))); pair != utf8.RuneError {
			return w.pass(pair, 4), nil
		}
	}
	return w.pass(utf8.RuneError, 2), nil
}

// pass moves past a rune that takes n bytes of the source.
func (w *utf16Walk) pass(c rune, n int) rune {
	w.data = w.data[n:]
	w.at.source += int64(n)
	w.at.text += int64(utf8.RuneLen(c))
	return c
}

// fill reads on behind what is still there.
func (u *utf16Reader) fill(w *utf16Walk) {
	if w.room == nil {
		w.room = make([]byte, walkBytes)
	}
	kept := copy(w.room, w.data)
	from := w.at.source + int64(kept)
	want := min(int64(len(w.room)-kept), u.sizeBytes-from)
	n, err := u.src.ReadAt(w.room[kept:kept+int(max(want, 0))], from)
	w.data = w.room[:kept+n]
	switch {
	case int64(n) == want && from+want == u.sizeBytes, n == 0 && err == nil:
		w.err = io.EOF
	case int64(n) < want && err != nil:
		w.err = fmt.Errorf("decode UTF-16: %w", err)
	}
}

func unitOf(b []byte, little bool) uint16 {
	if little {
		return uint16(b[0]) | uint16(b[1])<<8
	}
	return uint16(b[1]) | uint16(b[0])<<8
}

// original maps an offset of the text already given to the source. Asking in
// ascending order is cheap, and so is asking again soon; going back costs at most
// markEvery bytes.
func (u *utf16Reader) original(text int64) (int64, error) {
	for _, m := range u.recent {
		if m.text == text {
			return m.source, nil // of the zero mark too
		}
	}
	if text < u.back.at.text || text-u.back.at.text > 2*markEvery {
		i := sort.Search(len(u.marks), func(i int) bool { return u.marks[i].text > text }) - 1
		u.back = utf16Walk{at: u.marks[i], room: u.back.room}
	}
	for u.back.at.text < text {
		if _, err := u.next(&u.back); err != nil {
			return 0, fmt.Errorf("map offset %d of the text: %w", text, err)
		}
	}
	if u.back.at.text == text {
		u.recent[u.oldest] = u.back.at
		u.oldest = (u.oldest + 1) % len(u.recent)
	}
	return u.back.at.source, nil
}
