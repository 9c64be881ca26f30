// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strings"
	"unicode"
)

// run is text of one style that stands in a paragraph.
type run struct {
	text  string
	style style
	size  length
	grey  bool
}

// span is a part of a line: text that one font shows.
type span struct {
	text  string
	style style
	file  uint8
	size  length // of the font
	grey  bool
	x     length // from the beginning of the line
	width length
}

// line is one line of a paragraph.
type line struct {
	spans []span
	width length
}

// letter is a character on its way into a line.
type letter struct {
	c     rune
	run   int
	file  uint8
	width length
}

// wrap breaks runs, one behind the other, into lines of at most width, one at least.
// Lines break at blanks; a word that is longer than a line breaks behind a sign that
// joins its parts, or else anywhere, without a hyphen: nobody shall ask whether the
// hyphen is part of a name. The blank at which a line breaks is not drawn. No other
// character is left out.
func (ts typesetter) wrap(runs []run, width length) []line {
	letters := ts.letters(runs)
	var lines []line
	for start := 0; ; {
		end, next := breakLine(letters[start:], width)
		lines = append(lines, setLine(letters[start:start+end], runs))
		start += next
		if start >= len(letters) {
			return lines
		}
	}
}

func (ts typesetter) letters(runs []run) []letter {
	count := 0
	for _, r := range runs {
		count += len(r.text)
	}
	letters := make([]letter, 0, count)
	for i, r := range runs {
		for _, c := range ts.shown(r.style, r.text) {
			w, file := ts.advance(r.style, r.size, c)
			letters = append(letters, letter{c, i, file, w})
		}
	}
	return letters
}

// breakLine says how many letters the first line shows, and where the next begins.
func breakLine(letters []letter, width length) (end, next int) {
	var used length
	blank, joint := -1, -1
	for i, l := range letters {
		used += l.width
		if used > width && l.c != ' ' {
			return chooseBreak(letters, i, blank, joint)
		}
		switch {
		case l.c == ' ':
			blank = i
		case i > 0 && used-l.width > width*2/5 && mayBreak(letters, i):
			joint = i
		}
	}
	return len(letters), len(letters)
}

// chooseBreak breaks before the letter at over, which is the first that has no place.
func chooseBreak(letters []letter, over, blank, joint int) (end, next int) {
	switch {
	case blank > 0 && !onlyBlanks(letters[:blank]):
		return blank, blank + 1
	case joint > 0:
		return joint, joint
	}
	at := over
	for at > 1 && unicode.Is(unicode.M, letters[at].c) { // a mark stays with its letter
		at--
	}
	if at <= 1 {
		at = max(1, over)
	}
	return at, at
}

func onlyBlanks(letters []letter) bool {
	for _, l := range letters {
		if l.c != ' ' {
			return false
		}
	}
	return true
}

// joints are signs behind which a long word may break, where that fills a good part of
// the line.
const joints = `/\-_.,;:@?&=|)]}>›`

// mayBreak reports whether a word may break before the letter at i.
func mayBreak(letters []letter, i int) bool {
	before, c := letters[i-1].c, letters[i].c
	if unicode.Is(unicode.M, c) || strings.ContainsRune(joints, c) {
		return false
	}
	return strings.ContainsRune(joints, before) || c == '‹'
}

// setLine puts letters of one font together.
func setLine(letters []letter, runs []run) line {
	var out line
	for i := 0; i < len(letters); {
		first := letters[i]
		r := runs[first.run]
		s := span{style: r.style, file: first.file, size: fileSize(first.file, r.size), grey: r.grey, x: out.width}
		var text strings.Builder
		for ; i < len(letters) && letters[i].run == first.run && letters[i].file == first.file; i++ {
			text.WriteRune(letters[i].c)
			s.width += letters[i].width
		}
		s.text = text.String()
		out.width += s.width
		out.spans = append(out.spans, s)
	}
	return out
}

// measure is the width of a text on one line.
func (ts typesetter) measure(text string, s style, size length) length {
	var width length
	for _, c := range ts.shown(s, text) {
		w, _ := ts.advance(s, size, c)
		width += w
	}
	return width
}

// fit makes a text at most width wide, with an ellipsis for what is cut off. It is for
// what stands in full elsewhere.
func (ts typesetter) fit(text string, s style, size, width length) string {
	if ts.measure(text, s, size) <= width {
		return text
	}
	room := width - ts.measure("…", s, size)
	shown := ts.shown(s, text)
	for i, c := range shown {
		w, _ := ts.advance(s, size, c)
		if room -= w; room < 0 {
			return strings.TrimRight(shown[:i], " ") + "…"
		}
	}
	return shown
}
