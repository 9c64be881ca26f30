// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"strings"
	"time"

	"dossier/event"
)

// DateOrder is how a source writes days, months and years in figures.
type DateOrder int

// The orders.
const (
	OrderUnknown DateOrder = iota
	OrderMDY               // 5/13/2024
	OrderDMY               // 13/5/2024, 13.05.2024
	OrderYMD               // 2024-05-13
)

// Wall is what a written date and time says, before anybody knows the zone.
type Wall struct {
	Clock     time.Time // the reading, held as if in UTC
	Precision event.Precision
	Order     DateOrder // how the date was read
	Sure      bool      // whether the text or the caller left no doubt about Order
	HasOffset bool      // whether the text names its offset from UTC
	Offset    int       // seconds east of UTC
}

// ParseWall reads dates as programs write them: 2023-12-18T05:48:31.655Z,
// 2024/03/05 12:34:56 UTC, 9/20/2023 4:05:03 AM, 13.05.2024 18:02,
// 13/May/2024:18:02:11 -0400, May 13, 2024, 20240513180211.655. White space
// around and the narrow no-break space of newer Windows versions are accepted. The order decides where
// figures alone do not; with OrderUnknown, a date that could be either is read
// month first and is not Sure.
func ParseWall(text string, order DateOrder) (Wall, bool) {
	p := wallParser{rest: strings.TrimSpace(text)}
	if w, ok := p.compact(); ok {
		return w, true
	}
	p = wallParser{rest: strings.TrimSpace(text)}
	if !p.date(order) {
		return Wall{}, false
	}
	if !p.clock() {
		return Wall{}, false
	}
	return p.finish()
}

type wallParser struct {
	rest               string
	year, month, day   int
	hour, minute, secs int
	nanos              int
	precision          event.Precision
	order              DateOrder
	sure               bool
	hasOffset          bool
	offset             int
}

// number takes up to limit digits.
func (p *wallParser) number(limit int) (value, digits int) {
	for digits < len(p.rest) && digits < limit && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		value = value*10 + int(p.rest[digits]-'0')
		digits++
	}
	p.rest = p.rest[digits:]
	return value, digits
}

func (p *wallParser) one(of string) bool {
	if p.rest != "" && strings.IndexByte(of, p.rest[0]) >= 0 {
		p.rest = p.rest[1:]
		return true
	}
	return false
}

func (p *wallParser) blanks() {
	for {
		trimmed := strings.TrimLeft(p.rest, " \t,")
		trimmed = strings.TrimPrefix(strings.TrimPrefix(trimmed, "\u202f"), "\u00a0")
		if trimmed == p.rest {
			return
		}
		p.rest = trimmed
	}
}

// compact reads 20240513180211 with an optional decimal fraction, which is how
// Salesforce writes TIMESTAMP.
func (p *wallParser) compact() (Wall, bool) {
	digits := p.rest
	if i := strings.IndexByte(digits, '.'); i >= 0 {
		digits = digits[:i]
	}
	if len(digits) != 14 || strings.Trim(digits, "0123456789") != "" {
		return Wall{}, false
	}
	p.year, _ = p.number(4)
	p.month, _ = p.number(2)
	p.day, _ = p.number(2)
	p.hour, _ = p.number(2)
	p.minute, _ = p.number(2)
	p.secs, _ = p.number(2)
	p.order, p.sure, p.precision = OrderYMD, true, event.PrecisionSecond
	if !p.fraction() || p.rest != "" {
		return Wall{}, false
	}
	return p.finish()
}

// date reads the day in any of its forms.
func (p *wallParser) date(order DateOrder) bool {
	if month := p.monthName(); month > 0 {
		return p.afterMonthName(month)
	}
	first, digits := p.number(4)
	if digits == 0 || !p.one("-/. ") {
		return false
	}
	p.blanks()
	if month := p.monthName(); month > 0 {
		p.day, p.month, p.order, p.sure = first, month, OrderDMY, true
		p.one("-/., ")
		p.blanks()
		p.year, digits = p.number(4)
		return digits == 4
	}
	second, n := p.number(2)
	if n == 0 || !p.one("-/.") {
		return false
	}
	p.blanks()
	third, n := p.number(4)
	if n == 0 {
		return false
	}
	if digits == 4 {
		p.year, p.month, p.day, p.order, p.sure = first, second, third, OrderYMD, true
		return n <= 2
	}
	if n == 2 {
		third += 2000
	}
	p.year = third
	p.orderOf(first, second, order)
	return n == 4 || n == 2
}

// orderOf decides which of two figures is the day.
func (p *wallParser) orderOf(first, second int, order DateOrder) {
	switch {
	case order == OrderDMY:
		p.order, p.sure = OrderDMY, true
	case order == OrderMDY:
		p.order, p.sure = OrderMDY, true
	case first > 12:
		p.order, p.sure = OrderDMY, true
	case second > 12:
		p.order, p.sure = OrderMDY, true
	default:
		p.order, p.sure = OrderMDY, first == second
	}
	p.month, p.day = first, second
	if p.order == OrderDMY {
		p.month, p.day = second, first
	}
}

func (p *wallParser) afterMonthName(month int) bool {
	p.blanks()
	p.one("-/.")
	day, digits := p.number(2)
	if digits == 0 {
		return false
	}
	p.one("-/.")
	p.blanks()
	year, digits := p.number(4)
	p.year, p.month, p.day, p.order, p.sure = year, month, day, OrderMDY, true
	return digits == 4
}

var monthNames = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

// monthName takes an English month, whole or cut to three letters; 0 if there is none.
func (p *wallParser) monthName() int {
	end := 0
	for end < len(p.rest) && (p.rest[end]|0x20 >= 'a' && p.rest[end]|0x20 <= 'z') {
		end++
	}
	if end < 3 {
		return 0
	}
	word := strings.ToLower(p.rest[:end])
	for i, name := range monthNames {
		if word == name || word == name[:3] {
			p.rest = p.rest[end:]
			return i + 1
		}
	}
	return 0
}

// clock reads the time of day, if there is one, and the offset.
func (p *wallParser) clock() bool {
	p.precision = event.PrecisionDay
	p.one("T:")
	p.blanks()
	if p.rest == "" {
		return true
	}
	var digits int
	if p.hour, digits = p.number(2); digits == 0 || !p.one(":.") {
		return false
	}
	if p.minute, digits = p.number(2); digits != 2 {
		return false
	}
	p.precision = event.PrecisionMinute
	if p.one(":.") {
		if p.secs, digits = p.number(2); digits != 2 {
			return false
		}
		p.precision = event.PrecisionSecond
		if !p.fraction() {
			return false
		}
	}
	p.blanks()
	return p.half() && p.zone()
}

// fraction reads ".655"; more than nine digits are cut.
func (p *wallParser) fraction() bool {
	if !p.one(".,") {
		return true
	}
	value, digits := p.number(9)
	if digits == 0 {
		return false
	}
	p.rest = strings.TrimLeft(p.rest, "0123456789")
	for range 9 - digits {
		value *= 10
	}
	p.nanos = value
	switch {
	case digits <= 3:
		p.precision = event.PrecisionMilli
	case digits <= 6:
		p.precision = event.PrecisionMicro
	default:
		p.precision = event.PrecisionNano
	}
	return true
}

// half reads AM or PM.
func (p *wallParser) half() bool {
	lower := strings.ToLower(p.rest)
	for _, mark := range []string{"a.m.", "p.m.", "am", "pm"} {
		if !strings.HasPrefix(lower, mark) {
			continue
		}
		p.rest = p.rest[len(mark):]
		if p.hour < 1 || p.hour > 12 {
			return false
		}
		p.hour %= 12
		if mark[0] == 'p' {
			p.hour += 12
		}
		p.blanks()
		return true
	}
	return true
}

// zone reads Z, UTC, GMT or a figure; any other word is left and refused.
func (p *wallParser) zone() bool {
	for _, mark := range []string{"UTC", "GMT", "Z", "z"} {
		if rest, ok := strings.CutPrefix(p.rest, mark); ok {
			p.rest, p.hasOffset = rest, true
			break
		}
	}
	if p.rest == "" {
		return true
	}
	sign := 1
	if p.rest[0] == '-' {
		sign = -1
	}
	if !p.one("+-") {
		return false
	}
	hours, digits := p.number(2)
	if digits != 2 {
		return false
	}
	minutes := 0
	if p.one(":"); p.rest != "" {
		if minutes, digits = p.number(2); digits != 2 {
			return false
		}
	}
	p.hasOffset, p.offset = true, sign*(hours*3600+minutes*60)
	return p.rest == "" && hours <= 15 && minutes < 60
}

// finish checks that the reading exists in the calendar.
func (p *wallParser) finish() (Wall, bool) {
	if p.month < 1 || p.month > 12 || p.day < 1 || p.hour > 23 || p.minute > 59 || p.secs > 60 {
		return Wall{}, false
	}
	clock := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.secs, p.nanos, time.UTC)
	if clock.Day() != p.day && p.secs < 60 {
		return Wall{}, false // 30 February
	}
	return Wall{
		Clock: clock, Precision: p.precision, Order: p.order, Sure: p.sure,
		HasOffset: p.hasOffset, Offset: p.offset,
	}, true
}

// At makes the reading a time: with its own offset if it has one, else in the
// zone that was supplied, else of unknown zone.
func (w Wall) At(zone *time.Location, text string) event.Time {
	var t event.Time
	if w.HasOffset {
		t = event.Instant(w.Clock.Add(-time.Duration(w.Offset)*time.Second), w.Precision, event.TimeRecorded, text)
	} else {
		t = event.Local(w.Clock, zone, w.Precision, text)
	}
	return w.doubt(t)
}

// UTC makes the reading a time of a format that defines UTC; an offset in the
// text still counts.
func (w Wall) UTC(text string) event.Time {
	if w.HasOffset {
		return w.At(nil, text)
	}
	return w.doubt(event.Instant(w.Clock, w.Precision, event.TimeFormat, text))
}

func (w Wall) doubt(t event.Time) event.Time {
	if !w.Sure {
		t.Flags |= event.OrderGuessed
	}
	return t
}

// Unreadable is the time of a record whose time cannot be read: no instant, the
// text kept.
func Unreadable(text string) event.Time { return event.Time{Text: text} }

// TimeUTC reads a time of a format that defines UTC. An empty or unreadable text
// gives a time without instant, and false.
func TimeUTC(text string) (event.Time, bool) {
	if t, ok := isoMilli(text); ok {
		return event.Instant(t, event.PrecisionMilli, event.TimeRecorded, text), true
	}
	if w, ok := ParseWall(text, OrderUnknown); ok {
		return w.UTC(text), true
	}
	return Unreadable(text), false
}

// isoMilli reads exactly the form 2023-12-18T05:48:31.655Z, the commonest of all,
// in a tenth of the time that ParseWall takes to the same answer.
func isoMilli(text string) (time.Time, bool) {
	const form = "0000-00-00T00:00:00.000Z"
	if len(text) != len(form) {
		return time.Time{}, false
	}
	for i := range len(form) {
		c := text[i]
		if form[i] == '0' && (c < '0' || c > '9') || form[i] != '0' && c != form[i] {
			return time.Time{}, false
		}
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	year, month, day := two(0)*100+two(2), two(5), two(8)
	hour, minute, secs := two(11), two(14), two(17)
	milli := two(20)*10 + int(text[22]-'0')
	if month < 1 || month > 12 || hour > 23 || minute > 59 || secs > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, secs, milli*1e6, time.UTC)
	return t, day > 0 && t.Day() == day
}

// InferOrder finds out from examples how a source writes dates: one figure over
// 12 decides. Failing that, dots mean day first (nobody writes months first with
// dots). Otherwise OrderUnknown.
func InferOrder(examples []string) DateOrder {
	dotted := false
	for _, text := range examples {
		w, ok := ParseWall(text, OrderUnknown)
		if !ok {
			continue
		}
		if w.Order == OrderYMD {
			return OrderYMD
		}
		if w.Sure && w.Clock.Day() != int(w.Clock.Month()) {
			return w.Order
		}
		day, _, _ := strings.Cut(strings.TrimSpace(text), " ")
		dotted = dotted || strings.Count(day, ".") == 2
	}
	if dotted {
		return OrderDMY
	}
	return OrderUnknown
}
