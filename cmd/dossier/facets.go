// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/search"
	"dossier/index"
)

// facetsCommand is one run of dossier facets.
type facetsCommand struct {
	searchFlags
	fields   []string
	topCount int
}

func (a *app) facets() *cobra.Command {
	var f facetsCommand
	c := &cobra.Command{
		Use:   "facets QUERY --field FIELD[,FIELD…]",
		Short: "Count the values that fields have in what a query finds",
		Long: `Count the values that fields have in what a query finds, the most frequent first. An
event counts once for each of its values: a message to three people has three of to:.
Events without a value are not there.`,
		Example: `  dossier facets 'kind:mail.*' --field to
  dossier facets --subject "Mike Hall" 'who:me hours:19..7' --field kind,device,ip --top 5
  dossier facets '*' --field attr.report-format --format jsonl`,
		Args: f.queryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.asking(joinWords(args), f.searchFlags, f.run)
		},
	}
	f.register(c)
	c.Flags().StringSliceVar(&f.fields, "field", nil, "fields to count by, each for itself: "+strings.Join(index.FacetFields(), ", ")+" or attr.NAME")
	c.Flags().IntVar(&f.topCount, "top", 10, "how many values of each field to show at most; 0 for all")
	a.formatFlag(c, "text", "jsonl", "csv")
	if err := c.MarkFlagRequired("field"); err != nil {
		panic(err) // the flag was made above
	}
	return c
}

func (f *facetsCommand) check() error {
	for i, name := range f.fields {
		if err := facetField("--field", name); err != nil {
			return err
		}
		if slices.Contains(f.fields[:i], name) {
			return usagef("--field %s: it is there twice", name)
		}
	}
	if f.topCount < 0 {
		return usagef("--top %d: want a number, or 0 for all", f.topCount)
	}
	return nil
}

// facetField refuses a field of which there are no facets.
func facetField(what, name string) error {
	if attr, ok := strings.CutPrefix(name, "attr."); ok && attr != "" {
		return nil
	}
	return known(what, name, append(index.FacetFields(), "attr.NAME"))
}

func (f *facetsCommand) run(s *searching) error {
	if s.found.Count() == 0 {
		return errNothing
	}
	out := s.a.valueWriter(s.Session, len(f.fields) > 1)
	for _, name := range f.fields {
		list, err := s.found.Facet(s.a.ctx, name)
		if err != nil {
			return err
		}
		all := len(list)
		if f.topCount > 0 {
			list = list[:min(all, f.topCount)]
		}
		if err := out.write(name, list); err != nil {
			return err
		}
		if len(list) < all {
			s.a.incomplete("%s: the most frequent %s of %s shown; --top 0 for all", name, humanize.Comma(int64(len(list))), plural(all, "value"))
		}
	}
	return out.end()
}

// valueWriter prints values of fields and their counts.
type valueWriter struct {
	a      *app
	s      *search.Session
	titled bool // the fields are told apart
	csv    *csv.Writer
}

func (a *app) valueWriter(s *search.Session, titled bool) *valueWriter {
	return &valueWriter{a: a, s: s, titled: titled}
}

// valueJSON is a value as facets and values print it; its members are documented in
// docs/jsonl.md and stable.
type valueJSON struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Name  string `json:"name,omitempty"`
	Count int64  `json:"count"`
}

func (w *valueWriter) json(field string, v index.FacetValue) valueJSON {
	line := valueJSON{Field: field, Value: v.Value, Count: v.Count}
	if label := w.s.Label(field, v.Value); label != v.Value {
		line.Name = label
	}
	return line
}

func (w *valueWriter) write(field string, list []index.FacetValue) error {
	switch w.a.format {
	case "jsonl":
		for _, v := range list {
			w.a.jsonLine(w.json(field, v))
		}
		return nil
	case "csv":
		return w.rows(field, list)
	}
	w.table(field, list)
	return nil
}

func (w *valueWriter) rows(field string, list []index.FacetValue) error {
	if w.csv == nil {
		w.csv = csv.NewWriter(w.a.out.w)
		if err := w.csv.Write([]string{"field", "value", "name", "count"}); err != nil {
			return err
		}
	}
	for _, v := range list {
		line := w.json(field, v)
		if err := w.csv.Write([]string{field, inert(v.Value), inert(line.Name), strconv.FormatInt(v.Count, 10)}); err != nil {
			return err
		}
	}
	return nil
}

func (w *valueWriter) table(field string, list []index.FacetValue) {
	t := &table{kinds: []columnKind{wide, right, left}, header: []string{field, "count", ""}}
	most := int64(1)
	for _, v := range list {
		most = max(most, v.Count)
	}
	for _, v := range list {
		label := w.s.Label(field, v.Value)
		if label != v.Value {
			label += " (" + v.Value + ")"
		}
		t.rows = append(t.rows, []string{show(label), humanize.Comma(v.Count), bar(v.Count, most)})
	}
	switch {
	case len(list) == 0:
		w.a.out.printf("%s: no values\n", field)
	default:
		t.write(w.a.out)
	}
	if w.titled {
		w.a.out.printf("\n")
	}
}

func (w *valueWriter) end() error {
	if w.csv == nil {
		return nil
	}
	w.csv.Flush()
	return w.csv.Error()
}

func (a *app) values() *cobra.Command {
	var f searchFlags
	topCount := 50
	c := &cobra.Command{
		Use:   "values FIELD [PREFIX]",
		Short: "List the values that a field has in the case",
		Long: `List the values that a field has in the case, the most frequent first: those that
begin with the prefix, or in which a word does. Case and accents make no difference.
Further copies of an act do not count.`,
		Example: `  dossier values kind
  dossier values to mike
  dossier values attr.report-format --top 0 --format csv`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := facetField("field", args[0]); err != nil {
				return err
			}
			if topCount < 0 {
				return usagef("--top %d: want a number, or 0 for all", topCount)
			}
			return a.reading(func(c *index.Case) error {
				s, err := a.session(c, f)
				if err != nil {
					return err
				}
				return a.listValues(s, args[0], joinWords(args[1:]), topCount)
			})
		},
		ValidArgsFunction: cobra.FixedCompletions(append(index.FacetFields(), "attr."), cobra.ShellCompDirectiveNoFileComp),
	}
	c.Flags().IntVar(&topCount, "top", topCount, "how many to show at most; 0 for all")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func (a *app) listValues(s *search.Session, field, prefix string, topCount int) error {
	list, err := s.Values(a.ctx, field, prefix, 0)
	if err != nil {
		return err
	}
	all := len(list)
	if all == 0 {
		return errNothing
	}
	if topCount > 0 {
		list = list[:min(all, topCount)]
	}
	out := a.valueWriter(s, false)
	if err := out.write(field, list); err != nil {
		return err
	}
	if len(list) < all {
		a.incomplete("the most frequent %s of %s shown; --top 0 for all", humanize.Comma(int64(len(list))), plural(all, "value"))
	}
	return out.end()
}
