// SPDX-License-Identifier: Apache-2.0

package html

import (
	"context"

	"dossier/report"
)

// month is where a month begins among the rows.
type month struct {
	name  string
	first int64 // number of its first row
	count int64
}

// chronology writes the rows as a table of the columns that pages show, and behind it
// the months, to go to.
func (p *page) chronology(ctx context.Context) (int64, error) {
	d := p.document
	var widths []float64
	p.raw("<p class=\"fine\"><a href=\"#months\">Index by month</a>. The number of an item leads to its source record.</p>\n")
	p.raw("<table class=\"rows\">\n<caption>").text(d.Title).raw("</caption>\n")
	for _, c := range d.Columns {
		if c.Width > 0 {
			widths = append(widths, max(6, c.Width+1)) // a narrow column has a head of one word
		}
	}
	p.widths(widths)
	p.raw("<thead><tr>")
	for _, c := range d.Columns {
		if c.Width > 0 {
			p.raw("<th scope=\"col\">").text(c.Title).raw("</th>")
		}
	}
	p.raw("</tr></thead>\n<tbody>\n")
	var months []month
	rows, err := d.Walk(ctx, func(r *report.Row) error {
		name := "without a time"
		if !r.Time.IsZero() {
			name = r.Time.Format("January 2006")
		}
		if n := len(months); n == 0 || months[n-1].name != name {
			months = append(months, month{name: name, first: r.Number})
		}
		months[len(months)-1].count++
		p.row(r)
		return p.err()
	})
	if err != nil {
		return rows, err
	}
	p.raw("</tbody>\n</table>\n")
	p.months(months)
	return rows, p.err()
}

func (p *page) row(r *report.Row) {
	item := p.document.Index(report.ColumnItem)
	p.raw("<tr id=\"r").number(r.Number).raw("\">")
	for i, c := range p.document.Columns {
		switch {
		case c.Width <= 0:
		case i == item:
			p.raw("<th scope=\"row\"><a href=\"#s").number(r.Number).raw("\">").text(r.Cells[i]).raw("</a></th>")
		case c.Mono:
			p.raw("<td class=\"mono\">").text(r.Cells[i]).raw("</td>")
		default:
			p.raw("<td>").text(r.Cells[i]).raw("</td>")
		}
	}
	p.raw("</tr>\n")
}

func (p *page) months(list []month) {
	p.raw("<nav id=\"months\" aria-label=\"Index by month\">\n<h3>Index by month</h3>\n<ul>\n")
	for _, m := range list {
		p.raw("<li><a href=\"#r").number(m.first).raw("\">").text(m.name).raw("</a> <small>").number(m.count).raw("</small></li>\n")
	}
	p.raw("</ul>\n</nav>\n")
}

// records writes the source record of each row: the record verbatim, and the columns
// that are on no page.
func (p *page) records(ctx context.Context) error {
	_, err := p.document.Walk(ctx, func(r *report.Row) error {
		p.record(r)
		return p.err()
	})
	return err
}

func (p *page) record(r *report.Row) {
	p.raw("<article id=\"s").number(r.Number).raw("\">\n<h3><a href=\"#r").number(r.Number).raw("\">").inline(r.Item).raw("</a> <small>").inline(r.Source).raw("</small></h3>\n<dl>")
	for i, c := range p.document.Columns {
		if c.Width > 0 || c.Key == report.ColumnVerbatim || r.Cells[i] == "" {
			continue
		}
		p.raw("<div><dt>").text(c.Title).raw("</dt><dd>").inline(r.Cells[i]).raw("</dd></div>\n")
	}
	p.raw("</dl>\n").verbatim(r.Raw).raw("\n</article>\n")
}
