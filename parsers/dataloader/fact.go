// SPDX-License-Identifier: Apache-2.0

package dataloader

import (
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// reader holds what is the same for all records of a source.
type reader struct {
	id      int // column of the Id
	columns []column
	attrs   int // how many attributes the record before had
	asOf    event.Time
	cells   []string           // of the record being read
	values  [fieldCount]string // trimmed, the first column of each field that is filled
	taken   [fieldCount]bool   // fields that the fact has; the rest become attributes
}

func newReader(in parsers.Input, h parsers.Header) *reader {
	return &reader{id: h.Column("Id"), columns: columnsOf(h), asOf: asOf(in)}
}

// asOf is the day that the investigator named.
func asOf(in parsers.Input) event.Time {
	day := in.AsOf.Time(time.UTC)
	if day.IsZero() {
		return event.Time{}
	}
	return event.Local(day, in.Zone, event.PrecisionDay, string(in.AsOf))
}

// fact makes a fact of r.cells.
func (r *reader) fact(id string) *event.Fact {
	r.collect()
	o := objectOf(id)
	f := &event.Fact{Kind: o.kind, Subject: event.Object{Type: o.typ, ID: event.SalesforceID18(id)}, AsOf: r.asOf}
	r.taken[fieldID] = id != ""
	switch o.kind {
	case event.FactUser:
		r.fillUser(f)
	case event.FactContact:
		r.fillContact(f)
	case event.FactCustomer:
		r.addAccount(f, event.Email, fieldPersonEmail)
	default:
		r.nameFrom(f, fieldName, fieldSubject, fieldTitle, fieldCaseNumber, fieldDeveloperName)
	}
	r.nameFrom(f, fieldName)
	if o.kind != event.FactUser {
		f.Owner = r.holder(fieldOwnerID, fieldOwnerUsername, fieldOwnerEmail, fieldOwnerName)
	}
	r.addAttrs(f)
	return f
}

// collect sorts the cells by their fields.
func (r *reader) collect() {
	clear(r.values[:])
	clear(r.taken[:])
	for i, c := range r.columns {
		if c.field != plain && i < len(r.cells) && r.values[c.field] == "" {
			r.values[c.field] = strings.TrimSpace(r.cells[i])
		}
	}
}

// take is the field's value; the fact has it from now on.
func (r *reader) take(f field) string {
	r.taken[f] = r.values[f] != ""
	return r.values[f]
}

func (r *reader) fillUser(f *event.Fact) {
	if id := f.Subject.ID; id != "" {
		f.Accounts = append(make([]event.Account, 0, 4), event.Account{Namespace: event.SalesforceID, Name: id})
	}
	r.addAccount(f, event.SalesforceUser, fieldUsername)
	r.addAccount(f, event.Email, fieldEmail)
	r.addAccount(f, event.EmployeeNumber, fieldEmployee)
	if strings.Count(r.values[fieldFederation], "@") == 1 {
		r.addAccount(f, event.UPN, fieldFederation)
	}
	r.fillPerson(f)
	f.Manager = r.holder(fieldManagerID, fieldManagerUsername, fieldManagerEmail, fieldManagerName)
	switch strings.ToLower(r.values[fieldActive]) {
	case "true", "1":
		f.Active, r.taken[fieldActive] = event.Yes, true
	case "false", "0":
		f.Active, r.taken[fieldActive] = event.No, true
	}
}

func (r *reader) fillContact(f *event.Fact) {
	r.addAccount(f, event.Email, fieldEmail)
	r.fillPerson(f)
}

func (r *reader) fillPerson(f *event.Fact) {
	f.Given, f.Surname = r.take(fieldGiven), r.take(fieldSurname)
	f.Title, f.Department = r.take(fieldTitle), r.take(fieldDepartment)
	f.Company = r.take(fieldCompany)
	if r.values[fieldName] == "" {
		f.Subject.Name = strings.TrimSpace(f.Given + " " + f.Surname)
	}
}

func (r *reader) addAccount(f *event.Fact, ns event.Namespace, from field) {
	if name := r.take(from); name != "" {
		f.Accounts = append(f.Accounts, event.Account{Namespace: ns, Name: name})
	}
}

// nameFrom names the subject, unless it has a name, by the first field filled.
func (r *reader) nameFrom(f *event.Fact, fields ...field) {
	for _, from := range fields {
		if f.Subject.Name == "" {
			f.Subject.Name = r.take(from)
		}
	}
}

// holder is the owner or manager: by id, user name, address, or name. An id that
// is no user's names nobody.
func (r *reader) holder(id, username, email, name field) event.Account {
	if text := r.values[id]; isUserID(text) {
		r.taken[id] = true
		return event.Account{Namespace: event.SalesforceID, Name: event.SalesforceID18(text)}
	}
	for _, by := range []struct {
		field field
		ns    event.Namespace
	}{{username, event.SalesforceUser}, {email, event.Email}, {name, event.DisplayName}} {
		if r.values[by.field] != "" {
			return event.Account{Namespace: by.ns, Name: r.take(by.field)}
		}
	}
	return event.Account{}
}

// addAttrs keeps every cell that the fact does not have.
func (r *reader) addAttrs(f *event.Fact) {
	f.Attrs = make([]event.Attr, 0, r.attrs+1)
	for i, text := range r.cells {
		switch {
		case text == "":
		case i >= len(r.columns):
			f.Attrs = append(f.Attrs, event.Attr{Name: numbered(i), Value: text})
		case !r.isTaken(i):
			f.Attrs = append(f.Attrs, event.Attr{Name: r.columns[i].attr, Value: text})
		}
	}
	r.attrs = len(f.Attrs)
}

// isTaken reports whether the fact has what stands in cell i. Of two columns of
// one field it has the first.
func (r *reader) isTaken(i int) bool {
	f := r.columns[i].field
	return r.taken[f] && strings.TrimSpace(r.cells[i]) == r.values[f]
}
