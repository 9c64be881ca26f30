// SPDX-License-Identifier: Apache-2.0

package chronology

import (
	"cmp"
	"context"
	"time"

	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/event"
)

// row is an event of the chronology made ready to draw.
type row struct {
	entry                       marks.Entry
	head                        string // the day, or whether it needs review
	domain                      string
	date, clock                 string
	who, verb, thing, much, was string
}

// known is the chronology as it stands.
type known struct {
	rows    []row
	missing []marks.Mark // of events that the case no longer holds
	review  int          // events that nobody has reviewed
	ready   bool
}

// load looks up the promoted events.
func load(ctx context.Context, s *search.Session, m *marks.Marks, zone *time.Location, reviewFirst bool) (known, error) {
	entries, missing, err := marks.Chronology(ctx, s.Case, m)
	if err != nil {
		return known{}, err
	}
	k := known{missing: missing, ready: true}
	if reviewFirst {
		entries = marks.NeedsReviewFirst(entries)
	}
	for _, e := range entries {
		if !e.Mark.Reviewed {
			k.review++
		}
		k.rows = append(k.rows, rowOf(s, e, zone, reviewFirst))
	}
	return k, nil
}

func rowOf(s *search.Session, e marks.Entry, zone *time.Location, reviewFirst bool) row {
	item, person := s.Item(e.Event)
	one := timeline.Folded{Item: item}
	r := row{
		entry: e, domain: e.Event.Kind.Domain(), who: cmp.Or(person.Name, e.Event.Actor.Name, "–"), verb: wording.Verb(e.Event.Kind),
		thing: wording.Thing(one), much: wording.Quantity(one), was: wording.Where(one),
	}
	r.head, r.date, r.clock = "without a time", "–", "–"
	if e.Event.Time.Known() {
		local := e.Event.Time.UTC.In(zone)
		r.head, r.date, r.clock = local.Format("Mon 2 Jan 2006"), local.Format("2 Jan 2006"), wording.Clock(e.Event.Time, zone)
	}
	if reviewFirst {
		r.head = "reviewed"
		if !e.Mark.Reviewed {
			r.head = "needs review"
		}
	}
	return r
}

// equals are the rows of the very same time as an event, itself included.
func equals(rows []row, at event.Time) []marks.Entry {
	var list []marks.Entry
	for _, r := range rows {
		t := r.entry.Event.Time
		if t.Known() == at.Known() && (!at.Known() || t.UTC.Equal(at.UTC)) {
			list = append(list, r.entry)
		}
	}
	return list
}
