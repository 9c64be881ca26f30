// SPDX-License-Identifier: Apache-2.0

package index

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"dossier/event"
)

// EvidenceError says that evidence is missing or no longer what it was.
type EvidenceError struct {
	Digest event.Digest
	Path   string // where it was looked for
	Reason string
}

// Error names the evidence and what is wrong with it.
func (e *EvidenceError) Error() string {
	return fmt.Sprintf("evidence %s at %s: %s", e.Digest, e.Path, e.Reason)
}

// storeEvidence copies what r gives into the case while hashing it. When the case
// has those bytes already, nothing is written. The bytes last from the next commit
// on, which syncs them; until then no source names them.
func storeEvidence(dir string, r io.Reader) (event.Digest, int64, error) {
	if err := step("create", filepath.Join(dir, "tmp")); err != nil {
		return event.Digest{}, 0, fmt.Errorf("store evidence: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Join(dir, "tmp"), "evidence-*")
	if err != nil {
		return event.Digest{}, 0, fmt.Errorf("store evidence: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	h := sha256.New()
	size, err := copyAll(io.MultiWriter(h, tmp), r)
	if err != nil {
		return event.Digest{}, 0, fmt.Errorf("store evidence: %w", err)
	}
	digest := event.Digest(h.Sum(nil))
	path := evidencePath(dir, digest)
	if info, err := os.Stat(path); err == nil && info.Size() == size {
		return digest, size, nil
	}
	if err := tmp.Close(); err != nil {
		return digest, size, fmt.Errorf("store evidence: %w", err)
	}
	if err := os.Chmod(tmp.Name(), 0o444); err != nil {
		return digest, size, fmt.Errorf("store evidence: %w", err)
	}
	if err := rename(tmp.Name(), path); err != nil {
		return digest, size, fmt.Errorf("store evidence: %w", err)
	}
	return digest, size, nil
}

// copyBuffers are used again: a folder may hold thousands of small files.
var copyBuffers = sync.Pool{New: func() any { return new([1 << 20]byte) }}

func copyAll(w io.Writer, r io.Reader) (int64, error) {
	buffer := copyBuffers.Get().(*[1 << 20]byte)
	defer copyBuffers.Put(buffer)
	return io.CopyBuffer(w, r, buffer[:])
}

// referEvidence hashes what r gives and notes where it lies.
func referEvidence(dir, origin string, r io.Reader) (event.Digest, int64, error) {
	h := sha256.New()
	size, err := copyAll(h, r)
	if err != nil {
		return event.Digest{}, 0, fmt.Errorf("hash evidence: %w", err)
	}
	digest := event.Digest(h.Sum(nil))
	if _, err := os.Stat(evidencePath(dir, digest)); err == nil {
		return digest, size, nil
	}
	absolute, err := filepath.Abs(origin)
	if err != nil {
		return digest, size, fmt.Errorf("refer to evidence: %w", err)
	}
	// A name of its own: two may give the same bytes at a time.
	tmp := filepath.Join(dir, "tmp", fmt.Sprintf("%s-%d.ref", digest, refCount.Add(1)))
	return digest, size, replaceVia(tmp, evidencePath(dir, digest)+".ref", []byte(absolute+"\n"))
}

// refCount tells apart the unfinished references of this process.
var refCount atomic.Int64

func evidencePath(dir string, d event.Digest) string {
	return filepath.Join(dir, "evidence", d.String())
}

// openEvidence opens the bytes of that digest, kept or referred to.
func openEvidence(dir string, d event.Digest) (*os.File, error) {
	path := evidencePath(dir, d)
	f, err := os.Open(path)
	if err == nil {
		return f, nil
	}
	ref, refErr := os.ReadFile(path + ".ref")
	if refErr != nil {
		return nil, &EvidenceError{d, path, "missing from the case"}
	}
	path = strings.TrimSuffix(string(ref), "\n") // a name may end in a blank
	f, err = os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &EvidenceError{d, path, "no longer there (the case refers to it and keeps no copy)"}
	}
	if err != nil {
		return nil, &EvidenceError{d, path, err.Error()}
	}
	return f, nil
}

// OpenEvidence opens the evidence of that digest without checking it. The caller
// closes it.
func (c *Case) OpenEvidence(d event.Digest) (*os.File, error) { return openEvidence(c.dir, d) }

// CheckEvidence hashes the evidence of that digest; nil if it is what it was. read
// is told how many bytes have been hashed, as they are.
func (c *Case) CheckEvidence(d event.Digest, read func(bytes int)) error {
	f, err := c.OpenEvidence(d)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := copyAll(&countingHash{h, read}, f); err != nil {
		return &EvidenceError{d, f.Name(), err.Error()}
	}
	if now := event.Digest(h.Sum(nil)); now != d {
		return &EvidenceError{d, f.Name(), "its bytes have changed: SHA-256 is now " + now.String()}
	}
	return nil
}

type countingHash struct {
	hash.Hash
	read func(int)
}

func (h *countingHash) Write(p []byte) (int, error) {
	if h.read != nil {
		h.read(len(p))
	}
	return h.Hash.Write(p)
}
