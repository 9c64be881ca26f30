// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/tui/ui"
)

// history is the searches made, and where the cursor was in each.
type history struct {
	visits []visit
	at     int
}

type visit struct {
	query  string
	cursor target
}

// limitVisits bounds how far back it goes.
const limitVisits = 100

// now is the query that is shown.
func (h *history) now() string {
	if len(h.visits) == 0 {
		return "*"
	}
	return h.visits[h.at].query
}

// before are the queries before it, the latest last.
func (h *history) before() []string {
	var list []string
	for i := max(0, h.at-20); i < h.at; i++ {
		list = append(list, h.visits[i].query)
	}
	return list
}

func (h *history) restore(queries []string) {
	for _, q := range queries {
		h.visits = append(h.visits, visit{query: q})
	}
	h.at = len(h.visits) - 1
}

// leave remembers where the cursor is.
func (h *history) leave(at target) {
	if len(h.visits) > 0 {
		h.visits[h.at].cursor = at
	}
}

// visit enters a query behind the present one; what lay ahead is forgotten.
func (h *history) visit(query string) {
	if len(h.visits) > 0 && h.now() == query {
		return
	}
	if len(h.visits) > 0 {
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, visit{query: query})
	if len(h.visits) > limitVisits {
		h.visits = h.visits[1:]
	}
	h.at = len(h.visits) - 1
}

// move goes back or forth; false at the end.
func (h *history) move(by int) bool {
	if to := h.at + by; to >= 0 && to < len(h.visits) {
		h.at = to
		return true
	}
	return false
}

// doHistory goes through the searches made, and those that were saved.
func (s *screen) doHistory(a ui.Action) tea.Cmd {
	switch a {
	case ui.HistoryBack, ui.HistoryForth:
		by, none := -1, "there is no search before this one"
		if a == ui.HistoryForth {
			by, none = 1, "there is no search after this one"
		}
		s.past.leave(s.here())
		if !s.past.move(by) {
			return ui.Send(ui.Say{Text: none})
		}
		return s.search(s.past.now(), s.past.visits[s.past.at].cursor)
	case ui.SaveSearch:
		return s.save()
	case ui.SavedSearch:
		return s.saved()
	case ui.Copies:
		s.copies = !s.copies
		return tea.Batch(s.search(s.past.now(), s.here()), ui.Send(ui.Say{Text: map[bool]string{true: "further copies of acts are shown too", false: "further copies of acts are left out"}[s.copies]}))
	}
	return nil
}

// save keeps the search under a name, in the journal.
func (s *screen) save() tea.Cmd {
	query := s.past.now()
	return ui.Send(ui.Prompt{Title: "save this search", Hint: "a name for " + query, Done: func(name string) tea.Cmd {
		if strings.TrimSpace(name) == "" {
			return nil
		}
		return s.env.Decide("saved as "+name+"; O lists saved searches", marks.Save(name, query))
	}})
}

// saved offers the saved searches.
func (s *screen) saved() tea.Cmd {
	var list []ui.Choice
	for _, saved := range s.env.Marks.Searches() {
		list = append(list, ui.Choice{Text: saved.Name, Right: saved.Query, Value: saved.Query})
	}
	if len(list) == 0 {
		return ui.Send(ui.Say{Text: "no search has been saved yet; S saves this one"})
	}
	return ui.Send(ui.Choose{Title: "saved searches", Choices: list, Done: func(c ui.Choice) tea.Cmd { return s.visit(c.Value, s.here()) }})
}

// doJump goes to a time, or from day to day.
func (s *screen) doJump(a ui.Action) tea.Cmd {
	r, ok := s.list.Current()
	if a == ui.GoToTime {
		text := ""
		if ok && r.event.Time.Known() {
			text = r.event.Time.UTC.In(s.env.Zone).Format("2006-01-02 ")
		}
		return ui.Send(ui.Prompt{Title: "go to", Text: text, Hint: "a day or time in " + s.env.Zone.String() + ", such as 2024-05-10 or 2024-05-10 18:30; home and end go to the first and last", Done: func(text string) tea.Cmd {
			at, err := parseTime(text, s.env.Zone)
			if err != nil {
				return ui.Send(ui.Fail{Err: err})
			}
			return s.jump(at)
		}})
	}
	if !ok || !r.event.Time.Known() {
		return nil
	}
	local := r.event.Time.UTC.In(s.env.Zone)
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, s.env.Zone)
	if a == ui.NextDay {
		return tea.Batch(s.list.Go(r.next), s.moved())
	}
	if before, ok := s.list.Row(r.first - 1); ok {
		return tea.Batch(s.list.Go(before.first), s.moved())
	}
	selection := s.answer.selection
	return s.count.Start(previousDay(selection, day, s.env.Zone))
}

var errTime = errors.New("want a day or time such as 2024-05-10, 2024-05-10 18:30 or 18:30:05 behind a day")

// parseTime reads a day, or a day and a time, in a zone.
func parseTime(text string, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(strings.Replace(text, "T", " ", 1))
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15", time.DateOnly, "2006-01", "2006", "2 Jan 2006"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("go to %q: %w", ui.Safe(text, 40), errTime)
}
