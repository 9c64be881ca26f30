// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// Selection is which events are exported, and which of those in scope are not. Made by
// [OfPerson], [OfQuery] and [OfChronology].
type Selection struct {
	Words  string // the question in one sentence
	Syntax string // the same as a command or query

	answer  *timeline.Answer // of a person
	marked  []marks.Entry    // of a chronology
	found   *index.Selection // of a query
	missing int              // promoted events that the case no longer holds
	copies  int64            // further copies of what is exported, not exported
	s       *search.Session
	borrow  *timeline.Borrowed
}

// entry is an event to be exported with what the case knows of it.
type entry struct {
	timeline.Item
	person identity.Person
	mark   marks.Mark
}

// OfPerson selects what a question about a person finds.
func OfPerson(ctx context.Context, s *search.Session, q timeline.Question, syntax string) (*Selection, error) {
	answer, err := timeline.Ask(ctx, s.Case, s.Directory, q)
	if err != nil {
		return nil, err
	}
	sel := &Selection{Syntax: syntax, answer: answer, s: s}
	for _, left := range answer.Basis.LeftOut {
		if left.Why == timeline.IsCopy {
			sel.copies++
		}
	}
	w := answer.Window
	sel.Words = fmt.Sprintf("What do the records state of the accounts attributed to %s, from %s to %s?", answer.Person.Name, w.First, w.Last)
	return sel, nil
}

// OfQuery selects what a query finds, in the words of whoever asks.
func OfQuery(ctx context.Context, s *search.Session, text, syntax string) (*Selection, error) {
	q, err := s.Parse(text)
	if err != nil {
		return nil, err
	}
	sel := &Selection{Words: "Which records does this query find: " + q.String() + "?", Syntax: syntax, s: s}
	if sel.found, err = s.Find(ctx, q); err != nil {
		return nil, err
	}
	copied, err := s.Parse("(" + text + ") is:duplicate")
	if err != nil {
		return nil, err
	}
	copies, err := s.Find(ctx, copied)
	if err != nil {
		return nil, err
	}
	if !query.Asks(q, "is", "duplicate") { // else they are among what was asked for
		sel.copies = copies.Count()
	}
	sel.borrow, err = timeline.ReadBorrowed(ctx, s.Case)
	return sel, err
}

// OfChronology selects the events that people promoted.
func OfChronology(ctx context.Context, s *search.Session, syntax string) (*Selection, error) {
	entries, missing, err := marks.Chronology(ctx, s.Case, s.Marks)
	if err != nil {
		return nil, err
	}
	sel := &Selection{Words: "Which records did the investigation place in the chronology?", Syntax: syntax, s: s, marked: entries, missing: len(missing)}
	sel.borrow, err = timeline.ReadBorrowed(ctx, s.Case)
	return sel, err
}

// Person is whom the selection is about; false if it is about no one person.
func (sel *Selection) Person() (identity.Person, bool) {
	if sel.answer == nil {
		return identity.Person{}, false
	}
	return sel.answer.Person, true
}

// all yields what is exported, in order.
func (sel *Selection) all(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for e, err := range sel.events(ctx) {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func (sel *Selection) events(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		switch {
		case sel.answer != nil:
			for _, item := range sel.answer.Items {
				if !yield(entry{item, sel.answer.Person, sel.s.Marks.Of(item.Event.ID)}, nil) {
					return
				}
			}
		case sel.found != nil:
			for e, err := range sel.found.Events(ctx, 0) {
				if err != nil {
					yield(entry{}, err)
					return
				}
				if !yield(sel.entryOf(e), nil) {
					return
				}
			}
		default:
			for _, m := range sel.marked {
				if !yield(sel.entryOf(m.Event), nil) {
					return
				}
			}
		}
	}
}

// entryOf attributes an event: to nobody if the system acted, or somebody who had
// logged in as the account's holder.
func (sel *Selection) entryOf(e *event.Event) entry {
	item, person := sel.s.Item(e)
	if by, ok := sel.borrow.By(e); ok && by.Canonical() != e.Actor.Canonical() || e.Initiated == event.InitiatedSystem {
		person, item.Link = identity.Person{}, identity.Link{}
	}
	return entry{item, person, sel.s.Marks.Of(e.ID)}
}

// prefix is what item numbers begin with: the person's initials, if they are letters
// that everybody can type.
func (sel *Selection) prefix() string {
	p, ok := sel.Person()
	if !ok {
		return "EV"
	}
	out := ""
	for _, word := range strings.Fields(p.Name) {
		c := unicode.ToUpper([]rune(word)[0])
		if c >= 'A' && c <= 'Z' {
			out += string(c)
		}
	}
	if out == "" || len(out) > 4 {
		return "EV"
	}
	return out
}
