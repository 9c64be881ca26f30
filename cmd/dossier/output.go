// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"dossier/internal/visible"
)

// output writes for a reader: aligned, cut to the terminal's width and coloured
// on a terminal; plain and whole into a pipe.
type output struct {
	w        *bufio.Writer
	width    int // of the terminal; 0 for a pipe
	colour   bool
	terminal bool
	err      error
}

func newOutput(w io.Writer) *output {
	o := &output{w: bufio.NewWriterSize(w, 64<<10)}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		o.terminal = true
		o.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			o.width = width
		}
	}
	return o
}

// printf writes formatted text. Text of the evidence must go through show first.
func (o *output) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

func (o *output) flush() error {
	if err := o.w.Flush(); o.err == nil {
		o.err = err
	}
	return o.err
}

// show makes text of the evidence fit to print.
func show(s string) string { return visible.Text(s) }

// style is an SGR sequence, used on terminals that have colours only.
type style string

const (
	bold  style = "1"
	dim   style = "2"
	red   style = "31"
	green style = "32"
	amber style = "33"
	blue  style = "34"
	pink  style = "35"
	teal  style = "36"
)

func (o *output) styled(s style, text string) string {
	if !o.colour || s == "" || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// heading writes a line that begins a part.
func (o *output) heading(text string) { o.printf("\n%s\n", o.styled(bold, text)) }

// columnKind says how a column of a table is laid out.
type columnKind int

const (
	left  columnKind = iota
	right            // numbers
	wide             // takes what room is left, and is cut first
)

// table lays out rows under a header. Cells are safe text already.
type table struct {
	kinds  []columnKind
	header []string
	rows   [][]string
	styles []style // of each row; may be short
	indent int
}

// limitPadding bounds how far one long cell moves the columns behind it in a pipe,
// where nothing is cut.
const limitPadding = 64

// write prints the table so that it fits the terminal; into a pipe nothing is cut.
func (t *table) write(o *output) { t.writeRows(o, func(int) {}) }

// writeRows is write that calls before ahead of each row.
func (t *table) writeRows(o *output, before func(row int)) {
	widths := make([]int, len(t.kinds))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], visible.Width(cell))
		}
	}
	if o.width == 0 {
		for i, k := range t.kinds {
			if k == wide {
				widths[i] = min(widths[i], limitPadding)
			}
		}
	}
	t.fit(widths, o.width)
	if len(t.header) > 0 {
		t.line(o, widths, t.header, dim)
	}
	for i, row := range t.rows {
		var s style
		if i < len(t.styles) {
			s = t.styles[i]
		}
		before(i)
		t.line(o, widths, row, s)
	}
}

// fit narrows the wide columns until the table fits; what still does not fit is
// cut at the end of the line.
func (t *table) fit(widths []int, room int) {
	if room == 0 {
		return
	}
	total := t.indent + 2*(len(widths)-1)
	for _, w := range widths {
		total += w
	}
	for total > room {
		widest := -1
		for i, k := range t.kinds {
			if k == wide && widths[i] > 12 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
		total--
	}
}

func (t *table) line(o *output, widths []int, cells []string, s style) {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", t.indent))
	for i, cell := range cells {
		if i > 0 {
			b.WriteString("  ")
		}
		pad := strings.Repeat(" ", max(0, widths[i]-visible.Width(cell)))
		switch {
		case t.kinds[i] == right:
			b.WriteString(pad + cell)
		case o.width == 0:
			b.WriteString(cell + pad)
		default:
			b.WriteString(visible.Fit(cell, widths[i]))
		}
	}
	text := strings.TrimRight(b.String(), " ")
	if o.width > 0 {
		text = visible.Cut(text, o.width)
	}
	o.printf("%s\n", o.styled(s, text))
}

// wrapped prints words over several lines, the further ones indented as the first.
func (o *output) wrapped(indent int, text string) {
	room := 96
	if o.width > 20 {
		room = min(room, o.width)
	}
	pad := strings.Repeat(" ", indent)
	line := pad
	for _, word := range strings.Fields(text) {
		if visible.Width(line)+1+visible.Width(word) > room && strings.TrimSpace(line) != "" {
			o.printf("%s\n", strings.TrimRight(line, " "))
			line = pad
		}
		line += word + " "
	}
	o.printf("%s\n", strings.TrimRight(line, " "))
}
