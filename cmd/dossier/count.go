// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
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
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.reading(func(c *index.Case) error {
				s, err := a.searching(c, joinWords(args), f.searchFlags)
				if err != nil {
					return err
				}
				return f.run(s)
			})
		},
	}
	f.register(c)
	c.Flags().StringSliceVar(&f.by, "by", nil, "what to count by, one or several: "+strings.Join(slices.Sorted(maps.Keys(groupings)), ", "))
	c.Flags().StringSliceVar(&f.sums, "sum", nil, "what to add up: "+strings.Join(slices.Sorted(maps.Keys(summands)), ", "))
	c.Flags().IntVar(&f.topCount, "top", 0, "how many lines to show at most, the largest; 0 for all")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func (f *countCommand) check() error {
	for _, name := range f.by {
		if _, ok := groupings[name]; !ok {
			return usagef("--by %s: want %s", name, joinOr(slices.Sorted(maps.Keys(groupings))))
		}
	}
	for _, name := range f.sums {
		if _, ok := summands[name]; !ok {
			return usagef("--sum %s: want %s", name, joinOr(slices.Sorted(maps.Keys(summands))))
		}
	}
	if f.topCount < 0 {
		return usagef("--top %d: want a number, or 0 for all", f.topCount)
	}
	return nil
}

// grouping says in which line an event counts. Lines of a time are in its order.
type grouping struct {
	of      func(*searching, *event.Event) string
	ordered bool
}

var groupings = map[string]grouping{
	"kind":    {func(_ *searching, e *event.Event) string { return string(e.Kind) }, false},
	"account": {func(_ *searching, e *event.Event) string { return e.Actor.Canonical().String() }, false},
	"person":  {func(s *searching, e *event.Event) string { p, _ := s.person(e); return p.ID }, false},
	"source":  {func(s *searching, e *event.Event) string { return s.paths[e.Origin.Source] }, false},
	"day":     {byTime(func(t time.Time) string { return t.Format(time.DateOnly) }), true},
	"week":    {byTime(weekOf), true},
	"weekday": {byTime(func(t time.Time) string { return strconv.Itoa((int(t.Weekday())+6)%7+1) + " " + t.Format("Mon") }), true},
	"hour":    {byTime(func(t time.Time) string { return t.Format("15") }), true},
}

// byTime groups by what the clock of the zone shows; the line of events without a
// time is "". The hour of an event that states its day only is not known either.
func byTime(of func(time.Time) string) func(*searching, *event.Event) string {
	return func(s *searching, e *event.Event) string {
		if !e.Time.Known() {
			return ""
		}
		return of(e.Time.UTC.In(s.zone))
	}
}

func weekOf(t time.Time) string {
	year, week := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

var summands = map[string]func(event.Quantities) event.Quantity{
	"rows":        func(q event.Quantities) event.Quantity { return q.Records },
	"pages":       func(q event.Quantities) event.Quantity { return q.Pages },
	"copies":      func(q event.Quantities) event.Quantity { return q.Copies },
	"bytes":       func(q event.Quantities) event.Quantity { return q.Bytes },
	"attachments": func(q event.Quantities) event.Quantity { return q.Attachments },
	"items":       func(q event.Quantities) event.Quantity { return q.Items },
}

// counted is one line.
type counted struct {
	keys  []string
	count int64
	sums  []sum
}

// sum adds up a quantity as the bases of its parts allow.
type sum struct {
	stated bool
	own    int64
	groups map[string]groupSum
}

// groupSum is what the records of one act state: parts of their own, and a whole
// that is repeated or runs. They state the same thing in different ways, so the
// larger counts.
type groupSum struct{ own, largest int64 }

func (s *sum) add(q event.Quantity, group string) {
	if q.Basis == event.Absent || q.Basis == event.Estimated {
		return
	}
	s.stated = true
	if group == "" {
		s.own += q.Count
		return
	}
	if s.groups == nil {
		s.groups = map[string]groupSum{}
	}
	g := s.groups[group]
	if q.Basis == event.Own {
		g.own += q.Count
	} else {
		g.largest = max(g.largest, q.Count)
	}
	s.groups[group] = g
}

func (s *sum) total() int64 {
	total := s.own
	for _, g := range s.groups {
		total += max(g.own, g.largest)
	}
	return total
}

// text is the sum, "" if no event states the number.
func (s *sum) text() string {
	if !s.stated {
		return ""
	}
	return strconv.FormatInt(s.total(), 10)
}

func (f *countCommand) run(s *searching) error {
	lines, total, err := f.gather(s)
	if err != nil {
		return err
	}
	if total == 0 {
		return errNothing
	}
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
		f.text(s, lines, total)
	}
	if len(lines) < all {
		s.a.incomplete("the largest %s of %s shown; --top 0 for all", humanize.Comma(int64(len(lines))), plural(all, "line"))
	}
	return nil
}

func (f *countCommand) gather(s *searching) (lines []*counted, total int64, err error) {
	byKey := map[string]*counted{}
	for e, err := range s.found() {
		if err != nil {
			return nil, 0, err
		}
		total++
		keys := make([]string, len(f.by))
		for i, name := range f.by {
			keys[i] = groupings[name].of(s, e)
			if name == "hour" && e.Time.Precision <= event.PrecisionDay {
				keys[i] = ""
			}
		}
		key := strings.Join(keys, "\x00")
		line := byKey[key]
		if line == nil {
			line = &counted{keys: keys, sums: make([]sum, len(f.sums))}
			byKey[key] = line
			lines = append(lines, line)
		}
		line.count++
		for i, name := range f.sums {
			line.sums[i].add(summands[name](e.Quantities), e.Group)
		}
	}
	slices.SortFunc(lines, f.compare)
	return lines, total, nil
}

// compare orders lines by a time that comes first, else the most frequent first;
// what has no time comes last.
func (f *countCommand) compare(a, b *counted) int {
	if len(f.by) > 0 && groupings[f.by[0]].ordered {
		return cmp.Or(compareTimes(a.keys[0], b.keys[0]), cmp.Compare(b.count, a.count), slices.Compare(a.keys, b.keys))
	}
	return cmp.Or(cmp.Compare(b.count, a.count), slices.Compare(a.keys, b.keys))
}

func compareTimes(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}

// largest keeps the lines of the largest first sum, else of the largest counts, in
// the order that they have.
func (f *countCommand) largest(lines []*counted) []*counted {
	size := func(c *counted) int64 {
		if len(c.sums) > 0 {
			return c.sums[0].total()
		}
		return c.count
	}
	ranked := slices.Clone(lines)
	slices.SortStableFunc(ranked, func(a, b *counted) int { return cmp.Compare(size(b), size(a)) })
	kept := map[*counted]bool{}
	for _, c := range ranked[:f.topCount] {
		kept[c] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(c *counted) bool { return !kept[c] })
}

// label is a key as it is read.
func (f *countCommand) label(s *searching, i int, key string) string {
	switch {
	case key == "" && groupings[f.by[i]].ordered:
		return "unknown"
	case key == "" && f.by[i] == "person":
		return "nobody known"
	case key == "":
		return "none"
	case f.by[i] == "person":
		if p, ok := s.directory.Person(key); ok && p.Name != "" {
			return p.Name
		}
	case f.by[i] == "weekday":
		return key[2:]
	}
	return key
}

func (f *countCommand) json(s *searching, line *counted) map[string]any {
	out := map[string]any{"count": line.count}
	if len(f.by) > 0 {
		by := map[string]string{}
		for i, name := range f.by {
			by[name] = line.keys[i]
			if name == "weekday" && line.keys[i] != "" {
				by[name] = strings.ToLower(line.keys[i][2:])
			}
			if name == "person" {
				by["personName"] = f.label(s, i, line.keys[i])
			}
		}
		out["by"] = by
	}
	sums := map[string]int64{}
	for i, name := range f.sums {
		if line.sums[i].stated {
			sums[name] = line.sums[i].total()
		}
	}
	if len(sums) > 0 {
		out["sum"] = sums
	}
	return out
}

func (f *countCommand) csv(s *searching, lines []*counted) error {
	w := csv.NewWriter(s.a.out.w)
	if err := w.Write(append(append(slices.Clone(f.by), "count"), f.sums...)); err != nil {
		return err
	}
	for _, line := range lines {
		var row []string
		for i, key := range line.keys {
			row = append(row, inert(f.label(s, i, key)))
		}
		row = append(row, strconv.FormatInt(line.count, 10))
		for i := range line.sums {
			row = append(row, line.sums[i].text())
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// widthBar is the longest bar of a histogram, in columns.
const widthBar = 30

func (f *countCommand) text(s *searching, lines []*counted, total int64) {
	t := &table{}
	for _, name := range f.by {
		t.kinds = append(t.kinds, wide)
		t.header = append(t.header, name)
	}
	t.kinds, t.header = append(t.kinds, right), append(t.header, "count")
	for _, name := range f.sums {
		t.kinds, t.header = append(t.kinds, right), append(t.header, name)
	}
	t.kinds, t.header = append(t.kinds, left), append(t.header, "")
	most := int64(1)
	for _, line := range lines {
		most = max(most, line.count)
	}
	for _, line := range lines {
		var row []string
		for i, key := range line.keys {
			row = append(row, show(f.label(s, i, key)))
		}
		row = append(row, humanize.Comma(line.count))
		for i := range line.sums {
			text := ""
			if line.sums[i].stated {
				text = humanize.Comma(line.sums[i].total())
			}
			row = append(row, text)
		}
		bar := ""
		if len(f.by) > 0 {
			bar = strings.Repeat("▪", int(max(1, line.count*widthBar/most)))
		}
		t.rows = append(t.rows, append(row, bar))
	}
	t.write(s.a.out)
	if len(f.by) > 0 {
		s.a.out.printf("%s in all\n", plural(int(total), "event"))
	}
}
