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
	n := r.seen.count(event.NewKey(parts...), when)
	if n < 0 {
		return event.Key{}
	}
	parts[len(parts)-1] = strconv.Itoa(n)
	return event.NewKey(parts...)
}

// oneLine makes a sentence the same whatever the file's line ends.
func oneLine(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// limitOccurrences bounds how many different records are remembered.
const limitOccurrences = 1 << 17

// occurrences counts equal records, so that two equal changes in one second keep
// two keys. Exports are in order of time: what is forgotten lies in other seconds.
type occurrences struct {
	seen map[event.Key]int
	last string
}

// count is how many equal records came before; -1 if that is no longer known.
func (o *occurrences) count(record event.Key, when string) int {
	if len(o.seen) >= limitOccurrences {
		if when == o.last {
			return -1
		}
		o.seen = nil
	}
	if o.seen == nil {
		o.seen = map[event.Key]int{}
	}
	o.last = when
	n := o.seen[record]
	o.seen[record] = n + 1
	return n
}
