// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"
	"strings"
	"time"

	"dossier/report"
	"dossier/report/paper"
)

// weeksAcross is how many weeks stand beside each other: a table of Word has at most 63
// columns.
const weeksAcross = 40

// The widths of a strip; twentieths of a point.
const (
	stripNames = 560
	stripCell  = 222
)

// strip writes a calendar as a table: a column a week, a row a weekday.
func (b *body) strip(s report.Strip) error {
	weeks, err := paper.Weeks(s.Days)
	if err != nil {
		return err
	}
	if s.Title != "" {
		b.paragraph("Caption", run{text: s.Title})
	}
	for len(weeks) > 0 {
		n := min(weeksAcross, len(weeks))
		b.stripBand(weeks[:n])
		weeks = weeks[n:]
	}
	b.stripKey()
	if s.Legend != "" {
		b.paragraph("Fine", run{text: s.Legend})
	}
	return b.err
}

func (b *body) openStrip(widths []int) {
	b.started = true
	total := 0
	var grid strings.Builder
	for _, w := range widths {
		total += w
		fmt.Fprintf(&grid, `<w:gridCol w:w="%d"/>`, w)
	}
	b.raw(fmt.Sprintf(`<w:tbl><w:tblPr><w:tblStyle w:val="DossierStrip"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid>`,
		total, grid.String()))
}

func (b *body) stripBand(weeks []paper.Week) {
	widths := []int{stripNames}
	for range weeks {
		widths = append(widths, stripCell)
	}
	b.openStrip(widths)
	b.stripMonths(weeks)
	for at, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		b.raw(stripRow)
		b.stripText(name, 1)
		for _, w := range weeks {
			if w[at] == nil {
				b.stripText("", 1)
				continue
			}
			b.stripDay(w[at].StripDay)
		}
		b.raw(`</w:tr>`)
	}
	b.closeTable()
}

const stripRow = `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="214" w:hRule="exact"/></w:trPr>`

// stripMonths names the months above the weeks in which they begin; each name takes the
// weeks up to the next.
func (b *body) stripMonths(weeks []paper.Week) {
	b.raw(stripRow)
	b.stripText("", 1)
	name, span := "", 0
	month := time.Month(0)
	for _, w := range weeks {
		first := w.FirstDay()
		if first.Month() != month {
			if span > 0 {
				b.stripText(name, span)
			}
			layout := "Jan"
			if month == 0 || first.Month() == time.January {
				layout = "Jan 06"
			}
			month, name, span = first.Month(), first.Format(layout), 0
		}
		span++
	}
	b.stripText(name, span)
	b.raw(`</w:tr>`)
}

func (b *body) stripText(text string, span int) {
	b.raw(`<w:tc><w:tcPr>`)
	if span > 1 {
		b.raw(fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, span))
	}
	b.raw(`</w:tcPr>`)
	b.paragraph("StripText", run{text: text})
	b.raw(`</w:tc>`)
}

// stripFill are the greys of the levels.
var stripFill = [4]string{"FFFFFF", "D4D4D4", "8A8A8A", "000000"}

// stripDay writes one day.
func (b *body) stripDay(d report.StripDay) {
	border := `w:val="single" w:sz="2" w:space="0" w:color="B5B5B5"`
	if d.Window {
		border = `w:val="single" w:sz="12" w:space="0" w:color="000000"`
	}
	b.raw(`<w:tc><w:tcPr><w:tcBorders><w:top ` + border + `/><w:left ` + border + `/><w:bottom ` + border + `/><w:right ` + border + `/></w:tcBorders>` +
		`<w:shd w:val="clear" w:color="auto" w:fill="` + stripFill[min(max(d.Level, 0), 3)] + `"/></w:tcPr>`)
	mark := ""
	if d.NoLog {
		mark = "×"
	}
	style := "StripText"
	if d.Level >= 3 {
		style = "StripTextDark"
	}
	b.paragraph(style, run{text: mark})
	b.raw(`</w:tc>`)
}

// stripKey shows each mark with its name.
func (b *body) stripKey() {
	keys := []struct {
		name string
		day  report.StripDay
	}{
		{"none", report.StripDay{}}, {"some", report.StripDay{Level: 1}}, {"much", report.StripDay{Level: 2}}, {"most", report.StripDay{Level: 3}},
		{"in the window", report.StripDay{Window: true}}, {"no source has a record", report.StripDay{NoLog: true}},
	}
	widths := []int{stripNames}
	for _, k := range keys {
		widths = append(widths, stripCell, 300+len(k.name)*80)
	}
	b.openStrip(widths)
	b.raw(stripRow)
	b.stripText("", 1)
	for _, k := range keys {
		b.stripDay(k.day)
		b.stripText(k.name, 1)
	}
	b.raw(`</w:tr>`)
	b.closeTable()
}
