// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"slices"
	"strings"

	"dossier/analysis/identity"
	"dossier/event"
)

// attribute decides of each event whether it is the person's.
func (a *Answer) attribute(events []*event.Event, d *identity.Directory, names *names) {
	borrowed := borrowedSessions(events, d, a.Person.ID)
	others := map[event.Account]int64{}
	for _, e := range events {
		link, held := d.Holder(e.Actor, e.Time)
		mine := held && link.Person == a.Person.ID
		switch {
		case e.Duplicate:
			if mine {
				a.Basis.Duplicates++
			}
		case !mine:
			// Somebody else acted in the person's name.
			if principal, ok := d.Holder(e.OnBehalfOf, e.Time); ok && principal.Person == a.Person.ID && a.wants(e.Kind) {
				others[e.Actor]++
			}
		case !a.wants(e.Kind):
		case !e.Time.Known():
			a.Basis.Timeless++
		case e.Initiated == event.InitiatedSystem:
			a.Basis.System++
		default:
			if by, ok := borrowed.by(e); ok {
				others[by]++
				continue
			}
			a.take(e, link, names)
		}
	}
	for account, n := range others {
		other := OtherActor{Account: account, Count: n}
		if link, ok := d.Holder(account, event.Time{}); ok {
			p, _ := d.Person(link.Person)
			other.Name = p.Name
		}
		a.Basis.InTheirName = append(a.Basis.InTheirName, other)
	}
	slices.SortFunc(a.Basis.InTheirName, func(x, y OtherActor) int {
		return cmp.Compare(x.Account.String(), y.Account.String())
	})
}

// take makes an item of an event unless the question is about other things.
func (a *Answer) take(e *event.Event, link identity.Link, names *names) {
	item := Item{Event: e, Link: link}
	item.Name = cmp.Or(e.Object.Name, names.of(e.Object))
	owner, owned := names.owner(e.Object, e.Time)
	if owned {
		item.Owner = owner.label
		item.Others = owner.person != a.Person.ID
	}
	if a.Question.Others && !item.Others {
		return
	}
	if about := a.Question.About; about != "" && !isAbout(e, item.Name, names, about) {
		return
	}
	a.Items = append(a.Items, item)
	a.Basis.ByClass[link.Class]++
}

// isAbout reports whether an event concerns the customer that the words name.
func isAbout(e *event.Event, name string, names *names, words string) bool {
	words = strings.ToLower(words)
	customer := names.customerOf(e.Object)
	for _, text := range []string{name, e.Object.Name, e.Text, names.customerNames[customer]} {
		if text != "" && strings.Contains(strings.ToLower(text), words) {
			return true
		}
	}
	return customer != "" && strings.EqualFold(customer, event.SalesforceID18(words))
}

// sessions are those that somebody else opened as the person.
type sessions map[string]event.Account

// borrowedSessions finds the log-ins of others as the person, and what ties the
// rest of those sessions together.
func borrowedSessions(events []*event.Event, d *identity.Directory, person string) sessions {
	s := sessions{}
	for _, e := range events {
		if e.Kind != event.AuthLoginAs || e.OnBehalfOf.IsZero() {
			continue
		}
		if link, ok := d.Holder(e.OnBehalfOf, e.Time); !ok || link.Person != person {
			continue
		}
		for _, key := range sessionKeys(e) {
			s[key] = e.Actor
		}
	}
	return s
}

func sessionKeys(e *event.Event) []string {
	var keys []string
	for _, key := range []string{e.Session, e.Attr("session-key"), e.Attr("login-key")} {
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// by is who acted, if the event's session is borrowed.
func (s sessions) by(e *event.Event) (event.Account, bool) {
	for _, key := range sessionKeys(e) {
		if account, ok := s[key]; ok {
			return account, true
		}
	}
	return event.Account{}, false
}
