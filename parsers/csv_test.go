// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// readAll reads a text with our reader; the rows' spans and the rejects must
// tile it.
func readAll(t *testing.T, text string) (rows [][]string, rejects int) {
	t.Helper()
	out := &tiler{}
	c := parsers.NewCSV(parsertest.InputOf([]byte(text)), out, ',')
	for c.Next() {
		row := c.Row()
		out.claim(row.Span.Offset, row.Span.Length)
		rows = append(rows, row.Strings())
	}
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	if out.end != int64(len(text)) || out.torn {
		t.Fatalf("%q: spans end at %d of %d, torn %v", text, out.end, len(text), out.torn)
	}
	return rows, out.rejects
}

func TestCSVRows(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       [][]string
		rejects    int
	}{
		{"plain", "a,b\nc,d\n", [][]string{{"a", "b"}, {"c", "d"}}, 0},
		{"crlf and no last newline", "a,b\r\nc,d", [][]string{{"a", "b"}, {"c", "d"}}, 0},
		{"quotes", "\"a,1\",\"b\"\"2\"\"\"\n", [][]string{{"a,1", `b"2"`}}, 0},
		{"newline in a cell", "\"a\nb\",c\n", [][]string{{"a\nb", "c"}}, 0},
		{"empty cells", ",\"\",\n", [][]string{{"", "", ""}}, 0},
		{"blank lines", "\n\r\na,b\n\n", [][]string{{"a", "b"}}, 0},
		{"a quote that is itself", "a,5\" pipe\n\"he said \"x\" ok\",b\n", [][]string{{"a", `5" pipe`}, {`he said "x" ok`, "b"}}, 0},
		{"never closed", "a,\"b\nc,d\ne,f\n", [][]string{{"c", "d"}, {"e", "f"}}, 1},
		{"cut off in a cell", "a,b\nc,\"d", [][]string{{"a", "b"}}, 1},
		{"windows-1252", "caf\xe9,b\n", [][]string{{"café", "b"}}, 0},
		{"byte order mark", "\xEF\xBB\xBFa,b\n", [][]string{{"a", "b"}}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, rejects := readAll(t, c.text)
			if diff := cmp.Diff(c.want, rows); diff != "" || rejects != c.rejects {
				t.Errorf("%d rejects, want %d; rows (-want +got):\n%s", rejects, c.rejects, diff)
			}
		})
	}
}

// FuzzCSV compares with encoding/csv on whatever it accepts.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n\"c\"\"d\",e\r\n", "\"a\nb\",c\n", "a,5\" pipe\n", "x,\"y\nz\n", "\"a\"\rb\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, rejects := readAll(t, text)
		if rejects > 0 || strings.Contains(text, "\r") || strings.HasPrefix(text, "\xEF\xBB\xBF") || !isUTF8(text) {
			return // encoding/csv folds carriage returns and knows no marks
		}
		r := csv.NewReader(strings.NewReader(text))
		r.LazyQuotes, r.FieldsPerRecord = true, -1
		var want [][]string
		for {
			row, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return
			}
			if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
				continue // blank to us
			}
			want = append(want, row)
		}
		var got [][]string
		for _, row := range rows {
			if len(row) != 1 || strings.TrimSpace(row[0]) != "" {
				got = append(got, row)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: encoding/csv differs (-theirs +ours):\n%s", text, diff)
		}
	})
}

func isUTF8(s string) bool { return strings.ToValidUTF8(s, "") == s }

func TestManyUnclosedQuotesStayLinear(t *testing.T) {
	text := strings.Repeat("\"abc\n", 400_000)
	_, rejects := readAll(t, text)
	if rejects == 0 {
		t.Error("nothing rejected")
	}
}

func BenchmarkCSVQuoted(b *testing.B) {
	line := strings.Repeat(`"20231218054831.655","0055j00000AT6I1","/services/oauth2/token","",`, 6) + "\"x\"\n"
	text := strings.Repeat(line, 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c := parsers.NewCSV(parsers.Input{Reader: strings.NewReader(text)}, &tiler{}, ',')
		for c.Next() {
		}
	}
}
