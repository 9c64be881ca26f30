// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/spf13/cobra"

	"dossier/index"
)

func (a *app) log() *cobra.Command {
	c := &cobra.Command{
		Use:   "log",
		Short: "Show the journal: what was done with the case, by whom and when",
		Example: `  dossier log
  dossier log --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error {
				entries, err := c.Journal()
				for _, e := range entries {
					if a.format == "jsonl" {
						a.jsonLine(e)
						continue
					}
					a.out.printf("%4d  %s  %s  %s  %s\n", e.Number, e.Time, show(e.Who), a.out.styled(bold, show(e.Action)), show(string(e.Data)))
				}
				return err
			})
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}
