// SPDX-License-Identifier: Apache-2.0

package query

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold is how texts are compared: compatibility forms, case and accents of Latin,
// Greek, Cyrillic, Hebrew and Arabic letters make no difference, and what is
// invisible is not there. Folding twice changes nothing more. Marks that make
// another letter, as in Japanese or Hindi, stay.
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	if folded, ok := foldLatin(s); ok {
		return folded
	}
	return foldAny(s)
}

func foldAny(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for range 4 { // what folding a letter yields may fold further; three rounds settle every letter there is
		next := foldOnce(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

func foldOnce(s string) string {
	s = cases.Fold().String(norm.NFKD.String(s))
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(accents, c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Variation_Selector, c):
		case plain[c] != "":
			b.WriteString(plain[c])
		default:
			b.WriteRune(c)
		}
	}
	return norm.NFKC.String(b.String())
}

// limitLatin is the end of the letters of Latin scripts: none of them folds to a mark, so
// that a text of them folds letter by letter.
const limitLatin = 0x250

var latin = sync.OnceValue(func() (folded [limitLatin]string) {
	for c := range folded {
		folded[c] = foldAny(string(rune(c)))
	}
	return folded
})

func foldLatin(s string) (string, bool) {
	for _, c := range s {
		if c >= limitLatin {
			return "", false
		}
	}
	if !utf8.ValidString(s) {
		return "", false
	}
	folded := latin()
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range s {
		b.WriteString(folded[c])
	}
	return b.String(), true
}

func foldASCII(s string) (string, bool) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

// accents are the marks that fold away.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036F, Stride: 1}, // of Latin, Greek, Cyrillic
	{Lo: 0x0483, Hi: 0x0487, Stride: 1},
	{Lo: 0x0591, Hi: 0x05BD, Stride: 1}, // points of Hebrew
	{Lo: 0x05BF, Hi: 0x05BF, Stride: 1},
	{Lo: 0x05C1, Hi: 0x05C2, Stride: 1},
	{Lo: 0x05C4, Hi: 0x05C5, Stride: 1},
	{Lo: 0x05C7, Hi: 0x05C7, Stride: 1},
	{Lo: 0x0610, Hi: 0x061A, Stride: 1}, // vowels of Arabic
	{Lo: 0x064B, Hi: 0x065F, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1},
	{Lo: 0x1AB0, Hi: 0x1AFF, Stride: 1},
	{Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1},
	{Lo: 0x20D0, Hi: 0x20FF, Stride: 1},
	{Lo: 0xFE20, Hi: 0xFE2F, Stride: 1},
}}

// plain spells letters that Unicode does not take apart.
var plain = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ı': "i", 'æ': "ae", 'œ': "oe", 'þ': "th",
}

// Words takes a text apart as words are searched: runs of letters, digits and
// marks, folded. Of scripts that put no space between words, and of Hangul, each
// letter is a word, so that any part of a sentence is found as a phrase.
func Words(s string) []string { return wordsOf(Fold(s)) }

// EachWord calls each for the words of a text, in order. It makes Words.
func EachWord(text string, each func(word string)) {
	folded := Fold(text)
	for start, end := nextWord(folded, 0); start < len(folded); start, end = nextWord(folded, end) {
		each(folded[start:end])
	}
}

// wordsOf takes a folded text apart.
func wordsOf(folded string) []string {
	var words []string
	for start, end := nextWord(folded, 0); start < len(folded); start, end = nextWord(folded, end) {
		words = append(words, folded[start:end])
	}
	return words
}

// nextWord is the first word of a folded text from a byte on, as [start, end). If
// there is none, it starts at the text's end.
func nextWord(folded string, at int) (start, end int) {
	start = -1
	for i, c := range folded[at:] {
		switch {
		case c < 0x80 && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9'):
			if start < 0 {
				start = at + i
			}
		case c < 0x80 || !inWord(c):
			if start >= 0 {
				return start, at + i
			}
		case unspaced(c):
			if start >= 0 {
				return start, at + i
			}
			return at + i, at + i + utf8.RuneLen(c)
		case start < 0:
			start = at + i
		}
	}
	if start < 0 {
		start = len(folded)
	}
	return start, len(folded)
}

func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c)
}

// unspaced reports whether the letter's script runs words together.
func unspaced(c rune) bool {
	return c >= 0x0E00 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
