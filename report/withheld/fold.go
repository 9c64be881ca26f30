// SPDX-License-Identifier: Apache-2.0

package withheld

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as it is compared, and which bytes of it each character stands for.
type folded struct {
	runes        []rune
	starts, ends []int
}

// fold makes case, white space and composition of accents the same. Runs of white
// space are one blank; characters that show nothing are left out.
func fold(text string) folded {
	f := folded{make([]rune, 0, len(text)), make([]int, 0, len(text)), make([]int, 0, len(text))}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && (i+1 == len(text) || text[i+1] < utf8.RuneSelf) {
			f.add(foldRune(rune(c)), i, i+1)
			i++
			continue
		}
		n := norm.NFC.NextBoundaryInString(text[i:], true)
		if n <= 0 {
			n = 1
		}
		for _, c := range norm.NFC.String(text[i : i+n]) {
			f.add(foldRune(c), i, i+n)
		}
		i += n
	}
	return f
}

func (f *folded) add(c rune, start, end int) {
	if c >= utf8.RuneSelf && unicode.Is(unicode.Cf, c) {
		return
	}
	if last := len(f.runes) - 1; c == ' ' && last >= 0 && f.runes[last] == ' ' {
		f.ends[last] = end
		return
	}
	f.runes, f.starts, f.ends = append(f.runes, c), append(f.starts, start), append(f.ends, end)
}

// foldRune is the smallest character that differs in case only; of white space, a
// blank.
func foldRune(c rune) rune {
	if c < utf8.RuneSelf {
		switch {
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		case c >= '\t' && c <= '\r':
			return ' '
		}
		return c
	}
	if unicode.IsSpace(c) {
		return ' '
	}
	least := c
	for next := unicode.SimpleFold(c); next != c; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// wordRune reports whether a character continues a word. The thorn of Icelandic does
// not: load files put one on each side of a value.
func wordRune(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsDigit(c)) && c != 'þ' && c != 'Þ'
}

func hexRune(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
