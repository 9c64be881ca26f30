// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// exportedCase makes a case of testdata/exports and exports it in all formats, and
// returns the folders of both.
func exportedCase(t *testing.T) (caseDir, to string) {
	t.Helper()
	caseDir = filepath.Join(t.TempDir(), "acme.case")
	to = filepath.Join(t.TempDir(), "x")
	for _, args := range [][]string{
		{"create", caseDir, "--title", "Acme v. Hall", "--tz", "America/New_York"},
		{"-C", caseDir, "people", "import", "testdata/exports/hr/roster.csv", "testdata/exports/directory/ad-users.csv"},
		{"-C", caseDir, "add", "testdata/exports", "--tz", "America/New_York"},
		{"-C", caseDir, "export", "--who", "Mike Hall", "--last", "30d", "--profile", "produced", "--bates", "ACME", "--exhibit", "A", "--to", to},
	} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, nil, &out, &errs); code != exitFound {
			t.Fatalf("%v: exit code %d\n%s", args, code, errs.String())
		}
	}
	return caseDir, to
}

// TestFormatsSayTheSame compares what stands in each format: the same items in the
// same order, each with the same words, and the same sections and numbers.
func TestFormatsSayTheSame(t *testing.T) {
	_, to := exportedCase(t)
	rows := readTable(t, filepath.Join(to, "chronology.csv"))
	head := rows[0]
	column := func(name string) int {
		for i, c := range head {
			if c == name {
				return i
			}
		}
		t.Fatalf("the CSV has no column %s", name)
		return 0
	}
	item, statement := column("item"), column("statement")
	for name, text := range documentTexts(t, to) {
		at := 0
		for _, row := range rows[1:] {
			for _, cell := range []string{row[item], row[statement], row[column("account")], row[column("time_utc")]} {
				if !strings.Contains(text, squeeze(cell)) {
					t.Errorf("%s lacks %q", name, cell)
				}
			}
			next := strings.Index(text[at:], squeeze(row[statement]))
			if next < 0 {
				t.Errorf("%s has the statement of %s in another place: %q", name, row[item], row[statement])
				break
			}
			at += next
		}
		for _, part := range []string{
			"Selection and completeness", "The answer on one page", "Persons and accounts", "What these records do not show", "Chronology",
			"Exhibits: the source record of each item", "Method", "Extract of the custody log", "How to verify this export", "Glossary",
			"CONFIDENTIAL - PRODUCED IN THIS MATTER", "Pages printed", "In scope = exported + excluded", "dossier -C CASE verify EXPORT --rebuild",
		} {
			if !strings.Contains(text, squeeze(part)) {
				t.Errorf("%s lacks %q", name, part)
			}
		}
	}
}

func readTable(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 3 {
		t.Fatalf("%s: %d rows, %v", name, len(rows), err)
	}
	return rows
}

// squeeze leaves out white space: where lines break is a format's own affair.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// documentTexts are the texts that people read, by format, without white space.
func documentTexts(t *testing.T, to string) map[string]string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(to, "chronology.html"))
	if err != nil {
		t.Fatal(err)
	}
	page = regexp.MustCompile(`(?s)<style.*?</style>`).ReplaceAll(page, nil)
	texts := map[string]string{
		"html": squeeze(html.UnescapeString(string(regexp.MustCompile(`<[^>]*>`).ReplaceAll(page, nil)))),
		"docx": squeeze(archiveText(t, filepath.Join(to, "chronology.docx"), "word/")),
		"xlsx": squeeze(archiveText(t, filepath.Join(to, "chronology.xlsx"), "xl/")),
	}
	if tool, err := exec.LookPath("pdftotext"); err == nil {
		text, err := exec.Command(tool, "-raw", filepath.Join(to, "chronology.pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		texts["pdf"] = squeeze(string(text))
	}
	return texts
}

// archiveText is the text of all XML in a folder of an office document.
func archiveText(t *testing.T, name, folder string) string {
	t.Helper()
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out strings.Builder
	for _, f := range r.File {
		if !strings.HasPrefix(f.Name, folder) || !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(in)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok {
				out.Write(text)
			}
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// TestTwoBuildsThreeZones has another build of the program, in three zones and
// locales, make the export of this one again, and compare every byte.
func TestTwoBuildsThreeZones(t *testing.T) {
	if testing.Short() {
		t.Skip("links the program")
	}
	caseDir, to := exportedCase(t)
	program := filepath.Join(t.TempDir(), "dossier.exe")
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, ".").CombinedOutput(); err != nil {
		t.Skipf("no compiler here: %v\n%s", err, out)
	}
	for _, env := range [][]string{
		{"TZ=Asia/Kathmandu", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"}, {"TZ=America/Caracas", "LC_ALL=de_DE.UTF-8"}, {"TZ=Pacific/Apia", "LC_ALL=C"},
	} {
		ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
		c := exec.CommandContext(ctx, program, "-C", caseDir, "verify", to, "--rebuild")
		c.Env = append(os.Environ(), env...)
		out, err := c.CombinedOutput()
		stop()
		if err != nil || !strings.Contains(string(out), "compared byte by byte") {
			t.Errorf("%v: %v\n%s", env, err, out)
		}
	}
}
