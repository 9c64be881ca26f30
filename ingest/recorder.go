// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"dossier/event"
	"dossier/parsers"
)

// How much goes to the sink at once: findings, or bytes of the records that they
// were read from.
const (
	batchEvents = 512
	batchBytes  = 1 << 20
)

// batch is what goes to the sink in one call.
type batch struct {
	events  []*event.Event
	facts   []*event.Fact
	rejects []event.Reject
	bytes   int64 // of the records
}

func (b *batch) count() int { return len(b.events) + len(b.facts) + len(b.rejects) }

// recorder is the Out of one source: it stamps what the parser finds, checks that
// every byte is accounted for, and hands it to the sink from a goroutine of its
// own, so that parsing and writing overlap.
type recorder struct {
	run    *run
	c      content
	choice choice
	parser string       // "name@version"
	text   *utf16Reader // nil when spans need no mapping
	tiles  tiling
	batch  batch
	queue  chan batch
	failed chan error // of the sink; holds one at most

	events, facts, rejects, rejectBytes, skippedBytes int64
}

func newRecorder(r *run, c content, choice choice) *recorder {
	rec := &recorder{run: r, c: c, choice: choice, parser: choice.parser.String(), queue: make(chan batch, 4), failed: make(chan error, 1)}
	if little, ok := utf16Order(choice.encoding); ok && !choice.parser.Binary {
		rec.text = newUTF16(c.r, c.sizeBytes, little)
	}
	return rec
}

// sinkError marks an error as the sink's, which ends the ingest.
type sinkError struct{ err error }

func (e *sinkError) Error() string { return e.err.Error() }
func (e *sinkError) Unwrap() error { return e.err }

// fatal reports whether the error ends the ingest and not just the source.
func (r *recorder) fatal(err error) bool {
	var s *sinkError
	return errors.As(err, &s) || r.run.ctx.Err() != nil
}

// parse runs the parser to the end of the source.
func (r *recorder) parse() error {
	return r.deliver(func() error {
		if err := r.runParser(); err != nil {
			return err
		}
		return r.closeGaps()
	})
}

// rejectWhole records the source as one reject.
func (r *recorder) rejectWhole(why error) error {
	r.text = nil
	return r.deliver(func() error {
		if r.c.sizeBytes == 0 {
			return nil
		}
		return r.Reject(event.Span{Length: r.c.sizeBytes, Line: 1}, "source unreadable", why.Error())
	})
}

// deliver runs produce while another goroutine hands its findings to the sink.
func (r *recorder) deliver(produce func() error) error {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for b := range r.queue {
			if err := r.run.sink.Add(r.c.source.Digest, b.events, b.facts, b.rejects); err != nil {
				r.failed <- &sinkError{err}
				for range r.queue {
					continue // the parser learns of it at its next batch
				}
			}
		}
	}()
	err := produce()
	if err == nil {
		err = r.send()
	}
	close(r.queue)
	<-finished
	select {
	case err = <-r.failed:
	default:
	}
	return err
}

// runParser calls the parser; a panic of its is an error of the source.
func (r *recorder) runParser() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("parser %s failed: %v\n%s", r.choice.parser, p, bytes.TrimSpace(debug.Stack()))
		}
	}()
	o := r.run.o
	in := parsers.Input{
		Raw: r.c.r, SizeBytes: r.c.sizeBytes, Name: r.c.source.Path,
		Zone: o.Zone, Order: dateOrders[o.Order], AsOf: o.AsOf, Bodies: o.Bodies,
	}
	if o.Charset != "" {
		in.Fallback = parsers.CharsetNamed(o.Charset)
	}
	if r.text != nil {
		in.Reader = r.text
	} else {
		in.Reader = io.NewSectionReader(r.c.r, 0, r.c.sizeBytes)
	}
	return r.choice.parser.Parse(in, r)
}

// closeGaps rejects what the parser passed over in silence.
func (r *recorder) closeGaps() error {
	end := r.c.sizeBytes
	if r.text != nil {
		if _, err := io.Copy(io.Discard, r.text); err != nil {
			return err
		}
		end = r.text.walk.at.text
	}
	for _, gap := range r.tiles.gaps(end) {
		detail := fmt.Sprintf("parser %s did not account for %d bytes at %d", r.choice.parser, gap.Length, gap.Offset)
		if err := r.Reject(gap, "not accounted for", detail); err != nil {
			return err
		}
	}
	return nil
}

// stamp fills in what ingest knows of an origin.
func (r *recorder) stamp(o *event.Origin) (event.ID, error) {
	o.Source, o.Parser = r.c.source.Digest, r.parser
	if err := r.claim(&o.Span); err != nil {
		return event.ID{}, err
	}
	for i := range o.More {
		if err := r.claim(&o.More[i]); err != nil {
			return event.ID{}, err
		}
	}
	return event.NewID(o.Source, o.Span.Offset, o.Ordinal), nil
}

// claim notes a span as accounted for and maps it to the source's own bytes.
func (r *recorder) claim(s *event.Span) error {
	r.tiles.add(s.Offset, s.End())
	if r.text == nil {
		return nil
	}
	start, err := r.text.original(s.Offset)
	if err != nil {
		return err
	}
	end, err := r.text.original(s.End())
	if err != nil {
		return err
	}
	s.Offset, s.Length = start, end-start
	return nil
}

// Event implements parsers.Out.
func (r *recorder) Event(e *event.Event) error {
	id, err := r.stamp(&e.Origin)
	if err != nil {
		return err
	}
	e.ID = id
	r.events++
	if r.batch.events == nil && r.events > batchEvents {
		r.batch.events = make([]*event.Event, 0, batchEvents)
	}
	r.batch.events = append(r.batch.events, e)
	return r.maybeSend(e.Origin.Span)
}

// Fact implements parsers.Out.
func (r *recorder) Fact(f *event.Fact) error {
	id, err := r.stamp(&f.Origin)
	if err != nil {
		return err
	}
	f.ID = id
	r.facts++
	r.batch.facts = append(r.batch.facts, f)
	return r.maybeSend(f.Origin.Span)
}

// limitDetailBytes bounds what a reject quotes.
const limitDetailBytes = 2000

// Reject implements parsers.Out.
func (r *recorder) Reject(span event.Span, reason, detail string) error {
	x := event.Reject{Reason: reason, Detail: clip(detail, limitDetailBytes), Origin: event.Origin{Span: span}}
	id, err := r.stamp(&x.Origin)
	if err != nil {
		return err
	}
	x.ID = id
	r.rejects++
	r.rejectBytes += x.Origin.Span.Length
	r.batch.rejects = append(r.batch.rejects, x)
	return r.maybeSend(event.Span{Length: int64(len(x.Detail))})
}

// Skip implements parsers.Out.
func (r *recorder) Skip(span event.Span, _ string) error {
	if err := r.claim(&span); err != nil {
		return err
	}
	r.skippedBytes += span.Length
	return nil
}

func clip(s string, limitBytes int) string {
	if len(s) <= limitBytes {
		return s
	}
	return string(bytes.ToValidUTF8([]byte(s[:limitBytes]), nil)) + "…"
}

func (r *recorder) maybeSend(record event.Span) error {
	r.batch.bytes += record.Length
	if r.batch.count() < batchEvents && r.batch.bytes < batchBytes {
		return nil
	}
	return r.send()
}

// send hands the batch on; an error of the sink met meanwhile comes back.
func (r *recorder) send() error {
	if err := r.run.ctx.Err(); err != nil {
		return context.Cause(r.run.ctx)
	}
	select {
	case err := <-r.failed:
		r.failed <- err
		return err
	default:
	}
	if r.batch.count() > 0 {
		r.run.o.Meter.Events.Add(int64(len(r.batch.events)))
		r.queue <- r.batch
		r.batch = batch{}
	}
	return nil
}

// count enters the totals into the source.
func (r *recorder) count(s *event.Source) {
	s.Events, s.Facts, s.Rejects = r.events, r.facts, r.rejects
	s.RejectBytes, s.SkippedBytes = r.rejectBytes, r.skippedBytes
	if s.Status == "" {
		s.Status = event.StatusParsed
		if r.rejects > 0 {
			s.Status = event.StatusPartial
		}
	}
}
