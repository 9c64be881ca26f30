// SPDX-License-Identifier: Apache-2.0

package event

import (
	"strings"
	"time"
)

// Precision is the unit to which a record states its time.
type Precision uint8

// The precisions, coarse to fine. Append only.
const (
	PrecisionNone Precision = iota
	PrecisionDay
	PrecisionMinute
	PrecisionSecond
	PrecisionMilli
	PrecisionMicro
	PrecisionNano // FILETIME's 100 ns included
)

// String is the word used in columns and JSON.
func (p Precision) String() string {
	return [...]string{"", "day", "minute", "second", "millisecond", "microsecond", "nanosecond"}[min(p, PrecisionNano)]
}

// TimeBasis says how the instant in UTC is known.
type TimeBasis uint8

// The bases. Append only.
const (
	// TimeNone: the record has no time, or none that can be read.
	TimeNone TimeBasis = iota
	// TimeRecorded: the record carries its offset, zone or epoch.
	TimeRecorded
	// TimeFormat: the format defines the zone (mostly UTC).
	TimeFormat
	// TimeSupplied: the investigator said in which zone the source was written.
	TimeSupplied
	// TimeUnknown: local time of a zone nobody has named; UTC holds it as if it
	// were UTC, and the flag ZoneAssumed is set.
	TimeUnknown
)

// String is the word used in columns and JSON.
func (b TimeBasis) String() string {
	return [...]string{"none", "recorded", "format", "supplied", "unknown"}[min(b, TimeUnknown)]
}

// TimeFlags mark what is doubtful about a time.
type TimeFlags uint16

// The flags. Append only.
const (
	// Ambiguous: the local time occurs twice (clocks went back); the first is taken.
	Ambiguous TimeFlags = 1 << iota
	// Impossible: the local time does not occur (clocks went forward).
	Impossible
	// ZoneAssumed: nobody has said which zone this is.
	ZoneAssumed
	// ExportTime: when the record was uploaded, exported or generated, not when the act was.
	ExportTime
	// SenderTime: the sender of a message wrote it, and nothing else vouches for it.
	SenderTime
	// OrderGuessed: whether day or month comes first was inferred, not known.
	OrderGuessed
	// OutOfRange: the time can be read but lies outside 1678–2261; UTC is zero.
	OutOfRange
	// YearAssumed: the record states no year.
	YearAssumed
)

var flagNames = []string{
	"ambiguous", "impossible", "zone-assumed", "export-time", "sender-time", "order-guessed", "out-of-range", "year-assumed",
}

// String lists the flags' words, separated by commas.
func (f TimeFlags) String() string {
	var words []string
	for i, name := range flagNames {
		if f&(1<<i) != 0 {
			words = append(words, name)
		}
	}
	return strings.Join(words, ",")
}

// ParseTimeFlags reads what String wrote; unknown words are ignored.
func ParseTimeFlags(s string) TimeFlags {
	var f TimeFlags
	for word := range strings.SplitSeq(s, ",") {
		for i, name := range flagNames {
			if word == name {
				f |= 1 << i
			}
		}
	}
	return f
}

// Time is when a record says something was so. The zero Time is no time: it is
// never taken for year one, and an event that has it is shown as timeless.
type Time struct {
	UTC       time.Time // in UTC; zero if there is none
	Precision Precision
	Basis     TimeBasis
	Flags     TimeFlags
	Text      string // as recorded
}

// Known reports whether there is an instant.
func (t Time) Known() bool { return !t.UTC.IsZero() }

// The instants that fit into a signed count of nanoseconds since 1970.
var (
	earliest = time.Unix(0, -1<<63).UTC()
	latest   = time.Unix(0, 1<<63-1).UTC()
)

// Instant makes a Time of a moment whose zone the record or the format fixes.
// An instant outside 1678–2261 keeps its text and loses its UTC, flagged.
func Instant(t time.Time, precision Precision, basis TimeBasis, text string) Time {
	out := Time{UTC: t.UTC(), Precision: precision, Basis: basis, Text: text}
	return out.bounded()
}

func (t Time) bounded() Time {
	if t.UTC.Before(earliest) || t.UTC.After(latest) {
		t.UTC = time.Time{}
		t.Basis = TimeNone
		t.Flags |= OutOfRange
	}
	return t
}

// Local makes a Time of a wall-clock reading. The wall clock is passed as its
// fields in wall, whatever wall's location; zone is where the clock hung, or nil
// if nobody has said. A reading that the zone has twice is flagged and taken for
// the first; one that it never has is flagged and read with the offset that held
// before the clocks changed.
func Local(wall time.Time, zone *time.Location, precision Precision, text string) Time {
	y, mo, d := wall.Date()
	h, mi, s := wall.Clock()
	if zone == nil {
		utc := time.Date(y, mo, d, h, mi, s, wall.Nanosecond(), time.UTC)
		return Time{UTC: utc, Precision: precision, Basis: TimeUnknown, Flags: ZoneAssumed, Text: text}.bounded()
	}
	at := time.Date(y, mo, d, h, mi, s, wall.Nanosecond(), zone)
	out := Time{Precision: precision, Basis: TimeSupplied, Text: text}
	if !sameClock(at, wall) {
		_, before := at.Add(-12 * time.Hour).Zone()
		at = time.Date(y, mo, d, h, mi, s-before, wall.Nanosecond(), time.UTC)
		out.Flags |= Impossible
	} else if first, second := occurrences(at, wall); !second.IsZero() {
		at = first
		out.Flags |= Ambiguous
	}
	out.UTC = at.UTC()
	return out.bounded()
}

func sameClock(a, b time.Time) bool {
	ay, amo, ad := a.Date()
	by, bmo, bd := b.Date()
	ah, ami, as := a.Clock()
	bh, bmi, bs := b.Clock()
	return ay == by && amo == bmo && ad == bd && ah == bh && ami == bmi && as == bs
}

// occurrences returns the one or two instants at which the clock of at's zone
// showed the wall's reading; the second is zero where there is one only.
func occurrences(at, wall time.Time) (first, second time.Time) {
	_, offset := at.Zone()
	for _, shift := range [...]time.Duration{-12 * time.Hour, 12 * time.Hour} {
		_, near := at.Add(shift).Zone()
		if near == offset {
			continue
		}
		other := at.Add(time.Duration(offset-near) * time.Second)
		if !other.Equal(at) && sameClock(other, wall) {
			if other.Before(at) {
				return other, at
			}
			return at, other
		}
	}
	return at, time.Time{}
}
