// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// ownerChange is a thing given to another owner.
type ownerChange struct {
	at       time.Time
	id       event.ID
	old, new owner
}

// readOwnerChanges reads who gave what to whom, so that a thing has the owner whom
// it had at the time, not the one of the day on which a list was exported.
func (n *names) readOwnerChanges(ctx context.Context, c *index.Case, d *identity.Directory) error {
	n.changes = map[event.Object][]ownerChange{}
	changes, err := query.Parse("kind:" + string(event.CRMOwnerChange))
	if err != nil {
		return fmt.Errorf("read changes of owners: %w", err)
	}
	found, err := c.Select(ctx, changes, query.Env{})
	if err != nil {
		return fmt.Errorf("read changes of owners: %w", err)
	}
	for e, err := range found.Events(ctx, 0) {
		if err != nil {
			return fmt.Errorf("read changes of owners: %w", err)
		}
		i := slices.IndexFunc(e.Targets, func(t event.Target) bool { return t.Role == event.RoleUser })
		if i < 0 || e.Object.ID == "" || e.Outcome == event.OutcomeFailure {
			continue // a row that names the owners only, a change that was refused
		}
		change := ownerChange{at: e.Time.UTC, id: e.ID, new: ownerOf(e.Targets[i].Account, d), old: formerOwner(e, d)}
		n.changes[bare(e.Object)] = append(n.changes[bare(e.Object)], change)
	}
	for _, list := range n.changes {
		slices.SortFunc(list, func(a, b ownerChange) int { return cmp.Or(a.at.Compare(b.at), bytes.Compare(a.id[:], b.id[:])) })
	}
	return nil
}

// formerOwner is whom a change took the thing from: a user of the CRM, else
// nobody's account, such as a queue.
func formerOwner(e *event.Event, d *identity.Directory) owner {
	old := e.Attr("old-value")
	if strings.HasPrefix(old, "005") && len(event.SalesforceID18(old)) == 18 {
		return ownerOf(event.Account{Namespace: event.SalesforceID, Name: old}, d)
	}
	return owner{label: old}
}

// ownerOf is the person whose account it is, else the account.
func ownerOf(a event.Account, d *identity.Directory) owner {
	o := owner{label: a.Name}
	if link, ok := d.Holder(a, event.Time{}); ok {
		o.person = link.Person
		if p, ok := d.Person(link.Person); ok {
			o.label = p.Name
		}
	}
	return o
}

// owner is who owned the thing at the time, or the customer it belongs to. Of an
// event without time, who owns it by the lists in evidence.
func (n *names) owner(o event.Object, at event.Time) (owner, bool) {
	if o.ID == "" {
		return owner{}, false
	}
	if found, ok := n.ownerAt(bare(o), at); ok {
		return found, true
	}
	if parent := n.parents[event.SalesforceID18(o.ID)]; parent != "" {
		return n.ownerAt(event.Object{Type: "customer", ID: parent}, at)
	}
	return owner{}, false
}

// ownerAt is whom the first change after the time took the thing from. Where it was
// not given away any more, it is whoever a list names, unless the list speaks for a
// day before the last change.
func (n *names) ownerAt(o event.Object, at event.Time) (owner, bool) {
	listed, ok := n.owners[o]
	changes := n.changes[o]
	for _, change := range changes {
		if at.Known() && at.UTC.Before(change.at) {
			return change.old, change.old.label != ""
		}
	}
	if len(changes) == 0 {
		return listed, ok
	}
	if last := changes[len(changes)-1]; !ok || !listed.asOf.IsZero() && listed.asOf.Before(last.at) {
		return last.new, true
	}
	return listed, true
}
