// SPDX-License-Identifier: Apache-2.0

package tracking

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// LimitTargets bounds the recipients of one event. A record with more keeps them
// verbatim in an attribute besides.
const LimitTargets = 10_000

// Account is a mail address or an Exchange X.500 address; zero for an empty text
// and for the null sender "<>".
func Account(text string) event.Account {
	name := parsers.MailAddress(text)
	switch {
	case name == "":
		return event.Account{}
	case len(name) > 3 && strings.EqualFold(name[:3], "/o="):
		return event.Account{Namespace: event.LegacyDN, Name: name}
	}
	return event.Account{Namespace: event.Email, Name: name}
}

// setTargets lists the recipients with their roles, and the one they stand in for.
func (t *Table) setTargets(e *event.Event) {
	text := t.text(t.recipients)
	t.pieces = appendRecipients(t.pieces[:0], text)
	recipients := t.pieces
	t.statuses = appendStatuses(t.statuses[:0], t.text(t.status), text, len(recipients))
	roles := t.statuses
	verbatim := len(recipients) <= LimitTargets && (len(recipients) > 0 || text == "")
	recipients = recipients[:min(len(recipients), LimitTargets)]
	e.Targets = make([]event.Target, 0, len(recipients)+1)
	for i, recipient := range recipients {
		target := event.Target{Role: event.RoleTo, Account: Account(recipient)}
		if i < len(roles) {
			target.Role = roleOf(roles[i])
		}
		if e.Kind == event.MailForward {
			target.Role = event.RoleForward
		}
		verbatim = verbatim && target.Account.Name == recipient
		if !target.Account.IsZero() {
			e.Targets = append(e.Targets, target)
		}
	}
	if !verbatim {
		t.keep(e, t.recipients)
	}
	if mailbox := Account(t.text(t.related)); e.Kind == event.MailForward && !mailbox.IsZero() {
		e.Targets = append(e.Targets, event.Target{Role: event.RoleMailbox, Account: mailbox})
	}
}

// appendRecipients takes a list of recipients apart: by semicolons, as logs write
// it, else by blanks, commas and braces, as PowerShell does, if every piece is an
// address. It stops behind LimitTargets; the last piece then is the rest. What
// PowerShell writes for a list that it does not write out, "System.String[]", is
// nobody.
func appendRecipients(list []string, text string) []string {
	switch {
	case text == "" || strings.EqualFold(text, "System.String[]"):
		return list
	case strings.Contains(text, ";") || !strings.ContainsAny(text, " ,{\n") || len(text) > limitListBytes:
		return appendCut(list, text)
	}
	pieces := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,{}\r\n\t", c) })
	for _, piece := range pieces {
		if !strings.Contains(piece, "@") {
			return append(list, text)
		}
	}
	return append(list, pieces...)
}

// appendCut appends the pieces between semicolons, the rest as one piece behind
// LimitTargets.
func appendCut(list []string, text string) []string {
	for range LimitTargets {
		piece, rest, more := strings.Cut(text, ";")
		list = append(list, piece)
		if !more {
			return list
		}
		text = rest
	}
	return append(list, text)
}

// limitListBytes bounds the lists that are taken apart by blanks.
const limitListBytes = 64 << 10

// appendStatuses takes the statuses of so many recipients apart, none if there are
// not as many: by semicolons, else by blanks, as PowerShell writes them.
func appendStatuses(list []string, text, recipients string, count int) []string {
	switch semicolons := strings.Count(text, ";"); {
	case text == "" || count == 0:
		return list
	case semicolons == strings.Count(recipients, ";") && (count == 1 || semicolons > 0):
		return appendCut(list, text)
	case len(text) > limitListBytes:
		return list
	}
	if pieces := strings.Fields(text); len(pieces) == count {
		return append(list, pieces...)
	}
	return list
}

// roleOf is the role that the status of a recipient tells; any status but these
// three tells none.
func roleOf(status string) string {
	status = strings.Trim(status, " {},")
	switch {
	case strings.EqualFold(status, "cc"):
		return event.RoleCc
	case strings.EqualFold(status, "bcc"):
		return event.RoleBcc
	}
	return event.RoleTo
}
