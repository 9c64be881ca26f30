// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// length is a length in thousandths of a point. Layout counts in whole numbers, so that
// a page breaks at the same row on every machine.
type length int

const (
	point      length = 1000
	millimetre length = 2835
)

// points is the length as the library takes it.
func (l length) points() float64 { return float64(l) / float64(point) }

// style is a way to set text: a chain of font files, the first that has a character
// shows it.
type style int

const (
	regular style = iota
	bold
	italic
	mono
	styles
)

// fontFile is an embedded font. The text face is Liberation Serif; where it has no
// character, DejaVu Sans is asked, which has most alphabets of Europe, the Caucasus and
// the Near East and many symbols.
type fontFile struct {
	family string
	data   []byte
	scale  int // per cent of the size: what makes its letters as high as those of the first
}

const (
	fileRegular = iota
	fileBold
	fileItalic
	fileMono
	fileWide
	fileWideBold
	fileWideMono
)

var fontFiles = []fontFile{
	fileRegular:  {"serif", liberationserifregular.TTF, 100},
	fileBold:     {"serifbold", liberationserifbold.TTF, 100},
	fileItalic:   {"serifitalic", liberationserifitalic.TTF, 100},
	fileMono:     {"mono", liberationmonoregular.TTF, 100},
	fileWide:     {"wide", dejavusans.TTF, 86},
	fileWideBold: {"widebold", dejavusansbold.TTF, 86},
	fileWideMono: {"widemono", dejavusansmono.TTF, 100},
}

var chains = [styles][]int{
	regular: {fileRegular, fileWide},
	bold:    {fileBold, fileWideBold, fileWide},
	italic:  {fileItalic, fileWide},
	mono:    {fileMono, fileWideMono, fileWide},
}

// planeRunes is how many characters the basic plane has. The library writes no others.
const planeRunes = 1 << 16

// glyph says how a style shows a character.
type glyph struct {
	file  uint8
	known bool
	width uint16 // thousandths of the size of the file's font
}

// repertoire says of each style how it shows each character of the basic plane. It is
// worked out once, from the fonts themselves.
var repertoire = sync.OnceValues(func() (*[styles][planeRunes]glyph, error) {
	var table [styles][planeRunes]glyph
	for i, file := range fontFiles {
		widths, err := fileWidths(file.data)
		if err != nil {
			return nil, fmt.Errorf("read font %s: %w", file.family, err)
		}
		for s, chain := range chains {
			for at, member := range chain {
				if member == i {
					fill(&table[s], widths, uint8(i), chain[:at])
				}
			}
		}
	}
	return &table, nil
})

// fill notes the characters of a font that no font before it in the chain has.
func fill(table *[planeRunes]glyph, widths map[rune]uint16, file uint8, before []int) {
	for c, width := range widths {
		g := &table[c]
		first := true
		for _, b := range before {
			first = first && !(g.known && int(g.file) == b)
		}
		if first {
			*g = glyph{file: file, known: true, width: width}
		}
	}
}

// fileWidths are the characters that a font has, with their widths in thousandths.
func fileWidths(data []byte) (map[rune]uint16, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	var buffer sfnt.Buffer
	units := int(f.UnitsPerEm())
	widths := map[rune]uint16{}
	for c := rune(' '); c < planeRunes; c++ {
		index, err := f.GlyphIndex(&buffer, c)
		if err != nil {
			return nil, fmt.Errorf("glyph of %U: %w", c, err)
		}
		if index == 0 {
			continue
		}
		advance, err := f.GlyphAdvance(&buffer, index, fixed.I(units), font.HintingNone)
		if err != nil {
			return nil, fmt.Errorf("width of %U: %w", c, err)
		}
		widths[c] = uint16((advance.Round()*1000 + units/2) / units)
	}
	return widths, nil
}

// typesetter measures and breaks text. It is immutable and may be shared.
type typesetter struct{ table *[styles][planeRunes]glyph }

// advance is the width of a character that is known.
func (ts typesetter) advance(s style, size length, c rune) (width length, file uint8) {
	g := ts.table[s][c]
	return length(g.width) * fileSize(g.file, size) / 1000, g.file
}

// fileSize is the size that a font is set in to look as large as the first of its chain.
func fileSize(file uint8, size length) length { return size * length(fontFiles[file].scale) / 100 }

// shown makes a text of characters that the style can show: those that no font has
// become their code point, ‹U+6771›. The text must have been made visible before.
func (ts typesetter) shown(s style, text string) string {
	var out []byte
	for i, c := range text {
		if c < planeRunes && ts.table[s][c].known {
			if out != nil {
				out = append(out, string(c)...)
			}
			continue
		}
		if out == nil {
			out = append(make([]byte, 0, len(text)+16), text[:i]...)
		}
		out = fmt.Appendf(out, "‹U+%04X›", c)
	}
	if out == nil {
		return text
	}
	return string(out)
}
