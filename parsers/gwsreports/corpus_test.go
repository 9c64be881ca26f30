// SPDX-License-Identifier: Apache-2.0

package gwsreports_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/gwsreports"
	"dossier/parsers/parsertest"
)

// corpus parses real files that others published; the test is skipped where they
// are absent.
func corpus(t *testing.T, path ...string) *parsertest.Collected {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "corpus", "email"}, path...)...))
	if err != nil {
		t.Skip("the corpus is not here: ", filepath.Join(path...))
	}
	if score := gwsreports.Parser.Sniff(parsertest.HeadOf(data)); score != parsers.Certain {
		t.Errorf("%s: score %d", path[1], score)
	}
	c, err := parsertest.CollectBytes(gwsreports.Parser, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Error(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Error(err)
	}
	for _, r := range c.Rejects {
		t.Errorf("%s: reject at %d: %s: %s", path[1], r.Origin.Span.Offset, r.Reason, r.Detail)
	}
	return c
}

// tally counts events by the names of their entries, and activities by their spans.
func tally(c *parsertest.Collected) (names map[string]int, activities int) {
	names = map[string]int{}
	spans := map[event.Span]bool{}
	for _, e := range c.Events {
		names[e.Attr("event-name")]++
		spans[e.Origin.Span] = true
	}
	return names, len(spans)
}

const tenant = "gws-invictus-gws_dataset"

func TestCorpusDrive(t *testing.T) {
	c := corpus(t, tenant, "drive.json")
	names, activities := tally(c)
	want := map[string]int{
		"edit": 15, "create": 10, "change_user_access": 8, "change_acl_editors": 7, "add_to_folder": 7, "view": 4, "rename": 4,
		"storage_usage_update": 2, "download": 1, "change_document_visibility": 1, "change_document_access_scope": 1, "delete": 1,
	}
	if diff := cmp.Diff(want, names); diff != "" || activities != 30 {
		t.Errorf("%d activities, entries (-want +got):\n%s", activities, diff)
	}
	kinds := map[event.Kind]int{}
	for _, e := range c.Events {
		kinds[e.Kind]++
		shared := e.Kind == event.FileShare
		if !e.Time.Known() || e.Actor.IsZero() || e.Kind != event.FileOther && e.Object.ID == "" ||
			shared && (len(e.Targets) != 1 || e.Targets[0].Account == e.Actor || e.Attr("primary-event") != "true") {
			t.Errorf("%+v", e)
		}
	}
	// Of eight changes of access, seven give the maker of a document his own.
	wantKinds := map[event.Kind]int{
		event.FileEdit: 25, event.FileMove: 7, event.FileView: 4, event.FileRename: 4, event.FileDownload: 1, event.FileDelete: 1,
		event.FileShare: 1, event.FileSharePub: 1, event.FileOther: 17,
	}
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestCorpusLogin(t *testing.T) {
	c := corpus(t, tenant, "login.json")
	names, activities := tally(c)
	want := map[string]int{
		"login_success": 46, "login_verification": 11, "login_failure": 5, "email_forwarding_out_of_domain": 3, "logout": 2,
		"password_edit": 2, "login_challenge": 1, "2sv_enroll": 1,
	}
	if diff := cmp.Diff(want, names); diff != "" || activities != 71 {
		t.Errorf("%d activities, entries (-want +got):\n%s", activities, diff)
	}
	acts := map[event.Key]bool{}
	for _, e := range c.Events {
		acts[e.Key] = true
		if e.IP == "" || e.Actor.Namespace != event.Email {
			t.Errorf("%+v", e)
		}
	}
	if len(acts) != 71 {
		t.Errorf("%d different acts", len(acts))
	}
	// The changes of accounts are here once more.
	for _, e := range corpus(t, tenant, "user_accounts.json").Events {
		if !acts[e.Key] {
			t.Errorf("%s at %s is another act", e.Attr("event-name"), e.Time.Text)
		}
		if e.Kind == event.MailForwarding && (len(e.Targets) != 1 || e.Targets[0].Role != event.RoleForward) {
			t.Errorf("%+v", e)
		}
	}
}

func TestCorpusAdmin(t *testing.T) {
	names, activities := tally(corpus(t, tenant, "admin.json"))
	for name, want := range map[string]int{
		"SECURITY_INVESTIGATION_QUERY": 137, "ALERT_CENTER_VIEW": 40, "EMAIL_LOG_SEARCH": 4, "DOWNLOAD_USERLIST_CSV": 1,
		"SECURITY_INVESTIGATION_EXPORT_QUERY": 1, "AUTHORIZE_API_CLIENT_ACCESS": 1,
	} {
		if names[name] != want {
			t.Errorf("%s: %d, want %d", name, names[name], want)
		}
	}
	if activities != 206 {
		t.Errorf("%d activities", activities)
	}
}

func TestCorpusOthers(t *testing.T) {
	for _, c := range []struct {
		folder, file       string
		activities, events int
	}{
		{tenant, "user_accounts.json", 6, 6}, {tenant, "groups_enterprise.json", 4, 7}, {tenant, "calendar.json", 8, 16},
		{"sekoia-intake-formats", "raw-extracted/Google-Cloud_google-report.log", 48, 62}, {"transcribed-gws", "gmail-reports-activities.ndjson", 2, 2},
	} {
		got := corpus(t, c.folder, filepath.FromSlash(c.file))
		if _, activities := tally(got); activities != c.activities || len(got.Events) != c.events {
			t.Errorf("%s: %d activities, %d events, want %d and %d", c.file, activities, len(got.Events), c.activities, c.events)
		}
	}
}
