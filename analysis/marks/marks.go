// SPDX-License-Identifier: Apache-2.0

// Package marks is what people decide about events: which belong to the chronology
// that is delivered, and in what light. A mark changes no event; it is an entry in
// the case's journal, written at once, and is read from there anew each time.
//
// [Read] says what holds now. [Do] enters a [Change]; [Undo] and [Redo] take back
// and bring back what was decided, here or about links of accounts.
package marks

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"dossier/event"
	"dossier/index"
)

// Status is how firmly an event of the chronology stands.
type Status string

// The statuses; "" says nothing.
const (
	Undisputed  Status = "undisputed"
	Disputed    Status = "disputed"
	Prospective Status = "prospective" // hoped to be shown by evidence still to come
	Unsure      Status = "unsure"
)

// Statuses lists them in the order in which people are asked.
func Statuses() []Status { return []Status{Undisputed, Disputed, Prospective, Unsure} }

// Mark is what people decided about an event. The zero Mark says that nobody
// decided anything.
type Mark struct {
	Event event.ID
	// Promoted says that the event belongs to the chronology.
	Promoted bool
	// Tags are in the order of the alphabet, each once.
	Tags         []string
	Note         string // may have several lines
	Issue        string // what question of the matter it bears on
	Significance string // why it matters there
	Status       Status
	Key          bool // starred
	// Reviewed says that somebody looked at it after it was promoted.
	Reviewed bool
	// Order is the place among events of the very same time, from 1 on; 0, before
	// them, says that nobody placed it.
	Order int
	// Changed is the journal line that last changed the mark, Who and Time whose that
	// was and when.
	Changed   int
	Who, Time string
}

// Saved is a search kept under a name.
type Saved struct {
	Name, Query string
}

// Step is a decision that can be undone or brought back.
type Step struct {
	Line   int    // of the journal
	Action string // as the journal has it: of identity, or of this package
	Words  string // "promoted 3 events to the chronology"; text of the case, not yet made visible
}

// Marks is what holds at one moment. Immutable, and safe for concurrent use.
type Marks struct {
	byEvent  map[event.ID]*Mark
	searches []Saved
	undo     []Step
	redo     []Step
}

// Read reads the marks of a case from its journal, as it stands now.
func Read(c *index.Case) (*Marks, error) {
	entries, err := c.Journal()
	if err != nil {
		return nil, err
	}
	return Replay(entries)
}

// Of is the mark of an event.
func (m *Marks) Of(id event.ID) Mark {
	if mark, ok := m.byEvent[id]; ok {
		return copied(mark)
	}
	return Mark{Event: id}
}

func copied(m *Mark) Mark {
	out := *m
	out.Tags = slices.Clone(m.Tags)
	return out
}

// Tags are the tags of an event, in the order of the alphabet. They answer
// query.Env.Tags.
func (m *Marks) Tags(id event.ID) []string { return m.Of(id).Tags }

// Tagged are the events that bear the tag, in the order of their IDs.
func (m *Marks) Tagged(tag string) []event.ID {
	var list []event.ID
	for id, mark := range m.byEvent {
		if slices.Contains(mark.Tags, tag) {
			list = append(list, id)
		}
	}
	slices.SortFunc(list, compareIDs)
	return list
}

// AllTagged are the events that bear any tag, in the order of their IDs. It answers
// query.Env.Tagged.
func (m *Marks) AllTagged() []event.ID {
	var list []event.ID
	for id, mark := range m.byEvent {
		if len(mark.Tags) > 0 {
			list = append(list, id)
		}
	}
	slices.SortFunc(list, compareIDs)
	return list
}

func compareIDs(a, b event.ID) int { return bytes.Compare(a[:], b[:]) }

// AllTags are the tags that events bear, in the order of the alphabet.
func (m *Marks) AllTags() []string {
	seen := map[string]bool{}
	for _, mark := range m.byEvent {
		for _, tag := range mark.Tags {
			seen[tag] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Promoted are the marks of the events that belong to the chronology, in the order
// of their IDs; [Chronology] looks up the events and puts them in the order of
// time.
func (m *Marks) Promoted() []Mark {
	return m.all(func(mark *Mark) bool { return mark.Promoted })
}

// All are the marks of all events that have any, in the order of their IDs.
func (m *Marks) All() []Mark { return m.all(func(*Mark) bool { return true }) }

func (m *Marks) all(keep func(*Mark) bool) []Mark {
	var list []Mark
	for _, mark := range m.byEvent {
		if keep(mark) {
			list = append(list, copied(mark))
		}
	}
	slices.SortFunc(list, func(a, b Mark) int { return compareIDs(a.Event, b.Event) })
	return list
}

// Searches are the saved searches, by name.
func (m *Marks) Searches() []Saved { return slices.Clone(m.searches) }

// Search is the saved search of that name.
func (m *Marks) Search(name string) (Saved, bool) {
	i, ok := slices.BinarySearchFunc(m.searches, name, func(s Saved, name string) int { return cmp.Compare(s.Name, name) })
	if !ok {
		return Saved{}, false
	}
	return m.searches[i], true
}

// CanUndo is the decision that [Undo] would take back: the last that counts.
func (m *Marks) CanUndo() (Step, bool) { return last(m.undo) }

// CanRedo is the decision that [Redo] would bring back: the one undone last, unless
// something else was decided since.
func (m *Marks) CanRedo() (Step, bool) { return last(m.redo) }

func last(steps []Step) (Step, bool) {
	if len(steps) == 0 {
		return Step{}, false
	}
	return steps[len(steps)-1], true
}
