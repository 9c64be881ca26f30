// SPDX-License-Identifier: Apache-2.0

// Package words knows where words stand in what a segment has no columns for:
// attributes of which each row has others, and bodies. It is derived from the
// segment, and can be made anew.
//
// An attribute of which values repeat is a column of its own. Of all other
// values, and of bodies, a filter says for each page of the segment's file which
// words are surely not in it.
package words

import (
	"strings"
	"sync"

	"dossier/index/internal/columns"
	"dossier/index/query"
)

// Index is what is known of a segment's attributes and bodies. Safe for concurrent
// use.
type Index struct {
	Rows    int64
	Columns []Column
	// Rest are the names of the attributes that are not in columns, or not always,
	// in order.
	Rest []string
	// Others says that there are attributes besides of which no name is kept.
	Others bool
	// Bodies says that some row has a body.
	Bodies bool

	entries []string      // of all columns, one behind the other
	folded  *columns.Blob // the same, folded
	attrs   *Filter
	bodies  *Filter
	made    bool // built, not read
	shapes  *shapes

	file *stored
	once sync.Once
	err  error
}

// Column is an attribute of which values repeat. A row has code 0 if it has no such
// attribute, or the number of the value in the column, counted from 1.
type Column struct {
	Name  string
	First int // the column's first entry among all
	Count int // of its entries

	codes *columns.Codes
	place section
}

// Rested reports whether an attribute of that name may lie outside of the columns;
// same compares names.
func (x *Index) Rested(same func(string) bool) bool {
	if x.Others {
		return true
	}
	for _, name := range x.Rest {
		if same(name) {
			return true
		}
	}
	return false
}

// HasRest reports whether any attribute lies outside of the columns.
func (x *Index) HasRest() bool { return x.Others || len(x.Rest) > 0 }

func (x *Index) addColumn(g *gathered) {
	count := g.texts.Count()
	codes := columns.NewCodes(nil, count+1, x.Rows)
	next := 0
	for row := range x.Rows {
		code := uint32(0)
		if next < len(g.rows) && int64(g.rows[next]) == row {
			code = g.codes[next] + 1
			next++
		}
		codes.Append(code)
	}
	x.Columns = append(x.Columns, Column{Name: g.name, First: len(x.entries), Count: count, codes: codes})
	x.entries = append(x.entries, g.texts.Entries()...)
}

// fold makes the folded form of the entries.
func (x *Index) fold() {
	folded := make([]string, len(x.entries))
	for i, e := range x.entries {
		folded[i] = query.Fold(e)
	}
	x.folded = columns.NewBlob(folded)
}

// Values are the values of all columns one behind the other, as recorded and
// folded.
func (x *Index) Values() ([]string, *columns.Blob, error) {
	err := x.load()
	return x.entries, x.folded, err
}

// Attrs are the filters of the values outside of columns, by page of the column
// attrs.
func (x *Index) Attrs() (*Filter, error) {
	err := x.load()
	return x.attrs, err
}

// BodyFilter are those of the column body.
func (x *Index) BodyFilter() (*Filter, error) {
	err := x.load()
	return x.bodies, err
}

// SizeBytes is about what Values and the filters take in memory.
func (x *Index) SizeBytes() int64 {
	n := int64(4096)
	for _, e := range x.entries {
		n += 16 + int64(len(e))
	}
	if x.folded != nil {
		n += x.folded.SizeBytes()
	}
	for _, f := range []*Filter{x.attrs, x.bodies} {
		if f != nil {
			n += int64(len(f.data)) + 12*int64(len(f.starts))
		}
	}
	if x.shapes != nil {
		n += 2 * int64(len(x.shapes.byRow))
	}
	if x.made {
		for i := range x.Columns {
			n += x.Columns[i].codes.SizeBytes()
		}
	}
	return n
}

// Named are the columns of which the name is the same but for case.
func (x *Index) Named(name string) []int {
	var list []int
	for i := range x.Columns {
		if strings.EqualFold(x.Columns[i].Name, name) {
			list = append(list, i)
		}
	}
	return list
}
