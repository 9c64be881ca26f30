// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"dossier/event"
	"dossier/internal/zipfile"
	"dossier/report/manifest"
)

// target is a folder whose files are hashed as they are written.
type target struct {
	dir    string
	format string // which writes just now
	files  []manifest.File
	open   map[string]bool
}

// Create begins a file that must not exist.
func (t *target) Create(name string) (io.WriteCloser, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("create %q: not the name of a file in an export", name)
	}
	path := filepath.Join(t.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	if t.open == nil {
		t.open = map[string]bool{}
	}
	t.open[name] = true
	return &hashedFile{t: t, f: f, h: sha256.New(), about: manifest.File{Path: name, Format: t.format}}, nil
}

// sorted are the files by path.
func (t *target) sorted() []manifest.File {
	list := slices.Clone(t.files)
	slices.SortFunc(list, func(a, b manifest.File) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

type hashedFile struct {
	t     *target
	f     *os.File
	h     hash.Hash
	about manifest.File
}

// Write writes and hashes.
func (f *hashedFile) Write(p []byte) (int, error) {
	n, err := f.f.Write(p)
	f.h.Write(p[:n])
	f.about.SizeBytes += int64(n)
	return n, err
}

// Close syncs the file and enters it in the manifest.
func (f *hashedFile) Close() error {
	if err := errors.Join(f.f.Sync(), f.f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", f.about.Path, err)
	}
	f.about.SHA256 = event.Digest(f.h.Sum(nil))
	delete(f.t.open, f.about.Path)
	f.t.files = append(f.t.files, f.about)
	return nil
}

// pack makes an archive of a folder, its files by name.
func pack(dir, name string) (err error) {
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := zipfile.NewWriter(out)
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			return err
		}
		defer f.Close()
		member, err := w.Create(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(member, f)
		return err
	})
	if err != nil {
		return err
	}
	return errors.Join(w.Close(), out.Sync())
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
