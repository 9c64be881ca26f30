// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

// message is what one entry of a list says, in whatever form it came: a message on
// its way to one recipient.
type message struct {
	time               event.Time
	sender, recipient  string
	subject, size      string
	messageID, traceID string
	status             string
	step, detail       string // of Get-MessageTraceDetail, where there is no status
	from, to           address
}

// address is one of the two addresses that tell which way a message went.
type address struct {
	text     string
	recorded bool // whether the source has the column at all
}

// empty reports whether the source says that there is no address.
func (a address) empty() bool { return a.recorded && strings.TrimSpace(a.text) == "" }

// directionAttr says that nothing in the record tells which way the message went.
var directionAttr = event.Attr{Name: "direction", Value: "not recorded"}

// event makes an event with everything but the attributes that repeat columns.
func (m message) event() *event.Event {
	e := &event.Event{
		Time:   m.time,
		Actor:  tracking.Account(m.sender),
		Object: event.Object{Type: "message", ID: strings.TrimSpace(m.messageID)},
		Text:   m.subject,
		IP:     parsers.IP(m.from.text),
		Group:  tracking.Group(m.messageID, m.traceID),
		Key:    m.key(),

		Targets: targetsOf(m.recipient),
	}
	e.Quantities.Bytes, _ = tracking.Size(m.size)
	if m.status == "" && m.step != "" {
		m.setStep(e)
	} else {
		m.setStatus(e)
	}
	return e
}

// kindsOfStatus are the kinds of those states that say what became of a message;
// the others leave it at sent or received.
var kindsOfStatus = map[string]event.Kind{
	"expanded":       event.MailExpand,
	"failed":         event.MailBounce,
	"filteredasspam": event.MailQuarantine,
	"quarantined":    event.MailQuarantine,
}

var outcomes = map[string]event.Outcome{
	"delivered": event.OutcomeSuccess,
	"expanded":  event.OutcomeSuccess,
	"failed":    event.OutcomeFailure,
}

func (m message) setStatus(e *event.Event) {
	status := parsers.NormalName(m.status)
	e.Outcome = outcomes[status]
	if kind, ok := kindsOfStatus[status]; ok {
		e.Kind = kind
		e.Initiated = event.InitiatedSystem
		return
	}
	kind, told := m.direction()
	e.Kind = kind
	if !told {
		e.Attrs = append(e.Attrs, directionAttr)
	}
}

// direction is whether the message was sent or received. FromIP is empty where a
// mailbox of the organisation sent it, ToIP where it came in. Where neither or both
// are empty the record does not tell, and the sender is who acted all the same.
func (m message) direction() (kind event.Kind, told bool) {
	switch {
	case m.to.empty() && !m.from.empty():
		return event.MailReceive, true
	case m.from.empty() && !m.to.empty():
		return event.MailSend, true
	}
	return event.MailSend, false
}

// kindsOfSteps are the kinds of the steps that Get-MessageTraceDetail lists.
var kindsOfSteps = map[string]event.Kind{
	"defer":       event.MailDefer,
	"deliver":     event.MailDeliver,
	"expand":      event.MailExpand,
	"fail":        event.MailBounce,
	"malware":     event.MailQuarantine,
	"quarantine":  event.MailQuarantine,
	"quarantined": event.MailQuarantine,
	"send":        event.MailRelay,
	"spam":        event.MailQuarantine,
	"submit":      event.MailSend,
}

var outcomesOfSteps = map[string]event.Outcome{
	"deliver": event.OutcomeSuccess,
	"fail":    event.OutcomeFailure,
}

func (m message) setStep(e *event.Event) {
	step := parsers.NormalName(m.step)
	e.Kind, e.Outcome = event.MailTransport, outcomesOfSteps[step]
	if kind, ok := kindsOfSteps[step]; ok {
		e.Kind = kind
	}
	if e.Kind != event.MailSend {
		e.Initiated = event.InitiatedSystem
	}
}

// key is over what a list says of a message to one recipient, to the second: some
// forms write no more of the time. Without an id, what else is known stands for it.
func (m message) key() event.Key {
	id := strings.ToLower(strings.TrimSpace(m.traceID))
	if id == "" {
		id = strings.TrimPrefix(parsers.MessageGroup(m.messageID), "message-id:")
	}
	parts := []string{systemList, id, tracking.Account(m.recipient).Canonical().Name, secondOf(m.time),
		parsers.NormalName(m.status), parsers.NormalName(m.step), m.detail}
	if id == "" {
		parts = append(parts, tracking.Account(m.sender).Canonical().Name, m.subject, m.size)
	}
	return event.NewKey(parts...)
}

// secondOf is the second of a time in UTC, or the text where there is none.
func secondOf(t event.Time) string {
	if !t.Known() {
		return t.Text
	}
	return t.UTC.Format(time.RFC3339)
}
