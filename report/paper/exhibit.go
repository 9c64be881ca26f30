// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"strings"

	"dossier/internal/visible"
	"dossier/report"
)

// Exhibit is what the exhibits section says of a row: the record, verbatim, and all of
// the row that has no place in the table.
type Exhibit struct {
	Item    string
	Name    string // "A-12"; "" if the document names no exhibits
	Source  string
	Digest  string   // SHA-256 of the evidence
	Details []Detail // the rest
	Raw     []string // the record's lines, made visible
}

// Detail is a value with its column's title.
type Detail struct{ Label, Value string }

// ExhibitOf says it. All text is visible.
func ExhibitOf(d *report.Document, r *report.Row) Exhibit {
	e := Exhibit{Item: visible.Text(r.Item), Source: visible.Text(r.Source), Digest: visible.Text(r.RawDigest), Raw: Split(r.Raw)}
	for i, c := range d.Columns {
		if i >= len(r.Cells) || r.Cells[i] == "" {
			continue
		}
		switch {
		case c.Key == report.ColumnExhibit:
			e.Name = visible.Text(r.Cells[i])
		case c.Width > 0, r.Cells[i] == r.Raw, r.Cells[i] == r.RawDigest:
		default:
			e.Details = append(e.Details, Detail{visible.Text(c.Title), visible.Text(r.Cells[i])})
		}
	}
	return e
}

// Split breaks a verbatim text into its lines, each made visible; at least one.
func Split(text string) []string {
	lines := strings.Split(visible.Lines(text), "\n")
	for i, line := range lines {
		lines[i] = visible.Text(line)
	}
	return lines
}
