// SPDX-License-Identifier: Apache-2.0

package html

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"strconv"
	"strings"

	"dossier/internal/visible"
	"dossier/report"
)

// markup is HTML of ours. Only constants become markup without a conversion, and there
// is no conversion from text in this package: whatever the document says passes
// page.text.
type markup string

// page is the page in the making. Its writer keeps the first error.
type page struct {
	w        *bufio.Writer
	document *report.Document
	anchors  map[string]int // how many sections bear a key
}

func (p *page) raw(m markup) *page {
	_, _ = p.w.WriteString(string(m))
	return p
}

// printf writes HTML of ours with numbers and markup in it.
func (p *page) printf(format markup, args ...any) { _, _ = fmt.Fprintf(p.w, string(format), args...) }

// text writes text so that no character of it is obeyed, by the parser of HTML or by
// the eye.
func (p *page) text(s string) *page {
	_, _ = p.w.WriteString(html.EscapeString(visible.Lines(s)))
	return p
}

// inline is text whose direction of writing touches nothing around it.
func (p *page) inline(s string) *page { return p.raw("<bdi>").text(s).raw("</bdi>") }

func (p *page) number(n int64) *page {
	_, _ = p.w.WriteString(strconv.FormatInt(n, 10))
	return p
}

// err is the first error of writing.
func (p *page) err() error {
	_, err := p.w.Write(nil)
	return err
}

//go:embed style.css
var style string

const policy markup = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'`

// head writes everything before the contents.
func (p *page) head() {
	d := p.document
	p.raw("<!DOCTYPE html>\n<html lang=\"").text(d.Language).raw("\">\n<head>\n<meta charset=\"utf-8\">\n")
	p.raw(`<meta http-equiv="Content-Security-Policy" content="`).raw(policy).raw("\">\n")
	p.raw(`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n" + `<meta name="referrer" content="no-referrer">` + "\n")
	p.raw(`<meta name="generator" content="dossier">` + "\n" + `<meta name="color-scheme" content="light">` + "\n<title>").text(d.Title).raw("</title>\n<style>\n")
	_, _ = p.w.WriteString(style)
	p.pages()
	p.labels()
	p.raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#chronology\">To the chronology</a>\n<header>\n")
	if d.Stamp != "" {
		p.raw("<p class=\"stamp\">").inline(d.Stamp).raw("</p>\n")
	}
	p.raw("<p class=\"zone\">").inline(d.ZoneNote).raw("</p>\n</header>\n")
}

// pages says in CSS what stands around the printed pages.
func (p *page) pages() {
	d := p.document
	paper := "A4"
	if d.Paper == report.Letter {
		paper = "letter"
	}
	exhibit := ""
	if d.Exhibit != "" {
		exhibit = "Exhibit " + d.Exhibit
	}
	p.printf(`@page {
	size: %s portrait;
	@top-center { content: %s }
	@top-right { content: %s }
	@bottom-left { content: %s }
	@bottom-right { content: "Page " counter(page) " of " counter(pages) }
}
@page wide { size: %[1]s landscape }
`, paper, cssString(d.Stamp), cssString(exhibit), cssString(fmt.Sprintf("%s · Export %.12s", d.ZoneNote, d.ExportID)))
}

// labels says in CSS which column a cell is of, where a screen is too narrow for a
// table.
func (p *page) labels() {
	p.raw("@media screen and (max-width: 56rem) {\n")
	n := 0
	for _, c := range p.document.Columns {
		if c.Width > 0 {
			n++
			p.printf("\t.rows > tbody > tr > :nth-child(%d)::before { content: %s }\n", n, cssString(c.Title))
		}
	}
	p.raw("}\n")
}

// cssString is text as a string of CSS, which ends neither itself nor the style.
func cssString(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, c := range visible.Text(s) {
		if c == ' ' || c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			out.WriteRune(c)
		} else {
			fmt.Fprintf(&out, `\%x `, c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// contents writes the links to the sections.
func (p *page) contents(sections []report.Section) {
	p.raw("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n")
	for _, s := range sections {
		p.raw("<li><a href=\"#").text(p.anchor(s.Key)).raw("\">").inline(s.Title).raw("</a></li>\n")
	}
	p.raw("</ol>\n</nav>\n")
	p.anchors = nil // begin gives the same anchors again
}

// anchor is the next anchor of a section: its key, and a number behind it if others
// have it too.
func (p *page) anchor(key report.SectionKey) string {
	if p.anchors == nil {
		p.anchors = map[string]int{}
	}
	p.anchors[string(key)]++
	if n := p.anchors[string(key)]; n > 1 {
		return fmt.Sprintf("%s-%d", key, n)
	}
	return string(key)
}

func (p *page) begin(s report.Section) {
	p.raw("<section class=\"").text(string(s.Key)).raw("\" id=\"").text(p.anchor(s.Key)).raw("\">\n")
	if s.Key == report.SectionCover {
		p.raw("<h1>").inline(s.Title).raw("</h1>\n")
		return
	}
	p.raw("<h2>").inline(s.Title).raw("</h2>\n")
}
