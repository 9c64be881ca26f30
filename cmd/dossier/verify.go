// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
)

// sampleBytes is how much evidence verify reads again unless all is asked for.
const sampleBytes = 64 << 20

func (a *app) verify() *cobra.Command {
	var whole, rebuild bool
	var redaction redactionFlags
	c := &cobra.Command{
		Use:   "verify [EXPORT]",
		Short: "Check that case and evidence, or an export, are what they were",
		Long: `Check that the case is what it was and says what its evidence says: hash all evidence
and all segments, check the chain of the journal, count, and read sources again and
compare every event with the case's: 64 MiB of sources, smallest first, or all of
them with --all. Each difference is reported; exit code 4 if there is one.

With the folder or archive of an export, check that instead: every file against the
manifest, every item against the bytes of the evidence, and the journal against what
the export says of it. --rebuild makes the export again from the case and compares
every byte. Without a case, only the files are checked, and it says so.`,
		Example: `  dossier -C acme.case verify
  dossier -C acme.case verify --all --format jsonl
  dossier -C acme.case verify hall.zip --rebuild`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.verifyExport(args[0], cmd.Flags().Changed("case"), rebuild, &redaction)
			}
			if rebuild {
				return usagef("--rebuild: name the export that is to be made again")
			}
			return a.reading(func(c *index.Case) error { return a.verifyCase(c, whole) })
		},
	}
	c.Flags().BoolVar(&whole, "all", false, "read all sources again, not a sample")
	c.Flags().BoolVar(&rebuild, "rebuild", false, "make the export again and compare every byte")
	redaction.register(c)
	a.formatFlag(c, "text", "jsonl")
	return c
}

type differenceJSON struct {
	What  string `json:"what"`
	Where string `json:"where"`
	Why   string `json:"why"`
}

func (a *app) verifyCase(c *index.Case, whole bool) error {
	var found int
	var hashed int64
	report := a.differences(&found)
	if err := c.Check(a.ctx, report, func(n int) { hashed += int64(n) }); err != nil {
		return err
	}
	read, events, err := a.compareSources(c, whole, report)
	if err != nil {
		if found == 0 || a.ctx.Err() != nil {
			return err
		}
		report(index.Difference{What: "case", Where: a.caseDir, Why: "sources cannot be compared: " + err.Error()})
	}
	if a.format == "text" {
		a.out.printf("evidence hashed: %s; journal chain followed\n", humanize.IBytes(uint64(hashed)))
		a.out.printf("%s read again: %s compared\n", plural(read, "source"), plural(int(events), "event"))
	}
	if found > 0 {
		if a.format == "text" {
			a.out.printf("%s\n", a.out.styled(red, plural(found, "difference")))
		}
		return errIntegrity
	}
	if a.format == "text" {
		a.out.printf("%s\n", a.out.styled(green, "no difference: case and evidence are what they were"))
	}
	return nil
}

// differences reports each difference and counts it.
func (a *app) differences(found *int) func(index.Difference) {
	return func(d index.Difference) {
		*found++
		if a.format == "jsonl" {
			a.jsonLine(differenceJSON(d))
			return
		}
		a.out.printf("%s %s %s: %s\n", a.out.styled(red, "✗"), d.What, show(d.Where), show(d.Why))
	}
}

// compareSources reads sources again, the small ones first.
func (a *app) compareSources(c *index.Case, whole bool, report func(index.Difference)) (count int, events int64, err error) {
	var budget int64 = sampleBytes
	for _, s := range bySize(c.Sources()) {
		if s.Parser == "" || s.Status == event.StatusCopy || s.Status == event.StatusFailed {
			continue
		}
		if budget -= s.SizeBytes; budget < 0 && !whole {
			break
		}
		n, err := a.compareSource(c, s, report)
		var evidence *index.EvidenceError
		if errors.As(err, &evidence) {
			continue // reported already
		}
		if err != nil {
			return count, events, err
		}
		count++
		events += n
	}
	return count, events, nil
}

// compareSource parses one source and compares with what the case holds of it.
func (a *app) compareSource(c *index.Case, s event.Source, report func(index.Difference)) (int64, error) {
	p, ok := parserOf(s.Parser)
	if !ok || p.String() != s.Parser {
		report(index.Difference{What: "source", Where: s.Path, Why: "was read by " + s.Parser + ", which this build does not have; read it again with 'dossier sources reread'"})
		return 0, nil
	}
	again := &digests{seen: map[event.ID][32]byte{}}
	o := ingest.Options{Parsers: all.List(), As: p.Name, Order: s.Order, Charset: s.Charset, AsOf: s.AsOf, Bodies: !s.NoBodies, ZoneName: s.Zone}
	if s.Zone != "" {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			return 0, fmt.Errorf("source %s: zone %s: %w", s.Path, s.Zone, err)
		}
		o.Zone = zone
	}
	err := c.SourceBytes(s, func(r io.ReaderAt) error { return ingest.Parse(a.ctx, o, s, r, s.SizeBytes, again) })
	if err != nil {
		return 0, err
	}
	return again.compare(a, c, s, report)
}

// digests is a sink that keeps of each event what it says, as a digest.
type digests struct{ seen map[event.ID][32]byte }

func (d *digests) Keep(string, io.Reader) (event.Digest, int64, error) { return event.Digest{}, 0, nil }
func (d *digests) OpenEvidence(event.Digest) (*os.File, error)         { return nil, os.ErrNotExist }
func (d *digests) Source(event.Digest) (event.Source, bool)            { return event.Source{}, false }
func (d *digests) Sighted(event.Digest, string) bool                   { return false }
func (d *digests) Commit(event.Source) error                           { return nil }
func (d *digests) Discard(event.Digest) error                          { return nil }

func (d *digests) Add(_ event.Digest, events []*event.Event, _ []*event.Fact, _ []event.Reject) error {
	for _, e := range events {
		d.seen[e.ID] = digestOf(e)
	}
	return nil
}

// digestOf is over all that an event says.
func digestOf(e *event.Event) [32]byte {
	out := eventJSONOf(e, nil, time.UTC)
	out.Duplicate = false
	text, err := json.Marshal(out, json.Deterministic(true))
	if err != nil {
		text = []byte(err.Error())
	}
	return sha256.Sum256(text)
}

func (d *digests) compare(a *app, c *index.Case, s event.Source, report func(index.Difference)) (int64, error) {
	var n int64
	f := index.Filter{Timeless: true, Duplicates: true, Sources: map[event.Digest]bool{s.Digest: true}}
	for e, err := range c.Events(a.ctx, f) {
		if err != nil {
			return n, err
		}
		n++
		want, ok := d.seen[e.ID]
		now := digestOf(e)
		switch {
		case !ok:
			report(index.Difference{What: "event", Where: e.ID.String(), Why: "its record in " + s.Path + " does not tell it"})
		case !bytes.Equal(want[:], now[:]):
			report(index.Difference{What: "event", Where: e.ID.String(), Why: "says something else than its record in " + s.Path + ", " + place(e.Origin.Span)})
		}
		delete(d.seen, e.ID)
	}
	for id := range d.seen {
		report(index.Difference{What: "event", Where: id.String(), Why: "is told by " + s.Path + " and missing from the case"})
		break // one is enough: the counts have been reported
	}
	return n, nil
}
