// SPDX-License-Identifier: Apache-2.0

package index

import (
	"slices"
	"testing"
)

// TestWholeWordsInPages looks for a whole word in texts as they lie in a page: beside
// signs, at the ends of texts, behind escapes of every length, and within other words.
func TestWholeWordsInPages(t *testing.T) {
	texts := []string{
		`{"a":"word"}`, `word`, `{"a":"x\nword"}`, `{"a":"x\u001fword"}`, `{"a":"\"word\""}`, `{"a":"c:\\word"}`, `{"a":"word\nx"}`,
		`{"a":"swords"}`, `{"a":"wordy"}`, `{"a":"1word"}`, `sword`, `word`, `x`,
		`{"a":"swords and word"}`,
	}
	var page []byte
	starts := []uint32{0}
	for _, text := range texts {
		page = append(page, text...)
		starts = append(starts, uint32(len(page)))
	}
	var got []int
	lower(page)
	rowsWith(page, starts, "word", true, func(i int) { got = append(got, i) })
	if want := []int{0, 1, 2, 3, 4, 5, 6, 11, 13}; !slices.Equal(got, want) {
		t.Errorf("found in texts %v, want %v", got, want)
	}
}
