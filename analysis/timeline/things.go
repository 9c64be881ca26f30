// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"slices"
	"time"

	"dossier/event"
)

// Thing is something that was touched.
type Thing struct {
	Type        string // "customer", "report", "document", "recipient", "printer" …
	ID          string
	Name        string
	Owner       string
	Others      bool
	First, Last time.Time
	Count       int64 // acts, each told once
	Kinds       []event.Kind
	Rows, Pages int64 // of the acts that state some
	FirstEvent  event.ID
}

// order in which the types are shown; others follow by name.
var typeOrder = map[string]int{
	"customer": 1, "contact": 2, "lead": 3, "opportunity": 4, "report": 5, "list": 6, "document": 7, "recipient": 8,
	"mailbox": 9, "printer": 10,
}

// things lists what the items touched: objects, recipients of mail, printers.
func things(items []Item) []Thing {
	found := map[[3]string]*thingTally{}
	for i, item := range items {
		e, act := item.Event, i
		if item.Same {
			act = item.SameAs
		}
		if e.Object.Type != "" && (e.Object.ID != "" || item.Name != "") && e.Object.Type != "message" {
			touch(found, Thing{Type: e.Object.Type, ID: e.Object.ID, Name: item.Name, Owner: item.Owner, Others: item.Others}, item, act)
		}
		for _, t := range e.Targets {
			switch {
			case t.Role == event.RolePrinter:
				touch(found, Thing{Type: "printer", Name: t.Account.Name}, item, act)
			case isRecipient(t.Role) && leaves(e.Kind):
				touch(found, Thing{Type: "recipient", Name: t.Account.Canonical().Name}, item, act)
			}
		}
	}
	list := make([]Thing, 0, len(found))
	for _, t := range found {
		slices.Sort(t.Kinds)
		list = append(list, t.Thing)
	}
	slices.SortFunc(list, func(a, b Thing) int {
		return cmp.Or(cmp.Compare(rank(a.Type), rank(b.Type)), cmp.Compare(a.Type, b.Type), -cmp.Compare(a.Count, b.Count),
			a.First.Compare(b.First), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func rank(kind string) int { return cmp.Or(typeOrder[kind], len(typeOrder)+1) }

// thingTally is a thing with the acts that are in its numbers already: of an act that
// several systems tell, one may name the recipient and another the pages.
type thingTally struct {
	Thing
	counted, rows, pages map[int]bool
}

// touch enters what an item says of a thing. act is the index of the item that
// told the act first.
func touch(found map[[3]string]*thingTally, t Thing, item Item, act int) {
	key := t.key()
	have := found[key]
	e := item.Event
	if have == nil {
		have = &thingTally{t, map[int]bool{}, map[int]bool{}, map[int]bool{}}
		have.First, have.FirstEvent = e.Time.UTC, e.ID
		found[key] = have
	}
	have.Name = cmp.Or(have.Name, t.Name)
	have.Last = e.Time.UTC
	if !slices.Contains(have.Kinds, e.Kind) {
		have.Kinds = append(have.Kinds, e.Kind)
	}
	if !have.counted[act] {
		have.counted[act] = true
		have.Count++
	}
	if records := e.Quantities.Records; records.Basis == event.Own && !have.rows[act] {
		have.rows[act] = true
		have.Rows += records.Count
	}
	if pages := e.Quantities.Pages; e.Kind == event.PrintJob && pages.Present() && !have.pages[act] {
		have.pages[act] = true
		have.Pages += pages.Count
	}
}
