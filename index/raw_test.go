// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/event"
	"dossier/index"
)

func TestRawWalksBack(t *testing.T) {
	dir := newCase(t)
	s := newSheet(rand.New(rand.NewPCG(1, 1)), "a", 30, 0)
	s.events[7].Origin.More = []event.Span{s.events[2].Origin.Span, s.events[29].Origin.Span}
	add(t, dir, s)
	c := sound(t, dir)
	for e, err := range c.Events(context.Background(), everything) {
		must(t, err)
		raw, err := c.Raw(e.Origin)
		must(t, err)
		spans := append([]event.Span{e.Origin.Span}, e.Origin.More...)
		if len(raw) != len(spans) {
			t.Fatalf("%d records of %d", len(raw), len(spans))
		}
		for i, span := range spans {
			if want := s.text[span.Offset:span.End()]; string(raw[i].Bytes) != want || raw[i].Span != span || raw[i].Cut {
				t.Errorf("%q, want %q", raw[i].Bytes, want)
			}
		}
	}
	for name, span := range map[string]event.Span{
		"behind the end": {Offset: int64(len(s.text)) - 3, Length: 4}, "far behind": {Offset: 1 << 40, Length: 1}, "before": {Offset: -1, Length: 4},
		"less than nothing": {Offset: 4, Length: -1}, "overflowing": {Offset: 9, Length: math.MaxInt64 - 3}, "all there is": {Length: math.MaxInt64},
	} {
		for _, o := range []event.Origin{{Source: s.source.Digest, Span: span}, {Source: s.source.Digest, More: []event.Span{span}}} {
			if raw, err := c.Raw(o); err == nil || !strings.Contains(err.Error(), "the source ends at byte") {
				t.Errorf("%s: %v, %v", name, raw, err)
			}
		}
	}
	if _, err := c.Raw(event.Origin{Source: event.Digest{1}}); err == nil || !strings.Contains(err.Error(), event.Digest{1}.String()) {
		t.Errorf("unknown source: %v", err)
	}
}

// TestRawIsBounded asks for a record of 70 MB.
func TestRawIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 70 MB")
	}
	dir := newCase(t)
	text := bytes.Repeat([]byte("0123456789"), 7_000_000)
	var d event.Digest
	write(t, dir, index.WriterOptions{}, func(w *index.Writer) error {
		var err error
		d, _, err = w.Keep("large", bytes.NewReader(text))
		must(t, err)
		return w.Commit(event.Source{Digest: d, Evidence: d, SizeBytes: int64(len(text)), Path: "large", Status: event.StatusParsed})
	})
	for _, span := range []event.Span{{Length: int64(len(text))}, {Offset: 5, Length: 64 << 20}} {
		raw, err := sound(t, dir).Raw(event.Origin{Source: d, Span: span})
		must(t, err)
		if want := span.Length > 64<<20; raw[0].Cut != want || !bytes.Equal(raw[0].Bytes, text[span.Offset:][:min(span.Length, 64<<20)]) {
			t.Errorf("%v: %d bytes, cut %v", span, len(raw[0].Bytes), raw[0].Cut)
		}
	}
}

// TestAlteredEvidence alters evidence in every way that leaves a file, or none.
func TestAlteredEvidence(t *testing.T) {
	for _, reference := range []bool{false, true} {
		for name, alter := range map[string]func(path string, text []byte) error{
			"one bit":   func(path string, text []byte) error { text[9] ^= 1; return os.WriteFile(path, text, 0o666) },
			"shorter":   func(path string, text []byte) error { return os.WriteFile(path, text[:len(text)-1], 0o666) },
			"longer":    func(path string, text []byte) error { return os.WriteFile(path, append(text, '\n'), 0o666) },
			"gone":      func(path string, _ []byte) error { return os.Remove(path) },
			"a folder":  func(path string, _ []byte) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o777)) },
			"untouched": func(string, []byte) error { return nil },
		} {
			dir := newCase(t)
			s := newSheet(rand.New(rand.NewPCG(1, 1)), "a", 9, 0)
			path := filepath.Join(dir, "evidence", s.source.Digest.String())
			if reference {
				path = filepath.Join(t.TempDir(), "logs of June ") // a blank at its end
				s.source.Path = path
				must(t, os.WriteFile(path, []byte(s.text), 0o666))
			}
			write(t, dir, index.WriterOptions{Reference: reference}, s.addTo)
			c := sound(t, dir)
			must(t, os.Chmod(path, 0o666))
			must(t, alter(path, []byte(s.text)))
			var altered *index.EvidenceError
			_, err := c.Raw(s.events[0].Origin)
			found := differences(t, c)
			if name == "untouched" {
				if err != nil || len(found) > 0 {
					t.Errorf("untouched: %v, %v", err, found)
				}
				continue
			}
			if !errors.As(err, &altered) || altered.Digest != s.source.Digest || altered.Path != path {
				t.Errorf("%s (reference %v): %v", name, reference, err)
			}
			if len(found) != 1 || found["evidence "+s.source.Path] == "" {
				t.Errorf("%s (reference %v): Check finds %v", name, reference, found)
			}
		}
	}
}

// TestReferenceKeepsNoCopy refers to evidence, and then adds it with a copy.
func TestReferenceKeepsNoCopy(t *testing.T) {
	dir := newCase(t)
	path := filepath.Join(t.TempDir(), "logs")
	s := newSheet(rand.New(rand.NewPCG(1, 1)), "a", 9, 0)
	must(t, os.WriteFile(path, []byte(s.text), 0o666))
	s.source.Path = path
	write(t, dir, index.WriterOptions{Reference: true}, s.addTo)
	if list := contents(t, dir, "evidence"); len(list) != 1 || list[0] != s.source.Digest.String()+".ref" {
		t.Errorf("evidence holds %q", list)
	}
	write(t, dir, index.WriterOptions{}, func(w *index.Writer) error {
		d, n, err := w.Keep(path, strings.NewReader(s.text))
		if d != s.source.Digest || n != int64(len(s.text)) {
			t.Errorf("kept %s, %d bytes", d, n)
		}
		return err
	})
	must(t, os.Remove(path))
	if raw, err := sound(t, dir).Raw(s.events[0].Origin); err != nil || len(raw) != 1 {
		t.Errorf("with a copy: %v", err)
	}
}

// TestMembersAreChecked unpacks a member that is not what it was.
func TestMembersAreChecked(t *testing.T) {
	dir := newCase(t)
	container, inner := "the archive", newSheet(rand.New(rand.NewPCG(1, 1)), "a.zip!/b", 9, 0)
	inner.source.Steps = []event.Step{{Format: "zip", Member: "b"}}
	write(t, dir, index.WriterOptions{}, func(w *index.Writer) error {
		d, n, err := w.Keep("a.zip", strings.NewReader(container))
		must(t, err)
		inner.source.Evidence = d
		must(t, inner.read(w))
		return w.Commit(event.Source{Digest: d, Evidence: d, SizeBytes: n, Path: "a.zip", Status: event.StatusContainer})
	})
	for _, member := range []string{inner.text, inner.text + " ", inner.text[1:], ""} {
		c, err := index.Open(dir, func(r io.ReaderAt, sizeBytes int64, steps []event.Step) (io.ReadCloser, error) {
			if sizeBytes != int64(len(container)) || len(steps) != 1 || steps[0].Member != "b" {
				t.Errorf("asked for %v in %d bytes", steps, sizeBytes)
			}
			return io.NopCloser(strings.NewReader(member)), nil
		})
		must(t, err)
		e := inner.events[3]
		raw, err := c.Raw(e.Origin)
		var altered *index.EvidenceError
		if member == inner.text {
			if err != nil || string(raw[0].Bytes) != inner.text[e.Origin.Span.Offset:e.Origin.Span.End()] {
				t.Errorf("member: %v", err)
			}
		} else if !errors.As(err, &altered) || altered.Digest != inner.source.Digest {
			t.Errorf("another member: %v", err)
		}
		must(t, c.Close())
	}
	if _, err := open(t, dir).Raw(inner.events[0].Origin); err == nil || !strings.Contains(err.Error(), "a.zip!/b") {
		t.Errorf("without an unpacker: %v", err)
	}
}
