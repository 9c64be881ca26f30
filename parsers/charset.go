// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Charset turns bytes that are not UTF-8 into text.
type Charset func([]byte) string

// Windows1252 is the fallback: what Western Windows programs write. Its five
// unassigned bytes become U+FFFD.
func Windows1252(b []byte) string { return decode(charmap.Windows1252, b) }

// CharsetNamed returns the single-byte code page of that name
// ("windows-1250", "iso-8859-2", "ibm850" …), nil if there is none.
func CharsetNamed(name string) Charset {
	for _, enc := range charmap.All {
		cm, ok := enc.(*charmap.Charmap)
		if ok && strings.EqualFold(strings.ReplaceAll(cm.String(), " ", "-"), name) {
			return func(b []byte) string { return decode(cm, b) }
		}
	}
	return nil
}

func decode(cm *charmap.Charmap, b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		out.WriteRune(cm.DecodeByte(c))
	}
	return out.String()
}

// Text decodes a piece of a source: UTF-8 if it is valid UTF-8, else the
// fallback code page. The answer is always valid UTF-8.
func (in *Input) Text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if in.Fallback != nil {
		return in.Fallback(b)
	}
	return Windows1252(b)
}
