// SPDX-License-Identifier: Apache-2.0

package html

import (
	"time"

	"dossier/report"
)

// The measures of a strip, in units of the picture.
const (
	stripCell  = 14 // a day and the room to the next
	stripSide  = 11 // of a day
	stripLeft  = 30 // room for the names of days
	stripAbove = 16 // room for the names of months
	stripWeeks = 53 // of a picture; a longer strip goes on in a further one
)

var greys = [4]markup{"#fff", "#d9d9d9", "#a3a3a3", "#5c5c5c"}

// strip draws a calendar: a column a week, Monday above.
func (p *page) strip(b report.Strip) {
	p.raw("<figure class=\"strip\">\n<figcaption>").text(b.Title).raw("</figcaption>\n")
	for rest := b.Days; len(rest) > 0; {
		n := min(len(rest), stripWeeks*7-mondays(rest[0].Day))
		p.picture(b, rest[:n])
		rest = rest[n:]
	}
	p.raw("<p class=\"fine\">").text(b.Legend).raw("</p>\n</figure>\n")
}

// mondays is how many days lie between a day and the Monday before it.
func mondays(day string) int {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return (int(at.Weekday()) + 6) % 7
}

func (p *page) picture(b report.Strip, days []report.StripDay) {
	first := mondays(days[0].Day)
	weeks := (first + len(days) + 6) / 7
	p.printf(`<svg viewBox="0 0 %d %d" role="img" aria-label="`, stripLeft+weeks*stripCell+2, stripAbove+7*stripCell+2)
	p.text(b.Title + ": " + b.Legend).raw("\">\n")
	for i, name := range []markup{"Mon", "", "Wed", "", "Fri", "", "Sun"} {
		p.printf("<text x=\"0\" y=\"%d\">%s</text>", stripAbove+i*stripCell+9, name)
	}
	p.raw("\n")
	month := ""
	for i, day := range days {
		x, y := stripLeft+(first+i)/7*stripCell, stripAbove+(first+i)%7*stripCell
		if len(day.Day) >= 7 && day.Day[:7] != month {
			month = day.Day[:7]
			if day.Day[7:] == "-01" || i > 0 || first == 0 {
				p.printf(`<text x="%d" y="10">`, x)
				p.text(month).raw("</text>")
			}
		}
		p.day(day, x, y)
	}
	p.raw("</svg>\n")
}

func (p *page) day(day report.StripDay, x, y int) {
	class := "day"
	if day.Window {
		class = "day window"
	}
	p.raw("<g><title>").text(day.Day).raw(": ").number(day.Count).raw("</title>")
	p.printf(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" fill="%s"/>`, class, x, y, stripSide, stripSide, greys[min(max(day.Level, 0), 3)])
	if day.NoLog {
		p.printf(`<path class="none" d="M%d %dl%d %dm0 -%[4]dl-%[3]d %[4]d"/>`, x, y, stripSide, stripSide)
	}
	p.raw("</g>\n")
}
