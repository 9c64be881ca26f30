// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dossier/index"
	"dossier/index/query"
)

// TestWordsAreDerived damages, removes and mixes up the files of words: answers stay
// those of a scan, and Reindex leaves the files as the writer had.
func TestWordsAreDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	first, all := richCase(t, r)
	env := envOf(first, r)
	files, err := filepath.Glob(filepath.Join(first.Dir(), "segments", "*", "words"))
	must(t, err)
	if len(files) < 2 {
		t.Fatalf("%d files of words", len(files))
	}
	var written [][]byte
	for _, path := range files {
		text, err := os.ReadFile(path)
		must(t, err)
		written = append(written, text)
	}
	damage := map[string]func(i int) []byte{
		"none":      func(i int) []byte { return written[i] },
		"cut off":   func(i int) []byte { return written[i][:len(written[i])/2] },
		"empty":     func(int) []byte { return nil },
		"another's": func(i int) []byte { return written[(i+1)%len(written)] },
		"a bit":     func(i int) []byte { return flipped(written[i], r.IntN(8*len(written[i]))) },
		"two bits":  func(i int) []byte { return flipped(written[i], 8*20+r.IntN(64)) },
	}
	for name, of := range damage {
		for i, path := range files {
			must(t, os.WriteFile(path, of(i), 0o666))
		}
		c := open(t, first.Dir())
		for _, text := range []string{"list", "017", "attr.format:list", "cust*", "東京", "body:list", "-customer"} {
			q, err := query.Parse(text)
			must(t, err)
			compare(t, c, all, q, env, r, name+": "+text)
		}
	}
	must(t, os.Remove(files[0]))
	must(t, os.RemoveAll(filepath.Join(first.Dir(), "duplicates")))
	n := 0
	must(t, index.Reindex(context.Background(), first.Dir(), clock(), func(done, of int) { n = done * 100 / of }))
	if n != 100 {
		t.Errorf("it ended at %d %%", n)
	}
	for i, path := range files {
		text, err := os.ReadFile(path)
		must(t, err)
		if !bytes.Equal(text, written[i]) {
			t.Errorf("%s is another than the writer's", path)
		}
	}
	sound(t, first.Dir())
}

func flipped(text []byte, bit int) []byte {
	out := bytes.Clone(text)
	out[bit/8] ^= 1 << (bit % 8)
	return out
}

// TestExplain counts what a question looks at.
func TestExplain(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	c, _ := richCase(t, r)
	q, err := query.Parse("list kind:crm.*")
	must(t, err)
	found, err := c.Explain(context.Background(), q, envOf(c, r))
	must(t, err)
	s, err := c.Select(context.Background(), q, envOf(c, r))
	must(t, err)
	if found.Count != s.Count() || found.Query != "list kind:crm.*" || found.Segments != 3 || found.Rows != c.EventCount() || len(found.Terms) != 2 {
		t.Fatalf("%+v", found)
	}
	if word := found.Terms[0]; word.Term != "list" || word.Entries == 0 || word.Matched == 0 || word.Matched > word.Entries {
		t.Errorf("%+v", word)
	}
}
