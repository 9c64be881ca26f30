// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"dossier/event"
)

// run reads one file given, with everything in it.
type run struct {
	ctx      context.Context
	o        Options
	sink     Sink
	claims   *claims
	unpacked int64 // bytes unpacked from the file so far
	members  int   // members met in the file so far
}

// content is the bytes of a source and where they came from.
type content struct {
	r         io.ReaderAt
	sizeBytes int64
	source    event.Source // Digest, SizeBytes, Path, Evidence and Steps are filled
}

// file reads a file given. The error is one that ends the whole ingest.
func (r *run) file(f file) error {
	r.o.Meter.Current.Store(&f.path)
	if f.refused != "" {
		return r.refuse(f, f.refused)
	}
	in, err := os.Open(f.name)
	if err != nil {
		return r.refuse(f, "cannot be opened: "+reasonOf(err))
	}
	defer in.Close()
	digest, size, err := r.sink.Keep(f.name, &meteredReader{r.ctx, in, r.o.Meter})
	if err != nil {
		if r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		var read *readError
		if errors.As(err, &read) {
			return r.refuse(f, "cannot be read to its end: "+reasonOf(read.err))
		}
		return err
	}
	kept, err := r.sink.OpenEvidence(digest)
	if err != nil {
		return err
	}
	defer kept.Close()
	return r.source(content{r: kept, sizeBytes: size, source: event.Source{
		Digest: digest, SizeBytes: size, Path: f.path, Evidence: digest,
	}})
}

// refuse records a file that could not be read. Its digest is that of its path:
// there are no bytes to take one of.
func (r *run) refuse(f file, reason string) error {
	digest := event.Digest(sha256.Sum256([]byte("unread\x00" + f.path)))
	if r.sink.Sighted(digest, f.path) {
		return nil
	}
	return r.finish(event.Source{Digest: digest, Path: f.path, Evidence: digest, Status: event.StatusFailed, Reason: reason})
}

// source reads one source: known already, an archive, or a log.
func (r *run) source(c content) error {
	if err := r.ctx.Err(); err != nil {
		return context.Cause(r.ctx)
	}
	defer r.claims.take(r, c.source.Digest)()
	if r.sink.Sighted(c.source.Digest, c.source.Path) {
		s, _ := r.sink.Source(c.source.Digest)
		s.Path = c.source.Path
		r.o.Done(Outcome{Source: s, Known: true})
		return nil
	}
	if same, ok := r.sink.Source(c.source.Digest); ok {
		copied := c.source
		copied.Status, copied.Reason = event.StatusCopy, "same bytes as "+same.Path
		return r.finish(copied)
	}
	if format := container(c); format != "" {
		return r.container(c, format)
	}
	return r.log(c)
}

// finish commits a source and tells of it.
func (r *run) finish(s event.Source) error {
	if err := r.sink.Commit(s); err != nil {
		return err
	}
	r.o.Done(Outcome{Source: s})
	return nil
}

// log parses a source that is no archive.
func (r *run) log(c content) error {
	s := c.source
	choice, err := r.choose(c)
	if err != nil {
		s.Status, s.Reason = event.StatusFailed, err.Error()
		return r.finish(s)
	}
	s.Encoding = choice.encoding
	if choice.status != "" {
		s.Status, s.Reason = choice.status, choice.reason
		return r.finish(s)
	}
	s.Parser = choice.parser.String()
	if choice.parser.Zoneless {
		s.Zone = r.o.ZoneName
	}
	s.NoBodies, s.Order, s.Charset, s.AsOf = !r.o.Bodies, r.o.Order, r.o.Charset, r.o.AsOf
	out := newRecorder(r, c, choice)
	err = out.parse()
	if err != nil && out.fatal(err) {
		return errors.Join(err, r.sink.Discard(s.Digest))
	}
	if err != nil {
		if err := r.sink.Discard(s.Digest); err != nil {
			return err
		}
		out = newRecorder(r, c, choice)
		if err := out.rejectWhole(err); err != nil {
			return err
		}
		s.Status, s.Reason = event.StatusFailed, err.Error()
	}
	out.count(&s)
	return r.finish(s)
}

// meteredReader counts what is read, and stops when the work is called off.
type meteredReader struct {
	ctx context.Context
	r   io.Reader
	m   *Meter
}

// readError tells a fault of the given file from one of the sink.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

func (m *meteredReader) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.m.BytesDone.Add(int64(n))
	if err != nil && err != io.EOF {
		err = &readError{fmt.Errorf("read: %w", err)}
	}
	return n, err
}
