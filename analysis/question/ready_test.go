// SPDX-License-Identifier: Apache-2.0

package question_test

import (
	"strings"
	"testing"

	"dossier/analysis/question"
	"dossier/index/query"
)

// TestReadyQuestionsCanBeAsked wants every question to be a query, with and without
// a scope, and those of an owner only where one is known.
func TestReadyQuestionsCanBeAsked(t *testing.T) {
	const scope = `who:"Mike Hall" last:30d`
	owned := 0
	for _, r := range question.Worth(`"Mike Hall"`) {
		for _, scope := range []string{"", scope} {
			text := r.Query(scope, `"Mike Hall"`)
			if _, err := query.Parse(text); err != nil || !strings.HasPrefix(text, scope) {
				t.Errorf("%s: %s: %v", r.Words, text, err)
			}
		}
		if strings.Contains(r.Query("", "me"), "owner:me") {
			owned++
		}
	}
	if n := len(question.Worth("me")) - len(question.Worth("")); owned == 0 || n != owned {
		t.Errorf("without an owner %d questions are left out, of %d that need one", n, owned)
	}
}

func TestScope(t *testing.T) {
	for text, want := range map[string][2]string{
		"*":                        {"", ""},
		`who:"Mike Hall" last:30d`: {`who:"Mike Hall" last:30d`, `"Mike Hall"`},
		"kind:crm.* who:me on:2024-05-10 -kind:auth": {"who:me on:2024-05-10", "me"},
		"account:mhall":                 {"account:mhall", ""},
		"who:me OR who:ada":             {"", ""},
		"-who:me list":                  {"", ""},
		"last:30d (who:me OR kind:crm)": {"last:30d", ""},
		"who:":                          {"", ""},
	} {
		if scope, owner := question.Scope(text); scope != want[0] || owner != want[1] {
			t.Errorf("%s: %q of %q, want %q", text, scope, owner, want)
		}
	}
}
