// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/index"
)

// chronologyCommand is one run of dossier chronology.
type chronologyCommand struct {
	needsReview, utc bool
}

func (a *app) chronology() *cobra.Command {
	var f chronologyCommand
	c := &cobra.Command{
		Use:   "chronology",
		Short: "Show the events that were promoted, with what was said of each",
		Long: `Show the chronology: the events that were promoted, in the order of time, with what was
said of each. Those of the very same time stand in the order of 'dossier mark order'.`,
		Example: `  dossier chronology
  dossier chronology --needs-review --format csv > chronology.csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error { return a.showChronology(c, f) })
		},
	}
	c.Flags().BoolVar(&f.needsReview, "needs-review", false, "those first that nobody has reviewed")
	c.Flags().BoolVar(&f.utc, "utc", false, "show times in UTC instead of the case's zone")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func (a *app) showChronology(c *index.Case, f chronologyCommand) error {
	o := search.Options{}
	if f.utc {
		o.Zone = time.UTC
	}
	s, err := search.Open(a.ctx, c, o)
	if err != nil {
		return err
	}
	entries, missing, err := marks.Chronology(a.ctx, c, s.Marks)
	if err != nil {
		return err
	}
	if f.needsReview {
		entries = marks.NeedsReviewFirst(entries)
	}
	switch {
	case len(entries) == 0 && a.format == "text" && len(missing) == 0:
		a.out.printf("nothing was promoted yet: dossier -C %s mark promote ID…\n", quoteArg(a.caseDir))
	case a.format == "jsonl":
		for _, e := range entries {
			a.jsonLine(chronologyJSONOf(s, e))
		}
	case a.format == "csv":
		err = a.chronologyCSV(s, entries)
	default:
		a.chronologyText(s, entries)
	}
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		a.tellMissing(missing)
		return errPartly
	}
	if len(entries) == 0 {
		return errNothing
	}
	return nil
}

// tellMissing names the promoted events that the case no longer holds.
func (a *app) tellMissing(missing []marks.Mark) {
	for _, m := range missing {
		a.errs.printf("event %s was promoted (journal line %d), and the case no longer holds it: its source is read otherwise now\n", m.Event, m.Changed)
	}
	_ = a.errs.flush() // the answer itself is on the other side
}

// chronologyJSON is an event of the chronology; its members are documented in
// docs/jsonl.md. Nothing in it depends on when it was decided, or by whom.
type chronologyJSON struct {
	eventJSON
	Person       string   `json:"person,omitempty"`
	PersonName   string   `json:"personName,omitempty"`
	LinkClass    string   `json:"linkClass,omitempty"`
	Verb         string   `json:"verb"`
	ThingName    string   `json:"thingName,omitempty"`
	Owner        string   `json:"owner,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Note         string   `json:"note,omitempty"`
	Issue        string   `json:"issue,omitempty"`
	Significance string   `json:"significance,omitempty"`
	Status       string   `json:"status,omitempty"`
	Key          bool     `json:"starred"`
	Reviewed     bool     `json:"reviewed"`
	Order        int      `json:"order,omitzero"`
}

func chronologyJSONOf(s *search.Session, e marks.Entry) chronologyJSON {
	item, p := s.Item(e.Event)
	m := e.Mark
	return chronologyJSON{
		eventJSON: eventJSONOf(e.Event, pathsOf(s.Case), s.Zone), Person: p.ID, PersonName: p.Name, LinkClass: string(item.Link.Class),
		Verb: verb(e.Event.Kind), ThingName: item.Name, Owner: item.Owner,
		Tags: m.Tags, Note: m.Note, Issue: m.Issue, Significance: m.Significance, Status: string(m.Status),
		Key: m.Key, Reviewed: m.Reviewed, Order: m.Order,
	}
}

// markColumns follow those of a timeline in CSV.
var markColumns = []string{"tags", "note", "issue", "significance", "status", "starred", "reviewed", "order"}

func (a *app) chronologyCSV(s *search.Session, entries []marks.Entry) error {
	w := csv.NewWriter(a.out.w)
	if err := w.Write(append(slices.Clone(csvHeader), markColumns...)); err != nil {
		return err
	}
	paths := pathsOf(s.Case)
	for _, e := range entries {
		item, p := s.Item(e.Event)
		m := e.Mark
		row := append(csvRow(item, p, paths, s.Zone), strings.Join(m.Tags, "; "), m.Note, m.Issue, m.Significance, string(m.Status),
			fmt.Sprint(m.Key), fmt.Sprint(m.Reviewed), fmt.Sprint(m.Order))
		for i := range row {
			row[i] = inert(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// chronologyText prints a line an event under the heading of its day, and below it
// what was said of it.
func (a *app) chronologyText(s *search.Session, entries []marks.Entry) {
	var days []string
	t := table{kinds: []columnKind{left, left, left, lesser, left, wide, right, lesser, left}}
	for _, e := range entries {
		item, p := s.Item(e.Event)
		one := timeline.Fold([]timeline.Item{item})[0]
		day, at := "without a time", ""
		if e.Event.Time.Known() {
			day, at = dayHeading(item, s.Zone), clock(e.Event.Time, s.Zone)
		}
		who := p.Name
		if who == "" {
			who = e.Event.Actor.Name
		}
		domain := e.Event.Kind.Domain()
		days = append(days, day)
		t.styles = append(t.styles, domainStyles[domain])
		t.rows = append(t.rows, []string{
			markSign(e.Mark), at, wording.Letter(domain), show(who), verb(e.Event.Kind), thingOf(one), quantityOf(one), whereOf(one), e.Event.ID.String()[:12],
		})
	}
	day := ""
	t.writeRows(a.out, func(row int) {
		if row > 0 {
			a.markLines(entries[row-1].Mark)
		}
		if days[row] != day {
			day = days[row]
			a.out.heading(day)
		}
	})
	if len(entries) > 0 {
		a.markLines(entries[len(entries)-1].Mark)
	}
}

// markSign is ★ for a starred event, ? for one that nobody has reviewed.
func markSign(m marks.Mark) string {
	sign := " "
	if m.Key {
		sign = "★"
	}
	if !m.Reviewed {
		return sign + "?"
	}
	return sign + " "
}

// markLines prints what was said of an event, line by line.
func (a *app) markLines(m marks.Mark) {
	for _, said := range wording.MarkSaid(m) {
		for i, line := range strings.Split(said[1], "\n") {
			if i == 0 {
				line = said[0] + ": " + line
			}
			a.out.wrapped(5, show(line))
		}
	}
}
