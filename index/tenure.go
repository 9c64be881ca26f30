// SPDX-License-Identifier: Apache-2.0

package index

import (
	"sort"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// tenureRows answers who: and owner:, which depend on an account or thing and on
// the time.
func (a *answering) tenureRows(t *query.Term, names []string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	r := a.memory.of(t)
	if r.accounts == nil {
		r.accounts, _ = t.Accounts(a.env)
	}
	var one *composite
	var err error
	if r.accounts != nil {
		one, within, err = a.actedBy(r.accounts, within)
	} else {
		one, err = a.c.composite(a.segment, names)
	}
	if err != nil || within.Empty() {
		return found, err
	}
	m := &tenures[bool]{c: a.c, segment: a.segment, env: a.env, field: t.Field, names: names, of: one, known: r.tenures,
		ask: func(e *event.Event) bool { return t.Match(e, a.env) }}
	counts, changing, err := m.part(within)
	if err != nil {
		return nil, err
	}
	wanted := make([]bool, len(counts))
	for code, n := range counts {
		wanted[code] = n > 0 && m.list[code].timeless
	}
	one.codes.Mark(wanted, within, found)
	return found, m.each(changing, func(row int64, matches bool) {
		if matches {
			found.Add(row)
		}
	})
}

// actedBy are the rows of within whose actor may be one of the accounts, and the actors
// of these rows, as partColumns has them.
func (a *answering) actedBy(accounts map[event.Account]bool, within *columns.Set) (*composite, *columns.Set, error) {
	rows := columns.NewSet(a.rows)
	spaces, err := a.c.codes(a.segment, "actor_namespace")
	if err != nil {
		return nil, nil, err
	}
	names, err := a.c.texts(a.segment, "actor")
	if err != nil {
		return nil, nil, err
	}
	wanted, some := make([]bool, names.Count()), false
	for i := range wanted {
		for space := range uint32(spaces.Count()) {
			if accounts[accountOf(spaces.Entry(space), names.At(i)).Canonical()] {
				wanted[i], some = true, true
			}
		}
	}
	if !some {
		return nil, rows, nil
	}
	codes, err := a.c.rows(a.segment, "actor")
	if err != nil {
		return nil, nil, err
	}
	codes.Mark(wanted, within, rows)
	return among([]*columns.Codes{spaces, codes.With(names)}, rows), rows, nil
}

// tenures are what can be asked of accounts or things as time goes by: of a
// segment's rows, by their combinations in some columns.
type tenures[V comparable] struct {
	c       *Case
	segment int
	env     query.Env
	field   string // "who" or "owner"
	names   []string
	of      *composite
	ask     func(*event.Event) V     // must not keep the event
	known   map[tenureKey]*tenure[V] // of other segments; may be nil
	list    []*tenure[V]             // by code
	event   event.Event              // asked about
	moments moments                  // of the segment, once begins is made
	begins  map[uint32][]int64       // by code, the rows from which on the changes count
}

// part counts by combination the rows for which the answer is always the same, that of
// events without time; the others it returns. What it counts is in the list.
func (m *tenures[V]) part(rows *columns.Set) (counts []int64, changing *columns.Set, err error) {
	counts, changing = make([]int64, m.of.count), columns.NewSet(rows.Len())
	m.of.codes.Tally(rows, 0, rows.Len(), counts)
	changes := make([]bool, len(counts))
	some := false
	for code, n := range counts {
		if n == 0 {
			continue
		}
		one, err := m.at(uint32(code))
		if err != nil {
			return nil, nil, err
		}
		if !one.steady || !one.same {
			counts[code], changes[code], some = 0, true, true
		}
	}
	if some {
		m.of.codes.Mark(changes, rows, changing)
	}
	return counts, changing, nil
}

// tenureKey is the texts of an account or of a thing.
type tenureKey [3]string

// at is the answers about a combination.
func (m *tenures[V]) at(code uint32) (*tenure[V], error) {
	if m.list == nil {
		m.list = make([]*tenure[V], m.of.count)
	}
	if one := m.list[code]; one != nil {
		return one, nil
	}
	texts := m.of.texts(code)
	var key tenureKey
	copy(key[:], texts)
	one := m.known[key]
	if one == nil {
		var err error
		if one, err = m.tenure(texts); err != nil {
			return nil, err
		}
		if m.known != nil && len(m.known) < limitVerdicts {
			m.known[key] = one
		}
	}
	m.list[code] = one
	return one, nil
}

// tenure is the answers about one account or thing.
type tenure[V comparable] struct {
	e        *event.Event // with nothing but the account or thing; nil if the answers are known
	steady   bool         // whether the answers are known
	same     bool         // whether they are all the same
	changes  []int64      // instants at which the answer may change
	answers  []V          // before the first change, and from each on
	timeless V            // the answer about events without time
}

// each calls each for the rows of the set with the answer about it.
func (m *tenures[V]) each(rows *columns.Set, each func(row int64, answer V)) error {
	if rows.Empty() {
		return nil
	}
	var failed error
	rows.Each(0, rows.Len(), func(row int64) bool {
		var answer V
		if answer, failed = m.answer(row); failed == nil {
			each(row, answer)
		}
		return failed == nil
	})
	return failed
}

// answer is the answer about a row.
func (m *tenures[V]) answer(row int64) (answer V, err error) {
	code := m.of.codes.At(row)
	one, err := m.at(code)
	switch {
	case err != nil:
		return answer, err
	case !one.steady:
		return m.askAt(one, row)
	case one.same:
		return one.timeless, nil
	}
	begins, err := m.beginnings(code, one)
	if err != nil || row >= m.moments.timed {
		return one.timeless, err
	}
	return one.answers[sort.Search(len(begins), func(i int) bool { return begins[i] > row })], nil
}

// beginnings are the rows from which on each change counts.
func (m *tenures[V]) beginnings(code uint32, one *tenure[V]) ([]int64, error) {
	if m.begins == nil {
		var err error
		if m.moments, err = m.c.moments(m.segment); err != nil {
			return nil, err
		}
		m.begins = map[uint32][]int64{}
	}
	if rows, known := m.begins[code]; known {
		return rows, nil
	}
	rows := make([]int64, len(one.changes))
	for i, at := range one.changes {
		var err error
		if rows[i], err = m.moments.find(at); err != nil {
			return nil, err
		}
	}
	m.begins[code] = rows
	return rows, nil
}

// askAt asks about a row with its time.
func (m *tenures[V]) askAt(one *tenure[V], row int64) (answer V, err error) {
	times, err := m.c.times(m.segment)
	if err != nil {
		return answer, err
	}
	precisions, err := m.c.codes(m.segment, "time_precision")
	if err != nil {
		return answer, err
	}
	e := *one.e
	e.Time.Precision = segments.Precision(precisions.Entry(precisions.At(row)))
	if row < int64(len(times)) {
		e.Time.UTC = time.Unix(0, times[row]).UTC()
	}
	return m.ask(&e), nil
}

func (m *tenures[V]) tenure(texts []string) (*tenure[V], error) {
	e := &m.event
	*e = event.Event{}
	if err := m.c.putAll(e, m.segment, m.names, texts); err != nil {
		return nil, err
	}
	changes, ok := changesOf(e, m.field, m.env)
	if !ok {
		kept := *e
		return &tenure[V]{e: &kept}, nil
	}
	out := &tenure[V]{steady: true, same: true, timeless: m.ask(e)}
	add := func(at time.Time) {
		e.Time = event.Instant(at, event.PrecisionNano, event.TimeRecorded, "")
		answer := m.ask(e)
		out.same = out.same && answer == out.timeless
		out.answers = append(out.answers, answer)
	}
	if len(changes) == 0 {
		add(time.Unix(0, 0))
		return out, nil
	}
	add(changes[0].Add(-1))
	for _, at := range changes {
		out.changes = append(out.changes, at.UnixNano())
		add(at)
	}
	return out, nil
}

// changesOf are the instants at which who acted or who owned may be another;
// whether that is known. Instants that no event can have are left out.
func changesOf(e *event.Event, field string, env query.Env) ([]time.Time, bool) {
	var changes []time.Time
	switch {
	case field == "who":
		steady, ok := env.People.(query.Tenures)
		if !ok {
			return nil, false
		}
		changes = steady.HolderChanges(e.Actor)
	default:
		steady, ok := env.Things.(query.Ownerships)
		if !ok {
			return nil, false
		}
		changes = steady.OwnerChanges(e.Object)
	}
	var list []time.Time
	for _, at := range changes {
		if first := time.Unix(0, -1<<63); at.After(first) && at.Before(time.Unix(0, 1<<63-1)) {
			list = append(list, at)
		} else if !at.After(first) {
			list = append(list[:0], first.Add(1)) // it holds from the beginning on
		}
	}
	return list, true
}
