// SPDX-License-Identifier: Apache-2.0

// Package pdf writes exports as PDF: upright front matter, the chronology as a table on
// wide pages, what stands behind it. The text can be searched, the fonts are embedded, sections,
// months and days have bookmarks. Characters that no embedded font has are shown as
// their code point, ‹U+6771›. Right-to-left text stands in the order in which it is
// stored, from left to right, so that nothing in it can turn the text around it.
//
// The bytes depend on the document alone. A long chronology falls into volumes.
package pdf

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"slices"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/paper"
)

// Format is PDF.
var Format = report.Format{
	Name:  "pdf",
	Doc:   "PDF for filing: searchable, with bookmarks, page and Bates numbers; in volumes beyond 10,000 rows",
	Write: write,
}

// write writes a document, a volume after the other. One volume is held in memory at a
// time.
func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	walk := paper.NewWalk(ctx, d)
	defer walk.Close()
	var pages int64
	for _, v := range paper.Volumes(d.Count) {
		w := volume{Volume: v, doc: d, walk: walk}
		if err := w.write(); err != nil {
			return walk.Read(), fmt.Errorf("write %s: %w", v.Name("pdf"), err)
		}
		if v.Last() {
			if err := walk.End(); err != nil {
				return walk.Read(), err
			}
		}
		if err := w.save(to, pages); err != nil {
			return walk.Read(), err
		}
		pages += int64(len(w.pages))
	}
	return walk.Read(), nil
}

// volume is a file on its way.
type volume struct {
	paper.Volume
	*sheet
	doc          *report.Document
	walk         *paper.Walk
	contentsPage int
	contentsTop  length
}

// write lays out the volume.
func (v *volume) write() (err error) {
	if v.sheet, err = newSheet(v.doc); err != nil {
		return err
	}
	front := v.front()
	if !v.First() {
		v.volumeCover()
	}
	for _, s := range slices.Concat(front, v.doc.Back) {
		if err := v.section(s); err != nil {
			return fmt.Errorf("section %s: %w", s.Key, err)
		}
	}
	if v.Last() {
		v.conventions()
	}
	return v.pdf.Error()
}

// conventions says how text stands in this file.
func (v *volume) conventions() {
	for i, text := range []string{
		"How this file shows text",
		"A character that shows nothing itself, that turns the direction of text, or that no font of this file has, stands as its number in Unicode, " +
			"such as ‹U+202E›; a byte that is no text stands as ‹0xFF›. ⏎ stands where a value has a line end, and – where a value is empty.",
		"Right-to-left writing stands in the order in which it is stored, from left to right, and its letters are not joined: nothing in a value can " +
			"turn the text around it. A value that is too long for a line is broken without a hyphen; every hyphen belongs to the value.",
	} {
		st := fineText
		if i == 0 {
			v.need(8 * leading(st.size))
			st.style, st.grey = bold, false
		}
		v.paragraph(text, st)
	}
}

// front is the front matter, with the chronology wherever the document has it, and at
// the end if it has it nowhere. A document without columns has no rows.
func (v *volume) front() []report.Section {
	has := func(s report.Section) bool { return s.Key == report.SectionChronology }
	if len(v.doc.Columns) == 0 || slices.ContainsFunc(v.doc.Front, has) || slices.ContainsFunc(v.doc.Back, has) {
		return v.doc.Front
	}
	return append(slices.Clone(v.doc.Front), report.Section{Key: report.SectionChronology, Title: "Chronology"})
}

// section sets a section, if it stands in this volume: the rows stand where they belong,
// everything before them in the first, everything behind them in the last.
func (v *volume) section(s report.Section) error {
	front := slices.ContainsFunc(v.doc.Front, func(o report.Section) bool { return o.Key == s.Key })
	switch {
	case s.Key == report.SectionChronology:
		return v.chronologySection(s)
	case front && !v.First(), !front && !v.Last():
		return nil
	case s.Key == report.SectionCover:
		return v.cover(s)
	case s.Key == report.SectionAnswer:
		return v.answer(s)
	}
	v.turn(false)
	v.heading(s)
	return v.blocks(s.Blocks)
}

// answer sets the answer, on one page if smaller type can do that: it is tried on sheets
// that nobody sees.
func (v *volume) answer(s report.Section) error {
	fits := length(100)
	for _, scale := range []length{100, 92, 84, 76} {
		sheet, err := newSheet(v.doc)
		if err != nil {
			return err
		}
		trial := volume{sheet: sheet, doc: v.doc}
		if err := trial.scaledSection(s, scale); err != nil {
			return err
		}
		if len(trial.pages) == 1 {
			fits = scale
			break
		}
	}
	v.turn(false)
	return v.scaledSection(s, fits)
}

// scaledSection sets a section whose text is of other sizes, in per cent.
func (v *volume) scaledSection(s report.Section, scale length) error {
	v.heading(s)
	v.scale = scale
	defer func() { v.scale = 100 }()
	return v.blocks(s.Blocks)
}

// chronologySection is an introduction, in the first volume, and the rows.
func (v *volume) chronologySection(s report.Section) error {
	v.turn(true)
	v.heading(s)
	if v.First() {
		if err := v.blocks(s.Blocks); err != nil {
			return err
		}
	}
	return v.chronology(v.walk, v.Rows)
}

// short are the sections that may begin below another one.
var short = []report.SectionKey{report.SectionContrary, report.SectionCustody, report.SectionVerify}

// heading begins a section: on a page of its own unless it is short and a good part of
// the page is left.
func (v *volume) heading(s report.Section) {
	same := len(v.pages) > 0 && v.pages[len(v.pages)-1] == v.landscape && len(v.pages) != v.contentsPage
	if same && slices.Contains(short, s.Key) && v.room() > (v.bottom()-marginTop)*45/100 {
		v.y += 14 * point
	} else {
		v.newPage()
	}
	v.note(s.Title, 0)
	v.paragraph(visible.Text(s.Title), titleText)
}

// cover sets the cover, calm and with much white, and leaves a page for the contents.
func (v *volume) cover(s report.Section) error {
	v.turn(false)
	v.newPage()
	_, height := v.pageSize(false)
	v.y = height * 24 / 100
	v.note(s.Title, 0)
	v.marks[0].cover = true
	v.paragraph(visible.Text(s.Title), textStyle{style: bold, size: 26 * point, after: 10 * point})
	v.rule(v.left(), v.left()+38*millimetre, v.y, heavyRule, 0)
	v.y += 20 * point
	if t := v.Title(); t != "" {
		v.paragraph(t, leadText)
	}
	if err := v.blocks(s.Blocks); err != nil {
		return err
	}
	v.newPage()
	v.leaveContents()
	return nil
}

// volumeCover is the first page of the volumes behind the first.
func (v *volume) volumeCover() {
	v.turn(false)
	v.newPage()
	v.paragraph(visible.Text(v.doc.Title), textStyle{style: bold, size: 20 * point, after: 10 * point})
	first := int64(v.Number-1)*paper.RowsPerVolume + 1
	v.paragraph(fmt.Sprintf("%s: rows %d to %d of %d", v.Title(), first, first+v.Rows-1, v.doc.Count), leadText)
	v.leaveContents()
}

// leaveContents leaves the rest of the page to the contents.
func (v *volume) leaveContents() {
	v.paragraph("Contents", titleText)
	v.contentsPage, v.contentsTop = len(v.pages), v.y
}

// save sets what needs to know all pages and writes the file.
func (v *volume) save(to report.Target, pagesBefore int64) error {
	v.furnish(v.Volume, pagesBefore)
	if v.contentsPage > 0 {
		v.sheet.contents(v.contentsPage, v.contentsTop)
	}
	v.bookmarks()
	var out bytes.Buffer
	if err := v.pdf.Output(&out); err != nil {
		return fmt.Errorf("write %s: %w", v.Name("pdf"), err)
	}
	return report.WriteFile(to, v.Name("pdf"), func(w *bufio.Writer) error {
		return repack(w, out.Bytes())
	})
}
