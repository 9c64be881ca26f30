// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/hex"
	"strings"
	"time"

	"dossier/event"
)

// cursor is the place behind an event in the order of an answer: its time and its
// id, "2024-05-10T22:14:02Z_b18f…", or "none_b18f…" if it has no time. It stays valid
// whatever is added to the case, and even if the event is no longer found.
func cursor(e *event.Event) string {
	at := cursorTimeless
	if e.Time.Known() {
		at = e.Time.UTC.UTC().Format(time.RFC3339Nano)
	}
	return at + "_" + e.ID.String()
}

const cursorTimeless = "none"

// parseCursor reads what cursor wrote, as an event that has no more than that.
func parseCursor(text string) (*event.Event, error) {
	at, id, _ := strings.Cut(text, "_")
	e := &event.Event{}
	digits, err := hex.DecodeString(id)
	if err != nil || len(digits) != len(e.ID) {
		return nil, usagef("--after %q: want the cursor of an earlier answer", text)
	}
	e.ID = event.ID(digits)
	if at == cursorTimeless {
		return e, nil
	}
	t, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return nil, usagef("--after %q: want the cursor of an earlier answer", text)
	}
	e.Time = event.Instant(t.UTC(), event.PrecisionNano, event.TimeRecorded, "")
	return e, nil
}
