// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"cmp"
	"context"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
)

// The columns of the list, in the order in which they stand.
const (
	columnTime = iota
	columnWho
	columnWhat
	columnThing
	columnMuch
	columnWhere
	columns
)

// row is an event made ready to draw: View looks nothing up.
type row struct {
	event  *event.Event
	day    string // the heading under which it stands
	count  int64  // events of that day
	first  int64  // position of the day's first event
	next   int64  // position of the first event behind the day
	domain string
	same   bool // an earlier row of the same person tells of the same act
	person identity.Person
	name   string // of the thing
	cells  [columns]string
}

// pages makes rows of a selection, a page at a time. Immutable.
type pages struct {
	session   *search.Session
	selection *index.Selection
	zone      *time.Location
}

// Len is how many events there are.
func (p *pages) Len() int64 { return p.selection.Count() }

// Page makes the rows of some positions.
func (p *pages) Page(ctx context.Context, from int64, limit int) ([]row, error) {
	events, err := p.selection.Page(ctx, from, limit)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(events))
	items := make([]timeline.Item, len(events))
	byPerson := map[string][]int{}
	for i, e := range events {
		items[i], rows[i].person = p.session.Item(e)
		key := cmp.Or(rows[i].person.ID, e.Actor.Canonical().String())
		byPerson[key] = append(byPerson[key], i)
	}
	for _, mine := range byPerson {
		markSame(rows, items, mine)
	}
	days := map[string][2]int64{}
	for i := range rows {
		p.fill(&rows[i], items[i], days)
	}
	return rows, nil
}

// markSame marks the rows of one person that tell of an act which an earlier one
// has told.
func markSame(rows []row, items []timeline.Item, mine []int) {
	own := make([]timeline.Item, 0, len(mine))
	for _, i := range mine {
		if !items[i].Event.Time.Known() {
			break // they come last
		}
		own = append(own, items[i])
	}
	timeline.MarkSame(own)
	for n, item := range own {
		rows[mine[n]].same = item.Same
	}
}

// fill makes the texts of a row.
func (p *pages) fill(r *row, item timeline.Item, days map[string][2]int64) {
	e := item.Event
	one := timeline.Folded{Item: item}
	r.event, r.domain, r.name = e, e.Kind.Domain(), cmp.Or(item.Name, e.Text, e.Object.ID)
	r.cells = [columns]string{
		wording.Clock(e.Time, p.zone), cmp.Or(r.person.Name, e.Actor.Name, "–"), wording.Verb(e.Kind), wording.Thing(one), wording.Quantity(one), wording.Where(one),
	}
	if !e.Time.Known() {
		r.day, r.cells[columnTime] = "without a time", "–"
		r.first, r.next = p.selection.Timed(), p.selection.Count()
		r.count = r.next - r.first
		return
	}
	local := e.Time.UTC.In(p.zone)
	r.day = local.Format("Mon 2 Jan 2006")
	between, known := days[r.day]
	if !known {
		from := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, p.zone)
		to := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, p.zone)
		between = [2]int64{p.selection.Position(from), p.selection.Position(to)}
		days[r.day] = between
	}
	r.first, r.next = between[0], between[1]
	r.count = r.next - r.first
}

// term is the term that finds the same as a cell; "" where there is none. It is made
// when it is asked for: of most rows it never is.
func (s *screen) term(r *row, column int) string {
	e, session := r.event, s.answer.session
	switch column {
	case columnTime:
		if !e.Time.Known() {
			return ""
		}
		return "on:" + e.Time.UTC.In(session.Zone).Format(time.DateOnly)
	case columnWho:
		return askWho(session.Directory, r.person, e.Actor)
	case columnWhat:
		return "kind:" + string(e.Kind)
	case columnThing:
		return wording.AskObject(e.Object)
	case columnMuch:
		return askMuch(e)
	}
	return wording.Ask("parser", wording.Format(e.Origin.Parser))
}

// askWho is the term for who acted: the person, or else the account.
func askWho(d *identity.Directory, p identity.Person, a event.Account) string {
	if p.ID == "" {
		return wording.AskAccount("account", a)
	}
	return wording.AskPerson("who", d, p)
}

// askMuch is the term for at least as much as this.
func askMuch(e *event.Event) string {
	q := e.Quantities
	for _, x := range []struct {
		field string
		q     event.Quantity
	}{{"pages", q.Pages}, {"rows", q.Records}, {"items", q.Items}, {"attachments", q.Attachments}, {"bytes", q.Bytes}} {
		if x.q.Present() {
			return x.field + ":>=" + itoa(x.q.Count)
		}
	}
	if len(e.Attachments) > 0 {
		return "has:attachment"
	}
	return ""
}
