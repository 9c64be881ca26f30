// SPDX-License-Identifier: Apache-2.0

package cupspage_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/cupspage"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, cupspage.Parser) }

func FuzzParser(f *testing.F) { parsertest.Fuzz(f, cupspage.Parser) }

func collect(t *testing.T, text string) *parsertest.Collected {
	t.Helper()
	c, err := parsertest.CollectBytes(cupspage.Parser, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(text))); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestJobIsFilled(t *testing.T) {
	const line = "office SALES\\jane doe 41 [13/May/2024:18:02:11 +0200] total 24 acme-1 192.0.2.7 list [a] (May) .xlsx iso_a4_210x297mm two-sided-long-edge\n"
	c := collect(t, line)
	if len(c.Events) != 1 {
		t.Fatalf("%d events, rejects %v", len(c.Events), c.Rejects)
	}
	got := *c.Events[0]
	if got.Key.IsZero() {
		t.Error("no key")
	}
	got.Key = event.Key{}
	want := event.Event{
		Kind: event.PrintJob,
		Time: event.Time{
			UTC: time.Date(2024, 5, 13, 16, 2, 11, 0, time.UTC), Precision: event.PrecisionSecond,
			Basis: event.TimeRecorded, Text: "13/May/2024:18:02:11 +0200",
		},
		Actor:  event.Account{Namespace: event.PrintUser, Name: `SALES\jane doe`},
		Object: event.Object{Type: "document", Name: "list [a] (May) .xlsx"},
		Targets: []event.Target{{
			Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: "office"},
		}},
		Quantities: event.Quantities{Pages: event.Quantity{Count: 24, Basis: event.Running}},
		IP:         "192.0.2.7",
		Device:     "192.0.2.7",
		Attrs: []event.Attr{
			{Name: "job-id", Value: "41"}, {Name: "job-billing", Value: "acme-1"},
			{Name: "media", Value: "iso_a4_210x297mm"}, {Name: "sides", Value: "two-sided-long-edge"},
		},
		Group:  `cups-job:office/41/SALES\jane doe/13/May/2024/192.0.2.7/list [a] (May) .xlsx`,
		Origin: event.Origin{Span: event.Span{Length: int64(len(line)), Line: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

func TestFields(t *testing.T) {
	for _, c := range []struct {
		name, line                string
		user, title, device, odd  string
		billing, media, sidesAttr string
		time                      event.Precision
	}{
		{name: "seven fields", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 acme", user: "u", billing: "acme", time: event.PrecisionSecond},
		{name: "no billing", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 ", user: "u", time: event.PrecisionSecond},
		{name: "eight fields", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc", user: "u", device: "pc", time: event.PrecisionSecond},
		{name: "nothing known", line: "p - 1 [26/May/2009:14:31:48 +0200] 1 1 - - - - -", time: event.PrecisionSecond},
		{name: "microseconds", line: "p u 1 [26/May/2009:14:31:48.123456 +0200] 1 1 -", user: "u", time: event.PrecisionMicro},
		{name: "empty title", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc  a4 -", user: "u", device: "pc", media: "a4", time: event.PrecisionSecond},
		{
			name: "title like a row", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc v 2 [26/May/2009:14:31:48 +0200] total 3 - a4 -",
			user: "u", device: "pc", title: "v 2 [26/May/2009:14:31:48 +0200] total 3 -", media: "a4", time: event.PrecisionSecond,
		},
		{
			name: "brackets in the user", line: "p a [b] c 1 [26/May/2009:14:31:48 +0200] 1 1 -", user: "a [b] c",
			time: event.PrecisionSecond,
		},
		{
			name: "line cut in the title", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc a very long ti", user: "u", device: "pc",
			title: "a very long ti", odd: "the last field is no value of sides", time: event.PrecisionSecond,
		},
		{
			name: "ends with the copies", line: "p u 1 [26/May/2009:14:31:48 +0200] 1 1", user: "u",
			odd: "6 fields, the shortest dialect has 7", time: event.PrecisionSecond,
		},
		{name: "bad date", line: "p u 1 [31/Feb/2009:14:31:48 +0200] 1 1 -", user: "u", time: event.PrecisionNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, c.line+"\n")
			if len(got.Events) != 1 {
				t.Fatalf("%d events, rejects %v", len(got.Events), got.Rejects)
			}
			e := got.Events[0]
			have := []string{e.Actor.Name, e.Object.Name, e.Device, e.Attr("ragged-row"), e.Attr("job-billing"), e.Attr("media"), e.Attr("sides")}
			want := []string{c.user, c.title, c.device, c.odd, c.billing, c.media, c.sidesAttr}
			if diff := cmp.Diff(want, have); diff != "" || e.Time.Precision != c.time {
				t.Errorf("precision %v; user, title, device, odd, billing, media, sides (-want +got):\n%s", e.Time.Precision, diff)
			}
		})
	}
}

// TestJobs reads rows "job-id minute page copies" and compares "job-id pages
// copies rows" of each event.
func TestJobs(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []string
		want []string
	}{
		{"page rows", []string{"1 0 1 2", "1 1 2 2", "1 2 3 2"}, []string{"1 6 2 3"}},
		{"copies vary", []string{"1 0 1 2", "1 1 2 1"}, []string{"1 3 0 2"}},
		{"cumulative totals", []string{"1 0 total 1", "1 1 total 3", "1 2 total 8"}, []string{"1 8 0 3"}},
		{"totals and page rows", []string{"1 0 1 1", "1 1 2 1", "1 2 total 2"}, []string{"1 2 0 3"}},
		{"interleaved", []string{"1 0 1 1", "2 0 1 3", "1 1 2 1", "2 1 2 3"}, []string{"1 2 1 2", "2 6 3 2"}},
		{"smaller total", []string{"1 0 total 8", "1 1 total 5"}, []string{"1 8 0 1", "1 5 0 1"}},
		{"job ids restarted", []string{"1 0 1 1", "1 721 1 1"}, []string{"1 1 1 1", "1 1 1 1"}},
		{"paper ran out overnight", []string{"1 0 1 1", "1 700 2 1"}, []string{"1 2 1 2"}},
		{"log repeated", []string{"1 5 1 1", "1 6 2 1", "1 5 1 1", "1 6 2 1"}, []string{"1 2 1 2", "1 2 1 2"}},
		{"log of one minute repeated", []string{"1 5 1 1", "1 5 2 1", "1 5 1 1", "1 5 2 1"}, []string{"1 2 1 2", "1 2 1 2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, e := range collect(t, rows(c.rows)).Events {
				if e.Quantities.Pages.Basis != event.Running {
					t.Errorf("basis %v", e.Quantities.Pages.Basis)
				}
				got = append(got, fmt.Sprint(e.Attr("job-id"), " ", e.Quantities.Pages.Count, " ", e.Quantities.Copies.Count, " ", 1+len(e.Origin.More)))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

var midnight = time.Date(2024, 5, 13, 0, 0, 0, 0, time.FixedZone("", 7200))

func rows(short []string) string {
	var text strings.Builder
	for _, s := range short {
		var jobID, minute int
		var page string
		var copies int
		if _, err := fmt.Sscan(s, &jobID, &minute, &page, &copies); err != nil {
			panic(err)
		}
		at := midnight.Add(time.Duration(minute) * time.Minute).Format("02/Jan/2006:15:04:05 -0700")
		fmt.Fprintf(&text, "office mweber %d [%s] %s %d - pc a4 a4 one-sided\n", jobID, at, page, copies)
	}
	return text.String()
}

// TestOverlappingExports holds the promise that a job is counted once, however
// the exports that show it were cut.
func TestOverlappingExports(t *testing.T) {
	whole := collect(t, rows([]string{"1 0 1 1", "1 1 2 1", "1 2 3 1"})).Events[0]
	again := collect(t, rows([]string{"9 0 1 1", "1 0 1 1", "1 1 2 1", "1 2 3 1"})).Events[1]
	tail := collect(t, rows([]string{"1 1 2 1", "1 2 3 1"})).Events[0]
	if whole.Key != again.Key || whole.Key == tail.Key {
		t.Errorf("keys: whole %v, again %v, tail %v", whole.Key, again.Key, tail.Key)
	}
	if whole.Group != tail.Group || whole.Attr("first-page") != "" || tail.Attr("first-page") != "2" {
		t.Errorf("groups %q, %q; first page of the tail %q", whole.Group, tail.Group, tail.Attr("first-page"))
	}
}

// TestBounds holds what is kept within its limits, and the rows of a job that
// goes beyond in one group.
func TestBounds(t *testing.T) {
	var long strings.Builder
	for page := 1; page <= 5000; page++ {
		fmt.Fprintf(&long, "office mweber 1 [13/May/2024:18:02:11 +0200] %d 1 - pc a a4 -\n", page)
	}
	c := collect(t, long.String())
	if len(c.Events) != 2 || c.Events[0].Group != c.Events[1].Group || c.Events[0].Key == c.Events[1].Key ||
		c.Events[0].Quantities.Pages.Count != 4096 || c.Events[1].Quantities.Pages.Count != 5000 {
		t.Errorf("%d events", len(c.Events))
	}
	var many strings.Builder
	for job := range 3000 {
		fmt.Fprintf(&many, "office mweber %d [13/May/2024:18:02:11 +0200] 1 1 - pc a a4 -\n", job)
	}
	if c := collect(t, many.String()); len(c.Events) != 3000 || c.Events[0].Attr("job-id") != "0" {
		t.Errorf("%d events", len(c.Events))
	}
}

func TestRejects(t *testing.T) {
	const good = "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc a a4 -\n"
	for _, c := range []struct{ name, text, reason string }{
		{"noise", "hello\n" + good, "not a page log row"},
		{"no user", "p 1 [26/May/2009:14:31:48 +0200] 1 1 -\n" + good, "not a page log row"},
		{"pages beyond counting", "p u 1 [26/May/2009:14:31:48 +0200] total 99999999999 - pc a a4 -\n" + good, "not a page log row"},
		{"too long", "p u 1 [26/May/2009:14:31:48 +0200] 1 1 - pc " + strings.Repeat("a", 9000) + " a4 -\n" + good, "line too long"},
		{"cut in the date", good + "p u 2 [26/May/20", "record cut off"},
		{"cut in the total", good + "p u 2 [26/May/2009:14:31:48 +0200] total 1", "record cut off"},
		{"cut in the title", good + "p u 2 [26/May/2009:14:31:48 +0200] total 1 - pc a b", "record cut off"},
		{"cut in the host", good + "p u 2 [26/May/2009:14:31:48 +0200] total 1 - p", "record cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, c.text)
			if len(got.Events) != 1 || len(got.Rejects) != 1 || got.Rejects[0].Reason != c.reason {
				t.Errorf("%d events, rejects %v", len(got.Events), got.Rejects)
			}
		})
	}
	doubtful := collect(t, "p u 2 [26/May/2009:14:31:48 +0200] total 1 - pc").Events[0]
	if doubtful.Attr("ragged-row") != "no line end, may be cut off" {
		t.Errorf("attributes %v", doubtful.Attrs)
	}
}

func TestCorpus(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "corpus", "print", "cups", "page_log_published_lines.txt")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skip("no corpus: ", err)
	}
	if got := cupspage.Parser.Sniff(parsertest.HeadOf(data)); got < parsers.Likely {
		t.Errorf("sniff gives %d", got)
	}
	c := collect(t, string(data))
	if len(c.Rejects) != 0 || len(c.Spans()) != 10 {
		t.Errorf("%d spans, rejects %v", len(c.Spans()), c.Rejects)
	}
	pages := map[string]int64{}
	for _, e := range c.Events {
		if !e.Time.Known() || e.Actor.IsZero() || e.Attr("ragged-row") != "" {
			t.Errorf("event %+v", e)
		}
		pages[e.Actor.Name+" "+e.Attr("job-id")+" "+e.Object.Name] = e.Quantities.Pages.Count
	}
	want := map[string]int64{
		"root 2 ": 2, "root 2 myjob": 2, "root 1 myjob": 2, "user1234 300 ": 3, "alice 12345 document.pdf": 5,
		`DOMAIN\usuario 42 relatorio.pdf`: 3,
	}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Errorf("pages by user, job and document (-want +got):\n%s", diff)
	}
	for _, other := range []string{"access_log_published_lines.txt", "error_log_published_lines.txt"} {
		foreign, err := os.ReadFile(filepath.Join(filepath.Dir(path), other))
		if err != nil {
			t.Fatal(err)
		}
		if got := cupspage.Parser.Sniff(parsertest.HeadOf(foreign)); got != parsers.No {
			t.Errorf("%s: sniff gives %d", other, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	const lines = 20_000
	for i := range lines {
		at := midnight.Add(time.Duration(i) * time.Second).Format("02/Jan/2006:15:04:05 -0700")
		fmt.Fprintf(&text, "office user%d %d [%s] total %d - 192.0.2.%d Customer list %d.xlsx iso_a4_210x297mm one-sided\n", i%50, i, at, i%40, i%250, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := cupspage.Parser.Parse(parsertest.InputOf(text.Bytes()), discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(lines*b.N)/b.Elapsed().Seconds(), "rows/s")
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
