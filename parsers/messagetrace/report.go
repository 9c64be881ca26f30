// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

// report reads the rows of the enhanced summary: a message with what became of it
// for each recipient.
type report struct {
	fields
	clock                clock
	outcomes, directions int // columns recipient_status and directionality; -1 for none
}

func newReport(h parsers.Header, c clock) *report {
	r := &report{fields: newFields(h), clock: c, outcomes: h.Column("recipient_status"), directions: h.Column("directionality")}
	for i := range r.roles {
		if i == r.outcomes {
			r.roles[i] = recipient
		} else if r.roles[i] == recipient || r.roles[i] == status || r.roles[i] == step {
			r.roles[i] = other
		}
	}
	return r
}

// Record makes an event for each recipient of a row, or a reject.
func (r *report) Record(row *parsers.Row, out parsers.Out) error {
	if row.CutOff() {
		return out.Reject(row.Span, "record cut off", fmt.Sprintf("line %d: %s", row.Span.Line, row.Ragged()))
	}
	r.texts = row.AppendTexts(r.texts[:0])
	m := r.message(r.clock.at)
	if m.vacant() {
		return out.Reject(row.Span, "neither time nor address", fmt.Sprintf("line %d", row.Span.Line))
	}
	whole := r.wholeEvent(m, row)
	if !strings.ContainsFunc(m.recipient, isPartOfPiece) || !splits(m.recipient, row.Span.Length) {
		whole.Targets = targetsOf(m.recipient)
		r.setKind(whole, "")
		return out.Event(whole)
	}
	seen := map[event.Key]int{}
	ordinal := 0
	for piece := range strings.SplitSeq(m.recipient, ";") {
		if !strings.ContainsFunc(piece, isPartOfPiece) {
			continue
		}
		e := r.recipientEvent(whole, m, piece, seen)
		e.Origin.Ordinal = ordinal
		ordinal++
		if err := out.Event(e); err != nil {
			return err
		}
	}
	return nil
}

// isPartOfPiece reports whether there is more to a list of recipients than blanks
// and separators.
func isPartOfPiece(c rune) bool { return c != ';' && !unicode.IsSpace(c) }

// The bounds of taking a row apart: its recipients, and the bytes that are
// repeated for all of them together.
const (
	limitRecipients    = 5000
	limitRepeatedBytes = 64 << 20
)

// splits reports whether a row of so many bytes becomes an event for each
// recipient. A row beyond the bounds, which no service writes, stays one event.
func splits(recipients string, rowBytes int64) bool {
	count := int64(strings.Count(recipients, ";")) + 1
	return count <= limitRecipients && count*(rowBytes-int64(len(recipients))) <= limitRepeatedBytes
}

// wholeEvent is the row without its recipients, and without the kind that hangs on them.
func (r *report) wholeEvent(m message, row *parsers.Row) *event.Event {
	e := &event.Event{
		Time:   m.time,
		Actor:  tracking.Account(m.sender),
		Object: event.Object{Type: "message", ID: strings.TrimSpace(m.messageID)},
		Text:   m.subject,
		IP:     parsers.IP(m.from.text),
		Group:  tracking.Group(m.messageID, m.traceID),
		Key:    row.Digest(systemEnhanced),
	}
	e.Quantities.Bytes, _ = tracking.Size(m.size)
	r.appendAttrs(e)
	if ragged := row.Ragged(); ragged != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	e.Origin.Span = row.Span
	return e
}

// targetsOf lists the recipients between semicolons, so many as an event may have.
func targetsOf(recipients string) []event.Target {
	var targets []event.Target
	for piece := range strings.SplitSeq(recipients, ";") {
		name, _, _ := strings.Cut(piece, "##")
		if to := tracking.Account(name); !to.IsZero() {
			targets = append(targets, event.Target{Role: event.RoleTo, Account: to})
		}
		if len(targets) == tracking.LimitTargets {
			break
		}
	}
	return targets
}

// recipientEvent is the row as far as it concerns the recipient of one piece,
// "kim@acme.example##Receive, Deliver". What is said twice alike of a recipient
// stays two events with two keys.
func (r *report) recipientEvent(whole *event.Event, m message, piece string, seen map[event.Key]int) *event.Event {
	e := *whole
	name, states, _ := strings.Cut(piece, "##")
	if to := tracking.Account(name); !to.IsZero() {
		e.Targets = []event.Target{{Role: event.RoleTo, Account: to}}
	}
	e.Attrs = slices.Clone(whole.Attrs)
	for i := range e.Attrs {
		if e.Attrs[i].Name == r.names[r.outcomes] {
			e.Attrs[i].Value = strings.TrimSpace(piece)
			break
		}
	}
	e.Key = m.recipientKey(whole.Key, name, states)
	if seen[e.Key]++; seen[e.Key] > 1 {
		e.Key = event.NewKey(systemEnhanced, e.Key.String(), strconv.Itoa(seen[e.Key]))
	}
	r.setKind(&e, states)
	return &e
}

// recipientKey is over the message, the recipient and its states; the row stands
// for the message where it has no id.
func (m message) recipientKey(row event.Key, name, states string) event.Key {
	id := strings.ToLower(strings.TrimSpace(m.traceID)) + " " + parsers.MessageGroup(m.messageID)
	if id == " " {
		id = row.String()
	}
	return event.NewKey(systemEnhanced, id, secondOf(m.time), tracking.Account(name).Canonical().Name, strings.TrimSpace(states))
}

// setKind decides by what became of the message, else by its direction.
func (r *report) setKind(e *event.Event, states string) {
	text := ""
	if r.directions >= 0 && r.directions < len(r.texts) {
		text = r.texts[r.directions]
	}
	e.Kind, e.Outcome = fateOf(states)
	if e.Kind != "" {
		e.Initiated = event.InitiatedSystem
		return
	}
	e.Kind = event.MailSend
	switch tracking.ParseDirection(text) {
	case tracking.Inbound:
		e.Kind = event.MailReceive
	case tracking.DirectionUnknown:
		e.Attrs = append(e.Attrs, directionAttr)
	}
}

// fateOf sums up "Receive, Send": the kind is "" unless the message failed, was
// held or was expanded.
func fateOf(states string) (kind event.Kind, outcome event.Outcome) {
	for state := range strings.SplitSeq(states, ",") {
		switch parsers.NormalName(state) {
		case "fail", "failed":
			return event.MailBounce, event.OutcomeFailure
		case "quarantine", "quarantined", "filteredasspam", "spam":
			kind = event.MailQuarantine
		case "expand", "expanded":
			if kind == "" {
				kind, outcome = event.MailExpand, event.OutcomeSuccess
			}
		case "deliver", "delivered", "send":
			outcome = event.OutcomeSuccess
		}
	}
	if kind == event.MailQuarantine {
		outcome = event.OutcomeUnknown
	}
	return kind, outcome
}
