// SPDX-License-Identifier: Apache-2.0

package query

import (
	"fmt"
	"strings"
	"time"

	"dossier/event"
)

// Env is what a query needs to know besides the event. Each part may be left out:
// then the fields that need it never match, and [Check] reports them.
type Env struct {
	// Zone is where days begin and hours are read: the subject's, else the case's.
	// nil is UTC.
	Zone *time.Location
	// LastDay is the day on which last: ends: the subject's last working day, else
	// the last day of the case. "" leaves it out.
	LastDay event.Date
	// Subject is the person whom "me" means. "" leaves it out.
	Subject string
	// People answers who: and owner:.
	People People
	// Things answers customer: and owner:, and names objects in object:.
	Things Things
	// Internal reports whether a mail address is the organisation's own, for
	// is:outside.
	Internal func(address string) bool
	// Path is a source's path as given, for source:.
	Path func(event.Digest) string
	// Raw reports whether a regular expression is found in a record that an event
	// rests on, for raw:. What of the record it looks at says [RecordText].
	Raw func(p Pattern, o event.Origin) bool
	// Tags are the marks on an event, for tag:.
	Tags func(event.ID) []string
	// Tagged, if it is there, lists the events that have tags, so that a store need
	// not ask of each. In any order.
	Tagged func() []event.ID
}

// People says who held which account when. It is asked for every event and should
// remember what it found.
type People interface {
	// Person is the id of the one person whom the words mean.
	Person(words string) (id string, err error)
	// Holder is the person who held the account at the time.
	Holder(a event.Account, at event.Time) (id string, ok bool)
}

// Things says what reference records say of things.
type Things interface {
	// Name is the thing's name, "" if none is known.
	Name(event.Object) string
	// Owner is who owned the thing at the time: a person's id, "" if the account leads to
	// nobody, and how the owner is called.
	Owner(o event.Object, at event.Time) (person, label string, ok bool)
	// Customer is the customer that the thing is or belongs to.
	Customer(event.Object) (id, name string, ok bool)
}

// Tenures is what People may know besides, so that a store need not ask of each
// event.
type Tenures interface {
	// HolderChanges are the instants, ascending, at which another may hold the
	// account than just before: between two, and before the first, Holder's answer
	// is the same for all times that are known.
	HolderChanges(a event.Account) []time.Time
	// Accounts are all accounts, in canonical form, of which Holder may at some time
	// say that the person holds them.
	Accounts(person string) map[event.Account]bool
}

// Ownerships is what Things may know besides.
type Ownerships interface {
	// OwnerChanges are the instants, ascending, at which the thing may have another
	// owner than just before, as in Tenures.
	OwnerChanges(o event.Object) []time.Time
}

// me is the word for the subject of the investigation.
const me = "me"

// person resolves a name; "" and an error if it means nobody or several.
func (e Env) person(words string) (string, error) {
	if strings.EqualFold(words, me) {
		if e.Subject == "" {
			return "", fmt.Errorf("%q: nobody is named as the subject", me)
		}
		return e.Subject, nil
	}
	if e.People == nil {
		return "", fmt.Errorf("%q: no people are known here", words)
	}
	return e.People.Person(words)
}

func (e Env) zone() *time.Location {
	if e.Zone == nil {
		return time.UTC
	}
	return e.Zone
}

// Check returns why a query cannot be answered in env: the first field of which a
// part of env is missing, or a person whom a name does not lead to.
func Check(q Query, env Env) error {
	var first error
	Terms(q, func(t *Term) {
		for _, v := range t.Any {
			if err := checkValue(t, v, env); err != nil && first == nil {
				first = fmt.Errorf("%s: %w", t, err)
			}
		}
	})
	return first
}

func checkValue(t *Term, v Value, env Env) error {
	missing := ""
	switch {
	case t.Field == "who":
		if env.People == nil {
			missing = "who held which account"
			break
		}
		_, err := env.person(v.(Name).Text)
		return err
	case t.Field == "owner" && env.Things == nil:
		missing = "who owns what"
	case t.Field == "owner" && strings.EqualFold(v.(Name).Text, me):
		_, err := env.person(me)
		return err
	case t.Field == "has" && v == Word("owner") && env.Things == nil:
		missing = "who owns what"
	case t.Field == "customer" && env.Things == nil:
		missing = "customers"
	case t.Field == "source" && env.Path == nil:
		missing = "the paths of sources"
	case t.Field == fieldRaw && env.Raw == nil:
		missing = "the records themselves"
	case t.Field == "tag" && env.Tags == nil:
		missing = "tags"
	case t.Field == "is" && v == Word("outside") && env.Internal == nil:
		missing = "which addresses are inside"
	case t.Field == "last" && env.LastDay == "":
		missing = "a last day"
	}
	if missing != "" {
		return fmt.Errorf("cannot be answered here: nothing is known of %s", missing)
	}
	return nil
}
