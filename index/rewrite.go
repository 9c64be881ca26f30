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
// the evidence and not with the number of times somebody added some. Rows can be
// long: a segment of more bytes than a quarter of what a writer gathers for one is
// not small, and no more is merged than that.
const (
	smallRows  = 40_000
	mergedRows = 120_000
	smallShare = 4
	limitSmall = 8
)

// rewrite replaces, in next, the segments that hold events of the sources in drop
// by ones that do not. It returns the names that are to be removed after the commit.
func (w *Writer) rewrite(next *manifest, drop map[event.Digest]bool) (obsolete []string, err error) {
	if len(drop) == 0 {
		return nil, nil
	}
	var kept []string
	for _, name := range next.Segments {
		if fresh := !slices.Contains(w.manifest.Segments, name); fresh {
			kept = append(kept, name)
			continue
		}
		batch, touched, err := w.readWithout([]string{name}, drop)
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
		digest, err := w.write(fresher, batch)
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
		s, err := segments.Open(filepath.Join(w.dir, "segments", name))
		if err != nil {
			return b, touched, err
		}
		err = errors.Join(
			readEvents(s, func(e *event.Event) {
				if drop[e.Origin.Source] {
					touched = true
				} else {
					b.Add([]*event.Event{e}, nil, nil)
				}
			}),
			s.Facts(func(f *event.Fact) error {
				if drop[f.Origin.Source] {
					touched = true
				} else {
					b.Add(nil, []*event.Fact{f}, nil)
				}
				return nil
			}),
			s.Rejects(func(r event.Reject) error {
				if drop[r.Origin.Source] {
					touched = true
				} else {
					b.Add(nil, nil, []event.Reject{r})
				}
				return nil
			}),
			s.Close())
		if err != nil {
			return b, touched, err
		}
	}
	return b, touched, nil
}

func readEvents(s *segments.Segment, each func(*event.Event)) error {
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
		digest, err := w.write(name, batch)
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
	var small []sized
	for _, name := range w.manifest.Segments {
		one, err := w.measure(name)
		if err != nil {
			return nil, err
		}
		if one.rows < smallRows && one.bytes < w.limitBytes/smallShare {
			small = append(small, one)
		}
	}
	if len(small) <= limitSmall {
		return nil, nil
	}
	slices.SortStableFunc(small, func(a, b sized) int { return cmp.Compare(a.bytes, b.bytes) })
	var group []string
	var rows, sizeBytes int64
	for _, s := range small {
		rows, sizeBytes = rows+s.rows, sizeBytes+s.bytes
		if rows > mergedRows || sizeBytes > w.limitBytes {
			break
		}
		group = append(group, s.name)
	}
	return group, nil
}

// sized is how large a segment is: its events, and about what all of it takes in
// memory.
type sized struct {
	name        string
	rows, bytes int64
}

func (w *Writer) measure(name string) (sized, error) {
	s, err := segments.Open(filepath.Join(w.dir, "segments", name))
	if err != nil {
		return sized{}, err
	}
	n, err := s.SizeBytes()
	return sized{name, s.Count(), n}, errors.Join(err, s.Close())
}
