// SPDX-License-Identifier: Apache-2.0

package query_test

import (
	"math/rand/v2"
	"testing"
	"unicode/utf16"

	"dossier/index/query"
)

// TestRecordText wants UTF-16 read as the standard library reads it, halves of pairs
// included, zeros left out elsewhere, and one line end left out behind.
func TestRecordText(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	some := []uint16{'a', 'b', 'c', 'Z', 0x7F, 0x80, 0x161, 0xFC, 0x6771, 0xD83D, 0xDE00, 0xDC00, 0xD800, 0xFFFD, 0}
	for range 2000 {
		units := make([]uint16, r.IntN(16))
		var little, big []byte
		for i := range units {
			units[i] = some[r.IntN(len(some))]
			little = append(little, byte(units[i]), byte(units[i]>>8))
			big = append(big, byte(units[i]>>8), byte(units[i]))
		}
		want := string(utf16.Decode(units))
		if got := string(query.RecordText(little, "utf-16le")); got != want {
			t.Fatalf("%x is read as %q, want %q", units, got, want)
		}
		if got := string(query.RecordText(append(big, 7), "utf-16be")); got != want {
			t.Fatalf("%x, the higher byte first, is read as %q, want %q", units, got, want)
		}
	}
	for record, want := range map[string]string{"a\r\n": "a", "a\n\n": "a\n", "\x00a\x00b\x00": "ab", "a\r": "a", "": "", "\xff\n": "\xff"} {
		if got := string(query.RecordText([]byte(record), "8-bit")); got != want {
			t.Errorf("%q is read as %q, want %q", record, got, want)
		}
	}
}
