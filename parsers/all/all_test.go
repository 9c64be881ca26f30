// SPDX-License-Identifier: Apache-2.0

package all_test

import (
	"slices"
	"testing"

	"dossier/parsers"
	"dossier/parsers/all"
	"dossier/parsers/parsertest"
)

func TestListIsSortedAndWhole(t *testing.T) {
	var names []string
	for _, p := range all.List() {
		if err := parsers.Validate(p); err != nil {
			t.Error(err)
		}
		names = append(names, p.Name)
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("names are not sorted, or not unique: %q", names)
	}
}

func TestNoParserClaimsAnothersSample(t *testing.T) { parsertest.Cross(t, all.List()) }
