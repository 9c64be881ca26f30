// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"fmt"
	"strings"

	"dossier/report"
	"dossier/report/statement"
)

// foundation are the questions that are commonly asked of records of computers, and
// what this export has to say to each. What only a witness knows is said to be so.
var foundation = [][2]string{
	{"1. Does the organisation use the computer system?", "The sources are logs of the systems named in the section on selection and completeness. That the organisation used them in its business is for a witness to say."},
	{"2. Is the system reliable?", "The export quotes what the systems recorded. Days without records, rejected records and copies are counted and listed."},
	{"3. Is there a procedure for entering data?", "Column record_kind tells records that a system wrote of itself from those that repeat what a person typed. The procedure itself is for a witness to describe."},
	{"4. Does the procedure guard against errors?", "Records that could not be read are counted as rejected and kept; nothing is dropped without a count. In scope = exported + excluded, and read = events + copies + reference records + rejected."},
	{"5. Is the system kept in good repair?", "Not shown by the records; for a witness."},
	{"6. Did the witness have the system read out the data?", "The custody log names who added the sources and who worked the case, by account of the operating system, and when."},
	{"7. Were the proper procedures used?", "The sources were opened for reading only; each is named by its SHA-256, which was compared before and after this export. Query, parameters and versions are stated below; the command that makes the same bytes again stands in the section on verification."},
	{"8. Was the computer in working order?", "The self-test below ran before this export, with answers known beforehand; a wrong answer would have prevented it."},
	{"9. Does the witness recognise the exhibit?", "The export bears an id on every page; manifest.json lists the digest of every file."},
	{"10. How does the witness recognise it?", "By comparing the id, or the digests, as the section on verification describes."},
	{"11. What do symbols and codes mean?", "Every code that occurs in the rows stands in the glossary."},
}

// method is how the export was made.
func (c *composer) method() report.Section {
	s := report.Section{Key: report.SectionMethod, Title: "Method"}
	info := c.s.Case.Info()
	s.Blocks = append(s.Blocks,
		report.Facts{List: []report.Fact{
			{Label: "Program", Value: c.o.Build},
			{Label: "Case", Value: info.Title, Note: "format " + fmt.Sprint(info.Format) + ", created " + info.Created + " by " + info.Build},
			{Label: "Question", Value: c.sel.Words},
			{Label: "Query", Value: c.sel.Syntax},
			{Label: "Profile", Value: string(c.o.Profile)},
			{Label: "As of", Value: instant(c.o.AsOf)},
			{Label: "Zone rules applied", Value: c.rules, Note: "from the time zone database that the program used; another version of it that differs in these rules would give another export"},
			{Label: "Self-test before this export", Value: strings.Join(c.tests, "; ")},
		}},
		c.computed(), c.parserTable(),
		report.Paragraph{Text: "Sentences in the column of what the record states are made by fixed templates, one for each kind of event, from the fields of the record. They name accounts, not persons. Quotations longer than 300 characters are cut, and say so; the record itself is the exhibit. " +
			"An attribution to a person is a link between account and person, by the rules in the section on persons and accounts; acts of the system itself, and sessions that another account opened as this one, are not attributed. " +
			"Where two systems record one act, both records are items, and numbers count the act once: by the identifier that the records share; for print jobs, by document name and pages within two minutes; for log-ins, within two seconds."},
		report.Paragraph{Text: "Known limits: a time whose zone nobody knows is taken for UTC and marked assumed-zone; an ambiguous local time is taken for the first of the two instants, and the other is stated; the clocks of the recording systems were not examined, and no correction was applied to any time. " +
			"No score, ranking or classification of conduct is part of this export. No rate of error is claimed; every number can be counted again from the rows named."},
	)
	t := report.Table{Title: "Questions commonly asked of records of computers", Head: []string{"Question", "What this export says"}, Widths: []float64{4, 9}}
	for _, f := range foundation {
		t.Rows = append(t.Rows, f[:])
	}
	s.Blocks = append(s.Blocks, t, report.Paragraph{Fine: true, Text: "The list orders facts and states no law; counsel decides which questions matter and who answers them."})
	return s
}

// computed says of each number how anybody can make it again.
func (c *composer) computed() report.Table {
	t := report.Table{Title: "How each number was computed", Head: []string{"Number", "Value", "Rule", "Items"}, Widths: []float64{3, 1.5, 6, 6}}
	for _, n := range c.numbers() {
		items := c.names.list(n.items, 0, "")
		if n.items == nil {
			items = "see the rule"
		} else if items == "" {
			items = "none"
		}
		t.Rows = append(t.Rows, []string{n.label, n.value, n.how, items})
	}
	return t
}

// parserTable lists what read the sources of the items.
func (c *composer) parserTable() report.Table {
	t := report.Table{Title: "What read the sources of the items", Head: []string{"Parser and version", "Format", "Items"}, Right: []bool{false, false, true}, Widths: []float64{4, 7, 1.5}}
	for _, parser := range sortedKeys(c.survey.parsers) {
		title := strings.TrimSuffix(c.formatTitle(parser), " ("+parser+")")
		t.Rows = append(t.Rows, []string{parser, title, statement.Number(c.survey.parsers[parser])})
	}
	return t
}
