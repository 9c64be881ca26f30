// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"slices"
	"strings"

	"dossier/event"
	"dossier/report"
	"dossier/report/statement"
)

var namespaceMeanings = map[event.Namespace]string{
	event.SalesforceID: "user id of Salesforce, 18 characters", event.SalesforceUser: "user name of Salesforce; looks like an address and need not be one",
	event.Email: "mail address", event.UPN: "log-in name of Microsoft 365 or Active Directory", event.SID: "security identifier of Windows",
	event.WindowsSAM: "Windows account, DOMAIN\\user or user", event.PrintUser: "user name as a print system recorded it",
	event.EmployeeNumber: "number in a system of human resources", event.DirectoryID: "identifier of an object in a directory",
	event.DisplayName: "a person's name, where the record has nothing better", event.LegacyDN: "address of Exchange in the form of X.500",
	event.AppID: "application or service", event.ServiceAccount: "the product's own name for an actor of the system", event.PrinterName: "print queue",
	event.HostName: "machine", event.Place: "site, folder or share", event.LinkToken: "holder of a sharing link",
}

var flagMeanings = map[string]string{
	"ok": "nothing about the time is doubtful", "no-time": "the record has no time, or none that can be read",
	"ambiguous-DST":              "the local time occurs twice because clocks went back; the first instant is taken, the other stands in the column of other possible times",
	"nonexistent-DST":            "the local time does not occur because clocks went forward; it is read with the offset that held before",
	"assumed-zone":               "nobody has said in which zone the time was written; it is taken for UTC",
	"upload-time-not-event-time": "the record states when it was uploaded, exported or generated, not when the act was",
	"sender-stated":              "the sender of the message wrote the time, and no server vouches for it",
	"day-month-order-inferred":   "whether the day or the month comes first was inferred from other records of the source",
	"out-of-range":               "the time can be read and lies outside of the years 1678 to 2261", "year-assumed": "the record states no year",
}

var initiatedMeanings = map[event.Initiated]string{
	event.InitiatedUnknown: "the record does not say", event.InitiatedUser: "the record states that a user did it at a client",
	event.InitiatedSystem: "the service itself did it", event.InitiatedAutomation: "an integration, schedule or rule did it",
	event.InitiatedDelegate: "one account did it in the name of another",
}

var recordKindMeanings = [][2]string{
	{machineRecord, "written by a system of itself"}, {machineQuotes, "written by a system; it repeats words that somebody typed, such as a subject or the name of a document"},
	{humanRecord, "written by a person: a message as it lies in a mailbox"},
	{"derived", "computed from records; no item of this export is"}, {"comment", "written by the investigation; only in columns of opinions"},
}

// glossary explains every code that occurs in the rows.
func (c *composer) glossary() report.Section {
	t := report.Table{Head: []string{"Code", "Column", "Meaning", "Items"}, Right: []bool{3: true}, Widths: []float64{4, 3, 10, 1.4}}
	add := func(code, column, meaning string, n int64) {
		if meaning == "" {
			meaning = "unknown code: it is in the records and its meaning is not known to the program that made this export"
		}
		t.Rows = append(t.Rows, []string{code, column, meaning, count(n)})
	}
	v := c.survey
	for _, k := range sortedKeys(v.kinds) {
		meaning := ""
		if statement.Template(k) != "" {
			meaning = statement.Meaning(k)
		}
		add(string(k), report.ColumnKind, meaning, v.kinds[k])
	}
	for _, ns := range sortedKeys(v.namespaces) {
		add(string(ns), "namespaces of accounts, in the order of their mention", namespaceMeanings[ns], v.namespaces[ns])
	}
	for _, flag := range sortedKeys(v.flags) {
		add(flag, report.ColumnTimeFlag, flagMeanings[flag], v.flags[flag])
	}
	for _, i := range sortedKeys(v.initiated) {
		add(initiatedWord(i), report.ColumnInitiated, initiatedMeanings[i], v.initiated[i])
	}
	for _, p := range []event.Precision{event.PrecisionDay, event.PrecisionMinute, event.PrecisionSecond, event.PrecisionMilli, event.PrecisionMicro, event.PrecisionNano} {
		if n := v.precisions[p]; n > 0 {
			add(precisions[p], report.ColumnPrecision, "the record states the time to the "+p.String(), n)
		}
	}
	for _, b := range basisMeanings {
		if n := v.bases[b.basis]; n > 0 {
			add(b.word, report.ColumnTZBasis, b.meaning, n)
		}
	}
	for _, parser := range sortedKeys(v.parsers) {
		add(parser, "read as", strings.TrimSuffix(c.formatTitle(parser), " ("+parser+")"), v.parsers[parser])
	}
	general := report.Table{Title: "Words of this document", Head: []string{"Word", "Meaning"}, Widths: []float64{4, 13}}
	for _, w := range words {
		general.Rows = append(general.Rows, w[:])
	}
	for _, r := range recordKindMeanings {
		general.Rows = append(general.Rows, []string{r[0] + " (" + report.ColumnRecordKind + ")", r[1]})
	}
	return report.Section{Key: report.SectionGlossary, Title: "Glossary", Blocks: []report.Block{
		report.Paragraph{Text: "Every code of this program that occurs in the rows. Codes inside a verbatim record are those of the system that wrote it; the fields of each format that were read are listed below."},
		t, general, c.columnTable(), c.fieldTable(),
	}}
}

var basisMeanings = []struct {
	basis         event.TimeBasis
	word, meaning string
}{
	{event.TimeRecorded, "in-record offset", "the record carries its offset, zone or epoch"},
	{event.TimeFormat, "source documentation", "the format defines the zone, mostly UTC"},
	{event.TimeSupplied, "analyst assumption", "whoever added the source said in which zone it was written; the zone stands behind the words, the person in the custody log"},
	{event.TimeUnknown, "unknown", "nobody has said which zone this is; the time is taken for UTC"},
	{event.TimeNone, "no time that can be read", "the record has no time, or none that can be read"},
}

var words = [][2]string{
	{"account", "who acted, by the name that the recording system has"}, {"class A, B, C, D", "how well an account is linked to a person; see the section on persons and accounts"},
	{"copy", "a further record of the same act, from an overlapping export of the same system"}, {"event", "what a record tells about one act at one time"},
	{"evidence", "the files that were handed over"}, {"item", "an event in this document, with its number"},
	{"record", "one entry in a source, as its product wrote it"}, {"reference record", "a row of a roster, of a list of users or of customers; it names things and dates no act"},
	{"rejected", "a piece of a source that could not be read as a record; it is kept and counted"}, {"source", "one file of the evidence, or one member of an archive, named by its SHA-256"},
}

func (c *composer) columnTable() report.Table {
	t := report.Table{Title: "Columns", Head: []string{"Name in files for programs", "Title"}, Widths: []float64{4, 13}}
	for _, column := range c.o.Profile.Columns() {
		t.Rows = append(t.Rows, []string{column.Key, column.Title})
	}
	return t
}

// fieldTable lists the fields of the formats that the items have.
func (c *composer) fieldTable() report.Table {
	t := report.Table{Title: "Fields of the formats that occur in the items, besides those in columns", Head: []string{"Format", "Fields"}, Widths: []float64{4, 13}}
	fields := map[string][]string{}
	for key := range c.survey.attrs {
		parser, name, _ := strings.Cut(key, "\x00")
		fields[parser] = append(fields[parser], name)
	}
	for _, parser := range sortedKeys(fields) {
		slices.Sort(fields[parser])
		t.Rows = append(t.Rows, []string{parser, strings.Join(fields[parser], ", ")})
	}
	return t
}
