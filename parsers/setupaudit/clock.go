// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// clock reads the times of one source.
type clock struct {
	zone  *time.Location
	order parsers.DateOrder
}

// usual is what the abbreviations that Salesforce shows in the United States
// mean there, in hours from UTC.
var usual = map[string]int{
	"UTC": 0, "GMT": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7,
	"PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}

// utc reads a time of the query layout.
func (c clock) utc(text string) event.Time {
	if t, ok := parsers.TimeUTC(text); ok && t.Flags == 0 {
		return t
	}
	w, ok := salesforce.ReadWall(text, c.order)
	if !ok {
		return parsers.Unreadable(text)
	}
	return w.UTC(text)
}

// local reads a time of the page layout. The contradiction says how the zone that
// was supplied differs from the abbreviation in the text.
func (c clock) local(text string) (t event.Time, contradiction string) {
	reading, abbreviation := splitZone(text)
	w, ok := salesforce.ReadWall(reading, c.order)
	if !ok {
		return parsers.Unreadable(text), ""
	}
	if c.zone != nil && !w.HasOffset {
		t = w.At(c.zone, text)
		return c.reconcile(t, abbreviation)
	}
	hours, isUsual := usual[abbreviation]
	if !isUsual || w.HasOffset {
		return w.At(c.zone, text), ""
	}
	w.HasOffset, w.Offset = true, hours*3600
	t = w.At(nil, text)
	if t.Known() {
		t.Flags |= event.ZoneAssumed
	}
	return t, ""
}

// splitZone cuts the zone's abbreviation off: "7/9/2026, 7:05:31 AM EST" gives
// the rest and "EST".
func splitZone(text string) (reading, abbreviation string) {
	text = strings.TrimSpace(text)
	i := strings.LastIndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return text, ""
	}
	word := strings.TrimSpace(text[i:])
	if len(word) < 3 || len(word) > 5 || strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return text, ""
	}
	return text[:i], word
}

// reconcile settles by the abbreviation which of two readings an ambiguous local
// time has, and says where the abbreviation contradicts the zone.
func (c clock) reconcile(t event.Time, abbreviation string) (event.Time, string) {
	if abbreviation == "" || !t.Known() {
		return t, ""
	}
	name, offset := t.UTC.In(c.zone).Zone()
	if t.Flags&event.Ambiguous != 0 {
		later, laterOffset := t.UTC.Add(12 * time.Hour).In(c.zone).Zone()
		switch abbreviation {
		case later:
			t.UTC = t.UTC.Add(time.Duration(offset-laterOffset) * time.Second)
			t.Flags &^= event.Ambiguous
			return t, ""
		case name:
			t.Flags &^= event.Ambiguous
			return t, ""
		}
	}
	hours, isUsual := usual[abbreviation]
	if !isUsual || abbreviation == name || hours*3600 == offset {
		return t, ""
	}
	return t, fmt.Sprintf("%s is usually %s, the zone supplied has %s", abbreviation, offsetText(hours*3600), offsetText(offset))
}

func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, seconds/3600, seconds/60%60)
}
