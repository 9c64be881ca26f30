// SPDX-License-Identifier: Apache-2.0

// Package readme writes the text that goes beside a table for machines: what the
// file is, and every section of the document, so that whoever is handed the table
// alone still learns what was selected, what is missing and how to verify it.
package readme

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"dossier/internal/visible"
	"dossier/report"
)

// columns is how wide the text is at most, where it can be broken.
const columns = 100

// Write writes the text beside a file as file.readme.txt. The lines of about say how
// the file is made.
func Write(to report.Target, d *report.Document, file string, about ...string) error {
	return report.WriteFile(to, file+".readme.txt", func(w *bufio.Writer) error {
		t := text{w}
		t.head(d, file, about)
		for _, s := range d.Front {
			t.section(s)
		}
		for _, s := range d.Back {
			t.section(s)
		}
		return nil // the writer keeps its first error, and WriteFile asks for it
	})
}

// text writes lines; its writer keeps the first error.
type text struct{ w *bufio.Writer }

func (t text) line(format string, args ...any) { _, _ = fmt.Fprintf(t.w, format+"\n", args...) }

// paragraph is text broken into lines, each begun with blanks.
func (t text) paragraph(s string, indent int) {
	for line := range strings.SplitSeq(visible.Lines(s), "\n") {
		for _, piece := range visible.Wrap(line, columns-indent) {
			t.line("%s", strings.TrimRight(strings.Repeat(" ", indent)+piece, " "))
		}
	}
}

func (t text) head(d *report.Document, file string, about []string) {
	if d.Stamp != "" {
		t.paragraph(d.Stamp, 0)
		t.line("")
	}
	t.paragraph(d.Title, 0)
	t.line("")
	t.paragraph(fmt.Sprintf("This text belongs to %s, %d rows, export %s.", file, d.Count, d.ExportID), 0)
	t.paragraph(d.ZoneNote, 0)
	for _, a := range about {
		t.paragraph(a, 0)
	}
	t.line("")
	t.line("Columns:")
	for _, c := range d.Columns {
		t.line("  %-20s %s", c.Key, visible.Text(c.Title))
	}
}

func (t text) section(s report.Section) {
	title := visible.Text(s.Title)
	t.line("\n%s\n%s", title, strings.Repeat("=", min(columns, utf8.RuneCountInString(title))))
	for _, b := range s.Blocks {
		t.line("")
		t.block(b)
	}
}

func (t text) block(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		t.paragraph(b.Text, 0)
	case report.Facts:
		for _, f := range b.List {
			t.fact(f)
		}
	case report.Table:
		t.table(b)
	case report.Strip:
		t.strip(b)
	case report.Verbatim:
		for line := range strings.SplitSeq(visible.Lines(b.Text), "\n") {
			t.line("    %s", line)
		}
	case report.Steps:
		for i, s := range b.List {
			t.paragraph(fmt.Sprintf("%d. %s", i+1, s.Text), 0)
			if s.Command != "" {
				t.line("    %s", visible.Text(s.Command))
			}
		}
	}
}

func (t text) fact(f report.Fact) {
	line := f.Label + ": " + f.Value
	if f.Note != "" {
		line += " (" + f.Note + ")"
	}
	t.paragraph(line, 0)
}

// table is set in columns where that fits, and a line a value otherwise.
func (t text) table(b report.Table) {
	if b.Title != "" {
		t.paragraph(b.Title, 0)
	}
	widths, total := make([]int, len(b.Head)), 0
	for _, row := range append([][]string{b.Head}, b.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], visible.Width(visible.Text(cell)))
		}
	}
	for _, w := range widths {
		total += w + 2
	}
	switch {
	case len(b.Rows) == 0:
		t.line("  %s: none", strings.Join(b.Head, ", "))
	case total > columns:
		t.listed(b)
	default:
		for _, row := range append([][]string{b.Head}, b.Rows...) {
			line := ""
			for i, cell := range row {
				line += "  " + aligned(visible.Text(cell), widths[i], b.Right != nil && b.Right[i])
			}
			t.line("%s", strings.TrimRight(line, " "))
		}
	}
}

func aligned(s string, width int, right bool) string {
	blanks := strings.Repeat(" ", width-visible.Width(s))
	if right {
		return blanks + s
	}
	return s + blanks
}

func (t text) listed(b report.Table) {
	for i, row := range b.Rows {
		if i > 0 {
			t.line("")
		}
		for c, cell := range row {
			t.paragraph(b.Head[c]+": "+cell, 2)
		}
	}
}

// strip lists the days that have something to say.
func (t text) strip(b report.Strip) {
	t.paragraph(b.Title, 0)
	t.paragraph(b.Legend, 0)
	for _, d := range b.Days {
		line := fmt.Sprintf("  %s  %6d", d.Day, d.Count)
		if d.Window {
			line += "  in the window"
		}
		if d.NoLog {
			line += "  no source has a record"
		}
		t.line("%s", line)
	}
}
