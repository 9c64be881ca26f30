// SPDX-License-Identifier: Apache-2.0

package leak

import (
	"bufio"
	"encoding/base64"
	"errors"
	"html"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// form is a way to read a leaf: through transformations, in their order.
type form struct {
	name    string
	through []func(io.Reader) io.Reader
	least   int  // characters that a value must have; 0 for all that are looked for
	undoes  byte // without this byte in it a text reads as it is; 0 for none
}

// textForms are how text is searched.
var textForms = []form{
	{name: "as it is"},
	{name: "with HTML escapes undone", through: of(through(newEntities)), undoes: '&'},
	{name: "with JSON escapes undone", through: of(through(newJSON)), undoes: '\\'},
	{name: "with URL escapes undone", through: of(through(newPercent)), undoes: '%'},
	{name: "with mail escapes undone", through: of(through(newQuotedPrintable)), undoes: '='},
	{name: "with Base64 undone", through: of(through(newBase64)), least: leastBinary},
	{name: "without tags", through: of(through(newTags("")), through(newEntities)), undoes: '<'},
	{name: "with blanks for tags", through: of(through(newTags(" ")), through(newEntities)), undoes: '<'},
	{name: "without white space", through: of(through(newSqueeze)), least: leastSqueezed},
	{name: "without tags and white space", through: of(through(newTags("")), through(newEntities), through(newSqueeze)), least: leastSqueezed, undoes: '<'},
}

// binaryForms are how bytes are searched that are no text.
var binaryForms = []form{
	{name: "as it is", least: leastBinary},
	{name: "as UTF-16LE", through: of(asUTF16(unicode.LittleEndian, 0)), least: leastBinary},
	{name: "as UTF-16BE", through: of(asUTF16(unicode.BigEndian, 0)), least: leastBinary},
	{name: "as UTF-16LE from the second byte", through: of(asUTF16(unicode.LittleEndian, 1)), least: leastBinary},
	{name: "as UTF-16BE from the second byte", through: of(asUTF16(unicode.BigEndian, 1)), least: leastBinary},
}

func of(list ...func(io.Reader) io.Reader) []func(io.Reader) io.Reader { return list }

func asUTF16(order unicode.Endianness, skip int64) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader {
		rest := &skipped{r, skip}
		return unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Reader(rest)
	}
}

// skipped leaves out the first bytes.
type skipped struct {
	r io.Reader
	n int64
}

func (s *skipped) Read(p []byte) (int, error) {
	if s.n > 0 {
		if _, err := io.CopyN(io.Discard, s.r, s.n); err != nil {
			return 0, err
		}
		s.n = 0
	}
	return s.r.Read(p)
}

// isText reports whether all is UTF-8 without NUL, and which bytes are in it, as far
// as it had to read.
func isText(r io.Reader) (text bool, has [256]bool, err error) {
	from := bufio.NewReaderSize(r, 1<<16)
	for {
		c, n, err := from.ReadRune()
		if errors.Is(err, io.EOF) {
			return true, has, nil
		}
		if err != nil || c == 0 || c == utf8.RuneError && n == 1 {
			return false, has, err
		}
		if c < utf8.RuneSelf {
			has[c] = true
		}
	}
}

// machine turns bytes into others: next appends what a byte makes, end what is left.
type machine interface {
	next(out []byte, c byte) []byte
	end(out []byte) []byte
}

// through makes a reader of what a machine makes of another.
func through(make func() machine) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader { return &filter{from: bufio.NewReaderSize(r, 1<<16), machine: make()} }
}

type filter struct {
	from    *bufio.Reader
	machine machine
	out     []byte
	err     error
}

func (f *filter) Read(p []byte) (int, error) {
	for len(f.out) == 0 && f.err == nil {
		f.fill()
	}
	if len(f.out) == 0 {
		return 0, f.err
	}
	n := copy(p, f.out)
	f.out = f.out[n:]
	return n, nil
}

func (f *filter) fill() {
	f.out = make([]byte, 0, 1<<16)
	for len(f.out) < 1<<15 {
		c, err := f.from.ReadByte()
		if err != nil {
			f.out, f.err = f.machine.end(f.out), err
			return
		}
		f.out = f.machine.next(f.out, c)
	}
}

// held is what a machine keeps back until it knows what it is.
type held struct{ bytes []byte }

func (h *held) end(out []byte) []byte { return h.flush(out) }

func (h *held) flush(out []byte) []byte {
	out = append(out, h.bytes...)
	h.bytes = h.bytes[:0]
	return out
}

// entities undoes the escapes of HTML and XML.
type entities struct{ held }

func newEntities() machine { return &entities{} }

func (e *entities) next(out []byte, c byte) []byte {
	switch {
	case c == '&':
		out = e.flush(out)
		e.bytes = append(e.bytes, c)
	case len(e.bytes) == 0:
		out = append(out, c)
	case c == ';':
		out = append(out, html.UnescapeString(string(append(e.bytes, c)))...)
		e.bytes = e.bytes[:0]
	default:
		if e.bytes = append(e.bytes, c); len(e.bytes) > 32 {
			out = e.flush(out)
		}
	}
	return out
}

// escapes undoes the escapes of JSON.
type escapes struct {
	held
	high rune // of a surrogate pair
}

func newJSON() machine { return &escapes{} }

var jsonEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f', '"': '"', '/': '/', '\\': '\\'}

func (e *escapes) next(out []byte, c byte) []byte {
	switch plain, simple := jsonEscapes[c]; {
	case len(e.bytes) == 0 && c != '\\':
		return append(out, c)
	case len(e.bytes) == 1 && simple:
		e.bytes = e.bytes[:0]
		return append(out, plain)
	case len(e.bytes) == 1 && c != 'u':
		e.bytes = append(e.bytes, c)
		return e.flush(out)
	}
	if e.bytes = append(e.bytes, c); len(e.bytes) < 6 {
		return out
	}
	code, err := strconv.ParseUint(string(e.bytes[2:]), 16, 32)
	if err != nil {
		return e.flush(out)
	}
	e.bytes = e.bytes[:0]
	unit := rune(code)
	if pair := utf16.DecodeRune(e.high, unit); pair != utf8.RuneError {
		e.high = 0
		return utf8.AppendRune(out, pair)
	}
	if e.high = 0; utf16.IsSurrogate(unit) {
		e.high = unit
		return out
	}
	return utf8.AppendRune(out, unit)
}

// hexEscapes undoes a sign followed by two hexadecimal digits: of URLs, and of mail
// (quoted-printable), which also breaks lines behind its sign.
type hexEscapes struct {
	held
	sign byte
}

func newPercent() machine         { return &hexEscapes{sign: '%'} }
func newQuotedPrintable() machine { return &hexEscapes{sign: '='} }

func (h *hexEscapes) next(out []byte, c byte) []byte {
	switch {
	case c == h.sign:
		out = h.flush(out)
		h.bytes = append(h.bytes, c)
	case len(h.bytes) == 0:
		out = append(out, c)
	case h.sign == '=' && c == '\n' && strings.TrimRight(string(h.bytes), "\r") == "=":
		h.bytes = h.bytes[:0]
	default:
		if h.bytes = append(h.bytes, c); len(h.bytes) < 3 {
			return out
		}
		code, err := strconv.ParseUint(string(h.bytes[1:]), 16, 8)
		if err != nil {
			return h.flush(out)
		}
		out, h.bytes = append(out, byte(code)), h.bytes[:0]
	}
	return out
}

// apart stands between what does not belong together, a cell and the next: it is no
// white space, so that nothing joins them.
const apart = '\x1e'

// tags leaves out tags of HTML and XML, or puts a text for each; between paragraphs and
// cells, it puts them apart. What begins like a tag and does not end soon is none.
type tags struct {
	held
	instead string
}

func newTags(instead string) func() machine { return func() machine { return &tags{instead: instead} } }

const limitTagBytes = 1 << 16

// parting are the tags that part paragraphs and cells, of HTML and of office documents;
// all others may stand inside of a word.
var parting = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range strings.Fields("address article aside blockquote body br caption col dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
		"head header hr html li main meta nav ol option p pre script section style summary table tbody td tfoot th thead title tr ul " +
		"w:p w:tc w:tr w:tbl w:br w:tab c v row si is a:p comment") {
		names[name] = true
	}
	return names
}()

// parts reports whether a tag parts what stands before it from what stands behind.
func parts(tag string) bool {
	name := strings.TrimLeft(tag, "</")
	if end := strings.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	return parting[strings.ToLower(name)]
}

func (t *tags) next(out []byte, c byte) []byte {
	switch {
	case len(t.bytes) == 0 && c != '<':
		return append(out, c)
	case len(t.bytes) == 1 && !strings.ContainsRune("/!?", rune(c)) && (c|0x20 < 'a' || c|0x20 > 'z'):
		out = t.flush(out)
		if c != '<' {
			return append(out, c)
		}
	case len(t.bytes) > 0 && c == '>':
		parted := t.instead == "" && parts(string(t.bytes))
		t.bytes = t.bytes[:0]
		if parted {
			return append(out, apart)
		}
		return append(out, t.instead...)
	}
	if t.bytes = append(t.bytes, c); len(t.bytes) > limitTagBytes {
		out = t.flush(out)
	}
	return out
}

// squeeze leaves out white space, that which does not break lines as well.
type squeeze struct{ held }

func newSqueeze() machine { return &squeeze{} }

func (s *squeeze) next(out []byte, c byte) []byte {
	switch {
	case c == ' ' || c >= '\t' && c <= '\r':
		return s.flush(out)
	case c == 0xC2 && len(s.bytes) == 0:
		s.bytes = append(s.bytes, c)
		return out
	case len(s.bytes) > 0 && (c == 0xA0 || c == 0x85):
		s.bytes = s.bytes[:0]
		return out
	}
	return append(s.flush(out), c)
}

// base64Runs undoes Base64: what looks like it, over the ends of lines, and is long
// enough to hide a value.
type base64Runs struct{ run []byte }

func newBase64() machine { return &base64Runs{} }

func (b *base64Runs) next(out []byte, c byte) []byte {
	switch {
	case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
		b.run = append(b.run, c)
	case c == '-':
		b.run = append(b.run, '+')
	case c == '_':
		b.run = append(b.run, '/')
	case (c == '\r' || c == '\n') && len(b.run) > 0:
	default:
		out = b.end(out)
	}
	if len(b.run) >= 1<<16 {
		out = b.end(out) // a multiple of four
	}
	return out
}

func (b *base64Runs) end(out []byte) []byte {
	if len(b.run) >= 8 {
		whole := b.run[:len(b.run)-len(b.run)%4]
		if len(b.run)%4 > 1 {
			whole = b.run
		}
		decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(whole)))
		n, _ := base64.RawStdEncoding.Decode(decoded, whole) // what does not decode is no Base64
		out = append(append(out, decoded[:n]...), '\n')
	}
	b.run = b.run[:0]
	return out
}
