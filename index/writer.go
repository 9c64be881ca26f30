// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dossier/event"
	"dossier/index/internal/segments"
	"dossier/index/internal/words"
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

	writing    chan struct{}  // full while a segment is written in the background
	background sync.WaitGroup // whatever is written in the background

	mu       sync.Mutex
	spare    *segments.Builder // empty, to be used again; may be nil
	manifest manifest
	sources  map[event.Digest]int // index in manifest.Sources of what holds the events
	open     map[event.Digest]*openSource
	done     *segments.Builder       // of finished sources that are not committed yet
	written  map[string]event.Digest // segments that are written and not committed, of finished sources
	finished []event.Source          // those sources
	pending  map[event.Digest]int    // index in finished of what holds the events
	sighted  map[sighting]bool
	drop     map[event.Digest]bool
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
		dir: dir, options: o, lock: lock, limitBytes: min(o.MemoryBytes/limitShare, limitSegment),
		sources: map[event.Digest]int{}, open: map[event.Digest]*openSource{}, drop: map[event.Digest]bool{},
		pending: map[event.Digest]int{}, sighted: map[sighting]bool{},
		writing: make(chan struct{}, 1), done: segments.NewBuilder(), written: map[string]event.Digest{},
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
			if err := w.removeSegment(e.Name()); err != nil {
				return fmt.Errorf("clear unfinished work: %w", err)
			}
		}
	}
	if err := w.removeStrays(); err != nil {
		return err
	}
	return w.completeJournal()
}

// removeSegment removes a segment that is not listed. Windows does not remove what
// a reader has open: of a name that will not be used again, that waits for the
// next writer.
func (w *Writer) removeSegment(name string) error {
	err := removeAll(filepath.Join(w.dir, "segments", name))
	if number, bad := strconv.Atoi(name); runtime.GOOS == "windows" && bad == nil && number < w.manifest.Next {
		return nil
	}
	return err
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

// nextName reserves the name of a segment. w.mu is held.
func (w *Writer) nextName() string {
	name := segmentName(w.manifest.Next)
	w.manifest.Next++
	return name
}

// Commit finishes a source. It is durable after the commit that some later call
// or Close makes; Source knows it at once.
func (w *Writer) Commit(s event.Source) error {
	var o *openSource
	if s.Status != event.StatusCopy {
		o = w.take(s.Digest)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if o != nil {
		if err := errors.Join(o.failures...); err != nil {
			return err
		}
		w.gather(o)
	}
	w.finished = append(w.finished, s)
	w.sighted[sighting{s.Digest, s.Path}] = true
	if s.Status != event.StatusCopy {
		w.pending[s.Digest] = len(w.finished) - 1
	}
	if w.done.SizeBytes() < w.limitBytes && len(w.written) == 0 {
		return nil
	}
	return w.flush()
}

// gather adds a finished source to those that the next commit brings. w.mu is held.
func (w *Writer) gather(o *openSource) {
	switch {
	case o.builder == nil:
		w.done.Add(o.events, o.facts, o.rejects)
	case w.done.Empty():
		w.done, w.spare = o.builder, w.done
	default:
		w.done.Take(o.builder)
	}
	maps.Copy(w.written, o.digests)
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
	if !w.done.Empty() {
		name := w.nextName()
		next.Next = w.manifest.Next
		digest, err := w.write(name, w.done)
		if err != nil {
			return err
		}
		next.add(name, digest)
	}
	for _, name := range slices.Sorted(maps.Keys(w.written)) {
		next.add(name, w.written[name])
	}
	replaced := map[event.Digest]bool{}
	for _, s := range w.finished {
		if w.drop[s.Digest] && s.Status != event.StatusCopy {
			replaced[s.Digest] = true
		}
	}
	obsolete, err := w.rewrite(&next, replaced)
	if err != nil {
		return err
	}
	next.Sources = slices.DeleteFunc(next.Sources, func(s event.Source) bool {
		return replaced[s.Digest] && s.Status != event.StatusCopy
	})
	next.Sources = append(next.Sources, w.finished...)
	return w.commit(next, obsolete)
}

// write makes the segment of that name. Its words are found while it is encoded.
func (w *Writer) write(name string, b *segments.Builder) (event.Digest, error) {
	dir := filepath.Join(w.dir, "segments", name)
	if err := step("write", dir); err != nil {
		return event.Digest{}, err
	}
	rows := b.Rows()
	var found *words.Built
	var wordsErr error
	var wait sync.WaitGroup
	wait.Go(func() { found, wordsErr = words.Build(rows) })
	digest, err := b.Write(dir)
	wait.Wait()
	if err = errors.Join(err, wordsErr); err == nil {
		err = writeWords(dir, found, digest)
	}
	return digest, errors.Join(err, step("sync", dir))
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
	for _, s := range added {
		if s.Status != event.StatusCopy {
			delete(w.drop, s.Digest)
		}
	}
	w.finished = nil
	w.done.Reset()
	clear(w.written)
	clear(w.pending)
	clear(w.sources)
	for i, s := range next.Sources {
		if s.Status != event.StatusCopy {
			w.sources[s.Digest] = i
		}
	}
	if err := w.journalSources(added, false); err != nil {
		return err
	}
	for _, name := range obsolete {
		if err := w.removeSegment(name); err != nil {
			return fmt.Errorf("remove old segment: %w", err)
		}
	}
	return nil
}

// syncEvidence makes the evidence of the sources about to be committed last.
func (w *Writer) syncEvidence() error {
	var paths []string
	seen := map[event.Digest]bool{}
	for _, s := range w.finished {
		path := evidencePath(w.dir, s.Evidence)
		if seen[s.Evidence] || w.options.Reference {
			continue
		}
		seen[s.Evidence] = true
		if _, err := os.Stat(path); err == nil { // else there are no bytes, or a reference
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
	w.background.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.flush()
	if err == nil {
		err = w.compact()
	}
	if err == nil {
		err = saveDuplicates(w.dir, w.manifest.Segments)
	}
	if err == nil {
		err = saveSurvey(w.dir, w.manifest.Segments)
	}
	return errors.Join(err, w.lock.Release())
}

// Abandon releases the case; what was committed stays, what was not is lost.
func (w *Writer) Abandon() error {
	w.background.Wait()
	return w.lock.Release()
}

// Journal enters something done under this writer's lock.
func (w *Writer) Journal(action string, data any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := AppendJournal(w.dir, w.options.Now(), action, data)
	return err
}
