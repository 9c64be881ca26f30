// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"strings"

	"dossier/internal/visible"
)

// Pane is a part of a screen that stands above or below others.
type Pane struct {
	Want  int // lines that it can fill, its heading included; 0 if it has nothing to show
	Least int // lines below which it is of no use
}

// Stack shares the lines of a screen among panes one below the other: each gets at
// least what is of use to it, the one with the cursor before the others, and what is
// left goes to those above first. A pane without room gets 0.
func Stack(room, focus int, panes []Pane) []int {
	heights := make([]int, len(panes))
	order := []int{focus}
	for i := range panes {
		if i != focus {
			order = append(order, i)
		}
	}
	for _, i := range order {
		if least := min(panes[i].Least, panes[i].Want); least <= room {
			heights[i] = least
			room -= least
		} else if i == focus {
			heights[i], room = room, 0
		}
	}
	for i, p := range panes {
		if heights[i] > 0 {
			more := min(p.Want-heights[i], room)
			heights[i] += more
			room -= more
		}
	}
	return heights
}

// Head is the heading of a pane, with something at its right end. Both are text of
// the case.
func Head(t *Theme, title, right string, width int, focused bool) string {
	style, mark := t.Faint, "─ "
	if focused {
		style, mark = t.Accent, "━ "
	}
	left := visible.Cut(mark+Safe(title, width), max(width, 1))
	room := width - visible.Width(left) - 1
	right = visible.Cut(Safe(right, width), max(room-2, 0))
	if right != "" {
		right = " " + right + " "
	}
	line := strings.Repeat("─", max(0, room-visible.Width(right)))
	return style.Render(left) + " " + t.Faint.Render(line+right)
}

// PaneAt is the pane in which a line of the screen lies, and the line within it; -1
// behind the last.
func PaneAt(line int, heights []int) (pane, within int) {
	for i, height := range heights {
		if line < height {
			return i, line
		}
		line -= height
	}
	return -1, 0
}
