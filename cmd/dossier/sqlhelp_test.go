// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestSQLHelpIsTried runs what sql-help prints for Python where pandas and polars are
// there, and wants the kind that is most frequent counted as dossier count does.
// Where they are not, Python still has to read the text, and find the files that it
// names. (DuckDB is asked by docs/duckdb/check.mjs.)
func TestSQLHelpIsTried(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no Python here")
	}
	dir := withDemo(t).dir
	printed := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := run(t.Context(), append([]string{"-C", dir}, args...), nil, &out, &errs); code != exitFound {
			t.Fatalf("%s: exit code %d\n%s", args, code, errs.String())
		}
		return out.String()
	}
	var most struct {
		By    struct{ Kind string }
		Count int64
	}
	first, _, _ := strings.Cut(printed("count", "*", "--by", "kind", "--format", "jsonl"), "\n")
	if err := json.Unmarshal([]byte(first), &most); err != nil {
		t.Fatal(err)
	}
	for tool, modules := range map[string]string{"pandas": "pandas, pyarrow", "polars": "polars"} {
		script := printed("sql-help", tool)
		if exec.Command(python, "-c", "import "+modules).Run() == nil {
			out, err := exec.Command(python, "-c", script).CombinedOutput()
			if err != nil || !regexp.MustCompile(regexp.QuoteMeta(most.By.Kind)+`\D+`+strconv.FormatInt(most.Count, 10)).Match(out) {
				t.Errorf("%s: %v\n%s\nwant %s %d", tool, err, out, most.By.Kind, most.Count)
			}
			continue
		}
		out, err := exec.Command(python, "-c", pathsOfPython, script).CombinedOutput()
		if err != nil {
			t.Errorf("%s cannot be read: %v\n%s", tool, err, out)
		}
		paths := strings.Split(strings.TrimSpace(string(out)), "\n")
		for _, path := range paths {
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s: %v", tool, err)
			}
		}
		t.Logf("%s is not here: %d paths looked at, nothing counted", tool, len(paths))
	}
}

// pathsOfPython prints the texts in a Python program that name Parquet files.
const pathsOfPython = `
import ast, sys
for node in ast.walk(ast.parse(sys.argv[1])):
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".parquet"):
        print(node.value)
`

// TestPythonTexts wants texts quoted so that Python reads them back.
func TestPythonTexts(t *testing.T) {
	for text, want := range map[string]string{
		"/a b/c.parquet": `"/a b/c.parquet"`, `/it's "x"`: `"/it's \"x\""`, "/ü\n😀": `"/\u00fc\u000a\U0001f600"`,
	} {
		if got := pythonText(text); got != want {
			t.Errorf("%q is quoted as %s, want %s", text, got, want)
		}
	}
}
