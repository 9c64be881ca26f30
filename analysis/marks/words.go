// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/analysis/identity"
	"dossier/index"
)

// Words say in a few words what an entry decided: "tagged 2 events: exfil". They
// repeat what people wrote, and must be made visible before they are shown.
func Words(e index.JournalEntry) string {
	if strings.HasPrefix(e.Action, identity.ActionPrefix) {
		return identity.Words(e)
	}
	var d data
	if err := json.Unmarshal(e.Data, &d); err != nil || !Ours(e.Action) {
		return e.Action
	}
	events := fmt.Sprintf("%d events", len(d.Events))
	if len(d.Events) == 1 {
		events = "event " + d.Events[0][:min(12, len(d.Events[0]))]
	}
	switch e.Action {
	case ActionPromote:
		return "promoted " + events + " to the chronology"
	case ActionDemote:
		return "took " + events + " out of the chronology"
	case ActionTag:
		return "tagged " + events + ": " + strings.Join(d.Tags, ", ")
	case ActionUntag:
		return "took tags off " + events + ": " + strings.Join(d.Tags, ", ")
	case ActionOrder:
		return "put " + events + " of one time in order"
	case ActionSave:
		return "saved the search " + d.Name
	case ActionDrop:
		return "dropped the search " + d.Name
	}
	return "set " + strings.Join(d.said(), ", ") + " of " + events
}

// said names the fields that a change fills.
func (d data) said() []string {
	var names []string
	for _, f := range []struct {
		name string
		said bool
	}{{"note", d.Note != nil}, {"issue", d.Issue != nil}, {"significance", d.Significance != nil}, {"status", d.Status != nil},
		{"key", d.Key != nil}, {"reviewed", d.Reviewed != nil}} {
		if f.said {
			names = append(names, f.name)
		}
	}
	return names
}
