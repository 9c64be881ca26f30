// SPDX-License-Identifier: Apache-2.0

package samples_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/samples"
)

// rows reads a CSV file strictly: every row as long as the first.
func rows(t *testing.T, name string, content []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	list, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

func TestEventLogFilesAreQuotedSortedAndInUTCDays(t *testing.T) {
	m, _ := small(t, samples.Options{})
	types := map[string]bool{}
	for _, name := range m.Names() {
		if !strings.HasPrefix(name, "evidence/salesforce/EventLogFile/2") {
			continue
		}
		content := m.File(name)
		if bytes.Contains(content, []byte{'\r'}) || !bytes.HasPrefix(content, []byte(`"EVENT_TYPE","TIMESTAMP",`)) {
			t.Fatalf("%s: want LF and quoted cells", name)
		}
		list := rows(t, name, content)
		derived, last := slices.Index(list[0], "TIMESTAMP_DERIVED"), ""
		for _, row := range list[1:] {
			types[row[0]] = true
			if !strings.HasPrefix(row[derived], path.Base(name)[:10]) || row[derived] < last {
				t.Fatalf("%s: %s after %s", name, row[derived], last)
			}
			last = row[derived]
			if compact := strings.NewReplacer("-", "", ":", "", "T", "", "Z", "").Replace(last); compact != row[1] {
				t.Fatalf("%s: TIMESTAMP %s is not %s", name, row[1], compact)
			}
		}
	}
	for _, want := range []string{"Login", "Logout", "LoginAs", "URI", "LightningPageView", "Report", "ReportExport", "Search", "SearchClick", "Dashboard", "ContentTransfer", "API", "RestApi", "BulkApi", "ApiTotalUsage"} {
		if !types[want] {
			t.Errorf("no rows of type %s", want)
		}
	}
}

func TestReportExportsAreInReportUnderTheSameRequest(t *testing.T) {
	m, _ := small(t, samples.Options{})
	requests, exports := map[string]bool{}, 0
	for _, name := range m.Names() {
		if strings.HasSuffix(name, "_Report.csv") {
			for _, row := range rows(t, name, m.File(name))[1:] {
				requests[row[2]] = true
			}
		}
	}
	for _, name := range m.Names() {
		if strings.HasSuffix(name, "_ReportExport.csv") {
			for _, row := range rows(t, name, m.File(name))[1:] {
				exports++
				if !requests[row[2]] {
					t.Errorf("%s: request %s has no row in Report", name, row[2])
				}
			}
		}
	}
	if exports == 0 {
		t.Error("no exports at all")
	}
}

func TestIDsHaveTheirChecksums(t *testing.T) {
	m, _ := small(t, samples.Options{})
	users := map[string]bool{}
	for _, row := range rows(t, "User.csv", m.File("evidence/salesforce/User.csv"))[1:] {
		users[row[0]] = true
		if len(row[0]) != 18 || event.SalesforceID18(row[0][:15]) != row[0] {
			t.Errorf("user id %s has a wrong checksum", row[0])
		}
	}
	for _, row := range rows(t, "Account.csv", []byte(decoded("papercut", m.File("evidence/salesforce/Account.csv"))))[1:] {
		if event.SalesforceID18(row[0][:15]) != row[0] || !users[row[10]] {
			t.Errorf("account %s, owner %s: wrong checksum or unknown owner", row[0], row[10])
		}
	}
}

func TestAuditLogIsJSONWithDoubledQuotes(t *testing.T) {
	m, _ := small(t, samples.Options{})
	operations := map[string]int{}
	for _, name := range m.Names() {
		if !strings.HasPrefix(name, "evidence/m365/AuditLog") {
			continue
		}
		content := m.File(name)
		if bytes.Count(content, []byte("\r\n")) != bytes.Count(content, []byte("\n")) {
			t.Fatalf("%s: want CRLF", name)
		}
		for _, row := range rows(t, name, content)[1:] {
			var data map[string]any
			if err := json.Unmarshal([]byte(row[5]), &data); err != nil {
				t.Fatalf("%s: %v in %s", name, err, row[5])
			}
			if data["Id"] != row[0] || data["Operation"] != row[3] || data["UserId"] != row[4] || !strings.HasPrefix(row[1], data["CreationTime"].(string)) {
				t.Fatalf("%s: cells and AuditData differ: %v", name, row)
			}
			operations[row[3]]++
		}
	}
	for _, want := range []string{"Send", "UserLoggedIn", "UserLoginFailed", "MailItemsAccessed", "MoveToDeletedItems", "SoftDelete", "HardDelete", "New-InboxRule", "FileAccessed", "FileModified", "FileDownloaded", "FileUploaded", "SharingSet"} {
		if operations[want] == 0 {
			t.Errorf("no records of operation %s", want)
		}
	}
}

func TestTraceAndTrackingHaveTheirColumns(t *testing.T) {
	m, _ := small(t, samples.Options{})
	for _, name := range m.Names() {
		switch {
		case strings.Contains(name, "m365/MT"):
			content := m.File(name)
			if !bytes.HasPrefix(content, []byte{0xff, 0xfe}) {
				t.Fatalf("%s: no byte order mark", name)
			}
			rows(t, name, []byte(decoded(name, content[2:])))
		case strings.Contains(name, "MSGTRK") && !strings.Contains(name, "20240417"):
			tracking(t, name, m.File(name))
		}
	}
}

func tracking(t *testing.T, name string, content []byte) {
	t.Helper()
	head, records, found := bytes.Cut(content, []byte("schema-version\r\n"))
	if !found || !bytes.HasPrefix(head, []byte("\ufeff#Software: Microsoft Exchange Server\r\n#Version: ")) {
		t.Fatalf("%s: no header", name)
	}
	last := ""
	for _, row := range rows(t, name, records) {
		if len(row) != 30 || row[0] < last {
			t.Fatalf("%s: %d fields at %s, after %s", name, len(row), row[0], last)
		}
		last = row[0]
	}
}

func TestPaperCutRowsHaveOneFieldMoreThanNames(t *testing.T) {
	m, _ := small(t, samples.Options{})
	for _, name := range m.Names() {
		if !strings.HasPrefix(name, "evidence/papercut/") {
			continue
		}
		lines := strings.SplitAfter(decoded("papercut", m.File(name)), "\r\n")
		if lines[0] != "PaperCut Print Logger - http://www.papercut.com/\r\n" || strings.Count(lines[1], ",") != 13 {
			t.Fatalf("%s: banner or header wrong", name)
		}
		for _, row := range rows(t, name, []byte(strings.Join(lines[2:], ""))) {
			if len(row) != 15 || row[14] != "" {
				t.Fatalf("%s: %d fields in %q", name, len(row), row)
			}
		}
	}
}

// TestSpoolerRecordsAreNumberedInOrder also checks that but for the control
// characters of hostile names the XML is well-formed.
func TestSpoolerRecordsAreNumberedInOrder(t *testing.T) {
	m, _ := small(t, samples.Options{})
	last := 0
	for _, name := range m.Names() {
		if !strings.HasPrefix(name, "evidence/printserver/") {
			continue
		}
		clean := bytes.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\r' {
				return -1
			}
			return r
		}, m.File(name))
		var saved struct {
			Event []struct {
				System struct{ EventRecordID int }
			}
		}
		if err := xml.Unmarshal(clean, &saved); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, e := range saved.Event {
			if n := e.System.EventRecordID; n != last+1 && last != 0 {
				t.Fatalf("%s: record %d after %d", name, n, last)
			}
			last = e.System.EventRecordID
		}
	}
	if last == 0 {
		t.Error("no records")
	}
}

func TestPeopleSleepAtNight(t *testing.T) {
	m, _ := small(t, samples.Options{})
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip(err)
	}
	night, day := 0, 0
	for _, row := range rows(t, "LoginHistory.csv", m.File("evidence/salesforce/LoginHistory.csv"))[1:] {
		at, err := time.Parse("2006-01-02T15:04:05.000-0700", row[2])
		if err != nil {
			t.Fatal(err)
		}
		if row[13] != "US" || row[3] != "Application" {
			continue
		}
		if hour := at.In(zone).Hour(); hour < 6 || hour > 21 {
			night++
		} else {
			day++
		}
	}
	if night*50 > day {
		t.Errorf("%d log-ins at night, %d by day", night, day)
	}
}
