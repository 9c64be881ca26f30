// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
)

// ActionPrefix begins all actions of this package.
const ActionPrefix = "people."

// The journal's actions that this package reads.
const (
	ActionLink   = "people.link"   // an account belongs to a person (class C)
	ActionUnlink = "people.unlink" // it does not, whatever the rosters say
)

// Decision is what the journal keeps of a link or unlink.
type Decision struct {
	Account string     `json:"account"` // "namespace:name"
	Person  string     `json:"person"`  // Person.ID
	From    event.Date `json:"from,omitempty"`
	To      event.Date `json:"to,omitempty"`
	Because string     `json:"because"`         // the analyst's words
	Cites   []string   `json:"cites,omitempty"` // IDs of events or facts
}

// Build derives the directory of a case.
func Build(ctx context.Context, c *index.Case) (*Directory, error) {
	rosters, users, err := readFacts(c)
	if err != nil {
		return nil, err
	}
	actors, err := c.Actors(ctx)
	if err != nil {
		return nil, err
	}
	paths := map[event.Digest]string{}
	for _, s := range c.Sources() {
		if s.Status != event.StatusCopy {
			paths[s.Digest] = s.Path
		}
	}
	entries, err := c.Decisions()
	if err != nil {
		return nil, err
	}
	persons, err := addPersons(gatherPersons(rosters), entries)
	if err != nil {
		return nil, err
	}
	l := &linker{persons: persons, users: users, actors: actors, cite: citeWith(paths), seen: map[[2]string]bool{}}
	l.byRoster()
	l.byUser()
	l.byEquality()
	l.bySimilarity()
	if l.links, err = decide(l.links, entries, formerIDs(persons)); err != nil {
		return nil, err
	}
	l.links = contest(l.links)
	return newDirectory(l, c), nil
}

// readFacts reads roster rows and CRM users once each: copies of a row, and rows
// that say the same in several exports, stand behind the first by ID.
func readFacts(c *index.Case) (rosters, users []*event.Fact, err error) {
	seen := map[event.Key]bool{}
	err = c.Facts(func(f *event.Fact) error {
		switch f.Kind {
		case event.FactPerson:
			rosters = append(rosters, f)
		case event.FactUser:
			users = append(users, f)
		}
		return nil
	})
	first := func(list []*event.Fact) []*event.Fact {
		slices.SortFunc(list, func(a, b *event.Fact) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		return slices.DeleteFunc(list, func(f *event.Fact) bool {
			copied := !f.Key.IsZero() && seen[f.Key]
			seen[f.Key] = true
			return copied
		})
	}
	return first(rosters), first(users), err
}

// decide applies the analysts' decisions in their order: the last one about an
// account and a person holds. The person may bear another ID by now.
func decide(links []Link, entries []index.JournalEntry, former map[string]string) ([]Link, error) {
	for _, e := range entries {
		if e.Action != ActionLink && e.Action != ActionUnlink {
			continue
		}
		var d Decision
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		account, ok := event.ParseAccount(d.Account)
		if !ok {
			return nil, fmt.Errorf("journal line %d: account %q cannot be read", e.Number, d.Account)
		}
		if id, ok := former[d.Person]; ok {
			d.Person = id
		}
		by := fmt.Sprintf("%s on %s", e.Who, e.Time)
		same := func(l Link) bool { return l.Person == d.Person && Key(l.Account) == Key(account) }
		if e.Action == ActionUnlink {
			for i := range links {
				if same(links[i]) {
					links[i].Status, links[i].Decided = Rejected, by+": "+d.Because
				}
			}
			continue
		}
		links = slices.DeleteFunc(links, same)
		links = append(links, Link{
			Account: account, Person: d.Person, Class: ClassC, From: d.From, To: d.To,
			Basis: d.Because, Cites: d.Cites, Decided: by,
		})
	}
	return links, nil
}

// formerIDs are the IDs that persons had while fewer rosters were there, with those
// that they have now: a decision outlives the roster that gives a number to whom it
// is about. What several could have been called is nobody's.
func formerIDs(persons []Person) map[string]string {
	former := map[string]string{}
	for _, p := range persons {
		for _, f := range p.Facts {
			for _, id := range factIDs(f) {
				if other, ok := former[id]; ok && other != p.ID {
					former[id] = ""
				} else {
					former[id] = p.ID
				}
			}
		}
	}
	for _, p := range persons {
		delete(former, p.ID)
	}
	maps.DeleteFunc(former, func(_, id string) bool { return id == "" })
	return former
}

func newDirectory(l *linker, c *index.Case) *Directory {
	d := &Directory{
		persons: l.persons, links: l.links, zone: c.Zone(),
		byID: map[string]int{}, byName: map[event.Account][]int{}, domains: map[string]bool{}, labels: map[event.Account]string{},
	}
	for _, f := range l.users {
		for _, a := range f.Accounts {
			if d.labels[Key(a)] == "" {
				d.labels[Key(a)] = f.Subject.Name
			}
		}
	}
	for i, p := range d.persons {
		d.byID[p.ID] = i
		for _, f := range p.Facts {
			for _, a := range f.Accounts {
				if _, domain, ok := strings.Cut(a.Canonical().Name, "@"); ok && (a.Namespace == event.Email || a.Namespace == event.UPN) && !private(f, a) {
					d.domains[domain] = true
				}
			}
		}
	}
	for i, link := range d.links {
		if link.Status == Counts || link.Status == Contested {
			d.byName[Key(link.Account)] = append(d.byName[Key(link.Account)], i)
		}
	}
	return d
}

// private reports whether an address is one of the person's own: rosters keep those
// among their other fields as well. Their domains are no part of the organisation,
// or mail to oneself at home would stay inside.
func private(f *event.Fact, a event.Account) bool {
	return slices.ContainsFunc(f.Attrs, func(attr event.Attr) bool { return strings.EqualFold(strings.TrimSpace(attr.Value), a.Name) })
}
