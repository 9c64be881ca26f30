// SPDX-License-Identifier: Apache-2.0

package exchangetrack

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

func TestParser(t *testing.T)       { parsertest.Run(t, Parser) }
func TestParserExport(t *testing.T) { parsertest.Run(t, ParserExport) }

func FuzzParser(f *testing.F)       { parsertest.Fuzz(f, Parser) }
func FuzzParserExport(f *testing.F) { parsertest.Fuzz(f, ParserExport) }

func eventsOf(t *testing.T, p parsers.Parser, in parsers.Input) []*event.Event {
	t.Helper()
	c, err := parsertest.Collect(p, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rejects {
		t.Errorf("reject at %d: %s: %s", r.Origin.Span.Offset, r.Reason, r.Detail)
	}
	return c.Events
}

func address(name string) event.Account { return event.Account{Namespace: event.Email, Name: name} }

func TestSubmission(t *testing.T) {
	e := eventsOf(t, Parser, parsertest.InputOf([]byte(fieldsLine+sent)))[1]
	got := *e
	got.Attrs, got.Key, got.Origin = nil, event.Key{}, event.Origin{}
	want := event.Event{
		Time: event.Instant(time.Date(2024, 5, 13, 16, 2, 11, 250e6, time.UTC), event.PrecisionMilli, event.TimeRecorded,
			"2024-05-13T16:02:11.250Z"),
		Kind:      event.MailSend,
		Actor:     address("nora.hall@acme.example"),
		Initiated: event.InitiatedUser,
		Object:    event.Object{Type: "message", ID: "<list-1@acme.example>"},
		Targets: []event.Target{
			{Role: event.RoleTo, Account: address("nora.private@mail.example")},
			{Role: event.RoleCc, Account: address("lee@rival.example")},
			{Role: event.RoleBcc, Account: address("kim@acme.example")},
		},
		Quantities: event.Quantities{Bytes: event.Quantity{Count: 3750222, Basis: event.Repeated}},
		IP:         "192.0.2.33",
		Client:     "MOMT",
		Text:       "Customers, all of them",
		Group:      "message-id:list-1@acme.example",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{
		"source": "STOREDRIVER", "event-id": "RECEIVE", "client-ip": "2001:db8::10", "original-client-ip": "",
		"custom-data-delivery-priority": "Normal", "custom-data-mailbox-database-guid": "5f0c", "custom-data": "",
		"recipient-status": "To;Cc;Bcc", "directionality": "Originating", "schema-version": "15.02.1118.040",
		"message-id": "", "sender-address": "", "recipient-address": "", "ragged-row": "",
	} {
		if got := e.Attr(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if e.Origin.Span.Line != 3 {
		t.Errorf("line %d", e.Origin.Span.Line)
	}
}

// TestSteps looks at what differs from step to step.
func TestSteps(t *testing.T) {
	type seen struct {
		Kind              event.Kind
		Initiated         event.Initiated
		Outcome           event.Outcome
		Group, IP, Device string
		Session, Targets  string
	}
	var got []seen
	for _, e := range eventsOf(t, Parser, parsertest.InputOf([]byte(fieldsLine+sent+received))) {
		var targets []string
		for _, target := range e.Targets {
			targets = append(targets, target.Role+"="+target.Account.Name)
		}
		got = append(got, seen{e.Kind, e.Initiated, e.Outcome, e.Group, e.IP, e.Device, e.Session, strings.Join(targets, " ")})
	}
	const (
		list  = "message-id:list-1@acme.example"
		offer = "message-id:offer@rival.example"
		sys   = event.InitiatedSystem
		auto  = event.InitiatedAutomation
	)
	want := []seen{
		{event.MailTransport, sys, "", "", "", "", "", ""},
		{event.MailSend, event.InitiatedUser, "", list, "192.0.2.33", "", "", "to=nora.private@mail.example cc=lee@rival.example bcc=kim@acme.example"},
		{event.MailRelay, sys, event.OutcomeSuccess, list, "192.0.2.33", "", "", "to=nora.private@mail.example"},
		{event.MailTransport, sys, "", list, "192.0.2.33", "", "", "to=kim@acme.example"},
		{event.MailDeliver, sys, event.OutcomeSuccess, list, "192.0.2.33", "", "", "to=kim@acme.example"},
		{event.MailReceive, sys, "", offer, "198.51.100.8", "out.rival.example", "08DC72AA00000002", "to=nora.hall@acme.example"},
		{event.MailForward, auto, "", "message-id:fwd-9@acme.example", "", "", "", "forward-to=nora.private@mail.example mailbox=nora.hall@acme.example"},
		{event.MailForward, auto, "", offer, "", "", "", "forward-to=kim@acme.example mailbox=nora.hall@acme.example"},
		{event.MailExpand, sys, "", offer, "", "", "", "to=kim@acme.example to=pat@acme.example"},
		{event.MailDefer, sys, "", offer, "", "", "", "to=pat@acme.example"},
		{event.MailBounce, sys, event.OutcomeFailure, offer, "", "", "", "to=pat@acme.example"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestKeys demands one key for one row, however the log was cut and joined, and
// different keys for different rows.
func TestKeys(t *testing.T) {
	keys := func(text string) []event.Key {
		var list []event.Key
		for _, e := range eventsOf(t, Parser, parsertest.InputOf([]byte(text))) {
			list = append(list, e.Key)
		}
		return list
	}
	want := keys(banner + fieldsLine + sent + received)
	if diff := cmp.Diff(want, keys(sent+received)); diff != "" {
		t.Errorf("without header (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, keys(strings.ReplaceAll(fieldsLine+sent+fieldsLine+received, "\n", "\r\n"))); diff != "" {
		t.Errorf("CRLF and two headers (-want +got):\n%s", diff)
	}
	seen := map[event.Key]bool{}
	for i, k := range want {
		if seen[k] {
			t.Errorf("row %d has the key of another", i)
		}
		seen[k] = true
	}
}

func TestExport(t *testing.T) {
	in := parsertest.InputOf([]byte(exported))
	in.Zone = time.FixedZone("summer", 2*3600)
	list := eventsOf(t, ParserExport, in)
	e := list[0]
	if got := e.Time.UTC.Format(time.RFC3339); got != "2024-05-13T16:02:11Z" || e.Time.Basis != event.TimeSupplied {
		t.Errorf("time %s, basis %v", got, e.Time.Basis)
	}
	if len(e.Targets) != 2 || e.Targets[1].Role != event.RoleCc || e.Targets[1].Account != address("lee@rival.example") || e.Initiated != event.InitiatedUser || e.Client != "OWA" {
		t.Errorf("targets %v, initiated %q, client %q", e.Targets, e.Initiated, e.Client)
	}
	if e.Attr("event-data") == "" || e.Attr("recipients") != "" {
		t.Errorf("attributes %v", e.Attrs)
	}
	if len(list[1].Targets) != 0 || list[1].Attr("recipients") != "System.String[]" {
		t.Errorf("targets %v, recipients %q", list[1].Targets, list[1].Attr("recipients"))
	}
	again := eventsOf(t, ParserExport, parsertest.InputOf([]byte(strings.ReplaceAll(exported, "1d3c", "ffff"))))
	if again[0].Key != e.Key || again[1].Key == e.Key {
		t.Error("the session of the export is in the key, or the row is not")
	}
	if again[0].Time.Basis != event.TimeUnknown {
		t.Errorf("basis %v without a zone", again[0].Time.Basis)
	}
}

func TestTornLastRow(t *testing.T) {
	whole := fieldsLine + sent
	c, err := parsertest.CollectBytes(Parser, []byte(whole[:len(whole)-len("15.02.1118.040\n")-40]))
	if err != nil || len(c.Events) != 4 || len(c.Rejects) != 1 || c.Rejects[0].Reason != "record cut off" {
		t.Errorf("%d events, rejects %v, error %v", len(c.Events), c.Rejects, err)
	}
}

// TestTornRowWithoutHeader demands that what is left of a row of 30 cells is not
// taken for one of 26.
func TestTornRowWithoutHeader(t *testing.T) {
	row := "2024-05-13T16:02:11.120Z,,,,,,,SMTP" + strings.Repeat(",x", 22)
	c, err := parsertest.CollectBytes(Parser, []byte(row+"\n"+row[:len(row)-len(",x,x,x,x")]))
	if err != nil || len(c.Events) != 1 || len(c.Rejects) != 1 {
		t.Errorf("%d events, rejects %v, error %v", len(c.Events), c.Rejects, err)
	}
}

func TestCorpus(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "corpus", "email", "transcribed-exchange-messagetracking")
	for _, c := range []struct {
		name  string
		score parsers.Score
		kinds []event.Kind
	}{
		{"elastic-test-messagetracking.log", parsers.Likely, []event.Kind{event.MailTransport, event.MailReceive, event.MailReceive,
			event.MailTransport, event.MailRelay, event.MailTransport}},
		{"MSGTRKMS2022091915-1.LOG", parsers.Certain, []event.Kind{event.MailTransport, event.MailSend}},
		{"exchange2010-bom-from-beats.log", parsers.Certain, []event.Kind{event.MailTransport, event.MailTransport}},
	} {
		data, err := os.ReadFile(filepath.Join(dir, c.name))
		if os.IsNotExist(err) {
			t.Skip("the corpus is not here")
		}
		if err != nil {
			t.Fatal(err)
		}
		if score := Parser.Sniff(parsertest.HeadOf(data)); score != c.score {
			t.Errorf("%s: sniff gives %d", c.name, score)
		}
		var kinds []event.Kind
		for _, e := range eventsOf(t, Parser, parsertest.InputOf(data)) {
			kinds = append(kinds, e.Kind)
			if !e.Time.Known() || e.Attr("ragged-row") != "" || e.Key.IsZero() {
				t.Errorf("%s: time %v, ragged %q", c.name, e.Time, e.Attr("ragged-row"))
			}
			if e.Kind == event.MailSend && (e.Quantities.Bytes.Count != 3750222 || e.IP != "95.11.22.33" || e.Initiated != event.InitiatedUser) {
				t.Errorf("%s: bytes %v, ip %s, initiated %q", c.name, e.Quantities.Bytes, e.IP, e.Initiated)
			}
		}
		if diff := cmp.Diff(c.kinds, kinds); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

type nowhere struct{}

func (nowhere) Event(*event.Event) error                { return nil }
func (nowhere) Fact(*event.Fact) error                  { return nil }
func (nowhere) Reject(event.Span, string, string) error { return nil }
func (nowhere) Skip(event.Span, string) error           { return nil }

func BenchmarkParse(b *testing.B) {
	text := []byte(banner + fieldsLine + strings.Repeat(sent+received, 2000))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Parser.Parse(parsers.Input{Reader: bytes.NewReader(text)}, nowhere{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(22000*b.N)/b.Elapsed().Seconds(), "records/s")
}
