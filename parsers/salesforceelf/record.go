// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// column is what is known of a column before its cells are read.
type column struct {
	field  field  // fieldNone: an attribute and nothing else
	attr   string // the attribute's name
	normal string // the column's name as keys have it
	free   bool   // may be wrapped in literal quotes
}

func columnOf(name string, place int) column {
	normal := parsers.NormalName(name)
	c := column{field: fieldsByName[normal], attr: parsers.KebabName(name), normal: normal, free: freeTexts[normal]}
	if c.attr == "" {
		c.attr = fmt.Sprintf("column-%d", place+1)
	}
	return c
}

// record is one row, wherever it came from: texts[i] is the cell of columns[i],
// further texts are cells without a column. It is used again for the next row.
type record struct {
	columns []column
	texts   []string
	filled  int               // texts that are not empty
	index   [fieldCount]int32 // where a field's text is, from 1; 0: there is no such column
	taken   [fieldCount]bool  // said by the event itself, so no attribute
}

// setColumns names the columns of all rows to come. Of columns that bear the same
// name, the first is that column and the others are attributes.
func (r *record) setColumns(names []string) {
	r.columns = r.columns[:0]
	clear(r.index[:])
	for i, name := range names {
		r.addColumn(columnOf(name, i))
	}
}

func (r *record) addColumn(c column) {
	if r.index[c.field] == 0 && c.field != fieldNone {
		r.index[c.field] = int32(len(r.columns)) + 1
	} else {
		c.field = fieldNone
	}
	r.columns = append(r.columns, c)
}

// start makes the texts a record.
func (r *record) start() {
	clear(r.taken[:])
	r.filled = 0
	for i, text := range r.texts {
		if text == "" {
			continue
		}
		if i < len(r.columns) && r.columns[i].free && text[0] == '"' {
			r.texts[i] = unwrap(text)
		}
		r.filled++
	}
}

// value is a field's text, "" if there is none.
func (r *record) value(f field) string {
	if i := int(r.index[f]); i > 0 && i <= len(r.texts) {
		return r.texts[i-1]
	}
	return ""
}

// unwrap takes one pair of literal quotes away.
func unwrap(value string) string {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		return value[1 : n-1]
	}
	return value
}

// take is a value that the event says itself from now on.
func (r *record) take(f field) string {
	r.taken[f] = true
	return r.value(f)
}

// id is a value that names something, "" for the words by which tools that
// rewrite CSV spell an empty cell: they must not tie records together.
func (r *record) id(f field) string {
	switch value := strings.TrimSpace(r.value(f)); value {
	case "null", "NULL", "N/A", "-", "none":
		return ""
	default:
		return value
	}
}

// takeID is the 18-character form of the first field that names something. A
// field that says the same in 15 characters is taken with it.
func (r *record) takeID(fields ...field) string {
	for i, f := range fields {
		id := r.id(f)
		if id == "" {
			continue
		}
		r.taken[f] = true
		for _, other := range fields[i+1:] {
			if salesforce.SameID(r.id(other), id) {
				r.taken[other] = true
			}
		}
		return event.SalesforceID18(id)
	}
	return ""
}

// number reads a count; what is negative or no number is none.
func (r *record) number(f field) (int64, bool) {
	text := strings.TrimSpace(r.value(f))
	if text == "" {
		return 0, false
	}
	if whole, rest, found := strings.Cut(text, "."); found && strings.Trim(rest, "0") == "" {
		text = whole
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

// quantity makes a number of that basis; the attribute stays if the number is an
// estimate.
func (r *record) quantity(f field, basis event.QuantityBasis) event.Quantity {
	n, ok := r.number(f)
	if !ok {
		return event.Quantity{}
	}
	if basis != event.Estimated {
		r.taken[f] = true
	}
	return event.Quantity{Count: n, Basis: basis}
}

// product estimates a number as that of two others.
func (r *record) product(a, b field) event.Quantity {
	m, okM := r.number(a)
	n, okN := r.number(b)
	if !okM || !okN || n > 0 && m > math.MaxInt64/n {
		return event.Quantity{}
	}
	return event.Quantity{Count: m * n, Basis: event.Estimated}
}

// yes and no read a truth.
func (r *record) yes(f field) bool { return r.is(f, "1", "true", "yes") }
func (r *record) no(f field) bool  { return r.is(f, "0", "false", "no") }

// is reports whether a value is one of the words, whatever its case.
func (r *record) is(f field, words ...string) bool {
	for _, word := range words {
		if strings.EqualFold(r.value(f), word) {
			return true
		}
	}
	return false
}

// attrs are the values that the event does not say itself.
func (r *record) attrs() []event.Attr {
	attrs := make([]event.Attr, 0, r.filled)
	for i, text := range r.texts {
		switch {
		case text == "":
		case i >= len(r.columns):
			attrs = append(attrs, event.Attr{Name: fmt.Sprintf("cell-%d", i+1), Value: text})
		case !r.taken[r.columns[i].field]:
			attrs = append(attrs, event.Attr{Name: r.columns[i].attr, Value: text})
		}
	}
	return attrs
}
