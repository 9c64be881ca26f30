// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"strings"
	"unicode/utf8"

	"dossier/internal/visible"
)

// Safe makes text of the evidence fit to show, bounded to what limitCells cells can
// hold: a field of a megabyte costs no more than a short one.
func Safe(text string, limitCells int) string {
	limitBytes := 4 * max(limitCells, 0)
	if len(text) > limitBytes+utf8.UTFMax {
		cut := limitBytes
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	return visible.Text(text)
}

// Cell makes text of the evidence take exactly width cells.
func Cell(text string, width int) string {
	if width <= 0 {
		return ""
	}
	return visible.Fit(Safe(text, width+1), width)
}

// CellEnd is Cell that keeps the end, for paths.
func CellEnd(text string, width int) string {
	if width <= 0 {
		return ""
	}
	return visible.FitEnd(visible.Text(text), width)
}

// CellRight is Cell with the text at the right, for numbers.
func CellRight(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = visible.Cut(Safe(text, width+1), width)
	return strings.Repeat(" ", max(0, width-visible.Width(text))) + text
}

// Wrap breaks text of the evidence into lines of at most width cells, limitLines of
// them; what is left out is said.
func Wrap(text string, width, limitLines int) []string {
	width = max(width, 8)
	lines := visible.Wrap(Safe(text, width*limitLines), width)
	if len(lines) > limitLines {
		lines = append(lines[:limitLines-1], "…")
	}
	return lines
}

// Spread puts one text at the left of a line and one at the right; the right one
// stays whole as long as it can. Both must be safe and without styles.
func Spread(left, right string, width int) string {
	if width <= 0 {
		return ""
	}
	right = visible.Cut(right, width)
	room := width - visible.Width(right)
	return visible.Fit(left, max(room, 0)) + right
}
