// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dossier/parsers"
)

// decoded is the oracle: what encoding/json makes of a text.
func decoded(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}

func TestJSONScan(t *testing.T) {
	for _, text := range []string{
		`null`, `true`, ` false `, `""`, `"a"`, `-0`, `0.5e+10`, `[]`, `{}`, "[\r\n1,\t2 ]", `{"a":{"b":[{},[],"\u0041\/\\\""]}}`,
		`{"a":1,"a":2,"":""}`, `"\ud83d\ude00 \u00e9"`, `"tab\tnew\n"`, `[1,"x",null,true,-2.50]`,
	} {
		v, err := parsers.ParseJSON([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if v.IsObject() || v.IsArray() {
			if diff := cmp.Diff(decoded(t, text), decoded(t, v.String())); diff != "" {
				t.Errorf("%s (-want +got):\n%s", text, diff)
			}
		}
	}
	for _, text := range []string{
		``, ` `, `{`, `[`, `"`, `"\`, `"\u12`, `"\x"`, `01`, `-`, `1.`, `1e`, `tru`, `nul`, `truth`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`,
		`{a:1}`, `1 2`, `{}{}`, "\"a\nb\"", "'a'", `[1 2]`, strings.Repeat("[", 20_000),
	} {
		if v, err := parsers.ParseJSON([]byte(text)); err == nil {
			t.Errorf("%.20q is read as %q", text, v.String())
		}
	}
}

func TestJSONPrefix(t *testing.T) {
	for _, c := range []struct{ text, value, rest, fault string }{
		{`{"a":1} tail`, `{"a":1}`, ` tail`, ""},
		{`{"a":"x","b":"y`, `{"a":"x"}`, "", "json at byte 15: the text ends within the value"},
		{`{"a":"x","b":{"c":1,"d":[1,2`, `{"a":"x"}`, "", "json at byte 28: the text ends within the value"},
		{`{"a":"x","RecordType":1`, `{"a":"x"}`, "", "json at byte 23: the text ends within the value"},
		{`{"a":"x","b":[1,2]`, `{"a":"x","b":[1,2]}`, "", "json at byte 18: the text ends within the value"},
		{`{"a":"x";"b":2}`, `{"a":"x"}`, "", "json at byte 8: a comma or the end is wanted"},
		{`[{"a":1},{`, ``, "", "json at byte 10: the text ends within the value"},
		{`x`, ``, "", "json at byte 0: no value begins here"},
	} {
		v, rest, err := parsers.ParseJSONPrefix(c.text)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if v.String() != c.value || rest != c.rest || fault != c.fault {
			t.Errorf("%s: %q, %q, %q", c.text, v.String(), rest, fault)
		}
	}
}

// FuzzParseJSON compares with the oracle: the same texts are read, to the same
// values.
func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,2.5e-3,"\u00e9\ud800\\",null,true,{"b":{}}]}`))
	f.Add([]byte("[\"\xff\", -0, false]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _, _ = parsers.ParseJSONPrefix(string(data)) // must not panic
		v, err := parsers.ParseJSON(data)
		if valid := json.Valid(data); valid != (err == nil) {
			t.Fatalf("%q: valid %v, but %v", data, valid, err)
		}
		if err != nil || !utf8.Valid(data) || !v.IsObject() && !v.IsArray() {
			return
		}
		if !reflect.DeepEqual(decoded(t, string(data)), decoded(t, v.String())) {
			t.Fatalf("%q is read as %q", data, v.String())
		}
	})
}

func BenchmarkParseJSON(b *testing.B) {
	data := []byte(`{"CreationTime":"2024-05-13T18:02:11","Id":"3f2a","Operation":"Set-Mailbox","RecordType":1,"Parameters":[` +
		strings.TrimSuffix(strings.Repeat(`{"Name":"Identity","Value":"a\\b c"},`, 30), ",") + `],"UserType":3}`)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parsers.ParseJSON(data); err != nil {
			b.Fatal(err)
		}
	}
}
