// SPDX-License-Identifier: Apache-2.0

package life

import (
	"fmt"
	"strings"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
)

// mail is one message of ordinary life.
func (l *Life) mail(w *workday, activity company.Activity, d deed.Deed) {
	p := w.p
	m := &deed.Message{From: p.Mail, SizeBytes: 6_000 + l.dice.IntN(60_000)}
	d.What, d.Message = deed.SendMail, m
	switch activity {
	case company.MailOut:
		if l.dice.PerMille(7) {
			m.To, m.Subject = []string{p.Private}, chance.Pick(l.dice, privateSubjects)
			break
		}
		c := l.customer(p)
		m.To = []string{c.Contact(l.dice.IntN(c.Contacts)).Mail}
		if l.dice.PerMille(180) {
			m.To = append(m.To, l.colleague(p, w.day).Mail)
		}
		m.Subject = l.subject(c)
		l.attach(p, c, m, 280)
	case company.MailInside:
		for range 1 + l.dice.Poisson(800) {
			m.To = append(m.To, l.colleague(p, w.day).Mail)
		}
		m.Subject = chance.Pick(l.dice, insideSubjects)
		l.attach(p, nil, m, 220)
	case company.MailIn:
		c := l.customer(p)
		d.What, m.From, m.To = deed.ReceiveMail, c.Contact(l.dice.IntN(c.Contacts)).Mail, []string{p.Mail}
		m.Subject = l.subject(c)
		l.attach(p, c, m, 150)
	}
	l.stamp(p, m, d.What)
	l.do(d)
}

// stamp gives a message its ids.
func (l *Life) stamp(p *company.Person, m *deed.Message, what deed.What) {
	switch {
	case what == deed.ReceiveMail:
		m.ID = ident.Foreign(l.dice, m.From[indexAt(m.From)+1:])
	case p.OnPremises:
		m.ID = ident.OnPremises(l.dice, "nyedge01.larkfield.example")
	default:
		m.ID = ident.ExchangeOnline(l.dice, p.Rack)
	}
	m.NetworkID = ident.GUID(l.dice)
}

func indexAt(address string) int {
	for i := range address {
		if address[i] == '@' {
			return i
		}
	}
	return -1
}

// attach adds files to a message, now and then.
func (l *Life) attach(p *company.Person, c *company.Customer, m *deed.Message, perMille int) {
	if !l.dice.PerMille(perMille) {
		return
	}
	for range 1 + l.dice.IntN(5)/4 {
		doc := chance.Pick(l.dice, p.Habits)
		if c != nil && l.dice.PerMille(550) {
			doc = &company.Document{Name: fmt.Sprintf("Quote Q-%05d %s.pdf", 40_000+l.dice.IntN(9999), c.Name), SizeBytes: 40_000 + l.dice.IntN(300_000), Pages: 2}
		}
		m.Attachments = append(m.Attachments, doc)
		m.SizeBytes += doc.SizeBytes * 4 / 3
	}
}

func (l *Life) subject(c *company.Customer) string {
	text := fmt.Sprintf(chance.Pick(l.dice, customerSubjects), c.Name)
	if l.dice.PerMille(480) {
		text = "RE: " + text
	}
	return text
}

var customerSubjects = []string{
	"%s - quote", "Delivery for %s this week", "Order confirmation %s", "Price increase from April - %s", "%s: missing pallets",
	"Visit next Tuesday, %s", "Invoice query %s", "Samples for %s", "%s - new contact in purchasing", "Credit note %s",
	"Contract renewal %s", "%s tender documents", "Minutes of our call with %s", "Promotion June, %s", "Thank you from %s",
}

// privateSubjects are what people send to their own address at home, and may.
var privateSubjects = []string{
	"photos from Saturday", "Fwd: train tickets", "dentist", "recipe", "payslip", "Fwd: your booking", "school letter", "shopping list",
}

var insideSubjects = []string{
	"Team meeting Thursday", "FW: Delivery delays", "Forecast numbers", "Q3 Price Book v7", "Holiday cover", "Expense claims due Friday",
	"RE: Forecast numbers", "Parking", "Lunch?", "RE: Team meeting Thursday", "Complaint follow-up", "New stand for the fair",
	"Catalogue proofs", "Warehouse closed on Saturday", "RE: Holiday cover", "Training slots", "Please approve", "Stock list", "Welcome to the team",
}

// print is one print job of ordinary life.
func (l *Life) print(d deed.Deed) {
	p := d.Who
	d.What = deed.Print
	d.Printer = l.printer(p)
	doc := chance.Pick(l.dice, p.Habits)
	d.Pages, d.Copies = 1+l.dice.Poisson(2500), 1
	switch n := l.dice.IntN(10); {
	case n < 4:
		d.Text, d.Pages = title(doc.Name), doc.Pages
	case n < 6:
		d.Text = "Microsoft Outlook - Memo Style"
	case n < 8:
		d.Text = fmt.Sprintf("Quote Q-%05d %s.pdf", 40_000+l.dice.IntN(9999), l.customer(p).Name)
	case n < 9:
		d.Text = l.customer(p).Name + " | Salesforce"
	default:
		d.Text = "Microsoft Word - Document" + fmt.Sprint(1+l.dice.IntN(9))
	}
	if l.dice.PerMille(90) {
		d.Copies = 2 + l.dice.Poisson(1500)
	}
	d.SizeBytes = d.Pages * (18_000 + l.dice.IntN(70_000))
	l.do(d)
}

// title is a document's name as its program passes it to the printer.
func title(name string) string {
	switch {
	case strings.HasSuffix(name, ".docx"):
		return "Microsoft Word - " + name
	case strings.HasSuffix(name, ".pptx"):
		return "Microsoft PowerPoint - " + name
	}
	return name
}

// printer is the queue nearest to somebody's desk, mostly.
func (l *Life) printer(p *company.Person) *deed.Printer {
	site := l.printers[p.Office.Site]
	if l.dice.PerMille(850) {
		return site[p.Index%len(site)]
	}
	return chance.Pick(l.dice, site)
}
