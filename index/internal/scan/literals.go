// SPDX-License-Identifier: Apache-2.0

// Package scan finds a regular expression in texts faster than the expression alone
// would: most expressions have letters that must be there, and looking for a few
// bytes is many times faster than running an automaton over all.
package scan

import (
	"bytes"
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// literal is bytes that a match has to hold.
type literal struct {
	text  []byte // in lower case if folded
	fold  bool   // letters of ASCII compare without case
	exact bool   // where it stands, the expression matches
}

const (
	limitLiterals   = 8 // more are no faster than the expression
	literalBytesMin = 2 // a single byte stands everywhere
)

// literalsOf lists literals of which every match of the expression holds one; nil
// if it cannot tell.
func literalsOf(re *syntax.Regexp) []literal {
	switch re.Op {
	case syntax.OpLiteral:
		return ofText(re)
	case syntax.OpCapture, syntax.OpPlus:
		return literalsOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return inexact(literalsOf(re.Sub[0]))
		}
	case syntax.OpConcat:
		var best []literal
		for _, sub := range re.Sub {
			if list := literalsOf(sub); better(list, best) {
				best = list
			}
		}
		return inexact(best)
	case syntax.OpAlternate:
		var all []literal
		for _, sub := range re.Sub {
			list := literalsOf(sub)
			if list == nil || len(all)+len(list) > limitLiterals {
				return nil
			}
			all = append(all, list...)
		}
		return all
	}
	return nil
}

// inexact says of literals that there is more to the expression than they.
func inexact(list []literal) []literal {
	for i := range list {
		list[i].exact = false
	}
	return list
}

// better reports whether some literals are rarer than others, as far as their
// lengths tell.
func better(list, than []literal) bool {
	return list != nil && (than == nil || shortest(list) > shortest(than))
}

func shortest(list []literal) int {
	n := 1 << 30
	for _, l := range list {
		n = min(n, len(l.text))
	}
	return n
}

// ofText takes the longest piece of a text of which all spellings are known. Without
// case, s and k have spellings beyond ASCII: these are literals besides.
func ofText(re *syntax.Regexp) []literal {
	fold := re.Flags&syntax.FoldCase != 0
	var best, run []byte
	whole := true
	for _, r := range re.Rune {
		if spelt, ok := spelling(r, fold); ok {
			run = append(run, spelt...)
		} else {
			whole, run = false, nil
		}
		if len(run) > len(best) {
			best = bytes.Clone(run)
		}
	}
	if len(best) < literalBytesMin {
		return nil
	}
	list := []literal{{best, fold, whole}}
	if fold && bytes.IndexByte(best, 's') >= 0 {
		list = append(list, literal{text: []byte("ſ")})
	}
	if fold && bytes.IndexByte(best, 'k') >= 0 {
		list = append(list, literal{text: []byte("\u212A")})
	}
	return list
}

// spelling is how a rune stands in a text; false if in several ways that folding
// ASCII does not cover. The replacement character stands for any byte that is no
// UTF-8.
func spelling(r rune, fold bool) ([]byte, bool) {
	switch {
	case r == utf8.RuneError || r > unicode.MaxRune:
		return nil, false
	case fold && r < utf8.RuneSelf:
		return []byte{lower(byte(r))}, true
	case fold && unicode.SimpleFold(r) != r:
		return nil, false
	}
	return utf8.AppendRune(nil, r), true
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
