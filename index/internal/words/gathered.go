// SPDX-License-Identifier: Apache-2.0

package words

import (
	"bytes"

	"dossier/index/internal/columns"
)

// Bounds of what is kept as columns.
const (
	limitNames   = 1024    // names of attributes that are told apart
	limitEntries = 1 << 16 // distinct values of a column, with "absent"
	fewEntries   = 16      // so many are always few
	fewShare     = 4       // else, at most every fourth value is a new one

	// An attribute is given up early if after so many values every second is a new one.
	earlyRows  = 4096
	earlyShare = 2
	// Prose is asked for by its words and packs well: it becomes a column however seldom
	// it repeats, up to so many bytes.
	proseShare = 2 // of so many distinct values, one at least is prose
	limitProse = 16 << 20
)

// gathered is one attribute while the rows come in.
type gathered struct {
	name   string
	before int64 // the row that had it last
	texts  columns.Table
	rows   []uint32
	codes  []uint32 // by place in rows: the number of the text
	last   uint32   // of the row before
	given  bool     // up: it will not be a column
	prose  int      // distinct values that are prose
}

func (g *gathered) add(row int64, value []byte) {
	if len(g.rows) == 0 || string(g.texts.Entry(g.last)) != string(value) { // logs repeat themselves
		before := g.texts.Count()
		g.last = g.texts.NumberBytes(value)
		count := g.texts.Count()
		if count > before && isProse(value) {
			g.prose++
		}
		g.given = count >= limitEntries || len(g.rows) >= earlyRows && count > len(g.rows)/earlyShare && !g.isProse()
	}
	g.rows, g.codes = append(g.rows, uint32(row)), append(g.codes, g.last)
}

// column reports whether the attribute becomes a column.
func (g *gathered) column() bool {
	count := g.texts.Count()
	return !g.given && count < limitEntries && (count <= fewEntries || count <= len(g.rows)/fewShare || g.isProse())
}

func (g *gathered) isProse() bool {
	return g.prose >= (g.texts.Count()+proseShare-1)/proseShare && g.texts.SizeBytes() <= limitProse
}

// isProse reports whether a space stands between two letters.
func isProse(value []byte) bool {
	for at := 1; at+1 < len(value); at++ {
		space := bytes.IndexByte(value[at:len(value)-1], ' ')
		if space < 0 {
			return false
		}
		if at += space; letter(value[at-1]) && letter(value[at+1]) {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// loose are values that are of no column, by page.
type loose struct {
	text []byte // of each value its bytes and a zero
	ends []int  // of the pages in text
}

func (l *loose) add(value []byte) { l.text = append(append(l.text, value...), 0) }

func (l *loose) endPage() { l.ends = append(l.ends, len(l.text)) }

// each calls do for the values of a page. One that has a zero in it comes in pieces,
// of which the words are the same.
func (l *loose) each(page int, do func(value []byte)) {
	start := 0
	if page > 0 {
		start = l.ends[page-1]
	}
	for rest := l.text[start:l.ends[page]]; len(rest) > 0; {
		end := bytes.IndexByte(rest, 0)
		do(rest[:end])
		rest = rest[end+1:]
	}
}
