// SPDX-License-Identifier: Apache-2.0

package loginhistory

import (
	"strconv"

	"dossier/event"
)

// limitTwins bounds how many rows of one time are remembered.
const limitTwins = 10_000

// twins tells rows apart that are the same in every cell: within one file they
// are several acts, numbered in their order; in two files they are the same ones.
type twins struct {
	at   string // the time of the rows remembered
	seen map[event.Key]int
}

// tell is the key of a row of that time and digest.
func (t *twins) tell(at string, digest event.Key) event.Key {
	if t.seen == nil || at != t.at || len(t.seen) >= limitTwins {
		if t.at = at; t.seen == nil {
			t.seen = map[event.Key]int{}
		}
		clear(t.seen)
	}
	n := t.seen[digest]
	t.seen[digest] = n + 1
	if n == 0 {
		return digest
	}
	return event.NewKey(system, "twin", string(digest[:]), strconv.Itoa(n))
}
