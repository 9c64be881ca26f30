// SPDX-License-Identifier: Apache-2.0

// Package timeline answers what a person did in a window of days: on which
// accounts the answer rests, what the evidence covers, five numbers, the things
// touched and the events, each with its way back to the record.
//
// An event is the person's if one of the person's accounts acted in it on a day on
// which the person held the account. It is not if the system acted of itself, or
// if somebody else acted in the person's name: a log-in as another user turns the
// rest of that session into the administrator's.
package timeline

import (
	"context"
	"fmt"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
)

// Question is what is asked about a person.
type Question struct {
	Person string // identity.Person.ID
	Range  Range
	Kinds  []string // patterns as of event.Kind.In; none: all
	// Others wants things that belong to somebody else only.
	Others bool
	// About wants events about this customer only: an id, or part of a name.
	About string
}

// Answer is what the case says. Everything in it is ordered and the same for the
// same case and question.
type Answer struct {
	Question Question
	Person   identity.Person
	Window   Window
	Basis    Basis
	Numbers  Numbers
	Behind   Behind
	Items    []Item // the timeline, in the order of time
	Things   []Thing
}

// Basis is what an answer rests on.
type Basis struct {
	Used       []identity.Link // by which the events were attributed
	Considered []identity.Link // suggested or contested, not used
	Rejected   []identity.Link
	Coverage   []Coverage
	// Unreadable are the rejects of each source that has some; they have no time, so
	// some may belong into the window.
	Unreadable []Unreadable
	// Left out of the person's events, and why.
	System      int64        // acts of the system under the person's account
	InTheirName []OtherActor // acts of somebody else in the person's name
	Timeless    int64        // events of the accounts that have no time
	Duplicates  int64        // copies of events shown
	ByClass     map[identity.Class]int64
	// LeftOut are all events that were read and are no items, in the order of time:
	// with the items, they are what the accounts and days asked about have.
	LeftOut []LeftOut
}

// LeftOut is an event that is not in the timeline.
type LeftOut struct {
	Event *event.Event
	Why   Reason
	By    event.Account // who acted, where that is ByOther
}

// Reason is why an event is left out.
type Reason string

// The reasons.
const (
	IsCopy   Reason = "copy"      // a further copy of an act that another export has
	NotHeld  Reason = "not held"  // the account was not the person's when it acted
	ByOther  Reason = "by other"  // somebody else acted in the person's name
	Timeless Reason = "timeless"  // no time that can be read
	BySystem Reason = "by system" // the system acted of itself
	NotAsked Reason = "not asked" // not of the kinds or things asked about
)

// OtherActor is somebody who acted in the person's name.
type OtherActor struct {
	Account event.Account
	Name    string // of the person who holds the account, "" if nobody does
	Count   int64
}

// Coverage says on which days of the window a source system has any record, of
// anybody.
type Coverage struct {
	Parser  string // "name@version"
	Days    map[event.Date]int64
	Missing []event.Date // days without a record
}

// Unreadable counts the rejects of a source.
type Unreadable struct {
	Source event.Source
}

// Item is an event of the timeline.
type Item struct {
	Event *event.Event
	Link  identity.Link // by which it is the person's
	// Name is the name of the object where the event has only its id, with the fact
	// that gives it.
	Name string
	// Owner is who owned the object at the time; "" if nothing says so.
	Owner string
	// Others says that the object belonged to somebody else.
	Others bool
	// Same says that an earlier item, the one at SameAs, tells of the same act: it is
	// shown and not counted again. SameAs is -1 otherwise.
	Same   bool
	SameAs int
}

// Ask answers a question.
func Ask(ctx context.Context, c *index.Case, d *identity.Directory, q Question) (*Answer, error) {
	p, ok := d.Person(q.Person)
	if !ok {
		return nil, &identity.UnknownPersonError{Name: q.Person, Known: len(d.Persons())}
	}
	lastAct, err := lastAct(ctx, c, d, p)
	if err != nil {
		return nil, err
	}
	window, err := q.Range.resolve(p, c.Zone(), lastAct)
	if err != nil {
		return nil, err
	}
	names, err := readNames(ctx, c, d)
	if err != nil {
		return nil, err
	}
	a := &Answer{Question: q, Person: p, Window: window}
	a.Basis.ByClass = map[identity.Class]int64{}
	a.splitLinks(d)
	events, err := a.gather(ctx, c, d)
	if err != nil {
		return nil, err
	}
	a.attribute(events, d, names)
	MarkSame(a.Items)
	a.Numbers, a.Behind = count(a, d, names)
	a.Things = things(a.Items)
	return a, a.cover(ctx, c)
}

// lastAct is the last day on which one of the person's accounts acted.
func lastAct(ctx context.Context, c *index.Case, d *identity.Directory, p identity.Person) (event.Date, error) {
	actors, err := c.Actors(ctx)
	if err != nil {
		return "", err
	}
	mine := d.Accounts(p.ID)
	var last time.Time
	for _, a := range actors {
		if mine[identity.Key(a.Account)] && a.Last.After(last) {
			last = a.Last
		}
	}
	if last.IsZero() {
		return "", nil
	}
	return event.Date(last.In(c.Zone()).Format(time.DateOnly)), nil
}

func (a *Answer) splitLinks(d *identity.Directory) {
	for _, l := range d.Links(a.Person.ID) {
		switch l.Status {
		case identity.Counts:
			a.Basis.Used = append(a.Basis.Used, l)
		case identity.Rejected:
			a.Basis.Rejected = append(a.Basis.Rejected, l)
		default:
			a.Basis.Considered = append(a.Basis.Considered, l)
		}
	}
}

// gather reads the events of the person's accounts in the window, copies and
// timeless ones included.
func (a *Answer) gather(ctx context.Context, c *index.Case, d *identity.Directory) ([]*event.Event, error) {
	from, to := a.Window.Bounds()
	f := index.Filter{From: from, To: to, Timeless: true, Duplicates: true, Accounts: d.Accounts(a.Person.ID)}
	if len(a.Question.Kinds) > 0 {
		f.Kinds = func(k event.Kind) bool {
			// Log-ins as another are always read: they decide whose the rest is.
			return k == event.AuthLoginAs || a.wants(k)
		}
	}
	var list []*event.Event
	for e, err := range c.Events(ctx, f) {
		if err != nil {
			return nil, fmt.Errorf("read events of %s: %w", a.Person.Name, err)
		}
		list = append(list, e)
	}
	return list, nil
}

func (a *Answer) wants(k event.Kind) bool {
	for _, pattern := range a.Question.Kinds {
		if k.In(pattern) {
			return true
		}
	}
	return len(a.Question.Kinds) == 0
}
