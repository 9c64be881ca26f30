// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/report"
	"dossier/report/manifest"
	"dossier/report/statement"
)

// limitListed is how many items the section on exhibits lists with their records; of
// more, the files beside the document do.
const limitListed = 5000

// limitListedRunes bounds a record in that list.
const limitListedRunes = 4000

// exhibits lists the sources; Finish adds the records.
func (c *composer) exhibits() report.Section {
	t := report.Table{Title: "Sources of the items", Head: []string{"Source", "SHA-256", "Bytes", "Read as", "Zone supplied", "Items"},
		Right: []bool{2: true, 5: true}, Mono: []bool{1: true}, Widths: []float64{6, 7, 1.8, 4, 2.5, 1.3}}
	for _, s := range c.sources {
		if n := c.survey.sources[s.Digest]; n > 0 && s.Status != event.StatusCopy {
			t.Rows = append(t.Rows, []string{s.Path, s.Digest.String(), count(s.SizeBytes), s.Parser, cmp.Or(s.Zone, "none"), count(n)})
		}
	}
	text := "Every item rests on a record of a source. The folder exhibits beside this document holds the records byte for byte, and the file " +
		manifest.Citations + " says for each item which bytes of which source they are. The number of the exhibit is that of the item."
	if c.survey.count > limitListed {
		text += fmt.Sprintf(" The records of %s are not repeated here.", statement.Plural(c.survey.count, "item"))
	}
	s := report.Section{Key: report.SectionExhibits, Title: "Exhibits: the source record of each item", Blocks: []report.Block{report.Paragraph{Text: text}, t}}
	if c.sel.answer != nil && c.leftOut(timeline.BySystem) > 0 {
		s.Blocks = append(s.Blocks, c.leftOutTable("Excluded events of the system itself, one by one", timeline.BySystem))
	}
	return s
}

// Finish completes a document: the records of the rows, as they are now, go to the
// section on exhibits, and the id to the cover.
func (c *Composition) Finish(ctx context.Context, d *report.Document, id event.Digest) error {
	d.ExportID = id.String()
	for _, s := range d.Front {
		for i, b := range s.Blocks {
			if facts, ok := b.(report.Facts); ok {
				facts.List = slices.Clone(facts.List)
				for j := range facts.List {
					if facts.List[j].Label == exportLabel {
						facts.List[j].Value = d.ExportID
					}
				}
				s.Blocks[i] = facts
			}
		}
	}
	if d.Count == 0 || d.Count > limitListed {
		return nil
	}
	at := slices.IndexFunc(d.Back, func(s report.Section) bool { return s.Key == report.SectionExhibits })
	exhibit := d.Index(report.ColumnExhibit)
	t := report.Table{Title: "Records, verbatim", Head: []string{"Item", "Exhibit", "Source record", "Record, verbatim"}, Mono: []bool{3: true}, Widths: []float64{1.6, 1.6, 4, 14}}
	for r, err := range d.Rows.All(ctx) {
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, []string{r.Item, r.Cells[exhibit], r.Source, bounded(r.Raw, r.Cells[exhibit])})
	}
	d.Back[at].Blocks = slices.Insert(slices.Clone(d.Back[at].Blocks), 2, report.Block(t)) // behind what they are and where they come from
	return nil
}

// bounded cuts a record and says so.
func bounded(text, exhibit string) string {
	n := 0
	for i := range text {
		if n == limitListedRunes {
			return text[:i] + fmt.Sprintf(" [cut here: the first %s characters shown; exhibit %s has the whole record]", count(limitListedRunes), exhibit)
		}
		n++
	}
	return text
}

// custody is the journal as far as it bears on what the case says.
func (c *composer) custody() report.Section {
	t := report.Table{Title: fmt.Sprintf("Lines 1 to %d of the case's journal", len(c.case_.entries)), Head: []string{"Line", "Time (UTC)", "By", "Action", "What"},
		Right: []bool{true, false, false, false, false}, Widths: []float64{1, 3, 2, 2.5, 10}}
	for _, e := range c.case_.entries {
		t.Rows = append(t.Rows, []string{fmt.Sprint(e.Number), e.Time, e.Who, e.Action, c.custodyWords(e.Action, e.Words())})
	}
	return report.Section{Key: report.SectionCustody, Title: "Extract of the custody log", Blocks: []report.Block{
		report.Paragraph{Text: "The journal of the case is append-only. Each line holds the SHA-256 of the line before and of itself. Times are those of the clock of the machine on which the case was worked; accounts are those of its operating system."},
		t,
		report.Facts{List: []report.Fact{{Label: fmt.Sprintf("SHA-256 of line %d", len(c.case_.entries)), Value: c.case_.head.String()}}},
	}}
}

// custodyWords leaves out, where opinions do not belong, what people noted.
func (c *composer) custodyWords(action, words string) string {
	if c.o.Profile == report.Counsel || c.o.Profile == report.Internal {
		return words
	}
	if strings.HasPrefix(action, "mark.") || strings.HasPrefix(action, "search.") {
		return "a mark of the investigation, not stated in this profile"
	}
	return words
}

// verification is how anybody checks the export.
func (c *composer) verification() report.Section {
	return report.Section{Key: report.SectionVerify, Title: "How to verify this export", Blocks: []report.Block{
		report.Steps{List: []report.Step{
			{Text: "Compare every file with its digest, in the folder of the export, with a program that every Unix has; on Windows, certutil -hashfile FILE SHA256 prints a digest to be compared with the list.", Command: "sha256sum -c " + manifest.SumsName},
			{Text: "Compare every item with the bytes of the evidence, and the journal with what the export says of it. This needs the case and dossier.", Command: "dossier -C CASE verify EXPORT"},
			{Text: "Make the export again from the case, and compare every byte.", Command: "dossier -C CASE verify EXPORT --rebuild"},
		}},
		report.Paragraph{Text: "By hand: the item's line in " + manifest.Citations + " names the source by its SHA-256 and the record by offset and length in bytes. Those bytes of the source file are the exhibit."},
	}}
}

// content is what the manifest says, but for the digest of the rows.
func (c *composer) content() manifest.Content {
	info := c.s.Case.Info()
	m := manifest.Content{
		Build: c.o.Build, Question: c.sel.Words, Query: c.sel.Syntax, AsOf: instant(c.o.AsOf), Counts: c.counts(), Rules: c.rules, SelfTest: c.tests,
		Case: manifest.CaseState{Title: info.Title, Zone: info.Zone, Created: info.Created, JournalLine: len(c.case_.entries), JournalHead: c.case_.head},
	}
	for _, s := range c.sources {
		if n := c.survey.sources[s.Digest]; n > 0 && s.Status != event.StatusCopy {
			m.Sources = append(m.Sources, manifest.Source{Path: s.Path, SHA256: s.Digest, SizeBytes: s.SizeBytes, Parser: s.Parser, Rows: n})
		}
	}
	return m
}
