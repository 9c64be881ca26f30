// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/report"
	"dossier/report/pdf"
	"dossier/report/reporttest"
)

func TestFormat(t *testing.T) {
	reporttest.Run(t, pdf.Format, func(t *testing.T, files map[string][]byte) reporttest.Reading {
		var r reporttest.Reading
		var text strings.Builder
		for _, name := range slices.Sorted(maps.Keys(files)) {
			for _, s := range read(t, files[name]) {
				text.WriteString(s.text + " ")
				if item.MatchString(s.text) && s.x == left {
					r.Items = append(r.Items, s.text)
				}
			}
		}
		r.Text = text.String()
		return r
	})
}

// item is an item's number where it begins a row; the same stands in exhibits behind
// their name.
var item = regexp.MustCompile(`^MH-\d{4,}$`)

// left is where text begins, in points.
const left = 56.70

// TestNoRowIsSplit wants every line of a row on the page on which the row begins, and
// above the next row.
func TestNoRowIsSplit(t *testing.T) {
	d := reporttest.Plain(200)
	files := reporttest.Write(t, pdf.Format, d)
	pieces := read(t, files["chronology.pdf"])
	first := map[int]shown{}
	row := 0
	for _, p := range pieces {
		if item.MatchString(p.text) && p.x == left {
			row++
			first[row] = p
			continue
		}
		if m := regexp.MustCompile(`\((\d+)`).FindStringSubmatch(p.text); m != nil && row > 0 && strings.Contains(p.text, "rows, CSV") {
			if want := fmt.Sprint(500 + row - 1); m[1] != want {
				t.Fatalf("row %d says %s rows, want %s", row, m[1], want)
			}
			if p.page != first[row].page || p.y > first[row].y {
				t.Errorf("row %d begins on page %d at %.0f and goes on on page %d at %.0f", row, first[row].page, first[row].y, p.page, p.y)
			}
		}
	}
	if row != 200 {
		t.Fatalf("%d rows", row)
	}
	for i := 2; i <= row; i++ {
		if first[i].page == first[i-1].page && first[i].y >= first[i-1].y {
			t.Errorf("row %d stands above row %d", i, i-1)
		}
	}
}

// TestNothingLeavesThePage wants all text within the margins, and none of it below the
// foot of the page but the foot itself.
func TestNothingLeavesThePage(t *testing.T) {
	for _, size := range []report.Paper{report.A4, report.Letter} {
		d := reporttest.Hostile(len(reporttest.Texts))
		d.Paper = size
		data := reporttest.Write(t, pdf.Format, d)["chronology.pdf"]
		f := open(t, data)
		pages := f.pages(t)
		for _, p := range read(t, data) {
			width, height := 595.28, 841.89
			if size == report.Letter {
				width, height = 612, 792
			}
			if bytes.Contains(f.dictionary(pages[p.page-1]), []byte("/MediaBox")) {
				width, height = height, width
			}
			if p.x < 56 || p.x > width-56 || p.y > height-14 || p.y < 25 {
				t.Fatalf("%s: page %d: %q stands at %.1f, %.1f of %.0f, %.0f", size, p.page, p.text, p.x, p.y, width, height)
			}
		}
	}
}

// TestLongRowGoesOn wants a row that no page holds to lose nothing, and to say so.
func TestLongRowGoesOn(t *testing.T) {
	d := reporttest.Plain(3)
	long := strings.Repeat("zyx ", 20_000)
	list := d.Rows.(report.RowList)
	list[1].Cells[d.Index(report.ColumnStatement)] = "begin " + long + "end"
	text := ""
	continued := map[string]int{}
	for _, p := range read(t, reporttest.Write(t, pdf.Format, d)["chronology.pdf"]) {
		text += p.text + " "
		for _, mark := range []string{"MH-0002 is continued on the next page", "MH-0002, continued"} {
			if p.text == mark {
				continued[mark]++
			}
		}
	}
	if n := strings.Count(text, "zyx"); n != 20_000 {
		t.Errorf("%d of 20000 words are there", n)
	}
	if len(continued) != 2 || continued["MH-0002, continued"] != continued["MH-0002 is continued on the next page"] {
		t.Errorf("marks: %v", continued)
	}
}

// TestEveryPage wants stamp, export, zone, page and Bates number on every page.
func TestEveryPage(t *testing.T) {
	d := reporttest.Plain(60)
	d.Bates.First = 41
	data := reporttest.Write(t, pdf.Format, d)["chronology.pdf"]
	pages := map[int]string{}
	for _, p := range read(t, data) {
		pages[p.page] += p.text + "\n"
	}
	total := len(open(t, data).pages(t))
	for page := 1; page <= total; page++ {
		for _, want := range []string{
			fmt.Sprintf("Page %d of %d", page, total), fmt.Sprintf("ACME-%06d", 40+page), "PRODUCED", d.ZoneNote, d.Caption, "Exhibit A  ·  Export 0123456789ab",
		} {
			if !strings.Contains(pages[page], want) {
				t.Errorf("page %d does not say %q", page, want)
			}
		}
	}
}

// TestVolumes wants a chronology beyond the limit in files whose Bates numbers go on.
func TestVolumes(t *testing.T) {
	if testing.Short() {
		t.Skip("sets ten thousand rows")
	}
	d := reporttest.Plain(10_050)
	files := reporttest.Write(t, pdf.Format, d)
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"chronology-1-of-2.pdf", "chronology-2-of-2.pdf"}) {
		t.Fatal(names)
	}
	var items []string
	bates := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, p := range read(t, files[name]) {
			if item.MatchString(p.text) && p.x == left {
				items = append(items, p.text)
			}
			if strings.HasPrefix(p.text, "ACME-") {
				bates++
				if want := fmt.Sprintf("ACME-%06d", bates); p.text != want {
					t.Fatalf("%s: page %d is %s, want %s", name, p.page, p.text, want)
				}
			}
		}
	}
	if len(items) != 10_050 || items[10_000] != "MH-10001" {
		t.Errorf("%d items", len(items))
	}
}

// TestBookmarks wants sections, months and days, and the dates and identity fixed.
func TestBookmarks(t *testing.T) {
	f := open(t, reporttest.Write(t, pdf.Format, reporttest.Plain(60))["chronology.pdf"])
	var titles []string
	for n := 1; n <= len(f.objects); n++ {
		title, ok := bytes.CutPrefix(f.dictionary(n), []byte("<</Title (\xfe\xff"))
		if title, _, isBookmark := bytes.Cut(title, []byte(")\n/Parent")); ok && isBookmark {
			titles = append(titles, literal(title))
		}
	}
	for _, want := range []string{"Chronology of recorded events", "Chronology", "April 2024", "Sunday, 14 April 2024", "Monday, 15 April 2024", "Exhibits: source record by item", "Glossary"} {
		if !slices.Contains(titles, want) {
			t.Errorf("no bookmark %q among %q", want, titles)
		}
	}
	if !regexp.MustCompile(`/ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\]`).Match(f.trailer) {
		t.Errorf("no identity: %s", f.trailer)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds what stands where on the pages of a small document.
func TestGolden(t *testing.T) {
	var got strings.Builder
	page := 0
	for _, p := range read(t, reporttest.Write(t, pdf.Format, reporttest.Plain(3))["chronology.pdf"]) {
		if p.page != page {
			page = p.page
			fmt.Fprintf(&got, "page %d\n", page)
		}
		fmt.Fprintf(&got, "%7.2f %7.2f  %s\n", p.x, p.y, p.text)
	}
	const name = "testdata/plain.txt"
	if *update {
		if err := os.WriteFile(name, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got.String()); diff != "" {
		t.Errorf("other pages (-want +got); if that is meant, run with -update:\n%s", diff)
	}
}

// TestAtTheSameTime writes documents at the same time: fonts are shared. For -race.
func TestAtTheSameTime(t *testing.T) {
	want := reporttest.Write(t, pdf.Format, reporttest.Plain(5))["chronology.pdf"]
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if got := reporttest.Write(t, pdf.Format, reporttest.Plain(5))["chronology.pdf"]; !bytes.Equal(got, want) {
				t.Error("other bytes")
			}
		})
	}
	all.Wait()
}

// TestPrograms asks other people's programs, where they are installed.
func TestPrograms(t *testing.T) {
	name := t.TempDir() + "/chronology.pdf"
	data := reporttest.Write(t, pdf.Format, reporttest.Hostile(20))["chronology.pdf"]
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		program string
		args    []string
		want    string
	}{
		{"pdffonts", nil, `(?m)^utf8serif +CID TrueType +Identity-H +yes no +yes`},
		{"pdfinfo", nil, `CreationDate: +Mon May 13 22:42:07 2024`},
		{"pdftotext", []string{"-layout"}, `MH-0001 +2024-04-14 \(Sun\)`},
		{"qpdf", []string{"--check"}, `No syntax or stream encoding errors`},
	} {
		t.Run(c.program, func(t *testing.T) {
			if _, err := exec.LookPath(c.program); err != nil {
				t.Skip(err)
			}
			args := append(c.args, name)
			if c.program == "pdftotext" {
				args = append(args, "-")
			}
			out, err := exec.Command(c.program, args...).CombinedOutput()
			if err != nil || !regexp.MustCompile(c.want).Match(out) {
				t.Errorf("%v: want %s in %.2000s", err, c.want, out)
			}
		})
	}
}

// BenchmarkWrite writes a volume of 2,000 rows, which are some 400 pages.
func BenchmarkWrite(b *testing.B) {
	d := reporttest.Plain(2000)
	b.ReportAllocs()
	for b.Loop() {
		reporttest.Write(b, pdf.Format, d)
	}
	b.ReportMetric(float64(d.Count)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// TestAnswerOnOnePage wants an answer that is somewhat too long to be set smaller.
func TestAnswerOnOnePage(t *testing.T) {
	for lines, want := range map[int]int{3: 1, 36: 1, 150: 5} {
		d := reporttest.Plain(1)
		var facts report.Facts
		for i := range lines {
			facts.List = append(facts.List, report.Fact{Label: fmt.Sprintf("Number %d", i+1), Value: "106"})
		}
		d.Front[2].Blocks = []report.Block{report.Paragraph{Text: "How many?", Lead: true}, facts}
		pages := map[int]bool{}
		for _, p := range read(t, reporttest.Write(t, pdf.Format, d)["chronology.pdf"]) {
			if strings.HasPrefix(p.text, "Number ") {
				pages[p.page] = true
			}
		}
		if len(pages) != want {
			t.Errorf("an answer of %d lines is on %d pages, want %d", lines, len(pages), want)
		}
	}
}

// FuzzCell puts any text into a cell and into the head, and wants the row and the page
// around it unharmed.
func FuzzCell(f *testing.F) {
	if testing.Short() {
		f.Skip("lays out a document for each text, in one goroutine")
	}
	for _, c := range reporttest.Texts {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := reporttest.Plain(2)
		d.Rows.(report.RowList)[0].Cells[d.Index(report.ColumnStatement)] = text
		d.Caption, d.Title, d.Exhibit, d.ZoneNote = text, text, text, text
		items, feet := 0, 0
		for _, p := range read(t, reporttest.Write(t, pdf.Format, d)["chronology.pdf"]) {
			if item.MatchString(p.text) && p.x == left {
				items++
			}
			if strings.HasPrefix(p.text, "ACME-") {
				feet++
			}
		}
		if items != 2 || feet < 8 {
			t.Fatalf("%d items and %d feet", items, feet)
		}
	})
}
