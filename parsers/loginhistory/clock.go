// SPDX-License-Identifier: Apache-2.0

package loginhistory

import (
	"strings"
	"unicode"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// clock reads a time: of a query in UTC, of a page in the zone supplied.
func (r *reader) clock(text string) event.Time {
	if r.query {
		if t, ok := parsers.TimeUTC(text); ok && t.Flags&event.OrderGuessed == 0 {
			return t
		}
	}
	reading, _ := splitZone(text)
	w, ok := salesforce.ReadWall(reading, r.order)
	switch {
	case !ok:
		return parsers.Unreadable(text)
	case r.query:
		return w.UTC(text)
	}
	return w.At(r.zone, text)
}

// splitZone cuts a zone's abbreviation off, as in "7/9/2026 7:05:31 AM EST".
func splitZone(text string) (reading, abbreviation string) {
	text = strings.TrimSpace(text)
	i := strings.LastIndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return text, ""
	}
	word := strings.TrimSpace(text[i:])
	isZone := len(word) >= 3 && len(word) <= 5 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	if !isZone || word == "UTC" || word == "GMT" { // those two every reading knows
		return text, ""
	}
	return text[:i], word
}
