// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"time"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/paper"
)

// The measures of a calendar strip.
const (
	stripPitch = 11 * point // from one day to the next
	stripCell  = 9 * point
	stripNames = 26 * point // what the names of weekdays take
	stripLabel = 7500
)

// strip draws a calendar: a column a week, a square a day. The more was recorded, the
// more of a square is filled, so that a copy in black and white still tells.
func (s *sheet) strip(b report.Strip) error {
	weeks, err := paper.Weeks(b.Days)
	if err != nil {
		return err
	}
	if b.Title != "" {
		s.need(12 * stripPitch)
		s.paragraph(visible.Text(b.Title), tableName)
	}
	across := int((s.width() - stripNames) / stripPitch)
	for len(weeks) > 0 {
		n := min(across, len(weeks))
		s.need(10 * stripPitch)
		s.stripBand(weeks[:n])
		weeks = weeks[n:]
	}
	s.stripKey()
	if b.Legend != "" {
		s.paragraph(visible.Text(b.Legend), fineText)
	}
	s.y += bodyText.after
	return nil
}

// stripBand draws weeks beside each other, with the months above.
func (s *sheet) stripBand(weeks []paper.Week) {
	top := s.y + stripPitch
	for i, name := range []string{"Mon", "", "Wed", "", "Fri", "", "Sun"} {
		s.drawText(name, regular, stripLabel, s.left(), top+length(i)*stripPitch+stripCell*82/100)
	}
	month, free := time.Month(0), s.left()
	for i, w := range weeks {
		x := s.left() + stripNames + length(i)*stripPitch
		for at, d := range w {
			if d == nil {
				continue
			}
			if d.Date.Month() != month {
				month = d.Date.Month()
				if name := monthLabel(d.Date, free == s.left()); x >= free {
					s.drawText(name, regular, stripLabel, x, s.y+stripCell*72/100)
					free = x + s.ts.measure(name, regular, stripLabel) + 3*point
				}
			}
			s.stripCell(d.StripDay, x, top+length(at)*stripPitch)
		}
	}
	s.y = top + 7*stripPitch + 6*point
}

// monthLabel names a month above a strip; the first, and each January, with the year.
func monthLabel(date time.Time, first bool) string {
	if first || date.Month() == time.January {
		return date.Format("Jan 2006")
	}
	return date.Format("Jan")
}

// stripFill says how a level is drawn: how much of the side is filled, in per cent, and
// in which grey.
var stripFill = [4]struct {
	side length
	tone int
}{{0, 255}, {40, 120}, {68, 75}, {100, 0}}

// stripCell draws one day.
func (s *sheet) stripCell(d report.StripDay, x, y length) {
	fill := stripFill[min(max(d.Level, 0), 3)]
	if side := stripCell * fill.side / 100; side > 0 {
		s.pdf.SetFillColor(fill.tone, fill.tone, fill.tone)
		s.box(x+(stripCell-side)/2, y+(stripCell-side)/2, side, side, "F")
	}
	weight, tone := length(250), 165
	if d.Window {
		weight, tone = 1100, 0
	}
	s.pdf.SetDrawColor(tone, tone, tone)
	s.pdf.SetLineWidth(weight.points())
	s.box(x, y, stripCell, stripCell, "D")
	if d.NoLog {
		s.cross(x, y)
	}
}

// cross marks a day without any record.
func (s *sheet) cross(x, y length) {
	const inset = 1500
	s.pdf.SetDrawColor(60, 60, 60)
	s.pdf.SetLineWidth(length(500).points())
	a, b := (x + inset).points(), (x + stripCell - inset).points()
	c, d := (y + s.shift + inset).points(), (y + s.shift + stripCell - inset).points()
	s.pdf.Line(a, c, b, d)
	s.pdf.Line(a, d, b, c)
}

// stripKey shows each mark with its name.
func (s *sheet) stripKey() {
	x := s.left() + stripNames
	for _, k := range []struct {
		name string
		day  report.StripDay
	}{
		{"none", report.StripDay{}}, {"some", report.StripDay{Level: 1}}, {"much", report.StripDay{Level: 2}}, {"most", report.StripDay{Level: 3}},
		{"in the window", report.StripDay{Window: true}}, {"no source has a record", report.StripDay{NoLog: true}},
	} {
		s.stripCell(k.day, x, s.y)
		x += stripCell + 4*point
		s.drawText(k.name, regular, 8*point, x, s.y+stripCell*85/100)
		x += s.ts.measure(k.name, regular, 8*point) + 12*point
	}
	s.y += stripPitch + 6*point
}
