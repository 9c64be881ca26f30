// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package index

import (
	"errors"
	"fmt"
	"os"
)

// syncFiles makes the files last, and their folder.
func syncFiles(dir string, paths []string) error {
	if err := step("sync", dir); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	if disk != nil {
		return nil
	}
	for _, path := range paths {
		f, err := os.OpenFile(path, os.O_RDONLY, 0)
		if err != nil {
			return fmt.Errorf("sync: %w", err)
		}
		err = f.Sync()
		if os.IsPermission(err) {
			err = nil // Windows syncs files open for writing only; the write-through cache has them
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("sync %s: %w", path, err)
		}
	}
	return syncDir(dir)
}
