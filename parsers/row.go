// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/event"
)

// Row is one record of a CSV.
type Row struct {
	Span  event.Span
	Ended bool // whether it had a line end
	csv   *CSV
	data  []byte
	cells []cell
}

// cell is data[start:end], its quotes already outside.
type cell struct {
	start, end      int
	quoted, escaped bool
}

// Count is how many cells there are.
func (r *Row) Count() int { return len(r.cells) }

// Text is cell i as text; "" if i is negative (a column that is not there) or
// beyond the row.
func (r *Row) Text(i int) string {
	if i < 0 || i >= len(r.cells) || r.cells[i].start == r.cells[i].end {
		return ""
	}
	if !r.cells[i].escaped {
		return r.csv.in.Text(r.data[r.cells[i].start:r.cells[i].end])
	}
	r.csv.singled = appendUndoubled(r.csv.singled[:0], r.data[r.cells[i].start:r.cells[i].end])
	return r.csv.in.Text(r.csv.singled)
}

// Trim is Text without white space around it (no-break spaces included).
func (r *Row) Trim(i int) string { return strings.TrimSpace(r.Text(i)) }

// Bytes is cell i as it stands, doubled quotes made single; valid until the next
// row is read.
func (r *Row) Bytes(i int) []byte {
	if i < 0 || i >= len(r.cells) {
		return nil
	}
	c := r.cells[i]
	b := r.data[c.start:c.end]
	if !c.escaped {
		return b
	}
	return appendUndoubled(make([]byte, 0, len(b)), b)
}

// appendUndoubled appends a quoted cell with its doubled quotes made single.
func appendUndoubled(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '"') + 1
		if i == 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		if b = b[i:]; len(b) > 0 && b[0] == '"' {
			b = b[1:]
		}
	}
}

// limitSharedBytes bounds the rows whose cells AppendTexts cuts from one copy.
const limitSharedBytes = 4 << 10

// AppendTexts appends all cells as text. The texts of a row up to 4 KiB share one
// copy of it: cheap for a parser that keeps nearly all cells, wasteful for one
// that keeps few.
func (r *Row) AppendTexts(dst []string) []string {
	if len(r.data) > limitSharedBytes || !utf8.Valid(r.data) {
		for i := range r.cells {
			dst = append(dst, r.Text(i))
		}
		return dst
	}
	shared := string(r.data)
	for _, c := range r.cells {
		text := shared[c.start:c.end]
		if c.escaped {
			text = strings.ReplaceAll(text, `""`, `"`)
		}
		dst = append(dst, text)
	}
	return dst
}

// Strings is all cells as text.
func (r *Row) Strings() []string {
	list := make([]string, len(r.cells))
	for i := range list {
		list[i] = r.Text(i)
	}
	return list
}

// Ragged says how a row differs from its header, "" if it does not. One empty
// cell too many (a trailing delimiter) is no difference.
func (r *Row) Ragged() string {
	want, have := len(r.csv.header.cells), len(r.cells)
	if have == want || have == want+1 && r.cells[want].start == r.cells[want].end {
		return ""
	}
	return fmt.Sprintf("%d cells, header has %d", have, want)
}

// CutOff reports whether the row looks like the torn end of a file: no line end,
// and fewer cells than the header.
func (r *Row) CutOff() bool { return !r.Ended && len(r.cells) < len(r.csv.header.cells) }

// Digest is a key over all cells that are not empty, each with its column's name,
// in the order of the names: so the same record has the same key in exports whose
// columns are ordered differently, whatever the line ends.
func (r *Row) Digest(system string) event.Key {
	c := r.csv
	valid := utf8.Valid(r.data)
	buf := appendPart(c.digest[:0], []byte(system))
	for _, i := range c.sorted {
		if i >= len(r.cells) || r.cells[i].start == r.cells[i].end {
			continue
		}
		buf = append(buf, c.named[i]...)
		if b := r.Bytes(i); valid {
			buf = appendPart(buf, b)
		} else {
			buf = appendPart(buf, []byte(c.in.Text(b)))
		}
	}
	for i := len(c.sorted); i < len(r.cells); i++ {
		if r.cells[i].start < r.cells[i].end {
			buf = appendPart(buf, r.Bytes(i))
		}
	}
	c.digest = buf
	sum := sha256.Sum256(buf)
	return event.Key(sum[:16])
}

// DigestFields is the key that Row.Digest gives a row of these cells under these
// column names, for records that come as CSV and in other forms.
func DigestFields(system string, fields []event.Attr) event.Key {
	sorted := make([]event.Attr, 0, len(fields))
	for _, f := range fields {
		if f.Value != "" {
			sorted = append(sorted, event.Attr{Name: NormalName(f.Name), Value: f.Value})
		}
	}
	slices.SortStableFunc(sorted, func(a, b event.Attr) int { return strings.Compare(a.Name, b.Name) })
	buf := appendPart(nil, []byte(system))
	for _, f := range sorted {
		buf = appendPart(appendPart(buf, []byte(f.Name)), []byte(f.Value))
	}
	sum := sha256.Sum256(buf)
	return event.Key(sum[:16])
}

// appendPart appends b so that it is told apart from what follows.
func appendPart(buf, b []byte) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(b))), b...)
}

// Header names the columns of a CSV.
type Header struct {
	cells []string
	names []string // normalised
}

// NewHeader makes a header of the cells.
func NewHeader(cells []string) Header {
	h := Header{cells: cells, names: make([]string, len(cells))}
	for i, c := range cells {
		h.names[i] = NormalName(c)
	}
	return h
}

// Cells are the column names as written.
func (h Header) Cells() []string { return h.cells }

// Column is the index of the first column that bears one of the names, the names
// tried in turn; -1 if there is none. Case, blanks, quotes, '_', '-' and '#' do
// not count.
func (h Header) Column(names ...string) int {
	for _, name := range names {
		normal := NormalName(name)
		for i := range h.names {
			if h.names[i] == normal {
				return i
			}
		}
	}
	return -1
}

// Has reports whether all the columns are there.
func (h Header) Has(names ...string) bool {
	for _, name := range names {
		if h.Column(name) < 0 {
			return false
		}
	}
	return true
}

// NormalName folds a column name for comparing: lower case, without blanks,
// quotes, '_', '-' and '#'.
func NormalName(name string) string {
	for i := range len(name) {
		if c := name[i]; c < 'a' || c > 'z' {
			return normalName(name)
		}
	}
	return name
}

func normalName(name string) string {
	out := make([]byte, 0, len(name))
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= utf8.RuneSelf:
			return foldName(name)
		case c == ' ' || c == '\t' || c == '_' || c == '-' || c == '#' || c == '"' || c == '\'':
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// foldName is normalName for names beyond ASCII.
func foldName(name string) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case ' ', '\t', '_', '-', '#', '"', '\'', '\u00a0', '\ufeff':
			return -1
		}
		return c
	}, strings.ToLower(name))
}

// KebabName is a column name in the form attributes have: "USER_ID",
// "UserId" and "User Id" become "user-id". It is empty for a name of blanks and
// dashes only.
func KebabName(name string) string {
	var out strings.Builder
	var before rune
	for _, c := range strings.TrimSpace(name) {
		upper := c >= 'A' && c <= 'Z'
		switch {
		case unicode.IsSpace(c) || c == '_' || c == '-' || c == '.' || c == '/':
			c = '-'
		case upper && (before >= 'a' && before <= 'z' || before >= '0' && before <= '9'):
			out.WriteByte('-')
		}
		if c == '-' && (before == '-' || before == 0) {
			continue
		}
		before = c
		out.WriteRune(unicode.ToLower(c))
	}
	return strings.TrimSuffix(out.String(), "-")
}

// SniffDelimiter is the delimiter that occurs most in the first line of a head,
// of comma, semicolon and tab; a "sep=;" line decides.
func SniffDelimiter(head []byte) byte {
	line, rest, _ := bytes.Cut(head, []byte{'\n'})
	if sep, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("sep=")); ok && len(sep) == 1 {
		return sep[0]
	}
	if bytes.HasPrefix(line, []byte("#TYPE")) {
		line, _, _ = bytes.Cut(rest, []byte{'\n'})
	}
	best, most := byte(','), 0
	for _, d := range []byte{',', ';', '\t'} {
		if n := bytes.Count(line, []byte{d}); n > most {
			best, most = d, n
		}
	}
	return best
}

// HeadRows returns up to n records of a head as text, for sniffing; the last one
// may be cut off and is left out unless the head is whole. The rows are shared:
// they are not to be changed.
func HeadRows(h Head, delim byte, n int) [][]string {
	if h.rows == nil {
		return readHeadRows(h, delim, n)
	}
	seen, ok := h.rows.byDelim[delim]
	if !ok || len(seen.rows) < n && !seen.all {
		rows := readHeadRows(h, delim, n)
		seen = headRows{rows: rows, all: len(rows) < n, data: seen.data}
		h.rows.byDelim[delim] = seen
	}
	return seen.rows[:min(n, len(seen.rows))]
}

func readHeadRows(h Head, delim byte, n int) [][]string {
	c := NewCSV(Input{Reader: bytes.NewReader(h.Bytes), SizeBytes: int64(len(h.Bytes))}, discard{}, delim)
	var rows [][]string
	for len(rows) < n && c.Next() {
		if !c.row.Ended && !h.Whole {
			break
		}
		rows = append(rows, c.row.Strings())
	}
	return rows
}

// rowCache keeps what HeadRows read, so that twenty parsers look at one head and
// it is split once.
type rowCache struct {
	byDelim   map[byte]headRows
	namesOnly bool // see Head.NamesOnly
}

type headRows struct {
	rows [][]string
	all  bool   // there are no more
	data []bool // which of the first rows have figures in them; as far as asked for
}

// Shared returns the head with a cache for its rows. A shared head is for one
// goroutine.
func (h Head) Shared() Head {
	h.rows = &rowCache{byDelim: map[byte]headRows{}}
	return h
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
