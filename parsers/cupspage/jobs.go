// SPDX-License-Identifier: Apache-2.0

package cupspage

import (
	"container/list"
	"strconv"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// What is held at most: jobs open, rows of one event, rows altogether.
const (
	limitJobs = 1024
	limitRows = 4096
	limitHeld = 1 << 18
)

// gap is how long after its last row a job may still have one: a printer that
// runs out of paper may wait for the next morning.
const gap = 12 * time.Hour

// name is what all rows of a job have in common.
type name struct{ printer, jobID, user, host, title string }

// job is a job whose further rows are awaited.
type job struct {
	name  name
	first row // of the event to come
	began event.Time
	day   string     // of the job's first row, as written
	last  event.Time // of the last row
	spans []event.Span

	opening    string // the job's first row, whole
	key        event.Key
	rows       int64 // told in earlier events included
	pages      int64 // copies of all page rows
	total      int64 // the largest total
	totals     bool  // whether there was one
	copies     int64 // of each page row
	copiesVary bool
}

// jobs are the open jobs, the one longest without a row at the front.
type jobs struct {
	in     parsers.Input
	out    parsers.Out
	byName map[name]*list.Element
	order  *list.List // of *job
	held   int        // rows
}

func newJobs(in parsers.Input, out parsers.Out) *jobs {
	return &jobs{in: in, out: out, byName: map[name]*list.Element{}, order: list.New()}
}

// add gives a row to its job.
func (s *jobs) add(r row, line string, span event.Span) error {
	n := name{r.printer, r.jobID, r.user, r.host, r.name}
	at := s.time(r.time)
	element := s.byName[n]
	if element != nil && element.Value.(*job).over(r, line, at) {
		if err := s.close(element); err != nil {
			return err
		}
		element = nil
	}
	if element == nil {
		element = s.order.PushBack(&job{name: n, opening: line, day: day(r.time)})
		s.byName[n] = element
	} else {
		s.order.MoveToBack(element)
	}
	j := element.Value.(*job)
	j.add(r, line, at, span)
	s.held++
	if len(j.spans) == limitRows {
		if err := s.tell(j); err != nil {
			return err
		}
	}
	if s.order.Len() > limitJobs || s.held > limitHeld {
		return s.close(s.order.Front())
	}
	return nil
}

func (s *jobs) time(text string) event.Time {
	if w, ok := parsers.ParseWall(text, parsers.OrderDMY); ok {
		return w.At(s.in.Zone, text)
	}
	return parsers.Unreadable(text)
}

// day is the date in a time as CUPS writes it, of the clock that wrote it.
func day(text string) string {
	date, _, _ := strings.Cut(text, ":")
	return date
}

// over reports whether a row of the same name is one of another job.
func (j *job) over(r row, line string, at event.Time) bool {
	if at.Known() && j.last.Known() {
		if since := at.UTC.Sub(j.last.UTC); since < 0 || since > gap {
			return true
		}
	}
	return line == j.opening || r.total && r.copies < j.total
}

func (j *job) add(r row, line string, at event.Time, span event.Span) {
	if len(j.spans) == 0 {
		j.first, j.began = r, at
	}
	j.spans = append(j.spans, span)
	j.last = at
	j.key = event.NewKey("cups-page-log", string(j.key[:]), line)
	j.rows++
	if r.total {
		j.totals = true
		j.total = max(j.total, r.copies)
		return
	}
	j.copiesVary = j.copiesVary || j.pages > 0 && r.copies != j.copies
	j.copies = r.copies
	j.pages += r.copies
}

// close tells what is still untold of a job and forgets it.
func (s *jobs) close(element *list.Element) error {
	j := s.order.Remove(element).(*job)
	delete(s.byName, j.name)
	if len(j.spans) == 0 {
		return nil
	}
	return s.tell(j)
}

func (s *jobs) closeAll() error {
	for s.order.Len() > 0 {
		if err := s.close(s.order.Front()); err != nil {
			return err
		}
	}
	return nil
}

// tell makes an event of the rows so far.
func (s *jobs) tell(j *job) error {
	e := j.event()
	s.held -= len(j.spans)
	j.spans = nil
	return s.out.Event(e)
}

func (j *job) event() *event.Event {
	n := j.name
	e := &event.Event{
		Kind:       event.PrintJob,
		Time:       j.began,
		Object:     event.Object{Type: "document", Name: given(n.title)},
		Quantities: j.quantities(),
		Device:     given(n.host),
		IP:         parsers.IP(n.host),
		Group:      "cups-job:" + n.printer + "/" + n.jobID + "/" + n.user + "/" + j.day + "/" + n.host + "/" + n.title,
		Key:        j.key,
		Origin:     event.Origin{Span: j.spans[0]},
		Targets: []event.Target{{
			Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: n.printer},
		}},
	}
	if len(j.spans) > 1 {
		e.Origin.More = j.spans[1:]
	}
	if user := given(n.user); user != "" {
		e.Actor = event.Account{Namespace: event.PrintUser, Name: user}
	}
	e.Attrs = j.attrs()
	return e
}

func (j *job) quantities() event.Quantities {
	if j.totals {
		return event.Quantities{Pages: event.Quantity{Count: j.total, Basis: event.Running}}
	}
	q := event.Quantities{Pages: event.Quantity{Count: j.pages, Basis: event.Running}}
	if !j.copiesVary {
		q.Copies = event.Quantity{Count: j.copies, Basis: event.Repeated}
	}
	return q
}

func (j *job) attrs() []event.Attr {
	list := make([]event.Attr, 0, 8)
	add := func(name, value string) {
		if value != "" {
			list = append(list, event.Attr{Name: name, Value: value})
		}
	}
	add("job-id", j.name.jobID)
	add("job-billing", given(j.first.billing))
	add("media", given(j.first.media))
	add("sides", given(j.first.sides))
	if !j.first.total && j.first.page != 1 {
		add("first-page", strconv.FormatInt(j.first.page, 10))
	}
	if len(j.spans) > 1 {
		add("rows", strconv.Itoa(len(j.spans)))
		add("last-time", j.last.Text)
	}
	add("ragged-row", j.first.odd)
	return list
}
