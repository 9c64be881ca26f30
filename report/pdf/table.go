// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strings"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/paper"
)

// The weights of rules, and the sizes of tables.
const (
	hairline  = 350  // between rows
	thinRule  = 600  // below a head
	heavyRule = 1000 // above one

	tableSize = 9 * point
	gutter    = 3 * millimetre // between columns
)

// cell is a cell of a row: paragraphs of lines, at a place.
type cell struct {
	x          length
	paragraphs [][]line
	right      length // the right edge that lines are set against; 0: they begin at x
}

// height is what the lines of a cell take; each is as high as its own size.
func (c cell) height(size length) length {
	var h length
	for _, p := range c.paragraphs {
		for _, l := range p {
			h += lineHeight(l, size)
		}
	}
	return h
}

// lineHeight is the leading of the largest text in a line, at most that of the row.
func lineHeight(l line, size length) length {
	if len(l.spans) == 0 {
		return leading(size)
	}
	largest := length(0)
	for _, p := range l.spans {
		largest = max(largest, p.size*100/length(fontFiles[p.file].scale))
	}
	return leading(largest)
}

// row sets a row of a table and says where it begins. It stands on one page; only if it
// is higher than a page is it continued, which both pages say, naming the row.
func (s *sheet) row(cells []cell, size, padding length, name string) (page int, top length) {
	height := rowHeight(cells, size)
	s.need(height + 2*padding)
	page, top = len(s.pages), s.y
	for {
		s.y += padding
		if height+padding <= s.room() {
			for _, c := range cells {
				s.drawCell(c, size, height)
			}
			s.y += height + padding
			return page, top
		}
		s.rowPart(cells, size, padding, name)
		height = rowHeight(cells, size)
	}
}

func rowHeight(cells []cell, size length) length {
	height := length(0)
	for _, c := range cells {
		height = max(height, c.height(size))
	}
	return height
}

// drawCell sets as many lines of a cell as fit in a height and returns the rest.
func (s *sheet) drawCell(c cell, size, height length) cell {
	rest := cell{x: c.x, right: c.right}
	y, full := s.y, false
	for _, p := range c.paragraphs {
		for i, l := range p {
			step := lineHeight(l, size)
			if full || y+step > s.y+height {
				full = true
				rest.paragraphs = append(rest.paragraphs, p[i:])
				break
			}
			x := c.x
			if c.right > 0 {
				x = c.right - l.width
			}
			s.drawLine(l, x, y+ascent(step*100/124))
			y += step
		}
	}
	return rest
}

// rowPart fills the page with what it holds of a row that no page is high enough for,
// and begins the next page. What is left stands in cells.
func (s *sheet) rowPart(cells []cell, size, padding length, name string) {
	mark := leading(size)
	room := s.room() - mark - padding
	for i, c := range cells {
		cells[i] = s.drawCell(c, size, room)
	}
	s.drawText(name+" is continued on the next page", italic, size, s.left(), s.bottom()-mark+ascent(size))
	s.newPage()
	s.y += padding
	s.drawText(name+", continued", italic, size, s.left(), s.y+ascent(size))
	s.y += mark
}

// column is where a column of a table stands, and how its text is set.
type column struct {
	x, width length
	right    bool // numbers
	style    style
	size     length
}

// columns puts columns of these widths, gutters and all, beside each other.
func columns(left length, widths []int) []column {
	list := make([]column, len(widths))
	for i, w := range widths {
		list[i] = column{x: left, width: length(w) - gutter, size: tableSize}
		left += length(w)
	}
	if n := len(list); n > 0 {
		list[n-1].width += gutter
	}
	return list
}

// table sets a small table; its head is repeated on every page that it reaches.
func (s *sheet) table(t report.Table) {
	if t.Title != "" {
		s.need(5 * leading(bodyText.size))
		s.paragraph(visible.Text(t.Title), tableName)
	}
	place := s.tablePlace(t)
	s.need(5 * leading(tableSize))
	outer := s.repeat
	s.tableHead(s.cells(place, t.Head, true))
	padding := s.scaled(2500)
	for _, r := range t.Rows {
		s.row(s.cells(place, r, false), place[0].size, padding, "This row")
		s.rule(s.left(), s.right(), s.y, hairline, 190)
	}
	s.repeat = outer
	s.rule(s.left(), s.right(), s.y, thinRule, 0)
	s.y += s.scaled(bodyText.after * 2)
}

// manyColumns is from how many on a table is set in smaller type.
const manyColumns = 8

// tablePlace says where the columns of a table stand. A column is at least as wide as
// its longest word, unless that is very long.
func (s *sheet) tablePlace(t report.Table) []column {
	size := s.scaled(tableSize)
	if len(t.Head) >= manyColumns {
		size = s.scaled(smallSize)
	}
	relative, least := make([]int, len(t.Head)), make([]int, len(t.Head))
	styles := make([]style, len(t.Head))
	for i := range t.Head {
		if i < len(t.Mono) && t.Mono[i] {
			styles[i] = mono
		}
		natural, word := s.columnNeeds(t, i, styles[i], size)
		relative[i], least[i] = int(natural), int(word+gutter)
		if i < len(t.Widths) && t.Widths[i] > 0 {
			relative[i] = max(1, int(t.Widths[i]*1000))
		}
	}
	place := columns(s.left(), paper.Divide(int(s.width()), relative, least))
	for i := range place {
		place[i].right = i < len(t.Right) && t.Right[i]
		place[i].style, place[i].size = styles[i], size
		if styles[i] == mono {
			place[i].size = size * 8 / 10
		}
	}
	return place
}

// columnNeeds is how wide the texts of a column are on one line, and how wide its
// longest word is; both within bounds.
func (s *sheet) columnNeeds(t report.Table, i int, st style, size length) (natural, word length) {
	const naturalMax, wordMax = 60 * millimetre, 24 * millimetre
	note := func(text string, st style) {
		natural = max(natural, min(s.ts.measure(text, st, size), naturalMax))
		for w := range strings.FieldsSeq(text) {
			if width := s.ts.measure(w, st, size); width <= wordMax {
				word = max(word, width+point/10)
			}
		}
	}
	note(visible.Text(t.Head[i]), bold)
	for _, r := range t.Rows {
		if i < len(r) {
			note(visible.Text(r[i]), st)
		}
	}
	return natural + gutter, word
}

func (s *sheet) cells(place []column, texts []string, head bool) []cell {
	list := make([]cell, len(place))
	for i, p := range place {
		r := run{style: p.style, size: p.size}
		if i < len(texts) {
			r.text = visible.Text(texts[i])
		}
		if head {
			r.style, r.size = bold, place[0].size
		}
		list[i] = cell{x: p.x, paragraphs: s.cellText(r, p.width)}
		if p.right {
			list[i].right = p.x + p.width
		}
	}
	return list
}

// tableHead sets the head of a table between two rules, and again on each page from
// here on, unless it is so high that no room would be left for rows.
func (s *sheet) tableHead(head []cell) {
	const padding = 2500
	if rowHeight(head, tableSize) > (s.bottom()-marginTop)/3 {
		s.row(head, tableSize, padding, "The head of this table")
		return
	}
	s.repeat = func() {
		s.rule(s.left(), s.right(), s.y, heavyRule, 0)
		s.y += padding
		height := rowHeight(head, tableSize)
		for _, c := range head {
			s.drawCell(c, tableSize, height)
		}
		s.y += height + padding
		s.rule(s.left(), s.right(), s.y, thinRule, 0)
	}
	s.repeat()
}
