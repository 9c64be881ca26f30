// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/report"
	"dossier/report/statement"
)

func (c *composer) title() string {
	if p, ok := c.sel.Person(); ok {
		return "Chronology of recorded events: accounts attributed to " + p.Name
	}
	if c.sel.found != nil {
		return "Chronology of recorded events found by a query"
	}
	return "Chronology of recorded events"
}

// purpose says what an export of the profile is, and is not.
var purpose = map[report.Profile]string{
	report.Produced:        "Records as found, without comment. It states what was recorded and draws no conclusion.",
	report.Counsel:         "Prepared for counsel. Columns of issues, significance, status and notes are opinions of those who wrote them; all other columns state records.",
	report.Court1006:       "A summary of voluminous records, complete by the rule stated in the section on selection. The originals are listed as exhibits and can be made available for examination or copying.",
	report.Illustrative107: "An aid to understanding, selected and annotated. It is not evidence; the records it rests on are listed as exhibits.",
	report.Internal:        "A working copy of the investigation. It is not made for production.",
}

func (c *composer) cover(d *report.Document) report.Section {
	from, to, zone := dayOf(c.survey.first, c.s.Zone), dayOf(c.survey.last, c.s.Zone), c.s.Zone
	if c.sel.answer != nil {
		w := c.sel.answer.Window
		from, to, zone = string(w.First), string(w.Last), w.Zone
	}
	facts := []report.Fact{
		{Label: "Matter", Value: d.Caption},
		{Label: "Question", Value: c.sel.Words},
		{Label: "Days", Value: from + " to " + to, Note: "both included, in the zone " + zone.String()},
		{Label: "Items", Value: statement.Plural(c.survey.count, "item"), Note: c.itemRange()},
		{Label: "Profile", Value: string(d.Profile), Note: purpose[d.Profile]},
	}
	if d.Exhibit != "" {
		facts = append(facts, report.Fact{Label: "Exhibit", Value: d.Exhibit})
	}
	if d.Bates != nil {
		facts = append(facts, report.Fact{Label: "Bates numbers from", Value: d.Bates.Number(1)})
	}
	facts = append(facts,
		report.Fact{Label: "Speaks as of", Value: instant(c.o.AsOf), Note: "the latest time recorded in any item, unless another was named; not the day on which this was made"},
		report.Fact{Label: exportLabel, Note: "SHA-256 over the member content of manifest.json, which holds the digest of all rows, the query and the state of the case"},
		report.Fact{Label: "Head of the custody log", Value: c.case_.head.String(), Note: fmt.Sprintf("SHA-256 of line %d of the case's journal", len(c.case_.entries))},
		report.Fact{Label: "Times", Value: c.zoneNote()},
		report.Fact{Label: "Made with", Value: c.o.Build},
	)
	return report.Section{Key: report.SectionCover, Title: d.Title, Blocks: []report.Block{
		report.Paragraph{Text: d.Caption, Lead: true}, report.Facts{List: facts},
	}}
}

func (c *composer) itemRange() string {
	switch c.survey.count {
	case 0:
		return "none"
	case 1:
		return c.names.item(1)
	}
	return c.names.item(1) + " to " + c.names.item(c.survey.count)
}

func dayOf(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "no day"
	}
	return t.In(zone).Format(time.DateOnly)
}

func instant(t time.Time) string {
	if t.IsZero() {
		return "no time"
	}
	return t.UTC().Format(time.RFC3339)
}

// cast lists persons and accounts.
func (c *composer) cast() report.Section {
	s := report.Section{Key: report.SectionCast, Title: "Persons and accounts", Blocks: []report.Block{
		report.Paragraph{Text: "Records name accounts, not persons. An account is attributed to a person by a link of class A (a roster or directory record gives both), " +
			"B (the account equals, in full, an address or log-in name that a roster gives to that person alone) or C (an analyst confirmed it, citing records). " +
			"Similar names alone (class D) attribute nothing."},
	}}
	if p, ok := c.sel.Person(); ok {
		s.Blocks = append(s.Blocks, report.Facts{List: personFacts(p)})
	}
	used := report.Table{Title: "Accounts that acted in the items", Head: []string{"Person", "Class", "Account as recorded", "Namespace", "Held from", "Held to", "Rests on", "Items"},
		Right: []bool{7: true}, Widths: []float64{3, 1, 5, 2.5, 2, 2, 7, 1.2}}
	for _, u := range c.survey.uses() {
		row := []string{"not attributed", "", cmp.Or(u.account.Name, "none recorded"), string(u.account.Namespace), "", "", c.s.Directory.Label(u.account), count(u.count)}
		if u.person.ID != "" {
			row = []string{u.person.Name, string(u.link.Class), u.account.Name, string(u.account.Namespace), open(u.link.From), open(u.link.To), basis(u.link), count(u.count)}
		}
		used.Rows = append(used.Rows, row)
	}
	s.Blocks = append(s.Blocks, used)
	if c.sel.answer == nil {
		return s
	}
	b := c.sel.answer.Basis
	for _, x := range []struct {
		title string
		links []identity.Link
	}{
		{"All accounts attributed to the person", b.Used}, {"Accounts considered and not used", b.Considered}, {"Accounts rejected by an analyst", b.Rejected},
	} {
		s.Blocks = append(s.Blocks, linkTable(x.title, x.links))
	}
	return s
}

func personFacts(p identity.Person) []report.Fact {
	facts := []report.Fact{{Label: "Person", Value: p.Name, Note: p.ID}}
	for _, f := range [][2]string{{"Title", p.Title}, {"Department", p.Department}, {"Office", p.Office}, {"Hired", string(p.Hired)}, {"Notice given", string(p.Notice)}, {"Last working day", string(p.Leaves)}} {
		facts = append(facts, report.Fact{Label: f[0], Value: cmp.Or(f[1], "not in the rosters of the case")})
	}
	return facts
}

func linkTable(title string, links []identity.Link) report.Table {
	t := report.Table{Title: title, Head: []string{"Class", "Account as recorded", "Namespace", "Held from", "Held to", "Rests on"}, Widths: []float64{1, 5, 2.5, 2, 2, 8}}
	for _, l := range links {
		t.Rows = append(t.Rows, []string{string(l.Class), l.Account.Name, string(l.Account.Namespace), open(l.From), open(l.To), basis(l)})
	}
	if len(links) == 0 {
		t.Rows = [][]string{{"", "none", "", "", "", ""}}
	}
	return t
}

func open(d event.Date) string { return cmp.Or(string(d), "open") }

func basis(l identity.Link) string {
	out := l.Basis
	if l.Status != identity.Counts {
		out = string(l.Status) + ": " + out
	}
	if l.Decided != "" {
		out += "; decided by " + l.Decided
	}
	return out
}

func count(n int64) string { return statement.Number(n) }

// introduction stands before the rows.
func (c *composer) introduction() report.Section {
	return report.Section{Key: report.SectionChronology, Title: "Chronology", Blocks: []report.Block{
		report.Paragraph{Text: fmt.Sprintf("%s in the order of (time in UTC, event identifier); items without a time come last. Each item is one event of one source record, or of the records that it lists. "+
			"Where several items share a time, the local time bears #2, #3 and so on. Words in ‘quotation marks’ are those of the records.", statement.Plural(c.survey.count, "item"))},
		report.Paragraph{Text: c.zoneNote() + ".", Fine: true},
	}}
}

// sortedKeys are the keys of a map of counts, in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	list := make([]K, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
