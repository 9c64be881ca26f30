// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"io"

	"dossier/event"
)

// Difference is something that is not as it was recorded.
type Difference struct {
	What  string // "evidence", "segment", "journal", "source"
	Where string
	Why   string
}

// Check compares the case with what it says of itself: the digest of every piece
// of evidence and of every segment, the journal's chain, and how many events,
// facts and rejects of each source the segments hold. Each difference is reported;
// the error is of the context. Nothing is counted if a segment is altered. hashed is told how many bytes of evidence have been
// hashed; it may be nil.
func (c *Case) Check(ctx context.Context, report func(Difference), hashed func(bytes int)) error {
	entries, err := c.Journal()
	if err == nil {
		err = c.checkIngests(entries, report)
	}
	if err != nil {
		report(Difference{"journal", "journal.jsonl", err.Error()})
	}
	intact := true
	for _, s := range c.segments {
		digest, err := s.Digest()
		switch {
		case err != nil:
			intact = false
			report(Difference{"segment", s.Name, err.Error()})
		case digest != c.manifest.Digests[s.Name]:
			intact = false
			report(Difference{"segment", s.Name, "its bytes have changed: SHA-256 is now " + digest.String()})
		}
	}
	checked := map[event.Digest]bool{}
	for _, s := range c.Sources() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if checked[s.Evidence] || s.Evidence == s.Digest && s.SizeBytes == 0 && s.Status == event.StatusFailed {
			continue
		}
		checked[s.Evidence] = true
		if err := c.CheckEvidence(s.Evidence, hashed); err != nil {
			report(Difference{"evidence", s.Path, err.Error()})
		}
	}
	if !intact {
		return nil // what an altered segment seems to hold is no witness
	}
	return c.checkCounts(report)
}

// checkIngests looks for what the journal says was added. A writer may have added
// more since the case was opened, and enters it after listing it: so the list is
// read again, after the journal.
func (c *Case) checkIngests(entries []JournalEntry, report func(Difference)) error {
	now, err := readManifest(c.dir)
	if err != nil {
		return err
	}
	listed := map[sighting]bool{}
	for _, s := range now.Sources {
		listed[sighting{s.Digest, s.Path}] = true
	}
	added, err := ingested(entries)
	for _, s := range added {
		if at := (sighting{s.Digest, s.Path}); !listed[at] {
			listed[at] = true // once is enough
			report(Difference{"source", s.Path, "the journal says that it was added, and sources.jsonl does not list it: " + s.Digest.String()})
		}
	}
	return err
}

type tallies struct{ events, facts, rejects int64 }

// checkCounts compares the sources' counts with what the segments hold.
func (c *Case) checkCounts(report func(Difference)) error {
	held := map[event.Digest]*tallies{}
	of := func(d event.Digest) *tallies {
		if held[d] == nil {
			held[d] = &tallies{}
		}
		return held[d]
	}
	for _, s := range c.segments {
		err := s.Texts(func(_ int64, v []string) {
			if d, err := event.ParseDigest(v[0]); err == nil {
				of(d).events++
			}
		}, "source")
		if err != nil {
			report(Difference{"segment", s.Name, err.Error()})
		}
	}
	if err := c.Facts(func(f *event.Fact) error { of(f.Origin.Source).facts++; return nil }); err != nil {
		report(Difference{"segment", "facts", err.Error()})
	}
	if err := c.Rejects(func(r event.Reject) error { of(r.Origin.Source).rejects++; return nil }); err != nil {
		report(Difference{"segment", "rejects", err.Error()})
	}
	for _, s := range c.manifest.Sources {
		if s.Status == event.StatusCopy {
			continue
		}
		have := of(s.Digest)
		if want := (tallies{s.Events, s.Facts, s.Rejects}); *have != want {
			report(Difference{"source", s.Path, fmt.Sprintf("recorded %d events, %d facts, %d rejects; the case holds %d, %d, %d",
				want.events, want.facts, want.rejects, have.events, have.facts, have.rejects)})
		}
		delete(held, s.Digest)
	}
	for d, have := range held {
		report(Difference{"source", d.String(), fmt.Sprintf("not listed, yet the case holds %d events of it", have.events)})
	}
	return nil
}

// SourceBytes gives access to a source's own bytes, unpacked if need be and
// checked against its digest.
func (c *Case) SourceBytes(s event.Source, use func(io.ReaderAt) error) error {
	return c.withSource(s, use)
}
