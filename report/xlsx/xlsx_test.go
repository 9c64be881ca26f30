// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/reporttest"
)

func opened(t testing.TB, files map[string][]byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(files["chronology.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

var marks = regexp.MustCompile(`^\[continued from the row above, part \d+ of \d+\] | \[part \d+ of \d+, continued in the next row\]$`)

// rowsOf reads a table's sheets: their rows by head, and what goes on in further rows
// joined. It says how many further rows there were.
func rowsOf(t testing.TB, f *excelize.File, name string) (rows []map[string]string, further int) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		if sheet != name && !regexp.MustCompile(`^`+name+` \d+$`).MatchString(sheet) {
			continue
		}
		table, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, values := range table[2:] {
			row := map[string]string{}
			for i, v := range values {
				row[table[1][i]] = v
			}
			if n := len(rows); n == 0 || rows[n-1]["No."] != row["No."] {
				for head, v := range row {
					row[head] = marks.ReplaceAllString(v, "")
				}
				rows = append(rows, row)
				continue
			}
			further++
			for head, v := range row {
				if head != "No." && head != dated {
					rows[len(rows)-1][head] += marks.ReplaceAllString(v, "")
				}
			}
		}
	}
	return rows, further
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	f := opened(t, files)
	r := reporttest.Reading{Rows: []map[string]string{}}
	records, _ := rowsOf(t, f, sheetRecords)
	rows, _ := rowsOf(t, f, sheetChronology)
	for i, row := range rows {
		byKey := map[string]string{}
		for _, c := range report.Counsel.Columns() {
			byKey[c.Key] = row[c.Title]
			if c.Width == 0 {
				byKey[c.Key] = records[i][c.Title]
			}
		}
		r.Items, r.Rows = append(r.Items, byKey[report.ColumnItem]), append(r.Rows, byKey)
	}
	var text strings.Builder
	for _, sheet := range f.GetSheetList() {
		table, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table {
			text.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	r.Text = text.String()
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, Format, open) }

// TestEveryText wants every text back as it is shown, whatever its length.
func TestEveryText(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	f := opened(t, reporttest.Write(t, Format, d))
	rows, further := rowsOf(t, f, sheetChronology)
	records, alsoFurther := rowsOf(t, f, sheetRecords)
	for row := range reporttest.All(t, d) {
		for i, c := range d.Columns {
			got := rows[row.Number-1][c.Title]
			if c.Width == 0 {
				got = records[row.Number-1][c.Title]
			}
			if want := visible.Lines(row.Cells[i]); got != want {
				t.Errorf("row %d, %s: %.300q, want %.300q", row.Number, c.Key, got, want)
			}
		}
	}
	if further != 2 || alsoFurther != 2 { // Texts has one of more than a cell
		t.Errorf("%d and %d further rows", further, alsoFurther)
	}
	if text, err := f.GetRows(sheetReadMe); err != nil || !strings.Contains(fmt.Sprint(text), "in 4 further rows") {
		t.Errorf("the first sheet does not say how many further rows there are: %v, %v", text[:12], err)
	}
}

// TestTyped wants every cell of the tables a string, save the number and the date, and
// no formula in any sheet.
func TestTyped(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	files := reporttest.Write(t, Format, d)
	archive, err := zip.NewReader(bytes.NewReader(files["chronology.xlsx"]), int64(len(files["chronology.xlsx"])))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for decoder := xml.NewDecoder(in); ; {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "c" || e.Name.Local == "f" || e.Name.Local == "hyperlink") {
				kind := e.Name.Local
				for _, a := range e.Attr {
					if a.Name.Local == "t" {
						kind += " " + a.Value
					}
				}
				kinds[kind]++
			}
		}
	}
	numbers := int(4*d.Count) - 1*3 // No. on both sheets and its further rows, dates where there is a time
	if kinds["f"]+kinds["hyperlink"] > 0 || len(kinds) != 2 || kinds["c inlineStr"] == 0 || kinds["c"] > numbers {
		t.Errorf("the cells are %v", kinds)
	}
	f := opened(t, files)
	for row := range reporttest.All(t, d) {
		at := fmt.Sprintf("D%d", row.Number+2)
		if got, err := f.GetCellValue(sheetChronology, at); row.Number < 25 && (err != nil || got != row.Time.Format(time.DateTime)) {
			t.Errorf("%s is %s, want %s, %v", at, got, row.Time, err)
		}
	}
}

// TestLimits wants further rows and further sheets where there is no room, each with
// its head, and everything still there.
func TestLimits(t *testing.T) {
	d := reporttest.Hostile(len(reporttest.Texts))
	to := &reporttest.Memory{}
	if n, err := (limits{rowsPerSheet: 150, bytesPerSheet: 200_000, unitsPerCell: 400}).write(context.Background(), d, to); err != nil || n != d.Count {
		t.Fatal(n, err)
	}
	f := opened(t, to.Files)
	if list := f.GetSheetList(); strings.Join(list[:4], ", ") != "Read me, Calendar, Chronology, Chronology 2" {
		t.Errorf("the sheets are %v", list)
	}
	rows, further := rowsOf(t, f, sheetChronology)
	if len(rows) != int(d.Count) || further < 100 {
		t.Fatalf("%d rows and %d further", len(rows), further)
	}
	for row := range reporttest.All(t, d) {
		i := d.Index(report.ColumnStatement)
		if got := rows[row.Number-1][d.Columns[i].Title]; got != visible.Lines(row.Cells[i]) {
			t.Errorf("row %d: %.300q", row.Number, got)
		}
	}
	for _, sheet := range f.GetSheetList() {
		table, err := f.GetRows(sheet)
		if err != nil || len(table) > 150 {
			t.Errorf("sheet %s has %d rows, %v", sheet, len(table), err)
		}
		for _, row := range table {
			for _, v := range row {
				if n := len(utf16.Encode([]rune(v))); n > 400 {
					t.Errorf("sheet %s: a cell of %d units", sheet, n)
				}
			}
		}
	}
}

// TestBytesPerSheet wants a further sheet where there is too much text for one.
func TestBytesPerSheet(t *testing.T) {
	to, l := &reporttest.Memory{}, excel
	l.bytesPerSheet = 50_000
	if _, err := l.write(context.Background(), reporttest.Hostile(200), to); err != nil {
		t.Fatal(err)
	}
	f := opened(t, to.Files)
	if rows, _ := rowsOf(t, f, sheetChronology); len(rows) != 200 || !slices.Contains(f.GetSheetList(), "Chronology 4") {
		t.Errorf("%d rows on %v", len(rows), f.GetSheetList())
	}
}

// TestPrintsAndFilters wants what a lawyer expects of a sheet.
func TestPrintsAndFilters(t *testing.T) {
	d := reporttest.Hostile(3)
	f := opened(t, reporttest.Write(t, Format, d))
	if list := strings.Join(f.GetSheetList(), ", "); list != "Read me, Calendar, Chronology, Source records, People and accounts, Exhibits, Exclusions and gaps, Method, Glossary" {
		t.Errorf("the sheets are %s", list)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name+" "+n.Scope] = n.RefersTo
	}
	for name, want := range map[string]string{"_xlnm.Print_Titles Chronology": "'Chronology'!$1:$2", "_xlnm._FilterDatabase Chronology": "'Chronology'!$A$2:$V$5", "_xlnm.Print_Titles Glossary": "'Glossary'!$1:$1"} {
		if names[name] != want {
			t.Errorf("%s is %q, want %q of %v", name, names[name], want, names)
		}
	}
	layout, err := f.GetPageLayout(sheetChronology)
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("the page is %+v, %v", layout, err)
	}
	if panes, err := f.GetPanes(sheetChronology); err != nil || !panes.Freeze || panes.YSplit != 2 || panes.XSplit != 2 {
		t.Errorf("the panes are %+v, %v", panes, err)
	}
	if p, err := f.GetDocProps(); err != nil || p.Created != "2024-05-13T22:42:07Z" || p.Modified != p.Created || p.Title != d.Title {
		t.Errorf("the properties are %+v, %v", p, err)
	}
	if v, err := f.GetCellValue(sheetGlossary, "A1"); err != nil || !strings.Contains(v, d.Stamp) || !strings.Contains(v, d.ZoneNote) {
		t.Errorf("the first row is %q, %v", v, err)
	}
	if h, err := f.GetHeaderFooter(sheetChronology); err != nil || !strings.Contains(h.OddFooter, "Page &P of &N") {
		t.Errorf("the page says %+v, %v", h, err)
	}
}

// decoded reads what a cell holds as Excel does, from left to right.
func decoded(s string) string {
	var out strings.Builder
	for s != "" {
		if escape.MatchString(s) {
			n, _ := strconv.ParseUint(s[2:6], 16, 16)
			out.WriteRune(rune(n))
			s = s[7:]
			continue
		}
		out.WriteByte(s[0])
		s = s[1:]
	}
	return out.String()
}

// FuzzCell writes a text into a cell and reads it back, with the library and by the
// letter of the format.
func FuzzCell(f *testing.F) {
	for _, text := range reporttest.Texts {
		f.Add(text.Text)
	}
	for _, s := range []string{"_x0041_x0042_", "_x005F_x005F_", "__x0041__", "_x005F_x0041_x0042_x", "_xD83D_xDE00_", "_x005f_x005F_x0041_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := newBook(reporttest.Hostile(0), excel)
		if err != nil {
			t.Fatal(err)
		}
		defer b.close()
		sheet, err := b.add(layout{name: sheetChronology, widths: []float64{10}})
		if err != nil {
			t.Fatal(err)
		}
		if err := sheet.row(cell{b.styles.cell, s}); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := b.save(&out); err != nil {
			t.Fatal(err)
		}
		want := text(s)
		file := opened(t, map[string][]byte{"chronology.xlsx": out.Bytes()})
		got := ""
		for i := 2; i <= sheet.current.rows; i++ {
			v, err := file.GetCellValue(sheetChronology, fmt.Sprintf("A%d", i))
			if err != nil {
				t.Fatal(err)
			}
			got += marks.ReplaceAllString(v, "")
		}
		if got != want {
			t.Errorf("%q came back as %q, want %q", s, got, want)
		}
		if len(s) < 1000 {
			if got := decoded(raw(t, out.Bytes())); got != want {
				t.Errorf("%q is spelt so that it reads %q, want %q", s, got, want)
			}
		}
		if !utf8.ValidString(want) {
			t.Errorf("%q is no UTF-8", want)
		}
	})
}

// raw is the text of cell A2 as the part of the sheet has it.
func raw(t *testing.T, data []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := archive.Open("xl/worksheets/sheet2.xml")
	if err != nil {
		t.Fatal(err)
	}
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Text string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(in).Decode(&sheet); err != nil {
		t.Fatal(err)
	}
	if len(sheet.Rows) < 2 || len(sheet.Rows[1].Cells) == 0 {
		return ""
	}
	return sheet.Rows[1].Cells[0].Text
}
