// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"

	"dossier/internal/visible"
)

// columnKind says how a column of a table is laid out.
type columnKind int

const (
	left   columnKind = iota
	right             // numbers
	wide              // gives up room where a terminal is narrow, and is cut at its end
	path              // as wide, and cut at its beginning: the end of a path says most
	lesser            // as wide, and gives up its room before the others
	folded            // last column only: goes on in further lines
)

// table lays out rows under a header. Cells are safe text already.
type table struct {
	kinds  []columnKind
	header []string
	rows   [][]string
	styles []style // of each row; may be short
	indent int
}

// limitPadding bounds how far one long cell moves the columns behind it in a pipe,
// where nothing is cut.
const limitPadding = 64

// Room below which columns do not go: the first where there is enough of it.
const (
	roomMin    = 12
	roomTight  = 8
	roomFolded = 30 // a folded column with less begins on a line of its own
)

// write prints the table so that it fits the terminal; into a pipe nothing is cut.
func (t *table) write(o *output) { t.writeRows(o, func(int) {}) }

// writeRows is write that calls before ahead of each row.
func (t *table) writeRows(o *output, before func(row int)) {
	if o.width > 0 && len(t.header) > 0 {
		t = t.filled()
	}
	widths := make([]int, len(t.kinds))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], visible.Width(cell))
		}
	}
	if o.width == 0 {
		for i, k := range t.kinds {
			if k != left && k != right {
				widths[i] = min(widths[i], limitPadding)
			}
		}
	}
	t.fit(widths, o.width)
	if len(t.header) > 0 {
		t.line(o, widths, t.header, dim)
	}
	for i, row := range t.rows {
		var s style
		if i < len(t.styles) {
			s = t.styles[i]
		}
		before(i)
		t.line(o, widths, row, s)
	}
}

// filled is the table without the columns that no row fills: a terminal has no room
// for them.
func (t *table) filled() *table {
	out := &table{styles: t.styles, indent: t.indent, rows: make([][]string, len(t.rows))}
	for i, kind := range t.kinds {
		if !slices.ContainsFunc(t.rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		out.kinds = append(out.kinds, kind)
		out.header = append(out.header, t.header[i])
		for j, row := range t.rows {
			out.rows[j] = append(out.rows[j], row[i])
		}
	}
	return out
}

// fit narrows columns until the table fits: the lesser ones first, then the wide
// ones, then both further. What still does not fit is cut at the end of the
// line. A folded column takes what the others leave.
func (t *table) fit(widths []int, room int) {
	if room == 0 {
		return
	}
	last := len(widths) - 1
	if t.kinds[last] == folded {
		widths[last] = 0
	}
	total := t.indent + 2*last
	for _, w := range widths {
		total += w
	}
	for _, pass := range []struct {
		kinds []columnKind
		min   int
	}{{[]columnKind{lesser}, roomMin}, {[]columnKind{wide, path}, roomMin}, {[]columnKind{lesser}, roomTight}, {[]columnKind{wide, path}, roomTight}} {
		total = t.narrow(widths, total, room, pass.kinds, pass.min)
	}
	if t.kinds[last] == folded {
		widths[last] = max(0, room-total)
	}
}

// narrow takes room from the widest columns of some kinds and returns the total
// that is left.
func (t *table) narrow(widths []int, total, room int, kinds []columnKind, least int) int {
	for ; total > room; total-- {
		widest := -1
		for i, k := range t.kinds {
			for _, one := range kinds {
				if k == one && widths[i] > least && (widest < 0 || widths[i] > widths[widest]) {
					widest = i
				}
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return total
}

func (t *table) line(o *output, widths []int, cells []string, s style) {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", t.indent))
	var rest []string
	for i, cell := range cells {
		if i > 0 {
			b.WriteString("  ")
		}
		pad := strings.Repeat(" ", max(0, widths[i]-visible.Width(cell)))
		switch {
		case t.kinds[i] == right:
			b.WriteString(pad + cell)
		case o.width == 0:
			b.WriteString(cell + pad)
		case t.kinds[i] == folded:
			var first string
			first, rest = t.split(cell, widths[i], o.width, visible.Width(b.String()))
			b.WriteString(first)
		case t.kinds[i] == path:
			b.WriteString(visible.FitEnd(cell, widths[i]))
		default:
			b.WriteString(visible.Fit(cell, widths[i]))
		}
	}
	text := strings.TrimRight(b.String(), " ")
	if o.width > 0 {
		text = visible.Cut(text, o.width)
	}
	o.printf("%s\n", o.styled(s, text))
	for _, more := range rest {
		o.printf("%s\n", o.styled(s, more))
	}
}

// split lays a folded cell out: what stands behind the other cells, and the lines
// that follow. column is where the cell begins.
func (t *table) split(cell string, width, room, column int) (first string, rest []string) {
	if visible.Width(cell) <= width {
		return cell, nil
	}
	if width < roomFolded {
		column = t.indent + 4
		width = max(1, room-column)
		for _, line := range visible.Wrap(cell, width) {
			rest = append(rest, strings.Repeat(" ", column)+line)
		}
		return "", rest
	}
	lines := visible.Wrap(cell, width)
	for _, line := range lines[1:] {
		rest = append(rest, strings.Repeat(" ", column)+line)
	}
	return lines[0], rest
}
