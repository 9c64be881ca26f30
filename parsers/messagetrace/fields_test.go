// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"bytes"
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

func eventsOf(t *testing.T, p parsers.Parser, text string) []*event.Event {
	t.Helper()
	c, err := parsertest.CollectBytes(p, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c.Events
}

func mailbox(name string) event.Account { return event.Account{Namespace: event.Email, Name: name} }

func TestRowOfList(t *testing.T) {
	got := *eventsOf(t, Parser, cmdlet)[0]
	got.Key = event.Key{}
	want := event.Event{
		Time: event.Instant(time.Date(2024, 5, 13, 16, 2, 11, 0, time.UTC), event.PrecisionSecond, event.TimeFormat,
			"13.05.2024 16:02:11"),
		Kind:    event.MailSend,
		Actor:   mailbox("nora.hall@acme.example"),
		Object:  event.Object{Type: "message", ID: "<list-1@acme.example>"},
		Targets: []event.Target{{Role: event.RoleTo, Account: mailbox("nora.private@mail.example")}},
		Quantities: event.Quantities{
			Bytes: event.Quantity{Count: 3750222, Basis: event.Repeated},
		},
		Outcome: event.OutcomeSuccess,
		Text:    "Customers, all of them",
		Attrs: []event.Attr{
			{Name: "pscomputer-name", Value: "outlook.example"}, {Name: "runspace-id", Value: "1d3c"},
			{Name: "organization", Value: "acme.example"}, {Name: "status", Value: "Delivered"},
			{Name: "to-ip", Value: "203.0.113.25"}, {Name: "message-trace-id", Value: "0B6D0000-0000-4000-8000-00000000000A"},
			{Name: "start-date", Value: "03.05.2024 00:00:00"}, {Name: "end-date", Value: "14.05.2024 00:00:00"},
			{Name: "index", Value: "0"},
		},
		Group:  "message-id:list-1@acme.example",
		Origin: event.Origin{Span: got.Origin.Span},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Origin.Span.Line != 3 {
		t.Errorf("line %d", got.Origin.Span.Line)
	}
}

func TestDirectionOfList(t *testing.T) {
	const header = "Received,SenderAddress,RecipientAddress,Status"
	for _, c := range []struct {
		columns, cells string
		kind           event.Kind
		direction      string
	}{
		{"", "", event.MailSend, "not recorded"},
		{",FromIP,ToIP", ",,192.0.2.1", event.MailSend, ""},
		{",FromIP,ToIP", ",192.0.2.1,", event.MailReceive, ""},
		{",FromIP,ToIP", ",192.0.2.1,192.0.2.2", event.MailSend, "not recorded"},
		{",FromIP,ToIP", ",,", event.MailSend, "not recorded"},
		{",FromIP", ",", event.MailSend, ""},
		{",FromIP", ",192.0.2.1", event.MailSend, "not recorded"},
		{",ToIP", ",", event.MailReceive, ""},
	} {
		e := eventsOf(t, Parser, header+c.columns+"\n2024-05-13T16:02:11,a@acme.example,b@acme.example,Delivered"+c.cells+"\n")[0]
		if e.Kind != c.kind || e.Attr("direction") != c.direction || e.Actor != mailbox("a@acme.example") {
			t.Errorf("%s%s: %s by %s, direction %q", c.columns, c.cells, e.Kind, e.Actor, e.Attr("direction"))
		}
	}
}

// TestVerbatim demands that what a field does not hold as it was written is an
// attribute besides.
func TestVerbatim(t *testing.T) {
	e := eventsOf(t, Parser, "Received,SenderAddress,RecipientAddress,FromIP,Size,MessageTraceId\n"+
		"2024-05-13T16:02:11,Nora <nora.hall@acme.example>,<>,192.0.2.1:25,big,1,x,,y\n")[0]
	want := []event.Attr{
		{Name: "direction", Value: "not recorded"}, {Name: "sender-address", Value: "Nora <nora.hall@acme.example>"},
		{Name: "recipient-address", Value: "<>"}, {Name: "from-ip", Value: "192.0.2.1:25"}, {Name: "size", Value: "big"},
		{Name: "message-trace-id", Value: "1"}, {Name: "column-7", Value: "x"}, {Name: "column-9", Value: "y"},
		{Name: "ragged-row", Value: "9 cells, header has 6"},
	}
	if diff := cmp.Diff(want, e.Attrs); diff != "" || e.Actor != mailbox("nora.hall@acme.example") || e.IP != "192.0.2.1" || len(e.Targets) != 0 {
		t.Errorf("actor %s, ip %s, targets %v; attributes (-want +got):\n%s", e.Actor, e.IP, e.Targets, diff)
	}
	e = eventsOf(t, ParserPortal, "Date,Sender,Recipients,Subject,Status\n2024-05-13,a@acme.example,b@acme.example; c@acme.example,x,Delivered\n")[0]
	if len(e.Targets) != 2 || e.Targets[1].Account != mailbox("c@acme.example") || e.Attr("recipients") == "" {
		t.Errorf("targets %v, attributes %v", e.Targets, e.Attrs)
	}
}

func TestTimes(t *testing.T) {
	utc, _ := time.LoadLocation("UTC")
	berlin := time.FixedZone("berlin", 7200)
	for _, c := range []struct {
		form    form
		heading string
		zone    *time.Location
		text    string
		want    string
		basis   event.TimeBasis
	}{
		{list, "Received", nil, "2022-09-05T18:10:13.4907658", "2022-09-05T18:10:13.4907658Z", event.TimeFormat},
		{list, "Received", berlin, "5/13/2024 6:02:11 PM", "2024-05-13T18:02:11Z", event.TimeFormat},
		{list, "Received", nil, "/Date(1658751973240)/", "2022-07-25T12:26:13.24Z", event.TimeRecorded},
		{list, "Received", nil, "/Date(1658751973240+0200)/", "2022-07-25T12:26:13.24Z", event.TimeRecorded},
		{list, "Received", nil, "/Date(x)/", "", event.TimeNone},
		{portal, "Date", nil, "5/13/2024 6:02 PM", "2024-05-13T18:02:00Z", event.TimeUnknown},
		{portal, "Date", berlin, "5/13/2024 6:02 PM", "2024-05-13T16:02:00Z", event.TimeSupplied},
		{portal, "Date (UTC)", berlin, "5/13/2024 6:02 PM", "2024-05-13T18:02:00Z", event.TimeRecorded},
		{portal, "Date (UTC-05:00)", utc, "5/13/2024 6:02 PM", "2024-05-13T23:02:00Z", event.TimeRecorded},
		{portal, "Date (local)", nil, "5/13/2024 6:02 PM", "2024-05-13T18:02:00Z", event.TimeUnknown},
		{portal, "date_time_utc", nil, "2024-05-13 18:02", "2024-05-13T18:02:00Z", event.TimeRecorded},
	} {
		clock := newClock(c.form, parsers.NewHeader([]string{c.heading}), c.zone, parsers.OrderUnknown)
		got := clock.at(c.text)
		text := ""
		if got.Known() {
			text = got.UTC.Format(time.RFC3339Nano)
		}
		if text != c.want || got.Basis != c.basis || got.Text != c.text {
			t.Errorf("%q below %q: %s, %v", c.text, c.heading, text, got.Basis)
		}
	}
}

// TestOrderOfDates demands that an early row is read as the later ones show.
func TestOrderOfDates(t *testing.T) {
	list := eventsOf(t, Parser, "Received,SenderAddress,RecipientAddress\n"+
		"02/05/2024 10:00:00,a@acme.example,b@acme.example\n"+"13/05/2024 10:00:00,a@acme.example,b@acme.example\n")
	if got := list[0].Time.UTC.Format(time.DateOnly); got != "2024-05-02" {
		t.Errorf("first row is of %s", got)
	}
}

// TestListKeys demands one key for a message in CSV and in JSON, another one for
// another recipient, status or second.
func TestListKeys(t *testing.T) {
	csv, json := eventsOf(t, Parser, cmdlet), eventsOf(t, ParserJSON, lines)
	if csv[0].Key != json[0].Key {
		t.Error("CSV and JSON of one message have two keys")
	}
	const header = "Received,SenderAddress,RecipientAddress,Status,MessageTraceId\n"
	seen := map[event.Key]string{}
	for _, row := range []string{
		"2024-05-13T16:02:11,a@acme.example,b@acme.example,Delivered,1", "2024-05-13T16:02:12,a@acme.example,b@acme.example,Delivered,1",
		"2024-05-13T16:02:11,a@acme.example,c@acme.example,Delivered,1", "2024-05-13T16:02:11,a@acme.example,b@acme.example,Failed,1",
		"2024-05-13T16:02:11,a@acme.example,b@acme.example,Delivered,2", "2024-05-13T16:02:11,a@acme.example,b@acme.example,Delivered,",
		"2024-05-13T16:02:11,d@acme.example,b@acme.example,Delivered,", "never,a@acme.example,b@acme.example,Delivered,1",
	} {
		key := eventsOf(t, Parser, header+row+"\n")[0].Key
		if before, ok := seen[key]; ok {
			t.Errorf("%s has the key of %s", row, before)
		}
		seen[key] = row
	}
}

func TestEnhanced(t *testing.T) {
	events := eventsOf(t, ParserEnhanced, summary)
	type seen struct {
		Kind      event.Kind
		Outcome   event.Outcome
		To, State string
		Ordinal   int
		Group, IP string
	}
	var got []seen
	keys := map[event.Key]bool{}
	for _, e := range events {
		got = append(got, seen{e.Kind, e.Outcome, e.Targets[0].Account.Name, e.Attr("recipient-status"), e.Origin.Ordinal, e.Group, e.IP})
		keys[e.Key] = true
		if e.Quantities.Bytes.Basis != event.Repeated || e.Attr("direction") != "" {
			t.Errorf("bytes %v, direction %q", e.Quantities.Bytes, e.Attr("direction"))
		}
	}
	const (
		sent  = "message-id:list-1@acme.example"
		offer = "message-id:offer@rival.example"
		spam  = "network-message-id:0b6d0000-0000-4000-8000-00000000000e"
	)
	want := []seen{
		{event.MailSend, event.OutcomeSuccess, "nora.private@mail.example", "nora.private@mail.example##Receive, Send", 0, sent, "192.0.2.33"},
		{event.MailSend, event.OutcomeSuccess, "kim@acme.example", "<kim@acme.example>##Receive, Deliver", 1, sent, "192.0.2.33"},
		{event.MailBounce, event.OutcomeFailure, "gone@rival.example", "gone@rival.example##Receive, Fail", 2, sent, "192.0.2.33"},
		{event.MailExpand, event.OutcomeSuccess, "sales@acme.example", "sales@acme.example##Receive, Expand", 3, sent, "192.0.2.33"},
		{event.MailReceive, event.OutcomeSuccess, "nora.hall@acme.example", "nora.hall@acme.example##Receive, Deliver", 0, offer, "198.51.100.8"},
		{event.MailQuarantine, event.OutcomeUnknown, "kim@acme.example", "kim@acme.example##Receive, Quarantine", 0, spam, "198.51.100.9"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(keys) != len(events) {
		t.Errorf("%d keys for %d events", len(keys), len(events))
	}
}

// TestEnhancedTwice demands two keys for a recipient named twice, and none lost.
func TestEnhancedTwice(t *testing.T) {
	const header = "origin_timestamp_utc,sender_address,recipient_status,message_id\n"
	e := eventsOf(t, ParserEnhanced, header+"2024-05-13T16:02:11Z,a@acme.example,b@acme.example;b@acme.example,<1@acme.example>\n")
	if len(e) != 2 || e[0].Key == e[1].Key || e[0].Attr("direction") != "not recorded" || e[0].Kind != event.MailSend {
		t.Errorf("%d events", len(e))
	}
	if e = eventsOf(t, ParserEnhanced, header+"2024-05-13T16:02:11Z,a@acme.example,\t; ;,<1@acme.example>\n"); len(e) != 1 || len(e[0].Targets) != 0 {
		t.Errorf("%d events for a list of nobody", len(e))
	}
	many := strings.Repeat("b@acme.example##Send;", limitRecipients+1)
	e = eventsOf(t, ParserEnhanced, header+"2024-05-13T16:02:11Z,a@acme.example,"+many+",<1@acme.example>\n")
	if len(e) != 1 || len(e[0].Targets) != limitRecipients+1 || e[0].Attr("recipient-status") != many || e[0].Kind != event.MailSend {
		t.Errorf("%d events, %d targets", len(e), len(e[0].Targets))
	}
}

func TestExtended(t *testing.T) {
	e := eventsOf(t, ParserExtended, details)[0]
	for name, want := range map[string]string{
		"custom-data-tra": "ETR|ruleId=1|st=7/17/2017 12:31:25 AM|action=Audit", "custom-data-ama": "SUM|v=0|action=|file=list.xlsx",
		"custom-data": "", "tenant-id": "7777", "network-message-id": "0b6d",
	} {
		if got := e.Attr(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if e.Time.Basis != event.TimeRecorded || e.Initiated != event.InitiatedUser || e.IP != "192.0.2.33" || e.Targets[1].Role != event.RoleCc {
		t.Errorf("time %v, initiated %q, ip %q, targets %v", e.Time, e.Initiated, e.IP, e.Targets)
	}
}

func TestCorpus(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "corpus", "email")
	for _, c := range []struct {
		path   []string
		kinds  []event.Kind
		time   string
		client string
	}{
		{[]string{"transcribed-m365-message-trace", "elastic-test-log.ndjson"},
			[]event.Kind{event.MailSend}, "2022-09-05T18:10:13.4907658Z", "81.2.69.144"},
		{[]string{"sekoia-intake-formats", "raw-extracted", "Office-365_message-trace.log"},
			[]event.Kind{event.MailReceive, event.MailSend}, "2022-07-25T12:26:13.24Z", "1.1.1.1"},
	} {
		name := filepath.Join(append([]string{dir}, c.path...)...)
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			t.Skip("the corpus is not here")
		}
		if err != nil {
			t.Fatal(err)
		}
		if score := ParserJSON.Sniff(parsertest.HeadOf(data)); score != parsers.Certain {
			t.Errorf("%s: sniff gives %d", name, score)
		}
		var kinds []event.Kind
		events := eventsOf(t, ParserJSON, string(data))
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		if diff := cmp.Diff(c.kinds, kinds); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", name, diff)
		}
		if got := events[0].Time.UTC.Format(time.RFC3339Nano); got != c.time || events[0].IP != c.client {
			t.Errorf("%s: time %s, client %s", name, got, events[0].IP)
		}
	}
}

type nowhere struct{}

func (nowhere) Event(*event.Event) error                { return nil }
func (nowhere) Fact(*event.Fact) error                  { return nil }
func (nowhere) Reject(event.Span, string, string) error { return nil }
func (nowhere) Skip(event.Span, string) error           { return nil }

func benchmark(b *testing.B, p parsers.Parser, text string) {
	head, rows, _ := strings.Cut(strings.TrimPrefix(text, "#TYPE Deserialized.Microsoft.Exchange.Management.FfoReporting.MessageTrace\n"), "\n")
	data := []byte(head + "\n" + strings.Repeat(rows, 4000))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Parse(parsers.Input{Reader: bytes.NewReader(data)}, nowhere{}); err != nil {
			b.Fatal(err)
		}
	}
	records := strings.Count(rows, "\n") * 4000
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkList(b *testing.B)     { benchmark(b, Parser, cmdlet) }
func BenchmarkEnhanced(b *testing.B) { benchmark(b, ParserEnhanced, summary) }
func BenchmarkExtended(b *testing.B) { benchmark(b, ParserExtended, details) }
func BenchmarkJSON(b *testing.B)     { benchmark(b, ParserJSON, lines) }
