// SPDX-License-Identifier: Apache-2.0

package query

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// recordField is raw:, the one field that does not look at what a parser understood.
func recordField() field {
	const want = "a /regex/"
	return field{fieldRaw, want, true, func(r raw) (Value, error) {
		if r.form != Regexp {
			return nil, fmt.Errorf("want %s, not %s: raw: asks the bytes of records, which have no words", want, excerpt(r.text))
		}
		return newRegexp(r.text)
	}, matchRecord}
}

func matchRecord(a *act, _ *Term, v Value) bool {
	return a.env.Raw != nil && a.env.Raw(v.(Pattern), a.e.Origin)
}

// MatchRecord reports whether a regular expression is found in the text of a record.
func (p Pattern) MatchRecord(text []byte) bool { return p.re != nil && p.re.Match(text) }

// Expression is a regular expression as it is compiled: case makes no difference
// unless the text says so.
func (p Pattern) Expression() string { return "(?i)(?:" + p.Text + ")" }

// RecordText is what raw: looks at: the bytes of a record, without the line end
// behind them. UTF-16 becomes UTF-8; elsewhere, bytes of zero are left out, so that
// texts in binary records are found. encoding is that of the record's source.
func RecordText(record []byte, encoding string) []byte {
	return TrimLineEnd(AppendRecord(nil, record, encoding))
}

// AppendRecord appends a record as RecordText has it, line end included.
func AppendRecord(text, record []byte, encoding string) []byte {
	switch encoding {
	case "utf-16le":
		return appendUTF16(text, record, 0)
	case "utf-16be":
		return appendUTF16(text, record, 1)
	}
	for {
		n := bytes.IndexByte(record, 0)
		if n < 0 {
			return append(text, record...)
		}
		text, record = append(text, record[:n]...), record[n+1:]
	}
}

// TrimLineEnd leaves out the line end behind a text.
func TrimLineEnd(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
}

// appendUTF16 appends UTF-16 as UTF-8; low is which byte of a pair is the lower one.
// Half a surrogate pair becomes the replacement character, an odd byte at the end
// nothing.
func appendUTF16(text, record []byte, low int) []byte {
	for i := 0; i+1 < len(record); i += 2 {
		for ; i+8 <= len(record); i += 8 { // most texts are ASCII
			four := binary.LittleEndian.Uint64(record[i:]) >> (8 * low)
			if four&0xFF80FF80FF80FF80 != 0 || low == 1 && record[i] != 0 {
				break
			}
			text = append(text, byte(four), byte(four>>16), byte(four>>32), byte(four>>48))
		}
		if i+1 >= len(record) {
			break
		}
		r := rune(record[i+low]) | rune(record[i+1-low])<<8
		if r < utf8.RuneSelf {
			text = append(text, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(record) {
				pair = utf16.DecodeRune(r, rune(record[i+2+low])|rune(record[i+3-low])<<8)
			}
			if r = pair; pair != utf8.RuneError {
				i += 2
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}

// RecordPatterns are the regular expressions that the query asks raw: for, each
// once.
func RecordPatterns(q Query) []Pattern {
	var list []Pattern
	seen := map[string]bool{}
	Terms(q, func(t *Term) {
		for _, v := range t.Any {
			if p, ok := v.(Pattern); ok && t.Field == fieldRaw && !seen[p.Text] {
				seen[p.Text] = true
				list = append(list, p)
			}
		}
	})
	return list
}

const fieldRaw = "raw"
