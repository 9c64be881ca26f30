// SPDX-License-Identifier: Apache-2.0

package index

import (
	"sync"

	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// limitIdle bounds how many readers wait for the next page; each holds pages of the
// columns of a segment, some MiB.
const limitIdle = 12

// readers wait for the next page of events, which mostly is the neighbour of the last.
// Safe for concurrent use; its zero value is empty.
type readers struct {
	mu   sync.Mutex
	list []idleReader // the one that was used last at the end
	shut bool
}

type idleReader struct {
	segment int
	reader  *segments.Reader
}

// take is a reader of the segment, for its caller alone until it is put back or
// closed.
func (p *readers) take(c *Case, segment int) *segments.Reader {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, idle := range p.list {
		if idle.segment == segment {
			p.list = append(p.list[:i], p.list[i+1:]...)
			return idle.reader
		}
	}
	return c.reader(segment)
}

// reader reads events of a segment. It shares the texts of columns with all else that
// asks for them.
func (c *Case) reader(segment int) *segments.Reader {
	return c.segments[segment].NewReaderWith(func(column string) (*columns.Blob, error) { return c.texts(segment, column) })
}

// put keeps a reader that has read without an error.
func (p *readers) put(segment int, r *segments.Reader) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut {
		r.Close()
		return
	}
	if p.list = append(p.list, idleReader{segment, r}); len(p.list) > limitIdle {
		p.list[0].reader.Close()
		p.list = append(p.list[:0], p.list[1:]...)
	}
}

// close closes those that wait, and those that come back later.
func (p *readers) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, idle := range p.list {
		idle.reader.Close()
	}
	p.list, p.shut = nil, true
}
