// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/samples"
)

// TestAnswerKey proves the key of the demo case against what dossier makes of its
// evidence: each act is where the key says and is the thief's, of no innocent is
// concluded what must not be, and each trap is spoken of.
func TestAnswerKey(t *testing.T) {
	demo := solve(t, samples.Demo(), samples.DemoKey(), addFlags{zone: demoZone, memory: "1G"})
	t.Run("acts", func(t *testing.T) { demo.acts(t) })
	t.Run("answer", func(t *testing.T) { demo.answer(t) })
	demo.stories(t, "innocent", innocents)
	demo.stories(t, "trap", traps)
}

// stories runs the test of each line, and demands that there is one for each.
func (s *solved) stories(t *testing.T, kind string, tests map[string]func(*testing.T, *solved, keyEntry)) {
	met := map[string]bool{}
	for _, k := range s.lines(kind, "") {
		met[k.Story] = true
		test := tests[k.Story]
		if test == nil {
			t.Errorf("%s %s of the key is not tested", kind, k.Story)
			continue
		}
		t.Run(k.Story+"/"+k.ID, func(t *testing.T) { test(t, s, k) })
	}
	for story := range tests {
		if !met[story] {
			t.Errorf("the key has no %s %s", kind, story)
		}
	}
}

// TestAnswerKeyOfOtherCompanies proves the acts of all methods and strengths.
func TestAnswerKeyOfOtherCompanies(t *testing.T) {
	if testing.Short() {
		t.Skip("eighteen cases")
	}
	for seed := uint64(1); seed <= 6; seed++ {
		for i, strength := range []samples.Strength{samples.Low, samples.Mid, samples.High} {
			t.Run(fmt.Sprintf("seed-%d-%s", seed, strength), func(t *testing.T) {
				s := company(t, samples.Options{Seed: seed, Strength: strength, People: 24, Days: 60 + 15*i, Events: 8000}, "evidence/")
				s.acts(t)
			})
		}
	}
}

// company makes the case of another company, of those of its files whose names
// contain one of the parts; it refers to its evidence instead of keeping it.
func company(t *testing.T, o samples.Options, parts ...string) *solved {
	t.Helper()
	m := &samples.Memory{}
	if _, err := samples.Generate(context.Background(), o, m); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range m.Names() {
		wanted := slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) })
		if below, ok := strings.CutPrefix(name, "evidence/"); ok && wanted {
			files[below] = &fstest.MapFile{Data: m.File(name)}
		}
	}
	return solve(t, files, m.File("truth.jsonl"), addFlags{zone: demoZone, memory: "1G", reference: true})
}

// acts proves every act of the key.
func (s *solved) acts(t *testing.T) {
	lines := s.lines("act", "")
	if len(lines) == 0 {
		t.Error("the key has no acts")
	}
	for _, k := range lines {
		if len(k.Records) == 0 || len(k.Records) != k.Total {
			t.Errorf("%s: %d records are named, %d are said to show it", k.ID, len(k.Records), k.Total)
		}
		var events []*event.Event
		for _, r := range k.Records {
			for _, e := range s.record(t, k, r) {
				events = append(events, e)
				s.oneRecord(t, k, r, e)
			}
		}
		s.primaries(t, k.ID, events)
		s.together(t, k, events)
	}
}

// oneRecord reports what one record's event says otherwise than the key.
func (s *solved) oneRecord(t *testing.T, k keyEntry, r keyRecord, e *event.Event) {
	t.Helper()
	fault := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s (%s) in %s line %d: "+format, append([]any{k.ID, k.Kind, r.File, r.Line}, args...)...)
	}
	if !slices.Contains(kindsOf(k.Kind, r.Source), e.Kind) {
		fault("event is a %s", e.Kind)
	}
	clock, ok := clockOf(r.Source)
	if !ok {
		fault("nothing is known of the clock of %s", r.Source)
	}
	unit := map[event.Precision]time.Duration{event.PrecisionSecond: time.Second, event.PrecisionMilli: time.Millisecond}[e.Time.Precision]
	if err := within(e.Time.UTC.Add(-clock.fast), k.Time.Add(-unit), k.Time.Add(clock.late)); err != nil {
		fault("%v (clock %s fast)", err, clock.fast)
	}
	if !sameObject(k, r, e) {
		fault("object is %+v, text %q, attachments %v", e.Object, e.Text, e.Attachments)
	}
	switch holder := s.holder(e); {
	case k.Account == "" && holder != k.person():
		fault("%s is held by %q, want %s (%s)", e.Actor, holder, k.person(), k.Person)
	case k.Account != "" && (e.Actor.String() != k.Account || holder == "" || holder == k.person()):
		fault("%s is held by %q; want the account %s, which is not %s's", e.Actor, holder, k.Account, k.Person)
	}
}

// kindsOf are the kinds that records of a source may have which tell of an act of
// a kind. Where it is another kind, the record does not say more: the short trace
// does not tell a rule's copy from a message sent, servers record steps, a row of
// API usage has no operation but for REST.
func kindsOf(act event.Kind, source string) []event.Kind {
	other := map[string][]event.Kind{
		"mail.send exchange-tracking/SMTP-RECEIVE":         {event.MailTransport},
		"mail.send exchange-tracking/SMTP-SENDEXTERNAL":    {event.MailRelay},
		"mail.send m365-trace-extended/SMTP-SENDEXTERNAL":  {event.MailRelay},
		"mail.forward m365-message-trace":                  {event.MailSend},
		"mail.forward exchange-tracking/SMTP-RECEIVE":      {event.MailTransport},
		"mail.forward exchange-tracking/SMTP-SENDEXTERNAL": {event.MailRelay},
		"mail.forward m365-trace-extended/SMTP-SENDEXTERNAL": {
			event.MailRelay,
		},
		"crm.api.read salesforce-elf/ApiTotalUsage":  {event.CRMAPIRead, event.CRMOther},
		"crm.bulk.read salesforce-elf/ApiTotalUsage": {event.CRMOther},
	}[string(act)+" "+source]
	if other != nil {
		return other
	}
	return []event.Kind{act}
}

// sourceClock is by how much a system's clock is ahead, and how long after the act
// its record may be written.
type sourceClock struct{ fast, late time.Duration }

// clockOf says of the clocks what the samples' README says. Mail is recorded as it
// passes, a print job by the spooler when it is printed.
func clockOf(source string) (sourceClock, bool) {
	system, _, _ := strings.Cut(source, "/")
	c, ok := map[string]sourceClock{
		"salesforce-elf":           {0, 100 * time.Millisecond},
		"salesforce-login-history": {-time.Second, time.Second}, // written as milliseconds, kept in seconds
		"m365-ual":                 {0, 0},
		"m365-message-trace":       {0, 5 * time.Second},
		"m365-trace-extended":      {0, 5 * time.Second},
		"exchange-tracking":        {-3200 * time.Millisecond, 10 * time.Second},
		"papercut":                 {0, 0},
		"printservice":             {0, 15 * time.Second},
		"cups-page-log":            {7 * time.Second, 0},
	}[system]
	return c, ok
}

// sameObject reports whether an event is about what the key says, as far as its
// record can say it.
func sameObject(k keyEntry, r keyRecord, e *event.Event) bool {
	o := k.Object
	switch o.Type {
	case "customer", "report", "list":
		return e.Object.Type == o.Type && e.Object.ID == o.ID
	case "user": // of a log-in: the actor
		return e.Actor == event.Account{Namespace: event.SalesforceID, Name: o.ID}
	case "entity":
		return e.Object.Type == map[string]string{"Account": "customer", "Contact": "contact"}[o.Name]
	case "mailbox":
		return e.Object == event.Object{Type: "mailbox", ID: o.ID, Name: o.Name} && e.Attr("folder.path") == k.Folder
	case "message":
		return e.Text == o.Name
	case "rule":
		return e.Object.Type == "rule" && e.Object.Name == o.Name
	case "document":
		switch {
		case k.Kind != event.MailSend:
			return e.Object.Type == "document" && isNamed(e.Object.Name, o.Name)
		case r.Source == "m365-ual/Send":
			return slices.ContainsFunc(e.Attachments, func(a event.Attachment) bool { return a.Name == o.Name })
		}
		return e.Object.Type == "message" && e.Object.ID == r.Text // only the audit log knows attachments
	}
	return false
}

// isNamed reports whether a name is the document's, or its first 40
// characters.
func isNamed(name, document string) bool {
	return name == document || len([]rune(name)) == 40 && strings.HasPrefix(document, name)
}

// together reports what the records of one act do not say together: its number,
// its recipients, and that they are one act.
func (s *solved) together(t *testing.T, k keyEntry, events []*event.Event) {
	t.Helper()
	stated := map[int64]bool{}
	for _, e := range events {
		if q := quantityFor(k.Kind, e); q.Present() {
			stated[q.Count] = true
		}
	}
	if k.Quantity > 0 && (len(stated) != 1 || !stated[k.Quantity]) {
		t.Errorf("%s (%s): records state the numbers %v, want %d", k.ID, k.Kind, stated, k.Quantity)
	}
	for _, to := range k.Targets {
		if !slices.ContainsFunc(events, func(e *event.Event) bool { return hasTarget(e, to) }) {
			t.Errorf("%s (%s): no record says that it went to %s", k.ID, k.Kind, to)
		}
	}
	switch k.Kind {
	case event.MailSend, event.MailForward, event.CRMReportExport:
		for _, e := range events {
			if e.Group == "" || e.Group != events[0].Group {
				t.Errorf("%s (%s): records of one act have the groups %q and %q", k.ID, k.Kind, events[0].Group, e.Group)
			}
		}
	}
}

// quantityFor is the number of an event that counts acts of a kind.
func quantityFor(k event.Kind, e *event.Event) event.Quantity {
	switch k {
	case event.MailSend:
		return e.Quantities.Attachments
	case event.MailPurge:
		return e.Quantities.Items
	case event.PrintJob:
		return e.Quantities.Pages
	}
	return e.Quantities.Records
}

// answer proves what the demo shows: the acts in the window, told once, and
// nobody else's.
func (s *solved) answer(t *testing.T) {
	mike, err := s.people.Find("Mike Hall")
	if err != nil || mike.ID != s.key[0].person() {
		t.Fatalf("Mike Hall is %q, want %s: %v", mike.ID, s.key[0].person(), err)
	}
	answer, err := timeline.Ask(context.Background(), s.Case, s.people, timeline.Question{Person: mike.ID, Range: timeline.Range{LastDays: 30}})
	if err != nil {
		t.Fatal(err)
	}
	from, to := answer.Window.Bounds()
	shown, folded := items(answer), timeline.Fold(answer.Items)
	text := outputOf(t, 0, "-C", s.Dir(), "ask", demoQuestion)
	for _, k := range s.lines("act", "") {
		inside := !k.Time.Before(from) && k.Time.Before(to)
		lines := map[event.ID]bool{}
		for _, e := range s.records(t, k) {
			if _, ok := shown[e.ID]; ok {
				lines[lineOf(folded, e.ID)] = true
			}
		}
		if want := btoi(inside); len(lines) != want {
			t.Errorf("%s (%s) of %s stands on %d lines of the answer, want %d", k.ID, k.Kind, k.Time, len(lines), want)
		}
		for id := range lines {
			if !strings.Contains(text, "  "+id.String()[:12]+"\n") {
				t.Errorf("%s: no line of the demo's answer ends in %s", k.ID, id)
			}
		}
	}
	for _, item := range answer.Items {
		if s.holder(item.Event) != mike.ID || strings.Contains(strings.ToLower(item.Event.Actor.Name), "hallam") {
			t.Errorf("%s of %s is among Mike Hall's", item.Event.ID, item.Event.Actor)
		}
	}
	s.fiveNumbers(t, answer)
}

// lineOf is the ID of the item on whose line an item is shown.
func lineOf(folded []timeline.Folded, id event.ID) event.ID {
	for _, f := range folded {
		for _, item := range append([]timeline.Item{f.Item}, f.Also...) {
			if item.Event.ID == id {
				return f.Event.ID
			}
		}
	}
	return event.ID{}
}

// fiveNumbers checks that the numbers hold at least what was planted, counted
// once.
func (s *solved) fiveNumbers(t *testing.T, answer *timeline.Answer) {
	t.Helper()
	from, to := answer.Window.Bounds()
	planted, customers := map[event.Kind]int64{}, map[string]bool{}
	var rows, pages, attached int64
	for _, k := range s.lines("act", "") {
		if k.Time.Before(from) || !k.Time.Before(to) {
			continue
		}
		planted[k.Kind]++
		switch k.Kind {
		case event.CRMRecordView:
			customers[k.Object.ID] = true
		case event.CRMReportExport:
			rows += k.Quantity
		case event.PrintJob:
			pages += k.Quantity
		case event.MailSend:
			attached += k.Quantity
		}
	}
	n := answer.Numbers
	if n.OfOthers < int64(len(customers)) || n.Customers > n.ListSize {
		t.Errorf("%d customers, %d of others were touched; the key has %d of others, the list %d", n.Customers, n.OfOthers, len(customers), n.ListSize)
	}
	if n.Exports != planted[event.CRMReportExport] || n.Rows != rows {
		t.Errorf("%d exports of %d rows, the key has %d of %d", n.Exports, n.Rows, planted[event.CRMReportExport], rows)
	}
	if n.ByRule != planted[event.MailForward] || n.Messages < n.ByRule+planted[event.MailSend] || n.Attachments < attached {
		t.Errorf("%d messages outside, %d by a rule, %d attachments; the key has %d sent, %d forwarded, %d attachments",
			n.Messages, n.ByRule, n.Attachments, planted[event.MailSend], planted[event.MailForward], attached)
	}
	if want := s.pages(answer); n.Pages != want || n.Pages < pages {
		t.Errorf("%d pages printed, the print servers have %d, the key %d", n.Pages, want, pages)
	}
	if cmp.Or(rows, pages, attached) == 0 {
		t.Error("the key plants nothing in the window")
	}
}

// pages are those that the person printed in New York: what PaperCut says, and the
// event log on the two days on which PaperCut was down.
func (s *solved) pages(answer *timeline.Answer) int64 {
	from, to := answer.Window.Bounds()
	var sum int64
	for _, e := range s.events {
		if e.Kind != event.PrintJob || e.Duplicate || !e.Time.Known() || e.Time.UTC.Before(from) || !e.Time.UTC.Before(to) || s.holder(e) != answer.Person.ID {
			continue
		}
		parser, day := formatName(e.Origin.Parser), e.Time.UTC.In(s.Zone()).Format(time.DateOnly)
		if parser == "papercut-print-logger" || parser == "windows-print-xml" && (day == "2024-05-02" || day == "2024-05-03") {
			sum += e.Quantities.Pages.Count
		}
	}
	return sum
}
