// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"dossier/index/internal/columns"
	"dossier/index/internal/scan"
	"dossier/index/query"
)

// RawScans answers queries that ask raw:. Of the evidence it reads what can decide
// them: the records of those events that the rest of the query leaves. What it has
// read it remembers, by expression. Safe for concurrent use; of use until its case is
// closed.
type RawScans struct {
	c        *Case
	progress func(read, all int64)

	mu    sync.Mutex
	known rawFound
}

// NewRawScans has read nothing yet. progress, if it is not nil, is told during each
// reading how many bytes of how many have been looked at; one call at a time within a
// reading.
func (c *Case) NewRawScans(progress func(read, all int64)) *RawScans {
	return &RawScans{c: c, progress: progress, known: rawFound{}}
}

// looked are rows of a segment whose records were read, and those of them in which
// the expression was found. Neither changes any more. The zero looked is nothing.
type looked struct{ at, found *columns.Set }

// rawFound is what is known of expressions, by segment.
type rawFound map[string][]looked

// Select is Case.Select. It agrees with Case.HasRaw, but does not check the digests of
// evidence that is not in an archive. Evidence that it has to read and that is
// missing, altered or too short is an *EvidenceError.
func (s *RawScans) Select(ctx context.Context, q query.Query, env query.Env) (*Selection, error) {
	known, err := s.read(ctx, q, env, nil)
	if err != nil {
		return nil, err
	}
	return s.c.ask(ctx, q, env, known, nil)
}

// Explain is Case.Explain, with what had to be read of the evidence beyond what was
// read before.
func (s *RawScans) Explain(ctx context.Context, q query.Query, env query.Env) (Explanation, error) {
	n := &notes{terms: map[*query.Term]*TermCost{}}
	q = query.Simplify(q)
	known, err := s.read(ctx, q, env, n)
	if err != nil {
		return Explanation{}, err
	}
	return s.c.explain(ctx, q, env, known, n)
}

// read makes known what the query asks of the evidence. One expression comes after
// the other: what the first has not is not read for the second.
func (s *RawScans) read(ctx context.Context, q query.Query, env query.Env, n *notes) (rawFound, error) {
	known := rawFound{}
	for _, p := range query.RecordPatterns(q) {
		known[p.Text] = s.remembered(p.Text)
	}
	for _, p := range query.RecordPatterns(q) {
		if err := s.readFor(ctx, p, q, env, known, n); err != nil {
			return nil, fmt.Errorf("raw:%s: %w", p, err)
		}
	}
	return known, nil
}

func (s *RawScans) readFor(ctx context.Context, p query.Pattern, q query.Query, env query.Env, known rawFound, n *notes) error {
	needed, err := s.c.undecided(ctx, q, env, known, p.Text)
	if err != nil {
		return err
	}
	expression, err := scan.Compile(p.Expression())
	if err != nil {
		return err
	}
	found, readBytes, err := s.c.scanRows(ctx, expression, needed, s.progress)
	if err != nil {
		return err
	}
	terms := termsOf(q)
	first := slices.IndexFunc(terms, func(t *query.Term) bool { return asksRaw(t, p.Text) })
	n.evidence(terms[first], readBytes, s.c.recordBytes())
	known[p.Text] = s.remember(p.Text, needed, found)
	return nil
}

// remembered is what is known of an expression.
func (s *RawScans) remembered(expression string) []looked {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.known[expression]; list != nil {
		return list
	}
	return make([]looked, len(s.c.segments))
}

// remember adds what was found in rows to what is known, and returns all of it.
func (s *RawScans) remember(expression string, rows, found []*columns.Set) []looked {
	list := s.remembered(expression)
	joined := make([]looked, len(list))
	for i, before := range list {
		switch joined[i] = before; {
		case rows[i].Empty():
		case before.at == nil:
			joined[i] = looked{rows[i], found[i]}
		default:
			joined[i] = looked{before.at.Clone(), before.found.Clone()}
			joined[i].at.Or(rows[i])
			joined[i].found.Or(found[i])
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = maps.Clone(s.known)
	s.known[expression] = joined
	return joined
}
