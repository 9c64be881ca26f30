// SPDX-License-Identifier: Apache-2.0

package docx_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/report"
	"dossier/report/docx"
	"dossier/report/paper"
	"dossier/report/reporttest"
)

func TestFormat(t *testing.T) {
	reporttest.Run(t, docx.Format, func(t *testing.T, files map[string][]byte) reporttest.Reading {
		r := reporttest.Reading{Rows: []map[string]string{}}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			parts := unpack(t, files[name])
			checkParts(t, parts)
			main := read(t, parts["word/document.xml"])
			r.Text += main.text + read(t, parts["word/header-upright.xml"]).text
			for _, row := range main.chronology() {
				cells := valuesOf(report.Counsel.Columns(), row)
				r.Rows = append(r.Rows, cells)
				r.Items = append(r.Items, cells[report.ColumnItem])
			}
		}
		return r
	})
}

// valuesOf takes the values of a row out of its cells again.
func valuesOf(columns []report.Column, row [][]paragraph) map[string]string {
	values := map[string]string{}
	for i, c := range paper.Columns(columns) {
		at := 0
		for _, p := range c.Parts {
			if at >= len(row[i]) {
				break
			}
			text, label := row[i][at].text, p.Label+": "
			if p.Label != "" && !strings.HasPrefix(text, label) {
				continue
			}
			at++
			if text = strings.TrimPrefix(text, label); p.Label == "" && text == "–" {
				text = ""
			}
			values[columns[p.Index].Key] = text
		}
	}
	return values
}

// checkParts wants a whole package: every part well formed and with a kind of content,
// every link with an end.
func checkParts(t *testing.T, parts map[string][]byte) {
	t.Helper()
	types := string(parts["[Content_Types].xml"])
	for name, text := range parts {
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if name != "[Content_Types].xml" && !strings.HasSuffix(name, ".rels") && !strings.Contains(types, `PartName="/`+name+`"`) {
			t.Errorf("%s has no kind of content", name)
		}
		if path.Ext(name) == ".rels" {
			for _, m := range regexp.MustCompile(`Target="([^"]*)"`).FindAllSubmatch(text, -1) {
				if target := path.Join(path.Dir(path.Dir(name)), string(m[1])); parts[target] == nil {
					t.Errorf("%s leads to %s, which is not there", name, target)
				}
			}
		}
	}
	checkReferences(t, parts)
}

// checkReferences wants every style, list and place that the text names to be there.
func checkReferences(t *testing.T, parts map[string][]byte) {
	t.Helper()
	text, styles, links := parts["word/document.xml"], string(parts["word/styles.xml"]), string(parts["word/_rels/document.xml.rels"])
	for _, c := range []struct{ use, in, as string }{
		{`<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"`, styles, `w:styleId="%s"`},
		{`r:id="([^"]*)"`, links, `Id="%s"`},
		{`<w:numId w:val="([^"]*)"`, string(parts["word/numbering.xml"]), `<w:num w:numId="%s"`},
		{`w:anchor="([^"]*)"`, string(text), `<w:bookmarkStart w:id="\d+" w:name="%s"`},
	} {
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile(c.use).FindAllSubmatch(text, -1) {
			if name := string(m[1]); !seen[name] {
				seen[name] = true
				if !regexp.MustCompile(fmt.Sprintf(c.as, name)).MatchString(c.in) {
					t.Errorf("%s is named and not there", name)
				}
			}
		}
	}
}

// TestTables wants a head that is repeated, and rows that are not split unless they are
// long.
func TestTables(t *testing.T) {
	d := reporttest.Plain(30)
	list := d.Rows.(report.RowList)
	list[7].Cells[d.Index(report.ColumnStatement)] = strings.Repeat("long ", 2000)
	text := string(unpack(t, reporttest.Write(t, docx.Format, d)["chronology.docx"])["word/document.xml"])
	_, text, _ = strings.Cut(text, "April 2024")
	table, _, _ := strings.Cut(text, "</w:tbl>")
	rows := strings.Split(table, "<w:tr>")[1:]
	if len(rows) != 31 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		if head := strings.Contains(row, "<w:tblHeader/>"); head != (i == 0) {
			t.Errorf("row %d: repeated %v", i, head)
		}
		if whole := strings.Contains(row, "<w:cantSplit/>"); whole != (i != 8) {
			t.Errorf("row %d: kept whole %v", i, whole)
		}
	}
	if !strings.Contains(text, `w:orient="landscape"`) {
		t.Error("the chronology's pages are not wide")
	}
}

// TestNotesStandLast wants counsel's notes in the last column.
func TestNotesStandLast(t *testing.T) {
	columns := report.Counsel.Columns()
	layout := paper.Columns(columns)
	if last := layout[len(layout)-1]; last.Key != report.ColumnNotes || len(last.Parts) != 1 {
		t.Errorf("the last column is %+v", last)
	}
}

func TestDates(t *testing.T) {
	parts := unpack(t, reporttest.Write(t, docx.Format, reporttest.Plain(1))["chronology.docx"])
	if n := strings.Count(string(parts["docProps/core.xml"]), "2024-05-13T22:42:07Z"); n != 2 {
		t.Errorf("%s", parts["docProps/core.xml"])
	}
}

// TestVolumes wants a chronology beyond the limit in files that hold all of it.
func TestVolumes(t *testing.T) {
	files := reporttest.Write(t, docx.Format, reporttest.Plain(10_001))
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"chronology-1-of-2.docx", "chronology-2-of-2.docx"}) {
		t.Fatal(names)
	}
	last := string(unpack(t, files["chronology-2-of-2.docx"])["word/document.xml"])
	for _, want := range []string{"Volume 2 of 2: rows 10001 to 10001 of 10001", "MH-10001", "Glossary"} {
		if !strings.Contains(last, want) {
			t.Errorf("the second volume does not say %q", want)
		}
	}
	for _, other := range []string{"MH-10000", "The answer on one page"} {
		if strings.Contains(last, other) {
			t.Errorf("the second volume says %q, which stands in the first", other)
		}
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	parts := unpack(t, reporttest.Write(t, docx.Format, reporttest.Plain(2))["chronology.docx"])
	got := strings.ReplaceAll(strings.ReplaceAll(string(parts["word/document.xml"]), "</w:p>", "</w:p>\n"), "<w:tr>", "\n<w:tr>")
	const name = "testdata/plain.xml"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("another text (-want +got); if that is meant, run with -update:\n%s", diff)
	}
}

// TestLibreOffice opens a document in the program that many read it with, where it is
// installed, and wants every item and section on its pages.
func TestLibreOffice(t *testing.T) {
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "chronology.docx")
	d := reporttest.Plain(60)
	if err := os.WriteFile(name, reporttest.Write(t, docx.Format, d)["chronology.docx"], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, "chronology.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for row := range reporttest.All(t, d) {
		if !strings.Contains(string(text), row.Item) {
			t.Errorf("%s is not there", row.Item)
		}
	}
	for _, s := range slices.Concat(d.Front, d.Back) {
		if !strings.Contains(string(text), s.Title) {
			t.Errorf("section %q is not there", s.Title)
		}
	}
	if n := strings.Count(string(text), "Account as recorded"); n < 3 {
		t.Errorf("the head of the table is on %d pages", n)
	}
	if !strings.Contains(string(text), "Page 1 of ") || !strings.Contains(string(text), "Page 2 of ") {
		t.Error("pages are not numbered")
	}
}

// FuzzCell puts any text into a cell and reads it back.
func FuzzCell(f *testing.F) {
	for _, c := range reporttest.Texts {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := reporttest.Plain(1)
		d.Rows.(report.RowList)[0].Cells[d.Index(report.ColumnStatement)] = text
		d.Caption = text
		parts := unpack(t, reporttest.Write(t, docx.Format, d)["chronology.docx"])
		checkParts(t, parts)
		rows := read(t, parts["word/document.xml"]).chronology()
		if len(rows) != 1 || valuesOf(d.Columns, rows[0])[report.ColumnObject] != "Accounts by region" {
			t.Fatalf("%d rows", len(rows))
		}
	})
}

// BenchmarkWrite writes a volume of 2,000 rows.
func BenchmarkWrite(b *testing.B) {
	d := reporttest.Plain(2000)
	b.ReportAllocs()
	for b.Loop() {
		reporttest.Write(b, docx.Format, d)
	}
	b.ReportMetric(float64(d.Count)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
