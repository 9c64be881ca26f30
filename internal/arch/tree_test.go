// SPDX-License-Identifier: Apache-2.0

package arch_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the path that the imports of our own packages begin with.
const module = "dossier"

// tree is what a check looks at: every file of the repository.
type tree struct {
	files []file
	fset  *token.FileSet
}

// file is one of them. Its path is relative to the root, with slashes.
type file struct {
	path string
	data []byte
	code *ast.File // nil unless it is a Go file that go build would look at
}

// dir is the folder of the file, "." for the root.
func (f file) dir() string { return path.Dir(f.path) }

// isTest reports whether the file belongs to tests only.
func (f file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// isBinary reports whether the file is no text, by the rule that git has.
func (f file) isBinary() bool { return bytes.IndexByte(f.data[:min(len(f.data), 8000)], 0) >= 0 }

// imported is an import of a file.
type imported struct {
	path string
	line int
}

// imports are the paths that the file imports.
func (t tree) imports(f file) []imported {
	var list []imported
	if f.code == nil {
		return nil
	}
	for _, spec := range f.code.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, imported{p, t.line(spec.Pos())})
		}
	}
	return list
}

func (t tree) line(p token.Pos) int { return t.fset.Position(p).Line }

// code are the Go files.
func (t tree) code() []file {
	return slices.DeleteFunc(slices.Clone(t.files), func(f file) bool { return f.code == nil })
}

// load reads a repository. What .gitignore names is left out, and so is .git: a
// folder, or in a further working tree a file that names one.
func load(root fs.FS) (tree, error) {
	t := tree{fset: token.NewFileSet()}
	ignored := ignoredBy(root)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == ".git" || ignored(name)):
			return fs.SkipDir
		case name == ".git" || d.IsDir() || !d.Type().IsRegular() || ignored(name):
			return nil
		}
		f := file{path: name}
		if f.data, err = fs.ReadFile(root, name); err != nil {
			return err
		}
		if path.Ext(name) == ".go" && !strings.Contains("/"+name, "/testdata/") {
			if f.code, err = parser.ParseFile(t.fset, name, f.data, parser.ParseComments|parser.SkipObjectResolution); err != nil {
				return fmt.Errorf("parse: %w", err)
			}
		}
		t.files = append(t.files, f)
		return nil
	})
	return t, err
}

// ignoredBy understands as much of .gitignore as ours uses: one name or one path
// from the root a line, with wildcards.
func ignoredBy(root fs.FS) func(name string) bool {
	text, _ := fs.ReadFile(root, ".gitignore") // without one, nothing is ignored
	patterns := strings.Fields(string(text))
	return func(name string) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool {
			pattern = strings.TrimSuffix(pattern, "/")
			of := path.Base(name)
			if fromRoot, ok := strings.CutPrefix(pattern, "/"); ok {
				pattern, of = fromRoot, name
			}
			match, err := path.Match(pattern, of)
			return match && err == nil
		})
	}
}
