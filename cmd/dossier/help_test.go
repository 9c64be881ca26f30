// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/ingest"
)

// TestHelpOfEveryCommand wants of every command, the program itself included, what
// it does, an example that names it, and the exit codes.
func TestHelpOfEveryCommand(t *testing.T) {
	count := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Hidden {
			return
		}
		count++
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, nil, &out, &errs); code != exitFound || errs.Len() > 0 {
			t.Errorf("%s: exit code %d\n%s", args, code, errs.String())
		}
		help := out.String()
		if !regexp.MustCompile(`(?m)^Examples:\n  dossier`).MatchString(help) || !strings.Contains(c.Example, lastWord(c)) {
			t.Errorf("%s: no example of it", c.CommandPath())
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: the short help %q", c.CommandPath(), c.Short)
		}
		for _, line := range strings.Split(exitHelp, "\n") {
			if !strings.Contains(help, line) {
				t.Errorf("%s: the help lacks %q", c.CommandPath(), line)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&app{}).root())
	if count < 25 {
		t.Errorf("%d commands seen", count)
	}
}

func lastWord(c *cobra.Command) string {
	words := strings.Fields(c.CommandPath())
	return words[len(words)-1]
}

// TestExamplesAreUnderstood parses the command line of each example: the command
// is there, and so are its flags.
func TestExamplesAreUnderstood(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, line := range strings.Split(c.Example, "\n") {
			line, _, _ = strings.Cut(line, " > ")
			words := shellWords(line)
			if len(words) == 0 || words[0] != "dossier" {
				t.Errorf("%s: example %q", c.CommandPath(), line)
				continue
			}
			err := understood(words[1:])
			if err != nil {
				t.Errorf("%s: example %q: %v", c.CommandPath(), line, err)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&app{}).root())
}

// understood parses a command line: the command is there, and takes such flags and
// arguments.
func understood(args []string) error {
	found, rest, err := (&app{}).root().Find(args)
	if err != nil {
		return err
	}
	if err := found.ParseFlags(rest); err != nil {
		return err
	}
	return found.ValidateArgs(found.Flags().Args())
}

// shellWords splits a command line at blanks outside of double quotes.
func shellWords(line string) []string {
	var words []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}

// TestExitCodesAreExplained wants a meaning in the help for each code.
func TestExitCodesAreExplained(t *testing.T) {
	for _, code := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "130"} {
		if !regexp.MustCompile(`(^|\s)` + code + `  \w`).MatchString(exitHelp) {
			t.Errorf("exit code %s is not explained", code)
		}
	}
}

// TestAmbiguousSourceIsAskedAbout wants a source that several formats fit to be
// shown with its names, and exit code 3.
func TestAmbiguousSourceIsAskedAbout(t *testing.T) {
	var out bytes.Buffer
	a := &app{out: newOutput(&out), format: "text", caseDir: "acme.case"}
	err := a.reportAdded([]ingest.Outcome{{Source: event.Source{
		Path: "both.csv", Status: event.StatusAmbiguous, Reason: "could be notes or twin: add it again with --as",
	}}})
	if flushed := a.out.flush(); flushed != nil {
		t.Fatal(flushed)
	}
	if code := exitCode(context.Background(), err); code != exitPartly {
		t.Errorf("exit code %d", code)
	}
	if want := "ambiguous  both.csv  could be notes or twin: add it again with --as\n"; !strings.Contains(out.String(), want) {
		t.Errorf("%q lacks %q", out.String(), want)
	}
}

// TestKindsHaveVerbs wants each kind said in words of its own.
func TestKindsHaveVerbs(t *testing.T) {
	var seen []string
	for _, k := range event.Kinds() {
		v := verb(k)
		if v == string(k) || slices.Contains(seen, v) {
			t.Errorf("kind %s is shown as %q", k, v)
		}
		seen = append(seen, v)
	}
}
