// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeShowsRealOutput wants every line of the README's console blocks in
// what the demo prints, so that the tour never lies.
func TestReadmeShowsRealOutput(t *testing.T) {
	printed := withDemo(t).printed
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
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
