// SPDX-License-Identifier: Apache-2.0

package search

import (
	"context"
	"fmt"
	"sync"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// scans remembers what was found in the evidence, by expression.
type scans struct {
	progress func(read, all int64)

	mu   sync.Mutex
	hits map[string]*index.RawHits
}

func newScans(progress func(read, all int64)) *scans {
	return &scans{progress: progress, hits: map[string]*index.RawHits{}}
}

// scanned is the session's Env, in which raw: is answered by what a scan of the
// evidence found for each expression of the query.
func (s *Session) scanned(ctx context.Context, q query.Query) (query.Env, error) {
	env := s.Env
	patterns := query.RecordPatterns(q)
	if len(patterns) == 0 {
		return env, nil
	}
	known := map[string]*index.RawHits{}
	for _, p := range patterns {
		hits, err := s.scan(ctx, p)
		if err != nil {
			return env, fmt.Errorf("raw:%s: %w", p, err)
		}
		known[p.Text] = hits
	}
	env.Raw = func(p query.Pattern, o event.Origin) bool {
		hits := known[p.Text]
		return hits != nil && hits.Has(o)
	}
	return env, nil
}

func (s *Session) scan(ctx context.Context, p query.Pattern) (*index.RawHits, error) {
	s.scans.mu.Lock()
	hits, ok := s.scans.hits[p.Text]
	s.scans.mu.Unlock()
	if ok {
		return hits, nil
	}
	hits, err := s.Case.ScanRaw(ctx, p, s.scans.progress)
	if err != nil {
		return nil, err
	}
	s.scans.mu.Lock()
	s.scans.hits[p.Text] = hits
	s.scans.mu.Unlock()
	return hits, nil
}
