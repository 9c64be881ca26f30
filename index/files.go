// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// disk, when a test has set it, is asked before every step that changes the files
// of a case: what is done and to which file. Its error stands for the disk's. Such
// a disk is asked to sync, and then not synced: tests end no power.
var disk func(step, path string) error

func step(name, path string) error {
	if disk == nil {
		return nil
	}
	return disk(name, path)
}

// rename, remove and removeAll are those of os.
func rename(from, to string) error {
	if err := step("rename", to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

func removeAll(path string) error {
	if err := step("remove", path); err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// writeSynced makes f hold the bytes from the offset at on, and lasts.
func writeSynced(f *os.File, data []byte, at int64) error {
	if err := step("write", f.Name()); err != nil {
		_, torn := f.WriteAt(data[:len(data)/2], at) // as a full disk leaves it
		return errors.Join(err, torn)
	}
	if _, err := f.WriteAt(data, at); err != nil {
		return err
	}
	if err := step("sync", f.Name()); err != nil || disk != nil {
		return err
	}
	return f.Sync()
}

// replaceFile makes path hold the bytes, so that at any moment it holds either
// the old or the new ones whole.
func replaceFile(path string, data []byte) error { return replaceVia(path+".new", path, data) }

// replaceVia is replaceFile with a temporary name of the caller's choice, for
// files that two may want to replace at a time.
func replaceVia(tmp, path string, data []byte) error {
	if err := step("create", tmp); err != nil {
		return fmt.Errorf("replace file: %w", err)
	}
	f, err := os.Create(tmp)
	if err != nil {
		return fmt.Errorf("replace file: %w", err)
	}
	if err := writeSynced(f, data, 0); err != nil {
		return errors.Join(fmt.Errorf("replace %s: %w", path, err), f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	if err := rename(tmp, path); err != nil {
		return fmt.Errorf("replace file: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes renames within dir last. Windows has no such call and needs none.
func syncDir(dir string) error {
	if err := step("sync", dir); err != nil {
		return fmt.Errorf("sync folder %s: %w", dir, err)
	}
	if runtime.GOOS == "windows" || disk != nil {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder %s: %w", dir, err)
	}
	return nil
}
