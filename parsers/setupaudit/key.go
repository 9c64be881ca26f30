// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"strconv"
	"strings"
	"time"

	"dossier/event"
)

// key is the Id, else all that the two layouts share and how often it was seen.
func (r *reader) key(e *event.Event) event.Key {
	if id := strings.TrimSpace(r.text(r.id)); id != "" {
		return event.NewKey(system, "id", event.SalesforceID18(id))
	}
	when := e.Time.Text
	if e.Time.Known() && e.Time.Basis != event.TimeUnknown {
		when = e.Time.UTC.Format(time.RFC3339)
	}
	user := e.Actor
	if !e.OnBehalfOf.IsZero() {
		user = e.OnBehalfOf
	}
	act := oneLine(e.Text)
	if act == "" {
		act = r.text(r.code)
	}
	parts := []string{
		system, "act", when, user.Canonical().String(), strings.ToLower(strings.TrimSpace(r.text(r.delegate))),
		act, r.text(r.section), r.text(r.namespace), "",
	}
	n := r.seen.Count(event.NewKey(parts...), when)
	if n < 0 {
		return event.Key{}
	}
	parts[len(parts)-1] = strconv.Itoa(n)
	return event.NewKey(parts...)
}

// oneLine makes a sentence the same whatever the file's line ends.
func oneLine(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
