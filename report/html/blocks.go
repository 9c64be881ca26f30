// SPDX-License-Identifier: Apache-2.0

package html

import (
	"dossier/report"
)

func (p *page) block(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		p.paragraph(b)
	case report.Facts:
		p.facts(b)
	case report.Table:
		p.table(b)
	case report.Strip:
		p.strip(b)
	case report.Verbatim:
		p.verbatim(b.Text).raw("\n")
	case report.Steps:
		p.steps(b)
	}
}

// verbatim is text in its lines. A parser takes the first line end away.
func (p *page) verbatim(s string) *page { return p.raw("<pre>\n").text(s).raw("</pre>") }

func (p *page) paragraph(b report.Paragraph) {
	switch {
	case b.Lead:
		p.raw("<p class=\"lead\">")
	case b.Fine:
		p.raw("<p class=\"fine\">")
	default:
		p.raw("<p>")
	}
	p.text(b.Text).raw("</p>\n")
}

func (p *page) facts(b report.Facts) {
	p.raw("<dl class=\"facts\">\n")
	for _, f := range b.List {
		p.raw("<div><dt>").text(f.Label).raw("</dt><dd>").inline(f.Value)
		if f.Note != "" {
			p.raw(" <small>").inline(f.Note).raw("</small>")
		}
		p.raw("</dd></div>\n")
	}
	p.raw("</dl>\n")
}

func (p *page) table(b report.Table) {
	p.raw("<div class=\"scroll\"><table>\n")
	if b.Title != "" {
		p.raw("<caption>").text(b.Title).raw("</caption>\n")
	}
	p.widths(b.Widths)
	p.raw("<thead><tr>")
	for i, h := range b.Head {
		p.cell("th scope=\"col\"", i < len(b.Right) && b.Right[i]).text(h).raw("</th>")
	}
	p.raw("</tr></thead>\n<tbody>\n")
	for _, row := range b.Rows {
		p.raw("<tr>")
		for i, v := range row {
			p.cell("td", i < len(b.Right) && b.Right[i]).text(v).raw("</td>")
		}
		p.raw("</tr>\n")
	}
	if len(b.Rows) == 0 {
		p.raw("<tr><td colspan=\"").number(int64(len(b.Head))).raw("\">none</td></tr>\n")
	}
	p.raw("</tbody>\n</table></div>\n")
}

func (p *page) cell(element markup, right bool) *page {
	p.raw("<").raw(element)
	if right {
		p.raw(" class=\"right\"")
	}
	return p.raw(">")
}

// widths gives columns their shares.
func (p *page) widths(list []float64) {
	total := 0.0
	for _, w := range list {
		total += w
	}
	if total <= 0 {
		return
	}
	p.raw("<colgroup>")
	for _, w := range list {
		p.printf(`<col style="width:%.2f%%">`, 100*w/total)
	}
	p.raw("</colgroup>\n")
}

func (p *page) steps(b report.Steps) {
	p.raw("<ol class=\"steps\">\n")
	for _, s := range b.List {
		p.raw("<li><p>").text(s.Text).raw("</p>")
		if s.Command != "" {
			p.verbatim(s.Command)
		}
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}
