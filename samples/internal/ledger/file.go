// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// file is one file being written: it knows where it is, in bytes and lines.
type file struct {
	name   string
	closer io.Closer
	buffer *bufio.Writer
	offset int64
	line   int64 // 1-based line that the next byte belongs to
	rows   int64
	limit  int64 // bytes after which everything is lost, 0 for none
}

func create(w Writer, name string) (*file, error) {
	out, err := w.Create(name)
	if err != nil {
		return nil, wrap("create", name, err)
	}
	return &file{name: name, closer: out, buffer: bufio.NewWriterSize(out, 64<<10), line: 1}, nil
}

func (f *file) write(text []byte) error {
	if f.limit > 0 && f.offset+int64(len(text)) > f.limit {
		text = text[:max(0, f.limit-f.offset)]
	}
	f.offset += int64(len(text))
	f.line += int64(bytes.Count(text, []byte{'\n'}))
	if _, err := f.buffer.Write(text); err != nil {
		return wrap("write", f.name, err)
	}
	return nil
}

func (f *file) close() error {
	if err := f.buffer.Flush(); err != nil {
		return wrap("write", f.name, errors.Join(err, f.closer.Close()))
	}
	if err := f.closer.Close(); err != nil {
		return wrap("close", f.name, err)
	}
	return nil
}
