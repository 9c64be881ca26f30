// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Dir is a Writer into a folder, which is made if need be. A file that is there
// already is an error.
func Dir(path string) Writer { return dir(path) }

type dir string

func (d dir) Create(name string) (io.WriteCloser, error) {
	path := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// below is a Writer into a folder of another.
type below struct {
	w      Writer
	folder string
}

func (b below) Create(name string) (io.WriteCloser, error) { return b.w.Create(b.folder + name) }

// Manifest is a Writer that passes everything on to another, or to nobody if
// that is nil, and remembers the SHA-256 of every file.
type Manifest struct {
	next  Writer
	lines []string
}

// NewManifest makes a manifest in front of next, which may be nil.
func NewManifest(next Writer) *Manifest { return &Manifest{next: next} }

// Create begins a file.
func (m *Manifest) Create(name string) (io.WriteCloser, error) {
	f := &summed{m: m, name: name, sum: sha256.New()}
	if m.next != nil {
		out, err := m.next.Create(name)
		if err != nil {
			return nil, err
		}
		f.out = out
	}
	return f, nil
}

type summed struct {
	m    *Manifest
	name string
	sum  hash.Hash
	out  io.WriteCloser
}

func (f *summed) Write(p []byte) (int, error) {
	f.sum.Write(p)
	if f.out == nil {
		return len(p), nil
	}
	return f.out.Write(p)
}

func (f *summed) Close() error {
	f.m.lines = append(f.m.lines, fmt.Sprintf("%x  %s\n", f.sum.Sum(nil), f.name))
	if f.out == nil {
		return nil
	}
	return f.out.Close()
}

// String is the manifest, as sha256sum prints it, sorted by name.
func (m *Manifest) String() string {
	lines := slices.Clone(m.lines)
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	return strings.Join(lines, "")
}

// Digest is the SHA-256 of the manifest, in hexadecimal: one number for all bytes
// of a case.
func (m *Manifest) Digest() string { return fmt.Sprintf("%x", sha256.Sum256([]byte(m.String()))) }
