// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/xuri/excelize/v2"

	"dossier/internal/zipfile"
)

// save writes the workbook. The library hands its parts over in the order of a map:
// they go to a temporary file first, and from there in order.
func (b *book) save(w io.Writer) (err error) {
	for _, p := range b.pages {
		if err := b.end(p); err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	spool, err := os.CreateTemp("", "dossier-workbook-")
	if err != nil {
		return err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts{zipfile.NewWriter(spool)} })
	if err := b.file.Write(io.Discard); err != nil {
		return err
	}
	return arrange(spool, w)
}

// parts are what the library writes to.
type parts struct{ *zipfile.Writer }

// AddFS is not used.
func (parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// arrange copies the parts of a workbook in order, first what says of which kind the
// others are.
func arrange(spool *os.File, w io.Writer) error {
	size, err := spool.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	from, err := zip.NewReader(spool, size)
	if err != nil {
		return err
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	to := zipfile.NewWriter(w)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			return err
		}
	}
	return to.Close()
}

func rank(name string) int {
	if i := slices.Index([]string{"[Content_Types].xml", "_rels/.rels"}, name); i >= 0 {
		return i
	}
	return 2
}
