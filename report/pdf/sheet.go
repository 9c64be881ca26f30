// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"dossier/internal/visible"
	"dossier/report"
)

// sheet is the page that is being written, and those before it. Lengths are counted
// from the upper left corner.
type sheet struct {
	pdf *fpdf.Fpdf
	ts  typesetter
	doc *report.Document

	landscape bool    // of the page being written
	pages     []bool  // of each page so far, whether it is wide
	scale     length  // of text, in per cent
	y         length  // where the next thing goes
	shift     length  // of pages that are written on again (see again)
	set       fontSet // what the page was last told
	marks     []mark  // for bookmarks and contents
	repeat    func()  // what stands at the head of each page, such as a table's
	loaded    [fonts]bool
}

// fonts is the number of fontFiles.
const fonts = fileWideMono + 1

// fontSet is a state of a page that is not said twice.
type fontSet struct {
	known bool
	file  uint8
	size  length
}

// mark is a heading that bookmarks and contents lead to.
type mark struct {
	title string
	level int // 0 for sections
	page  int
	y     length
	link  int  // 0: bookmark only
	cover bool // not in the contents
}

// The margins of a page, and where its text lies.
const (
	marginSide   = 20 * millimetre
	marginTop    = 24 * millimetre
	marginBottom = 19 * millimetre
)

// newSheet begins a document without pages.
func newSheet(d *report.Document) (*sheet, error) {
	table, err := repertoire()
	if err != nil {
		return nil, err
	}
	size := "A4"
	if d.Paper == report.Letter {
		size = "Letter"
	}
	s := &sheet{pdf: fpdf.New("P", "pt", size, ""), ts: typesetter{table}, doc: d, scale: 100}
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetMargins(0, 0, 0)
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCompression(false) // see repack
	s.pdf.SetCreationDate(d.AsOf.UTC())
	s.pdf.SetModificationDate(d.AsOf.UTC())
	s.pdf.SetProducer("dossier", false)
	s.pdf.SetTitle(basicPlane(d.Title), true)
	s.pdf.SetSubject(basicPlane(d.Caption), true)
	s.pdf.SetKeywords(basicPlane("export "+d.ExportID), true)
	s.pdf.SetDisplayMode("fullwidth", "continuous")
	if isLanguage(d.Language) {
		s.pdf.SetLang(d.Language)
	}
	return s, nil
}

// basicPlane makes a text of characters that the library writes in titles.
func basicPlane(text string) string {
	var out strings.Builder
	for _, c := range visible.Text(text) {
		if c >= planeRunes {
			fmt.Fprintf(&out, "‹U+%04X›", c)
			continue
		}
		out.WriteRune(c)
	}
	return out.String()
}

// isLanguage reports whether a text is a language tag, which is written as it is.
func isLanguage(tag string) bool {
	return tag != "" && !strings.ContainsFunc(tag, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')
	})
}

// pageSize is the size of a page, upright or wide.
func (s *sheet) pageSize(landscape bool) (width, height length) {
	width, height = 595280, 841890
	if s.doc.Paper == report.Letter {
		width, height = 612000, 792000
	}
	if landscape {
		return height, width
	}
	return width, height
}

// newPage begins a page as wide as the last one.
func (s *sheet) newPage() {
	s.blankPage()
	if s.repeat != nil {
		s.repeat()
	}
}

// blankPage is newPage without what the head of the page repeats.
func (s *sheet) blankPage() {
	width, height := s.pageSize(false)
	orientation := "P"
	if s.landscape {
		orientation = "L"
	}
	s.pdf.AddPageFormat(orientation, fpdf.SizeType{Wd: width.points(), Ht: height.points()})
	s.pages = append(s.pages, s.landscape)
	s.set = fontSet{}
	s.y = marginTop
}

// turn makes the pages from the next on wide or upright.
func (s *sheet) turn(landscape bool) { s.landscape = landscape }

// left and right are where text begins and ends; top and bottom where lines do.
func (s *sheet) left() length { return marginSide }

func (s *sheet) right() length {
	width, _ := s.pageSize(s.landscape)
	return width - marginSide
}

func (s *sheet) width() length { return s.right() - s.left() }

func (s *sheet) bottom() length {
	_, height := s.pageSize(s.landscape)
	return height - marginBottom
}

// room is how much of the page is left.
func (s *sheet) room() length { return s.bottom() - s.y }

// need begins a page unless so much is left of this one.
func (s *sheet) need(height length) {
	if s.room() < height && s.y > marginTop {
		s.newPage()
	}
}

// again goes back to a page, 1-based, to write on it.
func (s *sheet) again(page int) {
	_, now := s.pageSize(s.pages[len(s.pages)-1])
	_, then := s.pageSize(s.pages[page-1])
	s.pdf.SetPage(page)
	s.landscape, s.shift, s.set = s.pages[page-1], now-then, fontSet{}
}

// setFont tells the page which font comes next.
func (s *sheet) setFont(file uint8, size length) {
	want := fontSet{true, file, size}
	if s.set == want {
		return
	}
	f := fontFiles[file]
	if !s.loaded[file] {
		s.pdf.AddUTF8FontFromBytes(f.family, "", bytes.Clone(f.data))
		s.loaded[file] = true
	}
	s.pdf.SetFont(f.family, "", size.points())
	s.set = want
}

// grey is the tone of remarks and labels: it stays legible on a fax.
const grey = 85

// drawLine sets a line with its baseline at y.
func (s *sheet) drawLine(l line, x, y length) {
	for _, p := range l.spans {
		s.setFont(p.file, p.size)
		tone := 0
		if p.grey {
			tone = grey
		}
		if r, _, _ := s.pdf.GetTextColor(); r != tone {
			s.pdf.SetTextColor(tone, tone, tone)
		}
		s.pdf.Text((x + p.x).points(), (y + s.shift).points(), p.text)
	}
}

// drawText sets a text on one line.
func (s *sheet) drawText(text string, st style, size, x, y length) {
	for _, l := range s.ts.wrap([]run{{text: text, style: st, size: size}}, maxWidth) {
		s.drawLine(l, x, y)
	}
}

// maxWidth is wider than any line.
const maxWidth = 1 << 40

// rule draws a horizontal line.
func (s *sheet) rule(from, to, y, weight length, tone int) {
	s.pdf.SetDrawColor(tone, tone, tone)
	s.pdf.SetLineWidth(weight.points())
	s.pdf.Line(from.points(), (y + s.shift).points(), to.points(), (y + s.shift).points())
}

// box draws a rectangle: "D" its outline, "F" filled, "FD" both.
func (s *sheet) box(x, y, width, height length, how string) {
	s.pdf.Rect(x.points(), (y + s.shift).points(), width.points(), height.points(), how)
}

// note remembers a heading at the present place.
func (s *sheet) note(title string, level int) {
	m := mark{title: title, level: level, page: len(s.pages), y: s.y}
	if level == 0 {
		m.link = s.pdf.AddLink()
	}
	s.marks = append(s.marks, m)
}
