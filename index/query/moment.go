// SPDX-License-Identifier: Apache-2.0

package query

import (
	"fmt"
	"strings"
	"time"
)

// Unit is how exactly a moment is stated.
type Unit uint8

// The units, coarse to fine. The zero Unit is no moment.
const (
	UnitNone Unit = iota
	UnitYear
	UnitMonth
	UnitDay
	UnitHour
	UnitMinute
	UnitSecond
)

// Moment is a calendar day or clock time as a query states it, in the zone of the
// [Env] unless it states an offset.
type Moment struct {
	Unit                                   Unit
	Year, Month, Day, Hour, Minute, Second int
	Fixed                                  bool
	OffsetMinutes                          int // of Fixed, east of UTC
}

// layouts of moments by their length without offset.
var layouts = map[int]struct {
	layout string
	unit   Unit
}{
	len("2006"):                {"2006", UnitYear},
	len("2006-01"):             {"2006-01", UnitMonth},
	len("2006-01-02"):          {"2006-01-02", UnitDay},
	len("2006-01-02T15"):       {"2006-01-02T15", UnitHour},
	len("2006-01-02T15:04"):    {"2006-01-02T15:04", UnitMinute},
	len("2006-01-02T15:04:05"): {"2006-01-02T15:04:05", UnitSecond},
}

const (
	wantDay    = "a day such as 2024-05-13, a month such as 2024-05, or a range such as 2024-05-01..2024-05-13"
	wantMoment = "a time such as 2024-05-13 or 2024-05-13T18:00"
	wantSpan   = "a time such as 2024-05-13T18:00, or a range such as 2024-05-13T18:00..20:00"
)

func parseMoment(text string) (Moment, bool) {
	var m Moment
	text = strings.ToUpper(text)
	if t := strings.IndexByte(text, 'T'); t >= 0 {
		if sign := strings.IndexAny(text[t:], "Z+-"); sign >= 0 {
			offset, ok := parseOffset(text[t+sign:])
			if !ok {
				return m, false
			}
			m.Fixed, m.OffsetMinutes = true, offset
			text = text[:t+sign]
		}
	}
	known, ok := layouts[len(text)]
	if !ok {
		return m, false
	}
	at, err := time.Parse(known.layout, text)
	if err != nil || at.Year() < 1 {
		return m, false
	}
	m.Unit = known.unit
	m.Year, m.Month, m.Day = at.Year(), int(at.Month()), at.Day()
	m.Hour, m.Minute, m.Second = at.Clock()
	return m, true
}

func parseOffset(text string) (minutes int, ok bool) {
	if text == "Z" {
		return 0, true
	}
	at, err := time.Parse("15:04", text[1:])
	if err != nil || text[0] == 'Z' || at.Hour() > 18 || len(text) != len("+15:04") {
		return 0, false
	}
	minutes = at.Hour()*60 + at.Minute()
	if text[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

// String is the moment as it is written.
func (m Moment) String() string {
	if m.Unit == UnitNone {
		return ""
	}
	at := time.Date(m.Year, time.Month(m.Month), m.Day, m.Hour, m.Minute, m.Second, 0, time.UTC)
	out := ""
	for _, known := range layouts {
		if known.unit == m.Unit {
			out = at.Format(known.layout)
		}
	}
	return out + m.offset()
}

// offset is "", "Z" or "+02:00".
func (m Moment) offset() string {
	switch {
	case !m.Fixed:
		return ""
	case m.OffsetMinutes == 0:
		return "Z"
	}
	sign, minutes := '+', m.OffsetMinutes
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60)
}

// Start is the first instant of the moment.
func (m Moment) Start(zone *time.Location) time.Time { return m.date(zone, m) }

// End is the first instant behind it.
func (m Moment) End(zone *time.Location) time.Time {
	next := m
	switch m.Unit {
	case UnitYear:
		next.Year++
	case UnitMonth:
		next.Month++
	case UnitDay:
		next.Day++
	case UnitHour:
		return m.Start(zone).Add(time.Hour)
	case UnitMinute:
		return m.Start(zone).Add(time.Minute)
	default:
		return m.Start(zone).Add(time.Second)
	}
	return m.date(zone, next)
}

func (m Moment) date(zone *time.Location, f Moment) time.Time {
	if m.Fixed {
		zone = time.FixedZone("", m.OffsetMinutes*60)
	}
	return time.Date(f.Year, time.Month(f.Month), f.Day, f.Hour, f.Minute, f.Second, 0, zone)
}

// clocked reports whether the moment states more than a day.
func (m Moment) clocked() bool { return m.Unit > UnitDay }

// Span is one moment, or a range of which either end may be open. Days, months and years at its end belong to it; a clock time at its
// end does not.
type Span struct {
	First, Last Moment
	Ranged      bool
}

// String is "2024-05-13" or "2024-05-13..2024-05-20".
func (s Span) String() string {
	if !s.Ranged {
		return s.First.String()
	}
	return s.First.String() + ".." + s.Last.String()
}

// Bounds are the instants [from, to) of the span; zero where it is open.
func (s Span) Bounds(zone *time.Location) (from, to time.Time) {
	if s.First.Unit != UnitNone {
		from = s.First.Start(zone)
	}
	switch {
	case !s.Ranged:
		to = s.First.End(zone)
	case s.Last.clocked():
		to = s.Last.Start(zone)
	case s.Last.Unit != UnitNone:
		to = s.Last.End(zone)
	}
	return from, to
}

func (s Span) contains(at time.Time, zone *time.Location) bool {
	from, to := s.Bounds(zone)
	return (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to))
}

// readSpan reads the value of at:, and of on: where days are wanted.
func readSpan(want string, days bool) func(raw) (Value, error) {
	return func(r raw) (Value, error) {
		s, ok := parseSpan(r.text)
		if !ok || days && (s.First.clocked() || s.Last.clocked()) {
			hint := ""
			if ok {
				hint = "; for clock times there is at:"
			}
			return nil, fmt.Errorf("want %s, not %s%s", want, excerpt(r.text), hint)
		}
		from, to := s.Bounds(time.UTC)
		if s.First.Fixed == s.Last.Fixed && !from.IsZero() && !to.IsZero() && !from.Before(to) {
			return nil, fmt.Errorf("want a range whose end comes after its beginning, not %s", excerpt(r.text))
		}
		return s, nil
	}
}

func parseSpan(text string) (Span, bool) {
	from, to, ranged := strings.Cut(text, "..")
	s := Span{Ranged: ranged}
	ok := true
	if from != "" {
		s.First, ok = parseMoment(from)
	}
	if !ranged || !ok || to == "" {
		return s, ok && from != ""
	}
	if s.First.Unit != UnitNone && strings.Contains(to, ":") && !strings.ContainsAny(to, "Tt") {
		to = from[:min(len(from), len("2006-01-02"))] + "T" + to + s.First.offset()
	}
	s.Last, ok = parseMoment(to)
	return s, ok
}

// readMoment reads the value of after: and before:.
func readMoment(r raw) (Value, error) {
	m, ok := parseMoment(r.text)
	if !ok {
		return nil, fmt.Errorf("want %s, not %s", wantMoment, excerpt(r.text))
	}
	return Span{First: m}, nil
}
