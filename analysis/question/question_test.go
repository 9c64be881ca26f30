// SPDX-License-Identifier: Apache-2.0

package question_test

import (
	"errors"
	"strings"
	"testing"

	"dossier/analysis/question"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"what did Mike touch in his last 30 days":                               "timeline --who Mike --last 30d",
		"What did Mike Hall touch?":                                             "timeline --who Mike Hall --last 30d",
		"what did mike export in his last 2 weeks":                              "timeline --who mike --last 14d --kind crm.report.export --kind crm.list.export --kind crm.bulk.read --kind crm.api.read --kind crm.analytics.save --kind crm.backup --kind mail.export",
		"what did ada print before leaving":                                     "timeline --who ada --last 30d --kind print.job --kind crm.report.print",
		"what did ada touch after leaving":                                      "timeline --who ada --after",
		"what did ada touch around notice that belongs to others":               "timeline --who ada --notice --others",
		"what did ada touch between 2024-05-01 and 13 May 2024":                 "timeline --who ada --from 2024-05-01 --to 2024-05-13",
		"what did ada touch on May 13, 2024":                                    "timeline --who ada --from 2024-05-13 --to 2024-05-13",
		"what did ada touch about Brightwater Foods in the last 10 days":        "timeline --who ada --last 10d --about Brightwater Foods",
		"what has ada deleted since 2024-01-02":                                 "timeline --who ada --from 2024-01-02 --kind crm.record.delete --kind crm.bulk.delete --kind mail.delete --kind mail.purge --kind mail.move --kind file.delete",
		"what did mike.hall@larkfield.example touch during his last week":       "timeline --who mike.hall@larkfield.example --last 7d",
		"what did ada touch that belongs to others about \"A B\" after leaving": "timeline --who ada --after --others --about A B",
	} {
		q, err := question.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := strings.Join(q.Command(), " "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestWhatCannotBeReadOffersWhatCan(t *testing.T) {
	for text, reason := range map[string]string{
		"":                                       "does not begin",
		"who stole the list":                     "does not begin",
		"what did mike steal":                    "none of the verbs",
		"what did touch":                         "names nobody",
		"what did mike touch tomorrow":           `"tomorrow" is not understood`,
		"what did mike touch on Tuesday":         "is not a day",
		"what did mike touch between 2024-05-01": "second day",
		"what did mike touch before leaving after leaving":          "two times",
		"what did mike touch in his last 0 days":                    "is not understood",
		"what did mike touch in his last 99999999999999999999 days": "is not understood",
	} {
		_, err := question.Parse(text)
		var e *question.Error
		if !errors.As(err, &e) || !strings.Contains(e.Reason, reason) {
			t.Errorf("%q: %v, want %q", text, err, reason)
			continue
		}
		for _, near := range e.Nearest {
			if _, err := question.Parse(near); err != nil {
				t.Errorf("%q offers %q, which cannot be read: %v", text, near, err)
			}
		}
	}
}

// TestNearestKeepsWhatWasRead wants the person and the verb of the question in
// what is offered instead.
func TestNearestKeepsWhatWasRead(t *testing.T) {
	for _, text := range []string{"what did ada lind print on Tuesday", "what did ada lind print between 2024-05-01", "what did ada lind print tomorrow"} {
		_, err := question.Parse(text)
		var e *question.Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Nearest[0], "what did ada lind print ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("what did Mike touch in his last 30 days that belongs to others about X")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := question.Parse(text)
		var e *question.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
