// SPDX-License-Identifier: Apache-2.0

package loadfile_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/report"
	"dossier/report/loadfile"
	"dossier/report/reporttest"
)

// fields are those of a production, in their order, before the columns.
var fields = strings.Fields(`BEGBATES ENDBATES BEGATTACH ENDATTACH CUSTODIAN RECORDTYPE EVENTDATE EVENTTIME TIMEZONE AUTHOR FROM TO CC BCC SUBJECT TITLE
	APPLICATION ACTION OBJECT SOURCEFILE SOURCELINE SHA256 CONFIDENTIALITY REDACTED REDACTREASON PRIVTYPE NATIVELINK TEXTLINK TIMEZONEPROCESSED`)

// parse reads a DAT file as a review platform does.
func parse(data []byte) (names []string, records []map[string]string, err error) {
	text, ok := strings.CutPrefix(string(data), "\ufeff")
	if !ok || !utf8.ValidString(text) || !strings.HasSuffix(text, "\r\n") {
		return nil, nil, fmt.Errorf("no UTF-8 with byte order mark and a last CRLF")
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		record := map[string]string{}
		values := strings.Split(line, "\x14")
		for c, v := range values {
			if len(v) < 4 || !strings.HasPrefix(v, "þ") || !strings.HasSuffix(v, "þ") || strings.Count(v, "þ") != 2 || strings.ContainsAny(v, "\r\n") {
				return nil, nil, fmt.Errorf("line %d: value %d is %q", i+1, c+1, v)
			}
			values[c] = strings.ReplaceAll(strings.Trim(v, "þ"), "®", "\n")
		}
		if i == 0 {
			names = values
			continue
		}
		if len(values) != len(names) {
			return nil, nil, fmt.Errorf("line %d: %d values for %d fields", i+1, len(values), len(names))
		}
		for c, v := range values {
			record[names[c]] = v
		}
		records = append(records, record)
	}
	return names, records, nil
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	_, records, err := parse(files["loadfile/chronology.dat"])
	if err != nil {
		t.Fatal(err)
	}
	r := reporttest.Reading{Text: string(files["loadfile/chronology.dat.readme.txt"]), Rows: []map[string]string{}}
	for _, record := range records {
		row := map[string]string{}
		for name, value := range record {
			row[strings.ToLower(name)] = value
		}
		r.Items, r.Rows = append(r.Items, record["ITEM"]), append(r.Rows, row)
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, loadfile.Format, open) }

// TestProduction wants the fields in their order, a native with the verbatim record
// and a slip-sheet for each, named by the number, and no further file.
func TestProduction(t *testing.T) {
	d := reporttest.Hostile(1001)
	files := reporttest.Write(t, loadfile.Format, d)
	names, records, err := parse(files["loadfile/chronology.dat"])
	if err != nil || len(files) != 2*1001+2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if !slices.Equal(names[:len(fields)], fields) {
		t.Errorf("the fields are %v", names)
	}
	for row := range reporttest.All(t, d) {
		record := records[row.Number-1]
		number := fmt.Sprintf("ACME-R-%06d", row.Number)
		native := "loadfile/" + strings.ReplaceAll(record["NATIVELINK"], `\`, "/")
		text := string(files["loadfile/"+strings.ReplaceAll(record["TEXTLINK"], `\`, "/")])
		if record["BEGBATES"] != number || record["ENDBATES"] != number || !strings.HasSuffix(native, "/"+number+".txt") {
			t.Fatalf("row %d: %v", row.Number, record)
		}
		if got, ok := files[native]; !ok || string(got) != row.Raw || record["SHA256"] != fmt.Sprintf("%x", sha256.Sum256([]byte(row.Raw))) {
			t.Errorf("%s: %q, want %q", native, got, row.Raw)
		}
		if !strings.HasPrefix(text, number+"\r\n"+d.Stamp+"\r\n\r\nProduced in Native Format\r\n") || !strings.Contains(text, record["SHA256"]) || !utf8.ValidString(text) {
			t.Errorf("row %d: the slip-sheet is %.300q", row.Number, text)
		}
		if date := ""; !row.Time.IsZero() {
			date = row.Time.Format("20060102 15:04:05 UTC-07:00 EDT")
			if got := strings.Join([]string{record["EVENTDATE"], record["EVENTTIME"], record["TIMEZONE"], record["TIMEZONEPROCESSED"]}, " "); got != date {
				t.Errorf("row %d: %s, want %s", row.Number, got, date)
			}
		} else if record["EVENTDATE"]+record["EVENTTIME"]+record["TIMEZONE"] != "" {
			t.Errorf("row %d has no time, and %v", row.Number, record)
		}
	}
	if _, ok := files["loadfile/NATIVES/0002/ACME-R-001001.txt"]; !ok {
		t.Error("the 1001st native is not in the second folder")
	}
}

// TestNumbersWithoutBates wants the item, or the place where that names no file.
func TestNumbersWithoutBates(t *testing.T) {
	d := reporttest.Hostile(0)
	d.Bates, d.Columns, d.Count = nil, nil, 2
	d.Rows = report.RowList{{Number: 1, Item: "MH-0001"}, {Number: 2, Item: "../ÖS-0002"}}
	files := reporttest.Write(t, loadfile.Format, d)
	for _, name := range []string{"NATIVES/0001/MH-0001.txt", "NATIVES/0001/RECORD-0000002.txt"} {
		if _, ok := files["loadfile/"+name]; !ok {
			t.Errorf("no %s", name)
		}
	}
	d.Bates = &report.Bates{Prefix: "../up"}
	if _, err := loadfile.Format.Write(context.Background(), d, &reporttest.Memory{}); err == nil {
		t.Error("a Bates prefix leads out of the folder")
	}
}

// TestCountsNeutralised wants each value that has a sign of the format counted, once.
func TestCountsNeutralised(t *testing.T) {
	d := reporttest.Hostile(0)
	d.Columns, d.Count = []report.Column{{Key: "a"}, {Key: "b"}}, 2
	d.Rows = report.RowList{{Number: 1, Item: "A", Cells: []string{"Þór and þór", "Acme® þ\x14"}}, {Number: 2, Item: "B", Cells: []string{"plain", "two\nlines"}}}
	files := reporttest.Write(t, loadfile.Format, d)
	_, records, err := parse(files["loadfile/chronology.dat"])
	if err != nil {
		t.Fatal(err)
	}
	if a, b, lines := records[0]["A"], records[0]["B"], records[1]["B"]; a != "Þór and ‹U+00FE›ór" || b != "Acme‹U+00AE› ‹U+00FE›‹U+0014›" || lines != "two\nlines" {
		t.Errorf("%q, %q, %q", a, b, lines)
	}
	if text := string(files["loadfile/chronology.dat.readme.txt"]); !strings.Contains(text, "\n2 values of the file") {
		t.Errorf("the count is not stated: %.1500s", text)
	}
}

func FuzzValue(f *testing.F) {
	for _, text := range reporttest.Texts {
		f.Add(text.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := reporttest.Hostile(0)
		d.Columns, d.Count, d.Rows = []report.Column{{Key: "a"}, {Key: "b"}}, 1, report.RowList{{Number: 1, Item: s, Cells: []string{s, "end"}, Raw: s}}
		to := &reporttest.Memory{}
		if _, err := loadfile.Format.Write(context.Background(), d, to); err != nil {
			t.Fatal(err)
		}
		_, records, err := parse(to.Files["loadfile/chronology.dat"])
		if err != nil || len(records) != 1 || records[0]["B"] != "end" {
			t.Fatalf("%q: %v, %v", s, records, err)
		}
		if string(to.Files["loadfile/"+strings.ReplaceAll(records[0]["NATIVELINK"], `\`, "/")]) != s {
			t.Errorf("the native is not %q", s)
		}
	})
}
