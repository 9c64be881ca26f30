// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/index"
)

func TestCreate(t *testing.T) {
	dir := newCase(t)
	c := sound(t, dir)
	want := index.Info{Format: index.FormatVersion, Title: "A", Zone: "America/New_York", Build: "test", Created: "2024-06-01T09:00:00Z"}
	if diff := cmp.Diff(want, c.Info()); diff != "" {
		t.Errorf("info (-want +got):\n%s", diff)
	}
	if c.Zone().String() != want.Zone || c.EventCount() != 0 || len(c.Sources()) != 0 {
		t.Errorf("an empty case: zone %s, %d events, %d sources", c.Zone(), c.EventCount(), len(c.Sources()))
	}
	if err := index.Create(dir, "B", "UTC", "test", clock()); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("create over a case: %v", err)
	}
	other := filepath.Join(t.TempDir(), "b")
	if err := index.Create(other, "B", "Mars/Olympus", "test", clock()); err == nil || !strings.Contains(err.Error(), "Mars/Olympus") {
		t.Errorf("create in a zone that is none: %v", err)
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("a case that was not created left a folder")
	}
}

// TestCreateFailing lets the disk fail at each step of creating a case: the folder
// is empty again, and creating can be repeated.
func TestCreateFailing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a.case")
	for n := 1; ; n++ {
		reached, end := failAt(n, once)
		err := index.Create(dir, "A", "UTC", "test", clock())
		end()
		if !*reached {
			must(t, err)
			if n < 5 {
				t.Errorf("creating took %d steps: the test tests little", n)
			}
			break
		}
		if list := contents(t, dir, ""); !errors.Is(err, errDisk) || len(list) > 0 {
			t.Fatalf("step %d: %v; left %q", n, err, list)
		}
	}
	sound(t, dir)
}

func TestWhatIsNoCase(t *testing.T) {
	for name, text := range map[string]string{"no case.json": "", "no format": "{}", "format 0": `{"format":0}`} {
		dir := t.TempDir()
		if text != "" {
			must(t, os.WriteFile(filepath.Join(dir, "case.json"), []byte(text), 0o666))
		}
		if _, err := index.Open(dir, nil); !errors.Is(err, index.ErrNoCase) {
			t.Errorf("%s: open: %v", name, err)
		}
		if _, err := index.OpenWriter(dir, index.WriterOptions{Now: clock}); !errors.Is(err, index.ErrNoCase) {
			t.Errorf("%s: write: %v", name, err)
		}
	}
}

// TestNewerCase opens a case of a version to come, in which nothing but the version
// need mean what it means today, and wants it untouched.
func TestNewerCase(t *testing.T) {
	for _, text := range []string{`{"format":2,"build":"dossier 9"}`, `{"format":1000,"build":"dossier 9","title":["several"],"zone":7}`} {
		dir := newCase(t)
		add(t, dir, newSheet(rand.New(rand.NewPCG(1, 1)), "a", 5, 0))
		must(t, os.WriteFile(filepath.Join(dir, "case.json"), []byte(text), 0o666))
		stray := filepath.Join(dir, "segments", "999999")
		must(t, os.Mkdir(stray, 0o777))
		var newer *index.VersionError
		if _, err := index.Open(dir, nil); !errors.As(err, &newer) || newer.Build != "dossier 9" || !strings.Contains(err.Error(), dir) {
			t.Errorf("open: %v", err)
		}
		if _, err := index.OpenWriter(dir, index.WriterOptions{Now: clock}); !errors.As(err, &newer) {
			t.Errorf("write: %v", err)
		}
		if _, err := os.Stat(stray); err != nil {
			t.Errorf("a case of another version was tidied: %v", err)
		}
	}
}

// TestDamagedLists damages what a case says of itself. Each fault is named, and no
// writer takes the damage for leave to clear segments and evidence away.
func TestDamagedLists(t *testing.T) {
	cut := func(n int) func(string) string { return func(s string) string { return s[:len(s)-n] } }
	lines := func(keep func([]string) []string) func(string) string {
		return func(s string) string { return strings.Join(keep(strings.SplitAfter(s, "\n")), "") }
	}
	put := func(text string) func(string) string { return func(string) string { return text } }
	swap := func(from, to string) func(string) string {
		return func(s string) string { return strings.Replace(s, from, to, 1) }
	}
	for _, d := range []struct {
		name, file string
		change     func(string) string
		want       string
	}{
		{"emptied", "case.json", put(""), "case.json"},
		{"no JSON", "case.json", put("{"), "case.json"},
		{"a zone that is none", "case.json", swap("America/New_York", "America/New_Yolk"), "New_Yolk"},
		{"emptied", "sources.jsonl", put(""), "line 1"},
		{"an empty line", "sources.jsonl", put("\n"), "line 1"},
		{"null", "sources.jsonl", put("null\n"), "line 1"},
		{"an empty object", "sources.jsonl", put("{}\n"), "line 1"},
		{"cut in the last line", "sources.jsonl", cut(20), "line 3"},
		{"without the last line feed", "sources.jsonl", cut(1), "line 3"},
		{"without the first line", "sources.jsonl", lines(func(l []string) []string { return l[1:] }), "line 1"},
		{"without the last line", "sources.jsonl", lines(func(l []string) []string { return l[:2] }), "has 1 sources where line 1 says 2"},
		{"a line twice", "sources.jsonl", lines(func(l []string) []string { return append(l[:3], l[2]) }), "has 3 sources where line 1 says 2"},
		{"no JSON in line 2", "sources.jsonl", swap(`{"digest":"`, `{"digest:"`), "line 2"},
		{"no digest in line 2", "sources.jsonl", swap(`{"digest":"`, `{"digest":"x`), "line 2"},
		{"a segment elsewhere", "sources.jsonl", swap(`["000001"`, `["../../000001"`), "../../000001"},
		{"a segment twice", "sources.jsonl", swap(`["000001"`, `["000001","000001"`), "000001"},
		{"a segment to come", "sources.jsonl", swap(`["000001"`, `["000009"`), "000009"},
		{"a segment without digest", "sources.jsonl", swap(`"digests":{"000001"`, `"digests":{"000007"`), "000001"},
		{"a segment that is not there", "sources.jsonl", func(s string) string { return strings.ReplaceAll(swap(`"next":2`, `"next":9`)(s), "000001", "000007") }, "000007"},
		{"a count", "sources.jsonl", swap(`"sources":2`, `"sources":1`), "line 1 says 1"},
	} {
		dir := newCase(t)
		r := rand.New(rand.NewPCG(1, 1))
		add(t, dir, newSheet(r, "a", 5, 0), newSheet(r, "b", 5, 0))
		path := filepath.Join(dir, d.file)
		whole, err := os.ReadFile(path)
		must(t, err)
		damaged := d.change(string(whole))
		if damaged == string(whole) {
			t.Fatalf("%s %s: nothing was damaged in %s", d.file, d.name, whole)
		}
		must(t, os.WriteFile(path, []byte(damaged), 0o666))
		if _, err := index.Open(dir, nil); err == nil || !strings.Contains(err.Error(), d.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s %s: open: %v", d.file, d.name, err)
		}
		before := fmt.Sprint(contents(t, dir, "segments"), contents(t, dir, "evidence"))
		w, err := index.OpenWriter(dir, index.WriterOptions{Now: clock})
		if err == nil {
			must(t, w.Abandon())
		} else if !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s %s: write: %v", d.file, d.name, err)
		}
		if after := fmt.Sprint(contents(t, dir, "segments"), contents(t, dir, "evidence")); d.name != "a segment that is not there" && after != before {
			t.Errorf("%s %s: a writer cleared away: %s, was %s", d.file, d.name, after, before)
		}
		must(t, os.WriteFile(path, whole, 0o666))
		if d.name != "a segment that is not there" {
			sound(t, dir)
		}
	}
}

func TestMissingLists(t *testing.T) {
	dir := newCase(t)
	must(t, os.Remove(filepath.Join(dir, "sources.jsonl")))
	if _, err := index.Open(dir, nil); !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "sources.jsonl") {
		t.Errorf("open: %v", err)
	}
	dir = newCase(t)
	must(t, os.Remove(filepath.Join(dir, "journal.jsonl")))
	if found := differences(t, open(t, dir)); len(found) != 1 || found["journal journal.jsonl"] == "" {
		t.Errorf("without a journal: %v", found)
	}
	if _, err := index.OpenWriter(dir, index.WriterOptions{Now: clock}); !errors.Is(err, index.ErrJournal) {
		t.Errorf("write without a journal: %v", err)
	}
}

func TestSecondWriter(t *testing.T) {
	dir := newCase(t)
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "add", Now: clock})
	must(t, err)
	var locked *index.LockedError
	_, err = index.OpenWriter(dir, index.WriterOptions{Purpose: "other", Now: clock})
	if !errors.As(err, &locked) || !strings.Contains(err.Error(), fmt.Sprintf("dossier add, process %d of ", os.Getpid())) ||
		!strings.Contains(err.Error(), "since 2024-06-01T09:00:00Z") || !strings.Contains(err.Error(), dir) {
		t.Errorf("second writer: %v", err)
	}
	if _, err := index.Acquire(dir, "link", clock()); !errors.As(err, &locked) {
		t.Errorf("second holder: %v", err)
	}
	open(t, dir) // readers do not wait
	must(t, w.Close())
	l, err := index.Acquire(dir, "link", clock())
	must(t, err)
	must(t, w.Abandon()) // of a writer that is closed: it takes nothing from others
	if _, err = index.Acquire(dir, "third", clock()); !errors.As(err, &locked) || !strings.Contains(err.Error(), "dossier link") {
		t.Errorf("third holder: %v", err)
	}
	must(t, l.Release())
	w, err = index.OpenWriter(dir, index.WriterOptions{Now: clock})
	must(t, err)
	must(t, w.Abandon())
	w, err = index.OpenWriter(dir, index.WriterOptions{Now: clock})
	must(t, err)
	must(t, w.Close())
}

// TestLockOfADeadProcess kills the process that holds a case.
func TestLockOfADeadProcess(t *testing.T) {
	dir := newCase(t)
	self, err := os.Executable()
	must(t, err)
	holder := exec.Command(self, "-test.run=^TestHoldLock$")
	holder.Env = append(os.Environ(), "DOSSIER_HOLD="+dir)
	out, err := holder.StdoutPipe()
	must(t, err)
	in, err := holder.StdinPipe()
	must(t, err)
	defer in.Close()
	must(t, holder.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held\n" {
		t.Fatalf("the holder says %q: %v", line, err)
	}
	var locked *index.LockedError
	if _, err := index.OpenWriter(dir, index.WriterOptions{Now: clock}); !errors.As(err, &locked) ||
		!strings.Contains(err.Error(), fmt.Sprintf("dossier hold, process %d of ", holder.Process.Pid)) {
		t.Errorf("while it lives: %v", err)
	}
	must(t, holder.Process.Kill())
	if err := holder.Wait(); err == nil {
		t.Error("the holder was not killed")
	}
	if list := contents(t, dir, "lock.holder"); len(list) == 0 {
		if _, err := os.Stat(filepath.Join(dir, "lock.holder")); err != nil {
			t.Errorf("a killed process took its name along: %v", err)
		}
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Now: clock})
	must(t, err)
	must(t, w.Close())
	sound(t, dir)
}

// TestHoldLock is the process that TestLockOfADeadProcess kills.
func TestHoldLock(t *testing.T) {
	dir := os.Getenv("DOSSIER_HOLD")
	if dir == "" {
		t.Skip("part of TestLockOfADeadProcess")
	}
	_, err := index.Acquire(dir, "hold", clock())
	must(t, err)
	fmt.Println("held")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // never comes
}

// TestUnwritableCase holds a case on a medium that is write-protected.
func TestUnwritableCase(t *testing.T) {
	dir := newCase(t)
	s := newSheet(rand.New(rand.NewPCG(1, 1)), "a", 40, 5)
	add(t, dir, s)
	must(t, os.RemoveAll(filepath.Join(dir, "tmp")))
	must(t, os.RemoveAll(filepath.Join(dir, "duplicates")))
	must(t, os.RemoveAll(filepath.Join(dir, "survey")))
	if os.Getuid() != 0 {
		must(t, os.Chmod(dir, 0o555))
		defer os.Chmod(dir, 0o777)
	}
	if diff := cmp.Diff(expected(s), eventsOf(t, sound(t, dir), everything)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}
