// SPDX-License-Identifier: Apache-2.0

package query

import (
	"maps"
	"slices"
	"time"

	"dossier/event"
)

// Narrowing is what every event that a query asks for has in common: a store may
// leave out all others before it asks Match. It promises nothing of those that are
// left.
type Narrowing struct {
	// From and To bound the time as [From, To); zero is open. They speak of events
	// with a time only.
	From, To time.Time
	// Timeless says that events without a time may be asked for.
	Timeless bool
	// Persons, where not nil, are those of whom one holds the actor's account.
	Persons map[string]bool
	// Kinds and Sources, where not nil, are true of the kind and the source.
	Kinds   func(event.Kind) bool
	Sources func(event.Digest) bool
}

// Narrow finds out what the query's events have in common. It is sound and not
// complete: no event for which q.Match(e, env) is true lies outside.
func Narrow(q Query, env Env) Narrowing {
	switch q := q.(type) {
	case And:
		n := Narrowing{Timeless: true}
		for _, part := range q {
			n = n.and(Narrow(part, env))
		}
		return n
	case Or:
		n := Narrow(q[0], env)
		for _, part := range q[1:] {
			n = n.or(Narrow(part, env))
		}
		return n
	case *Term:
		return narrowTerm(q, env)
	}
	return Narrowing{Timeless: true}
}

func narrowTerm(t *Term, env Env) Narrowing {
	switch t.Field {
	case "on", "at", "after", "before", "last":
		return narrowTime(t, env)
	case "weekday", "hours":
		return Narrowing{}
	}
	n := Narrowing{Timeless: true}
	switch t.Field {
	case "kind":
		n.Kinds = func(k event.Kind) bool {
			return slices.ContainsFunc(t.Any, func(v Value) bool { return v.(Kind).Covers(k) })
		}
	case "who":
		n.Persons = map[string]bool{}
		for _, v := range t.Any {
			if person, err := env.person(v.(Name).Text); err == nil {
				n.Persons[person] = true
			}
		}
	case "source":
		n.Sources = func(d event.Digest) bool {
			a := &act{e: &event.Event{Origin: event.Origin{Source: d}}, env: env}
			return t.match(a)
		}
	}
	return n
}

func narrowTime(t *Term, env Env) Narrowing {
	var all Narrowing
	for i, v := range t.Any {
		var n Narrowing
		switch v := v.(type) {
		case Days:
			if env.LastDay != "" {
				n.From, n.To = v.Bounds(env.LastDay, env.zone())
			}
		case Span:
			switch t.Field {
			case "after":
				n.From = afterOf(v, env.zone())
			case "before":
				n.To = v.First.Start(env.zone())
			default:
				n.From, n.To = v.Bounds(env.zone())
			}
		}
		if i == 0 {
			all = n
		} else {
			all = all.or(n)
		}
	}
	return all
}

func (n Narrowing) and(m Narrowing) Narrowing {
	if n.From.IsZero() || m.From.After(n.From) {
		n.From = m.From
	}
	if n.To.IsZero() || !m.To.IsZero() && m.To.Before(n.To) {
		n.To = m.To
	}
	n.Timeless = n.Timeless && m.Timeless
	n.Persons = intersect(n.Persons, m.Persons)
	n.Kinds, n.Sources = both(n.Kinds, m.Kinds), both(n.Sources, m.Sources)
	return n
}

func (n Narrowing) or(m Narrowing) Narrowing {
	if m.From.Before(n.From) { // an open beginning is the zero time, before all others
		n.From = m.From
	}
	if n.To.IsZero() || m.To.IsZero() {
		n.To = time.Time{}
	} else if m.To.After(n.To) {
		n.To = m.To
	}
	n.Timeless = n.Timeless || m.Timeless
	n.Persons = union(n.Persons, m.Persons)
	n.Kinds, n.Sources = either(n.Kinds, m.Kinds), either(n.Sources, m.Sources)
	return n
}

// both, either, intersect and union take nil for everything.
func both[T any](f, g func(T) bool) func(T) bool {
	if f == nil {
		return g
	}
	if g == nil {
		return f
	}
	return func(x T) bool { return f(x) && g(x) }
}

func either[T any](f, g func(T) bool) func(T) bool {
	if f == nil || g == nil {
		return nil
	}
	return func(x T) bool { return f(x) || g(x) }
}

func intersect(a, b map[string]bool) map[string]bool {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	common := map[string]bool{}
	for k := range a {
		if b[k] {
			common[k] = true
		}
	}
	return common
}

func union(a, b map[string]bool) map[string]bool {
	if a == nil || b == nil {
		return nil
	}
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
