// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"strconv"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// calendar reads the dates of one source.
type calendar struct {
	zone  *time.Location
	order parsers.DateOrder
}

// doubt is what can be doubtful about a date read.
type doubt int

const (
	orderGuessed   doubt = iota // day and month could be the other way round
	centuryGuessed              // the year has two figures
	dayOfUTC                    // an instant whose day was taken in UTC, no zone being known
	unreadable                  // the text is no date that is understood
	doubtCount
)

var doubtNames = [doubtCount]string{"date-order-guessed", "date-century-guessed", "date-in-utc", "date-unreadable"}

// doubts are the columns that each doubt is about.
type doubts [doubtCount]string

func (d *doubts) add(about doubt, column string) {
	if d[about] != "" {
		column = d[about] + ", " + column
	}
	d[about] = column
}

func (d *doubts) appendTo(attrs []event.Attr) []event.Attr {
	for about, columns := range d {
		if columns != "" {
			attrs = append(attrs, event.Attr{Name: doubtNames[about], Value: columns})
		}
	}
	return attrs
}

// date is the first date that a column of the field holds, and the column; the
// columns stay attributes. "" and -1 if there is none.
func (r *reader) date(f field) (event.Date, int) {
	for _, i := range r.columns[f] {
		text := r.text(i)
		if text == "" || isNothing(text) {
			continue
		}
		day, about := r.calendar.day(text)
		for _, one := range about {
			r.doubts.add(one, r.attrs[i])
		}
		if day != "" {
			return day, i
		}
	}
	return "", -1
}

// day reads a date as a roster writes it. The time of day does not count, except
// in instants. Dates that stand for none (0000-00-00, 9999-12-31) give "".
func (c calendar) day(text string) (event.Date, []doubt) {
	if digits := strings.Trim(text, "0123456789") == ""; digits && len(text) >= 16 || text == "0" {
		return c.ofFileTime(text)
	} else if digits && len(text) == 8 {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	if isNever(text) {
		return "", nil
	}
	reading := text
	if strings.HasSuffix(text, "Z") && len(text) == len("20240331000000.0Z") && text[14] == '.' {
		reading = strings.TrimSuffix(text, "Z") // generalized time of LDAP, in UTC
	}
	var about []doubt
	w, ok := parsers.ParseWall(reading, c.order)
	if !ok {
		w, ok = parsers.ParseWall(reading, parsers.OrderUnknown)
		w.Sure = w.Sure && c.order == parsers.OrderUnknown
	}
	if !ok {
		return "", []doubt{unreadable}
	}
	if w.HasOffset = w.HasOffset || reading != text; !w.Sure {
		about = append(about, orderGuessed)
	}
	if !hasYear(reading) {
		about = append(about, centuryGuessed)
		if w.Clock.Year() >= 2069 { // as POSIX does
			w.Clock = w.Clock.AddDate(-100, 0, 0)
		}
	}
	if w.HasOffset && (w.Clock.Hour() != 0 || w.Clock.Minute() != 0) {
		day, more := c.ofInstant(w.Clock.Add(-time.Duration(w.Offset) * time.Second))
		return day, append(about, more...)
	}
	return dateOf(w.Clock), about
}

// ofInstant is the day on which the moment fell.
func (c calendar) ofInstant(at time.Time) (event.Date, []doubt) {
	if c.zone == nil {
		return dateOf(at.UTC()), []doubt{dayOfUTC}
	}
	return dateOf(at.In(c.zone)), nil
}

// ofFileTime reads 100-nanosecond steps since 1601, as accountExpires has them; 0
// and the largest number are never.
func (c calendar) ofFileTime(text string) (event.Date, []doubt) {
	const never, between1601And1970 = 1<<63 - 1, 11_644_473_600
	steps, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return "", []doubt{unreadable}
	case steps == 0 || steps == never:
		return "", nil
	}
	at := time.Unix(steps/10_000_000-between1601And1970, 0)
	if at.Year() > 9000 { // nobody's last day
		return "", []doubt{unreadable}
	}
	return c.ofInstant(at)
}

// isNever reports whether a date stands for none.
func isNever(text string) bool {
	if strings.EqualFold(text, "never") {
		return true
	}
	if !strings.Contains(text, "000") && !strings.Contains(text, "999") && !strings.HasPrefix(text, "00") {
		return false
	}
	day, _, _ := strings.Cut(text, " ")
	day, _, _ = strings.Cut(day, "T")
	figures := strings.FieldsFunc(day, func(c rune) bool { return c == '-' || c == '/' || c == '.' })
	if len(figures) != 3 {
		return false
	}
	for _, year := range []string{figures[0], figures[2]} {
		if year == "0000" || year == "0001" || year == "9999" {
			return true
		}
	}
	return figures[0] == "00" && figures[1] == "00"
}

// hasYear reports whether a date spells its year in four figures.
func hasYear(text string) bool {
	run := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			run = 0
		} else if run++; run == 4 {
			return true
		}
	}
	return false
}

func dateOf(t time.Time) event.Date { return event.Date(t.Format(time.DateOnly)) }

// inferOrder is parsers.InferOrder of the dates that do not begin with the year;
// unknown if some of them only fit the other way.
func inferOrder(texts []string) parsers.DateOrder {
	var figures []string
	for _, text := range texts {
		if w, ok := parsers.ParseWall(text, parsers.OrderUnknown); ok && w.Order != parsers.OrderYMD {
			figures = append(figures, text)
		}
	}
	order := parsers.InferOrder(figures)
	for _, text := range figures {
		if _, ok := parsers.ParseWall(text, order); !ok {
			return parsers.OrderUnknown
		}
	}
	return order
}
