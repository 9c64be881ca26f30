// SPDX-License-Identifier: Apache-2.0

package papercut

import (
	"fmt"
	"strings"

	"dossier/parsers"
)

// The columns, by position; their names depend on the server's language.
const (
	colTime = iota
	colUser
	colPages
	colCopies
	colPrinter
	colDocument
	colClient
	colPaper
	colLanguage
	colHeight
	colWidth
	colDuplex
	colGrayscale
	colSize
	nameCells // how many the header names
)

// Cells before the document name cannot contain a comma, and few after it can:
// Windows allows none in names of users, printers and machines.
const (
	leftCells  = colDocument
	rightCells = nameCells - colClient
)

// row is a line split into cells.
type row struct {
	cells  [nameCells]string
	count  int    // cells there are, a trailing delimiter's empty one included
	quoted bool   // the document name opens with a quote
	open   bool   // … which is never closed
	surely bool   // a trailing delimiter shows that the last cell is complete
	odd    string // how the row differs from the header, "" if it does not
}

// split cuts a record into cells from both ends, because what a name in between
// contains is up to whoever printed.
func split(text string) row {
	var r row
	rest := text
	for r.count = 0; r.count < leftCells; r.count++ {
		before, after, found := strings.Cut(rest, ",")
		r.cells[r.count] = before
		if !found {
			r.count++
			r.odd = raggedness(r.count)
			return r
		}
		rest = after
	}
	tail, found := r.document(rest)
	r.count++
	if found {
		r.right(tail)
	}
	if r.count != nameCells && (r.count != nameCells+1 || !r.surely) {
		r.odd = raggedness(r.count)
	}
	return r
}

func raggedness(count int) string {
	return fmt.Sprintf("%d cells, header has %d", count, nameCells)
}

// document takes the document's name and returns what follows its delimiter,
// and whether there was one.
func (r *row) document(rest string) (tail string, found bool) {
	if !strings.HasPrefix(rest, `"`) {
		name, tail, found := cutPlain(rest)
		r.cells[colDocument] = name
		return tail, found
	}
	r.quoted = true
	end := strings.LastIndex(rest, `",`)
	switch {
	case end > 0:
		tail, found = rest[end+2:], true
	case len(rest) > 1 && rest[len(rest)-1] == '"':
		end = len(rest) - 1
	default:
		r.open = true
		r.cells[colDocument] = rest[1:]
		return "", false
	}
	r.cells[colDocument] = unquote(rest[1:end])
	return tail, found
}

// cutPlain cuts an unquoted name off, which ends where the last cells begin.
func cutPlain(rest string) (name, tail string, found bool) {
	surplus := strings.Count(rest, ",") - rightCells
	if strings.HasSuffix(rest, ",") {
		surplus--
	}
	end := 0
	for {
		i := strings.IndexByte(rest[end:], ',')
		if i < 0 {
			return rest, "", false
		}
		if surplus--; surplus < 0 {
			return rest[:end+i], rest[end+i+1:], true
		}
		end += i + 1
	}
}

// unquote makes doubled quotes single, if every quote is doubled.
func unquote(name string) string {
	if strings.Contains(name, `"`) && !strings.Contains(strings.ReplaceAll(name, `""`, ""), `"`) {
		return strings.ReplaceAll(name, `""`, `"`)
	}
	return name
}

// right splits the cells behind the document's name. Those too many belong to the
// paper size, the only free text among them.
func (r *row) right(tail string) {
	cells := strings.Count(tail, ",") + 1
	r.count += cells
	if strings.HasSuffix(tail, ",") && cells > rightCells {
		r.surely = true
		tail = tail[:len(tail)-1]
		cells--
	}
	surplus := max(0, cells-rightCells)
	for col := colClient; col < nameCells; col++ {
		end := strings.IndexByte(tail, ',')
		for col == colPaper && surplus > 0 {
			surplus--
			end += 1 + strings.IndexByte(tail[end+1:], ',')
		}
		if end < 0 {
			r.cells[col] = tail
			return
		}
		r.cells[col], tail = tail[:end], tail[end+1:]
	}
}

// whole reports whether all cells are there.
func (r *row) whole() bool { return r.count >= nameCells }

// plausible reports whether the row is a record: a document at least, printed in
// some number of pages and copies or at some time.
func (r *row) plausible() bool {
	if r.count <= colDocument {
		return false
	}
	if isNumber(r.cells[colPages]) && isNumber(r.cells[colCopies]) {
		return true
	}
	_, ok := parsers.ParseWall(r.cells[colTime], parsers.OrderUnknown)
	return ok
}

// torn reports whether the record goes on behind the line's end: its name is not
// closed, or the source ends in the middle of it.
func (r *row) torn(ended bool) bool {
	switch {
	case r.open:
		return true
	case ended || r.surely:
		return false
	}
	return r.count < nameCells || !strings.HasSuffix(r.cells[colSize], "kb")
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func isBanner(text string) bool {
	return strings.HasPrefix(strings.TrimPrefix(text, `"`), banner)
}

func isEnglishHeader(text string) bool { return strings.HasPrefix(text, englishHeader) }

// beginsRecord reports whether a line cannot be the rest of a document's name.
func beginsRecord(text string) bool {
	first, _, found := strings.Cut(text, ",")
	if !found || len(first) > 40 {
		return isBanner(text)
	}
	_, ok := parsers.ParseWall(first, parsers.OrderUnknown)
	return ok || isBanner(text) || isEnglishHeader(text)
}
