// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// attribute decides of each event whether it is the person's.
func (a *Answer) attribute(events []*event.Event, d *identity.Directory, names *names) {
	borrowed := borrowedSessions(events, d, a.Person.ID)
	others := map[event.Account]int64{}
	for _, e := range events {
		link, held := d.Holder(e.Actor, e.Time)
		why, by := a.leave(e, held && link.Person == a.Person.ID, d, borrowed)
		switch why {
		case "":
			if !a.take(e, link, names) {
				a.Basis.LeftOut = append(a.Basis.LeftOut, LeftOut{Event: e, Why: NotAsked})
			}
			continue
		case ByOther:
			others[by]++
		case IsCopy:
			a.Basis.Duplicates++
		case Timeless:
			a.Basis.Timeless++
		case BySystem:
			a.Basis.System++
		}
		a.Basis.LeftOut = append(a.Basis.LeftOut, LeftOut{e, why, by})
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

// leave says why an event is not the person's act, "" if it is; and who acted, if
// that was somebody else.
func (a *Answer) leave(e *event.Event, mine bool, d *identity.Directory, borrowed sessions) (Reason, event.Account) {
	switch {
	case e.Duplicate && mine:
		return IsCopy, event.Account{}
	case e.Duplicate:
		return NotHeld, event.Account{} // and a copy besides
	case !mine:
		principal, ok := d.Holder(e.OnBehalfOf, e.Time)
		switch {
		case !ok || principal.Person != a.Person.ID:
			return NotHeld, event.Account{}
		case !a.wants(e.Kind):
			return NotAsked, event.Account{}
		}
		return ByOther, e.Actor
	case !a.wants(e.Kind):
		return NotAsked, event.Account{}
	case !e.Time.Known():
		return Timeless, event.Account{}
	case e.Initiated == event.InitiatedSystem:
		return BySystem, event.Account{}
	}
	if by, ok := borrowed.by(e); ok {
		return ByOther, by
	}
	return "", event.Account{}
}

// take makes an item of an event; not if the question is about other things.
func (a *Answer) take(e *event.Event, link identity.Link, names *names) bool {
	item := Item{Event: e, Link: link}
	item.Name = cmp.Or(e.Object.Name, names.of(e.Object))
	owner, owned := names.owner(e.Object, e.Time)
	if owned {
		item.Owner = owner.label
		item.Others = owner.person != a.Person.ID
	}
	if a.Question.Others && !item.Others {
		return false
	}
	if about := a.Question.About; about != "" && !isAbout(e, item.Name, names, about) {
		return false
	}
	a.Items = append(a.Items, item)
	a.Basis.ByClass[link.Class]++
	return true
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

// Borrowed says which sessions of a case somebody opened as somebody else. Immutable.
type Borrowed struct{ sessions sessions }

// ReadBorrowed finds them, over all persons.
func ReadBorrowed(ctx context.Context, c *index.Case) (*Borrowed, error) {
	b := &Borrowed{sessions{}}
	for e, err := range c.Events(ctx, index.Filter{Kinds: func(k event.Kind) bool { return k == event.AuthLoginAs }}) {
		if err != nil {
			return nil, fmt.Errorf("read log-ins as others: %w", err)
		}
		if e.OnBehalfOf.IsZero() {
			continue
		}
		for _, key := range sessionKeys(e) {
			b.sessions[key] = e.Actor
		}
	}
	return b, nil
}

// By is the account that acted, if the event belongs to such a session.
func (b *Borrowed) By(e *event.Event) (event.Account, bool) { return b.sessions.by(e) }
