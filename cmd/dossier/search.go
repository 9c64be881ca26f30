// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
)

// searchCommand is one run of dossier search.
type searchCommand struct {
	searchFlags
	limitCount       int64
	sort, after, out string
	fields           []string
	around           time.Duration

	from *event.Event // the place that after names; nil for the beginning
}

func (a *app) search() *cobra.Command {
	var f searchCommand
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find events by words, fields, numbers and times",
		Long: `Find events by words, fields, numbers and times. docs/query.md is the manual of the
language. Further copies of an act are left out unless the query asks is:duplicate.
A query that begins with a minus goes behind --.

An answer that is cut says so, and where it goes on: --after takes that cursor. It
stays valid when more evidence is added. --fields takes members of JSON lines, columns
of CSV (for text as well) or columns of events.parquet, as docs/jsonl.md and
docs/schema.md name them.`,
		Example: `  dossier search 'kind:crm.report.export rows:>1000'
  dossier search 'to:*@gmail.example has:attachment' --around 5m
  dossier search 'printer:hp' --fields time_local,person,object_name,pages
  dossier search --subject "Mike Hall" 'who:me last:30d hours:19..7' --limit 0 --format csv
  dossier search 'kind:mail.*' --limit 0 --format parquet --out mail.parquet
  dossier search -- '-has:time'`,
		Args: f.queryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.check(a); err != nil {
				return err
			}
			return a.asking(joinWords(args), f.searchFlags, f.run)
		},
	}
	f.register(c)
	c.Flags().Int64Var(&f.limitCount, "limit", 100, "how many to show at most; 0 for all")
	c.Flags().StringVar(&f.sort, "sort", "time", "time, or -time for the latest first; those without a time come last")
	c.Flags().DurationVar(&f.around, "around", 0, "show also what else happened so long before and after, such as 5m")
	c.Flags().StringVar(&f.after, "after", "", "go on behind this cursor of an earlier answer")
	c.Flags().StringSliceVar(&f.fields, "fields", nil, "what to show, and in which order; the formats have each their names")
	c.Flags().StringVar(&f.out, "out", "", "write to this file, which must not exist, instead of standard output")
	a.formatFlag(c, "text", "jsonl", "csv", "parquet")
	return c
}

func (f *searchCommand) check(a *app) error {
	switch {
	case f.limitCount < 0:
		return usagef("--limit %d: want a number, or 0 for all", f.limitCount)
	case f.sort != "time" && f.sort != "-time":
		return usagef("--sort %q: want time or -time", f.sort)
	case f.around < 0 || f.around > 31*24*time.Hour:
		return usagef("--around %v: want a time such as 5m, at most 744h", f.around)
	case a.format == "parquet" && f.around > 0:
		return usagef("--around: the columns of events.parquet do not tell what was asked for from what happened around it; take another --format")
	case a.format == "parquet" && f.out == "" && a.out.terminal:
		return usagef("--format parquet is not for a terminal: name a file with --out")
	}
	if err := knownOnce("--fields", f.fields, hitFields(a.format)); err != nil {
		return err
	}
	if f.after == "" {
		return nil
	}
	var err error
	f.from, err = parseCursor(f.after)
	return err
}

// hit is an event to show; around marks those that --around brought in.
type hit struct {
	e      *event.Event
	around bool
}

// run shows a page of what was found.
func (f *searchCommand) run(s *searching) error {
	p := f.page(s)
	if p.count() == 0 {
		return errNothing
	}
	if f.out != "" {
		return f.intoFile(s, p)
	}
	return f.show(s, p)
}

// intoFile shows the page in a file of its own, which is there whole or not at all.
func (f *searchCommand) intoFile(s *searching, p page) error {
	file, err := os.OpenFile(f.out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, os.ErrExist) {
		return usagef("--out %s: there is such a file already", f.out)
	}
	if err != nil {
		return usagef("--out: %s", err.Error())
	}
	before := s.a.out
	s.a.out = newOutput(file)
	err = errors.Join(f.show(s, p), s.a.out.flush(), file.Close())
	s.a.out = before
	if err != nil {
		err = errors.Join(err, os.Remove(f.out))
	}
	return err
}

func (f *searchCommand) show(s *searching, p page) error {
	w, err := f.writer(s)
	if err != nil {
		return err
	}
	last := ""
	for h, err := range f.hits(s, p) {
		if err != nil {
			return err
		}
		if !h.around {
			last = cursor(h.e)
		}
		if err := w.write(h); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	if p.more {
		s.a.incomplete("%s shown, there are more; --limit 0 for all\ngo on with --after %s", humanize.Comma(p.count()), last)
	}
	return nil
}
