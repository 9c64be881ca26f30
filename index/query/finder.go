// SPDX-License-Identifier: Apache-2.0

package query

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Finder looks for a pattern in many texts. Immutable, and safe for concurrent use.
type Finder struct {
	pattern  Pattern
	literals []string
}

// Finder prepares the pattern.
func (p Pattern) Finder() *Finder {
	f := &Finder{pattern: p}
	switch p.Form {
	case Phrase:
		f.literals = []string{longest(p.words)}
	case Wild:
		if piece := longest(strings.FieldsFunc(p.folded, func(c rune) bool { return c == '*' || c == '?' })); piece != "" {
			f.literals = []string{piece}
		}
	case Near:
		f.literals = pieces(p.words[0], p.Distance+1)
	case Regexp:
		if piece := literalOf(p.Text); piece != "" {
			f.literals = []string{piece}
		}
	}
	return f
}

// Pattern is what is looked for.
func (f *Finder) Pattern() Pattern { return f.pattern }

// Literals are pieces of which the folded form of every text that has the pattern
// contains one at least; nil if nothing is known of such pieces.
func (f *Finder) Literals() []string { return f.literals }

// Whole reports whether the literals are whole words: letters and digits beside one
// belong to another word.
func (f *Finder) Whole() bool { return f.pattern.Form == Phrase }

// Words are the folded words that every text has that has the pattern; nil if
// nothing is known of them.
func (f *Finder) Words() []string {
	if f.pattern.Form == Phrase {
		return f.pattern.words
	}
	return nil
}

// Prefix is letters and digits of ASCII with which one word begins in the folded form
// of every text that has the pattern; "" if nothing is known of such.
func (f *Finder) Prefix() string {
	if f.pattern.Form != Wild {
		return ""
	}
	for i := range len(f.pattern.folded) {
		if c := f.pattern.folded[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return f.pattern.folded[:i]
		}
	}
	return f.pattern.folded
}

// Match reports what Pattern.Match reports of the text, of which folded is the
// folded form.
func (f *Finder) Match(text, folded string) bool {
	switch f.pattern.Form {
	case Regexp:
		return f.pattern.re.MatchString(text)
	case Phrase:
		return phraseIn(folded, f.pattern.words)
	}
	return f.pattern.match(&value{text: text, folded: folded, words: wordsOf(folded)})
}

// phraseIn is hasPhrase of a text that is not taken apart yet.
func phraseIn(folded string, phrase []string) bool {
	first := phrase[0]
	for at := 0; ; {
		hit := strings.Index(folded[at:], first)
		if hit < 0 {
			return false
		}
		at += hit
		if first[0] >= 0x80 || at > 0 && folded[at-1] >= 0x80 {
			return hasPhrase(wordsOf(folded), phrase) // what begins a word is less plain then
		}
		if (at == 0 || !inWord(rune(folded[at-1]))) && goesOn(folded, at, phrase) {
			return true
		}
		at++
	}
}

// goesOn reports whether the words stand one behind the other from a byte on, with
// which a word begins.
func goesOn(folded string, at int, phrase []string) bool {
	for _, word := range phrase {
		start, end := nextWord(folded, at)
		if folded[start:end] != word {
			return false
		}
		at = end
	}
	return true
}

func longest(list []string) string {
	best := ""
	for _, s := range list {
		if len(s) > len(best) {
			best = s
		}
	}
	return best
}

// pieces cuts a word into n pieces of about the same length: where fewer than n
// letters differ, one of them is left as it is.
func pieces(word string, n int) []string {
	runes := []rune(word)
	var list []string
	for i := range n {
		list = append(list, string(runes[i*len(runes)/n:(i+1)*len(runes)/n]))
	}
	return list
}

// literalOf is a piece, in small letters, that every text has in its folded form in
// which the regular expression is found; "" if none is seen. Only of ASCII letters
// is it sure that folding leaves them side by side.
func literalOf(expression string) string {
	tree, err := syntax.Parse("(?i)(?:"+expression+")", syntax.Perl)
	if err != nil {
		return ""
	}
	return literal(tree.Simplify())
}

func literal(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		var b strings.Builder
		for _, c := range re.Rune {
			if c >= utf8.RuneSelf {
				return ""
			}
			b.WriteRune(c)
		}
		return strings.ToLower(b.String())
	case syntax.OpCapture, syntax.OpPlus:
		return literal(re.Sub[0])
	case syntax.OpConcat:
		var list []string
		for _, sub := range re.Sub {
			list = append(list, literal(sub))
		}
		return longest(list)
	}
	return ""
}
