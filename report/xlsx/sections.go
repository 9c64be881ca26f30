// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"dossier/report"
)

// places says on which sheet a section stands. One that has no place here stands on
// the first.
var places = map[report.SectionKey]string{
	report.SectionCast: sheetPeople, report.SectionExhibits: sheetExhibits,
	report.SectionScope: sheetExclusions, report.SectionContrary: sheetExclusions,
	report.SectionMethod: sheetMethod, report.SectionCustody: sheetMethod, report.SectionVerify: sheetMethod,
	report.SectionGlossary: sheetGlossary,
}

// guide says what is on the sheets, for the first.
var guide = []report.Fact{
	{Label: sheetChronology, Value: "Every row of the chronology, in order. Column No. brings them back into it after sorting."},
	{Label: sheetRecords, Value: "The record behind each row, verbatim, with where it stands in the evidence and how its time was read."},
	{Label: sheetPeople, Value: "Persons, and the accounts attributed to them."},
	{Label: sheetExhibits, Value: "The exhibits."},
	{Label: sheetExclusions, Value: "What was selected, what was left out and why, days and sources without records, and what the records do not show."},
	{Label: sheetMethod, Value: "How this was made, the extract of the custody log, and how to verify it."},
	{Label: sheetGlossary, Value: "Every code that occurs in the rows."},
}

// The columns of a sheet of sections, in characters, and how many of them running text
// takes.
var sectionWidths = []float64{26, 60, 42, 18, 18}

const textColumns, textWidth = 5, 26 + 60 + 42 + 18 + 18

// sections writes the sheets around those of the rows.
func (b *book) sections() error {
	all := slices.Concat(b.document.Front, b.document.Back)
	first, err := b.add(layout{name: sheetReadMe, widths: sectionWidths})
	if err != nil {
		return err
	}
	if err := b.readMe(first); err != nil {
		return err
	}
	for _, name := range []string{sheetReadMe, sheetPeople, sheetExhibits, sheetExclusions, sheetMethod, sheetGlossary} {
		s := first
		if name != sheetReadMe {
			if s, err = b.add(layout{name: name, widths: sectionWidths}); err != nil {
				return err
			}
		}
		found := false
		for _, section := range all {
			if place, ok := places[section.Key]; place == name || !ok && name == sheetReadMe {
				found = true
				if err := s.section(section); err != nil {
					return fmt.Errorf("section %s: %w", section.Key, err)
				}
			}
		}
		if !found {
			if err := s.paragraph(b.styles.paragraph, "This export has no such section."); err != nil {
				return err
			}
		}
	}
	return b.calendar(all)
}

// readMe begins the first sheet.
func (b *book) readMe(s *sheet) error {
	d := b.document
	if err := s.paragraph(b.styles.title, d.Title); err != nil {
		return err
	}
	about := []report.Fact{{Label: "Matter", Value: d.Caption}, {Label: "Marking", Value: d.Stamp}, {Label: "Exhibit", Value: d.Exhibit},
		{Label: "Export", Value: d.ExportID, Note: "the digest of what this export was made of"}, {Label: "Times", Value: d.ZoneNote}}
	about = slices.DeleteFunc(about, func(f report.Fact) bool { return f.Value == "" })
	rows := report.Fact{Label: "Rows", Value: fmt.Sprintf("%d rows of the chronology", d.Count)}
	if b.continuations > 0 {
		rows.Note = fmt.Sprintf("Texts that are longer than a cell holds go on in %d further rows of the sheets %s and %s, which bear the number of their row and say so.", b.continuations, sheetChronology, sheetRecords)
	}
	about = append(about, rows, report.Fact{Label: "Values", Value: "Everything that was recorded is text here, as recorded, whatever it looks like. Only No. and \"" + dated + "\" are a number and a date; " +
		"the date is in the zone of the export, and empty for an event without time and before March 1900.",
		Note: "Characters that would be obeyed or not seen are shown as their code point, ‹U+202E›. A row on screen or paper is at most 409 points high: of longer text, the cell holds more than it shows."})
	if err := s.facts(about); err != nil {
		return err
	}
	if err := s.blank(); err != nil {
		return err
	}
	if err := s.paragraph(b.styles.heading, "The sheets"); err != nil {
		return err
	}
	return s.facts(guide)
}

func (s *sheet) section(section report.Section) error {
	if err := s.blank(); err != nil {
		return err
	}
	if err := s.paragraph(s.book.styles.heading, section.Title); err != nil {
		return err
	}
	for _, block := range section.Blocks {
		if err := s.block(block); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) block(block report.Block) error {
	st := s.book.styles
	switch block := block.(type) {
	case report.Paragraph:
		style := st.paragraph
		if block.Lead {
			style = st.lead
		} else if block.Fine {
			style = st.fine
		}
		return s.paragraph(style, block.Text)
	case report.Facts:
		return s.facts(block.List)
	case report.Table:
		return s.table(block)
	case report.Strip:
		return s.paragraph(st.paragraph, fmt.Sprintf("%s: see sheet %s. %s", block.Title, sheetCalendar, block.Legend))
	case report.Verbatim:
		for line := range strings.SplitSeq(block.Text, "\n") {
			if err := s.paragraph(st.mono, strings.TrimSuffix(line, "\r")); err != nil {
				return err
			}
		}
		return nil
	case report.Steps:
		return s.steps(block.List)
	}
	return fmt.Errorf("there is no way to show a %T", block)
}

func (s *sheet) blank() error { return s.sized(8, []cell{{}}) }

// paragraph is text across the sheet, in as many rows as it takes, because no row is
// higher than highest.
func (s *sheet) paragraph(style int, t string) error {
	const linesPerRow = 20
	for _, piece := range paragraphs(t, textWidth*linesPerRow) {
		if err := s.across(textColumns, style, piece); err != nil {
			return err
		}
	}
	return nil
}

// paragraphs cuts text behind words, or anywhere if there are none, into pieces of at
// most so many bytes, and at line ends.
func paragraphs(t string, limitBytes int) (list []string) {
	for line := range strings.SplitSeq(t, "\n") {
		for len(line) > limitBytes {
			cut := strings.LastIndexByte(line[:limitBytes], ' ') + 1
			if cut == 0 {
				cut = limitBytes
				for cut > 1 && line[cut]&0xC0 == 0x80 { // within a character
					cut--
				}
			}
			list, line = append(list, line[:cut]), line[cut:]
		}
		list = append(list, line)
	}
	return list
}

func (s *sheet) facts(list []report.Fact) error {
	st := s.book.styles
	for _, f := range list {
		if err := s.row(cell{st.label, f.Label}, cell{st.value, f.Value}, cell{st.note, f.Note}); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) table(t report.Table) error {
	st := s.book.styles
	if err := s.blank(); err != nil {
		return err
	}
	if t.Title != "" {
		if err := s.paragraph(st.lead, t.Title); err != nil {
			return err
		}
	}
	heads := make([]cell, len(t.Head))
	for i, h := range t.Head {
		heads[i] = cell{st.head, h}
	}
	if err := s.row(heads...); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]cell, len(row))
		for i, v := range row {
			cells[i] = cell{st.cell, v}
			if i < len(t.Right) && t.Right[i] {
				cells[i].style = st.right
			}
		}
		if err := s.row(cells...); err != nil {
			return err
		}
	}
	if len(t.Rows) == 0 {
		return s.row(cell{st.fine, "none"})
	}
	return nil
}

func (s *sheet) steps(list []report.Step) error {
	for i, step := range list {
		if err := s.paragraph(s.book.styles.paragraph, fmt.Sprintf("%d. %s", i+1, step.Text)); err != nil {
			return err
		}
		if step.Command == "" {
			continue
		}
		if err := s.paragraph(s.book.styles.mono, step.Command); err != nil {
			return err
		}
	}
	return nil
}
