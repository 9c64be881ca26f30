// SPDX-License-Identifier: Apache-2.0

// Package life is what goes on at Larkfield, day by day: the ordinary work of
// everybody, the thief's, that of twelve innocents who look guilty, and the
// accidents that befall the logs. It tells deeds; the packages of the products
// write the records.
package life

import (
	"cmp"
	"fmt"
	"slices"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/truth"
)

// The concerns that have streams of their own.
const (
	ofSession = 60 + iota
	ofWeek
	ofDay
	ofAbsence
	ofRobot
	ofDesk
	ofStory
)

// Options says how much goes on, and what is planted.
type Options struct {
	Seed      uint64
	Intensity int // of ordinary life, 1000 as it is
	Calls     int // of the integration user, a day
	Method    string
	Strength  int // 1 low, 2 middle, 3 high
}

// Life simulates the company. Not safe for concurrent use.
type Life struct {
	co       *company.Company
	opt      Options
	tell     func(*deed.Deed)
	key      *truth.Key
	agenda   map[company.Day][]appointment
	own      map[*company.Person]*chance.Zipf
	printers [2][]*deed.Printer
	dice     *chance.Stream
	weekly   *chance.Stream
	pending  []deed.Deed // of the day at hand
	byMail   map[string]*company.Person
	inbox    map[*company.Person][]*deed.Message // the last messages received, of earlier days
	sent     map[*company.Person][]*deed.Message // the last messages sent, of earlier days
}

// appointment is something that a story has put on a day.
type appointment struct {
	at int64
	do func(at int64)
}

// New makes the life of a company. Tell is called with every deed, which is
// valid during the call; key takes what is planted.
func New(co *company.Company, opt Options, key *truth.Key, tell func(*deed.Deed)) *Life {
	l := &Life{co: co, opt: opt, tell: tell, key: key, agenda: map[company.Day][]appointment{},
		own: map[*company.Person]*chance.Zipf{}, dice: chance.New(opt.Seed), weekly: chance.New(opt.Seed), byMail: map[string]*company.Person{},
		inbox: map[*company.Person][]*deed.Message{}, sent: map[*company.Person][]*deed.Message{}}
	for _, p := range co.People {
		l.byMail[p.Mail] = p
		if len(p.Owned) > 0 {
			l.own[p] = chance.NewZipf(len(p.Owned))
		}
	}
	for i := range 4 {
		l.printers[0] = append(l.printers[0], &deed.Printer{Name: fmt.Sprintf("PRN-NY-%02d", i+1), Port: fmt.Sprintf("10.20.4.%d", 201+i)})
	}
	for i := range 2 {
		l.printers[1] = append(l.printers[1], &deed.Printer{Name: fmt.Sprintf("PRN-MAN-%02d", i+1), Port: fmt.Sprintf("10.44.2.%d", 201+i), Site: 1})
	}
	l.stories()
	return l
}

// Day lives through a day: every office's local day of that date.
func (l *Life) Day(day company.Day) {
	for _, p := range l.co.People {
		l.ordinary(p, day)
	}
	l.robot(day)
	l.frontDesk(day)
	for _, a := range l.agenda[day] {
		a.do(a.at)
	}
	delete(l.agenda, day)
	slices.SortStableFunc(l.pending, func(a, b deed.Deed) int { return cmp.Compare(a.At, b.At) })
	for i := range l.pending {
		l.tell(&l.pending[i])
		l.file(&l.pending[i])
	}
	clear(l.pending)
	l.pending = l.pending[:0]
}

// folder is how many messages of a mailbox are remembered.
const folder = 40

// file remembers a message in the mailboxes where it now lies.
func (l *Life) file(d *deed.Deed) {
	if d.What != deed.SendMail && d.What != deed.ReceiveMail {
		return
	}
	if d.What == deed.SendMail {
		l.sent[d.Who] = remember(l.sent[d.Who], d.Message)
	}
	for _, to := range d.Message.To {
		if p := l.byMail[to]; p != nil {
			l.inbox[p] = remember(l.inbox[p], d.Message)
		}
	}
}

func remember(list []*deed.Message, m *deed.Message) []*deed.Message {
	if len(list) == folder {
		copy(list, list[1:])
		list = list[:folder-1]
	}
	return append(list, m)
}

// some picks messages that lie in somebody's inbox.
func (l *Life) some(p *company.Person, count int) []*deed.Message {
	list := l.inbox[p]
	if len(list) == 0 {
		return nil
	}
	picked := make([]*deed.Message, 0, count)
	for range count {
		picked = append(picked, chance.Pick(l.dice, list))
	}
	return picked
}

// schedule puts something on the day of an instant, as the calendar in the
// person's office has it.
func (l *Life) schedule(day company.Day, at int64, do func(at int64)) {
	if day < l.co.First || day > l.co.Last {
		return
	}
	at += int64(l.dice.IntN(1000)) // what is planned has no rounder times than what is not
	l.agenda[day] = append(l.agenda[day], appointment{at, do})
}

// session is the person's sitting of a day: the same in ordinary work and in
// stories, so that the planted acts stand in the same session as the rest.
func (l *Life) session(p *company.Person, day company.Day) *deed.Session {
	var s chance.Stream
	s.Reset(l.opt.Seed, ofSession, uint64(p.Index), uint64(day))
	a := agentOf(p, day)
	session := &deed.Session{LoginKey: ident.Key(&s), SessionKey: ident.Key(&s), Cloud: ident.GUID(&s), IP: p.Office.IP,
		Agent: a.text, Browser: a.browser, Version: a.version, Platform: a.platform}
	if s.PerMille(140) && !p.Shared && !p.Automation {
		session.IP = p.HomeIP
	}
	return session
}

type agent struct{ text, browser, version, platform string }

// agentOf is the person's browser, which is updated every month.
func agentOf(p *company.Person, day company.Day) agent {
	year, month, _ := day.Date()
	version := fmt.Sprintf("%d.0.0.0", 115+(year-2023)*12+int(month)-8)
	if p.Automation {
		return agent{"Java/11.0.20", "Java", "11", "Unknown"}
	}
	windows, mac := "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
	switch p.Agent {
	case 0:
		return agent{windows + version + " Safari/537.36 Edg/" + version, "Edge", version, "Windows 10"}
	case 1:
		return agent{mac + version + " Safari/537.36", "Chrome", version, "Mac OSX"}
	}
	return agent{windows + version + " Safari/537.36", "Chrome", version, "Windows 10"}
}

// do notes a deed, which is told when the day is over and all of it is in order:
// products number their records one after the other.
func (l *Life) do(d deed.Deed) { l.pending = append(l.pending, d) }

// absent reports whether somebody is on holiday or ill. The thief never is, and
// the cast stays at work in the weeks of the story.
func (l *Life) absent(p *company.Person, day company.Day) bool {
	if p.Notice == company.NoticeDay || p.Index < company.CastCount && (day > company.LeaveDay-45 || day.QuarterEnd()) {
		return false
	}
	l.weekly.Reset(l.opt.Seed, ofAbsence, uint64(p.Index), uint64(day.Week()))
	if l.weekly.PerMille(55) {
		return true
	}
	l.weekly.Reset(l.opt.Seed, ofAbsence, uint64(p.Index), uint64(day), 1)
	return l.weekly.PerMille(16)
}

// open reports whether the person's office is.
func open(p *company.Person, day company.Day) bool {
	weekday := day.Weekday()
	return weekday != 0 && weekday != 6 && !p.Office.Zone.Holiday(day)
}

// customer picks whom somebody deals with: mostly their own, the large ones most.
func (l *Life) customer(p *company.Person) *company.Customer {
	if z := l.own[p]; z != nil && l.dice.PerMille(880) {
		return p.Owned[z.Draw(l.dice)]
	}
	for range 4 {
		if c := l.co.Customers[l.co.Weights.Draw(l.dice)]; c.Site == p.Office.Site {
			return c
		}
	}
	return l.co.Customers[l.co.Weights.Draw(l.dice)]
}

// colleague picks somebody else who works that day.
func (l *Life) colleague(p *company.Person, day company.Day) *company.Person {
	for {
		q := chance.Pick(l.dice, l.co.People)
		if q != p && q.Works(day) {
			return q
		}
	}
}
