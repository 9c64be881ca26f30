// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
	"dossier/index/internal/segments"
)

// FormatVersion is the version of the case format that this build writes and the
// newest that it reads.
const FormatVersion = 1

// Info is what case.json says.
type Info struct {
	Format  int    `json:"format"`
	Title   string `json:"title"`
	Zone    string `json:"zone"` // IANA name in which times are shown
	Build   string `json:"build"`
	Created string `json:"created"` // RFC 3339, UTC
}

// Unpacker opens the member of a container that the steps lead to, for walking
// back from an event to its bytes. The reader counts from the member's first byte.
type Unpacker func(container io.ReaderAt, sizeBytes int64, steps []event.Step) (io.ReadCloser, error)

// Case is an open case, as it was at the commit that Open found. Safe for
// concurrent use.
type Case struct {
	dir      string
	info     Info
	manifest manifest
	sources  []event.Source // by path
	bySource map[event.Digest]int
	segments []*segments.Segment
	copies   func() (duplicates, error)
	survey   func() (surveyed, error)
	idle     readers
	unpack   Unpacker

	cache     cache
	wordFiles []*os.File // by segment; nil where there is none
	madeWords packedWords
}

// ErrNoCase says that a folder is not a case.
var ErrNoCase = errors.New("not a case")

// ErrDamaged says that a file of the case is not as a dossier wrote it.
var ErrDamaged = segments.ErrDamaged

// SegmentError says that a file of a segment is not as a dossier wrote it. Reading
// events, facts or rejects may return it.
type SegmentError = segments.DamageError

// VersionError says that a case was written by a newer dossier.
type VersionError struct{ Path, Build string }

// Error names the case and what would open it.
func (e *VersionError) Error() string {
	return fmt.Sprintf("open case %s: it was written by a newer dossier (%s); open it with that version or a later one", e.Path, e.Build)
}

// Create makes an empty case in dir, which must not exist or be empty. The zone
// is an IANA name. The journal's first entry is written as of now. After an error
// the folder is empty again.
func Create(dir, title, zone, build string, now time.Time) error {
	if _, err := time.LoadLocation(zone); err != nil {
		return fmt.Errorf("create case %s: zone %q: %w", dir, zone, err)
	}
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return fmt.Errorf("create case %s: the folder is not empty", dir)
	}
	err := create(dir, title, zone, build, now)
	if err == nil {
		return nil
	}
	for _, name := range []string{"evidence", "segments", "duplicates", surveyFolder, "tmp", "sources.jsonl", "journal.jsonl", "case.json"} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, name)), os.RemoveAll(filepath.Join(dir, name+".new")))
	}
	return err
}

func create(dir, title, zone, build string, now time.Time) error {
	for _, sub := range []string{"evidence", "segments", "duplicates", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			return fmt.Errorf("create case: %w", err)
		}
	}
	info := Info{Format: FormatVersion, Title: title, Zone: zone, Build: build, Created: now.UTC().Format(time.RFC3339)}
	text, err := json.Marshal(info, jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("create case %s: %w", dir, err)
	}
	if err := writeManifest(dir, manifest{Next: 1}); err != nil {
		return err
	}
	if _, err := AppendJournal(dir, now, "create", map[string]string{"title": title, "zone": zone, "build": build}); err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, "case.json"), append(text, '\n'))
}

// Open opens the case in dir for reading. unpack may be nil if no raw records of
// archive members will be asked for.
func Open(dir string, unpack Unpacker) (*Case, error) {
	info, err := readInfo(dir)
	if err != nil {
		return nil, err
	}
	c := &Case{dir: dir, info: info, unpack: unpack}
	if c.manifest, err = readManifest(dir); err != nil {
		return nil, err
	}
	err = c.openSegments()
	// A writer may replace the manifest and remove segments while we open them:
	// then there is another manifest, and it is that which counts.
	for errors.Is(err, fs.ErrNotExist) {
		before := c.manifest.Segments
		if c.manifest, err = readManifest(dir); err != nil {
			break
		}
		err = c.openSegments()
		if slices.Equal(before, c.manifest.Segments) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open case %s: %w", dir, err), c.Close())
	}
	c.arrangeSources()
	c.copies = sync.OnceValues(c.loadDuplicates)
	c.survey = sync.OnceValues(c.loadSurvey)
	return c, nil
}

func readInfo(dir string) (Info, error) {
	var info Info
	text, err := os.ReadFile(filepath.Join(dir, "case.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return info, fmt.Errorf("open case %s: %w: it has no case.json", dir, ErrNoCase)
	}
	if err != nil {
		return info, fmt.Errorf("open case: %w", err)
	}
	// Of another version, nothing but these two members is known.
	var version struct {
		Format int    `json:"format"`
		Build  string `json:"build"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return info, fmt.Errorf("open case %s: %w: case.json: %w", dir, ErrDamaged, err)
	}
	if version.Format > FormatVersion {
		return info, &VersionError{dir, version.Build}
	}
	if version.Format < 1 {
		return info, fmt.Errorf("open case %s: case.json has format %d: %w", dir, version.Format, ErrNoCase)
	}
	if err := json.Unmarshal(text, &info); err != nil {
		return info, fmt.Errorf("open case %s: %w: case.json: %w", dir, ErrDamaged, err)
	}
	if _, err := time.LoadLocation(info.Zone); err != nil {
		return info, fmt.Errorf("open case %s: %w: case.json: zone %q: %w", dir, ErrDamaged, info.Zone, err)
	}
	return info, nil
}

func (c *Case) openSegments() error {
	if err := c.closeSegments(); err != nil {
		return err
	}
	list := make([]*segments.Segment, len(c.manifest.Segments))
	files := make([]*os.File, len(list))
	err := parallel(context.Background(), len(list), func(i int) error {
		var err error
		list[i], err = segments.Open(c.segmentDir(c.manifest.Segments[i]))
		if err == nil {
			files[i] = c.openWords(c.manifest.Segments[i])
		}
		return err
	})
	for i, s := range list { // those that are open will be closed, whatever failed
		if s != nil {
			c.segments, c.wordFiles = append(c.segments, s), append(c.wordFiles, files[i])
		}
	}
	return err
}

func (c *Case) closeSegments() error {
	var errs []error
	for _, s := range c.segments {
		errs = append(errs, s.Close())
	}
	for _, f := range c.wordFiles {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	c.segments, c.wordFiles = nil, nil
	return errors.Join(errs...)
}

// Close closes the case's files.
func (c *Case) Close() error {
	c.idle.close()
	return c.closeSegments()
}

// Info is what the case says of itself.
func (c *Case) Info() Info { return c.info }

// Dir is the case's folder.
func (c *Case) Dir() string { return c.dir }

// Zone is the location in which the case shows times.
func (c *Case) Zone() *time.Location {
	zone, err := time.LoadLocation(c.info.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// EventCount is how many events the case holds, duplicates included.
func (c *Case) EventCount() int64 {
	var n int64
	for _, s := range c.segments {
		n += s.Count()
	}
	return n
}

// Facts calls each for every fact, in the order of the segments; each may keep
// the fact.
func (c *Case) Facts(each func(*event.Fact) error) error {
	err := parallel(context.Background(), len(c.segments), func(i int) error { // most have none
		_, err := c.segments[i].HasFacts()
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range c.segments {
		if err := s.Facts(each); err != nil {
			return err
		}
	}
	return nil
}

// Rejects calls each for every reject.
func (c *Case) Rejects(each func(event.Reject) error) error {
	for _, s := range c.segments {
		if err := s.Rejects(each); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) segmentDir(name string) string { return filepath.Join(c.dir, "segments", name) }
