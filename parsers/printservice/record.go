// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"fmt"
	"strings"
	"time"

	"dossier/event"
)

// record is a Windows event as far as print events need it, whatever it was read
// from. Texts are as recorded.
type record struct {
	span    event.Span
	remnant bool

	provider, guid string
	eventID        string
	level          string
	created        event.Time
	recordID       string
	activityID     string
	channel        string
	computer       string
	userID         string // SID

	fields []field
}

// field is a datum of UserData or EventData. One without a name is called Param1,
// Param2 … by its place.
type field struct{ name, value string }

// get is the value of the first field of a name.
func (r *record) get(name string) string {
	for i := range r.fields {
		if r.fields[i].name == name {
			return r.fields[i].value
		}
	}
	return ""
}

// addField adds a field that has a value.
func (r *record) addField(name, value string) {
	if value != "" {
		r.fields = append(r.fields, field{name, value})
	}
}

const (
	providerGUID   = "{747ef6fd-e535-4d16-b510-42c90f6873a1}"
	legacyProvider = "Print" // Windows XP and 2003
)

// isLegacy reports whether the record is from before Windows Vista.
func (r *record) isLegacy() bool { return r.provider == legacyProvider }

// isPrint reports whether the print spooler logged the record.
func (r *record) isPrint() bool {
	return strings.EqualFold(r.provider, providerName) || strings.EqualFold(r.guid, providerGUID) || r.isLegacy()
}

// what names the record for a reader.
func (r *record) what() string {
	provider := r.provider
	if provider == "" {
		provider = r.guid
	}
	return fmt.Sprintf("event %s of %s, record %s", clip(r.eventID), clip(provider), clip(r.recordID))
}

// clip bounds what a detail quotes.
func clip(text string) string {
	const shown = 100
	if text == "" {
		return "without name"
	}
	if len(text) > shown {
		return strings.ToValidUTF8(text[:shown], "") + "…"
	}
	return text
}

// key is that of the act: XML and EVTX write its time with different figures.
func (r *record) key() event.Key {
	if r.recordID == "" {
		return event.Key{}
	}
	at := r.created.Text
	if r.created.Known() {
		at = r.created.UTC.Format(time.RFC3339Nano)
	}
	return event.NewKey("windows-print", r.computer, r.channel, r.recordID, at)
}
