// SPDX-License-Identifier: Apache-2.0

package words

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"dossier/event"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// TestBuildOfBuilderIsThatOfFile builds from rows that are not written yet and from
// the file: of columns, of attributes that are given up early or late, of names that
// come twice and of too many, with escapes, and over several pages.
func TestBuildOfBuilderIsThatOfFile(t *testing.T) {
	const rows = 3 * earlyRows
	r := rand.New(rand.NewPCG(1, 7))
	b := segments.NewBuilder()
	for n := range rows {
		e := &event.Event{ID: event.NewID(event.Digest{}, int64(r.IntN(1e9)), n), Origin: event.Origin{Parser: "p@1"}}
		e.Attrs = []event.Attr{
			{Name: "list", Value: fmt.Sprintf("Customer list %d", r.IntN(40))},
			{Name: "request", Value: fmt.Sprintf("Request-%08x-é %d", r.Uint32(), n)},
			{Name: "third", Value: fmt.Sprint(r.IntN(rows / 2))},
			{Name: fmt.Sprintf("name %d", n%1500), Value: fmt.Sprintf(`C:\Users\%d`+"\x00\n"+`"é"`, n%900)},
		}
		if n%1000 == 0 {
			e.Attrs = append(e.Attrs, event.Attr{Name: "list", Value: "Twice Named"})
		}
		if n%7 == 0 {
			e.Body = fmt.Sprintf("Dear customer %d, this is the long text of a message. Grüße aus 東京", n)
		}
		b.Add([]*event.Event{e}, nil, nil)
	}
	early := encoded(t, b.Rows())
	dir := filepath.Join(t.TempDir(), "0001")
	if _, err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	s, err := segments.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !bytes.Equal(early, encoded(t, s)) {
		t.Error("they are not the same")
	}
	x, err := Open(bytes.NewReader(early), int64(len(early)), [32]byte{}, rows)
	if err != nil {
		t.Fatal(err)
	}
	attrs, err := x.Attrs()
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Named("list")) != 1 || len(x.Named("request")) != 0 || !slices.Contains(x.Rest, "request") || !slices.Contains(x.Rest, "list") || !x.Others {
		t.Errorf("columns %v, rest %d, others %v", x.Columns, len(x.Rest), x.Others)
	}
	if attrs.Pages() < 2 {
		t.Fatalf("%d pages", attrs.Pages())
	}
	if last := attrs.Pages() - 1; !attrs.May(last, Hashes([]string{"users"})) || !attrs.MayBegin(0, "requ") || attrs.May(last, Hashes([]string{"nowhere"})) {
		t.Error("a filter is wrong")
	}
}

func encoded(t *testing.T, rows Rows) []byte {
	t.Helper()
	x, err := Build(rows)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x.Encode([32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestHashesOfASCII compares the quick way with that of any text.
func TestHashesOfASCII(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 2000 {
		text := make([]byte, r.IntN(40))
		for i := range text {
			text[i] = byte(r.IntN(0x80))
			if r.IntN(3) > 0 {
				text[i] = "abcXYZ0189"[r.IntN(10)]
			}
		}
		var got hashSet
		got.addWords(text)
		var want []uint64
		query.EachWord(string(text), func(word string) {
			want = append(want, Hash(word))
			if len(word) > prefixBytes {
				want = append(want, prefixHash(word[:prefixBytes]))
			}
		})
		slices.Sort(want)
		slices.Sort(got.list)
		if want = slices.Compact(want); !slices.Equal(got.list, want) {
			t.Fatalf("%q: %x, want %x", text, got.list, want)
		}
	}
}
