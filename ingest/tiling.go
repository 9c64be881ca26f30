// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"maps"
	"slices"

	"dossier/event"
)

// tiling keeps track of which bytes are accounted for. Spans mostly come one
// after another; those that come early wait.
type tiling struct {
	end   int64           // all before it is accounted for
	early map[int64]int64 // end by start of spans beyond end
}

func (t *tiling) add(start, end int64) {
	if start > t.end {
		if t.early == nil {
			t.early = map[int64]int64{}
		}
		t.early[start] = max(t.early[start], end)
		return
	}
	t.end = max(t.end, end)
	for len(t.early) > 0 {
		next, ok := t.early[t.end]
		if !ok {
			return
		}
		delete(t.early, t.end)
		t.end = max(t.end, next)
	}
}

// gaps are the spans before size that nothing accounted for.
func (t *tiling) gaps(size int64) []event.Span {
	var gaps []event.Span
	end := t.end
	for _, start := range slices.Sorted(maps.Keys(t.early)) {
		if start > end {
			gaps = append(gaps, event.Span{Offset: end, Length: start - end})
		}
		end = max(end, t.early[start])
	}
	if end < size {
		gaps = append(gaps, event.Span{Offset: end, Length: size - end})
	}
	return gaps
}
