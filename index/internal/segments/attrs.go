// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"bytes"

	"dossier/event"
)

// EachAttr calls each for the attributes of a text of the column attrs, in order.
// The slices are valid during the call.
func EachAttr(text []byte, each func(name, value []byte)) error {
	if bytes.IndexByte(text, '\\') < 0 && quickAttrs(text, nil) {
		quickAttrs(text, each)
		return nil
	}
	list, err := decodeAttrs(string(text))
	for _, a := range list {
		each([]byte(a.Name), []byte(a.Value))
	}
	return err
}

// quickAttrs reads an object of texts without escapes and spaces, as appendAttrs
// writes nearly all of them; false for anything else. each may be nil.
func quickAttrs(text []byte, each func(name, value []byte)) bool {
	if len(text) == 0 {
		return true
	}
	before := byte('{')
	for len(text) > 0 && text[0] == before {
		name, rest, ok := quickText(text[1:])
		if !ok || len(rest) == 0 || rest[0] != ':' {
			return false
		}
		value, rest, ok := quickText(rest[1:])
		if !ok {
			return false
		}
		if each != nil {
			each(name, value)
		}
		text, before = rest, ','
	}
	return before == ',' && len(text) == 1 && text[0] == '}'
}

// quickText reads a text in quotes.
func quickText(in []byte) (text, rest []byte, ok bool) {
	if len(in) < 2 || in[0] != '"' {
		return nil, nil, false
	}
	end := bytes.IndexByte(in[1:], '"')
	if end < 0 {
		return nil, nil, false
	}
	return in[1 : 1+end], in[2+end:], true
}

// attrsOf are the attributes of a text of the column.
func attrsOf(text string) ([]event.Attr, error) {
	if text == "" {
		return nil, nil
	}
	attrs := make([]event.Attr, 0, bytes.Count([]byte(text), []byte(`":"`)))
	err := EachAttr([]byte(text), func(name, value []byte) {
		attrs = append(attrs, event.Attr{Name: string(name), Value: string(value)})
	})
	return attrs, err
}
