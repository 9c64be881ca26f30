// SPDX-License-Identifier: Apache-2.0

package links

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/wording"
	"dossier/index"
	"dossier/tui/ui"
)

// entered says that a decision is in the journal.
type entered struct{ said string }

// accept gives the account to the person; of nobody's, it asks to whom.
func (s *screen) accept(q question) tea.Cmd {
	if q.person.ID != "" {
		return s.askWhy(q, q.person, identity.ActionLink)
	}
	var choices []ui.Choice
	for _, p := range s.env.Session.Directory.Persons() {
		choices = append(choices, ui.Choice{Text: p.Name + "  " + p.ID, Right: p.Title, Value: p.ID})
	}
	if len(choices) == 0 {
		return ui.Send(ui.Say{Text: "the case has no roster yet: add one, or name somebody with 'dossier people add'"})
	}
	directory := s.env.Session.Directory
	return ui.Send(ui.Choose{Title: "whose is " + q.account.String(), Choices: choices, Done: func(c ui.Choice) tea.Cmd {
		p, _ := directory.Person(c.Value)
		return s.askWhy(q, p, identity.ActionLink)
	}})
}

// reject says that the account is not the person's.
func (s *screen) reject(q question) tea.Cmd {
	switch {
	case q.person.ID == "":
		return ui.Send(ui.Say{Text: "no person is suggested for this account, so there is nothing to reject"})
	case q.link.Status == identity.Rejected:
		return ui.Send(ui.Say{Text: "that is rejected already; c confirms it instead"})
	}
	return s.askWhy(q, q.person, identity.ActionUnlink)
}

// askWhy asks for the reason, and decides.
func (s *screen) askWhy(q question, p identity.Person, action string) tea.Cmd {
	title := q.account.String() + " belongs to " + p.Name + ", because"
	if action == identity.ActionUnlink {
		title = q.account.String() + " does not belong to " + p.Name + ", because"
	}
	hint := "it stands in the journal and in every answer that rests on this: leave it, or write what you know"
	if n := len(s.cites); n > 0 {
		hint += ", with " + wording.Plural(n, "event") + " cited"
	}
	return ui.Send(ui.Prompt{Title: title, Text: s.basis(q, p, action), Hint: hint, Done: func(why string) tea.Cmd {
		if why = strings.TrimSpace(why); why == "" {
			return ui.Send(ui.Say{Text: "nothing was decided: a decision needs its reason"})
		}
		d := identity.Decision{Account: q.account.String(), Person: p.ID, Because: why}
		if q.link.Person == p.ID && action == identity.ActionLink {
			d.From, d.To = q.link.From, q.link.To
		}
		d.Cites = s.cited()
		return s.enter(action, d, q.account.String()+" of "+p.Name)
	}})
}

// basis is the reason that is ready to be taken: what the suggestion rests on, how a
// system's list of users calls the account, or the events that are cited. Where nothing
// speaks for it, and of what is rejected, there is none.
func (s *screen) basis(q question, p identity.Person, action string) string {
	switch n := len(s.cites); {
	case action == identity.ActionUnlink:
		return ""
	case n == 1:
		return "the event cited shows it"
	case n > 1:
		return "the " + wording.Plural(n, "event") + " cited show it"
	case q.person.ID == p.ID:
		return q.link.Basis
	}
	return q.label
}

// enter enters a decision in the journal.
func (s *screen) enter(action string, d identity.Decision, about string) tea.Cmd {
	dir, now := s.env.Case.Dir(), s.env.Now
	said := "confirmed: " + about + "; u undoes it"
	if action == identity.ActionUnlink {
		said = "rejected: " + about + "; u undoes it"
	}
	return s.decide.Start(func(context.Context) tea.Msg {
		_, err := index.Decide(dir, "people", now(), func([]index.JournalEntry) (string, any, error) { return action, d, nil })
		if err != nil {
			return ui.Fail{Err: err}
		}
		return entered{said}
	})
}
