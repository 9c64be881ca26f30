// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, Parser) }

func FuzzParser(f *testing.F) { parsertest.Fuzz(f, Parser) }

// read parses a text in a zone; nil for none.
func read(t *testing.T, text string, zone *time.Location) []*event.Event {
	t.Helper()
	in := parsertest.InputOf([]byte(text))
	in.Zone = zone
	c, err := parsertest.Collect(Parser, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(text))); err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c.Events
}

func one(t *testing.T, text string, zone *time.Location) *event.Event {
	t.Helper()
	events := read(t, text, zone)
	if len(events) != 1 {
		t.Fatalf("%d events of %q", len(events), text)
	}
	return events[0]
}

func pageRow(date string) string {
	return pageHeader + `"` + date + `",ada@crm.example,,Created profile Sales,Manage Users,` + "\n"
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Skip("no zone data: ", err)
	}
	return zone
}

func TestTimes(t *testing.T) {
	const assumed = event.ZoneAssumed
	for _, c := range []struct {
		date, zone, want string
		basis            event.TimeBasis
		flags            event.TimeFlags
		contradiction    string
	}{
		{"3/14/2024, 7:05:31 AM EDT", "", "2024-03-14T11:05:31Z", event.TimeRecorded, assumed, ""},
		{"3/14/2024, 7:05:31\u202fPM PST", "", "2024-03-15T03:05:31Z", event.TimeRecorded, assumed, ""},
		{"3/14/2024, 7:05:31 AM GMT", "", "2024-03-14T07:05:31Z", event.TimeRecorded, assumed, ""},
		{"3/14/2024, 7:05:31 AM IST", "", "2024-03-14T07:05:31Z", event.TimeUnknown, assumed, ""},
		{"3/14/2024, 7:05:31 AM", "", "2024-03-14T07:05:31Z", event.TimeUnknown, assumed, ""},
		{"3/14/2024, 7:05:31 AM GMT+05:30", "", "2024-03-14T01:35:31Z", event.TimeRecorded, 0, ""},
		{"3/14/2024, 7:05:31 AM GMT+05:30", "America/New_York", "2024-03-14T01:35:31Z", event.TimeRecorded, 0, ""},
		{"3/14/2024, 7:05:31 AM IST", "Asia/Kolkata", "2024-03-14T01:35:31Z", event.TimeSupplied, 0, ""},
		{"3/14/2024, 7:05:31 AM EDT", "America/New_York", "2024-03-14T11:05:31Z", event.TimeSupplied, 0, ""},
		{"7/14/2024, 7:05:31 AM EST", "America/New_York", "2024-07-14T11:05:31Z", event.TimeSupplied, 0,
			"EST is usually UTC-05:00, the zone supplied has UTC-04:00"},
		{"11/3/2024, 1:30:00 AM EDT", "America/New_York", "2024-11-03T05:30:00Z", event.TimeSupplied, event.OrderGuessed, ""},
		{"11/3/2024, 1:30:00 AM EST", "America/New_York", "2024-11-03T06:30:00Z", event.TimeSupplied, event.OrderGuessed, ""},
		{"11/3/2024, 1:30:00 AM", "America/New_York", "2024-11-03T05:30:00Z", event.TimeSupplied, event.OrderGuessed | event.Ambiguous, ""},
		{"3/4/2024, 7:05:31 AM EST", "", "2024-03-04T12:05:31Z", event.TimeRecorded, assumed | event.OrderGuessed, ""},
		{"yesterday", "America/New_York", "0001-01-01T00:00:00Z", event.TimeNone, 0, ""},
	} {
		e := one(t, pageRow(c.date), zoneOf(t, c.zone))
		if got := e.Time.UTC.Format(time.RFC3339); got != c.want || e.Time.Basis != c.basis || e.Time.Flags != c.flags || e.Time.Text != c.date {
			t.Errorf("%q in %q: %s %v [%v] %q, want %s %v [%v]", c.date, c.zone, got, e.Time.Basis, e.Time.Flags, e.Time.Text, c.want, c.basis, c.flags)
		}
		if got := e.Attr("zone-contradiction"); got != c.contradiction {
			t.Errorf("%q in %q: contradiction %q", c.date, c.zone, got)
		}
	}
}

// TestOrderOfTheFile: one date that only fits day first decides for the file.
func TestOrderOfTheFile(t *testing.T) {
	row := func(date string) string {
		return `"` + date + `",ada@crm.example,,Created profile Sales,Manage Users,` + "\n"
	}
	events := read(t, pageHeader+row("04/03/2024, 07:05:31 UTC")+row("14/03/2024, 07:05:31 UTC")+row("03/14/2024, 07:05:31 UTC"), nil)
	want := []string{"2024-03-04", "2024-03-14", "2024-03-14"}
	for i, e := range events {
		if got := e.Time.UTC.Format(time.DateOnly); got != want[i] || (i == 2) != (e.Time.Flags&event.OrderGuessed != 0) {
			t.Errorf("row %d: %s [%v], want %s", i, got, e.Time.Flags, want[i])
		}
	}
}

func TestActors(t *testing.T) {
	for _, c := range []struct {
		user, delegate      string
		actor, behalf, kind string
	}{
		{"ada@crm.example", "", "salesforce-user:ada@crm.example", "", "user"},
		{"ada@crm.example", "help@crm.example", "salesforce-user:help@crm.example", "salesforce-user:ada@crm.example", "delegate"},
		{"Automated Process", "", "service:Automated Process", "", "system"},
		{"Ada Admin", "", "display-name:Ada Admin", "", "user"},
		{"", "", "", "", ""},
	} {
		e := one(t, pageHeader+`"3/14/2024, 7:05:31 AM EDT",`+c.user+",,Created profile Sales,Manage Users,"+c.delegate+"\n", nil)
		if e.Actor.String() != c.actor || e.OnBehalfOf.String() != c.behalf || string(e.Initiated) != c.kind {
			t.Errorf("%q, %q: %v for %v, %q", c.user, c.delegate, e.Actor, e.OnBehalfOf, e.Initiated)
		}
	}
}

func TestFieldsOfAQuery(t *testing.T) {
	e := read(t, samples[2].Text, nil)[0]
	if e.Actor.String() != "salesforce-id:0055g00000AbCdFAAV" || e.Object != (event.Object{}) || e.Time.Basis != event.TimeRecorded {
		t.Errorf("actor %v, object %+v, time %+v", e.Actor, e.Object, e.Time)
	}
	wantTargets := []event.Target{{
		Role: event.RoleUser, Name: "Jo Roe", Account: event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdEAAV"},
	}}
	if diff := cmp.Diff(wantTargets, e.Targets); diff != "" {
		t.Error(diff)
	}
	wantAttrs := []event.Attr{
		{Name: "id", Value: "0Ym5g00000AbCdEFGH"}, {Name: "created-by-username", Value: "ada.admin@crm.example"},
		{Name: "action", Value: "PermSetAssign"}, {Name: "section", Value: "Manage Users"},
	}
	if diff := cmp.Diff(wantAttrs, e.Attrs); diff != "" {
		t.Error(diff)
	}
}

func TestFieldsOfAPageRow(t *testing.T) {
	e := read(t, samples[0].Text, nil)[1]
	wantUser := event.Object{Type: "user", ID: "0055g00000AbCdEAAV", Name: "Jo Roe"}
	if e.Object != wantUser || !strings.HasPrefix(e.Text, "Changed email") || e.Group != "" {
		t.Errorf("object %+v, text %q", e.Object, e.Text)
	}
	wantAttrs := []event.Attr{
		{Name: "section", Value: "Manage Users"}, {Name: "email-from", Value: "jo@corp.example"}, {Name: "email-to", Value: "jo@home.example"},
	}
	if diff := cmp.Diff(wantAttrs, e.Attrs); diff != "" {
		t.Error(diff)
	}
}

// TestTargets: whom a sentence names, by the surest name that it has.
func TestTargets(t *testing.T) {
	for sentence, want := range map[string]event.Target{
		"Deactivated user Jo Roe": {Role: event.RoleUser, Account: event.Account{Namespace: event.DisplayName, Name: "Jo Roe"}},
		"Time-Based Token removed for jo@crm.example": {
			Role: event.RoleUser, Account: event.Account{Namespace: event.SalesforceUser, Name: "jo@crm.example"},
		},
		"Deactivated user Jo Roe (UserID: [0055g00000AbCdE])": {
			Role: event.RoleUser, Name: "Jo Roe", Account: event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdEAAV"},
		},
	} {
		e := one(t, pageHeader+`"3/14/2024, 7:05:31 AM EDT",ada@crm.example,,`+sentence+",Manage Users,\n", nil)
		if diff := cmp.Diff([]event.Target{want}, e.Targets); diff != "" {
			t.Errorf("%s:\n%s", sentence, diff)
		}
	}
}

func TestKeys(t *testing.T) {
	page := read(t, pageRow("3/14/2024, 7:05:31 AM EDT"), nil)[0]
	zoned := read(t, pageRow("14.03.2024, 12:05:31"), zoneOf(t, "Europe/Berlin"))[0]
	query := read(t, "Section,Display,Action,CreatedDate,CreatedBy.Username,Delegate User\nManage Users,Created profile Sales,profileCreated,2024-03-14T11:05:31.000+0000,Ada@crm.example,\n", nil)[0]
	if page.Key != zoned.Key || page.Key != query.Key || page.Key.IsZero() {
		t.Errorf("one act, keys %v %v %v", page.Key, zoned.Key, query.Key)
	}
	twice := read(t, pageRow("3/14/2024, 7:05:31 AM EDT")+strings.TrimPrefix(pageRow("3/14/2024, 7:05:31 AM EDT"), pageHeader), nil)
	if len(twice) != 2 || twice[0].Key == twice[1].Key || twice[0].Key != page.Key {
		t.Error("two equal acts in one second must keep two keys, the first one's the usual")
	}
	ids := read(t, samples[2].Text, nil)
	if ids[0].Key == ids[1].Key {
		t.Error("two ids, one key")
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		code, section, sentence string
		want                    event.Kind
	}{
		{"PermSetEnableUserPerm", "", "", event.AdminPermission},
		{"changedUserEmailVerifiedStatusVerified", "", "", event.AuthFactor},
		{"SetupEntityAccessAudit_Profile_ConnectedApplication_EnabledStandard", "", "", event.AdminPermission},
		{"deletedLoginIpRange_withProfile", "", "Deleted Login Ip Range to Sales from 192.0.2.1 to 192.0.2.9", event.AdminConfig},
		{"neverheardof", "", "Created new user Jo Roe", event.AdminUser},
		{"", "", "Created new Customer User Jo Roe", event.AdminUser},
		{"", "", "Changed profile for user Jo Roe (UserID: [x]) from A to B", event.AdminPermission},
		{"", "", "Changed profile Sales: Weekly Data Export permission was changed from disabled to enabled", event.AdminPermission},
		{"", "", "Changed membership of Group Everybody", event.AdminPermission},
		{"", "", "Deleted Public Group Finance", event.AdminPermission},
		{"", "", "Changed password for user Jo Roe", event.AuthPassword},
		{"", "", "Changed password expiry policy from 90 days to 180 days", event.AdminConfig},
		{"", "", "For user jo@crm.example, the User Verified Email status changed to verified", event.AuthFactor},
		{"", "", "Salesforce Authenticator pairing \"x\" added for jo@crm.example", event.AuthFactor},
		{"", "", "Uninstalled AppExchange package: Loader", event.AdminApp},
		{"", "", "Created custom app permission set for user export", event.AdminConfig},
		{"", "", "Logged in using Login-As access for jo@crm.example", event.AuthLoginAs},
		{"", "Manage Users", "Changed time zone for user Jo Roe from blank to UTC", event.AdminUser},
		{"", "Custom Apps", "Created custom app for user exports", event.AdminConfig},
		{"", "Data Export", "Anything", event.CRMBackupRun},
		{"", "", "Scheduled Weekly Export", event.CRMBackupRun},
		{"", "", "", event.AdminConfig},
	} {
		if got := kindOf(c.code, c.section, c.sentence); got != c.want {
			t.Errorf("%q, %q, %q: %s, want %s", c.code, c.section, c.sentence, got, c.want)
		}
	}
}

func TestUserOf(t *testing.T) {
	for text, want := range map[string]event.Object{
		"Created new user Jo Roe":                                {Type: "user", Name: "Jo Roe"},
		"Deactivated user A user (UserID: [0055g00000AbCdE])":    {Type: "user", Name: "A user", ID: "0055g00000AbCdEAAV"},
		"Time-Based Token removed for jo@crm.example":            {Type: "user", Name: "jo@crm.example"},
		"Changed x (UserID: [1]) to (UserID: [2])":               {},
		"Changed x (UserID: [1":                                  {},
		"For user jo@crm.example, the User Verified Email is on": {Type: "user", Name: "jo@crm.example"},
		"Changed title for user Jo Roe from A to B":              {Type: "user", Name: "Jo Roe"},
		"Changed title for user Jo from A from B to C":           {},
		"Created custom app Tower":                               {},
	} {
		if got := userOf(text); got != want {
			t.Errorf("userOf(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// TestTornRow: half a sentence is no record, though it could be read as one.
func TestTornRow(t *testing.T) {
	text := pageHeader + `"3/14/2024, 7:05:31 AM EDT",ada@crm.example,,Created prof`
	c, err := parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Events) != 0 || len(c.Rejects) != 1 || c.Rejects[0].Reason != "record cut off" {
		t.Errorf("%d events, rejects %v, %v", len(c.Events), c.Rejects, err)
	}
}

// TestNoHeader: what turns out to have no header is rejected, not skipped.
func TestNoHeader(t *testing.T) {
	text := "a,b\n1,2\n"
	c, err := parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Skips) != 0 || len(c.Rejects) != 2 {
		t.Errorf("%d skips, %d rejects, %v", len(c.Skips), len(c.Rejects), err)
	}
}

func TestCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus", "crm")
	for file, want := range map[string]struct {
		first string
		kinds []event.Kind
	}{
		"vdub405-setup-audit-trail/SetupAuditTrail_page_download_fixture.csv":  {"2026-07-09T12:05:31Z", []event.Kind{event.AdminConfig, event.AdminConfig}},
		"vdub405-setup-audit-trail/SetupAuditTrail_page_download_fixture2.csv": {"2026-07-08T05:00:00Z", []event.Kind{event.AdminConfig}},
		"unidentified-repo/setup_page_download_a.csv":                          {"2026-09-10T11:21:14Z", []event.Kind{event.AdminConfig, event.AdminConfig}},
		"unidentified-repo/sf_cli_query_b.csv":                                 {"2026-09-19T04:21:14Z", []event.Kind{event.AdminConfig, event.AdminConfig}},
	} {
		data, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(file)))
		if err != nil {
			t.Skip("no corpus: ", err)
		}
		if score := Sniff(data); score != parsers.Certain {
			t.Errorf("%s: score %d", file, score)
		}
		events := read(t, string(data), nil)
		var kinds []event.Kind
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		if diff := cmp.Diff(want.kinds, kinds); diff != "" || events[0].Time.UTC.Format(time.RFC3339) != want.first {
			t.Errorf("%s: first %v, kinds (-want +got):\n%s", file, events[0].Time.UTC, diff)
		}
	}
	foreign, _ := filepath.Glob(filepath.Join(corpus, "*", "*.csv"))
	for _, file := range foreign {
		data, err := os.ReadFile(file)
		ours := strings.Contains(strings.ToLower(filepath.Base(file)), "setup") || strings.HasPrefix(filepath.Base(file), "sf_cli")
		if err == nil && !ours && Sniff(data) != parsers.No {
			t.Errorf("%s is claimed", file)
		}
	}
}

func Sniff(data []byte) parsers.Score { return Parser.Sniff(parsertest.HeadOf(data)) }

// TestCodesOfTheCorpus classifies the codes that real exports have, by the JSON
// files that hold them.
func TestCodesOfTheCorpus(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "corpus", "crm", "appomni-emm", "salesforce", "setup_audit_trail")
	files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	if len(files) == 0 {
		t.Skip("no corpus at ", folder)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := parsers.ParseJSON(data)
		if err != nil {
			t.Fatal(err)
		}
		code, sentence := v.Get("action").Text(), v.Get("display").Text()
		if by, text := kindOf(code, "", sentence), kindOf("", "", sentence); by != text {
			t.Errorf("%s: by its code %s, by its sentence %q %s", code, by, sentence, text)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	row := strings.SplitAfter(samples[0].Text, "\n")[2]
	text := pageHeader + strings.Repeat(row, 20_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := Parser.Parse(parsertest.InputOf([]byte(text)), discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
