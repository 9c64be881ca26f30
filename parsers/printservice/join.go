// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"slices"
	"time"

	"dossier/parsers"
)

// The events of a job that are told as one.
const (
	printedID  = "307"
	renderedID = "805"
)

// renderedWithin is how long before a document was printed it was rendered, at
// most.
const renderedWithin = 10 * time.Minute

// What waits for its other half, at most.
const (
	limitWaiting      = 2048
	limitWaitingBytes = 16 << 20
)

// jobName is what a document printed and its rendering have in common.
type jobName struct{ computer, jobID string }

// joiner tells records, a document printed together with its rendering. They may
// come in either order.
type joiner struct {
	out     parsers.Out
	waiting []*record // in the order they came; nil once told
	first   int       // of waiting that may not be nil
	bytes   int64
	byJob   map[jobName][]*record
}

func newJoiner(out parsers.Out) *joiner {
	return &joiner{out: out, byJob: map[jobName][]*record{}}
}

// nameOf is the job of a record that can be joined.
func nameOf(r *record) (jobName, bool) {
	if r.isLegacy() || !r.created.Known() {
		return jobName{}, false
	}
	switch r.eventID {
	case printedID:
		id := r.get("Param1")
		return jobName{r.computer, id}, id != ""
	case renderedID:
		id := r.get("JobId")
		return jobName{r.computer, id}, id != ""
	}
	return jobName{}, false
}

// add takes the next record, which is the joiner's from then on.
func (j *joiner) add(r *record) error {
	name, ok := nameOf(r)
	if !ok {
		return j.out.Event(r.event())
	}
	if other := nearest(r, j.byJob[name]); other != nil {
		j.forget(name, other)
		j.waiting[j.first+slices.Index(j.waiting[j.first:], other)] = nil
		if r.eventID == renderedID {
			r, other = other, r
		}
		return j.out.Event(jobEvent(r, other))
	}
	j.waiting = append(j.waiting, r)
	j.byJob[name] = append(j.byJob[name], r)
	j.bytes += r.span.Length
	for len(j.waiting)-j.first > limitWaiting || j.bytes > limitWaitingBytes {
		if err := j.tellFirst(); err != nil {
			return err
		}
	}
	return nil
}

// nearest finds the other half of r: of those that fit, the one closest in time.
func nearest(r *record, list []*record) *record {
	var best *record
	var least time.Duration
	for _, other := range list {
		if other.eventID == r.eventID {
			continue
		}
		apart := r.created.UTC.Sub(other.created.UTC)
		if r.eventID == renderedID {
			apart = -apart
		}
		if apart >= 0 && apart <= renderedWithin && (best == nil || apart < least) {
			best, least = other, apart
		}
	}
	return best
}

// forget takes a record off the list of its job.
func (j *joiner) forget(name jobName, r *record) {
	j.bytes -= r.span.Length
	list := j.byJob[name]
	if len(list) == 1 {
		delete(j.byJob, name)
		return
	}
	i := slices.Index(list, r)
	j.byJob[name] = slices.Delete(list, i, i+1)
}

// tellFirst tells the record that waits longest, without another half.
func (j *joiner) tellFirst() error {
	r := j.waiting[j.first]
	j.waiting[j.first] = nil
	j.first++
	if j.first > limitWaiting {
		j.waiting = append(j.waiting[:0], j.waiting[j.first:]...)
		j.first = 0
	}
	if r == nil {
		return nil
	}
	name, _ := nameOf(r)
	j.forget(name, r)
	return j.out.Event(r.event())
}

// close tells all that still waits.
func (j *joiner) close() error {
	for j.first < len(j.waiting) {
		if err := j.tellFirst(); err != nil {
			return err
		}
	}
	return nil
}
