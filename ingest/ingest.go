// SPDX-License-Identifier: Apache-2.0

// Package ingest turns files into events: it walks folders, keeps evidence under
// its digest, unpacks archives within bounds, decodes UTF-16, recognises formats
// by their content, parses, and stamps what the parsers find with ID and Origin.
// What it finds goes to a [Sink], which it knows in words of package event only.
//
// Nothing is lost on the way: every file and every member of an archive becomes a
// source with a status and, where there are no events, a reason; every byte of a
// parsed source belongs to an event, fact, reject or skip, and bytes that a
// parser forgot become a reject that says so.
package ingest

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// Sink takes what an ingest finds. It is safe for concurrent use.
type Sink interface {
	// Keep stores the bytes r gives as evidence and returns their digest and number.
	Keep(path string, r io.Reader) (event.Digest, int64, error)
	// OpenEvidence opens bytes that Keep took. The caller closes the file.
	OpenEvidence(event.Digest) (*os.File, error)
	// Source is the finished source with these bytes, if there is one.
	Source(event.Digest) (event.Source, bool)
	// Sighted reports whether the source is known under exactly this path.
	Sighted(d event.Digest, path string) bool
	// Add takes events, facts and rejects of a source that is not finished. Their
	// elements belong to the sink afterwards.
	Add(source event.Digest, events []*event.Event, facts []*event.Fact, rejects []event.Reject) error
	// Commit finishes a source; Discard forgets what was added of it.
	Commit(event.Source) error
	Discard(event.Digest) error
}

// Options say how to read.
type Options struct {
	Parsers []parsers.Parser
	// As is the name of the parser to use whatever the content says; "" leaves the
	// choice to the content.
	As string
	// Zone is where the clocks of the sources hung whose formats do not say, nil if
	// nobody has said; ZoneName is its IANA name.
	Zone     *time.Location
	ZoneName string
	// Order is how the sources write dates in figures: "mdy", "dmy", "ymd" or "".
	Order string
	// Charset names the code page of bytes that are not UTF-8; "" is Windows-1252.
	Charset string
	AsOf    event.Date // day that reference records speak for
	Bodies  bool       // whether text bodies of messages are kept

	Workers int    // files read at the same time; 0: as many as there are processors
	TempDir string // for members of archives while they are read; "": the system's
	Limits  Limits // of unpacking; zero fields take the defaults
	Exclude string // absolute path of a folder that is not walked into: the case
	Meter   *Meter // told of progress; may be nil
	// Done is told of every source as it is finished, one call at a time; may be nil.
	Done func(Outcome)
}

// Outcome is what became of one source in this run.
type Outcome struct {
	Source event.Source
	// Known says that the case had the source before: nothing was done.
	Known bool
}

// Meter counts what a run has done. Its fields may be read at any time.
type Meter struct {
	FilesTotal, FilesDone atomic.Int64
	BytesTotal, BytesDone atomic.Int64 // of files as given
	Events                atomic.Int64
	Current               atomic.Pointer[string]
}

// Run reads the files and folders at the paths into the sink. Faults of single
// files end up in their sources; the error is of the sink, of the context, or of
// a path that cannot be walked at all. After an error, what was committed stays.
func Run(ctx context.Context, o Options, paths []string, sink Sink) error {
	if err := o.Check(); err != nil {
		return err
	}
	o = o.withDefaults()
	files, err := walk(paths, o.Exclude)
	if err != nil {
		return err
	}
	for _, f := range files {
		o.Meter.FilesTotal.Add(1)
		o.Meter.BytesTotal.Add(f.sizeBytes)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue, shared := make(chan file), newClaims()
	var wait sync.WaitGroup
	for range o.Workers {
		wait.Go(func() {
			for f := range queue {
				run := &run{ctx: ctx, o: o, sink: sink, claims: shared}
				if err := run.file(f); err != nil {
					cancel(err)
				}
				o.Meter.FilesDone.Add(1)
			}
		})
	}
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		queue <- f
	}
	close(queue)
	wait.Wait()
	return context.Cause(ctx)
}

// dateOrders are the names of the orders of dates.
var dateOrders = map[string]parsers.DateOrder{
	"": parsers.OrderUnknown, "mdy": parsers.OrderMDY, "dmy": parsers.OrderDMY, "ymd": parsers.OrderYMD,
}

// Check says which option names something that does not exist.
func (o Options) Check() error {
	if _, ok := dateOrders[o.Order]; !ok {
		return fmt.Errorf("date order %q: want mdy, dmy or ymd", o.Order)
	}
	if o.Charset != "" && parsers.CharsetNamed(o.Charset) == nil {
		return fmt.Errorf("code page %q: not one of those known, such as windows-1250 or iso-8859-2", o.Charset)
	}
	if o.As != "" && !slices.ContainsFunc(o.Parsers, func(p parsers.Parser) bool { return p.Name == o.As }) {
		return fmt.Errorf("format %q: not one of those that 'dossier formats' lists", o.As)
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.Workers == 0 {
		o.Workers = runtime.NumCPU()
	}
	if o.Meter == nil {
		o.Meter = &Meter{}
	}
	o.Limits = o.Limits.withDefaults()
	done, mu := o.Done, &sync.Mutex{}
	o.Done = func(out Outcome) {
		if done != nil {
			mu.Lock()
			defer mu.Unlock()
			done(out)
		}
	}
	return o
}
