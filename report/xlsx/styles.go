// SPDX-License-Identifier: Apache-2.0

package xlsx

import "github.com/xuri/excelize/v2"

// styles are the looks of cells. All but those of numbers keep what is typed into
// their cells as text.
type styles struct {
	banner, title, heading, lead, paragraph, fine int
	label, value, note                            int
	head, weekday, cell, mono, right              int
	number, date                                  int
	day                                           [4][2]int // by level, and whether the day lies in the window
	noLog                                         [2]int    // a day without any record, by the same
	sizes                                         map[int]float64
}

// The faces come with every Excel and have free doubles of the same widths.
const (
	serif = "Cambria"
	sans  = "Calibri"
	fixed = "Consolas"
)

const (
	ink     = "1F2A44" // of headings
	grey    = "595959"
	rule    = "BFBFBF"
	hair    = "E3E3E3"
	shading = "EEF0F4" // of the heads of tables
)

// greys are the levels of a strip; they differ in print as well.
var greys = [4]string{"FFFFFF", "E2E2E2", "BDBDBD", "8C8C8C"}

func newStyles(f *excelize.File) (s styles, err error) {
	s.sizes = map[int]float64{}
	add := func(id *int, style excelize.Style) {
		if err == nil {
			*id, err = f.NewStyle(&style)
			s.sizes[*id] = style.Font.Size
		}
		if err == nil && style.NumFmt == 49 {
			quoted := true
			f.Styles.CellXfs.Xf[*id].QuotePrefix = &quoted
		}
	}
	add(&s.banner, plain(font(sans, 9, grey, true), excelize.Alignment{Vertical: "center", WrapText: true}))
	add(&s.title, plain(font(serif, 18, ink, true), top(true)))
	add(&s.heading, under(plain(font(serif, 14, ink, true), top(true)), ink))
	add(&s.lead, plain(font(serif, 13, "000000", false), top(true)))
	add(&s.paragraph, plain(font(sans, 11, "000000", false), top(true)))
	add(&s.fine, plain(font(sans, 9, grey, false), top(true)))
	add(&s.label, under(plain(font(sans, 11, ink, true), top(true)), hair))
	add(&s.value, under(plain(font(sans, 11, "000000", false), top(true)), hair))
	add(&s.note, under(plain(font(sans, 9, grey, false), top(true)), hair))
	head := under(plain(font(sans, 10, ink, true), excelize.Alignment{Vertical: "center", WrapText: true}), ink)
	head.Fill = fill(shading)
	add(&s.head, head)
	add(&s.cell, under(plain(font(sans, 10, "000000", false), top(true)), hair))
	add(&s.mono, under(plain(font(fixed, 9, "000000", false), top(true)), hair))
	center := head
	center.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center"}
	add(&s.weekday, center)
	right := top(true)
	right.Horizontal = "right"
	add(&s.right, under(plain(font(sans, 10, "000000", false), right), hair))

	number := under(plain(font(sans, 10, grey, false), right), hair)
	number.NumFmt = 1 // 0
	add(&s.number, number)
	left := top(false)
	left.Horizontal = "left"
	date, layout := under(plain(font(sans, 10, "000000", false), left), hair), "yyyy\\-mm\\-dd\\ hh:mm:ss"
	date.NumFmt, date.CustomNumFmt = 0, &layout
	add(&s.date, date)
	s.days(add)
	return s, err
}

// days are the cells of a strip. A day in the window has a thick border, a day without
// records a hatching: neither goes by colour alone.
func (s *styles) days(add func(*int, excelize.Style)) {
	center := excelize.Alignment{Horizontal: "center", Vertical: "center"}
	for window := range 2 {
		color, weight := rule, 1
		if window == 1 {
			color, weight = "000000", 2
		}
		for level, shade := range greys {
			style := plain(font(sans, 9, "000000", false), center)
			style.Fill, style.Border = fill(shade), box(color, weight)
			add(&s.day[level][window], style)
		}
		style := plain(font(sans, 9, grey, false), center)
		style.Fill, style.Border = excelize.Fill{Type: "pattern", Pattern: 16, Color: []string{rule}}, box(color, weight)
		add(&s.noLog[window], style)
	}
}

// plain is a style of text: 49 is the format of cells that hold text.
func plain(f *excelize.Font, a excelize.Alignment) excelize.Style {
	return excelize.Style{Font: f, Alignment: &a, NumFmt: 49}
}

func font(family string, size float64, color string, bold bool) *excelize.Font {
	return &excelize.Font{Family: family, Size: size, Color: color, Bold: bold}
}

func top(wrap bool) excelize.Alignment { return excelize.Alignment{Vertical: "top", WrapText: wrap} }

func under(s excelize.Style, color string) excelize.Style {
	s.Border = []excelize.Border{{Type: "bottom", Color: color, Style: 1}}
	return s
}

func box(color string, weight int) (list []excelize.Border) {
	for _, side := range []string{"left", "right", "top", "bottom"} {
		list = append(list, excelize.Border{Type: side, Color: color, Style: weight})
	}
	return list
}

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}
