// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// LockedError says that somebody else is writing to the case.
type LockedError struct{ Path, Holder string }

// Error names the case and who holds it.
func (e *LockedError) Error() string {
	return fmt.Sprintf("case %s is in use: %s", e.Path, e.Holder)
}

// Lock is the right to write to a case.
type Lock struct {
	flock *flock.Flock
	dir   string
}

// Acquire takes the case's lock for what is about to be done, or says who has
// it. The operating system gives it back when the process ends, however it ends.
func Acquire(dir, purpose string, now time.Time) (*Lock, error) {
	if _, err := readInfo(dir); err != nil {
		return nil, err
	}
	l := &Lock{flock: flock.New(filepath.Join(dir, "lock")), dir: dir}
	got, err := l.flock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock case %s: %w", dir, err)
	}
	if !got {
		holder, err := os.ReadFile(l.holderPath())
		if err != nil || len(holder) == 0 {
			holder = []byte("by a process that left no name")
		}
		return nil, &LockedError{dir, string(holder)}
	}
	host, err := os.Hostname()
	if err != nil {
		host = "an unnamed machine"
	}
	holder := fmt.Sprintf("dossier %s, process %d of %s on %s, since %s", purpose, os.Getpid(), who(), host, now.UTC().Format(time.RFC3339))
	if err := os.WriteFile(l.holderPath(), []byte(holder), 0o666); err != nil {
		return nil, errors.Join(fmt.Errorf("lock case %s: %w", dir, err), l.flock.Unlock())
	}
	return l, nil
}

func (l *Lock) holderPath() string { return filepath.Join(l.dir, "lock.holder") }

// Release gives the lock back. Released once, it does nothing.
func (l *Lock) Release() error {
	if !l.flock.Locked() {
		return nil
	}
	err := os.Remove(l.holderPath())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err := errors.Join(err, l.flock.Unlock()); err != nil {
		return fmt.Errorf("unlock case %s: %w", l.dir, err)
	}
	return nil
}
