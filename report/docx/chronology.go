// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"dossier/report"
	"dossier/report/paper"
)

// chronologyRows writes the rows of a volume: a table a month, below a heading.
func (b *body) chronologyRows(walk *paper.Walk, d *report.Document, rows int64) error {
	layout := paper.Columns(d.Columns)
	if len(layout) == 0 {
		return walk.Next(rows, func(*report.Row) error { return nil })
	}
	widths := make([]int, len(layout))
	for i, c := range layout {
		widths[i] = c.Width
	}
	widths = paper.Divide(b.textWidth(), widths, make([]int, len(layout)))
	open, month := false, ""
	begin := func() {
		b.openTable("DossierTable", widths)
		b.row(chronologyHead(layout), true)
		open = true
	}
	err := walk.Next(rows, func(r *report.Row) error {
		if key, title := paper.Month(r); key != month && key != "" {
			if month = key; open {
				b.closeTable()
				open = false
			}
			b.paragraph("Heading2", run{text: title})
		}
		if !open {
			begin()
		}
		b.row(rowCells(layout, r), false)
		return b.err
	})
	if err != nil {
		return err
	}
	if !open {
		begin()
	}
	b.closeTable()
	return b.err
}

// chronologyHead is the head: a line for each part of a column that has no label.
func chronologyHead(layout []paper.Column) [][]paragraphOf {
	cells := make([][]paragraphOf, len(layout))
	for i, c := range layout {
		for at, title := range c.Titles {
			style := "TableHead"
			if at > 0 {
				style = "TableSmall"
			}
			cells[i] = append(cells[i], paragraphOf{style, []run{{text: title}}})
		}
	}
	return cells
}

func rowCells(layout []paper.Column, r *report.Row) [][]paragraphOf {
	cells := make([][]paragraphOf, len(layout))
	for i, c := range layout {
		for _, l := range c.Lines(r) {
			cells[i] = append(cells[i], lineParagraph(l))
		}
	}
	return cells
}

func lineParagraph(l paper.Line) paragraphOf {
	p := paragraphOf{style: "TableText"}
	value := run{text: l.Text}
	switch l.Face {
	case paper.Strong:
		value.style = "Strong"
	case paper.Small:
		p.style = "TableSmall"
	case paper.Mono:
		p.style, value.style = "TableSmall", "VerbatimText"
	}
	if l.Label != "" {
		p.runs = append(p.runs, run{text: l.Label + ": ", style: "Label"})
	}
	p.runs = append(p.runs, value)
	return p
}
