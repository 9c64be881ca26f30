// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"dossier/event"
	"dossier/index"
)

// TestReadersBesideAWriter opens and reads a case again and again while a writer
// commits, merges and replaces: nothing fails, no source is there in part, and what
// was opened stays as it was.
func TestReadersBesideAWriter(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(71, 72))
	var sheets []*sheet
	for i := range 24 {
		sheets = append(sheets, newSheet(r, fmt.Sprintf("s%02d", i), 15, 30))
	}
	var done atomic.Bool
	var opened atomic.Int64
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for last := int64(0); !done.Load(); opened.Add(1) {
				n, err := readOnce(dir)
				if err != nil {
					t.Error(err)
					return
				}
				if n < last {
					t.Errorf("%d events after %d", n, last)
				}
				last = n
			}
		})
	}
	for i, s := range sheets {
		add(t, dir, s)
		if i%8 == 7 {
			write(t, dir, index.WriterOptions{MemoryBytes: 1}, func(w *index.Writer) error {
				w.Replace(sheets[i-5].source.Digest)
				return sheets[i-5].read(w)
			})
		}
	}
	done.Store(true)
	readers.Wait()
	if n := opened.Load(); n < 10 {
		t.Errorf("opened %d times: the test tests little", n)
	}
	sound(t, dir)
}

// readOnce opens the case, reads all of it and compares it with its own list.
func readOnce(dir string) (int64, error) {
	c, err := index.Open(dir, nil)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	var n int64
	held := map[event.Digest]int64{}
	for e, err := range c.Events(context.Background(), everything) {
		if err != nil {
			return 0, err
		}
		held[e.Origin.Source]++
		n++
	}
	var wrong error
	err = c.Check(context.Background(), func(d index.Difference) { wrong = fmt.Errorf("%s %s: %s", d.What, d.Where, d.Why) }, nil)
	if err := errors.Join(err, wrong); err != nil {
		return 0, err
	}
	for _, s := range c.Sources() {
		if held[s.Digest] != s.Events {
			return 0, fmt.Errorf("source %s: %d events of %d", s.Path, held[s.Digest], s.Events)
		}
	}
	return n, nil
}
