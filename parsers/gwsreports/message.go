// SPDX-License-Identifier: Apache-2.0

package gwsreports

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// message fills in an entry of Gmail.
func (a *act) message() {
	e, p := a.e, a.p
	if kind, ok := mailTypes[p.peek("event-info.mail-event-type")]; ok {
		e.Kind = kind
	} else {
		e.Kind = event.MailOther
	}
	switch number := p.peek("event-info.mail-event-type"); {
	case mailSystem[number]:
		e.Initiated = event.InitiatedSystem
	case mailAutomatic[number]:
		e.Initiated = event.InitiatedAutomation
	}
	switch p.take("event-info.success") {
	case "true":
		e.Outcome = event.OutcomeSuccess
	case "false":
		e.Outcome = event.OutcomeFailure
	}
	id := p.take("message-info.rfc2822-message-id")
	if group := parsers.MessageGroup(id); group != "" {
		e.Group = group
	}
	e.Text = p.take("message-info.subject")
	e.Object = event.Object{Type: "message", ID: id, Name: e.Text}
	a.parties()
	if n, ok := p.takeCount("message-info.payload-size"); ok {
		e.Quantities.Bytes = a.repeated(n)
	}
	if n, ok := p.takeCount("message-info.num-message-attachments"); ok {
		e.Quantities.Attachments = a.repeated(n)
	}
	for _, name := range p.takeAll("message-info.attachment.file-name") {
		e.Attachments = append(e.Attachments, event.Attachment{Name: name, SizeBytes: -1})
	}
}

// repeated is a number that every entry about the message states.
func (a *act) repeated(n int64) event.Quantity {
	if a.e.Group == "" {
		return event.Count(n)
	}
	return event.Quantity{Count: n, Basis: event.Repeated}
}

// parties are sender and recipients. The flattened list is read where the other
// is missing: "gmail-ui::x@one.example,smtp-outbound:1:y@two.example".
func (a *act) parties() {
	to := a.p.takeAll("message-info.destination.address")
	if len(to) == 0 {
		for _, text := range a.p.takeAll("message-info.flattened-destinations") {
			for _, one := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
				if address := one[strings.LastIndexByte(one, ':')+1:]; address != "" {
					to = append(to, address)
				}
			}
		}
	}
	for _, address := range to {
		a.target(event.RoleTo, event.Account{Namespace: event.Email, Name: address})
	}
	from := a.p.take("message-info.source.from-header-address", "message-info.source.address")
	if from != "" && !strings.EqualFold(from, a.e.Actor.Name) {
		a.target(event.RoleFrom, event.Account{Namespace: event.Email, Name: from})
	}
}
