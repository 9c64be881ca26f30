// SPDX-License-Identifier: Apache-2.0

package index

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"

	"dossier/event"
	"dossier/index/internal/segments"
)

// Segments below smallRows are merged once there are more than limitSmall of
// them, into segments of up to mergedRows: so the number of segments grows with
// the evidence and not with the number of times somebody added some.
const (
	smallRows  = 40_000
	mergedRows = 120_000
	limitSmall = 8
)

// rewrite replaces, in next, the segments that hold events of dropped sources by
// ones that do not. It returns the names that are to be removed after the commit.
func (w *Writer) rewrite(next *manifest) (obsolete []string, err error) {
	if len(w.drop) == 0 {
		return nil, nil
	}
	var kept []string
	for _, name := range next.Segments {
		if fresh := !slices.Contains(w.manifest.Segments, name); fresh {
			kept = append(kept, name)
			continue
		}
		batch, touched, err := w.readWithout([]string{name}, w.drop)
		if err != nil {
			return nil, err
		}
		if !touched {
			kept = append(kept, name)
			continue
		}
		obsolete = append(obsolete, name)
		if batch.Empty() {
			continue
		}
		fresher := w.nextName()
		digest, err := batch.Write(filepath.Join(w.dir, "segments", fresher))
		if err != nil {
			return nil, err
		}
		kept = append(kept, fresher)
		next.Digests[fresher] = digest
	}
	next.Segments, next.Next = kept, w.manifest.Next
	return obsolete, nil
}

// readWithout reads whole segments but for the events of the sources in drop, and
// reports whether there were any.
func (w *Writer) readWithout(names []string, drop map[event.Digest]bool) (*segments.Builder, bool, error) {
	b := segments.NewBuilder()
	touched := false
	for _, name := range names {
		dir := filepath.Join(w.dir, "segments", name)
		err := errors.Join(
			readEvents(dir, func(e *event.Event) {
				if drop[e.Origin.Source] {
					touched = true
				} else {
					b.Add([]*event.Event{e}, nil, nil)
				}
			}),
			segments.ReadFacts(dir, func(f *event.Fact) error {
				if drop[f.Origin.Source] {
					touched = true
				} else {
					b.Add(nil, []*event.Fact{f}, nil)
				}
				return nil
			}),
			segments.ReadRejects(dir, func(r event.Reject) error {
				if drop[r.Origin.Source] {
					touched = true
				} else {
					b.Add(nil, nil, []event.Reject{r})
				}
				return nil
			}))
		if err != nil {
			return b, touched, err
		}
	}
	return b, touched, nil
}

func readEvents(dir string, each func(*event.Event)) error {
	s, err := segments.Open(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	r := s.NewReader()
	defer r.Close()
	for row := range s.Count() {
		e, err := r.Event(row)
		if err != nil {
			return err
		}
		each(e)
	}
	return nil
}

// compact merges small segments, a group at a time; each group is a commit.
func (w *Writer) compact() error {
	for {
		group, err := w.smallGroup()
		if err != nil || len(group) < 2 {
			return err
		}
		batch, _, err := w.readWithout(group, nil)
		if err != nil {
			return err
		}
		name := w.nextName()
		digest, err := batch.Write(filepath.Join(w.dir, "segments", name))
		if err != nil {
			return err
		}
		next := w.manifest.clone()
		next.Segments = slices.DeleteFunc(next.Segments, func(s string) bool { return slices.Contains(group, s) })
		next.Next = w.manifest.Next
		next.add(name, digest)
		if err := w.commit(next, group); err != nil {
			return err
		}
	}
}

// smallGroup picks small segments that together fit into one, the smallest
// first; none if there are few enough.
func (w *Writer) smallGroup() ([]string, error) {
	type sized struct {
		name string
		rows int64
	}
	var small []sized
	for _, name := range w.manifest.Segments {
		s, err := segments.Open(filepath.Join(w.dir, "segments", name))
		if err != nil {
			return nil, err
		}
		if s.Count() < smallRows {
			small = append(small, sized{name, s.Count()})
		}
		if err := s.Close(); err != nil {
			return nil, err
		}
	}
	if len(small) <= limitSmall {
		return nil, nil
	}
	slices.SortStableFunc(small, func(a, b sized) int { return cmp.Compare(a.rows, b.rows) })
	var group []string
	var rows int64
	for _, s := range small {
		if rows += s.rows; rows > mergedRows {
			break
		}
		group = append(group, s.name)
	}
	return group, nil
}
