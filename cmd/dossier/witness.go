// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"github.com/spf13/cobra"

	"dossier/event"
)

type witnessJournal struct {
	File   string       `json:"file"`
	SHA256 event.Digest `json:"sha256"`
	Who    string       `json:"witness"`
	How    string       `json:"how"`
}

func (a *app) witness() *cobra.Command {
	var who, how string
	c := &cobra.Command{
		Use:   "witness EXPORT|FILE --who NAME --how WORDS",
		Short: "Enter in the journal that somebody was told an export's digest",
		Long: `Enter in the journal that the SHA-256 of an export's manifest, or of a file, was given to
somebody: read aloud, e-mailed, written down. What others hold cannot be changed by
whoever holds the case. The digest is of the file as it is now, and is shown in groups
to be read aloud.`,
		Example: `  dossier -C acme.case witness hall --who "Jane Roe, Roe & Partners" --how "e-mailed"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(who) == "" || strings.TrimSpace(how) == "" {
				return usagef("--who and --how: say whom the digest was given to, and how")
			}
			file, err := openSealed(args[0])
			if err != nil {
				return err
			}
			a.out.printf("%s\n", show(file.path))
			text := file.digest.String()
			for at := 0; at < len(text); at += 32 {
				var groups []string
				for i := at; i < at+32; i += 4 {
					groups = append(groups, text[i:i+4])
				}
				a.out.printf("  %s\n", strings.Join(groups, " "))
			}
			return a.journalSeal(true, actionNotice, witnessJournal{file.name, file.digest, who, how})
		},
	}
	c.Flags().StringVar(&who, "who", "", "who was told: name and office")
	c.Flags().StringVar(&how, "how", "", "how: read aloud on the telephone, e-mailed, written down")
	return c
}
