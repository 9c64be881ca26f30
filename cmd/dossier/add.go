// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers"
	"dossier/parsers/all"
)

// addFlags are the flags of commands that read evidence.
type addFlags struct {
	zone, as, order, asOf, charset, memory string
	reference, noBodies                    bool
	workers                                int
}

func (f *addFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.zone, "tz", "", "IANA name of the zone of sources whose format names none")
	flags.StringVar(&f.as, "as", "", "read as this format (see 'dossier formats'), whatever the content says")
	flags.StringVar(&f.order, "date-order", "", "how the sources write dates in figures: mdy, dmy or ymd")
	flags.StringVar(&f.asOf, "as-of", "", "day for which rosters and other reference records speak, such as 2024-05-20")
	flags.StringVar(&f.charset, "charset", "", "code page of bytes that are not UTF-8, such as windows-1250")
	flags.StringVar(&f.memory, "memory", "1G", "memory to use at the most")
	flags.BoolVar(&f.reference, "reference", false, "refer to the evidence where it lies instead of keeping a copy")
	flags.BoolVar(&f.noBodies, "no-bodies", false, "leave out the text of messages")
	flags.IntVar(&f.workers, "workers", 0, "files to read at the same time; 0: one a processor")
}

// options turns the flags into what ingest and the case want.
func (f *addFlags) options() (ingest.Options, index.WriterOptions, error) {
	o := ingest.Options{Parsers: all.List(), As: f.as, Order: strings.ToLower(f.order), Charset: f.charset, Bodies: !f.noBodies, Workers: f.workers}
	var w index.WriterOptions
	var err error
	if f.zone != "" {
		if o.Zone, err = loadZone(f.zone); err != nil {
			return o, w, err
		}
		o.ZoneName = f.zone
	}
	if o.AsOf, err = parseDate("as-of", f.asOf); err != nil {
		return o, w, err
	}
	if err := o.Check(); err != nil {
		return o, w, &usageError{err}
	}
	w.MemoryBytes, err = parseSize(f.memory)
	w.Reference = f.reference
	return o, w, err
}

func (a *app) add() *cobra.Command {
	var f addFlags
	c := &cobra.Command{
		Use:   "add PATH…",
		Short: "Add evidence: files, folders and archives",
		Long: `Add files, folders and archives (.zip .gz .zst .7z .tar) to the case. Formats are
recognised by content, never by name. The case keeps the original bytes under their
SHA-256. Adding the same bytes again does nothing, and says so.

A source whose format names no time zone is read as of an unknown zone, and says
so, unless --tz names one; 'dossier sources reread' corrects it later.`,
		Example: `  dossier -C acme.case add exports --tz America/New_York
  dossier -C acme.case add AuditLog.csv.gz hr/roster.csv
  dossier -C acme.case add odd.csv --as m365-audit`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			outcomes, err := a.ingest(a.caseDir, f, args, nil)
			if err != nil {
				return err
			}
			return a.reportAdded(outcomes)
		},
	}
	f.register(c)
	a.formatFlag(c, "text", "jsonl")
	return c
}

// ingest reads paths into the case in dir. before, when not nil, is called with
// the writer open and nothing read.
func (a *app) ingest(dir string, f addFlags, paths []string, before func(*index.Writer) error) ([]ingest.Outcome, error) {
	o, wo, err := f.options()
	if err != nil {
		return nil, err
	}
	// The rest is the program's own code and what it maps.
	debug.SetMemoryLimit(wo.MemoryBytes - wo.MemoryBytes/16)
	wo.Purpose, wo.Now = "add", a.now
	w, err := index.OpenWriter(dir, wo)
	if errors.Is(err, index.ErrNoCase) {
		return nil, usagef("%w; make one with 'dossier create', or name one with -C", err)
	}
	if err != nil {
		return nil, err
	}
	if before != nil {
		if err := before(w); err != nil {
			return nil, errors.Join(err, w.Abandon())
		}
	}
	var outcomes []ingest.Outcome
	o.Done = func(out ingest.Outcome) { outcomes = append(outcomes, out) }
	o.Meter = &ingest.Meter{}
	o.TempDir = filepath.Join(dir, "tmp")
	if o.Exclude, err = filepath.Abs(dir); err != nil {
		return nil, errors.Join(err, w.Abandon())
	}
	stop := a.watch(o.Meter)
	err = ingest.Run(a.ctx, o, paths, w)
	stop()
	err = errors.Join(err, w.Close())
	slices.SortFunc(outcomes, func(x, y ingest.Outcome) int {
		return cmp.Or(cmp.Compare(x.Source.Path, y.Source.Path), cmp.Compare(x.Source.Status, y.Source.Status))
	})
	return outcomes, err
}

// watch has somebody told how far the work is, until the function that it returns
// is called.
func (a *app) watch(m *ingest.Meter) func() {
	if a.progress != nil {
		return a.progress(m)
	}
	return a.showProgress(m)
}

// showProgress keeps a line about the work on a terminal's standard error. The
// function it returns ends it.
func (a *app) showProgress(m *ingest.Meter) func() {
	if !a.errs.terminal {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	start := time.Now()
	go func() {
		defer close(done)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				a.errs.printf("\r\x1b[K")
				_ = a.errs.flush() // nobody is left to tell
				return
			case <-tick.C:
				line := []rune(progressLine(m, time.Since(start)))
				if room := a.errs.width - 1; room > 0 && len(line) > room {
					line = line[:room]
				}
				a.errs.printf("\r\x1b[K%s", string(line))
				_ = a.errs.flush()
			}
		}
	}()
	return func() { cancel(); <-done }
}

// progressLine says how far the work is: files, bytes, events a second, time left.
func progressLine(m *ingest.Meter, elapsed time.Duration) string {
	done, total := m.BytesDone.Load(), m.BytesTotal.Load()
	events := m.Events.Load()
	var b strings.Builder
	b.WriteString(humanize.Comma(m.FilesDone.Load()) + "/" + humanize.Comma(m.FilesTotal.Load()) + " files  ")
	b.WriteString(humanize.IBytes(uint64(done)) + "/" + humanize.IBytes(uint64(total)) + "  ")
	b.WriteString(humanize.Comma(int64(float64(events)/max(elapsed.Seconds(), 0.001))) + " events/s")
	if done > 0 && done < total && elapsed > time.Second {
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(done))
		b.WriteString("  " + left.Round(time.Second).String() + " left")
	}
	if p := m.Current.Load(); p != nil {
		b.WriteString("  " + show(*p))
	}
	return b.String()
}

// reportAdded says what became of what was given.
func (a *app) reportAdded(outcomes []ingest.Outcome) error {
	var err error
	for _, out := range outcomes {
		switch out.Source.Status {
		case event.StatusPartial, event.StatusFailed, event.StatusAmbiguous:
			err = errPartly
		}
	}
	if a.format == "jsonl" {
		for _, out := range outcomes {
			a.jsonLine(outcomeJSON(out))
		}
		return err
	}
	a.summary(outcomes)
	a.problems(outcomes)
	return err
}

// summary counts by format.
func (a *app) summary(outcomes []ingest.Outcome) {
	type sums struct{ files, events, facts, rejects int64 }
	byFormat := map[string]*sums{}
	var names []string
	known := 0
	for _, out := range outcomes {
		s := out.Source
		if out.Known {
			known++
			continue
		}
		name := cmp.Or(formatName(s.Parser), string(s.Status))
		if byFormat[name] == nil {
			byFormat[name] = &sums{}
			names = append(names, name)
		}
		sum := byFormat[name]
		sum.files++
		sum.events += s.Events
		sum.facts += s.Facts
		sum.rejects += s.Rejects
	}
	slices.Sort(names)
	t := table{kinds: []columnKind{left, right, right, right, right}, header: []string{"format", "sources", "events", "facts", "rejects"}}
	for _, name := range names {
		s := byFormat[name]
		t.rows = append(t.rows, []string{name, humanize.Comma(s.files), humanize.Comma(s.events), humanize.Comma(s.facts), humanize.Comma(s.rejects)})
	}
	if len(t.rows) > 0 {
		t.write(a.out)
	}
	if known > 0 {
		a.out.printf("%s already in the case: nothing to do for them\n", plural(known, "source"))
	}
	if sum := byFormat[string(event.StatusCopy)]; sum != nil {
		a.out.printf("of the same bytes as another source, and not read again: %s\n", plural(int(sum.files), "source"))
	}
	if len(outcomes) == 0 {
		a.out.printf("no files there\n")
	}
}

// limitProblems bounds how many sources are listed after an ingest.
const limitProblems = 40

// urgency is the order in which they are listed.
var urgency = map[event.Status]int{
	event.StatusFailed: 1, event.StatusAmbiguous: 2, event.StatusPartial: 3, event.StatusUnknown: 4,
}

// problems lists what somebody should look at.
func (a *app) problems(outcomes []ingest.Outcome) {
	t := table{kinds: []columnKind{left, path, folded}}
	zoneless := 0
	for _, out := range outcomes {
		s := out.Source
		if out.Known {
			continue
		}
		if p, ok := parserOf(s.Parser); ok && p.Zoneless && s.Zone == "" && s.Events > 0 {
			zoneless++
		}
		switch s.Status {
		case event.StatusFailed, event.StatusAmbiguous, event.StatusUnknown:
			t.rows = append(t.rows, []string{string(s.Status), show(s.Path), show(firstLine(s.Reason))})
		case event.StatusPartial:
			t.rows = append(t.rows, []string{"partial", show(s.Path), plural(int(s.Rejects), "reject") + ": see 'dossier rejects'"})
		}
	}
	if len(t.rows) > 0 {
		a.out.heading("Not read, or not whole")
		// What was meant to be read comes before what is no log at all.
		slices.SortStableFunc(t.rows, func(x, y []string) int {
			return cmp.Compare(urgency[event.Status(x[0])], urgency[event.Status(y[0])])
		})
		left := len(t.rows) - limitProblems
		t.rows = t.rows[:min(len(t.rows), limitProblems)]
		t.write(a.out)
		if left > 0 {
			a.out.printf("and %s more: dossier -C %s sources\n", humanize.Comma(int64(left)), quoteArg(a.caseDir))
		}
	}
	if zoneless > 0 {
		a.out.printf("\nlocal times without a zone in %s: their times are marked as of unknown zone.\n", plural(zoneless, "source"))
		a.out.printf("To correct: dossier -C %s sources reread PATH --tz America/New_York\n", quoteArg(a.caseDir))
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func parserOf(nameAtVersion string) (parsers.Parser, bool) {
	name := formatName(nameAtVersion)
	for _, p := range all.List() {
		if p.Name == name {
			return p, true
		}
	}
	return parsers.Parser{}, false
}
