// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"dossier/internal/visible"
	"dossier/report/reporttest"
)

func setter(t testing.TB) typesetter {
	t.Helper()
	table, err := repertoire()
	if err != nil {
		t.Fatal(err)
	}
	return typesetter{table}
}

// TestWidthsAreTheLibrarys compares the widths that pages are laid out with to those
// that the library writes into the file, for every character of every font.
func TestWidthsAreTheLibrarys(t *testing.T) {
	ts := setter(t)
	for i, f := range fontFiles {
		library := fpdf.New("P", "pt", "A4", "")
		library.AddUTF8FontFromBytes(f.family, "", f.data)
		library.SetFont(f.family, "", 10)
		count := 0
		for s := range ts.table {
			for c, g := range ts.table[s] {
				if !g.known || int(g.file) != i {
					continue
				}
				count++
				if got := library.GetStringSymbolWidth(string(rune(c))); g.width > 0 && (got < int(g.width)-1 || got > int(g.width)+1) {
					t.Fatalf("%s: %U is %d wide, in the file %d", f.family, c, g.width, got)
				}
			}
		}
		if count < 300 {
			t.Errorf("%s shows %d characters", f.family, count)
		}
	}
}

func TestShown(t *testing.T) {
	ts := setter(t)
	for in, want := range map[string]string{
		"Müller Ελλάδα Список": "Müller Ελλάδα Список", "قائمة": "قائمة", "רשימת": "רשימת", "東京": "‹U+6771›‹U+4EAC›",
		"a😀b": "a‹U+1F600›b", "\ufffd": "\ufffd", "": "", "⏎ ✓": "⏎ ✓",
	} {
		if got := ts.shown(regular, in); got != want {
			t.Errorf("shown(%q) = %q, want %q", in, got, want)
		}
	}
}

// checkWrap wants no line wider than the column, unless one letter with its marks is,
// and no character lost but the blanks at which lines break.
func checkWrap(t *testing.T, ts typesetter, text string, st style, width length) {
	t.Helper()
	text = visible.Text(text)
	rest := ts.shown(st, text)
	for i, l := range ts.wrap([]run{{text: text, style: st, size: tableSize}}, width) {
		line := ""
		for _, p := range l.spans {
			line += p.text
		}
		if i > 0 {
			if _, ok := strings.CutPrefix(rest, line); !ok {
				rest = strings.TrimPrefix(rest, " ")
			}
		}
		after, ok := strings.CutPrefix(rest, line)
		if !ok {
			t.Fatalf("line %d of %q is %q, but %q comes next", i+1, text, line, rest)
		}
		rest = after
		if trimmed := strings.TrimRight(line, " "); l.width > width && len([]rune(trimmed)) > 1 && ts.measure(trimmed, st, tableSize) > width {
			t.Fatalf("line %q is %d wide, in a column of %d", line, l.width, width)
		}
	}
	if strings.Trim(rest, " ") != "" {
		t.Fatalf("%q was lost from %q", rest, text)
	}
}

func TestWrap(t *testing.T) {
	ts := setter(t)
	for _, c := range reporttest.Texts {
		for st := range styles {
			for _, width := range []length{30 * point, 100 * point, 400 * point} {
				checkWrap(t, ts, c.Text, st, width)
			}
		}
	}
}

func FuzzWrap(f *testing.F) {
	ts := setter(f)
	f.Add("two  words", uint16(40), uint8(0))
	f.Add("mike.hall@larkfield.example", uint16(60), uint8(1))
	f.Add("e\u0301\u0301 東京 \u202e=x", uint16(12), uint8(3))
	f.Fuzz(func(t *testing.T, text string, width uint16, st uint8) {
		checkWrap(t, ts, text, style(st)%styles, length(width%500+10)*point)
	})
}
