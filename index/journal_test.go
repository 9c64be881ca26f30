// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index"
)

// journalOf makes a case whose journal has the creation and four links.
func journalOf(t *testing.T) (dir string, lines []string) {
	t.Helper()
	dir = newCase(t)
	for n := range 4 {
		at := time.Date(2024, 6, 1, 12, 0, n, 0, time.FixedZone("", -4*3600))
		entry, err := index.AppendJournal(dir, at, "link", map[string]any{"n": n, "why": "é\u2028\n"})
		must(t, err)
		if entry.Number != n+2 || entry.Time != fmt.Sprintf("2024-06-01T16:00:0%dZ", n) {
			t.Errorf("entry %d: %+v", n, entry)
		}
	}
	return dir, readLines(t, dir)
}

func readLines(t *testing.T, dir string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	must(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
}

func putLines(t *testing.T, dir string, lines []string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(strings.Join(lines, "")+"\n"), 0o666))
}

func TestJournalChain(t *testing.T) {
	dir, lines := journalOf(t)
	entries, err := open(t, dir).Journal()
	must(t, err)
	before := event.Digest{}
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\n")
		// Read independently of the library that wrote it.
		var raw struct {
			Number                    int
			Time, Who, Action, Before string
			Data                      map[string]any
		}
		must(t, json.Unmarshal([]byte(line), &raw))
		if raw.Number != i+1 || raw.Before != before.String() || raw.Action != entries[i].Action || raw.Time != entries[i].Time {
			t.Errorf("line %d: %+v, entry %+v", i+1, raw, entries[i])
		}
		if u, err := user.Current(); err == nil && raw.Who != u.Username {
			t.Errorf("line %d: by %q, want %q", i+1, raw.Who, u.Username)
		}
		before = sha256.Sum256([]byte(line))
	}
	if head, err := open(t, dir).JournalHead(); err != nil || head != before {
		t.Errorf("head %s, want %s: %v", head, before, err)
	}
	if entries[0].Action != "create" || !strings.Contains(string(entries[0].Data), `"title":"A"`) {
		t.Errorf("first entry: %+v", entries[0])
	}
}

// TestAlteredJournal alters the journal as somebody would who has something to
// hide; the fault is found and its line named.
func TestAlteredJournal(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]string) []string
		want   string
	}{
		"altered":       {func(l []string) []string { l[1] = strings.Replace(l[1], `"n":0`, `"n":9`, 1); return l }, "line 2 is not what its digest was made of"},
		"another time":  {func(l []string) []string { l[0] = strings.Replace(l[0], "2024", "2023", 1); return l }, "line 1 is not what its digest was made of"},
		"a blank more":  {func(l []string) []string { l[2] = strings.Replace(l[2], "{", "{ ", 1); return l }, "line 3 is not what its digest was made of"},
		"removed":       {func(l []string) []string { return slices.Delete(l, 2, 3) }, "line 3 bears the number 4"},
		"first removed": {func(l []string) []string { return l[1:] }, "line 1 bears the number 2"},
		"renumbered": {func(l []string) []string {
			l[2] = strings.Replace(l[3], `"number":4`, `"number":3`, 1)
			return slices.Delete(l, 3, 4)
		}, "line 3 does not follow from line 2"},
		"inserted": {func(l []string) []string { return slices.Insert(l, 2, l[1]) }, "line 3 bears the number 2"},
		"inserted, number": {func(l []string) []string {
			return slices.Insert(l, 2, strings.Replace(l[1], `"number":2`, `"number":3`, 1))
		}, "line 3 does not follow from line 2"},
		"reordered":      {func(l []string) []string { l[2], l[3] = l[3], l[2]; return l }, "line 3 bears the number 4"},
		"no JSON":        {func(l []string) []string { l[3] = "oops\n"; return l }, "line 4 cannot be read"},
		"an empty line":  {func(l []string) []string { return slices.Insert(l, 3, "\n") }, "line 4 cannot be read"},
		"a member twice": {func(l []string) []string { l[4] = strings.Replace(l[4], "{", `{"number":5,`, 1); return l }, "line 5 cannot be read"},
		"emptied":        {func([]string) []string { return []string{""} }, "line 1"},
	} {
		dir, lines := journalOf(t)
		putLines(t, dir, c.change(lines))
		why := differences(t, open(t, dir))["journal journal.jsonl"]
		if !strings.Contains(why, "journal altered") || !strings.Contains(why, c.want) {
			t.Errorf("%s: Check says %q, want %q", name, why, c.want)
		}
		if _, err := index.AppendJournal(dir, clock(), "link", nil); !errors.Is(err, index.ErrJournal) && name != "emptied" {
			t.Errorf("%s: somebody wrote on: %v", name, err)
		}
		if _, err := index.OpenWriter(dir, index.WriterOptions{Now: clock}); !errors.Is(err, index.ErrJournal) {
			t.Errorf("%s: a writer opened it: %v", name, err)
		}
	}
}

// TestEveryByteOfTheJournal changes each byte of each line, the last included; only
// a last line without its line feed is none.
func TestEveryByteOfTheJournal(t *testing.T) {
	dir, lines := journalOf(t)
	path := filepath.Join(dir, "journal.jsonl")
	text := []byte(strings.Join(lines, "") + "\n")
	line := 1
	for i := range text {
		altered := slices.Clone(text)
		altered[i] ^= 1
		must(t, os.WriteFile(path, altered, 0o666))
		_, err := open(t, dir).Journal()
		if i+1 == len(text) && err == nil {
			continue
		}
		if !errors.Is(err, index.ErrJournal) || !strings.Contains(err.Error(), fmt.Sprintf("line %d ", line)) {
			t.Fatalf("byte %d of the journal, in line %d: %v", i, line, err)
		}
		if text[i] == '\n' {
			line++
		}
	}
}

// TestJournalHeadShowsItsEnd cuts the end off, which no chain shows, or puts another
// line there.
func TestJournalHeadShowsItsEnd(t *testing.T) {
	dir, lines := journalOf(t)
	head, err := open(t, dir).JournalHead()
	must(t, err)
	for _, change := range []func() []string{
		func() []string { return lines[:4] },
		func() []string {
			short := strings.Replace(lines[4], `"n":3`, `"n":4`, 1)
			return append(slices.Clone(lines[:4]), short[:strings.Index(short, `,"digest"`)]+"}")
		},
	} {
		text := strings.TrimSuffix(strings.Join(change(), ""), "\n")
		must(t, os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(text+"\n"), 0o666))
		if now, err := open(t, dir).JournalHead(); now == head || err != nil && !errors.Is(err, index.ErrJournal) {
			t.Errorf("the head is the same: %v", err)
		}
	}
}

// TestTornLine cuts the last line at every byte, as a crash would.
func TestTornLine(t *testing.T) {
	dir, lines := journalOf(t)
	last := lines[4] + "\n"
	for n := range len(last) {
		text := strings.Join(lines[:4], "") + last[:n]
		must(t, os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(text), 0o666))
		c := open(t, dir)
		if entries, err := c.Journal(); err != nil || len(entries) != 4 {
			t.Fatalf("%d bytes of the last line: %d entries, %v", n, len(entries), err)
		}
		if n%40 != 0 {
			continue
		}
		entry, err := index.AppendJournal(dir, clock(), "unlink", "x")
		must(t, err)
		if entry.Number != 5 {
			t.Errorf("%d bytes: the next entry is %d", n, entry.Number)
		}
		if entries, err := c.Journal(); err != nil || len(entries) != 5 || entries[4].Action != "unlink" {
			t.Fatalf("%d bytes, then one more: %d entries, %v", n, len(entries), err)
		}
	}
}

// TestCommitWithoutItsLine cuts an ingest off between the manifest and the journal.
func TestCommitWithoutItsLine(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	first, second := newSheet(r, "a", 5, 0), newSheet(r, "b", 5, 0)
	add(t, dir, first)
	before := readLines(t, dir)
	before[len(before)-1] += "\n"
	add(t, dir, second)
	must(t, os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(strings.Join(before, "")), 0o666))
	sound(t, dir)
	for range 2 { // the second writer has nothing to complete
		write(t, dir, index.WriterOptions{}, func(*index.Writer) error { return nil })
		entries, err := open(t, dir).Journal()
		must(t, err)
		if len(entries) != 3 || entries[2].Action != "ingest" {
			t.Fatalf("entries: %+v", entries)
		}
		var data struct {
			Recovered bool
			Sources   []struct{ Digest, Path, Status, Parser string }
		}
		must(t, json.Unmarshal(entries[2].Data, &data))
		if len(data.Sources) != 1 || !data.Recovered || data.Sources[0].Path != "b" || data.Sources[0].Parser != "test@1" ||
			data.Sources[0].Digest != second.source.Digest.String() {
			t.Errorf("completed: %+v", data)
		}
	}
	sound(t, dir)
}
