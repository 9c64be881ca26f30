// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"slices"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// Reference is what the reference records of a case say of things: how they are
// called, who owns them, which customer they belong to. Immutable. It serves
// queries (query.Things).
type Reference struct{ names *names }

// ReadReference reads the facts of a case. Where several speak of one thing, the
// latest counts.
func ReadReference(ctx context.Context, c *index.Case, d *identity.Directory) (*Reference, error) {
	n, err := readNames(ctx, c, d)
	return &Reference{n}, err
}

// Name is the thing's name, "" if no fact has it.
func (r *Reference) Name(o event.Object) string { return r.names.of(o) }

// Owner is who owned the thing at the time, or the customer it belongs to: the person's id, ""
// if the owner's account leads to nobody, and how the owner is called.
func (r *Reference) Owner(o event.Object, at event.Time) (person, label string, ok bool) {
	found, ok := r.names.owner(o, at)
	return found.person, found.label, ok
}

// OwnerChanges are the instants, ascending, at which Owner may answer otherwise
// than just before: those at which the thing or its customer was given away.
func (r *Reference) OwnerChanges(o event.Object) []time.Time {
	keys := []event.Object{bare(o)}
	if parent := r.names.parents[keys[0].ID]; parent != "" {
		keys = append(keys, event.Object{Type: "customer", ID: parent})
	}
	var list []time.Time
	for _, key := range keys {
		for _, change := range r.names.changes[key] {
			list = append(list, change.at)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// Customer is the customer that the thing is, or belongs to.
func (r *Reference) Customer(o event.Object) (id, name string, ok bool) {
	id = r.names.customerOf(o)
	if id == "" {
		return "", "", false
	}
	name = r.names.customerNames[id]
	if name == "" && o.Type == "customer" {
		name = o.Name
	}
	return id, name, true
}
