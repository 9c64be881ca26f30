// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// limitJSONValues bounds the members and elements of one value read,
// limitJSONDepth how deep they may lie in each other.
const (
	limitJSONValues = 200_000
	limitJSONDepth  = 10_000
)

// What can be wrong with JSON. ParseJSON says where.
var (
	errJSONEnd       = errors.New("the text ends within the value")
	errJSONValue     = errors.New("no value begins here")
	errJSONName      = errors.New("a member's name is wanted")
	errJSONColon     = errors.New("a colon is wanted")
	errJSONComma     = errors.New("a comma or the end is wanted")
	errJSONNumber    = errors.New("this is no number")
	errJSONControl   = errors.New("control character in a string")
	errJSONEscape    = errors.New("this is no escape")
	errJSONDepth     = errors.New("nested too deep")
	errTooManyValues = errors.New("more members than can be kept")
)

// ParseJSON reads one value and nothing behind it but white space. Invalid UTF-8
// in strings becomes U+FFFD; repeated names are kept.
func ParseJSON(data []byte) (JSON, error) { return ParseJSONText(string(data)) }

// ParseJSONText is ParseJSON of a text. The texts of the value are parts of it,
// and keep it in memory as long as they are kept.
func ParseJSONText(text string) (JSON, error) {
	v, rest, err := ParseJSONPrefix(text)
	if err != nil {
		return JSON{}, err
	}
	if rest = strings.TrimLeft(rest, jsonBlanks); rest != "" {
		return JSON{}, fmt.Errorf("json at byte %d: something follows the value", len(text)-len(rest))
	}
	return v, nil
}

const jsonBlanks = " \t\r\n"

// ParseJSONPrefix reads the value with which text begins and returns what
// follows it. If the value is broken or cut off, it returns the error and, of an
// object, the members that were read whole before: what is left of a torn record.
func ParseJSONPrefix(text string) (v JSON, rest string, err error) {
	return new(JSONReader).Prefix(text)
}

// JSONReader reads one value after another in the same room, for sources that are
// mostly JSON. Not safe for concurrent use.
type JSONReader struct{ s jsonScanner }

// Prefix is ParseJSONPrefix. The value is valid until the next call; the texts in
// it stay.
func (r *JSONReader) Prefix(text string) (v JSON, rest string, err error) {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	s := &r.s
	s.text, s.at, s.budget, s.outer = text, 0, limitJSONValues, nil
	s.stack, s.slab = s.stack[:0], s.slab[:0]
	if cap(s.slab) > limitJSONRoom || cap(s.stack) > limitJSONRoom {
		s.stack, s.slab = nil, nil
	}
	s.blanks()
	v, err = s.value(0)
	if err == nil {
		return v, text[s.at:], nil
	}
	if len(s.outer) > 0 {
		v = JSON{kind: '{', members: s.outer}
	}
	return v, "", fmt.Errorf("json at byte %d: %w", s.at, err)
}

// limitJSONRoom is the room, in members, that a reader keeps for the next value.
const limitJSONRoom = 4096

// jsonScanner reads values off a text. Members are gathered on a stack shared by
// all levels and copied to their exact size when their object or array ends.
type jsonScanner struct {
	text   string
	at     int
	budget int
	stack  []Member
	slab   []Member // room for lists that stay
	outer  []Member // of the outermost object, if it could not be read to its end
	plain  []byte   // scratch: a string without its escapes
}

func (s *jsonScanner) blanks() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// peek is the next byte, 0 at the end.
func (s *jsonScanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *jsonScanner) value(depth int) (JSON, error) {
	if s.budget--; s.budget < 0 {
		return JSON{}, errTooManyValues
	}
	switch c := s.peek(); {
	case c == '"':
		text, err := s.quoted()
		return JSON{kind: '"', text: text}, err
	case c == '{' || c == '[':
		return s.composite(c, depth+1)
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	case c == 't':
		return s.word("true", JSON{kind: 't', text: "true"})
	case c == 'f':
		return s.word("false", JSON{kind: 'f', text: "false"})
	case c == 'n':
		return s.word("null", JSON{kind: 'n'})
	}
	return JSON{}, s.wanted(errJSONValue)
}

// wanted is err, or errJSONEnd if the text is at its end.
func (s *jsonScanner) wanted(err error) error {
	if s.at >= len(s.text) {
		return errJSONEnd
	}
	return err
}

func (s *jsonScanner) word(word string, v JSON) (JSON, error) {
	rest := s.text[s.at:]
	if strings.HasPrefix(rest, word) {
		s.at += len(word)
		return v, nil
	}
	if strings.HasPrefix(word, rest) {
		return JSON{}, errJSONEnd
	}
	return JSON{}, errJSONValue
}

// composite reads an object or array; the next byte opens it.
func (s *jsonScanner) composite(open byte, depth int) (JSON, error) {
	if depth > limitJSONDepth {
		return JSON{}, errJSONDepth
	}
	s.at++
	base := len(s.stack)
	err := s.members(open, depth)
	if err != nil && (depth > 1 || open != '{') {
		return JSON{}, err
	}
	v := JSON{kind: open}
	v.members = s.keep(s.stack[base:])
	s.stack = s.stack[:base]
	if err != nil {
		s.outer = v.members
	}
	return v, err
}

// keep copies members off the stack to where they stay: many small lists share
// one allocation.
func (s *jsonScanner) keep(list []Member) []Member {
	n := len(list)
	if n == 0 {
		return nil
	}
	if cap(s.slab)-len(s.slab) < n {
		s.slab = make([]Member, 0, max(n, min(2*cap(s.slab), 1024), 64))
	}
	from := len(s.slab)
	s.slab = append(s.slab, list...)
	return s.slab[from : from+n : from+n]
}

// members reads what is between the brackets, and the closing one, on the stack.
func (s *jsonScanner) members(open byte, depth int) error {
	closing := open + 2
	s.blanks()
	if s.peek() == closing {
		s.at++
		return nil
	}
	base := len(s.stack)
	for {
		var m Member
		var err error
		if open == '{' {
			if m.Name, err = s.name(); err != nil {
				return err
			}
		}
		if m.Value, err = s.value(depth); err != nil {
			if depth == 1 { // what inner levels left on the stack is torn
				s.stack = s.stack[:base]
			}
			return err
		}
		s.stack = append(s.stack, m)
		base++
		s.blanks()
		switch s.peek() {
		case ',':
			s.at++
			s.blanks()
		case closing:
			s.at++
			return nil
		default:
			if m.Value.kind == '0' { // 1 may be what is left of 15
				s.stack = s.stack[:len(s.stack)-1]
			}
			return s.wanted(errJSONComma)
		}
	}
}

// name reads a member's name, the colon and the blanks behind it.
func (s *jsonScanner) name() (string, error) {
	if s.peek() != '"' {
		return "", s.wanted(errJSONName)
	}
	name, err := s.quoted()
	if err != nil {
		return "", err
	}
	s.blanks()
	if s.peek() != ':' {
		return "", s.wanted(errJSONColon)
	}
	s.at++
	s.blanks()
	return name, nil
}

// quoted reads a string; the next byte is its opening quote.
func (s *jsonScanner) quoted() (string, error) {
	start := s.at + 1
	for i := start; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			return s.text[start:i], nil
		case c == '\\':
			return s.escaped(start, i)
		case c < ' ':
			s.at = i
			return "", errJSONControl
		}
	}
	s.at = len(s.text)
	return "", errJSONEnd
}

// escaped reads a string that begins at start and has its first escape at i.
func (s *jsonScanner) escaped(start, i int) (string, error) {
	out := s.plain[:0]
	for from := start; ; {
		for i < len(s.text) && s.text[i] != '"' && s.text[i] != '\\' && s.text[i] >= ' ' {
			i++
		}
		out = append(out, s.text[from:i]...)
		s.at = i
		switch {
		case i >= len(s.text):
			return "", errJSONEnd
		case s.text[i] == '"':
			s.at++
			s.plain = out
			return string(out), nil
		case s.text[i] < ' ':
			return "", errJSONControl
		}
		var err error
		if out, err = s.escape(out); err != nil {
			return "", err
		}
		i, from = s.at, s.at
	}
}

// escape reads one escape and appends what it stands for; half of a surrogate
// pair stands for U+FFFD.
func (s *jsonScanner) escape(out []byte) ([]byte, error) {
	if s.at+1 >= len(s.text) {
		s.at = len(s.text)
		return out, errJSONEnd
	}
	c := s.text[s.at+1]
	if c == 'u' {
		return s.unicode(out)
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 {
		return out, errJSONEscape
	}
	s.at += 2
	return append(out, "\"\\/\b\f\n\r\t"[i]), nil
}

func (s *jsonScanner) unicode(out []byte) ([]byte, error) {
	first, ok := hex4(s.text[s.at+2:])
	if !ok {
		if len(s.text)-s.at < 6 {
			s.at = len(s.text)
			return out, errJSONEnd
		}
		return out, errJSONEscape
	}
	s.at += 6
	if !utf16.IsSurrogate(first) {
		return utf8.AppendRune(out, first), nil
	}
	if rest := s.text[s.at:]; strings.HasPrefix(rest, `\u`) {
		if second, ok := hex4(rest[2:]); ok {
			if both := utf16.DecodeRune(first, second); both != utf8.RuneError {
				s.at += 6
				return utf8.AppendRune(out, both), nil
			}
		}
	}
	return utf8.AppendRune(out, utf8.RuneError), nil
}

// hex4 reads four hexadecimal digits.
func hex4(text string) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range []byte(text[:4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// number reads a number in the grammar of JSON.
func (s *jsonScanner) number() (JSON, error) {
	start := s.at
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if s.digits() == 0 {
		return JSON{}, s.wanted(errJSONNumber)
	}
	if s.peek() == '.' {
		s.at++
		if s.digits() == 0 {
			return JSON{}, s.wanted(errJSONNumber)
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if s.digits() == 0 {
			return JSON{}, s.wanted(errJSONNumber)
		}
	}
	return JSON{kind: '0', text: s.text[start:s.at]}, nil
}

func (s *jsonScanner) digits() int {
	start := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - start
}
