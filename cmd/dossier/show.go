// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
)

func (a *app) show() *cobra.Command {
	var raw bool
	c := &cobra.Command{
		Use:   "show EVENT-ID",
		Short: "Show one event whole, or the very bytes of its record",
		Long: `Show one event with every field, whose account it was and why, and where it stands
in the evidence. With --raw, write the bytes of the record as they are in the
evidence, after checking the evidence's SHA-256; on a terminal, control characters
are made visible, into a pipe the bytes go as they are.`,
		Example: `  dossier show 9f2c41aa03d1
  dossier show 9f2c41aa03d1 --raw > record.bin`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.reading(func(c *index.Case) error {
				e, err := c.Event(args[0])
				if err != nil {
					return err
				}
				if raw {
					return a.showRaw(c, e)
				}
				if a.format == "jsonl" {
					a.jsonLine(eventJSONOf(e, pathsOf(c), c.Zone()))
					return nil
				}
				return a.showEvent(c, e)
			})
		},
	}
	c.Flags().BoolVar(&raw, "raw", false, "the bytes of the record, from the evidence")
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) showRaw(c *index.Case, e *event.Event) error {
	records, err := c.Raw(e.Origin)
	if err != nil {
		return err
	}
	for i, r := range records {
		if !a.out.terminal {
			if _, err := a.out.w.Write(r.Bytes); err != nil {
				return fmt.Errorf("write record: %w", err)
			}
			continue
		}
		a.out.printf("%s\n", a.out.styled(dim, fmt.Sprintf("record %d of %d, %s", i+1, len(records), place(r.Span))))
		a.out.printf("%s\n", show(string(r.Bytes)))
	}
	for _, r := range records {
		if r.Cut {
			a.errs.printf("dossier: %s is longer than is shown\n", place(r.Span))
		}
	}
	return a.errs.flush()
}

// showEvent writes each field that the record fills.
func (a *app) showEvent(c *index.Case, e *event.Event) error {
	d, err := identity.Build(a.ctx, c)
	if err != nil {
		return err
	}
	m, err := marks.Read(c)
	if err != nil {
		return err
	}
	source, _ := c.Source(e.Origin.Source)
	t := table{kinds: []columnKind{left, folded}}
	a.out.printf("%s\n", a.out.styled(bold, string(e.Kind)+"  "+verb(e.Kind)))
	for _, f := range wording.Fields(e, d, source, m.Of(e.ID), c.Zone()) {
		t.rows = append(t.rows, []string{show(f.Name), show(f.Value)})
	}
	t.write(a.out)
	if e.Body != "" {
		a.out.heading("text of the message")
		a.out.wrapped(2, show(e.Body))
	}
	return nil
}
