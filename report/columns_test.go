// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"dossier/report"
)

// TestColumnsAreDocumented compares docs/export.md with the columns there are.
func TestColumnsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	section := regexp.MustCompile(`(?s)\n## Columns\n.*?\n## `).Find(text)
	var documented, want []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_0-9]+)` \\|").FindAllSubmatch(section, -1) {
		documented = append(documented, string(m[1]))
	}
	for _, c := range report.Internal.Columns() {
		want = append(want, c.Key)
	}
	if !slices.Equal(documented, want) {
		t.Errorf("documented: %v\nthere are:  %v", documented, want)
	}
}

// TestWhitelist wants facts in every profile, and opinions in those that name them.
func TestWhitelist(t *testing.T) {
	facts := len(report.Produced.Columns())
	for p, opinions := range map[report.Profile]int{report.Produced: 0, report.Court1006: 0, report.Illustrative107: 3, report.Counsel: 5, report.Internal: 5} {
		if got := len(p.Columns()) - facts; got != opinions {
			t.Errorf("%s has %d opinions", p, got)
		}
	}
	if report.Profile("other").Columns() != nil {
		t.Error("a profile that is none has columns")
	}
	for _, c := range report.Produced.Columns() {
		if slices.Contains([]string{report.ColumnNotes, report.ColumnSignificant, report.ColumnIssues, report.ColumnStatus, report.ColumnKey}, c.Key) {
			t.Errorf("produced has the column %s", c.Key)
		}
	}
}
