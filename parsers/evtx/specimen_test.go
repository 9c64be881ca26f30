// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"dossier/parsers/evtx"
	"dossier/parsers/evtx/evtxtest"
)

// created is an instant that a float of seconds cannot hold.
var created = time.Date(2026, 3, 2, 16, 45, 12, 123456700, time.UTC)

// printed returns event 307 for the n-th job.
func printed(n int) evtxtest.Event {
	e := evtxtest.PrintService(307, "DocumentPrinted", evtxtest.Params(
		fmt.Sprint(n), "Kundenliste <Süd> & Co. 😀.xlsx", `CONTOSO\m.muster`, `\\WS-0042`, "HP-3-OG", "IP_10.0.0.9", "81920", "12")...)
	e.Created = created.Add(time.Duration(n) * time.Second)
	e.Computer = "print01.contoso.example"
	e.UserSID = "S-1-5-21-4230534742-2542757381-3142984815-1111"
	return e
}

func printedMany(n int) []evtxtest.Event {
	events := make([]evtxtest.Event, n)
	for i := range events {
		events[i] = printed(i + 1)
	}
	return events
}

// walk reads a log and fails the test unless the pieces tile it.
func walk(t testing.TB, log []byte) []evtx.Piece {
	t.Helper()
	var pieces []evtx.Piece
	pos := int64(0)
	err := evtx.Read(bytes.NewReader(log), int64(len(log)), func(p evtx.Piece) error {
		checkPiece(t, p, pos)
		pos += p.Length
		pieces = append(pieces, p)
		return nil
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	if pos != int64(len(log)) {
		t.Fatalf("pieces end at %d of %d bytes", pos, len(log))
	}
	return pieces
}

// checkPiece checks what the contract says of each piece.
func checkPiece(t testing.TB, p evtx.Piece, pos int64) {
	t.Helper()
	if p.Offset != pos || p.Length < 1 {
		t.Fatalf("%v at %d+%d, want it at %d", p.Kind, p.Offset, p.Length, pos)
	}
	if isRecord := p.Kind == evtx.Record; isRecord != (p.Event != nil) || isRecord != (p.Reason == "") {
		t.Fatalf("%v at %d: event %v, reason %q", p.Kind, pos, p.Event != nil, p.Reason)
	}
	if p.Remnant && p.Kind != evtx.Record {
		t.Fatalf("%v at %d is a remnant", p.Kind, pos)
	}
}

func ofKind(pieces []evtx.Piece, kind evtx.Kind) []evtx.Piece {
	var some []evtx.Piece
	for _, p := range pieces {
		if p.Kind == kind {
			some = append(some, p)
		}
	}
	return some
}

func TestDocumentPrinted(t *testing.T) {
	records := ofKind(walk(t, evtxtest.File(printed(1))), evtx.Record)
	if len(records) != 1 {
		t.Fatalf("%d records, want 1", len(records))
	}
	r := records[0]
	if want := created.Add(time.Second); r.RecordID != 1 || !r.Written.Equal(want) || r.Remnant {
		t.Errorf("record %d written %v (remnant %v), want 1, %v", r.RecordID, r.Written, r.Remnant, want)
	}
	const want = `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>` +
		`<Provider Name="Microsoft-Windows-PrintService" Guid="{747ef6fd-e535-4d16-b510-42c90f6873a1}"/>` +
		`<EventID>307</EventID><Version>0</Version><Level>4</Level><Task>26</Task><Opcode>11</Opcode>` +
		`<Keywords>0x4000000000000840</Keywords><TimeCreated SystemTime="2026-03-02T16:45:13.1234567Z"/>` +
		`<EventRecordID>1</EventRecordID><Correlation/><Execution ProcessID="1048" ThreadID="3836"/>` +
		`<Channel>Microsoft-Windows-PrintService/Operational</Channel><Computer>print01.contoso.example</Computer>` +
		`<Security UserID="S-1-5-21-4230534742-2542757381-3142984815-1111"/></System><UserData>` +
		`<DocumentPrinted xmlns="http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events">` +
		`<Param1>1</Param1><Param2>Kundenliste &lt;Süd&gt; &amp; Co. 😀.xlsx</Param2><Param3>CONTOSO\m.muster</Param3>` +
		`<Param4>\\WS-0042</Param4><Param5>HP-3-OG</Param5><Param6>IP_10.0.0.9</Param6><Param7>81920</Param7><Param8>12</Param8>` +
		`</DocumentPrinted></UserData></Event>`
	if got := string(r.Event.AppendXML(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLookups(t *testing.T) {
	e := evtxtest.Event{
		Provider: "P", Computer: "C", Channel: "Security", EventID: 4663, Created: created,
		EventData: []evtxtest.Field{{Name: "ObjectName", Value: `C:\x`}, {Name: "AccessMask", Value: evtxtest.Hex32(0x1)}},
	}
	root := ofKind(walk(t, evtxtest.File(e)), evtx.Record)[0].Event
	if got, ok := root.Find("System", "EventID").Value.Uint64(); got != 4663 || !ok {
		t.Errorf("EventID is %d, %v", got, ok)
	}
	if got := root.Find("EventData").Data("ObjectName").Text(); got != `C:\x` {
		t.Errorf("ObjectName is %q", got)
	}
	if v, ok := root.Find("System", "TimeCreated").AttrValue("SystemTime"); !ok {
		t.Error("no SystemTime")
	} else if got, ok := v.Time(); !ok || !got.Equal(created) {
		t.Errorf("SystemTime is %v, %v, want %v", got, ok, created)
	}
	if root.Find("System", "Nothing", "EventID") != nil || root.Find("None").Text() != "" ||
		root.Find("None").Attr("A") != "" || root.Find("None").Data("D") != nil {
		t.Error("something was found in nothing")
	}
	if _, ok := root.Find("System", "Security").AttrValue("UserID"); ok {
		t.Error("an optional null attribute is there")
	}
	if root.Find() != root {
		t.Error("the empty path is not the element itself")
	}
}

func TestManyChunks(t *testing.T) {
	const count = 1000
	log := evtxtest.File(printedMany(count)...)
	records := ofKind(walk(t, log), evtx.Record)
	if len(records) != count {
		t.Fatalf("%d records, want %d", len(records), count)
	}
	for i, r := range records {
		param := r.Event.Find("UserData", "DocumentPrinted", "Param1").Text()
		if r.RecordID != uint64(i+1) || param != fmt.Sprint(i+1) || r.Remnant {
			t.Fatalf("record %d has id %d and Param1 %s, remnant %v", i, r.RecordID, param, r.Remnant)
		}
	}
	if chunks := (len(log) - 4096) / 65536; chunks < 5 {
		t.Errorf("%d chunks: the test needs several", chunks)
	}
	for _, p := range walk(t, log) {
		if p.Kind == evtx.Reject || bytes.Contains([]byte(p.Reason), []byte("match")) {
			t.Errorf("%v at %d: %s", p.Kind, p.Offset, p.Reason)
		}
	}
}

func TestEmptyInputs(t *testing.T) {
	if pieces := walk(t, nil); len(pieces) != 0 {
		t.Errorf("nothing has %d pieces", len(pieces))
	}
	if records := ofKind(walk(t, evtxtest.File()), evtx.Record); len(records) != 0 {
		t.Errorf("an empty log has %d records", len(records))
	}
	for _, text := range []string{"x", "no event log", "ElfFile\x00", "ElfChnk\x00"} {
		if pieces := walk(t, []byte(text)); len(pieces) != 1 || pieces[0].Kind != evtx.Reject {
			t.Errorf("%q gives %+v", text, pieces)
		}
	}
}

// TestValues checks that each type is printed as Windows does.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, ""},
		{"", ""},
		{"a\x00b\x00\x00", "a\x00b"},
		{"ℵ😀", "ℵ😀"},
		{int8(-5), "-5"},
		{uint8(200), "200"},
		{int16(-30000), "-30000"},
		{uint16(65535), "65535"},
		{int32(-1), "-1"},
		{uint32(1 << 31), "2147483648"},
		{int64(-1 << 63), "-9223372036854775808"},
		{uint64(1<<64 - 1), "18446744073709551615"},
		{float32(0.1), "0.1"},
		{1e300, "1e+300"},
		{true, "true"},
		{false, "false"},
		{[]byte{0, 0xab}, "00AB"},
		{evtxtest.GUID("{00112233-4455-6677-8899-aabbccddeeff}"), "{00112233-4455-6677-8899-aabbccddeeff}"},
		{evtxtest.SID("S-1-5-18"), "S-1-5-18"},
		{evtxtest.Hex32(0x1f), "0x1f"},
		{evtxtest.Hex64(0x8020000000000000), "0x8020000000000000"},
		{created, "2026-03-02T16:45:12.1234567Z"},
		{time.Time{}, "1601-01-01T00:00:00.0000000Z"},
	} {
		e := evtxtest.Event{EventData: []evtxtest.Field{{Name: "V", Value: test.value}}}
		data := ofKind(walk(t, evtxtest.File(e)), evtx.Record)[0].Event.Find("EventData").Data("V")
		if data == nil {
			t.Errorf("%T %v: no Data", test.value, test.value)
		} else if got := data.Text(); got != test.want {
			t.Errorf("%T %v is %q, want %q", test.value, test.value, got, test.want)
		}
	}
}

// TestArrays checks that an array repeats its element.
func TestArrays(t *testing.T) {
	for _, test := range []struct {
		value any
		want  []string
	}{
		{[]string{"a", "", "c"}, []string{"a", "", "c"}},
		{[]string{}, []string{""}},
		{[]uint16{1, 2}, []string{"1", "2"}},
		{[]uint32{7}, []string{"7"}},
		{[]uint64{1, 1 << 63}, []string{"1", "9223372036854775808"}},
	} {
		e := evtxtest.Event{EventData: []evtxtest.Field{{Value: test.value}}}
		var got []string
		for data := range ofKind(walk(t, evtxtest.File(e)), evtx.Record)[0].Event.Find("EventData").All() {
			got = append(got, data.Text())
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
			t.Errorf("%T %v is %q, want %q", test.value, test.value, got, test.want)
		}
	}
}

func TestVisitorEndsWalk(t *testing.T) {
	stop := fmt.Errorf("enough")
	calls := 0
	log := evtxtest.File(printedMany(10)...)
	err := evtx.Read(bytes.NewReader(log), int64(len(log)), func(evtx.Piece) error {
		if calls++; calls == 5 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || calls != 5 {
		t.Errorf("error %v after %d calls, want %v after 5", err, calls, stop)
	}
}

func TestReadError(t *testing.T) {
	log := evtxtest.File(printedMany(200)...)
	pos := int64(0)
	err := evtx.Read(bytes.NewReader(log[:100_000]), int64(len(log)), func(p evtx.Piece) error {
		checkPiece(t, p, pos)
		pos += p.Length
		return nil
	})
	if err == nil || pos != 4096+65536 {
		t.Errorf("error %v after %d bytes of a log that is shorter than it says", err, pos)
	}
}
