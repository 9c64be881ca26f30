// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers/parsertest"
)

// TestKeys holds the natural key to what makes an act: its id in whatever export.
func TestKeys(t *testing.T) {
	want := event.NewKey(system, "a0000004-0000-4000-8000-000000000004")
	for name, data := range map[string]string{"wrapped": sampleWrapped, "page": samplePage} {
		c, _ := parsertest.CollectBytes(JSONParser, []byte(data))
		if c.Events[0].Key != want {
			t.Errorf("%s: key %s", name, c.Events[0].Key)
		}
	}
	c, _ := parsertest.CollectBytes(Parser, []byte(samplePortal))
	if c.Events[2].Key != want || c.Events[0].Key != event.NewKey(system, "a0000001-0000-4000-8000-000000000001") {
		t.Error("portal: other keys")
	}
	idless := func(record string) string {
		return strings.Replace(record, "a0000005-0000-4000-8000-000000000005", "ANONYMIZED", 1)
	}
	inCSV := "CreationDate,UserIds,Operations,AuditData\n2024-05-13T17:58:01Z,dana.reyes@northwind.example,UserLoginFailed," + cell(idless(recordLogin)) + "\n"
	c, _ = parsertest.CollectBytes(Parser, []byte(inCSV))
	a, b := one(t, idless(recordLogin)), one(t, strings.Replace(idless(recordLogin), "17:58:01", "17:58:02", 1))
	inJSON := one(t, `{"CreationDate":"2024-05-13T17:58:01Z","Operations":"UserLoginFailed","AuditData":`+idless(recordLogin)+`}`)
	if a.Key.IsZero() || a.Key == b.Key || a.Key != c.Events[0].Key || a.Key != inJSON.Key {
		t.Errorf("without an id: %s, %s a second later, %s as CSV, %s wrapped", a.Key, b.Key, c.Events[0].Key, inJSON.Key)
	}
}

// TestFamilies goes without RecordType, which tells most.
func TestFamilies(t *testing.T) {
	for _, c := range []struct {
		recordType, workload, operation string
		want                            event.Kind
	}{
		{"", "Exchange", "Set-Mailbox", event.AdminConfig}, {"", "", "New-InboxRule", event.MailRule}, {"", "Exchange", "Send", event.MailSend},
		{"", "", "HardDelete", event.MailPurge}, {"", "", "FileDownloaded", event.FileDownload}, {"", "OneDrive", "Unheard", event.FileOther},
		{"", "AzureActiveDirectory", "UserLoggedIn", event.AuthLogin}, {"", "", "UserLoginFailed", event.AuthFail},
		{"", "AzureActiveDirectory", "Reset user password.", event.AuthPassword}, {"", "", "Add member to role.", event.AdminOther},
		{"", "", "Consent to application.", event.AuthConsent}, {"", "CRM", "RetrieveMultiple", event.CRMListView},
		{"21", "CRM", "Delete", event.CRMRecordDelete}, {"3", "Exchange", "Copy", event.MailMove}, {"18", "SecurityComplianceCenter", "New-ComplianceSearch", event.AdminSearch},
		{"", "Endpoint", "FileCopiedToRemovableMedia", event.FileRemovable}, {"", "", "FilePrinted", event.PrintJob},
		{"24", "SecurityComplianceCenter", "SearchExported", event.MailExport}, {"24", "", "SearchCreated", event.AdminSearch},
		{"36", "SharePoint", "ListItemDeleted", event.FileDelete}, {"4", "SharePoint", "SiteCollectionCreated", event.AdminConfig},
		{"30", "MicrosoftFlow", "CreateFlow", event.AdminApp}, {"22", "Yammer", "MessageCreation", event.MailOther},
		{"99999", "Novelty", "Unheard", event.AdminOther}, {"ExchangeAdmin", "", "Get-Mailbox", event.AdminOther},
	} {
		e := one(t, fmt.Sprintf(`{"CreationTime":"2024-05-14T09:00:00","Operation":%q,"RecordType":%q,"Workload":%q}`, c.operation, c.recordType, c.workload))
		if e.Kind != c.want {
			t.Errorf("%s %s %s: %s, want %s", c.recordType, c.workload, c.operation, e.Kind, c.want)
		}
	}
}

// TestContradictions changes a row by hand.
func TestContradictions(t *testing.T) {
	row := func(date, user, operation string) string {
		return "CreationDate,UserIds,Operations,AuditData\n" + date + "," + user + "," + operation + "," + cell(recordLogin) + "\n"
	}
	for _, c := range []struct{ text, want string }{
		{row("5/13/2024 5:58:01 PM", "DANA.REYES@northwind.example", "UserLoginFailed"), ""},
		{row("13.05.2024 17:58:01", "dana.reyes@northwind.example", "UserLoginFailed"), ""},
		{row("13.05.2024 17:58", "dana.reyes@northwind.example", "UserLoginFailed"), ""},
		{row("2024-05-13T19:58:01+02:00", "dana.reyes@northwind.example", "UserLoginFailed"), ""},
		{row("13.05.2024 19:58:01", "ann@northwind.example", "UserLoggedIn"),
			"column-user=ann@northwind.example column-operation=UserLoggedIn column-creation-date=13.05.2024 19:58:01"},
	} {
		got, _ := parsertest.CollectBytes(Parser, []byte(c.text))
		var list []string
		for _, a := range got.Events[0].Attrs {
			if strings.HasPrefix(a.Name, "column-") {
				list = append(list, a.Name+"="+a.Value)
			}
		}
		if strings.Join(list, " ") != c.want {
			t.Errorf("%q, want %q", list, c.want)
		}
	}
}
