// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
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
		rows := HeadRows(h, delim, limitRowsBanner)
		data := h.dataRows(delim, rows)
		for j, cells := range rows {
			if len(cells) > 1 && (data == nil || !data[j]) && is(cells) {
				return delim, HeadRows(h, delim, j+1+limitRowsSample)[j:], true
			}
		}
	}
	return first, nil, false
}

// NamesOnly returns a shared head in which FindHeader passes over records that
// have a number, a date or a time in a cell. Few headers have one, nearly all other
// records do, and asking every parser about each of them takes longer than reading
// a small file. Who finds nothing that way looks at the whole head.
func (h Head) NamesOnly() Head {
	h = h.Shared()
	h.rows.namesOnly = true
	return h
}

// dataRows says which of the rows are not looked at; nil: all are.
func (h Head) dataRows(delim byte, rows [][]string) []bool {
	if h.rows == nil || !h.rows.namesOnly {
		return nil
	}
	seen := h.rows.byDelim[delim]
	if len(seen.data) < len(rows) {
		seen.data = make([]bool, len(rows))
		for i, cells := range rows {
			seen.data[i] = slices.ContainsFunc(cells, figures)
		}
		h.rows.byDelim[delim] = seen
	}
	return seen.data
}

// figures reports whether a cell begins with a digit and has no letters but those
// that stand in times.
func figures(cell string) bool {
	if cell == "" || cell[0] < '0' || cell[0] > '9' {
		return false
	}
	return strings.Trim(cell, "0123456789.,:;/+- TZAPM") == ""
}
