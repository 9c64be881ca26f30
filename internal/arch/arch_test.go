// SPDX-License-Identifier: Apache-2.0

package arch_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// checks are the rules, each with what it finds against a tree.
var checks = map[string]func(tree) []string{
	"import edges":      importEdges,
	"libraries":         libraries,
	"standard library":  standardImports,
	"exits":             exits,
	"licences":          licences,
	"package comments":  packageComments,
	"lengths":           lengths,
	"machines":          places,
	"go files are read": readable,
}

// readable finds that the tree is not this repository: without it, every other
// check would hold for an empty folder.
func readable(t tree) []string {
	for _, f := range t.code() {
		if f.path == "event/doc.go" {
			return nil
		}
	}
	return []string{"event/doc.go is not there"}
}

// TestRepository holds the repository to the rules.
func TestRepository(t *testing.T) {
	repository, err := load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		t.Run(name, func(t *testing.T) {
			for _, problem := range checks[name](repository) {
				t.Error(problem)
			}
		})
	}
}

// long is n lines that a file or a function is filled with.
func long(n int) string { return strings.Repeat("\n", n) }

// source is a Go file that breaks no rule.
func source(pkg, body string) string {
	return licence + "\n// Package " + pkg + " is a specimen.\npackage " + pkg + "\n" + body
}

// use imports a package.
func use(path string) string { return "import _ \"" + path + "\"\n" }

// specimens are trees of one file, and what the check must say of each; "" wants
// silence.
var specimens = []struct {
	check, path, text string
	want              string
}{
	{"import edges", "event/a.go", source("event", use("dossier/parsers")), "event/a.go:5: event may not import dossier/parsers"},
	{"import edges", "event/a_test.go", source("event", use("dossier/index")), "event may not import dossier/index"},
	{"import edges", "parsers/mailbox/a.go", source("mailbox", use("dossier/ingest")), "parsers may not import dossier/ingest"},
	{"import edges", "parsers/mailbox/a.go", source("mailbox", use("dossier/parsers/evtx")), ""},
	{"import edges", "parsers/all/a_test.go", source("all", use("dossier/samples")), "parsers may not import dossier/samples"},
	{"import edges", "ingest/a.go", source("ingest", use("dossier/index")), "ingest may not import dossier/index"},
	{"import edges", "ingest/a_test.go", source("ingest", use("dossier/index")), ""},
	{"import edges", "index/a.go", source("index", use("dossier/analysis/identity")), "index may not import dossier/analysis/identity"},
	{"import edges", "index/a.go", source("index", use("dossier/index/internal/segments")+use("dossier/event")), ""},
	{"import edges", "index/query/a.go", source("query", use("dossier/index/internal/words")), "index/query may not import dossier/index/internal/words"},
	{"import edges", "analysis/timeline/a.go", source("timeline", use("dossier/parsers")), "analysis may not import dossier/parsers"},
	{"import edges", "analysis/timeline/a.go", source("timeline", use("dossier/analysis/identity")), ""},
	{"import edges", "report/a.go", source("report", use("dossier/tui")), "report may not import dossier/tui"},
	{"import edges", "tui/grid/a.go", source("grid", use("dossier/ingest")), "tui may not import dossier/ingest"},
	{"import edges", "samples/a.go", source("samples", use("dossier/parsers/evtx/evtxtest")), "samples may not import dossier/parsers/evtx/evtxtest"},
	{"import edges", "samples/a_test.go", source("samples", use("dossier/parsers/all")), ""},
	{"import edges", "cmd/dossier/a.go", source("main", use("dossier/tui")+use("dossier/ingest")), ""},
	{"import edges", "event/a.go", source("event", use("dossier/internal/visible")), "event may not import dossier/internal/visible"},
	{"import edges", "internal/visible/a.go", source("visible", use("dossier/event")), "internal/visible may not import dossier/event"},
	{"import edges", "internal/tools/a.go", source("tools", ""), "the folder internal/tools has no place"},
	{"import edges", "util/a.go", source("util", ""), "the folder util has no place"},
	{"import edges", "a.go", source("dossier", ""), "the folder . has no place"},
	{"import edges", "eventual/a.go", source("eventual", ""), "the folder eventual has no place"},

	{"libraries", "index/a.go", source("index", use("github.com/parquet-go/parquet-go")), "only index/internal/segments and internal/parquetfile import "},
	{"libraries", "index/a_test.go", source("index", use("github.com/parquet-go/parquet-go/compress/zstd")), "only index/internal/segments and internal/parquetfile import "},
	{"libraries", "index/internal/segments/a.go", source("segments", use("github.com/parquet-go/parquet-go")), ""},
	{"libraries", "index/query/a.go", source("query", use("github.com/blevesearch/bleve/v2")), "only index/internal/words import "},
	{"libraries", "index/internal/words/a.go", source("words", use("github.com/blevesearch/bleve/v2")), ""},

	{"standard library", "event/a.go", source("event", use("golang.org/x/text/width")), "event imports the standard library only"},
	{"standard library", "event/a.go", source("event", use("encoding/json")), ""},
	{"standard library", "parsers/evtx/a.go", source("evtx", use("dossier/event")), "parsers/evtx imports the standard library only"},
	{"standard library", "parsers/evtx/a_test.go", source("evtx", use("www.velocidex.com/golang/evtx")), ""},

	{"exits", "cmd/dossier/add.go", source("main", "func f() {\n\tos.Exit(1)\n}\n"), "cmd/dossier/add.go:6: os.Exit"},
	{"exits", "ingest/a_test.go", source("ingest", "var quit = os.Exit\n"), "os.Exit"},
	{"exits", "ingest/a.go", source("ingest", "func f() { log.Fatalf(\"\") }\n"), "log.Fatalf"},
	{"exits", "cmd/dossier/main.go", source("main", "func main() { os.Exit(1) }\n"), ""},
	{"exits", "ingest/a.go", source("ingest", "// os.Exit is not for us.\nconst help = \"os.Exit\"\n"), ""},

	{"licences", "event/a.go", "// Package event is a specimen.\npackage event\n", "event/a.go:1: want"},
	{"licences", "event/a.go", "\n" + source("event", ""), "event/a.go:1: want"},
	{"licences", "event/a.go", source("event", ""), ""},

	{"package comments", "event/a.go", licence + "\npackage event\n", "event: no file says \"Package event …\""},
	{"package comments", "event/a.go", licence + "\n// Package events is.\npackage event\n", "event: no file says"},
	{"package comments", "event/a.go", licence + "\n// Package event is.\n\npackage event\n", "event: no file says"},
	{"package comments", "docs/a_test.go", licence + "\npackage docs_test\n", "docs: no file says"},
	{"package comments", "cmd/dossier/main.go", licence + "\n// Package main is.\npackage main\n", "cmd/dossier: no file says \"Command …\""},
	{"package comments", "cmd/dossier/main.go", licence + "\n// Command dossier is.\npackage main\n", ""},

	{"lengths", "event/a.go", source("event", long(497)), "event/a.go: 501 lines"},
	{"lengths", "event/a.go", source("event", long(496)), ""},
	{"lengths", "event/a_test.go", source("event", long(600)), ""},
	{"lengths", "event/a.go", source("event", "func f() {"+long(70)+"}\n"), "event/a.go:5: a function of 71 lines"},
	{"lengths", "event/a.go", source("event", "func f() {"+long(69)+"}\n"), ""},
	{"lengths", "event/a.go", source("event", "var f = func() {"+long(70)+"}\n"), "a function of 71 lines"},
	{"lengths", "event/a.go", source("event", "var table = []int{"+long(200)+"}\n"), ""},

	{"machines", "docs/a.md", "see /ro" + "ot/notes\n", "docs/a.md:1: names /ro" + "ot/"},
	{"machines", "docs/a.md", "\nopen(\"/wo" + "rk/main\")\n", "docs/a.md:2: names /wo" + "rk/"},
	{"machines", "samples/a.csv", "x,/ho" + "me/seed/x\n", "names /ho" + "me/seed/"},
	{"machines", "parsers/a.go", source("parsers", "const page = \"example.com/wo"+"rk/list and /ho"+"me/page.jsp\"\n"), ""},
	{"machines", ".ci/run", "GOPROXY=https://proxy" + ".golang.org\n", "a registry"},
	{"machines", "docs/a.md", "from sum" + ".golang.org\n", "names sum" + ".golang.org, a registry"},
	{"machines", "docs/a.md", "from modules.example\n", "the module proxy of this machine"},
	{"machines", "demo.case/a.md", "see /ro" + "ot/notes\n", ""},
	{"machines", "samples/a.evtx", "ElfFile\x00 /ro" + "ot/notes\n", ""},

	{"go files are read", "README.md", "", "event/doc.go is not there"},
}

// TestChecksCanFail shows each check what it is there to find, and what it must
// leave alone.
func TestChecksCanFail(t *testing.T) {
	t.Setenv("GOPROXY", "https://modules.example/go,direct")
	failed := map[string]bool{}
	for _, s := range specimens {
		specimen, err := load(fstest.MapFS{
			s.path:       {Data: []byte(s.text)},
			".gitignore": {Data: []byte("/dossier\n*.case/\n")},
		})
		if err != nil {
			t.Fatalf("%s: %s: %v", s.check, s.path, err)
		}
		got := checks[s.check](specimen)
		switch {
		case s.want == "" && len(got) > 0:
			t.Errorf("%s finds fault with %s: %q\n%s", s.check, s.path, got, s.text)
		case s.want != "" && (len(got) != 1 || !strings.Contains(got[0], s.want)):
			t.Errorf("%s says of %s: %q, want %q\n%s", s.check, s.path, got, s.want, s.text)
		}
		failed[s.check] = failed[s.check] || len(got) > 0
	}
	for name := range checks {
		if !failed[name] {
			t.Errorf("no specimen makes %q fail", name)
		}
	}
}
