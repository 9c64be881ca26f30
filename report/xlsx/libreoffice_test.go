// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dossier/report/reporttest"
)

// TestLibreOffice opens a workbook in a program that people read it with, where it is
// installed, and wants every item and section on its pages.
func TestLibreOffice(t *testing.T) {
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "chronology.xlsx")
	d := reporttest.Plain(40)
	if err := os.WriteFile(name, reporttest.Write(t, Format, d)["chronology.xlsx"], 0o600); err != nil {
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
}
