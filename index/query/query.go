// SPDX-License-Identifier: Apache-2.0

package query

import (
	"slices"
	"strings"

	"dossier/event"
)

// Query is a question about one event: an [All], [And], [Or], [Not] or [*Term].
// Immutable, and safe for concurrent use. Only this package makes queries.
type Query interface {
	// String is the query as it is written; see the package's round trip.
	String() string
	// Match reports whether the event is one that the query asks for. What env
	// leaves out never matches (and so its negation always does): [Check] says so
	// beforehand.
	Match(e *event.Event, env Env) bool

	match(*act) bool
}

// All is the query for everything.
type All struct{}

// And asks for what all of the list ask for; two at least.
type And []Query

// Or asks for what one of the list asks for; two at least.
type Or []Query

// Not asks for everything else.
type Not struct{ Of Query }

// Term asks for a field to have one of some values.
type Term struct {
	Field string // one of [Fields]; "" is all text
	Attr  string // of the field "attr": its name
	Any   []Value
}

// Value is what a field may be asked for: a [Pattern], [Name], [Kind], [Word],
// [Network], [Range], [Span], [Days], [Weekdays], [Hours] or [Prefix].
type Value interface{ String() string }

// String is "*".
func (All) String() string { return "*" }

// String joins the parts with spaces.
func (q And) String() string {
	parts := make([]string, len(q))
	for i, part := range q {
		parts[i] = grouped(part)
	}
	return strings.Join(parts, " ")
}

// String joins the parts with OR.
func (q Or) String() string {
	parts := make([]string, len(q))
	for i, part := range q {
		parts[i] = part.String()
		if _, nested := part.(Or); nested {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " OR ")
}

// String puts a minus before what is not asked for.
func (q Not) String() string { return "-" + grouped(q.Of) }

func grouped(q Query) string {
	switch q.(type) {
	case And, Or:
		return "(" + q.String() + ")"
	}
	return q.String()
}

// String is "field:value,value".
func (t *Term) String() string {
	values := make([]string, len(t.Any))
	for i, v := range t.Any {
		values[i] = v.String()
	}
	text := strings.Join(values, ",")
	switch t.Field {
	case "":
		return text
	case fieldAttr:
		return fieldAttr + "." + t.Attr + ":" + text
	}
	return t.Field + ":" + text
}

// Match is true.
func (All) Match(*event.Event, Env) bool { return true }

// Match asks all parts.
func (q And) Match(e *event.Event, env Env) bool { return q.match(&act{e: e, env: env}) }

// Match asks the parts until one matches.
func (q Or) Match(e *event.Event, env Env) bool { return q.match(&act{e: e, env: env}) }

// Match asks for the contrary.
func (q Not) Match(e *event.Event, env Env) bool { return q.match(&act{e: e, env: env}) }

// Match compares the field of the event with each value.
func (t *Term) Match(e *event.Event, env Env) bool { return t.match(&act{e: e, env: env}) }

func (All) match(*act) bool { return true }

func (q And) match(a *act) bool {
	for _, part := range q {
		if !part.match(a) {
			return false
		}
	}
	return true
}

func (q Or) match(a *act) bool {
	return slices.ContainsFunc(q, func(part Query) bool { return part.match(a) })
}

func (q Not) match(a *act) bool { return !q.Of.match(a) }

func (t *Term) match(a *act) bool {
	f := fields[t.Field]
	return slices.ContainsFunc(t.Any, func(v Value) bool { return f.match(a, t, v) })
}

// Terms calls each for every term of the query, in the order of writing.
func Terms(q Query, each func(*Term)) {
	switch q := q.(type) {
	case And:
		for _, part := range q {
			Terms(part, each)
		}
	case Or:
		for _, part := range q {
			Terms(part, each)
		}
	case Not:
		Terms(q.Of, each)
	case *Term:
		each(q)
	}
}

// Asks reports whether the query, wherever, asks the field for the word: "is",
// "duplicate".
func Asks(q Query, field, word string) bool {
	found := false
	Terms(q, func(t *Term) {
		found = found || t.Field == field && slices.ContainsFunc(t.Any, func(v Value) bool { return v.String() == word })
	})
	return found
}

// Simplify returns a query of the same meaning without needless nesting,
// repetition and double negation.
func Simplify(q Query) Query {
	switch q := q.(type) {
	case And:
		return simplifyAnd(q)
	case Or:
		return simplifyOr(q)
	case Not:
		of := Simplify(q.Of)
		if inner, double := of.(Not); double {
			return inner.Of
		}
		return Not{of}
	}
	return q
}

func simplifyAnd(q And) Query {
	var list And
	seen := map[string]bool{}
	add := func(part Query) {
		if _, all := part.(All); !all && !seen[part.String()] {
			seen[part.String()] = true
			list = append(list, part)
		}
	}
	for _, part := range q {
		part = Simplify(part)
		if nested, ok := part.(And); ok {
			for _, one := range nested {
				add(one)
			}
			continue
		}
		add(part)
	}
	switch len(list) {
	case 0:
		return All{}
	case 1:
		return list[0]
	}
	return list
}

func simplifyOr(q Or) Query {
	var list Or
	seen := map[string]bool{}
	for _, part := range q {
		part = Simplify(part)
		parts := []Query{part}
		if nested, ok := part.(Or); ok {
			parts = nested
		}
		for _, one := range parts {
			if _, all := one.(All); all {
				return All{}
			}
			if !seen[one.String()] {
				seen[one.String()] = true
				list = append(list, one)
			}
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}
