// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"strconv"
	"unicode/utf8"
)

// AppendXML appends e as XML to dst: one line, attributes in double quotes, empty
// elements closed at once. It is for people and for text search. Characters that
// XML does not allow, such as controls, become U+FFFD.
func (e *Element) AppendXML(dst []byte) []byte {
	if e == nil {
		return dst
	}
	dst = append(append(dst, '<'), e.Name...)
	for _, a := range e.Attrs {
		dst = append(append(append(dst, ' '), a.Name...), `="`...)
		dst = append(appendEscaped(dst, a.Value.String()), '"')
	}
	text := e.Value.String()
	if text == "" && len(e.Children) == 0 {
		return append(dst, "/>"...)
	}
	dst = appendEscaped(append(dst, '>'), text)
	for _, child := range e.Children {
		dst = child.AppendXML(dst)
	}
	return append(append(append(dst, "</"...), e.Name...), '>')
}

func appendEscaped(dst []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r == '\t' || r == '\n' || r == '\r':
			dst = append(dst, "&#"...)
			dst = append(strconv.AppendInt(dst, int64(r), 10), ';')
		case r < ' ' || r == 0xfffe || r == 0xffff:
			dst = append(dst, "\uFFFD"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
