// SPDX-License-Identifier: Apache-2.0

package withheld_test

import (
	"strings"
	"testing"

	"dossier/report/withheld"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ value, text, want string }{
		{"Lena Ortiz", "met LENA  ortiz today", "LENA  ortiz"},
		{"Lena Ortiz", "met LENA\u00A0\nortiz today", "LENA\u00A0\nortiz"},
		{"José Díaz", "by Jose\u0301 Di\u0301az.", "Jose\u0301 Di\u0301az"},
		{"José Díaz", `{"n":"Jos\u00E9 D\u00edaz"}`, `Jos\u00E9 D\u00edaz`},
		{"José Díaz", "name=Jos%C3%A9+D%c3%adaz&x", "Jos%C3%A9+D%c3%adaz"},
		{"José Díaz", `{\rtf Jos\'e9 D\'eda}z`, ""},
		{"José Díaz", `{\rtf Jos\'e9 D\'edaz}`, `Jos\'e9 D\'edaz`},
		{"Smith & Sons", "<b>Smith &amp; Sons</b>", "Smith &amp; Sons"},
		{`6" nails`, `a,"6"" nails",b`, `6"" nails`},
		{`6" nails`, `{"a":"6\" nails"}`, `6\" nails`},
		{"O'Brien", "O&#39;Brien", "O&#39;Brien"},
		{"O'Brien", "O&apos;brien", "O&apos;brien"},
		{"O'Brien", "O&#x27;brien", "O&#x27;brien"},
		{"K\u00f6nigs", "k\u212a\u00f6nigs K\u00d6NIGS", "\u212a\u00f6nigs"}, // KELVIN SIGN folds to k
		{"hall", "the hallway", ""},
		{"hall", "hall, mike", "hall"},
		{"Halley", "the halleys", "halley"},
		{"5512", "digest 0455120f", ""},
		{"5512", "5512 rows", "5512"},
		{"deadbeef", "00deadbeef00", ""},
		{"203.0.113.7", "203.0.113.71", ""},
		{"203.0.113.7", "from 203.0.113.7:443", "203.0.113.7"},
		{"hall", "\u00fehall\u00fe\x14", "hall"},
		{"Northfield Hospitality", "maya@northfieldhospitality.example", "northfieldhospitality"},
		{"Li", "Li", ""},
		{"La\u200bna", "lana", "lana"},
		{strings.Repeat("x", 500), strings.Repeat("X", 200), strings.Repeat("X", 128)},
	} {
		got := ""
		if found := withheld.NewSet([]string{"", c.value}).Find(c.text); len(found) > 0 {
			got = c.text[found[0].Start:found[0].End]
			if found[0].Value != 1 {
				t.Errorf("%q in %q: value %d", c.value, c.text, found[0].Value)
			}
		}
		if got != c.want {
			t.Errorf("%q in %q: found %q, want %q", c.value, c.text, got, c.want)
		}
	}
}

func TestFindPlaced(t *testing.T) {
	for _, c := range []struct {
		value, text string
		want        int
	}{
		{"lo", "lo", 1}, {"lo", " LO ", 0}, {"lo", "hello lo there", 0}, {"lo", "Account 'lo' viewed", 1}, {"lo", `{"a":"lo","n":[ "lo"]}`, 2},
		{"lo", "x,lo,y", 1}, {"lo", `ACME\lo`, 1}, {"42", "18:42:07", 0}, {"42", `{"rows":42,"n":142}`, 1}, {"42", "a,42,b", 1}, {"", "x", 0},
		{"report", "ran a report", 0}, {"report", "<b>Report</b>", 1},
	} {
		if found := withheld.NewPlaced([]string{c.value}).Find(c.text); len(found) != c.want {
			t.Errorf("%q in %q: found %d, want %d", c.value, c.text, len(found), c.want)
		}
	}
}

// FuzzFind compares with plain searching in texts of ASCII.
func FuzzFind(f *testing.F) {
	f.Add("Harborview", "at harborview dental")
	f.Add("abcdef\xff", "\x00abcdef\xff")
	f.Fuzz(func(t *testing.T, value, text string) {
		found := withheld.NewSet([]string{value}).Find(text)
		for _, m := range found {
			if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
				t.Fatalf("%q in %q: %+v", value, text, m)
			}
		}
		whole := strings.TrimSpace(value)
		plain := withheld.HowOf(whole) == withheld.Anywhere && len(whole) <= 100 && whole != "" && strings.IndexFunc(whole+text, func(c rune) bool { return c <= ' ' || c > '~' }) < 0
		if plain && strings.Contains(strings.ToUpper(text), strings.ToUpper(whole)) != (len(found) > 0) {
			t.Fatalf("%q in %q: %d found", value, text, len(found))
		}
	})
}
