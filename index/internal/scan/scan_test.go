// SPDX-License-Identifier: Apache-2.0

package scan_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/index/internal/scan"
)

func trim(text []byte) []byte { return bytes.TrimSuffix(text, []byte("\n")) }

// lines are the spans of the lines of a buffer, but for those that begin with #.
func lines(buffer []byte) []scan.Span {
	var spans []scan.Span
	at := 0
	for line := range bytes.Lines(buffer) {
		if !bytes.HasPrefix(line, []byte("#")) {
			spans = append(spans, scan.Span{Start: at, End: at + len(line)})
		}
		at += len(line)
	}
	return spans
}

// compare wants the same spans as by running the expression on each.
func compare(t *testing.T, expression string, buffer []byte) int {
	t.Helper()
	x, err := scan.Compile(expression)
	if err != nil {
		t.Fatal(err)
	}
	re := regexp.MustCompile(expression)
	var want, got []int
	spans := lines(buffer)
	for i, s := range spans {
		if re.Match(trim(buffer[s.Start:s.End])) {
			want = append(want, i)
		}
	}
	x.Each(buffer, spans, trim, func(i int) { got = append(got, i) })
	if !slices.Equal(got, want) {
		t.Errorf("%s in %.300q: lines %v, want %v", expression, buffer, got, want)
	}
	return len(want)
}

var expressions = []string{
	"(?i)(?:customers)", "(?i)(?:ab)", "(?i)(?:desk)", "(?i)(?:m.ller)", "(?i)(?:müller)", "(?i)(?:(?-i)Ab)", "(?i)(?:a|bc|cd)", "(?i)(?:ab|sk)", "(?i)(?:ab+c)",
	"(?i)(?:(ab){2})", "(?i)(?:^ab)", "(?i)(?:ab$)", "(?i)(?:a\nb)", "(?i)(?:b*a?)", "(?i)(?:[ab]c)", "(?i)(?:kk|ss)", "(?i)(?:\\bab\\b)", "(?i)(?:日本)", "(?i)(?:\uFFFDb)",
	"(?i)(?:ab\\d+cd|x{2,3}y)", "(?i)(?:(?:ab|ba)c)", "(?i)(?:c#)", "(?i)(?:ſk)",
}

// TestAgreesWithTheExpression looks for many expressions in random lines of few
// letters, foreign spellings and bytes that are no text among them.
func TestAgreesWithTheExpression(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "c", "A", "B", "s", "k", "S", "ſ", "\u212A", "d", "e", "m", "ü", "Ü", "l", "ler", "日", "本", "\xff", "\xfc", "\n", "\n", "\n#", "x", "y", "7", "customers", "De", " "}
	matches := 0
	for range 400 {
		var b strings.Builder
		for range r.IntN(60) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		for _, x := range expressions {
			matches += compare(t, x, []byte(b.String()))
		}
	}
	if matches < 1000 {
		t.Errorf("%d matches: the lines hold too little", matches)
	}
}

func FuzzEach(f *testing.F) {
	for _, x := range expressions {
		f.Add(x, []byte("aB customers\n# ab\nDe\u212A ſſ\xff"))
	}
	f.Fuzz(func(t *testing.T, expression string, buffer []byte) {
		if len(expression) > 60 || len(buffer) > 400 {
			return
		}
		if _, err := regexp.Compile(expression); err == nil {
			compare(t, expression, buffer)
		}
	})
}

// BenchmarkEach looks through lines like those of a CRM's log on one core: for a
// literal that is rare, for one that every line has, for alternatives, and for what
// has no letters to go by.
func BenchmarkEach(b *testing.B) {
	var text bytes.Buffer
	for i := 0; text.Len() < 8<<20; i++ {
		fmt.Fprintf(&text, `"ReportExport","20240513224207.%03d","4Wq%dxYz","00D5g000004LarkEAE","0055g000004MHaLAAW","%d","%d","/00O5g000005RepAEAU","2024-05-13T22:42:07.%03dZ","203.0.113.%d"`+"\n",
			i%1000, i, i*7%5000, i%300, i%1000, i%250)
	}
	spans := lines(text.Bytes())
	for _, x := range []string{"larkfield customers", "reportexport", "q3 list|price book", `4wq\d+77xyz`, `"\d{4}","29\d"`, `[0-9]{7}xyz`} {
		compiled, err := scan.Compile("(?i)(?:" + x + ")")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(x, " ", "_"), func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				compiled.Each(text.Bytes(), spans, trim, func(int) {})
			}
		})
	}
}
