// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// pages reads a text whose lists are "items" and "rows", with "?" before torn
// objects.
func pages(t *testing.T, text string, oneByte bool) (list []string, rejects int) {
	t.Helper()
	in := parsers.Input{Reader: strings.NewReader(text)}
	if oneByte {
		in.Reader = iotest.OneByteReader(in.Reader)
	}
	out := &tiler{}
	err := parsers.Pages(in, out, []string{"items", "rows"}, func(o parsers.Object) error {
		mark := "?"
		if o.Whole {
			mark = ""
		}
		list = append(list, mark+string(o.Bytes))
		return out.Event(&event.Event{Origin: event.Origin{Span: o.Span}})
	})
	if err != nil || out.torn || out.end != int64(len(text)) {
		t.Errorf("%.80q: %v, %d of %d bytes covered", text, err, out.end, len(text))
	}
	return list, out.rejects
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		rejects    int
	}{
		{"a page", `{"kind":"k","n":1,"items":[{"a":[{}]},{"b":"]}"}],"next":"x\"]}"}`, []string{`{"a":[{}]}`, `{"b":"]}"}`}, 0},
		{"pretty", "\ufeff{\r\n  \"rows\": [\r\n    {\r\n      \"a\": 1\r\n    },\r\n    {}\r\n  ],\r\n  \"next\": null\r\n}\r\n",
			[]string{"{\r\n      \"a\": 1\r\n    }", "{}"}, 0},
		{"pages one a line", "{\"items\":[{\"a\":1}]}\n\n{\"items\":[]}\n{\"rows\":[ {\"b\":2} ]}\n", []string{`{"a":1}`, `{"b":2}`}, 0},
		{"an array of pages", `[{"items":[{"a":1}]},{"rows":[{"b":2}]}]`, []string{`{"a":1}`, `{"b":2}`}, 0},
		{"objects", "{\"a\":\"items\"}\n{\"b\":[{}],\"items\":[{}]}\n", []string{`{"a":"items"}`, `{"b":[{}],"items":[{}]}`}, 0},
		{"another list", `{"things":[{"a":1}]}`, []string{`{"things":[{"a":1}]}`}, 0},
		{"no list of objects", `{"items":[1,2]}{"items":{"a":1}}{"items":"[{"}`, []string{`{"items":[1,2]}`, `{"items":{"a":1}}`, `{"items":"[{"}`}, 0},
		{"more behind the list", "{\"items\":[{\"a\":1}],\"rows\":[{\"b\":2}]}\n{\"c\":3}", []string{`{"a":1}`, `{"c":3}`}, 1},
		{"no end", "{\"items\":[{\"a\":1}\n{\"items\":[{\"b\":2}]}\n{\"c\":3}", []string{`{"a":1}`, `{"b":2}`, `{"c":3}`}, 0},
		{"cut off in an element", `{"items":[{"a":1},{"b":`, []string{`{"a":1}`, `?{"b":`}, 0},
		{"cut off behind the list", `{"items":[{"a":1}],"nex`, []string{`{"a":1}`}, 1},
		{"cut off before the list", `{"kind":"k","items":[`, []string{`?{"kind":"k","items":[`}, 0},
		{"a line end in a name", "{\"it\nems\":[{}]}\n{}", []string{"?{\"it\nems\":[{}]}", "{}"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, oneByte := range []bool{false, true} {
				got, rejects := pages(t, c.text, oneByte)
				if diff := cmp.Diff(c.want, got); diff != "" || rejects != c.rejects {
					t.Errorf("one byte a time %v: %d rejects (-want +got):\n%s", oneByte, rejects, diff)
				}
			}
		})
	}
}

// TestPagesHaveNoBound: what a single object may not be, a page may.
func TestPagesHaveNoBound(t *testing.T) {
	element := `{"a":"` + strings.Repeat("x", 1<<20) + `"}`
	got, rejects := pages(t, `{"items":[`+strings.Repeat(element+",", 20)+element+"]}\n", false)
	if len(got) != 21 || rejects != 0 {
		t.Errorf("%d objects, %d rejects", len(got), rejects)
	}
}

func TestFirstObject(t *testing.T) {
	for text, want := range map[string]string{
		` [{"a":1},{"b":2}]`:           `{"a":1}`,
		`{"kind":"k","items":[{"a":1}`: `{"a":1}`,
		`{"items":[{"a":1,"b":{"c":`:   `{"a":1}`,
		`{"kind":"k","items":[]}`:      "",
		"[Section]\nkey={\"a\":1}":     "",
		`a {"a":1}`:                    "",
		"":                             "",
	} {
		if got := parsers.FirstObject(parsertest.HeadOf([]byte(text)), "items").String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzPages(f *testing.F) {
	f.Add(`{"kind":"k","items":[{"a":1},{"b":[{}]}],"next":"x"}` + "\n" + `{"rows":[{"c":`)
	f.Add("[{\"items\":[\n{},\n[{}]]}]{\"a\":1}")
	f.Fuzz(func(t *testing.T, text string) {
		pages(t, text, false)
		parsers.FirstObject(parsertest.HeadOf([]byte(text)), "items")
	})
}
