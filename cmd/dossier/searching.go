// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/internal/visible"
)

// searchFlags are the flags of commands that take a query.
type searchFlags struct {
	subject, saved string
	utc            bool
}

func (f *searchFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.subject, "subject", "", `the person whom "me" means, and on whose last working day last: ends`)
	c.Flags().StringVar(&f.saved, "saved", "", "the name of a saved search, which QUERY narrows and may be left out")
	c.Flags().BoolVar(&f.utc, "utc", false, "days and hours in UTC instead of the case's zone")
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if text := err.Error(); strings.HasPrefix(text, "unknown ") || strings.HasPrefix(text, "bad flag syntax") {
			return usagef("%w; a query that begins with a minus goes behind --", err)
		}
		return &usageError{err}
	})
}

// queryArgs wants a query, or a saved search instead.
func (f *searchFlags) queryArgs(c *cobra.Command, args []string) error {
	if f.saved != "" {
		return nil
	}
	return cobra.MinimumNArgs(1)(c, args)
}

// session opens the case for questions.
func (a *app) session(c *index.Case, f searchFlags) (*search.Session, error) {
	o := search.Options{Subject: f.subject, Scanned: a.scanProgress()}
	if f.utc {
		o.Zone = time.UTC
	}
	return search.Open(a.ctx, c, o)
}

// scanProgress keeps a line about a reading of the evidence on a terminal's standard
// error; nil elsewhere.
func (a *app) scanProgress() func(read, all int64) {
	if !a.errs.terminal {
		return nil
	}
	var last time.Time
	return func(read, all int64) {
		now := a.now()
		switch {
		case read == all:
			a.errs.printf("\r\x1b[K")
		case now.Sub(last) < 100*time.Millisecond:
			return
		default:
			a.errs.printf("\r\x1b[Kreading the evidence: %d %%, %s of %s", read*100/max(all, 1), humanize.Bytes(uint64(read)), humanize.Bytes(uint64(all)))
		}
		last = now
		_ = a.errs.flush() // it is only progress
	}
}

// searching is a query together with the case that it is asked of, and what it finds.
type searching struct {
	*search.Session
	a     *app
	q     query.Query
	found *index.Selection
	paths map[event.Digest]string
}

// searching reads a query and asks it.
func (a *app) searching(c *index.Case, text string, f searchFlags) (*searching, error) {
	session, err := a.session(c, f)
	if err != nil {
		return nil, err
	}
	s := &searching{Session: session, a: a, paths: pathsOf(c)}
	if s.q, err = a.parse(session, text); err != nil {
		return nil, err
	}
	if f.saved != "" {
		if s.q, err = a.within(session, f.saved, s.q); err != nil {
			return nil, err
		}
	}
	s.found, err = session.Find(a.ctx, s.q)
	return s, err
}

// asking runs use with the case open and a query asked of it.
func (a *app) asking(text string, f searchFlags, use func(*searching) error) error {
	return a.reading(func(c *index.Case) error {
		s, err := a.searching(c, text, f)
		if err != nil {
			return err
		}
		return use(s)
	})
}

// parse reads a query, and shows where it cannot be read.
func (a *app) parse(s *search.Session, text string) (query.Query, error) {
	q, err := s.Parse(text)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		a.pointAt(syntax)
		return nil, &usageError{err}
	}
	if err != nil {
		return nil, usagef("%s", err.Error()) // not as the error of a person: its advice is for --who
	}
	return q, nil
}

// within is a query that a saved search narrows.
func (a *app) within(s *search.Session, name string, q query.Query) (query.Query, error) {
	saved, ok := s.Marks.Search(name)
	if !ok {
		var names []string
		for _, one := range s.Marks.Searches() {
			names = append(names, one.Name)
		}
		if len(names) == 0 {
			return nil, usagef("--saved %s: the case has no saved searches", name)
		}
		return nil, known("--saved", name, names)
	}
	first, err := a.parse(s, saved.Query)
	if err != nil {
		return nil, fmt.Errorf("saved search %s: %w", name, err)
	}
	return query.Simplify(query.And{first, q}), nil
}

// pointAt shows where in a query it cannot be read.
func (a *app) pointAt(err *query.SyntaxError) {
	if strings.ContainsFunc(err.Text, func(c rune) bool { return c < ' ' }) || utf8.RuneCountInString(err.Text) > 200 {
		return
	}
	before := string([]rune(err.Text)[:err.Column-1])
	a.errs.printf("  %s\n  %s^\n", show(err.Text), strings.Repeat(" ", visible.Width(show(before))))
	_ = a.errs.flush() // the error itself follows
}

// incomplete says that an answer is cut, on the side where it disturbs no data.
func (a *app) incomplete(format string, args ...any) {
	a.errs.printf("%s\n", fmt.Sprintf(format, args...))
	_ = a.errs.flush() // the answer itself is whole on the other side
}

// personName is how a person of the case is called; the id itself if nobody bears it.
func personName(d *identity.Directory, id string) string {
	if p, ok := d.Person(id); ok && p.Name != "" {
		return p.Name
	}
	return id
}

// known refuses a name that is not in the list, and says which is nearest. what is
// the flag or argument that has it.
func known(what, name string, list []string) error {
	for _, one := range list {
		if one == name {
			return nil
		}
	}
	if near := query.Nearest(strings.ToLower(name), list); near != "" {
		return usagef("%s %s: there is none of that name; the nearest is %s", what, name, near)
	}
	return usagef("%s %s: want %s", what, cmp.Or(name, `""`), joinOr(list))
}

// knownOnce refuses a name that is not in the list, or comes twice.
func knownOnce(what string, names, list []string) error {
	for i, name := range names {
		if err := known(what, name, list); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return usagef("%s %s: it is there twice", what, name)
		}
	}
	return nil
}
