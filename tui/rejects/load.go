// SPDX-License-Identifier: Apache-2.0

package rejects

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
)

// group is what could not be read of one source for one reason.
type group struct {
	reason  string
	source  event.Source
	count   int64 // records; 0 where the whole source is no log that is known
	bytes   int64
	records []record // the first of them
	detail  string   // why, of a whole source
}

// record is a span that was not understood.
type record struct {
	reject event.Reject
	place  string
}

// limitRecords is how many records of a group are listed.
const limitRecords = 500

// known is what could not be read.
type known struct {
	groups  []group
	reasons map[string]string // how much has a reason, in words
	records int64
	sources int64 // that were not read at all
	all     int   // sources there are
}

// load finds out what could not be read.
func load(ctx context.Context, c *index.Case) (known, error) {
	k := known{reasons: map[string]string{}}
	byDigest := map[event.Digest]event.Source{}
	for _, s := range c.Sources() {
		k.all++
		if s.Status != event.StatusCopy {
			byDigest[s.Digest] = s
		}
	}
	type key struct {
		reason string
		source event.Digest
	}
	groups := map[key]*group{}
	err := c.Rejects(func(r event.Reject) error {
		at := key{r.Reason, r.Origin.Source}
		g := groups[at]
		if g == nil {
			g = &group{reason: r.Reason, source: byDigest[r.Origin.Source]}
			groups[at] = g
		}
		g.count++
		g.bytes += r.Origin.Span.Length
		g.records = append(g.records, record{r, wording.Place(r.Origin.Span)})
		if len(g.records) > 2*limitRecords {
			g.settle()
		}
		k.records++
		return ctx.Err()
	})
	if err != nil {
		return k, err
	}
	for _, g := range groups {
		g.settle()
		k.groups = append(k.groups, *g)
	}
	for _, s := range byDigest {
		if reason := unread[s.Status]; reason != "" {
			k.sources++
			k.groups = append(k.groups, group{reason: reason, source: s, bytes: s.SizeBytes, detail: s.Reason})
		}
	}
	k.sort()
	return k, nil
}

// settle keeps the records that stand first in the source.
func (g *group) settle() {
	slices.SortFunc(g.records, func(a, b record) int {
		return cmp.Compare(a.reject.Origin.Span.Offset, b.reject.Origin.Span.Offset)
	})
	g.records = g.records[:min(len(g.records), limitRecords)]
}

// unread are the reasons why a whole source was not read.
var unread = map[event.Status]string{
	event.StatusUnknown:   "not a log of a known format",
	event.StatusAmbiguous: "several formats fit: choose one",
	event.StatusFailed:    "the file cannot be read",
}

// sort puts the reasons with most records first, and within each the sources.
func (k *known) sort() {
	records, sizes := map[string]int64{}, map[string]int64{}
	sources := map[string]int{}
	for _, g := range k.groups {
		records[g.reason] += g.count
		sizes[g.reason] += g.bytes
		sources[g.reason]++
	}
	for reason, n := range records {
		what := wording.Plural(int(n), "record") + " in " + wording.Plural(sources[reason], "source")
		if n == 0 {
			what = wording.Plural(sources[reason], "source")
		}
		k.reasons[reason] = fmt.Sprintf("%s · %s", what, wording.Plural(int(sizes[reason]), "byte"))
	}
	slices.SortFunc(k.groups, func(a, b group) int {
		return cmp.Or(-cmp.Compare(records[a.reason], records[b.reason]), cmp.Compare(a.reason, b.reason), -cmp.Compare(a.count, b.count),
			cmp.Compare(a.source.Path, b.source.Path))
	})
}

// raw is what a record holds, in lines.
type raw struct {
	id    event.ID
	lines []string
	err   error // the evidence is not what it was, or cannot be read
}

// look reads the bytes of a record, after checking the digest of its evidence.
// It is called in commands only; the context ends it before it begins.
func look(ctx context.Context, c *index.Case, r event.Reject) raw {
	out := raw{id: r.ID, err: ctx.Err()}
	if out.err != nil {
		return out
	}
	records, err := c.Raw(r.Origin)
	if err != nil {
		out.err = err
		return out
	}
	for _, record := range records {
		out.lines = append(out.lines, strings.Split(strings.TrimRight(string(record.Bytes), "\r\n"), "\n")...)
		if record.Cut {
			out.lines = append(out.lines, "… the record goes on; 'dossier rejects --all' says where it ends")
		}
	}
	return out
}
