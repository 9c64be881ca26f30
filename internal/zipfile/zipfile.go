// SPDX-License-Identifier: Apache-2.0

// Package zipfile writes zip archives, and the office documents that are such,
// whose bytes depend on the names, the order and the contents of their members
// alone: no date, no owner, no attribute, and a compression that does not change
// with the toolchain.
package zipfile

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/klauspost/compress/flate"
)

// modified is the date of every member, the first that the format has.
var modified = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Writer writes one archive. It is for one goroutine.
type Writer struct{ archive *zip.Writer }

// NewWriter begins an archive.
func NewWriter(w io.Writer) *Writer {
	archive := zip.NewWriter(w)
	// The module of this compression is pinned in go.mod; that of the standard library
	// would give other bytes with another Go.
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	return &Writer{archive}
}

// Create begins the next member, whose contents go to the answer before anything
// else is called. Names are relative, with slashes.
func (w *Writer) Create(name string) (io.Writer, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("write zip: member %q: want a relative name with slashes", name)
	}
	member, err := w.archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified})
	if err != nil {
		return nil, fmt.Errorf("write zip: member %s: %w", name, err)
	}
	return member, nil
}

// Copy adds a member of another archive that a Writer wrote, as it is.
func (w *Writer) Copy(f *zip.File) error {
	if err := w.archive.Copy(f); err != nil {
		return fmt.Errorf("write zip: member %s: %w", f.Name, err)
	}
	return nil
}

// Close ends the archive; what it was given to write to stays open.
func (w *Writer) Close() error {
	if err := w.archive.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}
