// SPDX-License-Identifier: Apache-2.0

package query_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/index/query"
)

// example is a line of a block in the manual: a query and what stands behind #.
type example struct{ text, want string }

func examples(t *testing.T, block string) []example {
	t.Helper()
	manual := readManual(t)
	var list []example
	for _, part := range strings.Split(manual, "```"+block+"\n")[1:] {
		part, _, _ = strings.Cut(part, "```")
		for line := range strings.Lines(part) {
			text, want, ok := strings.Cut(line, " # ")
			if !ok {
				t.Errorf("%q says not what to expect", line)
			}
			list = append(list, example{strings.TrimSpace(text), strings.TrimSpace(want)})
		}
	}
	if len(list) < 10 {
		t.Fatalf("docs/query.md: %d examples of %q", len(list), block)
	}
	return list
}

func readManual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "query.md"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// TestManualExamples runs every example: it finds what the manual says, and so do
// its printed and its simplified form.
func TestManualExamples(t *testing.T) {
	for _, x := range examples(t, "query") {
		q, err := query.Parse(x.text)
		if err != nil {
			t.Errorf("%s: %v", x.text, err)
			continue
		}
		if err := query.Check(q, env()); err != nil {
			t.Errorf("%s: %v", x.text, err)
		}
		again, err := query.Parse(q.String())
		if err != nil || !reflect.DeepEqual(q, again) {
			t.Errorf("%s: printed as %s, which reads as %#v, %v", x.text, q, again, err)
			continue
		}
		for _, form := range []query.Query{q, again, query.Simplify(q)} {
			if got := found(form); got != x.want {
				t.Errorf("%s finds %s; the manual says %s", form, got, x.want)
			}
		}
	}
}

func found(q query.Query) string {
	var numbers []string
	for i, e := range fixture() {
		if q.Match(e, env()) {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	if numbers == nil {
		return "-"
	}
	return strings.Join(numbers, " ")
}

// TestManualErrors compares the errors with the manual: "column: part of it".
func TestManualErrors(t *testing.T) {
	for _, x := range examples(t, "error") {
		_, err := query.Parse(x.text)
		var syntax *query.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%s: %v, want a syntax error", x.text, err)
			continue
		}
		column, problem, _ := strings.Cut(x.want, ": ")
		if strconv.Itoa(syntax.Column) != column || !strings.Contains(syntax.Problem, problem) {
			t.Errorf("%s: column %d, %s; the manual says %s", x.text, syntax.Column, syntax.Problem, x.want)
		}
		if syntax.Text != x.text {
			t.Errorf("%s: the error speaks of %s", x.text, syntax.Text)
		}
	}
}

// TestManualShowsFields finds fields without an example.
func TestManualShowsFields(t *testing.T) {
	shown := map[string]bool{}
	for _, x := range examples(t, "query") {
		q, err := query.Parse(x.text)
		if err != nil {
			continue // TestManualExamples says so
		}
		query.Terms(q, func(term *query.Term) { shown[term.Field] = true })
	}
	for _, name := range query.Fields() {
		if !shown[name] {
			t.Errorf("docs/query.md shows no query with the field %s", name)
		}
	}
}

// TestManualListsFields finds fields that the manual, or the language, lacks.
func TestManualListsFields(t *testing.T) {
	manual := readManual(t)
	for _, name := range query.Fields() {
		if name == "attr" {
			name = "attr.NAME"
		}
		if !strings.Contains(manual, "`"+name+":`") {
			t.Errorf("docs/query.md lacks the field %s", name)
		}
	}
	for _, part := range strings.Split(manual, "`") {
		name, ok := strings.CutSuffix(part, ":")
		if ok && !strings.ContainsAny(name, " \n") && name != "attr.NAME" && !slices.Contains(query.Fields(), name) {
			t.Errorf("docs/query.md names a field %s that there is not", name)
		}
	}
}
