// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"dossier/event"
)

// Reread reads one source of a case again from the evidence that holds it, under
// other options. The sink must have been told to replace it.
func Reread(ctx context.Context, o Options, s event.Source, evidence *os.File, sink Sink) error {
	r := &run{ctx: ctx, o: o.withDefaults(), sink: sink}
	info, err := evidence.Stat()
	if err != nil {
		return fmt.Errorf("evidence of %s: %w", s.Path, err)
	}
	c := content{r: evidence, sizeBytes: info.Size(), source: event.Source{
		Digest: s.Digest, SizeBytes: s.SizeBytes, Path: s.Path, Evidence: s.Evidence, Steps: s.Steps,
	}}
	if len(s.Steps) == 0 {
		return r.log(c)
	}
	member, err := OpenMember(evidence, info.Size(), s.Steps)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", s.Path, err)
	}
	spool, err := newSpool(o.TempDir)
	if err != nil {
		return errors.Join(err, member.Close())
	}
	err = spool.take(member, nil)
	if err == nil {
		c.r, c.sizeBytes = spool.file, spool.sizeBytes
		err = r.log(c)
	}
	return errors.Join(err, member.Close(), spool.Close())
}

// Parse reads a source and hands what is found to each, without a case: for
// checking that a case still says what its evidence says.
func Parse(ctx context.Context, o Options, s event.Source, r io.ReaderAt, sizeBytes int64, sink Sink) error {
	run := &run{ctx: ctx, o: o.withDefaults(), sink: sink}
	return run.log(content{r: r, sizeBytes: sizeBytes, source: event.Source{
		Digest: s.Digest, SizeBytes: s.SizeBytes, Path: s.Path, Evidence: s.Evidence, Steps: s.Steps,
	}})
}
