// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"dossier/report"
	"dossier/report/paper"
)

// The sizes of the chronology.
const (
	smallSize  = 8 * point
	rowPadding = 3000
	monthSize  = 11 * point
)

// chronology sets the rows of a volume as one table on wide pages.
func (s *sheet) chronology(walk *paper.Walk, rows int64) error {
	layout := paper.Columns(s.doc.Columns)
	relative := make([]int, len(layout))
	for i, c := range layout {
		relative[i] = c.Width
	}
	place := columns(s.left(), paper.Divide(int(s.width()), relative, make([]int, len(layout))))
	outer := s.repeat
	defer func() { s.repeat = outer }()
	s.tableHead(s.chronologyHead(layout, place))
	var month, day string
	err := walk.Next(rows, func(r *report.Row) error {
		cells := s.rowCells(layout, place, r)
		if key, title := paper.Month(r); key != "" && key != month {
			month, day = key, ""
			s.monthRow(title, rowHeight(cells, tableSize))
		}
		page, top := s.row(cells, tableSize, rowPadding, r.Item)
		if key, title := paper.Date(r); key != day && key != "" {
			day = key
			s.marks = append(s.marks, mark{title: title, level: 2, page: page, y: top})
		}
		s.rule(s.left(), s.right(), s.y, hairline, 170)
		return nil
	})
	if err != nil {
		return err
	}
	s.rule(s.left(), s.right(), s.y, thinRule, 0)
	return s.pdf.Error()
}

// chronologyHead is the head: a line for each part of a column that has no label.
func (s *sheet) chronologyHead(layout []paper.Column, place []column) []cell {
	head := make([]cell, len(layout))
	for i, c := range layout {
		head[i].x = place[i].x
		for at, title := range c.Titles {
			r := run{text: title, style: bold, size: tableSize}
			if at > 0 {
				r = run{text: title, style: regular, size: smallSize}
			}
			head[i].paragraphs = append(head[i].paragraphs, s.ts.wrap([]run{r}, place[i].width))
		}
	}
	return head
}

// monthRow is the heading of a month. It does not stand last on a page.
func (s *sheet) monthRow(title string, next length) {
	before, after := 9*point, 4*point
	height := before + leading(monthSize) + after
	s.need(height + min(next+2*rowPadding, (s.bottom()-marginTop)/2))
	s.note(title, 1)
	s.y += before
	s.drawText(title, bold, monthSize, s.left(), s.y+ascent(monthSize))
	s.y += leading(monthSize) + after
	s.rule(s.left(), s.right(), s.y, hairline, 0)
}

// rowCells are the cells of a row. Values with labels follow each other in a paragraph.
func (s *sheet) rowCells(layout []paper.Column, place []column, r *report.Row) []cell {
	cells := make([]cell, len(layout))
	for i, c := range layout {
		cells[i].x = place[i].x
		var labelled []run
		for _, l := range c.Lines(r) {
			if l.Label == "" {
				cells[i].paragraphs = append(cells[i].paragraphs, s.ts.wrap([]run{value(l)}, place[i].width))
				continue
			}
			label := run{text: l.Label + ": ", style: italic, size: smallSize, grey: true}
			if labelled != nil {
				label.text = "; " + label.text
			}
			labelled = append(labelled, label, value(l))
		}
		if labelled != nil {
			cells[i].paragraphs = append(cells[i].paragraphs, s.ts.wrap(labelled, place[i].width))
		}
	}
	return cells
}

func value(l paper.Line) run {
	r := run{text: l.Text, style: regular, size: tableSize}
	switch l.Face {
	case paper.Strong:
		r.style = bold
	case paper.Small:
		r.size = smallSize
	case paper.Mono:
		r.style, r.size = mono, verbatim.size
	}
	return r
}
