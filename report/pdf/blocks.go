// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strconv"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/paper"
)

// blocks sets the blocks of a section.
func (s *sheet) blocks(list []report.Block) error {
	for _, b := range list {
		switch b := b.(type) {
		case report.Paragraph:
			s.paragraph(visible.Text(b.Text), paragraphStyle(b))
		case report.Facts:
			s.facts(b, factLabel)
		case report.Table:
			s.table(b)
		case report.Strip:
			if err := s.strip(b); err != nil {
				return err
			}
		case report.Verbatim:
			s.verbatim(paper.Split(b.Text))
		case report.Steps:
			s.steps(b)
		default:
			return fmt.Errorf("a block of kind %T cannot be set", b)
		}
	}
	return nil
}

func paragraphStyle(p report.Paragraph) textStyle {
	switch {
	case p.Lead:
		return leadText
	case p.Fine:
		return fineText
	}
	return bodyText
}

// factLabel is how wide the column of labels is.
const factLabel = 42 * millimetre

// facts sets labelled values, with a hairline below each.
func (s *sheet) facts(f report.Facts, labels length) {
	const gap = 4 * millimetre
	size, fine := s.scaled(bodyText.size), s.scaled(fineText.size)
	for _, fact := range f.List {
		value := []run{{text: visible.Text(fact.Value), style: regular, size: size}}
		if fact.Note != "" {
			value = append(value, run{text: "  " + visible.Text(fact.Note), style: regular, size: fine, grey: true})
		}
		cells := []cell{
			{x: s.left(), paragraphs: s.cellText(run{text: visible.Text(fact.Label), style: regular, size: size, grey: true}, labels-gap)},
			{x: s.left() + labels, paragraphs: [][]line{s.ts.wrap(value, s.width()-labels)}},
		}
		s.row(cells, size, s.scaled(3*point), "This value")
		s.rule(s.left(), s.right(), s.y, hairline, 190)
	}
	s.y += s.scaled(bodyText.after * 2)
}

func (s *sheet) cellText(r run, width length) [][]line {
	return [][]line{s.ts.wrap([]run{r}, width)}
}

// verbatim sets lines in the typewriter face, beside a rule.
func (s *sheet) verbatim(lines []string) {
	const indent = 3 * millimetre
	step := leading(verbatim.size)
	for _, text := range lines {
		for _, l := range s.ts.wrap([]run{{text: text, style: mono, size: verbatim.size}}, s.width()-indent) {
			s.need(step)
			s.pdf.SetFillColor(170, 170, 170)
			s.box(s.left(), s.y, 750, step, "F")
			s.drawLine(l, s.left()+indent, s.y+ascent(verbatim.size))
			s.y += step
		}
	}
	s.y += verbatim.after
}

// steps sets numbered instructions.
func (s *sheet) steps(list report.Steps) {
	const indent = 8 * millimetre
	for i, step := range list.List {
		s.need(4 * leading(bodyText.size))
		s.drawText(strconv.Itoa(i+1)+".", regular, bodyText.size, s.left(), s.y+ascent(bodyText.size))
		s.runs([]run{{text: visible.Text(step.Text), style: regular, size: bodyText.size}}, s.left()+indent, min(s.width(), measureWidest)-indent, bodyText)
		if step.Command == "" {
			continue
		}
		for _, text := range paper.Split(step.Command) {
			s.runs([]run{{text: text, style: mono, size: 8500}}, s.left()+indent, s.width()-indent, textStyle{size: 8500, after: 2 * point})
		}
		s.y += bodyText.after
	}
}
