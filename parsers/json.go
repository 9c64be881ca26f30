// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// limitJSONValues bounds the members and elements of one value read.
const limitJSONValues = 200_000

// JSON is a value as evidence has it: numbers keep their digits, objects their
// order and their repeated names. The zero JSON is a value that is not there, and
// every question may be put to it.
type JSON struct {
	kind    jsontext.Kind
	text    string // of strings, numbers, true and false
	members []Member
}

// Member is a member of an object, or an element of an array (without name).
type Member struct {
	Name  string
	Value JSON
}

// ParseJSON reads one value and nothing behind it but white space. Invalid UTF-8
// in strings becomes U+FFFD; repeated names are kept.
func ParseJSON(data []byte) (JSON, error) {
	d := jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	budget := limitJSONValues
	v, err := readJSON(d, &budget)
	if err != nil {
		return JSON{}, fmt.Errorf("json at byte %d: %w", d.InputOffset(), err)
	}
	if rest := bytes.TrimSpace(data[d.InputOffset():]); len(rest) > 0 {
		return JSON{}, fmt.Errorf("json at byte %d: something follows the value", d.InputOffset())
	}
	return v, nil
}

var errTooManyValues = errors.New("more members than can be kept")

func readJSON(d *jsontext.Decoder, budget *int) (JSON, error) {
	if *budget--; *budget < 0 {
		return JSON{}, errTooManyValues
	}
	tok, err := d.ReadToken()
	if err != nil {
		return JSON{}, err
	}
	v := JSON{kind: tok.Kind()}
	switch v.kind {
	case '{', '[':
		for d.PeekKind() != '}' && d.PeekKind() != ']' {
			m, err := readMember(d, v.kind, budget)
			if err != nil {
				return JSON{}, err
			}
			v.members = append(v.members, m)
		}
		_, err = d.ReadToken()
	case '"', '0', 't', 'f':
		v.text = tok.String()
	}
	return v, err
}

func readMember(d *jsontext.Decoder, kind jsontext.Kind, budget *int) (Member, error) {
	var m Member
	if kind == '{' {
		name, err := d.ReadToken()
		if err != nil {
			return m, err
		}
		m.Name = name.String()
	}
	value, err := readJSON(d, budget)
	m.Value = value
	return m, err
}

// Get follows names into objects; the zero JSON where one is missing. Names are
// compared exactly, the first of repeated ones wins.
func (v JSON) Get(names ...string) JSON {
	for _, name := range names {
		v = v.member(name)
	}
	return v
}

func (v JSON) member(name string) JSON {
	if v.kind != '{' {
		return JSON{}
	}
	for i := range v.members {
		if v.members[i].Name == name {
			return v.members[i].Value
		}
	}
	return JSON{}
}

// Text is a string's text, a number's digits, "true" or "false"; "" for
// everything else.
func (v JSON) Text() string { return strings.ToValidUTF8(v.text, "\uFFFD") }

// Members are the members of an object in their order, nil for anything else.
func (v JSON) Members() []Member {
	if v.kind != '{' {
		return nil
	}
	return v.members
}

// Elements are the elements of an array (Name is empty), nil for anything else.
func (v JSON) Elements() []Member {
	if v.kind != '[' {
		return nil
	}
	return v.members
}

// Exists reports whether there is a value; null is one.
func (v JSON) Exists() bool { return v.kind != 0 }

// IsObject and IsArray tell composite values apart.
func (v JSON) IsObject() bool { return v.kind == '{' }

// IsArray reports whether v is an array.
func (v JSON) IsArray() bool { return v.kind == '[' }

// String is the value as compact JSON, for attributes that keep a composite
// value whole; a string, number or boolean is its Text.
func (v JSON) String() string {
	if v.kind != '{' && v.kind != '[' {
		return v.Text()
	}
	var out strings.Builder
	v.write(&out)
	return out.String()
}

func (v JSON) write(out *strings.Builder) {
	switch v.kind {
	case '"':
		quoted, _ := jsontext.AppendQuote(nil, v.Text())
		out.Write(quoted)
	case '{', '[':
		out.WriteByte(byte(v.kind))
		for i, m := range v.members {
			if i > 0 {
				out.WriteByte(',')
			}
			if v.kind == '{' {
				quoted, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(m.Name, "\uFFFD"))
				out.Write(quoted)
				out.WriteByte(':')
			}
			m.Value.write(out)
		}
		out.WriteByte(map[jsontext.Kind]byte{'{': '}', '[': ']'}[v.kind])
	case 'n':
		out.WriteString("null")
	default:
		out.WriteString(v.text)
	}
}
