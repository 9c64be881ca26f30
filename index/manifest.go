// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"dossier/event"
)

// manifest is what sources.jsonl says: which segments are live, and what became
// of each source. Replacing it is the one commit there is.
type manifest struct {
	Segments []string `json:"segments"`
	Next     int      `json:"next"` // number of the next segment
	// Digests are the SHA-256 of the segments' bytes, by name.
	Digests map[string]event.Digest `json:"digests"`
	// Count is how many lines follow: so none can be lost at the end unnoticed.
	Count   int            `json:"sources"`
	Sources []event.Source `json:"-"`
}

// readManifest is strict: what it took for an empty list, the next writer would
// take for leave to clear the segments away.
func readManifest(dir string) (manifest, error) {
	var m manifest
	text, err := os.ReadFile(filepath.Join(dir, "sources.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("open case %s: %w: sources.jsonl is missing", dir, ErrDamaged)
	}
	if err != nil {
		return m, fmt.Errorf("open case: %w", err)
	}
	for line := 1; len(text) > 0 || line == 1; line++ {
		one, rest, whole := bytes.Cut(text, []byte("\n"))
		switch {
		case !whole:
			err = errors.New("cut off")
		case line == 1:
			err = m.readHead(one)
		default:
			var s event.Source
			err = json.Unmarshal(one, &s)
			m.Sources = append(m.Sources, s)
		}
		if err != nil {
			return m, fmt.Errorf("open case %s: %w: sources.jsonl line %d: %w", dir, ErrDamaged, line, err)
		}
		text = rest
	}
	if m.Count != len(m.Sources) {
		return m, fmt.Errorf("open case %s: %w: sources.jsonl has %d sources where line 1 says %d", dir, ErrDamaged, len(m.Sources), m.Count)
	}
	return m, nil
}

// readHead reads the first line.
func (m *manifest) readHead(line []byte) error {
	if err := json.Unmarshal(line, m); err != nil {
		return err
	}
	if m.Segments == nil || m.Next < 1 {
		return errors.New("it does not list the segments")
	}
	for i, name := range m.Segments {
		number, err := strconv.Atoi(name)
		if err != nil || segmentName(number) != name || number < 1 || number >= m.Next || slices.Contains(m.Segments[:i], name) {
			return fmt.Errorf("%q is not the name of a segment", name)
		}
		if _, ok := m.Digests[name]; !ok {
			return fmt.Errorf("segment %s has no digest", name)
		}
	}
	return nil
}

// segmentName names the folder of the segment with the number.
func segmentName(number int) string { return fmt.Sprintf("%06d", number) }

func writeManifest(dir string, m manifest) error {
	if m.Segments == nil {
		m.Segments = []string{}
	}
	m.Count = len(m.Sources)
	maps.DeleteFunc(m.Digests, func(name string, _ event.Digest) bool { return !slices.Contains(m.Segments, name) })
	text, err := json.Marshal(m, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("write sources: %w", err)
	}
	var out bytes.Buffer
	out.Write(append(text, '\n'))
	for _, s := range m.Sources {
		line, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("write sources: %s: %w", s.Path, err)
		}
		out.Write(append(line, '\n'))
	}
	return replaceFile(filepath.Join(dir, "sources.jsonl"), out.Bytes())
}

// clone copies what a writer changes.
func (m manifest) clone() manifest {
	m.Segments = slices.Clone(m.Segments)
	m.Sources = slices.Clone(m.Sources)
	m.Digests = maps.Clone(m.Digests)
	if m.Digests == nil {
		m.Digests = map[string]event.Digest{}
	}
	return m
}

// add lists a segment.
func (m *manifest) add(name string, digest event.Digest) {
	m.Segments = append(m.Segments, name)
	m.Digests[name] = digest
}

// Sources lists the sources by path. Of several paths with the same bytes, the
// first by name stands for them, and the others are copies of it, whichever was
// added first. The slice is the caller's.
func (c *Case) Sources() []event.Source { return slices.Clone(c.sources) }

func orderSources(stored []event.Source) []event.Source {
	list := slices.Clone(stored)
	read := map[event.Digest]int{} // index of the source that holds the events
	for i, s := range list {
		if s.Status != event.StatusCopy {
			read[s.Digest] = i
		}
	}
	for i, s := range list {
		if s.Status != event.StatusCopy {
			continue
		}
		at, ok := read[s.Digest]
		if !ok || list[at].Path <= s.Path {
			continue
		}
		list[i].Path, list[at].Path = list[at].Path, list[i].Path
		list[i].Evidence, list[at].Evidence = list[at].Evidence, list[i].Evidence
		list[i].Steps, list[at].Steps = list[at].Steps, list[i].Steps
	}
	for i, s := range list {
		if at, ok := read[s.Digest]; ok && s.Status == event.StatusCopy {
			list[i].Reason = "same bytes as " + list[at].Path
		}
	}
	slices.SortFunc(list, func(a, b event.Source) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Status, b.Status), bytes.Compare(a.Digest[:], b.Digest[:]))
	})
	return list
}

// Source is the source with the digest that events refer to.
func (c *Case) Source(d event.Digest) (event.Source, bool) {
	i, ok := c.bySource[d]
	if !ok {
		return event.Source{}, false
	}
	return c.sources[i], true
}

// arrangeSources makes what Sources and Source answer from.
func (c *Case) arrangeSources() {
	c.sources = orderSources(c.manifest.Sources)
	c.bySource = make(map[event.Digest]int, len(c.sources))
	for i, s := range c.sources {
		if s.Status != event.StatusCopy {
			c.bySource[s.Digest] = i
		}
	}
}
