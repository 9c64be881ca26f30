// SPDX-License-Identifier: Apache-2.0

package leak

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
)

// streamStart is where a stream begins: behind its dictionary.
var streamStart = regexp.MustCompile(`stream\r?\n`)

var filterName = regexp.MustCompile(`/(FlateDecode|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|Crypt|DCTDecode|JPXDecode|CCITTFaxDecode|JBIG2Decode|Fl|LZW|A85|AHx|RL)\b`)

// readableFilters are those of streams that are unpacked here; pictures are left
// packed, other filters cannot be read.
var readableFilters = map[string]bool{"FlateDecode": true, "Fl": true, "DCTDecode": true, "JPXDecode": true, "CCITTFaxDecode": true, "JBIG2Decode": true}

// pdf searches the streams of a PDF and what stands around them. The strings of each
// are put together in the order in which they stand, which is the order in which a
// page is drawn.
func (s *scanner) pdf(f leaf, _ int) error {
	r, err := f.open()
	if err != nil {
		return wrap(f.name, err)
	}
	data, err := io.ReadAll(r)
	if closing := r.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return wrap(f.name, err)
	}
	var around bytes.Buffer
	for {
		start := streamStart.FindIndex(data)
		if start == nil {
			break
		}
		head := data[:start[0]]
		around.Write(data[:start[1]])
		body, rest, why := streamBody(head, data[start[1]:])
		if why != "" {
			return &UnreadableError{f.name, why}
		}
		if err := s.pdfPart(f, body); err != nil {
			return err
		}
		data = rest
	}
	around.Write(data)
	return s.pdfPart(f, around.Bytes())
}

// streamBody is a stream's content, unpacked, and what stands behind it. Why it
// cannot be read is said in words.
func streamBody(head, data []byte) (body, rest []byte, why string) {
	end := bytes.Index(data, []byte("endstream"))
	if end < 0 {
		return nil, nil, "a stream has no end"
	}
	dictionary := head[max(0, bytes.LastIndex(head, []byte(" obj"))):]
	flate := false
	for _, m := range filterName.FindAllSubmatch(dictionary, -1) {
		name := string(m[1])
		if !readableFilters[name] {
			return nil, nil, "a stream is packed by " + name + ", which is not unpacked"
		}
		flate = flate || strings.HasPrefix(name, "Fl")
	}
	if !flate {
		return data[:end], data[end+len("endstream"):], ""
	}
	packed := bytes.NewReader(data)
	unpacker, err := zlib.NewReader(packed)
	if err != nil {
		return nil, nil, "a stream cannot be unpacked: " + err.Error()
	}
	body, err = io.ReadAll(unpacker)
	if err != nil {
		return nil, nil, "a stream cannot be unpacked: " + err.Error()
	}
	rest = data[len(data)-packed.Len():]
	if after := bytes.Index(rest, []byte("endstream")); after >= 0 {
		rest = rest[after+len("endstream"):]
	}
	return body, rest, ""
}

// pdfPart searches the content of a stream, or what stands around streams.
func (s *scanner) pdfPart(f leaf, data []byte) error {
	in := func(text []byte) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	}
	text, _, err := isText(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if text {
		if err := s.forms(leaf{f.name, in(data)}, textForms[:1]); err != nil {
			return err
		}
	} else if err := s.forms(leaf{f.name, in(data)}, binaryForms); err != nil {
		return err
	}
	strings := pdfStrings(data)
	for _, reading := range []struct {
		name string
		of   func([]byte) string
	}{{"strings", latin}, {"strings in UTF-16", wide}} {
		var tight, loose bytes.Buffer
		for _, one := range strings {
			piece := reading.of(one.text)
			if !one.joined {
				tight.WriteByte(apart)
			}
			tight.WriteString(piece)
			loose.WriteString(piece + " ")
		}
		for _, joined := range []struct {
			as  form
			all []byte
		}{
			{form{name: reading.name + ", joined"}, tight.Bytes()},
			{form{name: reading.name + ", with blanks"}, loose.Bytes()},
			{form{name: reading.name + ", without white space", through: of(through(newSqueeze)), least: leastSqueezed}, tight.Bytes()},
		} {
			if err := s.form(leaf{f.name, in(joined.all)}, joined.as); err != nil {
				return err
			}
		}
	}
	return nil
}

// latin reads each byte as a character.
func latin(b []byte) string {
	var out strings.Builder
	for _, c := range b {
		out.WriteRune(rune(c))
	}
	return out.String()
}

// wide reads each two bytes as a unit of UTF-16, the higher first.
func wide(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// piece is a string of a PDF. Joined says that it goes on where the one before ends,
// or begins below it: a line of the same cell.
type piece struct {
	text   []byte
	joined bool
}

// pdfStrings are the strings of a part of a PDF, in parentheses and in hexadecimal, in
// their order.
func pdfStrings(data []byte) []piece {
	var list []piece
	var place placing
	end := 0 // of the last string
	for i := 0; i < len(data); i++ {
		var text []byte
		begin := i
		switch data[i] {
		case '(':
			var n int
			text, n = literalString(data[i+1:])
			i += n
		case '<':
			close := bytes.IndexByte(data[i:], '>')
			if close < 0 {
				continue
			}
			var ok bool
			if text, ok = hexString(data[i+1 : i+close]); !ok {
				continue
			}
			i += close
		default:
			continue
		}
		list = append(list, piece{text, place.follows(data[end:begin]) && len(list) > 0})
		end = i + 1
	}
	return list
}

var (
	moves     = regexp.MustCompile(`(-?[\d.]+)\s+-?[\d.]+\s+(?:Td|TD|Tm)\b`)
	textBegin = regexp.MustCompile(`\bBT\b`)
	textEnd   = regexp.MustCompile(`\b(?:BT|ET|Td|TD|Tm)\b`)
)

// placing knows where the last string began, from the left.
type placing struct{ left string }

// follows reads what stands between two strings: nothing that moves, a move straight
// down, or a new beginning at the same distance from the left.
func (p *placing) follows(between []byte) bool {
	found := moves.FindAllSubmatch(between, -1)
	if found == nil {
		return !textEnd.Match(between)
	}
	left := string(found[len(found)-1][1])
	if !textBegin.Match(between) {
		return strings.Trim(left, "0.-") == ""
	}
	same := left == p.left
	p.left = left
	return same
}

// literalString reads a string behind its parenthesis, and how many bytes it takes
// with the closing one.
func literalString(data []byte) (text []byte, length int) {
	depth := 1
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '\\':
			piece, n := stringEscape(data[i+1:])
			text = append(text, piece...)
			i += n
		case '(':
			depth++
			text = append(text, c)
		case ')':
			if depth--; depth == 0 {
				return text, i + 1
			}
			text = append(text, c)
		default:
			text = append(text, c)
		}
	}
	return text, len(data)
}

var stringEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// stringEscape reads what stands behind a backslash.
func stringEscape(data []byte) (piece []byte, length int) {
	if len(data) == 0 {
		return nil, 0
	}
	c := data[0]
	if plain, ok := stringEscapes[c]; ok {
		return []byte{plain}, 1
	}
	switch {
	case c == '\r' && len(data) > 1 && data[1] == '\n':
		return nil, 2
	case c == '\n' || c == '\r':
		return nil, 1
	case c < '0' || c > '7':
		return []byte{c}, 1
	}
	code, n := 0, 0
	for n < 3 && n < len(data) && data[n] >= '0' && data[n] <= '7' {
		code = code*8 + int(data[n]-'0')
		n++
	}
	return []byte{byte(code)}, n
}

func hexString(data []byte) ([]byte, bool) {
	digits := strings.Join(strings.Fields(string(data)), "")
	if len(digits)%2 == 1 {
		digits += "0"
	}
	text, err := hex.DecodeString(digits)
	return text, err == nil && len(text) > 0
}
