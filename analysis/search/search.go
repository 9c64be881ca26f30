// SPDX-License-Identifier: Apache-2.0

// Package search asks queries of a case together with what the case knows of
// people and things. Commands, screens and exports all ask through it.
package search

import (
	"context"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// Options say how a session understands queries.
type Options struct {
	// Subject is the person whom "me" means and on whose last working day last:
	// ends, by name, address or id. "" is nobody.
	Subject string
	// Zone is where days begin and hours are read; nil is the case's.
	Zone *time.Location
	// Scanned, if it is not nil, is told during a search for raw: how many bytes of
	// how many have been looked at. It is called by several goroutines, one at a time.
	Scanned func(read, all int64)
}

// Session is a case opened for questions. Immutable, and safe for concurrent use;
// marks and links that are made later are seen by the next session.
type Session struct {
	Case      *index.Case
	Directory *identity.Directory
	Things    *timeline.Reference
	Marks     *marks.Marks
	Zone      *time.Location
	Env       query.Env

	paths map[event.Digest]string
	known *overview
	scans *index.RawScans
}

// Open reads what a case knows of people and things.
func Open(ctx context.Context, c *index.Case, o Options) (*Session, error) {
	s := &Session{Case: c, Zone: o.Zone, paths: map[event.Digest]string{}, known: &overview{fields: map[string][]index.FacetValue{}}, scans: c.NewRawScans(o.Scanned)}
	if s.Zone == nil {
		s.Zone = c.Zone()
	}
	for _, source := range c.Sources() {
		if source.Status != event.StatusCopy {
			s.paths[source.Digest] = source.Path
		}
	}
	var err error
	if s.Directory, err = identity.Build(ctx, c); err != nil {
		return nil, err
	}
	if s.Things, err = timeline.ReadReference(ctx, c, s.Directory); err != nil {
		return nil, err
	}
	if s.Marks, err = marks.Read(c); err != nil {
		return nil, err
	}
	s.Env = query.Env{
		Zone: s.Zone, People: &holders{d: s.Directory, known: map[string]holder{}}, Things: s.Things, Path: s.Path, Raw: c.HasRaw, Tags: s.Marks.Tags,
		Tagged: s.Marks.AllTagged,
	}
	if len(s.Directory.Domains()) > 0 {
		s.Env.Internal = s.Directory.Internal
	}
	return s, s.choose(o.Subject)
}

// choose sets the subject, and the day on which last: ends.
func (s *Session) choose(subject string) error {
	if subject != "" {
		p, err := s.Directory.Find(subject)
		if err != nil {
			return err
		}
		s.Env.Subject, s.Env.LastDay = p.ID, p.Leaves
	}
	if s.Env.LastDay != "" {
		return nil
	}
	_, last, err := s.Case.Span()
	if !last.IsZero() {
		s.Env.LastDay = event.Date(last.In(s.Zone).Format(time.DateOnly))
	}
	return err
}

// Path is a source's path as given.
func (s *Session) Path(source event.Digest) string { return s.paths[source] }

// Parse reads a query and checks that it can be answered here. A *query.SyntaxError
// says where it cannot be read; another error names the term that cannot be answered.
func (s *Session) Parse(text string) (query.Query, error) {
	q, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	q = query.Simplify(q)
	if err := query.Check(q, s.Env); err != nil {
		return nil, err
	}
	return q, nil
}

// Find asks a query. For raw: it reads what it needs of the evidence; what a session
// has read it remembers.
func (s *Session) Find(ctx context.Context, q query.Query) (*index.Selection, error) {
	return s.scans.Select(ctx, q, s.Env)
}

// Explain asks a query as a new session would, and says what that cost. It tells
// nobody how far the reading of the evidence is.
func (s *Session) Explain(ctx context.Context, q query.Query) (index.Explanation, error) {
	return s.Case.NewRawScans(nil).Explain(ctx, q, s.Env)
}

// Person is who held the actor's account when it acted, and the link that says so;
// zero if nobody is known to have.
func (s *Session) Person(e *event.Event) (identity.Person, identity.Link) {
	link, ok := s.Directory.Holder(e.Actor, e.Time)
	if !ok {
		return identity.Person{}, link
	}
	p, _ := s.Directory.Person(link.Person)
	return p, link
}

// Item is an event with what the case knows about it.
func (s *Session) Item(e *event.Event) (timeline.Item, identity.Person) {
	p, link := s.Person(e)
	item := timeline.Item{Event: e, Link: link, Name: e.Object.Name, SameAs: -1}
	if item.Name == "" {
		item.Name = s.Things.Name(e.Object)
	}
	if owner, label, ok := s.Things.Owner(e.Object, e.Time); ok {
		item.Owner, item.Others = label, owner == "" || owner != p.ID
	}
	return item, p
}
