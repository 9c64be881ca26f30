// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestPeekHeadPutsBack(t *testing.T) {
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 200_000} {
		text := "\xEF\xBB\xBF" + strings.Repeat("x", size)
		in := parsers.Input{Reader: iotest.HalfReader(strings.NewReader(text))}
		head := parsers.PeekHead(&in)
		all, err := io.ReadAll(in.Reader)
		if err != nil || string(all) != text {
			t.Errorf("%d bytes: %d come back, %v", len(text), len(all), err)
		}
		if head.Whole != (len(head.Raw) == len(text)) && len(text) != 64<<10 {
			t.Errorf("%d bytes: whole is %v with %d in the head", len(text), head.Whole, len(head.Raw))
		}
		if len(head.Bytes) != len(head.Raw)-3 {
			t.Errorf("%d bytes: the mark stays in the head", len(text))
		}
	}
}

func TestPeekHeadKeepsTheError(t *testing.T) {
	broken := errors.New("disk")
	in := parsers.Input{Reader: io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken))}
	if head := parsers.PeekHead(&in); head.Whole || string(head.Bytes) != "abc" {
		t.Errorf("head %q, whole %v", head.Bytes, head.Whole)
	}
	if all, err := io.ReadAll(in.Reader); string(all) != "abc" || !errors.Is(err, broken) {
		t.Errorf("%q, %v", all, err)
	}
}

func TestPeekHeadDecodes(t *testing.T) {
	in := parsers.Input{Reader: strings.NewReader("Pr\x82nom\nJos\x82,é\nJosé\n"), Fallback: parsers.CharsetNamed("ibm-code-page-850")}
	if in.Fallback == nil {
		t.Fatal("no code page 850")
	}
	if head := parsers.PeekHead(&in); string(head.Bytes) != "Prénom\nJosé,├®\nJosé\n" {
		t.Errorf("%q", head.Bytes)
	}
}

func TestFindHeader(t *testing.T) {
	is := func(cells []string) bool { return parsers.NewHeader(cells).Has("id", "name") }
	for text, want := range map[string][][]string{
		"Id,Name\n1,a\n":                  {{"Id", "Name"}, {"1", "a"}},
		"#TYPE X\nId;Name\n1;a\n":         {{"Id", "Name"}, {"1", "a"}},
		"banner, with commas,\nId|Name\n": {{"Id", "Name"}},
		"a,b\n1,2\n":                      nil,
		"":                                nil,
	} {
		head := parsertest.HeadOf([]byte(text))
		for name, h := range map[string]parsers.Head{"as it is": head, "shared": head.Shared(), "names only": head.NamesOnly()} {
			_, rows, ok := parsers.FindHeader(h, is)
			if diff := cmp.Diff(want, rows); diff != "" || ok != (want != nil) {
				t.Errorf("%q %s: ok %v (-want +got):\n%s", text, name, ok, diff)
			}
		}
	}
}

func TestNamesOnlyPassesOverFigures(t *testing.T) {
	head := parsertest.HeadOf([]byte("1,a\n2024-05-13 09:00:00,b\nx,7 PM\n3d,c\nx,y\n"))
	var asked []string
	ask := func(cells []string) bool { asked = append(asked, cells[0]+cells[1]); return false }
	parsers.FindHeader(head.NamesOnly(), ask)
	if diff := cmp.Diff([]string{"3dc", "xy"}, asked); diff != "" {
		t.Errorf("names only (-want +got):\n%s", diff)
	}
	asked = nil
	if parsers.FindHeader(head.Shared(), ask); len(asked) != 5 {
		t.Errorf("asked about %q", asked)
	}
}
