// SPDX-License-Identifier: Apache-2.0

package leak

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"dossier/internal/parquetfile"
)

// readerAt gives a leaf as what readers of archives want: the file itself where it can
// be read anywhere, else all of it in memory.
func (f leaf) readerAt() (io.ReaderAt, int64, func() error, error) {
	r, err := f.open()
	if err != nil {
		return nil, 0, nil, wrap(f.name, err)
	}
	if at, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		size, err := at.Seek(0, io.SeekEnd)
		if err == nil {
			return at, size, r.Close, nil
		}
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, 0, nil, wrap(f.name, err)
	}
	return bytes.NewReader(data), int64(len(data)), func() error { return nil }, nil
}

// zip searches the members of an archive, their names and what is noted beside them.
func (s *scanner) zip(f leaf, depth int) (err error) {
	at, size, done, err := f.readerAt()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return &UnreadableError{f.name, "its archive cannot be read: " + err.Error()}
	}
	notes := archive.Comment + "\n"
	for _, m := range archive.File {
		notes += m.Name + "\n" + m.Comment + "\n" + string(m.Extra) + "\n"
	}
	if err := s.find(f, "names of members", s.text, strings.NewReader(notes)); err != nil {
		return err
	}
	for _, m := range archive.File {
		if m.FileInfo().IsDir() {
			continue
		}
		if m.Flags&1 != 0 {
			return &UnreadableError{f.name + "!/" + m.Name, "it is encrypted"}
		}
		if err := s.content(leaf{f.name + "!/" + m.Name, m.Open}, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) gzip(f leaf, depth int) error {
	return s.content(leaf{f.name + "!/", func() (io.ReadCloser, error) {
		r, err := f.open()
		if err != nil {
			return nil, err
		}
		unpacked, err := gzip.NewReader(r)
		if err != nil {
			return nil, errors.Join(&UnreadableError{f.name, "its compression cannot be read: " + err.Error()}, r.Close())
		}
		return struct {
			io.Reader
			io.Closer
		}{unpacked, r}, nil
	}}, depth+1)
}

// parquet searches the names of columns and the values of every row, each a line.
func (s *scanner) parquet(f leaf, _ int) (err error) {
	at, size, done, err := f.readerAt()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	rows := leaf{f.name, func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			columns, err := parquetfile.Each(at, size, func(row []*string) error { return writeRow(w, row) })
			if err == nil {
				_, err = fmt.Fprintln(w, strings.Join(columns, "\n"))
			}
			_ = w.CloseWithError(unreadable(f.name, err)) // never fails
		}()
		return r, nil
	}}
	return s.forms(rows, textForms)
}

func writeRow(w io.Writer, row []*string) error {
	var line strings.Builder
	for _, value := range row {
		if value != nil {
			line.WriteString(*value)
		}
		line.WriteByte(apart)
	}
	_, err := io.WriteString(w, line.String())
	return err
}

func unreadable(name string, err error) error {
	if err == nil || errors.Is(err, io.ErrClosedPipe) {
		return err
	}
	return &UnreadableError{name, err.Error()}
}
