// SPDX-License-Identifier: Apache-2.0

package chronology

import (
	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/tui/ui"
)

// say says something of an event.
func (s *screen) say(a ui.Action, m marks.Mark) tea.Cmd {
	id := m.Event
	switch a {
	case ui.Note:
		return s.ask("note", "what is to be said of this event; empty for nothing", m.Note, func(text *string) marks.Change { return marks.Set(marks.Fields{Note: text}, id) })
	case ui.Issue:
		return s.ask("issue", "the question of the matter that it bears on; empty for none", m.Issue, func(text *string) marks.Change { return marks.Set(marks.Fields{Issue: text}, id) })
	case ui.Significance:
		return s.ask("significance", "why it matters there; empty for nothing", m.Significance, func(text *string) marks.Change { return marks.Set(marks.Fields{Significance: text}, id) })
	case ui.StatusOf:
		return s.askStatus(m)
	case ui.Tag:
		return s.env.AskTags(m)
	case ui.Star:
		said := "★ one of the few that decide"
		if m.Key {
			said = "no star any more"
		}
		return s.env.Decide(said+"; u undoes it", marks.Set(marks.Fields{Key: new(!m.Key)}, id))
	case ui.Reviewed:
		said := "needs review again"
		if !m.Reviewed { // on to the next that needs it
			said, s.wanted = "reviewed", s.neighbour(s.list.Cursor)
		}
		return s.env.Decide(said+"; u undoes it", marks.Set(marks.Fields{Reviewed: new(!m.Reviewed)}, id))
	}
	return nil
}

// ask asks for a text that is said of an event.
func (s *screen) ask(title, hint, text string, change func(*string) marks.Change) tea.Cmd {
	return ui.Send(ui.Prompt{Title: title, Hint: hint, Text: text, Done: func(said string) tea.Cmd {
		if said == text {
			return nil
		}
		return s.env.Decide(title+" written; u undoes it", change(&said))
	}})
}

// askStatus asks how firmly an event stands.
func (s *screen) askStatus(m marks.Mark) tea.Cmd {
	var choices []ui.Choice
	for _, status := range marks.Statuses() {
		choices = append(choices, ui.Choice{Text: string(status), Value: string(status), Right: statusHelp[status]})
	}
	choices = append(choices, ui.Choice{Text: "nothing said"})
	return ui.Send(ui.Choose{Title: "status", Choices: choices, Done: func(c ui.Choice) tea.Cmd {
		status := marks.Status(c.Value)
		if status == m.Status {
			return nil
		}
		return s.env.Decide("status: "+c.Text+"; u undoes it", marks.Set(marks.Fields{Status: &status}, m.Event))
	}})
}

var statusHelp = map[marks.Status]string{
	marks.Undisputed: "nobody contests it", marks.Disputed: "the other side contests it",
	marks.Prospective: "evidence to come shall show it", marks.Unsure: "to be looked into",
}
