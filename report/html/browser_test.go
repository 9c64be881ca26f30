// SPDX-License-Identifier: Apache-2.0

package html_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/report/html"
	"dossier/report/reporttest"
)

// TestBrowser opens the page in a browser, where one is installed, and wants every item
// and section in what the browser made of it.
func TestBrowser(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "chronology.html")
	d := reporttest.Plain(40)
	if err := os.WriteFile(name, reporttest.Write(t, html.Format, d)["chronology.html"], 0o600); err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(profile) }) // a process of the browser may still be writing: what it leaves is no failure
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	page, err := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+profile, "--dump-dom", "file://"+filepath.ToSlash(name)).Output()
	if err != nil {
		t.Fatal(err)
	}
	for row := range reporttest.All(t, d) {
		if !strings.Contains(string(page), row.Item) {
			t.Errorf("%s is not there", row.Item)
		}
	}
	for _, s := range slices.Concat(d.Front, d.Back) {
		if !strings.Contains(string(page), s.Title) {
			t.Errorf("section %q is not there", s.Title)
		}
	}
}
