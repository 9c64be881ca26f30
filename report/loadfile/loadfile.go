// SPDX-License-Identifier: Apache-2.0

// Package loadfile writes the chronology for review platforms (Relativity,
// Concordance, Everlaw): a DAT file with a line a record, the record itself as native
// file named by its number, and a slip-sheet as its text.
//
// The DAT file is UTF-8 with a byte order mark; its lines end in CRLF and the first
// names the fields. U+0014 stands between values, þ around them, and ® for a line end
// within one. Where a value has one of these three itself, its code point is shown
// instead, ‹U+00FE›, and counted in the text beside the file.
package loadfile

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/internal/readme"
)

// Format is the format.
var Format = report.Format{Name: "dat", Doc: "Concordance load file for review platforms, with natives and slip-sheets", Write: write}

// folder holds all of the format's files, to be handed over as a whole.
const (
	folder = "loadfile/"
	name   = folder + "chronology.dat"
)

// rowsPerFolder is how many natives a folder holds: more than some thousand files in
// one are slow to open on Windows.
const rowsPerFolder = 1000

const (
	separator = "\u0014"
	qualifier = "þ"
	lineEnd   = "®"
	byteOrder = "\ufeff"
)

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	n, err := newNumbering(d)
	if err != nil {
		return 0, err
	}
	p := &production{document: d, to: to, numbering: n, fields: fieldsOf(d)}
	err = report.WriteFile(to, name, func(w *bufio.Writer) error {
		rows, err = p.write(ctx, w)
		return err
	})
	if err != nil {
		return rows, err
	}
	return rows, readme.Write(to, d, name, p.about()...)
}

// production is a load file in the making.
type production struct {
	document    *report.Document
	to          report.Target
	numbering   numbering
	fields      []field
	neutralised int64 // values that had a separator, a qualifier or the sign for a line end
}

func (p *production) write(ctx context.Context, w *bufio.Writer) (int64, error) {
	var names []string
	for _, f := range p.fields {
		names = append(names, f.name)
	}
	if _, err := w.WriteString(byteOrder + p.line(names)); err != nil {
		return 0, err
	}
	values := make([]string, len(p.fields))
	return p.document.Walk(ctx, func(r *report.Row) error {
		rec := p.record(r)
		if err := report.WriteString(p.to, folder+rec.native, r.Raw); err != nil {
			return err
		}
		if err := report.WriteString(p.to, folder+rec.text, slipSheet(p.document, rec)); err != nil {
			return err
		}
		for i, f := range p.fields {
			values[i] = f.value(rec)
		}
		_, err := w.WriteString(p.line(values))
		return err
	})
}

// record is what is produced of a row.
type record struct {
	*report.Row
	number       string // BEGBATES
	native, text string // names below folder
	digest       string // SHA-256 of the native
}

func (p *production) record(r *report.Row) *record {
	number := p.numbering.of(r)
	place := fmt.Sprintf("%04d/%s.txt", (r.Number-1)/rowsPerFolder+1, number)
	return &record{Row: r, number: number, native: "NATIVES/" + place, text: "TEXT/" + place, digest: fmt.Sprintf("%x", sha256.Sum256([]byte(r.Raw)))}
}

// line is a line of the DAT file.
func (p *production) line(values []string) string {
	var out strings.Builder
	for i, v := range values {
		if i > 0 {
			out.WriteString(separator)
		}
		out.WriteString(qualifier + p.escape(v) + qualifier)
	}
	out.WriteString("\r\n")
	return out.String()
}

var signs = strings.NewReplacer(qualifier, "‹U+00FE›", lineEnd, "‹U+00AE›", "\n", lineEnd)

// escape is a value as it stands between qualifiers.
func (p *production) escape(s string) string {
	if strings.ContainsAny(s, separator+qualifier+lineEnd) {
		p.neutralised++
	}
	return signs.Replace(visible.Lines(s))
}

// slipSheet is the text of a record: that it was produced as a native file, which,
// what the chronology says of it, and the record so that it can be searched.
func slipSheet(d *report.Document, r *record) string {
	var out strings.Builder
	line := func(label, value string) { out.WriteString(visible.Text(label+": "+value) + "\r\n") }
	out.WriteString(r.number + "\r\n" + visible.Text(d.Stamp) + "\r\n\r\nProduced in Native Format\r\n\r\n")
	line("Native file", strings.ReplaceAll(r.native, "/", `\`))
	line("SHA-256 of the native file", r.digest)
	line("Times", d.ZoneNote)
	for i, c := range d.Columns {
		if c.Key != report.ColumnVerbatim {
			line(c.Title, r.Cells[i])
		}
	}
	out.WriteString("\r\nRecord, verbatim:\r\n" + strings.ReplaceAll(visible.Lines(r.Raw), "\n", "\r\n") + "\r\n")
	return out.String()
}

func (p *production) about() []string {
	return []string{
		"The load file is a Concordance DAT: UTF-8 with byte order mark, U+0014 between values, þ (U+00FE) around them, ® (U+00AE) for a line end within a value, lines that end in CRLF, the names of the fields in the first.",
		fmt.Sprintf("%d values of the file have one of these three characters themselves; there its code point is shown instead, as are control characters and marks of direction (‹U+00FE›). "+
			"The natives hold the text of the records unmodified; the bytes of one that is no text lie in the folder exhibits of the export.", p.neutralised),
		"Every record has its text as native file below NATIVES and a slip-sheet below TEXT, both named by its number. The numbers form a series of their own, apart from those of the pages of a PDF. " +
			"SHA256 is the digest of the native file; SOURCE_SHA256 is that of the evidence which holds the record. EVENTDATE and EVENTTIME are in the zone of TIMEZONE; both are empty for an event without time.",
	}
}
