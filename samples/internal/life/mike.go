// SPDX-License-Identifier: Apache-2.0

package life

import (
	"slices"
	"time"

	"dossier/event"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/truth"
)

// mike is the story of Mike Hall, from notice to the day after the last.
func (l *Life) mike(p *company.Person) {
	l.opens(p, l.by(0, 9, 28))
	l.export(p, day(time.May, 10), clock(18, 2, 11), l.co.Reports[0])
	if l.opt.Strength == 1 {
		return
	}
	book := l.co.Documents[company.PriceBook]
	l.sendHome(p, day(time.May, 10), clock(18, 9, 30), "Q3 Price Book", book)
	l.printOut(p, day(time.May, 10), clock(18, 14, 2), book.Name, book.Pages, 1)
	l.fetch(p, day(time.May, 9), clock(17, 51, 8), l.co.Documents[company.ContactSheet])
	l.emptySent(p, day(time.May, 13), clock(16, 41, 25))
	if l.opt.Strength == 2 {
		return
	}
	l.export(p, day(time.May, 3), clock(12, 22, 40), l.co.Reports[6])
	l.printOut(p, day(time.May, 9), clock(19, 5, 17), book.Name, book.Pages, 1)
	l.sendHome(p, day(time.May, 8), clock(19, 42, 3), "part 1", l.co.Documents[company.CostPart1])
	l.sendHome(p, day(time.May, 8), clock(19, 47, 51), "part 2", l.co.Documents[company.CostPart2])
	l.forward(p, day(time.May, 6), clock(12, 31, 12))
	l.comeBack(p, day(time.May, 15), clock(21, 12, 44))
}

// opens are customers of others looked at, one after the other, on every working
// day of the notice period.
func (l *Life) opens(p *company.Person, perDay int) {
	others := l.others(p)
	if perDay > 0 {
		for i, c := range others {
			if c.Index == 0 {
				others[0], others[i] = others[i], others[0]
			}
		}
		l.view(p, day(time.May, 10), clock(18, 20, 55), others[0])
		others = others[1:]
	}
	for _, d := range workdays(p, company.NoticeDay+1, company.LeaveDay) {
		at := clock(15, 20, l.dice.IntN(60)) + int64(l.dice.IntN(100))*company.Minute
		for range l.dice.Around(perDay, perDay/4) {
			if len(others) == 0 {
				return
			}
			l.view(p, d, at, others[0])
			others = others[1:]
			at += 25_000 + int64(l.dice.IntN(60_000))
		}
	}
}

func (l *Life) view(p *company.Person, d company.Day, at int64, c *company.Customer) {
	l.plant(p, d, at, event.CRMRecordView, customerObject(c), func(act *deed.Deed, _ *truth.Entry) {
		act.What, act.Customer = deed.ViewCustomer, c
	})
}

// export is a report looked at and, half a minute later, exported.
func (l *Life) export(p *company.Person, d company.Day, at int64, r *company.Report) {
	l.plant(p, d, at, event.CRMReportRun, reportObject(r), func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Report, act.Count, e.Quantity = deed.RunReport, r, r.Rows, r.Rows
	})
	l.plant(p, d, at+36_113, event.CRMReportExport, reportObject(r), func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Report, act.Count, act.Text, e.Quantity = deed.ExportReport, r, r.Rows, "csv", r.Rows
	})
}

// sendHome is a mail with a document to the thief's own address.
func (l *Life) sendHome(p *company.Person, d company.Day, at int64, subject string, doc *company.Document) {
	l.sendTo(p, d, at, subject, doc, p.Private)
}

func (l *Life) sendTo(p *company.Person, d company.Day, at int64, subject string, doc *company.Document, to string) {
	l.plant(p, d, at, event.MailSend, documentObject(doc), func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Message = deed.SendMail, l.message(p, subject, []string{to}, doc)
		e.Targets, e.Quantity = []string{to}, 1
	})
}

func (l *Life) printOut(p *company.Person, d company.Day, at int64, name string, pages, copies int) {
	l.plant(p, d, at, event.PrintJob, truth.Object{Type: "document", Name: name}, func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Text, act.Pages, act.Copies, act.SizeBytes = deed.Print, name, pages, copies, pages*41_200
		act.Printer = l.printers[p.Office.Site][1]
		e.Quantity = pages * copies
	})
}

func (l *Life) fetch(p *company.Person, d company.Day, at int64, doc *company.Document) {
	l.plant(p, d, at, event.FileDownload, documentObject(doc), func(act *deed.Deed, _ *truth.Entry) {
		act.What, act.Doc = deed.FetchFile, doc
	})
}

// emptySent deletes for good what the Sent Items folder holds. A record of several
// messages is one about the mailbox, a record of one is about that message.
func (l *Life) emptySent(p *company.Person, d company.Day, at int64) {
	l.plant(p, d, at, event.MailPurge, truth.Object{Type: "mailbox", ID: p.GUID, Name: p.UPN}, func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Text, act.Messages = deed.PurgeMail, "\\Sent Items", slices.Clone(l.sent[p])
		e.Quantity, e.Folder = len(act.Messages), act.Text
		if len(act.Messages) == 1 {
			*e.Object = truth.Object{Type: "message", ID: act.Messages[0].ID, Name: act.Messages[0].Subject}
		}
	})
}

// forward sets up a rule that sends everything on, and sends on what comes.
func (l *Life) forward(p *company.Person, d company.Day, at int64) {
	l.plant(p, d, at, event.MailRule, truth.Object{Type: "rule", Name: "."}, func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Text, act.Section, e.Targets = deed.MakeRule, p.Private, ".", []string{p.Private}
	})
	for _, d := range workdays(p, d, company.LeaveDay) {
		at := clock(13, 20, 0)
		for range 2 + l.dice.IntN(3) {
			l.forwarded(p, d, at)
			at += 900_000 + int64(l.dice.IntN(2_400_000))
		}
	}
}

// forwarded is one message from a customer and the copy that the rule sends on.
func (l *Life) forwarded(p *company.Person, d company.Day, at int64) {
	c := p.Owned[l.dice.IntN(len(p.Owned))]
	in := &deed.Message{From: c.Contact(l.dice.IntN(c.Contacts)).Mail, To: []string{p.Mail}, Subject: c.Name + " - order", SizeBytes: 31_000}
	l.stamp(p, in, deed.ReceiveMail)
	out := l.message(p, "FW: "+in.Subject, []string{p.Private})
	l.later(p, d, at, nil, func(act *deed.Deed) { act.What, act.Message = deed.ReceiveMail, in })
	l.plant(p, d, at+1_700, event.MailForward, truth.Object{Type: "message", Name: out.Subject}, func(act *deed.Deed, e *truth.Entry) {
		act.What, act.Message, act.Section = deed.ForwardMail, out, in.ID
		e.Targets = []string{p.Private}
	})
}

// comeBack is a log-in after the last day, from home, with a password that
// nobody has disabled.
func (l *Life) comeBack(p *company.Person, d company.Day, at int64) {
	l.plant(p, d, at, event.AuthLogin, truth.Object{Type: "user", ID: p.UserID18, Name: p.CRMName}, func(act *deed.Deed, _ *truth.Entry) {
		act.What, act.IP, act.Session.IP = deed.LogIn, p.HomeIP, p.HomeIP
	})
}
