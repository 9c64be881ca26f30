// SPDX-License-Identifier: Apache-2.0

// Package visible makes text of the evidence safe to show. File names, subjects
// and titles were chosen by suspects: a control character, an escape sequence or a
// change of writing direction in them must be seen, not obeyed.
package visible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Text replaces what a terminal or reader would obey or not show: control
// characters, line ends, direction marks, zero-width and private-use characters
// become a visible ‹U+001B›. The answer is one line of valid UTF-8.
func Text(s string) string {
	if plain(s) {
		return s
	}
	return replace(s, "    ", "⏎")
}

// Lines is Text for documents, which have lines of their own: line ends stay, each
// as one "\n", and tabs stay. Every character of the answer may stand in XML.
func Lines(s string) string {
	if plain(s) {
		return s
	}
	return replace(s, "\t", "\n")
}

// replace is Text and Lines, which differ in what stands for a tab and a line end.
func replace(s, tab, end string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, "‹0x%02X›", s[i])
		case c == '\t':
			out.WriteString(tab)
		case c == '\n' || c == '\r' && i+n < len(s) && s[i+n] == '\n':
			if c == '\n' {
				out.WriteString(end)
			}
		case hidden(c):
			fmt.Fprintf(&out, "‹U+%04X›", c)
		default:
			out.WriteRune(c)
		}
		i += n
	}
	return out.String()
}

// UTF8 is the text as it is, except that bytes which are no UTF-8 become a visible
// ‹0xFF›: for files of data, which are UTF-8 and otherwise verbatim.
func UTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 {
			fmt.Fprintf(&out, "‹0x%02X›", s[i])
		} else {
			out.WriteString(s[i : i+n])
		}
		i += n
	}
	return out.String()
}

// JSON escapes what JSON text may hold raw and a terminal would obey: DEL, the C1
// controls and the marks of direction and of no width. The answer says the same and
// may share the bytes.
func JSON(text []byte) []byte {
	clean := true
	for _, b := range text {
		if b >= 0x7F {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	var out []byte
	for _, c := range string(text) {
		if c == 0x7F || c >= 0x80 && c < 0xA0 || c >= 0x200B && c <= 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0xFEFF {
			const hex = "0123456789abcdef"
			out = append(out, '\\', 'u', hex[c>>12&15], hex[c>>8&15], hex[c>>4&15], hex[c&15])
			continue
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7F {
			return false
		}
	}
	return true
}

// hidden reports whether a character changes how others are shown, or shows
// nothing itself.
func hidden(c rune) bool {
	switch {
	case unicode.IsControl(c), unicode.Is(unicode.Cf, c), unicode.Is(unicode.Co, c), unicode.Is(unicode.Cs, c):
		return true
	case c == '\u2028', c == '\u2029', c == '\u115F', c == '\u1160', c == '\u3164', c == '\uFFA0':
		return true
	case c >= 0xFE00 && c <= 0xFE0F, c >= 0xE0100 && c <= 0xE01EF: // variation selectors
		return true
	case unicode.Is(unicode.Noncharacter_Code_Point, c): // no character, now or ever
		return true
	}
	return false
}

// Width is how many cells of a terminal the text takes.
func Width(s string) int { return runewidth.StringWidth(s) }

// Fit makes text take exactly width cells: filled up with blanks, or cut with an
// ellipsis. The text must have been through Text.
func Fit(s string, width int) string {
	if w := Width(s); w <= width {
		return s + strings.Repeat(" ", width-w)
	}
	cut := runewidth.Truncate(s, width, "…")
	return cut + strings.Repeat(" ", max(0, width-Width(cut)))
}

// Cut is Fit without the filling up.
func Cut(s string, width int) string { return strings.TrimRight(Fit(s, width), " ") }

// Head is the longest beginning of text that takes at most width cells.
func Head(s string, width int) string { return runewidth.Truncate(s, width, "") }

// FitEnd is Fit that cuts at the beginning, for paths.
func FitEnd(s string, width int) string {
	w := Width(s)
	if w <= width {
		return s + strings.Repeat(" ", width-w)
	}
	cut := runewidth.TruncateLeft(s, w-width+1, "…")
	return cut + strings.Repeat(" ", max(0, width-Width(cut)))
}

// Wrap breaks text into lines of at most width cells, between words where it can;
// always at least one line. The text must have been through Text.
func Wrap(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && Width(line)+1+Width(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " " + word
			continue
		}
		pieces := strings.Split(runewidth.Wrap(word, max(1, width)), "\n")
		lines = append(lines, pieces[:len(pieces)-1]...)
		line = pieces[len(pieces)-1]
	}
	return append(lines, line)
}
