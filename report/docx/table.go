// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"

	"dossier/report"
)

// paragraphOf is a paragraph in a cell.
type paragraphOf struct {
	style string
	runs  []run
}

// openTable begins a table of fixed widths, which are relative.
func (b *body) openTable(style string, relative []int) {
	b.started = true
	total := 0
	for _, w := range relative {
		total += w
	}
	width := b.textWidth()
	b.raw(fmt.Sprintf(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`, style, width))
	at := 0
	for _, w := range relative {
		b.raw(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, width*(at+w)/total-width*at/total))
		at += w
	}
	b.raw(`</w:tblGrid>`)
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
	for _, c := range cells {
		b.raw(`<w:tc><w:tcPr/>`)
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
	b.openTable("DossierTable", tableWidths(t))
	b.row(tableCells(t, t.Head, "TableHead", "TableHeadRight"), true)
	for _, r := range t.Rows {
		b.row(tableCells(t, r, "TableText", "TableRight"), false)
	}
	b.closeTable()
}

func tableCells(t report.Table, texts []string, style, right string) [][]paragraphOf {
	cells := make([][]paragraphOf, len(t.Head))
	for i := range cells {
		st := style
		if i < len(t.Right) && t.Right[i] {
			st = right
		}
		if i < len(texts) {
			cells[i] = []paragraphOf{{st, []run{{text: texts[i]}}}}
		}
	}
	return cells
}

// tableWidths are the widths that a table asks for, or else such as its texts need: the
// longest counts, up to forty characters.
func tableWidths(t report.Table) []int {
	widths := make([]int, len(t.Head))
	for i := range widths {
		if i < len(t.Widths) && t.Widths[i] > 0 {
			widths[i] = max(1, int(t.Widths[i]*1000))
			continue
		}
		longest := len(t.Head[i])
		for _, r := range t.Rows {
			if i < len(r) {
				longest = max(longest, len(r[i]))
			}
		}
		widths[i] = (min(longest, 40) + 3) * 1000
	}
	return widths
}
