// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"sync"

	"dossier/event"
)

// claims sees to it that the same bytes, given twice, are not read by two runs at
// the same time: the second waits, and then finds the source finished.
type claims struct {
	mu    sync.Mutex
	freed sync.Cond
	held  map[event.Digest]*run
	waits map[*run]event.Digest // what a run waits for
}

func newClaims() *claims {
	c := &claims{held: map[event.Digest]*run{}, waits: map[*run]event.Digest{}}
	c.freed.L = &c.mu
	return c
}

// take waits until nobody else reads the bytes and makes r who does. The function
// it returns gives them back. An archive can be made to hold itself, and two to
// hold each other: rather than wait for ever, r then reads on without a claim, and
// the limit of depth ends it.
func (c *claims) take(r *run, d event.Digest) (giveBack func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.held[d] != nil {
		if c.leadsTo(c.held[d], r) {
			return func() {}
		}
		c.waits[r] = d
		c.freed.Wait()
		delete(c.waits, r)
	}
	c.held[d] = r
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.held, d)
		c.freed.Broadcast()
	}
}

// leadsTo reports whether holder is r or waits, through whomever, for r.
func (c *claims) leadsTo(holder, r *run) bool {
	for holder != nil && holder != r {
		d, waiting := c.waits[holder]
		if !waiting {
			return false
		}
		holder = c.held[d]
	}
	return holder == r
}
