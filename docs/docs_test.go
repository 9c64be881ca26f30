// SPDX-License-Identifier: Apache-2.0

// Package docs_test holds the documents to the code that they speak of.
package docs_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// column is what a document and the code must agree on.
type column struct {
	name, doc string // doc is the type's word in the document
	nullable  bool
}

// TestSchemaNamesTheColumns compares the tables of schema.md with the rows that
// index/internal/segments writes: the same columns, in the same order, of the same
// types, and NULL exactly where a column can be.
func TestSchemaNamesTheColumns(t *testing.T) {
	text := read(t, "schema.md")
	for _, c := range []struct{ heading, file, row string }{
		{"## events.parquet", "rows.go", "eventRow"},
		{"## facts.parquet", "factrows.go", "factRow"},
		{"## rejects.parquet", "factrows.go", "rejectRow"},
	} {
		want := rowColumns(t, filepath.Join("..", "index", "internal", "segments", c.file), c.row)
		got := documented(t, section(t, text, c.heading))
		for i := range max(len(want), len(got)) {
			switch {
			case i >= len(got):
				t.Errorf("%s: column %q is not in the document", c.heading, want[i].name)
			case i >= len(want):
				t.Errorf("%s: there is no column %q", c.heading, got[i].name)
			case want[i] != got[i]:
				t.Errorf("%s: column %d: the code has %+v, the document %+v", c.heading, i+1, want[i], got[i])
			}
		}
	}
}

// rowColumns reads the Parquet tags of a struct.
func rowColumns(t *testing.T, path, name string) []column {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var list []column
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			if c, ok := columnOf(t, field); ok {
				list = append(list, c)
			}
		}
		return false
	})
	if len(list) == 0 {
		t.Fatalf("%s: no columns in %s", path, name)
	}
	return list
}

func columnOf(t *testing.T, field *ast.Field) (column, bool) {
	t.Helper()
	if field.Tag == nil {
		return column{}, false
	}
	raw, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		t.Fatal(err)
	}
	options := strings.Split(reflect.StructTag(raw).Get("parquet"), ",")
	c := column{name: options[0]}
	c.nullable = slices.Contains(options, "optional")
	kind := field.Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	switch kind := kind.(type) {
	case *ast.Ident:
		c.doc = map[string]string{"string": "text"}[kind.Name]
		c.doc = cmp.Or(c.doc, kind.Name)
	case *ast.ArrayType:
		c.doc = fmt.Sprintf("bytes(%s)", kind.Len.(*ast.BasicLit).Value)
	}
	if slices.ContainsFunc(options, func(o string) bool { return strings.HasPrefix(o, "timestamp") }) {
		c.doc = "timestamp"
	}
	return c, true
}

// documented reads the rows of a section's table: column, type, meaning, absent.
func documented(t *testing.T, section string) []column {
	t.Helper()
	var list []column
	for _, cells := range table(section) {
		if len(cells) != 4 || cells[2] == "" || cells[3] == "" {
			t.Errorf("%q: want column, type, meaning and what absent looks like", cells)
			continue
		}
		list = append(list, column{strings.Trim(cells[0], "`"), cells[1], strings.HasPrefix(cells[3], "NULL")})
	}
	return list
}

// table is the cells of the tables in a text, their headers left out.
func table(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			continue
		}
		if strings.HasPrefix(line, "|---") {
			rows = rows[:len(rows)-1]
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// section is what stands between a heading and the next one of its rank.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, heading+"\n")
	if !ok {
		t.Fatalf("there is no section %q", heading)
	}
	body, _, _ := strings.Cut(rest, "\n## ")
	return body
}

// TestDependenciesAreListed compares dependencies.md with what is imported and
// with go.mod: a line for every module that either calls direct, at its version,
// with a licence and a reason, and no line for anything else.
func TestDependenciesAreListed(t *testing.T) {
	versions, direct := requirements(t)
	for _, path := range imports(t) {
		if m := moduleOf(path, versions); m != "" {
			direct[m] = true
		} else {
			t.Errorf("no module of go.mod has the package %s", path)
		}
	}
	listed := map[string]bool{}
	for _, cells := range table(read(t, "dependencies.md")) {
		if len(cells) != 4 || cells[2] == "" || cells[3] == "" {
			t.Errorf("%q: want module, version, licence and reason", cells)
			continue
		}
		module := cells[0]
		listed[module] = true
		if versions[module] != cells[1] {
			t.Errorf("%s: the document has version %s, go.mod %q", module, cells[1], versions[module])
		}
		if !direct[module] {
			t.Errorf("%s is listed, but nothing imports it", module)
		}
	}
	for module := range direct {
		if !listed[module] {
			t.Errorf("%s %s is not in the document", module, versions[module])
		}
	}
}

var requirement = regexp.MustCompile(`(?m)^(?:\t|require )(\S+) (v\S+)(.*)$`)

// requirements are the modules of go.mod with their versions, and those that it
// calls direct.
func requirements(t *testing.T) (versions map[string]string, direct map[string]bool) {
	t.Helper()
	versions, direct = map[string]string{}, map[string]bool{}
	for _, m := range requirement.FindAllStringSubmatch(read(t, "../go.mod"), -1) {
		versions[m[1]] = m[2]
		if !strings.Contains(m[3], "// indirect") {
			direct[m[1]] = true
		}
	}
	if len(versions) == 0 {
		t.Fatal("go.mod requires nothing")
	}
	return versions, direct
}

// imports are the paths that the module's Go files import, but for the standard
// library's and its own.
func imports(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git") {
			return cmp.Or(err, fs.SkipDir)
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
				found[p] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for p := range found {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}

// moduleOf is the module with the longest path that holds the package.
func moduleOf(path string, versions map[string]string) string {
	best := ""
	for module := range versions {
		if (path == module || strings.HasPrefix(path, module+"/")) && len(module) > len(best) {
			best = module
		}
	}
	return best
}

// link matches what a document refers to by a relative path, and by a heading.
var link = regexp.MustCompile(`\]\(([^):#]*)(?:#([^)]*))?\)`)

// TestLinksLeadSomewhere follows the links between the documents of the project,
// to the headings that they name.
func TestLinksLeadSomewhere(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git") {
			return cmp.Or(err, fs.SkipDir)
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		for _, m := range link.FindAllStringSubmatch(read(t, path), -1) {
			to := path
			if m[1] != "" {
				to = filepath.Join(filepath.Dir(path), filepath.FromSlash(m[1]))
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: the link %s leads nowhere", path, m[1])
				continue
			}
			if m[2] != "" && filepath.Ext(to) == ".md" && !slices.Contains(anchors(read(t, to)), m[2]) {
				t.Errorf("%s: %s has no heading #%s", path, to, m[2])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// anchors are the names by which links reach the headings of a document.
func anchors(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if title := strings.TrimLeft(line, "#"); title != line && strings.HasPrefix(title, " ") {
			list = append(list, strings.ReplaceAll(punctuation.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), ""), " ", "-"))
		}
	}
	return list
}

// punctuation is what the name of a heading leaves out.
var punctuation = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// TestParserOfTheReadme runs the parser that parsers/README.md shows, through the
// test that it shows, as if both stood in the tree.
func TestParserOfTheReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a package")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	code := goCode(t, read(t, "../parsers/README.md"))
	if len(code) != 2 {
		t.Fatalf("%d pieces of Go, want the parser and its test", len(code))
	}
	code[1] = "package doorlog_test\n\nimport (\n\t\"testing\"\n\n\t\"dossier/parsers/doorlog\"\n\t\"dossier/parsers/parsertest\"\n)\n\n" + code[1]
	dir, replace := t.TempDir(), map[string]string{}
	for i, name := range []string{"doorlog.go", "doorlog_test.go"} {
		formatted, err := format.Source([]byte(code[i]))
		if err != nil || string(formatted) != code[i] {
			t.Errorf("%s is not as gofmt writes it: %v", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(code[i]), 0o666); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, "parsers", "doorlog", name)] = filepath.Join(dir, name)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "doorlog.test.exe") // the suffix is for Windows
	build := exec.Command("go", "test", "-c", "-vet=off", "-o", program, "-overlay", filepath.Join(dir, "overlay.json"), "dossier/parsers/doorlog")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := exec.Command(program).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// goCode are the pieces of Go in a document.
func goCode(t *testing.T, text string) []string {
	t.Helper()
	var pieces []string
	for _, part := range strings.Split(text, "```go\n")[1:] {
		piece, _, ok := strings.Cut(part, "```")
		if !ok {
			t.Fatal("a piece of Go does not end")
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}
