// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/samples"
)

// traps are the tests of what must be said, by story.
var traps = map[string]func(*testing.T, *solved, keyEntry){
	"missing-days":        missingDaysTrap,
	"truncated-file":      truncatedFile,
	"same-file-twice":     sameFileTwice,
	"overlapping-exports": overlappingExports,
	"hourly-and-daily":    hourlyAndDaily,
	"wrong-zone":          wrongZone,
	"hostile-names":       hostileNames,
	"no-time":             noTime,
	"three-spellings":     threeSpellings,
	"right-to-left-name":  rightToLeft,
	"shared-account":      sharedAccount,
}

// sourceNamed is the source of a file of the key.
func (s *solved) sourceNamed(t *testing.T, file string) event.Source {
	t.Helper()
	source, ok := s.Source(s.files[file])
	if !ok {
		t.Fatalf("%s is no source of the case", file)
	}
	return source
}

// missingDaysTrap: an answer says on which days PaperCut has no record of anybody, and
// that the event log has some.
func missingDaysTrap(t *testing.T, s *solved, k keyEntry) {
	answer := s.ask(t, s.key[0].person(), "2024-04-29", "2024-05-13")
	covered := map[string]timeline.Coverage{}
	for _, c := range answer.Basis.Coverage {
		covered[formatName(c.Parser)] = c
	}
	days := map[string]int{}
	for _, e := range s.records(t, k) {
		if formatName(e.Origin.Parser) == "windows-print-xml" {
			days[e.Time.UTC.In(s.Zone()).Format(time.DateOnly)]++
		}
	}
	if len(days) != 2 || days["2024-05-02"] != 1 || days["2024-05-03"] != 1 || len(k.Records) != 2 {
		t.Errorf("%d records, of the event log by day: %v; want one on each of the two days and no other", len(k.Records), days)
	}
	for _, day := range []event.Date{"2024-05-02", "2024-05-03"} {
		if !slices.Contains(covered["papercut-print-logger"].Missing, day) {
			t.Errorf("%s is not said to be missing from PaperCut", day)
		}
		if covered["windows-print-xml"].Days[day] == 0 {
			t.Errorf("the event log has no jobs on %s", day)
		}
	}
	if slices.Contains(covered["papercut-print-logger"].Missing, "2024-05-07") {
		t.Error("7 May is said to be missing from PaperCut, which has records")
	}
	text := outputOf(t, 0, "-C", s.Dir(), "timeline", "--who", "Mike Hall", "--from", "2024-04-29", "--to", "2024-05-13")
	if line := lineWith(text, "papercut-print-logger "); !strings.Contains(line, "none on 2024-05-02 to 2024-05-03") {
		t.Errorf("the answer says of PaperCut: %q", line)
	}
}

func lineWith(text, part string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			return line
		}
	}
	return ""
}

// truncatedFile: what is torn is a reject at the end of the file, and answers say
// so.
func truncatedFile(t *testing.T, s *solved, k keyEntry) {
	source := s.sourceNamed(t, k.Files[0])
	if source.Status != event.StatusPartial || source.Rejects != 1 {
		t.Errorf("the source is %s with %d rejects", source.Status, source.Rejects)
	}
	err := s.Rejects(func(r event.Reject) error {
		if r.Origin.Source == source.Digest && (r.Origin.Span.End() != source.SizeBytes || r.Reason != "record cut off") {
			t.Errorf("reject %q at %+v of %d bytes", r.Reason, r.Origin.Span, source.SizeBytes)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	unreadable := s.ask(t, s.key[0].person(), "2024-04-17", "2024-04-17").Basis.Unreadable
	if len(unreadable) != 1 || unreadable[0].Source.Digest != source.Digest {
		t.Errorf("an answer about the day names as unreadable: %v", unreadable)
	}
}

// sameFileTwice: one of the two is the source, the other its copy.
func sameFileTwice(t *testing.T, s *solved, k keyEntry) {
	statuses := map[event.Status]int{}
	for _, source := range s.Sources() {
		for _, file := range k.Files {
			if strings.HasSuffix(filepath.ToSlash(source.Path), "/"+file) {
				statuses[source.Status]++
			}
		}
	}
	if len(k.Files) != 2 || statuses[event.StatusParsed] != 1 || statuses[event.StatusCopy] != 1 {
		t.Errorf("of the two files: %v", statuses)
	}
	events := s.eventsOf(k.Files[0])
	if source := s.sourceNamed(t, k.Files[1]); int64(len(events)) != source.Events || len(events) == 0 {
		t.Errorf("%d events, the source has %d", len(events), source.Events)
	}
	for _, e := range events {
		if e.Duplicate {
			t.Errorf("%s is marked as a copy, but its file is one source", e.ID)
		}
	}
}

// eventsOf are the events of one file, or of those below a folder.
func (s *solved) eventsOf(file string) []*event.Event {
	wanted := map[event.Digest]bool{}
	for name, digest := range s.files {
		wanted[digest] = wanted[digest] || name == file || strings.HasPrefix(name, file+"/")
	}
	var list []*event.Event
	for _, e := range s.events {
		if wanted[e.Origin.Source] {
			list = append(list, e)
		}
	}
	return list
}

// repeats reports unless every event of the files stands elsewhere too, and counts
// once.
func (s *solved) repeats(t *testing.T, file string) {
	t.Helper()
	copies := s.eventsOf(file)
	if len(copies) == 0 {
		t.Fatalf("%s: no events", file)
	}
	here, all := map[event.Key]bool{}, map[event.Key][]*event.Event{}
	for _, e := range copies {
		here[e.Key] = true
	}
	for _, e := range s.events {
		if here[e.Key] {
			all[e.Key] = append(all[e.Key], e)
		}
	}
	twice := map[event.Digest]int{}
	for _, digest := range s.files {
		twice[digest]++
	}
	for key, list := range all {
		if len(list) < 2 && twice[list[0].Origin.Source] < 2 {
			t.Errorf("%s: %s (%s) stands in one file only", file, key, list[0].Kind)
		}
		s.primaries(t, file, list)
	}
}

// overlappingExports and hourlyAndDaily: the same acts, once.
func overlappingExports(t *testing.T, s *solved, k keyEntry) { s.repeats(t, k.Files[1]) }

func hourlyAndDaily(t *testing.T, s *solved, k keyEntry) { s.repeats(t, k.Files[0]) }

// wrongZone: read as of the place where the server stands, the file's times are
// five hours behind those of CUPS, and four in the weeks in which New York has
// summer time already; read as of the zone in which its clock hung, they agree. The
// events stay the same.
func wrongZone(t *testing.T, _ *solved, k keyEntry) {
	s := company(t, samples.Options{Seed: 2, People: 30, Days: 90, Events: 12_000}, "papercut/MANPRINT02", "cups/")
	right := s.jobs(t, k.Files[0])
	behind := s.behind(t, right)
	if behind[0] < 8 || len(behind) != 1 {
		t.Errorf("read in New York: hours behind CUPS by number of jobs: %v", behind)
	}
	wrong := s.rereadIn(t, k.Files[0], "Europe/London")
	summer := time.Date(2024, time.March, 10, 7, 0, 0, 0, time.UTC)
	both := map[int]int{}
	for id, e := range wrong {
		before, ok := right[id]
		if !ok {
			t.Fatalf("%s is no event of before", id)
		}
		want := 5
		if !before.Time.UTC.Before(summer) {
			want = 4
		}
		both[want]++
		if got := before.Time.UTC.Sub(e.Time.UTC); got != time.Duration(want)*time.Hour {
			t.Errorf("%s in London is %s before %s in New York, want %d hours", e.Time.UTC, got, before.Time.UTC, want)
		}
	}
	if len(wrong) != len(right) || both[4] == 0 || both[5] == 0 {
		t.Errorf("%d events, then %d; by hours: %v", len(right), len(wrong), both)
	}
	if behind := s.behind(t, wrong); behind[4] != both[4] && behind[5] != both[5] {
		t.Errorf("read in London: hours behind CUPS by number of jobs: %v", behind)
	}
	for id, e := range s.rereadIn(t, k.Files[0], demoZone) {
		if !e.Time.UTC.Equal(right[id].Time.UTC) || e.Time.Basis != event.TimeSupplied {
			t.Errorf("read in New York again: %s, want %s", e.Time.UTC, right[id].Time.UTC)
		}
	}
}

// jobs are the events of a file by ID, read anew.
func (s *solved) jobs(t *testing.T, file string) map[event.ID]*event.Event {
	t.Helper()
	c, err := index.Open(s.Dir(), ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	found := map[event.ID]*event.Event{}
	filter := index.Filter{Timeless: true, Duplicates: true, Sources: map[event.Digest]bool{s.files[file]: true}}
	for e, err := range c.Events(t.Context(), filter) {
		if err != nil {
			t.Fatal(err)
		}
		found[e.ID] = e
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return found
}

func (s *solved) rereadIn(t *testing.T, file, zone string) map[event.ID]*event.Event {
	t.Helper()
	outputOf(t, 0, "-C", s.Dir(), "sources", "reread", file, "--tz", zone)
	return s.jobs(t, file)
}

// behind compares jobs with the page log of CUPS, whose clock is seven seconds
// fast: by how many whole hours they are behind, and how many of them.
func (s *solved) behind(t *testing.T, jobs map[event.ID]*event.Event) map[int]int {
	t.Helper()
	hours := map[int]int{}
	for _, job := range jobs {
		for _, page := range s.eventsOf("cups") {
			gap := page.Time.UTC.Add(-7 * time.Second).Sub(job.Time.UTC)
			whole := gap.Round(time.Hour)
			if page.Actor.Canonical() == job.Actor.Canonical() && isNamed(page.Object.Name, job.Object.Name) &&
				page.Quantities.Pages.Count == job.Quantities.Pages.Count && (gap-whole).Abs() <= time.Second && whole >= 0 && whole <= 6*time.Hour {
				hours[int(whole.Hours())]++
			}
		}
	}
	return hours
}

// hostileNames: whatever is printed about them, in any form, is inert.
func hostileNames(t *testing.T, s *solved, k keyEntry) {
	events := s.records(t, k)
	var escapes, directions, formulas int
	for _, e := range events {
		text := e.Text + e.Object.Name
		escapes += strings.Count(text, "\x1b")
		directions += strings.Count(text, "\u202e") + strings.Count(text, "\u2067")
		formulas += btoi(strings.HasPrefix(text, "=cmd") || strings.HasPrefix(text, "@SUM"))
	}
	if escapes == 0 || directions == 0 || formulas == 0 {
		t.Fatalf("the events have %d escapes, %d changes of direction, %d formulas", escapes, directions, formulas)
	}
	s.oneJobEach(t, events)
	in := []string{"-C", s.Dir()}
	for _, who := range []string{"Mike Hallam", "Jules Okonjo"} {
		for _, command := range []string{"timeline", "touched"} {
			args := append(slices.Clone(in), command, "--who", who, "--from", "2024-04-22", "--to", "2024-04-26")
			inertText(t, command, outputOf(t, 0, args...))
			inertText(t, command+" as jsonl", outputOf(t, 0, append(args, "--format", "jsonl")...))
			if command == "timeline" {
				text := outputOf(t, 0, append(args, "--format", "csv")...)
				inertText(t, "timeline as csv", text)
				inertCells(t, text)
			}
		}
	}
	for _, e := range events {
		if e.Duplicate {
			continue
		}
		inertText(t, "show", outputOf(t, 0, append(slices.Clone(in), "show", e.ID.String())...))
		inertText(t, "show as jsonl", outputOf(t, 0, append(slices.Clone(in), "show", e.ID.String(), "--format", "jsonl")...))
	}
	inertText(t, "sources", outputOf(t, 0, append(slices.Clone(in), "sources")...))
	inertText(t, "people", outputOf(t, 0, append(slices.Clone(in), "people", "list")...))
	inertText(t, "log", outputOf(t, 0, append(slices.Clone(in), "log")...))
}

// oneJobEach reports jobs of hostile names that are taken for two, because a system's
// code page lacks some of their characters.
func (s *solved) oneJobEach(t *testing.T, events []*event.Event) {
	t.Helper()
	jobs := map[event.ID]bool{}
	var who string
	for _, e := range events {
		if formatName(e.Origin.Parser) == "windows-print-xml" {
			jobs[e.ID] = true
			who = s.holder(e)
		}
	}
	folded := timeline.Fold(s.ask(t, who, "2024-04-23", "2024-04-25", "print").Items)
	for _, f := range folded {
		for _, item := range append([]timeline.Item{f.Item}, f.Also...) {
			if jobs[item.Event.ID] && len(f.Also) != 1 {
				t.Errorf("%q: %d records tell of the job, want both systems' as one", item.Event.Object.Name, 1+len(f.Also))
			}
		}
	}
	if len(jobs) < 9 {
		t.Errorf("%d jobs of hostile names", len(jobs))
	}
}

// inertText reports what a terminal would obey and what changes how other text is
// shown. Line ends are the program's own.
func inertText(t *testing.T, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s is no valid UTF-8", what)
	}
	for _, c := range text {
		if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029') {
			t.Errorf("%s has a raw %U", what, c)
			return
		}
	}
}

// inertCells reports cells that a spreadsheet would compute.
func inertCells(t *testing.T, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	shown := false
	for _, row := range rows {
		for _, cell := range row {
			shown = shown || strings.HasPrefix(cell, "'=cmd") || strings.HasPrefix(cell, "'@SUM")
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("cell %q", cell)
			}
		}
	}
	if !shown {
		t.Error("no cell shows a formula as text")
	}
}

// noTime: such a record is of nobody's window and of no day.
func noTime(t *testing.T, s *solved, k keyEntry) {
	var hallam string
	counted := int64(0)
	for _, e := range s.records(t, k) {
		if e.Time.Known() || e.Time.Precision != event.PrecisionNone {
			t.Errorf("%s of line %d has the time %s", e.Kind, e.Origin.Span.Line, e.Time.UTC)
		}
		counted += btoi64(!e.Duplicate)
		hallam = s.holder(e)
	}
	answer := s.ask(t, hallam, caseFirst, caseLast)
	if answer.Person.Name != "Mike Hallam" || answer.Basis.Timeless != counted || counted == 0 {
		t.Errorf("the answer of %q leaves out %d records without time, want %d", answer.Person.Name, answer.Basis.Timeless, counted)
	}
	for _, item := range answer.Items {
		if !item.Event.Time.Known() {
			t.Errorf("%s has no time and is in the window", item.Event.ID)
		}
	}
	var timeless, dated int64
	for _, e := range s.events {
		if !e.Duplicate {
			timeless += btoi64(!e.Time.Known())
			dated += btoi64(e.Time.Known())
		}
	}
	days, err := s.Days(t.Context(), time.Unix(0, -1<<63), time.Unix(0, 1<<63-1), s.Zone())
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range days {
		dated -= day.Count
	}
	if dated != 0 || timeless != counted {
		t.Errorf("by day, %d events with a time are missing; %d have none, want %d", dated, timeless, counted)
	}
}

func btoi64(b bool) int64 { return int64(btoi(b)) }

// threeSpellings: one person, found by any spelling.
func threeSpellings(t *testing.T, s *solved, k keyEntry) {
	s.theirs(t, k)
	for _, name := range []string{"Sorbo, Jorgen", "Jørgen Sørbø", "Joergen Soerboe"} {
		if p, err := s.people.Find(name); err != nil || p.ID != k.person() {
			t.Errorf("%s is %q: %v", name, p.ID, err)
		}
	}
	s.oneOfAllSystems(t, k)
}

// oneOfAllSystems reports unless the directory, HR, the CRM and the print servers
// give the person accounts, and no second person has the number.
func (s *solved) oneOfAllSystems(t *testing.T, k keyEntry) {
	t.Helper()
	namespaces := map[event.Namespace]int{}
	for a := range s.people.Accounts(k.person()) {
		namespaces[a.Namespace]++
	}
	for _, ns := range []event.Namespace{event.EmployeeNumber, event.Email, event.UPN, event.SID, event.WindowsSAM, event.PrintUser, event.SalesforceID, event.SalesforceUser} {
		if namespaces[ns] != 1 {
			t.Errorf("%s: %d accounts of %s, want one", k.Person, namespaces[ns], ns)
		}
	}
}

// rightToLeft: one person; a line that shows the name as the directory writes it
// keeps the order of its columns, without marks of direction.
func rightToLeft(t *testing.T, s *solved, k keyEntry) {
	s.theirs(t, k)
	s.oneOfAllSystems(t, k)
	p, _ := s.people.Person(k.person())
	i := slices.IndexFunc(p.Names, func(name string) bool {
		return strings.ContainsFunc(name, func(c rune) bool { return unicode.In(c, unicode.Hebrew, unicode.Arabic) })
	})
	if i < 0 {
		t.Fatalf("none of %q is written from right to left", p.Names)
	}
	if found, err := s.people.Find(p.Names[i]); err != nil || found.ID != p.ID {
		t.Errorf("%s is %q: %v", p.Names[i], found.ID, err)
	}
	text := outputOf(t, 0, "-C", s.Dir(), "people", "show", p.ID)
	inertText(t, "people show", text)
	if !strings.Contains(text, p.Names[i]) {
		t.Errorf("%s is not shown", p.Names[i])
	}
	line := lineWith(outputOf(t, 0, "-C", s.Dir(), "people", "list"), k.person())
	name, number, title := strings.Index(line, p.Name), strings.Index(line, k.person()), strings.Index(line, p.Title)
	if name != 0 || number < name || title < number {
		t.Errorf("columns of %q are out of order", line)
	}
}

// sharedAccount: no employee holds it.
func sharedAccount(t *testing.T, s *solved, k keyEntry) {
	events := s.records(t, k)
	accounts := map[event.Account]bool{}
	for _, e := range events {
		accounts[e.Actor] = true
	}
	for account := range accounts {
		for _, l := range s.people.AllLinks() {
			if l.Account.Canonical() == account.Canonical() && strings.HasPrefix(l.Person, "employee:") {
				t.Errorf("%s is linked to %s (class %s)", account, l.Person, l.Class)
			}
		}
		if label := s.people.Label(account); label != "Front Desk" {
			t.Errorf("%s is called %q", account, label)
		}
	}
	for _, p := range s.people.Persons() {
		if !strings.HasPrefix(p.ID, "employee:") {
			continue
		}
		for id := range items(s.ask(t, p.ID, "2024-05-07", "2024-05-07")) {
			if slices.ContainsFunc(events, func(e *event.Event) bool { return e.ID == id }) {
				t.Errorf("%s is among %s's", id, p.Name)
			}
		}
	}
}
