// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"fmt"
	"strings"

	"dossier/parsers"
)

// parseDate reads the date of a message (RFC 5322 and what came before it):
// weekday or none, years of two digits, named zones, comments, month before day.
func parseDate(text string) (parsers.Wall, bool) {
	if len(text) > 200 {
		return parsers.Wall{}, false
	}
	d := dateWords{day: -1, year: -1}
	for _, word := range strings.Fields(strings.ReplaceAll(withoutComments(text), ",", " ")) {
		if !d.take(word) {
			return parsers.ParseWall(text, parsers.OrderUnknown)
		}
	}
	if d.day < 0 || d.month == 0 || d.year < 0 {
		return parsers.ParseWall(text, parsers.OrderUnknown)
	}
	return parsers.ParseWall(strings.TrimSpace(fmt.Sprintf("%04d-%02d-%02d %s %s%s", d.year, d.month, d.day, d.clock, d.half, d.zone)),
		parsers.OrderYMD)
}

// dateWords is a date word by word.
type dateWords struct {
	day, month, year  int
	clock, half, zone string
}

func (d *dateWords) take(word string) bool {
	if parts := strings.Split(word, "-"); len(parts) == 3 && monthNumber(parts[1]) > 0 {
		return d.take(parts[0]) && d.take(parts[1]) && d.take(parts[2])
	}
	upper := strings.ToUpper(word)
	switch {
	case weekday(word):
		return true
	case d.month == 0 && monthNumber(word) > 0:
		d.month = monthNumber(word)
		return true
	case strings.Contains(word, ":") && d.clock == "" && word[0] >= '0' && word[0] <= '9':
		return d.takeClock(upper)
	case upper == "AM" || upper == "PM":
		d.half = upper
		return true
	case number(word) >= 0:
		return d.takeNumber(word)
	}
	return d.takeZone(upper)
}

// takeClock reads 09:44, 09:44:33 and 09:44:33PM; what is glued to it is a half
// or a zone.
func (d *dateWords) takeClock(word string) bool {
	end := strings.IndexFunc(word, func(c rune) bool { return (c < '0' || c > '9') && c != ':' && c != '.' })
	if end < 0 {
		end = len(word)
	}
	d.clock = word[:end]
	return end == len(word) || d.take(word[end:])
}

func (d *dateWords) takeNumber(word string) bool {
	n := number(word)
	switch {
	case len(word) <= 2 && d.day < 0:
		d.day = n
	case d.year >= 0 || len(word) > 4:
		return false
	case len(word) == 4:
		d.year = n
	case len(word) == 2 && n < 50:
		d.year = 2000 + n
	case len(word) == 1:
		return false
	default:
		d.year = 1900 + n // two digits, or the three that a year 2000 bug left
	}
	return true
}

// zones are the names that have one meaning. Others (IST, BST, AST) are worn by
// several zones: such a time counts as one without.
var zones = map[string]string{
	"UT": "Z", "UTC": "Z", "GMT": "Z", "Z": "Z", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "WET": "Z", "CET": "+0100", "CEST": "+0200",
	"MET": "+0100", "MEST": "+0200", "EET": "+0200", "EEST": "+0300", "JST": "+0900",
}

func (d *dateWords) takeZone(word string) bool {
	if offset, ok := zones[word]; ok {
		if d.zone == "" {
			d.zone = offset
		}
		return true
	}
	for _, prefix := range []string{"GMT", "UTC", "UT"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok && rest != "" {
			word = rest
			break
		}
	}
	if word[0] == '+' || word[0] == '-' {
		digits := strings.ReplaceAll(word[1:], ":", "")
		if number(digits) < 0 || len(digits) != 4 {
			return false
		}
		d.zone = word[:1] + digits
		return true
	}
	return d.clock != "" && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func weekday(word string) bool {
	if len(word) < 3 {
		return false
	}
	switch strings.ToLower(word[:3]) {
	case "mon", "tue", "wed", "thu", "fri", "sat", "sun":
		return len(word) == 3 || strings.HasSuffix(strings.ToLower(strings.TrimSuffix(word, ".")), "day") || len(word) == 4
	}
	return false
}

// monthNumber is the number of an English month, whole or of three letters; 0
// for any other word.
func monthNumber(word string) int {
	if len(word) < 3 {
		return 0
	}
	word = strings.ToLower(strings.TrimSuffix(word, "."))
	for i, month := range months {
		if word == month || word == month[:3] || word == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

var months = [...]string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

// withoutComments leaves out what stands in parentheses.
func withoutComments(text string) string {
	if !strings.Contains(text, "(") {
		return text
	}
	var out strings.Builder
	depth := 0
	for _, c := range text {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteRune(c)
		}
	}
	return out.String()
}
