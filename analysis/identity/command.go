// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
)

// Command is the command that decides again what an entry of this package decided,
// as arguments of dossier; nil if it is none of this package.
func Command(e index.JournalEntry) ([]string, error) {
	switch e.Action {
	case ActionAdd:
		var a Added
		if err := json.Unmarshal(e.Data, &a); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		args := []string{"people", "add", "--because=" + a.Because}
		args = append(args, dayFlags([]dayFlag{{"hired", a.Hired}, {"notice", a.Notice}, {"leaves", a.Leaves}})...)
		return append(args, "--", a.Name), nil
	case ActionLink, ActionUnlink:
		var d Decision
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		args := []string{"people", e.Action[len(ActionPrefix):], "--because=" + d.Because}
		for _, cite := range d.Cites {
			args = append(args, "--cite="+cite)
		}
		args = append(args, dayFlags([]dayFlag{{"from", d.From}, {"to", d.To}})...)
		return append(args, "--", d.Account, d.Person), nil
	}
	return nil, nil
}

type dayFlag struct {
	name string
	day  event.Date
}

func dayFlags(list []dayFlag) []string {
	var flags []string
	for _, f := range list {
		if f.day != "" {
			flags = append(flags, "--"+f.name+"="+string(f.day))
		}
	}
	return flags
}
