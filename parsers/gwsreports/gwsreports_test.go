// SPDX-License-Identifier: Apache-2.0

package gwsreports_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/gwsreports"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, gwsreports.Parser) }

func FuzzParser(f *testing.F) { parsertest.Fuzz(f, gwsreports.Parser) }

// read parses a text without rejects.
func read(t *testing.T, text string) []*event.Event {
	t.Helper()
	c, err := parsertest.CollectBytes(gwsreports.Parser, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Rejects) > 0 {
		t.Fatalf("%.200s: %v", text, c.Rejects)
	}
	return c.Events
}

func sample(t *testing.T, name string) string {
	t.Helper()
	for _, s := range gwsreports.Parser.Samples {
		if s.Name == name {
			return s.Text
		}
	}
	t.Fatalf("no sample %q", name)
	return ""
}

// activity makes one of an application, with an entry of the parameters given as
// JSON between the brackets.
func activity(application, eventType, name, parameters string) string {
	return fmt.Sprintf(`{"kind":"admin#reports#activity","id":{"time":"2024-05-13T18:02:11.079Z","uniqueQualifier":"5","applicationName":%q},`+
		`"actor":{"email":"dana.reyes@northwind.example"},"events":[{"type":%q,"name":%q,"parameters":[%s]}]}`, application, eventType, name, parameters)
}

func TestShare(t *testing.T) {
	text := sample(t, "a page of the API")
	got := *read(t, text)[1]
	want := event.Event{
		Time: event.Instant(time.Date(2024, 5, 13, 18, 2, 11, 79e6, time.UTC), event.PrecisionMilli, event.TimeRecorded, "2024-05-13T18:02:11.079Z"),
		Kind: event.FileShare, Actor: event.Account{Namespace: event.Email, Name: "dana.reyes@northwind.example"},
		Initiated: event.InitiatedUser, Object: event.Object{Type: "document", ID: "1AbC", Name: "Customers"},
		Targets: []event.Target{{Role: event.RoleShare, Account: event.Account{Namespace: event.Email, Name: "dana@home.example"}}},
		IP:      "198.51.100.7", Group: "gws-activity:2024-05-13T18:02:11.079Z:-2330488593311817001",
		Attrs: []event.Attr{
			{Name: "application", Value: "drive"}, {Name: "event-type", Value: "acl_change"}, {Name: "event-name", Value: "change_user_access"},
			{Name: "primary-event", Value: "true"}, {Name: "activity-id", Value: "-2330488593311817001"}, {Name: "caller-type", Value: "USER"},
			{Name: "actor-profile-id", Value: "100000000000000000001"}, {Name: "customer-id", Value: "C00abcde1"},
			{Name: "visibility-change", Value: "external"}, {Name: "old-value", Value: "none"}, {Name: "new-value", Value: "can_edit"},
			{Name: "doc-type", Value: "spreadsheet"}, {Name: "visibility", Value: "shared_externally"}, {Name: "owner", Value: "dana.reyes@northwind.example"},
		},
		Key: event.NewKey("gws-reports", "2024-05-13T18:02:11.079Z", "-2330488593311817001", "acl_change", "change_user_access", "0"),
		Origin: event.Origin{Span: event.Span{Offset: int64(strings.Index(text, `{"kind": "admin#reports#activity"`)),
			Length: got.Origin.Span.Length, Line: 5}, Ordinal: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
	record := text[got.Origin.Span.Offset:got.Origin.Span.End()]
	if !strings.HasSuffix(record, `}]}]}`) || strings.Contains(record, "1AbC\"}, {\"name\": \"doc_title\", \"value\": \"Plan") {
		t.Errorf("the record is %s", record)
	}
}

func TestMessage(t *testing.T) {
	got := read(t, sample(t, "one a line, one split"))[2]
	if got.Text != "the list" || got.Object.ID != "<m1@northwind.example>" || got.Group != "message-id:m1@northwind.example" ||
		got.Quantities.Bytes != (event.Quantity{Count: 84213, Basis: event.Repeated}) || got.Quantities.Attachments.Count != 1 ||
		len(got.Attachments) != 1 || got.Attachments[0] != (event.Attachment{Name: "customers.xlsx", SizeBytes: -1}) ||
		got.Outcome != event.OutcomeSuccess || got.Initiated != event.InitiatedUser || len(got.Targets) != 2 ||
		got.Targets[1].Account.Name != "rival@fabrikam.example" || got.Attr("message-info.destination.service") != "smtp-outbound" ||
		got.Attr("event-info.mail-event-type") != "1" || got.Attr("network-info") != `{"regionCode":"US"}` {
		t.Errorf("%+v", got)
	}
	flat := read(t, activity("gmail", "t", "delivery", `{"name":"event_info","messageValue":{"parameter":[{"name":"mail_event_type","intValue":"2"}]}},`+
		`{"name":"message_info","messageValue":{"parameter":[{"name":"flattened_destinations","value":"gmail-ui::a@x.example, smtp-outbound:1:b@y.example"},`+
		`{"name":"source","messageValue":{"parameter":[{"name":"address","value":"c@z.example"}]}}]}}`))[0]
	var parties []string
	for _, target := range flat.Targets {
		parties = append(parties, target.Role+" "+target.Account.String())
	}
	if diff := cmp.Diff([]string{"to email:a@x.example", "to email:b@y.example", "from email:c@z.example"}, parties); diff != "" ||
		flat.Kind != event.MailReceive || flat.Initiated != event.InitiatedSystem {
		t.Errorf("%s %s, parties (-want +got):\n%s", flat.Kind, flat.Initiated, diff)
	}
}

// TestSharing: what an entry about access is depends on what it leaves.
func TestSharing(t *testing.T) {
	access := func(name, primary, target, to string) string {
		return activity("drive", "acl_change", name, `{"name":"primary_event","boolValue":`+primary+`},{"name":"doc_id","value":"1"},{"name":"owner","value":"kim@northwind.example"},`+
			`{"name":"visibility","value":"`+to+`"},{"name":"target_user","value":"`+target+`"},{"name":"new_value","multiValue":["`+to+`"]}`)
	}
	for _, c := range []struct {
		name, primary, target, to string
		kind                      event.Kind
		initiated                 event.Initiated
	}{
		{"change_user_access", "true", "rival@fabrikam.example", "can_view", event.FileShare, event.InitiatedUnknown},
		{"change_user_access", "true", "rival@fabrikam.example", "none", event.FileUnshare, event.InitiatedUnknown},
		{"change_user_access", "false", "rival@fabrikam.example", "can_view", event.FileShare, event.InitiatedUnknown},
		{"change_user_access", "false", "Dana.Reyes@northwind.example", "owner", event.FileOther, event.InitiatedSystem},
		{"change_user_access", "false", "kim@northwind.example", "owner", event.FileOther, event.InitiatedSystem},
		{"change_document_visibility", "true", "", "people_with_link", event.FileSharePub, event.InitiatedUnknown},
		{"change_document_visibility", "true", "", "public_on_the_web", event.FileSharePub, event.InitiatedUnknown},
		{"change_document_visibility", "true", "", "people_within_domain_with_link", event.FileShare, event.InitiatedUnknown},
		{"change_document_visibility", "true", "", "private", event.FileUnshare, event.InitiatedUnknown},
		{"change_document_access_scope", "true", "", "people_with_link", event.FileSharePub, event.InitiatedUnknown},
		{"change_acl_editors", "false", "", "writers", event.FileOther, event.InitiatedSystem},
		{"edit", "false", "", "", event.FileEdit, event.InitiatedSystem},
		{"edit", "true", "", "", event.FileEdit, event.InitiatedUnknown},
	} {
		e := read(t, access(c.name, c.primary, c.target, c.to))[0]
		if e.Kind != c.kind || e.Initiated != c.initiated {
			t.Errorf("%s to %s for %q: %s by %q, want %s by %q", c.name, c.to, c.target, e.Kind, e.Initiated, c.kind, c.initiated)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		application, eventType, name string
		want                         event.Kind
	}{
		{"login", "email_forwarding_change", "email_forwarding_out_of_domain", event.MailForwarding},
		{"chrome", "x", "CHROME_OS_LOGIN_EVENT", event.AuthLogin},
		{"calendar", "x", "delete", event.MailOther},
		{"meet", "x", "view", event.MailOther},
		{"vault", "user_action", "view_matter", event.AdminOther},
		{"admin", "SECURITY_SETTINGS", "ALLOW_STRONG_AUTHENTICATION", event.AdminConfig},
		{"admin", "SECURITY_INVESTIGATION", "SECURITY_INVESTIGATION_CONTENT_ACCESS", event.AdminSearch},
		{"admin", "USER_SETTINGS", "CHANGE_PASSWORD", event.AuthPassword},
		{"admin", "DOMAIN_SETTINGS", "AUTHORIZE_API_CLIENT_ACCESS", event.AdminApp},
		{"takeout", "x", "user_downloaded", event.FileDownload},
		{"something new", "", "", event.AdminOther},
	} {
		if got := read(t, activity(c.application, c.eventType, c.name, ""))[0].Kind; got != c.want {
			t.Errorf("%s %s of %s: %s, want %s", c.eventType, c.name, c.application, got, c.want)
		}
	}
}

// TestKeys: an act has one key in every container and under every application it
// is listed for, and no two acts share one.
func TestKeys(t *testing.T) {
	guest := func(a string) string {
		return `{"type":"c","name":"add_guest","parameters":[{"name":"event_guest","value":"` + a + `"}]}`
	}
	frame := `{"id":{"time":"2024-05-13T18:02:11.079Z","uniqueQualifier":"5","applicationName":"calendar"},"events":%s}`
	whole := fmt.Sprintf(frame, "["+guest("a@x.example")+","+guest("b@x.example")+"]")
	split := fmt.Sprintf(frame, guest("a@x.example")) + "\n" + fmt.Sprintf(frame, guest("b@x.example"))
	for name, text := range map[string]string{
		"whole": whole, "split": split,
		"log-in and its verification": activity("login", "login", "login_success", "") + activity("login", "login", "login_verification", ""),
		"without qualifier":           strings.ReplaceAll(activity("drive", "access", "view", ""), `"5"`, `""`) + strings.ReplaceAll(activity("drive", "access", "edit", ""), `"5"`, `""`),
	} {
		if e := read(t, text); len(e) != 2 || e[0].Key == e[1].Key || e[0].Key.IsZero() {
			t.Errorf("%s: two acts have one key", name)
		}
	}
	want := read(t, activity("login", "password_change", "password_edit", ""))[0].Key
	for _, text := range []string{
		`{"kind":"admin#reports#activities","items":[` + activity("login", "password_change", "password_edit", "") + `]}`,
		"[\n" + activity("user_accounts", "password_change", "password_edit", "") + "\n]",
	} {
		if got := read(t, text)[0].Key; got != want {
			t.Errorf("%.60s: the same act has another key", text)
		}
	}
}

func TestActors(t *testing.T) {
	for actor, want := range map[string]string{
		`{"callerType":"USER","email":"dana.reyes@northwind.example","profileId":"1"}`:               "email:dana.reyes@northwind.example user",
		`{"email":"","profileId":"105"}`:                                                             "directory-id:105 ",
		`{"callerType":"KEY","key":"SYSTEM"}`:                                                        "service:SYSTEM system",
		`{"callerType":"KEY","key":"consumer"}`:                                                      "app-id:consumer automation",
		`{"callerType":"APPLICATION","applicationInfo":{"oauthClientId":"9","applicationName":"M"}}`: "app-id:9 automation",
		`{}`: " ",
	} {
		text := strings.Replace(activity("chat", "u", "message_posted", ""), `{"email":"dana.reyes@northwind.example"}`, actor, 1)
		e := read(t, text)[0]
		if got := e.Actor.String() + " " + string(e.Initiated); got != want {
			t.Errorf("%s: %q, want %q", actor, got, want)
		}
	}
}

// TestHostile: parameters without number or depth stay within bounds.
func TestHostile(t *testing.T) {
	deep := strings.Repeat(`{"name":"x","messageValue":{"parameter":[`, 500) + `{"name":"y","value":"z"}` + strings.Repeat("]}}", 500)
	many := strings.Repeat(`{"name":"Ünïcode  Name_","value":"v"},`, 5000) + deep
	c, err := parsertest.CollectBytes(gwsreports.Parser, []byte(activity("drive", "access", "view", many)))
	if err != nil || len(c.Events) != 1 || c.WellFormed() != nil {
		t.Fatalf("%v, %d events, %v", err, len(c.Events), c.WellFormed())
	}
	if e := c.Events[0]; e.Attr("further-parameters") != "4501" || len(e.Attrs) > 510 {
		t.Errorf("%d attributes, %s further", len(e.Attrs), e.Attr("further-parameters"))
	}
	addresses := strings.Repeat("gmail-ui::a@x.example,", 3000)
	e := read(t, activity("gmail", "t", "delivery", `{"name":"message_info","messageValue":{"parameter":[{"name":"flattened_destinations","value":"`+addresses+`"}]}}`))[0]
	if len(e.Targets) != 1000 || e.Attr("further-targets") != "2000" {
		t.Errorf("%d targets, %s further", len(e.Targets), e.Attr("further-targets"))
	}
}

func TestSniffOfACutHead(t *testing.T) {
	long := `{"activities": [` + activity("drive", "access", "view", strings.Repeat(`{"name":"n","value":"v"},`, 9000)+`{"name":"n"}`) + "]}"
	if score := gwsreports.Parser.Sniff(parsertest.HeadOf([]byte(long))); score != parsers.Certain {
		t.Errorf("score %d", score)
	}
}
