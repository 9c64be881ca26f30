// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"strings"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

// event makes an event of r.cells.
func (r *reader) event() *event.Event {
	sentence, code := r.text(r.sentence), r.text(r.code)
	e := &event.Event{Text: sentence, Kind: kindOf(code, r.text(r.section), sentence)}
	contradiction := r.setTime(e)
	r.setActor(e)
	setUser(e)
	r.setAttrs(e)
	if contradiction != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: "zone-contradiction", Value: contradiction})
	}
	e.Key = r.key(e)
	return e
}

func (r *reader) setTime(e *event.Event) (contradiction string) {
	text := r.text(r.time)
	if r.page {
		e.Time, contradiction = r.clock.local(text)
		return contradiction
	}
	e.Time = r.clock.utc(text)
	return ""
}

// setActor names who acted: whoever was logged in as the user, else the user.
func (r *reader) setActor(e *event.Event) {
	user := event.Account{Namespace: event.SalesforceID, Name: event.SalesforceID18(strings.TrimSpace(r.text(r.userID)))}
	if user.IsZero() {
		user = accountOf(r.text(r.user))
	}
	delegate := accountOf(r.text(r.delegate))
	switch {
	case !delegate.IsZero():
		e.Actor, e.OnBehalfOf, e.Initiated = delegate, user, event.InitiatedDelegate
	case salesforce.IsService(r.text(r.user)):
		e.Actor, e.Initiated = user, event.InitiatedSystem
	case !user.IsZero():
		e.Actor, e.Initiated = user, event.InitiatedUser
	}
}

// accountOf takes a name with an @ for a user name, which always has one.
func accountOf(name string) event.Account {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return event.Account{}
	case salesforce.IsService(name):
		return event.Account{Namespace: event.ServiceAccount, Name: name}
	case strings.Contains(name, "@"):
		return event.Account{Namespace: event.SalesforceUser, Name: name}
	}
	return event.Account{Namespace: event.DisplayName, Name: name}
}

func (r *reader) setAttrs(e *event.Event) {
	for i, text := range r.cells {
		name := ""
		switch {
		case text == "":
			continue
		case i < len(r.columns):
			name = r.columns[i]
		default:
			name = numbered(i)
		}
		if name != "" {
			e.Attrs = append(e.Attrs, event.Attr{Name: name, Value: text})
		}
	}
	if from, to, ok := changedAddress(e); ok {
		e.Attrs = append(e.Attrs, event.Attr{Name: "email-from", Value: from}, event.Attr{Name: "email-to", Value: to})
	}
}
