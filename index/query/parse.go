// SPDX-License-Identifier: Apache-2.0

package query

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a query.
const (
	limitBytes   = 64 << 10
	limitDepth   = 64
	limitValues  = 1000
	limitRegexps = 32
)

// Parse reads a query. The error is a *[SyntaxError].
func Parse(text string) (Query, error) {
	q, err := parse(text)
	var f *failure
	if errors.As(err, &f) {
		return nil, syntaxError(text, f)
	}
	return q, err
}

func parse(text string) (Query, error) {
	if len(text) > limitBytes {
		return nil, fail(limitBytes, "want a query of at most %d bytes", limitBytes)
	}
	for i, c := range text {
		if c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return nil, fail(i, "want UTF-8")
		}
	}
	p := &parser{text: text}
	if p.space(); p.end() {
		return All{}, nil
	}
	q, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.end() {
		return nil, fail(p.pos, "want a term or the end, not a ) that nothing opens")
	}
	if len(q.String()) > limitBytes {
		return nil, fail(len(text), "want a query of at most %d bytes when each field is written out", limitBytes)
	}
	return q, nil
}

type parser struct {
	text                   string
	pos                    int // byte offset
	depth, values, regexps int
	group                  *Term // inside field:( … ), the field without values
}

func (p *parser) end() bool { return p.pos >= len(p.text) }

// peek is the rune at the position, 0 at the end.
func (p *parser) peek() rune {
	if p.end() {
		return 0
	}
	c, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return c
}

func (p *parser) space() {
	for !p.end() && unicode.IsSpace(p.peek()) {
		p.pos += utf8.RuneLen(p.peek())
	}
}

// at reports whether a keyword stands at the position.
func (p *parser) at(keyword string) bool {
	rest, ok := strings.CutPrefix(p.text[p.pos:], keyword)
	if !ok {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(next) || next == '(' || next == ')'
}

// nest counts a level of parentheses or negation.
func (p *parser) nest() error {
	p.depth++
	if p.depth > limitDepth {
		return fail(p.pos, "want at most %d levels of parentheses and negations", limitDepth)
	}
	return nil
}

func (p *parser) or() (Query, error) {
	var list Or
	for {
		part, err := p.and()
		if err != nil {
			return nil, err
		}
		list = append(list, part)
		if !p.at("OR") {
			break
		}
		p.pos += len("OR")
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return list, nil
}

func (p *parser) and() (Query, error) {
	var list And
	for {
		p.space()
		wanted := len(list) == 0
		if !wanted && p.at("AND") {
			p.pos += len("AND")
			p.space()
			wanted = true
		}
		if p.end() || p.peek() == ')' || p.at("OR") || p.at("AND") {
			if wanted {
				return nil, fail(p.pos, "want a word, a field or (, not %s", p.here())
			}
			break
		}
		part, err := p.not()
		if err != nil {
			return nil, err
		}
		list = append(list, part)
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return list, nil
}

// here names what stands at the position.
func (p *parser) here() string {
	if p.end() {
		return "the end"
	}
	for _, k := range keywords {
		if p.at(k) {
			return k
		}
	}
	return string(p.peek())
}

func (p *parser) not() (Query, error) {
	switch {
	case p.at("NOT"):
		p.pos += len("NOT")
		p.space()
		if p.end() || p.peek() == ')' || p.at("OR") || p.at("AND") {
			return nil, fail(p.pos, "want a term behind NOT, not %s", p.here())
		}
	case p.peek() == '-':
		p.pos++
		if p.end() || unicode.IsSpace(p.peek()) || p.peek() == ')' {
			return nil, fail(p.pos, "want a term right behind -; a minus itself goes in quotes")
		}
	default:
		return p.primary()
	}
	if err := p.nest(); err != nil {
		return nil, err
	}
	of, err := p.not()
	p.depth--
	return Not{of}, err
}

func (p *parser) primary() (Query, error) {
	if p.peek() == '(' {
		return p.parenthesis()
	}
	if p.peek() == ')' {
		return nil, fail(p.pos, "want a term, not )")
	}
	if p.group != nil {
		v, err := p.value(p.group)
		if err != nil {
			return nil, err
		}
		return p.list(p.group, v)
	}
	start := p.pos
	t, err := p.field()
	if err != nil {
		return nil, err
	}
	if t == nil {
		return p.bare(start)
	}
	if p.peek() == '(' {
		p.group = t
		defer func() { p.group = nil }()
		return p.parenthesis()
	}
	if p.end() || unicode.IsSpace(p.peek()) || p.peek() == ')' {
		return nil, fail(p.pos, "want %s right behind %s", fields[t.Field].want, p.text[start:p.pos])
	}
	v, err := p.value(t)
	if err != nil {
		return nil, err
	}
	return p.list(t, v)
}

// bare reads a word, phrase, pattern or * that no field precedes.
func (p *parser) bare(start int) (Query, error) {
	all := &Term{}
	raw, err := p.raw(false)
	if err != nil {
		return nil, err
	}
	if raw.form == Phrase && !raw.quoted && strings.Trim(raw.text, "*") == "" {
		return All{}, p.boundary()
	}
	if err := missingColon(start, raw); err != nil {
		return nil, err
	}
	v, err := p.read(all, raw)
	if err != nil {
		return nil, err
	}
	return &Term{Any: []Value{v}}, p.boundary()
}

// missingColon finds rows>1000, which would otherwise be the words rows and 1000.
func missingColon(at int, r raw) error {
	name, _, ok := strings.Cut(r.text, ">")
	if less, _, found := strings.Cut(r.text, "<"); found && (!ok || len(less) < len(name)) {
		name, ok = less, true
	}
	if f := fields[strings.ToLower(name)]; r.quoted || !ok || f == nil || f.name == "" {
		return nil
	}
	return fail(at+len(name), "want a colon behind %s: %s:%s", name, name, r.text[len(name):])
}

func (p *parser) parenthesis() (Query, error) {
	open := p.pos
	if err := p.nest(); err != nil {
		return nil, err
	}
	p.pos++
	q, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.end() {
		return nil, fail(p.pos, "want a ) for the ( in column %d", utf8.RuneCountInString(p.text[:open])+1)
	}
	p.pos++
	p.depth--
	return q, p.boundary()
}

// boundary wants that a term ends here.
func (p *parser) boundary() error {
	if p.end() || unicode.IsSpace(p.peek()) || p.peek() == ')' {
		return nil
	}
	return fail(p.pos, "want a space before %c; a text with signs goes in quotes", p.peek())
}

// field reads "name:" at the position; nil if none stands there.
func (p *parser) field() (*Term, error) {
	start := p.pos
	rest := p.text[start:]
	colon := strings.IndexFunc(rest, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune(`:"(),`, c)
	})
	if colon <= 0 || rest[colon] != ':' || !isLetter(rest[0]) {
		return nil, nil
	}
	name := rest[:colon]
	if attr, ok := cutFold(name, fieldAttr+"."); ok {
		if attr == "" || len(attr) > limitAttrBytes {
			return nil, fail(start, "want the name of an attribute behind attr., of at most %d bytes", limitAttrBytes)
		}
		p.pos += colon + 1
		return &Term{Field: fieldAttr, Attr: attr}, nil
	}
	f := fields[strings.ToLower(name)]
	if f == nil || f.name == fieldAttr || f.name == "" {
		return nil, fail(start, "unknown field %s%s; to search for the text, put it in quotes", excerpt(name), suggestion(name, Fields()))
	}
	p.pos += colon + 1
	return &Term{Field: f.name}, nil
}

const limitAttrBytes = 64

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}

// list reads the further values behind commas.
func (p *parser) list(t *Term, first Value) (Query, error) {
	values := []Value{first}
	for p.peek() == ',' {
		p.pos++
		if p.end() || unicode.IsSpace(p.peek()) || p.peek() == ')' || p.peek() == ',' {
			return nil, fail(p.pos, "want %s right behind the comma", fields[t.Field].want)
		}
		v, err := p.value(t)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return &Term{Field: t.Field, Attr: t.Attr, Any: values}, p.boundary()
}

func (p *parser) value(t *Term) (Value, error) {
	start := p.pos
	if p.group != nil {
		if inner, err := p.field(); err == nil && inner != nil {
			return nil, fail(start, "want %s, not the field %s inside %s:( )", fields[t.Field].want, inner.Field, t.Field)
		}
		p.pos = start
	}
	raw, err := p.raw(true)
	if err != nil {
		return nil, err
	}
	return p.read(t, raw)
}

// read makes of what is written a value of the field.
func (p *parser) read(t *Term, r raw) (Value, error) {
	if p.values++; p.values > limitValues {
		return nil, fail(r.at, "want at most %d values", limitValues)
	}
	if r.form == Regexp {
		if p.regexps++; p.regexps > limitRegexps {
			return nil, fail(r.at, "want at most %d regular expressions", limitRegexps)
		}
	}
	f := fields[t.Field]
	if r.form != Phrase && !f.patterns {
		return nil, fail(r.at, "want %s, not a pattern", f.want)
	}
	v, err := f.read(r)
	if err == nil {
		return v, nil
	}
	var located *failure
	if errors.As(err, &located) {
		return nil, err
	}
	return nil, fail(r.at, "%s", err.Error())
}
