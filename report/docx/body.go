// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"bufio"
	"fmt"
	"strings"

	"dossier/internal/visible"
	"dossier/report"
)

// body writes the main part, in order. The first error is kept; nothing is written
// after it.
type body struct {
	out  *bufio.Writer
	err  error
	page page

	landscape bool
	started   bool  // something stands in the section that is being written
	lists     int   // numbered lists so far
	widths    []int // of the columns of the table that is open
}

// page is a paper with its margins; twentieths of a point.
type page struct{ width, height int }

// margin is that of the sides; the head and the foot of a page have more.
const margin = 1134

func pageOf(p report.Paper) page {
	if p == report.Letter {
		return page{12240, 15840}
	}
	return page{11906, 16838}
}

// textWidth is how wide the lines of the present section are.
func (b *body) textWidth() int {
	if b.landscape {
		return b.page.height - 2*margin
	}
	return b.page.width - 2*margin
}

// run is text of one character style; "" for the paragraph's own.
type run struct{ text, style string }

func (b *body) raw(xml string) {
	if b.err != nil {
		return
	}
	_, b.err = b.out.WriteString(xml)
}

// escaper makes text safe between tags and in attributes. Line ends and controls were
// made visible before.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes any text that of XML: visible, and escaped.
func escape(text string) string { return escaper.Replace(visible.Text(text)) }

// paragraph writes a paragraph of a style.
func (b *body) paragraph(style string, runs ...run) {
	b.started = true
	b.raw(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	b.runs(runs)
	b.raw(`</w:p>`)
}

func (b *body) runs(runs []run) {
	for _, r := range runs {
		b.raw(`<w:r>`)
		if r.style != "" {
			b.raw(`<w:rPr><w:rStyle w:val="` + r.style + `"/></w:rPr>`)
		}
		b.raw(`<w:t xml:space="preserve">` + escape(r.text) + `</w:t></w:r>`)
	}
}

// lines writes a paragraph of several lines.
func (b *body) lines(style string, lines []string) {
	b.started = true
	b.raw(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r>`)
	for i, line := range lines {
		if i > 0 {
			b.raw(`<w:br/>`)
		}
		b.raw(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
	b.raw(`</w:r></w:p>`)
}

// heading writes the heading of a section, which the contents lead to.
func (b *body) heading(title string, number int, onNewPage bool) {
	b.raw(`<w:p><w:pPr><w:pStyle w:val="Heading1"/>`)
	if onNewPage && b.started {
		b.raw(`<w:pageBreakBefore/>`)
	}
	b.started = true
	b.raw(fmt.Sprintf(`</w:pPr><w:bookmarkStart w:id="%d" w:name="%s"/>`, number, anchor(number)))
	b.runs([]run{{text: title}})
	b.raw(fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/></w:p>`, number))
}

// anchor names the place of a section's heading.
func anchor(number int) string { return fmt.Sprintf("_Toc%08d", number+1) }

// contents writes a table of contents that is filled already, and that Word can fill
// anew with the months. Page numbers are left out: only a printer knows them.
func (b *body) contents(sections []report.Section) {
	b.raw(`<w:p><w:pPr><w:pStyle w:val="ContentsTitle"/></w:pPr>`)
	b.runs([]run{{text: "Contents"}})
	b.raw(`</w:p><w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>` +
		`<w:r><w:instrText xml:space="preserve"> TOC \o &quot;1-2&quot; \h \n </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`)
	first := true
	for i, s := range sections {
		if s.Key == report.SectionCover {
			continue
		}
		if !first {
			b.raw(`<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>`)
		}
		first = false
		b.raw(`<w:hyperlink w:anchor="` + anchor(i) + `" w:history="1">`)
		b.runs([]run{{text: s.Title}})
		b.raw(`</w:hyperlink></w:p>`)
	}
	if !first {
		b.raw(`<w:p>`)
	}
	b.raw(`<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
}

// turn ends the section of pages if the next one is wide and this is not, or the other
// way round.
func (b *body) turn(landscape bool) {
	if landscape == b.landscape {
		return
	}
	if b.started {
		b.raw(`<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>` + b.sectionProperties() + `</w:pPr></w:p>`)
	}
	b.landscape, b.started = landscape, false
}

// sectionProperties are the paper, the head and the foot of the pages that end here.
func (b *body) sectionProperties() string {
	width, height, orient, kind := b.page.width, b.page.height, "", "upright"
	if b.landscape {
		width, height, orient, kind = height, width, ` w:orient="landscape"`, "wide"
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="%s-header"/><w:footerReference w:type="default" r:id="%s-footer"/>`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="1588" w:right="%d" w:bottom="1134" w:left="%d" w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>`,
		kind, kind, width, height, orient, margin, margin)
}
