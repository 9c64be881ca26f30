// SPDX-License-Identifier: Apache-2.0

package statement_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"dossier/event"
	"dossier/report/statement"
)

// TestEveryKind wants a reviewed template for each kind, in neutral words, whose
// sentence leaves no placeholder behind, whatever the event has or lacks.
func TestEveryKind(t *testing.T) {
	for _, k := range event.Kinds() {
		text := statement.Template(k)
		if text == "" {
			t.Errorf("%s has no template", k)
		}
		if err := statement.Check(string(k), text); err != nil {
			t.Error(err)
		}
		if n := strings.Count(text, "{actor}") + strings.Count(text, "{account}"); n != 1 {
			t.Errorf("%s names the account %d times", k, n)
		}
		full := event.Event{Kind: k, Actor: event.Account{Namespace: event.Email, Name: "m@larkfield.example"}, Object: event.Object{Type: "report", ID: "1", Name: "All"},
			Text: "Offer", Quantities: event.Quantities{Records: event.Count(2)}, IP: "203.0.113.7"}
		for _, role := range []string{event.RoleTo, event.RolePrinter, event.RoleUser, event.RoleMailbox, event.RoleContainer, event.RoleForward, event.RoleShare} {
			full.Targets = append(full.Targets, event.Target{Role: role, Account: event.Account{Namespace: event.Email, Name: role}})
		}
		for _, e := range []event.Event{full, {Kind: k}} {
			s := statement.Of(&e, statement.Named{})
			if strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") || !strings.HasSuffix(s, ".") || !regexp.MustCompile(`^[A-Z]`).MatchString(s) {
				t.Errorf("%s: %s", k, s)
			}
		}
		if s := statement.Of(&full, statement.Named{}); !strings.Contains(s, "‘m@larkfield.example’") || !strings.Contains(s, "2 rows") || !strings.Contains(s, "‘203.0.113.7’") {
			t.Errorf("%s leaves something out: %s", k, s)
		}
	}
}

func TestSentences(t *testing.T) {
	mike := event.Account{Namespace: event.SalesforceUser, Name: "mike.hall@larkfield.example"}
	ravi := event.Account{Namespace: event.SalesforceUser, Name: "ravi"}
	for want, e := range map[string]event.Event{
		"Account ‘mike.hall@larkfield.example’ exported report ‘All Accounts’ (‘00O1’) to a file (5,112 rows) from address ‘203.0.113.7’.": {
			Kind: event.CRMReportExport, Actor: mike, Object: event.Object{Type: "report", ID: "00O1", Name: "All Accounts"},
			Quantities: event.Quantities{Records: event.Count(5112)}, IP: "203.0.113.7"},
		"Account ‘mike.hall@larkfield.example’ opened a customer that the record does not name.": {
			Kind: event.CRMRecordView, Actor: mike, Object: event.Object{Type: "customer"}},
		"Account ‘ravi’ began to act as account ‘mike.hall@larkfield.example’.": {Kind: event.AuthLoginAs, Actor: ravi, OnBehalfOf: mike},
		"Account ‘ravi’, in the name of account ‘mike.hall@larkfield.example’, deleted report ‘R’; the record states that this failed.": {
			Kind: event.CRMRecordDelete, Actor: ravi, OnBehalfOf: mike, Object: event.Object{Type: "report", Name: "R"}, Outcome: event.OutcomeFailure},
		"The system, under account ‘ravi’, ran a bulk extract (about 3 rows).": {Kind: event.CRMBulkRead, Actor: ravi, Initiated: event.InitiatedSystem,
			Quantities: event.Quantities{Records: event.Quantity{Count: 3, Basis: event.Estimated}}},
		"Account ‘ravi’ sent a message with the subject ‘=cmd’ to ‘a@b.example’.": {Kind: event.MailSend, Actor: ravi, Text: "=cmd",
			Targets: []event.Target{{Role: event.RoleTo, Account: event.Account{Namespace: event.Email, Name: "a@b.example"}}}},
	} {
		if got := statement.Of(&e, statement.Named{}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestBounds wants long texts and lists cut, and said to be.
func TestBounds(t *testing.T) {
	e := event.Event{Kind: event.MailSend, Actor: event.Account{Namespace: event.Email, Name: "a"}, Text: strings.Repeat("漢", 1000)}
	for range 500 {
		e.Targets = append(e.Targets, event.Target{Role: event.RoleTo, Account: event.Account{Namespace: event.Email, Name: "b@c.example"}})
	}
	s := statement.Of(&e, statement.Named{})
	if !strings.Contains(s, "[first 300 of 1,000 characters]") || !strings.Contains(s, "and 488 more") {
		t.Error(s)
	}
}

func TestCheck(t *testing.T) {
	for _, text := range []string{"he stole it", "Exfiltration", "suspiciously", "was CAUGHT", "a theft"} {
		var found *statement.WordingError
		if err := statement.Check("title", text); !errors.As(err, &found) || found.Where != "title" {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"bleak", "the system recorded", "caughtn't", ""} {
		if err := statement.Check("title", text); err != nil {
			t.Error(err)
		}
	}
}
