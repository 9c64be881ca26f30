// SPDX-License-Identifier: Apache-2.0

package life

import (
	"dossier/event"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/truth"
)

// slowLeak takes a little, every week or two, for as long as the logs go back.
func (l *Life) slowLeak(p *company.Person) {
	days := workdays(p, l.co.First+15, company.LeaveDay)
	count := min(l.by(6, 14, 30), len(days)/2)
	for i := range count {
		d := days[(2*i+1)*len(days)/(2*count)]
		at := clock(11, 10+l.dice.IntN(45), l.dice.IntN(60))
		r := l.co.Reports[[...]int{6, 9, 3, 5, 6, 18}[i%6]]
		l.export(p, d, at, r)
		doc := &company.Document{Name: r.Name + ".csv", SizeBytes: r.Rows * 140, Pages: 1}
		l.sendHome(p, d, at+7*company.Minute, "notes", doc)
	}
}

// printOnly never sends or exports anything: he prints, after hours, name by
// name.
func (l *Life) printOnly(p *company.Person) {
	others := l.others(p)
	days := workdays(p, company.LeaveDay-24, company.LeaveDay)
	count := l.by(5, 25, 90)
	for i := range count {
		d := days[(2*i+1)*len(days)/(2*count)]
		at := clock(18, 20, 0) + int64(l.dice.IntN(70))*company.Minute + int64(l.dice.IntN(60_000))
		name, pages := others[i%len(others)].Name+" | Salesforce", 3+l.dice.IntN(4)
		if i%5 == 4 {
			doc := l.co.Documents[[...]int{company.ContactSheet, company.PriceBook}[i/5%2]]
			name, pages = doc.Name, doc.Pages
		}
		l.printOut(p, d, at, name, pages, 1)
	}
}

// apiClient reads the customers with a program, under his own name.
func (l *Life) apiClient(p *company.Person) {
	days := workdays(p, company.NoticeDay-10, company.LeaveDay)
	what := [...]deed.What{deed.QueryAPI, deed.QueryBulk, deed.QueryREST}
	kinds := [...]event.Kind{event.CRMAPIRead, event.CRMBulkRead, event.CRMAPIRead}
	clients := [...]string{"DataLoaderPartnerUI/58.0.3", "DataLoaderBulkUI/58.0.3", "Workbench"}
	count := l.by(1, 6, 20)
	for i := range count {
		d := days[(2*i+1)*len(days)/(2*count)]
		entity, rows := "Account", len(l.co.Customers)
		if i%2 == 1 {
			entity, rows = "Contact", l.co.Reports[0].Rows
		}
		at := clock(7, 5+l.dice.IntN(30), l.dice.IntN(60))
		l.later(p, d, at-41_000, nil, func(act *deed.Deed) { act.What, act.Client = deed.LogIn, clients[i%3] })
		l.plant(p, d, at, kinds[i%3], truth.Object{Type: "entity", Name: entity}, func(act *deed.Deed, e *truth.Entry) {
			act.What, act.Text, act.Count, act.Client, e.Quantity = what[i%3], entity, rows, clients[i%3], rows
		})
	}
}

// borrowedAccount works under a colleague's name: the logs name the colleague,
// and only the address and the browser are the thief's.
func (l *Life) borrowedAccount(p, colleague *company.Person) {
	days := workdays(p, company.NoticeDay, company.LeaveDay)
	others := l.others(p)
	count := l.by(1, 3, 8)
	for i := range count {
		d := days[(2*i+1)*len(days)/(2*count)]
		at := clock(19, 40+l.dice.IntN(15), l.dice.IntN(60))
		as := func(what deed.What, kind event.Kind, at int64, object truth.Object, fill func(*deed.Deed, *truth.Entry)) {
			l.plant(p, d, at, kind, object, func(act *deed.Deed, e *truth.Entry) {
				act.Who, act.What, act.Session, act.IP = colleague, what, l.foreignSession(p, colleague, d), p.HomeIP
				e.Account = "salesforce-id:" + colleague.UserID18
				fill(act, e)
			})
		}
		as(deed.LogIn, event.AuthLogin, at, truth.Object{Type: "user", ID: colleague.UserID18, Name: colleague.CRMName}, func(*deed.Deed, *truth.Entry) {})
		r := l.co.Reports[7*(1-i%2)]
		as(deed.ExportReport, event.CRMReportExport, at+4*company.Minute, reportObject(r), func(act *deed.Deed, e *truth.Entry) {
			act.Report, act.Count, act.Text, e.Quantity = r, r.Rows, "csv", r.Rows
		})
		for j := range l.by(3, 12, 25) {
			c := others[(i*25+j)%len(others)]
			as(deed.ViewCustomer, event.CRMRecordView, at+6*company.Minute+int64(j)*40_000, customerObject(c), func(act *deed.Deed, _ *truth.Entry) { act.Customer = c })
		}
	}
}

// foreignSession is a sitting under somebody's account at another's machine.
func (l *Life) foreignSession(p, account *company.Person, d company.Day) *deed.Session {
	s := l.session(p, d+5000+company.Day(account.Index))
	a := agentOf(p, d)
	s.IP, s.Agent, s.Browser, s.Version, s.Platform = p.HomeIP, a.text, a.browser, a.version, a.platform
	return s
}

// listScroll opens list views and one customer after another, evenings long,
// and exports nothing.
func (l *Life) listScroll(p *company.Person) {
	others := l.others(p)
	days := workdays(p, company.LeaveDay-18, company.LeaveDay)
	evenings, each := l.by(1, 3, 6), l.by(40, 100, 160)
	for i := range evenings {
		d := days[(2*i+1)*len(days)/(2*evenings)]
		at := clock(17, 50, l.dice.IntN(60)) + int64(l.dice.IntN(45))*company.Minute
		for j := range each {
			if j%20 == 0 {
				l.plant(p, d, at, event.CRMListView, listObject("All Accounts"), func(act *deed.Deed, _ *truth.Entry) {
					act.What, act.Text = deed.ViewList, "All Accounts"
				})
				at += 6_000
			}
			l.view(p, d, at, others[(i*each+j)%len(others)])
			at += 8_000 + int64(l.dice.IntN(5_000))
		}
	}
}
