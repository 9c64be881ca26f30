// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bodgit/sevenzip"
	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// corpus reads a real file that others published, unpacked; the test is skipped
// where it is absent. A name that ends with .gz is also tried without that.
func corpus(t testing.TB, path ...string) []byte {
	t.Helper()
	name := filepath.Join(append([]string{"..", "..", "..", "shared", "corpus"}, path...)...)
	if plain, ok := strings.CutSuffix(name, ".gz"); ok {
		if data, err := os.ReadFile(plain); err == nil {
			return data
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Skip("the corpus is not here: ", filepath.Join(path...))
	}
	switch filepath.Ext(name) {
	case ".gz":
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		data, err = io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
	case ".7z":
		r, err := sevenzip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := r.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err = io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// read parses the bytes and checks what holds of any input.
func read(t testing.TB, p parsers.Parser, data []byte) *parsertest.Collected {
	t.Helper()
	if score := p.Sniff(parsertest.HeadOf(data)); score != parsers.Certain {
		t.Errorf("sniff gives %d", score)
	}
	c, err := parsertest.CollectBytes(p, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Error(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Error(err)
	}
	return c
}

// distinct are the events of different keys, the first of each.
func distinct(events []*event.Event) []*event.Event {
	seen := map[event.Key]bool{}
	var list []*event.Event
	for _, e := range events {
		if !seen[e.Key] {
			seen[e.Key] = true
			list = append(list, e)
		}
	}
	return list
}

// operations counts the events of the operations asked for.
func operations(events []*event.Event, asked map[string]int) map[string]int {
	counts := map[string]int{}
	for _, e := range events {
		if _, ok := asked[e.Attr("operation")]; ok {
			counts[e.Attr("operation")]++
		}
	}
	return counts
}

func kinds(events []*event.Event, of string) map[event.Kind]int {
	counts := map[event.Kind]int{}
	for _, e := range events {
		if e.Kind.Domain() == of {
			counts[e.Kind]++
		}
	}
	return counts
}

func only(events []*event.Event, operation string) []*event.Event {
	var list []*event.Event
	for _, e := range events {
		if e.Attr("operation") == operation {
			list = append(list, e)
		}
	}
	return list
}

// TestSearchExport is the whole export of an investigation, with the overlaps of
// its searches.
func TestSearchExport(t *testing.T) {
	c := read(t, Parser, corpus(t, "email", "ual-invictus-o365_dataset", "derived-export-csv-order.csv.gz"))
	if len(c.Events) != 9608 || len(c.Rejects) != 0 {
		t.Errorf("%d events, %d rejects", len(c.Events), len(c.Rejects))
	}
	events := distinct(c.Events)
	repeated := map[event.Key]int{}
	first, last := c.Events[0].Time.UTC, c.Events[0].Time.UTC
	for _, e := range c.Events {
		repeated[e.Key]++
		if e.Time.UTC.Before(first) {
			first = e.Time.UTC
		}
		if e.Time.UTC.After(last) {
			last = e.Time.UTC
		}
		for _, name := range []string{"column-creation-date", "column-user", "column-operation", "column-identity", "audit-data-broken"} {
			if value := e.Attr(name); value != "" {
				t.Errorf("row at %d: %s is %s", e.Origin.Span.Offset, name, value)
			}
		}
	}
	maps.DeleteFunc(repeated, func(_ event.Key, n int) bool { return n == 1 })
	if len(events) != 5373 || len(repeated) != 3900 {
		t.Errorf("%d distinct keys, %d of them repeated", len(events), len(repeated))
	}
	if first.Format(time.DateTime) != "2021-03-23 15:45:38" || last.Format(time.DateTime) != "2021-07-20 07:13:06" {
		t.Errorf("from %v to %v", first, last)
	}
	want := map[string]int{
		"Set-Mailbox": 1562, "UserLoggedIn": 353, "MailItemsAccessed": 318, "UserLoginFailed": 216, "Send": 25, "FileAccessed": 17,
		"Create": 5, "New-InboxRule": 4, "MoveToDeletedItems": 4, "FileDownloaded": 3, "SoftDelete": 2, "AnonymousLinkCreated": 1,
		"New-TransportRule": 1,
	}
	if diff := cmp.Diff(want, operations(events, want)); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	wantKinds := map[event.Kind]int{
		event.MailRead: 288, event.MailSync: 30, event.MailSend: 25, event.MailRule: 5, event.MailForwarding: 4, event.MailMove: 4,
		event.MailDelete: 2, event.MailPurge: 1, event.MailDraft: 5, event.MailUpdate: 3, event.MailDelegate: 63, event.MailQuarantine: 1,
	}
	if diff := cmp.Diff(wantKinds, kinds(events, event.DomainMail)); diff != "" {
		t.Errorf("mail kinds (-want +got):\n%s", diff)
	}
}

// TestSearchExportDetails looks at single acts of the same export.
func TestSearchExportDetails(t *testing.T) {
	events := distinct(read(t, Parser, corpus(t, "email", "ual-invictus-o365_dataset", "derived-export-csv-order.csv.gz")).Events)
	forwards := map[string]bool{}
	for _, e := range events {
		for _, target := range e.Targets {
			if target.Role == event.RoleForward {
				forwards[target.Account.String()] = true
			}
		}
		if e.Kind == event.MailSend && len(e.Targets) > 0 {
			t.Errorf("a message sent names recipients: %v", e.Targets)
		}
	}
	if len(forwards) != 4 {
		t.Errorf("mail is forwarded to %v", forwards)
	}
	var texts int
	for _, e := range only(events, "Send") {
		for _, a := range e.Attachments {
			if strings.HasSuffix(a.Name, ".txt") && a.SizeBytes == 333 {
				texts++
			}
		}
	}
	if texts != 2 {
		t.Errorf("the text file was sent %d times", texts)
	}
	scripted := 0
	for _, e := range only(events, "FileDownloaded") {
		if e.Object.Name != "" && e.Client == "Go-http-client/2.0" && e.Quantities.Bytes == event.Count(11206) &&
			e.Actor.Namespace == event.UPN && e.Time.UTC.Format(time.DateTime) == "2021-07-19 18:02:14" {
			scripted++
		}
	}
	if scripted != 1 {
		t.Errorf("the scripted download was found %d times", scripted)
	}
}

// TestSplunk is the same export as Splunk gave it back, with three records that
// Splunk cut off.
func TestSplunk(t *testing.T) {
	if testing.Short() {
		t.Skip("39 MB")
	}
	c := read(t, Parser, corpus(t, "email", "ual-invictus-o365_dataset", "auditrecords.7z"))
	if len(c.Events) != 9611 || len(c.Rejects) != 0 {
		t.Errorf("%d events, %d rejects", len(c.Events), len(c.Rejects))
	}
	broken := map[string]string{}
	for _, e := range c.Events {
		if e.Attr("audit-data-broken") != "" {
			broken[e.Time.UTC.Format(time.DateTime)] = fmt.Sprint(e.Kind, " ", e.Actor.Namespace, " ", len(e.Attr("id")))
		}
	}
	want := map[string]string{
		"2021-03-25 12:36:42": "admin.app service 36",
		"2021-04-16 08:24:20": "admin.app service 36",
		"2021-04-16 12:11:35": "admin.user upn 36",
	}
	if diff := cmp.Diff(want, broken); diff != "" {
		t.Errorf("broken records (-want +got):\n%s", diff)
	}
	keys := map[event.Key]bool{}
	for _, e := range c.Events {
		keys[e.Key] = true
	}
	for _, e := range read(t, Parser, corpus(t, "email", "ual-invictus-o365_dataset", "derived-export-csv-order.csv.gz")).Events {
		if !keys[e.Key] {
			t.Fatalf("record %s has another key in the other export", e.Attr("id"))
		}
	}
}

func TestPortalExport(t *testing.T) {
	c := read(t, Parser, corpus(t, "email", "ual-huntress-ctf-2023", "purview.csv.gz"))
	if len(c.Events) != 219 || len(c.Rejects) != 0 {
		t.Errorf("%d events, %d rejects", len(c.Events), len(c.Rejects))
	}
	want := map[string]int{
		"New-InboxRule": 38, "Reset user password.": 34, "Update StsRefreshTokenValidFrom Timestamp.": 34, "Set-MailboxPlan": 27,
		"UserLoggedIn": 20, "Set-Mailbox": 8, "FileAccessed": 6, "SharingSet": 3, "AnonymousLinkCreated": 1, "AnonymousLinkUsed": 1,
	}
	if diff := cmp.Diff(want, operations(c.Events, want)); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	folders, from := map[string]int{}, map[string]int{}
	for _, e := range only(c.Events, "New-InboxRule") {
		folders[e.Attr("parameters.move-to-folder")]++
		from[e.Attr("parameters.from")]++
		if e.Kind != event.MailRule || e.IP == "" || e.Attr("client-ip") == e.IP || from[""] > 0 || len(from) > 1 {
			t.Errorf("rule %+v", e)
		}
	}
	if diff := cmp.Diff(map[string]int{"Conversation History": 37, "Inbox": 1}, folders); diff != "" {
		t.Errorf("folders (-want +got):\n%s", diff)
	}
	link, used := only(c.Events, "AnonymousLinkCreated")[0], only(c.Events, "AnonymousLinkUsed")[0]
	if link.Time.UTC.Format(time.DateTime) != "2023-09-26 02:15:59" || used.Time.UTC.Format(time.DateTime) != "2023-09-26 02:16:40" ||
		used.Actor.String() != "link:anonymous" {
		t.Errorf("link %v, used %v by %v", link.Time, used.Time, used.Actor)
	}
	if logins := kinds(c.Events, event.DomainAuth); logins[event.AuthLogin] != 20 || logins[event.AuthFail] != 1 {
		t.Errorf("log-ins %v", logins)
	}
}

// TestIntakeFormats reads what a maker of a SIEM collected, each record by itself
// and all in one file.
func TestIntakeFormats(t *testing.T) {
	dir := []string{"email", "sekoia-intake-formats"}
	all := read(t, JSONParser, corpus(t, append(dir, "raw-extracted", "Office-365_o365.log")...))
	if len(all.Events) != 73 || len(all.Rejects) != 0 {
		t.Errorf("%d events, %d rejects in one file", len(all.Events), len(all.Rejects))
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "email", "sekoia-intake-formats", "Office 365", "o365", "tests", "*.json"))
	if len(files) != 73 {
		t.Fatalf("%d files", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var test struct{ Input struct{ Message string } }
		if err := json.Unmarshal(data, &test); err != nil {
			t.Fatal(err)
		}
		c := read(t, JSONParser, []byte(test.Input.Message))
		if len(c.Events) != 1 || len(c.Rejects) != 0 || !c.Events[0].Time.Known() || c.Events[0].Attr("audit-data-broken") != "" {
			t.Errorf("%s: %d events, %v", filepath.Base(name), len(c.Events), c.Rejects)
		}
	}
}

func TestManagementActivity(t *testing.T) {
	c := read(t, JSONParser, corpus(t, "side", "m365-audit", "microsoft_audit_log.jsonl"))
	if len(c.Events) != 4 || len(c.Rejects) != 0 {
		t.Errorf("%d events, %d rejects", len(c.Events), len(c.Rejects))
	}
}
