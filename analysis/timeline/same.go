// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/analysis/identity"
	"dossier/event"
)

// sameWithin is how far the clocks of two systems that record one act may stand
// apart.
const sameWithin = 2 * time.Minute

// loginWithin is the same for two logs of one system.
const loginWithin = 2 * time.Second

// MarkSame marks the items that tell of an act which an earlier item has told: one
// message in the audit log and in the trace, one print job or log-in in the logs of
// two systems, two rows that one export or one change of an owner leaves behind.
// Messages, exports and changes are one by their Group; what makes two print jobs or log-ins one is in samePrint and
// sameLogin. The items are one person's, in the order of time.
func MarkSame(items []Item) {
	first := map[string]int{}
	for i := range items {
		items[i].SameAs = -1
		e := items[i].Event
		switch {
		case e.Group != "" && (isExport(e.Kind) || leaves(e.Kind) || isChange(e.Kind)):
			key := e.Group + "\x00" + actOf(e.Kind)
			if at, ok := first[key]; ok {
				items[i].SameAs = at
			} else {
				first[key] = i
			}
		case e.Kind == event.PrintJob:
			items[i].SameAs = toldBefore(items[:i], e, samePrint, sameWithin)
		case e.Kind == event.AuthLogin || e.Kind == event.AuthFail:
			items[i].SameAs = toldBefore(items[:i], e, sameLogin, loginWithin)
		}
		items[i].Same = items[i].SameAs >= 0
	}
}

// isChange reports whether a system may keep several rows about such a change: one
// with names, one with ids.
func isChange(k event.Kind) bool {
	return k == event.CRMOwnerChange || k == event.CRMRecordUpdate || k == event.CRMRecordCreate || k == event.CRMRecordMerge
}

// actOf is what the kinds of one group have in common: a message is sent once,
// whichever systems saw it go.
func actOf(k event.Kind) string {
	if leaves(k) {
		return "send"
	}
	return string(k)
}

// toldBefore is the index of an item of another system that tells of the same act
// and has no counterpart in this system yet; -1 if there is none.
func toldBefore(items []Item, e *event.Event, same func(a, b *event.Event) bool, within time.Duration) int {
	for i := len(items) - 1; i >= 0; i-- {
		other := items[i].Event
		if e.Time.UTC.Sub(other.Time.UTC) > within {
			return -1
		}
		if !items[i].Same && same(other, e) && !taken(items[i+1:], i, e.Origin.Parser) {
			return i
		}
	}
	return -1
}

// taken reports whether an item of the parser is already the counterpart of the
// item at first.
func taken(items []Item, first int, parser string) bool {
	for i := range items {
		if items[i].Same && items[i].SameAs == first && items[i].Event.Origin.Parser == parser {
			return true
		}
	}
	return false
}

// sameLogin reports whether two logs of one system recorded one log-in.
func sameLogin(a, b *event.Event) bool {
	return a.Kind == b.Kind && a.Origin.Parser != b.Origin.Parser && identity.Key(a.Actor) == identity.Key(b.Actor) &&
		(a.IP == "" || b.IP == "" || a.IP == b.IP)
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

// agree reports whether two names are the same, or one is the other cut short or
// without what a code page lacks, or one of them is not recorded.
func agree(a, b string) bool {
	if a == "" || b == "" || a == b || lost(a, b) || lost(b, a) {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return utf8.RuneCountInString(a) >= namesCutAt && strings.HasPrefix(b, strings.TrimRight(a, ".…"))
}

// lost reports whether b is a as a system writes it whose code page lacks some of
// its characters: they are left out or have become question marks. Blanks beside
// them do not count, and letters and digits of ASCII every code page has.
func lost(a, b string) bool {
	rest, gone := []rune(strings.TrimSpace(b)), false
	if len(rest) == 0 {
		return false
	}
	for _, c := range strings.TrimSpace(a) {
		switch {
		case len(rest) > 0 && rest[0] == c:
			rest, gone = rest[1:], false
		case c > unicode.MaxASCII || unicode.IsControl(c):
			if len(rest) > 0 && rest[0] == '?' {
				rest = rest[1:]
			}
			gone = true
		case c != ' ' || !gone:
			return false
		}
	}
	return len(rest) == 0
}

func isExport(k event.Kind) bool {
	switch k {
	case event.CRMReportExport, event.CRMListExport, event.CRMAnalyticsSave, event.CRMBulkRead, event.CRMBackupDownload, event.CRMReportPrint, event.CRMReportSend:
		return true
	}
	return false
}

// Fold gathers the items under the one that told their act first, in the order of
// those. The slices share the items' events.
func Fold(items []Item) []Folded {
	var list []Folded
	at := map[int]int{}
	for i, item := range items {
		if item.Same {
			first := at[item.SameAs]
			list[first].Also = append(list[first].Also, item)
			continue
		}
		at[i] = len(list)
		list = append(list, Folded{Item: item})
	}
	return list
}

// Folded is an act with all items that tell of it.
type Folded struct {
	Item
	Also []Item
}
