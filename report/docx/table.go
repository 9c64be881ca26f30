// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dossier/report"
	"dossier/report/paper"
)

// paragraphOf is a paragraph in a cell.
type paragraphOf struct {
	style string
	runs  []run
}

// openTable begins a table of fixed widths.
func (b *body) openTable(style string, widths []int) {
	b.started = true
	total := 0
	for _, w := range widths {
		total += w
	}
	b.raw(fmt.Sprintf(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`, style, total))
	for _, w := range widths {
		b.raw(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w))
	}
	b.raw(`</w:tblGrid>`)
	b.widths = widths
}

// closeTable ends it, with a small paragraph: two tables that follow each other would
// become one.
func (b *body) closeTable() { b.raw(`</w:tbl><w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>`) }

// rowTextMax is the length of text from which on a row may be split over pages. It is
// much less than a page holds; a row that cannot be split and is higher than a page
// would be cut by some programs.
const rowTextMax = 1500

// row writes a row, which is kept on one page. A head is repeated on every page.
func (b *body) row(cells [][]paragraphOf, head bool) {
	text := 0
	for _, c := range cells {
		for _, p := range c {
			for _, r := range p.runs {
				text += len(r.text)
			}
		}
	}
	b.raw(`<w:tr><w:trPr>`)
	if text <= rowTextMax {
		b.raw(`<w:cantSplit/>`)
	}
	if head {
		b.raw(`<w:tblHeader/>`)
	}
	b.raw(`</w:trPr>`)
	for i, c := range cells {
		b.raw(fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, b.widths[i]))
		for _, p := range c {
			b.paragraph(p.style, p.runs...)
		}
		if len(c) == 0 {
			b.paragraph("TableText")
		}
		b.raw(`</w:tc>`)
	}
	b.raw(`</w:tr>`)
}

// table writes a small table.
func (b *body) table(t report.Table) {
	if t.Title != "" {
		b.paragraph("Caption", run{text: t.Title})
	}
	if len(t.Head) == 0 {
		return
	}
	b.openTable("DossierTable", tableWidths(t, b.textWidth()))
	b.row(tableCells(t, t.Head, true), true)
	for _, r := range t.Rows {
		b.row(tableCells(t, r, false), false)
	}
	b.closeTable()
}

func tableCells(t report.Table, texts []string, head bool) [][]paragraphOf {
	cells := make([][]paragraphOf, len(t.Head))
	for i := range cells {
		if i < len(texts) {
			cells[i] = []paragraphOf{{cellStyle(t, i, head), []run{{text: texts[i], style: cellFace(t, i, head)}}}}
		}
	}
	return cells
}

// manyColumns is from how many on a table is set in smaller type.
const manyColumns = 8

func cellStyle(t report.Table, i int, head bool) string {
	style := "Table"
	if len(t.Head) >= manyColumns {
		style = "TableSmall"
	}
	right := i < len(t.Right) && t.Right[i]
	switch {
	case head && right:
		return style + "HeadRight"
	case head:
		return style + "Head"
	case right:
		return style + "Right"
	case style == "Table":
		return "TableText"
	}
	return style
}

func cellFace(t report.Table, i int, head bool) string {
	if !head && i < len(t.Mono) && t.Mono[i] {
		return "VerbatimText"
	}
	return ""
}

// tableWidths divides a width by what a table asks for, or else by what its texts need,
// up to forty characters. A column holds its longest word, unless that is very long.
func tableWidths(t report.Table, width int) []int {
	const margins, wordMax = 150, 14
	character := 98 // of text of nine points, on average
	if len(t.Head) >= manyColumns {
		character = 87
	}
	relative, least := make([]int, len(t.Head)), make([]int, len(t.Head))
	for i := range t.Head {
		longest, word := 0, 0
		note := func(text string) {
			longest = max(longest, min(utf8.RuneCountInString(text), 40))
			for w := range strings.FieldsSeq(text) {
				if n := utf8.RuneCountInString(w); n <= wordMax {
					word = max(word, n)
				}
			}
		}
		note(t.Head[i])
		for _, r := range t.Rows {
			if i < len(r) {
				note(r[i])
			}
		}
		relative[i], least[i] = (longest+3)*1000, word*character+margins
		if i < len(t.Widths) && t.Widths[i] > 0 {
			relative[i] = max(1, int(t.Widths[i]*1000))
		}
	}
	return paper.Divide(width, relative, least)
}
