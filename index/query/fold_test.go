// SPDX-License-Identifier: Apache-2.0

package query

import (
	"math/rand/v2"
	"testing"
)

// TestFoldOfLatin compares the quick way of texts of Latin letters with that of any.
func TestFoldOfLatin(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 20_000 {
		text := make([]rune, r.IntN(6))
		for i := range text {
			text[i] = rune(r.IntN(limitLatin + 0x20))
		}
		got, ok := foldLatin(string(text))
		if want := foldAny(string(text)); ok && got != want {
			t.Fatalf("%q: %q, want %q", string(text), got, want)
		}
	}
	if got, ok := foldLatin("Müller ŞÖĞ"); !ok || got != "muller sog" {
		t.Errorf("%q, %v", got, ok)
	}
	if _, ok := foldLatin("a\xff"); ok {
		t.Error("bytes that are no text are folded as Latin")
	}
}
