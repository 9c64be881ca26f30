// SPDX-License-Identifier: Apache-2.0

package words

import (
	"maps"
	"slices"

	"dossier/index/internal/segments"
)

// Rows are the rows of a segment: those of its file, or those that it is written from.
type Rows interface {
	Count() int64
	Pages(column string) segments.Pages
}

// builder gathers the attributes of a segment.
type builder struct {
	byName map[string]*gathered
	others bool // whether there are names that are not told apart
	twice  map[string]bool
	starts []int64 // of the pages of attrs
	loose  loose

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
		g = &gathered{name: string(name), before: -1}
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
	g := b.named(row, name)
	switch {
	case g == nil:
		b.others = true
		b.loose.add(value)
	case g.before == row:
		b.twice[g.name] = true
		b.loose.add(value)
	case g.given:
		g.before = row
		b.loose.add(value)
	default:
		g.before = row
		g.add(row, value)
	}
}

// Build reads the attributes and bodies of a segment. It depends on the rows alone:
// whether they are read before the file is written or from the file, the answer is
// the same.
func Build(rows Rows) (*Index, error) {
	b := &builder{byName: map[string]*gathered{}, twice: map[string]bool{}}
	if err := b.read(rows); err != nil {
		return nil, err
	}
	x := &Index{Rows: rows.Count(), Others: b.others, made: true}
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
	x.attrs = b.filter(rest, rows.Count())
	var err error
	x.bodies, x.Bodies, err = readBodies(rows)
	return x, err
}

// read reads the column attrs.
func (b *builder) read(rows Rows) error {
	if rows.Count() == 0 {
		return nil
	}
	pages := rows.Pages("attrs")
	defer pages.Close()
	var reader segments.AttrReader
	for row := int64(0); row < rows.Count(); {
		first, end, err := pages.Page(row)
		if err != nil {
			return err
		}
		b.starts = append(b.starts, first)
		for ; row < end; row++ {
			list, err := reader.Read(pages.Bytes(row))
			if err != nil {
				return err
			}
			for i := range list {
				b.add(row, list[i].Name, list[i].Value)
			}
		}
		b.loose.endPage()
	}
	return nil
}

// filter makes the filters of the values that are not in columns.
func (b *builder) filter(rest []*gathered, rows int64) *Filter {
	f := &Filter{}
	at := make([]int, len(rest))
	var hashes hashSet
	for page, start := range b.starts {
		end := rows
		if page+1 < len(b.starts) {
			end = b.starts[page+1]
		}
		for i, g := range rest {
			for ; at[i] < len(g.rows) && int64(g.rows[at[i]]) < end; at[i]++ {
				hashes.addWords(g.texts.Entry(g.codes[at[i]]))
			}
		}
		b.loose.each(page, hashes.addWords)
		f.add(start, &hashes)
	}
	return f
}

// readBodies makes the filters of the bodies, and reports whether there are any.
func readBodies(rows Rows) (*Filter, bool, error) {
	f, found := &Filter{}, false
	if rows.Count() == 0 {
		return f, false, nil
	}
	pages := rows.Pages("body")
	defer pages.Close()
	var hashes hashSet
	for row := int64(0); row < rows.Count(); {
		first, end, err := pages.Page(row)
		if err != nil {
			return f, false, err
		}
		for ; row < end; row++ {
			if text := pages.Bytes(row); len(text) > 0 {
				found = true
				hashes.addWords(text)
			}
		}
		f.add(first, &hashes)
	}
	return f, found, nil
}
