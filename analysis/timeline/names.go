// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// names is what the facts say of things: their names, their owners, the customers
// that contacts belong to; and which of them changed owners.
type names struct {
	byObject      map[event.Object]string // Object without its name
	owners        map[event.Object]owner
	customers     map[string]bool                // ids of the customer list
	customerNames map[string]string              // by id
	parents       map[string]string              // customer id by contact id
	changes       map[event.Object][]ownerChange // by time
}

// owner is who owns a thing.
type owner struct {
	person string    // identity.Person.ID; "" if the account leads to nobody
	label  string    // the person's name, else the account
	asOf   time.Time // day that the list speaks for; zero if nothing says so
}

// readNames reads the facts about things. Where several facts speak of one thing,
// the latest by the day they speak for counts, then the one with the smallest ID.
func readNames(ctx context.Context, c *index.Case, d *identity.Directory) (*names, error) {
	n := &names{
		byObject: map[event.Object]string{}, owners: map[event.Object]owner{}, customers: map[string]bool{},
		customerNames: map[string]string{}, parents: map[string]string{},
	}
	var facts []*event.Fact
	err := c.Facts(func(f *event.Fact) error {
		if f.Kind != event.FactPerson && f.Subject.ID != "" {
			facts = append(facts, f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(facts, func(a, b *event.Fact) int {
		return cmp.Or(a.AsOf.UTC.Compare(b.AsOf.UTC), -cmp.Compare(a.ID.String(), b.ID.String()))
	})
	for _, f := range facts {
		n.learn(f, d)
	}
	return n, n.readOwnerChanges(ctx, c, d)
}

func (n *names) learn(f *event.Fact, d *identity.Directory) {
	key := bare(f.Subject)
	if f.Subject.Name != "" {
		n.byObject[key] = f.Subject.Name
	}
	if !f.Owner.IsZero() {
		o := ownerOf(f.Owner, d)
		o.asOf = f.AsOf.UTC
		n.owners[key] = o
	}
	switch f.Kind {
	case event.FactCustomer:
		n.customers[key.ID] = true
		n.customerNames[key.ID] = f.Subject.Name
	case event.FactContact, event.FactObject:
		if parent := f.Attr("account-id"); parent != "" {
			n.parents[key.ID] = event.SalesforceID18(parent)
		}
	}
}

// bare is how objects are compared: by type and id.
func bare(o event.Object) event.Object {
	return event.Object{Type: o.Type, ID: event.SalesforceID18(o.ID)}
}

func (n *names) of(o event.Object) string {
	if o.ID == "" {
		return ""
	}
	return n.byObject[bare(o)]
}

// customerOf is the id of the customer that a thing is, or belongs to; "" if it
// is or does not.
func (n *names) customerOf(o event.Object) string {
	id := event.SalesforceID18(o.ID)
	if o.Type == "customer" {
		return id
	}
	return n.parents[id]
}
