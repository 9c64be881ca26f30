// SPDX-License-Identifier: Apache-2.0

package visible_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/visible"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                        "plain",
		"Müller & Söhne":               "Müller & Söhne",
		"a\x1b[31mred":                 "a‹U+001B›[31mred",
		"two\r\nlines":                 "two⏎lines",
		"invoice\u202Excod.exe":        "invoice‹U+202E›xcod.exe",
		"zero\u200Bwidth":              "zero‹U+200B›width",
		"\xff\xfe":                     "‹0xFF›‹0xFE›",
		"tab\there":                    "tab    here",
		"c1 \u009b31m":                 "c1 ‹U+009B›31m",
		"\x1b]8;;http://x\x07link\x7f": "‹U+001B›]8;;http://x‹U+0007›link‹U+007F›",
	} {
		if got := visible.Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		"two\r\nlines\nand\ta tab": "two\nlines\nand\ta tab",
		"lone\rreturn":             "lone‹U+000D›return",
		"no\ufffe\U0001ffff\ufdd0": "no‹U+FFFE›‹U+1FFFF›‹U+FDD0›",
		"invoice\u202Excod.exe":    "invoice‹U+202E›xcod.exe",
		"\x00\xff":                 "‹U+0000›‹0xFF›",
		"line\u2028separator":      "line‹U+2028›separator",
	} {
		if got := visible.Lines(in); got != want {
			t.Errorf("Lines(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUTF8(t *testing.T) {
	for in, want := range map[string]string{"a\x1b\u202e\r\n\x00": "a\x1b\u202e\r\n\x00", "Stra\xdfe \ufffd": "Stra‹0xDF›e \ufffd"} {
		if got := visible.UTF8(in); got != want {
			t.Errorf("UTF8(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	const in, want = "{\"a\":\"é\u202e\u0085\x7f\ufeff\"}", `{"a":"é\u202e\u0085\u007f\ufeff"}`
	if got := string(visible.JSON([]byte(in))); got != want {
		t.Errorf("JSON(%q) = %q, want %q", in, got, want)
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{{"abc", 5, "abc  "}, {"abcdef", 4, "abc…"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日… "}, {"", 2, "  "}} {
		if got := visible.Fit(c.in, c.width); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := visible.Text(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(c rune) bool { return c < ' ' || c == 0x7F || c >= 0x80 && c < 0xA0 || c == 0x202E }) {
			t.Errorf("Text(%q) = %q", s, got)
		}
	})
}

func TestFitEnd(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{{"abc", 5, "abc  "}, {"abcdef", 4, "…def"}, {"日本語", 5, "…本語"}, {"日本語", 4, "… 語"}, {"", 2, "  "}} {
		if got := visible.FitEnd(c.in, c.width); got != c.want {
			t.Errorf("FitEnd(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{{"", 5, ""}, {"one two", 7, "one two"}, {"one two", 6, "one|two"}, {"a lengthyword b", 5, "a|lengt|hywor|d b"}, {"日本語", 4, "日本|語"}} {
		if got := strings.Join(visible.Wrap(c.in, c.width), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}
