// SPDX-License-Identifier: Apache-2.0

package printservice_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
	"dossier/parsers/printservice"
)

func TestXML(t *testing.T)  { parsertest.Run(t, printservice.XMLParser) }
func TestEVTX(t *testing.T) { parsertest.Run(t, printservice.EVTXParser) }
func FuzzXML(f *testing.F)  { parsertest.Fuzz(f, printservice.XMLParser) }
func FuzzEVTX(f *testing.F) { parsertest.Fuzz(f, printservice.EVTXParser) }

func collect(t *testing.T, p parsers.Parser, data []byte) *parsertest.Collected {
	t.Helper()
	c, err := parsertest.CollectBytes(p, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c
}

const sid = "S-1-5-21-1004336348-1177238915-682003330-1113"

// logged is an event of PrintService as XML; data is its UserData.
func logged(id int, at, record, data string) string {
	return fmt.Sprintf(`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>`+
		`<Provider Name='Microsoft-Windows-PrintService' Guid='{747ef6fd-e535-4d16-b510-42c90f6873a1}'/>`+
		`<EventID>%d</EventID><Level>4</Level><TimeCreated SystemTime='%s'/><EventRecordID>%s</EventRecordID>`+
		`<Channel>Microsoft-Windows-PrintService/Operational</Channel><Computer>PRN01</Computer><Security UserID='`+sid+`'/>`+
		`</System><UserData><X>%s</X></UserData></Event>`, id, at, record, data)
}

// params are fields Param1, Param2 …, escaped as XML wants it.
func params(values ...string) string {
	var text bytes.Buffer
	for i, v := range values {
		fmt.Fprintf(&text, "<Param%d>", i+1)
		if err := xml.EscapeText(&text, []byte(v)); err != nil {
			panic(err)
		}
		fmt.Fprintf(&text, "</Param%d>", i+1)
	}
	return text.String()
}

func printed(at, record, jobID string) string {
	return logged(307, at, record, params(jobID, "List", "mweber", `\\PC-1`, "SALES-1", "IP_192.0.2.40", "1000", "2"))
}

func rendered(at, record, jobID, copies string) string {
	return logged(805, at, record, "<JobId>"+jobID+"</JobId><Copies>"+copies+"</Copies>")
}

// one is the only event of the text.
func one(t *testing.T, text string) *event.Event {
	t.Helper()
	c := collect(t, printservice.XMLParser, []byte(text))
	if len(c.Events) != 1 || len(c.Rejects) != 0 {
		t.Fatalf("%d events, rejects %v", len(c.Events), c.Rejects)
	}
	return c.Events[0]
}

func account(ns event.Namespace, name string) event.Account {
	return event.Account{Namespace: ns, Name: name}
}

func TestJobIsFilled(t *testing.T) {
	before := rendered("2024-05-13T16:02:10Z", "96", "7", "3")
	job := logged(307, "2024-05-13T16:02:11.1668381Z", "97",
		params("7", "Customers & <prices>.xlsx", "mweber", `\\192.0.2.114`, "SALES-1", "IP_192.0.2.40", "576112", "12"))
	got := *one(t, before+job)
	if got.Key.IsZero() {
		t.Error("no key")
	}
	got.Key = event.Key{}
	want := event.Event{
		Kind: event.PrintJob,
		Time: event.Time{
			UTC: time.Date(2024, 5, 13, 16, 2, 11, 166838100, time.UTC), Precision: event.PrecisionNano,
			Basis: event.TimeRecorded, Text: "2024-05-13T16:02:11.1668381Z",
		},
		Actor:  account(event.PrintUser, "mweber"),
		Object: event.Object{Type: "document", Name: "Customers & <prices>.xlsx"},
		Targets: []event.Target{
			{Role: event.RolePrinter, Account: account(event.PrinterName, "SALES-1")},
			{Role: event.RoleUser, Account: account(event.SID, sid)},
		},
		Quantities: event.Quantities{Pages: event.Count(12), Copies: event.Count(3), Bytes: event.Count(576112)},
		Outcome:    event.OutcomeSuccess,
		IP:         "192.0.2.114",
		Device:     "192.0.2.114",
		Attrs: []event.Attr{
			{Name: "event-id", Value: "307"}, {Name: "level", Value: "4"},
			{Name: "channel", Value: "Microsoft-Windows-PrintService/Operational"}, {Name: "computer", Value: "PRN01"},
			{Name: "record-id", Value: "97"}, {Name: "job-id", Value: "7"}, {Name: "port", Value: "IP_192.0.2.40"},
			{Name: "security-user-id", Value: sid}, {Name: "render-record-id", Value: "96"},
		},
		Origin: event.Origin{
			Span: event.Span{Offset: int64(len(before)), Length: int64(len(job)), Line: 1},
			More: []event.Span{{Offset: 0, Length: int64(len(before)), Line: 1}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

func TestOtherEvents(t *testing.T) {
	const at = "2024-05-13T16:02:11Z"
	for _, c := range []struct {
		name, text string
		check      func(*event.Event) bool
	}{
		{"name not logged", logged(307, at, "1", params("7", "Print Document", "u", `\\PC`, "P", "USB001", "1", "1")), func(e *event.Event) bool {
			return e.Object == event.Object{Type: "document"} && e.Text == "Print Document" && e.Attr("document-name") == "not logged"
		}},
		{"name not logged, Korean", logged(307, at, "1", params("7", "문서 인쇄", "u", `\\PC`, "P", "USB001", "1", "1")), func(e *event.Event) bool {
			return e.Object.Name == "" && e.Text == "문서 인쇄"
		}},
		{"printed to a file", logged(307, at, "1", params("7", "a", "u", `\\PC`, "P", `E:\private\a.pdf`, "1", "1")), func(e *event.Event) bool {
			return e.Attr("output-file") == `E:\private\a.pdf` && e.Attr("port") == `E:\private\a.pdf`
		}},
		{"printed to a file in a share", logged(307, at, "1", params("7", "a", "u", `\\PC`, "P", `\\srv\home\a.pdf`, "1", "1")), func(e *event.Event) bool {
			return e.Attr("output-file") == `\\srv\home\a.pdf`
		}},
		{"port of another server", logged(307, at, "1", params("7", "a", "u", `\\PC`, "P", `\\srv\printer`, "1", "1")), func(e *event.Event) bool {
			return e.Attr("output-file") == "" && e.Attr("port") == `\\srv\printer`
		}},
		{"figures that are none", logged(307, at, "1", params("7", "a", "u", `\\PC`, "P", "X:", "-1", "many")), func(e *event.Event) bool {
			return e.Quantities == event.Quantities{} && e.Attr("pages") == "many" && e.Attr("size") == "-1" && e.Attr("output-file") == ""
		}},
		{"machine account", logged(307, at, "1", params("7", "a", "PC$", `\\PC`, "P", "X:", "1", "1")), func(e *event.Event) bool {
			return e.Initiated == event.InitiatedSystem && e.Actor == account(event.PrintUser, "PC$")
		}},
		{"time unreadable", logged(307, "noon", "1", params("7", "a")), func(e *event.Event) bool {
			return !e.Time.Known() && e.Time.Text == "noon" && e.Object.Name == "a"
		}},
		{"no record id", logged(307, at, "", params("7", "a")), func(e *event.Event) bool { return e.Key.IsZero() }},
		{"rendered only", rendered(at, "1", "7", "3"), func(e *event.Event) bool {
			return e.Kind == event.PrintSpool && e.Object == event.Object{Type: "job", ID: "7"} && e.Attr("copies") == "3" &&
				!e.Quantities.Copies.Present() && e.Actor == account(event.SID, sid)
		}},
		{"pages counted again", logged(802, at, "1", "<JobId>7</JobId><JobSize>900</JobSize><Pages>4</Pages>"), func(e *event.Event) bool {
			return e.Kind == event.PrintSpool && e.Quantities == event.Quantities{} && e.Attr("pages") == "4" && e.Attr("job-size") == "900"
		}},
		{"through the print processor", logged(842, at, "1", "<JobId>7</JobId><Printer>P</Printer><Error>0x0</Error>"), func(e *event.Event) bool {
			return e.Kind == event.PrintSpool && e.Outcome == event.OutcomeSuccess && e.Targets[0].Account.Name == "P"
		}},
		{"not through the print processor", logged(842, at, "1", "<JobId>7</JobId><Error>0x5</Error>"), func(e *event.Event) bool {
			return e.Outcome == event.OutcomeFailure && e.Attr("error-code") == "0x5"
		}},
		{"deleted by another", logged(310, at, "1", params("7", "List", "jdoe", "P")), func(e *event.Event) bool {
			return e.Kind == event.PrintDelete && e.Actor == account(event.SID, sid) && e.Object.Name == "List" &&
				cmp.Equal(e.Targets, []event.Target{
					{Role: event.RolePrinter, Account: account(event.PrinterName, "P")},
					{Role: event.RoleUser, Account: account(event.PrintUser, "jdoe")},
				})
		}},
		{"failed", logged(372, at, "1", params("List", "u", "P", "RAW", "900", "0", "4", "0", `\\PC`, "5")), func(e *event.Event) bool {
			return e.Kind == event.PrintFail && e.Outcome == event.OutcomeFailure && e.Actor.Name == "u" && e.Device == "PC" &&
				e.Object.Name == "List" && e.Attr("error-code") == "5" && e.Attr("param7") == "4" && e.Quantities == event.Quantities{}
		}},
		{"default printer", logged(823, at, "1", "<OldDefaultPrinter>-</OldDefaultPrinter><NewDefaultPrinter>P</NewDefaultPrinter>"), func(e *event.Event) bool {
			return e.Kind == event.PrintPrinter && e.Object == event.Object{Type: "printer", Name: "P"} && e.Attr("old-default-printer") == "-"
		}},
		{"by Windows itself", strings.Replace(logged(302, at, "1", params("P")), sid, "S-1-5-18", 1), func(e *event.Event) bool {
			return e.Kind == event.PrintPrinter && e.Initiated == event.InitiatedSystem && e.Actor.Name == "S-1-5-18"
		}},
		{"driver", logged(316, at, "1", params("Generic")), func(e *event.Event) bool {
			return e.Kind == event.PrintPrinter && e.Object == event.Object{} && e.Attr("param1") == "Generic"
		}},
		{"any other", logged(354, at, "1", params("P")), func(e *event.Event) bool {
			return e.Kind == event.PrintOther && e.Attr("param1") == "P"
		}},
		{"not rendered by Windows", strings.NewReplacer("<UserData><X>", "<ProcessingErrorData>", "</X></UserData>", "</ProcessingErrorData>").
			Replace(logged(307, at, "1", "<ErrorCode>15003</ErrorCode><DataItemName>Param1</DataItemName>")), func(e *event.Event) bool {
			return e.Kind == event.PrintJob && e.Attr("error-code") == "15003" && e.Attr("data-item-name") == "Param1"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if e := one(t, c.text); !c.check(e) {
				t.Errorf("event %+v", e)
			}
		})
	}
}

func TestLegacyJob(t *testing.T) {
	for _, s := range printservice.XMLParser.Samples {
		if !strings.Contains(s.Name, "Windows XP") {
			continue
		}
		e := one(t, s.Text)
		if e.Object.Name != "List - Notepad" || e.Actor.Name != "mweber" || e.Targets[0].Account.Name != "Old printer" ||
			e.Attr("port") != "LPT1:" || e.Quantities.Bytes != event.Count(818) || e.Quantities.Pages != event.Count(1) ||
			e.Attr("provider") != "Print" || e.Device != "" {
			t.Errorf("event %+v", e)
		}
	}
}

// TestJoin writes each event as "kind record-id copies More".
func TestJoin(t *testing.T) {
	clock := func(minute int) string { return fmt.Sprintf("2024-05-13T16:%02d:00Z", minute) }
	for _, c := range []struct {
		name string
		text []string
		want []string
	}{
		{"in order", []string{rendered(clock(0), "1", "7", "3"), printed(clock(1), "2", "7")}, []string{"print.job 2 3 1"}},
		{"newest first", []string{printed(clock(1), "2", "7"), rendered(clock(0), "1", "7", "3")}, []string{"print.job 2 3 1"}},
		{"another job", []string{rendered(clock(0), "1", "8", "3"), printed(clock(1), "2", "7")}, []string{"print.spool 1 0 0", "print.job 2 0 0"}},
		{"too long before", []string{rendered(clock(0), "1", "7", "3"), printed(clock(11), "2", "7")}, []string{"print.spool 1 0 0", "print.job 2 0 0"}},
		{"afterwards", []string{printed(clock(0), "1", "7"), rendered(clock(1), "2", "7", "3")}, []string{"print.job 1 0 0", "print.spool 2 0 0"}},
		{
			"the nearest of two", []string{rendered(clock(0), "1", "7", "2"), rendered(clock(1), "2", "7", "3"), printed(clock(2), "3", "7")},
			[]string{"print.job 3 3 1", "print.spool 1 0 0"},
		},
		{
			"job id used again, newest first",
			[]string{printed(clock(5), "4", "7"), rendered(clock(4), "3", "7", "9"), printed(clock(3), "2", "7"), rendered(clock(2), "1", "7", "8")},
			[]string{"print.job 4 9 1", "print.job 2 8 1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, e := range collect(t, printservice.XMLParser, []byte(strings.Join(c.text, "\n"))).Events {
				got = append(got, fmt.Sprint(e.Kind, " ", e.Attr("record-id"), " ", e.Quantities.Copies.Count, " ", len(e.Origin.More)))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

// TestJoinIsBounded lets more records wait than may.
func TestJoinIsBounded(t *testing.T) {
	var text strings.Builder
	const count = 9000
	for i := range count {
		text.WriteString(rendered("2024-05-13T16:00:00Z", fmt.Sprint(i), fmt.Sprint(i), "1"))
	}
	text.WriteString(printed("2024-05-13T16:00:01Z", "a", "0") + printed("2024-05-13T16:00:01Z", "b", fmt.Sprint(count-1)))
	c := collect(t, printservice.XMLParser, []byte(text.String()))
	joined := map[string]int{}
	for _, e := range c.Events {
		if e.Kind == event.PrintJob {
			joined[e.Attr("record-id")] = len(e.Origin.More)
		}
	}
	if len(c.Events) != count+1 || joined["a"] != 0 || joined["b"] != 1 {
		t.Errorf("%d events, joined %v", len(c.Events), joined)
	}
}

func TestRejects(t *testing.T) {
	good := printed("2024-05-13T16:00:00Z", "1", "7")
	for _, c := range []struct {
		name, text string
		reasons    []string
	}{
		{"torn by another event", good[:400] + good, []string{"record cut off"}},
		{"torn in the start tag", good[:30] + good + good, []string{"record cut off"}},
		{"torn in a tag", good + good[:20], []string{"record cut off"}},
		{"torn in a name", good + "<Event", []string{"not an event"}},
		{"text between", "oops" + good + "</Event>", []string{"not an event", "not an event"}},
		{"an element of another kind", "<Log><Line a='1'/>" + good + "</Log>", []string{"not an event", "not an event"}},
		{"no provider", good + "<Event/><Event></Event>", []string{"event without provider", "event without provider"}},
		{"other provider", good + strings.NewReplacer("PrintService", "Other", "747e", "0000").Replace(good), []string{"event of another provider"}},
		{"declaration not closed", good + "<?xml version", []string{"markup not closed"}},
		{"comment not closed", "<!-- " + good, []string{"markup not closed"}},
		{"too long", good + "<Event>" + strings.Repeat("x", 3<<20) + "</Event>" + good, append([]string{"record too long"}, repeated("not an event", 33)...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, printservice.XMLParser, []byte(c.text))
			var reasons []string
			for _, r := range got.Rejects {
				reasons = append(reasons, r.Reason)
			}
			if diff := cmp.Diff(c.reasons, reasons); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			if want := strings.Count(c.text, good); len(got.Events) != want && c.name != "comment not closed" {
				t.Errorf("%d events, want %d", len(got.Events), want)
			}
		})
	}
}

func repeated(text string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

// TestNamesSurviveXML compares what becomes of a name with what encoding/xml
// makes of the same text, where XML allows it at all.
func TestNamesSurviveXML(t *testing.T) {
	for _, raw := range []string{
		"plain", "a &amp; b", "&lt;/Event&gt;", "&amp;amp;", "&#x41;&#66;", "<![CDATA[</Event><Param2>]]>x", "a<!-- </Event> -->b",
		"tab\tand  blanks ", "'single' &quot;double&quot;", "\U0001F5A8 日本語", "a > b",
	} {
		var oracle struct {
			Name string `xml:"UserData>X>Param2"`
		}
		text := logged(307, "2024-05-13T16:00:00Z", "1", "<Param1>1</Param1><Param2>"+raw+"</Param2><Param3>u</Param3>")
		if err := xml.Unmarshal([]byte(text), &oracle); err != nil {
			t.Fatal(err)
		}
		if e := one(t, text); e.Object.Name != oracle.Name || e.Actor.Name != "u" {
			t.Errorf("%q: name %q, want %q; %+v", raw, e.Object.Name, oracle.Name, e)
		}
	}
	for raw, want := range map[string]string{
		"a\x01\x1fb": "a\x01\x1fb", "&unknown; & &;": "&unknown; & &;", "&#1;": "\x01", "&#xD800;": "&#xD800;", "caf\xe9": "café",
	} {
		text := logged(307, "2024-05-13T16:00:00Z", "1", "<Param2>"+raw+"</Param2>")
		if e := one(t, text); e.Object.Name != want {
			t.Errorf("%q: name %q, want %q", raw, e.Object.Name, want)
		}
	}
}

// TestShapes writes the same event in the ways in which Windows and others do.
func TestShapes(t *testing.T) {
	text := printed("2024-05-13T16:00:00.1000000Z", "1", "7")
	want := one(t, text)
	indented := strings.NewReplacer("><", ">\n\t<", "'", `"`, "<Level>4", "<Level> 4 ").Replace(text)
	prefixed := strings.NewReplacer("</", "</e:", "<", "<e:").Replace(text)
	prefixed = strings.ReplaceAll(strings.ReplaceAll(prefixed, "<e:/", "</"), "xmlns=", "xmlns:e=")
	for name, other := range map[string]string{
		"indented, double quotes": indented,
		"prefixed":                prefixed,
		"nine digits":             strings.Replace(text, ".1000000Z", ".100000000Z", 1),
		"rendered":                strings.Replace(text, "</Event>", "<RenderingInfo Culture='de-DE'><Message>Dokument 7</Message></RenderingInfo></Event>", 1),
		"twice declared":          "\xEF\xBB\xBF<?xml version='1.0'?><Events>\n<?xml version='1.0'?>" + text + "\x00\x00</Events>",
	} {
		got := *one(t, other)
		got.Origin, got.Time.Text = want.Origin, want.Time.Text
		if diff := cmp.Diff(*want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
