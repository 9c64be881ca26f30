// SPDX-License-Identifier: Apache-2.0

package words

import (
	"bytes"
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// Rows are the rows of a segment: those of its file, or those that it is written from.
type Rows interface {
	Count() int64
	Pages(column string) segments.Pages
	// EachText calls each for the distinct texts of a column, valid during the call.
	EachText(column string, each func(text []byte)) error
}

// Built is an index that can be written.
type Built struct {
	rows    int64
	columns []builtColumn
	rest    []string
	others  bool
	texts   [][]uint64 // of TextColumns: the hashes of the words
	attrs   pageWords
	bodies  pageWords
}

type builtColumn struct {
	name   string
	values *columns.Blob
	codes  *columns.Codes
	hashes []uint64 // of the words of the values
}

// builder gathers the attributes of a segment.
type builder struct {
	byName map[string]*gathered
	others bool // whether there are names that are not told apart
	twice  map[string]bool
	starts []int64 // of the pages of attrs
	loose  loose
	hashes hashSet // of what is being read

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

// Build reads a segment. It depends on the rows alone: whether they are read before the
// file is written or from the file, the answer is the same.
func Build(rows Rows) (*Built, error) {
	b := &builder{byName: map[string]*gathered{}, twice: map[string]bool{}}
	if err := b.read(rows); err != nil {
		return nil, err
	}
	x := &Built{rows: rows.Count(), others: b.others}
	var rest []*gathered
	for _, name := range slices.Sorted(maps.Keys(b.byName)) {
		g := b.byName[name]
		if g.column() {
			x.columns = append(x.columns, b.column(g, x.rows))
		} else {
			rest = append(rest, g)
		}
		if b.twice[name] || !g.column() {
			x.rest = append(x.rest, name)
		}
	}
	x.attrs = b.pages(rest, rows.Count())
	var err error
	if x.bodies, err = b.readBodies(rows); err == nil {
		x.texts, err = b.readTexts(rows)
	}
	return x, err
}

// column makes a column of an attribute.
func (b *builder) column(g *gathered, rows int64) builtColumn {
	c := builtColumn{name: g.name, values: columns.NewBlob(g.texts.Entries())}
	c.codes = columns.NewCodes(c.values.Count()+1, rows)
	next := 0
	for row := range rows {
		code := uint32(0)
		if next < len(g.rows) && int64(g.rows[next]) == row {
			code = g.codes[next] + 1
			next++
		}
		c.codes.Append(code)
	}
	for i := range c.values.Count() {
		b.hashes.addWords(g.texts.Entry(uint32(i)))
	}
	c.hashes = b.hashes.take()
	return c
}

// readTexts hashes the words of the columns of texts.
func (b *builder) readTexts(rows Rows) ([][]uint64, error) {
	var all [][]uint64
	for _, name := range TextColumns {
		add := b.hashes.addWords
		if name == "targets" || name == "attachments" {
			add = b.addList
		}
		if err := rows.EachText(name, add); err != nil {
			return nil, err
		}
		all = append(all, b.hashes.take())
	}
	return all, nil
}

// addList adds the words of a list of targets or attachments. They stand in its text as
// they are, unless it has escapes.
func (b *builder) addList(text []byte) {
	b.hashes.addWords(text)
	if bytes.IndexByte(text, '\\') < 0 && ascii(text) {
		return
	}
	// Both have their texts in members of objects; the names of these do no harm.
	for r := jsontext.NewDecoder(bytes.NewReader(text)); ; {
		token, err := r.ReadToken()
		if err != nil {
			return
		}
		if token.Kind() == '"' {
			b.hashes.addWords([]byte(token.String()))
		}
	}
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

// pages are the words of the values that are not in columns.
func (b *builder) pages(rest []*gathered, rows int64) pageWords {
	p := pageWords{starts: b.starts}
	at := make([]int, len(rest))
	for page := range b.starts {
		end := rows
		if page+1 < len(b.starts) {
			end = b.starts[page+1]
		}
		for i, g := range rest {
			for ; at[i] < len(g.rows) && int64(g.rows[at[i]]) < end; at[i]++ {
				b.hashes.addWords(g.texts.Entry(g.codes[at[i]]))
			}
		}
		b.loose.each(page, b.hashes.addWords)
		p.hashes = append(p.hashes, b.hashes.take())
	}
	return p
}

// readBodies are the words of the bodies.
func (b *builder) readBodies(rows Rows) (pageWords, error) {
	var p pageWords
	if rows.Count() == 0 {
		return p, nil
	}
	pages := rows.Pages("body")
	defer pages.Close()
	for row := int64(0); row < rows.Count(); {
		first, end, err := pages.Page(row)
		if err != nil {
			return p, err
		}
		for ; row < end; row++ {
			b.hashes.addWords(pages.Bytes(row))
		}
		p.starts, p.hashes = append(p.starts, first), append(p.hashes, b.hashes.take())
	}
	return p, nil
}
