// SPDX-License-Identifier: Apache-2.0

// Package words knows where words stand in a segment. It is derived from the segment,
// and can be made anew.
//
// Of each column of texts, a filter says which words are surely in none of them. An
// attribute of which values repeat, or are prose, is a column of its own. Of all other
// values of attributes, and of bodies, a filter says for each page of the segment's file which
// words are surely not in it.
package words

import (
	"io"
	"strings"
	"sync"

	"dossier/index/internal/columns"
)

// TextColumns are the columns of the segment whose texts have filters.
var TextColumns = []string{"text", "object_id", "object_name", "actor", "on_behalf_of", "ip", "device", "client", "session", "targets", "attachments"}

// Index is what is known of a segment. It reads what it is asked for from the file.
// Safe for concurrent use.
type Index struct {
	Rows    int64
	Columns []Column
	// Rest are the names of the attributes that are not in columns, or not always,
	// in order.
	Rest []string
	// Others says that there are attributes besides of which no name is kept.
	Others bool
	// Attrs are the pages of the column attrs, with the words of the values that are
	// not in columns.
	Attrs *Pages
	// Bodies are those of the column body; nil if no row has a body.
	Bodies *Pages

	texts  []filter // of TextColumns
	shapes section
	file   io.ReaderAt

	once     sync.Once
	shaped   *shapes
	shapeErr error
}

// Column is an attribute of which values repeat, or are prose. A row has code 0 if it has no such
// attribute, or the number of the value, counted from 1.
type Column struct {
	Name   string
	Count  int // of its values
	filter filter
	values section
	codes  section
}

// MayText reports whether a text of one of TextColumns may have what is sought. Of any
// other column it may.
func (x *Index) MayText(column string, s Sought) bool {
	for i, name := range TextColumns {
		if name == column {
			return x.texts[i].may(s)
		}
	}
	return true
}

// May reports whether a value of the column may have what is sought.
func (x *Index) May(column int, s Sought) bool { return x.Columns[column].filter.may(s) }

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

// Values reads the values of a column. They are read each time: the caller keeps them.
func (x *Index) Values(column int) (*columns.Blob, error) {
	c := &x.Columns[column]
	data, err := unpack(x.file, c.values)
	if err != nil {
		return nil, err
	}
	return decodeValues(data, c.Count)
}

// Codes reads the codes of a column. They are read each time: the caller keeps them.
func (x *Index) Codes(column int) (*columns.Codes, error) {
	x.once.Do(func() { x.shaped, x.shapeErr = x.readShapes() })
	if x.shapeErr != nil {
		return nil, x.shapeErr
	}
	c := &x.Columns[column]
	data, err := unpack(x.file, c.codes)
	if err != nil {
		return nil, err
	}
	codes, ok := x.shaped.unpack(data, column, c.Count, x.Rows)
	if !ok {
		return nil, ErrStale
	}
	return codes, nil
}

func (x *Index) readShapes() (*shapes, error) {
	packed, err := unpack(x.file, x.shapes)
	if err != nil {
		return nil, err
	}
	s, ok := decodeShapes(packed, len(x.Columns), x.Rows)
	if !ok {
		return nil, ErrStale
	}
	return s, nil
}

// SizeBytes is about what the index takes in memory, values and codes apart.
func (x *Index) SizeBytes() int64 {
	n := 4096 + 2*x.Rows
	for i := range x.Columns {
		n += 128 + int64(len(x.Columns[i].filter))
	}
	for _, f := range x.texts {
		n += int64(len(f))
	}
	return n + 9*int64(len(x.Attrs.Starts))
}
