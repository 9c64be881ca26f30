// SPDX-License-Identifier: Apache-2.0

package compose_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/compose"
	"dossier/report/manifest"
	"dossier/report/reporttest"
	"dossier/report/statement"
)

func session(t *testing.T, n int) *search.Session {
	t.Helper()
	c, err := index.Open(reporttest.Case(t, n), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s, err := search.Open(context.Background(), c, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func made(t *testing.T, s *search.Session, sel *compose.Selection, o compose.Options) *compose.Composition {
	t.Helper()
	if o.Profile == "" {
		o.Profile = report.Internal
	}
	c, err := compose.Compose(context.Background(), s, sel, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ofMike(t *testing.T, s *search.Session) *compose.Selection {
	t.Helper()
	p, err := s.Directory.Find("Mike Hall")
	if err != nil {
		t.Fatal(err)
	}
	sel, err := compose.OfPerson(context.Background(), s, timeline.Question{Person: p.ID, Range: timeline.Range{From: "2023-01-01", To: "2025-01-01"}}, "export --who mike")
	if err != nil {
		t.Fatal(err)
	}
	return sel
}

// TestPerson wants every row whole, in order and numbered, and the counts to add up.
func TestPerson(t *testing.T) {
	s := session(t, 300)
	c := made(t, s, ofMike(t, s), compose.Options{Exhibit: "A"})
	d := c.Document
	counts := c.Content.Counts
	if err := counts.Check(); err != nil || counts.Exported != d.Count || d.Count != 302 {
		t.Errorf("counts %+v of %d rows: %v", counts, d.Count, err)
	}
	for reason, want := range map[string]int64{"further copy": 1, "in the name of": 1, "of itself": 1, "no time": 1} {
		i := slices.IndexFunc(counts.Excluded, func(x manifest.Exclusion) bool { return strings.Contains(x.Reason, reason) })
		if i < 0 || counts.Excluded[i].Count != want {
			t.Errorf("%s: %+v", reason, counts.Excluded)
		}
	}
	var last time.Time
	n := int64(0)
	for row := range reporttest.All(t, d) {
		n++
		if row.Number != n || row.Item != fmt.Sprintf("MH-%04d", n) || row.Time.Before(last) || len(row.Cells) != len(d.Columns) {
			t.Fatalf("row %d: number %d, item %s, %s after %s", n, row.Number, row.Item, row.Time, last)
		}
		last = row.Time
		for _, key := range []string{report.ColumnStatement, report.ColumnSource, report.ColumnExhibit, report.ColumnTimeUTC, report.ColumnVerbatim, report.ColumnDigest} {
			if row.Cells[d.Index(key)] == "" {
				t.Errorf("%s has no %s", row.Item, key)
			}
		}
	}
	if n != d.Count {
		t.Errorf("%d rows of %d", n, d.Count)
	}
}

// TestTimes wants the six fields of a time that London had twice.
func TestTimes(t *testing.T) {
	s := session(t, 2)
	sel, err := compose.OfQuery(context.Background(), s, "before:2024-01-01", "")
	if err != nil {
		t.Fatal(err)
	}
	d := made(t, s, sel, compose.Options{}).Document
	for row := range reporttest.All(t, d) {
		for key, want := range map[string]string{
			report.ColumnTimeRaw: "29/10/2023 01:30:00", report.ColumnTimeUTC: "2023-10-29T00:30:00Z", report.ColumnTimeOther: "2023-10-29T01:30:00Z",
			report.ColumnTimeLocal: "2023-10-29 (Sun) 01:30:00 BST (UTC+01:00)", report.ColumnTZBasis: "analyst assumption: Europe/London",
			report.ColumnPrecision: "s", report.ColumnTimeFlag: "ambiguous-DST",
		} {
			if got := row.Cells[d.Index(key)]; got != want {
				t.Errorf("%s is %q, want %q", key, got, want)
			}
		}
	}
	if d.Count != 1 {
		t.Errorf("%d rows", d.Count)
	}
}

// TestQuery counts copies among the excluded, and attributes nothing that the system
// did.
func TestQuery(t *testing.T) {
	s := session(t, 10)
	sel, err := compose.OfQuery(context.Background(), s, "*", "export '*'")
	if err != nil {
		t.Fatal(err)
	}
	c := made(t, s, sel, compose.Options{})
	if n := c.Content.Counts; n.InScope != 16 || n.Exported != 15 {
		t.Errorf("counts %+v", n)
	}
	persons := map[string]int{}
	for row := range reporttest.All(t, c.Document) {
		persons[row.Cells[c.Document.Index(report.ColumnPerson)]]++
	}
	if persons["not attributed"] != 1 || persons["Ravi Menon"] != 1 || persons["Mike Hall"] != 13 {
		t.Errorf("persons %v", persons)
	}
}

// TestSections wants every section once, in order, in each profile, and opinions
// where they belong only.
func TestSections(t *testing.T) {
	s := session(t, 120)
	for _, p := range report.Profiles() {
		c := made(t, s, ofMike(t, s), compose.Options{Profile: p})
		if err := c.Finish(context.Background(), c.Document, event.Digest{1}); err != nil {
			t.Fatal(err)
		}
		var keys []report.SectionKey
		for _, section := range slices.Concat(c.Document.Front, c.Document.Back) {
			keys = append(keys, section.Key)
			if section.Title == "" || len(section.Blocks) == 0 {
				t.Errorf("%s: section %s is empty", p, section.Key)
			}
		}
		want := []report.SectionKey{report.SectionCover, report.SectionScope, report.SectionAnswer, report.SectionCast, report.SectionContrary, report.SectionChronology,
			report.SectionExhibits, report.SectionMethod, report.SectionCustody, report.SectionVerify, report.SectionGlossary}
		if !slices.Equal(keys, want) {
			t.Errorf("%s: sections %v", p, keys)
		}
		if opinions := c.Document.Index(report.ColumnNotes) >= 0; opinions != (p == report.Counsel || p == report.Internal) {
			t.Errorf("%s: notes are shown: %v", p, opinions)
		}
		if c.Document.Stamp == "" || c.Document.ExportID != (event.Digest{1}).String() {
			t.Errorf("%s: stamp %q, id %q", p, c.Document.Stamp, c.Document.ExportID)
		}
	}
}

// TestGlossary wants every kind that occurs explained.
func TestGlossary(t *testing.T) {
	s := session(t, len(event.Kinds()))
	d := made(t, s, ofMike(t, s), compose.Options{}).Document
	glossary := fmt.Sprint(d.Back[len(d.Back)-1])
	for _, k := range event.Kinds() {
		if !strings.Contains(glossary, string(k)+" kind "+statement.Meaning(k)) {
			t.Errorf("%s is not explained", k)
		}
	}
	for _, word := range []string{"ambiguous-DST", "source documentation", "salesforce-user", "machine, with human-entered text"} {
		if !strings.Contains(glossary, word) {
			t.Errorf("%s is not explained", word)
		}
	}
	if strings.Contains(glossary, "unknown code") {
		t.Error("a code is unknown")
	}
}

// TestWordingOfRequests refuses loaded words in neutral profiles.
func TestWordingOfRequests(t *testing.T) {
	s := session(t, 3)
	for _, p := range report.Profiles() {
		_, err := compose.Compose(context.Background(), s, ofMike(t, s), compose.Options{Profile: p, Caption: "The theft"})
		var wording *statement.WordingError
		if neutral := p == report.Produced || p == report.Court1006; errors.As(err, &wording) != neutral {
			t.Errorf("%s: %v", p, err)
		}
	}
}

// TestOurWords reads the code: no text of ours that can come into an export says what
// an act means.
func TestOurWords(t *testing.T) {
	seen := 0
	for _, dir := range []string{".", "../bundle", "../manifest", "../statement", "../docx", "../html", "../pdf", "../xlsx", "../loadfile", "../timesketch", "../csvfile", "../jsonlines", "../parquet", ".."} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "wording.go" {
				continue
			}
			seen += ourWords(t, name)
		}
	}
	if seen < 1000 {
		t.Errorf("%d texts seen", seen)
	}
}

func ourWords(t *testing.T, name string) (seen int) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			seen++
			value, err := strconv.Unquote(lit.Value)
			if err == nil {
				err = statement.Check(name, value)
			}
			if err != nil {
				t.Error(err)
			}
		}
		return true
	})
	return seen
}

func TestSelfTest(t *testing.T) {
	done, err := compose.SelfTest()
	if err != nil || len(done) < 6 {
		t.Errorf("%v: %v", done, err)
	}
}

// TestElsewhere wants the same document whatever the machine's zone.
func TestElsewhere(t *testing.T) {
	s := session(t, 50)
	text := func() string {
		d := made(t, s, ofMike(t, s), compose.Options{}).Document
		out := fmt.Sprint(d.Front, d.Back)
		for row := range reporttest.All(t, d) {
			out += fmt.Sprint(row.Cells)
		}
		return out
	}
	first := text()
	local := time.Local
	defer func() { time.Local = local }()
	for _, zone := range []string{"Asia/Kathmandu", "America/Caracas", "Pacific/Apia"} {
		var err error
		if time.Local, err = time.LoadLocation(zone); err != nil {
			t.Fatal(err)
		}
		if text() != first {
			t.Errorf("in %s the document is another", zone)
		}
	}
}
