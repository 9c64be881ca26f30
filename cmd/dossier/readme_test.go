// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeShowsRealOutput wants every line of the README's console blocks in
// what the demo prints, so that the tour never lies.
func TestReadmeShowsRealOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the demo")
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "demo.case")
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"demo", "--dir", dir}, nil, &out, &errs); code != exitFound {
		t.Fatalf("demo: exit %d\n%s", code, errs.String())
	}
	printed := strings.ReplaceAll(out.String(), dir, "demo.case")
	shown := 0
	for i, block := range strings.Split(string(text), "```") {
		lines, ok := strings.CutPrefix(block, "console\n")
		if i%2 == 0 || !ok {
			continue
		}
		for line := range strings.Lines(lines) {
			line = strings.TrimRight(line, "\n ")
			shown++
			if !strings.Contains(printed, line) {
				t.Errorf("the demo does not print\n%s", line)
			}
		}
	}
	if shown < 10 {
		t.Errorf("%d lines found in the README", shown)
	}
}
