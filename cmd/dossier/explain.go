// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// explainCommand is one run of dossier explain.
type explainCommand struct {
	searchFlags
	cost bool
}

func (a *app) explain() *cobra.Command {
	var f explainCommand
	c := &cobra.Command{
		Use:   "explain QUERY",
		Short: "Show how a query is understood, how many events each term finds, and what it costs",
		Long: `Show how a query is understood: as it is written out, whom its names mean, when its
days begin and end, and how many events each of its terms finds by itself. --cost adds,
on standard error, how long the answer took.`,
		Example: `  dossier explain --subject "Mike Hall" 'who:me last:30d hours:19..7'
  dossier explain 'kind:*.export rows:>1k' --cost`,
		Args: f.queryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.asking(joinWords(args), f.searchFlags, f.run)
		},
	}
	f.register(c)
	c.Flags().BoolVar(&f.cost, "cost", false, "say what the answer cost, on standard error")
	a.formatFlag(c, "text", "jsonl")
	return c
}

// explainJSON is a line of explain; its members are documented in docs/jsonl.md and
// stable.
type explainJSON struct {
	Term   string `json:"term"`
	Means  string `json:"means"`
	Events int64  `json:"events"`
}

func (f *explainCommand) run(s *searching) error {
	lines, err := f.lines(s)
	if err != nil {
		return err
	}
	if s.a.format == "jsonl" {
		for _, line := range lines {
			s.a.jsonLine(line)
		}
		return f.tellCost(s)
	}
	t := &table{kinds: []columnKind{left, right, folded}, header: []string{"term", "events", "means"}}
	for _, line := range lines {
		t.rows = append(t.rows, []string{show(line.Term), humanize.Comma(line.Events), show(line.Means)})
	}
	t.write(s.a.out)
	return f.tellCost(s)
}

// lines are the terms, and the whole last.
func (f *explainCommand) lines(s *searching) ([]explainJSON, error) {
	var lines []explainJSON
	var failed error
	seen := map[string]bool{}
	query.Terms(s.q, func(t *query.Term) {
		if failed != nil || seen[t.String()] {
			return
		}
		seen[t.String()] = true
		var found *index.Selection
		if found, failed = s.Find(s.a.ctx, t); failed == nil {
			lines = append(lines, explainJSON{t.String(), s.means(t), found.Count()})
		}
	})
	if failed != nil {
		return nil, failed
	}
	copies := "further copies of acts left out"
	if query.Asks(s.q, "is", "duplicate") {
		copies = "further copies of acts counted, as it speaks of is:duplicate"
	}
	return append(lines, explainJSON{s.q.String(), "the whole; " + copies, s.found.Count()}), nil
}

func (f *explainCommand) tellCost(s *searching) error {
	if !f.cost {
		return nil
	}
	begun := time.Now()
	if _, err := s.Find(s.a.ctx, s.q); err != nil {
		return err
	}
	s.a.incomplete("answered in %v, of a case of %s", time.Since(begun).Round(10*time.Microsecond), plural(int(s.Case.EventCount()), "event"))
	return nil
}

// means says in words what a term asks, as this case understands it.
func (s *searching) means(t *query.Term) string {
	switch t.Field {
	case "who", "owner":
		return s.meansPerson(t)
	case "kind":
		return meansKinds(t)
	case "on", "at", "after", "before", "last":
		return s.meansTime(t)
	case "":
		return "in any text of the event"
	case "raw":
		return "in the text of the records, by a scan of the evidence"
	case "weekday", "hours":
		return "by the clock of " + s.Zone.String()
	case "is", "has":
		return t.Field + " " + strings.TrimPrefix(t.String(), t.Field+":")
	case "attr":
		return "in the attribute " + t.Attr
	}
	return "in the field " + t.Field
}

func (s *searching) meansPerson(t *query.Term) string {
	names := make([]string, len(t.Any))
	for i, v := range t.Any {
		words := strings.Trim(v.String(), `"`)
		id := s.Env.Subject
		var err error
		if !strings.EqualFold(words, "me") {
			id, err = s.Env.People.Person(words)
		}
		if names[i] = words; err == nil {
			names[i] = personName(s.Directory, id) + " (" + id + ")"
		}
	}
	if t.Field == "owner" {
		return "things of " + joinOr(names)
	}
	return "acts by accounts that belonged to " + joinOr(names) + " at the time"
}

func meansKinds(t *query.Term) string {
	var covered []string
	for _, k := range event.Kinds() {
		if slices.ContainsFunc(t.Any, func(v query.Value) bool { return v.(query.Kind).Covers(k) }) {
			covered = append(covered, string(k))
		}
	}
	return fmt.Sprintf("%s: %s", plural(len(covered), "kind"), strings.Join(covered, ", "))
}

// meansTime are the first and the last instant asked for, in the zone that counts.
func (s *searching) meansTime(t *query.Term) string {
	n := query.Narrow(t, s.Env)
	var parts []string
	const layout = "2006-01-02 15:04 MST"
	if !n.From.IsZero() {
		parts = append(parts, "from "+n.From.In(s.Zone).Format(layout))
	}
	if !n.To.IsZero() {
		parts = append(parts, "until before "+n.To.In(s.Zone).Format(layout))
	}
	if len(t.Any) > 1 {
		parts = append(parts, "of which only the times named")
	}
	return strings.Join(parts, ", ")
}
