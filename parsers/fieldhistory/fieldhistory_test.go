// SPDX-License-Identifier: Apache-2.0

package fieldhistory

import (
	"fmt"
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
func TestParserReport(t *testing.T) { parsertest.Run(t, ParserReport) }

func FuzzParser(f *testing.F)       { parsertest.Fuzz(f, Parser) }
func FuzzParserReport(f *testing.F) { parsertest.Fuzz(f, ParserReport) }

func collect(t *testing.T, p parsers.Parser, in parsers.Input) *parsertest.Collected {
	t.Helper()
	c, err := parsertest.Collect(p, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(in.SizeBytes); err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c
}

func read(t *testing.T, p parsers.Parser, text string) []*event.Event {
	t.Helper()
	return collect(t, p, parsertest.InputOf([]byte(text))).Events
}

func one(t *testing.T, p parsers.Parser, text string) *event.Event {
	t.Helper()
	events := read(t, p, text)
	if len(events) != 1 {
		t.Fatalf("%d events of %q", len(events), text)
	}
	return events[0]
}

func attrs(pairs ...string) []event.Attr {
	var list []event.Attr
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, event.Attr{Name: pairs[i], Value: pairs[i+1]})
	}
	return list
}

// same compares what an event says, its place apart.
func same(t *testing.T, got *event.Event, want event.Event) {
	t.Helper()
	bare := *got
	bare.Origin = event.Origin{}
	if diff := cmp.Diff(want, bare); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

var (
	jo   = event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdFAAV"}
	boss = event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdHAAV"}
)

// TestOwner: a change of owner is two events of one group, and one of them names
// the new owner's account.
func TestOwner(t *testing.T) {
	events := read(t, Parser, samplesQuery[0].Text)
	at := "2024-04-22T18:00:00.000+0000"
	want := event.Event{
		Time: event.Time{UTC: time.Date(2024, 4, 22, 18, 0, 0, 0, time.UTC), Precision: event.PrecisionMilli, Basis: event.TimeRecorded, Text: at},
		Kind: event.CRMOwnerChange, Actor: jo, Object: event.Object{Type: "customer", ID: "0015g00000AbCdEAAV"},
		Attrs: attrs("id", "0175g00000AbCdEAAV", "field", "Owner", "data-type", "EntityId", "old-value", "Jo Roe",
			"new-value", "Max Boss", "is-deleted", "false"),
		Group: "salesforce-history:0015g00000AbCdEAAV:Owner:2024-04-22T18:00:00Z:0055g00000AbCdFAAV",
		Key:   event.NewKey("salesforce-field-history", "id", "0175g00000AbCdEAAV"),
	}
	same(t, events[0], want)
	want.Targets = []event.Target{{Role: event.RoleUser, Account: boss}}
	want.Attrs = attrs("id", "0175g00000AbCdFAAV", "field", "Owner", "data-type", "EntityId", "old-value", jo.Name,
		"new-value", boss.Name, "is-deleted", "false")
	want.Key = event.NewKey("salesforce-field-history", "id", "0175g00000AbCdFAAV")
	same(t, events[1], want)
	for i, e := range events[2:] {
		if e.Group == "" || e.Group == want.Group || len(e.Targets) != 0 {
			t.Errorf("row %d: group %q, targets %v", i+2, e.Group, e.Targets)
		}
	}
}

// TestDotted: columns of related records, in capitals; a queue is no user, and the
// service itself is no person.
func TestDotted(t *testing.T) {
	events := read(t, Parser, samplesQuery[1].Text)
	lead := event.Object{Type: "lead", ID: "00Q5g00000AbCdEEAV", Name: `Bob "B" Prospect`}
	first, second, third := events[0], events[1], events[2]
	if first.Object != lead || first.Actor.String() != "salesforce-user:jo.roe@crm.example" || first.Initiated != "" ||
		len(first.Targets) != 1 || first.Targets[0].Account != jo || first.Attr("created-by-name") != "Jo Roe" ||
		first.Attr("old-value") != "00G5g00000AbCdE" {
		t.Errorf("owner accepted: %+v", first)
	}
	if second.Object != lead || second.Actor.String() != "service:Automated Process" || second.Initiated != event.InitiatedSystem {
		t.Errorf("service: %+v", second)
	}
	custom := event.Object{Type: "record", ID: event.SalesforceID18("a015g00000AbCdE")}
	if third.Object != custom || third.Actor != jo || third.Kind != event.CRMRecordUpdate {
		t.Errorf("custom object behind a second header: %+v", third)
	}
}

func TestReport(t *testing.T) {
	at := "4/22/2024 2:00 PM"
	same(t, one(t, ParserReport, reportHeader+"Green & Co,"+at+",Jo Roe,Account Owner,Jo Roe,Max Boss\n"), event.Event{
		Time: event.Time{UTC: time.Date(2024, 4, 22, 14, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute,
			Basis: event.TimeUnknown, Flags: event.ZoneAssumed, Text: at},
		Kind: event.CRMOwnerChange, Actor: event.Account{Namespace: event.DisplayName, Name: "Jo Roe"},
		Object: event.Object{Type: "customer", Name: "Green & Co"},
		Attrs:  attrs("field", "Account Owner", "old-value", "Jo Roe", "new-value", "Max Boss"),
		Key: parsers.DigestFields("salesforce-field-history-report", attrs("Account Name", "Green & Co", "Edit Date", at,
			"Edited By", "Jo Roe", "Field / Event", "Account Owner", "Old Value", "Jo Roe", "New Value", "Max Boss")),
	})
	created := read(t, ParserReport, samplesReport[0].Text)[2]
	if created.Actor.Namespace != event.ServiceAccount || created.Initiated != event.InitiatedSystem {
		t.Errorf("the service: %v, initiated %q", created.Actor, created.Initiated)
	}
}

// TestReportParents: the record whose report it is comes before the customer it
// belongs to; two names of things unknown name nothing.
func TestReportParents(t *testing.T) {
	for header, want := range map[string]event.Object{
		"Account Name,Opportunity Name": {Type: "opportunity", Name: "b"},
		"Account: Account Name,Role":    {Type: "customer", Name: "a"},
		"Case Number,Account Name":      {Type: "case", Name: "a"},
		"Widget Name,Role":              {Type: "record", Name: "a"},
		"First Name,Last Name":          {},
		"Contact ID,Account Name":       {},
		"Lead ID,Last Name":             {},
	} {
		e := one(t, ParserReport, header+",Field / Event,Old Value,New Value,Edit Date\na,b,Phone,1,2,4/22/2024 2:00 PM\n")
		if e.Object != want {
			t.Errorf("%s: %+v, want %+v", header, e.Object, want)
		}
	}
	e := one(t, ParserReport, "Account ID,Field / Event,Old Value,New Value,Edit Date\n0015g00000AbCdE,Phone,1,2,4/22/2024 2:00 PM\n")
	if want := (event.Object{Type: "customer", ID: "0015g00000AbCdEAAV"}); e.Object != want {
		t.Errorf("id: %+v", e.Object)
	}
}

func TestKinds(t *testing.T) {
	for field, want := range map[string][2]event.Kind{ // query, report
		"Owner":                  {event.CRMOwnerChange, event.CRMOwnerChange},
		"OwnerId":                {event.CRMOwnerChange, event.CRMOwnerChange},
		"ownerAssignment":        {event.CRMOwnerChange, event.CRMOwnerChange},
		"Owner (Assignment)":     {event.CRMOwnerChange, event.CRMOwnerChange},
		"Owner__c":               {event.CRMRecordUpdate, event.CRMRecordUpdate},
		"PreviousOwner__c":       {event.CRMRecordUpdate, event.CRMRecordUpdate},
		"created":                {event.CRMRecordCreate, event.CRMRecordCreate},
		"Created.":               {event.CRMRecordCreate, event.CRMRecordCreate},
		"accountCreatedFromLead": {event.CRMRecordCreate, event.CRMRecordCreate},
		"contactMerged":          {event.CRMRecordMerge, event.CRMRecordMerge},
		"assetMerged":            {event.CRMRecordMerge, event.CRMRecordUpdate},
		"Merged__c":              {event.CRMRecordUpdate, event.CRMRecordUpdate},
		"Phone":                  {event.CRMRecordUpdate, event.CRMRecordUpdate},
		" ":                      {event.CRMOther, event.CRMOther},
	} {
		e := one(t, Parser, queryHeader+"0175g00000AbCdE,0015g00000AbCdE,0055g00000AbCdF,2024-04-22T18:00:00Z,"+field+",,,,\n")
		if e.Kind != want[0] {
			t.Errorf("%q in a query: %s, want %s", field, e.Kind, want[0])
		}
		e = one(t, ParserReport, reportHeader+"Green,4/22/2024 2:00 PM,Jo,"+field+",,\n")
		if e.Kind != want[1] {
			t.Errorf("%q in a report: %s, want %s", field, e.Kind, want[1])
		}
	}
}

func TestTimes(t *testing.T) {
	zone := time.FixedZone("", -4*3600)
	for _, c := range []struct {
		parser     parsers.Parser
		text, want string
		zone       *time.Location
		order      parsers.DateOrder
		basis      event.TimeBasis
		flags      event.TimeFlags
	}{
		{Parser, "2024-04-22T18:00:00.000+0000", "2024-04-22T18:00:00Z", zone, 0, event.TimeRecorded, 0},
		{Parser, "2024-04-22T18:00:00.000Z", "2024-04-22T18:00:00Z", zone, 0, event.TimeRecorded, 0},
		{Parser, "2024-04-22 18:00:00", "2024-04-22T18:00:00Z", zone, 0, event.TimeFormat, 0},
		{Parser, "22/04/2024 18:00", "2024-04-22T18:00:00Z", nil, 0, event.TimeFormat, 0},
		{Parser, "4/3/2024 18:00", "2024-04-03T18:00:00Z", nil, 0, event.TimeFormat, event.OrderGuessed},
		{Parser, "4/3/2024 18:00", "2024-03-04T18:00:00Z", nil, parsers.OrderDMY, event.TimeFormat, 0},
		{Parser, "45404.75", "0001-01-01T00:00:00Z", nil, 0, event.TimeNone, 0},
		{ParserReport, "4/22/2024 2:00 PM", "2024-04-22T18:00:00Z", zone, 0, event.TimeSupplied, 0},
		{ParserReport, "4/22/2024 2:00\u202fPM", "2024-04-22T14:00:00Z", nil, 0, event.TimeUnknown, event.ZoneAssumed},
		{ParserReport, "22.04.2024 14:00", "2024-04-22T18:00:00Z", zone, 0, event.TimeSupplied, 0},
		{ParserReport, "03.04.2024 14:00", "2024-04-03T18:00:00Z", zone, 0, event.TimeSupplied, 0},
		{ParserReport, "4/22/2024", "2024-04-22T04:00:00Z", zone, 0, event.TimeSupplied, 0},
	} {
		text := queryHeader + "0175g00000AbCdE,0015g00000AbCdE,0055g00000AbCdF," + c.text + ",Phone,,,,\n"
		if c.parser.Zoneless {
			text = reportHeader + "Green," + c.text + ",Jo,Phone,,\n"
		}
		in := parsertest.InputOf([]byte(text))
		in.Zone, in.Order = c.zone, c.order
		at := collect(t, c.parser, in).Events[0].Time
		if got := at.UTC.Format(time.RFC3339); got != c.want || at.Basis != c.basis || at.Flags != c.flags || at.Text != c.text {
			t.Errorf("%s: %q: %s %v [%v], want %s %v [%v]", c.parser.Name, c.text, got, at.Basis, at.Flags, c.want, c.basis, c.flags)
		}
	}
}

// TestOrderOfTheFile: one date that only fits day first decides for all.
func TestOrderOfTheFile(t *testing.T) {
	events := read(t, ParserReport, reportHeader+"Green,03/04/2024 14:00,Jo,Phone,,\nGreen,22/04/2024 14:00,Jo,Phone,,\n")
	if got := events[0].Time; got.UTC.Day() != 3 || got.Flags&event.OrderGuessed != 0 {
		t.Errorf("03/04/2024 is %v [%v]", got.UTC, got.Flags)
	}
}

// TestKeys: the id decides; without one, the cells, whatever the order of the
// columns; what a file says twice is done twice.
func TestKeys(t *testing.T) {
	row := func(id string) *event.Event {
		return one(t, Parser, queryHeader+id+",0015g00000AbCdE,0055g00000AbCdF,2024-04-22T18:00:00Z,Phone,,1,2,\n")
	}
	if row("0175g00000AbCdE").Key != row("0175g00000AbCdEAAV").Key || row("0175g00000AbCdE").Key == row("0175g00000AbCdF").Key {
		t.Error("the id does not decide")
	}
	zeros := read(t, Parser, queryHeader+"000000000000000AAA,0015g00000AbCdE,0055g00000AbCdF,2024-04-22T18:00:00Z,Phone,,1,2,\n"+
		"000000000000000AAA,0015g00000AbCdE,0055g00000AbCdF,2024-04-22T18:00:00Z,Fax,,1,2,\n")
	if zeros[0].Key == zeros[1].Key {
		t.Error("an id of zeros makes two acts one")
	}
	ordered := one(t, Parser, "CreatedDate,Field,OldValue,NewValue,AccountId\n2024-04-22T18:00:00Z,Phone,1,2,0015g00000AbCdE\n")
	other := one(t, Parser, "AccountId;NewValue;OldValue;Field;CreatedDate\r\n0015g00000AbCdE;2;1;Phone;2024-04-22T18:00:00Z\r\n")
	if ordered.Key != other.Key || ordered.Key.IsZero() {
		t.Error("the order of columns decides")
	}
	const line = "Green,4/22/2024 2:00 PM,Jo,Phone,1,2\n"
	twice := read(t, ParserReport, reportHeader+line+"Green,4/22/2024 2:00 PM,Jo,Phone,2,1\n"+line)
	if again := read(t, ParserReport, reportHeader+line+line); twice[0].Key == twice[2].Key || twice[2].Key != again[1].Key {
		t.Error("the third row is not the second of its kind")
	}
}

// TestGroupNeedsARecord: without it, forty customers that change hands in one second
// would be one act.
func TestGroupNeedsARecord(t *testing.T) {
	for text, want := range map[string]string{
		"CreatedDate,Field,OldValue,NewValue,CreatedById\n2024-04-22T18:00:00Z,Owner,a,b,0055g00000AbCdF\n":   "",
		"CreatedDate,Field,OldValue,NewValue,AccountId\nsome day,Owner,a,b,0015g00000AbCdE\n":                 "",
		"CreatedDate,Field,OldValue,NewValue,AccountId\n2024-04-22T18:00:00.900Z,Owner,a,b,0015g00000AbCdE\n": "salesforce-history:0015g00000AbCdEAAV:Owner:2024-04-22T18:00:00Z:",
	} {
		if got := one(t, Parser, text).Group; got != want {
			t.Errorf("%q: group %q, want %q", text, got, want)
		}
	}
}

// TestQueue: a new owner that is a queue is no user. The user's name is not the
// record's, wherever it stands.
func TestQueue(t *testing.T) {
	e := one(t, Parser, "CreatedBy.Id,CreatedBy.Name,AccountId,Account.Name,CreatedDate,Field,OldValue,NewValue\n"+
		"0055g00000AbCdF,Jo Roe,0015g00000AbCdE,Green,2024-04-22T18:00:00Z,Owner,0055g00000AbCdF,00G5g00000AbCdE\n")
	if len(e.Targets) != 0 || e.Attr("new-value") != "00G5g00000AbCdE" {
		t.Errorf("targets %v, attributes %v", e.Targets, e.Attrs)
	}
	if want := (event.Object{Type: "customer", ID: "0015g00000AbCdEAAV", Name: "Green"}); e.Object != want || e.Actor != jo {
		t.Errorf("%v changed %+v", e.Actor, e.Object)
	}
}

// TestKeyless: where it is no longer known whether a row came before, it is no
// duplicate of anything.
func TestKeyless(t *testing.T) {
	var text strings.Builder
	text.WriteString(reportHeader)
	for i := range 1<<17 + 1 {
		fmt.Fprintf(&text, "Customer %d,4/22/2024 2:00 PM,Jo,Phone,1,2\n", i)
	}
	events := read(t, ParserReport, text.String())
	if last := len(events) - 1; events[last-1].Key.IsZero() || !events[last].Key.IsZero() {
		t.Errorf("keys %v and %v", events[last-1].Key, events[last].Key)
	}
}

// TestNoIDs: cells that should be ids and are not stay what they are.
func TestNoIDs(t *testing.T) {
	e := one(t, Parser, queryHeader+"7,Green,Jo,2024-04-22T18:00:00Z,Owner,,x,005,false\n")
	if !e.Actor.IsZero() || e.Object != (event.Object{}) || len(e.Targets) != 0 || e.Group != "" {
		t.Errorf("%+v", e)
	}
	want := attrs("id", "7", "account-id", "Green", "created-by-id", "Jo", "field", "Owner", "old-value", "x",
		"new-value", "005", "is-deleted", "false")
	if diff := cmp.Diff(want, e.Attrs); diff != "" {
		t.Error(diff)
	}
}

func TestRagged(t *testing.T) {
	c := collect(t, Parser, parsertest.InputOf([]byte(samplesQuery[2].Text)))
	if got := c.Events[2]; got.Attr("ragged-row") != "10 cells, header has 9" || got.Attr("column-10") != "false" {
		t.Errorf("too many cells: %+v", got.Attrs)
	}
	if got := c.Events[0].Time; got.Known() || got.Text != "some day" {
		t.Errorf("time unreadable: %+v", got)
	}
	for i, want := range []string{"neither time nor field", "neither time nor field", "record cut off"} {
		if c.Rejects[i].Reason != want {
			t.Errorf("reject %d: %s, want %s", i, c.Rejects[i].Reason, want)
		}
	}
}

// TestFooter: of the lines below a report, only those that are known are skipped.
func TestFooter(t *testing.T) {
	c := collect(t, ParserReport, parsertest.InputOf([]byte(samplesReport[1].Text)))
	footers := 0
	for _, s := range c.Skips {
		if s.Reason == event.SkipFooter {
			footers++
		}
	}
	if footers != 3 || len(c.Rejects) != 2 {
		t.Errorf("%d footers, rejects %v", footers, c.Rejects)
	}
	in := parsertest.InputOf([]byte(reportHeader + "Copyright (c) Green,4/22/2024 2:00 PM,Jo,Phone,,\n"))
	if len(collect(t, ParserReport, in).Events) != 1 {
		t.Error("a customer of that name vanishes")
	}
}

func TestSniffScores(t *testing.T) {
	for _, c := range []struct {
		parser parsers.Parser
		text   string
		want   parsers.Score
	}{
		{Parser, samplesQuery[0].Text, parsers.Certain},
		{Parser, queryHeader, parsers.Certain},
		{Parser, "Field,OldValue,NewValue,CreatedDate\n", parsers.Maybe},
		{Parser, "Id,Field,Old Value,New Value,Created Date\n7,Stage,Open,Won,2024-04-22\n", parsers.Maybe},
		{Parser, "Field,OldValue,NewValue\n", parsers.No},
		{ParserReport, samplesReport[0].Text, parsers.Certain},
		{ParserReport, "Field / Event,Old Value,New Value\n", parsers.Likely},
	} {
		if got := c.parser.Sniff(parsertest.HeadOf([]byte(c.text))); got != c.want {
			t.Errorf("%s gives %q %d, want %d", c.parser.Name, c.text, got, c.want)
		}
	}
}

// TestNoHeader: what turns out to have no header is rejected, not skipped.
func TestNoHeader(t *testing.T) {
	for _, p := range []parsers.Parser{Parser, ParserReport} {
		c := collect(t, p, parsertest.InputOf([]byte("a,b\n1,2\n")))
		if len(c.Skips) != 0 || len(c.Rejects) != 2 {
			t.Errorf("%s: %d skips, %d rejects", p.Name, len(c.Skips), len(c.Rejects))
		}
	}
}

// TestCorpusForeign: no CSV of the corpus is claimed; it has no field history.
func TestCorpusForeign(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus")
	files, _ := filepath.Glob(filepath.Join(corpus, "*", "*", "*.csv"))
	if len(files) == 0 {
		t.Skip("no corpus")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []parsers.Parser{Parser, ParserReport} {
			if score := p.Sniff(parsertest.HeadOf(data)); score != parsers.No {
				t.Errorf("%s gives %s %d", p.Name, file, score)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	_, rows, _ := strings.Cut(samplesQuery[0].Text, "\n")
	text := queryHeader + strings.Repeat(rows, 2000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := Parser.Parse(parsertest.InputOf([]byte(text)), discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkParseReport(b *testing.B) {
	_, rows, _ := strings.Cut(samplesReport[0].Text, "\n")
	text := reportHeader + strings.Repeat(rows, 2500)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := ParserReport.Parse(parsertest.InputOf([]byte(text)), discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
