// SPDX-License-Identifier: Apache-2.0

package query

import (
	"slices"
	"strings"
	"time"

	"dossier/event"
)

// act is an event while a query looks at it. What was taken apart once is kept.
type act struct {
	e     *event.Event
	env   Env
	apart map[string]*value
	whole []*value
}

// value takes a text apart.
func (a *act) value(text string) *value {
	if v := a.apart[text]; v != nil {
		return v
	}
	folded := Fold(text)
	v := &value{text: text, folded: folded, words: wordsOf(folded)}
	if a.apart == nil {
		a.apart = map[string]*value{}
	}
	a.apart[text] = v
	return v
}

// values takes apart those texts that there are.
func (a *act) values(texts ...string) []*value {
	list := make([]*value, 0, len(texts))
	for _, text := range texts {
		if text != "" {
			list = append(list, a.value(text))
		}
	}
	return list
}

// all is every text of the event, once each.
func (a *act) all() []*value {
	if a.whole != nil {
		return a.whole
	}
	e := a.e
	texts := []string{e.Text, e.Body, e.Object.ID, e.Object.Name, e.Actor.Name, e.OnBehalfOf.Name, e.IP, e.Device, e.Client, e.Session}
	for i := range e.Targets {
		texts = append(texts, e.Targets[i].Account.Name, e.Targets[i].Name)
	}
	for i := range e.Attachments {
		texts = append(texts, e.Attachments[i].Name)
	}
	for i := range e.Attrs {
		texts = append(texts, e.Attrs[i].Value)
	}
	a.whole = a.values(texts...)
	return a.whole
}

// files are the names of documents and attachments.
func (a *act) files() []*value {
	e := a.e
	var texts []string
	switch {
	case e.Object.Type == "document", e.Object.Type == "file", e.Kind.Domain() == event.DomainFile, e.Kind.Domain() == event.DomainPrint:
		texts = append(texts, e.Object.Name)
	}
	for i := range e.Attachments {
		texts = append(texts, e.Attachments[i].Name)
	}
	return a.values(texts...)
}

func (a *act) source() []*value {
	if a.env.Path == nil {
		return nil
	}
	return a.values(a.env.Path(a.e.Origin.Source))
}

func (a *act) tags() []*value {
	if a.env.Tags == nil {
		return nil
	}
	return a.values(a.env.Tags(a.e.ID)...)
}

func (a *act) actors() names {
	return names{accounts: []event.Account{a.e.Actor, a.e.OnBehalfOf}}
}

// recipients are the roles of those whom an act reached.
var recipients = []string{event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward, event.RoleShare}

// targets are those of the roles; of no roles, all.
func (a *act) targets(roles ...string) names {
	var n names
	for _, t := range a.e.Targets {
		if len(roles) == 0 || slices.Contains(roles, t.Role) {
			n.accounts = append(n.accounts, t.Account)
			n.labels = append(n.labels, t.Name)
		}
	}
	return n
}

// senders are who a message came from; where the record has no such target, who
// acted.
func (a *act) senders() names {
	if n := a.targets(event.RoleFrom); len(n.accounts) > 0 {
		return n
	}
	if a.e.Kind.Domain() != event.DomainMail {
		return names{}
	}
	return a.actors()
}

func (a *act) printers() names {
	n := a.targets(event.RolePrinter)
	if a.e.Object.Type == "printer" {
		n.labels = append(n.labels, a.e.Object.Name)
	}
	return n
}

func matchAttr(a *act, t *Term, v Value) bool {
	p := v.(Pattern)
	for i := range a.e.Attrs {
		if strings.EqualFold(a.e.Attrs[i].Name, t.Attr) && p.match(a.value(a.e.Attrs[i].Value)) {
			return true
		}
	}
	return false
}

func matchObject(a *act, _ *Term, v Value) bool {
	texts := []string{a.e.Object.Name, a.e.Object.ID}
	if a.env.Things != nil {
		texts = append(texts, a.env.Things.Name(a.e.Object))
	}
	p := v.(Pattern)
	return sameID(p, a.e.Object.ID) || slices.ContainsFunc(a.values(texts...), p.match)
}

// sameID compares a pattern with an id that has a long and a short spelling.
func sameID(p Pattern, id string) bool {
	return p.Form == Phrase && id != "" && event.SalesforceID18(p.Text) == event.SalesforceID18(id)
}

func matchCustomer(a *act, _ *Term, v Value) bool {
	if a.env.Things == nil {
		return false
	}
	id, name, ok := a.env.Things.Customer(a.e.Object)
	p := v.(Pattern)
	return ok && (sameID(p, id) || slices.ContainsFunc(a.values(id, name), p.match))
}

func matchWho(a *act, _ *Term, v Value) bool {
	if a.env.People == nil {
		return false
	}
	person, err := a.env.person(v.(Name).Text)
	if err != nil {
		return false
	}
	holder, ok := a.env.People.Holder(a.e.Actor, a.e.Time)
	return ok && holder == person
}

// Accounts are the accounts, in canonical form, by which alone who: can match; false if
// that is not known.
func (t *Term) Accounts(env Env) (map[event.Account]bool, bool) {
	steady, ok := env.People.(Tenures)
	if !ok || t.Field != "who" {
		return nil, false
	}
	set := map[event.Account]bool{}
	for _, v := range t.Any {
		person, err := env.person(v.(Name).Text)
		if err != nil {
			continue
		}
		for a := range steady.Accounts(person) {
			set[a] = true
		}
	}
	return set, true
}

func matchOwner(a *act, _ *Term, v Value) bool {
	if a.env.Things == nil {
		return false
	}
	owner, label, ok := a.env.Things.Owner(a.e.Object, a.e.Time)
	if !ok {
		return false
	}
	name := v.(Name).Text
	if person, err := a.env.person(name); err == nil {
		return owner != "" && owner == person
	}
	return !strings.EqualFold(name, me) && Fold(label) == Fold(name)
}

func matchKind(a *act, _ *Term, v Value) bool { return v.(Kind).Covers(a.e.Kind) }

func matchID(a *act, _ *Term, v Value) bool {
	return strings.HasPrefix(a.e.ID.String(), string(v.(Prefix)))
}

func matchIP(a *act, _ *Term, v Value) bool { return v.(Network).contains(a.e.IP) }

func matchSpan(a *act, _ *Term, v Value) bool {
	return a.e.Time.Known() && v.(Span).contains(a.e.Time.UTC, a.env.zone())
}

func matchAfter(a *act, _ *Term, v Value) bool {
	return a.e.Time.Known() && !a.e.Time.UTC.Before(afterOf(v.(Span), a.env.zone()))
}

// afterOf is the instant from which on it is after a moment: a day has to be over,
// a clock time has come.
func afterOf(s Span, zone *time.Location) time.Time {
	if s.First.clocked() {
		return s.First.Start(zone)
	}
	return s.First.End(zone)
}

func matchBefore(a *act, _ *Term, v Value) bool {
	return a.e.Time.Known() && a.e.Time.UTC.Before(v.(Span).First.Start(a.env.zone()))
}

func matchLast(a *act, _ *Term, v Value) bool {
	if a.env.LastDay == "" || !a.e.Time.Known() {
		return false
	}
	from, to := v.(Days).Bounds(a.env.LastDay, a.env.zone())
	return !a.e.Time.UTC.Before(from) && a.e.Time.UTC.Before(to)
}

func matchWeekday(a *act, _ *Term, v Value) bool {
	return a.e.Time.Known() && v.(Weekdays).Covers(a.e.Time.UTC.In(a.env.zone()).Weekday())
}

func matchHours(a *act, _ *Term, v Value) bool {
	t := a.e.Time
	at := t.UTC.In(a.env.zone())
	return t.Known() && t.Precision > event.PrecisionDay && v.(Hours).Covers(at.Hour()*60+at.Minute())
}

var hasWords = map[string]func(*act) bool{
	"attachment": func(a *act) bool { return len(a.e.Attachments) > 0 || a.e.Quantities.Attachments.Count > 0 },
	"body":       func(a *act) bool { return a.e.Body != "" },
	"bytes":      func(a *act) bool { return a.e.Quantities.Bytes.Present() },
	"device":     func(a *act) bool { return a.e.Device != "" },
	"ip":         func(a *act) bool { return a.e.IP != "" },
	"object":     func(a *act) bool { return a.e.Object != event.Object{} },
	"owner": func(a *act) bool {
		if a.env.Things == nil {
			return false
		}
		_, _, ok := a.env.Things.Owner(a.e.Object, a.e.Time)
		return ok
	},
	"pages":     func(a *act) bool { return a.e.Quantities.Pages.Present() },
	"recipient": func(a *act) bool { return len(a.targets(recipients...).accounts) > 0 },
	"rows":      func(a *act) bool { return a.e.Quantities.Records.Present() },
	"text":      func(a *act) bool { return a.e.Text != "" },
	"time":      func(a *act) bool { return a.e.Time.Known() },
}

var isWords = map[string]func(*act) bool{
	"doubtful":  func(a *act) bool { return a.e.Time.Flags != 0 },
	"duplicate": func(a *act) bool { return a.e.Duplicate },
	"outside":   isOutside,
}

// isOutside reports whether the act reached an address that is not the
// organisation's own.
func isOutside(a *act) bool {
	return a.env.Internal != nil && slices.ContainsFunc(a.targets(recipients...).accounts, func(to event.Account) bool {
		return strings.Contains(to.Name, "@") && !a.env.Internal(to.Name)
	})
}
