// SPDX-License-Identifier: Apache-2.0

package parsers_test

import "dossier/event"

// tiler checks that spans come one after another without gap.
type tiler struct {
	end     int64
	torn    bool
	rejects int
}

func (o *tiler) claim(offset, length int64) {
	o.torn = o.torn || offset != o.end || length <= 0
	o.end = offset + length
}

func (o *tiler) Event(e *event.Event) error {
	o.claim(e.Origin.Span.Offset, e.Origin.Span.Length)
	return nil
}
func (o *tiler) Fact(f *event.Fact) error {
	o.claim(f.Origin.Span.Offset, f.Origin.Span.Length)
	return nil
}

func (o *tiler) Reject(s event.Span, _, _ string) error {
	o.rejects++
	o.claim(s.Offset, s.Length)
	return nil
}

func (o *tiler) Skip(s event.Span, _ string) error { o.claim(s.Offset, s.Length); return nil }
