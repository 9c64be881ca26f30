// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"dossier/analysis/wording"
	"dossier/index"
	"dossier/tui/ui"
)

// levels is how finely a cell is filled: in eighths.
const levels = 8

var blocks = [levels + 1]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// cell is one cell of a bar: a domain fills it from below, and perhaps another
// what is above.
type cell struct {
	below, above string // domains; "" for nothing
	eighths      int    // that below fills
}

// stack is how many eighths of a bar each domain takes, the first lowest. What is
// there takes one at least.
func stack(b index.Bucket, most int64, height int) []int {
	all := total(b)
	tall := int(all * int64(height*levels) / most)
	if all > 0 {
		tall = max(tall, 1)
	}
	var list []int
	var sum int64
	filled := 0
	for _, domain := range wording.Domains() {
		sum += b.Domains[domain]
		upTo := 0
		if all > 0 {
			upTo = int((sum*int64(tall) + all - 1) / all)
		}
		list = append(list, upTo-filled)
		filled = upTo
	}
	return list
}

// barCell is the cell of a bar at a height, 0 being the lowest.
func barCell(t *ui.Theme, b index.Bucket, most int64, height, y int) cell {
	var c cell
	bottom, at := y*levels, 0
	for i, n := range stack(b, most, height) {
		from, to := max(at, bottom), min(at+n, bottom+levels)
		at += n
		if from >= to {
			continue
		}
		domain := wording.Domains()[i]
		switch {
		case c.below == "":
			c.below, c.eighths = domain, to-from
		case c.above == "" || !t.Coloured():
			c.above = domain
		}
	}
	filled := max(0, min(at-bottom, levels))
	if c.above != "" && filled < levels { // an edge cannot show three things
		c.above, c.eighths = "", filled
	}
	return c
}

// render draws the cell so many columns wide. Without colours a full cell is the
// domain's letter.
func (c cell) render(t *ui.Theme, wide int, marked bool) string {
	if c.below == "" {
		if marked {
			return t.Accent.Render(strings.Repeat("·", wide))
		}
		return strings.Repeat(" ", wide)
	}
	text := blocks[c.eighths]
	if !t.Coloured() && c.eighths >= levels/2 {
		text = wording.Letter(c.below)
	}
	style := t.Domain(c.below)
	if c.above != "" {
		style = t.Over(style, t.Domain(c.above))
		if c.eighths >= levels/2 && !t.Coloured() {
			style = t.Domain(c.below)
		}
	}
	if marked {
		style = style.Bold(true).Underline(true)
	}
	return render(style, text, wide)
}

// render draws a text so many columns wide, with a gap where bars are wide enough to
// be told apart.
func render(style lipgloss.Style, text string, wide int) string {
	if wide >= 3 {
		return style.Render(strings.Repeat(text, wide-1)) + " "
	}
	return style.Render(strings.Repeat(text, wide))
}
