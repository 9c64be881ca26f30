// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/report"
	"dossier/report/reporttest"
	"dossier/report/withheld"
)

var columns = []report.Column{
	{Key: report.ColumnItem}, {Key: report.ColumnTimeUTC}, {Key: report.ColumnAccount}, {Key: report.ColumnStatement},
	{Key: report.ColumnObject}, {Key: report.ColumnFrom}, {Key: report.ColumnVerbatim}, {Key: report.ColumnRedactions},
}

func row(n int, account, statement, object, from string) *report.Row {
	e := &event.Event{ID: event.ID{byte(n)}, Text: object, IP: from, Attrs: []event.Attr{{Name: "phone", Value: "+1 555 0100"}}}
	raw := fmt.Sprintf(`{"account":%q,"object":%q,"ip":%q}`, account, object, from)
	item := fmt.Sprintf("MH-%04d", n)
	return &report.Row{Number: int64(n), Item: item, Raw: raw, Source: "crm.csv line 3", Event: e,
		Cells: []string{item, "2024-05-13T22:42:07Z", account, statement, object, from, raw, ""}}
}

func document() *report.Document {
	return &report.Document{
		Title: "Chronology: Mike Hall", Caption: "Acme v. Hall", Columns: columns, Count: 3,
		Front: []report.Section{{Key: report.SectionAnswer, Title: "Answer", Blocks: []report.Block{
			report.Paragraph{Text: "Lena Ortiz and the memo to Hartwell & Lowe; ip 203.0.113.7."},
			report.Facts{List: []report.Fact{{Label: "Who", Value: "ORTIZ, LENA", Note: "note"}}},
		}}},
		Rows: report.RowList{
			row(1, "mike.h@acme.example", "Account 'mike.h@acme.example' sent to lena.ortiz@home.example", "Advice of Hartwell & Lowe", "203.0.113.7"),
			row(2, "lo", "Account 'lo' viewed record 'O\"Hara Dental' from 203.0.113.7", `O"Hara Dental`, "203.0.113.70"),
			row(3, "svc", "Account 'svc' viewed 'Harborview Dental Supply', phone +1 555 0100", "Harborview Dental", "198.51.100.2"),
		},
		Back: []report.Section{{Key: report.SectionVerify, Title: "Verify", Blocks: []report.Block{
			report.Steps{List: []report.Step{{Text: "Ask.", Command: `dossier search "lena ortiz"`}}},
			report.Verbatim{Text: "harborview dental supply"},
		}}},
	}
}

func plan(t *testing.T, rules string, literals ...literal) *Plan {
	t.Helper()
	parsed, err := ReadRules(strings.NewReader(rules), "rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(event.Digest{})
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{rules: parsed.Rules, key: key, literals: literals, events: map[event.ID][]int{}}
	for i, r := range parsed.Rules {
		for _, id := range r.Events {
			p.events[id] = append(p.events[id], i)
		}
	}
	return p
}

// texts are all texts of a document, a line each.
func texts(t *testing.T, d *report.Document) string {
	t.Helper()
	var out strings.Builder
	rewriteFront(d, func(item, field, text string) string {
		fmt.Fprintf(&out, "%s %s: %s\n", item, field, text)
		return text
	})
	for r, err := range d.Rows.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "row %s | %s | %s\n", strings.Join(r.Cells, " | "), r.Raw, r.Source)
	}
	return out.String()
}

const everything = `
rules:
  - name: lena
    reason: THIRD-PARTY-PII
    basis: she is no party
    person: Lena Ortiz
  - name: addresses
    reason: SPECIAL-CATEGORY
    basis: they tell where
    fields: [ip]
  - name: advice
    reason: PRIVILEGE
    basis: advice of counsel
    events: ["01000000000000000000000000000000"]
    fields: [object]
  - name: phones
    reason: NON-RESPONSIVE
    basis: not asked for
    pattern: '\+1 555 (\d{4})'
  - name: quoted
    reason: TRADE-SECRET
    basis: a name that has to be escaped
    fields: [object]
    pattern: 'O"Hara Dental'
`

func TestApply(t *testing.T) {
	p := plan(t, everything, literal{text: "Lena Ortiz", name: true}, literal{text: "Ortiz, Lena", name: true}, literal{text: "lena.ortiz@home.example", name: true}, literal{text: "lo", name: true},
		literal{text: "Harborview Dental", rule: -1, pseudonym: "Customer-0002"}, literal{text: "Harborview Dental Supply", rule: -1, pseudonym: "Customer-0001"})
	d, log, err := Apply(context.Background(), document(), p)
	if err != nil {
		t.Fatal(err)
	}
	const (
		lena = ": third-party personal data]"
		ip   = ": special category material]"
		memo = ": legal privilege or advice]"
		tel  = ": not responsive to request]"
		name = ": confidential trade secret]"
	)
	want := strings.Join([]string{
		"document title: Chronology: Mike Hall",
		"document caption: Acme v. Hall",
		"document zone: ",
		"answer title: Answer",
		"answer paragraph: [REDACTED R-0001" + lena + " and the memo to Hartwell & Lowe; ip [REDACTED R-0002" + ip + ".",
		"answer label: Who",
		"answer value: [REDACTED R-0003" + lena,
		"answer note: note",
		"verify title: Verify",
		"verify step: Ask.",
		`verify command: dossier search "[REDACTED R-0021` + lena + `"`,
		"verify verbatim: Customer-0001",
		`row MH-0001 | 2024-05-13T22:42:07Z | mike.h@acme.example | Account 'mike.h@acme.example' sent to [REDACTED R-0006` + lena + ` | [REDACTED R-0007` + memo + ` | [REDACTED R-0008` + ip +
			` | {"account":"mike.h@acme.example","object":"[REDACTED R-0004` + memo + `","ip":"[REDACTED R-0005` + ip + `"} | R-0004 R-0005 R-0006 R-0007 R-0008` +
			` | {"account":"mike.h@acme.example","object":"[REDACTED R-0004` + memo + `","ip":"[REDACTED R-0005` + ip + `"} | crm.csv line 3`,
	}, "\n")
	got := texts(t, d)
	if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, part := range []string{
		`| [REDACTED R-0012` + lena + ` | Account '[REDACTED R-0013` + lena + `' viewed record '[REDACTED R-0014` + name + `' from [REDACTED R-0015` + ip + ` | [REDACTED R-0016` + name + ` | `,
		`"object":"[REDACTED R-0010` + name + `","ip":"[REDACTED R-0011` + ip + `"}`,
		`viewed 'Customer-0001', phone +1 555 [REDACTED R-00`, `| Customer-0002 |`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("not found: %s\nin %s", part, got)
		}
	}
	checkLog(t, p, log, got)
	if again := texts(t, d); again != got {
		t.Error("a second walk redacts otherwise")
	}
	if strings.Contains(texts(t, document()), "REDACTED") {
		t.Error("the given document was changed")
	}
}

// checkLog compares the log with the redacted texts: each number once in both, each
// placeholder as long as the others, none of the values anywhere, and commitments that
// the values open.
func checkLog(t *testing.T, p *Plan, log *Log, got string) {
	t.Helper()
	stands := map[string]bool{}
	for _, found := range regexp.MustCompile(`\[REDACTED (R-\d+): .{25}\]`).FindAllStringSubmatch(got, -1) {
		stands[found[1]] = true
	}
	if begun := strings.Count(got, "[REDACTED "); begun != len(regexp.MustCompile(`\[REDACTED R-\d{4}: .{25}\]`).FindAllString(got, -1)) {
		t.Errorf("of %d placeholders some have another length:\n%s", begun, got)
	}
	logged := map[string]bool{}
	for e, err := range log.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		logged[e.ID] = true
		if e.value == "" || e.Commitment != p.key.Commitment(e.ID, e.value) {
			t.Errorf("%s: the commitment does not open", e.ID)
		}
	}
	if diff := cmp.Diff(stands, logged); diff != "" || int64(len(logged)) != log.Count {
		t.Errorf("the log counts %d; in the document (-) and in the log (+):\n%s", log.Count, diff)
	}
	for _, m := range withheld.NewSet(log.Values()).Find(got) {
		t.Errorf("%q is left: %s", log.Values()[m.Value], got[max(0, m.Start-40):min(len(got), m.End+40)])
	}
	var csv strings.Builder
	if n, err := log.WriteCSV(context.Background(), &csv); err != nil || n != log.Count {
		t.Errorf("csv: %d, %v", n, err)
	}
	if found := withheld.NewSet(log.Values()).Find(csv.String()); len(found) > 0 {
		t.Errorf("the log tells %q", log.Values()[found[0].Value])
	}
}

// TestApplyHostile redacts what a suspect can write into names and titles, field by
// field: none of it is left.
func TestApplyHostile(t *testing.T) {
	for _, field := range []string{report.ColumnObject, report.ColumnVerbatim, report.ColumnStatement} {
		p := plan(t, "rules: [{name: all, reason: PRIVILEGE, basis: b, fields: ["+field+"]}]")
		d, log, err := Apply(context.Background(), reporttest.Hostile(90), p)
		if err != nil {
			t.Fatal(err)
		}
		checkLog(t, p, log, texts(t, d))
		if rows, err := d.Walk(context.Background(), func(*report.Row) error { return nil }); rows != 90 || err != nil {
			t.Errorf("%d rows, %v", rows, err)
		}
	}
}

// TestApplyEvent withholds an event as a whole: what no other row says is gone from
// the front matter too, what others say stays there.
func TestApplyEvent(t *testing.T) {
	p := plan(t, `rules: [{name: memo, reason: PRIVILEGE, basis: b, events: ["01000000000000000000000000000000", "ff000000000000000000000000000000"]}]`)
	given := document()
	given.Rows.(report.RowList)[1].Cells[2] = "mike.h@acme.example"
	given.Front[0].Blocks = append(given.Front[0].Blocks, report.Paragraph{Text: "First: Advice of Hartwell &amp; Lowe, by mike.h@acme.example"})
	d, log, err := Apply(context.Background(), given, p)
	if err != nil {
		t.Fatal(err)
	}
	got := texts(t, d)
	checkLog(t, p, log, got)
	for _, part := range []string{"First: [REDACTED R-0001: legal privilege or advice], by mike.h@acme.example", "row MH-0002 | 2024-05-13T22:42:07Z | mike.h@acme.example |",
		"row MH-0001 | 2024-05-13T22:42:07Z | [REDACTED R-0003: legal privilege or advice] | [REDACTED"} {
		if !strings.Contains(got, part) {
			t.Errorf("not found: %s\nin %s", part, got)
		}
	}
	if want := []Kept{{"memo", whyElsewhere, 2}}; !cmp.Equal(want, log.Kept) {
		t.Errorf("kept %+v, want %+v", log.Kept, want)
	}
}
