// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// Command is the command that decides again what an entry of the journal decided,
// as arguments of dossier; nil if the entry is no decision. It names events by their
// whole ID, so that it means the same in every case of the same evidence.
func Command(e index.JournalEntry) ([]string, error) {
	if strings.HasPrefix(e.Action, identity.ActionPrefix) {
		return identity.Command(e)
	}
	if !Ours(e.Action) {
		return nil, nil
	}
	var d data
	if err := json.Unmarshal(e.Data, &d); err != nil {
		return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
	}
	switch e.Action {
	case ActionSave:
		return []string{"searches", "save", "--", d.Name, d.Query}, nil
	case ActionDrop:
		return []string{"searches", "drop", "--", d.Name}, nil
	}
	verb := strings.TrimPrefix(e.Action, "mark.")
	args := append([]string{"mark", verb}, d.flags()...)
	return append(args, d.Events...), nil
}

// flags are the flags that say what a change says.
func (d data) flags() []string {
	var flags []string
	for _, tag := range d.Tags {
		flags = append(flags, "--tag="+tag)
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"note", d.Note}, {"issue", d.Issue}, {"significance", d.Significance}, {"status", (*string)(d.Status)}} {
		if f.value != nil {
			flags = append(flags, "--"+f.name+"="+*f.value)
		}
	}
	for _, f := range []struct {
		name  string
		value *bool
	}{{"key", d.Key}, {"reviewed", d.Reviewed}} {
		if f.value != nil {
			flags = append(flags, fmt.Sprintf("--%s=%t", f.name, *f.value))
		}
	}
	return flags
}

// Events are the events that an entry of the journal is about, in its order; none
// if it is no mark.
func Events(e index.JournalEntry) ([]event.ID, error) {
	if !Ours(e.Action) {
		return nil, nil
	}
	var d data
	if err := json.Unmarshal(e.Data, &d); err != nil {
		return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
	}
	ids := make([]event.ID, len(d.Events))
	for i, text := range d.Events {
		var err error
		if ids[i], err = event.ParseID(text); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
	}
	return ids, nil
}
