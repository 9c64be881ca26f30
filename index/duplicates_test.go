// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
)

// TestDuplicatesOracle adds overlapping sources in several orders, together and one
// by one, with much memory and with little, and compares the marks with those found
// by brute force.
func TestDuplicatesOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var sheets []*sheet
	for i := range 12 {
		sheets = append(sheets, newSheet(r, fmt.Sprintf("s%02d", i), 20+r.IntN(700), 1000))
	}
	want := expected(sheets...)
	copies := map[event.Digest]int64{}
	for _, e := range want {
		if e.Duplicate {
			copies[e.Origin.Source]++
		}
	}
	if len(copies) < 10 {
		t.Fatalf("%d sources have copies: the test tests little", len(copies))
	}
	type way struct {
		memoryBytes, limitKeys int64
		oneByOne               bool
	}
	ways := []way{{200_000, 300, false}, {0, 4 << 20, false}, {0, 4 << 20, true}, {1, 50, false}, {1, 20, true}}
	if testing.Short() {
		ways = ways[:1]
	}
	for _, way := range ways {
		t.Run(fmt.Sprintf("%+v", way), func(t *testing.T) {
			before := index.SetLimitKeys(way.limitKeys)
			defer index.SetLimitKeys(before)
			dir := newCase(t)
			r.Shuffle(len(sheets), func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
			groups := [][]*sheet{sheets}
			if way.oneByOne {
				groups = slices.Collect(slices.Chunk(sheets, 1))
			}
			for _, group := range groups {
				write(t, dir, index.WriterOptions{MemoryBytes: way.memoryBytes}, func(w *index.Writer) error {
					for _, s := range group {
						must(t, s.addTo(w))
					}
					return nil
				})
			}
			c := sound(t, dir)
			if diff := cmp.Diff(want, eventsOf(t, c, everything)); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if got, err := c.DuplicateCount(); err != nil || !cmp.Equal(copies, got) {
				t.Errorf("counts %v, want %v: %v", got, copies, err)
			}
		})
	}
}

// TestDuplicatesFile loses and damages the derived file: readers find the marks
// anew, and the next writer leaves a whole one.
func TestDuplicatesFile(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	sheets := []*sheet{newSheet(r, "a", 90, 40), newSheet(r, "b", 90, 40)}
	add(t, dir, sheets...)
	want := expected(sheets...)
	list := contents(t, dir, "duplicates")
	if len(list) != 1 {
		t.Fatalf("duplicates holds %q", list)
	}
	path := filepath.Join(dir, "duplicates", list[0])
	whole, err := os.ReadFile(path)
	must(t, err)
	damages := map[string][]byte{"empty": {}, "short": whole[:len(whole)-1], "long": append(slices.Clone(whole), 0), "no mark": nil}
	for i := range whole {
		flipped := slices.Clone(whole)
		flipped[i] ^= 0x10
		damages[fmt.Sprintf("byte %d", i)] = flipped
	}
	for name, text := range damages {
		must(t, os.WriteFile(path, text, 0o666))
		if text == nil {
			must(t, os.Remove(path))
		}
		if diff := cmp.Diff(want, eventsOf(t, open(t, dir), everything)); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", name, diff)
		}
	}
	write(t, dir, index.WriterOptions{}, func(*index.Writer) error { return nil })
	if healed, err := os.ReadFile(path); err != nil || !slices.Equal(healed, whole) {
		t.Errorf("the next writer leaves %d bytes, want %d: %v", len(healed), len(whole), err)
	}
}
