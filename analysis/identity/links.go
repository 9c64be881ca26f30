// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dossier/event"
	"dossier/index"
)

// linker derives links from facts and from the accounts that occur.
type linker struct {
	persons []Person
	users   []*event.Fact
	actors  []index.Actor
	cite    func(event.Origin) string
	links   []Link
	seen    map[[2]string]bool // canonical account and person
}

// add takes a link unless the person has the account already by a better class.
func (l *linker) add(link Link) {
	key := [2]string{Key(link.Account).String(), link.Person}
	if !l.seen[key] {
		l.seen[key] = true
		l.links = append(l.links, link)
	}
}

// byRoster makes class A links of the accounts that roster rows give.
func (l *linker) byRoster() {
	for _, p := range l.persons {
		for _, f := range p.Facts {
			for _, a := range f.Accounts {
				l.add(Link{
					Account: a, Person: p.ID, Class: ClassA, Facts: []event.ID{f.ID},
					Basis: l.cite(f.Origin) + " gives both", From: p.Hired, To: l.until(p, a),
				})
			}
		}
	}
}

// until is the day up to which a person holds an account that a roster gives: open,
// unless somebody else is given the same account who is not known to have left by
// then.
func (l *linker) until(p Person, a event.Account) event.Date {
	if p.Leaves == "" {
		return ""
	}
	for _, other := range l.persons {
		if other.ID == p.ID || !holdsOnRoster(other, a) {
			continue
		}
		if other.Leaves == "" || other.Leaves > p.Leaves {
			return p.Leaves
		}
	}
	return ""
}

func holdsOnRoster(p Person, a event.Account) bool {
	for _, f := range p.Facts {
		for _, mine := range f.Accounts {
			if joinKey(mine) == joinKey(a) {
				return true
			}
		}
	}
	return false
}

// byUser makes class A links of CRM users: the directory row of the CRM gives the
// user's id together with an address, log-in name or number that a roster gives to
// one person. What the CRM calls the person is one more spelling of the name.
func (l *linker) byUser() {
	owners := l.addressOwners()
	for _, f := range l.users {
		person, via, ok := soleOwner(f, owners)
		if !ok {
			continue
		}
		if name := f.Subject.Name; name != "" && !slices.Contains(person.Names, name) {
			person.Names = append(person.Names, name)
		}
		for _, a := range f.Accounts {
			if a.Namespace == event.Email || a.Namespace == event.UPN {
				continue // the roster's word on addresses stands
			}
			l.add(Link{
				Account: a, Person: person.ID, Class: ClassA, Facts: []event.ID{f.ID, via.fact.ID},
				From: via.from, To: via.to,
				Basis: fmt.Sprintf("%s gives it with %s, which %s gives to the person", l.cite(f.Origin), via.account.Name, l.cite(via.fact.Origin)),
			})
		}
	}
}

// owned is an address with the roster row that gives it.
type owned struct {
	account  event.Account
	person   *Person
	fact     *event.Fact
	from, to event.Date
}

func (l *linker) addressOwners() map[event.Account][]owned {
	owners := map[event.Account][]owned{}
	for i := range l.persons {
		p := &l.persons[i]
		for _, f := range p.Facts {
			for _, a := range f.Accounts {
				key := joinKey(a)
				if !joining[a.Namespace] || ownedBy(owners[key], p) {
					continue
				}
				owners[key] = append(owners[key], owned{a, p, f, p.Hired, l.until(*p, a)})
			}
		}
	}
	return owners
}

func ownedBy(list []owned, p *Person) bool {
	return slices.ContainsFunc(list, func(o owned) bool { return o.person == p })
}

// soleOwner finds the one person to whom the user row's accounts lead. A CRM user
// name looks like an address and is compared as one. An account that rosters give
// to several persons, such as a reissued address, leads to nobody: the others
// decide.
func soleOwner(f *event.Fact, owners map[event.Account][]owned) (*Person, owned, bool) {
	var found *owned
	for _, a := range f.Accounts {
		if a.Namespace == event.SalesforceUser {
			a.Namespace = event.Email
		}
		holders := owners[joinKey(a)]
		if !joining[a.Namespace] || len(holders) != 1 {
			continue
		}
		if found != nil && found.person != holders[0].person {
			return nil, owned{}, false
		}
		found = &holders[0]
	}
	if found == nil {
		return nil, owned{}, false
	}
	return found.person, *found, true
}

// byEquality makes class B links: accounts that occur in events and bear, in
// another namespace, exactly the name that a roster gives to one person.
func (l *linker) byEquality() {
	owners := map[string][]owned{}
	for i := range l.persons {
		p := &l.persons[i]
		for _, f := range p.Facts {
			for _, a := range f.Accounts {
				for _, name := range equalNames(a) {
					if !ownedBy(owners[name], p) {
						owners[name] = append(owners[name], owned{a, p, f, p.Hired, l.until(*p, a)})
					}
				}
			}
		}
	}
	for _, actor := range l.actors {
		for _, name := range actorNames(actor.Account) {
			for _, o := range owners[name] {
				l.add(Link{
					Account: actor.Account, Person: o.person.ID, Class: ClassB, Facts: []event.ID{o.fact.ID}, From: o.from, To: o.to,
					Basis: fmt.Sprintf("equals %s, which %s gives to the person", o.account.Name, l.cite(o.fact.Origin)),
				})
			}
			if len(owners[name]) > 0 {
				break // what is equal in a lesser way is somebody else's
			}
		}
	}
}

// equalNames are the names under which other systems would record a roster's
// account, told apart by what kind of name they are. A "login" is as the roster
// writes it, with its domain or without; a "user" is the name within the domain.
func equalNames(a event.Account) []string {
	name := a.Canonical().Name
	switch a.Namespace {
	case event.Email, event.UPN:
		return []string{"address:" + name}
	case event.WindowsSAM:
		_, bare, ok := strings.Cut(name, `\`)
		if !ok {
			bare = name
		}
		return []string{"login:" + name, "user:" + bare}
	case event.EmployeeNumber:
		return []string{"number:" + name}
	case event.SID:
		return []string{"sid:" + name}
	case event.DirectoryID:
		return []string{"guid:" + strings.Trim(name, "{}")}
	}
	return nil
}

// actorNames are the names to look an account of an event up by, the first that
// somebody bears. With a domain, it is that domain's, or one of a roster that names
// no domains; a bare name is anybody's whose name within a domain it is.
func actorNames(a event.Account) []string {
	name := a.Canonical().Name
	switch a.Namespace {
	case event.Email, event.UPN, event.SalesforceUser:
		return []string{"address:" + name}
	case event.SID:
		return []string{"sid:" + name}
	case event.DirectoryID:
		return []string{"guid:" + strings.Trim(name, "{}")}
	case event.EmployeeNumber:
		return []string{"number:" + name}
	case event.WindowsSAM, event.PrintUser:
		if strings.Contains(name, "@") {
			return []string{"address:" + name}
		}
		if _, bare, ok := strings.Cut(name, `\`); ok {
			return []string{"login:" + name, "login:" + bare}
		}
		return []string{"user:" + name, "number:" + name}
	}
	return nil
}

// citeWith renders where a fact stands for the basis of a link.
func citeWith(sources map[event.Digest]string) func(event.Origin) string {
	return func(o event.Origin) string {
		path := cmp.Or(sources[o.Source], o.Source.String()[:12])
		if o.Span.Line > 0 {
			return fmt.Sprintf("%s line %d", path, o.Span.Line)
		}
		return fmt.Sprintf("%s at byte %d", path, o.Span.Offset)
	}
}
