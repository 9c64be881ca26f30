// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/event"
	"dossier/index"
)

// TestEveryFlippedByteIsFound flips bytes all over the files of a case, one at a
// time. Each flip is reported with the file it lies in, by Open or by Check, and
// reading on does not panic.
func TestEveryFlippedByteIsFound(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(61, 62))
	add(t, dir, newSheet(r, "one", 400, 50), newSheet(r, "two", 20, 50))
	places := 60 // of a file
	if testing.Short() {
		places = 10
	}
	for _, pattern := range []string{"evidence/*", "segments/*/events.parquet", "segments/*/facts.parquet", "segments/*/rejects.parquet"} {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		must(t, err)
		if len(paths) == 0 {
			t.Fatalf("no file is called %s", pattern)
		}
		for _, path := range paths {
			must(t, os.Chmod(path, 0o666))
			whole, err := os.ReadFile(path)
			must(t, err)
			step := max(1, len(whole)/places)
			for at := 0; at < len(whole); at += 1 + r.IntN(step) {
				flipAndCheck(t, dir, path, whole, at, byte(1<<r.IntN(8)))
			}
			must(t, os.WriteFile(path, whole, 0o666))
		}
	}
	sound(t, dir)
}

// flipAndCheck flips bits of a byte and wants it reported.
func flipAndCheck(t *testing.T, dir, path string, whole []byte, at int, bits byte) {
	t.Helper()
	flipped := append([]byte(nil), whole...)
	flipped[at] ^= bits
	must(t, os.WriteFile(path, flipped, 0o666))
	name := filepath.Base(filepath.Dir(path)) // of the segment
	c, err := index.Open(dir, nil)
	if err != nil {
		if !strings.Contains(err.Error(), path) || !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s, byte %d: open: %v", path, at, err)
		}
		return
	}
	defer c.Close()
	named := false
	must(t, c.Check(context.Background(), func(d index.Difference) {
		named = named || strings.Contains(d.Where, name) || d.What == "evidence" && strings.Contains(d.Why, filepath.Base(path))
	}, nil))
	if !named {
		t.Errorf("%s, byte %d: not found", path, at)
	}
	for _, err := range c.Events(context.Background(), everything) {
		if err != nil {
			break
		}
	}
	_, _ = c.Event("00") // that it returns is enough
	_, _ = c.Actors(context.Background())
}

// TestAlteredSources alters what sources.jsonl says.
func TestAlteredSources(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	one, two := newSheet(r, "one", 40, 9), newSheet(r, "two", 40, 9)
	add(t, dir, one, two)
	path := filepath.Join(dir, "sources.jsonl")
	whole, err := os.ReadFile(path)
	must(t, err)
	for _, c := range []struct{ from, to, where, why string }{
		{`"events":40`, `"events":41`, "source one", "recorded 41 events, 8 facts, 8 rejects; the case holds 40, 8, 8"},
		{`"facts":8`, `"facts":0`, "source one", "recorded 40 events, 0 facts"},
		{`"rejects":8`, `"rejects":9`, "source one", "9 rejects; the case holds"},
		{`"digest":"` + one.source.Digest.String(), `"digest":"` + event.Digest{5}.String(), "source " + one.source.Digest.String(), "not listed"},
		{`"path":"one"`, `"path":"0ne"`, "source one", "the journal says that it was added"},
		{`"evidence":"` + one.source.Digest.String(), `"evidence":"` + event.Digest{5}.String(), "evidence one", "missing"},
		{`"000001":"`, `"000001":"0000`, "", ""},
		{`"status":"partial"`, `"status":"copy"`, "source " + one.source.Digest.String(), "not listed"},
	} {
		text := strings.Replace(string(whole), c.from, c.to, 1)
		if c.where == "" { // another digest of the segment
			i := strings.Index(string(whole), c.from) + len(c.from)
			text = string(whole[:i]) + "0000" + string(whole[i+4:])
			c.where, c.why = "segment 000001", "its bytes have changed"
		}
		if text == string(whole) {
			t.Fatalf("%s does not occur in %s", c.from, whole)
		}
		must(t, os.WriteFile(path, []byte(text), 0o666))
		if found := differences(t, open(t, dir)); !strings.Contains(found[c.where], c.why) || found[c.where] == "" {
			t.Errorf("%s to %s: Check finds %v", c.from, c.to, found)
		}
	}
}

// TestSegmentExchanged puts another segment in the place of one.
func TestSegmentExchanged(t *testing.T) {
	dir, other := newCase(t), newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	add(t, dir, newSheet(r, "a", 40, 9))
	add(t, other, newSheet(r, "b", 40, 9))
	must(t, os.RemoveAll(filepath.Join(dir, "segments", "000001")))
	must(t, os.Rename(filepath.Join(other, "segments", "000001"), filepath.Join(dir, "segments", "000001")))
	found := differences(t, open(t, dir))
	// It is named, and its events are not counted: they are another case's.
	if found["segment 000001"] == "" || len(found) != 1 {
		t.Errorf("Check finds %v", words(found))
	}
}
