// SPDX-License-Identifier: Apache-2.0

package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

// unpack reads the parts of a package.
func unpack(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// paragraph is a paragraph with its style.
type paragraph struct{ style, text string }

// text is what a part says: the tables with their rows, cells and paragraphs, and all
// of it one behind the other.
type text struct {
	tables [][][][]paragraph
	text   string
}

// read reads a part, by its elements.
func read(t testing.TB, part []byte) text {
	t.Helper()
	var out text
	var all strings.Builder
	var p paragraph
	inText := false
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			out.text = all.String()
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			out.begin(e, &p)
			inText = e.Name.Local == "t"
		case xml.CharData:
			if inText {
				p.text += string(e)
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				all.WriteString(p.text + "\n")
				out.end(p)
			}
		}
	}
}

func (x *text) begin(e xml.StartElement, p *paragraph) {
	switch e.Name.Local {
	case "tbl":
		x.tables = append(x.tables, nil)
	case "tr":
		at := len(x.tables) - 1
		x.tables[at] = append(x.tables[at], nil)
	case "tc":
		rows := x.tables[len(x.tables)-1]
		rows[len(rows)-1] = append(rows[len(rows)-1], nil)
	case "p":
		*p = paragraph{}
	case "pStyle":
		p.style = e.Attr[0].Value
	case "br":
		p.text += "\n"
	}
}

// end adds a paragraph to the cell that is open. A paragraph behind a table is added to
// its last cell, unless it is the end of the table.
func (x *text) end(p paragraph) {
	if len(x.tables) == 0 || !strings.HasPrefix(p.style, "Table") || p.style == "TableEnd" {
		return
	}
	rows := x.tables[len(x.tables)-1]
	cells := rows[len(rows)-1]
	cells[len(cells)-1] = append(cells[len(cells)-1], p)
}

var item = regexp.MustCompile(`^MH-\d{4,}$`)

// chronology are the rows of the tables whose rows begin with an item.
func (x text) chronology() [][][]paragraph {
	var rows [][][]paragraph
	for _, table := range x.tables {
		for _, row := range table {
			if len(row) > 3 && len(row[0]) > 0 && item.MatchString(row[0][0].text) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}
