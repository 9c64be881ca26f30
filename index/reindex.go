// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// Reindex makes anew what is derived from the segments of the case in dir: the words
// of each, which events are copies, and who acted from when to when. Evidence,
// segments and journal stay as they are. Segments whose bytes are not those recorded
// are a *SegmentError, before anything is written: what is derived from them would be
// no witness. It holds the case's lock, does not disturb readers, and may be stopped
// and begun again. done is told how many segments of how many are finished; it may be
// nil.
func Reindex(ctx context.Context, dir string, now time.Time, done func(finished, all int)) (err error) {
	lock, err := Acquire(dir, "reindex", now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	if err := checkSegments(dir, m); err != nil {
		return err
	}
	for i, name := range m.Segments {
		if err := ctx.Err(); err != nil {
			return err
		}
		folder := filepath.Join(dir, "segments", name)
		text, err := encodedWords(folder, m.Digests[name])
		if err != nil {
			return err
		}
		if err := replaceFile(filepath.Join(folder, wordsName), text); err != nil {
			return err
		}
		if done != nil {
			done(i+1, len(m.Segments))
		}
	}
	for _, folder := range []string{duplicatesFolder, surveyFolder} {
		if err := removeAll(derivedPath(dir, folder, m.Segments)); err != nil {
			return fmt.Errorf("reindex: %w", err)
		}
	}
	return errors.Join(saveDuplicates(dir, m.Segments), saveSurvey(dir, m.Segments))
}

// checkSegments compares the segments with the digests that the manifest has.
func checkSegments(dir string, m manifest) error {
	list, err := openAll(dir, m.Segments)
	if err != nil {
		return err
	}
	for _, s := range list {
		digest, digestErr := s.Digest()
		if digestErr == nil && digest != m.Digests[s.Name] {
			digestErr = &SegmentError{Path: filepath.Join(dir, "segments", s.Name), Err: fmt.Errorf("its bytes have changed: SHA-256 is now %s", digest)}
		}
		err = errors.Join(err, digestErr, s.Close())
	}
	return err
}
