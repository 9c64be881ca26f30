// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/tui/ui"
)

// doMark promotes, tags and notes the event under the cursor, through the journal.
func (s *screen) doMark(a ui.Action) tea.Cmd {
	r, ok := s.list.Current()
	if !ok || s.env.Marks == nil {
		return nil
	}
	id := r.event.ID
	mark := s.env.Marks.Of(id)
	switch a {
	case ui.Promote:
		if mark.Promoted {
			return s.env.Decide("taken out of the chronology; u undoes it", marks.Demote(id))
		}
		return s.env.Decide("★ promoted to the chronology; u undoes it", marks.Promote(marks.Fields{}, nil, id))
	case ui.Tag:
		return s.env.AskTags(mark)
	case ui.Note:
		return ui.Send(ui.Prompt{
			Title: "note", Text: mark.Note, Hint: "what is to be said of this event; empty for nothing",
			Done: func(text string) tea.Cmd {
				if text == mark.Note {
					return nil
				}
				return s.env.Decide("noted; u undoes it", marks.Set(marks.Fields{Note: &text}, id))
			},
		})
	}
	return nil
}
