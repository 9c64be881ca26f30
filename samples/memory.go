// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"
)

// Memory is a Writer that keeps the files; for small cases. Not safe for
// concurrent use.
type Memory struct{ files map[string][]byte }

// Create begins a file; the same name replaces the file before.
func (m *Memory) Create(name string) (io.WriteCloser, error) {
	return &memoryFile{m: m, name: name}, nil
}

type memoryFile struct {
	bytes.Buffer
	m    *Memory
	name string
}

func (f *memoryFile) Close() error {
	if f.m.files == nil {
		f.m.files = map[string][]byte{}
	}
	f.m.files[f.name] = f.Bytes()
	return nil
}

// Names lists the files, sorted.
func (m *Memory) Names() []string {
	names := make([]string, 0, len(m.files))
	for name := range m.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// File is the content of a file, nil if there is none of that name. It is the
// writer's: do not change it.
func (m *Memory) File(name string) []byte { return m.files[name] }

// packed is the time that archives give their members: that of the last log.
var packed = time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC)

// WriteZip writes the files whose names begin with prefix into an archive,
// sorted by name, the prefix taken off.
func (m *Memory) WriteZip(w io.Writer, prefix string) error {
	archive := zip.NewWriter(w)
	for _, name := range m.Names() {
		if len(name) <= len(prefix) || name[:len(prefix)] != prefix {
			continue
		}
		member, err := archive.CreateHeader(&zip.FileHeader{Name: name[len(prefix):], Method: zip.Deflate, Modified: packed})
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		if _, err := member.Write(m.files[name]); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	return archive.Close()
}
