// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/dustin/go-humanize"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/tui/ui"
)

// aroundTime is how far c looks before and behind an event.
const aroundTime = 5 * time.Minute

var errNoTime = errors.New("this event has no time, so nothing is around it")

// doValue does what can be done with the value under the cursor.
func (s *screen) doValue(a ui.Action) tea.Cmd {
	r, ok := s.list.Current()
	if !ok {
		return nil
	}
	switch a {
	case ui.Around:
		if !r.event.Time.Known() {
			return ui.Send(ui.Fail{Err: errNoTime})
		}
		at := r.event.Time.UTC
		return s.visit(wording.AskTime(at.Add(-aroundTime), at.Add(aroundTime+time.Second), s.env.Session.Zone), s.here())
	case ui.Frequency:
		return s.frequency(r)
	}
	term, what := s.value(r)
	if term == "" {
		return ui.Send(ui.Say{Text: "there is nothing to ask for by " + what})
	}
	switch a {
	case ui.FilterBy:
		return s.visit(narrowed(s.past.now(), term), s.here())
	case ui.Exclude:
		return s.visit(narrowed(s.past.now(), "-"+term), s.here())
	case ui.OpenValue:
		if s.pane == paneList && s.column == columnWho && r.person.ID != "" {
			return ui.Send(ui.Open{Screen: ui.Person, Place: ui.Place{Person: r.person.ID}})
		}
		return s.openValue(term)
	}
	return nil
}

// value is the term of the value under the cursor, and how the value is called.
func (s *screen) value(r *row) (term, what string) {
	if s.pane == paneDetail {
		f, _ := s.detail.current()
		return f.Ask, f.Name
	}
	return s.term(r, s.column), columnNames[s.column]
}

var columnNames = [columns]string{"time", "person", "what happened", "thing", "quantity", "source"}

// narrowed is a query that asks for a term besides.
func narrowed(text, term string) string {
	if text == "*" || text == "" {
		return term
	}
	q, err := query.Parse(text)
	if err != nil {
		return term
	}
	if _, either := q.(query.Or); either {
		text = "(" + text + ")"
	}
	if strings.Contains(" "+text+" ", " "+term+" ") {
		return text
	}
	return text + " " + term
}

// counted is how often the values of a field occur.
type counted struct {
	field, title string
	values       []index.FacetValue
	names        map[string]string // how values are called, where not by themselves
}

// facetOf is the field that a column, or a detail, is counted by.
func (s *screen) facetOf(r *row) string {
	if s.pane == paneDetail {
		f, _ := s.detail.current()
		return facetOfTerm(f.Ask)
	}
	switch s.column {
	case columnWho:
		return "who"
	case columnThing:
		if len(r.event.Targets) > 0 && r.event.Kind.Domain() == event.DomainMail {
			return "to"
		}
		return "object"
	case columnWhere:
		return "source"
	}
	return "kind"
}

// facetOfTerm is the field of a term, if there are facets of it.
func facetOfTerm(term string) string {
	field, _, ok := strings.Cut(term, ":")
	if !ok {
		return ""
	}
	for _, name := range index.FacetFields() {
		if name == field {
			return field
		}
	}
	if strings.HasPrefix(field, "attr.") {
		return field
	}
	return ""
}

// frequency counts the values of the column under the cursor.
func (s *screen) frequency(r *row) tea.Cmd {
	field, selection, session := s.facetOf(r), s.answer.selection, s.answer.session
	if field == "" {
		return ui.Send(ui.Say{Text: "this is not counted; move to a person, a thing, an account or an address"})
	}
	return s.count.Start(func(ctx context.Context) tea.Msg {
		values, err := selection.Facet(ctx, field)
		if err != nil {
			return ui.Fail{Err: err}
		}
		out := counted{field: field, title: fmt.Sprintf("%s: %s", field, wording.Plural(len(values), "value")), values: values, names: map[string]string{}}
		if field == "who" || field == "owner" {
			for _, v := range values {
				if p, ok := session.Directory.Person(v.Value); ok {
					out.names[v.Value] = p.Name
				}
			}
		}
		return out
	})
}

// limitValues bounds how many values are listed.
const limitValues = 1000

// choose offers the values; the one that is chosen is filtered by.
func (s *screen) choose(in counted) tea.Cmd {
	if len(in.values) == 0 {
		return ui.Send(ui.Say{Text: "no event here has a value of " + in.field})
	}
	most := in.values[0].Count
	var list []ui.Choice
	for _, v := range in.values[:min(len(in.values), limitValues)] {
		name := v.Value
		if called := in.names[v.Value]; called != "" {
			name = called
		}
		bar := strings.Repeat("█", int(max(1, v.Count*10/max(most, 1))))
		list = append(list, ui.Choice{Text: name, Right: fmt.Sprintf("%-10s %9s", bar, humanize.Comma(v.Count)), Value: v.Value})
	}
	return ui.Send(ui.Choose{Title: in.title, Choices: list, Done: func(c ui.Choice) tea.Cmd {
		term := termOf(in.field, c.Value)
		if in.field == "who" {
			if name := in.names[c.Value]; name != "" {
				term = s.askPerson(c.Value)
			}
		}
		if term == "" {
			return ui.Send(ui.Say{Text: "the query language has no term for this value"})
		}
		return s.visit(narrowed(s.past.now(), term), s.here())
	}})
}

// askPerson is the term for a person by id.
func (s *screen) askPerson(id string) string {
	d := s.answer.session.Directory
	if p, ok := d.Person(id); ok {
		return wording.AskPerson("who", d, p)
	}
	return wording.Ask("who", id)
}
