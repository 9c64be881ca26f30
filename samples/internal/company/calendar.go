// SPDX-License-Identifier: Apache-2.0

package company

import "time"

// Day is a calendar day, counted from 1970-01-01, without a zone.
type Day int

// Milliseconds of common spans.
const (
	Second int64 = 1000
	Minute       = 60 * Second
	Hour         = 60 * Minute
	DayMs        = 24 * Hour
)

// DayOf is the day of a date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date is the day's year, month and day of the month.
func (d Day) Date() (int, time.Month, int) {
	return time.Unix(int64(d)*86400, 0).UTC().Date()
}

// String is the day as 2024-05-13; the zero Day is "".
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

// Weekday is the day's weekday.
func (d Day) Weekday() time.Weekday { return time.Weekday((int(d) + 4) % 7) }

// Week counts weeks that begin on Monday.
func (d Day) Week() int { return (int(d) + 3) / 7 }

// Zone is a time zone that the simulation needs: its clock rules are written
// out, so that the bytes do not depend on a zone database.
type Zone struct {
	Name         string // IANA name
	Winter       int64  // offset from UTC in milliseconds
	Abbreviation [2]string
	american     bool // clocks change by the American rule, else by the European
}

// The two zones of the company.
var (
	NewYork = &Zone{"America/New_York", -5 * Hour, [2]string{"EST", "EDT"}, true}
	London  = &Zone{"Europe/London", 0, [2]string{"GMT", "BST"}, false}
)

// Summer reports whether the zone's clocks are on summer time at an instant, in
// milliseconds since 1970 UTC.
func (z *Zone) Summer(atUTC int64) bool {
	year, _, _ := Day(floorDiv(atUTC, DayMs)).Date()
	begins, ends := z.changes(year)
	return atUTC >= begins && atUTC < ends
}

// changes returns the instants at which summer time begins and ends.
func (z *Zone) changes(year int) (begins, ends int64) {
	if z.american {
		march, november := DayOf(year, time.March, 8), DayOf(year, time.November, 1)
		return int64(nextSunday(march))*DayMs + 2*Hour - z.Winter, int64(nextSunday(november))*DayMs + Hour - z.Winter
	}
	march, october := DayOf(year, time.March, 25), DayOf(year, time.October, 25)
	return int64(nextSunday(march))*DayMs + Hour, int64(nextSunday(october))*DayMs + Hour
}

// nextSunday is the first Sunday on or after a day.
func nextSunday(d Day) Day { return d + Day((7-int(d.Weekday()))%7) }

// Offset is the zone's offset from UTC at an instant; all in milliseconds.
func (z *Zone) Offset(atUTC int64) int64 {
	if z.Summer(atUTC) {
		return z.Winter + Hour
	}
	return z.Winter
}

// At is the instant at which the zone's clocks show a time of a day, given in
// milliseconds since midnight; times beyond 24 hours are of the next day.
func (z *Zone) At(d Day, clock int64) int64 {
	local := int64(d)*DayMs + clock
	return local - z.Offset(local-z.Winter)
}

// Clock is what the zone's clocks show: milliseconds since 1970 of local time.
func (z *Zone) Clock(atUTC int64) int64 { return atUTC + z.Offset(atUTC) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Holiday reports whether the offices of a zone are closed on a working day.
func (z *Zone) Holiday(d Day) bool {
	if z.american {
		return american[d]
	}
	return british[d]
}

var american, british = holidays([]string{
	"2023-07-04", "2023-09-04", "2023-11-23", "2023-11-24", "2023-12-25", "2024-01-01", "2024-01-15",
	"2024-02-19", "2024-05-27", "2024-06-19", "2024-07-04",
}), holidays([]string{
	"2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26", "2024-01-01", "2024-03-29", "2024-04-01",
	"2024-05-06", "2024-05-27",
})

func holidays(dates []string) map[Day]bool {
	set := make(map[Day]bool, len(dates))
	for _, date := range dates {
		t, err := time.Parse(time.DateOnly, date)
		if err != nil {
			panic("holiday " + date + ": " + err.Error())
		}
		set[Day(t.Unix()/86400)] = true
	}
	return set
}

// QuarterEnd reports whether a day lies in the last five days of a quarter or
// the first three of the next.
func (d Day) QuarterEnd() bool {
	_, month, day := d.Date()
	return month%3 == 0 && day >= 26 || month%3 == 1 && day <= 3
}
