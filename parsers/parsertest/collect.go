// SPDX-License-Identifier: Apache-2.0

// Package parsertest is the conformance suite that every parser passes, and the
// harness that fuzzes it. A parser's test is one line: parsertest.Run(t, Parser).
package parsertest

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"dossier/event"
	"dossier/parsers"
)

// Collected is all that a parser said about one input, in the order it said it.
type Collected struct {
	Events  []*event.Event
	Facts   []*event.Fact
	Rejects []event.Reject
	Skips   []event.Skip

	failAfter int // calls of Out until errFull; negative: never
}

// errFull is what a Collected told to fail answers.
var errFull = fmt.Errorf("the sink is full")

func (c *Collected) tick() error {
	if c.failAfter == 0 {
		return errFull
	}
	c.failAfter--
	return nil
}

// Event implements parsers.Out.
func (c *Collected) Event(e *event.Event) error {
	c.Events = append(c.Events, e)
	return c.tick()
}

// Fact implements parsers.Out.
func (c *Collected) Fact(f *event.Fact) error {
	c.Facts = append(c.Facts, f)
	return c.tick()
}

// Reject implements parsers.Out.
func (c *Collected) Reject(span event.Span, reason, detail string) error {
	c.Rejects = append(c.Rejects, event.Reject{Origin: event.Origin{Span: span}, Reason: reason, Detail: detail})
	return c.tick()
}

// Skip implements parsers.Out.
func (c *Collected) Skip(span event.Span, reason string) error {
	c.Skips = append(c.Skips, event.Skip{Span: span, Reason: reason})
	return c.tick()
}

// InputOf is an input over bytes in memory, bodies wanted and no zone supplied.
func InputOf(data []byte) parsers.Input {
	return parsers.Input{
		Reader: bytes.NewReader(data), Raw: bytes.NewReader(data), SizeBytes: int64(len(data)), Bodies: true,
	}
}

// HeadOf is what Sniff sees of the bytes.
func HeadOf(data []byte) parsers.Head {
	raw := data[:min(len(data), 64<<10)]
	return parsers.Head{
		Bytes: bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")), Raw: raw, Whole: len(raw) == len(data),
	}
}

// Collect runs the parser over an input.
func Collect(p parsers.Parser, in parsers.Input) (*Collected, error) {
	c := &Collected{failAfter: -1}
	return c, p.Parse(in, c)
}

// CollectBytes runs the parser over bytes.
func CollectBytes(p parsers.Parser, data []byte) (*Collected, error) {
	return Collect(p, InputOf(data))
}

// Spans are all spans named, those of More included.
func (c *Collected) Spans() []event.Span {
	var spans []event.Span
	for _, e := range c.Events {
		spans = append(append(spans, e.Origin.Span), e.Origin.More...)
	}
	for _, f := range c.Facts {
		spans = append(append(spans, f.Origin.Span), f.Origin.More...)
	}
	for _, r := range c.Rejects {
		spans = append(spans, r.Origin.Span)
	}
	for _, s := range c.Skips {
		spans = append(spans, s.Span)
	}
	return spans
}

// Tiling says what is wrong with how the spans cover size bytes: a gap, an
// overlap, an empty or reversed span, a line number that does not fit. Nil if
// they tile exactly.
func (c *Collected) Tiling(size int64) error {
	spans := c.Spans()
	slices.SortFunc(spans, func(a, b event.Span) int {
		if a.Offset != b.Offset {
			return int(min(max(a.Offset-b.Offset, -1), 1))
		}
		return int(min(max(a.Length-b.Length, -1), 1))
	})
	var end int64
	for i, s := range spans {
		if s.Length <= 0 {
			return fmt.Errorf("span at %d has length %d", s.Offset, s.Length)
		}
		if i > 0 && s.Offset == spans[i-1].Offset && s.Length == spans[i-1].Length {
			continue
		}
		if s.Offset != end {
			return fmt.Errorf("span at %d of length %d: the bytes before end at %d", s.Offset, s.Length, end)
		}
		end = s.End()
	}
	if end != size {
		return fmt.Errorf("spans end at %d, the source at %d", end, size)
	}
	return nil
}

// Acts are the events and facts without what depends on where they stand, for
// comparing what was said.
func (c *Collected) Acts() ([]event.Event, []event.Fact) {
	events := make([]event.Event, len(c.Events))
	for i, e := range c.Events {
		events[i] = *e
		events[i].Origin = event.Origin{Ordinal: e.Origin.Ordinal}
	}
	facts := make([]event.Fact, len(c.Facts))
	for i, f := range c.Facts {
		facts[i] = *f
		facts[i].Origin = event.Origin{Ordinal: f.Origin.Ordinal}
	}
	return events, facts
}

// oneByte reads a byte at a time.
type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return o.r.Read(p[:1])
}
