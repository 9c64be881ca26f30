// SPDX-License-Identifier: Apache-2.0

package life

import (
	"slices"
	"time"

	"dossier/event"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/truth"
)

// Methods are the ways by which customers' data is taken, in the order of the seeds.
var Methods = []string{"mike", "slow-leak", "print-only", "api-client", "borrowed-account", "list-scroll"}

// thieves says who uses which method.
var thieves = map[string]int{
	"mike": company.MikeHall, "slow-leak": company.DanaWhitlock, "print-only": company.PeterLindqvist,
	"api-client": company.SunilRao, "borrowed-account": company.ColetteMarsh, "list-scroll": company.HectorValdez,
}

// Thief is the index of who takes data by a method; false if there is no such
// method.
func Thief(method string) (int, bool) {
	index, ok := thieves[method]
	return index, ok
}

// stories puts everything on the agenda that is no ordinary work.
func (l *Life) stories() {
	l.dice.Reset(l.opt.Seed, ofStory)
	thief := l.co.People[thieves[l.opt.Method]]
	thief.Notice, thief.Leaves = company.NoticeDay, company.LeaveDay
	switch l.opt.Method {
	case "mike":
		l.mike(thief)
	case "slow-leak":
		l.slowLeak(thief)
	case "print-only":
		l.printOnly(thief)
	case "api-client":
		l.apiClient(thief)
	case "borrowed-account":
		l.borrowedAccount(thief, l.co.People[company.OwenPryce])
	case "list-scroll":
		l.listScroll(thief)
	}
	l.deactivated(thief, thief.Leaves+3)
	l.innocents()
	l.traps()
}

// deactivated is the administrator closing a leaver's account, some days late.
func (l *Life) deactivated(p *company.Person, d company.Day) {
	l.later(l.co.Admin, d, clock(9, 31, 8), nil, func(act *deed.Deed) {
		act.What, act.Section, act.Text = deed.ChangeSetup, "Manage Users", "Deactivated user "+p.CRMName
	})
}

// by chooses by strength: low, middle, high.
func (l *Life) by(low, middle, high int) int { return [...]int{low, middle, high}[l.opt.Strength-1] }

// day is a day of 2024.
func day(month time.Month, d int) company.Day { return company.DayOf(2024, month, d) }

// clock is a time of day in milliseconds.
func clock(hour, minute, second int) int64 {
	return int64(hour)*company.Hour + int64(minute)*company.Minute + int64(second)*company.Second
}

// plant puts an act of the thief on the agenda and into the key. Fill completes
// the deed, which comes with the time, the actor and his session.
func (l *Life) plant(p *company.Person, d company.Day, at int64, kind event.Kind, object truth.Object, fill func(*deed.Deed, *truth.Entry)) {
	instant := p.Office.Zone.At(d, at)
	l.schedule(d, instant, func(instant int64) {
		e := l.key.Add(&truth.Entry{Type: truth.TypeAct, Story: l.opt.Method, Person: p.Given + " " + p.Surname, Employee: p.Employee, Kind: kind, Object: &object}, instant)
		act := deed.Deed{At: instant, Who: p, Session: l.session(p, d), Entries: []*truth.Entry{e}}
		act.IP = act.Session.IP
		fill(&act, e)
		l.do(act)
	})
}

// innocent starts the entry of somebody who looks guilty and is not.
func (l *Life) innocent(story string, p *company.Person, looks, not string) []*truth.Entry {
	return []*truth.Entry{l.key.Add(&truth.Entry{Type: truth.TypeInnocent, Story: story, Person: p.Given + " " + p.Surname, Employee: p.Employee, Looks: looks, Not: not}, 0)}
}

// later puts an ordinary deed of a story on the agenda.
func (l *Life) later(p *company.Person, d company.Day, at int64, entries []*truth.Entry, fill func(*deed.Deed)) {
	l.schedule(d, p.Office.Zone.At(d, at), func(instant int64) {
		act := deed.Deed{At: instant, Who: p, Session: l.session(p, d), Entries: entries}
		act.IP = act.Session.IP
		fill(&act)
		l.do(act)
	})
}

// message makes a mail of a story.
func (l *Life) message(p *company.Person, subject string, to []string, attachments ...*company.Document) *deed.Message {
	m := &deed.Message{From: p.Mail, To: to, Subject: subject, SizeBytes: 14_200, Attachments: attachments}
	for _, a := range attachments {
		m.SizeBytes += a.SizeBytes * 4 / 3
	}
	l.stamp(p, m, deed.SendMail)
	return m
}

// others are the customers that do not belong to somebody, in an order of
// their own.
func (l *Life) others(p *company.Person) []*company.Customer {
	var list []*company.Customer
	for _, c := range l.co.Customers {
		if c.Owner != p {
			list = append(list, c)
		}
	}
	for i := len(list) - 1; i > 0; i-- {
		j := l.dice.IntN(i + 1)
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// workdays lists the person's working days in a range, both ends included.
func workdays(p *company.Person, from, to company.Day) []company.Day {
	var list []company.Day
	for d := from; d <= to; d++ {
		if open(p, d) {
			list = append(list, d)
		}
	}
	return list
}

func customerObject(c *company.Customer) truth.Object {
	return truth.Object{Type: "customer", ID: c.ID18, Name: c.Name}
}

func reportObject(r *company.Report) truth.Object {
	return truth.Object{Type: "report", ID: r.ID18, Name: r.Name}
}

func listObject(name string) truth.Object {
	return truth.Object{Type: "list", ID: ident.Salesforce18(ident.SalesforceList(name)), Name: name}
}

func documentObject(d *company.Document) truth.Object {
	return truth.Object{Type: "document", Name: d.Name}
}

// Known reports whether there is a method of that name.
func Known(method string) bool { return slices.Contains(Methods, method) }
