// SPDX-License-Identifier: Apache-2.0

package arch_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// exitPlaces are the files that end a process: the product's main, the test that
// runs it under scripts, and the programs which make the samples and measure the
// speed, no part of the product.
var exitPlaces = []string{"cmd/dossier/main.go", "cmd/dossier/main_test.go", "samples/generate/main.go", "internal/bench/ingest/main.go", "internal/bench/search/main.go", "internal/bench/tui/main.go"}

// exits finds what else does. log.Fatal is os.Exit by another name.
func exits(t tree) []string {
	var found []string
	for _, f := range t.code() {
		if slices.Contains(exitPlaces, f.path) {
			continue
		}
		ast.Inspect(f.code, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := s.X.(*ast.Ident)
			if !ok {
				return true
			}
			name := pkg.Name + "." + s.Sel.Name
			if name == "os.Exit" || strings.HasPrefix(name, "log.Fatal") {
				found = append(found, fmt.Sprintf("%s:%d: %s; only %s ends the process", f.path, t.line(n.Pos()), name, exitPlaces[0]))
			}
			return true
		})
	}
	return found
}

// licence is the first line of every Go file.
const licence = "// SPDX-License-Identifier: Apache-2.0\n"

// licences finds files without it.
func licences(t tree) []string {
	var found []string
	for _, f := range t.code() {
		if !bytes.HasPrefix(f.data, []byte(licence)) {
			found = append(found, fmt.Sprintf("%s:1: want %q", f.path, strings.TrimSpace(licence)))
		}
	}
	return found
}

// packageComments finds packages of which nothing says what they are. A folder
// that has tests only may say it in one of them.
func packageComments(t tree) []string {
	has, wanted := map[string]bool{}, map[string]string{}
	tested := map[string]bool{} // folders with code that is no test
	for _, f := range t.code() {
		tested[f.dir()] = tested[f.dir()] || !f.isTest()
	}
	for _, f := range t.code() {
		if f.isTest() && tested[f.dir()] {
			continue
		}
		start := "Package " + f.code.Name.Name + " "
		if f.code.Name.Name == "main" {
			start = "Command "
		}
		wanted[f.dir()] = start
		has[f.dir()] = has[f.dir()] || strings.HasPrefix(f.code.Doc.Text(), start)
	}
	var found []string
	for dir, start := range wanted {
		if !has[dir] {
			found = append(found, fmt.Sprintf("%s: no file says %q before its package clause", dir, start+"…"))
		}
	}
	slices.Sort(found)
	return found
}

// The most that a file and a function may have. Tests may be longer.
const (
	limitFileLines     = 500
	limitFunctionLines = 70
)

// lengths finds what is longer. A table is no function: what a package-level
// literal holds counts only if it is code.
func lengths(t tree) []string {
	var found []string
	for _, f := range t.code() {
		if f.isTest() {
			continue
		}
		if n := bytes.Count(f.data, []byte{'\n'}); n > limitFileLines {
			found = append(found, fmt.Sprintf("%s: %d lines, of %d at most", f.path, n, limitFileLines))
		}
		ast.Inspect(f.code, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
			default:
				return true
			}
			first, last := t.line(n.Pos()), t.line(n.End())
			if d, ok := n.(*ast.FuncDecl); ok {
				first = t.line(d.Type.Pos())
			}
			if last-first+1 > limitFunctionLines {
				found = append(found, fmt.Sprintf("%s:%d: a function of %d lines, of %d at most", f.path, first, last-first+1, limitFunctionLines))
			}
			return true
		})
	}
	return found
}

// machine matches a folder of the machine that somebody worked on.
var machine = regexp.MustCompile(`(?:^|[^A-Za-z0-9_.:/-])(/(?:work|root|home/[A-Za-z0-9_.-]+)/)`)

// registry matches the hosts that packages come from. Where a build gets its
// modules is the environment's affair.
var registry = regexp.MustCompile(`(?i)https?://(?:proxy|registry|mirror|deb)\.` +
	`|\b(?:(?:proxy|sum)\.golang|goproxy|registry\.npmjs|pypi|files\.pythonhosted|docker|ghcr|quay|rubygems)\.(?:org|io|cn|com)\b`)

// places finds files that name either.
func places(t tree) []string {
	hosts := proxyHosts(os.Getenv("GOPROXY"))
	var found []string
	for _, f := range t.files {
		if f.isBinary() {
			continue
		}
		number := 0
		for line := range bytes.Lines(f.data) {
			number++
			if m := machine.FindSubmatch(line); m != nil {
				found = append(found, fmt.Sprintf("%s:%d: names %s, a folder of a machine", f.path, number, m[1]))
			}
			if m := registry.Find(line); m != nil {
				found = append(found, fmt.Sprintf("%s:%d: names %s, a registry", f.path, number, m))
			}
			for _, host := range hosts {
				if bytes.Contains(line, []byte(host)) {
					found = append(found, fmt.Sprintf("%s:%d: names the module proxy of this machine", f.path, number))
				}
			}
		}
	}
	return found
}

// proxyHosts are the hosts that a GOPROXY names.
func proxyHosts(setting string) []string {
	var hosts []string
	for _, part := range strings.FieldsFunc(setting, func(c rune) bool { return c == ',' || c == '|' }) {
		if u, err := url.Parse(part); err == nil && u.Host != "" {
			hosts = append(hosts, u.Host)
		}
	}
	return hosts
}
