// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
)

func (a *app) sources() *cobra.Command {
	c := &cobra.Command{
		Use:   "sources",
		Short: "List the sources of the case and what became of each",
		Long: `List the files of the case and the members of its archives, what each was read as,
and what is wrong with those that were not read, or not whole.`,
		Example: `  dossier -C acme.case sources
  dossier -C acme.case sources --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.reading(a.listSources) },
	}
	a.formatFlag(c, "text", "jsonl")
	c.AddCommand(a.reread())
	return c
}

var statusSigns = map[event.Status]string{
	event.StatusParsed: "✓", event.StatusPartial: "⚠", event.StatusUnknown: "✗", event.StatusAmbiguous: "?",
	event.StatusContainer: "▣", event.StatusFailed: "✗", event.StatusCopy: "=",
}

var markStyles = map[event.Status]style{
	event.StatusParsed: green, event.StatusPartial: amber, event.StatusUnknown: dim, event.StatusAmbiguous: amber,
	event.StatusFailed: red, event.StatusCopy: dim,
}

func (a *app) listSources(c *index.Case) error {
	list := c.Sources()
	if len(list) == 0 {
		if a.format == "text" {
			a.out.printf("no sources yet: dossier -C %s add FOLDER\n", quoteArg(a.caseDir))
		}
		return errNothing
	}
	copies, err := c.DuplicateCount()
	if err != nil {
		return err
	}
	t := table{
		kinds:  []columnKind{left, path, left, right, right, right, right, left, wide},
		header: []string{"", "source", "format", "events", "copies", "facts", "rejects", "zone", "remark"},
	}
	for _, s := range list {
		if a.format == "jsonl" {
			a.jsonLine(sourceJSON{Source: s, Duplicates: copies[s.Digest]})
			continue
		}
		duplicates := ""
		if s.Status != event.StatusCopy && copies[s.Digest] > 0 {
			duplicates = humanize.Comma(copies[s.Digest])
		}
		t.styles = append(t.styles, markStyles[s.Status])
		t.rows = append(t.rows, []string{
			statusSigns[s.Status], show(s.Path), cmp.Or(formatName(s.Parser), string(s.Status)), countOrBlank(s.Events), duplicates,
			countOrBlank(s.Facts), countOrBlank(s.Rejects), zoneRemark(s), show(firstLine(s.Reason)),
		})
	}
	if a.format == "text" {
		t.write(a.out)
		a.out.printf("%s\n", statusLine(list))
	}
	return nil
}

// statusLine counts the sources by what became of them.
func statusLine(list []event.Source) string {
	counts := map[event.Status]int{}
	for _, s := range list {
		counts[s.Status]++
	}
	line, separator := plural(len(list), "source"), ": "
	for _, status := range []event.Status{event.StatusParsed, event.StatusPartial, event.StatusContainer, event.StatusCopy,
		event.StatusUnknown, event.StatusAmbiguous, event.StatusFailed} {
		if counts[status] > 0 {
			line += fmt.Sprintf("%s%s %s", separator, humanize.Comma(int64(counts[status])), status)
			separator = ", "
		}
	}
	return line
}

func countOrBlank(n int64) string {
	if n == 0 {
		return ""
	}
	return humanize.Comma(n)
}

// zoneRemark says where the times of a source come from.
func zoneRemark(s event.Source) string {
	if s.Zone != "" {
		return s.Zone
	}
	if p, ok := parserOf(s.Parser); ok && p.Zoneless && s.Events > 0 {
		return "unknown"
	}
	return ""
}

// actionReread is the journal's action of a source that was read again.
const actionReread = "reread"

func (a *app) reread() *cobra.Command {
	var f addFlags
	c := &cobra.Command{
		Use:   "reread SOURCE…",
		Short: "Read sources again, in another zone or as another format",
		Long: `Read sources of the case again from the evidence it keeps, and replace what was
read before: in another zone (--tz), as another format (--as), with another order of
dates. SOURCE is a path as 'dossier sources' shows it, the end of one, or a digest.
Events keep their IDs, so tags and notes keep their events.`,
		Example: `  dossier -C acme.case sources reread papercut-print-log-2024-05-10.csv --tz America/New_York`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var outcomes []ingest.Outcome
			for _, name := range args {
				more, err := a.rereadOne(name, f)
				if err != nil {
					return err
				}
				outcomes = append(outcomes, more...)
			}
			return a.reportAdded(outcomes)
		},
	}
	f.register(c)
	a.formatFlag(c, "text", "jsonl")
	return c
}

// rereadOne reads the sources that a name means again.
func (a *app) rereadOne(name string, f addFlags) ([]ingest.Outcome, error) {
	c, err := a.open()
	if err != nil {
		return nil, err
	}
	found := findSources(c.Sources(), name)
	if err := c.Close(); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, usagef("source %q: not in the case; 'dossier sources' lists what is", name)
	}
	var outcomes []ingest.Outcome
	for _, s := range found {
		out, err := a.rereadSource(s, f)
		if err != nil {
			return outcomes, fmt.Errorf("read %s again: %w", s.Path, err)
		}
		outcomes = append(outcomes, out)
	}
	return outcomes, nil
}

// findSources are the sources that a name means: a path, the end of one, or the
// beginning of a digest.
func findSources(list []event.Source, name string) []event.Source {
	var found []event.Source
	for _, s := range list {
		if s.Status == event.StatusCopy || s.Status == event.StatusContainer {
			continue
		}
		if s.Path == name || strings.HasSuffix(s.Path, "/"+name) || len(name) >= 8 && strings.HasPrefix(s.Digest.String(), strings.ToLower(name)) {
			found = append(found, s)
		}
	}
	return found
}

// rereadSource reads one source again; what the flags leave open stays as it was.
func (a *app) rereadSource(s event.Source, f addFlags) (ingest.Outcome, error) {
	var result ingest.Outcome
	f.zone, f.order = cmp.Or(f.zone, s.Zone), cmp.Or(f.order, s.Order)
	f.charset, f.asOf = cmp.Or(f.charset, s.Charset), cmp.Or(f.asOf, string(s.AsOf))
	f.as, f.noBodies = cmp.Or(f.as, formatName(s.Parser)), f.noBodies || s.NoBodies
	o, wo, err := f.options()
	if err != nil {
		return result, err
	}
	wo.Purpose, wo.Now = "sources reread", a.now
	w, err := index.OpenWriter(a.caseDir, wo)
	if err != nil {
		return result, err
	}
	o.TempDir = filepath.Join(a.caseDir, "tmp")
	o.Done = func(out ingest.Outcome) { result = out }
	o.Meter = &ingest.Meter{}
	stop := a.showProgress(o.Meter)
	defer stop()
	w.Replace(s.Digest)
	evidence, err := w.OpenEvidence(s.Evidence)
	if err == nil {
		err = errors.Join(ingest.Reread(a.ctx, o, s, evidence, w), evidence.Close())
	}
	if err == nil {
		err = w.Journal(actionReread, map[string]string{"source": s.Digest.String(), "path": s.Path, "zone": f.zone, "as": f.as, "order": f.order})
	}
	if err != nil {
		return result, errors.Join(err, w.Abandon())
	}
	return result, w.Close()
}

func (a *app) rejects() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "rejects",
		Short: "Show what could not be read, and why",
		Long: `Show the records that could not be read, grouped by reason; with --all each one with
its place. Their bytes stay in the evidence. Exit code 1 means that there are none.`,
		Example: `  dossier -C acme.case rejects
  dossier -C acme.case rejects --all --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error { return a.listRejects(c, all) })
		},
	}
	c.Flags().BoolVar(&all, "all", false, "each reject, with its place")
	a.formatFlag(c, "text", "jsonl")
	return c
}

// rejectGroup is what has one reason in one source.
type rejectGroup struct {
	source       event.Source
	reason       string
	count, bytes int64
	first        event.Reject
}

func (a *app) listRejects(c *index.Case, each bool) error {
	byDigest := map[event.Digest]event.Source{}
	for _, s := range c.Sources() {
		if s.Status != event.StatusCopy {
			byDigest[s.Digest] = s
		}
	}
	var list []event.Reject
	if err := c.Rejects(func(r event.Reject) error { list = append(list, r); return nil }); err != nil {
		return err
	}
	if len(list) == 0 {
		if a.format == "text" {
			a.out.printf("no rejects: every record was read\n")
		}
		return errNothing
	}
	slices.SortFunc(list, func(x, y event.Reject) int {
		return cmp.Or(cmp.Compare(byDigest[x.Origin.Source].Path, byDigest[y.Origin.Source].Path), cmp.Compare(x.Origin.Span.Offset, y.Origin.Span.Offset))
	})
	if each || a.format == "jsonl" {
		a.eachReject(list, byDigest)
		return nil
	}
	a.rejectGroups(list, byDigest)
	return nil
}

func (a *app) eachReject(list []event.Reject, sources map[event.Digest]event.Source) {
	for _, r := range list {
		s := sources[r.Origin.Source]
		if a.format == "jsonl" {
			a.jsonLine(rejectJSONOf(r, s))
			continue
		}
		a.out.printf("%s %s: %s: %s\n", show(s.Path), place(r.Origin.Span), r.Reason, show(r.Detail))
	}
}

func (a *app) rejectGroups(list []event.Reject, sources map[event.Digest]event.Source) {
	groups := map[[2]string]*rejectGroup{}
	var order []*rejectGroup
	for _, r := range list {
		s := sources[r.Origin.Source]
		key := [2]string{s.Path, r.Reason}
		g := groups[key]
		if g == nil {
			g = &rejectGroup{source: s, reason: r.Reason, first: r}
			groups[key] = g
			order = append(order, g)
		}
		g.count++
		g.bytes += r.Origin.Span.Length
	}
	t := table{kinds: []columnKind{left, right, right, path, folded}, header: []string{"reason", "records", "bytes", "source", "the first"}}
	for _, g := range order {
		t.rows = append(t.rows, []string{g.reason, humanize.Comma(g.count), humanize.Comma(g.bytes), show(g.source.Path),
			place(g.first.Origin.Span) + ": " + show(firstLine(g.first.Detail))})
	}
	t.write(a.out)
}

func (a *app) formats() *cobra.Command {
	c := &cobra.Command{
		Use:   "formats [NAME]",
		Short: "List the formats that are read, or describe one",
		Example: `  dossier formats
  dossier formats m365-audit`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				p, ok := parserOf(args[0])
				if !ok {
					return usagef("format %q: not one of those that 'dossier formats' lists", args[0])
				}
				a.out.printf("%s (%s)\n\n%s\n", p.Title, p, p.Doc)
				return nil
			}
			t := table{kinds: []columnKind{left, left, wide}, header: []string{"name", "times", "what it is"}}
			for _, p := range all.List() {
				times := "zone known"
				if p.Zoneless {
					times = "zone asked"
				}
				if a.format == "jsonl" {
					a.jsonLine(formatJSON{p.Name, p.Version, p.Title, p.Zoneless, p.Doc})
				}
				t.rows = append(t.rows, []string{p.Name, times, p.Title})
			}
			if a.format == "text" {
				t.write(a.out)
			}
			return nil
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}
