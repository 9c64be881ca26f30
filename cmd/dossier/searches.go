// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/spf13/cobra"

	"dossier/analysis/marks"
	"dossier/index"
	"dossier/index/query"
)

func (a *app) searches() *cobra.Command {
	c := &cobra.Command{
		Use:   "searches",
		Short: "Keep searches under a name",
		Long: `Keep searches under a name, in the case's journal: what is asked often, or shall be asked
the same way again.`,
		Example: `  dossier searches save "reports exported" 'kind:crm.report.export who:"Mike Hall"'
  dossier searches list
  dossier searches drop "reports exported"`,
	}
	c.AddCommand(a.searchesList(), a.searchesSave(), a.searchesDrop())
	return c
}

type savedJSON struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

func (a *app) searchesList() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the searches that are kept",
		Example: `  dossier searches list`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error {
				m, err := marks.Read(c)
				if err != nil {
					return err
				}
				return a.listSearches(m.Searches())
			})
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) listSearches(list []marks.Saved) error {
	t := table{kinds: []columnKind{lesser, folded}, header: []string{"name", "query"}}
	for _, s := range list {
		if a.format == "jsonl" {
			a.jsonLine(savedJSON(s))
		}
		t.rows = append(t.rows, []string{show(s.Name), show(s.Query)})
	}
	if len(list) == 0 {
		return errNothing
	}
	if a.format == "text" {
		t.write(a.out)
	}
	return nil
}

func (a *app) searchesSave() *cobra.Command {
	return &cobra.Command{
		Use:   "save NAME QUERY",
		Short: "Keep a search; one of the same name is replaced",
		Example: `  dossier searches save "reports exported" 'kind:crm.report.export who:"Mike Hall"'
  dossier searches save -- everything-without-time '-has:time'`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			text := joinWords(args[1:])
			_, err := query.Parse(text)
			if syntax := (*query.SyntaxError)(nil); errors.As(err, &syntax) {
				a.pointAt(syntax)
				return &usageError{err}
			}
			if err := a.isCase(); err != nil {
				return err
			}
			return a.enterChange(marks.Save(args[0], text))
		},
	}
}

func (a *app) searchesDrop() *cobra.Command {
	return &cobra.Command{
		Use:     "drop NAME",
		Short:   "Forget a search that was kept",
		Example: `  dossier searches drop "reports exported"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			change := marks.Drop(args[0])
			err := a.reading(func(c *index.Case) error {
				m, err := marks.Read(c)
				if err != nil {
					return err
				}
				if _, ok := m.Search(change.Name()); !ok {
					return usagef("search %q: none of that name is kept; 'dossier searches list' names them", args[0])
				}
				return nil
			})
			if err != nil {
				return err
			}
			return a.enterChange(change)
		},
	}
}

// isCase returns why the case cannot be opened.
func (a *app) isCase() error { return a.reading(func(*index.Case) error { return nil }) }
