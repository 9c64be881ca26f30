// SPDX-License-Identifier: Apache-2.0

package loginhistory

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, Parser) }
func FuzzParser(f *testing.F) { parsertest.Fuzz(f, Parser) }

// events parses a text whose clock hung in zone; nil for nobody knows.
func events(t *testing.T, text string, zone *time.Location) []*event.Event {
	t.Helper()
	in := parsertest.InputOf([]byte(text))
	in.Zone = zone
	c, err := parsertest.Collect(Parser, in)
	if err != nil {
		t.Fatal(err)
	}
	return c.Events
}

func TestQuery(t *testing.T) {
	at := time.Date(2024, 5, 13, 6, 2, 11, 0, time.UTC)
	want := []*event.Event{
		{
			Time: event.Instant(at, event.PrecisionMilli, event.TimeRecorded, "2024-05-13T06:02:11.000+0000"),
			Kind: event.AuthLogin, Outcome: event.OutcomeSuccess, Initiated: event.InitiatedUser,
			Actor: event.Account{Namespace: event.SalesforceID, Name: "005000000000abCAAQ"},
			IP:    "192.0.2.10", Client: "Chrome 124",
			Attrs: []event.Attr{
				{Name: "id", Value: "0Ya000000000001AAA"}, {Name: "login-type", Value: "Application"},
				{Name: "login-url", Value: "login.salesforce.com"}, {Name: "platform", Value: "Windows 10"},
				{Name: "status", Value: "Success"}, {Name: "application", Value: "Browser"}, {Name: "country-iso", Value: "DE"},
				{Name: "login-sub-type", Value: "UI Username-Password"},
			},
			Key: event.NewKey(system, "id", "0Ya000000000001AAA"),
		},
		{
			Time: event.Instant(at.Add(2*time.Minute), event.PrecisionMilli, event.TimeRecorded, "2024-05-13T06:04:11.000+0000"),
			Kind: event.AuthFail, Outcome: event.OutcomeFailure,
			Actor: event.Account{Namespace: event.SalesforceID, Name: "005000000000abCAAQ"},
			IP:    "2001:db8::9", Client: "Bulk Loader",
			Attrs: []event.Attr{
				{Name: "id", Value: "0Ya000000000002AAA"}, {Name: "login-type", Value: "Remote Access 2.0"},
				{Name: "login-url", Value: "login.salesforce.com"}, {Name: "browser", Value: "Unknown"},
				{Name: "platform", Value: "Unknown"}, {Name: "status", Value: "Failed: Token request"},
				{Name: "client-version", Value: "45.0"},
			},
			Key: event.NewKey(system, "id", "0Ya000000000002AAA"),
		},
	}
	got := events(t, sampleQuery, time.FixedZone("far away", 9*3600))
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(event.Event{}, "Origin")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestQueryAnyCase: Data Loader writes names in capitals and ids in 15 characters
// may come back; the key is that of the id.
func TestQueryAnyCase(t *testing.T) {
	text := "LOGINTIME,ID,SOURCEIP,APITYPE,STATUS,USERNAME\n5/6/2024 08:00,0Ya000000000001,192.0.2.1,,Success,dana@acme.example\n"
	got := events(t, text, time.FixedZone("far away", 9*3600))[0]
	if got.Key != event.NewKey(system, "id", event.SalesforceID18("0Ya000000000001")) || got.Time.Basis != event.TimeFormat {
		t.Errorf("key %v at %+v", got.Key, got.Time)
	}
	if want := (event.Account{Namespace: event.SalesforceUser, Name: "dana@acme.example"}); got.Actor != want {
		t.Errorf("actor %v", got.Actor)
	}
}

func TestPage(t *testing.T) {
	zone := time.FixedZone("of the downloader", 2*3600)
	got := events(t, samplePage, zone)
	for i, want := range []string{"2024-05-13T16:02:11Z", "2024-06-05T06:00:59Z", "2024-06-05T06:00:59Z"} {
		at := got[i].Time
		if at.UTC.Format(time.RFC3339) != want || at.Basis != event.TimeSupplied || at.Flags != 0 {
			t.Errorf("row %d: %+v, want %s", i+1, at, want)
		}
	}
	if got[1].Key == got[2].Key {
		t.Error("two refusals within a second have one key")
	}
	if again := events(t, samplePage, zone); again[1].Key != got[1].Key || again[2].Key != got[2].Key {
		t.Error("the same file again has other keys")
	}
	if got[0].Attr("country") != "Österreich" || got[0].Client != "Firefox 125" {
		t.Errorf("%+v", got[0])
	}
	if at := events(t, samplePage, nil)[0].Time; at.Basis != event.TimeUnknown || at.Flags&event.ZoneAssumed == 0 {
		t.Errorf("without a zone: %+v", at)
	}
}

func TestSpoilt(t *testing.T) {
	got := events(t, sampleSpoilt, time.FixedZone("PDT", -7*3600))
	if e := got[0]; e.Time.Known() || e.Time.Text != "soon" || e.IP != "" || e.Attr("source-ip") != "not an address" {
		t.Errorf("unreadable time and address: %+v", e)
	}
	e := got[1]
	if e.Time.UTC.Format(time.RFC3339) != "2024-05-14T01:02:00Z" || e.Time.Precision != event.PrecisionMinute ||
		e.Time.Text != "5/13/2024 6:02 PM PDT" {
		t.Errorf("time with an abbreviation: %+v", e.Time)
	}
	if e.IP != "198.51.100.7" || e.Attr("source-ip") != "198.51.100.7:443" || e.Attr("cell-7") != "extra" || e.Attr("ragged-row") == "" {
		t.Errorf("ragged row: %+v", e)
	}
}

// TestDoubt: dates that could be read either way say so.
func TestDoubt(t *testing.T) {
	text := "Username,Login Time,Source IP,Login Type\ndana@acme.example,5/6/2024 08:00,192.0.2.1,Application\n"
	if at := events(t, text, time.UTC)[0].Time; at.Flags&event.OrderGuessed == 0 {
		t.Errorf("not flagged: %+v", at)
	}
	in := parsertest.InputOf([]byte(text))
	in.Zone, in.Order = time.UTC, parsers.OrderDMY
	c, err := parsertest.Collect(Parser, in)
	if err != nil || c.Events[0].Time.UTC.Month() != time.June || c.Events[0].Time.Flags != 0 {
		t.Errorf("order said: %+v, %v", c.Events[0].Time, err)
	}
}

func TestTwinsForget(t *testing.T) {
	var tw twins
	first := tw.tell("t", event.Key{1})
	if tw.tell("t", event.Key{1}) == first || tw.tell("u", event.Key{1}) != first {
		t.Error("twins are told apart within one time only")
	}
	for i := range 2 * limitTwins {
		tw.tell("u", event.NewKey(fmt.Sprint(i)))
	}
	if len(tw.seen) > limitTwins {
		t.Errorf("%d rows are remembered", len(tw.seen))
	}
}

// TestCorpus: the collection of real files has no login history; none of it may be
// taken for one.
func TestCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus of real files beside the tree")
	}
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && Parser.Sniff(parsertest.HeadOf(data)) != parsers.No {
			t.Errorf("%s is claimed", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// discard counts events.
type discard struct{ events int }

func (d *discard) Event(*event.Event) error                { d.events++; return nil }
func (d *discard) Fact(*event.Fact) error                  { return nil }
func (d *discard) Reject(event.Span, string, string) error { return nil }
func (d *discard) Skip(event.Span, string) error           { return nil }

func BenchmarkPage(b *testing.B) {
	const rows = 20_000
	header, _, _ := strings.Cut(samplePage, "\n")
	var text strings.Builder
	text.WriteString(header + "\n")
	for i := range rows {
		fmt.Fprintf(&text, "dana%d@acme.example,13/5/2024 18:%02d:%02d,192.0.2.%d,Application,Success,Firefox 125,Mac OSX,Browser,N/A,N/A,acme.my.salesforce.com,Germany\r\n",
			i%40, i/60%60, i%60, i%250)
	}
	data := []byte(text.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var d discard
		if err := Parser.Parse(parsertest.InputOf(data), &d); err != nil || d.events != rows {
			b.Fatalf("%d events: %v", d.events, err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
