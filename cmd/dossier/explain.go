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
days begin and end, and how many events each of its terms finds by itself. --cost adds
what had to be looked at for each term, which depends on how the case's segments fell,
and on standard error how long the answer took.`,
		Example: `  dossier explain --subject "Mike Hall" 'who:me last:30d hours:19..7'
  dossier explain 'kind:*.export rows:>1k' --cost`,
		Args: f.queryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.asking(joinWords(args), f.searchFlags, f.run)
		},
	}
	f.register(c)
	c.Flags().BoolVar(&f.cost, "cost", false, "say what had to be looked at, and on standard error how long it took")
	a.formatFlag(c, "text", "jsonl")
	return c
}

// explainJSON is a line of explain; its members are documented in docs/jsonl.md and
// stable.
type explainJSON struct {
	Term   string    `json:"term"`
	Means  string    `json:"means"`
	Events int64     `json:"events"`
	Cost   *costJSON `json:"cost,omitempty"`
}

// costJSON is what was looked at for a term.
type costJSON struct {
	Values   int64 `json:"values"`
	Matched  int64 `json:"matched"`
	Pages    int64 `json:"pages"`
	Unpacked int64 `json:"unpacked"`
	Rows     int64 `json:"rows"`
	// bytes of the evidence that were read for raw:, and all that hold records
	Read     int64 `json:"evidenceRead"`
	Evidence int64 `json:"evidence"`
}

func (f *explainCommand) run(s *searching) error {
	lines, err := f.lines(s)
	if err != nil {
		return err
	}
	if f.cost {
		if err := f.addCost(s, lines); err != nil {
			return err
		}
	}
	if s.a.format == "jsonl" {
		for _, line := range lines {
			s.a.jsonLine(line)
		}
		return nil
	}
	t := &table{kinds: []columnKind{wide, right}, header: []string{"term", "events"}}
	if f.cost {
		t.kinds, t.header = append(t.kinds, left), append(t.header, "looked at")
	}
	t.kinds, t.header = append(t.kinds, folded), append(t.header, "means")
	for _, line := range lines {
		row := []string{show(line.Term), humanize.Comma(line.Events)}
		if f.cost {
			row = append(row, line.Cost.words())
		}
		t.rows = append(t.rows, append(row, show(line.Means)))
	}
	t.write(s.a.out)
	return nil
}

// words say what was looked at; of columns of numbers, times and flags all of it is,
// which costs next to nothing.
func (c *costJSON) words() string {
	if c == nil {
		return ""
	}
	var parts []string
	if c.Values > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s hit", humanize.Comma(c.Matched), plural(int(c.Values), "value")))
	}
	if c.Pages > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s unpacked, %s compared", humanize.Comma(c.Unpacked), plural(int(c.Pages), "page"), plural(int(c.Rows), "row")))
	}
	if c.Evidence > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s of evidence read", humanize.Bytes(uint64(c.Read)), humanize.Bytes(uint64(c.Evidence))))
	}
	if len(parts) == 0 {
		return "a column"
	}
	return strings.Join(parts, "; ")
}

// lines are the terms, each once, and the whole last.
func (f *explainCommand) lines(s *searching) ([]explainJSON, error) {
	var lines []explainJSON
	for _, t := range termsOf(s.q) {
		found, err := s.Find(s.a.ctx, t)
		if err != nil {
			return nil, err
		}
		lines = append(lines, explainJSON{Term: t.String(), Means: s.means(t), Events: found.Count()})
	}
	copies := "further copies of acts left out"
	if query.Asks(s.q, "is", "duplicate") {
		copies = "further copies of acts counted, as it speaks of is:duplicate"
	}
	return append(lines, explainJSON{Term: s.q.String(), Means: "the whole; " + copies, Events: s.found.Count()}), nil
}

// termsOf are the terms of a query in the order of writing, each once.
func termsOf(q query.Query) []*query.Term {
	var list []*query.Term
	seen := map[string]bool{}
	query.Terms(q, func(t *query.Term) {
		if !seen[t.String()] {
			seen[t.String()] = true
			list = append(list, t)
		}
	})
	return list
}

// addCost asks the whole once more and enters what it cost: to its terms, and to
// itself in all.
func (f *explainCommand) addCost(s *searching, lines []explainJSON) error {
	begun := time.Now()
	x, err := s.Explain(s.a.ctx, s.q)
	if err != nil {
		return err
	}
	took := time.Since(begun)
	all := &costJSON{}
	for _, c := range x.Terms {
		i := slices.IndexFunc(lines, func(line explainJSON) bool { return line.Term == c.Term })
		lines[i].Cost = &costJSON{c.Entries, c.Matched, c.Pages, c.Read, c.Verified, c.EvidenceRead, c.Evidence}
		*all = costJSON{
			all.Values + c.Entries, all.Matched + c.Matched, all.Pages + c.Pages, all.Unpacked + c.Read, all.Rows + c.Verified,
			all.Read + c.EvidenceRead, max(all.Evidence, c.Evidence),
		}
	}
	lines[len(lines)-1].Cost = all
	s.a.incomplete("answered in %v, of %s in %s", took.Round(10*time.Microsecond), plural(int(x.Rows), "event"), plural(x.Segments, "segment"))
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
