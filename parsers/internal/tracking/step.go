// SPDX-License-Identifier: Apache-2.0

package tracking

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// step is what decides the kind of a row.
type step struct {
	source, event string // in capitals
	clientType    string // as recorded
	connector     string // in small letters
	direction     Direction
	related       bool // whether the recipient stands in for another one
	toEntity      string
	fromEntity    string
	farReply      string // whether a server outside of the organisation answered: "True", "False" or ""
}

func (t *Table) step(e *event.Event) step {
	s := step{
		source:     strings.ToUpper(strings.TrimSpace(t.text(t.source))),
		event:      strings.ToUpper(strings.TrimSpace(t.text(t.event))),
		clientType: clientType(t.text(t.context)),
		direction:  ParseDirection(t.text(t.direction)),
	}
	switch s.event {
	case "REDIRECT":
		related := t.text(t.related)
		s.related = related != "" && !strings.EqualFold(related, t.text(t.recipients))
	case "SEND", "RECEIVE":
		s.connector = strings.ToLower(t.text(t.connector))
		s.toEntity = e.Attr(bagPrefix + "to-entity")
		s.fromEntity = e.Attr(bagPrefix + "from-entity")
		s.farReply = e.Attr(bagPrefix + "is-smtp-response-from-external-server")
	}
	return s
}

// Direction is which way a message went, as far as a record says.
type Direction int

// The directions. DirectionUnknown is what an empty, undefined or strange value means.
const (
	DirectionUnknown Direction = iota
	Outbound                   // from a mailbox of the organisation
	Inbound                    // from outside
)

// ParseDirection reads the column directionality, as words or as the figures of
// the message trace.
func ParseDirection(text string) Direction {
	text = strings.TrimSpace(text)
	switch {
	case text == "2", strings.EqualFold(text, "originating"), strings.EqualFold(text, "outbound"):
		return Outbound
	case text == "1", strings.EqualFold(text, "incoming"), strings.EqualFold(text, "inbound"):
		return Inbound
	}
	return DirectionUnknown
}

// kindsOfEvents are the kinds of the events that mean the same whatever their source.
var kindsOfEvents = map[string]event.Kind{
	"BADMAIL":          event.MailBounce,
	"CLIENTSUBMISSION": event.MailSend,
	"DEFER":            event.MailDefer,
	"DELIVER":          event.MailDeliver,
	"DELIVERFAIL":      event.MailBounce,
	"DSN":              event.MailBounce,
	"EXPAND":           event.MailExpand,
	"FAIL":             event.MailBounce,
	"FILTEREDASSPAM":   event.MailQuarantine,
	"QUARANTINE":       event.MailQuarantine,
	"QUARANTINED":      event.MailQuarantine,
	"RESUBMITDEFER":    event.MailDefer,
	"SENDEXTERNAL":     event.MailRelay,
	"SPAM":             event.MailQuarantine,
	"SUBMITDEFER":      event.MailDefer,
	"SUBMITFAIL":       event.MailBounce,
}

func (s step) kind() event.Kind {
	known, ok := kindsOfEvents[s.event]
	switch {
	case ok && (known == event.MailBounce || s.source != "MAILBOXRULE"):
		return known
	case s.source == "MAILBOXRULE":
		return event.MailForward
	case s.source == "QUARANTINE":
		return event.MailQuarantine
	case s.related:
		return event.MailForward
	case s.event == "SEND" && s.source == "SMTP" && s.leaves():
		return event.MailRelay
	case s.submits():
		return event.MailSend
	case s.event == "RECEIVE" && s.source == "SMTP" && s.arrives():
		return event.MailReceive
	}
	return event.MailTransport
}

// submits reports whether a mailbox, or a mail program logged in to one, handed
// the message in.
func (s step) submits() bool {
	switch {
	case s.direction == Inbound:
		return false
	case s.source == "STOREDRIVER":
		return s.event == "RECEIVE" || s.event == "SUBMIT"
	case s.source == "SMTP" && s.event == "RECEIVE" && s.direction == Outbound:
		return clientConnector(s.connector)
	}
	return false
}

// clientConnector reports whether a receive connector, by the names that Exchange
// sets up ("SERVER\Client Frontend SERVER"), is that for people's mail programs.
func clientConnector(name string) bool {
	if _, after, ok := strings.Cut(name, `\`); ok {
		name = after
	}
	return strings.HasPrefix(name, "client frontend") || strings.HasPrefix(name, "client proxy")
}

// arrives reports whether the message came in from outside.
func (s step) arrives() bool {
	return s.direction == Inbound || s.direction == DirectionUnknown && strings.EqualFold(s.fromEntity, "Internet")
}

// leaves reports whether a SEND passed the message to a server that is not of the
// organisation: the custom data say so, or a connector that somebody set up was
// used; Exchange's own are for passing on inside.
func (s step) leaves() bool {
	switch {
	case strings.EqualFold(s.toEntity, "Internet") || strings.EqualFold(s.farReply, "True"):
		return true
	case strings.EqualFold(s.farReply, "False"):
		return false
	}
	return s.connector != "" && !strings.Contains(s.connector, "intra-organization") &&
		!strings.Contains(s.connector, "internal send connector")
}

// clientTypes says which clients have a person in front of them, and which are
// Exchange itself. EWS and REST serve both and are left out.
var clientTypes = map[string]event.Initiated{
	"ACTIVESYNC": event.InitiatedUser,
	"AIRSYNC":    event.InitiatedUser,
	"EAS":        event.InitiatedUser,
	"IMAP":       event.InitiatedUser,
	"IMAP4":      event.InitiatedUser,
	"MOMT":       event.InitiatedUser,
	"OWA":        event.InitiatedUser,
	"POP":        event.InitiatedUser,
	"POP3":       event.InitiatedUser,
	"RPCHTTP":    event.InitiatedUser,
	"USER":       event.InitiatedUser,

	"ASSISTANTS":           event.InitiatedSystem,
	"ELC":                  event.InitiatedSystem,
	"EVENTBASEDASSISTANTS": event.InitiatedSystem,
	"MANAGEMENT":           event.InitiatedSystem,
	"MONITORING":           event.InitiatedSystem,
	"SYSTEM":               event.InitiatedSystem,
	"TIMEBASEDASSISTANTS":  event.InitiatedSystem,
	"TRANSPORT":            event.InitiatedSystem,
}

// initiated says what set a step of that kind going.
func (s step) initiated(kind event.Kind) event.Initiated {
	switch {
	case s.source == "MAILBOXRULE", kind == event.MailForward && s.event == "REDIRECT":
		return event.InitiatedAutomation
	case kind == event.MailSend:
		return clientTypes[strings.ToUpper(s.clientType)]
	}
	return event.InitiatedSystem
}

// clientType takes "MOMT" out of "MDB:…, ClientType:MOMT, SubmissionAssistant:…".
func clientType(context string) string {
	const name = "ClientType:"
	i := strings.Index(context, name)
	if i < 0 {
		return ""
	}
	value, _, _ := strings.Cut(context[i+len(name):], ",")
	return strings.TrimSpace(value)
}

// outcomeOf is what became of a step that can fail.
func outcomeOf(kind event.Kind, status string) event.Outcome {
	switch kind {
	case event.MailBounce:
		return event.OutcomeFailure
	case event.MailDeliver:
		return event.OutcomeSuccess
	case event.MailRelay:
		return outcomeOfReplies(status)
	}
	return event.OutcomeUnknown
}

// outcomeOfReplies sums up SMTP replies, one a recipient: "250 2.1.5 Recipient
// OK;550 5.1.1 User unknown".
func outcomeOfReplies(status string) event.Outcome {
	good, bad := 0, 0
	for reply := range strings.SplitSeq(status, ";") {
		reply = strings.TrimLeft(reply, " ")
		switch {
		case reply == "":
		case reply[0] == '2':
			good++
		case reply[0] == '4' || reply[0] == '5':
			bad++
		default:
			return event.OutcomeUnknown
		}
	}
	switch {
	case good > 0 && bad > 0:
		return event.OutcomePartial
	case good > 0:
		return event.OutcomeSuccess
	case bad > 0:
		return event.OutcomeFailure
	}
	return event.OutcomeUnknown
}

// setOrigin fills where the message was handed in. client-ip counts only where a
// message comes in by SMTP: elsewhere it is one of Exchange's own servers.
func (t *Table) setOrigin(e *event.Event, s step) {
	incoming := s.source == "SMTP" && s.event == "RECEIVE"
	original := t.text(t.originalIP)
	e.IP = parsers.IP(original)
	if e.IP != original {
		t.keep(e, t.originalIP)
	}
	if !incoming {
		return
	}
	e.Session = smtpSession(t.text(t.context))
	proxied := e.Attr(bagPrefix + "proxied-client-ipaddress")
	switch {
	case e.IP != "":
		e.Device = e.Attr(bagPrefix + "proxied-client-hostname")
		if e.Device == "" && parsers.IP(t.text(t.clientIP)) == e.IP {
			e.Device = t.text(t.clientHost)
		}
	case proxied != "":
		e.IP = parsers.IP(proxied)
		e.Device = e.Attr(bagPrefix + "proxied-client-hostname")
	default:
		e.IP = parsers.IP(t.text(t.clientIP))
		e.Device = t.text(t.clientHost)
	}
}

// smtpSession is the session with which the context of an SMTP RECEIVE begins, of
// 16 hexadecimal digits; "" if it begins otherwise.
func smtpSession(context string) string {
	id, _, _ := strings.Cut(context, ";")
	if len(id) != 16 || strings.Trim(id, "0123456789ABCDEFabcdef") != "" {
		return ""
	}
	return id
}
