// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/analysis/question"
	"dossier/analysis/wording"
	"dossier/event"
)

// Followed is a query that was made to follow something, and in words what it
// rests on.
type Followed struct{ Query, Because string }

// followTime is how long after it was taken a thing is looked for.
const followTime = 7 * 24 * time.Hour

// carrying are the terms of what can carry a thing on.
const carrying = "kind:mail.send,mail.relay,mail.message,print.job,file"

// CarriedOn asks which mails, prints and files of the same person carried on, within
// seven days, what an event took: those that bear its name, allowing for a letter or
// two; else those that bear a word of it; else every mail and print that carried
// something. The event needs a time.
func (s *Session) CarriedOn(ctx context.Context, e *event.Event) (Followed, error) {
	item, p := s.Item(e)
	who := wording.AskAccount("account", e.Actor)
	if p.ID != "" {
		who = wording.AskPerson("who", s.Directory, p)
	}
	scope := strings.TrimSpace(who + " " + wording.AskTime(e.Time.UTC, e.Time.UTC.Add(followTime), s.Zone))
	name := cmp.Or(item.Name, e.Object.Name)
	var tries []Followed
	if all := nearly(wordsOf(name), " "); all != "" {
		tries = append(tries, Followed{scope + " " + carrying + " " + all, "named like it, within seven days"})
	}
	if some := nearly(slices.DeleteFunc(wordsOf(name), short), " OR "); some != "" {
		tries = append(tries, Followed{scope + " " + carrying + " " + some, "nothing bears its name; with a word of it, within seven days"})
	}
	rest := Followed{scope + " (" + question.KindsOf("send") + " has:attachment OR " + question.PrintJobs + ")", "nothing bears its name; all that carried files or was printed within seven days"}
	for _, try := range tries {
		q, err := s.Parse(try.Query + " -id:" + e.ID.String())
		if err != nil {
			return rest, err
		}
		found, err := s.Find(ctx, q)
		if err != nil {
			return rest, err
		}
		if found.Count() > 0 {
			return try, nil
		}
	}
	return rest, nil
}

// wordsOf are the words of a name, without the ending of a file.
func wordsOf(name string) []string {
	if ending := path.Ext(name); len(ending) <= 5 && !strings.Contains(ending, " ") {
		name = strings.TrimSuffix(name, ending)
	}
	words := strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
	return slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 2 })
}

// short words say little alone.
func short(word string) bool { return utf8.RuneCountInString(word) < 4 }

// nearly is the term for names of files that have the words, or words like them; ""
// without words.
func nearly(words []string, joint string) string {
	if len(words) == 0 {
		return ""
	}
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = `"` + w + `"`
		if !short(w) {
			list[i] += "~"
		}
	}
	return "file:(" + strings.Join(list, joint) + ")"
}

// How many messages are joined, and how many of them a query names.
const (
	limitMessages = 500
	limitNamed    = 30
)

// CarriedOut asks which mails carried files to addresses that are not the
// organisation's. Often one system records the files and another the recipients: they
// are joined by message, and the query names those that went out. scope says whose
// mails are meant, and of which days; "" is all. Where there are too many to name, the
// query asks for all mails with files, and says so.
func (s *Session) CarriedOut(ctx context.Context, scope string) (Followed, error) {
	mails := strings.TrimSpace(scope + " " + question.KindsOf("send") + " has:attachment")
	all := Followed{mails, "all mails with files: too many to tell which went outside; narrow the days"}
	messages, whole, err := s.messages(ctx, mails)
	if err != nil || !whole {
		return all, err
	}
	var out []string
	for part := range slices.Chunk(messages, 50) {
		abroad, _, err := s.messages(ctx, "is:outside "+groups(part))
		if err != nil {
			return all, err
		}
		out = append(out, abroad...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	switch {
	case len(out) == 0:
		return Followed{mails + " is:outside", "no mail with files is known to have gone outside"}, nil
	case len(out) > limitNamed:
		return all, nil
	}
	text := strings.TrimSpace(scope + " " + question.KindsOf("send") + " (is:outside has:attachment OR " + groups(out) + ")")
	return Followed{text, wording.Plural(len(out), "message") + " with files went outside; each is told by the systems that saw it"}, nil
}

// messages are the groups of what a query finds; whole is false if there are too
// many.
func (s *Session) messages(ctx context.Context, text string) (list []string, whole bool, err error) {
	q, err := s.Parse(text)
	if err != nil {
		return nil, false, err
	}
	found, err := s.Find(ctx, q)
	if err != nil || found.Count() > limitMessages*4 {
		return nil, false, err
	}
	for e, err := range found.Events(ctx, 0) {
		if err != nil {
			return nil, false, err
		}
		if e.Group != "" {
			list = append(list, e.Group)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list, len(list) <= limitMessages, nil
}

// groups is the term for any of some groups.
func groups(list []string) string {
	var terms []string
	for _, g := range list {
		if term := wording.Ask("group", g); term != "" {
			terms = append(terms, strings.TrimPrefix(term, "group:"))
		}
	}
	return "group:" + strings.Join(terms, ",")
}
