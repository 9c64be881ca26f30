// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
)

// TestReplace reads sources again that share segments with others: theirs is
// replaced, the others' stays, and IDs are what they were.
func TestReplace(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for _, memoryBytes := range []int64{0, 1} {
		dir := newCase(t)
		var sheets []*sheet
		for i := range 6 {
			sheets = append(sheets, newSheet(r, fmt.Sprint(i), 30+600*(i%2), 200))
		}
		add(t, dir, sheets[:3]...) // one segment for three
		add(t, dir, sheets[3:]...)
		before := map[event.ID]bool{}
		for _, e := range expected(sheets...) {
			before[e.ID] = true
		}
		for _, i := range []int{1, 4, 4} {
			s := sheets[i]
			for _, e := range s.events { // as of another zone
				if e.Time.Known() {
					changed := *e
					changed.Time.UTC = e.Time.UTC.Add(5 * time.Hour)
					*e = changed
				}
			}
			s.stamp("test@2")
			s.source.Zone = "America/New_York"
			write(t, dir, index.WriterOptions{MemoryBytes: memoryBytes}, func(w *index.Writer) error {
				w.Replace(s.source.Digest)
				if _, known := w.Source(s.source.Digest); known {
					t.Error("a source to be replaced is known")
				}
				return s.read(w)
			})
			c := sound(t, dir)
			if diff := cmp.Diff(expected(sheets...), eventsOf(t, c, everything)); diff != "" {
				t.Fatalf("memory %d, source %d (-want +got):\n%s", memoryBytes, i, diff)
			}
			if diff := cmp.Diff(expectedRest(sheets...), rest(t, c)); diff != "" {
				t.Fatalf("memory %d, source %d (-want +got):\n%s", memoryBytes, i, diff)
			}
			if held, ok := c.Source(s.source.Digest); !ok || held.Parser != "test@2" || held.Zone != "America/New_York" || len(c.Sources()) != 6 {
				t.Errorf("source %+v of %d", held, len(c.Sources()))
			}
			for _, e := range eventsOf(t, c, everything) {
				if !before[e.ID] {
					t.Fatalf("event %s got a new ID", e.ID)
				}
			}
		}
		tidy(t, dir, open(t, dir))
	}
}

// TestReplacedAndNotRead announces to replace a source, and then something else is
// committed, and nothing comes.
func TestReplacedAndNotRead(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	first, second := newSheet(r, "first", 40, 9), newSheet(r, "second", 700, 9)
	add(t, dir, first)
	write(t, dir, index.WriterOptions{MemoryBytes: 1}, func(w *index.Writer) error {
		w.Replace(first.source.Digest)
		copied := event.Source{Digest: first.source.Digest, Evidence: first.source.Digest, SizeBytes: first.source.SizeBytes, Path: "copy", Status: event.StatusCopy}
		must(t, w.Commit(copied))
		return second.addTo(w)
	})
	c := sound(t, dir)
	if n := len(c.Sources()); n != 3 {
		t.Errorf("%d sources of 3", n)
	}
	if diff := cmp.Diff(expected(first, second), eventsOf(t, c, everything)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUnfinishedSources begins sources and leaves them, forgets them, or abandons
// the writer: nothing of them is in the case.
func TestUnfinishedSources(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	whole, half := newSheet(r, "whole", 700, 9), newSheet(r, "half", 2000, 9)
	begin := func(w *index.Writer) {
		_, _, err := w.Keep("half", strings.NewReader(half.text))
		must(t, err)
		must(t, w.Add(half.source.Digest, half.events[:1500], nil, nil))
	}
	for name, leave := range map[string]func(*index.Writer) error{
		"closed":    func(w *index.Writer) error { return w.Close() },
		"discarded": func(w *index.Writer) error { must(t, w.Discard(half.source.Digest)); return w.Close() },
		"abandoned": func(w *index.Writer) error { return w.Abandon() },
	} {
		dir := newCase(t)
		w, err := index.OpenWriter(dir, index.WriterOptions{Now: clock, MemoryBytes: 1})
		must(t, err)
		begin(w)
		must(t, whole.addTo(w))
		must(t, leave(w))
		if diff := cmp.Diff(expected(whole), eventsOf(t, sound(t, dir), everything)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		add(t, dir, half)
		c := sound(t, dir)
		if diff := cmp.Diff(expected(whole, half), eventsOf(t, c, everything)); diff != "" {
			t.Errorf("%s, then whole (-want +got):\n%s", name, diff)
		}
		tidy(t, dir, c)
	}
}

// TestManySmallAdds adds one small source a hundred times over: the rows stay, and
// the number of segments does not grow with them.
func TestManySmallAdds(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(41, 42))
	var sheets []*sheet
	most := 0
	for i := range 100 {
		s := newSheet(r, fmt.Sprintf("s%03d", i), 5, 300)
		if i%3 == 0 { // reference records only
			s.events = nil
			s.stamp("test@1")
		}
		sheets = append(sheets, s)
		add(t, dir, s)
		most = max(most, len(contents(t, dir, "segments")))
	}
	c := sound(t, dir)
	if diff := cmp.Diff(expected(sheets...), eventsOf(t, c, everything)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(expectedRest(sheets...), rest(t, c)); diff != "" {
		t.Errorf("facts and rejects (-want +got):\n%s", diff)
	}
	if most > 9 {
		t.Errorf("up to %d segments", most)
	}
	tidy(t, dir, c)
}

// TestMemoryBound writes long bodies with little memory, many times what it may
// take: neither gathering nor merging takes much more.
func TestMemoryBound(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	const memoryBytes = 20 << 20
	dir := newCase(t)
	r := rand.New(rand.NewPCG(51, 52))
	var most uint64
	body := make([]byte, 50_000)
	var held int64
	for i := range 10 {
		write(t, dir, index.WriterOptions{MemoryBytes: memoryBytes}, func(w *index.Writer) error {
			d, n, err := w.Keep("", strings.NewReader(fmt.Sprint("mailbox ", i)))
			must(t, err)
			for j := range 200 {
				for b := range body {
					body[b] = byte(' ' + r.IntN(90))
				}
				e := &event.Event{ID: event.NewID(d, int64(j), 0), Kind: event.MailMessage, Body: string(body), Origin: event.Origin{Source: d, Parser: "p@1", Span: event.Span{Length: int64(len(body))}}}
				must(t, w.Add(d, []*event.Event{e}, nil, nil))
				held++
			}
			return w.Commit(event.Source{Digest: d, SizeBytes: n, Evidence: d, Path: fmt.Sprint(i), Status: event.StatusParsed, Parser: "p@1", Events: 200})
		})
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapSys-m.HeapReleased)
	}
	if c := sound(t, dir); c.EventCount() != held {
		t.Errorf("%d events of %d", c.EventCount(), held)
	}
	var largest int64
	for _, name := range contents(t, dir, "segments") {
		info, err := os.Stat(filepath.Join(dir, "segments", name, "events.parquet"))
		must(t, err)
		largest = max(largest, info.Size())
	}
	if largest > memoryBytes/5 {
		t.Errorf("a segment of %d bytes was put together with %d of memory", largest, memoryBytes)
	}
	t.Logf("%d segments, the largest %d bytes, heap up to %d MiB", len(contents(t, dir, "segments")), largest, most>>20)
}
