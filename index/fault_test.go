// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers"
)

var errDisk = errors.New("the disk says no")

// How a disk fails: at one step, or at that and all that come after, as if the
// process had been killed there.
const (
	once = iota
	forGood
)

// failAt lets the disk fail at its n-th step from now on.
func failAt(n, how int) (reached *bool, end func()) {
	var count atomic.Int64
	reached = new(bool)
	index.SetDisk(func(string, string) error {
		switch at := count.Add(1); {
		case at == int64(n):
			*reached = true
			return errDisk
		case at > int64(n) && how == forGood:
			return errDisk
		}
		return nil
	})
	return reached, func() { index.SetDisk(faultless) }
}

// lines is a format for tests: "act KEY" is an event, "fact X" a fact, the rest
// rejects.
var lines = parsers.Parser{
	Name: "lines", Version: 1, Title: "lines", Doc: "for tests",
	Sniff: func(h parsers.Head) parsers.Score {
		if strings.HasPrefix(string(h.Bytes), "act ") {
			return parsers.Certain
		}
		return parsers.No
	},
	Parse: func(in parsers.Input, out parsers.Out) error {
		return parsers.Lines(in, out, func(l parsers.Line) error {
			kind, rest, _ := strings.Cut(in.Text(l.Bytes), " ")
			origin := event.Origin{Span: l.Span}
			switch kind {
			case "act":
				at := event.Instant(start.Add(time.Duration(len(rest))*time.Hour), event.PrecisionSecond, event.TimeFormat, rest)
				return out.Event(&event.Event{Kind: event.CRMOther, Time: at, Text: rest, Key: event.NewKey("lines", rest), Origin: origin})
			case "fact":
				return out.Fact(&event.Fact{Kind: event.FactObject, Subject: event.Object{Name: rest}, Origin: origin})
			}
			return out.Reject(l.Span, "neither", rest)
		})
	},
}

// exports writes files that overlap; one is large enough to be written in several
// segments with little memory.
func exports(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(7, 7))
	for i, size := range []int{20, 560, 3} {
		var text strings.Builder
		for n := range size {
			fmt.Fprintf(&text, "act number %d%s\n", r.IntN(size), strings.Repeat("x", i*4))
			if n%10 == 0 {
				fmt.Fprintf(&text, "fact %d\nnonsense\n", n)
			}
		}
		must(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.txt", i)), []byte(text.String()), 0o666))
	}
	must(t, os.WriteFile(filepath.Join(dir, "picture.png"), []byte("\x89PNG\r\n\x1a\n"), 0o666))
	return dir
}

// ingestInto is what `dossier add` does, with as little memory as to spill often.
// wrap may put something between the ingest and the writer.
func ingestInto(dir, evidence string, wrap func(ingest.Sink) ingest.Sink) error {
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: clock, MemoryBytes: 300_000})
	if err != nil {
		return err
	}
	var sink ingest.Sink = w
	if wrap != nil {
		sink = wrap(w)
	}
	o := ingest.Options{Parsers: []parsers.Parser{lines}, Workers: 1, TempDir: filepath.Join(dir, "tmp")}
	return errors.Join(ingest.Run(context.Background(), o, []string{evidence}, sink), w.Close())
}

// picture is all that a case says: sources, events with their marks, facts, rejects.
func picture(t *testing.T, c *index.Case) []string {
	t.Helper()
	var list []string
	for _, s := range c.Sources() {
		list = append(list, sourceText(s))
	}
	for _, e := range eventsOf(t, c, everything) {
		list = append(list, fmt.Sprintf("event %+v", *e))
	}
	return append(list, rest(t, c)...)
}

func sourceText(s event.Source) string { return fmt.Sprintf("source %+v", s) }

// tidy wants nothing in a case that it does not list.
func tidy(t *testing.T, dir string, c *index.Case) {
	t.Helper()
	if left := contents(t, dir, "tmp"); len(left) > 0 {
		t.Errorf("tmp holds %q", left)
	}
	named := map[string]bool{}
	for _, s := range c.Sources() {
		named[s.Evidence.String()] = true
	}
	for _, name := range contents(t, dir, "evidence") {
		if !named[name] {
			t.Errorf("evidence holds %s, which no source names", name)
		}
	}
	sources, err := os.ReadFile(filepath.Join(dir, "sources.jsonl"))
	must(t, err)
	head, _, _ := strings.Cut(string(sources), "\n")
	for _, name := range contents(t, dir, "segments") {
		if !strings.Contains(head, `"`+name+`"`) {
			t.Errorf("segments holds %s, which is not listed", name)
		}
	}
	if list := contents(t, dir, "duplicates"); len(list) != 1 {
		t.Errorf("duplicates holds %q", list)
	}
}

// undisturbed is the picture of a case that was left in peace.
func undisturbed(t *testing.T, evidence string) []string {
	t.Helper()
	dir := newCase(t)
	must(t, ingestInto(dir, evidence, nil))
	c := sound(t, dir)
	tidy(t, dir, c)
	return picture(t, c)
}

// halfDone wants the case to be as some commit left it: each source there whole.
func halfDone(t *testing.T, dir string, want []string) {
	t.Helper()
	for _, s := range sound(t, dir).Sources() {
		if line := sourceText(s); !slices.Contains(want, line) {
			t.Errorf("a source that is not whole: %s", line)
		}
	}
}

// repeated repeats the ingest and wants what an undisturbed one gives.
func repeated(t *testing.T, dir, evidence string, want []string) {
	t.Helper()
	must(t, ingestInto(dir, evidence, nil))
	c := sound(t, dir)
	tidy(t, dir, c)
	if diff := cmp.Diff(want, picture(t, c)); diff != "" {
		t.Errorf("(-undisturbed +repeated):\n%s", diff)
	}
	entries, err := c.Journal()
	must(t, err)
	journalled := map[string]int{}
	for _, e := range entries {
		for _, s := range c.Sources() {
			if e.Action == "ingest" && strings.Contains(string(e.Data), s.Digest.String()) {
				journalled[s.Path]++
			}
		}
	}
	for _, s := range c.Sources() {
		if journalled[s.Path] != 1 {
			t.Errorf("the journal has %s %d times", s.Path, journalled[s.Path])
		}
	}
}

// stride is how many steps lie between two failures: in an ordinary run none is left
// out. A short run, which looks for races, takes a sample.
func stride() int {
	if testing.Short() {
		return 7
	}
	return 1
}

// TestDiskFailsAtEveryStep lets the disk fail at the first step of an ingest, at the
// second, and so on, once and for good.
func TestDiskFailsAtEveryStep(t *testing.T) {
	evidence := exports(t)
	want := undisturbed(t, evidence)
	for _, how := range []int{once, forGood} {
		steps := 0
		for n := 1; ; n += stride() {
			dir := newCase(t)
			reached, end := failAt(n, how)
			err := ingestInto(dir, evidence, nil)
			end()
			if !*reached {
				must(t, err)
				break
			}
			if err == nil {
				t.Errorf("step %d failed, and nobody says so", n)
			}
			steps = n
			halfDone(t, dir, want)
			repeated(t, dir, evidence, want)
			if t.Failed() {
				t.Fatalf("it was step %d, %v", n, err)
			}
		}
		if steps < 30 {
			t.Errorf("the ingest took %d steps: the test tests little", steps)
		}
	}
}

// TestMergingFails lets the disk fail at each step of an ingest that ends in merging
// small segments: no row is lost, and none is there twice.
func TestMergingFails(t *testing.T) {
	base := newCase(t)
	r := rand.New(rand.NewPCG(5, 5))
	var sheets []*sheet
	for i := range 9 {
		sheets = append(sheets, newSheet(r, fmt.Sprint(i), 20, 30))
	}
	for _, s := range sheets[:8] {
		add(t, base, s)
	}
	want := expected(sheets...)
	for n := 1; ; n += stride() {
		dir := filepath.Join(t.TempDir(), "b.case")
		must(t, os.CopyFS(dir, os.DirFS(base)))
		w, err := index.OpenWriter(dir, index.WriterOptions{Now: clock})
		must(t, err)
		must(t, sheets[8].addTo(w))
		reached, end := failAt(n, once)
		err = w.Close()
		end()
		c := sound(t, dir)
		if _, added := c.Source(sheets[8].source.Digest); added {
			if diff := cmp.Diff(want, eventsOf(t, c, everything)); diff != "" {
				t.Fatalf("step %d, %v (-want +got):\n%s", n, err, diff)
			}
		} else if diff := cmp.Diff(expected(sheets[:8]...), eventsOf(t, c, everything)); diff != "" {
			t.Fatalf("step %d, %v (-want +got):\n%s", n, err, diff)
		}
		write(t, dir, index.WriterOptions{}, func(*index.Writer) error { return nil })
		tidy(t, dir, sound(t, dir))
		if !*reached {
			must(t, err)
			if list := contents(t, dir, "segments"); len(list) != 1 {
				t.Errorf("merged into %q: the test tests nothing", list)
			}
			break
		}
		if err == nil {
			t.Errorf("step %d failed, and nobody says so", n)
		}
	}
}

// TestDiskFailsTwice lets it fail in the ingest and again in the one that is to
// make it good.
func TestDiskFailsTwice(t *testing.T) {
	evidence := exports(t)
	want := undisturbed(t, evidence)
	r := rand.New(rand.NewPCG(3, 3))
	for range 12 {
		dir := newCase(t)
		var failed []string
		for range 2 {
			n, how := 1+r.IntN(40), r.IntN(2)
			_, end := failAt(n, how)
			err := ingestInto(dir, evidence, nil)
			end()
			failed = append(failed, fmt.Sprintf("step %d (%d): %v", n, how, err))
			halfDone(t, dir, want)
		}
		repeated(t, dir, evidence, want)
		if t.Failed() {
			t.Fatal(strings.Join(failed, "\n"))
		}
	}
}

// failingSink fails at its n-th call: before it reaches the sink, or after.
type failingSink struct {
	ingest.Sink
	calls  atomic.Int64
	n      int64
	after  bool
	failed atomic.Bool
}

func (f *failingSink) call(do func() error) error {
	if f.calls.Add(1) != f.n {
		return do()
	}
	f.failed.Store(true)
	var err error
	if f.after {
		err = do()
	}
	return errors.Join(errDisk, err)
}

func (f *failingSink) Keep(path string, r io.Reader) (d event.Digest, n int64, err error) {
	err = f.call(func() error { d, n, err = f.Sink.Keep(path, r); return err })
	return d, n, err
}

func (f *failingSink) OpenEvidence(d event.Digest) (file *os.File, err error) {
	err = f.call(func() error { file, err = f.Sink.OpenEvidence(d); return err })
	return file, err
}

func (f *failingSink) Add(d event.Digest, events []*event.Event, facts []*event.Fact, rejects []event.Reject) error {
	return f.call(func() error { return f.Sink.Add(d, events, facts, rejects) })
}
func (f *failingSink) Commit(s event.Source) error {
	return f.call(func() error { return f.Sink.Commit(s) })
}
func (f *failingSink) Discard(d event.Digest) error {
	return f.call(func() error { return f.Sink.Discard(d) })
}

// TestSinkFailsAtEveryCall lets the sink of an ingest fail at each of its calls.
func TestSinkFailsAtEveryCall(t *testing.T) {
	evidence := exports(t)
	want := undisturbed(t, evidence)
	for _, after := range []bool{false, true} {
		for n := int64(1); ; n += int64(stride()) {
			dir := newCase(t)
			sink := &failingSink{n: n, after: after}
			err := ingestInto(dir, evidence, func(s ingest.Sink) ingest.Sink { sink.Sink = s; return sink })
			if !sink.failed.Load() {
				must(t, err)
				if n < 15 {
					t.Errorf("the ingest took %d calls: the test tests little", n)
				}
				break
			}
			if !errors.Is(err, errDisk) {
				t.Errorf("call %d failed, and the ingest says %v", n, err)
			}
			halfDone(t, dir, want)
			repeated(t, dir, evidence, want)
			if t.Failed() {
				t.Fatalf("it was call %d, after %v", n, after)
			}
		}
	}
}

// TestFoldersThatAreNone puts a file where a folder of the case should be.
func TestFoldersThatAreNone(t *testing.T) {
	evidence := exports(t)
	want := undisturbed(t, evidence)
	for _, name := range []string{"evidence", "segments", "duplicates", "sources.jsonl.new"} {
		dir := newCase(t)
		path := filepath.Join(dir, name)
		must(t, os.RemoveAll(path))
		if strings.HasSuffix(name, ".new") {
			must(t, os.Mkdir(path, 0o777))
		} else {
			must(t, os.WriteFile(path, nil, 0o666))
		}
		if err := ingestInto(dir, evidence, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		must(t, os.Remove(path))
		if !strings.HasSuffix(name, ".new") {
			must(t, os.Mkdir(path, 0o777))
		}
		halfDone(t, dir, want)
		repeated(t, dir, evidence, want)
	}
}

// TestReplaceFails lets the disk fail at each step of reading two sources again: a
// source has its old events or its new ones, and never none.
func TestReplaceFails(t *testing.T) {
	sheets := func(parser string) []*sheet {
		r := rand.New(rand.NewPCG(5, 5))
		list := []*sheet{newSheet(r, "a", 60, 9), newSheet(r, "b", 60, 9), newSheet(r, "c", 60, 9)}
		for _, s := range list[:2] {
			s.stamp(parser)
		}
		return list
	}
	before, after := sheets("test@1"), sheets("test@2")
	for n := 1; ; n += stride() {
		dir := newCase(t)
		add(t, dir, before...)
		reached, end := failAt(n, once)
		err := reread(dir, after[:2])
		end()
		c := sound(t, dir)
		now := slices.Clone(before)
		for i, s := range after[:2] {
			if held, _ := c.Source(s.source.Digest); held.Parser == "test@2" {
				now[i] = s
			}
		}
		if diff := cmp.Diff(expected(now...), eventsOf(t, c, everything)); diff != "" {
			t.Fatalf("step %d, %v (-want +got):\n%s", n, err, diff)
		}
		if !*reached {
			must(t, err)
			if diff := cmp.Diff(expected(after...), eventsOf(t, c, everything)); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
			break
		}
	}
}

// reread replaces sources with little memory, so that the first is committed
// before the second is read.
func reread(dir string, sheets []*sheet) error {
	w, err := index.OpenWriter(dir, index.WriterOptions{Now: clock, MemoryBytes: 100})
	if err != nil {
		return err
	}
	for _, s := range sheets {
		w.Replace(s.source.Digest)
	}
	for _, s := range sheets {
		if err = s.read(w); err != nil {
			break
		}
	}
	return errors.Join(err, w.Close())
}
