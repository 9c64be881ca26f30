// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// surveyed is what opening a case asks first: who acted, and from when to when. It
// is derived, and kept so that it need not be counted anew each time.
type surveyed struct {
	First  time.Time // of any event; zero if none has a time
	Last   time.Time
	Actors []Actor // by namespace and name
}

// surveyMagic begins a file of it, version included. The first and the last time follow,
// then of each actor the namespace and the name (a length as uvarint, and the bytes), the
// count (uvarint), the first and the last time; then a SHA-256 over all before. A time is
// a 0, or a 1 and the nanoseconds since 1970 (varint).
const surveyMagic = "dossier survey 2\n"

// surveyFolder holds the file, which is named by the segments it speaks of.
const surveyFolder = "survey"

// loadSurvey reads the derived file, or counts anew if there is none of use.
func (c *Case) loadSurvey() (surveyed, error) {
	text, err := os.ReadFile(derivedPath(c.dir, surveyFolder, c.manifest.Segments))
	if err == nil {
		if s, err := decodeSurvey(text); err == nil {
			return s, nil
		}
	}
	return c.takeSurvey()
}

// takeSurvey counts. It holds the columns of as many segments as there are cores.
func (c *Case) takeSurvey() (surveyed, error) {
	copies, err := c.copies()
	if err != nil {
		return surveyed{}, err
	}
	parts := make([]surveyed, len(c.segments))
	err = parallel(context.Background(), len(c.segments), func(i int) error {
		part, err := surveyOf(c.segments[i], copies)
		parts[i] = part
		return err
	})
	if err != nil {
		return surveyed{}, err
	}
	return joinSurveys(parts), nil
}

// actorColumns say who acted in a row, and in whose name.
var actorColumns = []string{"actor_namespace", "actor", "on_behalf_of_namespace", "on_behalf_of"}

func surveyOf(s *segments.Segment, copies duplicates) (surveyed, error) {
	times, err := s.Times()
	if err != nil || s.Count() == 0 {
		return surveyed{}, err
	}
	list := make([]*columns.Codes, len(actorColumns))
	for i, name := range actorColumns {
		rows, err := s.Codes(name)
		if err != nil {
			return surveyed{}, err
		}
		texts, err := s.Dictionary(name)
		if err != nil {
			return surveyed{}, err
		}
		list[i] = rows.With(texts)
	}
	who := join(list, s.Count())
	sightings := make([]Actor, who.count) // of a combination; without its account
	for row := range s.Count() {
		if !copies.has(s.Name, row) {
			sightings[who.codes.At(row)].see(times, row)
		}
	}
	var part surveyed
	if len(times) > 0 {
		part.First, part.Last = time.Unix(0, times[0]).UTC(), time.Unix(0, times[len(times)-1]).UTC()
	}
	for i, seen := range sightings {
		if seen.Count > 0 {
			part.Actors = append(part.Actors, actorsOf(who.texts(uint32(i)), seen)...)
		}
	}
	return part, nil
}

// see counts a row. Rows come in the order of time, those without a time last.
func (a *Actor) see(times []int64, row int64) {
	a.Count++
	if row >= int64(len(times)) {
		return
	}
	a.Last = time.Unix(0, times[row]).UTC()
	if a.First.IsZero() {
		a.First = a.Last
	}
}

// actorsOf are the accounts of a combination, each with what was seen of it.
func actorsOf(texts []string, seen Actor) []Actor {
	var list []Actor
	actor := event.Account{Namespace: event.Namespace(texts[0]), Name: texts[1]}
	principal := event.Account{Namespace: event.Namespace(texts[2]), Name: texts[3]}
	if !actor.IsZero() {
		seen.Account = actor
		list = append(list, seen)
	}
	if !principal.IsZero() && principal.Canonical() != actor.Canonical() {
		seen.Account = principal
		list = append(list, seen)
	}
	return list
}

func joinSurveys(parts []surveyed) surveyed {
	var all surveyed
	found := map[event.Account]*Actor{}
	for _, part := range parts {
		all.First, all.Last = earlier(all.First, part.First), later(all.Last, part.Last)
		for _, one := range part.Actors {
			a := found[one.Account.Canonical()]
			if a == nil {
				found[one.Account.Canonical()] = &one
				continue
			}
			a.Account.Name = min(a.Account.Name, one.Account.Name)
			a.Count += one.Count
			a.First, a.Last = earlier(a.First, one.First), later(a.Last, one.Last)
		}
	}
	for _, a := range found {
		all.Actors = append(all.Actors, *a)
	}
	slices.SortFunc(all.Actors, func(a, b Actor) int {
		return cmp.Or(cmp.Compare(a.Account.Namespace, b.Account.Namespace), cmp.Compare(a.Account.Name, b.Account.Name))
	})
	return all
}

// earlier and later take the zero time for none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func encodeSurvey(s surveyed) []byte {
	out := appendTime(appendTime([]byte(surveyMagic), s.First), s.Last)
	for _, a := range s.Actors {
		for _, text := range []string{string(a.Account.Namespace), a.Account.Name} {
			out = append(binary.AppendUvarint(out, uint64(len(text))), text...)
		}
		out = appendTime(appendTime(binary.AppendUvarint(out, uint64(a.Count)), a.First), a.Last)
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

func appendTime(out []byte, at time.Time) []byte {
	if at.IsZero() {
		return append(out, 0)
	}
	return binary.AppendVarint(append(out, 1), at.UnixNano())
}

var errSurveyFile = errors.New("survey file is damaged")

func decodeSurvey(text []byte) (s surveyed, err error) {
	if !intact(text, surveyMagic) {
		return s, errSurveyFile
	}
	r := bytes.NewReader(text[len(surveyMagic) : len(text)-sha256.Size])
	s.First, s.Last = readTime(r, &err), readTime(r, &err)
	for r.Len() > 0 && err == nil {
		var a Actor
		a.Account.Namespace, a.Account.Name = event.Namespace(readText(r, &err)), readText(r, &err)
		a.Count = int64(readCount(r, &err))
		a.First, a.Last = readTime(r, &err), readTime(r, &err)
		s.Actors = append(s.Actors, a)
	}
	return s, err
}

func readCount(r *bytes.Reader, err *error) uint64 {
	n, bad := binary.ReadUvarint(r)
	if bad != nil {
		*err = errSurveyFile
	}
	return n
}

func readText(r *bytes.Reader, err *error) string {
	n := readCount(r, err)
	if n > uint64(r.Len()) {
		*err = errSurveyFile
		return ""
	}
	text := make([]byte, n)
	if _, bad := io.ReadFull(r, text); bad != nil {
		*err = errSurveyFile
	}
	return string(text)
}

func readTime(r *bytes.Reader, err *error) time.Time {
	known, bad := r.ReadByte()
	if bad != nil || known == 0 {
		if bad != nil {
			*err = errSurveyFile
		}
		return time.Time{}
	}
	nanos, bad := binary.ReadVarint(r)
	if bad != nil {
		*err = errSurveyFile
	}
	return time.Unix(0, nanos).UTC()
}

// saveSurvey leaves the survey of the case in dir for the readers.
func saveSurvey(dir string, names []string) error {
	sound := func(text []byte) bool { return intact(text, surveyMagic) }
	return saveDerived(dir, surveyFolder, names, sound, func() ([]byte, error) {
		c, err := Open(dir, nil)
		if err != nil {
			return nil, err
		}
		s, err := c.takeSurvey()
		if err = errors.Join(err, c.Close()); err != nil {
			return nil, err
		}
		return encodeSurvey(s), nil
	})
}

// derivedPath names a file that is derived from segments by these, so that it can
// never be taken for that of others.
func derivedPath(dir, folder string, names []string) string {
	return filepath.Join(dir, folder, segmentsName(names))
}

// saveDerived leaves a file that is derived from the segments for the readers, unless
// a sound one is there; files about other sets of segments are removed.
func saveDerived(dir, folder string, names []string, sound func([]byte) bool, derive func() ([]byte, error)) error {
	path := derivedPath(dir, folder, names)
	if text, err := os.ReadFile(path); err != nil || !sound(text) {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fmt.Errorf("save %s: %w", folder, err)
		}
		text, err := derive()
		if err != nil {
			return err
		}
		if err := replaceFile(path, text); err != nil {
			return err
		}
	}
	old, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("save %s: %w", folder, err)
	}
	for _, entry := range old {
		if entry.Name() != filepath.Base(path) {
			err = errors.Join(err, removeAll(filepath.Join(filepath.Dir(path), entry.Name())))
		}
	}
	return err
}
