// SPDX-License-Identifier: Apache-2.0

package timeline_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
)

// at is a moment of 2024 in UTC.
func at(month time.Month, day, hour, minute, second int) event.Time {
	return event.Instant(time.Date(2024, month, day, hour, minute, second, 0, time.UTC), event.PrecisionSecond, event.TimeFormat, "")
}

// caseOf is a case with these events and facts, one source for each parser, and two
// people on its roster: Ann, employee 1, and Bob, employee 2, whose CRM users are
// user("1") and user("2") and who print as "1" and "2".
func caseOf(t *testing.T, events []*event.Event, facts ...*event.Fact) (*index.Case, *identity.Directory) {
	t.Helper()
	now := func() time.Time { return time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC) }
	dir := filepath.Join(t.TempDir(), "test.case")
	if err := index.Create(dir, "test", "America/New_York", "test", now()); err != nil {
		t.Fatal(err)
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	byParser := map[string][]*event.Event{"facts@1": nil}
	for _, e := range events {
		byParser[e.Origin.Parser] = append(byParser[e.Origin.Parser], e)
	}
	for _, p := range [][2]string{{"1", "Ann"}, {"2", "Bob"}} {
		facts = append(facts, &event.Fact{Kind: event.FactPerson, Subject: event.Object{Type: "person", Name: p[1]}, Accounts: []event.Account{
			{Namespace: event.EmployeeNumber, Name: p[0]}, user(p[0]), {Namespace: event.PrintUser, Name: p[0]},
		}})
	}
	for parser, list := range byParser {
		add(t, w, parser, list, facts)
		facts = nil
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := index.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	d, err := identity.Build(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return c, d
}

// add is what an ingest does with one source.
func add(t *testing.T, w *index.Writer, parser string, events []*event.Event, facts []*event.Fact) {
	t.Helper()
	digest, size, err := w.Keep(parser, strings.NewReader(parser))
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		e.ID = event.NewID(digest, int64(i), 0)
		e.Origin.Source, e.Origin.Span = digest, event.Span{Offset: int64(i), Length: 1}
	}
	for i, f := range facts {
		f.ID = event.NewID(digest, int64(i), 1)
		f.Origin = event.Origin{Source: digest, Parser: parser, Span: event.Span{Offset: int64(i), Length: 1}}
	}
	if err := w.Add(digest, events, facts, nil); err != nil {
		t.Fatal(err)
	}
	source := event.Source{Digest: digest, SizeBytes: size, Path: parser, Evidence: digest, Status: event.StatusParsed, Parser: parser, Events: int64(len(events)), Facts: int64(len(facts))}
	if err := w.Commit(source); err != nil {
		t.Fatal(err)
	}
}

// user is the CRM user of an employee.
func user(employee string) event.Account {
	return event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCd" + employee + "AAV"}
}

// ask asks what an employee did in 2024.
func ask(t *testing.T, c *index.Case, d *identity.Directory, employee string) *timeline.Answer {
	t.Helper()
	q := timeline.Question{Person: "employee:" + employee, Range: timeline.Range{From: "2024-01-01", To: "2024-12-31"}}
	answer, err := timeline.Ask(context.Background(), c, d, q)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

var shop = event.Object{Type: "customer", ID: "0015g00000AbCdEAAV"}

// given is the shop changing owners.
func given(when event.Time, old, new string) *event.Event {
	return &event.Event{
		Time: when, Kind: event.CRMOwnerChange, Actor: user("1"), Object: shop, Targets: []event.Target{{Role: event.RoleUser, Account: user(new)}},
		Attrs: []event.Attr{{Name: "old-value", Value: old}}, Origin: event.Origin{Parser: "history@1"},
	}
}

func viewed(when event.Time) *event.Event {
	return &event.Event{Time: when, Kind: event.CRMRecordView, Actor: user("1"), Object: shop, Origin: event.Origin{Parser: "log@1"}}
}

// owners are those of the items that are views, in the order of time.
func owners(answer *timeline.Answer) (list []string) {
	for _, item := range answer.Items {
		if item.Event.Kind == event.CRMRecordView {
			list = append(list, item.Owner+map[bool]string{true: " (another)"}[item.Others])
		}
	}
	return list
}

func TestOwnerIsTheOneOfTheTime(t *testing.T) {
	views := func() []*event.Event {
		return []*event.Event{viewed(at(time.March, 1, 9, 0, 0)), viewed(at(time.April, 10, 9, 0, 0)), viewed(at(time.May, 1, 9, 0, 0))}
	}
	queue := "00G5g00000AbCdEAAV"
	changes := []*event.Event{given(at(time.April, 1, 9, 0, 0), queue, "1"), given(at(time.April, 22, 9, 0, 0), user("1").Name, "2")}
	list := func(owner string, asOf event.Time) *event.Fact {
		return &event.Fact{Kind: event.FactCustomer, Subject: shop, Owner: user(owner), AsOf: asOf}
	}
	for name, test := range map[string]struct {
		events []*event.Event
		facts  []*event.Fact
		want   string
	}{
		"no history":                   {views(), []*event.Fact{list("2", event.Time{})}, "Bob (another), Bob (another), Bob (another)"},
		"history":                      {append(views(), changes...), []*event.Fact{list("2", event.Time{})}, queue + " (another), Ann, Bob (another)"},
		"history without a list":       {append(views(), changes...), nil, queue + " (another), Ann, Bob (another)"},
		"list older than the history":  {append(views(), changes...), []*event.Fact{list("1", at(time.March, 1, 0, 0, 0))}, queue + " (another), Ann, Bob (another)"},
		"list later than the history":  {append(views(), changes...), []*event.Fact{list("1", at(time.May, 20, 0, 0, 0))}, queue + " (another), Ann, Ann"},
		"nothing of either":            {views(), nil, ", , "},
		"a row of names tells nothing": {append(views(), &event.Event{Time: at(time.April, 1, 9, 0, 0), Kind: event.CRMOwnerChange, Actor: user("1"), Object: shop, Attrs: []event.Attr{{Name: "old-value", Value: "Ann"}}, Origin: event.Origin{Parser: "history@1"}}), []*event.Fact{list("2", event.Time{})}, "Bob (another), Bob (another), Bob (another)"},
	} {
		t.Run(name, func(t *testing.T) {
			c, d := caseOf(t, test.events, test.facts...)
			if got := strings.Join(owners(ask(t, c, d, "1")), ", "); got != test.want {
				t.Errorf("the shop was of %q, want %q", got, test.want)
			}
		})
	}
}

func TestNamesThatACodePageLacksAreOneJob(t *testing.T) {
	for _, test := range []struct {
		one, other string
		acts       int
	}{
		{"price list \u202excod.exe", "price list xcod.exe", 1},
		{"חשבונית 2024 RLI", "2024 RLI", 1},
		{"חשבונית 2024 RLI", "??????? 2024 RLI", 1},
		{"שלום", "????", 1},
		{"Angebot Grün.pdf", "Angebot Gr?n.pdf", 1},
		{"Angebot Grün.pdf", "Angebot Gran.pdf", 2},
		{"price list \u202excod.exe", "price list excod.exe", 2},
		{"חשבונית 2024", "חשבונית 2025", 2},
		{"חשבונית 2024", "קבלה 2024", 2},
		{"list 2024.xlsx", "list 204.xlsx", 2},
		{"what?.pdf", "what.pdf", 2},
	} {
		for _, pair := range [][2]string{{test.one, test.other}, {test.other, test.one}} {
			job := func(name, parser string, second int) *event.Event {
				return &event.Event{
					Time: at(time.April, 23, 13, 23, second), Kind: event.PrintJob, Actor: event.Account{Namespace: event.PrintUser, Name: "1"},
					Object: event.Object{Type: "document", Name: name}, Quantities: event.Quantities{Pages: event.Count(3)}, Origin: event.Origin{Parser: parser},
				}
			}
			c, d := caseOf(t, []*event.Event{job(pair[0], "one@1", 7), job(pair[1], "other@1", 12)})
			answer := ask(t, c, d, "1")
			if acts := timeline.Fold(answer.Items); len(acts) != test.acts || answer.Numbers.Pages != int64(3*test.acts) {
				t.Errorf("%q and %q are %d acts of %d pages, want %d", pair[0], pair[1], len(acts), answer.Numbers.Pages, test.acts)
			}
		}
	}
}
