// SPDX-License-Identifier: Apache-2.0

// Package html writes the document as one file for a browser: it holds everything it
// needs, has no script, and asks nothing of any network, which a content security
// policy in it makes the browser enforce. It prints with repeated heads and with the
// stamp on every page.
package html

import (
	"bufio"
	"context"

	"dossier/report"
)

// Format is the format.
var Format = report.Format{Name: "html", Doc: "one page for a browser: self-contained, without scripts, prints well", Write: write}

const name = "chronology.html"

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	err = report.WriteFile(to, name, func(w *bufio.Writer) error {
		p := &page{w: w, document: d}
		rows, err = p.write(ctx)
		return err
	})
	return rows, err
}

// write writes the page. The rows stand where the document has the section of the
// chronology, and behind the front matter if it has none; the source records likewise
// with the exhibits, and at the end.
func (p *page) write(ctx context.Context) (rows int64, err error) {
	d := p.document
	sections := p.sections()
	p.head()
	p.contents(sections)
	p.raw("<main>\n")
	for _, s := range sections {
		p.begin(s)
		for _, b := range s.Blocks {
			p.block(b)
		}
		switch s.Key {
		case report.SectionChronology:
			rows, err = p.chronology(ctx)
		case report.SectionExhibits:
			err = p.records(ctx)
		}
		if err != nil {
			return rows, err
		}
		p.raw("</section>\n")
	}
	p.raw("</main>\n<footer><p>End of the document: ").number(d.Count).raw(" rows. Export <code>").text(d.ExportID).raw("</code></p></footer>\n</body>\n</html>\n")
	return rows, p.err()
}

// sections are those of the document, and those without which the rows would have no
// place.
func (p *page) sections() []report.Section {
	d := p.document
	has := map[report.SectionKey]bool{}
	for _, s := range append(append([]report.Section(nil), d.Front...), d.Back...) {
		has[s.Key] = true
	}
	list := append([]report.Section(nil), d.Front...)
	if !has[report.SectionChronology] {
		list = append(list, report.Section{Key: report.SectionChronology, Title: "Chronology"})
	}
	list = append(list, d.Back...)
	if !has[report.SectionExhibits] {
		list = append(list, report.Section{Key: report.SectionExhibits, Title: "Source records"})
	}
	return list
}
