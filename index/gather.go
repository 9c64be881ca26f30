// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"path/filepath"
	"sync"

	"dossier/event"
	"dossier/index/internal/segments"
)

// Shares of the memory: while a segment is written, the sources that are being
// read fill the next ones, and the garbage collector wants as much again.
const (
	limitShare   = 10        // of the whole, for one segment
	limitSegment = 128 << 20 // however much there is

	// Sources with more findings, or longer records, get a builder of their own.
	pendingEvents = 512
	pendingBytes  = 1 << 20
)

// openSource gathers what is read from a source. Its lock is never taken under
// the writer's.
type openSource struct {
	mu       sync.Mutex
	events   []*event.Event // of a small source
	facts    []*event.Fact
	rejects  []event.Reject
	bytes    int64             // of the records of those
	builder  *segments.Builder // of a larger one; may be nil
	writing  sync.WaitGroup    // segments on their way to the disk
	digests  map[string]event.Digest
	failures []error
}

// add takes findings; they belong to o from now on.
func (o *openSource) add(events []*event.Event, facts []*event.Fact, rejects []event.Reject, fresh func() *segments.Builder) {
	for _, e := range events {
		o.bytes += e.Origin.Span.Length
	}
	if o.builder == nil && len(o.events)+len(o.facts)+len(o.rejects) < pendingEvents && o.bytes < pendingBytes {
		o.events = append(o.events, events...)
		o.facts = append(o.facts, facts...)
		o.rejects = append(o.rejects, rejects...)
		return
	}
	if o.builder == nil {
		o.builder = fresh()
		o.builder.Add(o.events, o.facts, o.rejects)
		o.events, o.facts, o.rejects, o.bytes = nil, nil, nil, 0
	}
	o.builder.Add(events, facts, rejects)
}

// Add takes what was read from a source. The slices' elements belong to the
// writer from the call on. An error may be that of an earlier call, whose findings
// were being written meanwhile.
func (w *Writer) Add(source event.Digest, events []*event.Event, facts []*event.Fact, rejects []event.Reject) error {
	w.mu.Lock()
	o := w.open[source]
	if o == nil {
		o = &openSource{digests: map[string]event.Digest{}}
		w.open[source] = o
	}
	w.mu.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.add(events, facts, rejects, w.builder)
	if o.builder != nil && o.builder.SizeBytes() > w.limitBytes {
		w.spill(o)
	}
	return errors.Join(o.failures...)
}

// spill writes what o has gathered to a segment of its own, in the background and
// after the one that is being written: so there is one more in memory and not two.
// o.mu is held.
func (w *Writer) spill(o *openSource) {
	full := o.builder
	o.builder = nil
	w.writing <- struct{}{}
	w.mu.Lock()
	name := w.nextName()
	w.mu.Unlock()
	o.digests[name] = event.Digest{}
	o.writing.Add(1)
	w.background.Go(func() {
		digest, err := w.write(name, full)
		w.recycle(full)
		<-w.writing
		defer o.writing.Done()
		o.mu.Lock()
		defer o.mu.Unlock()
		o.digests[name] = digest
		if err != nil {
			o.failures = append(o.failures, err)
		}
	})
}

// builder is an empty builder.
func (w *Writer) builder() *segments.Builder {
	w.mu.Lock()
	defer w.mu.Unlock()
	if b := w.spare; b != nil {
		w.spare = nil
		return b
	}
	return segments.NewBuilder()
}

// recycle keeps the memory of a builder for the next.
func (w *Writer) recycle(b *segments.Builder) {
	b.Reset()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spare = b
}

// take ends the gathering of a source: nothing of it is on its way any more.
func (w *Writer) take(source event.Digest) *openSource {
	w.mu.Lock()
	o := w.open[source]
	delete(w.open, source)
	w.mu.Unlock()
	if o != nil {
		o.writing.Wait()
	}
	return o
}

// Discard forgets a source that could not be finished.
func (w *Writer) Discard(source event.Digest) error {
	o := w.take(source)
	if o == nil {
		return nil
	}
	var errs []error
	for name := range o.digests {
		errs = append(errs, removeAll(filepath.Join(w.dir, "segments", name)))
	}
	return errors.Join(errs...)
}
