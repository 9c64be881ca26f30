// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"dossier/index/internal/columns"
	"dossier/index/query"
)

// TestFoldAll compares folding all at once with folding one by one: of texts that are
// folded, that have capitals, that are not ASCII, and longer than what is folded at a
// time.
func TestFoldAll(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, letters := range []string{"abc @[`{~", "abcXYZ @[`{~\x00\x7f", "abXZéÉßﬀ東ı "} {
		var texts []string
		for range 3000 {
			text := make([]rune, r.IntN(20))
			for i := range text {
				all := []rune(letters)
				text[i] = all[r.IntN(len(all))]
			}
			texts = append(texts, string(text))
		}
		texts = append(texts, strings.Repeat(letters, foldBytes/4))
		folded := foldAll(columns.NewBlob(texts))
		for i, text := range texts {
			if got, want := folded.At(i), query.Fold(text); got != want {
				t.Fatalf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

func TestLower(t *testing.T) {
	for n := range 40 {
		text := bytes.Repeat([]byte("aZ@[`{é~A"), 5)[n : n+n%7+1]
		want := bytes.Map(func(c rune) rune {
			if c >= 'A' && c <= 'Z' {
				return c + 'a' - 'A'
			}
			return c
		}, bytes.ToValidUTF8(text, nil))
		got := bytes.Clone(text)
		changed, strange := lower(got)
		if !bytes.Equal(bytes.ToValidUTF8(got, nil), want) || changed == bytes.Equal(got, text) || strange != foreign(text) {
			t.Errorf("%q: %q, %v, %v", text, got, changed, strange)
		}
	}
}
