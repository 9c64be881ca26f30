// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"dossier/index"
)

func (a *app) create() *cobra.Command {
	var title, zone string
	c := &cobra.Command{
		Use:   "create FOLDER",
		Short: "Make an empty case",
		Long: `Make an empty case in a folder that does not exist yet, or is empty. The zone is
the one in which times are shown and days begin; it can be another than that of
the sources, which 'dossier add --tz' names.`,
		Example: `  dossier create acme.case --title "Acme v. Hall" --tz America/New_York`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if title == "" {
				title = strings.TrimSuffix(filepath.Base(args[0]), ".case")
			}
			if _, err := loadZone(zone); err != nil {
				return err
			}
			if err := index.Create(args[0], title, zone, build, a.now()); err != nil {
				return err
			}
			a.out.printf("case %s created: %q, times shown in %s\n", show(args[0]), show(title), zone)
			a.out.printf("next: dossier -C %s add FOLDER\n", quoteArg(args[0]))
			return nil
		},
	}
	c.Flags().StringVar(&title, "title", "", "what the case is called; the folder's name if not given")
	c.Flags().StringVar(&zone, "tz", "UTC", "IANA name of the zone in which times are shown")
	return c
}
