// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers/parsertest"
)

// one reads a record that makes one event.
func one(t *testing.T, record string) *event.Event {
	t.Helper()
	c, err := parsertest.CollectBytes(JSONParser, []byte(record))
	if err != nil || len(c.Events) != 1 {
		t.Fatalf("%d events, rejects %v, %v", len(c.Events), c.Rejects, err)
	}
	if err := c.WellFormed(); err != nil {
		t.Error(err)
	}
	return c.Events[0]
}

// told is an event in one text: what the tables below compare. Attributes are
// those asked for.
func told(e *event.Event, attrs ...string) string {
	var out strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	line("kind", string(e.Kind))
	line("time", e.Time.UTC.Format(time.RFC3339)+" "+e.Time.Basis.String())
	line("actor", e.Actor.String())
	line("for", e.OnBehalfOf.String())
	line("initiated", string(e.Initiated))
	line("object", strings.Trim(e.Object.Type+"|"+e.Object.ID+"|"+e.Object.Name, "|"))
	for _, target := range e.Targets {
		line(target.Role, strings.TrimSpace(target.Account.String()+" "+target.Name))
	}
	for _, a := range e.Attachments {
		line("attached", fmt.Sprintf("%s %d", a.Name, a.SizeBytes))
	}
	q := e.Quantities
	for i, n := range []event.Quantity{q.Records, q.Bytes, q.Attachments, q.Items} {
		if n.Present() {
			line([]string{"records", "bytes", "attachments", "items"}[i], fmt.Sprintf("%d %s", n.Count, n.Basis))
		}
	}
	line("outcome", string(e.Outcome))
	line("ip", e.IP)
	line("device", e.Device)
	line("client", e.Client)
	line("session", e.Session)
	line("text", e.Text)
	line("group", e.Group)
	for _, name := range attrs {
		line("@"+name, e.Attr(name))
	}
	return out.String()
}

func TestFields(t *testing.T) {
	for _, c := range []struct {
		name, record string
		attrs        []string
		want         string
	}{
		{"inbox rule", recordRule, []string{"client-ip", "parameters.delete-message", "parameters-empty", "id"}, `
kind: mail.rule
time: 2024-05-13T18:02:11Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: rule|EURP000A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/northwind.example/dana.reyes\.|.
forward-to: email:dana@home.example
forward-to: email:d2@home.example
outcome: success
ip: 198.51.100.7
session: 7a0e0001-0000-4000-8000-000000000001
@client-ip: 198.51.100.7:52378
@parameters.delete-message: True
@parameters-empty: Comments
@id: A0000001-0000-4000-8000-000000000001
`},
		{"forwarding set", recordForward, []string{"forwarding", "parameters.deliver-to-mailbox-and-forward"}, `
kind: mail.forwarding
time: 2024-05-13T18:03:00Z format
actor: upn:Dana.Reyes@northwind.example
initiated: user
object: mailbox|dana.reyes|dana.reyes
forward-to: email:dana@home.example
outcome: success
@forwarding: set
@parameters.deliver-to-mailbox-and-forward: True
`},
		{"forwarding cleared", strings.Replace(recordForward, "smtp:dana@home.example", "", 1), []string{"forwarding", "parameters-empty"}, `
kind: mail.forwarding
time: 2024-05-13T18:03:00Z format
actor: upn:Dana.Reyes@northwind.example
initiated: user
object: mailbox|dana.reyes|dana.reyes
outcome: success
@forwarding: cleared
@parameters-empty: ForwardingSmtpAddress
`},
		{"send", recordSend, []string{"client-ip", "item.parent-folder.path", "item.subject", "originating-server"}, `
kind: mail.send
time: 2024-05-14T07:15:42Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: message|<m1@northwind.example>|as agreed: "the list"
attached: customers; all (2024).xlsx 482113
attached: logo.png 2010
bytes: 498211 repeated
attachments: 2 repeated
outcome: success
ip: 198.51.100.7
client: Client=OWA;Action=ViaProxy
session: 5e000000-0000-4000-8000-00000000005e
text: as agreed: "the list"
group: message-id:m1@northwind.example
@item.parent-folder.path: \Drafts
@originating-server: AM0P000MB0001 (15.20.0000.001)` + "\r\n" + `
`},
		{"send as", strings.NewReplacer(`"Operation":"Send"`, `"Operation":"SendAs","SendAsUserSmtp":"sales@northwind.example"`, `"MailboxOwnerUPN":"dana.reyes@`, `"MailboxOwnerUPN":"sales@`).Replace(recordSend), nil, `
kind: mail.send
time: 2024-05-14T07:15:42Z format
actor: upn:dana.reyes@northwind.example
for: email:sales@northwind.example
initiated: delegate
object: message|<m1@northwind.example>|as agreed: "the list"
mailbox: upn:sales@northwind.example
attached: customers; all (2024).xlsx 482113
attached: logo.png 2010
bytes: 498211 repeated
attachments: 2 repeated
outcome: success
ip: 198.51.100.7
client: Client=OWA;Action=ViaProxy
session: 5e000000-0000-4000-8000-00000000005e
text: as agreed: "the list"
group: message-id:m1@northwind.example
`},
		{"messages opened", recordBind, []string{"message-ids", "folders", "operation-properties.is-throttled", "mailbox-owner-upn"}, `
kind: mail.read
time: 2024-05-14T09:00:00Z format
actor: upn:dana.reyes@northwind.example
initiated: delegate
object: mailbox|3d000000-0000-4000-8000-00000000003d|sales@northwind.example
mailbox: upn:sales@northwind.example
bytes: 157 own
items: 3 own
outcome: success
@message-ids: <a@x.example> <b@x.example> <c@x.example>
@folders: ["\\Inbox","\\Sent"]
@operation-properties.is-throttled: False
`},
		{"folder synchronised", `{"CreationTime":"2024-05-14T09:00:00","Id":"","Operation":"MailItemsAccessed","RecordType":2,"UserType":0,"UserId":"a@x.example",` +
			`"OperationProperties":[{"Name":"MailAccessType","Value":"Sync"}],"Item":{"ParentFolder":{"Name":"A TRAITER","Path":"Not Available"}}}`,
			[]string{"item.parent-folder.name"}, `
kind: mail.sync
time: 2024-05-14T09:00:00Z format
actor: upn:a@x.example
initiated: user
object: mailbox
@item.parent-folder.name: A TRAITER
`},
		{"messages deleted", `{"CreationTime":"2024-05-14T09:00:00","Operation":"HardDelete","RecordType":3,"ResultStatus":"PartiallySucceeded","UserType":0,"UserId":"a@x.example",` +
			`"AffectedItems":[{"InternetMessageId":"<1@x>","Subject":"one","Attachments":"a (1b)"},{"Subject":"two"}],"DestFolder":{"Path":"\\Gone"}}`,
			[]string{"message-ids", "subjects", "dest-folder.path"}, `
kind: mail.purge
time: 2024-05-14T09:00:00Z format
actor: upn:a@x.example
initiated: user
object: mailbox
attached: a 1
items: 2 own
outcome: partial
@message-ids: <1@x>
@subjects: ["one","two"]
@dest-folder.path: \Gone
`},
		{"rule by Outlook", `{"CreationTime":"2024-05-14T09:00:00","Operation":"UpdateInboxRules","RecordType":2,"UserType":0,"LogonType":2,"UserId":"a@x.example","MailboxOwnerUPN":"b@x.example",` +
			`"OperationProperties":[{"Name":"RuleOperation","Value":"AddMailboxRule"},{"Name":"RuleId","Value":"-12"},{"Name":"RuleName"},` +
			`{"Name":"RuleActions","Value":"[{\"ActionType\":\"Forward\",\"Recipients\":[\"j@home.example\"],\"ForwardFlags\":\"None\"},{\"ActionType\":\"Delete\"}]"}]}`,
			[]string{"operation-properties.rule-operation"}, `
kind: mail.rule
time: 2024-05-14T09:00:00Z format
actor: upn:a@x.example
initiated: delegate
object: rule|-12
mailbox: upn:b@x.example
forward-to: email:j@home.example
@operation-properties.rule-operation: AddMailboxRule
`},
		{"delegate", `{"CreationTime":"2024-05-14T09:00:00","Operation":"Add-MailboxPermission","RecordType":1,"ResultStatus":"True","UserType":2,"UserId":"a@x.example","ObjectId":"boss",` +
			`"Parameters":[{"Name":"Identity","Value":"boss"},{"Name":"User","Value":"PROD.OUTLOOK.COM/Hosted/x.example/ann"},{"Name":"AccessRights","Value":"FullAccess"}]}`,
			[]string{"parameters.access-rights"}, `
kind: mail.delegate
time: 2024-05-14T09:00:00Z format
actor: upn:a@x.example
initiated: user
object: mailbox|boss|boss
delegate: display-name:PROD.OUTLOOK.COM/Hosted/x.example/ann ann
outcome: success
@parameters.access-rights: FullAccess
`},
		{"folder permission", `{"CreationTime":"2024-05-14T09:00:00","Operation":"ModifyFolderPermissions","RecordType":2,"UserType":2,"UserId":"S-1-5-18",` +
			`"Item":{"ParentFolder":{"MemberRights":"ReadAny","MemberUpn":"ann@x.example","Path":"\\Calendar"}}}`, []string{"item.parent-folder.member-rights"}, `
kind: mail.delegate
time: 2024-05-14T09:00:00Z format
actor: sid:S-1-5-18
initiated: system
object: mailbox
delegate: upn:ann@x.example
@item.parent-folder.member-rights: ReadAny
`},
		{"service", recordService, []string{"parameters.force"}, `
kind: admin.config
time: 2024-05-14T09:10:00Z format
actor: service:NT AUTHORITY\SYSTEM (Microsoft.Exchange.ServiceHost)
initiated: system
object: mailbox|northwind.example\SystemMailbox{1}|SystemMailbox{1}
outcome: success
@parameters.force: True
`},
		{"download", recordDownload, []string{"device-display-name", "source-relative-url"}, `
kind: file.download
time: 2024-05-14T07:20:00Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: document|https://northwind-my.sharepoint.example/personal/dana/Documents/Accounts.docx|Accounts.docx
container: place:https://northwind-my.sharepoint.example/personal/dana/
bytes: 11206 own
ip: 2001:db8::5
client: Go-http-client/2.0
@device-display-name: 2001:db8::5
@source-relative-url: Documents
`},
		{"shared", `{"CreationTime":"2024-05-14T09:00:00","Operation":"AddedToSecureLink","RecordType":14,"Workload":"OneDrive","UserType":0,"UserId":"urn:spo:guest#ann@x.example",` +
			`"ObjectId":"https://x.example/a.pdf","ItemType":"File","TargetUserOrGroupType":"Guest","TargetUserOrGroupName":"j@home.example","AppAccessContext":{"AADSessionId":"s1"},"FileSizeBytes":5}`,
			[]string{"target-user-or-group-type", "file-size-bytes"}, `
kind: file.share
time: 2024-05-14T09:00:00Z format
actor: link:urn:spo:guest#ann@x.example
initiated: user
object: document|https://x.example/a.pdf
share-with: email:j@home.example
session: s1
@target-user-or-group-type: Guest
@file-size-bytes: 5
`},
		{"log-in failed", recordLogin, []string{"result-status", "error-number", "device-properties.os"}, `
kind: auth.fail
time: 2024-05-13T17:58:01Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: 00000003-0000-0ff1-ce00-000000000000
outcome: failure
ip: 203.0.113.9
client: Mozilla/5.0
session: 5e000000-0000-4000-8000-00000000005f
@result-status: Success
@error-number: 50126
@device-properties.os: MacOs
`},
		{"log-in interrupted", strings.Replace(strings.Replace(recordLogin, "UserLoginFailed", "UserLoggedIn", 1), "50126", "50140", 1), nil, `
kind: auth.login
time: 2024-05-13T17:58:01Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: 00000003-0000-0ff1-ce00-000000000000
ip: 203.0.113.9
client: Mozilla/5.0
session: 5e000000-0000-4000-8000-00000000005f
`},
		{"log-in", strings.Replace(strings.Replace(recordLogin, "UserLoginFailed", "UserLoggedIn", 1), "50126", "0", 1), nil, `
kind: auth.login
time: 2024-05-13T17:58:01Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: 00000003-0000-0ff1-ce00-000000000000
outcome: success
ip: 203.0.113.9
client: Mozilla/5.0
session: 5e000000-0000-4000-8000-00000000005f
`},
		{"role given", `{"CreationTime":"2024-05-14T09:00:00","Operation":"Add member to role.","RecordType":8,"ResultStatus":"Success","UserType":4,"UserId":"ServicePrincipal_x","ObjectId":"ann@x.example",` +
			`"ExtendedProperties":[{"Name":"additionalDetails","Value":"{\"User-Agent\":\"EvoSTS\"}"}],"ModifiedProperties":[{"Name":"Role.DisplayName","NewValue":"Global Administrator","OldValue":"none"}],` +
			`"Target":[{"ID":"User_1","Type":2},{"ID":"ann@x.example","Type":5}]}`, []string{"modified-properties.role-display-name", "modified-properties.role-display-name.old", "target"}, `
kind: admin.permission
time: 2024-05-14T09:00:00Z format
actor: app-id:ServicePrincipal_x
initiated: automation
object: user|ann@x.example
user: upn:ann@x.example
outcome: success
client: EvoSTS
@modified-properties.role-display-name: Global Administrator
@modified-properties.role-display-name.old: none
@target: [{"ID":"User_1","Type":2},{"ID":"ann@x.example","Type":5}]
`},
		{"export from Dynamics", recordExport, []string{"message", "instance-url", "entity-name"}, `
kind: crm.list.export
time: 2024-05-14T08:00:09Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: customer
records: 2 own
outcome: success
ip: 198.51.100.7
text: <fetch><entity name="account"/></fetch>
group: m365-crm-correlation:e0000006-0000-4000-8000-000000000006
@message: ExportToExcel
@instance-url: https://northwind.crm.example/
@entity-name: account
`},
		{"printed", recordPrint, []string{"sha256"}, `
kind: print.job
time: 2024-05-14T08:05:30Z format
actor: upn:dana.reyes@northwind.example
initiated: user
object: document|C:\Users\dana\Desktop\customers.xlsx|customers.xlsx
printer: printer:HP OfficeJet home
bytes: 482113 own
ip: 192.0.2.44
device: lap-044.northwind.example
client: EXCEL.EXE
@sha256: 00aa
`},
		{"policy match", `{"CreationTime":"2024-05-14T09:00:00","Operation":"DLPRuleMatch","RecordType":13,"UserType":4,"UserId":"DlpAgent","Workload":"Exchange",` +
			`"ExchangeMetaData":{"From":"a@x.example","To":["j@home.example"],"BCC":["k@home.example"],"MessageID":"<9@x>","Subject":"list","RecipientCount":2}}`,
			[]string{"exchange-meta-data.recipient-count"}, `
kind: mail.other
time: 2024-05-14T09:00:00Z format
actor: service:DlpAgent
initiated: system
object: message|<9@x>|list
from: email:a@x.example
to: email:j@home.example
bcc: email:k@home.example
text: list
group: message-id:9@x
@exchange-meta-data.recipient-count: 2
`},
		{"chat", `{"CreationTime":"2024-05-14T09:00:00","Operation":"ChatCreated","RecordType":25,"UserType":0,"UserId":"A@x.example","Workload":"MicrosoftTeams","ChatThreadId":"19:1",` +
			`"Members":[{"UPN":"a@x.example","DisplayName":"Ann"},{"UPN":"j@y.example","DisplayName":"Joe"}],"ExtraProperties":[{"Key":"TimeZone","Value":"Europe/Paris"}]}`,
			[]string{"extra-properties.time-zone"}, `
kind: mail.other
time: 2024-05-14T09:00:00Z format
actor: upn:A@x.example
initiated: user
object: 19:1
to: upn:j@y.example Joe
@extra-properties.time-zone: Europe/Paris
`},
		{"nothing known", `{"CreationTime":"soon","Operation":"Zorked","RecordType":4711,"UserId":"Not Available","Nested":{"A B":{"c_d":[1,{"x":2}]}}}`,
			[]string{"user-id", "nested.a-b.c-d"}, `
kind: admin.other
time: 0001-01-01T00:00:00Z none
@user-id: Not Available
@nested.a-b.c-d: [1,{"x":2}]
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := told(one(t, c.record), c.attrs...)
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAttachments(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"a.txt (333b)":                 "a.txt:333",
		"a; b (1b).txt (2b); c (3b)":   "a; b (1b).txt:2|c:3",
		"C:\\x\\y (2).doc (44b)":       "C:\\x\\y (2).doc:44",
		"nameless":                     "nameless:-1",
		"a (1b); nameless (xb)":        "a:1|nameless (xb):-1",
		"(5b)":                         "(5b):-1",
		"a (99999999999999999999b)":    "a (99999999999999999999b):-1",
		strings.Repeat("b)b)b) ", 9):   strings.Repeat("b)b)b) ", 9) + ":-1",
		"same (1b); same (1b); s (2b)": "same:1|same:1|s:2",
	} {
		var got []string
		for _, a := range appendAttachments(nil, text) {
			got = append(got, fmt.Sprintf("%s:%d", a.Name, a.SizeBytes))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAccounts(t *testing.T) {
	for _, c := range []struct{ user, kind, want string }{
		{"Dana@x.example", "0", "upn:Dana@x.example user"},
		{"j_home.example#EXT#@x.onmicrosoft.example", "0", "upn:j_home.example#EXT#@x.onmicrosoft.example user"},
		{"S-1-5-18", "2", "sid:S-1-5-18 system"},
		{"S-1-5-21-1-2-3-1001", "0", "sid:S-1-5-21-1-2-3-1001 user"},
		{`NT AUTHORITY\SYSTEM (w3wp)`, "2", `service:NT AUTHORITY\SYSTEM (w3wp) system`},
		{"app@sharepoint", "0", "service:app@sharepoint automation"},
		{"ServicePrincipal_1", "4", "app-id:ServicePrincipal_1 automation"},
		{"9d8001cb-0000-4000-8000-00000000009d", "0", "directory-id:9d8001cb-0000-4000-8000-00000000009d user"},
		{"9d8001cb-0000-4000-8000-00000000009d", "6", "app-id:9d8001cb-0000-4000-8000-00000000009d automation"},
		{"anonymous", "0", "link:anonymous user"},
		{"urn:spo:anon#5c", "0", "link:urn:spo:anon#5c user"},
		{"Dana@x.example", "3", "upn:Dana@x.example system"},
		{"Dana@x.example", "Application", "upn:Dana@x.example automation"},
		{"/o=ORG/ou=X/cn=dana", "2", "legacy-dn:/o=ORG/ou=X/cn=dana user"},
		{`NORTHWIND\dana`, "0", `windows-sam:NORTHWIND\dana user`},
		{"dana", "0", "windows-sam:dana user"},
		{"SomeAgent", "4", "service:SomeAgent system"},
		{"Not Available", "4", " system"},
		{"Dana@x.example", "", "upn:Dana@x.example "},
	} {
		e := one(t, fmt.Sprintf(`{"CreationTime":"2024-05-14T09:00:00","Operation":"X","UserType":%q,"UserId":%q}`, c.kind, c.user))
		if got := e.Actor.String() + " " + string(e.Initiated); got != c.want {
			t.Errorf("%s as %s: %q, want %q", c.user, c.kind, got, c.want)
		}
	}
}

// TestBounds reads a record that is too large to repeat.
func TestBounds(t *testing.T) {
	var members, ids strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&members, `,"Field%d":"%d"`, i, i)
		fmt.Fprintf(&ids, `{"InternetMessageId":"<%040d@x.example>"},`, i)
	}
	e := one(t, `{"CreationTime":"2024-05-14T09:00:00","Operation":"MailItemsAccessed","RecordType":50,"Blob":"`+strings.Repeat("x", 5000)+`"`+members.String()+
		`,"Folders":[{"FolderItems":[`+strings.TrimSuffix(ids.String(), ",")+`]}]}`)
	if len(e.Attrs) > limitAttrs+10 || e.Attr("blob") != "" || !strings.HasPrefix(e.Attr("left-out"), "blob field") || !strings.HasSuffix(e.Attr("left-out"), " more") {
		t.Errorf("%d attributes, left out %q", len(e.Attrs), e.Attr("left-out"))
	}
	if n := len(strings.Fields(e.Attr("message-ids"))); e.Quantities.Items != event.Count(1000) || n == 0 || e.Attr("message-ids-left-out") != fmt.Sprint(1000-n) {
		t.Errorf("%v items, %d ids, %s left out", e.Quantities.Items, n, e.Attr("message-ids-left-out"))
	}
}

func TestNames(t *testing.T) {
	n := names{}
	for _, c := range []struct{ prefix, name, want string }{
		{"", "ClientIPAddress", "client-ipaddress"}, {"item", "ParentFolder", "item.parent-folder"}, {"", "", "unnamed"},
		{"p", "@odata.type", "p.-odata-type"}, {"", "Größe\tÄ\n", "größe-ä"}, {"", "İ", "i"}, {"", "Update – x", "update-–-x"},
	} {
		if got := n.of(c.prefix, c.name); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.name, c.prefix, got, c.want)
		}
	}
}

// TestFallbacks states one thing twice: what the event does not tell stays.
func TestFallbacks(t *testing.T) {
	e := one(t, `{"CreationTime":"2024-05-14T09:00:00","Operation":"FileAccessed","RecordType":6,"UserId":"a@x.example","SessionId":"s1",`+
		`"AppAccessContext":{"AADSessionId":"s2"},"UserAgent":"one","ClientInfoString":"two","ClientIP":"192.0.2.1","ClientIPAddress":"192.0.2.2"}`)
	want := "kind: file.view\ntime: 2024-05-14T09:00:00Z format\nactor: upn:a@x.example\nip: 192.0.2.2\nclient: one\nsession: s1\n" +
		"@app-access-context.aadsession-id: s2\n@client-info-string: two\n@client-ip: 192.0.2.1\n"
	got := told(e, "session-id", "app-access-context.aadsession-id", "user-agent", "client-info-string", "client-ip", "client-ipaddress", "user-id", "creation-time")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
