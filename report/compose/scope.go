// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/manifest"
	"dossier/report/statement"
)

// counts say what is in scope and why some of it is not exported.
func (c *composer) counts() manifest.Counts {
	n := manifest.Counts{Exported: c.survey.count, InScope: c.survey.count + c.sel.copies, Excluded: []manifest.Exclusion{}}
	if a := c.sel.answer; a != nil {
		n.InScope = c.survey.count + int64(len(a.Basis.LeftOut))
		by := map[timeline.Reason]int64{}
		for _, left := range a.Basis.LeftOut {
			by[left.Why]++
		}
		for _, why := range []timeline.Reason{timeline.IsCopy, timeline.ByOther, timeline.BySystem, timeline.Timeless, timeline.NotHeld, timeline.NotAsked} {
			n.Excluded = append(n.Excluded, manifest.Exclusion{Reason: reasons[why], Count: by[why]})
		}
		return n
	}
	n.Excluded = append(n.Excluded, manifest.Exclusion{Reason: reasons[timeline.IsCopy], Count: c.sel.copies})
	return n
}

var reasons = map[timeline.Reason]string{
	timeline.IsCopy:   "further copy of an act that another export of the same system has",
	timeline.ByOther:  "another account acted in the name of this one",
	timeline.BySystem: "the system acted of itself under the account",
	timeline.Timeless: "no time that can be read",
	timeline.NotHeld:  "the account was not attributed to the person on that day",
	timeline.NotAsked: "not of the kinds or things asked about",
}

// scopeRule says what "in scope" means.
func (c *composer) scopeRule() string {
	switch {
	case c.sel.answer != nil:
		return "In scope is every event in the case in which an account attributed to the person at any time acted, or in whose name another acted, on the days asked about or without a time that can be read."
	case c.sel.found != nil:
		return "In scope is every event in the case that the query finds, copies included."
	}
	return "In scope is every event that the investigation placed in the chronology. It was selected by persons; the custody log records each selection."
}

func (c *composer) scope(ctx context.Context) (report.Section, error) {
	n := c.counts()
	if err := n.Check(); err != nil {
		return report.Section{}, err
	}
	table := report.Table{Title: "In scope = exported + excluded", Head: []string{"", "Events"}, Right: []bool{false, true}, Widths: []float64{6, 1}}
	table.Rows = append(table.Rows, []string{"Exported as items of this document", count(n.Exported)})
	for _, x := range n.Excluded {
		table.Rows = append(table.Rows, []string{"Excluded: " + x.Reason, count(x.Count)})
	}
	table.Rows = append(table.Rows, []string{"In scope", count(n.InScope)})
	s := report.Section{Key: report.SectionScope, Title: "Selection and completeness", Blocks: []report.Block{
		report.Facts{List: []report.Fact{
			{Label: "Question asked", Value: c.sel.Words},
			{Label: "Query", Value: c.sel.Syntax, Note: "in the syntax of the program that made this export"},
			{Label: "Rule of selection", Value: c.scopeRule()},
			{Label: "Window", Value: c.window()},
		}},
		table,
	}}
	if c.sel.missing > 0 {
		s.Blocks = append(s.Blocks, report.Paragraph{Text: fmt.Sprintf("%s placed in the chronology are no longer in the case, because their source was read again in another way; they are not exported.",
			statement.Plural(int64(c.sel.missing), "event"))})
	}
	read, err := c.readTables(ctx)
	if err != nil {
		return s, err
	}
	s.Blocks = append(s.Blocks, read...)
	gaps, err := c.gaps(ctx)
	s.Blocks = append(s.Blocks, gaps...)
	return s, err
}

func (c *composer) window() string {
	if c.sel.answer == nil {
		return "every day in the case that the query does not exclude"
	}
	w := c.sel.answer.Window
	return w.String() + ": " + w.Basis
}

// readTables account for what was read, by format, and for each source that is not
// wholly as its format has it.
func (c *composer) readTables(ctx context.Context) ([]report.Block, error) {
	copies, err := c.s.Case.DuplicateCount()
	if err != nil {
		return nil, err
	}
	spans, err := c.s.Case.SourceSpans(ctx)
	if err != nil {
		return nil, err
	}
	rows := map[string]*reading{}
	total := &reading{format: "All sources"}
	for _, s := range c.sources {
		key := cmp.Or(s.Parser, "("+string(s.Status)+")")
		if s.Status == event.StatusCopy {
			key = "(copy)"
		}
		if rows[key] == nil {
			rows[key] = &reading{format: c.formatTitle(key)}
		}
		for _, r := range []*reading{rows[key], total} {
			r.add(s, copies[s.Digest], spans[s.Digest], c.survey.sources[s.Digest])
		}
	}
	t := report.Table{Title: "Read = events + copies + reference records + rejected, by format of the sources",
		Head:   []string{"Format", "Sources", "Entries read", "Events", "Copies", "Reference records", "Rejected", "Bytes of headers and blanks", "First event", "Last event", "Exported here"},
		Right:  []bool{false, true, true, true, true, true, true, true, false, false, true},
		Widths: []float64{6, 1.4, 2, 2, 1.6, 2, 1.6, 2.2, 2.2, 2.2, 1.8}}
	for _, key := range sortedKeys(rows) {
		t.Rows = append(t.Rows, rows[key].cells(c.s.Zone))
	}
	t.Rows = append(t.Rows, total.cells(c.s.Zone))
	if total.exported != c.survey.count {
		return nil, fmt.Errorf("%d items are exported, and %d by source", c.survey.count, total.exported)
	}
	return []report.Block{t, report.Paragraph{Fine: true, Text: "An entry is one event, reference record or rejected piece of a source; a record that tells of several events counts for each. " +
		"Every byte of a source belongs to one of these or to a header, blank or separator. The same counts by single source are those of the command ‘dossier sources’, and the sources of the items are listed with their digests in the section on exhibits."},
		c.unread()}, nil
}

// reading adds up sources.
type reading struct {
	format                                           string
	sources, events, copies, facts, rejects, skipped int64
	exported                                         int64
	first, last                                      time.Time
}

func (r *reading) add(s event.Source, copies int64, span index.SourceSpan, exported int64) {
	r.sources++
	if s.Status == event.StatusCopy {
		return // its bytes are read once, as those of the source that it equals
	}
	r.events += s.Events - copies
	r.copies += copies
	r.facts += s.Facts
	r.rejects += s.Rejects
	r.skipped += s.SkippedBytes
	r.exported += exported
	if !span.First.IsZero() && (r.first.IsZero() || span.First.Before(r.first)) {
		r.first = span.First
	}
	if span.Last.After(r.last) {
		r.last = span.Last
	}
}

func (r *reading) cells(zone *time.Location) []string {
	first, last := "", ""
	if !r.first.IsZero() {
		first, last = dayOf(r.first, zone), dayOf(r.last, zone)
	}
	return []string{r.format, count(r.sources), count(r.events + r.copies + r.facts + r.rejects), count(r.events), count(r.copies), count(r.facts), count(r.rejects),
		count(r.skipped), first, last, count(r.exported)}
}

// formatTitle is "PaperCut Print Logger (papercut-print-logger@1)".
func (c *composer) formatTitle(parser string) string {
	name, _, _ := strings.Cut(parser, "@")
	if c.o.Title != nil {
		if title := c.o.Title(name); title != "" {
			return title + " (" + parser + ")"
		}
	}
	switch parser {
	case "(copy)":
		return "Same bytes as another source, read once"
	case "(container)":
		return "Archives, whose members are sources of their own"
	case "(unknown)":
		return "Not recognised, not read"
	case "(ambiguous)":
		return "Recognised as several formats, not read"
	}
	return parser
}

// unread lists sources that were not read, or not wholly.
func (c *composer) unread() report.Block {
	t := report.Table{Title: "Sources not read, or not wholly, and why", Head: []string{"Source", "Status", "Rejected records", "Rejected bytes", "Why", "SHA-256"},
		Right: []bool{2: true, 3: true, 5: false}, Mono: []bool{5: true}, Widths: []float64{5, 1.5, 1.5, 1.5, 5, 3}}
	for _, s := range c.sources {
		switch s.Status {
		case event.StatusParsed, event.StatusContainer, event.StatusCopy:
			if s.Rejects == 0 {
				continue
			}
		}
		t.Rows = append(t.Rows, []string{s.Path, string(s.Status), count(s.Rejects), count(s.RejectBytes), s.Reason, s.Digest.String()})
	}
	if len(t.Rows) == 0 {
		t.Rows = [][]string{{"none", "", "", "", "every source was read to its end", ""}}
	}
	return t
}

// gaps say on which days which sources have no record of anybody.
func (c *composer) gaps(ctx context.Context) ([]report.Block, error) {
	from, to := c.survey.first, c.survey.last
	w := timeline.Window{First: event.Date(dayOf(from, c.s.Zone)), Last: event.Date(dayOf(to, c.s.Zone)), Zone: c.s.Zone}
	if c.sel.answer != nil {
		w = c.sel.answer.Window
	}
	if w.First == "no day" {
		return nil, nil
	}
	from, to = w.Bounds()
	days, err := c.s.Case.Days(ctx, from, to, w.Zone)
	if err != nil {
		return nil, err
	}
	has := map[string]map[event.Date]bool{}
	for _, d := range days {
		if has[d.Parser] == nil {
			has[d.Parser] = map[event.Date]bool{}
		}
		has[d.Parser][event.Date(d.Day)] = true
	}
	t := report.Table{Title: "Days without a record of anybody, " + string(w.First) + " to " + string(w.Last),
		Head: []string{"Format", "Days with records", "Days without", "Which"}, Right: []bool{false, true, true, false}, Widths: []float64{5, 1.5, 1.5, 8}}
	for _, parser := range c.parsersWithEvents() {
		var missing []event.Date
		for _, day := range w.Days() {
			if !has[parser][day] {
				missing = append(missing, day)
			}
		}
		t.Rows = append(t.Rows, []string{c.formatTitle(parser), count(int64(len(w.Days()) - len(missing))), count(int64(len(missing))), dayRanges(missing)})
	}
	return []report.Block{t, report.Paragraph{Fine: true, Text: "A day without a record is a day on which nobody used the system, or for which its log was not handed over, not kept or not written. The records do not tell which. (Sat) and (Sun) are marked."}}, nil
}

func (c *composer) parsersWithEvents() []string {
	var list []string
	for _, s := range c.sources {
		if s.Events > 0 && s.Status != event.StatusCopy && !slices.Contains(list, s.Parser) {
			list = append(list, s.Parser)
		}
	}
	slices.Sort(list)
	return list
}

// dayRanges writes days as "2024-04-14 (Sun), 2024-04-20 (Sat) to 2024-04-21 (Sun)".
func dayRanges(days []event.Date) string {
	var parts []string
	name := func(d event.Date) string {
		switch d.Time(time.UTC).Weekday() {
		case time.Saturday:
			return string(d) + " (Sat)"
		case time.Sunday:
			return string(d) + " (Sun)"
		}
		return string(d)
	}
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == timeline.Shift(days[j], 1) {
			j++
		}
		if i == j {
			parts = append(parts, name(days[i]))
		} else {
			parts = append(parts, name(days[i])+" to "+name(days[j]))
		}
		i = j + 1
	}
	return cmp.Or(strings.Join(parts, ", "), "none")
}
