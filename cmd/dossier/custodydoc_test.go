// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCustodyDocument runs the commands of custody.md in their order, in a folder with
// a copy of the demo case, and wants the lines below each in what it prints, in that
// order. Programs that are not installed are left out, and that is said.
func TestCustodyDocument(t *testing.T) {
	demo := withDemo(t)
	document := readDoc(t, "custody.md")
	t.Chdir(t.TempDir())
	if err := os.CopyFS("demo.case", os.DirFS(demo.dir)); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for i, block := range strings.Split(document, "```") {
		text, ok := strings.CutPrefix(block, "console\n")
		if i%2 == 0 || !ok {
			continue
		}
		ran += runConsole(t, text)
	}
	if ran < 10 {
		t.Errorf("%d commands were run", ran)
	}
}

// runConsole runs the commands of a block, each with what it prints below it.
func runConsole(t *testing.T, text string) int {
	t.Helper()
	ran := 0
	printed := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n ")
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			printed = runInFolder(t, command)
			ran++
			continue
		}
		if printed == notInstalled {
			continue
		}
		_, after, found := strings.Cut(printed, line)
		if !found {
			t.Errorf("not printed, or not there: %q; but\n%s", line, printed)
			continue
		}
		printed = after
	}
	return ran
}

const notInstalled = "\x00not installed"

// runInFolder runs a line: dossier as this program, others by a shell. Before an
// import, somebody has brought the reply.
func runInFolder(t *testing.T, line string) string {
	t.Helper()
	words := shellWords(line)
	if words[0] != "dossier" {
		for _, program := range []string{"sh", words[0]} {
			if _, err := exec.LookPath(program); err != nil {
				t.Logf("%s is not installed: $ %s is not tested", program, line)
				return notInstalled
			}
		}
		out, err := exec.Command("sh", "-c", line).CombinedOutput()
		if err != nil {
			t.Errorf("$ %s\n%v\n%s", line, err, out)
		}
		return string(out)
	}
	if strings.Contains(line, "timestamp-import") {
		bringReply(t)
	}
	if strings.Contains(line, " sign ") {
		if _, err := os.Stat("counsel"); err != nil {
			return notInstalled
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), words[1:], nil, &out, &errs); code != exitFound {
		t.Errorf("$ %s\nexit code %d\n%s", line, code, errs.String())
	}
	return filepath.ToSlash(out.String())
}

func bringReply(t *testing.T) {
	t.Helper()
	request, err := os.ReadFile(filepath.Join("hall", "manifest.tsq"))
	if err != nil {
		t.Fatal(err)
	}
	reply, root, err := answerStamp(request)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"reply.tsr": reply, "authorities.pem": root} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
