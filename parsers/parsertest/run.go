// SPDX-License-Identifier: Apache-2.0

package parsertest

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
)

// Option relaxes the suite where a format's nature asks for it.
type Option int

// KeepLineEnds says that line ends and blank lines are part of the format's
// records (a message's size counts them), so they are not varied.
const KeepLineEnds Option = 1

// Run holds a parser to the contract, on its own samples.
func Run(t *testing.T, p parsers.Parser, options ...Option) {
	t.Helper()
	if err := parsers.Validate(p); err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Samples {
		t.Run(s.Name, func(t *testing.T) {
			data := s.Bytes()
			if s.Foreign {
				if score := p.Sniff(HeadOf(data)); score != parsers.No {
					t.Errorf("sniff gives a foreign sample %d", score)
				}
				return
			}
			if score := p.Sniff(HeadOf(data)); score == parsers.No {
				t.Error("sniff refuses the parser's own sample")
			}
			checkSample(t, p, s, data)
			checkVariants(t, p, data, options)
			checkTorn(t, p, data)
			checkFullSink(t, p, data)
		})
	}
}

func checkSample(t *testing.T, p parsers.Parser, s parsers.Sample, data []byte) {
	t.Helper()
	c := mustCollect(t, p, data)
	if len(c.Events) != s.Events || len(c.Facts) != s.Facts || len(c.Rejects) != s.Rejects {
		t.Errorf("%d events, %d facts, %d rejects; want %d, %d, %d", len(c.Events), len(c.Facts), len(c.Rejects),
			s.Events, s.Facts, s.Rejects)
		for _, r := range c.Rejects {
			t.Logf("reject at %d: %s: %s", r.Origin.Span.Offset, r.Reason, r.Detail)
		}
	}
	if s.Kinds == nil {
		return
	}
	var kinds []event.Kind
	for _, e := range c.Events {
		kinds = append(kinds, e.Kind)
	}
	if diff := cmp.Diff(s.Kinds, kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

// mustCollect parses and checks the invariants that hold on any input.
func mustCollect(t testing.TB, p parsers.Parser, data []byte) *Collected {
	t.Helper()
	c, err := CollectBytes(p, data)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Fatalf("conservation of bytes: %v", err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c
}

// checkVariants demands the same events of the same text written otherwise.
func checkVariants(t *testing.T, p parsers.Parser, data []byte, options []Option) {
	t.Helper()
	want := mustCollect(t, p, data)
	in := InputOf(data)
	in.Reader = oneByte{in.Reader}
	slow, err := Collect(p, in)
	if err != nil {
		t.Fatalf("one-byte reads: %v", err)
	}
	sameActs(t, "one-byte reads", want, slow)
	if p.Binary {
		return
	}
	marked := append([]byte("\xEF\xBB\xBF"), bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))...)
	sameActs(t, "a byte order mark", want, mustCollect(t, p, marked))
	for _, o := range options {
		if o == KeepLineEnds {
			return
		}
	}
	unix := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	base := mustCollect(t, p, unix)
	sameActs(t, "CRLF", base, mustCollect(t, p, bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n"))))
	sameActs(t, "no last newline", base, mustCollect(t, p, bytes.TrimRight(unix, "\n")))
	sameActs(t, "blank lines at the end", base, mustCollect(t, p, append(bytes.Clone(unix), "\n\n\n"...)))
}

// sameActs compares what was said; times' texts and bodies may differ in line
// ends, which the variants change inside of cells too.
func sameActs(t *testing.T, what string, want, got *Collected) {
	t.Helper()
	wantEvents, wantFacts := want.Acts()
	gotEvents, gotFacts := got.Acts()
	folded := cmp.Comparer(func(a, b string) bool {
		return a == b || string(bytes.ReplaceAll([]byte(a), []byte("\r\n"), []byte("\n"))) ==
			string(bytes.ReplaceAll([]byte(b), []byte("\r\n"), []byte("\n")))
	})
	keyless := cmp.Comparer(func(a, b event.Key) bool { return a.IsZero() == b.IsZero() })
	if diff := cmp.Diff(wantEvents, gotEvents, folded, keyless); diff != "" {
		t.Errorf("%s changes the events:\n%s", what, diff)
	}
	if diff := cmp.Diff(wantFacts, gotFacts, folded, keyless); diff != "" {
		t.Errorf("%s changes the facts:\n%s", what, diff)
	}
	if len(want.Rejects) != len(got.Rejects) {
		t.Errorf("%s: %d rejects instead of %d", what, len(got.Rejects), len(want.Rejects))
	}
}

// checkTorn cuts the sample off at many places: whatever is left must still be
// accounted for to the byte.
func checkTorn(t *testing.T, p parsers.Parser, data []byte) {
	t.Helper()
	step := max(1, len(data)/97)
	for n := 0; n < len(data); n += step {
		c, err := CollectBytes(p, data[:n])
		if err != nil {
			t.Fatalf("cut off at %d: %v", n, err)
		}
		if err := c.Tiling(int64(n)); err != nil {
			t.Fatalf("cut off at %d: conservation of bytes: %v", n, err)
		}
		if err := c.WellFormed(); err != nil {
			t.Fatalf("cut off at %d: %v", n, err)
		}
	}
}

// checkFullSink demands that an error of the sink ends the parse and comes back.
func checkFullSink(t *testing.T, p parsers.Parser, data []byte) {
	t.Helper()
	all := mustCollect(t, p, data)
	calls := len(all.Events) + len(all.Facts) + len(all.Rejects) + len(all.Skips)
	for n := range min(calls, 20) {
		c := &Collected{failAfter: n}
		if err := p.Parse(InputOf(data), c); !errors.Is(err, errFull) {
			t.Fatalf("sink fails at call %d: parse returns %v", n+1, err)
		}
	}
}

// Fuzz throws bytes at a parser: no panic, every byte accounted for, every event
// well-formed. The seeds are the samples.
func Fuzz(f *testing.F, p parsers.Parser) {
	for _, s := range p.Samples {
		f.Add(s.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p.Sniff(HeadOf(data))
		mustCollect(t, p, data)
	})
}

// Cross demands that no parser claims the samples of another as surely as the
// parser whose sample it is.
func Cross(t *testing.T, list []parsers.Parser) {
	t.Helper()
	for _, owner := range list {
		for _, s := range owner.Samples {
			if s.Foreign {
				continue
			}
			head := HeadOf(s.Bytes())
			own := owner.Sniff(head)
			for _, other := range list {
				if score := other.Sniff(head); other.Name != owner.Name && score >= own {
					t.Errorf("%s gives %d to the sample %q of %s, which gives it %d", other.Name, score, s.Name, owner.Name, own)
				}
			}
		}
	}
}
