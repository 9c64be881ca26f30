// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// demoAnswer is what building the demo case printed, and where the case is.
type demoAnswer struct{ dir, printed, failed string }

// demoCase builds the demo case once for all tests that only read it. TestMain
// removes it.
var demoCase = sync.OnceValue(func() demoAnswer {
	tmp, err := os.MkdirTemp("", "dossier-test-*")
	if err != nil {
		return demoAnswer{failed: err.Error()}
	}
	var out, errs bytes.Buffer
	d := demoAnswer{dir: filepath.Join(tmp, "demo.case")}
	if code := run(context.Background(), []string{"demo", "--dir", d.dir}, nil, &out, &errs); code != exitFound {
		d.failed = "demo: " + errs.String()
	}
	d.printed = strings.ReplaceAll(out.String(), d.dir, "demo.case")
	builtDemos = append(builtDemos, tmp)
	return d
})

// builtDemos are the folders to remove in the end.
var builtDemos []string

// withDemo returns the demo case for reading.
func withDemo(t *testing.T) demoAnswer {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the demo")
	}
	d := demoCase()
	if d.failed != "" {
		t.Fatal(d.failed)
	}
	return d
}

// TestGuideShowsRealOutput runs the commands of the console blocks in the guide and
// the manual of the query language, and wants the lines below each in what it
// prints, in that order.
func TestGuideShowsRealOutput(t *testing.T) {
	demo := withDemo(t)
	printed := map[string]string{}
	blocks := 0
	for i, block := range strings.Split(readDoc(t, "guide.md")+readDoc(t, "query.md"), "```") {
		text, ok := strings.CutPrefix(block, "console\n$ ")
		if i%2 == 0 || !ok {
			continue
		}
		blocks++
		command, lines, _ := strings.Cut(text, "\n")
		if printed[command] == "" {
			printed[command] = runLine(t, command, demo.dir)
		}
		rest := printed[command]
		for line := range strings.Lines(lines) {
			line = strings.TrimRight(line, "\n ")
			_, after, found := strings.Cut(rest, line)
			if !found {
				t.Errorf("$ %s\ndoes not print, or not there:\n%s", command, line)
				continue
			}
			rest = after
		}
	}
	if blocks < 20 {
		t.Errorf("%d console blocks found", blocks)
	}
}

// runLine runs a command line of a document on the case in dir, and returns all
// that it prints.
func runLine(t *testing.T, line, dir string) string {
	t.Helper()
	args := shellWords(line)[1:]
	for i := range args {
		if args[i] == "demo.case" {
			args[i] = dir
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, nil, &out, &errs); code > exitUsage {
		t.Errorf("$ %s\nexit code %d\n%s", line, code, errs.String())
	}
	return strings.ReplaceAll(out.String()+errs.String(), dir, "demo.case")
}

// TestCommandsOfTheDocumentsAreUnderstood parses every command line of the
// documents' code blocks, without running it.
func TestCommandsOfTheDocumentsAreUnderstood(t *testing.T) {
	for _, name := range []string{"guide.md", "jsonl.md", "query.md", "questions.md", "custody.md", "redaction.md", "../README.md"} {
		for i, block := range strings.Split(readDoc(t, name), "```") {
			if i%2 == 0 {
				continue
			}
			for line := range strings.Lines(block) {
				line, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "$ "), " #")
				line, _, _ = strings.Cut(line, " > ")
				if strings.HasPrefix(line, "dossier ") {
					if err := understood(shellWords(line)[1:]); err != nil {
						t.Errorf("%s: %s: %v", name, line, err)
					}
				}
			}
		}
	}
}
