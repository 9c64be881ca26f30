// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"math"
	"strings"

	"dossier/internal/visible"
)

// highest is as high as a row can be, in points.
const highest = 409

// height is how high the row i of several is, in points: as high as the text of its
// highest cell. Programs that work it out themselves do so in different ways, or not at
// all.
func (s *sheet) height(l laid, i int) float64 {
	h := 0.0
	for c, cell := range l.cells {
		if i >= len(l.parts[c]) || c >= len(s.widths) {
			continue
		}
		t, _ := l.parts[c][i].(string)
		h = max(h, s.book.styles.height(cell.style, t, s.widths[c]))
	}
	return h
}

// height is how high a text of a style is in a cell of a width in characters, in
// points. It is a little generous: the face may be missing where the workbook is read.
func (s *styles) height(style int, t string, width float64) float64 {
	size := s.sizes[style]
	if size == 0 {
		size = 11
	}
	perLine := max(1, width*11/size)
	lines := 0.0
	for line := range strings.SplitSeq(t, "\n") {
		n := len(line)
		if n > int(perLine) {
			n = visible.Width(line)
		}
		lines += max(1, math.Ceil(float64(n)/perLine))
		if lines*size > highest {
			return highest
		}
	}
	return min(highest, math.Ceil(lines*size*1.3+3))
}
