// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
)

// innocents are the tests of what must not be concluded, by story.
var innocents = map[string]func(*testing.T, *solved, keyEntry){
	"quarter-end":      quarterEnd,
	"hand-over":        handOver,
	"new-starter":      newStarter,
	"territory-change": territoryChange,
	"data-cleaning":    dataCleaning,
	"night-shift":      nightShift,
	"trade-fair":       tradeFair,
	"clean-leaver":     cleanLeaver,
	"second-mike":      secondMike,
	"reissued-mailbox": reissuedMailbox,
	"login-as":         loginAs,
	"broken-printer":   brokenPrinter,
}

// caseFirst and caseLast are the first and the last day of the demo's logs.
const caseFirst, caseLast = event.Date("2024-01-22"), event.Date("2024-05-20")

// theirs finds the events of a line and reports those that are not the person's.
func (s *solved) theirs(t *testing.T, k keyEntry) []*event.Event {
	t.Helper()
	events := s.records(t, k)
	for _, e := range events {
		if holder := s.holder(e); holder != k.person() {
			t.Errorf("%s of %s on %s is held by %q, want %s (%s)", e.Kind, e.Actor, e.Time.UTC, holder, k.person(), k.Person)
		}
	}
	s.primaries(t, k.Story, events)
	return events
}

// stayedInside reports messages of the events that went to an address outside.
func (s *solved) stayedInside(t *testing.T, events []*event.Event) {
	t.Helper()
	sent := 0
	for _, e := range events {
		for _, to := range e.Targets {
			if to.Role != event.RoleTo && to.Role != event.RoleCc && to.Role != event.RoleForward {
				continue
			}
			sent++
			if timeline.Outside(to.Account, s.people) {
				t.Errorf("%s is taken for an address outside", to.Account)
			}
		}
	}
	if sent == 0 {
		t.Error("no record names a recipient")
	}
}

// quarterEnd: nothing of what she exported left the company, and each export is
// one, though two rows tell of it.
func quarterEnd(t *testing.T, s *solved, k keyEntry) {
	groups, reports := map[string]int{}, map[string]bool{}
	for _, e := range s.theirs(t, k) {
		if e.Text != "" {
			reports[e.Text] = true
		}
	}
	if len(reports) == 0 {
		t.Error("no record names a report")
	}
	answer := s.ask(t, k.person(), "2024-03-27", "2024-04-02", "crm.report.export")
	for _, item := range answer.Items {
		groups[item.Event.Group]++
	}
	if answer.Numbers.Exports != int64(len(groups)) || len(answer.Items) != 2*len(groups) || len(groups) < 12 {
		t.Errorf("%d exports are counted, she made %d of which %d records tell", answer.Numbers.Exports, len(groups), len(answer.Items))
	}
	for _, item := range s.ask(t, k.person(), caseFirst, caseLast, "mail").Items {
		for _, file := range item.Event.Attachments {
			for report := range reports {
				if strings.Contains(file.Name, report) {
					t.Errorf("%s was mailed on %s", file.Name, item.Event.Time.UTC)
				}
			}
		}
	}
}

// handOver: the manager asked, and the list stayed inside.
func handOver(t *testing.T, s *solved, k keyEntry) {
	manager, err := s.people.Find("Ellen Marchetti")
	if err != nil {
		t.Fatal(err)
	}
	events := s.records(t, k)
	slices.SortStableFunc(events, func(a, b *event.Event) int { return a.Time.UTC.Compare(b.Time.UTC) })
	asked := events[0].Group
	mail := events[:0:0]
	for _, e := range events {
		want := k.person()
		if e.Group == asked {
			want = manager.ID
		}
		if holder := s.holder(e); holder != want {
			t.Errorf("%s of %s on %s is held by %q, want %s", e.Kind, e.Actor, e.Time.UTC, holder, want)
		}
		if e.Kind.Domain() == event.DomainMail {
			mail = append(mail, e)
		}
	}
	if !strings.Contains(events[0].Text, "please export your accounts") {
		t.Errorf("the first record is %q, want the manager's message", events[0].Text)
	}
	s.stayedInside(t, mail)
	for _, item := range s.ask(t, k.person(), "2024-05-02", "2024-05-03").Items {
		if e := item.Event; e.Kind == event.CRMRecordView && item.Others && slices.Contains(events, e) {
			t.Errorf("%s of his own list is said to be of %s", item.Name, item.Owner)
		}
	}
}

// newStarter: the answer says when she began, and that she took nothing out.
func newStarter(t *testing.T, s *solved, k keyEntry) {
	s.theirs(t, k)
	answer := s.ask(t, k.person(), "2024-04-15", caseLast)
	if answer.Person.Hired != "2024-04-15" {
		t.Errorf("she was hired on %q", answer.Person.Hired)
	}
	if answer.Numbers.OfOthers < 100 || answer.Numbers.Exports != 0 {
		t.Errorf("%d customers of others, %d exports; want more than 100 and none", answer.Numbers.OfOthers, answer.Numbers.Exports)
	}
}

// territoryChange: from the day on which the customers are given to her they are
// hers, and until then they are not.
func territoryChange(t *testing.T, s *solved, k keyEntry) {
	operations, err := s.people.Find("Sunil Rao")
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]time.Time{}
	shown := items(s.ask(t, k.person(), "2024-04-22", "2024-04-25"))
	for _, e := range s.records(t, k) {
		switch {
		case e.Kind == event.CRMOwnerChange && s.holder(e) == operations.ID:
			given[e.Object.ID] = e.Time.UTC
		case e.Kind != event.CRMRecordView || s.holder(e) != k.person():
			t.Errorf("%s of %s is neither a change of owner nor a look of hers", e.Kind, e.Actor)
		case shown[e.ID].Others || shown[e.ID].Owner == "":
			t.Errorf("%s, hers since the day before, is said to be of %q", shown[e.ID].Name, shown[e.ID].Owner)
		}
	}
	if len(given) != 40 {
		t.Fatalf("%d customers were given to her, want 40", len(given))
	}
	before := 0
	for _, p := range s.people.Persons() {
		for _, item := range s.ask(t, p.ID, caseFirst, "2024-04-21", "crm.record.*").Items {
			if _, ok := given[item.Event.Object.ID]; !ok {
				continue
			}
			before++
			if item.Owner == "" || item.Owner == "Tennant, Rosa" {
				t.Errorf("%s, opened by %s on %s, is said to be of %q, who was given it on 22 April", item.Name, p.Name, item.Event.Time.UTC, item.Owner)
			}
		}
	}
	if before == 0 {
		t.Error("nobody opened one of the customers before they were given to her")
	}
}

// dataCleaning: he opens and corrects, and exports nothing.
func dataCleaning(t *testing.T, s *solved, k keyEntry) {
	var edits int
	events := s.theirs(t, k)
	for _, e := range events {
		edits += btoi(strings.HasSuffix(e.Attr("uri"), "/e"))
		if e.Kind != event.CRMRecordView || e.Object.Type != "customer" {
			t.Errorf("%s of a %s, want views of customers: the log does not say that a page was saved", e.Kind, e.Object.Type)
		}
	}
	if edits*2 != len(events) {
		t.Errorf("%d of %d pages are for editing, want half", edits, len(events))
	}
	if n := s.ask(t, k.person(), caseFirst, caseLast).Numbers; n.Exports != 0 || n.Rows != 0 {
		t.Errorf("%d exports of %d rows are counted, he made none", n.Exports, n.Rows)
	}
}

// nightShift: she has worked at night since the logs begin.
func nightShift(t *testing.T, s *solved, k keyEntry) {
	s.theirs(t, k)
	weeks, day := map[int]bool{}, 0
	for _, item := range s.ask(t, k.person(), caseFirst, "2024-04-28").Items {
		local := item.Event.Time.UTC.In(s.Zone())
		if hour := local.Hour(); hour >= 20 || hour < 2 {
			_, week := local.ISOWeek()
			weeks[week] = true
		} else {
			day++
		}
	}
	if len(weeks) < 12 || day > 0 {
		t.Errorf("at night in %d of the 14 weeks before, %d acts by day", len(weeks), day)
	}
}

// tradeFair: each job counts once, its copies included, though two systems and
// three files tell of it.
func tradeFair(t *testing.T, s *solved, k keyEntry) {
	var want int64
	jobs := map[time.Time]bool{}
	for _, e := range s.theirs(t, k) {
		if !e.Duplicate && formatName(e.Origin.Parser) == "papercut-print-logger" {
			want += e.Quantities.Pages.Count
			jobs[e.Time.UTC] = true
		}
	}
	answer := s.ask(t, k.person(), "2024-05-07", "2024-05-09", "print")
	if acts := timeline.Fold(answer.Items); answer.Numbers.Pages != want || len(acts) != len(jobs) || want < 2000 {
		t.Errorf("%d pages in %d jobs, want %d in %d", answer.Numbers.Pages, len(acts), want, len(jobs))
	}
}

// cleanLeaver: what he sent went to his manager.
func cleanLeaver(t *testing.T, s *solved, k keyEntry) {
	var mail []*event.Event
	for _, e := range s.theirs(t, k) {
		if e.Kind.Domain() == event.DomainMail {
			mail = append(mail, e)
		}
	}
	s.stayedInside(t, mail)
	p, _ := s.people.Person(k.person())
	if p.Notice == "" || p.Leaves != "2024-05-10" {
		t.Errorf("notice on %q, last working day %q", p.Notice, p.Leaves)
	}
}

// secondMike: neither has anything of the other's.
func secondMike(t *testing.T, s *solved, k keyEntry) {
	hallam := s.theirs(t, k)
	for _, pair := range [][2]string{{"Mike Hall", "Mike Hallam"}, {"Mike Hallam", "Mike Hall"}} {
		one, err := s.people.Find(pair[0])
		if err != nil {
			t.Fatal(err)
		}
		other, err := s.people.Find(pair[1])
		if err != nil {
			t.Fatal(err)
		}
		answer := s.ask(t, one.ID, caseFirst, caseLast)
		accounts := s.people.Accounts(other.ID)
		for _, item := range answer.Items {
			if accounts[item.Event.Actor.Canonical()] || s.holder(item.Event) != one.ID {
				t.Errorf("%s of %s is among %s's", item.Event.Kind, item.Event.Actor, one.Name)
			}
		}
		if len(answer.Items) < 200 {
			t.Errorf("%s has %d items", one.Name, len(answer.Items))
		}
		shown := items(answer)
		for _, e := range hallam {
			if _, ok := shown[e.ID]; ok != (one.ID == k.person() && !e.Duplicate && !system(e)) {
				t.Errorf("%s of %s: among %s's: %v", e.Kind, e.Actor, one.Name, ok)
			}
		}
	}
	if _, err := s.people.Find("Mike"); err == nil {
		t.Error("Mike alone is taken for one of the two")
	}
}

// system reports whether the service itself did what the event tells.
func system(e *event.Event) bool { return e.Initiated == event.InitiatedSystem }

// reissuedMailbox: what was sent before he was hired is not his.
func reissuedMailbox(t *testing.T, s *solved, k keyEntry) {
	julia, err := s.people.Find("Julia Carter")
	if err != nil {
		t.Fatal(err)
	}
	jonas, _ := s.people.Person(k.person())
	hired := jonas.Hired.Time(s.Zone())
	counts := map[string]int{}
	his, hers := items(s.ask(t, jonas.ID, caseFirst, caseLast)), items(s.ask(t, julia.ID, caseFirst, caseLast))
	for _, e := range s.records(t, k) {
		want, theirs, not := jonas.ID, his, hers
		if e.Time.UTC.Before(hired) {
			want, theirs, not = julia.ID, hers, his
		}
		counts[want]++
		if holder := s.holder(e); holder != want {
			t.Errorf("%s on %s is held by %q, want %s", e.Kind, e.Time.UTC, holder, want)
		}
		if _, ok := theirs[e.ID]; !ok && !system(e) && !e.Duplicate {
			t.Errorf("%s on %s is not among %s's", e.Kind, e.Time.UTC, want)
		}
		if _, ok := not[e.ID]; ok {
			t.Errorf("%s on %s is among the other's", e.Kind, e.Time.UTC)
		}
	}
	if counts[jonas.ID] == 0 || counts[julia.ID] == 0 {
		t.Errorf("records by holder: %v", counts)
	}
	for id := range his {
		if _, ok := hers[id]; ok {
			t.Errorf("%s is of both", id)
		}
	}
	for _, p := range []string{jonas.ID, julia.ID} { // the user list gives each their own user
		n := 0
		for a := range s.people.Accounts(p) {
			n += btoi(a.Namespace == event.SalesforceID)
		}
		if n != 1 {
			t.Errorf("%s has %d users of the CRM, want one", p, n)
		}
	}
}

// loginAs: the report was the administrator's, in Mike's name.
func loginAs(t *testing.T, s *solved, k keyEntry) {
	admin, err := s.people.Find("Ravi Menon")
	if err != nil {
		t.Fatal(err)
	}
	answer := s.ask(t, k.person(), "2024-05-07", "2024-05-07")
	shown := items(answer)
	inHisName := int64(0)
	for _, e := range s.records(t, k) {
		if _, ok := shown[e.ID]; ok {
			t.Errorf("%s of %s is among Mike's", e.Kind, e.Actor)
		}
		if s.holder(e) == k.person() || s.people.Accounts(k.person())[e.OnBehalfOf.Canonical()] {
			inHisName++
		}
	}
	if inHisName < 2 {
		t.Errorf("%d records bear his name, want the log-in as him and the report", inHisName)
	}
	counted := int64(0)
	for _, other := range answer.Basis.InTheirName {
		if other.Name != admin.Name {
			t.Errorf("%s (%s) is said to have acted in his name", other.Account, other.Name)
		}
		counted += other.Count
	}
	if counted != inHisName {
		t.Errorf("%d acts in his name are left out, want %d", counted, inHisName)
	}
}

// brokenPrinter: the queue repeated everybody's jobs; nobody asked for copies, and
// the two systems' records of one repetition are one.
func brokenPrinter(t *testing.T, s *solved, k keyEntry) {
	documents, listed := map[string]int{}, map[string]bool{}
	events := s.records(t, k)
	s.primaries(t, k.Story, events)
	for _, e := range events {
		listed[s.holder(e)] = true
		if s.holder(e) == k.person() {
			documents[e.Object.Name]++
		}
		if e.Quantities.Copies.Count != 1 {
			t.Errorf("%s is said to be printed in %d copies", e.Object.Name, e.Quantities.Copies.Count)
		}
	}
	acts := map[string]int{}
	for _, f := range timeline.Fold(s.ask(t, k.person(), "2024-04-15", "2024-04-19", "print").Items) {
		if documents[f.Event.Object.Name] > 0 {
			acts[f.Event.Object.Name]++
			if len(f.Also) != 1 {
				t.Errorf("%s at %s: %d other records are of the same act, want the other system's", f.Event.Object.Name, f.Event.Time.UTC, len(f.Also))
			}
		}
	}
	for document := range documents {
		if acts[document] != 2 {
			t.Errorf("%s was printed %d times, want 2", document, acts[document])
		}
	}
	people := map[string]int{}
	for _, e := range s.events {
		day := e.Time.UTC.In(s.Zone()).Format(time.DateOnly)
		if e.Kind == event.PrintJob && !e.Duplicate && day >= "2024-04-15" && day <= "2024-04-19" && hasPrinter(e, "PRN-NY-03") && formatName(e.Origin.Parser) == "papercut-print-logger" {
			people[s.holder(e)]++
		}
	}
	for person, jobs := range people {
		if jobs%2 != 0 {
			t.Errorf("%s has %d jobs on the queue that week, want an even number", person, jobs)
		}
	}
	for person := range listed {
		if people[person] == 0 {
			t.Errorf("the key lists jobs of %s, the queue has none that week", person)
		}
	}
	if people[k.person()] != 10 || len(listed) != 3 {
		t.Errorf("jobs on the queue that week: %v; the key lists those of %v, want two others'", people, listed)
	}
}

func hasPrinter(e *event.Event, name string) bool {
	return slices.ContainsFunc(e.Targets, func(t event.Target) bool { return t.Role == event.RolePrinter && t.Account.Name == name })
}
