// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/event"
)

// TallyLine is the events that have the same values in the fields asked for.
type TallyLine struct {
	Keys  []string // in the order of the fields
	Count int64
	Sums  []TallySum // in the order of the sums asked for
}

// TallySum is what the events of a line state of a quantity, as its bases allow
// adding it up: what several records of one act repeat counts once in the line, a
// running total with its largest, and estimates not at all.
type TallySum struct {
	Stated bool // false: no event states it, which is not zero
	Total  int64
}

// TallyFields are what there can be tallied by. Of who, a key is the person's id; of
// weekday, it is "1 Mon" to "7 Sun"; of week, "2024-W20". What an event does not
// have, a time or a person, is "": so is the hour of an event that states its day
// only.
func TallyFields() []string {
	return []string{"account", "client", "day", "device", "domain", "hour", "initiated", "ip", "kind", "object", "outcome", "parser", "source", "type",
		"week", "weekday", "who"}
}

// TallySums are what can be added up.
func TallySums() []string {
	return []string{"attachments", "bytes", "copies", "items", "pages", "rows"}
}

// Tally counts the events by the values of some of TallyFields, days and hours being
// those of the query's zone, and adds up some of TallySums. The lines are in the
// order of their keys, byte by byte; without fields there is one line, if there are
// events.
func (s *Selection) Tally(ctx context.Context, by, sums []string) ([]TallyLine, error) {
	for _, name := range by {
		if !slices.Contains(TallyFields(), name) {
			return nil, fmt.Errorf("tally by %q: there is no such field", name)
		}
	}
	for _, name := range sums {
		if !slices.Contains(TallySums(), name) {
			return nil, fmt.Errorf("tally of %q: there is no such quantity", name)
		}
	}
	lines := map[string]*tally{}
	for e, err := range s.Events(ctx, 0) {
		if err != nil {
			return nil, err
		}
		keys := make([]string, len(by))
		for i, name := range by {
			keys[i] = s.keyOf(e, name)
		}
		line := lines[strings.Join(keys, "\x00")]
		if line == nil {
			line = &tally{keys: keys, sums: make([]sum, len(sums))}
			lines[strings.Join(keys, "\x00")] = line
		}
		line.count++
		for i, name := range sums {
			line.sums[i].add(quantityNamed(&e.Quantities, name), e.Group)
		}
	}
	return sortedLines(lines), nil
}

// tally is a line in the making.
type tally struct {
	keys  []string
	count int64
	sums  []sum
}

func sortedLines(lines map[string]*tally) []TallyLine {
	list := make([]TallyLine, 0, len(lines))
	for _, t := range lines {
		line := TallyLine{Keys: t.keys, Count: t.count}
		for i := range t.sums {
			line.Sums = append(line.Sums, TallySum{t.sums[i].stated, t.sums[i].total()})
		}
		list = append(list, line)
	}
	slices.SortFunc(list, func(a, b TallyLine) int { return slices.Compare(a.Keys, b.Keys) })
	return list
}

func (s *Selection) keyOf(e *event.Event, field string) string {
	switch field {
	case "account":
		return e.Actor.Canonical().String()
	case "domain":
		return e.Kind.Domain()
	case "day", "week", "weekday", "hour":
		return s.clockKey(e.Time, field)
	}
	if values := s.valuesOf(e, field); len(values) > 0 {
		return values[0]
	}
	return ""
}

// clockKey is what the clock of the zone shows.
func (s *Selection) clockKey(t event.Time, field string) string {
	if !t.Known() || field == "hour" && t.Precision <= event.PrecisionDay {
		return ""
	}
	return clockKey(t.UTC.In(zoneOf(s.env)), field)
}

func clockKey(local time.Time, field string) string {
	switch field {
	case "day":
		return local.Format(time.DateOnly)
	case "week":
		year, week := local.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case "weekday":
		return strconv.Itoa((int(local.Weekday())+6)%7+1) + " " + local.Format("Mon")
	}
	return local.Format("15")
}

func quantityNamed(q *event.Quantities, name string) event.Quantity {
	switch name {
	case "rows":
		return q.Records
	case "pages":
		return q.Pages
	case "copies":
		return q.Copies
	case "bytes":
		return q.Bytes
	case "attachments":
		return q.Attachments
	}
	return q.Items
}

// sum adds up a quantity as the bases of its parts allow.
type sum struct {
	stated bool
	own    int64
	groups map[string]groupSum
}

// groupSum is what the records of one act state: parts of their own, and a whole
// that is repeated or runs. They state the same thing in different ways, so the
// larger counts.
type groupSum struct{ own, largest int64 }

func (s *sum) add(q event.Quantity, group string) {
	if q.Basis == event.Absent || q.Basis == event.Estimated {
		return
	}
	s.stated = true
	if group == "" {
		s.own += q.Count
		return
	}
	if s.groups == nil {
		s.groups = map[string]groupSum{}
	}
	g := s.groups[group]
	if q.Basis == event.Own {
		g.own += q.Count
	} else {
		g.largest = max(g.largest, q.Count)
	}
	s.groups[group] = g
}

func (s *sum) total() int64 {
	total := s.own
	for _, g := range s.groups {
		total += max(g.own, g.largest)
	}
	return total
}
