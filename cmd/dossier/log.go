// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"dossier/index"
)

func (a *app) log() *cobra.Command {
	var script bool
	c := &cobra.Command{
		Use:   "log",
		Short: "Show the journal: what was done with the case, by whom and when",
		Long: `Show the journal: what was done with the case, by whom and when. Each line holds
the digest of the line before; a break in the chain is reported. An ingest is shown
in short; --format jsonl tells every source.

With --script, print what was decided as commands for a POSIX shell: run in a case of
the same evidence, they make the same links, marks, searches and chronology.`,
		Example: `  dossier log
  dossier log --format jsonl
  dossier log --script > decisions.sh`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error {
				entries, err := c.Journal()
				if script && err == nil {
					return a.printScript(c, entries)
				}
				for _, e := range entries {
					if a.format == "jsonl" {
						a.jsonLine(e)
						continue
					}
					a.out.printf("%4d  %s  %s  %s  %s\n", e.Number, e.Time, show(e.Who), a.out.styled(bold, show(e.Action)), show(journalText(e.Data)))
				}
				return err
			})
		},
	}
	c.Flags().BoolVar(&script, "script", false, "print what was decided as commands")
	a.formatFlag(c, "text", "jsonl")
	return c
}

// limitNamed is how many sources a line of the journal names; more are counted.
const limitNamed = 3

// journalText tells the data of a journal line in words: its members by name, and
// sources by what became of them.
func journalText(data jsontext.Value) string {
	var members map[string]any
	if err := json.Unmarshal(data, &members); err != nil {
		return string(data)
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		if text := memberText(name, members[name]); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func memberText(name string, value any) string {
	switch v := value.(type) {
	case string:
		if v == "" {
			return ""
		}
		return fmt.Sprintf("%s %q", name, v)
	case bool:
		if !v {
			return ""
		}
		return name
	case []any:
		if name == "sources" {
			return sourcesText(v)
		}
		var parts []string
		for _, one := range v {
			parts = append(parts, fmt.Sprint(one))
		}
		return name + " " + strings.Join(parts, " ")
	default:
		return fmt.Sprintf("%s %v", name, v)
	}
}

// sourcesText names a few sources, and counts many by their status.
func sourcesText(list []any) string {
	counts := map[string]int{}
	var statuses, named []string
	for _, one := range list {
		source, _ := one.(map[string]any)
		status := fmt.Sprint(source["status"])
		if counts[status]++; counts[status] == 1 {
			statuses = append(statuses, status)
		}
		named = append(named, fmt.Sprintf("%v (%s)", source["path"], status))
	}
	if len(list) <= limitNamed {
		return strings.Join(named, ", ")
	}
	slices.Sort(statuses)
	for i, status := range statuses {
		statuses[i] = fmt.Sprintf("%d %s", counts[status], status)
	}
	return plural(len(list), "source") + ": " + strings.Join(statuses, ", ")
}
