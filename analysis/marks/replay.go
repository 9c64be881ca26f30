// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
)

// Replay reads the marks from a journal.
func Replay(entries []index.JournalEntry) (*Marks, error) {
	decisions, err := index.Decisions(entries)
	if err != nil {
		return nil, err
	}
	m := &Marks{byEvent: map[event.ID]*Mark{}}
	searches := map[string]string{}
	for _, e := range decisions {
		if err := m.apply(e, searches); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(searches)) {
		m.searches = append(m.searches, Saved{name, searches[name]})
	}
	m.undo, m.redo, err = history(entries)
	return m, err
}

// apply does what one decision says. Actions of others are none of ours.
func (m *Marks) apply(e index.JournalEntry, searches map[string]string) error {
	if !Ours(e.Action) {
		return nil
	}
	var d data
	if err := json.Unmarshal(e.Data, &d); err != nil {
		return err
	}
	switch e.Action {
	case ActionSave:
		searches[d.Name] = d.Query
		return nil
	case ActionDrop:
		delete(searches, d.Name)
		return nil
	}
	for i, text := range d.Events {
		id, err := event.ParseID(text)
		if err != nil {
			return err
		}
		mark := m.byEvent[id]
		if mark == nil {
			mark = &Mark{Event: id}
			m.byEvent[id] = mark
		}
		mark.change(e.Action, d, i+1)
		mark.Changed, mark.Who, mark.Time = e.Number, e.Who, e.Time
	}
	return nil
}

// Ours reports whether an action of the journal is one of this package.
func Ours(action string) bool {
	return slices.Contains([]string{ActionPromote, ActionDemote, ActionSet, ActionTag, ActionUntag, ActionOrder, ActionSave, ActionDrop}, action)
}

// change does what a decision says of the event that it names at the place.
func (m *Mark) change(action string, d data, place int) {
	switch action {
	case ActionPromote:
		m.Promoted = true
	case ActionDemote:
		m.Promoted, m.Reviewed = false, false
	case ActionOrder:
		m.Order = place
	case ActionUntag:
		m.Tags = slices.DeleteFunc(m.Tags, func(tag string) bool { return slices.Contains(d.Tags, tag) })
		return
	}
	for _, tag := range d.Tags {
		if i, ok := slices.BinarySearch(m.Tags, tag); !ok {
			m.Tags = slices.Insert(m.Tags, i, tag)
		}
	}
	set(&m.Note, d.Note)
	set(&m.Issue, d.Issue)
	set(&m.Significance, d.Significance)
	set(&m.Status, d.Status)
	set(&m.Key, d.Key)
	set(&m.Reviewed, d.Reviewed)
}

func set[T any](field *T, said *T) {
	if said != nil {
		*field = *said
	}
}
