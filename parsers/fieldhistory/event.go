// SPDX-License-Identifier: Apache-2.0

package fieldhistory

import (
	"strconv"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// reader reads one source.
type reader struct {
	layout
	form    form
	csv     *parsers.CSV
	out     parsers.Out
	zone    *time.Location
	order   parsers.DateOrder
	repeats salesforce.Repeats
	cells   []string // of the record being read; emptied where the event says them itself
}

// setHeader takes over the header just read, and from the rows below it how dates
// are written.
func (r *reader) setHeader(rows [][]string) {
	r.layout = layoutOf(r.form, r.csv.Header())
	if r.order != parsers.OrderUnknown {
		return
	}
	var dates []string
	for _, cells := range rows {
		if r.time >= 0 && r.time < len(cells) {
			dates = append(dates, cells[r.time])
		}
	}
	r.order = parsers.InferOrder(dates)
}

// text is cell i, "" if there is none.
func (r *reader) text(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

func (r *reader) trimmed(i int) string { return strings.TrimSpace(r.text(i)) }

// take is cell i without white space around it, which the event says from now on.
func (r *reader) take(i int) string {
	text := r.trimmed(i)
	if text != "" {
		r.cells[i] = ""
	}
	return text
}

// event makes an event of r.cells, without its key.
func (r *reader) event() *event.Event {
	e := &event.Event{Kind: r.kind(), Time: r.at(r.text(r.time))}
	r.take(r.time)
	r.setActor(e)
	r.setObject(e)
	if owner := r.trimmed(r.new); e.Kind == event.CRMOwnerChange && salesforce.TypeOfID(owner) == "user" {
		e.Targets = []event.Target{{Role: event.RoleUser, Account: userOf(owner)}}
	}
	e.Group = r.group(e)
	e.Attrs = r.rest()
	return e
}

// at reads a time: of a query in UTC, of a report in the zone supplied.
func (r *reader) at(text string) event.Time {
	if r.form == query {
		if t, ok := parsers.TimeUTC(text); ok && t.Flags&event.OrderGuessed == 0 {
			return t
		}
	}
	w, ok := salesforce.ReadWall(text, r.order)
	switch {
	case !ok:
		return parsers.Unreadable(text)
	case r.form == query:
		return w.UTC(text)
	}
	return w.At(r.zone, text)
}

// setActor prefers the id to the user name, and that to the person's name; the
// others stay beside it.
func (r *reader) setActor(e *event.Event) {
	if salesforce.IsService(r.text(r.username)) || salesforce.IsService(r.text(r.user)) {
		e.Initiated = event.InitiatedSystem
	}
	if salesforce.IsID(r.trimmed(r.userID)) {
		e.Actor = userOf(r.take(r.userID))
		return
	}
	if name := r.take(r.username); name != "" {
		e.Actor = event.Account{Namespace: event.SalesforceUser, Name: name}
		return
	}
	name := r.take(r.user)
	switch {
	case name == "":
	case salesforce.IsService(name):
		e.Actor = event.Account{Namespace: event.ServiceAccount, Name: name}
	default:
		e.Actor = event.Account{Namespace: event.DisplayName, Name: name}
	}
}

func userOf(id string) event.Account {
	return event.Account{Namespace: event.SalesforceID, Name: event.SalesforceID18(id)}
}

func (r *reader) setObject(e *event.Event) {
	e.Object.Name = r.take(r.parentName)
	if e.Object.Name != "" {
		e.Object.Type = r.parent
	}
	if salesforce.IsID(r.trimmed(r.parentID)) {
		o := salesforce.ObjectOf("", r.take(r.parentID))
		e.Object.Type, e.Object.ID = o.Type, o.ID
	}
}

// group is that of the rows with the names and with the ids of one change. A
// report has no such pairs, and its minutes would tie together what is apart.
func (r *reader) group(e *event.Event) string {
	field := r.trimmed(r.field)
	if r.form == report || e.Object.ID == "" || field == "" || !e.Time.Known() {
		return ""
	}
	second := e.Time.UTC.Format(time.RFC3339)
	return "salesforce-history:" + e.Object.ID + ":" + field + ":" + second + ":" + e.Actor.Canonical().Name
}

// rest is every cell that the event does not say itself.
func (r *reader) rest() []event.Attr {
	attrs := make([]event.Attr, 0, len(r.cells))
	for i, text := range r.cells {
		switch {
		case text == "":
		case i < len(r.attrs):
			attrs = append(attrs, event.Attr{Name: r.attrs[i], Value: text})
		default:
			attrs = append(attrs, event.Attr{Name: numbered(i), Value: text})
		}
	}
	return attrs
}

// key is the row's id, else all of its cells and how many equal rows came before:
// whoever clears a field twice in a minute did it twice.
func (r *reader) key(row *parsers.Row, e *event.Event) event.Key {
	system := r.form.system()
	if id := r.trimmed(r.id); salesforce.IsID(id) && !strings.HasPrefix(id, "000") {
		return event.NewKey(system, "id", event.SalesforceID18(id))
	}
	digest := row.Digest(system)
	switch n := r.repeats.Count(digest, e.Time.Text); n {
	case 0:
		return digest
	case -1:
		return event.Key{}
	default:
		return event.NewKey(system, "repeat", string(digest[:]), strconv.Itoa(n))
	}
}
