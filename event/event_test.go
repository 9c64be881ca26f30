// SPDX-License-Identifier: Apache-2.0

package event_test

import (
	"strings"
	"testing"
	"time"

	"dossier/event"
)

func TestKindsAreClosedAndWellFormed(t *testing.T) {
	domains := map[string]bool{"crm": true, "mail": true, "file": true, "print": true, "auth": true, "admin": true}
	seen := map[event.Kind]bool{}
	for _, k := range event.Kinds() {
		if seen[k] {
			t.Errorf("%s is listed twice", k)
		}
		seen[k] = true
		if !domains[k.Domain()] || !strings.Contains(string(k), ".") {
			t.Errorf("%s: not domain.what", k)
		}
		if !k.Known() {
			t.Errorf("%s is not known", k)
		}
	}
	if event.Kind("crm.made.up").Known() {
		t.Error("an invented kind is known")
	}
}

func TestKindIn(t *testing.T) {
	for pattern, want := range map[string]bool{
		"crm.report.export": true, "crm.report.*": true, "crm": true, "crm.*": true, "*": true,
		"crm.rep": false, "mail.*": false, "crm.report.export.more": false,
	} {
		if got := event.CRMReportExport.In(pattern); got != want {
			t.Errorf("In(%q) = %v, want %v", pattern, got, want)
		}
	}
}

func TestSalesforceID18(t *testing.T) {
	for in, want := range map[string]string{
		"0055j000000utlP":    "0055j000000utlPAAQ",
		"0055j00000AT6I1":    "0055j00000AT6I1AAL",
		"0055j00000AT6I1AAL": "0055j00000AT6I1AAL",
		"short":              "short",
		"0055j00000AT6I-":    "0055j00000AT6I-",
	} {
		if got := event.SalesforceID18(in); got != want {
			t.Errorf("SalesforceID18(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCanonicalAccounts(t *testing.T) {
	same := [][2]event.Account{
		{{event.Email, "Mike.Hall@Larkfield.example"}, {event.Email, "mike.hall@larkfield.example"}},
		{{event.SalesforceID, "0055j00000AT6I1"}, {event.SalesforceID, "0055j00000AT6I1AAL"}},
		{{event.WindowsSAM, `LARKFIELD\MHall`}, {event.WindowsSAM, `larkfield\mhall`}},
	}
	for _, pair := range same {
		if pair[0].Canonical() != pair[1].Canonical() {
			t.Errorf("%v and %v differ", pair[0], pair[1])
		}
	}
	if (event.Account{event.SalesforceID, "0055j00000AT6I1"}).Canonical() == (event.Account{event.SalesforceID, "0055j00000at6i1"}).Canonical() {
		t.Error("15-character ids that differ in case are the same account")
	}
}

func TestLocalTimeAtTheClockChanges(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	wall := func(s string) time.Time {
		v, err := time.Parse(time.DateTime, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		wall, utc string
		zone      *time.Location
		flags     event.TimeFlags
		basis     event.TimeBasis
	}{
		{"2024-05-13 18:00:00", "2024-05-13T22:00:00Z", newYork, 0, event.TimeSupplied},
		{"2024-11-03 01:30:00", "2024-11-03T05:30:00Z", newYork, event.Ambiguous, event.TimeSupplied},
		{"2024-11-03 02:00:00", "2024-11-03T07:00:00Z", newYork, 0, event.TimeSupplied},
		{"2024-11-03 00:59:59", "2024-11-03T04:59:59Z", newYork, 0, event.TimeSupplied},
		{"2024-03-10 02:30:00", "2024-03-10T07:30:00Z", newYork, event.Impossible, event.TimeSupplied},
		{"2024-05-13 18:00:00", "2024-05-13T18:00:00Z", nil, event.ZoneAssumed, event.TimeUnknown},
	} {
		got := event.Local(wall(c.wall), c.zone, event.PrecisionSecond, c.wall)
		if got.UTC.Format(time.RFC3339) != c.utc || got.Flags != c.flags || got.Basis != c.basis {
			t.Errorf("%s in %v: %s flags %q basis %s, want %s %q %s", c.wall, c.zone,
				got.UTC.Format(time.RFC3339), got.Flags, got.Basis, c.utc, c.flags, c.basis)
		}
	}
}

func TestInstantOutOfRangeIsNoTime(t *testing.T) {
	got := event.Instant(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), event.PrecisionSecond, event.TimeFormat, "9999")
	if got.Known() || got.Flags&event.OutOfRange == 0 || got.Text != "9999" {
		t.Errorf("got %+v", got)
	}
}

func TestIDAndKeyAreStable(t *testing.T) {
	var d event.Digest
	d[0] = 7
	if got := event.NewID(d, 12, 1).String(); got != event.NewID(d, 12, 1).String() || got == event.NewID(d, 12, 2).String() {
		t.Error("ID does not depend on exactly its parts")
	}
	if event.NewKey("a", "bc") == event.NewKey("ab", "c") {
		t.Error("keys run their parts together")
	}
	id := event.NewID(d, 1, 0)
	if back, err := event.ParseID(id.String()); err != nil || back != id {
		t.Errorf("ParseID: %v %v", back, err)
	}
}
