// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"fmt"
	"time"

	"dossier/report"
)

// Week is a column of a calendar strip: Monday first, nil where it has no day.
type Week [7]*Day

// Day is a cell of one.
type Day struct {
	report.StripDay
	Date time.Time
}

// Weeks puts the days of a strip into weeks.
func Weeks(days []report.StripDay) ([]Week, error) {
	var weeks []Week
	for i, d := range days {
		date, err := time.Parse(time.DateOnly, d.Day)
		if err != nil {
			return nil, fmt.Errorf("calendar: day %q: want a date such as 2024-05-13", d.Day)
		}
		at := (int(date.Weekday()) + 6) % 7
		if i == 0 || at == 0 {
			weeks = append(weeks, Week{})
		}
		weeks[len(weeks)-1][at] = &Day{d, date}
	}
	return weeks, nil
}

// FirstDay is the first day of the week that the strip has.
func (w Week) FirstDay() time.Time {
	for _, d := range w {
		if d != nil {
			return d.Date
		}
	}
	return time.Time{}
}
