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
		o.colour = coloursWanted(os.Getenv)
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			o.width = width
		}
	}
	return o
}

// coloursWanted reports whether the environment lets a terminal have colours.
func coloursWanted(getenv func(string) string) bool {
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
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
