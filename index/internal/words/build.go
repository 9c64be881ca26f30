// SPDX-License-Identifier: Apache-2.0

package words

import (
	"maps"
	"slices"

	"dossier/index/internal/segments"
)

// Bounds of what is kept as columns.
const (
	limitNames   = 1024    // names of attributes that are told apart
	limitEntries = 1 << 16 // distinct values of a column, with "absent"
	fewEntries   = 16      // so many are always few
	fewShare     = 4       // else, at most every fourth value is a new one
)

// gathered is one attribute while the rows come in.
type gathered struct {
	name    string
	known   map[string]uint32
	entries []string
	rows    []uint32
	codes   []uint32 // by place in rows: the entry
	last    uint32   // entry of the row before
}

func (g *gathered) add(row int64, value []byte) {
	if len(g.rows) > 0 && g.entries[g.last] == string(value) { // logs repeat themselves
		g.rows, g.codes = append(g.rows, uint32(row)), append(g.codes, g.last)
		return
	}
	code, ok := g.known[string(value)]
	if !ok {
		code = uint32(len(g.entries))
		text := string(value)
		g.known[text] = code
		g.entries = append(g.entries, text)
	}
	g.last = code
	g.rows, g.codes = append(g.rows, uint32(row)), append(g.codes, code)
}

// column reports whether the attribute becomes a column.
func (g *gathered) column() bool {
	return len(g.entries) < limitEntries && (len(g.entries) <= fewEntries || len(g.entries) <= len(g.rows)/fewShare)
}

// builder gathers the attributes of a segment.
type builder struct {
	byName map[string]*gathered
	more   *gathered // what has a name that is there twice in its row, or one too many
	others bool      // whether it has names that are not told apart
	twice  map[string]bool

	row   int64       // being read
	place int         // in it
	order []*gathered // of the row before, by place: the next is mostly the same
}

// named is what is gathered of a name; nil if it is one too many.
func (b *builder) named(row int64, name []byte) *gathered {
	if row != b.row {
		b.row, b.place = row, 0
	}
	place := b.place
	b.place++
	if place < len(b.order) && b.order[place].name == string(name) {
		return b.order[place]
	}
	g := b.byName[string(name)]
	if g == nil && len(b.byName) < limitNames {
		g = &gathered{name: string(name), known: map[string]uint32{}}
		b.byName[g.name] = g
	}
	if g != nil && place < len(b.order) {
		b.order[place] = g
	} else if g != nil && place == len(b.order) && place < limitNames {
		b.order = append(b.order, g)
	}
	return g
}

func (b *builder) add(row int64, name, value []byte) {
	switch g := b.named(row, name); {
	case g == nil:
		b.others = true
		b.more.add(row, value)
	case len(g.rows) > 0 && g.rows[len(g.rows)-1] == uint32(row):
		b.twice[g.name] = true
		b.more.add(row, value)
	default:
		g.add(row, value)
	}
}

// Build reads the attributes and bodies of a segment.
func Build(s *segments.Segment) (*Index, error) {
	b := &builder{byName: map[string]*gathered{}, more: &gathered{known: map[string]uint32{}}, twice: map[string]bool{}}
	starts, err := b.read(s)
	if err != nil {
		return nil, err
	}
	x := &Index{Rows: s.Count(), Others: b.others, made: true}
	var rest []*gathered
	for _, name := range slices.Sorted(maps.Keys(b.byName)) {
		g := b.byName[name]
		if g.column() {
			x.addColumn(g)
		} else {
			rest = append(rest, g)
		}
		if b.twice[name] || !g.column() {
			x.Rest = append(x.Rest, name)
		}
	}
	x.attrs = filterOf(append(rest, b.more), starts, s.Count())
	x.bodies, x.Bodies, err = readBodies(s)
	x.fold()
	return x, err
}

// read reads the column attrs, and returns where its pages begin.
func (b *builder) read(s *segments.Segment) (starts []int64, err error) {
	if s.Count() == 0 {
		return nil, nil
	}
	w := s.Walk("attrs")
	defer w.Close()
	for row := int64(0); row < s.Count(); {
		first, end, err := w.Page(row)
		if err != nil {
			return nil, err
		}
		starts = append(starts, first)
		for ; row < end; row++ {
			if err := segments.EachAttr(w.Bytes(row), func(name, value []byte) { b.add(row, name, value) }); err != nil {
				return nil, err
			}
		}
	}
	return starts, nil
}

// filterOf makes the filters of the values that are not in columns.
func filterOf(rest []*gathered, starts []int64, rows int64) *Filter {
	f := &Filter{}
	at := make([]int, len(rest))
	var hashes []uint64
	for page, start := range starts {
		end := rows
		if page+1 < len(starts) {
			end = starts[page+1]
		}
		hashes = hashes[:0]
		for i, g := range rest {
			for ; at[i] < len(g.rows) && int64(g.rows[at[i]]) < end; at[i]++ {
				hashes = hashesOf(g.entries[g.codes[at[i]]], hashes)
			}
		}
		f.add(start, hashes)
	}
	return f
}

// readBodies makes the filters of the bodies, and reports whether there are any.
func readBodies(s *segments.Segment) (*Filter, bool, error) {
	f, found := &Filter{}, false
	if s.Count() == 0 {
		return f, false, nil
	}
	w := s.Walk("body")
	defer w.Close()
	var hashes []uint64
	for row := int64(0); row < s.Count(); {
		first, end, err := w.Page(row)
		if err != nil {
			return f, false, err
		}
		hashes = hashes[:0]
		for ; row < end; row++ {
			if text := w.Bytes(row); len(text) > 0 {
				found = true
				hashes = hashesOf(string(text), hashes)
			}
		}
		f.add(first, hashes)
	}
	return f, found, nil
}
