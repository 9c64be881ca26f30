// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/question"
	"dossier/analysis/search"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/tui/ui"
)

// Ready are the questions that are worth asking of whom the query is about, and of the
// event under the cursor.
func (s *screen) Ready() []ui.Ready { return s.ready(s.scope()) }

// scope is whose acts and which days the query is about: what it says, or else the
// subject's last days.
func (s *screen) scope() (scope, owner string) {
	scope, owner = question.Scope(s.past.now())
	if p := s.env.Subject; scope == "" && p.ID != "" {
		owner = wording.AskPerson("who", s.env.Session.Directory, p)
		return owner + " last:30d", owner[len("who:"):]
	}
	return scope, owner
}

// offer lists the questions.
func (s *screen) offer() tea.Cmd {
	scope, owner := s.scope()
	list := s.ready(scope, owner)
	if scope != "" {
		list = append(list, ui.Ready{Key: ui.ReadyEvery, Words: "the same of everybody, at any time", Do: func() tea.Cmd {
			return ui.Offer("", s.ready("", ""))
		}})
	}
	return ui.Offer(scope, list)
}

func (s *screen) ready(scope, owner string) []ui.Ready {
	list := ui.Worth(owner, func(r question.Ready) tea.Cmd {
		if r.Joined {
			return s.follow(func(ctx context.Context, session *search.Session) (search.Followed, error) {
				return session.CarriedOut(ctx, scope)
			})
		}
		return s.visit(r.Query(scope, owner), s.here())
	})
	if r, ok := s.list.Current(); ok && s.answer.session != nil {
		list = append(list, s.readyOf(r)...)
	}
	return list
}

// readyOf are the questions about an event.
func (s *screen) readyOf(r *row) []ui.Ready {
	var list []ui.Ready
	e := r.event
	if e.Time.Known() {
		list = append(list, ui.Ready{Key: ui.ReadyAround, Words: "what happened within five minutes of this event", Do: func() tea.Cmd { return s.doValue(ui.Around) }})
	}
	if e.Time.Known() && question.Takes(e.Kind) {
		list = append(list, ui.Ready{Key: ui.ReadyCarried, Words: "what carried this on: mails, prints and files named like it", Do: func() tea.Cmd {
			return s.follow(func(ctx context.Context, session *search.Session) (search.Followed, error) {
				return session.CarriedOn(ctx, e)
			})
		}})
	}
	for _, target := range e.Targets {
		if term := wording.AskAccount("printer", target.Account); target.Role == event.RolePrinter && term != "" {
			name := cmp.Or(target.Account.Name, target.Name)
			list = append(list, ui.Ready{Key: ui.ReadyPrinter, Words: "first and last use of " + name, Query: term, Do: func() tea.Cmd { return s.openValue(term) }})
			break
		}
	}
	if thing := s.term(r, columnThing); thing != "" && r.person.ID != "" {
		others := thing + " -" + wording.AskPerson("who", s.answer.session.Directory, r.person)
		list = append(list, ui.Ready{Key: ui.ReadyOthers, Words: "what others did with " + cmp.Or(r.name, "this"), Query: others, Do: func() tea.Cmd { return s.visit(others, target{}) }})
	}
	return list
}

// followed is a query that follows something.
type followed struct{ found search.Followed }

// follow finds out what to ask, and asks it.
func (s *screen) follow(find func(context.Context, *search.Session) (search.Followed, error)) tea.Cmd {
	session := s.env.Session
	return s.count.Start(func(ctx context.Context) tea.Msg {
		found, err := find(ctx, session)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return followed{found}
	})
}

// openValue asks for every event of a value, and says when the first and the last
// were.
func (s *screen) openValue(term string) tea.Cmd {
	s.telling = term
	return s.visit(term, s.here())
}

// tell says how many events there are of the value that was opened, and when the first
// and the last were.
func (s *screen) tell(a answer) tea.Cmd {
	term := s.telling
	s.telling = ""
	first, last := a.selection.Span()
	if term == "" || term != a.query || first.IsZero() {
		return nil
	}
	const layout = "2 Jan 2006 15:04:05"
	return ui.Send(ui.Say{Text: wording.Plural(int(a.selection.Count()), "event") + ", the first " + first.In(s.env.Zone).Format(layout) + ", the last " + last.In(s.env.Zone).Format(layout)})
}
