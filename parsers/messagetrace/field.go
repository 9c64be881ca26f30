// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"slices"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

// role is what a column says about a message.
type role int

const (
	other role = iota // nothing that has a field of its own: an attribute
	received
	sender
	recipient
	subject
	status
	step // of Get-MessageTraceDetail
	detail
	size
	messageID
	traceID
	fromIP
	toIP
)

// roleNames are the names under which scripts and the portal know a column, the
// better ones first; case, blanks, underscores and dashes do not count.
var roleNames = map[role][]string{
	received:  timeNames,
	sender:    {"SenderAddress", "Sender", "From"},
	recipient: {"RecipientAddress", "Recipient", "Recipients"},
	subject:   {"Subject", "message_subject"},
	status:    {"Status", "Delivery status"},
	step:      {"Event"},
	detail:    {"Detail"},
	size:      {"Size", "total_bytes"},
	messageID: {"MessageId"},
	traceID:   {"MessageTraceId", "network_message_id"},
	fromIP:    {"FromIP", "original_client_ip"},
	toIP:      {"ToIP"},
}

var timeNames = []string{"Received", "Date", "DateTime", "Timestamp", "origin_timestamp_utc", "origin_timestamp", "date_time_utc"}

// timeOf is the column of the time, "Date (UTC)" among them; -1 if there is none.
func timeOf(h parsers.Header) int {
	if i := h.Column(timeNames...); i >= 0 {
		return i
	}
	for _, prefix := range []string{"date(", "datetime(", "received(", "origintimestamp"} {
		if i := tracking.ColumnWithPrefix(h, prefix); i >= 0 {
			return i
		}
	}
	return -1
}

// rolesOf gives each column of a header its role; no role is given twice.
func rolesOf(h parsers.Header) []role {
	roles := make([]role, len(h.Cells()))
	for r, names := range roleNames {
		i := h.Column(names...)
		if r == received {
			i = timeOf(h)
		}
		if i >= 0 {
			roles[i] = r
		}
	}
	return roles
}

// fields are the names and roles of an entry's columns or members.
type fields struct {
	names []string // as attributes
	roles []role
	texts []string // of the entry at hand; may be more than names
}

func newFields(h parsers.Header) fields {
	return fields{names: tracking.AttrNames(h.Cells()), roles: rolesOf(h)}
}

// text is what the column of a role says, and whether there is one.
func (f *fields) text(r role) (text string, recorded bool) {
	i := slices.Index(f.roles, r)
	if i < 0 || i >= len(f.texts) {
		return "", i >= 0
	}
	return f.texts[i], true
}

// message reads the entry at hand.
func (f *fields) message(at func(string) event.Time) message {
	of := func(r role) string { text, _ := f.text(r); return text }
	m := message{
		sender: of(sender), recipient: of(recipient), subject: of(subject), size: of(size),
		messageID: of(messageID), traceID: of(traceID), status: of(status), step: of(step), detail: of(detail),
	}
	m.time = at(of(received))
	m.from.text, m.from.recorded = f.text(fromIP)
	m.to.text, m.to.recorded = f.text(toIP)
	return m
}

// appendAttrs appends the texts that the fields of the event do not hold verbatim.
func (f *fields) appendAttrs(e *event.Event) {
	e.Attrs = slices.Grow(e.Attrs, min(len(f.texts), len(f.names)))
	for i, text := range f.texts {
		switch {
		case text == "":
		case i >= len(f.names):
			e.Attrs = tracking.AppendSurplus(e.Attrs, i, f.texts[i:])
			return
		case !held(e, f.roles[i], text):
			e.Attrs = append(e.Attrs, event.Attr{Name: f.names[i], Value: text})
		}
	}
}

// held reports whether a field of the event says what the column says.
func held(e *event.Event, r role, text string) bool {
	switch r {
	case received, subject:
		return true
	case sender:
		return e.Actor.Name == text
	case recipient:
		return len(e.Targets) == 1 && e.Targets[0].Account.Name == text
	case size:
		return e.Quantities.Bytes.Present()
	case messageID:
		return e.Object.ID == text
	case fromIP:
		return e.IP == text
	}
	return false
}
