// SPDX-License-Identifier: Apache-2.0

package salesforce_test

import (
	"strconv"
	"testing"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

func TestRepeats(t *testing.T) {
	var r salesforce.Repeats
	first, other := event.NewKey("a"), event.NewKey("b")
	got := []int{r.Count(first, "1"), r.Count(other, "2"), r.Count(first, "2"), r.Count(first, "3")}
	for i, want := range []int{0, 0, 1, 2} {
		if got[i] != want {
			t.Errorf("record %d: %d came before, want %d", i, got[i], want)
		}
	}
}

// TestRepeatsAreBounded: what was forgotten is not counted as if it had not been.
func TestRepeatsAreBounded(t *testing.T) {
	var r salesforce.Repeats
	for i := range 1 << 17 {
		r.Count(event.NewKey(strconv.Itoa(i)), "1")
	}
	if n := r.Count(event.NewKey("0"), "1"); n != -1 {
		t.Errorf("at a time that fills the memory: %d", n)
	}
	if n := r.Count(event.NewKey("0"), "2"); n != 0 {
		t.Errorf("at another time: %d", n)
	}
}
