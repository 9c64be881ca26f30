// SPDX-License-Identifier: Apache-2.0

package query

import (
	"strings"
	"unicode"
)

// raw is a value as it is written.
type raw struct {
	at       int // byte offset in the query
	text     string
	quoted   bool
	form     Form // Phrase, Near or Regexp; the field decides about Wild
	distance int  // of Near
}

// raw reads a value. In a field, a comma ends it.
func (p *parser) raw(inField bool) (raw, error) {
	switch p.peek() {
	case '"':
		return p.phrase('"')
	case '“':
		return p.phrase('”')
	case '/':
		return p.regexp()
	}
	r := raw{at: p.pos}
	rest := p.text[p.pos:]
	n := strings.IndexFunc(rest, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune(`"“()`, c) || inField && c == ','
	})
	if n < 0 {
		n = len(rest)
	}
	if n == 0 {
		return r, fail(p.pos, "want a value, not %s", p.here())
	}
	r.text = rest[:n]
	p.pos += n
	word, mark, near := strings.Cut(r.text, "~")
	if near && word != "" && (mark == "" || mark == "1" || mark == "2") {
		r.text, r.form, r.distance = word, Near, nearDistance(word)
		if mark != "" {
			r.distance = int(mark[0] - '0')
		}
		return r, nil
	}
	if near && word != "" && strings.Trim(mark, "0123456789") == "" {
		return r, fail(r.at+len(word), "want ~, ~1 or ~2: how many letters may differ")
	}
	return r, nil
}

// phrase reads a text in quotes; \" and \\ stand for a quote and a backslash.
func (p *parser) phrase(closing rune) (raw, error) {
	r := raw{at: p.pos, quoted: true}
	var b strings.Builder
	escaped, opening := false, true
	for i, c := range p.text[p.pos:] {
		switch {
		case opening:
			opening = false
		case escaped:
			if c != '"' && c != '\\' {
				b.WriteByte('\\')
			}
			b.WriteRune(c)
			escaped = false
		case c == '\\':
			escaped = true
		case c == closing:
			p.pos += i + len(string(c))
			r.text = b.String()
			return r, p.nearMark(&r)
		default:
			b.WriteRune(c)
		}
	}
	return r, fail(len(p.text), "want a %c that ends the phrase", closing)
}

// nearMark reads the ~ behind a quoted word.
func (p *parser) nearMark(r *raw) error {
	if p.peek() != '~' {
		return nil
	}
	p.pos++
	r.form, r.distance = Near, nearDistance(r.text)
	switch c := p.peek(); {
	case c == '1' || c == '2':
		r.distance = int(c - '0')
		p.pos++
	case unicode.IsDigit(c):
		return fail(p.pos, "want ~, ~1 or ~2: how many letters may differ")
	}
	return nil
}

// regexp reads an expression between slashes; \/ stands for a slash.
func (p *parser) regexp() (raw, error) {
	r := raw{at: p.pos, form: Regexp}
	var b strings.Builder
	text := p.text
	for i := p.pos + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '/':
			b.WriteByte('/')
			i++
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		case text[i] == '/':
			p.pos = i + 1
			r.text = b.String()
			return r, nil
		default:
			b.WriteByte(text[i])
		}
	}
	return r, fail(len(text), "want a / that ends the regular expression; a path goes in quotes")
}
