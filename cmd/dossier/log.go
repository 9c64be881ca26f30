// SPDX-License-Identifier: Apache-2.0

package main

import (
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
					a.out.printf("%4d  %s  %s  %s  %s\n", e.Number, e.Time, show(e.Who), a.out.styled(bold, show(e.Action)), show(e.Words()))
				}
				return err
			})
		},
	}
	c.Flags().BoolVar(&script, "script", false, "print what was decided as commands")
	a.formatFlag(c, "text", "jsonl")
	return c
}
