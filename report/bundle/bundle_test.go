// SPDX-License-Identifier: Apache-2.0

package bundle_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/search"
	"dossier/index"
	"dossier/report"
	"dossier/report/bundle"
	"dossier/report/compose"
	"dossier/report/csvfile"
	"dossier/report/jsonlines"
	"dossier/report/manifest"
	"dossier/report/reporttest"
)

// exporter makes exports of one case.
type exporter struct {
	t    *testing.T
	c    *index.Case
	plan bundle.Plan
	to   string // parent
}

func newExporter(t *testing.T, n int) *exporter {
	t.Helper()
	dir := reporttest.Case(t, n)
	c, err := index.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s, err := search.Open(context.Background(), c, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := &exporter{t: t, c: c, to: t.TempDir()}
	e.plan = bundle.Plan{Case: c, Request: manifest.Request{Query: "*"}, Formats: []report.Format{csvfile.Format, jsonlines.Format},
		Compose: func(ctx context.Context) (*compose.Composition, error) {
			sel, err := compose.OfQuery(ctx, s, "*", "export '*'")
			if err != nil {
				return nil, err
			}
			return compose.Compose(ctx, s, sel, compose.Options{Profile: report.Internal, Build: "test", Exhibit: "A"})
		}}
	return e
}

// export makes, enters and publishes an export.
func (e *exporter) export(name string) string {
	e.t.Helper()
	made, err := bundle.Make(context.Background(), e.plan, e.to)
	if err != nil {
		e.t.Fatal(err)
	}
	to := filepath.Join(e.to, name)
	_, err = index.Decide(e.c.Dir(), "export", time.Date(2024, 6, 2, 0, 0, 0, 0, time.UTC), func([]index.JournalEntry) (string, any, error) {
		return bundle.Action, made.Enter(e.plan, to), made.Publish(to)
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return to
}

// check verifies an export and lists the differences as "what where".
func (e *exporter) check(name string) []string {
	e.t.Helper()
	o, err := bundle.Open(name)
	var altered *bundle.AlteredError
	if errors.As(err, &altered) {
		return []string{"file " + altered.Where}
	}
	if err != nil {
		e.t.Fatal(err)
	}
	defer o.Close()
	var found []string
	report := func(d index.Difference) { found = append(found, d.What+" "+d.Where) }
	if err := o.CheckFiles(context.Background(), report); err != nil {
		e.t.Fatal(err)
	}
	if _, err := o.CheckRecords(context.Background(), e.c, report); err != nil {
		e.t.Fatal(err)
	}
	o.CheckJournal(e.c, report)
	return found
}

func TestWholeAndTheSame(t *testing.T) {
	e := newExporter(t, 130)
	first, second, packed := e.export("first"), e.export("second"), e.export("third.zip")
	for _, name := range []string{first, second, packed} {
		if found := e.check(name); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
	o, err := bundle.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for _, name := range []string{first, second} {
		err := o.Compare(context.Background(), os.DirFS(name), func(d index.Difference) { t.Errorf("%s: %v", name, d) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if entries, _ := os.ReadDir(e.to); len(entries) != 3 {
		t.Errorf("there are %v", entries)
	}
}

// TestEveryFile changes one byte of each file of an export, in the middle and at the
// end, and wants the file named.
func TestEveryFile(t *testing.T) {
	e := newExporter(t, 12)
	name := e.export("x")
	count := 0
	err := fs.WalkDir(os.DirFS(name), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		full := filepath.Join(name, path)
		content, err := os.ReadFile(full)
		if err != nil {
			return err
		}
		for _, at := range []int{0, len(content) / 2, len(content) - 1} {
			altered := slices.Clone(content)
			altered[at] ^= 1
			if err := os.WriteFile(full, altered, 0o644); err != nil {
				return err
			}
			if found := e.check(name); len(found) == 0 || !strings.Contains(strings.Join(found, "\n"), "file "+path) {
				t.Errorf("%s, byte %d: %v", path, at, found)
			}
		}
		return os.WriteFile(full, content, 0o644)
	})
	if err != nil || count < 20 {
		t.Errorf("%d files: %v", count, err)
	}
	if found := e.check(name); len(found) > 0 {
		t.Errorf("put right again: %v", found)
	}
}

// TestEveryRecord changes one byte of the evidence under each item in turn.
func TestEveryRecord(t *testing.T) {
	e := newExporter(t, 5)
	name := e.export("x")
	for _, s := range e.c.Sources() {
		path := filepath.Join(e.c.Dir(), "evidence", s.Digest.String())
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		altered := slices.Clone(content)
		altered[len(altered)/2] ^= 1
		if err := os.WriteFile(path, altered, 0o644); err != nil {
			t.Fatal(err)
		}
		found := strings.Join(e.check(name), "\n")
		if !strings.Contains(found, "evidence "+s.Path) || strings.Contains(found, "item ") == (s.Events == 0) {
			t.Errorf("%s: %s", s.Path, found)
		}
		if _, err := bundle.Make(context.Background(), e.plan, e.to); !errors.As(err, new(*index.EvidenceError)) || !strings.Contains(err.Error(), s.Path) {
			t.Errorf("%s: exported: %v", s.Path, err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	nothingLeft(t, e.to, "x")
}

func nothingLeft(t *testing.T, dir string, but ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !slices.Contains(but, entry.Name()) {
			t.Errorf("%s is left behind", entry.Name())
		}
	}
}

// TestFailsLoudly has formats lie and fail, and wants no export and nothing behind.
func TestFailsLoudly(t *testing.T) {
	e := newExporter(t, 20)
	fault := errors.New("fault")
	for what, write := range map[string]func(context.Context, *report.Document, report.Target) (int64, error){
		"fewer rows": func(_ context.Context, d *report.Document, _ report.Target) (int64, error) { return d.Count - 1, nil },
		"more rows":  func(_ context.Context, d *report.Document, _ report.Target) (int64, error) { return d.Count + 1, nil },
		"an error":   func(_ context.Context, d *report.Document, _ report.Target) (int64, error) { return d.Count, fault },
		"a file left open": func(_ context.Context, d *report.Document, to report.Target) (int64, error) {
			_, err := to.Create("open.txt")
			return d.Count, err
		},
		"a name outside": func(_ context.Context, d *report.Document, to report.Target) (int64, error) {
			_, err := to.Create("../outside.txt")
			return d.Count, err
		},
		"a file twice": func(_ context.Context, d *report.Document, to report.Target) (int64, error) {
			return d.Count, errors.Join(report.WriteString(to, "a.txt", "a"), report.WriteString(to, "a.txt", "b"))
		},
	} {
		p := e.plan
		p.Formats = []report.Format{{Name: "faulty", Write: write}}
		if _, err := bundle.Make(context.Background(), p, e.to); err == nil {
			t.Errorf("%s: exported", what)
		}
		nothingLeft(t, e.to)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := bundle.Make(ctx, e.plan, e.to); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	name := e.export("x")
	made, err := bundle.Make(context.Background(), e.plan, e.to)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Publish(name); !errors.Is(err, bundle.ErrExists) {
		t.Errorf("replaced: %v", err)
	}
	if err := made.Withdraw(name); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, e.to, "x")
	if found := e.check(name); len(found) > 0 {
		t.Errorf("what was there: %v", found)
	}
}

// TestManyItems puts the records of many items into volumes.
func TestManyItems(t *testing.T) {
	e := newExporter(t, 5100)
	e.plan.Formats = e.plan.Formats[:1]
	name := e.export("x")
	if found := e.check(name); len(found) > 0 {
		t.Errorf("%v", found)
	}
	entries, err := os.ReadDir(filepath.Join(name, "exhibits"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files: %v", len(entries), err)
	}
}

// TestRedaction withholds a text, and wants the records that have it redacted, with no
// digest to guess from, and the others as they are.
func TestRedaction(t *testing.T) {
	e := newExporter(t, 40)
	const secret = "D7"
	e.plan.Redact = func(_ context.Context, d *report.Document) (*bundle.Redaction, error) {
		out := *d
		out.Rows = masked{d.Rows, secret}
		return &bundle.Redaction{Document: &out, Mask: func(s string) string { return s }}, nil
	}
	name := e.export("x")
	if found := e.check(name); len(found) > 0 {
		t.Errorf("%v", found)
	}
	text, err := os.ReadFile(filepath.Join(name, manifest.Citations))
	if err != nil {
		t.Fatal(err)
	}
	redacted := 0
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, `"redacted":true`) {
			redacted++
			if strings.Contains(line, "recordsSHA256") {
				t.Errorf("a digest of what is withheld: %s", line)
			}
		}
	}
	if redacted != 2 { // that one, and the one so long that redaction has seen its beginning only
		t.Errorf("%d records are redacted", redacted)
	}
	e.plan.Redact = func(context.Context, *report.Document) (*bundle.Redaction, error) { return nil, fmt.Errorf("no") }
	if _, err := bundle.Make(context.Background(), e.plan, e.to); err == nil {
		t.Error("exported although redaction failed")
	}
}

// TestCompare wants the place of the first difference, and of none.
func TestCompare(t *testing.T) {
	long := strings.Repeat("line\n", 1<<15)
	for _, c := range []struct{ a, b, want string }{
		{"a\nb\n", "a\nb\n", ""}, {"a\nb\n", "a\nc\n", "line 2 on"}, {"a\n", "a\nb\n", "line 2 on"}, {"", "", ""}, {"", "x", "line 1 on"},
		{"\x00ab", "\x00ac", "byte 2 on"}, {long, long, ""}, {long, long + "x", "line 32769 on"}, {long + "\x00x", long + "\x00y", "byte 163841 on"},
		{long[:1<<16], long[:1<<16], ""},
	} {
		e := &exporter{t: t, to: t.TempDir()}
		dirs := [2]string{filepath.Join(e.to, "a"), filepath.Join(e.to, "b")}
		for i, text := range []string{c.a, c.b} {
			if err := errors.Join(os.Mkdir(dirs[i], 0o755), os.WriteFile(filepath.Join(dirs[i], "x"), []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := bundle.Difference(os.DirFS(dirs[0]), os.DirFS(dirs[1]), "x")
		if err != nil || !strings.HasSuffix(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%.20q and %.20q: %q, %v; want %q", c.a, c.b, got, err, c.want)
		}
	}
}
