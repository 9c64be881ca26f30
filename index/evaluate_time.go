// SPDX-License-Identifier: Apache-2.0

package index

import (
	"math"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// timeRows answers on:, at:, after:, before: and last:, of which each value is the
// rows between two instants.
func (a *answering) timeRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	m, err := a.c.moments(a.segment)
	if err != nil {
		return nil, err
	}
	for _, v := range t.Any {
		n := query.Narrow(&query.Term{Field: t.Field, Any: []query.Value{v}}, a.env)
		if t.Field == "last" && a.env.LastDay == "" || t.Field == "before" && n.To.IsZero() {
			continue
		}
		from, to, err := m.between(n.From, n.To)
		if err != nil {
			return nil, err
		}
		found.AddRange(from, to)
	}
	found.And(within)
	return found, nil
}

// timedRows are those that have a time.
func (a *answering) timedRows(within *columns.Set) (*columns.Set, error) {
	m, err := a.c.moments(a.segment)
	if err != nil {
		return nil, err
	}
	found := columns.NewSet(a.rows)
	found.AddRange(0, m.timed)
	found.And(within)
	return found, nil
}

// clockRows answers weekday: and hours: by what the clock of the zone shows.
func (a *answering) clockRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	left, err := a.timedRows(within)
	if err == nil && t.Field == "hours" {
		left, err = a.clocked(left)
	}
	if err != nil || left.Empty() {
		return found, err
	}
	times, err := a.c.times(a.segment)
	if err != nil {
		return nil, err
	}
	show := newDial(zoneOf(a.env))
	left.Each(0, int64(len(times)), func(row int64) bool {
		day, minutes := show.at(times[row])
		for _, v := range t.Any {
			switch v := v.(type) {
			case query.Weekdays:
				if v.Covers(weekdayOf(day)) {
					found.Add(row)
				}
			case query.Hours:
				if v.Covers(minutes) {
					found.Add(row)
				}
			}
		}
		return true
	})
	return found, nil
}

// clocked leaves the rows whose record states more than a day.
func (a *answering) clocked(within *columns.Set) (*columns.Set, error) {
	codes, err := a.c.codes(a.segment, "time_precision")
	if err != nil {
		return nil, err
	}
	wanted := make([]bool, codes.Count())
	for i := range wanted {
		wanted[i] = segments.Precision(codes.Entry(uint32(i))) > event.PrecisionDay
	}
	found := columns.NewSet(a.rows)
	codes.Mark(wanted, within, found)
	return found, nil
}

// dial reads the clock of a zone, quickly for times that are near each other. It is
// for one goroutine.
type dial struct {
	zone     *time.Location
	from, to int64 // seconds since 1970 between which the offset holds
	offset   int64 // seconds
}

func newDial(zone *time.Location) *dial { return &dial{zone: zone, from: 1} }

// at is the day, counted from 1970-01-01, and the minutes since midnight.
func (d *dial) at(nanos int64) (day int64, minutes int) {
	seconds := floorDiv(nanos, 1e9)
	if seconds < d.from || seconds >= d.to {
		d.turn(seconds)
	}
	local := seconds + d.offset
	day = floorDiv(local, 86_400)
	return day, int(local-day*86_400) / 60
}

// run is the hour of the clock, in hours since 1970-01-01 of its own midnight, and
// the second since 1970 until which it shows nothing else. Without hour, it is the
// day, in hours too.
func (d *dial) run(nanos int64, hour bool) (clock, until int64) {
	seconds := floorDiv(nanos, 1e9)
	if seconds < d.from || seconds >= d.to {
		d.turn(seconds)
	}
	length := int64(86_400)
	if hour {
		length = 3600
	}
	units := floorDiv(seconds+d.offset, length)
	return units * length / 3600, min(d.to, (units+1)*length-d.offset)
}

// lowerSeconds is the first row that is not before a second since 1970.
func lowerSeconds(times []int64, second int64) int64 {
	if second > math.MaxInt64/1_000_000_000 {
		return int64(len(times))
	}
	return lowerNanos(times, second*1_000_000_000)
}

// zoneOf is where the days of a query begin.
func zoneOf(env query.Env) *time.Location {
	if env.Zone == nil {
		return time.UTC
	}
	return env.Zone
}

func (d *dial) turn(seconds int64) {
	at := time.Unix(seconds, 0).In(d.zone)
	_, offset := at.Zone()
	d.offset = int64(offset)
	start, end := at.ZoneBounds()
	d.from, d.to = -1<<62, 1<<62
	if !start.IsZero() {
		d.from = start.Unix()
	}
	if !end.IsZero() {
		d.to = end.Unix()
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekdayOf is the day of the week of a day counted from 1970-01-01, a Thursday.
func weekdayOf(day int64) time.Weekday { return time.Weekday(((day+4)%7 + 7) % 7) }
