// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dossier/event"
	"dossier/parsers"
)

// field is what a column means.
type field uint8

const (
	fieldFull   field = iota // a person's name
	fieldBare                // "Name": the whole, or the surname beside a first name
	fieldNombre              // "Nombre": the whole, or the first name beside a surname
	fieldGiven
	fieldSurname
	fieldEmail
	fieldPrivateEmail
	fieldProxies
	fieldUPN
	fieldSAM
	fieldDomain
	fieldPrincipal
	fieldSID
	fieldGUID
	fieldEmployee
	fieldLegacyDN
	fieldDN
	fieldClass
	fieldTitle
	fieldDepartment
	fieldOffice
	fieldCompany
	fieldManager
	fieldManagerEmail
	fieldManagerEmployee
	fieldHired
	fieldNotice
	fieldLastDay
	fieldTermination
	fieldOtherDate // dates that only help to find out the order of day and month
	fieldStatus
	fieldEnabled
	fieldDisabled
	fieldControl
	fieldCount
)

// synonyms are the folded column names of each field, the preferred first.
type synonyms [fieldCount][]string

// table is a header understood, and the record being read.
type table struct {
	columns [fieldCount][]int // columns of each field that the header has, the preferred first
	names   []string          // of the columns, as written
	attrs   []string          // of the columns, as attributes
	cells   []string          // of the record
	taken   []bool            // columns that the fact has: no attribute
}

func newTable(h parsers.Header, known *synonyms) *table {
	t := &table{names: h.Cells(), attrs: make([]string, len(h.Cells()))}
	byName := map[string][]int{}
	for i, name := range t.names {
		folded := fold(name)
		byName[folded] = append(byName[folded], i)
		if t.attrs[i] = parsers.KebabName(name); t.attrs[i] == "" {
			t.attrs[i] = numbered(i)
		}
	}
	for f, names := range known {
		for _, name := range names {
			t.columns[f] = append(t.columns[f], byName[name]...)
		}
	}
	return t
}

// has reports whether the header has one of the fields.
func (t *table) has(fields ...field) bool {
	for _, f := range fields {
		if len(t.columns[f]) > 0 {
			return true
		}
	}
	return false
}

// load takes a record's cells.
func (t *table) load(row *parsers.Row) {
	t.cells = row.AppendTexts(t.cells[:0])
	if len(t.taken) < len(t.names) {
		t.taken = make([]bool, len(t.names))
	}
	clear(t.taken)
}

func (t *table) empty() bool {
	for _, text := range t.cells {
		if text != "" {
			return false
		}
	}
	return true
}

// text is cell i without blanks around it.
func (t *table) text(i int) string {
	if i >= len(t.cells) {
		return ""
	}
	return strings.TrimSpace(t.cells[i])
}

// column is the preferred column of the field that is filled, -1 if there is none.
// Words for nothing ("N/A", "-") do not fill it.
func (t *table) column(f field) int {
	for _, i := range t.columns[f] {
		if text := t.text(i); text != "" && !isNothing(text) {
			return i
		}
	}
	return -1
}

// value is the field's text; the column stays an attribute too.
func (t *table) value(f field) string {
	if i := t.column(f); i >= 0 {
		return t.text(i)
	}
	return ""
}

// take is the field's text, which the fact has from now on.
func (t *table) take(f field) string {
	i := t.column(f)
	if i < 0 {
		return ""
	}
	t.taken[i] = true
	return t.text(i)
}

// rest is the attributes: every cell that the fact does not have, verbatim.
func (t *table) rest(extra int) []event.Attr {
	attrs := make([]event.Attr, 0, len(t.cells)+extra)
	for i, text := range t.cells {
		switch {
		case text == "":
		case i >= len(t.attrs):
			attrs = append(attrs, event.Attr{Name: numbered(i), Value: text})
		case !t.taken[i]:
			attrs = append(attrs, event.Attr{Name: t.attrs[i], Value: text})
		}
	}
	return attrs
}

// dates are the texts in the columns that hold dates.
func (t *table) dates(rows [][]string) []string {
	var list []string
	for _, f := range []field{fieldHired, fieldNotice, fieldLastDay, fieldTermination, fieldOtherDate} {
		for _, i := range t.columns[f] {
			for _, cells := range rows {
				if i < len(cells) && cells[i] != "" {
					list = append(list, cells[i])
				}
			}
		}
	}
	return list
}

// numbered names a column without a name, 1-based.
func numbered(i int) string { return "column-" + strconv.Itoa(i+1) }

// fold makes spellings of a column name comparable: lower-case letters without
// accents, and digits; "#" is "number".
func fold(name string) string {
	var out strings.Builder
	for _, c := range norm.NFD.String(strings.ReplaceAll(name, "#", "number")) {
		switch {
		case c == 'ß':
			out.WriteString("ss")
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			out.WriteRune(unicode.ToLower(c))
		}
	}
	return out.String()
}

// isNothing reports whether a cell says that there is nothing.
func isNothing(text string) bool {
	if text == "" || len(text) > len("(null)") || strings.IndexByte("nN-(<#", text[0]) < 0 {
		return false
	}
	switch strings.ToLower(text) {
	case "n/a", "na", "none", "null", "nil", "-", "--", "(null)", "<null>", "#n/a":
		return true
	}
	return false
}
