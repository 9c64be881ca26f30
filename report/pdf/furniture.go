// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strconv"

	"dossier/internal/visible"
	"dossier/report/paper"
)

// furnish sets head and foot of every page, once it is known how many there are.
// before is how many pages stand in the volumes before.
func (s *sheet) furnish(volume paper.Volume, before int64) {
	for page := 1; page <= len(s.pages); page++ {
		s.again(page)
		s.head()
		s.foot(volume, page, before)
	}
}

// head is the stamp, the caption and what the digits of a time mean.
func (s *sheet) head() {
	s.stamp()
	const size = 8 * point
	mark := "Export " + visible.Text(s.doc.ExportID[:min(12, len(s.doc.ExportID))])
	if s.doc.Exhibit != "" {
		mark = "Exhibit " + visible.Text(s.doc.Exhibit) + "  ·  " + mark
	}
	width := s.ts.measure(mark, regular, size)
	s.drawText(s.ts.fit(visible.Text(s.doc.Caption), italic, size, s.width()-width-gutter*2), italic, size, s.left(), 43*point)
	s.drawText(mark, regular, size, s.right()-width, 43*point)
	note := visible.Text(s.doc.ZoneNote)
	fine := s.smaller(note, regular, 7500, 5*point, s.width())
	s.drawText(s.ts.fit(note, regular, fine, s.width()), regular, fine, s.left(), 53*point)
	s.rule(s.left(), s.right(), 57*point, hairline, 0)
}

// stamp sets the stamp in the middle: in one line, or in as many as it needs.
func (s *sheet) stamp() {
	text := visible.Text(s.doc.Stamp)
	if text == "" {
		return
	}
	size := s.smaller(text, bold, 8*point, 6500, s.width())
	lines := s.ts.wrap([]run{{text: text, style: bold, size: size}}, s.width())
	for i, l := range lines {
		y := 30*point - length(len(lines)-1-i)*leading(size)
		s.drawLine(l, s.left()+(s.width()-l.width)/2, y)
	}
}

// smaller is a size at which a text fits in a line, at least the least.
func (s *sheet) smaller(text string, st style, size, least, width length) length {
	for size > least && s.ts.measure(text, st, size) > width {
		size -= 250
	}
	return size
}

// foot is the volume, the page and the Bates number.
func (s *sheet) foot(volume paper.Volume, page int, before int64) {
	const size = 8500
	_, height := s.pageSize(s.landscape)
	y := height - 30*point
	s.rule(s.left(), s.right(), y-13*point, hairline, 0)
	s.drawText(volume.Title(), regular, size, s.left(), y)
	number := fmt.Sprintf("Page %d of %d", page, len(s.pages))
	s.drawText(number, regular, size, s.left()+(s.width()-s.ts.measure(number, regular, size))/2, y)
	if s.doc.Bates != nil {
		bates := visible.Text(s.doc.Bates.Number(before + int64(page)))
		s.drawText(bates, bold, size, s.right()-s.ts.measure(bates, bold, size), y)
	}
}

// contents fills the page of contents, which was left blank at y: with sections and
// months, or with sections alone if the months do not fit. Bookmarks have them all.
func (s *sheet) contents(page int, y length) {
	step := leading(bodyText.size) + 5*point
	list := s.contentsOf(1)
	if length(len(list))*step > s.bottom()-y {
		list = s.contentsOf(0)
	}
	s.again(page)
	for _, m := range list {
		s.entry(m, y)
		y += step
	}
}

// contentsOf are the headings down to a level.
func (s *sheet) contentsOf(level int) []mark {
	var list []mark
	for _, m := range s.marks {
		if m.level <= level && !m.cover {
			list = append(list, m)
		}
	}
	return list
}

// entry is a line of the contents.
func (s *sheet) entry(m mark, y length) {
	size := bodyText.size - length(m.level)*point
	indent := length(m.level) * 6 * millimetre
	base := y + ascent(size)
	number := strconv.Itoa(m.page)
	width := s.ts.measure(number, regular, size)
	title := s.ts.fit(visible.Text(m.title), regular, size, s.width()-indent-width-gutter)
	s.drawText(title, regular, size, s.left()+indent, base)
	s.drawText(number, regular, size, s.right()-width, base)
	from := s.left() + indent + s.ts.measure(title, regular, size) + gutter/2
	s.dots(from, s.right()-width-gutter/2, base)
	if m.link != 0 {
		s.pdf.SetLink(m.link, m.y.points(), m.page)
		s.pdf.Link(s.left().points(), (y + s.shift).points(), s.width().points(), leading(size).points(), m.link)
	}
}

// dots lead from a title to its page.
func (s *sheet) dots(from, to, y length) {
	if to <= from {
		return
	}
	s.pdf.SetDashPattern([]float64{0.5, 2.5}, 0)
	s.rule(from, to, y, 500, 130)
	s.pdf.SetDashPattern([]float64{}, 0)
}

// bookmarks are written last: the library counts their heights on the last page. It
// also takes the page that was written on last for the last one.
func (s *sheet) bookmarks() {
	for _, m := range s.marks {
		s.again(m.page)
		s.setFont(fileRegular, tableSize)
		s.pdf.Bookmark(basicPlane(m.title), m.level, (m.y + s.shift).points())
	}
	s.again(len(s.pages))
}
