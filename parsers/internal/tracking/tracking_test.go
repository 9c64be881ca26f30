// SPDX-License-Identifier: Apache-2.0

package tracking

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
)

func TestKinds(t *testing.T) {
	const (
		user = event.InitiatedUser
		sys  = event.InitiatedSystem
		auto = event.InitiatedAutomation
	)
	for _, c := range []struct {
		step      step
		kind      event.Kind
		initiated event.Initiated
	}{
		{step{source: "STOREDRIVER", event: "RECEIVE", direction: Outbound, clientType: "MOMT"}, event.MailSend, user},
		{step{source: "STOREDRIVER", event: "SUBMIT", clientType: "OWA"}, event.MailSend, user},
		{step{source: "STOREDRIVER", event: "SUBMIT", clientType: "EWS"}, event.MailSend, ""},
		{step{source: "STOREDRIVER", event: "SUBMIT"}, event.MailSend, ""},
		{step{source: "STOREDRIVER", event: "RECEIVE", direction: Outbound, clientType: "System"}, event.MailSend, sys},
		{step{source: "STOREDRIVER", event: "RECEIVE", direction: Inbound}, event.MailTransport, sys},
		{step{source: "STOREDRIVER", event: "NOTIFYMAPI", clientType: "MOMT"}, event.MailTransport, sys},
		{step{source: "STOREDRIVER", event: "DELIVER"}, event.MailDeliver, sys},
		{step{source: "SMTP", event: "RECEIVE", direction: Inbound}, event.MailReceive, sys},
		{step{source: "SMTP", event: "RECEIVE", fromEntity: "Internet"}, event.MailReceive, sys},
		{step{source: "SMTP", event: "RECEIVE"}, event.MailTransport, sys},
		{step{source: "SMTP", event: "RECEIVE", direction: Outbound, connector: `mbx1\default mbx1`}, event.MailTransport, sys},
		{step{source: "SMTP", event: "RECEIVE", direction: Outbound, connector: `mbx1\client proxy mbx1`}, event.MailSend, ""},
		{step{source: "SMTP", event: "SENDEXTERNAL"}, event.MailRelay, sys},
		{step{source: "SMTP", event: "SEND", connector: "intra-organization smtp send connector"}, event.MailTransport, sys},
		{step{source: "SMTP", event: "SEND", connector: "inbound proxy internal send connector"}, event.MailTransport, sys},
		{step{source: "SMTP", event: "SEND", connector: "internet"}, event.MailRelay, sys},
		{step{source: "SMTP", event: "SEND", connector: "internet", farReply: "False"}, event.MailTransport, sys},
		{step{source: "SMTP", event: "SEND", farReply: "True"}, event.MailRelay, sys},
		{step{source: "SMTP", event: "SEND", toEntity: "Internet", farReply: "False"}, event.MailRelay, sys},
		{step{source: "SMTP", event: "SEND"}, event.MailTransport, sys},
		{step{source: "MAILBOXRULE", event: "SUBMIT"}, event.MailForward, auto},
		{step{source: "MAILBOXRULE", event: "DELIVER"}, event.MailForward, auto},
		{step{source: "MAILBOXRULE", event: "FAIL"}, event.MailBounce, auto},
		{step{source: "ROUTING", event: "REDIRECT", related: true}, event.MailForward, auto},
		{step{source: "ROUTING", event: "REDIRECT"}, event.MailTransport, sys},
		{step{source: "ROUTING", event: "RESOLVE"}, event.MailTransport, sys},
		{step{source: "ROUTING", event: "EXPAND"}, event.MailExpand, sys},
		{step{source: "DSN", event: "DSN"}, event.MailBounce, sys},
		{step{source: "SMTP", event: "DEFER"}, event.MailDefer, sys},
		{step{source: "SMTP", event: "HAREDIRECT"}, event.MailTransport, sys},
		{step{source: "QUARANTINE", event: "PROCESS"}, event.MailQuarantine, sys},
		{step{source: "NEWER", event: "NEWER"}, event.MailTransport, sys},
		{step{}, event.MailTransport, sys},
	} {
		kind := c.step.kind()
		if initiated := c.step.initiated(kind); kind != c.kind || initiated != c.initiated {
			t.Errorf("%+v: %s, initiated %q; want %s, %q", c.step, kind, initiated, c.kind, c.initiated)
		}
	}
}

func TestBag(t *testing.T) {
	many := strings.Repeat("S:A=1;", limitPairs+1)
	for _, c := range []struct{ text, want string }{
		{"S:FromEntity=Internet;S:E2ELatency=1.9", "custom-data-from-entity=Internet custom-data-e2-elatency=1.9"},
		{"S:A=1;S:B=;S:A=2;", "custom-data-a=1 custom-data-a=2"},
		{"S:DPA=x;y=z;S:B=1", "custom-data-dpa=x;y=z custom-data-b=1"},
		{"S:B=1;S:É=2;S:C=3", "custom-data-b=1 custom-data=S:É=2;S:C=3"},
		{"S:..=1", "custom-data=S:..=1"},
		{"{[ItemEntryId, 0]}", "custom-data={[ItemEntryId, 0]}"},
		{many, strings.Repeat("custom-data-a=1 ", limitPairs) + "custom-data=S:A=1;"},
	} {
		var b bag
		var got []string
		for _, a := range b.appendTo(nil, "custom-data", c.text) {
			got = append(got, a.Name+"="+a.Value)
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%q gives %q, want %q", c.text, joined, c.want)
		}
	}
}

func TestRecipients(t *testing.T) {
	for _, c := range []struct {
		text, status string
		want, kept   string
	}{
		{"a@x.example;b@x.example;c@x.example", "To;Cc;Bcc", "to=a@x.example cc=b@x.example bcc=c@x.example", ""},
		{"a@x.example; b@x.example", "To; Cc", "to=a@x.example cc=b@x.example", "a@x.example; b@x.example"},
		{"a@x.example;b@x.example", "250 2.1.5 OK", "to=a@x.example to=b@x.example", ""},
		{"a@x.example;;b@x.example", "Cc;Cc;Cc", "cc=a@x.example cc=b@x.example", ""},
		{"a@x.example b@x.example", "To Bcc", "to=a@x.example bcc=b@x.example", ""},
		{"{a@x.example, b@x.example}", "{To, Cc}", "to=a@x.example cc=b@x.example", ""},
		{"/O=ACME/OU=X/CN=Nora Hall", "", "to=/O=ACME/OU=X/CN=Nora Hall", ""},
		{"SMTP:a@x.example", "", "to=a@x.example", "SMTP:a@x.example"},
		{"System.String[]", "", "", "System.String[]"},
		{"", "To", "", ""},
	} {
		table := &Table{columns: columns{recipients: 0, status: 1, related: -1}, names: []string{"recipients", "recipient-status"},
			cells: []string{c.text, c.status}}
		e := &event.Event{Kind: event.MailSend}
		table.setTargets(e)
		var got []string
		for _, target := range e.Targets {
			got = append(got, target.Role+"="+target.Account.Name)
		}
		if diff := cmp.Diff([]string{c.want, c.kept}, []string{strings.Join(got, " "), e.Attr("recipients")}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestTooManyRecipients(t *testing.T) {
	text := strings.Repeat("a@x.example;", LimitTargets) + "b@x.example;c@x.example"
	table := &Table{columns: columns{recipients: 0, status: -1, related: -1}, names: []string{"recipients"}, cells: []string{text}}
	e := &event.Event{}
	table.setTargets(e)
	if len(e.Targets) != LimitTargets || e.Attr("recipients") != text {
		t.Errorf("%d targets, %d bytes kept", len(e.Targets), len(e.Attr("recipients")))
	}
}

func TestOutcomeOfReplies(t *testing.T) {
	for status, want := range map[string]event.Outcome{
		"250 2.1.5 Recipient OK": event.OutcomeSuccess, "250 OK;550 5.1.1 no": event.OutcomePartial, "421 later": event.OutcomeFailure,
		"": event.OutcomeUnknown, "To;Cc": event.OutcomeUnknown, "250 a;b": event.OutcomeUnknown,
	} {
		if got := outcomeOfReplies(status); got != want {
			t.Errorf("%q is %q, want %q", status, got, want)
		}
	}
}

func TestAccountAndSession(t *testing.T) {
	got := fmt.Sprintln(Account("<>"), Account(" Nora <nora.hall@acme.example>"), Account("/o=ACME/cn=x"),
		smtpSession("08DC72AA00000002;2024"), smtpSession("MDB:5f0c"), clientType("MDB:1, ClientType:OWA"), clientType("none"))
	if want := " email:nora.hall@acme.example legacy-dn:/o=ACME/cn=x 08DC72AA00000002  OWA \n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestOrigin looks at which of the addresses of a row is the client's.
func TestOrigin(t *testing.T) {
	for _, c := range []struct {
		original, proxied, client string
		source                    string
		ip, device, kept          string
	}{
		{"192.0.2.33", "", "192.0.2.1", "STOREDRIVER", "192.0.2.33", "", ""},
		{"192.0.2.33:443", "", "192.0.2.1", "STOREDRIVER", "192.0.2.33", "", "192.0.2.33:443"},
		{"nowhere", "", "192.0.2.1", "STOREDRIVER", "", "", "nowhere"},
		{"", "", "192.0.2.1", "STOREDRIVER", "", "", ""},
		{"", "", "192.0.2.1", "SMTP", "192.0.2.1", "host", ""},
		{"", "192.0.2.2", "192.0.2.1", "SMTP", "192.0.2.2", "", ""},
		{"192.0.2.1", "", "192.0.2.1", "SMTP", "192.0.2.1", "host", ""},
		{"192.0.2.3", "", "192.0.2.1", "SMTP", "192.0.2.3", "", ""},
	} {
		table := &Table{columns: columns{originalIP: 0, clientIP: 1, clientHost: 2, context: -1},
			names: []string{"original-client-ip", "client-ip", "client-hostname"}, cells: []string{c.original, c.client, "host"}}
		e := &event.Event{}
		if c.proxied != "" {
			e.Attrs = []event.Attr{{Name: "custom-data-proxied-client-ipaddress", Value: c.proxied}}
		}
		table.setOrigin(e, step{source: c.source, event: "RECEIVE"})
		if e.IP != c.ip || e.Device != c.device || e.Attr("original-client-ip") != c.kept {
			t.Errorf("%+v: ip %q, device %q, kept %q", c, e.IP, e.Device, e.Attr("original-client-ip"))
		}
	}
}
