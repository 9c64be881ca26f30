// SPDX-License-Identifier: Apache-2.0

package tuitest

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The picture of a cell, in pixels, and the colours that pictures are drawn in.
const (
	cellWidth, cellHeight = 8.4, 18
	paper, ink, faint     = "#1b1d23", "#d7dae0", "#7d8590"
)

var sixteen = map[int]string{1: "#e5707a", 2: "#8fc47e", 3: "#dcb862", 4: "#6ea8e6", 5: "#c58ae0", 6: "#5cc4c9", 7: ink}

// look is how text is drawn.
type look struct {
	colour, ground               string
	bold, faint, reversed, under bool
}

// Picture draws a screen with styles, as Styled returns it, as SVG: what it shows is
// what the terminal would.
func Picture(screen string, width, height int) []byte {
	var b strings.Builder
	w, h := float64(width)*cellWidth+24, height*cellHeight+24
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	b.WriteString(`<g font-family="'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace" font-size="14">` + "\n")
	for y, line := range strings.Split(strings.TrimSuffix(screen, "\n"), "\n") {
		drawLine(&b, line, y)
	}
	b.WriteString("</g>\n</svg>\n")
	return []byte(b.String())
}

// drawLine draws the runs of a line that look alike.
func drawLine(b *strings.Builder, line string, y int) {
	var l look
	x := 0
	for line != "" {
		if strings.HasPrefix(line, "\x1b[") {
			end := strings.IndexByte(line, 'm')
			if end < 0 {
				return
			}
			l = l.after(line[2:end])
			line = line[end+1:]
			continue
		}
		text := line
		if next := strings.IndexByte(line, 0x1b); next >= 0 {
			text = line[:next]
		}
		line = line[len(text):]
		l.draw(b, text, x, y)
		x += ansi.StringWidth(text)
	}
}

// after is the look that a sequence of parameters leaves.
func (l look) after(parameters string) look {
	for p := range strings.SplitSeq(parameters, ";") {
		n, err := strconv.Atoi(p)
		switch {
		case p == "" || err == nil && n == 0:
			l = look{}
		case n == 1:
			l.bold = true
		case n == 2:
			l.faint = true
		case n == 4:
			l.under = true
		case n == 7:
			l.reversed = true
		case n >= 30 && n <= 37:
			l.colour = sixteen[n-30]
		case n >= 40 && n <= 47:
			l.ground = sixteen[n-40]
		}
	}
	return l
}

// draw draws a run of text.
func (l look) draw(b *strings.Builder, text string, x, y int) {
	colour, ground := l.colour, l.ground
	if colour == "" {
		colour = ink
		if l.faint {
			colour = faint
		}
	}
	if l.reversed {
		if ground == "" {
			ground = paper
		}
		colour, ground = ground, colour
	}
	left, cells := 12+float64(x)*cellWidth, float64(ansi.StringWidth(text))*cellWidth
	if ground != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, 12+y*cellHeight, cells, cellHeight, ground)
	}
	weight := ""
	if l.bold {
		weight = ` font-weight="bold"`
	}
	if l.under {
		weight += ` text-decoration="underline"`
	}
	for _, piece := range pieces(text) {
		cells := float64(ansi.StringWidth(piece.text)) * cellWidth
		fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>`,
			left+float64(piece.column)*cellWidth, 12+y*cellHeight+14, cells, colour, weight)
		_ = xml.EscapeText(b, []byte(piece.text)) // a strings.Builder takes everything
		b.WriteString("</text>\n")
	}
}

// piece is a part of a run without blanks beside each other, which a picture would
// take for one.
type piece struct {
	text   string
	column int
}

func pieces(text string) []piece {
	var list []piece
	column := 0
	for text != "" {
		blank := len(text) - len(strings.TrimLeft(text, " "))
		column, text = column+blank, text[blank:]
		end := strings.Index(text, "  ")
		if end < 0 {
			end = len(strings.TrimRight(text, " "))
		}
		if end > 0 {
			list = append(list, piece{text[:end], column})
		}
		column, text = column+ansi.StringWidth(text[:end]), text[end:]
		if strings.TrimLeft(text, " ") == "" {
			break
		}
	}
	return list
}
