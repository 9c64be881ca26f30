// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// limitRawBytes bounds how much of a record is shown.
const limitRawBytes = 16 << 10

// rawLines are the bytes of a record as lines; UTF-16 is decoded to be read.
func rawLines(data []byte) []string {
	cut := len(data) > limitRawBytes
	if cut {
		data = data[:limitRawBytes]
	}
	text := string(data)
	if bytes.Count(data, []byte{0}) > len(data)/4 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	if cut {
		lines = append(lines, "… longer than is shown here; 'dossier show --raw' writes all of it")
	}
	return lines
}

// highlighted is a line of a record, broken at the width: a record has no words.
// What holds its values together is faint, and the value shown stands out.
func highlighted(t *ui.Theme, line, shown string, width int) []string {
	text := visible.Text(strings.TrimRight(line, "\r"))
	marks := make([]*lipgloss.Style, len(text))
	for i := range text {
		if strings.IndexByte(`",;:{}[]<>=|`, text[i]) >= 0 {
			marks[i] = &t.Faint
		}
	}
	if shown = visible.Text(shown); shown != "" {
		for from := 0; ; {
			at := strings.Index(text[from:], shown)
			if at < 0 {
				break
			}
			for i := from + at; i < from+at+len(shown); i++ {
				marks[i] = &t.Cursor
			}
			from += at + len(shown)
		}
	}
	var list []string
	for start := 0; start < len(text) || start == 0; {
		head := visible.Head(text[start:], max(width, 2))
		if head == "" {
			break
		}
		list = append(list, painted(t, head, marks[start:start+len(head)]))
		start += len(head)
	}
	return list
}

// painted draws a piece of text, runs of one style at a time.
func painted(t *ui.Theme, text string, marks []*lipgloss.Style) string {
	var b strings.Builder
	for from := 0; from < len(text); {
		_, size := utf8.DecodeRuneInString(text[from:])
		to := from + size
		for to < len(text) && (marks[to] == marks[from] || !utf8.RuneStart(text[to])) {
			to++
		}
		style := t.Plain
		if marks[from] != nil {
			style = *marks[from]
		}
		b.WriteString(style.Render(text[from:to]))
		from = to
	}
	return b.String()
}
