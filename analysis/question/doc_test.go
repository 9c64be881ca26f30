// SPDX-License-Identifier: Apache-2.0

package question_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/analysis/question"
	"dossier/event"
)

// TestExamplesOfTheDocument reads every example of docs/questions.md and wants it
// understood, or refused, as the document says.
func TestExamplesOfTheDocument(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "questions.md"))
	if err != nil {
		t.Fatal(err)
	}
	verbs, refused := map[string]bool{}, 0
	for line := range strings.Lines(string(text)) {
		asked, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok || strings.Contains(line, "`=>`") {
			continue
		}
		asked = strings.TrimSpace(asked)
		q, err := question.Parse(asked)
		var unread *question.Error
		switch understood := strings.HasPrefix(want, "timeline "); {
		case understood && err != nil:
			t.Errorf("%s: %v", asked, err)
		case understood:
			verbs[q.Verb] = true
			if got := quoted(q.Command()); got != want {
				t.Errorf("%s:\n got %s\nwant %s", asked, got, want)
			}
		case !errors.As(err, &unread) || !strings.Contains(unread.Reason, want):
			t.Errorf("%s: %v, want %s", asked, err, want)
		default:
			refused++
		}
	}
	for _, v := range question.Verbs() {
		if !verbs[v] {
			t.Errorf("no example of the verb %s", v)
		}
		if !strings.Contains(string(text), "\n| "+v+" | ") {
			t.Errorf("the verb %s is not in the table", v)
		}
	}
	if refused < 5 {
		t.Errorf("%d examples of what cannot be read", refused)
	}
}

// quoted writes arguments as the document does: with quotes around blanks.
func quoted(args []string) string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = a
		if strings.Contains(a, " ") {
			out[i] = `"` + a + `"`
		}
	}
	return strings.Join(out, " ")
}

// TestVerbsMeanKindsThatAre wants every pattern of a verb to fit a kind.
func TestVerbsMeanKindsThatAre(t *testing.T) {
	for _, v := range question.Verbs() {
		for _, pattern := range (question.Question{Verb: v}).Kinds() {
			fits := false
			for _, k := range event.Kinds() {
				fits = fits || k.In(pattern)
			}
			if !fits {
				t.Errorf("%s: no kind fits %s", v, pattern)
			}
		}
	}
}
