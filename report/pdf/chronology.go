// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"dossier/report"
	"dossier/report/paper"
)

// The sizes of the chronology.
const (
	smallSize  = 8 * point
	rowPadding = 3500
	monthSize  = 11 * point
)

// chronology sets the rows of a volume as one table on wide pages.
func (s *sheet) chronology(walk *paper.Walk, rows int64) error {
	layout := paper.Columns(s.doc.Columns)
	relative := make([]int, len(layout))
	for i, c := range layout {
		relative[i] = c.Width
	}
	place := columns(s.left(), s.width(), relative)
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

// rowCells are the cells of a row.
func (s *sheet) rowCells(layout []paper.Column, place []column, r *report.Row) []cell {
	cells := make([]cell, len(layout))
	for i, c := range layout {
		cells[i].x = place[i].x
		for _, l := range c.Lines(r) {
			cells[i].paragraphs = append(cells[i].paragraphs, s.ts.wrap(lineRuns(l), place[i].width))
		}
	}
	return cells
}

func lineRuns(l paper.Line) []run {
	value := run{text: l.Text, style: regular, size: tableSize}
	switch l.Face {
	case paper.Strong:
		value.style = bold
	case paper.Small:
		value.size = smallSize
	case paper.Mono:
		value.style, value.size = mono, verbatim.size
	}
	if l.Label == "" {
		return []run{value}
	}
	return []run{{text: l.Label + ": ", style: italic, size: value.size, grey: true}, value}
}

// exhibits sets the verbatim record of each row of a volume.
func (s *sheet) exhibits(walk *paper.Walk, rows int64) error {
	return walk.Next(rows, func(r *report.Row) error {
		s.exhibit(paper.ExhibitOf(s.doc, r))
		return s.pdf.Error()
	})
}

func (s *sheet) exhibit(e paper.Exhibit) {
	s.need(5 * leading(tableSize))
	name := e.Item
	if e.Name != "" {
		name = e.Name + "   " + e.Item
	}
	st := textStyle{size: tableSize, after: 2 * point}
	s.runs([]run{{text: name, style: bold, size: tableSize}, {text: "   " + e.Source, style: regular, size: tableSize}}, s.left(), s.width(), st)
	s.verbatim(e.Raw)
	s.y -= verbatim.after - 2*point
	details := []run{{text: "SHA-256 of the evidence: ", style: italic, size: smallSize, grey: true}, {text: e.Digest, style: mono, size: 7 * point}}
	for _, d := range e.Details {
		details = append(details, run{text: ";  " + d.Label + ": ", style: italic, size: smallSize, grey: true}, run{text: d.Value, style: regular, size: smallSize})
	}
	s.runs(details, s.left(), s.width(), textStyle{size: smallSize, after: 11 * point})
}
