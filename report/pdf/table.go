// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"dossier/internal/visible"
	"dossier/report"
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

// column is where a column of a table stands.
type column struct {
	x, width length
	right    bool // numbers
}

// columns divides a width by relative widths.
func columns(left, width length, relative []int) []column {
	total := 0
	for _, w := range relative {
		total += w
	}
	list := make([]column, len(relative))
	at := 0
	for i, w := range relative {
		from, to := width*length(at)/length(total), width*length(at+w)/length(total)
		list[i] = column{x: left + from, width: to - from - gutter}
		at += w
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
	place := columns(s.left(), s.width(), s.tableWidths(t))
	for i := range place {
		place[i].right = i < len(t.Right) && t.Right[i]
	}
	s.need(5 * leading(tableSize))
	outer := s.repeat
	s.tableHead(s.cells(place, t.Head, bold))
	for _, r := range t.Rows {
		s.row(s.cells(place, r, regular), tableSize, 2500, "This row")
		s.rule(s.left(), s.right(), s.y, hairline, 190)
	}
	s.repeat = outer
	s.rule(s.left(), s.right(), s.y, thinRule, 0)
	s.y += bodyText.after * 2
}

func (s *sheet) cells(place []column, texts []string, st style) []cell {
	list := make([]cell, len(place))
	for i, p := range place {
		text := ""
		if i < len(texts) {
			text = visible.Text(texts[i])
		}
		list[i] = cell{x: p.x, paragraphs: s.cellText(run{text: text, style: st, size: tableSize}, p.width)}
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

// tableWidths are the widths that a table asks for, or else such as its texts need.
func (s *sheet) tableWidths(t report.Table) []int {
	widths := make([]int, len(t.Head))
	for i := range widths {
		if i < len(t.Widths) && t.Widths[i] > 0 {
			widths[i] = max(1, int(t.Widths[i]*1000))
			continue
		}
		widest := s.ts.measure(visible.Text(t.Head[i]), bold, tableSize)
		for _, r := range t.Rows {
			if i < len(r) {
				widest = max(widest, s.ts.measure(visible.Text(r[i]), regular, tableSize))
			}
		}
		widths[i] = int(min(widest, 60*millimetre) + gutter)
	}
	return widths
}
