// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// headBytes is how much of a source a Head shows.
const headBytes = 64 << 10

// PeekHead reads the first 64 KiB of in.Reader and puts them back, so that a
// parser can see how its source is written (delimiter, header, order of dates)
// before it accounts for the first byte. Bytes that are not UTF-8 are decoded if
// in.Fallback says how. An error of reading comes up again behind the bytes that
// were read before it.
func PeekHead(in *Input) Head {
	buf := make([]byte, headBytes)
	n := 0
	var err error
	for n < len(buf) && err == nil {
		var m int
		m, err = in.Reader.Read(buf[n:])
		n += m
	}
	raw := buf[:n]
	if err != nil {
		in.Reader = io.MultiReader(bytes.NewReader(raw), failing{err})
	} else {
		in.Reader = io.MultiReader(bytes.NewReader(raw), in.Reader)
	}
	return Head{
		Bytes: in.decodeLines(bytes.TrimPrefix(raw, byteOrderMark)), Raw: raw, Whole: errors.Is(err, io.EOF), Name: in.Name,
	}
}

// decodeLines is text whose lines are read in the fallback code page where they
// are not UTF-8, if one was supplied.
func (in *Input) decodeLines(text []byte) []byte {
	if in.Fallback == nil || utf8.Valid(text) {
		return text
	}
	var out []byte
	for line := range bytes.Lines(text) {
		out = append(out, in.Text(line)...)
	}
	return out
}

// failing is a reader that has met its error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// The rows that FindHeader looks at.
const (
	limitRowsBanner = 20  // as many as ReadHeader reads
	limitRowsSample = 500 // returned behind the header, at the most
)

// FindHeader looks for the header of a CSV among the first 20 records of a head,
// and for the delimiter that makes it one: what SniffDelimiter says, else comma,
// semicolon, tab or bar. It returns the delimiter and the header with the records
// that follow it in the head, 500 at the most. A parser that finds none has
// nothing to read: ReadHeader would take those 20 records for banners.
func FindHeader(h Head, is func(cells []string) bool) (delim byte, rows [][]string, ok bool) {
	first := SniffDelimiter(h.Bytes)
	for i, delim := range []byte{first, ',', ';', '\t', '|'} {
		if i > 0 && delim == first || bytes.IndexByte(h.Bytes, delim) < 0 {
			continue
		}
		for j, cells := range HeadRows(h, delim, limitRowsBanner) {
			if len(cells) > 1 && is(cells) {
				return delim, HeadRows(h, delim, j+1+limitRowsSample)[j:], true
			}
		}
	}
	return first, nil, false
}
