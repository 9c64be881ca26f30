// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"time"

	"dossier/event"
)

// contest settles who holds an account on the days on which links give it to
// several persons: nobody, unless an analyst decided (class C), who wins over
// rosters. A link is divided at the days where that changes.
func contest(links []Link) []Link {
	byAccount := map[event.Account][]Link{}
	for _, l := range links {
		if l.Status == Counts {
			byAccount[Key(l.Account)] = append(byAccount[Key(l.Account)], l)
		}
	}
	var settled []Link
	for _, l := range links {
		if l.Status == Counts {
			settled = append(settled, divide(l, byAccount[Key(l.Account)])...)
		} else {
			settled = append(settled, l)
		}
	}
	return settled
}

// divide takes the days of its rivals out of a link. Decisions go first: what one
// overrules is contested by nobody any more.
func divide(l Link, rivals []Link) []Link {
	pieces := []Link{l}
	for _, decisions := range []bool{true, false} {
		for _, r := range rivals {
			if r.Person == l.Person || (r.Class == ClassC) != decisions || l.Class == ClassC && r.Class != ClassC {
				continue
			}
			status := Contested
			if r.Class == ClassC && l.Class != ClassC {
				status = Overruled
			}
			var divided []Link
			for _, piece := range pieces {
				divided = append(divided, piece.without(r, status)...)
			}
			pieces = divided
		}
	}
	return pieces
}

// without is the link before the days of the rival, on them with that status, and
// after them.
func (l Link) without(rival Link, status Status) []Link {
	if l.Status != Counts || !overlap(l, rival) {
		return []Link{l}
	}
	before, on, after := l, l, l
	on.Status = status
	var pieces []Link
	if rival.From != "" && (l.From == "" || l.From < rival.From) {
		before.To, on.From = shift(rival.From, -1), rival.From
		pieces = append(pieces, before)
	}
	pieces = append(pieces, on)
	if rival.To != "" && (l.To == "" || l.To > rival.To) {
		pieces[len(pieces)-1].To = rival.To
		after.From = shift(rival.To, 1)
		pieces = append(pieces, after)
	}
	return pieces
}

// shift is the day so many days later; a day that is none stays.
func shift(day event.Date, days int) event.Date {
	at := day.Time(time.UTC)
	if at.IsZero() {
		return day
	}
	return event.Date(at.AddDate(0, 0, days).Format(time.DateOnly))
}

func overlap(a, b Link) bool {
	return (a.To == "" || b.From == "" || b.From <= a.To) && (b.To == "" || a.From == "" || a.From <= b.To)
}
