// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
)

// EachAttr calls each for the attributes of a text of the column attrs, in order.
// The slices are valid during the call.
func EachAttr(text []byte, each func(name, value []byte)) error {
	r := attrReaders.Get().(*AttrReader)
	defer attrReaders.Put(r)
	list, err := r.Read(text)
	for i := range list {
		each(list[i].Name, list[i].Value)
	}
	return err
}

var attrReaders = sync.Pool{New: func() any { return new(AttrReader) }}

// AttrText is an attribute as bytes.
type AttrText struct{ Name, Value []byte }

// AttrReader takes texts of the column attrs apart. It is for one goroutine.
type AttrReader struct {
	list     []AttrText
	unquoted []byte // what the texts with escapes mean
}

// Read returns the attributes of a text, in order. They are valid until the next call,
// and as long as the text is.
func (r *AttrReader) Read(text []byte) ([]AttrText, error) {
	r.list, r.unquoted = r.list[:0], r.unquoted[:0]
	if r.quick(text, bytes.IndexByte(text, '\\') >= 0) {
		return r.list, nil
	}
	r.list = r.list[:0]
	list, err := decodeAttrs(string(text))
	for _, a := range list {
		r.list = append(r.list, AttrText{[]byte(a.Name), []byte(a.Value)})
	}
	return r.list, err
}

// quick reads an object of texts without spaces between, as appendAttrs writes them;
// false for anything else.
func (r *AttrReader) quick(text []byte, escapes bool) bool {
	if len(text) == 0 {
		return true
	}
	before := byte('{')
	for len(text) > 0 && text[0] == before {
		name, rest, ok := r.text(text[1:], escapes)
		if !ok || len(rest) == 0 || rest[0] != ':' {
			return false
		}
		value, rest, ok := r.text(rest[1:], escapes)
		if !ok {
			return false
		}
		r.list = append(r.list, AttrText{name, value})
		text, before = rest, ','
	}
	return before == ',' && len(text) == 1 && text[0] == '}'
}

// text reads a text in quotes.
func (r *AttrReader) text(in []byte, escapes bool) (text, rest []byte, ok bool) {
	if len(in) < 2 || in[0] != '"' {
		return nil, nil, false
	}
	end := 1 + bytes.IndexByte(in[1:], '"')
	if end == 0 {
		return nil, nil, false
	}
	if escapes && bytes.IndexByte(in[1:end], '\\') >= 0 {
		return r.escaped(in)
	}
	return in[1:end], in[end+1:], true
}

// escaped reads a text in quotes that has escapes.
func (r *AttrReader) escaped(in []byte) (text, rest []byte, ok bool) {
	end := 1
	for end < len(in) && in[end] != '"' {
		if in[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(in) {
		return nil, nil, false
	}
	start := len(r.unquoted)
	var err error
	r.unquoted, err = jsontext.AppendUnquote(r.unquoted, in[:end+1])
	return r.unquoted[start:], in[end+1:], err == nil
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
