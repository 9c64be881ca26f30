// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"testing"
	"time"

	"dossier/event"
	"dossier/parsers"
)

func TestParseWall(t *testing.T) {
	for _, c := range []struct {
		text      string
		order     parsers.DateOrder
		want      string // RFC 3339 with nanoseconds, as if UTC where no offset
		precision event.Precision
		sure      bool
	}{
		{"2023-12-18T05:48:31.655Z", 0, "2023-12-18T05:48:31.655Z", event.PrecisionMilli, true},
		{"20231218054831.655", 0, "2023-12-18T05:48:31.655Z", event.PrecisionMilli, true},
		{"20211019050707.13", 0, "2021-10-19T05:07:07.13Z", event.PrecisionMilli, true},
		{"2025-09-02T20:11:47.000+0000", 0, "2025-09-02T20:11:47Z", event.PrecisionMilli, true},
		{"2026-01-24T06:54:24.0000000Z ", 0, "2026-01-24T06:54:24Z", event.PrecisionNano, true},
		{"9/20/2023 4:05:03 AM", 0, "2023-09-20T04:05:03Z", event.PrecisionSecond, true},
		{"5/6/2023 12:05:03 PM", 0, "2023-05-06T12:05:03Z", event.PrecisionSecond, false},
		{"5/6/2023 12:05 AM", parsers.OrderDMY, "2023-06-05T00:05:00Z", event.PrecisionMinute, true},
		{"7/9/2026, 7:05:31 AM", parsers.OrderMDY, "2026-07-09T07:05:31Z", event.PrecisionSecond, true},
		{"5/31/2026 4:36:21\u202fPM", 0, "2026-05-31T16:36:21Z", event.PrecisionSecond, true},
		{"13.05.2024 18:02", 0, "2024-05-13T18:02:00Z", event.PrecisionMinute, true},
		{"13/May/2024:18:02:11 -0400", 0, "2024-05-13T22:02:11Z", event.PrecisionSecond, true},
		{"2024/03/05 12:34:56 UTC", 0, "2024-03-05T12:34:56Z", event.PrecisionSecond, true},
		{"2021-05-18 16:50:30 +0200", 0, "2021-05-18T14:50:30Z", event.PrecisionSecond, true},
		{"May 13, 2024", 0, "2024-05-13T00:00:00Z", event.PrecisionDay, true},
		{"2024-02-29", 0, "2024-02-29T00:00:00Z", event.PrecisionDay, true},
	} {
		w, ok := parsers.ParseWall(c.text, c.order)
		if !ok {
			t.Errorf("%q is not read", c.text)
			continue
		}
		got := w.UTC(c.text)
		if s := got.UTC.Format(time.RFC3339Nano); s != c.want || got.Precision != c.precision || w.Sure != c.sure {
			t.Errorf("%q: %s %v sure %v, want %s %v %v", c.text, s, got.Precision, w.Sure, c.want, c.precision, c.sure)
		}
	}
	for _, bad := range []string{"", "yesterday", "2.02312E+13", "30/02/2024", "2023-02-30T01:02:03Z", "24:00", "1/2/3", "13/13/2024", "2024-05-13 25:00:00", "2024-05-13T10:00:00 EST"} {
		if w, ok := parsers.ParseWall(bad, 0); ok {
			t.Errorf("%q is read as %v", bad, w.Clock)
		}
	}
}

func TestInferOrder(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  parsers.DateOrder
	}{
		{[]string{"1/2/2024", "3/14/2024"}, parsers.OrderMDY},
		{[]string{"1/2/2024", "14/3/2024"}, parsers.OrderDMY},
		{[]string{"1/2/2024"}, parsers.OrderUnknown},
		{[]string{"01.02.2024"}, parsers.OrderDMY},
		{[]string{"2024-01-02"}, parsers.OrderYMD},
		{[]string{"x"}, parsers.OrderUnknown},
	} {
		if got := parsers.InferOrder(c.texts); got != c.want {
			t.Errorf("InferOrder(%q) = %v, want %v", c.texts, got, c.want)
		}
	}
}

func TestIP(t *testing.T) {
	for in, want := range map[string]string{
		"80.114.221.214:52378": "80.114.221.214", "[2001:db8::1]:443": "2001:db8::1", "fe80::1%3": "fe80::1",
		"::ffff:192.0.2.4": "192.0.2.4", "[192.0.2.4]": "192.0.2.4", "Salesforce.com IP": "", "<null>": "", "": "",
	} {
		if got := parsers.IP(in); got != want {
			t.Errorf("IP(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSONKeepsWhatEvidenceHas(t *testing.T) {
	v, err := parsers.ParseJSON([]byte(`{"a":{"b":[1,"x",null]},"n":6139157572367.0,"a":2}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Get("a", "b").String(); got != `[1,"x",null]` {
		t.Errorf("a.b = %s", got)
	}
	if got := v.Get("n").Text(); got != "6139157572367.0" {
		t.Errorf("n = %s", got)
	}
	if v.Get("a", "b", "c").Exists() || len(v.Members()) != 3 {
		t.Error("a member was invented or lost")
	}
	for _, bad := range []string{`{"a":1} x`, `{"a":`, ``, `{a:1}`} {
		if _, err := parsers.ParseJSON([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
