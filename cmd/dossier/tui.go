// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
	"dossier/tui"
	"dossier/tui/ui"
)

func (a *app) tui() *cobra.Command {
	var subject string
	c := &cobra.Command{
		Use:   "tui",
		Short: "Look through the case on the screen",
		Long: `Look through the case on the screen: what there is, the timeline with every event
down to its record, people, links, the chronology. dossier alone, inside a case, does
the same. ? lists the keys, : every action. What is decided there goes to the journal
at once, as with the commands; quitting asks nothing, and the next start is where this
one ended. Needs a terminal.`,
		Example: `  dossier -C acme.case tui
  dossier -C acme.case tui --subject "Mike Hall"
  dossier -C acme.case`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.runTUI(subject) },
	}
	c.Flags().StringVar(&subject, "subject", "", "whom the case is about; whoever it was last time, or the one who left")
	return c
}

// limitScreensBytes is from where on the collector works harder, so that a long day
// over ten million events stays below 1.5 GiB.
const limitScreensBytes = 1300 << 20

// runTUI shows the case on the terminal.
func (a *app) runTUI(subject string) error {
	if _, err := os.Stat(filepath.Join(a.caseDir, "case.json")); err != nil {
		return a.reading(func(*index.Case) error { return nil }) // which says what is wrong
	}
	in, isFile := a.in.(*os.File)
	if !a.out.terminal || !isFile || !term.IsTerminal(int(in.Fd())) {
		return usagef("the screen needs a terminal for input and output; without one use 'dossier search', 'dossier timeline', 'dossier touched' or 'dossier sources'")
	}
	debug.SetMemoryLimit(limitScreensBytes)
	return tui.Run(a.ctx, tui.Options{
		Dir: a.caseDir, Subject: subject, Open: a.open, Add: a.addFor, Zoneless: zoneless, Now: a.now,
		Reread: a.rereadFor, Formats: formatChoices(), Export: a.exportFor,
		Colours: a.out.colour, In: in, Out: os.Stdout,
	})
}

func zoneless(parser string) bool {
	p, ok := parserOf(parser)
	return ok && p.Zoneless
}

// addFor reads evidence for the screen: it tells how far it is, and prints nothing.
func (a *app) addFor(ctx context.Context, path, zone string, tell func(string)) (string, error) {
	b := a.forScreen(ctx, tell)
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	outcomes, err := b.ingest(a.caseDir, addFlags{zone: zone, memory: "1G"}, []string{path}, nil)
	if err != nil {
		return "", err
	}
	var events int64
	known := 0
	for _, out := range outcomes {
		if out.Known {
			known++
			continue
		}
		events += out.Source.Events
	}
	summary := "added " + plural(len(outcomes)-known, "source") + " with " + plural(int(events), "event") + " from " + filepath.Base(path)
	if known > 0 {
		summary += "; " + plural(known, "source") + " already in the case"
	}
	return summary, nil
}

// forScreen is the program as the screen runs it: it prints nothing, and tells how far
// it is. After what it does has returned, nothing more is told.
func (a *app) forScreen(ctx context.Context, tell func(string)) *app {
	b := *a
	b.ctx, b.out, b.errs, b.format = ctx, newOutput(discard{}), newOutput(discard{}), "text"
	b.progress = func(m *ingest.Meter) func() {
		start := a.now()
		ticker := time.NewTicker(200 * time.Millisecond)
		done, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			for {
				select {
				case <-done:
					return
				case <-ticker.C:
					tell(progressLine(m, a.now().Sub(start)))
				}
			}
		}()
		return func() { ticker.Stop(); close(done); <-ended }
	}
	return &b
}

// rereadFor reads a source again for the screen, as 'dossier sources reread' does.
func (a *app) rereadFor(ctx context.Context, source event.Source, format, zone string, tell func(string)) (string, error) {
	if zone != "" {
		if _, err := loadZone(zone); err != nil {
			return "", err
		}
	}
	out, err := a.forScreen(ctx, tell).rereadSource(source, addFlags{as: format, zone: zone, memory: "1G"})
	if err != nil {
		return "", err
	}
	now := out.Source
	return fmt.Sprintf("%s read again as %s: %s, %s", filepath.Base(source.Path), cmp.Or(formatName(now.Parser), string(now.Status)),
		plural(int(now.Events+now.Facts), "record"), plural(int(now.Rejects), "reject")), nil
}

// formatChoices are the formats that a source can be read as.
func formatChoices() []ui.Choice {
	var list []ui.Choice
	for _, p := range all.List() {
		list = append(list, ui.Choice{Text: p.Name + "  " + p.Title, Value: p.Name})
	}
	return list
}

// exportFor exports the chronology for the screen, as 'dossier export --chronology'
// does.
func (a *app) exportFor(ctx context.Context, plan ui.ExportPlan) (string, error) {
	b := a.forScreen(ctx, func(string) {})
	f := exportFlags{chronology: true, profile: plan.Profile, formats: strings.Split(plan.Formats, ","), out: plan.Dir, paper: "a4", batesFrom: "1"}
	err := b.reading(func(c *index.Case) error {
		r, err := f.request("", c.Info().Zone)
		if err != nil {
			return err
		}
		return b.exportCase(c, r, &f)
	})
	if err != nil {
		return "", err
	}
	where, err := filepath.Abs(plan.Dir)
	return "exported to " + where + "; 'dossier verify' checks it", err
}

// discard is where nothing is written.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
