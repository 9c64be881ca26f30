// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
)

// member is what docs/jsonl.md and the code must agree on.
type member struct {
	name, kind string
	always     bool
}

// documentedLines are the sections of docs/jsonl.md with the types that commands
// print, and documentedObjects those of which they are made.
var (
	documentedLines = map[string]any{
		"## timeline, ask": itemJSON{}, "## touched": thingJSON{}, "## show": eventJSON{}, "## add, people import, sources reread": addedJSON{},
		"## sources": sourceJSON{}, "## rejects": rejectJSON{}, "## formats": formatJSON{}, "## people list, people show": personJSON{},
		"## search": hitJSON{}, "## count": countLine{}, "## facets, values": valueJSON{}, "## explain": explainJSON{},
		"## people suggest": suggestionJSON{}, "## verify": differenceJSON{}, "## log": index.JournalEntry{},
		"## chronology": chronologyJSON{}, "## mark tags": tagJSON{}, "## searches list": savedJSON{},
	}
	documentedObjects = map[string]any{
		"### account": accountJSON{}, "### time": timeJSON{}, "### quantity": quantityJSON{}, "### object": objectJSON{}, "### target": targetJSON{},
		"### attachment": attachmentJSON{}, "### span": spanJSON{}, "### origin": originJSON{}, "### link": linkJSON{}, "### step": event.Step{}, "### cost": costJSON{},
	}
)

// countLine is what count prints, which makes its lines of maps.
type countLine struct {
	By    map[string]string `json:"by,omitempty"`
	Count int64             `json:"count"`
	Sum   map[string]int64  `json:"sum,omitempty"`
}

// TestJSONLinesAreDocumented compares the tables of docs/jsonl.md with the types
// that are printed: the same members in the same order, of the same types, and
// "always" exactly where a member is never left out.
func TestJSONLinesAreDocumented(t *testing.T) {
	text := readDoc(t, "jsonl.md")
	for _, set := range []map[string]any{documentedLines, documentedObjects} {
		for heading, value := range set {
			want := members(reflect.TypeOf(value))
			got := documentedMembers(t, docSection(t, text, heading))
			for i := range max(len(want), len(got)) {
				switch {
				case i >= len(got):
					t.Errorf("%s: member %+v is not in the document", heading, want[i])
				case i >= len(want):
					t.Errorf("%s: there is no member %q", heading, got[i].name)
				case want[i] != got[i]:
					t.Errorf("%s: member %d: the code has %+v, the document %+v", heading, i+1, want[i], got[i])
				}
			}
		}
	}
	for line := range strings.Lines(text) {
		heading := strings.TrimSpace(line)
		_, isLine := documentedLines[heading]
		_, isObject := documentedObjects[heading]
		if strings.HasPrefix(heading, "### ") && !isObject || strings.HasPrefix(heading, "## ") && !isLine && !slices.Contains([]string{"## Objects", "## CSV", "## The promise"}, heading) {
			t.Errorf("%s: a section of nothing that is printed", heading)
		}
	}
}

// TestEveryCommandWithJSONLinesIsDocumented wants a section for each command that
// prints JSON lines. A command that takes several formats at once prints none of them:
// it writes a file for each, whose members are the columns of docs/export.md, which a
// test of the package report compares; of it the introduction is to say so.
func TestEveryCommandWithJSONLinesIsDocumented(t *testing.T) {
	introduction, _, _ := strings.Cut(readDoc(t, "jsonl.md"), "\n## ")
	named := map[string]bool{}
	for heading := range documentedLines {
		for _, name := range strings.Split(strings.TrimPrefix(heading, "## "), ", ") {
			named[name] = true
		}
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		name := strings.TrimPrefix(c.CommandPath(), "dossier ")
		f := c.Flags().Lookup("format")
		switch {
		case f == nil || !strings.Contains(f.Usage, "jsonl"):
		case f.Value.Type() == "stringSlice":
			if !strings.Contains(introduction, "`dossier "+name+"`") || !strings.Contains(introduction, "(export.md#columns)") {
				t.Errorf("dossier %s writes JSON lines to a file: the introduction of docs/jsonl.md does not say where they are described", name)
			}
		case !named[name]:
			t.Errorf("dossier %s prints JSON lines: docs/jsonl.md and documentedLines lack a section for it", name)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&app{}).root())
}

// TestCSVColumnsAreDocumented compares the section on CSV with the header.
func TestCSVColumnsAreDocumented(t *testing.T) {
	var got []string
	for _, m := range documentedMembers(t, docSection(t, readDoc(t, "jsonl.md"), "## CSV")) {
		got = append(got, m.name)
	}
	if !slices.Equal(got, csvHeader) {
		t.Errorf("the document has the columns\n%q\nthe code\n%q", got, csvHeader)
	}
}

// members lists what a struct becomes as JSON.
func members(s reflect.Type) []member {
	var list []member
	for i := range s.NumField() {
		f := s.Field(i)
		if f.Anonymous {
			list = append(list, members(f.Type)...)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		omitted := strings.Contains(options, "omitzero") ||
			strings.Contains(options, "omitempty") && f.Type.Kind() != reflect.Bool && f.Type.Kind() != reflect.Int64
		list = append(list, member{cmp.Or(name, f.Name), kindOf(f.Type), !omitted})
	}
	return list
}

// kindOf is the document's word for a type.
func kindOf(t reflect.Type) string {
	if t == reflect.TypeFor[jsontext.Value]() {
		return "object"
	}
	for _, text := range []reflect.Type{reflect.TypeFor[event.Digest](), reflect.TypeFor[event.ID]()} {
		if t == text {
			return "text"
		}
	}
	for heading, value := range documentedObjects {
		if t == reflect.TypeOf(value) {
			return strings.TrimPrefix(heading, "### ")
		}
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "text"
	case reflect.Int, reflect.Int64:
		return "number"
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.Slice, reflect.Array:
		return "list of " + kindOf(t.Elem())
	case reflect.Map:
		return "map of " + kindOf(t.Elem())
	}
	return t.String()
}

// documentedMembers reads the rows of a section's table: member, type, present,
// meaning.
func documentedMembers(t *testing.T, section string) []member {
	t.Helper()
	var list []member
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 4 || strings.TrimSpace(cells[3]) == "" {
			t.Errorf("%q: want member, type, when present and meaning", line)
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		list = append(list, member{strings.Trim(cells[0], "`"), plainType(cells[1]), cells[2] == "always"})
	}
	return list
}

// plainType is a type without the links to what it is made of.
func plainType(cell string) string {
	if before, rest, ok := strings.Cut(cell, "["); ok {
		name, _, _ := strings.Cut(rest, "]")
		return before + name
	}
	return cell
}

// docSection is what stands between a heading and the next one.
func docSection(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n"+heading+"\n")
	if !ok {
		t.Fatalf("there is no section %q", heading)
	}
	body, _, _ := strings.Cut(rest, "\n##")
	return body
}

func readDoc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}
