// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/internal/visible"
)

// Input is a line of text that is being written. Its fields are read only.
type Input struct {
	text   []rune
	cursor int // before which rune
}

// NewInput makes a line with the cursor at its end.
func NewInput(text string) Input {
	in := Input{text: []rune(text)}
	in.cursor = len(in.text)
	return in
}

// Text is what has been written.
func (in Input) Text() string { return string(in.text) }

// Before is what stands before the cursor.
func (in Input) Before() string { return string(in.text[:in.cursor]) }

// After is what stands behind it.
func (in Input) After() string { return string(in.text[in.cursor:]) }

// Write puts a key's text into the line, or moves in it; false if the key means
// neither.
func (in *Input) Write(key tea.KeyMsg) bool {
	switch key.String() {
	case "left", "ctrl+b":
		in.cursor = max(0, in.cursor-1)
	case "right", "ctrl+f":
		in.cursor = min(len(in.text), in.cursor+1)
	case "home", "ctrl+a":
		in.cursor = 0
	case "end", "ctrl+e":
		in.cursor = len(in.text)
	case "backspace", "ctrl+h":
		in.cut(in.cursor-1, in.cursor)
	case "delete", "ctrl+d":
		in.cut(in.cursor, in.cursor+1)
	case "ctrl+u":
		in.cut(0, in.cursor)
	case "ctrl+w":
		in.cut(in.wordBefore(), in.cursor)
	default:
		if key.Type != tea.KeyRunes && key.Type != tea.KeySpace || key.Alt {
			return false
		}
		in.Put(string(key.Runes))
	}
	return true
}

// Put puts text at the cursor. Line ends and tabs become blanks; other characters
// that are no text are left out.
func (in *Input) Put(text string) {
	var clean []rune
	for _, c := range text {
		switch {
		case c == '\n', c == '\t':
			clean = append(clean, ' ')
		case unicode.IsPrint(c):
			clean = append(clean, c)
		}
	}
	rest := append(clean, in.text[in.cursor:]...)
	in.text = append(in.text[:in.cursor:in.cursor], rest...)
	in.cursor += len(clean)
}

// Replace puts text in place of the last n runes before the cursor.
func (in *Input) Replace(n int, text string) {
	in.cut(in.cursor-n, in.cursor)
	in.Put(text)
}

func (in *Input) cut(from, to int) {
	from, to = max(0, from), min(len(in.text), to)
	if from >= to {
		return
	}
	in.text = append(in.text[:from:from], in.text[to:]...)
	in.cursor = from
}

func (in *Input) wordBefore() int {
	at := in.cursor
	for at > 0 && in.text[at-1] == ' ' {
		at--
	}
	for at > 0 && in.text[at-1] != ' ' {
		at--
	}
	return at
}

// View draws the line in exactly width cells with the cursor on it, moved so that
// the cursor is seen. offset is how many cells of the text are left out before.
func (in Input) View(t *Theme, width int) (line string, offset int) {
	width = max(width, 2)
	before, after := visible.Text(in.Before()), visible.Text(in.After())
	under := " "
	if after != "" {
		r := []rune(after)
		under, after = string(r[0]), string(r[1:])
	}
	for visible.Width(before)+visible.Width(under) > width && before != "" {
		r := []rune(before)
		offset += visible.Width(string(r[0]))
		before = string(r[1:])
	}
	room := max(0, width-visible.Width(before)-visible.Width(under))
	return before + t.Cursor.Render(under) + visible.Fit(strings.TrimRight(after, "\n"), room), offset
}
