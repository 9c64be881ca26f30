// SPDX-License-Identifier: Apache-2.0

package pdf

// leading is the distance of two lines of a size.
func leading(size length) length { return size * 124 / 100 }

// ascent is how far the baseline lies below the top of its line.
func ascent(size length) length { return size * 94 / 100 }

// textStyle is how a paragraph is set.
type textStyle struct {
	style style
	size  length
	grey  bool
	after length // space below
}

// The sizes of running text.
var (
	bodyText  = textStyle{style: regular, size: 11 * point, after: 7 * point}
	leadText  = textStyle{style: regular, size: 14 * point, after: 12 * point}
	fineText  = textStyle{style: regular, size: 9 * point, grey: true, after: 6 * point}
	titleText = textStyle{style: bold, size: 17 * point, after: 14 * point}
	tableName = textStyle{style: bold, size: 11 * point, after: 5 * point}
	verbatim  = textStyle{style: mono, size: 7500, after: 8 * point}
)

// measureWidest is the widest column of running text: longer lines are hard to read.
const measureWidest = 165 * millimetre

// scaled is a size or distance in this section: see [volume.answer].
func (s *sheet) scaled(l length) length { return l * s.scale / 100 }

func (s *sheet) scaledStyle(st textStyle) textStyle {
	st.size, st.after = s.scaled(st.size), s.scaled(st.after)
	return st
}

// paragraph sets a text over the width of the page, and over pages if need be.
func (s *sheet) paragraph(text string, st textStyle) {
	st = s.scaledStyle(st)
	s.runs([]run{{text: text, style: st.style, size: st.size, grey: st.grey}}, s.left(), min(s.width(), measureWidest), st)
}

// runs sets a paragraph of several styles in a column. A first or last line does not
// stand alone on a page.
func (s *sheet) runs(runs []run, x, width length, st textStyle) {
	lines := s.ts.wrap(runs, width)
	step := leading(st.size)
	for i, l := range lines {
		keep := length(1)
		if i == 0 && len(lines) > 1 || i == len(lines)-2 {
			keep = 2
		}
		s.need(keep * step)
		s.drawLine(l, x, s.y+ascent(st.size))
		s.y += step
	}
	s.y += st.after
}
