// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/event"
)

// printAnswer writes an answer: what it rests on, five numbers, and then what
// body writes.
func (a *app) printAnswer(ans *timeline.Answer, body func()) {
	a.restsOn(ans)
	a.numbers(ans)
	body()
}

func (a *app) restsOn(ans *timeline.Answer) {
	p, o := ans.Person, a.out
	about := show(p.Name)
	for _, part := range []string{p.Title, p.Department, p.Office} {
		if part != "" {
			about += ", " + show(part)
		}
	}
	o.printf("%s\n", o.styled(bold, about))
	var dates []string
	for _, d := range []struct {
		what string
		day  event.Date
	}{{"hired", p.Hired}, {"notice", p.Notice}, {"last working day", p.Leaves}} {
		if d.day != "" {
			dates = append(dates, d.what+" "+string(d.day))
		}
	}
	o.printf("  %s\n", cmp.Or(strings.Join(dates, ", "), "no dates on any roster"))
	o.heading("This answer rests on")
	o.wrapped(2, fmt.Sprintf("window: %s: %s", ans.Window, ans.Window.Basis))
	a.accounts("accounts used", ans.Basis.Used, ans)
	a.accounts("considered, not used", ans.Basis.Considered, ans)
	a.accounts("rejected", ans.Basis.Rejected, ans)
	a.coverage(ans)
	a.leftOut(ans)
}

func (a *app) accounts(title string, links []identity.Link, ans *timeline.Answer) {
	if len(links) == 0 {
		if title == "accounts used" {
			a.out.printf("  accounts used: none\n")
		}
		return
	}
	a.out.printf("  %s:\n", title)
	for _, group := range groupLinks(links) {
		a.out.wrapped(4, fmt.Sprintf("%s %s %s", group.class, group.days, strings.Join(group.accounts, ", ")))
		a.out.wrapped(6, group.why)
	}
	if n := ans.Basis.ByClass[identity.ClassC]; title == "accounts used" && n > 0 {
		a.out.printf("    without class C: %s fewer events\n", humanize.Comma(n))
	}
}

// linkGroup is accounts that rest on the same.
type linkGroup struct {
	class     identity.Class
	days, why string
	accounts  []string
}

// groupLinks gathers links that have class, days and basis in common, in their
// order.
func groupLinks(links []identity.Link) []*linkGroup {
	var groups []*linkGroup
	at := map[[3]string]*linkGroup{}
	for _, l := range links {
		days := "always"
		if l.From != "" || l.To != "" {
			days = fmt.Sprintf("%s–%s", cmp.Or(string(l.From), "…"), cmp.Or(string(l.To), "…"))
		}
		why := show(l.Basis)
		switch l.Status {
		case identity.Contested:
			why = "contested: another person has it at the same time; " + why
		case identity.Overruled:
			why = "overruled: an analyst gave it to another person for these days; " + why
		}
		if l.Decided != "" {
			why += " (" + show(l.Decided) + ")"
		}
		key := [3]string{string(l.Class), days, why}
		if at[key] == nil {
			at[key] = &linkGroup{class: l.Class, days: days, why: why}
			groups = append(groups, at[key])
		}
		at[key].accounts = append(at[key].accounts, show(l.Account.String()))
	}
	return groups
}

// coverage says which source systems cover which days of the window.
func (a *app) coverage(ans *timeline.Answer) {
	days := len(ans.Window.Days())
	if len(ans.Basis.Coverage) == 0 {
		a.out.printf("  sources: none with events\n")
		return
	}
	a.out.printf("  days with records of anybody, of the %s asked about:\n", plural(days, "day"))
	t := table{kinds: []columnKind{left, left, right, folded}, indent: 4}
	for _, c := range ans.Basis.Coverage {
		missing := "every day"
		if len(c.Missing) == days {
			missing = "none on any of these days"
		} else if len(c.Missing) > 0 {
			missing = "none on " + missingDays(c.Missing)
		}
		t.rows = append(t.rows, []string{formatName(c.Parser), strip(ans.Window, c), fmt.Sprint(days - len(c.Missing)), missing})
	}
	t.write(a.out)
}

// limitStripDays bounds the strip of days to what fits beside its label.
const limitStripDays = 62

// strip shows the days of a window: █ for days with records, · for days without.
func strip(w timeline.Window, c timeline.Coverage) string {
	days := w.Days()
	if len(days) > limitStripDays {
		return ""
	}
	var out strings.Builder
	for _, day := range days {
		if c.Days[day] > 0 {
			out.WriteRune('█')
		} else {
			out.WriteRune('·')
		}
	}
	return out.String()
}

// missingDays writes days without records, the weekend ones as a number.
func missingDays(days []event.Date) string {
	var weekdays []event.Date
	weekends := 0
	for _, day := range days {
		switch day.Time(time.UTC).Weekday() {
		case time.Saturday, time.Sunday:
			weekends++
		default:
			weekdays = append(weekdays, day)
		}
	}
	var parts []string
	if len(weekdays) > 0 {
		parts = append(parts, dayRanges(weekdays))
	}
	if weekends > 0 {
		parts = append(parts, plural(weekends, "weekend day"))
	}
	return strings.Join(parts, " and ")
}

// dayRanges writes days as "14 Apr, 20–21 Apr".
func dayRanges(days []event.Date) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == timeline.Shift(days[j], 1) {
			j++
		}
		if i == j {
			parts = append(parts, string(days[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%s to %s", days[i], days[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

func (a *app) leftOut(ans *timeline.Answer) {
	b := ans.Basis
	var rejected int64
	for _, u := range b.Unreadable {
		rejected += u.Source.Rejects
	}
	switch {
	case len(b.Unreadable) == 0:
		a.out.printf("  unreadable records in the case: none\n")
	default:
		a.out.wrapped(2, fmt.Sprintf("unreadable: %s in %s; their times are not known, so some may belong here ('dossier rejects')",
			plural(int(rejected), "record"), plural(len(b.Unreadable), "source")))
	}
	if b.System > 0 {
		a.out.wrapped(2, fmt.Sprintf("not counted: %s that the system did of itself under these accounts", plural(int(b.System), "act")))
	}
	for _, other := range b.InTheirName {
		by := show(other.Account.String())
		if other.Name != "" {
			by = show(other.Name) + " (" + by + ")"
		}
		a.out.wrapped(2, fmt.Sprintf("not counted: %s by %s in this person's name", plural(int(other.Count), "act"), by))
	}
	if b.Timeless > 0 {
		a.out.wrapped(2, fmt.Sprintf("not shown: %s of these accounts without a readable time", plural(int(b.Timeless), "record")))
	}
	if b.Duplicates > 0 {
		a.out.wrapped(2, fmt.Sprintf("copies of records shown, from overlapping exports: %s, not counted again", humanize.Comma(b.Duplicates)))
	}
}

// numbers writes the five, or those of them that the question asks about.
func (a *app) numbers(ans *timeline.Answer) {
	n, kinds := ans.Numbers, ans.Question.Kinds
	title := "In this window"
	if len(kinds) > 0 {
		title = "In this window, of the kinds asked about"
	}
	a.out.heading(title)
	t := table{kinds: []columnKind{left, right, folded}, indent: 2}
	add := func(what, number, remark string) { t.rows = append(t.rows, []string{what, number, remark}) }
	if asks(kinds, event.CRMRecordView) {
		add("customers touched", humanize.Comma(n.Customers), fmt.Sprintf("%s owned by others", humanize.Comma(n.OfOthers)))
		if n.ListSize > 0 {
			add("share of the customer list", fmt.Sprintf("%.1f %%", 100*float64(n.OnList)/float64(n.ListSize)),
				fmt.Sprintf("%s of %s on it", humanize.Comma(n.OnList), humanize.Comma(n.ListSize)))
		} else {
			add("share of the customer list", "–", "no customer list in the evidence")
		}
	}
	if asks(kinds, event.CRMReportExport) {
		add("reports and lists exported", humanize.Comma(n.Exports), rowsRemark(n))
	}
	if asks(kinds, event.MailSend) {
		add("messages sent outside", humanize.Comma(n.Messages), attachmentsRemark(n))
	}
	if asks(kinds, event.PrintJob) {
		add("pages printed", humanize.Comma(n.Pages), pagesRemark(n))
	}
	t.write(a.out)
}

// asks reports whether patterns of kinds, none meaning all, cover the kind.
func asks(patterns []string, k event.Kind) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, k.In)
}

func rowsRemark(n timeline.Numbers) string {
	out := humanize.Comma(n.Rows) + " rows"
	if n.RowsUnknown > 0 {
		out += fmt.Sprintf("; %s without a number of rows", humanize.Comma(n.RowsUnknown))
	}
	return out
}

func attachmentsRemark(n timeline.Numbers) string {
	out := plural(int(n.Attachments), "attachment")
	if n.ByRule > 0 {
		out = fmt.Sprintf("%s of them forwarded by a rule; ", humanize.Comma(n.ByRule)) + out
	}
	if n.Unnumbered > 0 {
		out += fmt.Sprintf("; of %s no record tells the attachments", plural(int(n.Unnumbered), "message"))
	}
	if n.Unaddressed > 0 {
		out += fmt.Sprintf("; of %s no record tells the recipients", plural(int(n.Unaddressed), "further message"))
	}
	return out
}

func pagesRemark(n timeline.Numbers) string {
	if n.PagesNone > 0 {
		return plural(int(n.PagesNone), "job") + " without a number of pages"
	}
	return ""
}

// domainStyles tell domains apart where there are colours.
var domainStyles = map[string]style{
	event.DomainCRM: blue, event.DomainMail: green, event.DomainPrint: amber, event.DomainAuth: dim, event.DomainFile: teal, event.DomainAdmin: pink,
}

// items writes the timeline, a day after another, acts told by several systems on
// one line.
func (a *app) items(items []timeline.Item, zone *time.Location) {
	folded := timeline.Fold(items)
	t := table{kinds: []columnKind{left, left, left, wide, right, lesser, left}, indent: 2}
	perDay := map[string]int{}
	for _, f := range folded {
		domain := f.Event.Kind.Domain()
		t.styles = append(t.styles, domainStyles[domain])
		t.rows = append(t.rows, []string{clock(f.Event.Time, zone), wording.Letter(domain), verb(f.Event.Kind), thingOf(f), quantityOf(f), whereOf(f), f.Event.ID.String()[:12]})
		perDay[dayHeading(f.Item, zone)]++
	}
	day := ""
	t.writeRows(a.out, func(row int) {
		if heading := dayHeading(folded[row].Item, zone); heading != day {
			day = heading
			a.out.heading(fmt.Sprintf("%s · %s", heading, plural(perDay[heading], "act")))
		}
	})
}

func dayHeading(item timeline.Item, zone *time.Location) string {
	return item.Event.Time.UTC.In(zone).Format("Mon 2 Jan 2006 MST")
}
