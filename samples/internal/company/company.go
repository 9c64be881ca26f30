// SPDX-License-Identifier: Apache-2.0

// Package company is Larkfield Supply Co. as it stands: its offices, people,
// customers, reports and documents, and the calendars they live by. What they do
// is in package life. Everything and everybody here is invented.
package company

import (
	"fmt"
	"strings"
	"time"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/ident"
)

// Domain is the company's mail domain, Tenant its name at Microsoft.
const (
	Domain = "larkfield.example"
	Tenant = "larkfieldsupplyexample.onmicrosoft.com"
	Org    = "00D8c0000041kWe" // Salesforce organisation, 15 characters
)

// The dates that every story turns on.
var (
	NoticeDay = DayOf(2024, time.April, 29)
	LeaveDay  = DayOf(2024, time.May, 13)
	FinalDay  = DayOf(2024, time.May, 20) // last day of the logs
)

// Company is the whole firm. Read-only once made.
type Company struct {
	First, Last Day // the days that the logs cover
	Offices     [2]*Office
	People      []*Person // everybody with a roster row, by Index
	FrontDesk   *Person   // shared account without a roster row
	Robot       *Person   // integration user
	Admin       *Person   // outsourced administrator
	Customers   []*Customer
	Reports     []*Report
	Documents   []*Document
	TenantID    string // GUID
	Weights     *chance.Zipf
}

// New makes the company of a seed: people at least as many as the cast, days
// before and including the final day of the logs.
func New(seed uint64, people, days int) *Company {
	co := &Company{Last: FinalDay, First: FinalDay - Day(days) + 1}
	co.Offices = [2]*Office{
		{"New York", "US", NewYork, "203.0.113.7", "10.20.4", 0},
		{"Manchester", "GB", London, "198.51.100.23", "10.44.2", 1},
	}
	co.TenantID = ident.GUID(chance.New(seed, 1))
	co.hire(chance.New(seed, 2), people)
	co.makeCustomers(chance.New(seed, 3), max(120, people*7))
	co.makeReports(chance.New(seed, 4))
	co.makeDocuments(chance.New(seed, 5))
	co.Weights = chance.NewZipf(len(co.Customers))
	for _, p := range co.Everybody() {
		co.habits(chance.New(seed, 6, uint64(p.Index)), p)
	}
	return co
}

// Everybody is all accounts: the people, then the front desk, the integration
// user and the administrator.
func (co *Company) Everybody() []*Person {
	return append(co.People[:len(co.People):len(co.People)], co.FrontDesk, co.Robot, co.Admin)
}

func (co *Company) hire(s *chance.Stream, people int) {
	used := map[string]int{}
	for i := range people {
		role := extra[i%len(extra)]
		if i < len(cast) {
			role = cast[i]
		} else {
			role.given, role.surname = chance.Pick(s, givenNames), chance.Pick(s, surnames)
			role.hired = (co.First - Day(s.Between(60, 4000))).String()
		}
		co.People = append(co.People, co.person(s, i, role, used))
	}
	co.Robot = co.service(s, people, "Integration", "ERP Sync", "svc.erpsync")
	co.Robot.Automation = true
	co.FrontDesk = co.service(s, people+1, "Front", "Desk", "frontdesk")
	co.FrontDesk.Shared, co.FrontDesk.Display, co.FrontDesk.OnPremises = true, "Front Desk New York", true
	co.Admin = co.service(s, people+2, "Ravi", "Menon", "adm.rmenon")
	co.Admin.Outside, co.Admin.Title, co.Admin.Dept = true, "Salesforce Administrator (Northgate IT)", "IT Contractors"
	co.Admin.Mail = "ravi.menon@northgate-it.example"
	for _, p := range co.People[1:] {
		p.Manager = co.People[EllenMarchetti]
		if p.Office.Site == 1 && p.Index != GarethBowen {
			p.Manager = co.People[GarethBowen]
		}
	}
	co.spellings()
}

// spellings gives the people whose names the systems write differently their
// names, and the reissued mailbox to both who have had it.
func (co *Company) spellings() {
	yael, jorgen, layla := co.People[YaelBenDavid], co.People[JorgenSorbo], co.People[LaylaHaddad]
	yael.Display, yael.CRMName = "יעל בן-דוד", "Yael Ben David"
	jorgen.CRMName, jorgen.RollName = "Joergen Soerboe", "Sorbo, Jorgen"
	layla.Display = "ليلى حداد"
	julia, jonas := co.People[JuliaCarter], co.People[JonasCarter]
	julia.Mail = "j.carter@" + Domain
	julia.UPN = julia.Mail
	jonas.Mail, jonas.UPN, jonas.SAM = julia.Mail, julia.UPN, julia.SAM
	julia.SID = strings.TrimSuffix(julia.SID, julia.SID[len(julia.SID)-4:]) + "1104"
}

func (co *Company) person(s *chance.Stream, index int, r part, used map[string]int) *Person {
	p := &Person{Index: index, Given: r.given, Surname: r.surname, Title: r.title, Role: r.role, Dept: depts[r.role], Office: co.Offices[r.site]}
	sam := slug(r.given)[:1] + strings.ReplaceAll(slug(r.surname), "-", "")
	local := slug(r.given) + "." + slug(r.surname)
	used[sam]++
	if n := used[sam]; n > 1 && index >= len(cast) {
		sam, local = fmt.Sprint(sam, n), fmt.Sprint(local, n)
	}
	p.Display, p.RollName = r.given+" "+r.surname, r.surname+", "+r.given
	p.CRMName = p.Display
	p.Employee = fmt.Sprintf("E%04d", 1040+index*3)
	p.Hired, p.Leaves = parseDay(r.hired), parseDay(r.leaves)
	if index == BrianCastle {
		p.Notice = DayOf(2024, time.April, 22)
	}
	co.accounts(s, p, sam, local)
	p.Rates = rates[r.role]
	for a := range p.Dispersion {
		p.Dispersion[a] = s.IntN(chance.Dispersions)
		switch Activity(a) {
		case ViewCustomer, MailOut, MailInside, MailIn, ReadMail: // what everybody does every day
			p.Dispersion[a] = 2 + s.IntN(2)
		}
		p.Rates[a] = p.Rates[a] * s.Between(600, 1400) / 1000
	}
	p.StartMin, p.EndMin = s.Between(7*60+40, 9*60+20), s.Between(16*60+45, 18*60)
	p.Classic = s.PerMille(700)
	if index == OwenPryce || index == HectorValdez {
		p.Classic = false // so that either interface has a story
	}
	p.OnPremises = r.role == Operations
	return p
}

// accounts names the person in every system.
func (co *Company) accounts(s *chance.Stream, p *Person, sam, local string) {
	p.SAM, p.UPN, p.Mail = sam, local+"@"+Domain, local+"@"+Domain
	p.UserID, p.Username = ident.Salesforce("005", p.Index), local+"@"+Domain+".crm"
	p.UserID18 = ident.Salesforce18(p.UserID)
	p.SID = fmt.Sprintf("S-1-5-21-2840117746-1934420571-3316092288-%d", 1110+p.Index*7)
	p.GUID = ident.GUID(s)
	p.PUID = "10032002" + string(ident.AppendHex(nil, s, 8))
	prefix := [2]string{"NYWS", "MANWS"}[p.Office.Site]
	p.Workstation = fmt.Sprintf("%s%03d", prefix, 20+p.Index)
	p.HomeIP = fmt.Sprintf("192.0.2.%d", 1+s.IntN(254))
	if s.PerMille(250) {
		p.HomeIP = fmt.Sprintf("2001:db8:%x:%x::%x", 0x4000+p.Index, s.IntN(0xffff), s.IntN(0xffff))
	}
	p.Rack = fmt.Sprintf("%sPR12MB%d", [4]string{"DM6", "MN2", "PH7", "SN7"}[s.IntN(4)], s.Between(2100, 9800))
	p.Agent = s.IntN(4)
	p.Private = fmt.Sprintf("%s%d@%s.example", strings.ReplaceAll(local, ".", ""), s.Between(1, 99), [2]string{"mailbox", "postbox"}[s.IntN(2)])
	switch p.Index {
	case MikeHall:
		p.Private = "m.hall.home@mailbox.example"
	case DanaWhitlock:
		p.Private = "dana.w.studio@postbox.example"
	}
}

// service makes an account that is no employee's.
func (co *Company) service(s *chance.Stream, index int, given, surname, sam string) *Person {
	p := &Person{Index: index, Given: given, Surname: surname, Display: given + " " + surname, Role: SalesOps, Dept: "Service Accounts", Office: co.Offices[0]}
	p.CRMName = p.Display
	p.Hired = co.First - 900
	co.accounts(s, p, sam, sam)
	p.StartMin, p.EndMin = 8*60, 17*60
	p.Classic = true
	return p
}

// habits chooses which documents somebody works with.
func (co *Company) habits(s *chance.Stream, p *Person) {
	for range 14 {
		n := s.IntN(len(co.Documents))
		if n == CostPart1 || n == CostPart2 {
			n = ContactSheet
		}
		p.Habits = append(p.Habits, co.Documents[n])
	}
	if p.Sells() || p.Role == SalesManager {
		p.Habits[0] = co.Documents[PriceBook]
	}
}

func parseDay(date string) Day {
	if date == "" {
		return 0
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic("date " + date + ": " + err.Error())
	}
	return Day(t.Unix() / 86400)
}
