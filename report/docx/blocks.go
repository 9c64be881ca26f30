// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"

	"dossier/report"
	"dossier/report/paper"
)

// blocks writes the blocks of a section.
func (b *body) blocks(list []report.Block) error {
	for _, block := range list {
		switch block := block.(type) {
		case report.Paragraph:
			b.paragraph(paragraphStyle(block), run{text: block.Text})
		case report.Facts:
			b.facts(block)
		case report.Table:
			b.table(block)
		case report.Strip:
			if err := b.strip(block); err != nil {
				return err
			}
		case report.Verbatim:
			b.lines("Verbatim", paper.Split(block.Text))
		case report.Steps:
			b.steps(block)
		default:
			return fmt.Errorf("a block of kind %T cannot be written", block)
		}
	}
	return b.err
}

func paragraphStyle(p report.Paragraph) string {
	switch {
	case p.Lead:
		return "Lead"
	case p.Fine:
		return "Fine"
	}
	return "BodyText"
}

// facts writes labelled values as a table of two columns.
func (b *body) facts(f report.Facts) {
	if len(f.List) == 0 {
		return
	}
	label := b.textWidth() * 24 / 100
	b.openTable("DossierFacts", []int{label, b.textWidth() - label})
	for _, fact := range f.List {
		value := []run{{text: fact.Value}}
		if fact.Note != "" {
			value = append(value, run{text: "  " + fact.Note, style: "FactNote"})
		}
		b.row([][]paragraphOf{{{"FactLabel", []run{{text: fact.Label}}}}, {{"FactValue", value}}}, false)
	}
	b.closeTable()
}

// steps writes a numbered list; each begins at one.
func (b *body) steps(s report.Steps) {
	b.lists++
	for _, step := range s.List {
		b.started = true
		b.raw(fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="ListNumber"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr></w:pPr>`, b.lists))
		b.runs([]run{{text: step.Text}})
		b.raw(`</w:p>`)
		if step.Command != "" {
			b.lines("Command", paper.Split(step.Command))
		}
	}
}
