// SPDX-License-Identifier: Apache-2.0

package index

import (
	"math"
	"sort"
	"strings"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/query"
)

// timeRows answers on:, at:, after:, before: and last:, of which each value is the
// rows between two instants.
func (a *answering) timeRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	m, err := a.c.moments(a.segment)
	if err != nil {
		return nil, err
	}
	for _, v := range t.Any {
		n := query.Narrow(&query.Term{Field: t.Field, Any: []query.Value{v}}, a.env)
		if t.Field == "last" && a.env.LastDay == "" || t.Field == "before" && n.To.IsZero() {
			continue
		}
		from, to, err := m.between(n.From, n.To)
		if err != nil {
			return nil, err
		}
		found.AddRange(from, to)
	}
	found.And(within)
	return found, nil
}

// timedRows are those that have a time.
func (a *answering) timedRows(within *columns.Set) (*columns.Set, error) {
	m, err := a.c.moments(a.segment)
	if err != nil {
		return nil, err
	}
	found := columns.NewSet(a.rows)
	found.AddRange(0, m.timed)
	found.And(within)
	return found, nil
}

// clockRows answers weekday: and hours: by what the clock of the zone shows.
func (a *answering) clockRows(t *query.Term, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	left, err := a.timedRows(within)
	if err == nil && t.Field == "hours" {
		left, err = a.clocked(left)
	}
	if err != nil || left.Empty() {
		return found, err
	}
	times, err := a.c.times(a.segment)
	if err != nil {
		return nil, err
	}
	show := newDial(zoneOf(a.env))
	left.Each(0, int64(len(times)), func(row int64) bool {
		day, minutes := show.at(times[row])
		for _, v := range t.Any {
			switch v := v.(type) {
			case query.Weekdays:
				if v.Covers(weekdayOf(day)) {
					found.Add(row)
				}
			case query.Hours:
				if v.Covers(minutes) {
					found.Add(row)
				}
			}
		}
		return true
	})
	return found, nil
}

// clocked leaves the rows whose record states more than a day.
func (a *answering) clocked(within *columns.Set) (*columns.Set, error) {
	codes, err := a.c.codes(a.segment, "time_precision")
	if err != nil {
		return nil, err
	}
	wanted := make([]bool, codes.Count())
	for i := range wanted {
		wanted[i] = segments.Precision(codes.Entry(uint32(i))) > event.PrecisionDay
	}
	found := columns.NewSet(a.rows)
	codes.Mark(wanted, within, found)
	return found, nil
}

// dial reads the clock of a zone, quickly for times that are near each other. It is
// for one goroutine.
type dial struct {
	zone     *time.Location
	from, to int64 // seconds since 1970 between which the offset holds
	offset   int64 // seconds
}

func newDial(zone *time.Location) *dial { return &dial{zone: zone, from: 1} }

// at is the day, counted from 1970-01-01, and the minutes since midnight.
func (d *dial) at(nanos int64) (day int64, minutes int) {
	seconds := floorDiv(nanos, 1e9)
	if seconds < d.from || seconds >= d.to {
		d.turn(seconds)
	}
	local := seconds + d.offset
	day = floorDiv(local, 86_400)
	return day, int(local-day*86_400) / 60
}

// run is the hour of the clock, in hours since 1970-01-01 of its own midnight, and
// the second since 1970 until which it shows nothing else. Without hour, it is the
// day, in hours too.
func (d *dial) run(nanos int64, hour bool) (clock, until int64) {
	seconds := floorDiv(nanos, 1e9)
	if seconds < d.from || seconds >= d.to {
		d.turn(seconds)
	}
	length := int64(86_400)
	if hour {
		length = 3600
	}
	units := floorDiv(seconds+d.offset, length)
	return units * length / 3600, min(d.to, (units+1)*length-d.offset)
}

// lowerSeconds is the first row that is not before a second since 1970.
func lowerSeconds(times []int64, second int64) int64 {
	if second > math.MaxInt64/1_000_000_000 {
		return int64(len(times))
	}
	return lowerNanos(times, second*1_000_000_000)
}

// zoneOf is where the days of a query begin.
func zoneOf(env query.Env) *time.Location {
	if env.Zone == nil {
		return time.UTC
	}
	return env.Zone
}

func (d *dial) turn(seconds int64) {
	at := time.Unix(seconds, 0).In(d.zone)
	_, offset := at.Zone()
	d.offset = int64(offset)
	start, end := at.ZoneBounds()
	d.from, d.to = -1<<62, 1<<62
	if !start.IsZero() {
		d.from = start.Unix()
	}
	if !end.IsZero() {
		d.to = end.Unix()
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekdayOf is the day of the week of a day counted from 1970-01-01, a Thursday.
func weekdayOf(day int64) time.Weekday { return time.Weekday(((day+4)%7 + 7) % 7) }

// tenureRows answers who: and owner:, which depend on an account or thing and on
// the time.
func (a *answering) tenureRows(t *query.Term, names []string, within *columns.Set) (*columns.Set, error) {
	found := columns.NewSet(a.rows)
	one, err := a.c.composite(a.segment, names)
	if err != nil {
		return nil, err
	}
	m := &tenures[bool]{c: a.c, segment: a.segment, env: a.env, field: t.Field, names: names, of: one, known: a.memory.of(t).tenures,
		ask: func(e *event.Event) bool { return t.Match(e, a.env) }}
	always, sometimes, err := m.find(within, func(matches bool) bool { return matches })
	if err != nil {
		return nil, err
	}
	one.codes.Mark(always, within, found)
	changing := columns.NewSet(a.rows)
	one.codes.Mark(sometimes, within, changing)
	return found, m.each(changing, func(row int64, matches bool) {
		if matches {
			found.Add(row)
		}
	})
}

// find says of the combinations that rows of the set have whether the answer is always
// wanted, or whether it depends on the time.
func (m *tenures[V]) find(rows *columns.Set, wanted func(V) bool) (always, sometimes []bool, err error) {
	always, sometimes = make([]bool, m.of.count), make([]bool, m.of.count)
	counts := make([]int64, m.of.count)
	m.of.codes.Tally(rows, 0, rows.Len(), counts)
	for code, n := range counts {
		if n == 0 {
			continue
		}
		one, err := m.at(uint32(code))
		if err != nil {
			return nil, nil, err
		}
		sometimes[code] = !one.steady || !one.same
		always[code] = !sometimes[code] && wanted(one.timeless)
	}
	return always, sometimes, nil
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
	ask     func(*event.Event) V
	known   map[tenureKey]*tenure[V] // of other segments; may be nil
	list    []*tenure[V]             // by code
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
	times, err := m.c.times(m.segment)
	if err != nil {
		return err
	}
	precisions, err := m.c.codes(m.segment, "time_precision")
	if err != nil {
		return err
	}
	var failed error
	rows.Each(0, rows.Len(), func(row int64) bool {
		var one *tenure[V]
		if one, failed = m.at(m.of.codes.At(row)); failed != nil {
			return false
		}
		answer, known := one.answer(times, row)
		if !known {
			e := *one.e
			e.Time.Precision = segments.Precision(precisions.Entry(precisions.At(row)))
			if row < int64(len(times)) {
				e.Time.UTC = time.Unix(0, times[row]).UTC()
			}
			answer = m.ask(&e)
		}
		each(row, answer)
		return true
	})
	return failed
}

// answer is the answer about a row.
func (t *tenure[V]) answer(times []int64, row int64) (answer V, known bool) {
	switch {
	case !t.steady:
		return answer, false
	case t.same || row >= int64(len(times)):
		return t.timeless, true
	}
	return t.answers[sort.Search(len(t.changes), func(i int) bool { return t.changes[i] > times[row] })], true
}

func (m *tenures[V]) tenure(texts []string) (*tenure[V], error) {
	e, err := m.c.eventOf(m.segment, m.names, texts)
	if err != nil {
		return nil, err
	}
	changes, ok := changesOf(e, m.field, m.env)
	if !ok {
		return &tenure[V]{e: e}, nil
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

func (c *Case) damaged(segment int, column string, err error) error {
	return &SegmentError{Path: c.segmentDir(c.segments[segment].Name) + "/events.parquet", Err: columnError{column, err}}
}

// columnError is what is wrong with a column.
type columnError struct {
	column string
	err    error
}

func (e columnError) Error() string {
	return strings.Join([]string{"column", e.column + ":", e.err.Error()}, " ")
}
func (e columnError) Unwrap() error { return e.err }
