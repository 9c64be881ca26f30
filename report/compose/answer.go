// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/statement"
)

// number is one of the five that head an answer.
type number struct {
	label, value, note string
	items              []int64
	how                string // how it was computed
}

// limitRuns is how many runs of items the answer names for a number.
const limitRuns = 3

func (c *composer) answer(ctx context.Context) (report.Section, error) {
	facts := report.Facts{}
	for _, n := range c.numbers() {
		note := n.note
		if len(n.items) > 0 {
			note += "; " + c.names.list(slices.Clone(n.items), limitRuns, ", all named in the section on method")
		}
		facts.List = append(facts.List, report.Fact{Label: n.label, Value: n.value, Note: note})
	}
	strip, err := c.strip(ctx)
	if err != nil {
		return report.Section{}, err
	}
	spans, err := c.s.Case.SourceSpans(ctx)
	if err != nil {
		return report.Section{}, err
	}
	return report.Section{Key: report.SectionAnswer, Title: "The answer on one page", Blocks: []report.Block{
		report.Paragraph{Text: c.sel.Words, Lead: true}, facts, strip,
		report.Paragraph{Text: "These numbers count records. They do not show who sat at the keyboard, what was done with what was exported, sent or printed, or what no source in the case records."},
		c.sourceSpans(spans),
	}}, nil
}

// numbers are the five.
func (c *composer) numbers() []number {
	if c.sel.answer == nil {
		return c.plainNumbers()
	}
	n, b := c.sel.answer.Numbers, c.sel.answer.Behind
	share, shareNote := "not computed", "no customer list in the evidence"
	if n.ListSize > 0 {
		share = fmt.Sprintf("%.1f %%", 100*float64(n.OnList)/float64(n.ListSize))
		shareNote = fmt.Sprintf("%s of the %s customers on the list in evidence", count(n.OnList), count(n.ListSize))
	}
	rows := count(n.Rows) + " rows stated"
	if n.RowsUnknown > 0 {
		rows += "; " + statement.Plural(n.RowsUnknown, "export") + " without a number of rows"
	}
	pages := "as stated by the print logs"
	if n.PagesNone > 0 {
		pages += "; " + statement.Plural(n.PagesNone, "job") + " without a number of pages"
	}
	return []number{
		{"Customers opened, changed or exported singly", count(n.Customers), count(n.OfOthers) + " of them recorded as owned by somebody else", numbersOf(b.Customers),
			"the distinct customers that CRM items act on, or to which what they act on belongs by the reference records; one is owned by somebody else if the reference records give it another owner at the time of the first of its items"},
		{"Share of the customer list", share, shareNote, nil, "the customers of the number above that are on the customer list in evidence, divided by the number of customers on that list"},
		{"Reports, lists and bulk extracts exported", count(n.Exports), rows, numbersOf(b.Exports),
			"the items of export kinds, each act once: items with one group identifier are one act; rows are those that the records of the act state, the larger where several state the same thing"},
		{"Messages to addresses outside", count(n.Messages), c.messagesNote(n), numbersOf(b.Messages),
			"the distinct messages (by Message-ID, else each item) of which an item states that they were sent, or forwarded by a rule, to at least one address in no domain that the rosters use"},
		{"Pages printed", count(n.Pages), pages, numbersOf(b.Pages),
			"the sum of the pages of print items; a job that two print systems recorded counts once, a running total counts once with its largest number"},
	}
}

func (c *composer) messagesNote(n timeline.Numbers) string {
	note := statement.Plural(n.Attachments, "attachment") + " stated"
	for _, x := range []struct {
		n    int64
		text string
	}{{n.ByRule, " forwarded by a rule"}, {n.Unnumbered, " whose attachments no record states"}, {n.Unaddressed, " besides, whose recipients no record states"}} {
		if x.n > 0 {
			note += "; " + statement.Plural(x.n, "message") + x.text
		}
	}
	return note
}

// plainNumbers are those of selections about no one person: counts that anybody can
// make again from the rows.
func (c *composer) plainNumbers() []number {
	v := c.survey
	accounts, attributed := int64(len(v.accounts)), int64(0)
	for _, u := range v.accounts {
		if u.person.ID != "" {
			attributed++
		}
	}
	return []number{
		{"Items", count(v.count), "every event selected", nil, "the rows of the chronology"},
		{"Days with items", count(int64(len(v.days))), dayOf(v.first, c.s.Zone) + " to " + dayOf(v.last, c.s.Zone), nil, "the distinct days, in the zone of the export, of the items that have a time"},
		{"Accounts that acted", count(accounts), count(attributed) + " of them attributed to a person", nil, "the distinct accounts in the column of accounts as recorded"},
		{"Kinds of events", count(int64(len(v.kinds))), "listed in the glossary", nil, "the distinct values of the column kind"},
		{"Source files", count(int64(len(v.sources))), "listed in the section on exhibits", nil, "the distinct values of the column source_sha256"},
	}
}

// sourceSpans say from when to when each format has records.
func (c *composer) sourceSpans(spans map[event.Digest]index.SourceSpan) report.Block {
	byFormat := map[string]*reading{}
	for _, s := range c.sources {
		if s.Events == 0 || s.Status == event.StatusCopy {
			continue
		}
		if byFormat[s.Parser] == nil {
			byFormat[s.Parser] = &reading{format: strings.TrimSuffix(c.formatTitle(s.Parser), " ("+s.Parser+")")}
		}
		byFormat[s.Parser].add(s, 0, spans[s.Digest], c.survey.sources[s.Digest])
	}
	t := report.Table{Title: "Sources", Head: []string{"Source system", "First record", "Last record", "Items here"}, Right: []bool{3: true}, Widths: []float64{6, 2, 2, 1.5}}
	for _, key := range sortedKeys(byFormat) {
		r := byFormat[key]
		t.Rows = append(t.Rows, []string{r.format, dayOf(r.first, c.s.Zone), dayOf(r.last, c.s.Zone), count(r.exported)})
	}
	return t
}

// stripDays is how many days the calendar shows, up to the last of the window.
const stripDays = 270

func (c *composer) strip(ctx context.Context) (report.Strip, error) {
	last, first, in := event.Date(dayOf(c.survey.last, c.s.Zone)), event.Date(""), "items of this export it has"
	if a := c.sel.answer; a != nil {
		last, first = a.Window.Last, a.Window.First
		in = "events the accounts attributed to the person have, of every kind, also outside of the window"
	}
	strip := report.Strip{Title: fmt.Sprintf("%d days up to %s", stripDays, last)}
	if last.Time(time.UTC).IsZero() {
		return report.Strip{Title: "No item has a time", Legend: "no days to show"}, nil
	}
	w := timeline.Window{First: timeline.Shift(last, 1-stripDays), Last: last, Zone: c.s.Zone}
	counts, err := c.dayCounts(ctx, w)
	if err != nil {
		return strip, err
	}
	from, to := w.Bounds()
	logged, err := c.s.Case.Days(ctx, from, to, c.s.Zone)
	if err != nil {
		return strip, err
	}
	recorded := map[event.Date]bool{}
	for _, d := range logged {
		recorded[event.Date(d.Day)] = true
	}
	much, most := thresholds(counts)
	for _, day := range w.Days() {
		n := counts[day]
		d := report.StripDay{Day: string(day), Count: n, NoLog: !recorded[day], Window: first != "" && day >= first}
		switch {
		case n > most:
			d.Level = 3
		case n > much:
			d.Level = 2
		case n > 0:
			d.Level = 1
		}
		strip.Days = append(strip.Days, d)
	}
	strip.Legend = fmt.Sprintf("Each cell is a day, the darker the more %s: none, 1 to %s, up to %s, more. The days asked about are outlined. A cross marks a day of which no source in the case has any record.", in, count(much), count(most))
	return strip, nil
}

// dayCounts are the events a day: of the person's accounts, else of the items.
func (c *composer) dayCounts(ctx context.Context, w timeline.Window) (map[event.Date]int64, error) {
	counts := map[event.Date]int64{}
	if c.sel.answer == nil {
		for day, n := range c.survey.days {
			counts[event.Date(day)] = n
		}
		return counts, nil
	}
	person := c.sel.answer.Person.ID
	from, to := w.Bounds()
	for e, err := range c.s.Case.Events(ctx, index.Filter{From: from, To: to, Accounts: c.s.Directory.Accounts(person)}) {
		if err != nil {
			return nil, err
		}
		link, ok := c.s.Directory.Holder(e.Actor, e.Time)
		if ok && link.Person == person && e.Initiated != event.InitiatedSystem {
			counts[event.Date(dayOf(e.Time.UTC, c.s.Zone))]++
		}
	}
	return counts, nil
}

// thresholds are the median and the ninth tenth of the days with any.
func thresholds(counts map[event.Date]int64) (much, most int64) {
	var list []int64
	for _, n := range counts {
		if n > 0 {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return 1, 2
	}
	slices.Sort(list)
	much = list[(len(list)-1)/2]
	return much, max(much+1, list[(len(list)-1)*9/10])
}
