// SPDX-License-Identifier: Apache-2.0

package search

import (
	"sync"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
)

// holders answers query.People, and remembers whom a name means.
type holders struct {
	d     *identity.Directory
	mu    sync.Mutex
	known map[string]holder
}

type holder struct {
	id  string
	err error
}

// Person finds the one person whom the words mean.
func (h *holders) Person(words string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	found, ok := h.known[words]
	if !ok {
		var p identity.Person
		p, found.err = h.d.Find(words)
		found.id = p.ID
		h.known[words] = found
	}
	return found.id, found.err
}

// Holder is the person who held the account at the time.
func (h *holders) Holder(a event.Account, at event.Time) (string, bool) {
	link, ok := h.d.Holder(a, at)
	return link.Person, ok
}

// HolderChanges implements query.Tenures.
func (h *holders) HolderChanges(a event.Account) []time.Time { return h.d.HolderChanges(a) }

// Accounts implements query.Tenures.
func (h *holders) Accounts(person string) map[event.Account]bool { return h.d.Accounts(person) }
