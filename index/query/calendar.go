// SPDX-License-Identifier: Apache-2.0

package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/event"
)

// Days is how many days up to the last one are asked for.
type Days int

// String is "30d".
func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

const wantDays = "a number of days or weeks such as 30d or 6w"

func readDays(r raw) (Value, error) {
	text, factor := strings.ToLower(r.text), 1
	switch {
	case strings.HasSuffix(text, "w"):
		text, factor = text[:len(text)-1], 7
	case strings.HasSuffix(text, "d"):
		text = text[:len(text)-1]
	default:
		return nil, fmt.Errorf("want %s, not %s", wantDays, excerpt(r.text))
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n < 1 || int(n)*factor > 36_500 {
		return nil, fmt.Errorf("want %s, not %s", wantDays, excerpt(r.text))
	}
	return Days(int(n) * factor), nil
}

// Bounds are the instants [from, to) of the days that end with the last.
func (d Days) Bounds(last event.Date, zone *time.Location) (from, to time.Time) {
	at := last.Time(time.UTC)
	day := func(shift int) time.Time {
		return time.Date(at.Year(), at.Month(), at.Day()+shift, 0, 0, 0, 0, zone)
	}
	return day(1 - int(d)), day(1)
}

// Weekdays is the days of the week from First to Last, both included; a week
// begins on Monday and goes round.
type Weekdays struct{ First, Last time.Weekday }

// String is "sat" or "mon..fri".
func (w Weekdays) String() string {
	if w.First == w.Last {
		return short(w.First)
	}
	return short(w.First) + ".." + short(w.Last)
}

func short(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }

// Covers reports whether the day is one of them.
func (w Weekdays) Covers(d time.Weekday) bool {
	return (d-w.First+7)%7 <= (w.Last-w.First+7)%7
}

const wantWeekday = "a day such as sat or saturday, or a range such as mon..fri"

func readWeekdays(r raw) (Value, error) {
	from, to, ranged := strings.Cut(r.text, "..")
	if !ranged {
		to = from
	}
	first, ok1 := parseWeekday(from)
	last, ok2 := parseWeekday(to)
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("want %s, not %s", wantWeekday, excerpt(r.text))
	}
	return Weekdays{first, last}, nil
}

func parseWeekday(text string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(text, d.String()) || strings.EqualFold(text, short(d)) {
			return d, true
		}
	}
	return 0, false
}

// Hours is the time of day from From up to, but without, To, in minutes since
// midnight. Where From is later than To, it goes on past midnight.
type Hours struct{ From, To int }

// String is "19..7" or "18:30..20".
func (h Hours) String() string { return clock(h.From) + ".." + clock(h.To) }

func clock(minutes int) string {
	if minutes%60 == 0 {
		return strconv.Itoa(minutes / 60)
	}
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

// Covers reports whether a time of day lies in them, in minutes since midnight.
func (h Hours) Covers(m int) bool {
	if h.From < h.To {
		return h.From <= m && m < h.To
	}
	return m >= h.From || m < h.To
}

const wantHours = "hours such as 9..17, 19..7 or 18:30..20:00"

func readHours(r raw) (Value, error) {
	from, to, ranged := strings.Cut(r.text, "..")
	first, ok1 := parseClock(from)
	last, ok2 := first+60, ok1
	if ranged {
		last, ok2 = parseClock(to)
	}
	if !ok1 || !ok2 || first == last || first == 24*60 || last > 24*60 {
		return nil, fmt.Errorf("want %s, not %s", wantHours, excerpt(r.text))
	}
	return Hours{first, last}, nil
}

// parseClock reads "7", "07" or "18:30" as minutes; 24 is the end of the day.
func parseClock(text string) (minutes int, ok bool) {
	hour, minute, _ := strings.Cut(text, ":")
	h, err := strconv.ParseUint(hour, 10, 8)
	if err != nil || len(hour) > 2 || h > 24 {
		return 0, false
	}
	if hour == text {
		return int(h) * 60, true
	}
	m, err := strconv.ParseUint(minute, 10, 8)
	if err != nil || len(minute) != 2 || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	return int(h)*60 + int(m), true
}
