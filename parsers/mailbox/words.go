// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"encoding/base64"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"dossier/parsers"
)

// decodeCharset turns bytes of a declared charset into text. A charset that is
// unknown, or that the bytes contradict, is as good as none.
func decodeCharset(in *parsers.Input, name string, raw []byte) string {
	name, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(name)), "*")
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return in.Text(raw)
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		if charset := parsers.CharsetNamed(name); charset != nil {
			return charset(raw)
		}
		return in.Text(raw)
	}
	if canonical, err := htmlindex.Name(enc); err != nil || canonical == "replacement" {
		return in.Text(raw)
	}
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return in.Text(raw)
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

// decodeWords reads a header value: encoded words (RFC 2047) wherever they
// stand, and 8-bit bytes as they come. A character cut in two by a border
// between encoded words is put together again.
func decodeWords(in *parsers.Input, raw []byte) string {
	text := in.Text(raw)
	if !strings.Contains(text, "=?") {
		return text
	}
	d := wordDecoder{in: in}
	behindLast := len(text) - strings.LastIndex(text, "?=") // bytes from the last word's end mark on
	for text != "" {
		at := strings.Index(text, "=?")
		if at < 0 || len(text)-at-2 < behindLast {
			break
		}
		charset, data, length := encodedWord(text[at:])
		if length == 0 {
			d.literal(text[:at+2])
			text = text[at+2:]
			continue
		}
		d.literal(text[:at])
		d.word(charset, data)
		text = text[at+length:]
	}
	d.literal(text)
	d.flush()
	return d.out.String()
}

// wordDecoder gathers neighbouring words of one charset before it decodes them.
type wordDecoder struct {
	in      *parsers.Input
	out     strings.Builder
	charset string
	data    []byte
	gap     string // white space since the last word: it counts only before a literal
	any     bool   // whether data waits
}

func (d *wordDecoder) literal(text string) {
	if text == "" {
		return
	}
	if d.any && strings.TrimLeft(text, " \t\r\n") == "" {
		d.gap += text
		return
	}
	d.flush()
	d.out.WriteString(text)
}

func (d *wordDecoder) word(charset string, data []byte) {
	if d.any && !strings.EqualFold(charset, d.charset) {
		d.gap = ""
		d.flush()
	}
	d.gap = ""
	d.charset, d.any = charset, true
	d.data = append(d.data, data...)
}

func (d *wordDecoder) flush() {
	if d.any {
		d.out.WriteString(decodeCharset(d.in, d.charset, d.data))
	}
	d.out.WriteString(d.gap)
	d.gap, d.data, d.any = "", d.data[:0], false
}

// encodedWord reads the encoded word that text begins with; length 0 if it does
// not begin with one.
func encodedWord(text string) (charset string, data []byte, length int) {
	head := text[2:min(len(text), 80)]
	first := strings.IndexByte(head, '?')
	if first < 1 || len(head) < first+3 || head[first+2] != '?' || strings.ContainsAny(head[:first], " \t=") {
		return "", nil, 0
	}
	body := text[2+first+3:]
	end := strings.Index(body, "?=")
	if end < 0 {
		return "", nil, 0
	}
	switch head[first+1] {
	case 'B', 'b':
		data = base64Text(body[:end])
	case 'Q', 'q':
		data = quotedWord(body[:end])
	default:
		return "", nil, 0
	}
	return head[:first], data, 2 + first + 3 + end + 2
}

// base64Text decodes what is base64 in text and passes over the rest.
func base64Text(text string) []byte {
	digits := strings.Map(func(c rune) rune {
		if c < 128 && base64Digit[c] != noDigit {
			return c
		}
		return -1
	}, text)
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	data, _ := base64.RawStdEncoding.DecodeString(digits)
	return data
}

// quotedWord decodes the Q encoding.
func quotedWord(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0:
			out = append(out, byte(hexDigit(text[i+1])<<4|hexDigit(text[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
