// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// TestBroken cuts AuditData off at every place: the event stays, and says so.
func TestBroken(t *testing.T) {
	for n := 1; n < len(recordSend); n++ {
		c, err := parsertest.CollectBytes(Parser, []byte("CreationDate,UserIds,Operations,AuditData\n"+
			"2024-05-14T07:15:42Z,dana.reyes@northwind.example,Send,"+cell(recordSend[:n])+"\n"))
		if err != nil || len(c.Events) != 1 {
			t.Fatalf("cut off at %d: %d events, %v", n, len(c.Events), err)
		}
		e := c.Events[0]
		if e.Attr("audit-data-broken") == "" || e.Kind != event.MailSend || e.Actor.Name != "dana.reyes@northwind.example" ||
			e.Time.UTC.Format(time.DateTime) != "2024-05-14 07:15:42" || e.Quantities.Bytes.Present() != (n == len(recordSend)-1) {
			t.Fatalf("cut off at %d: %s", n, told(e, "audit-data-broken"))
		}
	}
}

// TestSalvage loses the beginning of AuditData.
func TestSalvage(t *testing.T) {
	text := recordLogin[20:]
	c, _ := parsertest.CollectBytes(Parser, []byte("CreationDate,UserIds,Operations,AuditData\n2024-05-13T17:58:01Z,,,"+cell(text)+"\n"))
	if len(c.Events) != 1 {
		t.Fatalf("rejects %v", c.Rejects)
	}
	want := "kind: auth.fail\ntime: 2024-05-13T17:58:01Z recorded\nactor: upn:dana.reyes@northwind.example\ninitiated: user\n" +
		"object: 00000003-0000-0ff1-ce00-000000000000\noutcome: failure\nip: 203.0.113.9\n@audit-data-broken: no json object\n"
	if diff := cmp.Diff(want, told(c.Events[0], "audit-data-broken")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c, _ = parsertest.CollectBytes(Parser, []byte("CreationDate,UserIds,Operations,AuditData\n2024-05-13T17:58:01Z,,,"+
		cell(`{"Workload":"Exchange";"Operation":"Send","UserId":"a@x.example","RecordType":2,"x":1}`)+"\n"))
	var names []string
	for _, a := range c.Events[0].Attrs {
		names = append(names, a.Name)
	}
	if got := strings.Join(names, " "); got != "workload operation record-type audit-data-broken" || c.Events[0].Kind != event.MailSend {
		t.Errorf("a spoilt comma leaves %s, %s", c.Events[0].Kind, got)
	}
	spoof := `{"CreationTime":"2024-05-13T17:58:01","Subject":"\"Operation\":\"Send\",\"UserId\":\"boss@x.example\" `
	c, _ = parsertest.CollectBytes(Parser, []byte("CreationDate,UserIds,Operations,AuditData\n2024-05-13T17:58:01Z,,Create,"+cell(spoof)+"\n"))
	if e := c.Events[0]; !e.Actor.IsZero() || e.Attr("operation") != "" || e.Kind != event.MailDraft {
		t.Errorf("a subject passes for fields: %s", told(e))
	}
}

// TestRaw takes AuditData from the row as Splunk read it.
func TestRaw(t *testing.T) {
	c, _ := parsertest.CollectBytes(Parser, []byte(sampleSplunk))
	e := c.Events[1]
	if e.Attr("audit-data-from") != "_raw" || !strings.HasPrefix(e.Attr("audit-data-broken"), "json at byte ") || e.Attr("id") != "a0000003-0000-4000-8000-000000000003" ||
		e.Key != one(t, recordSend).Key || c.Events[0].Attr("audit-data-from") != "" {
		t.Error(told(e, "audit-data-from", "audit-data-broken", "id"))
	}
	for raw, want := range map[string]string{
		`"a","{""b"":""}""}","c"`: `{"b":"}"}`, `"a",{"b":1}`: `{"b":1}`, `"{""b"":""x`: `{"b":"x`, `none`: "", `"{""b"":""""}"`: `{"b":""}`,
	} {
		if got := unquoted(raw); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}

// TestDetached keeps many events of long records: they must not keep the records.
func TestDetached(t *testing.T) {
	record := `{"CreationTime":"2024-05-14T09:00:00","Operation":"Send","RecordType":2,"UserId":"a@x.example","Blob":"` + strings.Repeat("x", 1<<20) + "\"}\n"
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c, err := parsertest.Collect(JSONParser, parsers.Input{Reader: strings.NewReader(strings.Repeat(record, 60))})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); err != nil || len(c.Events) != 60 || kept > 20<<20 {
		t.Errorf("%d events keep %d bytes, %v", len(c.Events), kept, err)
	}
	runtime.KeepAlive(c)
}

// TestRows are rows that are not what their header says.
func TestRows(t *testing.T) {
	header := "CreationDate,UserIds,Operations,AuditData\n"
	for _, c := range []struct{ name, text, want string }{
		{"torn last row", header + "2024-05-13,dana", "0 events, record cut off"},
		{"ragged", header + "2024-05-13T17:58:01Z,dana,Send,{},more\n", "1 events, ragged"},
		{"header again", header + header, "0 events"},
		{"no header", "a,b\n1,2\n", "0 events, no header with AuditData, no header with AuditData"},
	} {
		got, err := parsertest.CollectBytes(Parser, []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		say := fmt.Sprintf("%d events", len(got.Events))
		for _, e := range got.Events {
			if e.Attr("ragged-row") != "" {
				say += ", ragged"
			}
		}
		for _, r := range got.Rejects {
			say += ", " + r.Reason
		}
		if say != c.want {
			t.Errorf("%s: %s, want %s", c.name, say, c.want)
		}
	}
}

// TestLongPage reads a page longer than any single record may be: every record has
// its own place, and what is none costs no other.
func TestLongPage(t *testing.T) {
	text := `{"@odata.context":"x","value":[` + strings.Repeat(recordSend+",\n", 8000) + `{"odd":1},` + recordLogin + `],"@odata.nextLink":"y"}` + "\n"
	c, err := parsertest.CollectBytes(JSONParser, []byte(text))
	if err != nil || len(c.Events) != 8001 || len(c.Rejects) != 1 {
		t.Fatalf("%d bytes: %d events, %d rejects, %v", len(text), len(c.Events), len(c.Rejects), err)
	}
	last := c.Events[8000].Origin.Span
	if got := text[last.Offset:last.End()]; got != recordLogin || last.Line != 8001 {
		t.Errorf("the last record is %.80q at line %d", got, last.Line)
	}
}
