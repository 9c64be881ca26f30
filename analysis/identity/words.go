// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"github.com/go-json-experiment/json"

	"dossier/index"
)

// Words say in a few words what an entry of this package decided: "linked
// email:x@y.example to employee:7". They repeat what people wrote.
func Words(e index.JournalEntry) string {
	if e.Action == ActionAdd {
		var a Added
		if err := json.Unmarshal(e.Data, &a); err == nil {
			return "named " + a.Name + " as " + a.Person
		}
		return e.Action
	}
	var d Decision
	if err := json.Unmarshal(e.Data, &d); err != nil {
		return e.Action
	}
	switch e.Action {
	case ActionLink:
		return "linked " + d.Account + " to " + d.Person
	case ActionUnlink:
		return "unlinked " + d.Account + " from " + d.Person
	}
	return e.Action
}
