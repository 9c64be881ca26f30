// SPDX-License-Identifier: Apache-2.0

package query_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index/query"
)

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

func local(text string) event.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, newYork)
	if err != nil {
		panic(err)
	}
	return event.Instant(at, event.PrecisionMinute, event.TimeRecorded, text)
}

const (
	mikeCRM   = "0055g000004MHaLAAW"
	acmeID    = "0015g00000AcMeTAAV"
	mikeMail  = "mike.hall@larkfield.example"
	susanMail = "susan.roe@larkfield.example"
)

func target(role, address, name string) event.Target {
	return event.Target{Role: role, Account: event.Account{Namespace: event.Email, Name: address}, Name: name}
}

func printer(name string) event.Target {
	return event.Target{Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: name}}
}

// fixture is the nine events that docs/query.md describes, by its numbers.
func fixture() []*event.Event {
	export := event.Event{
		Time: local("2024-05-13 18:42"), Kind: event.CRMReportExport, Actor: event.Account{Namespace: event.SalesforceID, Name: mikeCRM},
		Initiated: event.InitiatedUser, Object: event.Object{Type: "report", ID: "00O5g000005RepAEAU", Name: "Kundenübersicht: Customers Q3"},
		Quantities: event.Quantities{Records: event.Count(1240)}, Outcome: event.OutcomeSuccess, IP: "203.0.113.7", Client: "Mozilla/5.0",
		Attrs: []event.Attr{{Name: "report-format", Value: "CSV"}},
	}
	again := export
	again.Duplicate = true
	list := []*event.Event{
		&export,
		{
			Time: local("2024-05-11 21:05"), Kind: event.MailSend, Actor: event.Account{Namespace: event.Email, Name: mikeMail},
			Initiated: event.InitiatedUser, Object: event.Object{Type: "message", ID: "<1@larkfield.example>"},
			Targets: []event.Target{target(event.RoleTo, "m.hall@gmail.example", "Michael Hall"), target(event.RoleCc, susanMail, "")},
			Text:    "The list you wanted", Attachments: []event.Attachment{{Name: "customers_q3.xlsx", SizeBytes: 5_200_000}},
			Quantities: event.Quantities{Bytes: event.Count(5_200_000), Attachments: event.Count(1)}, Device: "LF-NB-0112", Group: "message-id:<1@larkfield.example>",
		},
		{
			Time: local("2024-05-13 09:10"), Kind: event.PrintJob, Actor: event.Account{Namespace: event.WindowsSAM, Name: `LARKFIELD\mhall`},
			Initiated: event.InitiatedUser, Object: event.Object{Type: "document", Name: "Angebot Müller GmbH.pdf"},
			Targets: []event.Target{printer("HP-3F-East")}, Quantities: event.Quantities{Pages: event.Count(48), Copies: event.Count(2)},
		},
		{
			Time: local("2024-05-13 11:30"), Kind: event.CRMRecordView, Actor: event.Account{Namespace: event.SalesforceID, Name: mikeCRM},
			Initiated: event.InitiatedUser, Object: event.Object{Type: "customer", ID: acmeID}, IP: "10.20.3.4", Session: "7Qk2xW",
		},
		&again,
		{
			Kind: event.MailMessage, Actor: event.Account{Namespace: event.Email, Name: "li.wei@partner.example"}, Text: "東京の顧客リスト",
			Body:    "Please find the customer list for Tokyo.",
			Targets: []event.Target{target(event.RoleFrom, "li.wei@partner.example", "Li Wei"), target(event.RoleTo, susanMail, "Susan Roe")},
		},
		{
			Time: local("2024-05-12 03:00"), Kind: event.CRMReportExport, Actor: event.Account{Namespace: event.SalesforceID, Name: "0055g000009AutoAAE"},
			Initiated: event.InitiatedAutomation, Object: event.Object{Type: "report", Name: "Nightly backup"},
			Quantities: event.Quantities{Records: event.Count(0)}, IP: "2001:db8::17", Outcome: event.OutcomeFailure,
		},
		{
			Time: local("2024-05-21 10:00"), Kind: event.PrintJob, Actor: event.Account{Namespace: event.WindowsSAM, Name: `LARKFIELD\mhall`},
			Initiated: event.InitiatedUser, Object: event.Object{Type: "document", Name: "Welcome.docx"},
			Targets: []event.Target{printer("HP-3F-East")}, Quantities: event.Quantities{Pages: event.Count(1)},
		},
		{
			Time: local("2024-05-10 16:20"), Kind: event.FileDownload, Actor: event.Account{Namespace: event.UPN, Name: susanMail},
			Object: event.Object{Type: "file", Name: "price-list 2024.xlsx"}, Text: "Preisliste für Großkunden",
		},
	}
	list[8].Time.Precision, list[8].Time.Flags = event.PrecisionDay, event.ZoneAssumed
	for i, e := range list {
		e.ID = event.ID{byte(i + 1), 0xAB}
		e.Origin.Source = event.Digest{byte(i % 3)}
		e.Origin.Span = event.Span{Offset: int64(i), Length: 1}
		e.Origin.Parser = map[string]string{"crm": "salesforceelf@1", "print": "papercut@1"}[e.Kind.Domain()]
	}
	return list
}

// records are those of the fixture, by offset: as docs/query.md shows them, or of
// no matter.
var records = [9]string{
	0: `"ReportExport","0055g000004MHaL","1240","/00O5g000005RepA?export=1"` + "\r\n",
	1: `{"Operation":"Send","UserId":"mike.hall@larkfield.example"}` + "\n",
	2: "\x2A\x2Am\x00h\x00a\x00l\x00l\x00",
	4: `"ReportExport","0055g000004MHaL","1240","/00O5g000005RepA?export=1"` + "\n",
}

// people knows three persons; an account is reissued on 2024-05-15.
type people struct{}

func (people) Person(words string) (string, error) {
	for name, id := range map[string]string{"mike": "mike", "mike hall": "mike", "susan": "susan", "mary hall": "mary"} {
		if strings.EqualFold(words, name) {
			return id, nil
		}
	}
	return "", errors.New("nobody is called " + words)
}

func (people) Holder(a event.Account, at event.Time) (string, bool) {
	switch a.Canonical().Name {
	case mikeMail, mikeCRM:
		return "mike", true
	case susanMail:
		return "susan", true
	case `larkfield\mhall`:
		if at.UTC.Before(time.Date(2024, 5, 15, 4, 0, 0, 0, time.UTC)) {
			return "mike", true
		}
		return "mary", true
	}
	return "", false
}

// things knows one customer, and that Susan owns it.
type things struct{}

func (things) Name(o event.Object) string {
	if o.ID == acmeID {
		return "Acme Tools"
	}
	return ""
}

func (t things) Customer(o event.Object) (id, name string, ok bool) {
	return o.ID, t.Name(o), t.Name(o) != ""
}

func (t things) Owner(o event.Object, _ event.Time) (person, label string, ok bool) {
	return "susan", "Susan Roe", t.Name(o) != ""
}

func env() query.Env {
	return query.Env{
		Zone: newYork, LastDay: "2024-05-13", Subject: "mike", People: people{}, Things: things{},
		Internal: func(address string) bool { return strings.HasSuffix(strings.ToLower(address), "@larkfield.example") },
		Path: func(d event.Digest) string {
			return []string{"crm/export.csv", "mail/audit.csv", "print/jobs.csv"}[d[0]]
		},
		Raw: func(p query.Pattern, o event.Origin) bool {
			return p.MatchRecord(query.RecordText([]byte(records[o.Span.Offset]), "utf-8"))
		},
		Tags: func(id event.ID) []string {
			if id[0] == 2 {
				return []string{"exfil"}
			}
			return nil
		},
	}
}

func mustParse(t *testing.T, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}
