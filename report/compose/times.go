// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"fmt"
	"strings"
	"time"

	"dossier/event"
)

// timeLocal is a time in the zone of the export, to the precision of the record:
// "2024-05-13 (Mon) 18:42:07 EDT (UTC-04:00)". A day without a time of day is the day
// that the record names, whatever the zone.
func timeLocal(t event.Time, zone *time.Location) string {
	if !t.Known() {
		return ""
	}
	if t.Precision == event.PrecisionDay {
		at := t.UTC
		if h, m, s := at.Clock(); h+m+s != 0 {
			at = at.In(zone)
		}
		return at.Format("2006-01-02 (Mon)") + ", time of day not recorded"
	}
	clock := "15:04:05"
	switch t.Precision {
	case event.PrecisionMinute:
		clock = "15:04"
	case event.PrecisionMilli:
		clock = "15:04:05.000"
	case event.PrecisionMicro:
		clock = "15:04:05.000000"
	case event.PrecisionNano:
		clock = "15:04:05.000000000"
	}
	local := t.UTC.In(zone)
	if name := local.Format("MST"); strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") || name == "UTC" {
		return local.Format("2006-01-02 (Mon) " + clock + " (UTC-07:00)")
	}
	return local.Format("2006-01-02 (Mon) " + clock + " MST (UTC-07:00)")
}

// timeUTC is RFC 3339 to the precision of the record.
func timeUTC(t event.Time) string {
	if !t.Known() {
		return ""
	}
	return t.UTC.Format(map[event.Precision]string{
		event.PrecisionDay: "2006-01-02T15:04:05Z", event.PrecisionMinute: "2006-01-02T15:04:05Z", event.PrecisionSecond: "2006-01-02T15:04:05Z",
		event.PrecisionMilli: "2006-01-02T15:04:05.000Z", event.PrecisionMicro: "2006-01-02T15:04:05.000000Z", event.PrecisionNano: "2006-01-02T15:04:05.000000000Z",
	}[min(max(t.Precision, event.PrecisionDay), event.PrecisionNano)])
}

// timeBasis says how the zone of a time is known.
func timeBasis(t event.Time, source event.Source) string {
	switch t.Basis {
	case event.TimeRecorded:
		return "in-record offset"
	case event.TimeFormat:
		return "source documentation"
	case event.TimeSupplied:
		return "analyst assumption: " + source.Zone
	case event.TimeUnknown:
		return "unknown: taken for UTC"
	}
	return "no time that can be read"
}

var precisions = map[event.Precision]string{
	event.PrecisionDay: "day", event.PrecisionMinute: "min", event.PrecisionSecond: "s", event.PrecisionMilli: "ms",
	event.PrecisionMicro: "us", event.PrecisionNano: "ns",
}

// flagNames are the words for what is doubtful about a time, in order.
var flagNames = []struct {
	flag event.TimeFlags
	name string
}{
	{event.Ambiguous, "ambiguous-DST"}, {event.Impossible, "nonexistent-DST"}, {event.ZoneAssumed, "assumed-zone"},
	{event.ExportTime, "upload-time-not-event-time"}, {event.SenderTime, "sender-stated"}, {event.OrderGuessed, "day-month-order-inferred"},
	{event.OutOfRange, "out-of-range"}, {event.YearAssumed, "year-assumed"},
}

// timeFlag lists what is doubtful about a time; "ok" if nothing is.
func timeFlag(t event.Time) string {
	var words []string
	for _, f := range flagNames {
		if t.Flags&f.flag != 0 {
			words = append(words, f.name)
		}
	}
	switch {
	case len(words) > 0:
		return strings.Join(words, ", ")
	case !t.Known():
		return "no-time"
	}
	return "ok"
}

// otherTime is the second instant at which the clock of the source's zone showed an
// ambiguous time; "" of others.
func otherTime(t event.Time, source event.Source) string {
	if t.Flags&event.Ambiguous == 0 || !t.Known() {
		return ""
	}
	zone, err := time.LoadLocation(source.Zone)
	if err != nil || source.Zone == "" {
		return ""
	}
	_, before := t.UTC.In(zone).Zone()
	_, after := t.UTC.In(zone).Add(12 * time.Hour).Zone()
	t.UTC = t.UTC.Add(time.Duration(before-after) * time.Second)
	return timeUTC(t)
}

// zoneRules tells which offsets the zone has from a year before the first time to a
// year after the last: what "local time" means in the export, whichever version of
// the time zone database the machine has.
func zoneRules(zone *time.Location, first, last time.Time) string {
	at := first.AddDate(-1, 0, 0).UTC().Truncate(24 * time.Hour)
	end := last.AddDate(1, 0, 0)
	parts := []string{noteOffset(at.In(zone))}
	for {
		_, next := at.In(zone).ZoneBounds()
		if next.IsZero() || next.After(end) {
			return zone.String() + ": " + strings.Join(parts, "; ")
		}
		at = next
		parts = append(parts, fmt.Sprintf("from %s %s", at.UTC().Format(time.RFC3339), noteOffset(at.In(zone))))
	}
}

// noteOffset is "UTC-04:00 EDT".
func noteOffset(t time.Time) string {
	name, plain := t.Format("MST"), t.Format("UTC-07:00")
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") || name == "UTC" {
		return plain
	}
	return plain + " " + name
}

// zoneNote is what stands on every page about times.
func (c *composer) zoneNote() string {
	at := c.survey.first.In(c.s.Zone)
	seen := []string{noteOffset(at)}
	for {
		_, next := at.ZoneBounds()
		if next.IsZero() || next.After(c.survey.last) || len(seen) == 2 {
			break
		}
		at = next
		seen = append(seen, noteOffset(at))
	}
	return fmt.Sprintf("Times shown in %s (%s); each item has the time in UTC besides, and the time as recorded in its source record", c.s.Zone, strings.Join(seen, " / "))
}
