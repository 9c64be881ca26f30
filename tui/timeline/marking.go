// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
	"dossier/event"
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
		return ui.Send(ui.Prompt{
			Title: "tags", Text: strings.Join(mark.Tags, ", "), Hint: "separated by commas; known: " + strings.Join(s.env.Marks.AllTags(), ", "),
			Done: func(text string) tea.Cmd { return s.retag(id, mark.Tags, text) },
		})
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

// retag makes the tags of an event those that were written.
func (s *screen) retag(id event.ID, before []string, text string) tea.Cmd {
	after := map[string]bool{}
	var add, remove []string
	for tag := range strings.SplitSeq(text, ",") {
		if tag = strings.TrimSpace(tag); tag != "" && !after[tag] {
			after[tag] = true
			add = append(add, tag)
		}
	}
	for _, tag := range before {
		if !after[tag] {
			remove = append(remove, tag)
		}
		delete(after, tag)
	}
	var changes []marks.Change
	add = kept(add, after)
	if len(add) > 0 {
		changes = append(changes, marks.Tag(add, id))
	}
	if len(remove) > 0 {
		changes = append(changes, marks.Untag(remove, id))
	}
	if len(changes) == 0 {
		return nil
	}
	return s.env.Decide("tagged; u undoes it", changes...)
}

func kept(list []string, set map[string]bool) []string {
	var out []string
	for _, x := range list {
		if set[x] {
			out = append(out, x)
		}
	}
	return out
}
