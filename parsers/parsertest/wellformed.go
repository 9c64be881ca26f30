// SPDX-License-Identifier: Apache-2.0

package parsertest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"dossier/event"
)

// WellFormed says what is wrong with the events and facts themselves: an unknown
// kind or namespace, a time that contradicts itself, a negative quantity, text
// that is not UTF-8, an attribute whose name is not in kebab-case, two events
// that would bear one ID.
func (c *Collected) WellFormed() error {
	ids := map[event.ID]bool{}
	var problems []error
	note := func(what string, o event.Origin, err error) {
		if err != nil {
			problems = append(problems, fmt.Errorf("%s at %d: %w", what, o.Span.Offset, err))
		}
	}
	for _, e := range c.Events {
		note("event", e.Origin, wellFormedEvent(e))
		note("event", e.Origin, fresh(ids, e.Origin))
	}
	for _, f := range c.Facts {
		note("fact", f.Origin, wellFormedFact(f))
		note("fact", f.Origin, fresh(ids, f.Origin))
	}
	for _, r := range c.Rejects {
		if r.Reason == "" || len(r.Reason) > 60 || !utf8.ValidString(r.Reason+r.Detail) {
			note("reject", r.Origin, fmt.Errorf("reason %q, detail %q", r.Reason, r.Detail))
		}
	}
	return errors.Join(problems[:min(len(problems), 5)]...)
}

func fresh(ids map[event.ID]bool, o event.Origin) error {
	id := event.NewID(event.Digest{}, o.Span.Offset, o.Ordinal)
	if ids[id] {
		return fmt.Errorf("ordinal %d of this record is taken", o.Ordinal)
	}
	ids[id] = true
	return nil
}

func wellFormedEvent(e *event.Event) error {
	if !e.Kind.Known() {
		return fmt.Errorf("kind %q is not on the list", e.Kind)
	}
	accounts := []event.Account{e.Actor, e.OnBehalfOf}
	for _, t := range e.Targets {
		accounts = append(accounts, t.Account)
		if t.Role == "" {
			return fmt.Errorf("target %v has no role", t)
		}
	}
	return errors.Join(wellFormedTime(e.Time), wellFormedAccounts(accounts), wellFormedQuantities(e.Quantities),
		wellFormedAttrs(e.Attrs), validText(reflect.ValueOf(*e)))
}

func wellFormedFact(f *event.Fact) error {
	switch f.Kind {
	case event.FactPerson, event.FactUser, event.FactCustomer, event.FactContact, event.FactObject:
	default:
		return fmt.Errorf("fact kind %q is not on the list", f.Kind)
	}
	return errors.Join(wellFormedTime(f.AsOf), wellFormedAccounts(append([]event.Account{f.Owner, f.Manager}, f.Accounts...)),
		wellFormedAttrs(f.Attrs), validText(reflect.ValueOf(*f)))
}

func wellFormedTime(t event.Time) error {
	switch {
	case t.Known() != (t.Basis != event.TimeNone):
		return fmt.Errorf("time %q: instant %v with basis %v", t.Text, t.UTC, t.Basis)
	case t.Known() && t.Precision == event.PrecisionNone:
		return fmt.Errorf("time %q has no precision", t.Text)
	case t.Known() && t.UTC.Location().String() != "UTC":
		return fmt.Errorf("time %q is not in UTC", t.Text)
	case t.Known() && t.Text == "":
		return errors.New("time without the text it was read from")
	}
	return nil
}

func wellFormedAccounts(accounts []event.Account) error {
	for _, a := range accounts {
		if !a.IsZero() && !a.Namespace.Known() {
			return fmt.Errorf("account %q: namespace is not on the list", a)
		}
		if a.IsZero() && a.Namespace != "" {
			return fmt.Errorf("account of namespace %s without a name", a.Namespace)
		}
	}
	return nil
}

func wellFormedQuantities(q event.Quantities) error {
	for _, one := range []event.Quantity{q.Records, q.Pages, q.Copies, q.Bytes, q.Attachments, q.Items} {
		if one.Count < 0 || !one.Present() && one.Count != 0 {
			return fmt.Errorf("quantity %+v", one)
		}
	}
	return nil
}

func wellFormedAttrs(attrs []event.Attr) error {
	for _, a := range attrs {
		if a.Name == "" || a.Name != strings.ToLower(a.Name) || strings.ContainsAny(a.Name, " _\t\n") {
			return fmt.Errorf("attribute name %q is not in kebab-case", a.Name)
		}
		if a.Value == "" {
			return fmt.Errorf("attribute %s is empty: leave it out", a.Name)
		}
	}
	return nil
}

// validText walks all strings of a value.
func validText(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return fmt.Errorf("%q is not UTF-8", v.String())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := validText(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return nil
		}
		for i := range v.NumField() {
			if err := validText(v.Field(i)); err != nil {
				return fmt.Errorf("%s: %w", v.Type().Field(i).Name, err)
			}
		}
	}
	return nil
}
