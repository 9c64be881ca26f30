// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"slices"

	"dossier/index/internal/columns"
	"dossier/index/query"
)

// reach is a query asked while not all is known of the evidence: which rows it finds
// whatever the records hold, and which it may find.
type reach struct{ sure, perhaps *columns.Set }

// reaching finds the rows whose records have to be read for an expression.
type reaching struct {
	*answering
	expression string
	needed     *columns.Set
}

// undecided are the rows of each segment whose records have to be read for an
// expression, as what is known does not decide the query for them.
func (c *Case) undecided(ctx context.Context, q query.Query, env query.Env, known rawFound, expression string) ([]*columns.Set, error) {
	marks, err := c.copies()
	if err != nil {
		return nil, err
	}
	one := &asking{c: c, env: env, marks: marks, raw: known}
	needed := make([]*columns.Set, len(c.segments))
	err = parallel(ctx, len(c.segments), func(i int) error {
		all := one.candidates(i, q)
		needed[i] = columns.NewSet(all.Len())
		r := &reaching{&answering{asking: one, ctx: ctx, segment: i, rows: all.Len(), memory: memory{}}, expression, needed[i]}
		_, err := r.of(q, all)
		return err
	})
	return needed, err
}

// of is what the query reaches among some rows.
func (r *reaching) of(q query.Query, within *columns.Set) (reach, error) {
	if !slices.ContainsFunc(termsOf(q), func(t *query.Term) bool { return t.Field == "raw" }) {
		found, err := r.find(q, within)
		return reach{found, found}, err
	}
	switch q := q.(type) {
	case query.And:
		return r.ofAll(q, within)
	case query.Or:
		return r.ofAny(q, within)
	case query.Not:
		of, err := r.of(q.Of, within)
		if err != nil {
			return reach{}, err
		}
		out := reach{within.Clone(), within.Clone()}
		out.sure.AndNot(of.perhaps)
		out.perhaps.AndNot(of.sure)
		return out, nil
	}
	return r.ofTerm(q.(*query.Term), within), nil
}

func (r *reaching) ofAll(parts query.And, within *columns.Set) (reach, error) {
	out := reach{within.Clone(), within}
	for _, part := range cheapestFirst(parts) {
		one, err := r.of(part, out.perhaps)
		if err != nil {
			return reach{}, err
		}
		out.sure.And(one.sure)
		out.perhaps = one.perhaps
	}
	return out, nil
}

func (r *reaching) ofAny(parts query.Or, within *columns.Set) (reach, error) {
	out, left := reach{columns.NewSet(r.rows), columns.NewSet(r.rows)}, within.Clone()
	for _, part := range cheapestFirst(parts) {
		one, err := r.of(part, left)
		if err != nil {
			return reach{}, err
		}
		out.sure.Or(one.sure)
		out.perhaps.Or(one.perhaps)
		left.AndNot(one.sure)
	}
	return out, nil
}

// ofTerm is what is known of a term, and notes what is not.
func (r *reaching) ofTerm(t *query.Term, within *columns.Set) reach {
	sure := r.rawKnown(t, within)
	unread := columns.NewSet(r.rows) // not looked at for one of the term's expressions
	for _, v := range t.Any {
		left := within.Clone()
		left.AndNot(sure)
		text := v.(query.Pattern).Text
		if at := r.raw[text][r.segment].at; at != nil {
			left.AndNot(at)
		}
		if unread.Or(left); text == r.expression {
			r.needed.Or(left)
		}
	}
	perhaps := sure.Clone()
	perhaps.Or(unread)
	return reach{sure, perhaps}
}

// rawKnown are the rows of within in which one of the term's expressions was found.
func (a *answering) rawKnown(t *query.Term, within *columns.Set) *columns.Set {
	found := columns.NewSet(a.rows)
	for _, v := range t.Any {
		if list := a.raw[v.(query.Pattern).Text]; list[a.segment].found != nil {
			found.Or(list[a.segment].found)
		}
	}
	found.And(within)
	return found
}

// termsOf are the terms of a query in the order of writing.
func termsOf(q query.Query) (list []*query.Term) {
	query.Terms(q, func(t *query.Term) { list = append(list, t) })
	return list
}

// asksRaw reports whether a term looks for an expression in the records.
func asksRaw(t *query.Term, expression string) bool {
	return t.Field == "raw" && slices.ContainsFunc(t.Any, func(v query.Value) bool { return v.(query.Pattern).Text == expression })
}
