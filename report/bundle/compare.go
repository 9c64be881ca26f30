// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Difference says how a file of two exports differs: from which line of a text on, or
// byte of another; "" if it does not.
func Difference(a, b fs.FS, name string) (string, error) {
	here, err := a.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "there is this file besides", nil
	}
	if err != nil {
		return "", err
	}
	defer here.Close()
	there, err := b.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file", nil
	}
	if err != nil {
		return "", err
	}
	defer there.Close()
	return compareStreams(here, there)
}

// compareStreams reads both in step.
func compareStreams(a, b io.Reader) (string, error) {
	p, q := make([]byte, 1<<16), make([]byte, 1<<16)
	offset, line, text := int64(0), 1, true
	for {
		n, err := fill(a, p)
		m, err2 := fill(b, q)
		if err := errors.Join(err, err2); err != nil {
			return "", err
		}
		at := 0
		for at < n && at < m && p[at] == q[at] {
			at++
		}
		text = text && bytes.IndexByte(p[:n], 0) < 0 && bytes.IndexByte(q[:m], 0) < 0
		line += bytes.Count(p[:at], []byte("\n"))
		switch {
		case at == n && at == m && n < len(p):
			return "", nil
		case at == n && at == m:
			offset += int64(n)
		case text:
			return fmt.Sprintf("it differs from line %d on", line), nil
		default:
			return fmt.Sprintf("it differs from byte %d on", offset+int64(at)), nil
		}
	}
}

// fill reads until the buffer is full or the file ends.
func fill(r io.Reader, buffer []byte) (int, error) {
	n, err := io.ReadFull(r, buffer)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}
