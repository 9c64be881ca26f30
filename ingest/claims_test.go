// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"sync"
	"testing"
	"time"

	"dossier/event"
)

// TestClaimsOfArchivesThatHoldThemselves lets one run take what it holds, and two
// take what the other holds, as archives made for it would have them do.
func TestClaimsOfArchivesThatHoldThemselves(t *testing.T) {
	c := newClaims()
	first, second := &run{}, &run{}
	a, b := event.Digest{1}, event.Digest{2}
	done := make(chan struct{})
	go func() {
		defer close(done)
		giveBack := c.take(first, a)
		c.take(first, a)() // itself
		var both sync.WaitGroup
		taken := make(chan struct{})
		both.Go(func() {
			defer c.take(second, b)()
			close(taken)
			defer c.take(second, a)()
		})
		<-taken
		c.take(first, b)()
		giveBack()
		both.Wait()
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("they wait for each other")
	}
}

// TestClaimsKeepOthersOut has many runs take the same bytes.
func TestClaimsKeepOthersOut(t *testing.T) {
	c := newClaims()
	var all sync.WaitGroup
	inside := 0
	for range 20 {
		r := &run{}
		all.Go(func() {
			for range 50 {
				giveBack := c.take(r, event.Digest{1})
				inside++ // the race detector looks on
				giveBack()
			}
		})
	}
	all.Wait()
	if inside != 1000 {
		t.Errorf("%d of 1000 turns: two were inside at once", inside)
	}
}
