// SPDX-License-Identifier: Apache-2.0

package segments_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
			var events []*event.Event
			for n := range 50_000 {
				e := &event.Event{ID: event.NewID(event.Digest{}, int64(n), 0), Origin: event.Origin{Parser: "p@1"}}
				if !timeless || n%10 > 0 {
					e.Time = event.Instant(time.Unix(0, at(n)), event.PrecisionNano, event.TimeRecorded, "")
				}
				events = append(events, e)
			}
			s := written(t, events)
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
		}
	}
}

// TestFlippedSpan changes each byte of the footer in which a bound of the times may lie:
// the segment opens with the same span, or not at all.
func TestFlippedSpan(t *testing.T) {
	b := segments.NewBuilder()
	for n := range 100 {
		e := &event.Event{ID: event.NewID(event.Digest{}, int64(n), 0), Origin: event.Origin{Parser: "p@1"}}
		if n > 0 {
			e.Time = event.Instant(time.Unix(1_700_000_000+int64(n), 0), event.PrecisionNano, event.TimeRecorded, "")
		}
		b.Add([]*event.Event{e}, nil, nil)
	}
	dir := filepath.Join(t.TempDir(), "0001")
	if _, err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "events.parquet")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	footer := int(binary.LittleEndian.Uint32(text[len(text)-8:]))
	refused := 0
	for at := len(text) - 8 - footer; at < len(text)-8; at++ {
		bad := slices.Clone(text)
		bad[at] ^= 0x04
		if err := os.WriteFile(path, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		s, err := segments.Open(dir)
		if err != nil {
			refused++
			continue
		}
		first, last, timed, known := s.Span()
		if known && (first != 1_700_000_001e9 || last != 1_700_000_099e9 || timed != 99) {
			t.Fatalf("byte %d: %d to %d, %d timed", at, first, last, timed)
		}
		s.Close()
	}
	if refused < 40 {
		t.Errorf("%d footers were refused", refused)
	}
}
