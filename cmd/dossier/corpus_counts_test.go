// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
)

// corpusCounts says how many events and facts single files hold, as counted by
// hand or with other tools.
var corpusCounts = map[string][2]int64{
	"crm/elastic-integrations/Login_elf_20221122.csv":                         {1, 0},
	"crm/elastic-integrations/test-apex.log":                                  {2, 0},
	"crm/elastic-integrations/test-aura-request-eventlogfile-sample.log":      {10, 0},
	"crm/newrelic-salesforce-exporter/sample_log_lines.csv":                   {2, 0},
	"crm/newrelic-salesforce-exporter/sample_log_lines.json":                  {2, 0},
	"crm/panther-analysis/salesforce_bulk_data_exfiltration.ndjson":           {5, 0},
	"crm/unidentified-repo/setup_page_download_a.csv":                         {2, 0},
	"crm/unidentified-repo/sf_cli_query_b.csv":                                {2, 0},
	"crm/vdub405-setup-audit-trail/SetupAuditTrail_page_download_fixture.csv": {2, 0},
	"crm/forcedotcom-dataloader/accountData.csv":                              {0, 423},
	"crm/forcedotcom-dataloader/opportunityData.csv":                          {0, 38},
	"side/ad-export/ADUsers.csv":                                              {0, 272},
	"side/hr-roster/HRDataset_v14.csv":                                        {0, 310}, // 311 lines

	"email/gws-invictus-gws_dataset/drive.json":                                {61, 0},
	"email/gws-invictus-gws_dataset/login.json":                                {71, 0},
	"email/gws-invictus-gws_dataset/admin.json":                                {210, 0},
	"email/gws-invictus-gws_dataset/user_accounts.json":                        {6, 0},
	"email/sekoia-intake-formats/raw-extracted/Google-Cloud_google-report.log": {62, 0},
	"email/transcribed-gws/gmail-reports-activities.ndjson":                    {2, 0},

	"email/mbox-eml-tnef-mimekit/UnitTests/TestData/mbox/content-length.mbox.txt": {29, 0},
	"email/mbox-eml-tnef-mimekit/UnitTests/TestData/mbox/jwz-summary.txt":         {152, 0},
	"email/sekoia-intake-formats/raw-extracted/Office-365_o365.log":               {73, 0},
	"email/sekoia-intake-formats/raw-extracted/Office-365_message-trace.log":      {2, 0},
	"email/transcribed-exchange-messagetracking/elastic-test-messagetracking.log": {6, 0},
	"email/transcribed-exchange-messagetracking/MSGTRKMS2022091915-1.LOG":         {2, 0},
	"email/transcribed-exchange-messagetracking/exchange2010-bom-from-beats.log":  {2, 0},
	"email/ual-huntress-ctf-2023/purview.csv":                                     {219, 0},
	"email/ual-huntress-ctf-2023/purview.csv.gz!/purview.csv":                     {219, 0},
	"email/ual-invictus-o365_dataset/auditrecords.7z!/auditrecords.csv":           {9611, 0},
	searchExport: {9608, 0},
	"print/cups/page_log_published_lines.txt":           {6, 0}, // of ten lines: pages of one job are one
	"print/printservice-307-xml/ezmap_example_2019.xml": {1, 0},
	"side/m365-audit/microsoft_audit_log.jsonl":         {4, 0},
}

const searchExport = "email/ual-invictus-o365_dataset/derived-export-csv-order.csv.gz!/derived-export-csv-order.csv"

// checkCounts holds the case against what is known of the corpus.
func checkCounts(t *testing.T, c *index.Case) {
	counted := 0
	byFolder := map[string]int64{}
	for _, s := range c.Sources() {
		path := strings.TrimPrefix(s.Path, "corpus/")
		if want, ok := corpusCounts[path]; ok {
			counted++
			if s.Events != want[0] || s.Facts != want[1] || s.Rejects != 0 {
				t.Errorf("%s: %d events, %d facts, %d rejects; want %d and %d", path, s.Events, s.Facts, s.Rejects, want[0], want[1])
			}
		}
		folder := strings.Join(strings.Split(path, "/")[:2], "/")
		byFolder[folder] += s.Events
	}
	if counted < len(corpusCounts)-3 { // some of what was counted may not lie here
		t.Errorf("%d of %d files are there", counted, len(corpusCounts))
	}
	for folder, want := range map[string]int64{
		"print/printservice-evtx": 25, "print/printservice-307-xml": 3, "print/papercut-print-logger-htb-fuse": 7, "crm/appomni-emm": 14,
	} {
		if byFolder[folder] != want {
			t.Errorf("%s: %d events, want %d", folder, byFolder[folder], want)
		}
	}
	checkDuplicates(t, c)
	checkMailboxes(t, c)
	// What one log of a product repeats of another is counted once.
	again := 0
	for _, e := range append(of(t, c, "_dataset/login.json"), of(t, c, "_dataset/user_accounts.json")...) {
		if e.Duplicate {
			again++
		}
	}
	if again != 6 {
		t.Errorf("%d changes of accounts are recognised in the other log, of 6", again)
	}
}

// of are the events of the source whose path ends so, duplicates too; none if it
// is not there.
func of(t *testing.T, c *index.Case, suffix string) []*event.Event {
	t.Helper()
	var list []*event.Event
	for _, e := range eventsOf(t, c) {
		if s, _ := c.Source(e.Origin.Source); strings.HasSuffix(s.Path, suffix) {
			list = append(list, e)
		}
	}
	return list
}

// checkDuplicates looks at a search export whose searches overlap, and at the
// same records as another program gave them back: each act is counted once.
func checkDuplicates(t *testing.T, c *index.Case) {
	export := of(t, c, searchExport)
	if len(export) == 0 {
		t.Fatal("the search export is not there")
	}
	acts := map[event.Key]*event.Event{}
	for _, e := range export {
		acts[e.Key] = e
	}
	first, last := export[0].Time.UTC.Format(time.DateTime), export[len(export)-1].Time.UTC.Format(time.DateTime)
	if len(acts) != 5373 || first != "2021-03-23 15:45:38" || last != "2021-07-20 07:13:06" {
		t.Errorf("%d acts from %s to %s", len(acts), first, last)
	}
	want := map[string]int{
		"Set-Mailbox": 1562, "UserLoggedIn": 353, "MailItemsAccessed": 318, "UserLoginFailed": 216, "Send": 25, "FileAccessed": 17,
		"Create": 5, "New-InboxRule": 4, "MoveToDeletedItems": 4, "FileDownloaded": 3, "SoftDelete": 2, "AnonymousLinkCreated": 1,
		"New-TransportRule": 1,
	}
	got := tally(slices.Collect(maps.Values(acts)), "operation", want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	// Of all copies of an act, in both files, one is primary.
	primary := map[event.Key]int{}
	for _, e := range append(export, of(t, c, "!/auditrecords.csv")...) {
		if _, ok := acts[e.Key]; ok && !e.Duplicate {
			primary[e.Key]++
		}
	}
	if len(primary) != len(acts) {
		t.Errorf("%d of %d acts have a primary copy", len(primary), len(acts))
	}
	for key, n := range primary {
		if n != 1 {
			t.Errorf("act %s has %d primary copies", key, n)
		}
	}
}

// tally counts the events by an attribute, of those values that are asked for.
func tally(events []*event.Event, attr string, asked map[string]int) map[string]int {
	counts := map[string]int{}
	for _, e := range events {
		if _, ok := asked[e.Attr(attr)]; ok {
			counts[e.Attr(attr)]++
		}
	}
	return counts
}

// checkMailboxes counts the messages of the mailboxes that a mail server's tests
// left by their separators: that server writes no other line that looks like one.
func checkMailboxes(t *testing.T, c *index.Case) {
	separator := regexp.MustCompile(`(?m)^From .{1,80} [A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d \d{4}$`)
	boxes, messages := 0, int64(0)
	for _, s := range c.Sources() {
		if !strings.Contains(s.Path, "/mta-exim-testsuite/mail/") || formatName(s.Parser) != "mbox" {
			continue
		}
		boxes++
		messages += s.Events
		if n := len(separator.FindAll(bytesOf(t, c, s), -1)); int64(n) != s.Events {
			t.Errorf("%s: %d messages, %d separators", s.Path, s.Events, n)
		}
	}
	if boxes == 0 || messages < int64(boxes) {
		t.Errorf("%d messages in %d mailboxes", messages, boxes)
	}
}
