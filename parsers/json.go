// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON is a value as evidence has it: numbers keep their digits, objects their
// order and their repeated names. The zero JSON is a value that is not there, and
// every question may be put to it.
type JSON struct {
	kind    byte   // '{', '[', '"', '0', 't', 'f' or 'n'; 0 for the zero JSON
	text    string // of strings, numbers, true and false; valid UTF-8
	members []Member
}

// Member is a member of an object, or an element of an array (without name).
type Member struct {
	Name  string
	Value JSON
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
func (v JSON) Text() string { return v.text }

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
	return string(v.append(nil))
}

func (v JSON) append(out []byte) []byte {
	switch v.kind {
	case '"':
		return appendQuoted(out, v.text)
	case '{', '[':
		out = append(out, v.kind)
		for i := range v.members {
			if i > 0 {
				out = append(out, ',')
			}
			if v.kind == '{' {
				out = append(appendQuoted(out, v.members[i].Name), ':')
			}
			out = v.members[i].Value.append(out)
		}
		return append(out, v.kind+2) // '}' and ']' come two after '{' and '['
	case 'n':
		return append(out, "null"...)
	}
	return append(out, v.text...)
}

// appendQuoted is jsontext.AppendQuote, which errs on nothing that is UTF-8; most
// text has nothing to escape.
func appendQuoted(out []byte, text string) []byte {
	if strings.IndexFunc(text, needsEscape) < 0 {
		out = append(out, '"')
		out = append(out, text...)
		return append(out, '"')
	}
	out, _ = jsontext.AppendQuote(out, text)
	return out
}

func needsEscape(c rune) bool { return c < ' ' || c == '"' || c == '\\' }
