// SPDX-License-Identifier: Apache-2.0

package life

import (
	"time"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/truth"
)

// The accidents of the logs: on which days they fall.
var (
	PaperCutDownFrom, PaperCutDownTo       = day(time.May, 2), day(time.May, 3)
	CutDay                                 = day(time.April, 17)
	CutBytes                         int64 = 9_001
	HourlyFrom, HourlyTo                   = day(time.May, 9), day(time.May, 10)
	TwiceDay                               = day(time.April, 24)
	AgainFrom, AgainTo                     = day(time.May, 6), day(time.May, 14)
	StrayMonth                       int64 = 2024*12 + 3 - 1
)

// Hostile names attack whoever shows them: terminals, spreadsheets, HTML, CSV,
// readers' eyes.
var Hostile = []string{
	"\x1b]8;;http://evil.example/\x07Invoice\x1b]8;;\x07 May",
	"\x1b[2J\x1b[1;31mSYSTEM FAILURE\x1b[0m",
	"=cmd|' /C calc'!A0",
	"@SUM(1+1)*cmd|' /C calc'!A0",
	"<script>alert('larkfield')</script>",
	`He said ""yes"", then, ""no""`,
	"price list \u202excod.exe",
	"\u05d7\u05e9\u05d1\u05d5\u05e0\u05d9\u05ea 2024 \u2067RLI",
	"</title><img src=x onerror=alert(1)>",
}

func (l *Life) trap(story, say string, files ...string) *truth.Entry {
	return l.key.Add(&truth.Entry{Type: truth.TypeTrap, Story: story, Say: say, Files: files}, 0)
}

func (l *Life) traps() {
	l.missingDays()
	l.trap("truncated-file", "the file ends in the middle of a record: what came after it that day is unknown",
		"exchange/MSGTRK20240417-1.LOG")
	l.trap("same-file-twice", "the second file is a copy of the first, byte for byte: it adds nothing and its records count once",
		"salesforce/EventLogFile/2024-04-24_Report.csv", "salesforce/EventLogFile/2024-04-24_Report (1).csv")
	l.trap("overlapping-exports", "the later search repeats records of the weekly exports: by their Id they are the same acts and count once",
		"m365/AuditLog_2024-05-06_2024-05-12.csv", "m365/AuditLog_2024-05-06_2024-05-14_legal-hold-search1.csv")
	l.trap("hourly-and-daily", "hourly event log files repeat rows of the daily ones: they count once",
		"salesforce/EventLogFile/hourly")
	l.trap("wrong-zone", "the file states no zone; the server stands in Manchester but its clock hung in New York: against the page log of CUPS its times are 5 hours behind, and 4 hours from 10 to 31 March 2024",
		"papercut/MANPRINT02/papercut-print-log-2024-03.csv", "cups/page_log.2")
	l.hostile()
	l.timeless()
	l.names()
}

// missingDays are the days on which PaperCut was down, and a job on each that the
// event log has.
func (l *Life) missingDays() {
	entries := []*truth.Entry{l.trap("missing-days", "PaperCut has no records on 2 and 3 May 2024 although the print server's event log shows jobs: its counts of those days are unknown, not zero",
		"papercut/csv/papercut-print-log-all-time.csv", "papercut/csv/monthly/papercut-print-log-2024-05.csv")}
	l.paper(l.co.People[company.EllenMarchetti], PaperCutDownFrom, clock(10, 41, 17), entries, l.printers[0][0])
	l.paper(l.co.People[company.YaelBenDavid], PaperCutDownTo, clock(14, 22, 53), entries, l.printers[0][1])
}

// hostile sends, prints and uploads things with names that attack.
func (l *Life) hostile() {
	entries := []*truth.Entry{l.trap("hostile-names", "subjects and names are shown with their control and bidirectional characters made visible, never executed, and typed as text in spreadsheets")}
	p, jules := l.co.People[company.MikeHallam], l.co.People[company.JulesOkonjo]
	for i, name := range Hostile {
		d := day(time.April, 23) + company.Day(i%3)
		sender := l.co.Customers[5+i]
		l.later(p, d, clock(10, 3+i*4, 7), entries, func(act *deed.Deed) {
			m := &deed.Message{From: sender.Contact(0).Mail, To: []string{p.Mail}, Subject: name, SizeBytes: 9_800}
			l.stamp(p, m, deed.ReceiveMail)
			act.What, act.Message = deed.ReceiveMail, m
		})
		l.later(p, d, clock(13, 5+i*3, 7), entries, func(act *deed.Deed) {
			act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.Print, name, 1, 1, 52_000, l.printers[0][i%2]
		})
		l.later(jules, d, clock(14, 2+i*3, 31), entries, func(act *deed.Deed) {
			act.What, act.Doc = deed.UploadFile, &company.Document{Name: name + ".xlsx", SizeBytes: 18_000}
		})
	}
}

// timeless are records that have lost their time; the products' own code writes
// them.
func (l *Life) timeless() {
	entries := []*truth.Entry{l.trap("no-time", "the record has no time: it is shown as timeless, never dated, and in no histogram")}
	p := l.co.People[company.MikeHallam]
	l.later(p, day(time.April, 30), clock(15, 0, 2), entries, func(act *deed.Deed) {
		act.What, act.Text, act.Pages, act.Copies, act.SizeBytes, act.Printer = deed.PrintTimeless, "Visit plan May.docx", 2, 1, 88_000, l.printers[0][1]
	})
	l.later(p, day(time.April, 30), clock(15, 20, 2), entries, func(act *deed.Deed) {
		act.What, act.Message = deed.TraceTimeless, l.message(p, "Visit plan May", []string{l.co.Customers[9].Contact(0).Mail})
	})
}

// names are people whom the systems spell differently, or from right to left.
func (l *Life) names() {
	for _, about := range []struct {
		index      int
		story, say string
	}{
		{company.JorgenSorbo, "three-spellings", "HR writes Sorbo, Jorgen, the directory Jørgen Sørbø, Salesforce Joergen Soerboe: one person, joined by mail address and number, not by the likeness of names"},
		{company.YaelBenDavid, "right-to-left-name", "the directory writes her name in Hebrew: lines that show it keep their order, and her accounts are joined by address and number"},
		{company.LaylaHaddad, "right-to-left-name", "the directory writes her name in Arabic: lines that show it keep their order, and her accounts are joined by address and number"},
	} {
		p := l.co.People[about.index]
		e := l.trap(about.story, about.say, "directory/ad-users.csv", "hr/roster.csv", "salesforce/User.csv")
		e.Person, e.Employee = p.Given+" "+p.Surname, p.Employee
		l.later(p, day(time.May, 7), clock(10, 14, 0), []*truth.Entry{e}, func(act *deed.Deed) { act.What, act.Customer = deed.ViewCustomer, l.co.Customers[2] })
	}
	desk := l.trap("shared-account", "the front desk's account has no roster row and several users: its acts are nobody's in particular", "directory/ad-users.csv")
	desk.Person = l.co.FrontDesk.Display
	l.later(l.co.FrontDesk, day(time.May, 7), clock(11, 0, 30), []*truth.Entry{desk}, func(act *deed.Deed) {
		act.What, act.Customer, act.Text = deed.Search, l.co.Customers[0], "Brightwater"
	})
}
