// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
)

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// ambiguous says whom the words may mean.
func ambiguous(d *identity.Directory, words string) string {
	p, err := d.Find(words)
	var several *identity.AmbiguousPersonError
	var unknown *identity.UnknownPersonError
	switch {
	case errors.As(err, &several):
		var list []string
		for _, p := range several.Persons {
			list = append(list, p.ID)
			if !strings.Contains(err.Error(), p.ID) {
				return "an error that does not name " + p.ID
			}
		}
		return strings.Join(sorted(list), " ")
	case errors.As(err, &unknown):
		return "unknown"
	}
	return "only " + p.ID
}

func TestRosterGivesAccounts(t *testing.T) {
	m := newMade(t)
	f := m.row("Mike Hall", "employee-number:7", "email:mike@corp.example", "sid:S-1-5-21-1")
	f.Hired, f.Leaves = "2020-03-01", "2024-05-13"
	d := m.build()
	want(t, "by day", holders(d, "email:MIKE@corp.example", "2020-02-29", "2020-03-01", "2024-05-13", "2024-09-01", ""), "- employee:7 employee:7 employee:7 employee:7")
	want(t, "links", linksOf(d, "sid:s-1-5-21-1"), "A employee:7 2020-03-01–")
	link, _ := d.Holder(event.Account{Namespace: event.Email, Name: "mike@corp.example"}, event.Time{})
	if link.Basis != "roster.csv line 1 gives both" || len(link.Facts) != 1 || link.Facts[0] != f.ID {
		t.Errorf("basis %q, facts %v", link.Basis, link.Facts)
	}
	want(t, "another's", holders(d, "email:ann@corp.example", always...), "- -")
	want(t, "another namespace", holders(d, "salesforce-user:mike@corp.example", always...), "- -") // it does not act
}

// TestReissuedMailbox gives one address to two persons, one after the other.
func TestReissuedMailbox(t *testing.T) {
	days := []string{"2024-01-01", "2024-02-09", "2024-02-10", "2024-03-03", "2024-03-04", "2024-06-01", ""}
	for _, c := range []struct {
		name       string
		one, other [2]event.Date // hired, leaves
		want       string
	}{
		{"with a gap", [2]event.Date{"2016-02-01", "2024-02-09"}, [2]event.Date{"2024-03-04", ""}, "employee:1 employee:1 - - employee:2 employee:2 -"},
		{"no date of hire", [2]event.Date{"", "2024-02-09"}, [2]event.Date{"2024-03-04", ""}, "employee:1 employee:1 - - employee:2 employee:2 -"},
		{"no dates", [2]event.Date{}, [2]event.Date{}, "- - - - - - -"},
		{"one has none", [2]event.Date{"2016-02-01", "2024-02-09"}, [2]event.Date{}, "- - employee:2 employee:2 employee:2 employee:2 -"},
		{"the first never left", [2]event.Date{"2016-02-01", ""}, [2]event.Date{"2024-03-04", ""}, "employee:1 employee:1 employee:1 employee:1 - - -"},
		{"handed over", [2]event.Date{"2016-02-01", "2024-03-04"}, [2]event.Date{"2024-02-10", ""}, "employee:1 employee:1 - - - employee:2 -"},
		{"both left, one in the midst", [2]event.Date{"2016-02-01", "2024-06-30"}, [2]event.Date{"2024-02-10", "2024-03-03"}, "employee:1 employee:1 - - employee:1 employee:1 -"},
		{"on one day", [2]event.Date{"2016-02-01", "2024-03-04"}, [2]event.Date{"2024-03-04", ""}, "employee:1 employee:1 employee:1 employee:1 - employee:2 -"},
	} {
		m := newMade(t)
		one := m.row("Julia Roe", "employee-number:1", "email:j.roe@corp.example")
		one.Hired, one.Leaves = c.one[0], c.one[1]
		other := m.row("Jonas Roe", "employee-number:2", "email:J.Roe@corp.example")
		other.Hired, other.Leaves = c.other[0], c.other[1]
		d := m.build()
		want(t, c.name, holders(d, "email:j.roe@corp.example", days...), c.want)
		for _, id := range []string{"employee:1", "employee:2"} {
			counts := strings.Contains(c.want, id)
			if d.Accounts(id)[event.Account{Namespace: event.Email, Name: "j.roe@corp.example"}] != counts {
				t.Errorf("%s: accounts of %s: %v", c.name, id, d.Accounts(id))
			}
			for _, l := range d.Links(id) {
				if l.Status == identity.Counts && l.Class != identity.ClassA {
					t.Errorf("%s: %+v", c.name, l)
				}
			}
		}
	}
}

// TestDaysAreThoseOfTheCase looks at the last and the first instant of days, and at
// days on which clocks change.
func TestDaysAreThoseOfTheCase(t *testing.T) {
	for _, c := range []struct{ zone, last, first, before, after string }{
		{"America/New_York", "2024-02-09", "2024-03-04", "2024-02-10T04:59:59.999999999Z", "2024-03-04T05:00:00Z"},
		{"America/New_York", "2024-03-10", "2024-11-03", "2024-03-11T03:59:59Z", "2024-11-03T04:00:00Z"}, // 23 and 25 hours
		{"America/New_York", "2024-11-03", "2025-03-09", "2024-11-04T04:59:59Z", "2025-03-09T05:00:00Z"},
		{"Asia/Kolkata", "2024-02-09", "2024-03-04", "2024-02-09T18:29:59Z", "2024-03-03T18:30:00Z"},
		{"Pacific/Kiritimati", "2024-02-28", "2024-03-01", "2024-02-28T09:59:59Z", "2024-02-29T10:00:00Z"}, // a leap year
		{"UTC", "2024-02-09", "2024-03-04", "2024-02-09T23:59:59Z", "2024-03-04T00:00:00Z"},
	} {
		m := newMade(t)
		m.zone = c.zone
		m.row("Julia Roe", "employee-number:1", "email:j.roe@corp.example").Leaves = event.Date(c.last)
		m.row("Jonas Roe", "employee-number:2", "email:j.roe@corp.example").Hired = event.Date(c.first)
		d := m.build()
		holder := func(at time.Time) string {
			link, _ := d.Holder(event.Account{Namespace: event.Email, Name: "j.roe@corp.example"}, event.Instant(at, event.PrecisionNano, event.TimeRecorded, ""))
			return link.Person
		}
		before, err := time.Parse(time.RFC3339Nano, c.before)
		m.check(err)
		after, err := time.Parse(time.RFC3339Nano, c.after)
		m.check(err)
		got := []string{holder(before), holder(before.Add(time.Second)), holder(after.Add(-time.Nanosecond)), holder(after)}
		want(t, c.zone+" "+c.last, strings.Join(got, "|"), "employee:1|||employee:2")
	}
}

// TestUserList links ids of the CRM by the address, log-in name or number that its
// list of users has with them.
func TestUserList(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "employee-number:7", "email:mike@corp.example", "upn:mhall@corp.example")
	m.row("Ann Lee", "employee-number:8", "email:ann@corp.example")
	const id = "0055j00000AT6I"
	m.user("Michael Hall", "salesforce-id:"+id+"1", "email:MIKE@corp.example", "salesforce-user:mike@crm.example")
	m.user("M. Hall", "salesforce-id:"+id+"2", "salesforce-user:mhall@corp.example")
	m.user("Ann", "salesforce-id:"+id+"3", "employee-number:8")
	m.user("Mike Hall", "salesforce-id:"+id+"4", "email:stranger@corp.example") // the name alone
	m.user("Both", "salesforce-id:"+id+"5", "email:mike@corp.example", "employee-number:8")
	m.user("Mike Hall", "salesforce-id:"+id+"6", "display-name:Mike Hall")
	d := m.build()
	for n, person := range []string{"employee:7", "employee:7", "employee:8", "-", "-", "-"} {
		account := "salesforce-id:" + id + string(rune('1'+n))
		want(t, account, holders(d, account, always...), person+" "+person)
	}
	want(t, "in 18 letters", holders(d, "salesforce-id:"+event.SalesforceID18(id+"1"), always...), "employee:7 employee:7")
	want(t, "user name", holders(d, "salesforce-user:Mike@CRM.example", always...), "employee:7 employee:7")
	want(t, "class", linksOf(d, "salesforce-id:"+id+"1"), "A employee:7")
	link, _ := d.Holder(m.account("salesforce-id:"+id+"1"), event.Time{})
	if len(link.Facts) != 2 || !strings.Contains(link.Basis, "roster.csv line 3 gives it with mike@corp.example, which roster.csv line 1 gives to the person") {
		t.Errorf("basis %q, facts %v", link.Basis, link.Facts)
	}
}

// TestEquality links accounts that act by the full equality of a name.
func TestEquality(t *testing.T) {
	for _, c := range []struct {
		name, roster, actor string
		held                bool
	}{
		{"bare", `windows-sam:CORP\mhall`, "print-user:MHall", true},
		{"with its domain", `windows-sam:CORP\mhall`, `print-user:corp\mhall`, true},
		{"with another domain", `windows-sam:CORP\mhall`, `print-user:other\mhall`, false},
		{"a roster without domains", "windows-sam:mhall", `print-user:CORP\mhall`, true},
		{"bare in both", "windows-sam:mhall", "print-user:mhall", true},
		{"as an address", "email:mhall@corp.example", "print-user:mhall@corp.example", true},
		{"as a log-in name", "upn:mhall@corp.example", "windows-sam:MHALL@corp.example", true},
		{"its first part only", "upn:mhall@corp.example", "print-user:mhall", false},
		{"a number", "employee-number:1043", "print-user:1043", true},
		{"a number in part", "employee-number:1043", "print-user:43", false},
		{"a number as a log-in name", "windows-sam:1043", "employee-number:1043", false},
		{"a CRM user", "upn:mhall@corp.example", "salesforce-user:mhall@corp.example", true},
		{"a longer CRM user", "upn:mhall@corp.example", "salesforce-user:mhall@corp.example.crm", false},
		{"an address as a log-in name", "email:mhall@corp.example", "upn:MHall@corp.example", true},
		{"a directory id in braces", "directory-id:{ab-1}", "directory-id:AB-1", true},
		{"a display name", "display-name:mhall", "print-user:mhall", false},
		{"a name", "email:x@corp.example", "print-user:mike hall", false},
	} {
		m := newMade(t)
		m.row("Mike Hall", "sid:S-1", c.roster).Hired = "2024-01-01"
		m.act(c.actor)
		d := m.build()
		who := "- - -"
		if c.held {
			who = "- sid:S-1 sid:S-1"
			if got := linksOf(d, c.actor); !strings.HasPrefix(got, "B ") || !strings.HasSuffix(got, " 2024-01-01–") {
				t.Errorf("%s: links %s", c.name, got)
			}
		}
		id := ids(d)
		want(t, c.name, strings.ReplaceAll(holders(d, c.actor, "2023-12-31", "2024-05-13", ""), id, "sid:S-1"), who)
	}
}

// TestEqualityIsUnique gives a name to two persons.
func TestEqualityIsUnique(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "employee-number:1", `windows-sam:CORP\mhall`, "upn:x@corp.example")
	m.row("Mia Hall", "employee-number:2", `windows-sam:LAB\mhall`, "email:x@corp.example")
	m.act("print-user:mhall", `print-user:CORP\mhall`, `print-user:LAB\mhall`, `print-user:PC-7\mhall`, "print-user:x@corp.example")
	d := m.build()
	want(t, "bare", holders(d, "print-user:mhall", always...), "- -")
	want(t, "bare, links", linksOf(d, "print-user:mhall"), "B employee:1 contested; B employee:2 contested")
	want(t, "one domain", holders(d, `print-user:CORP\mhall`, always...), "employee:1 employee:1")
	want(t, "other domain", holders(d, `print-user:lab\mhall`, always...), "employee:2 employee:2")
	want(t, "a third domain", linksOf(d, `print-user:PC-7\mhall`), "D employee:1 suggested; D employee:2 suggested")
	want(t, "an address of two", holders(d, "print-user:x@corp.example", always...), "- -")
}

// TestSimilarity suggests and never counts.
func TestSimilarity(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "employee-number:1", "email:mike.hall@corp.example")
	m.row("Özlem Ünal", "employee-number:2")
	like := []string{
		"print-user:mike.hall", "print-user:m_hall", "print-user:mhall", "print-user:hallm", "print-user:mikehall", `windows-sam:PC\hall.mike`,
		"email:mike.hall@home.example", "display-name:Hall, Mike", "upn:mhall@other.example",
	}
	unlike := []string{"print-user:mike", "print-user:hall", "print-user:halls", "print-user:xmhall", "print-user:michael.hallam", "service:mike.hall", "email:info@hall.example"}
	m.act(append(slices.Clone(like), unlike...)...)
	m.act("print-user:öünal", "print-user:ozlem")
	d := m.build()
	for _, a := range like {
		want(t, a, linksOf(d, a), "D employee:1 suggested")
		want(t, a, holders(d, a, always...), "- -")
		if d.Accounts("employee:1")[identity.Key(m.account(a))] {
			t.Errorf("%s is counted", a)
		}
	}
	for _, a := range unlike {
		want(t, a, linksOf(d, a), "")
	}
	want(t, "letters beyond ASCII", linksOf(d, "print-user:öünal"), "D employee:2 suggested")
}

// TestDecisions applies what analysts said, in order.
func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		name  string
		say   func(*made)
		links string // of print-user:mhall
		held  string
	}{
		{"nothing", func(*made) {}, "B employee:1", "employee:1 employee:1"},
		{"unlinked", func(m *made) { m.unlink("print-user:MHALL", "employee:1") }, "B employee:1 rejected", "- -"},
		{"linked again", func(m *made) { m.unlink("print-user:mhall", "employee:1"); m.link("print-user:mhall", "employee:1") }, "C employee:1", "employee:1 employee:1"},
		{"and unlinked again", func(m *made) {
			m.link("print-user:mhall", "employee:1")
			m.unlink("print-user:mhall", "employee:1")
		}, "C employee:1 rejected", "- -"},
		{"another's", func(m *made) { m.link("print-user:mhall", "employee:2") }, "B employee:1 overruled; C employee:2", "employee:2 employee:2"},
		{"another's, undone", func(m *made) {
			m.link("print-user:mhall", "employee:2")
			m.unlink("print-user:mhall", "employee:2")
		}, "B employee:1; C employee:2 rejected", "employee:1 employee:1"},
		{"both", func(m *made) {
			m.link("print-user:mhall", "employee:2")
			m.link("print-user:mhall", "employee:1")
		}, "C employee:1 contested; C employee:2 contested", "- -"},
		{"both, then one", func(m *made) {
			m.link("print-user:mhall", "employee:2")
			m.link("print-user:mhall", "employee:1")
			m.unlink("print-user:mhall", "employee:2")
		}, "C employee:1; C employee:2 rejected", "employee:1 employee:1"},
		{"the last days count", func(m *made) {
			m.link("print-user:mhall", "employee:1", "2020-01-01", "2020-12-31")
			m.link("print-user:mhall", "employee:1", "2024-05-01", "2024-05-31")
		}, "C employee:1 2024-05-01–2024-05-31", "employee:1 employee:1"},
		{"another account", func(m *made) { m.link("windows-sam:mhall", "employee:2") }, "B employee:1", "employee:1 employee:1"},
	} {
		m := newMade(t)
		m.row("Mike Hall", "employee-number:1", `windows-sam:CORP\mhall`)
		m.row("Ann Lee", "employee-number:2")
		m.act("print-user:mhall")
		c.say(m)
		d := m.build()
		want(t, c.name+", links", linksOf(d, "print-user:mhall"), c.links)
		want(t, c.name, holders(d, "print-user:mhall", always...), c.held)
	}
}

// TestDecisionForSomeDays lends an account for a fortnight.
func TestDecisionForSomeDays(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "employee-number:1", "email:desk@corp.example").Hired = "2024-01-01"
	m.row("Ann Lee", "employee-number:2")
	m.link("email:desk@corp.example", "employee:2", "2024-02-16", "2024-02-29")
	d := m.build()
	want(t, "by day", holders(d, "email:desk@corp.example", "2023-12-31", "2024-01-01", "2024-02-15", "2024-02-16", "2024-02-29", "2024-03-01", ""),
		"- employee:1 employee:1 employee:2 employee:2 employee:1 -")
	want(t, "links", linksOf(d, "email:desk@corp.example"),
		"A employee:1 2024-01-01–2024-02-15; A employee:1 2024-03-01–; A employee:1 overruled 2024-02-16–2024-02-29; C employee:2 2024-02-16–2024-02-29")
	link, _ := d.Holder(m.account("email:desk@corp.example"), event.Instant(time.Date(2024, 2, 20, 0, 0, 0, 0, time.UTC), event.PrecisionDay, event.TimeRecorded, ""))
	if link.Basis != "as seen" || !strings.Contains(link.Decided, "2024-06-01T09:00:00Z") {
		t.Errorf("link %+v", link)
	}
}

// TestDecisionSettlesAContest gives a contested account to one of the two.
func TestDecisionSettlesAContest(t *testing.T) {
	m := newMade(t)
	m.row("Julia Roe", "employee-number:1", "email:j.roe@corp.example")
	m.row("Jonas Roe", "employee-number:2", "email:j.roe@corp.example")
	want(t, "contested", holders(m.build(), "email:j.roe@corp.example", always...), "- -")
	m.link("email:j.roe@corp.example", "employee:2")
	want(t, "settled", holders(m.build(), "email:j.roe@corp.example", always...), "employee:2 employee:2")
	m.said = nil
	m.row("Ann Lee", "employee-number:3")
	m.link("email:j.roe@corp.example", "employee:3")
	d := m.build()
	want(t, "settled for a third", holders(d, "email:j.roe@corp.example", always...), "employee:3 employee:3")
	want(t, "overruled", linksOf(d, "email:j.roe@corp.example"), "A employee:1 overruled; A employee:2 overruled; C employee:3")
	m.said = nil
	m.unlink("email:j.roe@corp.example", "employee:1")
	want(t, "settled by unlinking", holders(m.build(), "email:j.roe@corp.example", always...), "employee:2 employee:2")
}

// TestNoChaining gives a person an account by decision: what equals it, or stands
// beside it in a list of users, is no more the person's than before.
func TestNoChaining(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "employee-number:1", "email:mike.hall@corp.example")
	m.user("Alias", "salesforce-id:0055j00000AT6I1AAL", "email:alias@corp.example")
	m.act("email:alias@corp.example", "upn:alias@corp.example", "print-user:mhall", "upn:mhall@home.example")
	m.link("email:alias@corp.example", "employee:1") // C
	d := m.build()
	want(t, "by decision", holders(d, "email:alias@corp.example", always...), "employee:1 employee:1")
	for _, a := range []string{"salesforce-id:0055j00000AT6I1AAL", "upn:alias@corp.example", "print-user:mhall", "upn:mhall@home.example"} {
		want(t, a, holders(d, a, always...), "- -")
	}
}

// TestDecisionOutlivesIDs adds a roster that gives a number to a person about whom
// something was decided before.
func TestDecisionOutlivesIDs(t *testing.T) {
	m := newMade(t)
	m.row("Mike Hall", "email:mike@corp.example", "sid:S-1")
	m.act("print-user:front-desk")
	want(t, "before", ids(m.build()), "email:mike@corp.example")
	m.link("print-user:front-desk", "email:mike@corp.example")
	want(t, "before", holders(m.build(), "print-user:front-desk", always...), "email:mike@corp.example email:mike@corp.example")
	m.row("Hall, Mike", "employee-number:7", "sid:S-1")
	want(t, "after", holders(m.build(), "print-user:front-desk", always...), "employee:7 employee:7")
	m.row("Jonas", "employee-number:8", "email:mike@corp.example") // now it could be either
	want(t, "in doubt", holders(m.build(), "print-user:front-desk", always...), "email:mike@corp.example email:mike@corp.example")
}
