// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/bodgit/sevenzip"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"dossier/event"
)

// The containers that are unpacked.
const (
	formatZip  = "zip"
	formatGzip = "gzip"
	formatZstd = "zstd"
	format7z   = "7z"
	formatTar  = "tar"
)

// member is one entry of a container. Its reader is valid during the visit only.
type member struct {
	name    string
	index   int
	refused string // why it is not read: "a link, not followed"
	open    func() (io.ReadCloser, error)
}

// container recognises an archive by its signature; "" for anything else. Office
// documents are zip files too, and no containers of logs.
func container(c content) string {
	head := make([]byte, 512)
	n, err := c.r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && !bytes.Contains(head[:min(n, 80)], []byte("[Content_Types].xml")):
		return formatZip
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return formatZip
	case bytes.HasPrefix(head, []byte("\x1F\x8B\x08")):
		return formatGzip
	case bytes.HasPrefix(head, []byte("\x28\xB5\x2F\xFD")):
		return formatZstd
	case bytes.HasPrefix(head, []byte("7z\xBC\xAF\x27\x1C")):
		return format7z
	case n > 262 && string(head[257:262]) == "ustar":
		return formatTar
	}
	return ""
}

// eachMember visits the members of a container in their order. The error is of
// the container (cut off, damaged) or of visit.
func eachMember(format string, r io.ReaderAt, sizeBytes int64, visit func(member) error) error {
	switch format {
	case formatZip:
		return eachZip(r, sizeBytes, visit)
	case format7z:
		return each7z(r, sizeBytes, visit)
	case formatTar:
		return eachTar(io.NewSectionReader(r, 0, sizeBytes), visit)
	}
	return visit(member{open: func() (io.ReadCloser, error) {
		return openStream(format, io.NewSectionReader(r, 0, sizeBytes))
	}})
}

// openStream opens a compressed stream that holds a single file.
func openStream(format string, r io.Reader) (io.ReadCloser, error) {
	if format == formatGzip {
		return gzip.NewReader(r)
	}
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func eachZip(r io.ReaderAt, sizeBytes int64, visit func(member) error) error {
	z, err := zip.NewReader(r, sizeBytes)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	for i, f := range z.File {
		m := member{name: f.Name, index: i, open: f.Open}
		switch {
		case f.FileInfo().IsDir():
			continue
		case f.Flags&1 != 0:
			m.refused = "encrypted"
		case !f.Mode().IsRegular():
			m.refused = "a link or special file, not followed"
		}
		if err := visit(m); err != nil {
			return err
		}
	}
	return nil
}

func each7z(r io.ReaderAt, sizeBytes int64, visit func(member) error) error {
	z, err := sevenzip.NewReader(r, sizeBytes)
	if err != nil {
		return err
	}
	for i, f := range z.File {
		m := member{name: f.Name, index: i, open: f.Open}
		switch {
		case f.FileInfo().IsDir():
			continue
		case !f.Mode().IsRegular():
			m.refused = "a link or special file, not followed"
		}
		if err := visit(m); err != nil {
			return err
		}
	}
	return nil
}

func eachTar(r io.Reader, visit func(member) error) error {
	t := tar.NewReader(r)
	for i := 0; ; i++ {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return err
		}
		m := member{name: h.Name, index: i, open: func() (io.ReadCloser, error) { return io.NopCloser(t), nil }}
		switch h.Typeflag {
		case tar.TypeReg:
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		default:
			m.refused = "a link or special file, not followed"
		}
		if err := visit(m); err != nil {
			return err
		}
	}
}

// errFound ends a visit early.
var errFound = errors.New("found")

// OpenMember opens what the steps lead to from a container given, for walking
// back. It applies no limits but the steps themselves: the ingest that recorded
// them did. It satisfies index.Unpacker.
func OpenMember(r io.ReaderAt, sizeBytes int64, steps []event.Step) (io.ReadCloser, error) {
	if len(steps) == 0 {
		return io.NopCloser(io.NewSectionReader(r, 0, sizeBytes)), nil
	}
	spool, err := newSpool("")
	if err != nil {
		return nil, err
	}
	err = eachMember(steps[0].Format, r, sizeBytes, func(m member) error {
		if m.index != steps[0].Index {
			return nil
		}
		if err := spool.fill(m, nil); err != nil {
			return err
		}
		return errFound
	})
	if !errors.Is(err, errFound) {
		return nil, fmt.Errorf("member %q: %w", steps[0].Member, errors.Join(err, errNoMember, spool.Close()))
	}
	inner, err := OpenMember(spool.file, spool.sizeBytes, steps[1:])
	if err != nil {
		return nil, errors.Join(err, spool.Close())
	}
	return &spooled{inner, spool}, nil
}

var errNoMember = errors.New("not found in the container")

// spooled closes a member and the file it was unpacked to.
type spooled struct {
	io.ReadCloser
	spool *spool
}

func (s *spooled) Close() error { return errors.Join(s.ReadCloser.Close(), s.spool.Close()) }
