// SPDX-License-Identifier: Apache-2.0

package question_test

import (
	"strings"
	"testing"

	"dossier/analysis/question"
	"dossier/event"
	"dossier/index/query"
)

// TestReadyQuestionsCanBeAsked wants every question to be a query, with and without
// a scope, and those of an owner only where one is known.
func TestReadyQuestionsCanBeAsked(t *testing.T) {
	const scope = `who:"Mike Hall" last:30d`
	for _, r := range question.Worth() {
		for _, scope := range []string{"", scope} {
			text := r.Query(scope, `"Mike Hall"`)
			if _, err := query.Parse(text); err != nil || !strings.HasPrefix(text, scope) {
				t.Errorf("%s: %s: %v", r.Words, text, err)
			}
		}
		if needs := strings.Contains(r.Query("", "me"), "owner:me"); needs == r.About("") || !r.About("me") {
			t.Errorf("%s: of nobody %t, of somebody %t", r.Words, r.About(""), r.About("me"))
		}
	}
}

func TestTakes(t *testing.T) {
	for k, want := range map[event.Kind]bool{event.CRMReportExport: true, event.FileDownload: true, event.CRMBackupRun: true, event.CRMReportRun: false, event.MailSend: false} {
		if question.Takes(k) != want {
			t.Errorf("%s: %t", k, !want)
		}
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
