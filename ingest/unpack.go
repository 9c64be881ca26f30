// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"dossier/event"
)

// Limits bound what an archive may do to the machine. They count per file given.
type Limits struct {
	UnpackedBytes int64 // all members together; default 256 GiB
	Ratio         int64 // unpacked bytes per byte given, beyond the first 64 MiB; default 2,000
	Depth         int   // archives within archives; default 6
	Members       int   // default 250,000
	NameBytes     int   // of a member's name; default 1,024
}

func (l Limits) withDefaults() Limits {
	return Limits{
		UnpackedBytes: cmp.Or(l.UnpackedBytes, 256<<30), Ratio: cmp.Or(l.Ratio, 2000), Depth: cmp.Or(l.Depth, 6),
		Members: cmp.Or(l.Members, 250_000), NameBytes: cmp.Or(l.NameBytes, 1024),
	}
}

// limitError says which bound an archive broke.
type limitError struct{ what string }

func (e *limitError) Error() string { return "unpacking stopped: " + e.what }

// container unpacks an archive; it is a source itself, and so are its members.
func (r *run) container(c content, format string) error {
	s := c.source
	s.Status = event.StatusContainer
	err := r.unpack(c, format)
	var stop *limitError
	switch {
	case err == nil:
	case r.ctx.Err() != nil:
		return context.Cause(r.ctx)
	case errors.As(err, &stop):
		s.Status, s.Reason = event.StatusFailed, stop.Error()
	case errors.As(err, new(*damageError)):
		s.Status, s.Reason = event.StatusFailed, fmt.Sprintf("%s archive: %v", format, err)
	default:
		return err
	}
	return r.finish(s)
}

// damageError tells faults of an archive from faults of the sink.
type damageError struct{ err error }

func (e *damageError) Error() string { return e.err.Error() }
func (e *damageError) Unwrap() error { return e.err }

// unpack reads all members of a container as sources.
func (r *run) unpack(c content, format string) error {
	if len(c.source.Steps) >= r.o.Limits.Depth {
		return &limitError{fmt.Sprintf("archives within archives, %d deep", len(c.source.Steps)+1)}
	}
	var inner error // of a member, as opposed to the container
	err := eachMember(format, c.r, c.sizeBytes, func(m member) error {
		if r.members++; r.members > r.o.Limits.Members {
			inner = &limitError{fmt.Sprintf("more than %d members", r.o.Limits.Members)}
		} else {
			inner = r.member(c, format, m)
		}
		return inner
	})
	if err != nil && inner == nil {
		return &damageError{err}
	}
	return inner
}

// member unpacks one member to a temporary file and reads it.
func (r *run) member(c content, format string, m member) error {
	source := event.Source{
		Path: memberPath(c.source.Path, m.name), Evidence: c.source.Evidence,
		Steps: append(slices.Clone(c.source.Steps), event.Step{Format: format, Member: clip(textOf(m.name), r.o.Limits.NameBytes), Index: m.index}),
	}
	if len(m.name) > r.o.Limits.NameBytes {
		m.refused = fmt.Sprintf("name of %d bytes", len(m.name))
		source.Path = clip(source.Path, r.o.Limits.NameBytes)
	}
	if m.refused != "" {
		return r.refuseMember(source, m.refused)
	}
	spool, err := newSpool(r.o.TempDir)
	if err != nil {
		return err
	}
	defer spool.Close()
	err = spool.fill(m, &budget{r: r, given: c.sizeBytes})
	var stop *limitError
	if errors.As(err, &stop) || r.ctx.Err() != nil {
		return err
	}
	if err != nil {
		return r.refuseMember(source, "cannot be unpacked: "+err.Error())
	}
	source.Digest, source.SizeBytes = event.Digest(spool.sum.Sum(nil)), spool.sizeBytes
	return r.source(content{r: spool.file, sizeBytes: spool.sizeBytes, source: source})
}

func (r *run) refuseMember(s event.Source, reason string) error {
	s.Digest = sha256.Sum256([]byte("unread\x00" + s.Path))
	s.Status, s.Reason = event.StatusFailed, reason
	if r.sink.Sighted(s.Digest, s.Path) {
		return nil
	}
	return r.finish(s)
}

// memberPath names a member in its container. The name is the suspect's: it is
// only ever shown, never used to write a file.
func memberPath(container, name string) string {
	if name == "" { // a compressed single file: logs.csv.gz holds logs.csv
		base := path.Base(container)
		name = strings.TrimSuffix(base, path.Ext(base))
	}
	return container + "!/" + textOf(name)
}

// spool is a temporary file that holds a member while it is read.
type spool struct {
	file      *os.File
	sizeBytes int64
	sum       hash.Hash
}

func newSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, "member-*")
	if err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	return &spool{file: f, sum: sha256.New()}, nil
}

// Close removes the file.
func (s *spool) Close() error {
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// fill unpacks the member into the file, asking the budget for every piece; a
// nil budget is without bound.
func (s *spool) fill(m member, b *budget) error {
	r, err := m.open()
	if err != nil {
		return err
	}
	defer r.Close()
	return s.take(r, b)
}

// take copies what r gives into the file.
func (s *spool) take(r io.Reader, b *budget) error {
	buf := make([]byte, 256<<10)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			if spent := b.spend(int64(n)); spent != nil {
				return spent
			}
			if _, err := s.file.Write(buf[:n]); err != nil {
				return fmt.Errorf("temporary file: %w", err)
			}
			s.sum.Write(buf[:n])
			s.sizeBytes += int64(n)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// budget is what may still be unpacked of a container.
type budget struct {
	r     *run
	given int64 // size of the container
	taken int64
}

func (b *budget) spend(n int64) error {
	if b == nil {
		return nil
	}
	if err := b.r.ctx.Err(); err != nil {
		return err
	}
	b.taken += n
	b.r.unpacked += n
	limits := b.r.o.Limits
	if b.r.unpacked > limits.UnpackedBytes {
		return &limitError{fmt.Sprintf("more than %d bytes", limits.UnpackedBytes)}
	}
	if b.taken > 64<<20 && b.taken/max(b.given, 1) > limits.Ratio {
		return &limitError{fmt.Sprintf("a member grows to more than %d times the archive's size", limits.Ratio)}
	}
	return nil
}
