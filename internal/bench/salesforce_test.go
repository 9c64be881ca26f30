// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"dossier/event"
	"dossier/ingest"
	"dossier/internal/bench"
	"dossier/parsers"
	"dossier/parsers/salesforceelf"
)

// counter is an Out and a Sink that keeps nothing.
type counter struct {
	path            string
	events, rejects atomic.Int64
}

func (c *counter) Event(*event.Event) error                { c.events.Add(1); return nil }
func (c *counter) Fact(*event.Fact) error                  { return nil }
func (c *counter) Reject(event.Span, string, string) error { c.rejects.Add(1); return nil }
func (c *counter) Skip(event.Span, string) error           { return nil }

func (c *counter) Keep(path string, r io.Reader) (event.Digest, int64, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	c.path = path
	return event.Digest(h.Sum(nil)), n, err
}

func (c *counter) OpenEvidence(event.Digest) (*os.File, error) { return os.Open(c.path) }
func (c *counter) Source(event.Digest) (event.Source, bool)    { return event.Source{}, false }
func (c *counter) Sighted(event.Digest, string) bool           { return false }
func (c *counter) Commit(event.Source) error                   { return nil }
func (c *counter) Discard(event.Digest) error                  { return nil }
func (c *counter) Add(_ event.Digest, e []*event.Event, _ []*event.Fact, r []event.Reject) error {
	c.events.Add(int64(len(e)))
	c.rejects.Add(int64(len(r)))
	return nil
}

func TestWriteSalesforce(t *testing.T) {
	var first, again bytes.Buffer
	rows, err := bench.WriteSalesforce(&first, 2_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bench.WriteSalesforce(&again, 2_000_000); err != nil || !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Errorf("written again, it differs: %v", err)
	}
	if n := first.Len(); n < 2_000_000 || n > 2_001_000 {
		t.Errorf("%d bytes", n)
	}
	var c counter
	in := parsers.Input{Reader: &first, Raw: bytes.NewReader(again.Bytes()), SizeBytes: int64(again.Len())}
	if err := salesforceelf.Parser.Parse(in, &c); err != nil || c.events.Load() != rows || c.rejects.Load() > 0 {
		t.Errorf("%d events and %d rejects of %d rows: %v", c.events.Load(), c.rejects.Load(), rows, err)
	}
}

const benchBytes = 20_000_000

// BenchmarkParse is the parser alone.
func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	if _, err := bench.WriteSalesforce(&text, benchBytes); err != nil {
		b.Fatal(err)
	}
	var c counter
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		in := parsers.Input{Reader: bytes.NewReader(text.Bytes()), Raw: bytes.NewReader(text.Bytes()), SizeBytes: int64(text.Len())}
		if err := salesforceelf.Parser.Parse(in, &c); err != nil {
			b.Fatal(err)
		}
	}
	report(b, &c)
}

// BenchmarkIngest is everything but the case: hashing, recognising, parsing,
// stamping.
func BenchmarkIngest(b *testing.B) {
	path := filepath.Join(b.TempDir(), "log.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := bench.WriteSalesforce(f, benchBytes); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	var c counter
	b.SetBytes(benchBytes)
	for b.Loop() {
		o := ingest.Options{Parsers: []parsers.Parser{salesforceelf.Parser}}
		if err := ingest.Run(context.Background(), o, []string{path}, &c); err != nil {
			b.Fatal(err)
		}
	}
	report(b, &c)
}

func report(b *testing.B, c *counter) {
	b.ReportMetric(float64(c.events.Load())/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(c.events.Load()), "ns/event")
}
