// SPDX-License-Identifier: Apache-2.0

package query

import (
	"bytes"
	"fmt"
	"unicode/utf16"
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
// texts in binary records are found. encoding is that of the record's source. The
// result may share memory with the record.
func RecordText(record []byte, encoding string) []byte {
	switch {
	case encoding == "utf-16le" || encoding == "utf-16be":
		record = decodeUTF16(record, encoding == "utf-16le")
	case bytes.IndexByte(record, 0) >= 0:
		record = bytes.ReplaceAll(record, []byte{0}, nil)
	}
	return TrimLineEnd(record)
}

// TrimLineEnd leaves out the line end behind a text.
func TrimLineEnd(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
}

func decodeUTF16(record []byte, little bool) []byte {
	units := make([]uint16, len(record)/2)
	for i := range units {
		a, b := uint16(record[2*i]), uint16(record[2*i+1])
		if little {
			a, b = b, a
		}
		units[i] = a<<8 | b
	}
	return []byte(string(utf16.Decode(units)))
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
