// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
)

// survey is what one walk through the selection finds out: the sections rest on it.
type survey struct {
	count       int64
	first, last time.Time // of those with a time; of the case, if none has one
	sources     map[event.Digest]int64
	parsers     map[string]int64
	kinds       map[event.Kind]int64
	namespaces  map[event.Namespace]int64
	flags       map[string]int64
	bases       map[event.TimeBasis]int64
	precisions  map[event.Precision]int64
	initiated   map[event.Initiated]int64
	outcomes    map[event.Outcome]int64
	days        map[string]int64 // in the zone of the export
	accounts    map[event.Account]*accountUse
	// Item numbers, 1-based, of what could point the other way.
	failed, doubtful, automated, delegated, timeless, own, copied []int64
	groups                                                        map[string]bool
	attrs                                                         map[string]bool // "parser\x00name"
}

// accountUse is an account that acted in events exported.
type accountUse struct {
	account     event.Account
	person      identity.Person // zero where it is attributed to nobody
	link        identity.Link
	count       int64
	first, last time.Time
}

func takeSurvey(ctx context.Context, s *search.Session, sel *Selection) (*survey, error) {
	v := &survey{
		sources: map[event.Digest]int64{}, parsers: map[string]int64{}, kinds: map[event.Kind]int64{}, namespaces: map[event.Namespace]int64{},
		flags: map[string]int64{}, bases: map[event.TimeBasis]int64{}, precisions: map[event.Precision]int64{}, initiated: map[event.Initiated]int64{},
		outcomes: map[event.Outcome]int64{}, days: map[string]int64{}, accounts: map[event.Account]*accountUse{}, groups: map[string]bool{}, attrs: map[string]bool{},
	}
	for e, err := range sel.all(ctx) {
		if err != nil {
			return nil, err
		}
		v.count++
		v.note(e, s.Zone)
	}
	if v.last.IsZero() {
		var err error
		if v.first, v.last, err = s.Case.Span(); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *survey) note(x entry, zone *time.Location) {
	e := x.Event
	v.sources[e.Origin.Source]++
	v.parsers[e.Origin.Parser]++
	v.kinds[e.Kind]++
	v.bases[e.Time.Basis]++
	v.precisions[e.Time.Precision]++
	v.initiated[e.Initiated]++
	v.outcomes[e.Outcome]++
	for flag := range strings.SplitSeq(timeFlag(e.Time), ", ") {
		v.flags[flag]++
	}
	for _, a := range e.Attrs {
		v.attrs[e.Origin.Parser+"\x00"+a.Name] = true
	}
	v.noteAccounts(x)
	v.noteTime(e.Time, zone)
	v.noteContrary(x)
}

func (v *survey) noteTime(t event.Time, zone *time.Location) {
	if !t.Known() {
		v.timeless = append(v.timeless, v.count)
		return
	}
	if v.first.IsZero() || t.UTC.Before(v.first) {
		v.first = t.UTC
	}
	if t.UTC.After(v.last) {
		v.last = t.UTC
	}
	v.days[t.UTC.In(zone).Format(time.DateOnly)]++
}

func (v *survey) noteAccounts(x entry) {
	e := x.Event
	for _, a := range []event.Account{e.Actor, e.OnBehalfOf} {
		if !a.IsZero() {
			v.namespaces[a.Namespace]++
		}
	}
	for _, t := range e.Targets {
		if !t.Account.IsZero() {
			v.namespaces[t.Account.Namespace]++
		}
	}
	use := v.accounts[e.Actor.Canonical()]
	if use == nil {
		use = &accountUse{account: e.Actor}
		v.accounts[e.Actor.Canonical()] = use
	}
	use.count++
	if use.person.ID == "" {
		use.person, use.link = x.person, x.Link
	}
	if at := e.Time.UTC; e.Time.Known() {
		if use.first.IsZero() || at.Before(use.first) {
			use.first = at
		}
		if at.After(use.last) {
			use.last = at
		}
	}
}

// noteContrary gathers items that whoever reads against the export would look for.
func (v *survey) noteContrary(x entry) {
	e := x.Event
	for _, c := range []struct {
		list  *[]int64
		holds bool
	}{
		{&v.failed, e.Outcome == event.OutcomeFailure || e.Outcome == event.OutcomePartial},
		{&v.doubtful, e.Time.Known() && e.Time.Flags != 0},
		{&v.automated, e.Initiated == event.InitiatedAutomation || e.Initiated == event.InitiatedSystem},
		{&v.delegated, e.Initiated == event.InitiatedDelegate || !e.OnBehalfOf.IsZero() && e.OnBehalfOf.Canonical() != e.Actor.Canonical()},
		{&v.own, x.Owner != "" && !x.Others},
		{&v.copied, x.Same},
	} {
		if c.holds {
			*c.list = append(*c.list, v.count)
		}
	}
}

// uses lists the accounts, those of persons first, by person and account.
func (v *survey) uses() []*accountUse {
	var list []*accountUse
	for _, u := range v.accounts {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b *accountUse) int {
		return cmp.Or(compareEmptyLast(a.person.Name, b.person.Name), cmp.Compare(a.person.ID, b.person.ID), cmp.Compare(a.account.String(), b.account.String()))
	})
	return list
}

func compareEmptyLast(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
