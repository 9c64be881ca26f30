// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"sync"

	"dossier/index/query"
)

// Explanation is how a query was answered, and what that cost.
type Explanation struct {
	Query    string // simplified
	Count    int64  // events found
	Segments int
	Rows     int64 // events of the case, copies included
	Terms    []TermCost
}

// TermCost is what the case had to look at for one term.
type TermCost struct {
	Term string
	// Entries are the distinct values that were compared, summed over columns and
	// segments, and Matched those of them that matched: their rows are looked up,
	// not read.
	Entries, Matched int64
	// Pages are the pages of long texts that the term was asked of, and Read those
	// of them that had to be unpacked since they may have the words.
	Pages, Read int64
	// Verified are the rows whose text was compared.
	Verified int64
	// EvidenceRead are the bytes of the evidence that were read for the term, once
	// for each of its expressions, and Evidence those of all sources that have events.
	EvidenceRead, Evidence int64
}

// notes gather what a question costs. nil gathers nothing. Safe for concurrent use.
type notes struct {
	mu    sync.Mutex
	terms map[*query.Term]*TermCost
}

func (n *notes) note(t *query.Term, add func(*TermCost)) {
	if n == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.terms[t] == nil {
		n.terms[t] = &TermCost{}
	}
	add(n.terms[t])
}

func (n *notes) entries(t *query.Term, matched, all int) {
	n.note(t, func(c *TermCost) { c.Entries += int64(all); c.Matched += int64(matched) })
}

func (n *notes) pageAsked(t *query.Term) { n.note(t, func(c *TermCost) { c.Pages++ }) }

func (n *notes) pageRead(t *query.Term, verified int64) {
	n.note(t, func(c *TermCost) { c.Read++; c.Verified += verified })
}

func (n *notes) evidence(t *query.Term, readBytes, all int64) {
	n.note(t, func(c *TermCost) { c.EvidenceRead += readBytes; c.Evidence = all })
}

// Explain asks a query and says how it was answered: its terms in the order of
// writing.
func (c *Case) Explain(ctx context.Context, q query.Query, env query.Env) (Explanation, error) {
	return c.explain(ctx, query.Simplify(q), env, nil, &notes{terms: map[*query.Term]*TermCost{}})
}

// explain is Explain of a simplified query, in which known answers raw:.
func (c *Case) explain(ctx context.Context, q query.Query, env query.Env, known rawFound, n *notes) (Explanation, error) {
	s, err := c.ask(ctx, q, env, known, n)
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Query: q.String(), Count: s.Count(), Segments: len(c.segments), Rows: c.EventCount()}
	query.Terms(q, func(t *query.Term) {
		cost := TermCost{}
		if found := n.terms[t]; found != nil {
			cost = *found
		}
		cost.Term = t.String()
		out.Terms = append(out.Terms, cost)
	})
	return out, nil
}
