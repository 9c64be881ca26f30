// SPDX-License-Identifier: Apache-2.0

package life

import (
	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
)

// workday is one person's day at work.
type workday struct {
	p          *company.Person
	day        company.Day
	session    *deed.Session
	start, end int64 // instants, milliseconds since 1970 UTC
}

// ordinary is what somebody does on a day for no other reason than work.
func (l *Life) ordinary(p *company.Person, day company.Day) {
	if !p.Works(day) || l.absent(p, day) {
		return
	}
	l.dice.Reset(l.opt.Seed, ofDay, uint64(p.Index), uint64(day))
	scale := l.opt.Intensity
	if !open(p, day) {
		if !l.dice.PerMille(35) {
			return
		}
		scale = scale * 120 / 1000
	}
	zone := p.Office.Zone
	w := &workday{p: p, day: day, session: l.session(p, day)}
	w.start = zone.At(day, int64(l.dice.Around(p.StartMin, 35))*company.Minute+int64(l.dice.IntN(60_000)))
	w.end = zone.At(day, int64(l.dice.Around(p.EndMin, 45))*company.Minute+int64(l.dice.IntN(60_000)))
	if p.Index == company.MarionKeogh {
		w.start, w.end = zone.At(day, 20*company.Hour+int64(l.dice.IntN(40))*company.Minute), zone.At(day, 25*company.Hour)
	}
	l.logOn(w)
	for activity := range company.ActivityEnd {
		mean := l.mean(p, day, activity) * scale / 1000
		if mean > 0 {
			l.activity(w, activity, l.dice.Poisson(mean))
		}
	}
	// Whom a story keeps late does not log out before it.
	if l.dice.PerMille(350) && (p.Index >= company.CastCount || day < company.LeaveDay-45) {
		l.do(deed.Deed{At: w.end, What: deed.LogOut, Who: p, Session: w.session})
	}
}

// mean is how often an activity is to be expected, in thousandths: the person's
// rate, the week's burst and the time of the year.
func (l *Life) mean(p *company.Person, day company.Day, activity company.Activity) int {
	rate := p.Rates[activity]
	if rate == 0 {
		return 0
	}
	l.weekly.Reset(l.opt.Seed, ofWeek, uint64(p.Index), uint64(day.Week()), uint64(activity))
	mean := rate * l.weekly.Burst(p.Dispersion[activity]) / 1000
	if day.QuarterEnd() && (activity == company.RunReport || activity == company.ExportReport || activity == company.ViewDashboard) {
		mean = mean * 22 / 10
	}
	if day.Weekday() == 5 {
		mean = mean * 85 / 100
	}
	return mean
}

// logOn begins the day: Microsoft, Salesforce, now and then a wrong password.
func (l *Life) logOn(w *workday) {
	d := deed.Deed{At: w.start, What: deed.CloudLogIn, Who: w.p, Session: w.session, IP: w.session.IP}
	if l.dice.PerMille(25) {
		d.What = deed.CloudLogInFailed
		l.do(d)
		d.What = deed.CloudLogIn
		d.At += 14_000 + int64(l.dice.IntN(30_000))
	}
	if l.dice.PerMille(550) {
		l.do(d)
	}
	d.At = w.start + 60_000 + int64(l.dice.IntN(600_000))
	if l.dice.PerMille(30) {
		d.What, d.Text = deed.LogInFailed, "LOGIN_ERROR_INVALID_PASSWORD"
		l.do(d)
		d.Text = ""
		d.At += 9_000 + int64(l.dice.IntN(25_000))
	}
	d.What = deed.LogIn
	l.do(d)
}

// moment is a time of the working day, rarely over lunch.
func (l *Life) moment(w *workday) int64 {
	first := w.start + 15*company.Minute
	for range 3 {
		at := first + int64(l.dice.IntN(int(max(company.Minute, w.end-first))))
		clock := w.p.Office.Zone.Clock(at) % company.DayMs
		if clock < 12*company.Hour+10*company.Minute || clock > 13*company.Hour || l.dice.PerMille(250) {
			return at
		}
	}
	return first
}

// activity does something count times, in bouts.
func (l *Life) activity(w *workday, activity company.Activity, count int) {
	for count > 0 {
		bout := min(count, 1+l.dice.IntN(6))
		at := l.moment(w)
		for range bout {
			l.once(w, activity, at)
			at += 12_000 + int64(l.dice.IntN(170_000))
		}
		count -= bout
	}
}

func (l *Life) once(w *workday, activity company.Activity, at int64) {
	d := deed.Deed{At: at, Who: w.p, Session: w.session, IP: w.session.IP}
	switch activity {
	case company.MailOut, company.MailInside, company.MailIn:
		l.mail(w, activity, d)
		return
	case company.PrintPaper:
		l.print(d)
		return
	case company.ReadMail, company.TidyMail:
		l.mailbox(activity, d)
		return
	case company.ViewCustomer:
		d.What, d.Customer = deed.ViewCustomer, l.customer(w.p)
	case company.UpdateCustomer:
		d.What, d.Customer, d.Text = deed.UpdateCustomer, l.customer(w.p), "Phone"
	case company.ViewList:
		d.What, d.Text = deed.ViewList, chance.Pick(l.dice, listNames)
	case company.SearchCRM:
		c := l.customer(w.p)
		d.What, d.Text = deed.Search, firstWord(c.Name)
		if l.dice.PerMille(700) {
			d.Customer = c
		}
	case company.RunReport, company.ExportReport:
		d.What, d.Report, d.Text = deed.RunReport, l.report(w.p), "csv"
		if activity == company.ExportReport {
			d.What = deed.ExportReport
		}
		d.Count = l.dice.Around(d.Report.Rows, d.Report.Rows/20)
	case company.ViewDashboard:
		d.What, d.Count = deed.ViewDashboard, 2+l.dice.IntN(5)
	case company.DownloadContent:
		d.What, d.Doc = deed.DownloadContent, chance.Pick(l.dice, w.p.Habits)
	default:
		l.fileWork(w, activity, &d)
	}
	l.do(d)
}

// mailbox reads or clears away messages that came on earlier days, if any did.
func (l *Life) mailbox(activity company.Activity, d deed.Deed) {
	d.What, d.Messages = deed.ReadMail, l.some(d.Who, 1+l.dice.Poisson(800))
	if activity == company.TidyMail {
		d.What = [...]deed.What{deed.MoveMail, deed.MoveMail, deed.DeleteMail}[l.dice.IntN(3)]
	}
	if len(d.Messages) > 0 {
		l.do(d)
	}
}

func (l *Life) fileWork(w *workday, activity company.Activity, d *deed.Deed) {
	d.Doc = chance.Pick(l.dice, w.p.Habits)
	switch activity {
	case company.UseFile:
		d.What = deed.UseFile
		if l.dice.PerMille(60) {
			d.What = deed.UploadFile
		}
	case company.FetchFile:
		d.What = deed.FetchFile
	case company.ShareFile:
		d.What, d.Text = deed.ShareFile, l.colleague(w.p, w.day).UPN
	default:
		d.What = deed.LogIn
	}
}

// report is a report that people of that kind run; the list of all customers is
// for those who lead or count.
func (l *Life) report(p *company.Person) *company.Report {
	if (p.Role == company.SalesManager || p.Role == company.SalesOps || p.Role == company.Finance) && l.dice.PerMille(70) {
		return l.co.Reports[0]
	}
	n := 1 + (p.Index*3+l.dice.IntN(6))%(len(l.co.Reports)-1)
	return l.co.Reports[n]
}

var listNames = []string{"Recently Viewed", "My Accounts", "All Accounts", "My Accounts by City", "New This Week", "Northeast", "UK and Ireland"}

func firstWord(name string) string {
	for i, c := range name {
		if c == ' ' {
			return name[:i]
		}
	}
	return name
}

// robot is the integration user, who brings orders in from the ERP system all
// day and all night.
func (l *Life) robot(day company.Day) {
	p := l.co.Robot
	l.dice.Reset(l.opt.Seed, ofRobot, uint64(day))
	session := l.session(p, day)
	session.IP = "203.0.113.40"
	start := int64(day) * company.DayMs
	client := "ERPSync/4.2"
	l.do(deed.Deed{At: start + 130_000 + int64(l.dice.IntN(900)), What: deed.LogIn, Who: p, Session: session, IP: session.IP, Client: client})
	for range l.dice.Around(l.opt.Calls, l.opt.Calls/5) {
		what := deed.QueryAPI
		switch n := l.dice.IntN(10); {
		case n >= 8:
			what = deed.QueryREST
		case n >= 5:
			what = deed.WriteAPI
		}
		l.do(deed.Deed{At: start + 200_000 + int64(l.dice.IntN(int(company.DayMs-400_000))), What: what, Who: p, Session: session, IP: session.IP,
			Text: chance.Pick(l.dice, entities), Count: 1 + l.dice.Burst(0)/20, Client: client})
	}
	if day.Weekday() == 0 {
		l.do(deed.Deed{At: start + 3*company.Hour + int64(l.dice.IntN(2000)), What: deed.QueryBulk, Who: p, Session: session, IP: session.IP,
			Text: "Account", Count: len(l.co.Customers), Client: "NightlyBackup/2.0"})
	}
}

var entities = []string{"Account", "Order", "OrderItem", "Account", "Product2", "PricebookEntry", "Contact"}

// frontDesk is an account that whoever sits at the desk uses.
func (l *Life) frontDesk(day company.Day) {
	p := l.co.FrontDesk
	if !open(p, day) {
		return
	}
	l.dice.Reset(l.opt.Seed, ofDesk, uint64(day))
	w := &workday{p: p, day: day, session: l.session(p, day)}
	w.start, w.end = p.Office.Zone.At(day, 8*company.Hour+int64(l.dice.IntN(900_000))), p.Office.Zone.At(day, 17*company.Hour+30*company.Minute)
	l.logOn(w)
	l.activity(w, company.PrintPaper, l.dice.Poisson(3*l.opt.Intensity))
	l.activity(w, company.MailInside, l.dice.Poisson(4*l.opt.Intensity))
	l.activity(w, company.SearchCRM, l.dice.Poisson(3*l.opt.Intensity))
}
