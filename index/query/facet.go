// SPDX-License-Identifier: Apache-2.0

package query

import (
	"slices"

	"dossier/event"
)

// ValuesOf are the values that an event has in a field, as a query could ask for
// them, each once: names and texts as recorded; of who and owner, the person's id;
// of customer, the customer's. Of fields that are no text (times, numbers, has, is,
// and all text) there are none.
func ValuesOf(e *event.Event, field string, env Env) []string {
	a := &act{e: e, env: env}
	var list []string
	add := func(texts ...string) {
		for _, text := range texts {
			if text != "" && !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	switch field {
	case "kind":
		add(string(e.Kind))
	case "ip":
		add(e.IP)
	case "outcome":
		add(string(e.Outcome))
	case "initiated":
		add(string(e.Initiated))
	case "object":
		add(e.Object.Name)
	case "customer", "owner", "who":
		add(a.referred(field))
	case "account":
		addNames(a.actors(), add)
	case "to":
		addNames(a.targets(recipients...), add)
	case "target":
		addNames(a.targets(), add)
	case "from":
		addNames(a.senders(), add)
	case "printer":
		addNames(a.printers(), add)
	default:
		for _, v := range a.texts(field) {
			add(v.text)
		}
	}
	return list
}

// addNames adds the accounts' names; where there is none, how they are called.
func addNames(n names, add func(...string)) {
	for _, account := range n.accounts {
		add(account.Name)
	}
	if len(n.accounts) < len(n.labels) {
		add(n.labels[len(n.accounts):]...)
	}
	for i, label := range n.labels {
		if i < len(n.accounts) && n.accounts[i].Name == "" {
			add(label)
		}
	}
}

// texts are those of a field that is one text or several.
func (a *act) texts(field string) []*value {
	e := a.e
	switch field {
	case "text":
		return a.values(e.Text)
	case "device":
		return a.values(e.Device)
	case "client":
		return a.values(e.Client)
	case "session":
		return a.values(e.Session)
	case "group":
		return a.values(e.Group)
	case "type":
		return a.values(e.Object.Type)
	case "parser":
		return a.values(e.Origin.Parser)
	case "file":
		return a.files()
	case "source":
		return a.source()
	case "tag":
		return a.tags()
	}
	return nil
}

// referred is the id of whom or what the case's lists lead to.
func (a *act) referred(field string) string {
	id, ok := "", false
	switch {
	case field == "who" && a.env.People != nil:
		id, ok = a.env.People.Holder(a.e.Actor, a.e.Time)
	case field == "owner" && a.env.Things != nil:
		id, _, ok = a.env.Things.Owner(a.e.Object, a.e.Time)
	case field == "customer" && a.env.Things != nil:
		id, _, ok = a.env.Things.Customer(a.e.Object)
	}
	if !ok {
		return ""
	}
	return id
}
