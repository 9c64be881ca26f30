// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/analysis/search"
	"dossier/index"
	"dossier/index/query"
	"dossier/tui/ui"
)

// target is where the cursor goes: to an event if the answer has it or to the
// place where it would be, else to a row.
type target struct {
	event string // 32 hexadecimal digits
	row   int64
}

// answer is what a query found.
type answer struct {
	query     string
	session   *search.Session
	selection *index.Selection
	cursor    int64
	total     int64
}

// unread is a query that cannot be read.
type unread struct{ err error }

// typingPause is how long nothing is typed before the query is asked.
const typingPause = 120 * time.Millisecond

// visit asks a query and enters it in the history.
func (s *screen) visit(text string, to target) tea.Cmd {
	s.past.leave(s.here())
	s.past.visit(text)
	return s.search(text, to)
}

// search asks a query. What is shown stays until the answer is here.
func (s *screen) search(text string, to target) tea.Cmd { return s.searchAfter(0, text, to) }

func (s *screen) searchAfter(pause time.Duration, text string, to target) tea.Cmd {
	session, copies := s.env.Session, s.copies
	return s.find.After(pause, func(ctx context.Context) tea.Msg {
		if session == nil {
			return nil
		}
		q, err := session.Parse(text)
		if err != nil {
			return unread{err}
		}
		if copies {
			q = withCopies(q)
		}
		selection, err := session.Find(ctx, q)
		if err != nil {
			return ui.Fail{Err: err}
		}
		out := answer{query: text, session: session, selection: selection, cursor: to.row, total: session.Case.EventCount()}
		if to.event != "" {
			e, err := session.Case.Event(to.event)
			if err == nil {
				out.cursor, _ = selection.PositionOf(e)
			}
		}
		return out
	})
}

// withCopies is the query with further copies of acts.
func withCopies(q query.Query) query.Query {
	all, err := query.Parse("is:duplicate OR *")
	if err != nil {
		return q
	}
	return query.And{q, all}
}

// show shows an answer.
func (s *screen) show(a answer) tea.Cmd {
	s.answer, s.bar.err = a, nil
	source := &pages{session: a.session, selection: a.selection, zone: s.env.Zone}
	s.chart.reset()
	return tea.Batch(s.list.Show(source, a.cursor), s.drawChart(), s.moved(), s.tell(a))
}

// rezone shows the same events in another zone.
func (s *screen) rezone() tea.Cmd {
	if s.answer.selection == nil {
		return nil
	}
	source := &pages{session: s.answer.session, selection: s.answer.selection, zone: s.env.Zone}
	return tea.Batch(s.list.Swap(source), s.drawChart(), s.lookAgain())
}

// Status says how many events there are of how many.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.find.Busy() || s.list.Busy() || s.count.Busy()}
	if s.answer.selection == nil {
		return out
	}
	out.Of = humanize.Comma(s.answer.selection.Count()) + " of " + humanize.Comma(s.answer.total)
	out.Window = s.chart.window(s.env.Zone)
	return out
}

// jumped is a row to go to.
type jumped struct{ row int64 }
