// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"fmt"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
)

// Window is a run of days in a zone, both ends included, with the reason for it.
type Window struct {
	First, Last event.Date
	Zone        *time.Location
	Basis       string // in words: "the 30 days up to the last working day, 2024-05-13 (hr/roster.csv line 4)"
}

// Bounds are the instants [from, to) of the window.
func (w Window) Bounds() (from, to time.Time) {
	last := w.Last.Time(w.Zone)
	return w.First.Time(w.Zone), time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, w.Zone)
}

// Days lists the days of the window.
func (w Window) Days() []event.Date {
	var days []event.Date
	for day := w.First; day != "" && day <= w.Last; day = Shift(day, 1) {
		days = append(days, day)
	}
	return days
}

// String is "2024-04-14 to 2024-05-13 (America/New_York)".
func (w Window) String() string {
	return fmt.Sprintf("%s to %s (%s)", w.First, w.Last, w.Zone)
}

// Shift moves a day by n days of the calendar.
func Shift(d event.Date, n int) event.Date {
	t := d.Time(time.UTC)
	if t.IsZero() {
		return ""
	}
	return event.Date(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// Range asks for a window.
type Range struct {
	LastDays int        // the last N days
	From, To event.Date // between two days
	Notice   bool       // 30 days before and after notice
	After    bool       // the 90 days after the last working day
}

// Lengths of the windows that have a name.
const (
	noticeDays = 30
	afterDays  = 90
)

// MissingDateError says that a window hangs on a date that no roster gives.
type MissingDateError struct {
	Person string
	Date   string // "notice date", "last working day"
}

// Error says what can be asked instead.
func (e *MissingDateError) Error() string {
	return fmt.Sprintf("%s of %s: no roster in the case gives it; name the days with --from and --to", e.Date, e.Person)
}

// resolve turns what was asked for into days. lastAct is the last day on which an
// account of the person acted, "" if none did.
func (r Range) resolve(p identity.Person, zone *time.Location, lastAct event.Date) (Window, error) {
	w := Window{Zone: zone}
	switch {
	case r.From != "" || r.To != "":
		w.First, w.Last, w.Basis = r.From, r.To, "the days asked for"
		if w.First == "" {
			w.First, w.Basis = "1970-01-01", "everything up to the day asked for"
		}
		if w.Last == "" {
			w.Last, w.Basis = lastAct, "from the day asked for to the last recorded act"
		}
	case r.Notice:
		if p.Notice == "" {
			return w, &MissingDateError{p.Name, "notice date"}
		}
		w.First, w.Last = Shift(p.Notice, -noticeDays), Shift(p.Notice, noticeDays)
		w.Basis = fmt.Sprintf("%d days before and after notice was given on %s", noticeDays, p.Notice)
	case r.After:
		if p.Leaves == "" {
			return w, &MissingDateError{p.Name, "last working day"}
		}
		w.First, w.Last = Shift(p.Leaves, 1), Shift(p.Leaves, afterDays)
		w.Basis = fmt.Sprintf("the %d days after the last working day, %s", afterDays, p.Leaves)
	default:
		return r.lastDays(w, p, lastAct)
	}
	if w.Last < w.First {
		return w, fmt.Errorf("window %s to %s: it ends before it begins", w.First, w.Last)
	}
	return w, nil
}

func (r Range) lastDays(w Window, p identity.Person, lastAct event.Date) (Window, error) {
	n := r.LastDays
	if n <= 0 {
		n = 30
	}
	w.Last, w.Basis = p.Leaves, fmt.Sprintf("the %d days up to the last working day, %s", n, p.Leaves)
	if p.Leaves == "" {
		w.Last = lastAct
		w.Basis = fmt.Sprintf("the %d days up to the last recorded act, %s; no roster gives a last working day", n, lastAct)
	}
	if w.Last == "" {
		return w, &MissingDateError{p.Name, "last working day"}
	}
	w.First = Shift(w.Last, 1-n)
	return w, nil
}
