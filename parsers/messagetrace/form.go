// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"strings"

	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

// form is one of the tables in which message traces come. The forms exclude each
// other by their headers.
type form int

const (
	none     form = iota
	list          // properties of .NET: Received, SenderAddress, RecipientAddress …
	portal        // headings for people: Date, Sender, Recipient, Subject, Status
	enhanced      // origin_timestamp_utc, recipient_status …
	extended      // date_time_utc, source_context, event_id …
)

// is reports whether cells name the columns of the form.
func (f form) is(cells []string) bool { return formOf(cells) == f }

func formOf(cells []string) form {
	h := parsers.NewHeader(cells)
	switch {
	case tracking.ColumnWithPrefix(h, "origintimestamp") >= 0 && h.Has("recipient_status"):
		return enhanced
	case isExtended(h):
		return extended
	case h.Column("source_context") >= 0 || h.Column("recipient_status") >= 0:
		return none
	case isList(h):
		return list
	case isPortal(h):
		return portal
	}
	return none
}

// isExtended tells the report from the log of an Exchange server, which writes
// the same names with dashes.
func isExtended(h parsers.Header) bool {
	i := h.Column("event_id")
	return i >= 0 && strings.Contains(h.Cells()[i], "_") && h.Has("source_context", "message_id") &&
		tracking.ColumnWithPrefix(h, "datetime") >= 0
}

// isList counts the properties that scripts keep.
func isList(h parsers.Header) bool {
	count := 0
	for _, name := range []string{"Received", "SenderAddress", "RecipientAddress", "MessageTraceId"} {
		if i := h.Column(name); i >= 0 && !strings.Contains(strings.TrimSpace(h.Cells()[i]), " ") {
			count++
		}
	}
	return count >= 3
}

func isPortal(h parsers.Header) bool {
	return timeOf(h) >= 0 && h.Column(roleNames[sender]...) >= 0 && h.Column(roleNames[recipient]...) >= 0 &&
		h.Column(roleNames[subject]...) >= 0 && h.Column(roleNames[status]...) >= 0
}

func (f form) score(h parsers.Header) parsers.Score {
	if f == portal && !h.Has("Message ID") && !h.Has("Message Trace ID") {
		return parsers.Likely
	}
	return parsers.Certain
}
