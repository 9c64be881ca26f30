// SPDX-License-Identifier: Apache-2.0

package person

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"dossier/analysis/identity"
	"dossier/analysis/question"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// stripDays is how many days the calendar shows, the window at its end.
const stripDays = 270

// window is which days are looked at.
type window string

// The windows, in the order in which a key goes through them.
const (
	lastDays window = ""
	notice   window = "notice"
	leaving  window = "leaving"
)

// ranges are what the windows ask for, and how they are called.
var ranges = map[window]struct {
	ask  timeline.Range
	name string
	next window
}{
	lastDays: {timeline.Range{LastDays: 30}, "in the last 30 days", notice},
	notice:   {timeline.Range{Notice: true}, "around notice", leaving},
	leaving:  {timeline.Range{After: true}, "after leaving", lastDays},
}

// known is what the screen shows of a person, made ready to draw.
type known struct {
	person   identity.Person
	which    window
	head     string
	days     timeline.Window
	strip    []timeline.Day
	accounts []account
	numbers  []number
	things   []thing
	acts     int64
	before   int    // earlier windows of which there are logs
	remark   string // what is not counted
	who      string // the term for what the person did
	pending  bool   // the earlier windows are still being read
	answer   *timeline.Answer
}

// account is a link with what its account did.
type account struct {
	class, status, name, because, when string
	events                             int64
	ask                                string
	counts                             bool
}

// number is one of those that head the answer, beside the earlier ones.
type number struct {
	label, now, remark string
	earlier            [3]string // low, middle and high of the earlier windows
	ask                string
}

// thing is something that was touched.
type thing struct {
	group, name, first, last, times string
	earlier                         string
	others                          bool
	ask, term                       string
	count                           int // of its group, for the heading
}

// load finds out what a person did in the window.
func load(ctx context.Context, s *search.Session, p identity.Person, which window, zone *time.Location) (known, error) {
	k := known{person: p, which: which, who: wording.AskPerson("who", s.Directory, p)}
	a, err := timeline.Ask(ctx, s.Case, s.Directory, timeline.Question{Person: p.ID, Range: ranges[which].ask})
	if err != nil {
		return k, err
	}
	actors, err := s.Case.Actors(ctx)
	if err != nil {
		return k, err
	}
	k.answer, k.days, k.head, k.accounts, k.remark = a, a.Window, headOf(p), accountsOf(s, actors, p, zone), remarkOf(a.Basis)
	k.fill(a.Alone(), zone)
	k.pending = true
	for len(k.strip) < earlierCount(which)*len(a.Window.Days())+len(a.Window.Days()) && len(k.strip) < stripDays {
		k.strip = append([]timeline.Day{{Date: timeline.Shift(k.strip[0].Date, -1)}}, k.strip...)
	}
	return k, nil
}

// complete sets the earlier windows beside what load has found.
func complete(ctx context.Context, s *search.Session, k known, zone *time.Location) (known, error) {
	e, err := k.answer.Earlier(ctx, s.Case, s.Directory, earlierCount(k.which))
	if err != nil {
		return k, err
	}
	k.fill(e, zone)
	k.pending, k.answer = false, nil
	return k, nil
}

// fill makes ready to draw what there is in the window and beside it.
func (k *known) fill(e *timeline.Earlier, zone *time.Location) {
	k.strip = e.Days[max(0, len(e.Days)-stripDays):]
	k.before, k.acts = 0, 0
	for _, before := range e.Before {
		if before.Recorded {
			k.before++
		}
	}
	for _, day := range e.Days[len(e.Days)-len(k.days.Days()):] {
		k.acts += day.Acts
	}
	k.numbers, k.things = k.numbersOf(e), k.thingsOf(e, zone)
}

// earlierCount is how many windows fit into the calendar before the one asked about.
func earlierCount(which window) int {
	switch which {
	case notice:
		return 4 // of 61 days
	case leaving:
		return 2 // of 90 days
	}
	return stripDays/30 - 1
}

// headOf is who the person is, in a line.
func headOf(p identity.Person) string {
	about := strings.Join(slices.DeleteFunc([]string{p.Title, p.Department, p.Office}, func(s string) bool { return s == "" }), ", ")
	parts := []string{p.Name}
	for _, part := range []string{dated("notice", p.Notice), dated("last day", p.Leaves), about, dated("hired", p.Hired)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

func dated(what string, day event.Date) string {
	at := day.Time(time.UTC)
	if at.IsZero() {
		return ""
	}
	return what + at.Format(" 2 Jan 2006")
}

// accountsOf are the links of a person, those that count first.
func accountsOf(s *search.Session, actors []index.Actor, p identity.Person, zone *time.Location) []account {
	acted := map[event.Account]index.Actor{}
	for _, a := range actors {
		acted[identity.Key(a.Account)] = a
	}
	var list []account
	for _, l := range s.Directory.Links(p.ID) {
		a := acted[identity.Key(l.Account)]
		one := account{
			class: string(l.Class), status: string(l.Status), name: l.Account.String(), because: l.Basis, events: a.Count,
			ask: wording.AskAccount("account", l.Account), counts: l.Status == identity.Counts,
		}
		if !a.First.IsZero() {
			one.when = shortDays(a.First, a.Last, zone)
		}
		list = append(list, one)
	}
	// What acted says more than what a roster merely names.
	slices.SortStableFunc(list, func(a, b account) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.class, b.class))
	})
	return list
}

func rank(a account) int {
	switch {
	case a.counts && a.events > 0:
		return 0
	case a.counts:
		return 2
	}
	return 1
}

func shortDays(first, last time.Time, zone *time.Location) string {
	return first.In(zone).Format("2 Jan 2006") + " – " + last.In(zone).Format("2 Jan 2006")
}

// remarkOf says what is not counted.
func remarkOf(b timeline.Basis) string {
	var parts []string
	for _, o := range b.InTheirName {
		parts = append(parts, wording.Plural(int(o.Count), "act")+" by "+cmp.Or(o.Name, o.Account.String())+" in this person's name")
	}
	if b.System > 0 {
		parts = append(parts, wording.Plural(int(b.System), "act")+" of the system")
	}
	if b.Timeless > 0 {
		parts = append(parts, wording.Plural(int(b.Timeless), "event")+" without a time")
	}
	if len(parts) == 0 {
		return ""
	}
	return "not counted: " + strings.Join(parts, ", ")
}

// asked is a query for what the person did in the window, with a further term; "" if
// the language cannot ask it.
func (k *known) asked(first, last event.Date, terms ...string) string {
	text := strings.Join(append([]string{k.who, "on:" + string(first) + ".." + string(last)}, terms...), " ")
	if _, err := query.Parse(text); err != nil {
		return ""
	}
	return text
}

// The terms of the events on which the numbers rest.
const (
	byPerson    = "-initiated:system"
	onCustomers = byPerson + " " + question.OnCustomers
	areExports  = byPerson + " kind:crm.report.export,crm.list.export,crm.analytics.save,crm.bulk.read,crm.backup.download,crm.report.print,crm.report.send"
	mailsAbroad = byPerson + " " + question.MailsAbroad
	printJobs   = byPerson + " " + question.PrintJobs
)

// numbersOf sets the numbers of the window beside those of the earlier ones.
func (k *known) numbersOf(e *timeline.Earlier) []number {
	n := e.Answer.Numbers
	ask := func(terms string) string { return k.asked(k.days.First, k.days.Last, terms) }
	var before []timeline.Spell
	for _, s := range e.Before {
		if s.Recorded {
			before = append(before, s)
		}
	}
	count := func(label string, now int64, remark, terms string, of func(timeline.Numbers) int64) number {
		return number{label: label, now: humanize.Comma(now), remark: remark, ask: ask(terms), earlier: spread(before, of, humanize.Comma)}
	}
	share := func(n timeline.Numbers) int64 { return 1000 * n.OnList / max(n.ListSize, 1) }
	percent := func(n int64) string { return fmt.Sprintf("%d.%d %%", n/10, n%10) }
	list := []number{
		count("customers touched", n.Customers, "", onCustomers, func(n timeline.Numbers) int64 { return n.Customers }),
		count("  owned by others", n.OfOthers, "", byPerson+" "+question.OfOthers(strings.TrimPrefix(k.who, "who:")), func(n timeline.Numbers) int64 { return n.OfOthers }),
		{label: "  share of the customer list", now: percent(share(n)), remark: fmt.Sprintf("%s of %s on it", humanize.Comma(n.OnList), humanize.Comma(n.ListSize)),
			ask: ask(onCustomers), earlier: spread(before, share, percent)},
		count("reports, lists, extracts exported", n.Exports, "", areExports, func(n timeline.Numbers) int64 { return n.Exports }),
		count("  rows exported", n.Rows, unstated(n.RowsUnknown, "export"), areExports, func(n timeline.Numbers) int64 { return n.Rows }),
		count("mails sent outside", n.Messages, byRule(n), mailsAbroad, func(n timeline.Numbers) int64 { return n.Messages }),
		count("  files attached to them", n.Attachments, unstated(n.Unnumbered, "mail"), mailsAbroad+" has:attachment", func(n timeline.Numbers) int64 { return n.Attachments }),
		count("pages printed", n.Pages, unstated(n.PagesNone, "job"), printJobs, func(n timeline.Numbers) int64 { return n.Pages }),
	}
	if n.ListSize < 0 {
		list[2] = number{label: list[2].label, now: "–", remark: "no customer list in the case", ask: list[2].ask}
	}
	return list
}

func unstated(n int64, noun string) string {
	if n == 0 {
		return ""
	}
	return "not stated for " + wording.Plural(int(n), noun)
}

func byRule(n timeline.Numbers) string {
	if n.ByRule == 0 {
		return ""
	}
	return humanize.Comma(n.ByRule) + " of them by a rule"
}

// spread is the lowest, the middle and the highest of earlier numbers: of an even
// number of them, the lower of the two in the middle.
func spread(before []timeline.Spell, of func(timeline.Numbers) int64, show func(int64) string) [3]string {
	if len(before) == 0 {
		return [3]string{}
	}
	var list []int64
	for _, s := range before {
		list = append(list, of(s.Numbers))
	}
	low, middle, high := lowMiddleHigh(list)
	return [3]string{show(low), show(middle), show(high)}
}

func lowMiddleHigh(list []int64) (low, middle, high int64) {
	list = slices.Sorted(slices.Values(list))
	return list[0], list[(len(list)-1)/2], list[len(list)-1]
}

// thingsOf are the things touched, by type.
func (k *known) thingsOf(e *timeline.Earlier, zone *time.Location) []thing {
	recorded := func(before []int64) (list []int64) {
		for i, n := range before {
			if e.Before[i].Recorded {
				list = append(list, n)
			}
		}
		return list
	}
	counts := map[string]int{}
	for _, t := range e.Things {
		counts[t.Type]++
	}
	list := make([]thing, len(e.Things))
	for i, t := range e.Things {
		one := thing{group: t.Type, name: cmp.Or(t.Name, t.ID), times: humanize.Comma(t.Count), others: t.Others, term: termOf(t.Thing), count: counts[t.Type]}
		if t.Others {
			one.name += " (owner: " + t.Owner + ")"
		}
		const layout = "2 Jan 15:04"
		one.first, one.last = t.First.In(zone).Format(layout), t.Last.In(zone).Format(layout)
		if one.last == one.first {
			one.last = ""
		}
		if before := recorded(t.Before); len(before) > 0 {
			low, middle, high := lowMiddleHigh(before)
			one.earlier = fmt.Sprintf("%d · %d · %d", low, middle, high)
		}
		if one.term != "" {
			one.ask = k.asked(k.days.First, k.days.Last, one.term)
		}
		list[i] = one
	}
	return list
}

// termOf is the term that finds a thing.
func termOf(t timeline.Thing) string {
	switch t.Type {
	case "recipient":
		return wording.Ask("to", t.Name)
	case "printer":
		return wording.Ask("printer", t.Name)
	}
	return wording.AskObject(event.Object{Type: t.Type, ID: t.ID, Name: t.Name})
}

// errNobody says that nobody is chosen.
var errNobody = errors.New("nobody is chosen")
