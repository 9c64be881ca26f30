// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/internal/visible"
)

// searchFlags are the flags of commands that take a query.
type searchFlags struct {
	subject string
	utc     bool
}

func (f *searchFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.subject, "subject", "", `the person whom "me" means, and on whose last working day last: ends`)
	c.Flags().BoolVar(&f.utc, "utc", false, "days and hours in UTC instead of the case's zone")
}

// searching is a query together with the case that it is asked of.
type searching struct {
	a         *app
	c         *index.Case
	q         query.Query
	duplicate bool // copies of acts are looked at: the query speaks of them
	env       query.Env
	directory *identity.Directory
	things    *timeline.Reference
	paths     map[event.Digest]string
	zone      *time.Location
}

// searching reads a query and what the case knows that it needs.
func (a *app) searching(c *index.Case, text string, f searchFlags) (*searching, error) {
	q, err := query.Parse(text)
	if err != nil {
		a.pointAt(err)
		return nil, &usageError{err}
	}
	s := &searching{a: a, c: c, q: query.Simplify(q), duplicate: query.Asks(q, "is", "duplicate"), paths: pathsOf(c), zone: c.Zone()}
	if f.utc {
		s.zone = time.UTC
	}
	if s.directory, err = identity.Build(a.ctx, c); err != nil {
		return nil, err
	}
	if s.things, err = timeline.ReadReference(a.ctx, c, s.directory); err != nil {
		return nil, err
	}
	s.env = query.Env{
		Zone: s.zone, People: &holders{d: s.directory, known: map[string]holder{}}, Things: s.things,
		Path: func(d event.Digest) string { return s.paths[d] },
	}
	if len(s.directory.Domains()) > 0 {
		s.env.Internal = s.directory.Internal
	}
	if err := s.choose(f.subject); err != nil {
		return nil, err
	}
	if err := query.Check(s.q, s.env); err != nil {
		return nil, usagef("%s", err.Error()) // not as the error of a person: its advice is for --who
	}
	return s, nil
}

// choose sets the subject, and the day on which last: ends.
func (s *searching) choose(subject string) error {
	if subject != "" {
		p, err := s.directory.Find(subject)
		if err != nil {
			return err
		}
		s.env.Subject, s.env.LastDay = p.ID, p.Leaves
	}
	if s.env.LastDay != "" {
		return nil
	}
	_, last, err := s.c.Span()
	if !last.IsZero() {
		s.env.LastDay = event.Date(last.In(s.zone).Format(time.DateOnly))
	}
	return err
}

// pointAt shows where in a query it cannot be read.
func (a *app) pointAt(err error) {
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) || strings.ContainsFunc(syntax.Text, func(c rune) bool { return c < ' ' }) || utf8.RuneCountInString(syntax.Text) > 200 {
		return
	}
	before := string([]rune(syntax.Text)[:syntax.Column-1])
	a.errs.printf("  %s\n  %s^\n", show(syntax.Text), strings.Repeat(" ", visible.Width(show(before))))
	_ = a.errs.flush() // the error itself follows
}

// holders answers query.People, and remembers whom a name means.
type holders struct {
	d     *identity.Directory
	known map[string]holder
}

type holder struct {
	id  string
	err error
}

// Person finds the one person whom the words mean.
func (h *holders) Person(words string) (string, error) {
	found, ok := h.known[words]
	if !ok {
		var p identity.Person
		p, found.err = h.d.Find(words)
		found.id = p.ID
		h.known[words] = found
	}
	return found.id, found.err
}

// Holder is the person who held the account at the time.
func (h *holders) Holder(a event.Account, at event.Time) (string, bool) {
	link, ok := h.d.Holder(a, at)
	return link.Person, ok
}

// filter asks the case for the events among which all are that the query asks for.
func (s *searching) filter() index.Filter {
	n := query.Narrow(s.q, s.env)
	f := index.Filter{From: n.From, To: n.To, Timeless: n.Timeless, Kinds: n.Kinds, Duplicates: s.duplicate}
	if n.Persons != nil {
		f.Accounts = map[event.Account]bool{}
		for person := range n.Persons {
			for account := range s.directory.Accounts(person) {
				f.Accounts[account] = true
			}
		}
	}
	if n.Sources != nil {
		f.Sources = map[event.Digest]bool{}
		for _, source := range s.c.Sources() {
			f.Sources[source.Digest] = n.Sources(source.Digest)
		}
	}
	return f
}

// found yields what the query asks for, in the order of time, events without a
// time last.
func (s *searching) found() iter.Seq2[*event.Event, error] { return s.matching(s.filter()) }

func (s *searching) matching(f index.Filter) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for e, err := range s.c.Events(s.a.ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			if s.q.Match(e, s.env) && !yield(e, nil) {
				return
			}
		}
	}
}

// person is who held the actor's account when it acted.
func (s *searching) person(e *event.Event) (identity.Person, identity.Link) {
	link, ok := s.directory.Holder(e.Actor, e.Time)
	if !ok {
		return identity.Person{}, link
	}
	p, _ := s.directory.Person(link.Person)
	return p, link
}

// item is an event with what the case knows about it.
func (s *searching) item(e *event.Event) (timeline.Item, identity.Person) {
	p, link := s.person(e)
	item := timeline.Item{Event: e, Link: link, Name: e.Object.Name}
	if item.Name == "" {
		item.Name = s.things.Name(e.Object)
	}
	if owner, label, ok := s.things.Owner(e.Object, e.Time); ok {
		item.Owner, item.Others = label, owner == "" || owner != p.ID
	}
	return item, p
}

// incomplete says that an answer is cut, on the side where it disturbs no data.
func (a *app) incomplete(format string, args ...any) {
	a.errs.printf("%s\n", fmt.Sprintf(format, args...))
	_ = a.errs.flush() // the answer itself is whole on the other side
}
