// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRedactionDocument exports the demo case by the rules that redaction.md shows. Of
// what they withhold nothing is in the tables, and the export can be made again.
func TestRedactionDocument(t *testing.T) {
	demo := withDemo(t)
	_, rest, ok := strings.Cut(readDoc(t, "redaction.md"), "```yaml\n")
	rules, _, _ := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("no rules in the document")
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("demo.case", os.DirFS(demo.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("rules.yaml", []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	redaction := []string{"--redact", "rules.yaml", "--redact-key", "counsel.key"}
	mustRun(t, append([]string{"-C", "demo.case", "export", "--who", "Mike Hall", "--last", "30d", "--format", "csv,html", "--to", "hall", "--redact-log", "withheld.csv"}, redaction...)...)
	for _, name := range []string{"chronology.csv", "chronology.html", "redactions.csv"} {
		text, err := os.ReadFile(filepath.Join("hall", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, withheld := range []string{"haddad", "mailbox.example", "northfield"} {
			if strings.Contains(strings.ToLower(string(text)), withheld) {
				t.Errorf("%s: %q is in it", name, withheld)
			}
		}
		if name != "redactions.csv" && (!bytes.Contains(text, []byte("Customer-0")) || !bytes.Contains(text, []byte(": special category material]"))) {
			t.Errorf("%s: no pseudonym, or no placeholder", name)
		}
	}
	if text, err := os.ReadFile("withheld.csv"); err != nil || !bytes.Contains(text, []byte("mailbox.example")) {
		t.Errorf("the log of counsel does not tell what stood there: %v", err)
	}
	mustRun(t, append([]string{"-C", "demo.case", "verify", "hall", "--rebuild"}, redaction...)...)
}

func mustRun(t *testing.T, args ...string) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, nil, &out, &errs); code != exitFound {
		t.Fatalf("%v: exit code %d\n%s%s", args, code, out.String(), errs.String())
	}
}
