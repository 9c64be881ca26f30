// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dossier/event"
	"dossier/index/internal/segments"
)

// WriterOptions configure a Writer.
type WriterOptions struct {
	Purpose string           // what the lock says is being done: "add"
	Now     func() time.Time // for the lock and the journal
	// MemoryBytes is what the ingest as a whole may take; the writer keeps to its
	// share. 0 means 1 GiB.
	MemoryBytes int64
	// Reference says that evidence is hashed and referred to, not copied.
	Reference bool
}

// Writer adds sources to a case. It is the sink of an ingest, safe for concurrent
// use. What was committed stays, whatever happens afterwards; a source is either
// in the case whole or not at all.
type Writer struct {
	dir        string
	options    WriterOptions
	lock       *Lock
	limitBytes int64 // of one batch

	mu       sync.Mutex
	manifest manifest
	sources  map[event.Digest]int // index in manifest.Sources of what holds the events
	open     map[event.Digest]*openSource
	done     openSource           // finished sources that are not committed yet
	finished []event.Source       // those sources
	pending  map[event.Digest]int // index in finished of what holds the events
	sighted  map[sighting]bool
	drop     map[event.Digest]bool
}

// openSource gathers what is read from a source.
type openSource struct {
	batch    segments.Batch
	bytes    int64
	segments []string // written already, not yet in the manifest
	digests  map[string]event.Digest
}

// OpenWriter takes the case's lock and clears away what an interrupted writer
// left. Close the writer, or Abandon it.
func OpenWriter(dir string, o WriterOptions) (*Writer, error) {
	lock, err := Acquire(dir, o.Purpose, o.Now())
	if err != nil {
		return nil, err
	}
	if o.MemoryBytes == 0 {
		o.MemoryBytes = 1 << 30
	}
	w := &Writer{
		dir: dir, options: o, lock: lock, limitBytes: o.MemoryBytes / 12,
		sources: map[event.Digest]int{}, open: map[event.Digest]*openSource{}, drop: map[event.Digest]bool{},
		pending: map[event.Digest]int{}, sighted: map[sighting]bool{},
	}
	if w.manifest, err = readManifest(dir); err == nil {
		err = w.recover()
	}
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	for i, s := range w.manifest.Sources {
		w.sighted[sighting{s.Digest, s.Path}] = true
		if s.Status != event.StatusCopy {
			w.sources[s.Digest] = i
		}
	}
	return w, nil
}

// recover removes segments that no commit names and unfinished files, and
// completes the journal if the last commit did not get into it.
func (w *Writer) recover() error {
	tmp := filepath.Join(w.dir, "tmp")
	if err := errors.Join(os.RemoveAll(tmp), os.MkdirAll(tmp, 0o777)); err != nil {
		return fmt.Errorf("clear unfinished work: %w", err)
	}
	entries, err := os.ReadDir(filepath.Join(w.dir, "segments"))
	if err != nil {
		return fmt.Errorf("clear unfinished work: %w", err)
	}
	for _, e := range entries {
		if !slices.Contains(w.manifest.Segments, e.Name()) {
			if err := os.RemoveAll(filepath.Join(w.dir, "segments", e.Name())); err != nil {
				return fmt.Errorf("clear unfinished work: %w", err)
			}
		}
	}
	if err := w.removeStrays(); err != nil {
		return err
	}
	return w.completeJournal()
}

// removeStrays removes evidence that no committed source rests on: its bytes were
// never synced, so after a power cut they may not be what its name says.
func (w *Writer) removeStrays() error {
	named := map[string]bool{}
	for _, s := range w.manifest.Sources {
		named[s.Evidence.String()] = true
	}
	entries, err := os.ReadDir(filepath.Join(w.dir, "evidence"))
	if err != nil {
		return fmt.Errorf("clear unfinished work: %w", err)
	}
	for _, e := range entries {
		if named[strings.TrimSuffix(e.Name(), ".ref")] {
			continue
		}
		path := filepath.Join(w.dir, "evidence", e.Name())
		// Windows removes no file that is write-protected.
		if err := errors.Join(os.Chmod(path, 0o666), os.Remove(path)); err != nil {
			return fmt.Errorf("clear unfinished work: %w", err)
		}
	}
	return nil
}

// Keep stores the bytes that r gives as evidence, under their digest.
func (w *Writer) Keep(path string, r io.Reader) (event.Digest, int64, error) {
	if w.options.Reference {
		return referEvidence(w.dir, path, r)
	}
	return storeEvidence(w.dir, r)
}

// OpenEvidence opens kept evidence.
func (w *Writer) OpenEvidence(d event.Digest) (*os.File, error) { return openEvidence(w.dir, d) }

// Source is what is known of the bytes with the digest, committed or finished.
func (w *Writer) Source(d event.Digest) (event.Source, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i, ok := w.sources[d]; ok && !w.drop[d] {
		return w.manifest.Sources[i], true
	}
	if i, ok := w.pending[d]; ok {
		return w.finished[i], true
	}
	return event.Source{}, false
}

// Sighted reports whether the bytes are known under exactly this path.
func (w *Writer) Sighted(d event.Digest, path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sighted[sighting{d, path}] && !w.drop[d]
}

// sighting is a source under a path.
type sighting struct {
	digest event.Digest
	path   string
}

// Add takes what was read from a source. The slices' elements belong to the
// writer from the call on.
func (w *Writer) Add(source event.Digest, events []*event.Event, facts []*event.Fact, rejects []event.Reject) error {
	w.mu.Lock()
	o := w.open[source]
	if o == nil {
		o = &openSource{}
		w.open[source] = o
	}
	o.add(events, facts, rejects)
	full := o.bytes > w.limitBytes
	var batch segments.Batch
	var name string
	if full {
		batch, name = o.batch, w.nextName()
		o.batch, o.bytes = segments.Batch{}, 0
		o.segments = append(o.segments, name)
	}
	w.mu.Unlock()
	if !full {
		return nil
	}
	digest, err := segments.Write(filepath.Join(w.dir, "segments", name), &batch)
	w.mu.Lock()
	defer w.mu.Unlock()
	o.note(name, digest)
	return err
}

func (o *openSource) note(segment string, digest event.Digest) {
	if o.digests == nil {
		o.digests = map[string]event.Digest{}
	}
	o.digests[segment] = digest
}

// nextName reserves the name of a segment. w.mu is held.
func (w *Writer) nextName() string {
	w.manifest.Next = max(w.manifest.Next, 1)
	name := fmt.Sprintf("%06d", w.manifest.Next)
	w.manifest.Next++
	return name
}

func (o *openSource) add(events []*event.Event, facts []*event.Fact, rejects []event.Reject) {
	o.batch.Events = append(o.batch.Events, events...)
	o.batch.Facts = append(o.batch.Facts, facts...)
	o.batch.Rejects = append(o.batch.Rejects, rejects...)
	for _, e := range events {
		o.bytes += sizeBytes(e)
	}
	o.bytes += int64(len(facts)) * 1500
	for _, r := range rejects {
		o.bytes += 200 + int64(len(r.Detail))
	}
}

// sizeBytes is about what an event takes in memory.
func sizeBytes(e *event.Event) int64 {
	n := 900 + len(e.Time.Text) + len(e.Actor.Name) + len(e.Object.ID) + len(e.Object.Name) + len(e.Client) +
		len(e.Session) + len(e.Text) + len(e.Body) + len(e.Group) + 24*len(e.Origin.More)
	for _, a := range e.Attrs {
		n += 32 + len(a.Value)
	}
	for _, t := range e.Targets {
		n += 80 + len(t.Account.Name) + len(t.Name)
	}
	for _, a := range e.Attachments {
		n += 120 + len(a.Name)
	}
	return int64(n)
}

// Commit finishes a source. It is durable after the commit that some later call
// or Close makes; Source knows it at once.
func (w *Writer) Commit(s event.Source) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o := w.open[s.Digest]; o != nil && s.Status != event.StatusCopy {
		delete(w.open, s.Digest)
		w.done.add(o.batch.Events, o.batch.Facts, o.batch.Rejects)
		w.done.segments = append(w.done.segments, o.segments...)
		for name, digest := range o.digests {
			w.done.note(name, digest)
		}
	}
	w.finished = append(w.finished, s)
	w.sighted[sighting{s.Digest, s.Path}] = true
	if s.Status != event.StatusCopy {
		w.pending[s.Digest] = len(w.finished) - 1
	}
	if w.done.bytes < w.limitBytes && len(w.done.segments) == 0 {
		return nil
	}
	return w.flush()
}

// Discard forgets a source that could not be finished.
func (w *Writer) Discard(source event.Digest) error {
	w.mu.Lock()
	o := w.open[source]
	delete(w.open, source)
	w.mu.Unlock()
	if o == nil {
		return nil
	}
	var errs []error
	for _, name := range o.segments {
		errs = append(errs, os.RemoveAll(filepath.Join(w.dir, "segments", name)))
	}
	return errors.Join(errs...)
}

// Replace drops what the case holds of a source; it leaves with the commit that
// brings its new reading.
func (w *Writer) Replace(source event.Digest) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drop[source] = true
}

// flush commits the finished sources. w.mu is held: others wait.
func (w *Writer) flush() error {
	if len(w.finished) == 0 {
		return nil
	}
	next := w.manifest.clone()
	if !w.done.batch.Empty() {
		name := w.nextName()
		next.Next = w.manifest.Next
		digest, err := segments.Write(filepath.Join(w.dir, "segments", name), &w.done.batch)
		if err != nil {
			return err
		}
		next.add(name, digest)
	}
	for _, name := range w.done.segments {
		next.add(name, w.done.digests[name])
	}
	obsolete, err := w.rewrite(&next)
	if err != nil {
		return err
	}
	next.Sources = slices.DeleteFunc(next.Sources, func(s event.Source) bool { return w.dropped(s) })
	next.Sources = append(next.Sources, w.finished...)
	return w.commit(next, obsolete)
}

// dropped reports whether a stored source is replaced by a finished one.
func (w *Writer) dropped(s event.Source) bool {
	return w.drop[s.Digest] && s.Status != event.StatusCopy
}

// commit makes next the manifest, enters it in the journal and removes the
// segments that are no longer listed.
func (w *Writer) commit(next manifest, obsolete []string) error {
	if err := w.syncEvidence(); err != nil {
		return err
	}
	if err := syncDir(filepath.Join(w.dir, "segments")); err != nil {
		return err
	}
	if err := writeManifest(w.dir, next); err != nil {
		return err
	}
	added := w.finished
	w.manifest = next
	w.finished, w.done, w.drop = nil, openSource{}, map[event.Digest]bool{}
	clear(w.pending)
	clear(w.sources)
	for i, s := range next.Sources {
		if s.Status != event.StatusCopy {
			w.sources[s.Digest] = i
		}
	}
	for _, name := range obsolete {
		if err := os.RemoveAll(filepath.Join(w.dir, "segments", name)); err != nil {
			return fmt.Errorf("remove old segment: %w", err)
		}
	}
	return w.journalSources(added, false)
}

// syncEvidence makes the evidence of the sources about to be committed last.
func (w *Writer) syncEvidence() error {
	var paths []string
	for _, s := range w.finished {
		if path := evidencePath(w.dir, s.Evidence); !w.options.Reference && s.Evidence == s.Digest && s.SizeBytes > 0 {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	return syncFiles(filepath.Join(w.dir, "evidence"), paths)
}

// Close commits what is finished, brings the segments into order and releases
// the case. Sources begun and not finished are forgotten.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.flush()
	if err == nil {
		err = w.compact()
	}
	if err == nil {
		err = saveDuplicates(w.dir, w.manifest.Segments)
	}
	return errors.Join(err, w.lock.Release())
}

// Abandon releases the case; what was committed stays, what was not is lost.
func (w *Writer) Abandon() error { return w.lock.Release() }

// Journal enters something done under this writer's lock.
func (w *Writer) Journal(action string, data any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := AppendJournal(w.dir, w.options.Now(), action, data)
	return err
}
