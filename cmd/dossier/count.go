// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/index"
)

// countCommand is one run of dossier count.
type countCommand struct {
	searchFlags
	by, sums []string
	topCount int
}

func (a *app) count() *cobra.Command {
	var f countCommand
	c := &cobra.Command{
		Use:   "count QUERY",
		Short: "Count events by kind, person or time, and add up what they state",
		Long: `Count events by kind, person or time, and add up what they state. Counts are exact.
A number that several records of one act repeat, or a running total, is added once
for the act in each line; estimates are never added. Events of which none states the
number have no sum, which is not zero.`,
		Example: `  dossier count 'kind:crm.*' --by kind
  dossier count 'kind:print.job' --by person --sum pages --top 10
  dossier count --subject "Mike Hall" 'who:me last:30d' --by day,kind --format csv`,
		Args: f.queryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.asking(joinWords(args), f.searchFlags, f.run)
		},
	}
	f.register(c)
	c.Flags().StringSliceVar(&f.by, "by", nil, "what to count by, one or several: "+strings.Join(groupings(), ", "))
	c.Flags().StringSliceVar(&f.sums, "sum", nil, "what to add up: "+strings.Join(index.TallySums(), ", "))
	c.Flags().IntVar(&f.topCount, "top", 0, "how many lines to show at most, the largest; 0 for all")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func (f *countCommand) check() error {
	if err := knownOnce("--by", f.by, groupings()); err != nil {
		return err
	}
	if err := knownOnce("--sum", f.sums, index.TallySums()); err != nil {
		return err
	}
	if f.topCount < 0 {
		return usagef("--top %d: want a number, or 0 for all", f.topCount)
	}
	return nil
}

// ordered are the fields whose lines are in the order of a time.
var ordered = []string{"day", "week", "weekday", "hour"}

// groupings are what --by takes: the fields of a tally, and person for who.
func groupings() []string {
	list := append(index.TallyFields(), "person")
	slices.Sort(list)
	return slices.DeleteFunc(list, func(name string) bool { return name == "who" })
}

// tallied is what a tally calls a field.
func tallied(by []string) []string {
	list := slices.Clone(by)
	for i, name := range list {
		if name == "person" {
			list[i] = "who"
		}
	}
	return list
}

func (f *countCommand) run(s *searching) error {
	lines, err := s.found.Tally(s.a.ctx, tallied(f.by), f.sums)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return errNothing
	}
	slices.SortFunc(lines, f.compare)
	all := len(lines)
	if f.topCount > 0 && all > f.topCount {
		lines = f.largest(lines)
	}
	switch s.a.format {
	case "jsonl":
		for _, line := range lines {
			s.a.jsonLine(f.json(s, line))
		}
	case "csv":
		if err := f.csv(s, lines); err != nil {
			return err
		}
	default:
		f.text(s, lines)
	}
	if len(lines) < all {
		s.a.incomplete("the largest %s of %s shown; --top 0 for all", humanize.Comma(int64(len(lines))), plural(all, "line"))
	}
	return nil
}

// compare orders lines by a time that comes first, else the most frequent first;
// what has no time comes last.
func (f *countCommand) compare(a, b index.TallyLine) int {
	if f.inOrder() {
		return cmp.Or(compareTimes(a.Keys[0], b.Keys[0]), cmp.Compare(b.Count, a.Count), slices.Compare(a.Keys, b.Keys))
	}
	return cmp.Or(cmp.Compare(b.Count, a.Count), slices.Compare(a.Keys, b.Keys))
}

// inOrder reports whether the lines are in the order of a time.
func (f *countCommand) inOrder() bool { return len(f.by) > 0 && slices.Contains(ordered, f.by[0]) }

func compareTimes(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}

// largest keeps the lines of the largest first sum, else of the largest counts, in
// the order that they have.
func (f *countCommand) largest(lines []index.TallyLine) []index.TallyLine {
	size := func(i int) int64 {
		if len(lines[i].Sums) > 0 {
			return lines[i].Sums[0].Total
		}
		return lines[i].Count
	}
	ranked := make([]int, len(lines))
	for i := range ranked {
		ranked[i] = i
	}
	slices.SortStableFunc(ranked, func(a, b int) int { return cmp.Compare(size(b), size(a)) })
	ranked = ranked[:f.topCount]
	slices.Sort(ranked)
	kept := make([]index.TallyLine, len(ranked))
	for i, at := range ranked {
		kept[i] = lines[at]
	}
	return kept
}

// label is a key as it is read.
func (f *countCommand) label(s *searching, i int, key string) string {
	switch {
	case key == "" && slices.Contains(ordered, f.by[i]):
		return "unknown"
	case key == "" && f.by[i] == "person":
		return "nobody known"
	case key == "":
		return "none"
	case f.by[i] == "person":
		return personName(s.Directory, key)
	case f.by[i] == "weekday":
		return key[2:]
	}
	return key
}

func (f *countCommand) json(s *searching, line index.TallyLine) map[string]any {
	out := map[string]any{"count": line.Count}
	if len(f.by) > 0 {
		by := map[string]string{}
		for i, name := range f.by {
			by[name] = line.Keys[i]
			if name == "weekday" && line.Keys[i] != "" {
				by[name] = strings.ToLower(line.Keys[i][2:])
			}
			if name == "person" {
				by["personName"] = f.label(s, i, line.Keys[i])
			}
		}
		out["by"] = by
	}
	sums := map[string]int64{}
	for i, name := range f.sums {
		if line.Sums[i].Stated {
			sums[name] = line.Sums[i].Total
		}
	}
	if len(sums) > 0 {
		out["sum"] = sums
	}
	return out
}

func (f *countCommand) csv(s *searching, lines []index.TallyLine) error {
	w := csv.NewWriter(s.a.out.w)
	if err := w.Write(append(append(slices.Clone(f.by), "count"), f.sums...)); err != nil {
		return err
	}
	for _, line := range lines {
		var row []string
		for i, key := range line.Keys {
			row = append(row, inert(f.label(s, i, key)))
		}
		row = append(row, strconv.FormatInt(line.Count, 10))
		for _, sum := range line.Sums {
			text := ""
			if sum.Stated {
				text = strconv.FormatInt(sum.Total, 10)
			}
			row = append(row, text)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
