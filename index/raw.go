// SPDX-License-Identifier: Apache-2.0

package index

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"dossier/event"
)

// limitRawBytes bounds what Raw returns of one span.
const limitRawBytes = 64 << 20

// RawRecord is one record of the evidence, byte for byte.
type RawRecord struct {
	Span  event.Span
	Bytes []byte
	Cut   bool // longer than 64 MiB: Bytes is its beginning
}

// Raw returns the records that the origin names, after checking that the evidence
// still has the digest it had, and that the source unpacked from it does.
func (c *Case) Raw(o event.Origin) ([]RawRecord, error) {
	s, ok := c.Source(o.Source)
	if !ok {
		return nil, fmt.Errorf("source %s is not in the case", o.Source)
	}
	if err := c.CheckEvidence(s.Evidence, nil); err != nil {
		return nil, err
	}
	spans := append([]event.Span{o.Span}, o.More...)
	records := make([]RawRecord, len(spans))
	err := c.withSource(s, func(r io.ReaderAt) error {
		for i, span := range spans {
			if span.Offset < 0 || span.Length < 0 || span.Offset > s.SizeBytes-span.Length {
				return fmt.Errorf("record of %s at byte %d, length %d: the source ends at byte %d", s.Path, span.Offset, span.Length, s.SizeBytes)
			}
			records[i] = RawRecord{Span: span, Bytes: make([]byte, min(span.Length, limitRawBytes)), Cut: span.Length > limitRawBytes}
			if n, err := r.ReadAt(records[i].Bytes, span.Offset); n < len(records[i].Bytes) {
				return fmt.Errorf("read %s at %d: %w", s.Path, span.Offset, err)
			}
		}
		return nil
	})
	return records, err
}

// withSource gives access to a source's bytes. Members of archives are unpacked
// once, from the front, and checked against the source's digest.
func (c *Case) withSource(s event.Source, use func(io.ReaderAt) error) error {
	opened, err := c.OpenSource(s)
	if err != nil {
		return err
	}
	return errors.Join(use(opened), opened.Close())
}

// OpenedSource gives access to a source's bytes. Close it.
type OpenedSource struct {
	*os.File
	spooled bool
}

// Close closes the file, and removes it if it was unpacked.
func (o *OpenedSource) Close() error {
	if o.spooled {
		return spool{o.File}.remove()
	}
	return o.File.Close()
}

// OpenSource opens a source. Members of archives are unpacked, from the front, and
// checked against the source's digest; other evidence is not checked.
func (c *Case) OpenSource(s event.Source) (*OpenedSource, error) {
	f, err := c.OpenEvidence(s.Evidence)
	if err != nil {
		return nil, err
	}
	if len(s.Steps) == 0 {
		return &OpenedSource{File: f}, nil
	}
	defer f.Close()
	if c.unpack == nil {
		return nil, fmt.Errorf("source %s lies in an archive, and nothing here unpacks it", s.Path)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open evidence: %w", err)
	}
	member, err := c.unpack(f, info.Size(), s.Steps)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", s.Path, err)
	}
	defer member.Close()
	unpacked, err := newSpool()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(h, unpacked.file), member); err != nil {
		return nil, errors.Join(fmt.Errorf("unpack %s: %w", s.Path, err), unpacked.remove())
	}
	if now := event.Digest(h.Sum(nil)); now != s.Digest {
		return nil, errors.Join(&EvidenceError{s.Digest, s.Path, "what it unpacks to has changed: SHA-256 is now " + now.String()}, unpacked.remove())
	}
	return &OpenedSource{File: unpacked.file, spooled: true}, nil
}
