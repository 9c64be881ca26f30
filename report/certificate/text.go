// SPDX-License-Identifier: Apache-2.0

package certificate

import (
	"fmt"
	"strings"

	"dossier/internal/visible"
	"dossier/report"
)

// textWidth is how wide a draft as plain text is, in characters.
const textWidth = 78

// Text is a draft as plain text, to be edited: the mark over every section, paragraphs
// of lines of 78 characters, and tables as lists, as a hash value fills a line.
func Text(d *report.Document) string {
	var out strings.Builder
	for _, s := range append(append([]report.Section{}, d.Front...), d.Back...) {
		title := visible.Text(s.Title)
		fmt.Fprintf(&out, "%s\n\n%s\n%s\n\n", Mark, strings.ToUpper(title), strings.Repeat("=", visible.Width(title)))
		for _, b := range s.Blocks {
			writeBlock(&out, b)
		}
	}
	return out.String()
}

func writeBlock(out *strings.Builder, block report.Block) {
	switch b := block.(type) {
	case report.Paragraph:
		if b.Text != Mark {
			writeWrapped(out, "", "", b.Text)
		}
	case report.Steps:
		for i, s := range b.List {
			number := fmt.Sprintf("%d. ", i+1)
			writeWrapped(out, number, strings.Repeat(" ", len(number)), s.Text)
		}
	case report.Table:
		fmt.Fprintf(out, "%s\n\n", visible.Text(b.Title))
		for _, row := range b.Rows {
			for i, cell := range row {
				fmt.Fprintf(out, "  %-18s %s\n", visible.Text(b.Head[i]), visible.Text(cell)) // whole: it may be a digest
			}
			out.WriteString("\n")
		}
	}
}

func writeWrapped(out *strings.Builder, first, rest, text string) {
	writeLines(out, first, rest, text)
	out.WriteString("\n")
}

func writeLines(out *strings.Builder, first, rest, text string) {
	lead := first
	for _, line := range visible.Wrap(visible.Text(text), textWidth-len(rest)) {
		out.WriteString(strings.TrimRight(lead+line, " ") + "\n")
		lead = rest
	}
}
