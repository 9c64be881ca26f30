// SPDX-License-Identifier: Apache-2.0

package query_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dossier/index/query"
)

// TestPrints shows how queries are understood.
func TestPrints(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "*"},
		{" \t ", "*"},
		{"**", "*"},
		{"a b OR c", "a b OR c"},
		{"a (b OR c)", "a (b OR c)"},
		{"a AND b", "a b"},
		{"((a))", "a"},
		{"(a b) c", "(a b) c"},
		{"NOT NOT a", "--a"},
		{"--a", "--a"},
		{"-(a OR b)", "-(a OR b)"},
		{"not or and", "not or and"},
		{`"NOT"`, `"NOT"`},
		{`"-a"`, `"-a"`},
		{"“two words”", `"two words"`},
		{`"a\"b\\c\d"`, `"a\"b\\c\\d"`},
		{`a\b`, `"a\\b"`},
		{"a,b c", `"a,b" c`},
		{"foo~", "foo~1"},
		{"foobar~", "foobar~2"},
		{`"foo"~1`, "foo~1"},
		{`/a\/b\\\/c/`, `/a\/b\\\/c/`},
		{"KIND:Crm.*", "kind:crm.*"},
		{"to:a@b.example,c*", "to:a@b.example,c*"},
		{"to:(a OR -b)", "to:a OR -to:b"},
		{"attr.Some-Name:x", "attr.Some-Name:x"},
		{"rows:>1_000", "rows:>=1001"},
		{"rows:=5", "rows:5"},
		{"rows:<1", "rows:0"},
		{"bytes:1.5KiB..2KB", "bytes:1536..2000"},
		{"at:2024-05-13T18:00+02:00..20:00", "at:2024-05-13T18:00+02:00..2024-05-13T20:00+02:00"},
		{"on:..2024", "on:..2024"},
		{"last:2w", "last:14d"},
		{"weekday:Saturday,mon..fri", "weekday:sat,mon..fri"},
		{"hours:3", "hours:3..4"},
		{"hours:18:30..24", "hours:18:30..24"},
		{"ip:10.1.2.3/8", "ip:10.0.0.0/8"},
		{"ip:::ffff:192.0.2.1", "ip:192.0.2.1"},
		{"who:“Mike Hall”", `who:"Mike Hall"`},
		{"id:ABCDEF", "id:abcdef"},
		{`RAW:/a\/b,"/,/c/`, `raw:/a\/b,"/,/c/`},
	} {
		if got := mustParse(t, c.text).String(); got != c.want {
			t.Errorf("%s is understood as %s, want %s", c.text, got, c.want)
		}
	}
}

// TestRefuses lists what must not be read as something that nobody meant.
func TestRefuses(t *testing.T) {
	for text, column := range map[string]int{
		"a)": 2, ")": 1, "()": 2, "(": 2, "a (": 4, "OR a": 1, "a OR OR b": 6, "AND": 1, "a AND": 6, "a AND OR b": 7,
		"NOT": 4, "a -": 4, "- a": 2, "NOT OR a": 5, "-)": 2, `""`: 1, `a"b"`: 2, `"a"b`: 4, "(a)b": 4,
		"rows:1,000k2": 8, "rows:1.5": 6, "rows:-5": 6, "rows:5..1": 6, "rows:<0": 6, "rows:..": 6, "rows:99999999999999999999": 6,
		"rows:10MB": 6, "bytes:9e3": 7, "bytes:9999999TB": 7, "rows:İ": 6, "on:2024-02-30": 4, "on:2024-05-02..2024-05-01": 4,
		"at:2024-05-13T22:00..02:00": 4, "at:2024-05-13T18:00Z12:00": 4, "after:2024..2025": 7, "hours:7..7": 7, "hours:24": 7, "last:0d": 6,
		"last:30": 6, "last:99999w": 6, "ip:10.*": 4, "ip:10.0.0.9..10.0.0.1": 4, "ip:10.0.0.1..::1": 4, "id:xyz": 4, "who:mi*": 5,
		"has:cheese": 5, "raw:x": 5, "raw:x~1": 5, `raw:"/x/"`: 5, "raw:": 5, "raw:/(/": 5, "raw:*": 5, "who:/x/": 5, "to:a,": 6, "to:a,,b": 6, "to:(from:a)": 5, "attr.:x": 1, "attr:x": 1, "to:(a": 6,
		"http://x.example": 1, "foo~3": 4, "a*~": 1, `"two words"~`: 1, "/(a+/": 1, "/" + strings.Repeat("a", 251) + "/": 1,
		"/((a{30}){30}){30}/": 1, "/a{900}b{900}c{900}/": 1, "//": 1, "/a": 3, "é é \"": 6, "a\xffb": 2,
	} {
		q, err := query.Parse(text)
		var syntax *query.SyntaxError
		switch {
		case err == nil:
			t.Errorf("%q is read as %s", text, q)
		case !errors.As(err, &syntax) || syntax.Column != column:
			t.Errorf("%q: %v, want an error in column %d", text, err, column)
		case !strings.HasPrefix(syntax.Problem, "want ") && !strings.HasPrefix(syntax.Problem, "unknown "):
			t.Errorf("%q: %s says not what was expected", text, syntax.Problem)
		}
	}
}

// TestHostile asks what would take for ever or too much room, if anything does.
func TestHostile(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	long := fixture()[5]
	long.Body = strings.Repeat("a", 64<<10) // more no parser leaves
	for _, c := range []struct {
		text string
		read bool
	}{
		{deep(64), true},
		{deep(65), false},
		{deep(30_000), false},
		{strings.Repeat("-", 60_000) + "a", false},
		{strings.Repeat("NOT ", 15_000) + "a", false},
		{strings.Repeat("(a) -b ", 500), true},
		{strings.Repeat("a ", 1000), true},
		{strings.Repeat("a ", 1001), false},
		{"to:" + strings.Repeat("a,", 1000) + "a", false},
		{strings.Repeat("/a/ ", 33), false},
		{strings.Repeat("a", 65_000), true},
		{strings.Repeat("a", 66_000), false},
		{`"` + strings.Repeat("\\a ", 20_000) + `"`, false}, // printed, it is too long
		{strings.Repeat("*a", 128), true},
		{strings.Repeat("*a", 129), false},
		{strings.Repeat("?", 60_000), false},
		{strings.Repeat("*a", 127) + "b", true},
		{"/(a+)+b/", true},
		{`/\pL{200}b/`, true},
		{`/\pL{260}b/`, false},
		{"/(a|aa|aaa){10}b/ OR " + strings.Repeat("ab~ OR ", 900) + "c", true},
	} {
		begun := time.Now()
		q, err := query.Parse(c.text)
		if (err == nil) != c.read {
			t.Errorf("%.40q…: read %t, %v", c.text, err == nil, err)
		}
		if q != nil {
			q.Match(long, env())
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%.40q… took %v", c.text, took)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"kind", "weekday", "crm.report.export"}
	for word, want := range map[string]string{"knd": "kind", "weekdays": "weekday", "day": "", "x": "", "report.export": "crm.report.export"} {
		if got := query.Nearest(word, words); got != want {
			t.Errorf("nearest to %s is %q, want %q", word, got, want)
		}
	}
}

// FuzzRoundTrip reads what was printed and wants the same query; a folded text
// does not fold further.
func FuzzRoundTrip(f *testing.F) {
	for _, text := range []string{
		`who:"Mike \"M\" Hall" -(kind:crm.* OR rows:>1000) at:2024-05-13T18:00+02:00..20:00`, `to:(a,b* OR -c~2) attr.x/y:/a\/b/`,
		`raw:/a\/b/,/"c"/ -raw:/(?-i)x{2}/`, "weekday:fri..mon hours:18:30..7 ip:10.0.0.0/8 bytes:1.5MiB.. on:2024..", "“ＦＵＬＬ” 顧客 ǅ İß ﷺ", "--NOT -a is:outside has:time last:6w",
	} {
		f.Add(text)
	}
	events := fixture()
	f.Fuzz(func(t *testing.T, text string) {
		if once := query.Fold(text); query.Fold(once) != once {
			t.Fatalf("%q folds to %q, and that to %q", text, once, query.Fold(once))
		}
		q, err := query.Parse(text)
		if err != nil {
			var syntax *query.SyntaxError
			if !errors.As(err, &syntax) || syntax.Column < 1 || syntax.Column > utf8.RuneCountInString(text)+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := query.Parse(q.String())
		if err != nil || !reflect.DeepEqual(q, again) {
			t.Fatalf("%q is printed as %q, which reads as %#v, %v", text, q, again, err)
		}
		simple := query.Simplify(q)
		if _, err := query.Parse(simple.String()); err != nil {
			t.Fatalf("%q is simplified to %q: %v", text, simple, err)
		}
		for i, e := range events {
			if q.Match(e, env()) != simple.Match(e, env()) {
				t.Fatalf("%q and its simple form %q disagree on event %d", q, simple, i+1)
			}
		}
	})
}
