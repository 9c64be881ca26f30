// SPDX-License-Identifier: Apache-2.0

package certificate

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"

	"dossier/report"
)

// who is the first statement of every draft.
func who() string {
	return "I am " + blank("name") + ", " + blank("position") + " at " + blank("organisation") +
		". My training and experience in what I describe here are: " + blank("qualification") + "."
}

// knowledge says where the rest comes from.
const knowledge = "Where I state what was done with the program dossier, I state it because [I did it myself] [I was present] [I have read the journal of the case, which the program keeps]. " +
	"[Strike out what does not apply.]"

// received says how the files came; nobody but the witness knows.
func (f Facts) received() string {
	return fmt.Sprintf("The %s of Schedule A came from %s. They were given to %s by %s on %s, on %s. Their hash values before they were copied were [not computed] [computed by %s with %s and recorded in %s].",
		f.count(), blank("system and its operator"), blank("who received them"), blank("who gave them"), blank("date"), blank("medium or transfer"),
		blank("whom"), blank("program"), blank("document"))
}

// added says when the files were copied and by whom, as the journal states it.
func (f Facts) added() []string {
	var list []string
	for _, a := range f.Acts {
		list = append(list, fmt.Sprintf("Line %d of the journal, of %s, by the operating-system account %q: %s.", a.Line, a.Time, a.Who, a.What))
	}
	return list
}

func (f Facts) journalled() string {
	return fmt.Sprintf("The program keeps a journal of the case %q. Each of its %s holds the SHA-256 of the line before. On %s the SHA-256 of the last line was %s. "+
		"The journal states the following. %s The account names are those of the operating system; the person behind %s was %s.",
		f.CaseTitle, plural(int64(f.JournalLines), "line"), moment(f.Checked), f.JournalHead, strings.Join(f.added(), " "), accountWords(f.Acts), blank("name"))
}

func accountWords(acts []Act) string {
	seen := map[string]bool{}
	for _, a := range acts {
		seen[a.Who] = true
	}
	if len(seen) == 1 {
		return "that account"
	}
	return "each of those accounts"
}

// hashed says what a hash value is, in words that a witness can be asked about.
const hashed = "When the program copies a file into a case, it computes the SHA-256 of the file's bytes, records it, and names the copy by it. SHA-256 is a published function " +
	"(FIPS 180-4) of all bytes of a file; its result has 256 bits. The same bytes give the same result. No two different files with the same result have been published, as far as I know."

func (f Facts) compared() string {
	var size int64
	for _, s := range f.Sources {
		size += s.SizeBytes
	}
	return fmt.Sprintf("On %s the program (%s) read the copies of the %s again, %s bytes in all, and computed their SHA-256 anew. For each file the result was the one that was recorded when the file was copied. Schedule A shows both.",
		moment(f.Checked), f.Build, f.count(), humanize.Comma(size))
}

// exported says what the export is; nothing if there is none.
func (f Facts) exported() []string {
	e := f.Export
	if e == nil {
		return nil
	}
	return []string{
		fmt.Sprintf("From these copies the export %q was made. What was asked for is, as its manifest states it: %q. The command was: %s", e.Name, e.Question, e.Query),
		fmt.Sprintf("%s lay within what was asked for; %s are in the export as items, and %d were left out, for the reasons in Schedule B. Each item names the file of Schedule A, and the place in it, where its record stands.",
			plural(e.InScope, "event"), humanize.Comma(e.Items), e.InScope-e.Items),
		fmt.Sprintf("The SHA-256 of the export's manifest is %s. The manifest lists the SHA-256 of each file of the export; Schedule B repeats them.", e.ManifestDigest),
	}
}

// bounds says what such records do not show.
const bounds = "The program states what the records state. It does not determine who used an account at a time, what was done with a file after the last record of it, or whether the clock of a system that kept a record was right. " +
	"What I know of those clocks is: ______________ [settings and checks of the clocks, or: nothing]."

func (f Facts) regularActivity() []report.Section {
	list := []string{
		who() + " I am [the custodian of] [a person qualified to speak about] the records described here.",
		fmt.Sprintf("The records are those in the %s of Schedule A. They were kept by %s, in the system %s.", f.count(), blank("organisation"), blank("system, version, settings of its logs")),
		"In that system a record of this kind is made when " + blank("what happens that makes a record") + ". It is made by " + blank("the system itself, or persons with knowledge, and how they enter it") + ", " +
			blank("how long after the act") + ".",
		"The organisation keeps such records in the course of " + blank("which regularly conducted activity") + ", and has done so since " + blank("date") + ". It makes them as a regular practice: " +
			blank("which rule or setting says so") + ".",
		"The records were taken from the system on " + blank("date") + " by " + blank("whom") + ", with " + blank("function or program, and the choices made in it") + ".",
		"I know of the following that bears on the records' completeness or accuracy: " + blank("outages, changes of settings, retention limits, corrections; or: nothing") + ".",
		hashed, f.compared(), f.journalled(),
	}
	return []report.Section{
		heading("Certificate of a custodian of records", "Draft of a certificate that is meant to accompany records under Federal Rule of Evidence 902(11) in connection with Rule 803(6)(A)-(C)."),
		numbered(report.SectionScope, "I state:", append(list, f.exported()...)), declaration(),
	}
}

func (f Facts) process() []report.Section {
	list := []string{
		who(), knowledge,
		"The records in the " + f.count() + " of Schedule A were generated by " + blank("system, version, operator") + ". That system generates a record as follows: " +
			blank("what triggers it, what is written, by which component, with which clock") + ". It was in regular use from " + blank("date") + " to " + blank("date") + ", and its working was checked by " + blank("how, when, with what result") + ".",
		f.received(),
		fmt.Sprintf("The files were read with the program dossier (the case was made by %q; this draft by %q). For each format of file it has a part, named in Schedule A with its version, that finds the records in a file and takes from each what it says: the time, the account, the act, the thing acted on. "+
			"It opens the files for reading only.", f.CaseBuild, f.Build),
		f.accounted(), hashed, f.compared(), f.journalled(),
	}
	list = append(list, f.exported()...)
	list = append(list,
		"The same files, the same request and the same version of the program give the same bytes. This can be tried with 'dossier verify --rebuild'; it was tried on "+blank("date")+" by "+blank("whom")+", with the result "+blank("result")+".", bounds)
	return []report.Section{
		heading("Certificate on an electronic process", "Draft of a certificate of a qualified person that is meant to accompany records generated by an electronic process or system under Federal Rule of Evidence 902(13). "+
			"It states what was done and what came of it; it does not state a conclusion."),
		numbered(report.SectionScope, "I state:", list), declaration(),
	}
}

// accounted says how many records there were, by what became of them.
func (f Facts) accounted() string {
	var events, facts, rejects int64
	for _, s := range f.Sources {
		events, facts, rejects = events+s.Events, facts+s.Facts, rejects+s.Rejects
	}
	return fmt.Sprintf("In the files of Schedule A, and in the archives among them, the program read %s and %s, and could not read %s. It accounts for every byte of a file: each belongs to a record that was read, to one that could not be, or to a stated part that holds no record, such as a heading. "+
		"What could not be read is kept and can be listed with 'dossier rejects'.",
		plural(events, "event"), plural(facts, "reference record"), plural(rejects, "record"))
}

func (f Facts) copied() []report.Section {
	list := append([]string{who(), knowledge, f.received(), hashed, f.journalled(), f.compared()}, f.exported()...)
	return []report.Section{
		heading("Certificate on copied data", "Draft of a certificate of a qualified person that is meant to accompany data copied from an electronic device, medium or file under Federal Rule of Evidence 902(14), identified by hash value."),
		numbered(report.SectionScope, "I state:", list), declaration(),
	}
}

func (f Facts) statement() []report.Section {
	list := []string{
		"I am " + blank("name") + " of " + blank("address") + ", " + blank("occupation") + ". I make this statement on behalf of " + blank("party") + ". My training and experience in what I describe here are: " + blank("qualification") + ".",
		"The facts in this statement are within my own knowledge unless I say otherwise. What I state from the journal of the case, which the program dossier keeps, I state because I have read it, and I believe it to be right because " + blank("reason") + ".",
		f.received(),
		fmt.Sprintf("The files were read with the program dossier (the case was made by %q; this draft by %q), which opens them for reading only. Schedule A names, for each file, the part of the program that read it.", f.CaseBuild, f.Build),
		f.accounted(), hashed, f.compared(), f.journalled(),
	}
	list = append(list, f.exported()...)
	list = append(list, "An independent third party who has the files of Schedule A and the program can repeat what was done and compare the result: 'dossier verify --rebuild' does so. It was tried on "+blank("date")+" by "+blank("whom")+", with the result "+blank("result")+".", bounds)
	return []report.Section{
		heading("Witness statement", "Draft of a witness statement for civil proceedings in England and Wales. In the "+blank("court")+", claim no. "+blank("number")+", between "+blank("claimant")+" and "+blank("defendant")+
			". Statement no. "+blank("number")+" of "+blank("name")+", for "+blank("party")+", made on "+blank("date")+", exhibits "+blank("marks")+"."),
		numbered(report.SectionScope, "I will say as follows:", list),
		{Key: report.SectionVerify, Title: "Statement of truth", Blocks: []report.Block{
			report.Paragraph{Text: "I believe that the facts stated in this witness statement are true. I understand that proceedings for contempt of court may be brought against anyone who makes, or causes to be made, a false statement in a document verified by a statement of truth without an honest belief in its truth."},
			report.Paragraph{Text: "Signed: " + blank("signature") + "   Dated: " + blank("date")},
			report.Paragraph{Text: "The words follow the form of the practice direction on statements of truth; counsel checks them as they stand, and replaces them in criminal proceedings.", Fine: true},
		}},
	}
}

// schedules are what the statements refer to.
func (f Facts) schedules() []report.Section {
	files := report.Table{Title: "Files, their SHA-256 when copied, and when read again", Head: []string{"No.", "File as given", "Bytes", "SHA-256 recorded", "SHA-256 now", "Read by"},
		Right: []bool{true, false, true, false, false, false}, Widths: []float64{1, 5, 2, 5, 5, 3}}
	for i, s := range f.Sources {
		by := s.Parser
		if by == "" {
			by = "-"
		}
		files.Rows = append(files.Rows, []string{fmt.Sprint(i + 1), s.Path, humanize.Comma(s.SizeBytes), s.Recorded.String(), s.Now.String(), by})
	}
	list := []report.Section{{Key: report.SectionExhibits, Title: "Schedule A: files", Blocks: []report.Block{files}}}
	if f.Export == nil {
		return list
	}
	excluded := report.Table{Title: "Events within what was asked for", Head: []string{"What became of them", "Events"}, Right: []bool{false, true}, Widths: []float64{4, 1},
		Rows: [][]string{{"in the export", humanize.Comma(f.Export.Items)}}}
	for _, x := range f.Export.Excluded {
		excluded.Rows = append(excluded.Rows, []string{"left out: " + x.Reason, humanize.Comma(x.Count)})
	}
	made := report.Table{Title: "Files of the export", Head: []string{"File", "SHA-256"}, Widths: []float64{2, 3}}
	for _, file := range f.Export.Files {
		made.Rows = append(made.Rows, []string{file.Path, file.SHA256.String()})
	}
	return append(list, report.Section{Key: report.SectionCustody, Title: "Schedule B: the export", Blocks: []report.Block{excluded, made}})
}
