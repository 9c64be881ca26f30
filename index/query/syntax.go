// SPDX-License-Identifier: Apache-2.0

package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SyntaxError says where a query cannot be read, and what was expected there.
type SyntaxError struct {
	Text    string // the query
	Column  int    // 1-based, in characters
	Problem string // what was expected, and what stands there instead
}

// Error is "query, column 8: want …".
func (e *SyntaxError) Error() string { return fmt.Sprintf("query, column %d: %s", e.Column, e.Problem) }

// failure is a problem on its way to the parser, which knows the column.
type failure struct {
	at      int // byte offset in the query
	problem string
}

func (f *failure) Error() string { return f.problem }

func fail(at int, format string, args ...any) error {
	return &failure{at, fmt.Sprintf(format, args...)}
}

func syntaxError(text string, f *failure) *SyntaxError {
	at := min(f.at, len(text))
	return &SyntaxError{Text: text, Column: utf8.RuneCountInString(text[:at]) + 1, Problem: f.problem}
}

// Nearest is the word of the list that is most like the one given; "" if none is
// alike.
func Nearest(word string, list []string) string {
	best, distance := "", 3
	if n := utf8.RuneCountInString(word); n > limitNearRunes {
		return ""
	} else if n <= 4 {
		distance = 2
	}
	for _, other := range list {
		for limit := range distance {
			if within(word, other, limit) {
				best, distance = other, limit
				break
			}
		}
	}
	if best != "" || len(word) < 3 {
		return best
	}
	for _, other := range list {
		if strings.HasPrefix(other, word) || strings.HasPrefix(word, other) || strings.HasSuffix(other, "."+word) {
			return other
		}
	}
	return ""
}

// suggestion is "; the nearest is x", or what there is.
func suggestion(word string, list []string) string {
	if near := Nearest(strings.ToLower(word), list); near != "" {
		return "; the nearest is " + near
	}
	return "; there are " + strings.Join(list, ", ")
}

// keywords are words that mean something by themselves.
var keywords = []string{"AND", "OR", "NOT"}

// isBare reports whether a text reads as itself without quotes, wherever a value
// may stand.
func isBare(text string) bool {
	if text == "" || slices.Contains(keywords, text) || text[0] == '-' {
		return false
	}
	for _, c := range text {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("._-@+'&#%$", c) {
			return false
		}
	}
	return utf8.ValidString(text)
}

// excerpt is a piece of the query for an error, short.
func excerpt(s string) string {
	const limitRunes = 40
	runes := []rune(s)
	if len(runes) > limitRunes {
		return fmt.Sprintf("%q…", string(runes[:limitRunes]))
	}
	return fmt.Sprintf("%q", s)
}
