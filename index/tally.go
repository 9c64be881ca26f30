// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/query"
)

// TallyLine is the events that have the same values in the fields asked for.
type TallyLine struct {
	Keys  []string // in the order of the fields
	Count int64
	Sums  []TallySum // in the order of the sums asked for
}

// TallySum is what the events of a line state of a quantity, as its bases allow
// adding it up: what several records of one act repeat counts once in the line, a
// running total with its largest, and estimates not at all.
type TallySum struct {
	Stated bool // false: no event states it, which is not zero
	Total  int64
}

// TallyFields are what there can be tallied by. Of who, a key is the person's id; of
// weekday, it is "1 Mon" to "7 Sun"; of week, "2024-W20". What an event does not
// have, a time or a person, is "": so is the hour of an event that states its day
// only.
func TallyFields() []string {
	return []string{"account", "client", "day", "device", "domain", "hour", "initiated", "ip", "kind", "object", "outcome", "parser", "source", "type",
		"week", "weekday", "who"}
}

// TallySums are what can be added up.
func TallySums() []string {
	return []string{"attachments", "bytes", "copies", "items", "pages", "rows"}
}

// Tally counts the events by the values of some of TallyFields, days and hours being
// those of the query's zone, and adds up some of TallySums. The lines are in the
// order of their keys, byte by byte; without fields there is one line, if there are
// events.
func (s *Selection) Tally(ctx context.Context, by, sums []string) ([]TallyLine, error) {
	for _, name := range by {
		if !slices.Contains(TallyFields(), name) {
			return nil, fmt.Errorf("tally by %q: there is no such field", name)
		}
	}
	for _, name := range sums {
		if !slices.Contains(TallySums(), name) {
			return nil, fmt.Errorf("tally of %q: there is no such quantity", name)
		}
	}
	t := &tallying{s: s, by: by, sums: sums, lines: map[string]*tally{}}
	t.arrange()
	if len(sums) > 0 {
		if err := parallel(ctx, len(s.parts), func(i int) error { return t.findWholes(&s.parts[i]) }); err != nil {
			return nil, err
		}
	}
	if err := parallel(ctx, len(s.parts), func(i int) error { return t.part(&s.parts[i]) }); err != nil {
		return nil, err
	}
	return t.sorted(), nil
}

// tally is a line in the making.
type tally struct {
	keys  []string
	count int64
	sums  []sum
}

// tallying is a tally in the making.
type tallying struct {
	s        *Selection
	by, sums []string
	columns  []string // that the fields need
	person   bool     // whether one is who
	clock    bool     // whether one is of the clock
	hour     bool     // whether one is the hour

	mu    sync.Mutex
	lines map[string]*tally
	// wholes are the groups of which some record states a whole, by sum.
	wholes []map[string]bool
}

// tallyColumns are the columns of a field.
var tallyColumns = map[string][]string{
	"kind": {"kind"}, "domain": {"kind"}, "account": {"actor_namespace", "actor"}, "source": {"source"}, "parser": {"parser"},
	"object": {"object_name"}, "type": {"object_type"}, "ip": {"ip"}, "device": {"device"}, "client": {"client"}, "outcome": {"outcome"},
	"initiated": {"initiated"}, "hour": {"time_precision"},
}

func (t *tallying) arrange() {
	for _, name := range t.by {
		for _, column := range tallyColumns[name] {
			if !slices.Contains(t.columns, column) {
				t.columns = append(t.columns, column)
			}
		}
		t.person = t.person || name == "who"
		t.hour = t.hour || name == "hour"
		t.clock = t.clock || name == "hour" || name == "day" || name == "week" || name == "weekday"
	}
	for range t.sums {
		t.wholes = append(t.wholes, map[string]bool{})
	}
}

// cell is the rows of a segment that have the same code and the same day or hour.
type cell struct {
	code  uint32
	clock int64 // hours since 1970 of the clock, whole days of them if no hour is asked for; noClock without time
}

const noClock = -1 << 62

// part counts one segment, and adds it to the lines.
func (t *tallying) part(p *selected) error {
	one, err := t.composite(p)
	if err != nil {
		return err
	}
	cells := map[cell]*tally{}
	at := func(c cell) *tally {
		if cells[c] == nil {
			cells[c] = &tally{sums: make([]sum, len(t.sums))}
		}
		return cells[c]
	}
	if err := t.count(p, one, at); err != nil {
		return err
	}
	for i, name := range t.sums {
		if err := t.add(p, i, name, one, at); err != nil {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for c, found := range cells {
		keys, err := t.keys(p, one, c)
		if err != nil {
			return err
		}
		t.merge(keys, found)
	}
	return nil
}

func (t *tallying) merge(keys []string, found *tally) {
	id := verdictKey(nil, keys)
	line := t.lines[id]
	if line == nil {
		line = &tally{keys: keys, sums: make([]sum, len(t.sums))}
		t.lines[id] = line
	}
	line.count += found.count
	for i := range line.sums {
		line.sums[i].merge(&found.sums[i])
	}
}

// composite numbers what the fields but the clock say of the rows.
func (t *tallying) composite(p *selected) (*composite, error) {
	rows := p.rows.Len()
	if len(t.columns) == 0 && !t.person {
		codes := columns.NewCodes(1, rows)
		for range rows {
			codes.Append(0)
		}
		return &composite{codes: codes, count: 1}, nil
	}
	if !t.person {
		return t.s.c.composite(p.segment, t.columns)
	}
	var list []*columns.Codes
	for _, name := range t.columns {
		codes, err := t.s.c.codes(p.segment, name)
		if err != nil {
			return nil, err
		}
		list = append(list, codes)
	}
	persons, err := t.persons(p)
	if err != nil {
		return nil, err
	}
	return join(append(list, persons), rows), nil
}

// persons is a column of who acted; of rows that are not asked about, it may be wrong.
func (t *tallying) persons(p *selected) (*columns.Codes, error) {
	m, err := t.s.tenuresOf(p, "who")
	if err != nil {
		return nil, err
	}
	counts, changing, err := m.part(p.rows)
	if err != nil {
		return nil, err
	}
	known, names := map[string]uint32{"": 0}, []string{""}
	number := func(person string) uint32 {
		code, ok := known[person]
		if !ok {
			code = uint32(len(names))
			known[person] = code
			names = append(names, person)
		}
		return code
	}
	numbers := make([]uint32, len(counts)) // by combination
	for code, n := range counts {
		if n > 0 {
			numbers[code] = number(m.list[code].timeless)
		}
	}
	codes := columns.NewCodes(1<<17, p.rows.Len())
	for row := range p.rows.Len() {
		codes.Append(numbers[m.of.codes.At(row)])
	}
	err = m.each(changing, func(row int64, person string) { codes.Set(row, number(person)) })
	return codes.With(columns.NewBlob(names)), err
}

// count counts the rows of a segment, a run of the same hour or day at a time.
func (t *tallying) count(p *selected, one *composite, at func(cell) *tally) error {
	byCode := make([]int64, one.count)
	run := func(from, to, clock int64) {
		if p.rows.CountRange(from, to) == 0 {
			return
		}
		if to-from < int64(len(byCode)) { // few rows of many codes
			p.rows.Each(from, to, func(row int64) bool {
				at(cell{one.codes.At(row), clock}).count++
				return true
			})
			return
		}
		clear(byCode)
		one.codes.Tally(p.rows, from, to, byCode)
		for code, n := range byCode {
			if n > 0 {
				at(cell{uint32(code), clock}).count += n
			}
		}
	}
	if !t.clock {
		run(0, p.rows.Len(), noClock)
		return nil
	}
	times, err := p.moments.all()
	if err != nil {
		return err
	}
	timed := int64(len(times))
	show := newDial(zoneOf(t.s.env))
	for row := int64(0); row < timed; {
		clock, until := show.run(times[row], t.hour)
		end := max(row+1, lowerSeconds(times, until))
		run(row, end, clock)
		row = end
	}
	run(timed, p.rows.Len(), noClock)
	return nil
}

// keys are the values of a line.
func (t *tallying) keys(p *selected, one *composite, c cell) ([]string, error) {
	texts := one.texts(c.code)
	e, err := t.s.c.eventOf(p.segment, t.columns, texts[:len(t.columns)])
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(t.by))
	for i, name := range t.by {
		switch name {
		case "who":
			keys[i] = texts[len(texts)-1]
		case "account":
			keys[i] = e.Actor.Canonical().String()
		case "domain":
			keys[i] = e.Kind.Domain()
		case "day", "week", "weekday", "hour":
			if c.clock != noClock && (name != "hour" || e.Time.Precision > event.PrecisionDay) {
				keys[i] = clockKey(time.Unix(c.clock*3600, 0).UTC(), name)
			}
		default:
			if values := query.ValuesOf(e, name, t.s.env); len(values) > 0 {
				keys[i] = values[0]
			}
		}
	}
	return keys, nil
}

// sorted is the lines in order.
func (t *tallying) sorted() []TallyLine {
	list := make([]TallyLine, 0, len(t.lines))
	for _, found := range t.lines {
		line := TallyLine{Keys: found.keys, Count: found.count}
		for i := range found.sums {
			line.Sums = append(line.Sums, TallySum{found.sums[i].stated, found.sums[i].total()})
		}
		list = append(list, line)
	}
	slices.SortFunc(list, func(a, b TallyLine) int { return slices.Compare(a.Keys, b.Keys) })
	return list
}

// clockKey is what a clock shows.
func clockKey(local time.Time, field string) string {
	switch field {
	case "day":
		return local.Format(time.DateOnly)
	case "week":
		year, week := local.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case "weekday":
		return strconv.Itoa((int(local.Weekday())+6)%7+1) + " " + local.Format("Mon")
	}
	return local.Format("15")
}
