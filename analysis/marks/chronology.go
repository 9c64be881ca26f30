// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"cmp"
	"context"
	"slices"

	"dossier/event"
	"dossier/index"
)

// Entry is an event of the chronology with its mark.
type Entry struct {
	Event *event.Event
	Mark  Mark
}

// Chronology looks up the events that were promoted, in the order of their times;
// those of the very same time in the order that people gave them, then of their
// IDs; those without a time last. missing are the marks of events that the case no
// longer holds, because their source is read otherwise by now: they must be told of.
func Chronology(ctx context.Context, c *index.Case, m *Marks) (entries []Entry, missing []Mark, err error) {
	promoted := m.Promoted()
	ids := make([]event.ID, len(promoted))
	for i, mark := range promoted {
		ids[i] = mark.Event
	}
	found, err := c.EventsOf(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, mark := range promoted {
		if e, ok := found[mark.Event]; ok {
			entries = append(entries, Entry{e, mark})
		} else {
			missing = append(missing, mark)
		}
	}
	slices.SortFunc(entries, Compare)
	return entries, missing, nil
}

// Compare is the order of a chronology.
func Compare(a, b Entry) int {
	return cmp.Or(compareTimes(a.Event.Time, b.Event.Time), cmp.Compare(a.Mark.Order, b.Mark.Order), compareIDs(a.Mark.Event, b.Mark.Event))
}

func compareTimes(a, b event.Time) int {
	switch {
	case a.Known() && b.Known():
		return a.UTC.Compare(b.UTC)
	case a.Known():
		return -1
	case b.Known():
		return 1
	}
	return 0
}

// NeedsReviewFirst puts entries that nobody has reviewed before the others, each
// part in the order of the chronology.
func NeedsReviewFirst(entries []Entry) []Entry {
	list := slices.Clone(entries)
	slices.SortStableFunc(list, func(a, b Entry) int { return cmp.Compare(reviewed(a), reviewed(b)) })
	return list
}

func reviewed(e Entry) int {
	if e.Mark.Reviewed {
		return 1
	}
	return 0
}
