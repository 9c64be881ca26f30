// SPDX-License-Identifier: Apache-2.0

package salesforce

import "dossier/event"

// limitRepeats bounds how many different records are remembered.
const limitRepeats = 1 << 17

// Repeats counts equal records, so that two equal changes at one time keep two
// keys. Exports are in order of time: what is forgotten lies at other times. The
// zero Repeats has seen nothing.
type Repeats struct {
	seen map[event.Key]int
	last string
}

// Count is how many equal records came before; -1 if that is no longer known. The
// text when is the record's time.
func (r *Repeats) Count(record event.Key, when string) int {
	if len(r.seen) >= limitRepeats {
		if when == r.last {
			return -1
		}
		r.seen = nil
	}
	if r.seen == nil {
		r.seen = map[event.Key]int{}
	}
	r.last = when
	n := r.seen[record]
	r.seen[record] = n + 1
	return n
}
