// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// made is a case made of facts and events for a test, without files.
type made struct {
	t     *testing.T
	zone  string
	facts []*event.Fact
	acts  []*event.Event
	said  []decision
}

type decision struct {
	action string
	data   any
}

func newMade(t *testing.T) *made { return &made{t: t, zone: "America/New_York"} }

// row is a roster row: a name, and accounts as "namespace:name".
func (m *made) row(name string, accounts ...string) *event.Fact {
	f := &event.Fact{Kind: event.FactPerson, Subject: event.Object{Type: "user", Name: name}}
	for _, a := range accounts {
		f.Accounts = append(f.Accounts, m.account(a))
	}
	m.facts = append(m.facts, f)
	return f
}

// user is a row of the CRM's list of users.
func (m *made) user(name string, accounts ...string) {
	m.row(name, accounts...).Kind = event.FactUser
}

func (m *made) account(text string) event.Account {
	m.t.Helper()
	a, ok := event.ParseAccount(text)
	if !ok {
		m.t.Fatalf("account %q", text)
	}
	return a
}

// act makes the accounts act.
func (m *made) act(accounts ...string) {
	for _, a := range accounts {
		at := event.Instant(time.Date(2024, 5, 13, 12, 0, 0, 0, time.UTC), event.PrecisionSecond, event.TimeRecorded, "")
		m.acts = append(m.acts, &event.Event{Kind: event.CRMOther, Actor: m.account(a), Time: at})
	}
}

func (m *made) link(account, person string, days ...event.Date) {
	d := identity.Decision{Account: account, Person: person, Because: "as seen"}
	if len(days) == 2 {
		d.From, d.To = days[0], days[1]
	}
	m.said = append(m.said, decision{identity.ActionLink, d})
}

func (m *made) unlink(account, person string) {
	m.said = append(m.said, decision{identity.ActionUnlink, identity.Decision{Account: account, Person: person, Because: "an error"}})
}

func (m *made) check(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// build derives the directory. It can be called again after more was said.
func (m *made) build() *identity.Directory {
	m.t.Helper()
	dir := filepath.Join(m.t.TempDir(), "a.case")
	now := func() time.Time { return time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC) }
	m.check(index.Create(dir, "A", m.zone, "test", now()))
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: now})
	m.check(err)
	text := bytes.Repeat([]byte("one line\n"), len(m.facts)+len(m.acts)+1)
	source, size, err := w.Keep("roster.csv", bytes.NewReader(text))
	m.check(err)
	origin := func(n int) event.Origin {
		return event.Origin{Source: source, Parser: "test@1", Span: event.Span{Offset: int64(n) * 9, Length: 9, Line: int64(n + 1)}}
	}
	for i, f := range m.facts {
		f.Origin = origin(i)
		f.ID = event.NewID(source, f.Origin.Span.Offset, 0)
	}
	for i, e := range m.acts {
		e.Origin = origin(len(m.facts) + i)
		e.ID = event.NewID(source, e.Origin.Span.Offset, 0)
	}
	m.check(w.Add(source, m.acts, m.facts, nil))
	m.check(w.Commit(event.Source{Digest: source, Evidence: source, SizeBytes: size, Path: "roster.csv", Status: event.StatusParsed,
		Events: int64(len(m.acts)), Facts: int64(len(m.facts))}))
	for _, s := range m.said {
		m.check(w.Journal(s.action, s.data))
	}
	m.check(w.Close())
	c, err := index.Open(dir, nil)
	m.check(err)
	defer c.Close()
	d, err := identity.Build(context.Background(), c)
	m.check(err)
	return d
}

// holders says who holds the account at noon of each day, by ID; "-" is nobody.
func holders(d *identity.Directory, account string, days ...string) string {
	a, _ := event.ParseAccount(account)
	var list []string
	for _, day := range days {
		var at event.Time
		if day != "" {
			noon, err := time.Parse(time.DateOnly, day)
			if err != nil {
				return err.Error()
			}
			at = event.Instant(noon.Add(17*time.Hour), event.PrecisionSecond, event.TimeRecorded, "")
		}
		link, ok := d.Holder(a, at)
		if !ok {
			link.Person = "-"
		}
		list = append(list, link.Person)
	}
	return strings.Join(list, " ")
}

// always is a day, and no day.
var always = []string{"2024-05-13", ""}

// ids lists the persons' IDs in order.
func ids(d *identity.Directory) string {
	var list []string
	for _, p := range d.Persons() {
		list = append(list, p.ID)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// linksOf lists the links of an account as "class person status from–to", in order.
func linksOf(d *identity.Directory, account string) string {
	a, _ := event.ParseAccount(account)
	var list []string
	for _, l := range d.AllLinks() {
		if identity.Key(l.Account) == identity.Key(a) {
			text := fmt.Sprintf("%s %s %s", l.Class, l.Person, l.Status)
			if l.From != "" || l.To != "" {
				text += fmt.Sprintf(" %s–%s", l.From, l.To)
			}
			list = append(list, strings.Join(strings.Fields(text), " "))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

func want(t *testing.T, what, got, wanted string) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: %q, want %q", what, got, wanted)
	}
}
