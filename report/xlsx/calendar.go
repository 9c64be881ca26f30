// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"fmt"
	"strconv"
	"time"

	"dossier/report"
)

// weekdays are the columns of a calendar.
var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// calendar writes the strips on a sheet of their own, a row a week, before the
// chronology.
func (b *book) calendar(sections []report.Section) error {
	var s *sheet
	for _, section := range sections {
		for _, block := range section.Blocks {
			strip, ok := block.(report.Strip)
			if !ok {
				continue
			}
			if s == nil {
				var err error
				if s, err = b.add(layout{name: sheetCalendar, widths: []float64{14, 9, 9, 9, 9, 9, 9, 9, 3, 60}}); err != nil {
					return err
				}
				if err := b.file.MoveSheet(sheetCalendar, sheetChronology); err != nil {
					return err
				}
			}
			if err := s.strip(strip); err != nil {
				return fmt.Errorf("calendar %s: %w", strip.Title, err)
			}
		}
	}
	return nil
}

func (s *sheet) strip(strip report.Strip) error {
	st := s.book.styles
	if err := s.blank(); err != nil {
		return err
	}
	for _, line := range []cell{{st.heading, strip.Title}, {st.fine, strip.Legend}, {st.fine, "Days in the window have a thick border; a day of which no source has a record is hatched and says so."}} {
		if err := s.across(len(s.widths), line.style, line.value.(string)); err != nil {
			return err
		}
	}
	heads := []cell{{st.head, "Week of"}}
	for _, day := range weekdays {
		heads = append(heads, cell{st.weekday, day})
	}
	if err := s.row(heads...); err != nil {
		return err
	}
	var week []cell
	for _, day := range strip.Days {
		at, err := time.Parse(time.DateOnly, day.Day)
		if err != nil {
			return err
		}
		column := (int(at.Weekday())+6)%7 + 1 // Monday is 1
		if week == nil || column == 1 {
			if err := s.week(week); err != nil {
				return err
			}
			week = make([]cell, 8)
			week[0] = cell{st.cell, at.AddDate(0, 0, 1-column).Format(time.DateOnly)}
		}
		week[column] = s.day(day)
	}
	return s.week(week)
}

func (s *sheet) week(cells []cell) error {
	if cells == nil {
		return nil
	}
	return s.sized(18, cells)
}

func (s *sheet) day(day report.StripDay) cell {
	window := 0
	if day.Window {
		window = 1
	}
	if day.NoLog {
		return cell{s.book.styles.noLog[window], "no log"}
	}
	level := min(max(day.Level, 0), len(greys)-1)
	return cell{s.book.styles.day[level][window], strconv.FormatInt(day.Count, 10)}
}
