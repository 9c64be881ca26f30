// SPDX-License-Identifier: Apache-2.0

// Package identity says which accounts belong to which persons, on what evidence,
// from when to when. It never changes an event: a link is an opinion beside the
// data, derived anew from the facts of the case and the decisions in its journal.
//
// Links have classes:
//
//	A  a roster or directory row gives both the person and the account
//	B  the account's name equals, in full, an address or log-in name that a
//	   roster gives to the person, and to nobody else in that period
//	C  an analyst said so, citing why
//	D  similarity: a suggestion, never counted
//
// Rows of several rosters are one person if they share an address, log-in name,
// SID or employee number and do not contradict each other in the employee number.
// Names alone never join anything. Two persons never hold one account on one day:
// on the days that the dates do not settle, nobody holds it, and the links are
// contested.
package identity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dossier/event"
)

// Class is how well a link is founded.
type Class string

// The classes.
const (
	ClassA Class = "A"
	ClassB Class = "B"
	ClassC Class = "C"
	ClassD Class = "D"
)

// Person is somebody whom a roster names, or whom an analyst named.
type Person struct {
	// ID is stable as long as the rosters are: "employee:1042", else the person's
	// first account by name.
	ID         string
	Name       string   // given name and surname, where a roster tells them apart; else the fullest spelling
	Names      []string // every spelling on a roster, and in the CRM's list of users
	Title      string
	Department string
	Office     string
	Manager    string // as recorded
	Hired      event.Date
	Notice     event.Date
	Leaves     event.Date // last working day
	Facts      []*event.Fact
}

// Link says that an account belongs to a person.
type Link struct {
	Account event.Account // as recorded
	Person  string        // Person.ID
	Class   Class
	// From and To bound the days on which the link holds, both included; "" is open.
	From, To event.Date
	Basis    string     // in words: "User export, row 118, and roster.csv, line 4: same address"
	Facts    []event.ID // the facts it rests on
	Cites    []string   // of class C: what the analyst cited
	Decided  string     // of class C and of rejected links: who, and when
	// Status is why a link does not count; "" if it does.
	Status Status
}

// Status is why a link does not count.
type Status string

// The statuses.
const (
	Counts    Status = ""
	Rejected  Status = "rejected"  // an analyst undid it
	Contested Status = "contested" // two persons would hold the account on these days
	Overruled Status = "overruled" // on these days an analyst gives the account to somebody else
	Suggested Status = "suggested" // class D
)

// Key is how an account is compared across links.
func Key(a event.Account) event.Account { return a.Canonical() }

// Covers reports whether the link holds on the day.
func (l Link) Covers(day event.Date) bool {
	return (l.From == "" || day >= l.From) && (l.To == "" || day <= l.To)
}

// Directory is who held which account when. Immutable.
type Directory struct {
	persons []Person
	byID    map[string]int
	links   []Link
	byName  map[event.Account][]int // links that count or are contested, by canonical account
	zone    *time.Location
	domains map[string]bool
	labels  map[event.Account]string // what a system's own user list calls an account
}

// Label is what a system's own list of users calls the account's holder: "Front
// Desk", "Integration User". It names an account and attributes nothing. "" if no
// list has the account.
func (d *Directory) Label(a event.Account) string { return d.labels[Key(a)] }

// Persons lists everybody, by name.
func (d *Directory) Persons() []Person { return d.persons }

// Person finds somebody by ID.
func (d *Directory) Person(id string) (Person, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Person{}, false
	}
	return d.persons[i], true
}

// Links lists the links of a person, those that count first, then by class and
// account.
func (d *Directory) Links(person string) []Link {
	var list []Link
	for _, l := range d.links {
		if l.Person == person {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Class, b.Class),
			cmp.Compare(a.Account.String(), b.Account.String()), cmp.Compare(a.From, b.From))
	})
	return list
}

// AllLinks lists every link there is.
func (d *Directory) AllLinks() []Link { return slices.Clone(d.links) }

// Holder is the person who held the account at the time, and the link that says
// so. An event without time is attributed only if one person ever held the account,
// and nobody else is said to have.
func (d *Directory) Holder(a event.Account, at event.Time) (Link, bool) {
	links := d.byName[Key(a)]
	if len(links) == 0 {
		return Link{}, false
	}
	var day event.Date
	if at.Known() {
		day = event.Date(at.UTC.In(d.zone).Format(time.DateOnly))
	}
	var found Link
	held := false
	for _, i := range links {
		l := d.links[i]
		if at.Known() && !l.Covers(day) {
			continue
		}
		if l.Status != Counts || held && l.Person != found.Person {
			return Link{}, false
		}
		if !held {
			found, held = l, true
		}
	}
	return found, held
}

// HolderChanges are the instants, ascending, at which Holder may answer otherwise
// than just before: the first of the days that links begin with, and of those behind
// their last.
func (d *Directory) HolderChanges(a event.Account) []time.Time {
	var list []time.Time
	for _, i := range d.byName[Key(a)] {
		if from := d.links[i].From; from != "" {
			list = append(list, d.begin(from, 0))
		}
		if to := d.links[i].To; to != "" {
			list = append(list, d.begin(to, 1))
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// begin is when the day so many days behind another begins: at midnight, or later
// where clocks are changed then.
func (d *Directory) begin(day event.Date, behind int) time.Time {
	midnight := day.Time(time.UTC).AddDate(0, 0, behind)
	at := time.Date(midnight.Year(), midnight.Month(), midnight.Day(), 0, 0, 0, 0, d.zone)
	for at.Format(time.DateOnly) < midnight.Format(time.DateOnly) {
		at = at.Add(time.Hour)
	}
	return at
}

// Accounts are the canonical accounts of the person that count, on some day or
// other.
func (d *Directory) Accounts(person string) map[event.Account]bool {
	set := map[event.Account]bool{}
	for _, l := range d.links {
		if l.Person == person && l.Status == Counts {
			set[Key(l.Account)] = true
		}
	}
	return set
}

// Internal reports whether a mail address lies in one of the domains in which the
// rosters give their people addresses.
func (d *Directory) Internal(address string) bool {
	_, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	return ok && d.domains[domain]
}

// Domains lists those domains.
func (d *Directory) Domains() []string {
	list := make([]string, 0, len(d.domains))
	for domain := range d.domains {
		list = append(list, domain)
	}
	slices.Sort(list)
	return list
}
