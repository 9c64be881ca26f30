// SPDX-License-Identifier: Apache-2.0

package samples_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"dossier/event"
	"dossier/samples"
)

// entry is a line of the key, as a reader of truth.jsonl sees it.
type entry struct {
	Type, ID, Story, Person, Employee, Account, Time string
	Kind                                             event.Kind
	Object                                           *struct{ Type, ID, Name string }
	Quantity                                         int
	Targets                                          []string
	Looks, Not, Say                                  string
	Files                                            []string
	Records                                          []record
}

type record struct {
	Source, File, Text   string
	Line, Offset, Length int64
	Copy                 bool
}

// small is a case that takes a tenth of a second.
func small(t *testing.T, o samples.Options) (*samples.Memory, []entry) {
	t.Helper()
	o.People, o.Days, o.Events = 24, max(75, o.Days), 8000
	made, ok := cases[o]
	if !ok {
		made.files = &samples.Memory{}
		if _, err := samples.Generate(context.Background(), o, made.files); err != nil {
			t.Fatal(err)
		}
		made.key = entries(t, made.files.File("truth.jsonl"))
		cases[o] = made
	}
	return made.files, made.key
}

// cases are the small cases made so far, which tests share and do not change.
var cases = map[samples.Options]struct {
	files *samples.Memory
	key   []entry
}{}

func entries(t *testing.T, key []byte) []entry {
	t.Helper()
	var list []entry
	for line := range bytes.Lines(key) {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("key line %q: %v", line, err)
		}
		list = append(list, e)
	}
	return list
}

func TestKeyPointsAtTheRecordsItNames(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		for _, strength := range []samples.Strength{samples.Low, samples.Mid, samples.High} {
			t.Run(fmt.Sprintf("seed-%d-%s", seed, strength), func(t *testing.T) {
				m, key := small(t, samples.Options{Seed: seed, Strength: strength})
				for _, e := range key {
					for _, r := range e.Records {
						if err := points(m, r); err != nil {
							t.Errorf("%s (%s): %v", e.ID, e.Story, err)
						}
					}
				}
			})
		}
	}
}

// points reports why a record is not where the key says.
func points(m *samples.Memory, r record) error {
	content := m.File("evidence/" + r.File)
	if content == nil {
		return fmt.Errorf("no file %s", r.File)
	}
	if r.Offset < 0 || r.Length <= 0 || r.Offset+r.Length > int64(len(content)) {
		return fmt.Errorf("%s: span %d+%d lies outside of %d bytes", r.File, r.Offset, r.Length, len(content))
	}
	before, text := content[:r.Offset], content[r.Offset:r.Offset+r.Length]
	if line := int64(bytes.Count(before, []byte{'\n'})) + 1; line != r.Line {
		return fmt.Errorf("%s: offset %d is on line %d, the key says %d", r.File, r.Offset, line, r.Line)
	}
	if !begins(r.File, before, text) {
		return fmt.Errorf("%s: no record begins at offset %d", r.File, r.Offset)
	}
	if !strings.Contains(decoded(r.File, text), r.Text) {
		return fmt.Errorf("%s line %d: %q does not contain %q", r.File, r.Line, text, r.Text)
	}
	return nil
}

func begins(name string, before, text []byte) bool {
	if strings.HasSuffix(name, ".xml") {
		return bytes.HasPrefix(text, []byte("<Event ")) && bytes.HasSuffix(text, []byte("</Event>"))
	}
	end := []byte{'\n'}
	if strings.Contains(name, "m365/MT") {
		end = []byte{'\n', 0}
	}
	return (len(before) == 0 || bytes.HasSuffix(before, end)) && bytes.HasSuffix(text, end)
}

// decoded turns the bytes of a file into text, by the file's encoding.
func decoded(name string, text []byte) string {
	switch {
	case strings.Contains(name, "m365/MT"):
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = uint16(text[2*i]) | uint16(text[2*i+1])<<8
		}
		return string(utf16.Decode(units))
	case strings.Contains(name, "papercut"):
		runes := make([]rune, len(text))
		for i, c := range text {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	return string(text)
}

func TestKeyTellsWholeStories(t *testing.T) {
	for seed, thief := range map[uint64]string{1: "Mike Hall", 2: "Dana Whitlock", 3: "Peter Lindqvist", 4: "Sunil Rao", 5: "Colette Marsh", 6: "Hector Valdez"} {
		previous := 0
		for _, strength := range []samples.Strength{samples.Low, samples.Mid, samples.High} {
			_, key := small(t, samples.Options{Seed: seed, Strength: strength})
			acts, stories := 0, map[string]bool{}
			for _, e := range key {
				stories[e.Type+" "+e.Story] = true
				if e.Type != "act" {
					continue
				}
				acts++
				if e.Person != thief || !e.Kind.Known() || e.Object == nil || e.Object.Name == "" || e.Time == "" || len(e.Records) == 0 {
					t.Errorf("seed %d %s: %s is not whole: %+v", seed, strength, e.ID, e)
				}
			}
			if acts <= previous {
				t.Errorf("seed %d: strength %s plants %d acts, the weaker one %d", seed, strength, acts, previous)
			}
			previous = acts
			innocents := 0
			for story := range stories {
				if strings.HasPrefix(story, "innocent ") {
					innocents++
				}
			}
			if innocents != 12 {
				t.Errorf("seed %d: %d innocents, want 12", seed, innocents)
			}
		}
	}
}

func TestEveryInnocentAndTrapIsShown(t *testing.T) {
	m, key := small(t, samples.Options{})
	for _, e := range key {
		switch e.Type {
		case "innocent":
			if len(e.Records) == 0 || e.Looks == "" || e.Not == "" {
				t.Errorf("innocent %s: %d records, looks %q, not %q", e.Story, len(e.Records), e.Looks, e.Not)
			}
		case "trap":
			if e.Say == "" || len(e.Records)+len(e.Files) == 0 {
				t.Errorf("trap %s: nothing to say or to look at", e.Story)
			}
			for _, name := range e.Files {
				if m.File("evidence/"+name) == nil && !folder(m, name) {
					t.Errorf("trap %s: no file %s", e.Story, name)
				}
			}
		}
	}
}

func folder(m *samples.Memory, name string) bool {
	for _, file := range m.Names() {
		if strings.HasPrefix(file, "evidence/"+name+"/") {
			return true
		}
	}
	return false
}

func TestMikesMailStandsEverywhereUnderOneID(t *testing.T) {
	_, key := small(t, samples.Options{Strength: samples.Mid})
	for _, e := range key {
		if e.Kind != event.MailSend {
			continue
		}
		sources, ids := map[string]bool{}, map[string]bool{}
		for _, r := range e.Records {
			sources[strings.Split(r.Source, "/")[0]], ids[r.Text] = true, true
		}
		if len(sources) != 4 || len(ids) != 1 {
			t.Errorf("%s: sources %v, message ids %v; want one id in the audit log, both traces and the tracking log", e.ID, sources, ids)
		}
		return
	}
	t.Error("no mail was planted")
}

func TestSecondMikeIsNotAmongTheActs(t *testing.T) {
	m, key := small(t, samples.Options{})
	for _, e := range key {
		if e.Type != "act" {
			continue
		}
		for _, r := range e.Records {
			text := decoded(r.File, m.File("evidence/" + r.File)[r.Offset:r.Offset+r.Length])
			if strings.Contains(text, "hallam") {
				t.Errorf("%s: a record of Mike Hallam: %s", e.ID, text)
			}
		}
	}
}
