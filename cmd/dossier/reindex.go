// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/spf13/cobra"

	"dossier/index"
)

func (a *app) reindex() *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Make anew what searching derives from the case",
		Long: `Make anew what searching derives from the case: the words of each segment, which events
are copies, and who acted from when to when. Evidence, events and journal stay as they
are, and so do all answers; what is missing or damaged makes them slower, not other.
Segments that were altered are named, and nothing is made of them.`,
		Example: "  dossier -C acme.case reindex",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			segments := 0
			err := index.Reindex(a.ctx, a.caseDir, a.now(), func(_, all int) { segments = all })
			if errors.Is(err, index.ErrNoCase) {
				return noCase(err)
			}
			if err != nil {
				return err
			}
			a.out.printf("%s indexed\n", plural(segments, "segment"))
			return nil
		},
	}
}
