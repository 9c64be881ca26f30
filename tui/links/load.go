// SPDX-License-Identifier: Apache-2.0

package links

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
)

// The groups of questions, in their order.
const (
	suggested = "may belong to"
	contested = "contested between several"
	nobodys   = "nobody's so far"
	outside   = "outside of the organisation, and like nobody"
	decided   = "decided"
)

var groups = []string{suggested, contested, nobodys, decided, outside}

// question is an account, and a person to whom it may belong; of nobody's accounts
// there is no person.
type question struct {
	group   string
	account event.Account
	person  identity.Person
	link    identity.Link
	events  int64
	when    string
	remark  string
	label   string // how a system's list of users calls it, as a reason; "" if none does
}

// key tells a question from others, over changes.
func (q question) key() string { return q.account.Canonical().String() + "\x00" + q.person.ID }

// known is what is to be decided.
type known struct {
	questions []question
	open      int // questions that wait for a decision
	hidden    int // that are shown on demand
	people    int
}

// load finds out what is to be decided. whole wants what is decided, and addresses
// outside of the organisation, too.
func load(ctx context.Context, s *search.Session, zone *time.Location, whole bool) (known, error) {
	actors, err := s.Case.Actors(ctx)
	if err != nil {
		return known{}, err
	}
	k := known{people: len(s.Directory.Persons())}
	acted, counts := map[event.Account]index.Actor{}, map[event.Account]bool{}
	for _, a := range actors {
		acted[identity.Key(a.Account)] = a
	}
	var all []question
	asked := map[event.Account]bool{}
	for _, l := range s.Directory.AllLinks() {
		at := identity.Key(l.Account)
		counts[at] = counts[at] || l.Status == identity.Counts
		group, ok := groupOf(l)
		if !ok {
			continue
		}
		q := newQuestion(group, acted[at], zone)
		q.account, q.link, q.remark = l.Account, l, remarkOf(l)
		q.person, _ = s.Directory.Person(l.Person)
		asked[at] = asked[at] || group != decided
		all = append(all, q)
	}
	for _, a := range actors {
		if at := identity.Key(a.Account); counts[at] || asked[at] {
			continue
		}
		q := newQuestion(nobodys, a, zone)
		if timeline.Outside(a.Account, s.Directory) {
			q.group = outside
		}
		if label := s.Directory.Label(a.Account); label != "" {
			q.label = "called " + label + " in the system's list of users"
			q.remark = q.label
		}
		all = append(all, q)
	}
	k.sort(all, whole)
	return k, nil
}

// sort orders the questions, and leaves out those that are shown on demand.
func (k *known) sort(all []question, whole bool) {
	for _, q := range all {
		switch onDemand := q.group == decided || q.group == outside; {
		case onDemand && !whole:
			k.hidden++
			continue
		case !onDemand:
			k.open++
		}
		k.questions = append(k.questions, q)
	}
	slices.SortStableFunc(k.questions, func(a, b question) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, a.group), slices.Index(groups, b.group)), -cmp.Compare(a.events, b.events), cmp.Compare(a.key(), b.key()))
	})
}

func newQuestion(group string, a index.Actor, zone *time.Location) question {
	q := question{group: group, account: a.Account, events: a.Count}
	if !a.First.IsZero() {
		q.when = a.First.In(zone).Format("2 Jan 2006") + " – " + a.Last.In(zone).Format("2 Jan 2006")
	}
	return q
}

// groupOf is the group in which a link is asked about; links that rosters settle are
// in none.
func groupOf(l identity.Link) (string, bool) {
	switch {
	case l.Status == identity.Suggested:
		return suggested, true
	case l.Status == identity.Contested:
		return contested, true
	case l.Status == identity.Rejected, l.Class == identity.ClassC:
		return decided, true
	}
	return "", false
}

func remarkOf(l identity.Link) string {
	parts := []string{l.Basis}
	if l.From != "" || l.To != "" {
		parts = append(parts, string(cmp.Or(l.From, "…"))+" to "+string(cmp.Or(l.To, "…")))
	}
	if l.Status == identity.Rejected {
		parts = append([]string{"rejected"}, parts...)
	}
	if l.Decided != "" {
		parts = append(parts, l.Decided)
	}
	return strings.Join(parts, "; ")
}

// act is an event of an account, made ready to draw.
type act struct {
	id                       event.ID
	date, clock, verb, thing string
}

// evidence is what there is for and against a question.
type evidence struct {
	key    string
	acts   []act
	more   int64    // acts that are not listed
	person []string // lines about the person, text of the case
}

// limitActs is how many events of an account are listed, the latest first.
const limitActs = 200

// look gathers the evidence for a question.
func look(ctx context.Context, s *search.Session, q question, zone *time.Location) (evidence, error) {
	out := evidence{key: q.key()}
	asked, err := s.Parse(wording.AskAccount("account", q.account))
	if err != nil {
		return out, err
	}
	found, err := s.Find(ctx, asked)
	if err != nil {
		return out, err
	}
	from := max(0, found.Count()-limitActs)
	out.more = from
	for e, err := range found.Events(ctx, from) {
		if err != nil {
			return out, err
		}
		item, _ := s.Item(e)
		a := act{id: e.ID, date: "–", verb: wording.Verb(e.Kind), thing: wording.Thing(timeline.Folded{Item: item})}
		if e.Time.Known() {
			a.date, a.clock = e.Time.UTC.In(zone).Format("2 Jan 2006"), wording.Clock(e.Time, zone)
		}
		out.acts = append(out.acts, a)
	}
	slices.Reverse(out.acts)
	out.person, err = personLines(ctx, s, q, zone)
	return out, err
}

// personLines are what is known of the person in question.
func personLines(ctx context.Context, s *search.Session, q question, zone *time.Location) ([]string, error) {
	if q.person.ID == "" {
		return []string{"No person is suggested.", "", "c asks whose it is."}, nil
	}
	p := q.person
	lines := []string{p.Name + "  " + p.ID}
	for _, f := range [][2]string{{"title", p.Title}, {"office", p.Office}, {"hired", string(p.Hired)}, {"notice", string(p.Notice)}, {"last day", string(p.Leaves)}} {
		if f[1] != "" {
			lines = append(lines, f[0]+"  "+f[1])
		}
	}
	actors, err := s.Case.Actors(ctx)
	if err != nil {
		return nil, err
	}
	acted := map[event.Account]index.Actor{}
	for _, a := range actors {
		acted[identity.Key(a.Account)] = a
	}
	lines = append(lines, "", "why: "+q.remark, "", "accounts that are the person's:")
	for _, l := range s.Directory.Links(p.ID) {
		if l.Status != identity.Counts {
			continue
		}
		a := acted[identity.Key(l.Account)]
		line := string(l.Class) + " " + l.Account.String() + "  " + wording.Plural(int(a.Count), "event")
		if !a.Last.IsZero() {
			line += ", last " + a.Last.In(zone).Format("2 Jan 2006")
		}
		lines = append(lines, line)
	}
	for _, f := range p.Facts {
		lines = append(lines, "", fmt.Sprintf("%s line %s says", s.Path(f.Origin.Source), humanize.Comma(f.Origin.Span.Line)))
		for _, a := range f.Attrs {
			lines = append(lines, "  "+a.Name+": "+a.Value)
		}
	}
	return lines, nil
}
