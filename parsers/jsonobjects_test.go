// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
)

// objects reads a text and returns its objects, with "?" before torn ones.
func objects(t *testing.T, text string, oneByte bool) (list []string, rejects int) {
	t.Helper()
	in := parsers.Input{Reader: strings.NewReader(text)}
	if oneByte {
		in.Reader = iotest.OneByteReader(in.Reader)
	}
	out := &tiler{}
	err := parsers.Objects(in, out, func(o parsers.Object) error {
		mark := "?"
		if o.Whole {
			mark = ""
		}
		list = append(list, mark+string(o.Bytes))
		if lines := strings.Count(text[:min(o.Span.Offset, 1000)], "\n"); o.Span.Offset < 1000 && o.Span.Line != int64(lines+1) {
			t.Errorf("%.80q: object at line %d, want %d", text, o.Span.Line, lines+1)
		}
		return out.Event(&event.Event{Origin: event.Origin{Span: o.Span}})
	})
	if err != nil || out.torn || out.end != int64(len(text)) {
		t.Errorf("%.80q: %v, %d of %d bytes covered", text, err, out.end, len(text))
	}
	return list, out.rejects
}

func TestObjects(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		rejects    int
	}{
		{"empty", "", nil, 0},
		{"blank", " \r\n\t\n", nil, 0},
		{"lines", "{\"a\":1}\r\n\n{\"b\":\"}\\\"\"}\n", []string{`{"a":1}`, `{"b":"}\""}`}, 0},
		{"array", `[{"a":1}, {"b":[{}]}]`, []string{`{"a":1}`, `{"b":[{}]}`}, 0},
		{"pretty", "\ufeff[\n  {\n    \"a\": {\n      \"b\": 1\n    }\n  },\n  {}\n]\n", []string{"{\n    \"a\": {\n      \"b\": 1\n    }\n  }", "{}"}, 0},
		{"one after another", `{"a":1}{"b":2}`, []string{`{"a":1}`, `{"b":2}`}, 0},
		{"torn line", "{\"a\":\"x\n{\"b\":2}\n{\"c\":3}", []string{`?{"a":"x`, `{"b":2}`, `{"c":3}`}, 0},
		{"line torn between members", "{\"a\":1,\n{\"b\":2}\n", []string{`?{"a":1,`, `{"b":2}`}, 0},
		{"torn in an array", "[\n  {\n    \"a\": \"x\n  {\n    \"b\": 2\n  }\n]", []string{"?{\n    \"a\": \"x", "{\n    \"b\": 2\n  }"}, 0},
		{"cut off", "{\"a\":1}\n{\"b\":\"\\", []string{`{"a":1}`, `?{"b":"\`}, 0},
		{"junk", "x {\"a\":1}\n{\"b\":2} y\n{\"c\":3}", []string{`{"b":2}`, `{"c":3}`}, 2},
		{"members at the margin", "{\n\"a\": [\n{\n\"b\": 1\n}\n]\n}\n", []string{"{\n\"a\": [\n{\n\"b\": 1\n}\n]\n}"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, oneByte := range []bool{false, true} {
				got, rejects := objects(t, c.text, oneByte)
				if diff := cmp.Diff(c.want, got); diff != "" || rejects != c.rejects {
					t.Errorf("one byte a time %v: %d rejects (-want +got):\n%s", oneByte, rejects, diff)
				}
			}
		})
	}
}

func TestObjectsAreBounded(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 9<<20) + "\"}\n{\"b\":1}\n"
	if got, rejects := objects(t, long, false); len(got) != 1 || rejects != 1 {
		t.Errorf("%d objects, %d rejects", len(got), rejects)
	}
	for _, open := range []string{"{\n", "{\"\n", "{", "[{[", "{\"a\":\n"} {
		n := 10 << 20 / len(open)
		got, rejects := objects(t, strings.Repeat(open, n), false)
		if len(got)+rejects == 0 {
			t.Errorf("%q: nothing came of it", open)
		}
	}
}

func FuzzObjects(f *testing.F) {
	f.Add("[{\"a\":1},\r\n {\"b\":\"\\\"}\n{\"c\":{}}]")
	f.Fuzz(func(t *testing.T, text string) { objects(t, text, false) })
}
