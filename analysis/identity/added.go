// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
)

// ActionAdd is the journal's action that names a person whom no roster names.
const ActionAdd = "people.add"

// Added is what the journal keeps of a person named by an analyst.
type Added struct {
	Person  string     `json:"person"` // Person.ID: "analyst:mike-hall"
	Name    string     `json:"name"`
	Hired   event.Date `json:"hired,omitempty"`
	Notice  event.Date `json:"notice,omitempty"`
	Leaves  event.Date `json:"leaves,omitempty"`
	Because string     `json:"because"`
}

// AddedID is the ID of a person named by an analyst.
func AddedID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return strings.ContainsRune(" \t.,;:/\\", c) })
	return "analyst:" + strings.Join(words, "-")
}

// addPersons appends the persons whom analysts named. A person named again takes
// the later dates.
func addPersons(persons []Person, entries []index.JournalEntry) ([]Person, error) {
	for _, e := range entries {
		if e.Action != ActionAdd {
			continue
		}
		var a Added
		if err := json.Unmarshal(e.Data, &a); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		p := Person{ID: a.Person, Name: a.Name, Names: []string{a.Name}, Hired: a.Hired, Notice: a.Notice, Leaves: a.Leaves}
		if i := slices.IndexFunc(persons, func(q Person) bool { return q.ID == p.ID }); i >= 0 {
			persons[i] = p
			continue
		}
		persons = append(persons, p)
	}
	slices.SortStableFunc(persons, func(a, b Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return persons, nil
}
