// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers"
)

// notes is a format for tests: "note HH what" lines after a "notes:" line. A line
// "forget" is passed over in silence, "panic" and "fail" do what they say.
var notes = parsers.Parser{
	Name: "notes", Version: 1, Title: "notes", Doc: "for tests",
	Sniff: func(h parsers.Head) parsers.Score {
		if bytes.HasPrefix(h.Bytes, []byte("notes:")) {
			return parsers.Certain
		}
		return parsers.No
	},
	Parse: func(in parsers.Input, out parsers.Out) error {
		return parsers.Lines(in, out, func(l parsers.Line) error {
			text := in.Text(l.Bytes)
			kind, rest, _ := strings.Cut(text, " ")
			switch kind {
			case "notes:":
				return out.Skip(l.Span, event.SkipHeader)
			case "note":
				at := event.Instant(time.Date(2024, 5, 13, len(rest)%24, 0, 0, 0, time.UTC), event.PrecisionSecond, event.TimeFormat, rest)
				return out.Event(&event.Event{Kind: event.CRMOther, Time: at, Text: rest, Key: event.NewKey("notes", rest), Origin: event.Origin{Span: l.Span}})
			case "forget":
				return nil
			case "panic":
				panic("as asked")
			case "fail":
				return errors.New("as asked")
			}
			return out.Reject(l.Span, "no note", text)
		})
	},
}

// twin recognises some notes just as surely.
var twin = parsers.Parser{
	Name: "twin", Version: 1, Title: "twin", Doc: "for tests",
	Sniff: func(h parsers.Head) parsers.Score {
		if bytes.HasPrefix(h.Bytes, []byte("stumble")) {
			panic("as asked")
		}
		if bytes.Contains(h.Bytes, []byte("twins")) {
			return parsers.Certain
		}
		return parsers.No
	},
	Parse: notes.Parse,
}

type bench struct {
	t   *testing.T
	dir string // of the case
	in  string // folder of files
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: filepath.Join(t.TempDir(), "a.case"), in: filepath.Join(t.TempDir(), "in")}
	if err := os.MkdirAll(b.in, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := index.Create(b.dir, "A", "UTC", "test", clock()); err != nil {
		t.Fatal(err)
	}
	return b
}

func clock() time.Time { return time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC) }

func (b *bench) file(name string, data []byte) {
	b.t.Helper()
	path := filepath.Join(b.in, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, data, 0o666)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) add(change func(*ingest.Options)) []ingest.Outcome {
	b.t.Helper()
	w, err := index.OpenWriter(b.dir, index.WriterOptions{Purpose: "test", Now: clock})
	if err != nil {
		b.t.Fatal(err)
	}
	var done []ingest.Outcome
	o := ingest.Options{Parsers: []parsers.Parser{notes, twin}, Bodies: true, Done: func(out ingest.Outcome) { done = append(done, out) }}
	if change != nil {
		change(&o)
	}
	if err := errors.Join(ingest.Run(context.Background(), o, []string{b.in}, w), w.Close()); err != nil {
		b.t.Fatal(err)
	}
	return done
}

func (b *bench) open() *index.Case {
	b.t.Helper()
	c, err := index.Open(b.dir, ingest.OpenMember)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { c.Close() })
	return c
}

// events reads all events as "text at path", copies marked.
func (b *bench) events(c *index.Case) []*event.Event {
	b.t.Helper()
	var list []*event.Event
	for e, err := range c.Events(context.Background(), index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			b.t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func status(c *index.Case) map[string]string {
	m := map[string]string{}
	for _, s := range c.Sources() {
		m[s.Path] = strings.TrimSpace(string(s.Status) + " " + s.Reason)
	}
	return m
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipOf(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEveryFileBecomesASource(t *testing.T) {
	b := newBench(t)
	b.file("good.txt", []byte("notes:\nnote one\nnote two\n"))
	b.file("bad/part.txt", []byte("notes:\nnote three\nwhat is this\n"))
	b.file("empty.txt", nil)
	b.file("picture.png", []byte("\x89PNG\r\n\x1a\n...."))
	b.file("other.txt", []byte("shopping list\n"))
	b.file("stumbling.txt", []byte("stumble\n"))
	b.file("both.txt", []byte("notes: twins\nnote four\n"))
	b.file("silent.txt", []byte("notes:\nforget\nnote five\n"))
	b.file("broken.txt", []byte("notes: of another kind\nnote six\npanic\n"))
	b.file("failing.txt", []byte("notes: and again\nfail\n"))
	b.file("copy.txt", []byte("notes:\nnote one\nnote two\n"))
	b.add(nil)
	c := b.open()
	got := status(c)
	for path, want := range map[string]string{
		"in/good.txt": "copy same bytes as in/copy.txt", "in/copy.txt": "parsed",
		"in/bad/part.txt": "partial", "in/empty.txt": "unknown empty file",
		"in/picture.png":   "unknown not a log: a picture (PNG)",
		"in/other.txt":     `unknown format not recognised: text that begins "shopping list"`,
		"in/both.txt":      "ambiguous could be notes or twin: add it again with --as",
		"in/stumbling.txt": "failed parser twin@1 failed to look at it: as asked",
		"in/silent.txt":    "partial", "in/failing.txt": "failed as asked",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	if !strings.HasPrefix(got["in/broken.txt"], "failed parser notes@1 failed: as asked") {
		t.Errorf("in/broken.txt: %q", got["in/broken.txt"])
	}
	var reasons []string
	if err := c.Rejects(func(r event.Reject) error {
		reasons = append(reasons, fmt.Sprintf("%s %d+%d", r.Reason, r.Origin.Span.Offset, r.Origin.Span.Length))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(reasons)
	want := []string{"no note 18+13", "not accounted for 7+7", "source unreadable 0+22", "source unreadable 0+38"}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestAddingAgainIsANoOp(t *testing.T) {
	b := newBench(t)
	b.file("a.txt", []byte("notes:\nnote one\n"))
	b.file("z.zip", zipOf(t, map[string]string{"x/b.txt": "notes:\nnote two\n"}))
	b.add(nil)
	before, _ := os.ReadFile(filepath.Join(b.dir, "sources.jsonl"))
	for _, out := range b.add(nil) {
		if !out.Known {
			t.Errorf("%s was read again", out.Source.Path)
		}
	}
	after, _ := os.ReadFile(filepath.Join(b.dir, "sources.jsonl"))
	if !bytes.Equal(before, after) {
		t.Error("adding again changed sources.jsonl")
	}
}

func TestArchivesAreUnpackedAndWalkedBack(t *testing.T) {
	b := newBench(t)
	inner := gzipOf(t, []byte("notes:\nnote deep inside\n"))
	var tarred bytes.Buffer
	tw := tar.NewWriter(&tarred)
	for _, h := range []*tar.Header{
		{Name: "day.txt.gz", Size: int64(len(inner)), Mode: 0o600, Typeflag: tar.TypeReg},
		{Name: "../../etc/passwd", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink},
	} {
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := tw.Write(inner); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	b.file("outer.zip", zipOf(t, map[string]string{"logs.tar": tarred.String(), "../evil.txt": "notes:\nnote evil\n"}))
	b.file("torn.zip", zipOf(t, map[string]string{"a": strings.Repeat("x", 1000)})[:60])
	b.add(nil)
	c := b.open()
	got := status(c)
	for path, want := range map[string]string{
		"in/outer.zip":                                "container",
		"in/outer.zip!/logs.tar":                      "container",
		"in/outer.zip!/logs.tar!/day.txt.gz":          "container",
		"in/outer.zip!/logs.tar!/day.txt.gz!/day.txt": "parsed",
		"in/outer.zip!/logs.tar!/../../etc/passwd":    "failed a link or special file, not followed",
		"in/outer.zip!/../evil.txt":                   "parsed",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	if !strings.HasPrefix(got["in/torn.zip"], "failed zip archive:") {
		t.Errorf("in/torn.zip: %q", got["in/torn.zip"])
	}
	for _, e := range b.events(c) {
		raw, err := c.Raw(e.Origin)
		if err != nil {
			t.Fatal(err)
		}
		if string(raw[0].Bytes) != "note "+e.Text+"\n" {
			t.Errorf("%q walks back to %q", e.Text, raw[0].Bytes)
		}
	}
}

func TestBombsAreStopped(t *testing.T) {
	b := newBench(t)
	bomb := gzipOf(t, make([]byte, 200<<20))
	b.file("bomb.gz", bomb)
	nested := []byte("notes:\nnote x\n")
	for range 5 {
		nested = gzipOf(t, nested)
	}
	b.file("nested.gz", nested)
	b.add(func(o *ingest.Options) { o.Limits = ingest.Limits{Ratio: 100, Depth: 3} })
	got := status(b.open())
	if want := "failed unpacking stopped: a member grows to more than 100 times the archive's size"; got["in/bomb.gz"] != want {
		t.Errorf("bomb: %q", got["in/bomb.gz"])
	}
	found := false
	for _, s := range got {
		found = found || strings.Contains(s, "archives within archives, 4 deep")
	}
	if !found {
		t.Errorf("nested: %q", got)
	}
}

func TestUTF16SpansAreThoseOfTheSource(t *testing.T) {
	b := newBench(t)
	text := "\uFEFFnotes:\r\nnote ünïcödé 😀 ok\r\nnote " + strings.Repeat("€", 50_000) + "\r\nnote last"
	for name, put := range map[string]func([]byte, uint16) []byte{
		"le.txt": func(o []byte, u uint16) []byte { return append(o, byte(u), byte(u>>8)) },
		"be.txt": func(o []byte, u uint16) []byte { return append(o, byte(u>>8), byte(u)) },
	} {
		var data []byte
		for _, u := range utf16.Encode([]rune(text)) {
			data = put(data, u)
		}
		b.file(name, data)
	}
	b.add(nil)
	c := b.open()
	list := b.events(c)
	if len(list) != 6 {
		t.Fatalf("%d events", len(list))
	}
	copies := 0
	for _, e := range list {
		if e.Duplicate {
			copies++
		}
		raw, err := c.Raw(e.Origin)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := c.Source(e.Origin.Source)
		var units []uint16
		for i := 0; i+1 < len(raw[0].Bytes); i += 2 {
			lo, hi := raw[0].Bytes[i], raw[0].Bytes[i+1]
			if strings.Contains(s.Path, "be") {
				lo, hi = hi, lo
			}
			units = append(units, uint16(lo)|uint16(hi)<<8)
		}
		if got := strings.TrimRight(string(utf16.Decode(units)), "\r\n"); got != "note "+e.Text {
			t.Errorf("%.20q walks back to %.40q", e.Text, got)
		}
	}
	if copies != 3 {
		t.Errorf("%d copies, want 3: the two files tell the same", copies)
	}
}

// TestSameBytesAtTheSameTime gives two workers the same bytes again and again.
func TestSameBytesAtTheSameTime(t *testing.T) {
	for range 30 {
		b := newBench(t)
		for i := range 8 {
			b.file(fmt.Sprintf("f%d.txt", i), []byte("notes:\nnote one\nnote two\n"))
			b.file(fmt.Sprintf("z%d.zip", i), zipOf(t, map[string]string{"m": "notes:\nnote three\n", fmt.Sprint(i): "x"}))
		}
		b.add(func(o *ingest.Options) { o.Workers = 8 })
		c := b.open()
		if n := c.EventCount(); n != 3 {
			t.Fatalf("%d events of 3: the same bytes were read twice", n)
		}
	}
}

// TestOrderOfAddingDoesNotMatter adds overlapping files in two orders, in one go
// and one by one, and wants the same rows.
func TestOrderOfAddingDoesNotMatter(t *testing.T) {
	files := map[string]string{}
	for i := range 12 {
		var text strings.Builder
		fmt.Fprintf(&text, "notes: file %d\n", i)
		for n := range 40 {
			fmt.Fprintf(&text, "note number %d\n", i*25+n)
		}
		files[fmt.Sprintf("f%02d.txt", i)] = text.String()
	}
	var want []string
	for _, way := range []string{"at once", "forwards", "backwards"} {
		b := newBench(t)
		names := slices.Sorted(maps.Keys(files))
		if way == "backwards" {
			slices.Reverse(names)
		}
		for _, name := range names {
			b.file(name, []byte(files[name]))
			if way != "at once" {
				b.add(func(o *ingest.Options) { o.Workers = 1 })
			}
		}
		b.add(nil)
		var rows []string
		for _, e := range b.events(b.open()) {
			rows = append(rows, fmt.Sprintf("%s %s %v", e.ID, e.Text, e.Duplicate))
		}
		if want == nil {
			want = rows
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", way, diff)
		}
	}
	copies := 0
	for _, row := range want {
		if strings.HasSuffix(row, "true") {
			copies++
		}
	}
	if copies != 11*15 {
		t.Errorf("%d copies, want %d", copies, 11*15)
	}
}
