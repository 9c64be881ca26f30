// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
	"dossier/tui/ui"
)

// windowDays is the length of the window that is asked about first.
const windowDays = 30

// known is what the overview shows of a case, made ready to draw.
type known struct {
	sources     []source
	people      []person
	questions   []question
	first, last event.Date // of any event
	window      [2]event.Date
	events      int64
	files       int
	withRejects int64
}

// source is a source system with all its files, or one file that was not read.
type source struct {
	mark    string // ✓ ⚠ ✗ ?
	name    string
	records int64
	unread  int64
	days    map[event.Date]int64
	remark  string
	ask     string // the query for its events; "" if there are none
	bad     bool
}

type person struct {
	id, name, about, dates string
	ask                    string // the term for what this person did
	notice, leaves         event.Date
	subject                bool
}

// question is something about the case that somebody should decide or know.
type question struct {
	mark, text string
	open       string // the screen that it leads to; "" for none
}

// load finds out what there is.
func load(ctx context.Context, s *search.Session, subject identity.Person, zoneless func(string) bool) (known, error) {
	var k known
	first, last, err := s.Case.Span()
	if err != nil {
		return k, err
	}
	if !last.IsZero() {
		k.first, k.last = dayOf(first, s.Zone), dayOf(last, s.Zone)
	}
	days, err := s.Case.Days(ctx, first, last.Add(1), s.Zone)
	if err != nil {
		return k, err
	}
	if day := s.Env.LastDay; day != "" && subject.ID != "" {
		k.window = windowOf(day)
	}
	list := s.Case.Sources()
	k.events, k.files = s.Case.EventCount(), len(list)
	k.addSources(list, days, zoneless)
	k.addPeople(s.Directory, subject)
	k.addQuestions(s, list, subject, zoneless)
	return k, nil
}

func dayOf(t time.Time, zone *time.Location) event.Date {
	return event.Date(t.In(zone).Format(time.DateOnly))
}

// addSources gathers the files that were read by the parser that read them, and
// lists the others one by one.
func (k *known) addSources(list []event.Source, days []index.DayCount, zoneless func(string) bool) {
	byName := map[string]*source{}
	var read []*source
	for _, s := range list {
		k.withRejects += s.Rejects
		if s.Status != event.StatusParsed && s.Status != event.StatusPartial {
			continue
		}
		name := wording.Format(s.Parser)
		g := byName[name]
		if g == nil {
			g = &source{mark: "✓", name: name, days: map[event.Date]int64{}}
			byName[name] = g
			read = append(read, g)
		}
		g.records += s.Events + s.Facts
		g.unread += s.Rejects
		g.note(s, zoneless)
	}
	for _, d := range days {
		if g := byName[wording.Format(d.Parser)]; g != nil {
			g.days[event.Date(d.Day)] += d.Count
		}
	}
	slices.SortFunc(read, func(a, b *source) int { return cmp.Or(-cmp.Compare(a.records, b.records), cmp.Compare(a.name, b.name)) })
	for _, g := range read {
		if len(g.days) > 0 {
			g.ask = wording.Ask("parser", g.name)
		}
		k.sources = append(k.sources, *g)
	}
	for _, s := range list {
		if mark := map[event.Status]string{event.StatusUnknown: "✗", event.StatusFailed: "✗", event.StatusAmbiguous: "?"}[s.Status]; mark != "" {
			why, _, _ := strings.Cut(s.Reason, "\n")
			k.sources = append(k.sources, source{mark: mark, name: s.Path, remark: cmp.Or(why, string(s.Status)), bad: true})
		}
	}
}

// note marks a group whose files were not read whole, or whose zone is not known.
func (g *source) note(s event.Source, zoneless func(string) bool) {
	switch {
	case s.Zone != "":
		g.remark = "zone supplied"
	case s.Events > 0 && zoneless != nil && zoneless(s.Parser):
		g.mark, g.remark = "⚠", "zone unknown"
	}
	if s.Rejects > 0 {
		g.mark = "⚠"
	}
}

// addPeople lists the people: the subject, those who gave notice, those who
// left or will, then the others by name.
func (k *known) addPeople(d *identity.Directory, subject identity.Person) {
	for _, p := range d.Persons() {
		var about, dates []string
		for _, part := range []string{p.Title, p.Department, p.Office} {
			if part != "" {
				about = append(about, part)
			}
		}
		if p.Notice != "" {
			dates = append(dates, "notice "+shortDay(p.Notice))
		}
		if p.Leaves != "" {
			dates = append(dates, "last day "+shortDay(p.Leaves))
		}
		k.people = append(k.people, person{
			id: p.ID, name: p.Name, about: strings.Join(about, ", "), dates: strings.Join(dates, ", "), ask: wording.AskPerson("who", d, p),
			notice: p.Notice, leaves: p.Leaves, subject: p.ID == subject.ID,
		})
	}
	slices.SortStableFunc(k.people, func(a, b person) int {
		return cmp.Or(-cmp.Compare(rank(a), rank(b)), -cmp.Compare(a.leaves, b.leaves), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
}

func rank(p person) int {
	switch {
	case p.subject:
		return 3
	case p.notice != "":
		return 2
	case p.leaves != "":
		return 1
	}
	return 0
}

// shortDay is 13 May 2024.
func shortDay(d event.Date) string {
	t := d.Time(time.UTC)
	if t.IsZero() {
		return string(d)
	}
	return t.Format("2 Jan 2006")
}

// addQuestions lists what is not settled.
func (k *known) addQuestions(s *search.Session, list []event.Source, subject identity.Person, zoneless func(string) bool) {
	add := func(q question) { k.questions = append(k.questions, q) }
	unknown, unread := 0, 0
	for _, source := range list {
		if source.Zone == "" && source.Events > 0 && zoneless != nil && zoneless(source.Parser) {
			unknown++
		}
		if source.Status == event.StatusUnknown || source.Status == event.StatusFailed || source.Status == event.StatusAmbiguous {
			unread++
		}
	}
	if len(list) > 0 && len(k.people) == 0 {
		add(question{mark: "!", text: "no roster: nobody is known by name; add an HR or user list (a)"})
	}
	if len(k.people) > 0 && subject.ID == "" {
		add(question{mark: "!", text: "nobody is the subject yet: s on a person says whom the case is about"})
	}
	if unknown > 0 {
		add(question{mark: "!", text: wording.Plural(unknown, "source") + " of an unknown zone: 'dossier sources reread PATH --tz ZONE' names it"})
	}
	if k.withRejects > 0 {
		add(question{mark: "!", text: wording.Plural(int(k.withRejects), "record") + " could not be read", open: ui.Rejects})
	}
	if unread > 0 {
		add(question{mark: "!", text: wording.Plural(unread, "file") + " not read as any log (✗ above)", open: ui.Rejects})
	}
	suggested, contested := 0, 0
	for _, l := range s.Directory.AllLinks() {
		switch l.Status {
		case identity.Suggested:
			suggested++
		case identity.Contested:
			contested++
		}
	}
	if suggested > 0 {
		add(question{mark: "?", text: fmt.Sprintf("%s to confirm or reject", wording.Plural(suggested, "suggested account")), open: ui.Links})
	}
	if contested > 0 {
		add(question{mark: "?", text: fmt.Sprintf("%s between two persons", wording.Plural(contested, "contested account")), open: ui.Links})
	}
}
