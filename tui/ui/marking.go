// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/marks"
)

// AskTags asks for the tags of an event, all of them in one line, and enters what
// was changed.
func (e *Env) AskTags(m marks.Mark) tea.Cmd {
	before := strings.Join(m.Tags, ", ")
	return Send(Prompt{
		Title: "tags", Text: before, Hint: "with commas between them; known: " + strings.Join(e.Marks.AllTags(), ", "),
		Done: func(text string) tea.Cmd {
			if text == before { // a tag of the command line may have a comma
				return nil
			}
			add, remove := retagged(m.Tags, text)
			var changes []marks.Change
			if len(add) > 0 {
				changes = append(changes, marks.Tag(add, m.Event))
			}
			if len(remove) > 0 {
				changes = append(changes, marks.Untag(remove, m.Event))
			}
			if len(changes) == 0 {
				return nil
			}
			return e.Decide("tagged; u undoes it", changes...)
		},
	})
}

// retagged are the tags that a line has and an event did not bear, and those that it
// bore and the line has not.
func retagged(before []string, line string) (add, remove []string) {
	var after []string
	for tag := range strings.SplitSeq(line, ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			after = append(after, tag)
		}
	}
	for _, tag := range after {
		if !slices.Contains(before, tag) {
			add = append(add, tag)
		}
	}
	for _, tag := range before {
		if !slices.Contains(after, tag) {
			remove = append(remove, tag)
		}
	}
	return add, remove
}
