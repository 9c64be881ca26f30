// SPDX-License-Identifier: Apache-2.0

package segments_test

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"sort"
	"testing"
	"time"

	"dossier/event"
	"dossier/index/internal/segments"
)

// TestLowerTime looks for times in segments whose events come evenly, in bursts, all at
// once, with and without some that have no time.
func TestLowerTime(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for name, at := range map[string]func(n int) int64{
		"even":  func(n int) int64 { return int64(n) * 1e9 },
		"burst": func(n int) int64 { return int64(math.Exp(float64(n%997) / 30)) },
		"once":  func(n int) int64 { return 7 },
		"twice": func(n int) int64 { return int64(n%2) * 1e15 },
	} {
		for _, timeless := range []bool{false, true} {
			b := segments.NewBuilder()
			for n := range 50_000 {
				e := &event.Event{ID: event.NewID(event.Digest{}, int64(n), 0), Origin: event.Origin{Parser: "p@1"}}
				if !timeless || n%10 > 0 {
					e.Time = event.Instant(time.Unix(0, at(n)), event.PrecisionNano, event.TimeRecorded, "")
				}
				b.Add([]*event.Event{e}, nil, nil)
			}
			dir := filepath.Join(t.TempDir(), "0001")
			if _, err := b.Write(dir); err != nil {
				t.Fatal(err)
			}
			s, err := segments.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			times, err := s.Times()
			if err != nil {
				t.Fatal(err)
			}
			first, last, timed, known := s.Span()
			if !known || first != times[0] || last != times[len(times)-1] || timed != int64(len(times)) {
				t.Errorf("%s: %d to %d, %d of %d, %v", name, first, last, timed, len(times), known)
			}
			for range 300 {
				nanos := times[r.IntN(len(times))] + r.Int64N(3) - 1
				got, err := s.LowerTime(nanos)
				if want := sort.Search(len(times), func(i int) bool { return times[i] >= nanos }); err != nil || got != int64(want) {
					t.Fatalf("%s, %d: row %d, want %d: %v", name, nanos, got, want, err)
				}
			}
			s.Close()
		}
	}
}
