// SPDX-License-Identifier: Apache-2.0

package query

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Form says how a pattern is compared with a text.
type Form uint8

// The forms.
const (
	// Phrase: the pattern's words stand in the text, one behind the other.
	Phrase Form = iota
	// Wild: * stands for any letters, ? for one, in a word or in the whole text.
	Wild
	// Near: one word of the text differs in at most Distance letters.
	Near
	// Regexp: the regular expression (RE2) is found in the text as recorded; case
	// makes no difference unless it says (?-i).
	Regexp
)

// Pattern is what a text may have. Made by the parser; immutable.
type Pattern struct {
	Form     Form
	Text     string // as written, without quotes or slashes
	Distance int    // of Near: letters changed, added or left out; 1 or 2

	folded string
	words  []string
	re     *regexp.Regexp
}

// The limits of one pattern.
const (
	limitWildRunes   = 256
	limitNearRunes   = 64
	limitRegexpBytes = 250
	limitRegexpSteps = 250 // instructions of the compiled program
)

func newPhrase(text string) (Pattern, error) {
	p := Pattern{Form: Phrase, Text: text, folded: Fold(text)}
	p.words = wordsOf(p.folded)
	if len(p.words) == 0 {
		return p, fmt.Errorf("want a letter or digit in %s; signs alone are found by a /regex/", strconv.Quote(text))
	}
	return p, nil
}

func newWild(text string) (Pattern, error) {
	p := Pattern{Form: Wild, Text: text, folded: Fold(text)}
	if utf8.RuneCountInString(p.folded) > limitWildRunes {
		return p, fmt.Errorf("want at most %d letters around * and ?", limitWildRunes)
	}
	return p, nil
}

func newNear(text string, distance int) (Pattern, error) {
	p, err := newPhrase(text)
	p.Form, p.Distance = Near, distance
	switch {
	case err != nil:
		return p, err
	case len(p.words) != 1:
		return p, fmt.Errorf("want one word before ~, not %d", len(p.words))
	case utf8.RuneCountInString(p.words[0]) > limitNearRunes:
		return p, fmt.Errorf("want a word of at most %d letters before ~", limitNearRunes)
	case utf8.RuneCountInString(p.words[0]) <= distance:
		return p, fmt.Errorf("want a word of more than %d letters before ~%d", distance, distance)
	}
	return p, nil
}

// nearDistance is how many letters may differ where the query does not say.
func nearDistance(text string) int {
	if utf8.RuneCountInString(text) <= 5 {
		return 1
	}
	return 2
}

func newRegexp(text string) (Pattern, error) {
	p := Pattern{Form: Regexp, Text: text}
	if text == "" {
		return p, fmt.Errorf("want a regular expression between the slashes")
	}
	if len(text) > limitRegexpBytes {
		return p, fmt.Errorf("want a regular expression of at most %d bytes", limitRegexpBytes)
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return p, fmt.Errorf("want a regular expression: %w", err)
	}
	if steps(tree) > limitRegexpSteps {
		return p, fmt.Errorf("want a smaller regular expression: its repeats multiply to more than %d steps", limitRegexpSteps)
	}
	if p.re, err = regexp.Compile(p.Expression()); err != nil {
		return p, fmt.Errorf("want a regular expression: %w", err)
	}
	return p, nil
}

// steps estimates, from above and without compiling, the instructions of an
// expression.
func steps(re *syntax.Regexp) int {
	n := max(1, len(re.Rune)) // letters of a text
	switch re.Op {
	case syntax.OpCharClass:
		n = 1
	case syntax.OpConcat, syntax.OpCapture:
		n = 0
	}
	for _, sub := range re.Sub {
		n += steps(sub)
	}
	if re.Op == syntax.OpRepeat {
		n = (n - 1) * max(re.Max, re.Min+1)
	}
	return min(n, 1<<20) // times 1,000, the most that a repeat has, it fits still
}

// Match reports whether a text has what the pattern asks for.
func (p Pattern) Match(text string) bool {
	if p.Form == Regexp {
		return p.re.MatchString(text)
	}
	folded := Fold(text)
	return p.match(&value{text: text, folded: folded, words: wordsOf(folded)})
}

// value is a text of an event, taken apart once.
type value struct {
	text, folded string
	words        []string
}

func (p Pattern) match(v *value) bool {
	switch p.Form {
	case Regexp:
		return p.re.MatchString(v.text)
	case Wild:
		return p.matchWild(v)
	case Near:
		for _, w := range v.words {
			if within(p.words[0], w, p.Distance) {
				return true
			}
		}
		return false
	default:
		return hasPhrase(v.words, p.words)
	}
}

func (p Pattern) matchWild(v *value) bool {
	for _, w := range v.words {
		if wildMatch(p.folded, w) {
			return true
		}
	}
	return wildMatch(p.folded, v.folded)
}

// matchName is match for account names and addresses: a whole address, or a name
// with its domain, means that one alone and no longer one that contains it.
func (p Pattern) matchName(v *value) bool {
	if p.Form == Phrase && strings.ContainsAny(p.folded, `@\`) {
		return p.folded == strings.TrimSpace(v.folded)
	}
	return p.match(v)
}

func hasPhrase(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		same := 0
		for same < len(phrase) && words[i+same] == phrase[same] {
			same++
		}
		if same == len(phrase) {
			return true
		}
	}
	return false
}

// wildMatch compares a whole text with a pattern of * and ?. It needs no more
// steps than the product of the lengths.
func wildMatch(pattern, text string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		c, size := utf8.DecodeRuneInString(text[t:])
		if p < len(pattern) {
			want, wantSize := utf8.DecodeRuneInString(pattern[p:])
			if want == '*' {
				star, mark = p, t
				p++
				continue
			}
			if want == '?' || want == c {
				p += wantSize
				t += size
				continue
			}
		}
		if star < 0 {
			return false
		}
		_, size = utf8.DecodeRuneInString(text[mark:])
		mark += size
		p, t = star+1, mark
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// within reports whether two words differ in at most limit letters changed, added
// or left out.
func within(a, b string, limit int) bool {
	if len(b) > 4*(len(a)+limit) {
		return false
	}
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return false
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal = row[j+1]
			row[j+1] = cost
			least = min(least, cost)
		}
		if least > limit {
			return false
		}
	}
	return row[len(y)] <= limit
}

// String is the pattern as it is written in a query.
func (p Pattern) String() string {
	switch p.Form {
	case Wild:
		return p.Text
	case Near:
		return quoted(p.Text) + "~" + strconv.Itoa(p.Distance)
	case Regexp:
		return "/" + escapeSlashes(p.Text) + "/"
	default:
		return quoted(p.Text)
	}
}

// escapeSlashes writes / as \/; a pair of a backslash and what it escapes stays.
func escapeSlashes(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		case text[i] == '/':
			b.WriteString(`\/`)
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// quoted writes a text bare where it reads as itself, else in quotes.
func quoted(text string) string {
	if isBare(text) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
