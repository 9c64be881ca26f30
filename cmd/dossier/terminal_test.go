// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dossier/internal/visible"
)

// onTerminal runs the program as on a terminal of a width and returns what it
// prints on standard output.
func onTerminal(t *testing.T, width int, colour bool, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{ctx: context.Background(), errs: newOutput(&errs), now: time.Now}
	a.out = &output{w: bufio.NewWriter(&out), width: width, colour: colour, terminal: true}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(a.ctx)
	if code := exitCode(a.ctx, err); code > exitNothing {
		t.Fatalf("%s: %v", args, err)
	}
	if err := a.out.flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// smallCase makes a case of testdata/exports.
func smallCase(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "acme.case")
	for _, args := range [][]string{
		{"create", dir, "--tz", "America/New_York"},
		{"-C", dir, "add", filepath.Join("testdata", "exports"), "--tz", "America/New_York"},
		{"-C", dir, "people", "link", "print-user:a.very.long.name.of.an.account.of.somebody.else@acme.example", "Mike Hall", "--because", "long\x1b[31mreasons need more than a line, and are not cut"},
	} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, nil, &out, &errs); code != exitFound {
			t.Fatalf("%s: exit code %d\n%s", args, code, errs.String())
		}
	}
	return dir
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestFitsTheTerminal wants no line wider than the terminal, colours on lines as a
// whole and nothing else that a terminal obeys, and ids that are never cut at 80
// columns.
func TestFitsTheTerminal(t *testing.T) {
	dir := smallCase(t)
	id := regexp.MustCompile(`[0-9a-f]{12}$`)
	act := regexp.MustCompile(`^  [0-9:]{8}|May [0-9:]{5} `)
	for _, args := range [][]string{
		{"ask", "what did Mike Hall touch in his last 30 days"},
		{"touched", "--who", "Mike Hall"},
		{"sources"}, {"people", "list"}, {"people", "show", "Mike Hall"}, {"people", "suggest"},
		{"show", "b18f95269128"}, {"rejects"}, {"verify"}, {"formats"},
	} {
		for _, width := range []int{80, 100, 140, 300} {
			text := onTerminal(t, width, true, append([]string{"-C", dir}, args...)...)
			plain := sgr.ReplaceAllString(text, "")
			if strings.ContainsAny(plain, "\x1b\r\a\b") {
				t.Errorf("%s: the output has more than colours", args)
			}
			for _, line := range strings.Split(plain, "\n") {
				if visible.Width(line) > width {
					t.Errorf("%s at %d columns: a line of %d: %s", args, width, visible.Width(line), line)
				}
				if act.MatchString(line) && !id.MatchString(line) {
					t.Errorf("%s at %d columns: the id is cut: %s", args, width, line)
				}
			}
		}
	}
}

// TestNothingIsCutThatProves wants what an answer rests on in full on a narrow
// terminal, only broken into lines.
func TestNothingIsCutThatProves(t *testing.T) {
	dir := smallCase(t)
	text := onTerminal(t, 80, false, "-C", dir, "timeline", "--who", "Mike Hall")
	basis, _, _ := strings.Cut(text, "\nIn this window")
	if strings.Contains(basis, "…\n") || strings.Contains(basis, "….") {
		t.Errorf("cut:\n%s", basis)
	}
	whole := strings.Join(strings.Fields(basis), " ")
	for _, want := range []string{
		"exports/salesforce/User.csv line 2 gives it with mike.hall@acme.example, which exports/directory/ad-users.csv line 2 gives to the person",
		"none on 2024-04-15 to 2024-04-19, 2024-04-22 to 2024-04-26, 2024-04-29 to 2024-05-03, 2024-05-07 to 2024-05-09, 2024-05-13 and 9 weekend days",
		"long‹U+001B›[31mreasons need more than a line, and are not cut",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("no %q in\n%s", want, basis)
		}
	}
}

// TestPathsKeepTheirEnd wants the name of a file where there is no room for its
// folders.
func TestPathsKeepTheirEnd(t *testing.T) {
	text := onTerminal(t, 80, false, "-C", smallCase(t), "sources")
	for _, want := range []string{"…", "Report.csv ", "roster.csv "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestColours wants colours on a terminal that has them, and none where NO_COLOR
// or TERM forbid them.
func TestColours(t *testing.T) {
	dir := smallCase(t)
	if text := onTerminal(t, 100, true, "-C", dir, "sources"); !sgr.MatchString(text) {
		t.Error("no colours")
	}
	if text := onTerminal(t, 100, false, "-C", dir, "sources"); strings.Contains(text, "\x1b") {
		t.Error("colours although there are none")
	}
	for env, want := range map[string]bool{"TERM=xterm": true, "NO_COLOR=1": false, "TERM=dumb": false, "NO_COLOR=": true} {
		name, value, _ := strings.Cut(env, "=")
		if got := coloursWanted(func(asked string) string { return map[string]string{name: value}[asked] }); got != want {
			t.Errorf("with %s: colours %v", env, got)
		}
	}
}
