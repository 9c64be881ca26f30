// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"dossier/event"
	"dossier/index/internal/scan"
	"dossier/index/query"
)

// RawHits are the records in which a regular expression is found. Immutable, and
// safe for concurrent use.
type RawHits struct{ offsets map[event.Digest][]int64 }

// Has reports whether one of the records of an origin is among them.
func (h *RawHits) Has(o event.Origin) bool {
	list := h.offsets[o.Source]
	if len(list) == 0 {
		return false
	}
	if _, ok := slices.BinarySearch(list, o.Span.Offset); ok {
		return true
	}
	return slices.ContainsFunc(o.More, func(s event.Span) bool {
		_, ok := slices.BinarySearch(list, s.Offset)
		return ok
	})
}

// Count is how many records there are.
func (h *RawHits) Count() int64 {
	var n int64
	for _, list := range h.offsets {
		n += int64(len(list))
	}
	return n
}

// HasRaw reports whether a regular expression is found in a record of an origin, by
// reading it from the evidence as Raw does: this is the meaning of raw:, and slow.
// What cannot be read has nothing; ScanRaw says so.
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

// ScanRaw finds a regular expression in the records of all events, copies included,
// by reading the evidence from end to end with all cores. It agrees with HasRaw, but
// does not check the digests of evidence that is not in an archive. Evidence that is
// missing, altered or too short is an *EvidenceError. progress, if it is not nil, is
// told how many bytes of how many have been looked at; one call at a time.
func (c *Case) ScanRaw(ctx context.Context, p query.Pattern, progress func(read, all int64)) (*RawHits, error) {
	expression, err := scan.Compile(p.Expression())
	if err != nil {
		return nil, err
	}
	records, err := c.records(ctx)
	if err != nil {
		return nil, err
	}
	s := &rawScan{c: c, expression: expression, hits: &RawHits{map[event.Digest][]int64{}}, progress: progress}
	for _, r := range records {
		s.tasks = append(s.tasks, r.tasks()...)
	}
	for _, t := range s.tasks {
		s.all += t.extent()
	}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	for source, list := range s.hits.offsets {
		slices.Sort(list)
		s.hits.offsets[source] = list
	}
	return s.hits, nil
}

// recordSpan is where a record lies in its source.
type recordSpan struct{ offset, length int64 }

func (s recordSpan) end() int64 { return s.offset + s.length }

// sourceRecords are the records of a source, ascending, each once.
type sourceRecords struct {
	source event.Source
	spans  []recordSpan
}

// records are those of all sources that have events, by path.
func (c *Case) records(ctx context.Context) ([]sourceRecords, error) {
	lists := make([]map[string]*[]recordSpan, len(c.segments))
	err := parallel(ctx, len(c.segments), func(i int) error {
		found := map[string]*[]recordSpan{}
		var last string
		var list *[]recordSpan
		lists[i] = found
		return c.segments[i].Spans(func(source string, offset, length int64) {
			if list == nil || source != last {
				if last, list = source, found[source]; list == nil {
					list = new([]recordSpan)
					found[source] = list
				}
			}
			*list = append(*list, recordSpan{offset, length})
		})
	})
	if err != nil {
		return nil, err
	}
	return c.joinRecords(ctx, lists)
}

// joinRecords puts the records of each source together, out of all segments.
func (c *Case) joinRecords(ctx context.Context, lists []map[string]*[]recordSpan) ([]sourceRecords, error) {
	joined := map[string][]recordSpan{}
	for _, found := range lists {
		for source, list := range found {
			joined[source] = append(joined[source], *list...)
		}
	}
	var all []sourceRecords
	for text, spans := range joined {
		digest, err := event.ParseDigest(text)
		if err != nil {
			return nil, err
		}
		source, ok := c.Source(digest)
		if !ok {
			return nil, fmt.Errorf("source %s is not in the case", digest)
		}
		all = append(all, sourceRecords{source, spans})
	}
	err := parallel(ctx, len(all), func(i int) error {
		slices.SortFunc(all[i].spans, func(a, b recordSpan) int { return cmp.Compare(a.offset, b.offset) })
		all[i].spans = slices.Compact(all[i].spans)
		return nil
	})
	slices.SortFunc(all, func(a, b sourceRecords) int { return cmp.Compare(a.source.Path, b.source.Path) })
	return all, err
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

// scanTask is a piece of a source: records that lie one behind the other.
type scanTask struct {
	source event.Source
	spans  []recordSpan
}

func (t scanTask) extent() int64 { return t.spans[len(t.spans)-1].end() - t.spans[0].offset }

// pieceBytes is about how much is read at a time.
const pieceBytes = 2 << 20

// tasks cuts a source in pieces. What lies in an archive is one piece, as it is
// unpacked from the front.
func (r sourceRecords) tasks() []scanTask {
	if len(r.source.Steps) > 0 {
		return []scanTask{{r.source, r.spans}}
	}
	var list []scanTask
	for _, spans := range pieces(r.spans) {
		list = append(list, scanTask{r.source, spans})
	}
	return list
}

// pieces cuts records into pieces that lie within pieceBytes, or are one record.
func pieces(spans []recordSpan) [][]recordSpan {
	var list [][]recordSpan
	for len(spans) > 0 {
		n := 1
		for n < len(spans) && spans[n].end()-spans[0].offset <= pieceBytes {
			n++
		}
		list, spans = append(list, spans[:n]), spans[n:]
	}
	return list
}

// rawScan is one run of ScanRaw.
type rawScan struct {
	c          *Case
	expression *scan.Expression
	tasks      []scanTask
	all        int64
	buffers    sync.Pool

	mu       sync.Mutex
	hits     *RawHits
	read     int64
	progress func(read, all int64)
}

func (s *rawScan) run(ctx context.Context) error {
	return parallel(ctx, len(s.tasks), func(i int) error { return s.task(ctx, s.tasks[i]) })
}

func (s *rawScan) task(ctx context.Context, t scanTask) error {
	opened, err := s.c.OpenSource(t.source)
	if err != nil {
		return err
	}
	for _, spans := range pieces(t.spans) {
		if err = ctx.Err(); err != nil {
			break
		}
		if err = s.piece(opened, t.source, spans); err != nil {
			break
		}
	}
	return errors.Join(err, opened.Close())
}

// piece looks through records that fit into memory together. Of one that is longer
// than what Raw returns, it takes the beginning.
func (s *rawScan) piece(r io.ReaderAt, source event.Source, spans []recordSpan) error {
	start, last := spans[0].offset, spans[len(spans)-1]
	size := last.end() - start
	if len(spans) == 1 {
		size = min(size, limitRawBytes)
	}
	if last.end() > source.SizeBytes {
		return &EvidenceError{source.Digest, source.Path, fmt.Sprintf("a record ends at byte %d, and the source at %d", last.end(), source.SizeBytes)}
	}
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	*buffer = slices.Grow(*buffer, int(size))[:size]
	if n, err := r.ReadAt(*buffer, start); n < len(*buffer) {
		return &EvidenceError{source.Digest, source.Path, fmt.Sprintf("read at byte %d: %v", start+int64(n), err)}
	}
	var found []int64
	s.look(*buffer, source, spans, func(i int) { found = append(found, spans[i].offset) })
	s.note(source.Digest, found, last.end()-start)
	return nil
}

// look calls each for the records that have the expression. Where a record's text is
// not its bytes, the texts of the piece are put together first.
func (s *rawScan) look(buffer []byte, source event.Source, spans []recordSpan, each func(i int)) {
	start := spans[0].offset
	within := make([]scan.Span, len(spans))
	for i, span := range spans {
		from := int(span.offset - start)
		within[i] = scan.Span{Start: from, End: min(from+int(span.length), len(buffer))}
	}
	if bytes.IndexByte(buffer, 0) >= 0 || source.Encoding == "utf-16le" || source.Encoding == "utf-16be" {
		texts := s.buffer()
		defer s.buffers.Put(texts)
		for i, span := range within {
			within[i].Start = len(*texts)
			*texts = query.AppendRecord(*texts, buffer[span.Start:span.End], source.Encoding)
			within[i].End = len(*texts)
		}
		buffer = *texts
	}
	s.expression.Each(buffer, within, query.TrimLineEnd, each)
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

func (s *rawScan) note(source event.Digest, found []int64, readBytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(found) > 0 {
		s.hits.offsets[source] = append(s.hits.offsets[source], found...)
	}
	s.read += readBytes
	if s.progress != nil {
		s.progress(s.read, s.all)
	}
}
