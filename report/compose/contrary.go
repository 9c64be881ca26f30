// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"fmt"
	"slices"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/report"
	"dossier/report/statement"
)

// silence is what no log of the kinds that the case holds can show.
var silence = []string{
	"A record names an account. It does not show which person used it, nor whether others knew its password or had the device.",
	"That data was exported, downloaded, copied, sent or printed is recorded where it is; what was done with it afterwards is not.",
	"A record shows that something was opened, not that it was read; a page that a program fetched by itself can look the same.",
	"An act in a system whose logs are not in the case, or on a day without records, is not shown, whoever did it.",
	"Nothing is said of whether an act was allowed, usual or part of the work of whoever held the account.",
}

// contrary is what the records do not show, and which could point the other way.
func (c *composer) contrary() report.Section {
	s := report.Section{Key: report.SectionContrary, Title: "What these records do not show"}
	for _, text := range silence {
		s.Blocks = append(s.Blocks, report.Paragraph{Text: text})
	}
	t := report.Table{Title: "Records found that could point the other way", Head: []string{"What", "How many", "Which"}, Right: []bool{false, true, false}, Widths: []float64{6, 1.2, 6}}
	v := c.survey
	for _, x := range []struct {
		what  string
		items []int64
	}{
		{"Items whose record states that the act failed, or succeeded in part", v.failed},
		{"Items that an automated process or rule began", v.automated},
		{"Items that an account did in the name of another", v.delegated},
		{"Items about things that the reference records give to the holder of the account itself", v.own},
		{"Items whose act another item of another system records as well; such items are not counted twice in the numbers", v.copied},
		{"Items with a remark on their time", v.doubtful},
		{"Items without a time that can be read", v.timeless},
	} {
		t.Rows = append(t.Rows, []string{x.what, count(int64(len(x.items))), c.names.list(x.items, 40, ", all marked in the columns of the chronology")})
	}
	t.Rows = append(t.Rows, c.leftOutRows()...)
	s.Blocks = append(s.Blocks, t)
	if c.sel.answer == nil {
		return s
	}
	if table := c.leftOutTable("Excluded acts of others in the person's name, and events without a time", timeline.ByOther, timeline.Timeless); len(table.Rows) > 0 {
		s.Blocks = append(s.Blocks, table)
	}
	if c.leftOut(timeline.BySystem) > 0 {
		s.Blocks = append(s.Blocks, report.Paragraph{Fine: true, Text: "Excluded events of the system itself are listed one by one at the end of the section on exhibits."})
	}
	return s
}

// leftOut counts what was left out for a reason.
func (c *composer) leftOut(why timeline.Reason) (n int) {
	for _, left := range c.sel.answer.Basis.LeftOut {
		if left.Why == why {
			n++
		}
	}
	return n
}

// leftOutRows count what was excluded.
func (c *composer) leftOutRows() [][]string {
	var list [][]string
	for _, x := range c.counts().Excluded {
		list = append(list, []string{"Excluded events: " + x.Reason, count(x.Count), ""})
	}
	if c.sel.answer != nil {
		n := int64(len(c.sel.answer.Basis.Considered) + len(c.sel.answer.Basis.Rejected))
		list = append(list, []string{"Accounts considered for the person, or rejected, and not used", count(n), "listed in the section on persons and accounts"})
	}
	return list
}

// leftOutTable lists the events that were left out for some reasons: whoever reads
// against the export wants to see each. Copies are items already, and counted.
func (c *composer) leftOutTable(title string, reason ...timeline.Reason) report.Table {
	t := report.Table{Title: title, Head: []string{"Date and time", "What the record states", "Excluded because", "Source"}, Widths: []float64{3, 8, 4, 4}}
	for _, left := range c.sel.answer.Basis.LeftOut {
		if !slices.Contains(reason, left.Why) {
			continue
		}
		e := left.Event
		why := reasons[left.Why]
		if left.By.Name != "" {
			why += fmt.Sprintf(" (acted: account %s%s)", statement.Quote(left.By.Name), c.holder(left.By, e.Time))
		}
		source, _ := c.s.Case.Source(e.Origin.Source)
		t.Rows = append(t.Rows, []string{timeLocal(e.Time, c.s.Zone), statement.Of(e, statement.Named{}), why, source.Path + ", " + place(e.Origin.Span)})
	}
	return t
}

func (c *composer) holder(a event.Account, at event.Time) string {
	link, ok := c.s.Directory.Holder(a, at)
	if !ok {
		return ""
	}
	p, _ := c.s.Directory.Person(link.Person)
	return ", attributed to " + p.Name + ", class " + string(link.Class)
}
