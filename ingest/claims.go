// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"sync"

	"dossier/event"
)

// claims sees to it that the same bytes, given twice, are not read by two workers
// at the same time: the second waits, and then finds the source finished.
type claims struct {
	mu   sync.Mutex
	held map[event.Digest]chan struct{} // closed when given back
}

func newClaims() *claims { return &claims{held: map[event.Digest]chan struct{}{}} }

// take waits until nobody reads the bytes and makes the caller who does. The
// function it returns gives them back. Whoever holds the bytes of a member holds
// those of its containers and nothing else, so no two wait for each other.
func (c *claims) take(d event.Digest) (giveBack func()) {
	for {
		c.mu.Lock()
		busy, held := c.held[d]
		if !held {
			mine := make(chan struct{})
			c.held[d] = mine
			c.mu.Unlock()
			return func() {
				c.mu.Lock()
				delete(c.held, d)
				c.mu.Unlock()
				close(mine)
			}
		}
		c.mu.Unlock()
		<-busy
	}
}
