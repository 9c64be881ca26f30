// SPDX-License-Identifier: Apache-2.0

package dataloader

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, Parser) }

func FuzzParser(f *testing.F) { parsertest.Fuzz(f, Parser) }

func read(t *testing.T, in parsers.Input) []*event.Fact {
	t.Helper()
	c, err := parsertest.Collect(Parser, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c.Facts
}

func readText(t *testing.T, text string) []*event.Fact {
	t.Helper()
	return read(t, parsertest.InputOf([]byte(text)))
}

func attrs(pairs ...string) []event.Attr {
	var list []event.Attr
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, event.Attr{Name: pairs[i], Value: pairs[i+1]})
	}
	return list
}

// same compares what a fact says, its key and place apart.
func same(t *testing.T, got *event.Fact, want event.Fact) {
	t.Helper()
	if got.Key.IsZero() || got.Origin.Span.Length == 0 {
		t.Error("no key or no span")
	}
	bare := *got
	bare.Key, bare.Origin = event.Key{}, event.Origin{}
	if diff := cmp.Diff(want, bare); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

var owner = event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdFAAV"}

func TestCustomers(t *testing.T) {
	facts := readText(t, samples[0].Text)
	same(t, facts[0], event.Fact{
		Kind: event.FactCustomer, Owner: owner,
		Subject: event.Object{Type: "customer", ID: "0015g00000AbCdEAAV", Name: "Grün & Co"},
		Attrs: attrs("is-deleted", "false", "type", "Customer", "billing-street", "1 \"Old\" Road\nBack House",
			"billing-city", "Springfield", "created-date", "2023-04-15T03:23:15.000Z",
			"last-modified-date", "2024-01-02T08:00:00.000Z", "oracle-id-c", "4-1"),
	})
	if diff := cmp.Diff([]event.Account{{Namespace: event.Email, Name: "jo@home.example"}}, facts[1].Accounts); diff != "" {
		t.Error("person account: ", diff)
	}
}

func TestUsers(t *testing.T) {
	facts := readText(t, samples[1].Text)
	same(t, facts[0], event.Fact{
		Kind:    event.FactUser,
		Subject: event.Object{Type: "user", ID: "0055g00000AbCdFAAV", Name: "Jo Roe"},
		Accounts: []event.Account{
			{Namespace: event.SalesforceID, Name: "0055g00000AbCdFAAV"},
			{Namespace: event.SalesforceUser, Name: "jo.roe@crm.example"},
			{Namespace: event.Email, Name: "jo.roe@corp.example"},
			{Namespace: event.EmployeeNumber, Name: "1042"},
			{Namespace: event.UPN, Name: "jroe@corp.example"},
		},
		Given: "Jo", Surname: "Roe", Title: "Account Executive", Department: "Sales", Company: "Corp Inc",
		Manager: event.Account{Namespace: event.SalesforceID, Name: "0055g00000AbCdHAAV"},
		Active:  event.Yes,
		Attrs:   attrs("manager-name", "Max Boss", "profile-name", "Sales User", "alias", "jroe"),
	})
	if facts[1].Active != event.No || !facts[1].Manager.IsZero() || facts[1].Attr("federation-identifier") != "S-77" {
		t.Errorf("second user: %+v", facts[1])
	}
}

func TestContacts(t *testing.T) {
	facts := readText(t, samples[2].Text)
	same(t, facts[0], event.Fact{
		Kind: event.FactContact, Owner: owner,
		Subject:  event.Object{Type: "contact", ID: "0035g00000AbCdEAAV", Name: "Ann Buyer"},
		Accounts: []event.Account{{Namespace: event.Email, Name: "ann@customer.example"}},
		Title:    "CPO", Company: "Green & Co",
		Attrs: attrs("account-id", "0015g00000AbCdE", "owner-username", "jo.roe@crm.example"),
	})
	same(t, facts[1], event.Fact{
		Kind:     event.FactContact, // owned by a queue, which is nobody
		Subject:  event.Object{Type: "lead", ID: "00Q5g00000AbCdEEAV", Name: "Bob Prospect"},
		Accounts: []event.Account{{Namespace: event.Email, Name: "bob@prospect.example"}},
		Company:  "Prospect Ltd",
		Attrs:    attrs("owner-id", "00G5g00000AbCdF"),
	})
}

func TestStatusFile(t *testing.T) {
	facts := readText(t, samples[3].Text)
	same(t, facts[1], event.Fact{
		Kind: event.FactObject, Owner: owner, Subject: event.Object{Type: "record", Name: "Gadgets"},
		Attrs: attrs("stage-name", "Open", "error", "Required fields are missing: [CloseDate]"),
	})
	if facts[0].Subject.Type != "opportunity" || facts[0].Attr("error") == "" {
		t.Errorf("%+v", facts[0])
	}
}

func TestRaggedRows(t *testing.T) {
	facts := readText(t, samples[4].Text)
	want := attrs("owner-id", " all", "created-date", "0055g00000AbCdFAAV", "column-5", "2024-01-02T08:00:00.000Z", "ragged-row", "5 cells, header has 4")
	if diff := cmp.Diff(want, facts[1].Attrs); diff != "" || !facts[1].Owner.IsZero() {
		t.Errorf("owner %v, -want +got:\n%s", facts[1].Owner, diff)
	}
	if facts[2].Attr("ragged-row") != "2 cells, header has 4" {
		t.Errorf("%+v", facts[2].Attrs)
	}
}

func TestObjectsByPrefix(t *testing.T) {
	for id, want := range map[string]string{
		"00O5g00000AbCdE": "report", "01Z5g00000AbCdE": "dashboard", "00B5g00000AbCdE": "list", "5005g00000AbCdE": "case",
		"0695g00000AbCdE": "document", "00P5g00000AbCdE": "attachment", "02s5g00000AbCdE": "message",
		"7505g00000AbCdE": "job", "00o5g00000AbCdE": "record", "a005g00000AbCdE": "record",
	} {
		f := readText(t, "Id,Subject,Title,Owner.Name\n"+id+",A subject,A title,Jo Roe\n")[0]
		if f.Subject.Type != want || f.Kind != event.FactObject || f.Subject.Name != "A subject" || f.Attr("title") != "A title" ||
			f.Owner != (event.Account{Namespace: event.DisplayName, Name: "Jo Roe"}) {
			t.Errorf("%s: %+v", id, f)
		}
	}
}

func TestAsOf(t *testing.T) {
	in := parsertest.InputOf([]byte(samples[1].Text))
	in.AsOf = "2024-05-13"
	at := read(t, in)[0].AsOf
	if !at.Known() || at.Precision != event.PrecisionDay || at.Text != "2024-05-13" || at.Flags != event.ZoneAssumed {
		t.Errorf("%+v", at)
	}
	if at := readText(t, samples[1].Text)[0].AsOf; at != (event.Time{}) {
		t.Errorf("nobody said, yet %+v", at)
	}
}

// TestKeys: one record, whatever the order of columns and the line ends.
func TestKeys(t *testing.T) {
	a := readText(t, "Id,Name\n0015g00000AbCdE,Green\n")[0]
	b := readText(t, "\"NAME\";\"ID\"\r\n\"Green\";\"0015g00000AbCdE\"\r\n")[0]
	c := readText(t, "Id,Name\n0015g00000AbCdE,Blue\n")[0]
	if a.Key != b.Key || a.Key == c.Key {
		t.Errorf("keys %v %v %v", a.Key, b.Key, c.Key)
	}
}

func TestSniffScores(t *testing.T) {
	for text, want := range map[string]parsers.Score{
		samples[0].Text:                          90,
		"Id,Name\n0015g00000AbCdE,Green\n":       parsers.Likely,
		"Id,OwnerId,IsDeleted\n":                 parsers.Maybe,
		"Id,Name\n":                              parsers.No,
		"Id,Name\na015g00000AbCdE,Green\n":       parsers.No,
		"Id,Name\n0015g00000AbCdE,a\n7,b\n8,c\n": parsers.No,
		"Id|Name\na015g00000AbCdEAAV|Green\n":    parsers.Likely,
	} {
		if got := Parser.Sniff(parsertest.HeadOf([]byte(text))); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// TestTornRow: half a name is no name.
func TestTornRow(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte("Id,Name,OwnerId\n0015g00000AbCdE,Gree"))
	if err != nil || len(c.Facts) != 0 || len(c.Rejects) != 1 || c.Rejects[0].Reason != "record cut off" {
		t.Errorf("%d facts, rejects %v, %v", len(c.Facts), c.Rejects, err)
	}
}

func TestNoHeader(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte("a,b\n1,2\n"))
	if err != nil || len(c.Skips) != 0 || len(c.Rejects) != 2 {
		t.Errorf("%d skips, %d rejects, %v", len(c.Skips), len(c.Rejects), err)
	}
}

func corpus(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "corpus", "crm", "forcedotcom-dataloader", name))
	if err != nil {
		t.Skip("no corpus: ", err)
	}
	return data
}

func TestCorpus(t *testing.T) {
	for name, want := range map[string]struct {
		facts int
		typ   string
	}{
		"accountData.csv": {423, "customer"}, "opportunityData.csv": {38, "opportunity"},
		"success0413060133.csv": {9, "opportunity"}, "error0413060133.csv": {11, "opportunity"},
	} {
		data := corpus(t, name)
		c, err := parsertest.CollectBytes(Parser, data)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Tiling(int64(len(data))); err != nil {
			t.Error(name, ": ", err)
		}
		if len(c.Facts) != want.facts || len(c.Rejects) != 0 || Parser.Sniff(parsertest.HeadOf(data)) != 90 {
			t.Errorf("%s: %d facts, %d rejects, score %d", name, len(c.Facts), len(c.Rejects), Parser.Sniff(parsertest.HeadOf(data)))
		}
		keys := map[event.Key]bool{}
		for _, f := range c.Facts {
			keys[f.Key] = true
			if f.Subject.Type != want.typ || f.Owner.Name != "005x0000000fNSiAAM" || f.Subject.Name == "" {
				t.Errorf("%s: %+v owned by %v", name, f.Subject, f.Owner)
			}
		}
		if len(keys) != len(c.Facts) {
			t.Errorf("%s: %d keys of %d facts", name, len(keys), len(c.Facts))
		}
	}
}

func TestCorpusEncoding(t *testing.T) {
	data := corpus(t, "accountData.csv")
	c, err := parsertest.CollectBytes(Parser, data)
	if err != nil {
		t.Fatal(err)
	}
	high := bytes.Count(data, []byte{0xE9})
	got := 0
	for _, f := range c.Facts {
		for _, a := range append(f.Attrs, event.Attr{Value: f.Subject.Name}) {
			got += strings.Count(a.Value, "é")
		}
	}
	if high == 0 || got != high {
		t.Errorf("%d é of %d", got, high)
	}
}

// TestCorpusForeign: no other CSV of the corpus is claimed.
func TestCorpusForeign(t *testing.T) {
	for _, pattern := range []string{"crm/*/*.csv", "side/*/*.csv", "print/*/*.csv"} {
		files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", filepath.FromSlash(pattern)))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil || strings.Contains(file, "forcedotcom") {
				continue
			}
			if score := Parser.Sniff(parsertest.HeadOf(data)); score != parsers.No {
				t.Errorf("%s: %d", file, score)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	header, rows, _ := strings.Cut(samples[0].Text, "\n")
	text := header + "\n" + strings.Repeat(strings.ReplaceAll(rows, "\xfc", "ü"), 10_000)
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
