// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"strings"
	"time"
	"unicode/utf8"

	"dossier/event"
)

// sameWithin is how far the clocks of two systems that record one act may stand
// apart.
const sameWithin = 2 * time.Minute

// markSame marks the items that tell of an act which an earlier item has told: the
// same print job in the logs of two systems, or two rows that one export leaves
// behind. What makes two print jobs one is in samePrint; exports and messages are
// one by their Group.
func markSame(items []Item) {
	exported := map[string]bool{}
	for i := range items {
		e := items[i].Event
		switch {
		case isExport(e.Kind) && e.Group != "":
			key := e.Group + "\x00" + string(e.Kind)
			items[i].Same = exported[key]
			exported[key] = true
		case e.Kind == event.PrintJob:
			items[i].Same = printedBefore(items[:i], e)
		}
	}
}

// printedBefore looks for an item of another system that tells of the same job
// and has no counterpart in this system yet.
func printedBefore(items []Item, e *event.Event) bool {
	for i := len(items) - 1; i >= 0; i-- {
		other := items[i].Event
		if e.Time.UTC.Sub(other.Time.UTC) > sameWithin {
			return false
		}
		if !items[i].Same && samePrint(other, e) && !taken(items[i+1:], other, e.Origin.Parser) {
			return true
		}
	}
	return false
}

// taken reports whether an item of the parser is already the counterpart of other.
func taken(items []Item, other *event.Event, parser string) bool {
	for i := range items {
		if items[i].Same && items[i].Event.Origin.Parser == parser && samePrint(other, items[i].Event) {
			return true
		}
	}
	return false
}

// samePrint reports whether two systems recorded one job: document names that
// agree as far as both go, and page counts that do not contradict each other.
func samePrint(a, b *event.Event) bool {
	if a.Origin.Parser == b.Origin.Parser || a.Kind != event.PrintJob || b.Kind != event.PrintJob {
		return false
	}
	p, q := a.Quantities.Pages, b.Quantities.Pages
	if p.Present() && q.Present() && p.Count != q.Count && !timesCopies(a, b) {
		return false
	}
	return agree(a.Object.Name, b.Object.Name)
}

// timesCopies reports whether the page counts agree once copies are multiplied in.
func timesCopies(a, b *event.Event) bool {
	for _, pair := range [][2]*event.Event{{a, b}, {b, a}} {
		copies := pair[0].Quantities.Copies
		if copies.Present() && pair[0].Quantities.Pages.Count*copies.Count == pair[1].Quantities.Pages.Count {
			return true
		}
	}
	return false
}

// namesCutAt is the shortest length at which print systems cut document names.
const namesCutAt = 31

// agree reports whether two names are the same, or one is the other cut short, or
// one of them is not recorded.
func agree(a, b string) bool {
	if a == "" || b == "" || a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return utf8.RuneCountInString(a) >= namesCutAt && strings.HasPrefix(b, strings.TrimRight(a, ".…"))
}

func isExport(k event.Kind) bool {
	switch k {
	case event.CRMReportExport, event.CRMListExport, event.CRMAnalyticsSave, event.CRMBulkRead, event.CRMBackupDownload, event.CRMReportPrint, event.CRMReportSend:
		return true
	}
	return false
}
