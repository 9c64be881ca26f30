// SPDX-License-Identifier: Apache-2.0

// Package docx writes exports as Word documents, for counsel to edit: real headings,
// real tables whose head is repeated on every page, a wide section for the chronology.
// All formatting is by style. Nothing in a document is a macro, a link to elsewhere or a
// field that asks anything when it is opened.
//
// A page of a Word document is whatever the reader's printer makes of it; Bates numbers
// stand in PDF only. The bytes depend on the document alone.
package docx

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"dossier/internal/zipfile"
	"dossier/report"
	"dossier/report/paper"
)

// Format is the Word document.
var Format = report.Format{
	Name:  "docx",
	Doc:   "Word document to edit: styles, contents, tables with repeated heads; in volumes beyond 10,000 rows",
	Write: write,
}

// write writes a document, a volume after the other, as its rows are read.
func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	walk := paper.NewWalk(ctx, d)
	defer walk.Close()
	for _, v := range paper.Volumes(d.Count) {
		w := volume{Volume: v, doc: d, walk: walk}
		err := report.WriteFile(to, v.Name("docx"), func(out *bufio.Writer) error {
			if err := w.write(out); err != nil {
				return err
			}
			if v.Last() {
				return walk.End()
			}
			return nil
		})
		if err != nil {
			return walk.Read(), err
		}
	}
	return walk.Read(), nil
}

// volume is a file on its way.
type volume struct {
	paper.Volume
	*body
	doc  *report.Document
	walk *paper.Walk
}

// write writes the parts of a package, the text among them.
func (v *volume) write(out io.Writer) error {
	archive := zipfile.NewWriter(out)
	for _, p := range fixedParts(v.doc, v.Volume) {
		if err := addPart(archive, p.name, p.text); err != nil {
			return err
		}
	}
	member, err := archive.Create("word/document.xml")
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(member, 1<<16)
	v.body = &body{out: buffer, page: pageOf(v.doc.Paper)}
	if err := v.text(); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	if err := addPart(archive, "word/numbering.xml", numbering(v.lists)); err != nil {
		return err
	}
	return archive.Close()
}

func addPart(archive *zipfile.Writer, name, text string) error {
	member, err := archive.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(member, text)
	return err
}

// text writes the main part.
func (v *volume) text() error {
	v.raw(xmlHead + `<w:document` + namespaces + `><w:body>`)
	if !v.First() {
		v.volumeCover()
	}
	for i, s := range v.sections() {
		if err := v.section(s, i); err != nil {
			return fmt.Errorf("section %s: %w", s.Key, err)
		}
	}
	if v.Last() {
		v.conventions()
	}
	v.raw(v.sectionProperties() + `</w:body></w:document>`)
	return v.err
}

// sections are those of this volume, in order: the rows stand where they belong,
// everything before them in the first, everything behind them in the last.
func (v *volume) sections() []report.Section {
	var list []report.Section
	hasRows := false
	for i, s := range slices.Concat(v.doc.Front, v.doc.Back) {
		front := i < len(v.doc.Front)
		switch {
		case isChronology(s) && !v.First():
			list = append(list, report.Section{Key: s.Key, Title: s.Title})
		case isChronology(s), front && v.First(), !front && v.Last():
			list = append(list, s)
		}
		hasRows = hasRows || isChronology(s)
		if i == len(v.doc.Front)-1 && !hasRows && len(v.doc.Columns) > 0 && !slices.ContainsFunc(v.doc.Back, isChronology) {
			list = append(list, report.Section{Key: report.SectionChronology, Title: "Chronology"})
		}
	}
	return list
}

func isChronology(s report.Section) bool { return s.Key == report.SectionChronology }

// short are the sections that may begin below another one.
var short = []report.SectionKey{report.SectionContrary, report.SectionCustody, report.SectionVerify}

// section writes a section.
func (v *volume) section(s report.Section, number int) error {
	if s.Key == report.SectionCover {
		return v.cover(s)
	}
	v.turn(isChronology(s))
	v.heading(s.Title, number, !slices.Contains(short, s.Key))
	if err := v.blocks(s.Blocks); err != nil {
		return err
	}
	if isChronology(s) {
		return v.chronologyRows(v.walk, v.doc, v.Rows)
	}
	return v.err
}

// cover writes the title, and the contents on the next page.
func (v *volume) cover(s report.Section) error {
	v.paragraph("Title", run{text: s.Title})
	if t := v.Title(); t != "" {
		v.paragraph("Lead", run{text: t})
	}
	if err := v.blocks(s.Blocks); err != nil {
		return err
	}
	v.contents(v.sections())
	return v.err
}

// volumeCover begins the volumes behind the first.
func (v *volume) volumeCover() {
	v.paragraph("Title", run{text: v.doc.Title})
	first := int64(v.Number-1)*paper.RowsPerVolume + 1
	v.paragraph("Lead", run{text: fmt.Sprintf("%s: rows %d to %d of %d", v.Title(), first, first+v.Rows-1, v.doc.Count)})
	v.contents(v.sections())
}

// conventions says how text stands in this file.
func (v *volume) conventions() {
	v.paragraph("Fine", run{text: "How this file shows text", style: "Strong"})
	v.paragraph("Fine", run{text: "A character that shows nothing itself, or that turns the direction of text, stands as its number in Unicode, such as ‹U+202E›; " +
		"a byte that is no text stands as ‹0xFF›. ⏎ stands where a value has a line end, and – where a value is empty. " +
		"Pages of this file depend on the program and printer that show it; Bates numbers stand in the PDF."})
}
