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
	domain string
	same   bool // an earlier row of the same person tells of the same act
	person identity.Person
	name   string // of the thing
	cells  [columns]string
	asks   [columns]string // the terms that find the same; "" where there is none
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
	days := map[string]int64{}
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
func (p *pages) fill(r *row, item timeline.Item, days map[string]int64) {
	e := item.Event
	one := timeline.Folded{Item: item}
	r.event, r.domain, r.name = e, e.Kind.Domain(), cmp.Or(item.Name, e.Text, e.Object.ID)
	r.cells = [columns]string{
		wording.Clock(e.Time, p.zone), cmp.Or(r.person.Name, e.Actor.Name, "–"), wording.Verb(e.Kind), wording.Thing(one), wording.Quantity(one), wording.Where(one),
	}
	r.asks = [columns]string{
		"", askWho(p.session.Directory, r.person, e.Actor), "kind:" + string(e.Kind), wording.AskObject(e.Object), askMuch(e), wording.Ask("parser", wording.Format(e.Origin.Parser)),
	}
	if !e.Time.Known() {
		r.day, r.cells[columnTime] = "without a time", "–"
		r.count = p.selection.Count() - p.selection.Timed()
		return
	}
	local := e.Time.UTC.In(p.zone)
	r.asks[columnTime] = "on:" + e.Time.UTC.In(p.session.Zone).Format(time.DateOnly)
	r.day = local.Format("Mon 2 Jan 2006")
	n, known := days[r.day]
	if !known {
		from := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, p.zone)
		to := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, p.zone)
		n = p.selection.Position(to) - p.selection.Position(from)
		days[r.day] = n
	}
	r.count = n
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
