// SPDX-License-Identifier: Apache-2.0

package life

import (
	"fmt"
	"time"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/truth"
)

// innocents puts the twelve on the agenda.
func (l *Life) innocents() {
	l.quarterEnd(l.co.People[company.PriscillaYoon])
	l.handOver(l.co.People[company.TomFerreira], l.co.People[company.EllenMarchetti])
	l.newStarter(l.co.People[company.LeahBrandvold])
	l.territoryChange(l.co.People[company.RosaTennant])
	l.cleaning(l.co.People[company.KofiMensah])
	l.nightShift(l.co.People[company.MarionKeogh])
	l.tradeFair(l.co.People[company.JulesOkonjo])
	l.cleanLeaver(l.co.People[company.BrianCastle])
	l.secondMike(l.co.People[company.MikeHallam])
	l.reissued(l.co.People[company.JuliaCarter], l.co.People[company.JonasCarter])
	l.loginAs(l.co.Admin, l.co.People[company.MikeHall])
	l.brokenPrinter(l.co.People[company.HectorValdez])
}

// quarterEnd exports what every quarter's end needs.
func (l *Life) quarterEnd(p *company.Person) {
	entries := l.innocent("quarter-end", p,
		"exports a dozen reports with thousands of rows within four days",
		"that she took data: she does the same at every quarter's end, and nothing left the company")
	for _, end := range []company.Day{company.DayOf(2023, time.September, 28), company.DayOf(2023, time.December, 28), day(time.March, 27)} {
		for _, d := range workdays(p, end, end+6) {
			at := clock(9, 20+l.dice.IntN(30), l.dice.IntN(60))
			for i := range 4 {
				r := l.co.Reports[[...]int{19, 4, 16, 9, 12, 15}[(int(d)+i)%6]]
				l.later(p, d, at, entries, func(act *deed.Deed) {
					act.What, act.Report, act.Count, act.Text = deed.ExportReport, r, r.Rows*4, "xls"
				})
				at += 20*company.Minute + int64(l.dice.IntN(600_000))
			}
		}
	}
}

// handOver does as the director has written: exports the own customers and sends
// them to the successor.
func (l *Life) handOver(p, manager *company.Person) {
	entries := l.innocent("hand-over", p,
		"exports his customers, opens all of them in two days and mails the list",
		"that he took data: his manager asked for it in writing the day before, and the list went to a colleague inside")
	successor := l.co.People[company.JuliaOrtiz]
	ask := day(time.May, 1)
	l.later(manager, ask, clock(15, 4, 11), entries, func(act *deed.Deed) {
		act.What, act.Message = deed.SendMail, l.message(manager, "Hand-over: please export your accounts and send them to Julia by Friday", []string{p.Mail, successor.Mail})
	})
	r := l.co.Reports[17]
	l.later(p, ask+1, clock(10, 12, 30), entries, func(act *deed.Deed) {
		act.What, act.Report, act.Count, act.Text = deed.ExportReport, r, len(p.Owned)*9, "csv"
	})
	list := &company.Document{Name: "Hand-over accounts Ferreira.csv", SizeBytes: 48_210, Pages: 3}
	l.later(p, ask+1, clock(11, 2, 9), entries, func(act *deed.Deed) {
		act.What, act.Message = deed.SendMail, l.message(p, "RE: Hand-over: please export your accounts and send them to Julia by Friday", []string{successor.Mail, manager.Mail}, list)
	})
	l.tour(p, []company.Day{ask + 1, ask + 2}, p.Owned, len(p.Owned), entries)
}

// tour opens customers, spread over some days.
func (l *Life) tour(p *company.Person, days []company.Day, list []*company.Customer, count int, entries []*truth.Entry) {
	if len(days) == 0 || len(list) == 0 {
		return
	}
	perDay := (count + len(days) - 1) / len(days)
	for i := range count {
		d, c := days[min(i/max(1, perDay), len(days)-1)], list[i%len(list)]
		at := clock(9, 40, 0) + int64(i%max(1, perDay))*6*company.Hour/int64(max(1, perDay)) + int64(l.dice.IntN(90_000))
		l.later(p, d, at, entries, func(act *deed.Deed) { act.What, act.Customer = deed.ViewCustomer, c })
	}
}

func (l *Life) newStarter(p *company.Person) {
	entries := l.innocent("new-starter", p,
		"opens more than a hundred customers of others, the most of the whole team",
		"that she gathers customers: she was hired on 15 April and learns the accounts that she is to cover")
	l.tour(p, workdays(p, p.Hired+1, p.Hired+18), l.others(p), 150, entries)
}

// territoryChange is customers given to somebody, who then looks at them.
func (l *Life) territoryChange(p *company.Person) {
	entries := l.innocent("territory-change", p,
		"opens forty customers in three days that were others' the day before",
		"that she looks at others' customers: they were made hers on 22 April, as the account history shows")
	var given []*company.Customer
	for _, c := range l.co.Customers {
		if c.Site == 1 && c.Owner != p && len(given) < 40 {
			given = append(given, c)
		}
	}
	d := day(time.April, 22)
	ops := l.co.People[company.SunilRao]
	for i, c := range given {
		l.later(ops, d, clock(14, 0, 0)+int64(i)*1_300, entries, func(act *deed.Deed) {
			act.What, act.Customer, act.By = deed.ChangeOwner, c, p
		})
	}
	l.schedule(d+1, company.NewYork.At(d+1, 0), func(int64) {
		for _, c := range given {
			c.Owner = p
		}
	})
	l.tour(p, workdays(p, d+1, d+3), given, len(given), entries)
}

func (l *Life) cleaning(p *company.Person) {
	entries := l.innocent("data-cleaning", p,
		"opens and changes hundreds of customers, page after page of list views",
		"that he copies the customer base: he is a temporary data steward and corrects what he opens; he exports nothing")
	for _, d := range workdays(p, p.Hired+2, p.Hired+14) {
		at := clock(9, 30, 0)
		for range 22 {
			c := l.co.Customers[l.dice.IntN(len(l.co.Customers))]
			l.later(p, d, at, entries, func(act *deed.Deed) { act.What, act.Customer = deed.ViewCustomer, c })
			l.later(p, d, at+45_000, entries, func(act *deed.Deed) { act.What, act.Customer = deed.UpdateCustomer, c })
			at += 12*company.Minute + int64(l.dice.IntN(240_000))
		}
	}
}

// nightShift works at night, always has.
func (l *Life) nightShift(p *company.Person) {
	entries := l.innocent("night-shift", p,
		"logs in at 20:00 and works until one in the morning",
		"that she works at odd hours to hide: she has done so on every working day since the logs begin")
	for _, d := range workdays(p, day(time.April, 29), day(time.May, 10)) {
		l.later(p, d, clock(22, 10+l.dice.IntN(40), l.dice.IntN(60)), entries, func(act *deed.Deed) {
			act.What, act.Customer = deed.ViewCustomer, l.customer(p)
		})
	}
}

func (l *Life) tradeFair(p *company.Person) {
	entries := l.innocent("trade-fair", p,
		"prints more than two thousand pages in three days, price lists among them, some in the evening",
		"that he took papers home: they are brochures and price lists for the fair of 14 May")
	for i, d := range workdays(p, day(time.May, 7), day(time.May, 9)) {
		for j, doc := range []int{company.FairBrochure, company.FairPrices, company.FairBrochure} {
			document := l.co.Documents[doc]
			l.later(p, d, clock(15+j*2, 12+i*7, 40), entries, func(act *deed.Deed) {
				act.What, act.Text, act.Pages, act.Copies = deed.Print, document.Name, document.Pages, 60
				act.SizeBytes, act.Printer = document.Pages*310_000, l.printers[0][0]
			})
		}
	}
}

// cleanLeaver leaves at about the same time, and hands in his things.
func (l *Life) cleanLeaver(p *company.Person) {
	entries := l.innocent("clean-leaver", p,
		"has given notice, prints and mails on his last days",
		"that he took data because he leaves: what he sent went to his manager, and his reading is what it always was")
	l.deactivated(p, day(time.May, 13))
	note := &company.Document{Name: "Handover notes Castle.docx", SizeBytes: 31_877, Pages: 4}
	l.later(p, day(time.May, 9), clock(15, 31, 0), entries, func(act *deed.Deed) {
		act.What, act.Message = deed.SendMail, l.message(p, "Handover notes", []string{p.Manager.Mail}, note)
	})
	l.later(p, day(time.May, 10), clock(14, 2, 33), entries, func(act *deed.Deed) {
		act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.Print, note.Name, note.Pages, 1, 220_000, l.printers[0][2]
	})
}

// secondMike does his own work in the very days, under nearly the same name.
func (l *Life) secondMike(p *company.Person) {
	entries := l.innocent("second-mike", p,
		"is called Mike, is of the same team, and exports, mails and prints the price book in the same week",
		"that any act of Mike Hallam is one of Mike Hall, or the other way round; the price book went to customers")
	book, c := l.co.Documents[company.PriceBook], p.Owned[0]
	r := l.co.Reports[6]
	l.later(p, day(time.May, 8), clock(10, 20, 4), entries, func(act *deed.Deed) {
		act.What, act.Report, act.Count, act.Text = deed.ExportReport, r, r.Rows/6, "xls"
	})
	l.later(p, day(time.May, 9), clock(11, 32, 50), entries, func(act *deed.Deed) {
		act.What, act.Message = deed.SendMail, l.message(p, "New prices from July", []string{c.Contact(0).Mail, c.Contact(1).Mail}, book)
	})
	l.later(p, day(time.May, 10), clock(16, 48, 19), entries, func(act *deed.Deed) {
		act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.Print, book.Name, book.Pages, 1, 1_890_000, l.printers[0][1]
	})
}

// reissued is a mailbox that had another holder before.
func (l *Life) reissued(before, after *company.Person) {
	entries := l.innocent("reissued-mailbox", after,
		fmt.Sprintf("%s's address also sent mail before he was hired", after.Given),
		fmt.Sprintf("that the mails before %s are his: the address was %s %s's until %s", after.Hired, before.Given, before.Surname, before.Leaves))
	for i, p := range []*company.Person{before, before, after, after} {
		d := [...]company.Day{day(time.February, 6), day(time.February, 8), day(time.March, 12), day(time.March, 14)}[i]
		c := l.co.Customers[3+i]
		l.later(p, d, clock(11, 5+i, 20), entries, func(act *deed.Deed) {
			act.What, act.Message = deed.SendMail, l.message(p, c.Name+" - contact list", []string{c.Contact(0).Mail})
		})
	}
}

// loginAs is the administrator who looks into somebody's trouble as that
// somebody.
func (l *Life) loginAs(admin, as *company.Person) {
	entries := l.innocent("login-as", as,
		"a report with contacts is run under his name while he is out to lunch",
		"that he ran it: the administrator of Northgate IT had logged in as him, and every record of that session is the administrator's")
	d := day(time.May, 7)
	at := clock(12, 20, 15)
	session := func(act *deed.Deed) {
		s := l.session(admin, d)
		s.IP = "198.51.100.77"
		act.Session, act.IP = s, s.IP
	}
	l.later(admin, d, at-9*company.Minute, entries, func(act *deed.Deed) { session(act); act.What = deed.LogIn })
	l.later(as, d, at, entries, func(act *deed.Deed) { session(act); act.What, act.By = deed.LogInAs, admin })
	l.later(as, d, at+90_000, entries, func(act *deed.Deed) {
		session(act)
		act.What, act.Report, act.Count = deed.RunReport, l.co.Reports[6], l.co.Reports[6].Rows
	})
	l.later(admin, d, at+8*company.Minute, entries, func(act *deed.Deed) {
		session(act)
		act.What, act.Section, act.Text = deed.ChangeSetup, "Manage Users", "Changed time zone for user "+as.CRMName+" from blank to America/New_York"
	})
	l.setupChanges(admin)
}

// setupChanges are the administrator's ordinary changes.
func (l *Life) setupChanges(admin *company.Person) {
	sections := [...][2]string{
		{"Manage Users", "Changed profile for user Leah Brandvold from Read Only to Standard User"}, {"Custom Objects", "Changed page layout Account Layout"},
		{"Manage Users", "For user Kofi Mensah, the User Verified Email status changed to verified"}, {"Session Settings", "Changed session timeout value from 2 hours to 4 hours"},
		{"Groups", "Created public group Trade Fair 2024"}, {"Custom Apps", "Changed custom app Sales Console"}, {"Manage Users", "Deactivated user Julia Carter"},
		{"Manage Users", "Created new user Jonas Carter"}, {"Validation Rules", "Changed validation rule Phone_Format on Account"},
	}
	for i, d := range workdays(admin, l.co.First, l.co.Last) {
		if l.dice.PerMille(700) {
			continue
		}
		change := sections[i%len(sections)]
		l.later(admin, d, clock(10+i%6, l.dice.IntN(60), l.dice.IntN(60)), nil, func(act *deed.Deed) {
			act.What, act.Section, act.Text = deed.ChangeSetup, change[0], change[1]
		})
	}
}

// The days on which a printer prints everything twice, and which one.
var (
	TwiceFrom, TwiceTo = day(time.April, 15), day(time.April, 19)
	TwiceQueue         = "PRN-NY-03"
)

// brokenPrinter is somebody whose jobs the queue repeats, and two others whose jobs
// it repeats as well.
func (l *Life) brokenPrinter(p *company.Person) {
	entries := l.innocent("broken-printer", p,
		"prints every document twice within fifteen seconds for a whole week",
		"that he made copies: the queue "+TwiceQueue+" repeated everybody's jobs from 15 to 19 April")
	for i, d := range workdays(p, TwiceFrom, TwiceTo) {
		name := p.Owned[i%len(p.Owned)].Name + " visit report.docx"
		l.later(p, d, clock(14, 10+i*3, 9), entries, func(act *deed.Deed) {
			act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.Print, name, 3, 1, 140_000, l.printers[0][2]
		})
	}
	l.paper(l.co.People[company.JuliaOrtiz], TwiceFrom+1, clock(11, 26, 40), entries, l.printers[0][2])
	l.paper(l.co.People[company.PriscillaYoon], TwiceFrom+3, clock(15, 48, 12), entries, l.printers[0][2])
}

// paper is a job like any other: a document that somebody works with.
func (l *Life) paper(p *company.Person, d company.Day, at int64, entries []*truth.Entry, to *deed.Printer) {
	doc := p.Habits[len(p.Habits)-1]
	l.later(p, d, at, entries, func(act *deed.Deed) {
		act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.Print, title(doc.Name), doc.Pages, 1, doc.Pages*38_400, to
	})
}
