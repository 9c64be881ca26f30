// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"strconv"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// clock reads the times of one source.
type clock struct {
	order  parsers.DateOrder
	local  bool           // whether times are those of a zone that the form leaves open
	zone   *time.Location // that zone, nil if nobody has said
	stated bool           // whether the heading of the column states an offset
	offset int            // it, in seconds east of UTC
}

// newClock finds out from the heading where the clock hung: "Date (UTC-05:00)".
// Only the portal leaves it open.
func newClock(f form, h parsers.Header, zone *time.Location, order parsers.DateOrder) clock {
	c := clock{order: order, zone: zone, local: f == portal}
	if i := timeOf(h); f == portal && i >= 0 {
		c.offset, c.stated = offsetIn(h.Cells()[i])
	}
	return c
}

// offsetIn reads the offset that a heading states in brackets or as the suffix _utc.
func offsetIn(heading string) (seconds int, ok bool) {
	heading = strings.ToLower(strings.TrimSpace(heading))
	if strings.HasSuffix(heading, "_utc") {
		return 0, true
	}
	_, inside, ok := strings.Cut(heading, "(")
	inside, _, closed := strings.Cut(inside, ")")
	if !ok || !closed || !strings.HasPrefix(inside, "utc") && !strings.HasPrefix(inside, "gmt") {
		return 0, false
	}
	wall, ok := parsers.ParseWall("2000-01-01 00:00 "+strings.ToUpper(strings.ReplaceAll(inside, " ", "")), parsers.OrderYMD)
	return wall.Offset, ok && wall.HasOffset
}

// at reads a time; without instant if it cannot.
func (c clock) at(text string) event.Time {
	if t, ok := ticks(text); ok {
		return t
	}
	if !c.local && startsWithYear(text) {
		t, _ := parsers.TimeUTC(text)
		return t
	}
	wall, ok := parsers.ParseWall(text, c.order)
	switch {
	case !ok:
		return parsers.Unreadable(text)
	case !c.local:
		return wall.UTC(text)
	case c.stated && !wall.HasOffset:
		wall.HasOffset, wall.Offset = true, c.offset
	}
	return wall.At(c.zone, text)
}

// startsWithYear reports whether the order of the figures leaves no doubt.
func startsWithYear(text string) bool {
	return len(text) > 4 && text[4] == '-' && strings.Trim(text[:4], "0123456789") == ""
}

// ticks reads "/Date(1658751973240)/", milliseconds since 1970, which is how
// Microsoft's older services write a time into JSON; an offset behind the figure
// says how it was shown and changes nothing.
func ticks(text string) (event.Time, bool) {
	inside, ok := strings.CutPrefix(strings.TrimSpace(text), "/Date(")
	if !ok {
		return event.Time{}, false
	}
	inside, ok = strings.CutSuffix(inside, ")/")
	if sign := strings.LastIndexAny(inside, "+-"); sign > 0 {
		inside = inside[:sign]
	}
	ms, err := strconv.ParseInt(inside, 10, 64)
	if !ok || err != nil {
		return event.Time{}, false
	}
	return event.Instant(time.UnixMilli(ms), event.PrecisionMilli, event.TimeRecorded, text), true
}

// inferOrder finds out from the rows below a header how the source writes days
// and months; all its columns of times count.
func inferOrder(rows [][]string) parsers.DateOrder {
	if len(rows) == 0 {
		return parsers.OrderUnknown
	}
	h := parsers.NewHeader(rows[0])
	var times []string
	for _, i := range []int{timeOf(h), h.Column("StartDate"), h.Column("EndDate")} {
		for _, cells := range rows[1:] {
			if i >= 0 && i < len(cells) {
				times = append(times, cells[i])
			}
		}
	}
	return parsers.InferOrder(times)
}
