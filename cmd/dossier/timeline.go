// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/question"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
)

// askFlags are the flags of commands that ask about a person.
type askFlags struct {
	who, last, from, to, about string
	notice, after, others, utc bool
	kinds                      []string
}

func (f *askFlags) register(c *cobra.Command) {
	f.registerPerson(c)
	flags := c.Flags()
	flags.StringVar(&f.from, "from", "", "first day, such as 2024-05-01")
	flags.StringVar(&f.to, "to", "", "last day, included")
	flags.BoolVar(&f.utc, "utc", false, "show times in UTC instead of the case's zone")
}

// registerPerson registers what every question about a person has, but for days.
func (f *askFlags) registerPerson(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.who, "who", "", "the person: a name, an account or an id of 'dossier people list'")
	flags.StringVar(&f.last, "last", "", "the last days up to the last working day, such as 30d; 30d if no time is named")
	flags.BoolVar(&f.notice, "notice", false, "the 30 days before and after notice was given")
	flags.BoolVar(&f.after, "after", false, "the 90 days after the last working day")
	flags.StringArrayVar(&f.kinds, "kind", nil, "events of this kind only, such as crm.report.export or mail.*; may be repeated")
	flags.BoolVar(&f.others, "others", false, "only things that belong to somebody else")
	flags.StringVar(&f.about, "about", "", "only events about this customer: part of its name, or its id")
}

// question turns the flags into a question about a person of the directory.
func (f *askFlags) question(d *identity.Directory) (timeline.Question, error) {
	var q timeline.Question
	if f.who == "" {
		return q, usagef("--who is missing: name a person")
	}
	p, err := d.Find(f.who)
	if err != nil {
		return q, err
	}
	q = timeline.Question{Person: p.ID, Kinds: f.kinds, Others: f.others, About: f.about}
	if q.Range.From, err = parseDate("from", f.from); err != nil {
		return q, err
	}
	if q.Range.To, err = parseDate("to", f.to); err != nil {
		return q, err
	}
	q.Range.Notice, q.Range.After = f.notice, f.after
	if f.last != "" {
		if q.Range.LastDays, err = parseDays(f.last); err != nil {
			return q, err
		}
	}
	if named := btoi(f.last != "") + btoi(f.from+f.to != "") + btoi(f.notice) + btoi(f.after); named > 1 {
		return q, usagef("--last, --from and --to, --notice and --after exclude each other")
	}
	return q, checkKinds(f.kinds)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkKinds refuses patterns that no kind fits, with the nearest that one does.
func checkKinds(patterns []string) error {
	for _, pattern := range patterns {
		fits := false
		for _, k := range event.Kinds() {
			fits = fits || k.In(pattern)
		}
		if !fits {
			return usagef("--kind %s: no such kind; there are %s", pattern, nearestKinds(pattern))
		}
	}
	return nil
}

// nearestKinds lists the kinds of the same domain, or all domains.
func nearestKinds(pattern string) string {
	var same, domains []string
	seen := map[string]bool{}
	for _, k := range event.Kinds() {
		if k.Domain() == event.Kind(pattern).Domain() {
			same = append(same, string(k))
		}
		if !seen[k.Domain()] {
			seen[k.Domain()] = true
			domains = append(domains, k.Domain()+".*")
		}
	}
	if len(same) > 0 {
		return joinOr(same)
	}
	return joinOr(domains)
}

func (a *app) timeline() *cobra.Command {
	var f askFlags
	c := &cobra.Command{
		Use:   "timeline --who PERSON",
		Short: "Show what a person did, in the order of time",
		Example: `  dossier timeline --who "Mike Hall" --last 30d
  dossier timeline --who mike.hall@larkfield.example --notice --kind crm.report.export
  dossier timeline --who "Mike Hall" --from 2024-05-01 --to 2024-05-13 --format csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.answering(f.question, func(c *index.Case, ans *timeline.Answer) error { return a.printTimeline(c, ans, f.utc) })
		},
	}
	f.register(c)
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

// answering asks the case a question that is made with its directory at hand.
func (a *app) answering(ask func(*identity.Directory) (timeline.Question, error), use func(*index.Case, *timeline.Answer) error) error {
	return a.reading(func(c *index.Case) error {
		d, err := identity.Build(a.ctx, c)
		if err != nil {
			return err
		}
		q, err := ask(d)
		if err != nil {
			return err
		}
		ans, err := timeline.Ask(a.ctx, c, d, q)
		if err != nil {
			return err
		}
		return use(c, ans)
	})
}

func (a *app) printTimeline(c *index.Case, ans *timeline.Answer, utc bool) error {
	zone := c.Zone()
	if utc {
		zone = time.UTC
	}
	switch a.format {
	case "jsonl":
		paths := pathsOf(c)
		for _, item := range ans.Items {
			a.jsonLine(itemJSONOf(item, ans.Person, paths, zone))
		}
	case "csv":
		if err := a.csvItems(ans, pathsOf(c), zone); err != nil {
			return err
		}
	default:
		a.printAnswer(ans, func() {
			a.items(ans.Items, zone)
			if len(ans.Items) == 0 {
				a.out.printf("\nno events of this person in the window\n")
			}
		})
	}
	if len(ans.Items) == 0 {
		return errNothing
	}
	return nil
}

func pathsOf(c *index.Case) map[event.Digest]string {
	paths := map[event.Digest]string{}
	for _, s := range c.Sources() {
		if s.Status != event.StatusCopy {
			paths[s.Digest] = s.Path
		}
	}
	return paths
}

// itemJSON is an event of a timeline with what makes it the person's.
type itemJSON struct {
	eventJSON
	Person     string         `json:"person"`
	PersonName string         `json:"personName"`
	LinkClass  identity.Class `json:"linkClass"`
	LinkBasis  string         `json:"linkBasis"`
	Verb       string         `json:"verb"`
	ThingName  string         `json:"thingName,omitempty"`
	Owner      string         `json:"owner,omitempty"`
	Others     bool           `json:"others"`
	Same       bool           `json:"same"`
}

func itemJSONOf(i timeline.Item, p identity.Person, paths map[event.Digest]string, zone *time.Location) itemJSON {
	return itemJSON{
		eventJSON: eventJSONOf(i.Event, paths, zone), Person: p.ID, PersonName: p.Name, LinkClass: i.Link.Class, LinkBasis: i.Link.Basis,
		Verb: verb(i.Event.Kind), ThingName: i.Name, Owner: i.Owner, Others: i.Others, Same: i.Same,
	}
}

// csvHeader names the columns of timelines in CSV; documented in docs/jsonl.md.
var csvHeader = []string{
	"id", "time_utc", "time_local", "time_basis", "time_flags", "kind", "verb", "account", "person", "link_class", "object_type", "object_id",
	"object_name", "owner", "others", "targets", "records", "pages", "bytes", "attachments", "outcome", "ip", "device", "client", "text",
	"same", "source_path", "source_sha256", "line", "offset", "length",
}

// csvItems writes a table that a spreadsheet takes as text: a cell that it would
// execute begins with an apostrophe.
func (a *app) csvItems(ans *timeline.Answer, paths map[event.Digest]string, zone *time.Location) error {
	w := csv.NewWriter(a.out.w)
	if err := w.Write(csvHeader); err != nil {
		return err
	}
	for _, item := range ans.Items {
		row := csvRow(item, ans.Person, paths, zone)
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

func csvRow(item timeline.Item, p identity.Person, paths map[event.Digest]string, zone *time.Location) []string {
	e := item.Event
	t := timeJSONOf(e.Time, zone)
	targets := ""
	for i, target := range e.Targets {
		if i > 0 {
			targets += "; "
		}
		targets += target.Role + "=" + target.Account.Name
	}
	number := func(q event.Quantity) string {
		if !q.Present() {
			return ""
		}
		return fmt.Sprint(q.Count)
	}
	o, line := e.Origin, ""
	if o.Span.Line > 0 {
		line = fmt.Sprint(o.Span.Line)
	}
	return []string{
		e.ID.String(), t.UTC, t.Shown, t.Basis, t.Flags, string(e.Kind), verb(e.Kind), e.Actor.String(), p.Name, string(item.Link.Class),
		e.Object.Type, e.Object.ID, item.Name, item.Owner, fmt.Sprint(item.Others), targets, number(e.Quantities.Records),
		number(e.Quantities.Pages), number(e.Quantities.Bytes), number(e.Quantities.Attachments), string(e.Outcome), e.IP, e.Device, e.Client,
		e.Text, fmt.Sprint(item.Same), paths[o.Source], o.Source.String(), line, fmt.Sprint(o.Span.Offset), fmt.Sprint(o.Span.Length),
	}
}

// inert makes a cell one that no spreadsheet executes and no terminal obeys.
func inert(cell string) string {
	cell = show(cell)
	if cell != "" {
		switch cell[0] {
		case '=', '+', '-', '@':
			return "'" + cell
		}
	}
	return cell
}

func (a *app) touched() *cobra.Command {
	var f askFlags
	c := &cobra.Command{
		Use:   "touched --who PERSON",
		Short: "Show the things a person touched: customers, reports, documents, recipients, printers",
		Example: `  dossier touched --who "Mike Hall" --last 30d
  dossier touched --who "Mike Hall" --others --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.answering(f.question, func(c *index.Case, ans *timeline.Answer) error { return a.printThings(c, ans, f.utc) })
		},
	}
	f.register(c)
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) printThings(c *index.Case, ans *timeline.Answer, utc bool) error {
	zone := c.Zone()
	if utc {
		zone = time.UTC
	}
	if a.format == "jsonl" {
		for _, t := range ans.Things {
			a.jsonLine(thingJSONOf(t))
		}
	} else {
		a.printAnswer(ans, func() { a.things(ans.Things, zone) })
	}
	if len(ans.Things) == 0 {
		return errNothing
	}
	return nil
}

func (a *app) things(list []timeline.Thing, zone *time.Location) {
	kind := ""
	var t *table
	for i, thing := range list {
		if thing.Type != kind {
			kind = thing.Type
			n := 0
			for _, other := range list[i:] {
				if other.Type == kind {
					n++
				}
			}
			t = &table{kinds: []columnKind{wide, left, left, right, lesser, wide, left}, indent: 2}
			t.header = []string{fmt.Sprintf("%s (%d)", kind, n), "first", "last", "times", "what", "owner", "first event"}
		}
		times := humanize.Comma(thing.Count)
		what := ""
		for j, k := range thing.Kinds {
			if j > 0 {
				what += ", "
			}
			what += verb(k)
		}
		owner := show(thing.Owner)
		if thing.Owner != "" && !thing.Others {
			owner = "own"
		}
		name := show(thing.Name)
		if name == "" {
			name = show(thing.ID)
		}
		const layout = "2 Jan 15:04"
		first, last := thing.First.In(zone).Format(layout), thing.Last.In(zone).Format(layout)
		if last == first {
			last = ""
		}
		t.rows = append(t.rows, []string{name, first, last, times, what, owner, thing.FirstEvent.String()[:12]})
		if i+1 == len(list) || list[i+1].Type != kind {
			a.out.printf("\n")
			t.write(a.out)
		}
	}
}

func (a *app) ask() *cobra.Command {
	var utc bool
	c := &cobra.Command{
		Use:   `ask "QUESTION"`,
		Short: "Answer a question in words",
		Long: `Answer a question in words. First comes how it was understood, as a command.

  what did PERSON VERB [WHEN] [that belongs to others] [about CUSTOMER]
  VERB   touch, open, export, print, send, delete, download
  WHEN   in his|her|their last N days, before leaving, after leaving,
         around notice, between DAY and DAY, since DAY, on DAY`,
		Example: `  dossier ask "what did Mike Hall touch in his last 30 days"
  dossier ask "what did Mike Hall export around notice that belongs to others"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.answerQuestion(joinWords(args), utc) },
	}
	c.Flags().BoolVar(&utc, "utc", false, "show times in UTC instead of the case's zone")
	a.formatFlag(c, "text", "jsonl", "csv")
	return c
}

func joinWords(args []string) string {
	out := ""
	for i, w := range args {
		if i > 0 {
			out += " "
		}
		out += w
	}
	return out
}

// answerQuestion reads the question, says how, and answers it.
func (a *app) answerQuestion(text string, utc bool) error {
	q, err := question.Parse(text)
	if err != nil {
		return err
	}
	if a.format == "text" {
		a.out.printf("%s\n\n", a.out.styled(dim, "understood as: "+show(commandLine(q.Command()))))
	}
	ask := func(d *identity.Directory) (timeline.Question, error) {
		p, err := d.Find(q.Person)
		return timeline.Question{Person: p.ID, Range: q.Range, Kinds: q.Kinds(), Others: q.Others, About: q.About}, err
	}
	return a.answering(ask, func(c *index.Case, ans *timeline.Answer) error { return a.printTimeline(c, ans, utc) })
}
