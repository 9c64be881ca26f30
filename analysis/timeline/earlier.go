// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"slices"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// Earlier is what a person did in a window, beside windows of the same length right
// before it. Ordered, and the same for the same case and question.
type Earlier struct {
	Answer *Answer // of the window asked about
	Before []Spell // the windows before it, the latest first
	Days   []Day   // of all windows, in order, none left out
	Things []ThingEarlier
}

// Spell is an earlier window and its numbers.
type Spell struct {
	Window  Window
	Numbers Numbers
	Acts    int64 // each told once
	// Recorded says that the logs begin before its first week has ended: the numbers of
	// a spell of which there are no logs, or of a part only, say nothing.
	Recorded bool
}

// Day is how much a person did on a day.
type Day struct {
	Date     event.Date
	Acts     int64 // each told once
	Recorded bool  // some source has a record of anybody on this day
}

// ThingEarlier is something that was touched in the window, with how often it was
// touched in each of the earlier ones, in the order of Before.
type ThingEarlier struct {
	Thing
	Before []int64
}

// AskEarlier answers a question and sets beside it what the same person did in so
// many windows of the same length before.
func AskEarlier(ctx context.Context, c *index.Case, d *identity.Directory, q Question, windows int) (*Earlier, error) {
	a, err := Ask(ctx, c, d, q)
	if err != nil {
		return nil, err
	}
	return a.Earlier(ctx, c, d, windows)
}

// Alone is an answer with nothing beside it: for showing it before the earlier windows
// are read.
func (a *Answer) Alone() *Earlier {
	out := &Earlier{Answer: a, Days: daysOf(a)}
	for _, t := range a.Things {
		out.Things = append(out.Things, ThingEarlier{Thing: t})
	}
	return out
}

// Earlier sets beside an answer what the same person did in so many windows of the
// same length before.
func (a *Answer) Earlier(ctx context.Context, c *index.Case, d *identity.Directory, windows int) (*Earlier, error) {
	out := &Earlier{Answer: a}
	length := len(a.Window.Days())
	before := Window{First: Shift(a.Window.First, -windows*length), Last: Shift(a.Window.First, -1), Zone: a.Window.Zone}
	wide, names, err := askWithin(ctx, c, d, a.Question, a.Person, before)
	if err != nil {
		return nil, err
	}
	begin := wide.begin()
	for n := range windows {
		w := Window{First: Shift(a.Window.First, -(n+1)*length), Last: Shift(a.Window.First, -n*length-1), Zone: a.Window.Zone}
		s := spell(w, wide, d, names)
		s.Recorded = begin != "" && begin <= Shift(w.First, 6)
		out.Before = append(out.Before, s)
	}
	out.Days = append(daysOf(wide), daysOf(a)...)
	out.Things = out.things(wide)
	return out, nil
}

// askWithin is what a person did within a window, with what the numbers of its
// parts are counted by.
func askWithin(ctx context.Context, c *index.Case, d *identity.Directory, q Question, p identity.Person, w Window) (*Answer, *names, error) {
	names, err := readNames(ctx, c, d)
	if err != nil {
		return nil, nil, err
	}
	a := &Answer{Question: q, Person: p, Window: w}
	a.Basis.ByClass = map[identity.Class]int64{}
	events, err := a.gather(ctx, c, d)
	if err != nil {
		return nil, nil, err
	}
	a.attribute(events, d, names)
	MarkSame(a.Items)
	return a, names, a.cover(ctx, c)
}

// spell counts what lies in a part of an answer's window.
func spell(w Window, wide *Answer, d *identity.Directory, names *names) Spell {
	part := &Answer{Question: wide.Question, Person: wide.Person, Window: w, Items: rebased(wide.within(w))}
	out := Spell{Window: w}
	out.Numbers, _ = count(part, d, names)
	for _, item := range part.Items {
		if !item.Same {
			out.Acts++
		}
	}
	return out
}

// begin is the first day of which any source has a record; "" if none has.
func (a *Answer) begin() event.Date {
	for _, day := range a.Window.Days() {
		if a.recorded(day) {
			return day
		}
	}
	return ""
}

// within are the items in a part of the window.
func (a *Answer) within(w Window) []Item {
	from, to := w.Bounds()
	first, _ := slices.BinarySearchFunc(a.Items, from, func(i Item, at time.Time) int { return i.Event.Time.UTC.Compare(at) })
	last, _ := slices.BinarySearchFunc(a.Items, to, func(i Item, at time.Time) int { return i.Event.Time.UTC.Compare(at) })
	return a.Items[first:last]
}

// recorded reports whether any source has a record of the day.
func (a *Answer) recorded(day event.Date) bool {
	return slices.ContainsFunc(a.Basis.Coverage, func(c Coverage) bool { return c.Days[day] > 0 })
}

// daysOf counts the acts of each day of an answer's window.
func daysOf(a *Answer) []Day {
	acts := map[event.Date]int64{}
	for _, item := range a.Items {
		if !item.Same {
			acts[event.Date(item.Event.Time.UTC.In(a.Window.Zone).Format(time.DateOnly))]++
		}
	}
	var list []Day
	for _, day := range a.Window.Days() {
		list = append(list, Day{day, acts[day], a.recorded(day)})
	}
	return list
}

// things sets beside each thing touched how often it was touched before.
func (e *Earlier) things(wide *Answer) []ThingEarlier {
	list := make([]ThingEarlier, len(e.Answer.Things))
	at := map[[3]string]int{}
	for i, t := range e.Answer.Things {
		list[i] = ThingEarlier{t, make([]int64, len(e.Before))}
		at[t.key()] = i
	}
	for n, s := range e.Before {
		for _, t := range things(rebased(wide.within(s.Window))) {
			if i, ok := at[t.key()]; ok {
				list[i].Before[n] = t.Count
			}
		}
	}
	return list
}

// rebased are items that were cut out of others, with MarkSame's word about them
// alone.
func rebased(items []Item) []Item {
	items = slices.Clone(items)
	MarkSame(items)
	return items
}

// key is what makes two things one: the id, or else the name.
func (t Thing) key() [3]string {
	if t.ID != "" {
		return [3]string{t.Type, t.ID, ""}
	}
	return [3]string{t.Type, "", t.Name}
}
