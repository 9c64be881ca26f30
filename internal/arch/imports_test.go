// SPDX-License-Identifier: Apache-2.0

package arch_test

import (
	"fmt"
	"slices"
	"strings"
)

// edges says which folders the packages in and below a folder may import, besides
// each other. The longest folder that a package lies in decides. A folder that
// nothing here covers has no place in the architecture.
var edges = map[string][]string{
	"event":       {},
	"parsers":     {"event"},
	"ingest":      {"event", "parsers"},
	"index":       {"event", "internal/parquetfile"},
	"index/query": {"event"}, // knows no store
	"analysis":    {"event", "index"},
	"report":      {"event", "analysis", "index", "internal/visible", "internal/parquetfile", "internal/zipfile"},
	"tui":         {"event", "analysis", "index", "report", "internal/visible"},
	"tui/tuitest": {"event", "parsers", "ingest", "index", "analysis", "samples", "tui"}, // makes the cases that tests show
	"samples":     {"event"},
	"cmd":         {"event", "parsers", "ingest", "index", "analysis", "report", "tui", "samples", "internal/visible", "internal/parquetfile"},

	// Text of the evidence made safe to show: a leaf for whatever writes for people.
	"internal/visible": {},

	// Tables for other programs: a leaf for whatever exports.
	"internal/parquetfile": {},

	// Zip archives with the same bytes for the same members: office documents, exports.
	"internal/zipfile": {},

	// What speed is measured with. The program to be measured runs beside it.
	"internal/bench": {},
	// Answers are measured warm too, in one process.
	"internal/bench/search": {"event", "index", "analysis"},

	"internal/arch": {}, // this test
	"docs":          {}, // the tests of the documents
}

// strictTests are the folders whose tests keep to the edges as well: the ground
// that everything stands on is tested without what stands on it. Elsewhere a test
// may join what the product joins in cmd.
var strictTests = []string{"event", "parsers", "index/query"}

// importEdges finds imports that the architecture has no edge for.
func importEdges(t tree) []string {
	var found []string
	for _, f := range t.code() {
		home, ok := longest(f.dir())
		if !ok {
			found = append(found, fmt.Sprintf("%s: the folder %s has no place in the architecture", f.path, f.dir()))
			continue
		}
		if f.isTest() && !slices.Contains(strictTests, home) {
			continue
		}
		for _, i := range t.imports(f) {
			to, own := strings.CutPrefix(i.path, module+"/")
			if own && !mayImport(home, to) {
				found = append(found, fmt.Sprintf("%s:%d: %s may not import %s", f.path, i.line, home, i.path))
			}
		}
	}
	return found
}

// longest is the longest folder of edges that dir lies in.
func longest(dir string) (folder string, ok bool) {
	for candidate := range edges {
		if within(dir, candidate) && len(candidate) > len(folder) {
			folder, ok = candidate, true
		}
	}
	return folder, ok
}

func mayImport(home, to string) bool {
	return within(to, home) || slices.ContainsFunc(edges[home], func(allowed string) bool { return within(to, allowed) })
}

// within reports whether dir is the folder or lies below it.
func within(dir, folder string) bool {
	return dir == folder || strings.HasPrefix(dir, folder+"/")
}

// keepers says in which folders alone a library is imported, tests included, so
// that replacing it touches nothing else. Parquet has two: segments lay their pages
// out for the readers here, exports are plain tables for anybody's.
var keepers = map[string][]string{
	"github.com/parquet-go/parquet-go": {"index/internal/segments", "internal/parquetfile"},
	"github.com/blevesearch":           {"index/internal/words"},
	"github.com/xuri/excelize":         {"report/xlsx"},
}

// libraries finds imports of a library outside of the folder that keeps it.
func libraries(t tree) []string {
	var found []string
	for _, f := range t.code() {
		for _, i := range t.imports(f) {
			for library, folders := range keepers {
				if within(i.path, library) && !slices.Contains(folders, f.dir()) {
					found = append(found, fmt.Sprintf("%s:%d: only %s import %s", f.path, i.line, strings.Join(folders, " and "), library))
				}
			}
		}
	}
	return found
}

// standardOnly are the folders whose packages, tests apart, import nothing but the
// standard library: what everything imports, and what hostile binaries meet.
var standardOnly = []string{"event", "parsers/evtx"}

// standardImports finds other imports there.
func standardImports(t tree) []string {
	var found []string
	for _, f := range t.code() {
		if f.isTest() || !slices.Contains(standardOnly, f.dir()) {
			continue
		}
		for _, i := range t.imports(f) {
			first, _, _ := strings.Cut(i.path, "/")
			if first == module || strings.Contains(first, ".") {
				found = append(found, fmt.Sprintf("%s:%d: %s imports the standard library only, not %s", f.path, i.line, f.dir(), i.path))
			}
		}
	}
	return found
}
