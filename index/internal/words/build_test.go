// SPDX-License-Identifier: Apache-2.0

package words

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
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
			{Name: "subjects", Value: fmt.Sprintf("Offer number %d of the year", n)},
			{Name: "code", Value: fmt.Sprintf("7 x%d y9", n)},
			{Name: "third", Value: fmt.Sprint(r.IntN(rows / 2))},
			{Name: fmt.Sprintf("name %d", n%1500), Value: fmt.Sprintf(`C:\Users\%d`+"\x00\n"+`"é"`, n%900)},
		}
		if n%1000 == 0 {
			e.Attrs = append(e.Attrs, event.Attr{Name: "list", Value: "Twice Named"})
		}
		if n%7 == 0 {
			e.Body = fmt.Sprintf("Dear customer %d, this is the long text of a message. Grüße aus 東京", n)
		}
		e.Targets = []event.Target{{Role: event.RoleTo, Name: `"quoted" Müller`}}
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
	if len(x.Named("subjects")) != 1 || len(x.Named("code")) != 0 || slices.Contains(x.Rest, "subjects") {
		t.Errorf("prose: columns %v", x.Columns)
	}
	if len(x.Named("list")) != 1 || len(x.Named("request")) != 0 || !slices.Contains(x.Rest, "request") || !slices.Contains(x.Rest, "list") || !x.Others {
		t.Errorf("columns %v, rest %d, others %v", x.Columns, len(x.Rest), x.Others)
	}
	if x.Bodies == nil || len(x.Attrs.Starts) < 2 {
		t.Fatalf("bodies %v, %d pages", x.Bodies, len(x.Attrs.Starts))
	}
	last := len(x.Attrs.Starts) - 1
	for _, want := range []struct {
		pages *Pages
		query string
		page  int
		may   bool
	}{
		{x.Attrs, "users", last, true}, {x.Attrs, "requ*", 0, true}, {x.Attrs, "nowhere", last, false}, {x.Attrs, `"users nowhere"`, last, false},
		{x.Attrs, "/./", 0, true}, {x.Attrs, "nowh*", 0, false}, {x.Bodies, "grusse", 0, true}, {x.Bodies, "request", 0, false},
	} {
		may, err := want.pages.May(soughtBy(t, want.query))
		if err != nil || may[want.page] != want.may {
			t.Errorf("%s on page %d: %v, %v", want.query, want.page, may, err)
		}
	}
	if !x.MayText("targets", soughtBy(t, "quoted")) || !x.MayText("targets", soughtBy(t, "muller")) || x.MayText("targets", soughtBy(t, "nobody")) ||
		!x.May(x.Named("list")[0], soughtBy(t, `"customer 39"`)) || x.May(x.Named("list")[0], soughtBy(t, "40")) {
		t.Error("a filter of texts is wrong")
	}
	damaged(t, early, rows)
}

// damaged changes one byte after another: what is read is as it was, or ErrStale.
func damaged(t *testing.T, text []byte, rows int64) {
	t.Helper()
	sought := soughtBy(t, "users")
	for at := 0; at < len(text); at += 1 + at%9973 + len(text)/100 {
		bad := slices.Clone(text)
		bad[at] ^= 0x11
		x, err := Open(bytes.NewReader(bad), int64(len(bad)), [32]byte{}, rows)
		if err == nil {
			_, err = x.Attrs.May(sought)
		}
		for i := 0; err == nil && i < len(x.Columns); i++ {
			if _, err = x.Codes(i); err == nil {
				_, err = x.Values(i)
			}
		}
		if err != nil && !errors.Is(err, ErrStale) {
			t.Fatalf("byte %d: %v", at, err)
		}
	}
}

func soughtBy(t *testing.T, text string) Sought {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return SoughtOf([]*query.Finder{q.(*query.Term).Any[0].(query.Pattern).Finder()})
}

func encoded(t *testing.T, rows Rows) []byte {
	t.Helper()
	x, err := Build(rows)
	if err != nil {
		t.Fatal(err)
	}
	return x.Encode([32]byte{})
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
			if len(word) > prefixBytes && !strings.ContainsAny(word[:prefixBytes], "0123456789") {
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
