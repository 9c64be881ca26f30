// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dossier/event"
	"dossier/report/manifest"
	"dossier/report/statement"
)

// ErrSelfTest says that this program does not compute what it should, on this machine.
var ErrSelfTest = errors.New("self-test failed")

// known are questions whose answers are known beforehand, from published vectors where
// there are any. They run before each export.
var known = []struct {
	what, want string
	got        func() (string, error)
}{
	{"SHA-256 of ‘abc’ (FIPS 180-4)", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", func() (string, error) {
		return fmt.Sprintf("%x", sha256.Sum256([]byte("abc"))), nil
	}},
	{"HMAC-SHA-256 (RFC 4231, case 2)", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", func() (string, error) {
		h := hmac.New(sha256.New, []byte("Jefe"))
		h.Write([]byte("what do ya want for nothing?"))
		return hex.EncodeToString(h.Sum(nil)), nil
	}},
	{"identifier of an event", "71318c6d", func() (string, error) {
		return event.NewID(sha256.Sum256([]byte("abc")), 1, 2).String()[:8], nil
	}},
	{"local time before and after clocks go forward in New York", "2024-03-10 (Sun) 01:59:59 EST (UTC-05:00) | 2024-03-10 (Sun) 03:00:00 EDT (UTC-04:00)", func() (string, error) {
		zone, err := time.LoadLocation("America/New_York")
		at := event.Time{UTC: time.Date(2024, 3, 10, 6, 59, 59, 0, time.UTC), Precision: event.PrecisionSecond}
		if err != nil {
			return "", err
		}
		before := timeLocal(at, zone)
		at.UTC = at.UTC.Add(time.Second)
		return before + " | " + timeLocal(at, zone), nil
	}},
	{"a local time that London has twice", "ambiguous-DST: 2024-10-27T00:30:00Z or 2024-10-27T01:30:00Z", func() (string, error) {
		zone, err := time.LoadLocation("Europe/London")
		if err != nil {
			return "", err
		}
		t := event.Local(time.Date(2024, 10, 27, 1, 30, 0, 0, time.UTC), zone, event.PrecisionSecond, "")
		return timeFlag(t) + ": " + timeUTC(t) + " or " + otherTime(t, event.Source{Zone: "Europe/London"}), nil
	}},
	{"a sentence", "Account ‘a’ exported report ‘R’ to a file (2 rows).", func() (string, error) {
		return statement.Of(&event.Event{Kind: event.CRMReportExport, Actor: event.Account{Namespace: event.Email, Name: "a"},
			Object: event.Object{Type: "report", Name: "R"}, Quantities: event.Quantities{Records: event.Count(2)}}, statement.Named{}), nil
	}},
	{"counts that do not add up", "2 events are in scope, and 1 are exported or excluded", func() (string, error) {
		return fmt.Sprint(manifest.Counts{InScope: 2, Exported: 1}.Check()), nil
	}},
}

// SelfTest asks the known questions and says of each that its answer was right. The
// first that is not is an error.
func SelfTest() ([]string, error) {
	var done []string
	for _, k := range known {
		got, err := k.got()
		if err == nil && got != k.want {
			err = fmt.Errorf("got %s, want %s", got, k.want)
		}
		if err != nil {
			return done, fmt.Errorf("%w: %s: %w", ErrSelfTest, k.what, err)
		}
		done = append(done, k.what+": as expected")
	}
	return done, nil
}
