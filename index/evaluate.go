// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/words"
	"dossier/index/query"
)

// asking is one question on its way through the segments. Each part of the query is
// asked only of the rows that the parts before it have left, so what is dear is
// asked of few: the answer is exact at every step.
type asking struct {
	c     *Case
	env   query.Env
	marks duplicates
	notes *notes   // what the answer cost
	raw   rawFound // what is known of the evidence; nil if env answers raw:
}

// answering is an asking at work on one segment. It is for one goroutine.
type answering struct {
	*asking
	ctx     context.Context
	segment int
	rows    int64
	memory  memory
}

// memory is what one goroutine remembers of the terms, for all segments that it works
// on.
type memory map[*query.Term]*remembered

// remembered is what is known of a term.
type remembered struct {
	finders  []*query.Finder
	sought   words.Sought
	verdicts map[string]bool // on parts of events that occur again and again
	tenures  map[tenureKey]*tenure[bool]
	accounts map[event.Account]bool // by which alone it can match; nil as long as nobody asked, or if it is not known
}

func (m memory) of(t *query.Term) *remembered {
	r := m[t]
	if r == nil {
		finders := findersOf(t)
		r = &remembered{finders: finders, sought: words.SoughtOf(finders), verdicts: map[string]bool{}, tenures: map[tenureKey]*tenure[bool]{}}
		m[t] = r
	}
	return r
}

// find is the rows of within that the query asks for, a set of the caller's own.
func (a *answering) find(q query.Query, within *columns.Set) (*columns.Set, error) {
	switch q := q.(type) {
	case query.And:
		return a.all(q, within)
	case query.Or:
		return a.any(q, within)
	case query.Not:
		out := within.Clone()
		found, err := a.find(q.Of, within)
		if err == nil {
			out.AndNot(found)
		}
		return out, err
	case *query.Term:
		return a.term(q, within)
	}
	return within.Clone(), nil
}

func (a *answering) all(parts query.And, within *columns.Set) (*columns.Set, error) {
	left := within
	for _, part := range cheapestFirst(parts) {
		var err error
		if left, err = a.find(part, left); err != nil || left.Empty() {
			return left, err
		}
	}
	return left, nil
}

func (a *answering) any(parts query.Or, within *columns.Set) (*columns.Set, error) {
	found, left := columns.NewSet(a.rows), within.Clone()
	for _, part := range cheapestFirst(parts) {
		one, err := a.find(part, left)
		if err != nil {
			return nil, err
		}
		found.Or(one)
		if left.AndNot(one); left.Empty() {
			break
		}
	}
	return found, nil
}

// cheapestFirst orders parts by what they cost; equals keep their order.
func cheapestFirst(parts []query.Query) []query.Query {
	sorted := slices.Clone(parts)
	slices.SortStableFunc(sorted, func(x, y query.Query) int { return cost(x) - cost(y) })
	return sorted
}

// cost is a rank and no measure: times, short columns, long columns, whole texts.
func cost(q query.Query) int {
	dearest := 0
	query.Terms(q, func(t *query.Term) { dearest = max(dearest, costOf(t)) })
	return dearest
}

func costOf(t *query.Term) int {
	switch t.Field {
	case "on", "at", "after", "before", "last":
		return 0
	case "kind", "type", "parser", "source", "outcome", "initiated", "ip", "device", "client", "is":
		return 1
	case "who", "owner", "object", "customer", "from", "weekday", "hours":
		return 3
	case "":
		return 4
	case "attr", "body", "group", "id", "tag":
		return 5
	case "raw":
		return 6
	}
	return 2
}

// term is the rows of within that match the term.
func (a *answering) term(t *query.Term, within *columns.Set) (*columns.Set, error) {
	if within.Empty() {
		return columns.NewSet(a.rows), nil
	}
	switch t.Field {
	case "raw":
		return a.rawRows(t, within)
	case "on", "at", "after", "before", "last":
		return a.timeRows(t, within)
	case "weekday", "hours":
		return a.clockRows(t, within)
	case "id":
		return a.idRows(t, within)
	case "tag":
		return a.tagRows(t, within)
	}
	groups := t.Parts()
	if groups == nil {
		return a.wholeRows(t, within)
	}
	found, left := columns.NewSet(a.rows), within.Clone()
	for _, group := range groups {
		one, err := a.group(t, group, left)
		if err != nil {
			return nil, err
		}
		found.Or(one)
		if left.AndNot(one); left.Empty() {
			break
		}
	}
	return found, nil
}

// group is the rows of within for which the parts of a group alone match.
func (a *answering) group(t *query.Term, group []query.Part, within *columns.Set) (*columns.Set, error) {
	if len(group) == 1 {
		switch part := group[0]; part {
		case query.PartAttrs:
			return a.attrRows(t, within)
		case query.PartBody:
			return a.bodyRows(t, within)
		case query.PartGroup:
			return a.groupRows(t, within)
		case query.PartDuplicate:
			found := within.Clone()
			found.AndBytes(a.marks[a.c.segments[a.segment].Name])
			return found, nil
		case query.PartTime: // has:time
			return a.timedRows(within)
		case query.PartRecords, query.PartPages, query.PartCopies, query.PartBytes, query.PartAttached, query.PartItems:
			return a.quantityRows(t, part, within)
		}
	}
	names := columnsOf(t, group)
	switch {
	case slices.Contains(group, query.PartTime):
		return a.tenureRows(t, names, within)
	case len(names) == 1 && (names[0] == "targets" || names[0] == "attachments"):
		if hasPieces(t) {
			return a.listRows(t, names[0], within)
		}
	case len(names) == 1 && t.Plain():
		return a.textRows(t, names[0], within)
	}
	return a.partRows(t, names, within)
}

// partColumns are the columns that hold a part.
var partColumns = map[query.Part][]string{
	query.PartFlags: {"time_flags"}, query.PartKind: {"kind"}, query.PartActor: {"actor_namespace", "actor"},
	query.PartPrincipal: {"on_behalf_of_namespace", "on_behalf_of"}, query.PartInitiated: {"initiated"},
	query.PartObject: {"object_type", "object_id", "object_name"}, query.PartObjectType: {"object_type"}, query.PartObjectID: {"object_id"},
	query.PartObjectName: {"object_name"}, query.PartTargets: {"targets"}, query.PartAttachments: {"attachments"},
	query.PartOutcome: {"outcome"}, query.PartIP: {"ip"}, query.PartDevice: {"device"}, query.PartClient: {"client"},
	query.PartSession: {"session"}, query.PartText: {"text"}, query.PartSource: {"source"}, query.PartParser: {"parser"},
}

// columnsOf are the columns of a group's parts. All text has names and no
// namespaces.
func columnsOf(t *query.Term, group []query.Part) []string {
	var names []string
	for _, part := range group {
		list := partColumns[part]
		if t.Field == "" {
			list = list[len(list)-1:]
		}
		names = append(names, list...)
	}
	return names
}

// textRows looks for patterns in the texts of one column.
func (a *answering) textRows(t *query.Term, column string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	if none, err := a.lacks(t, column); none || err != nil {
		return found, err
	}
	texts, folded, err := a.dictionary(column)
	if err != nil {
		return nil, err
	}
	wanted, n := findAll(a.memory.of(t).finders, texts, folded)
	a.notes.entries(t, n, texts.Count())
	if n == 0 {
		return found, nil
	}
	codes, err := a.c.rows(a.segment, column)
	if err != nil {
		return nil, err
	}
	codes.Mark(wanted, within, found)
	return found, nil
}

// lacks reports whether surely no text of a column has one of the term's patterns.
func (a *answering) lacks(t *query.Term, column string) (bool, error) {
	sought := a.memory.of(t).sought
	if sought == nil {
		return false, nil
	}
	x, err := a.c.words(a.segment)
	return err == nil && !x.MayText(column, sought), err
}

// dictionary is the distinct texts of a column, as recorded and folded.
func (a *answering) dictionary(column string) (texts, folded *columns.Blob, err error) {
	if texts, err = a.c.texts(a.segment, column); err == nil {
		folded, err = a.c.folded(a.segment, column)
	}
	return texts, folded, err
}

// findAll says in which of the texts one of the finders finds something, and in how
// many. In the empty text none does.
func findAll(finders []*query.Finder, texts, folded *columns.Blob) (wanted []bool, n int) {
	for _, finder := range finders {
		look := func(i int) {
			if wanted != nil && wanted[i] || texts.At(i) == "" || !finder.Match(texts.At(i), folded.At(i)) {
				return
			}
			if wanted == nil {
				wanted = make([]bool, texts.Count())
			}
			wanted[i] = true
			n++
		}
		if finder.Literals() == nil {
			for i := range texts.Count() {
				look(i)
			}
		}
		for _, piece := range finder.Literals() {
			folded.Find(piece, look)
		}
	}
	return wanted, n
}

// partRows asks the term of events that have nothing but what the columns say, once
// for each combination.
func (a *answering) partRows(t *query.Term, names []string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	one, err := a.c.composite(a.segment, names)
	if err != nil {
		return nil, err
	}
	if within.Count() < int64(one.count) {
		return found, a.partRowsOf(t, names, one, within, found)
	}
	wanted, n := make([]bool, one.count), 0
	for i := range wanted {
		if wanted[i], err = a.verdict(t, names, one.texts(uint32(i))); err != nil {
			return nil, err
		}
		if wanted[i] {
			n++
		}
	}
	a.notes.entries(t, n, len(wanted))
	if n > 0 {
		one.codes.Mark(wanted, within, found)
	}
	return found, nil
}

// partRowsOf asks of the combinations that occur in a few rows only.
func (a *answering) partRowsOf(t *query.Term, names []string, one *composite, within, found *columns.Set) error {
	asked := map[uint32]bool{}
	var failed error
	matched := 0
	within.Each(0, a.rows, func(row int64) bool {
		code := one.codes.At(row)
		matches, known := asked[code]
		if !known {
			if matches, failed = a.verdict(t, names, one.texts(code)); failed != nil {
				return false
			}
			asked[code] = matches
			if matches {
				matched++
			}
		}
		if matches {
			found.Add(row)
		}
		return true
	})
	a.notes.entries(t, matched, len(asked))
	return failed
}

// limitVerdicts bounds how many verdicts on a term are remembered.
const limitVerdicts = 1 << 18

// verdict asks the term of an event that has nothing but the texts in the columns.
func (a *answering) verdict(t *query.Term, names, texts []string) (bool, error) {
	key := verdictKey(names, texts)
	known := a.memory.of(t).verdicts
	if v, ok := known[key]; ok {
		return v, nil
	}
	e, err := a.c.eventOf(a.segment, names, texts)
	if err != nil {
		return false, err
	}
	v := t.Match(e, a.env)
	if len(known) < limitVerdicts {
		known[key] = v
	}
	return v, nil
}

// verdictKey tells combinations of texts apart, whatever is in them.
func verdictKey(names, texts []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name)
		b.WriteByte(' ')
	}
	for _, text := range texts {
		b.WriteString(strconv.Itoa(len(text)))
		b.WriteByte(' ')
		b.WriteString(text)
	}
	return b.String()
}

// eventOf is an event that has nothing but the texts in the columns.
func (c *Case) eventOf(segment int, names, texts []string) (*event.Event, error) {
	e := &event.Event{}
	return e, c.putAll(e, segment, names, texts)
}

// putAll gives an event what columns say.
func (c *Case) putAll(e *event.Event, segment int, names, texts []string) error {
	for i, name := range names {
		if err := put(e, name, texts[i]); err != nil {
			return c.damaged(segment, name, err)
		}
	}
	return nil
}
