// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
)

// searchCommand is one run of dossier search.
type searchCommand struct {
	searchFlags
	limitCount int
	sort       string
	around     time.Duration
}

func (a *app) search() *cobra.Command {
	var f searchCommand
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find events by words, fields, numbers and times",
		Long: `Find events by words, fields, numbers and times. docs/query.md is the manual of the
language. Further copies of an act are left out unless the query asks is:duplicate.
A query that begins with a minus goes behind --.`,
		Example: `  dossier search 'kind:crm.report.export rows:>1000'
  dossier search 'to:*@gmail.example has:attachment' --around 5m
  dossier search --subject "Mike Hall" 'who:me last:30d hours:19..7' --limit 0 --format csv
  dossier search -- '-has:time'`,
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
	c.Flags().IntVar(&f.limitCount, "limit", 100, "how many to show at most; 0 for all")
	c.Flags().StringVar(&f.sort, "sort", "time", "time, or -time for the latest first; those without a time come last")
	c.Flags().DurationVar(&f.around, "around", 0, "show also what else happened so long before and after, such as 5m")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func (f *searchCommand) check() error {
	switch {
	case f.limitCount < 0:
		return usagef("--limit %d: want a number, or 0 for all", f.limitCount)
	case f.sort != "time" && f.sort != "-time":
		return usagef("--sort %q: want time or -time", f.sort)
	case f.around < 0 || f.around > 31*24*time.Hour:
		return usagef("--around %v: want a time such as 5m, at most 744h", f.around)
	}
	return nil
}

// hit is an event to show; around marks those that the query did not ask for.
type hit struct {
	e      *event.Event
	around bool
}

func (f *searchCommand) run(s *searching) error {
	shown, more := 0, false
	w, err := s.writer()
	if err != nil {
		return err
	}
	hits := limited(s.found(), f.limitCount, &more)
	if f.sort == "-time" {
		hits = latest(s.found(), f.limitCount, &more)
	}
	if f.around > 0 {
		hits, err = s.surrounded(hits, f.around, f.sort == "-time")
		if err != nil {
			return err
		}
	}
	for h, err := range hits {
		if err != nil {
			return err
		}
		if !h.around {
			shown++
		}
		if err := w.write(h); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	if more {
		s.a.incomplete("%s shown, there are more; --limit 0 for all", humanize.Comma(int64(shown)))
	}
	if shown == 0 {
		return errNothing
	}
	return nil
}

// limited yields at most limit events; 0 is all.
func limited(found iter.Seq2[*event.Event, error], limit int, more *bool) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		n := 0
		for e, err := range found {
			if limit > 0 && n == limit && err == nil {
				*more = true
				return
			}
			n++
			if !yield(hit{e: e}, err) {
				return
			}
		}
	}
}

// latest yields at most limit events, the latest first, those without a time last.
// It holds them in memory.
func latest(found iter.Seq2[*event.Event, error], limit int, more *bool) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		var timed, timeless []*event.Event
		for e, err := range found {
			switch {
			case err != nil:
				yield(hit{}, err)
				return
			case e.Time.Known():
				timed = append(timed, e)
			case limit == 0 || len(timeless) <= limit:
				timeless = append(timeless, e)
			}
			if limit > 0 && len(timed) > 2*limit+1 { // drop the earliest, seldom
				*more = true
				timed = append(timed[:0], timed[len(timed)-limit:]...)
			}
		}
		slices.Reverse(timed)
		all := append(timed, timeless...)
		if limit > 0 && len(all) > limit {
			*more = true
			all = all[:limit]
		}
		for _, e := range all {
			if !yield(hit{e: e}, nil) {
				return
			}
		}
	}
}

// surrounded adds to hits what else happened around each of them. It holds the
// times of the hits, and in the order of -time all events, in memory.
func (s *searching) surrounded(hits iter.Seq2[hit, error], around time.Duration, backwards bool) (iter.Seq2[hit, error], error) {
	wanted, times, timeless := map[event.ID]bool{}, []time.Time{}, []hit{}
	for h, err := range hits {
		if err != nil {
			return nil, err
		}
		if !h.e.Time.Known() {
			timeless = append(timeless, h)
			continue
		}
		wanted[h.e.ID] = true
		times = append(times, h.e.Time.UTC)
	}
	slices.SortFunc(times, time.Time.Compare)
	forwards := func(yield func(hit, error) bool) {
		if len(times) > 0 && !s.window(times, wanted, around, yield) {
			return
		}
		for _, h := range timeless {
			if !yield(h, nil) {
				return
			}
		}
	}
	if !backwards {
		return forwards, nil
	}
	var list []hit
	for h, err := range forwards {
		if err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	slices.Reverse(list[:len(list)-len(timeless)])
	return func(yield func(hit, error) bool) {
		for _, h := range list {
			if !yield(h, nil) {
				return
			}
		}
	}, nil
}

// window yields every event that lies around one of the times, which are in order;
// it returns whether to go on.
func (s *searching) window(times []time.Time, wanted map[event.ID]bool, around time.Duration, yield func(hit, error) bool) bool {
	near := index.Filter{From: times[0].Add(-around), To: times[len(times)-1].Add(around + 1), Duplicates: s.duplicate}
	for e, err := range s.c.Events(s.a.ctx, near) {
		if err != nil {
			yield(hit{}, err)
			return false
		}
		at := e.Time.UTC
		for len(times) > 0 && times[0].Add(around).Before(at) {
			times = times[1:]
		}
		if len(times) == 0 || at.Before(times[0].Add(-around)) {
			continue
		}
		if !yield(hit{e, !wanted[e.ID]}, nil) {
			return false
		}
	}
	return true
}

// hitWriter prints hits one by one.
type hitWriter struct {
	write func(hit) error
	end   func() error
}

func (s *searching) writer() (hitWriter, error) {
	none := func() error { return nil }
	switch s.a.format {
	case "jsonl":
		return hitWriter{func(h hit) error { s.a.jsonLine(s.hitJSON(h)); return nil }, none}, nil
	case "csv":
		w := csv.NewWriter(s.a.out.w)
		return hitWriter{func(h hit) error { return w.Write(s.hitCSV(h)) }, func() error { w.Flush(); return w.Error() }},
			w.Write(append(slices.Clone(csvHeader), "around"))
	}
	t := &hitTable{s: s}
	return hitWriter{t.add, t.flush}, nil
}

// hitJSON is an event as search prints it; its members are documented in
// docs/query.md and stable.
type hitJSON struct {
	eventJSON
	Person     string `json:"person,omitempty"`
	PersonName string `json:"personName,omitempty"`
	LinkClass  string `json:"linkClass,omitempty"`
	ThingName  string `json:"thingName,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Around     bool   `json:"around"`
}

func (s *searching) hitJSON(h hit) hitJSON {
	item, p := s.item(h.e)
	return hitJSON{eventJSONOf(h.e, s.paths, s.zone), p.ID, p.Name, string(item.Link.Class), item.Name, item.Owner, h.around}
}

func (s *searching) hitCSV(h hit) []string {
	item, p := s.item(h.e)
	row := append(csvRow(item, p, s.paths, s.zone), fmt.Sprint(h.around))
	for i := range row {
		row[i] = inert(row[i])
	}
	return row
}

// limitTableRows is how many rows of text are laid out together.
const limitTableRows = 500

// hitTable prints hits as lines under the heading of their day.
type hitTable struct {
	s    *searching
	day  string
	days []string
	rows table
}

func (t *hitTable) add(h hit) error {
	item, p := t.s.item(h.e)
	one := timeline.Fold([]timeline.Item{item})[0]
	day, at := "without a time", ""
	if h.e.Time.Known() {
		day, at = dayHeading(item, t.s.zone), clock(h.e.Time, t.s.zone)
	}
	mark := " "
	if h.around {
		mark = "·"
	}
	who := p.Name
	if who == "" {
		who = h.e.Actor.Name
	}
	letter := domainLetters[h.e.Kind.Domain()]
	t.days = append(t.days, day)
	t.rows.styles = append(t.rows.styles, letter.style)
	t.rows.rows = append(t.rows.rows, []string{
		mark, at, letter.letter, show(who), verb(h.e.Kind), thingOf(one), quantityOf(one), whereOf(one), h.e.ID.String()[:12],
	})
	if len(t.days) == limitTableRows {
		return t.flush()
	}
	return nil
}

func (t *hitTable) flush() error {
	t.rows.kinds = []columnKind{left, left, left, lesser, left, wide, right, lesser, left}
	t.rows.writeRows(t.s.a.out, func(row int) {
		if t.days[row] != t.day {
			t.day = t.days[row]
			t.s.a.out.heading(t.day)
		}
	})
	t.days, t.rows = nil, table{}
	return nil
}
