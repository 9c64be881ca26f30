// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/scan"
	"dossier/index/query"
)

// HasRaw reports whether a regular expression is found in a record of an origin, by
// reading it from the evidence as Raw does: this is the meaning of raw:, and slow.
// What cannot be read has nothing; RawScans says so.
func (c *Case) HasRaw(p query.Pattern, o event.Origin) bool {
	source, ok := c.Source(o.Source)
	if !ok {
		return false
	}
	records, err := c.Raw(o)
	return err == nil && slices.ContainsFunc(records, func(r RawRecord) bool {
		return p.MatchRecord(query.RecordText(r.Bytes, source.Encoding))
	})
}

// recordBytes is how large all sources are that have events.
func (c *Case) recordBytes() int64 {
	n := int64(0)
	for _, s := range c.Sources() {
		if s.Events > 0 && s.Status != event.StatusCopy {
			n += s.SizeBytes
		}
	}
	return n
}

// scanRows finds an expression in the records on which rows of each segment rest, by
// reading the evidence with all cores: only near those records, unless it has to be
// unpacked. It returns the rows that have the expression, and how many bytes it read.
func (c *Case) scanRows(ctx context.Context, x *scan.Expression, rows []*columns.Set, progress func(read, all int64)) (found []*columns.Set, readBytes int64, err error) {
	s := &rawScan{c: c, expression: x, found: make([]*columns.Set, len(rows)), progress: progress}
	for i := range rows {
		s.found[i] = columns.NewSet(rows[i].Len())
	}
	lists, err := c.places(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	limitBytes := int64(pieceBytes)
	if !x.Guided() {
		limitBytes = slowBytes
	}
	tasks := tasksOf(lists, limitBytes)
	for _, t := range tasks {
		s.all += t.sizeBytes()
	}
	err = parallel(ctx, len(tasks), func(i int) error { return s.task(ctx, tasks[i]) })
	return s.found, s.all, err
}

// parallel calls do for 0 to n-1, as many at a time as there are cores. The error
// is of one that failed; after it, no more begin.
func parallel(ctx context.Context, n int, do func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range n {
		select {
		case next <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	wait.Wait()
	return context.Cause(ctx)
}

// piece is records of one segment that are read in one go. They ascend, and those that
// are not the same do not overlap.
type piece struct {
	segment int
	list    []recordAt
}

// start and end are where it lies in its source.
func (p piece) start() int64 { return p.list[0].offset }
func (p piece) end() int64   { return p.list[len(p.list)-1].end() }

const (
	pieceBytes = 1 << 20  // about how much is read at a time
	slowBytes  = 64 << 10 // the same where the expression has no letters to go by, so that it soon hears of a stop
	taskBytes  = 8 << 20  // about how much before others have their turn
	gapBytes   = 32 << 10 // what lies between two records is skipped from here on
)

// pieces cuts records into pieces that lie within so many bytes, or are one record.
func pieces(p placed, limitBytes int64) (list []piece) {
	for rest := p.list; len(rest) > 0; {
		n, end := 1, rest[0].end()
		for ; n < len(rest); n++ {
			if next := rest[n]; !next.sameRecord(rest[n-1]) && (next.offset < end || next.offset-end > gapBytes || next.end()-rest[0].offset > limitBytes) {
				break
			}
			end = rest[n].end()
		}
		list, rest = append(list, piece{p.segment, rest[:n]}), rest[n:]
	}
	return list
}

// scanTask is pieces of one source, read by one goroutine.
type scanTask struct {
	source event.Source
	pieces []piece
}

// sizeBytes is how much it reads. What lies in an archive is unpacked from the front.
func (t scanTask) sizeBytes() int64 {
	if len(t.source.Steps) > 0 {
		return t.source.SizeBytes
	}
	n := int64(0)
	for _, p := range t.pieces {
		n += min(p.end(), t.source.SizeBytes) - min(p.start(), t.source.SizeBytes)
	}
	return n
}

// tasksOf cuts sources in tasks. What lies in an archive is one, so that it is
// unpacked once.
func tasksOf(lists []placed, limitBytes int64) (tasks []scanTask) {
	for len(lists) > 0 {
		source := lists[0].source
		n := 1
		for n < len(lists) && lists[n].source.Digest == source.Digest {
			n++
		}
		var all []piece
		for _, one := range lists[:n] {
			all = append(all, pieces(one, limitBytes)...)
		}
		if lists = lists[n:]; len(source.Steps) > 0 {
			tasks = append(tasks, scanTask{source, all})
			continue
		}
		for len(all) > 0 {
			n, size := 0, int64(0)
			for ; n < len(all) && size < taskBytes; n++ {
				size += all[n].end() - all[n].start()
			}
			tasks, all = append(tasks, scanTask{source, all[:n]}), all[n:]
		}
	}
	return tasks
}

// rawScan is one reading of the evidence.
type rawScan struct {
	c          *Case
	expression *scan.Expression
	all        int64
	buffers    sync.Pool

	mu       sync.Mutex
	found    []*columns.Set
	read     int64
	progress func(read, all int64)
}

func (s *rawScan) task(ctx context.Context, t scanTask) error {
	opened, err := s.c.OpenSource(t.source)
	if err != nil {
		return err
	}
	for _, p := range t.pieces {
		if err = ctx.Err(); err != nil {
			break
		}
		if err = s.piece(opened, t.source, p); err != nil {
			break
		}
	}
	if err = errors.Join(err, opened.Close()); err == nil && len(t.source.Steps) > 0 {
		s.note(piece{}, nil, t.sizeBytes())
	}
	return err
}

// piece looks through records that fit into memory together. Of one that is longer
// than what Raw returns, it takes the beginning.
func (s *rawScan) piece(r io.ReaderAt, source event.Source, p piece) error {
	size := p.end() - p.start()
	if p.list[0].sameRecord(p.list[len(p.list)-1]) {
		size = min(size, limitRawBytes)
	}
	if p.end() > source.SizeBytes {
		return &EvidenceError{source.Digest, source.Path, fmt.Sprintf("a record ends at byte %d, and the source at %d", p.end(), source.SizeBytes)}
	}
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	*buffer = slices.Grow(*buffer, int(size))[:size]
	if n, err := r.ReadAt(*buffer, p.start()); n < len(*buffer) {
		return &EvidenceError{source.Digest, source.Path, fmt.Sprintf("read at byte %d: %v", p.start()+int64(n), err)}
	}
	hits := s.look(*buffer, source, p)
	readBytes := p.end() - p.start()
	if len(source.Steps) > 0 {
		readBytes = 0 // counted as unpacked
	}
	s.note(p, hits, readBytes)
	return nil
}

// look returns the places of the piece whose records have the expression. Where a
// record's text is not its bytes, the texts of the piece are put together first.
func (s *rawScan) look(buffer []byte, source event.Source, p piece) (hits []int) {
	plain := bytes.IndexByte(buffer, 0) < 0 && source.Encoding != "utf-16le" && source.Encoding != "utf-16be"
	if plain && s.expression.Absent(buffer) {
		return nil
	}
	within := make([]scan.Span, 0, len(p.list))
	firsts := make([]int, 0, len(p.list)) // of the places, by record
	for i, one := range p.list {
		if i == 0 || !one.sameRecord(p.list[i-1]) {
			from := int(one.offset - p.start())
			within = append(within, scan.Span{Start: from, End: min(from+int(one.length), len(buffer))})
			firsts = append(firsts, i)
		}
	}
	if !plain {
		texts := s.buffer()
		defer s.buffers.Put(texts)
		for i, span := range within {
			within[i].Start = len(*texts)
			*texts = query.AppendRecord(*texts, buffer[span.Start:span.End], source.Encoding)
			within[i].End = len(*texts)
		}
		buffer = *texts
	}
	s.expression.Each(buffer, within, query.TrimLineEnd, func(i int) {
		for at := firsts[i]; at < len(p.list) && p.list[at].sameRecord(p.list[firsts[i]]); at++ {
			hits = append(hits, at)
		}
	})
	return hits
}

// buffer is an empty one, to be put back.
func (s *rawScan) buffer() *[]byte {
	buffer, _ := s.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	*buffer = (*buffer)[:0]
	return buffer
}

func (s *rawScan) note(p piece, hits []int, readBytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range hits {
		s.found[p.segment].Add(p.list[i].row)
	}
	s.read += readBytes
	if s.progress != nil {
		s.progress(s.read, s.all)
	}
}
