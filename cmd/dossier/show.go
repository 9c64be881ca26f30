// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
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
	t := table{kinds: []columnKind{left, folded}}
	add := func(name, value string) {
		if value != "" {
			t.rows = append(t.rows, []string{name, show(value)})
		}
	}
	a.out.printf("%s\n", a.out.styled(bold, string(e.Kind)+"  "+verb(e.Kind)))
	add("id", e.ID.String())
	a.addTime(add, e.Time, c.Zone())
	add("account", e.Actor.String()+holderRemark(d, e.Actor, e.Time))
	if !e.OnBehalfOf.IsZero() {
		add("on behalf of", e.OnBehalfOf.String()+holderRemark(d, e.OnBehalfOf, e.Time))
	}
	add("initiated by", string(e.Initiated))
	add("object", joinNonEmpty(e.Object.Type, e.Object.ID, e.Object.Name))
	for _, x := range e.Targets {
		add(x.Role, joinNonEmpty(x.Account.String(), x.Name))
	}
	for _, x := range e.Attachments {
		add("attachment", attachmentText(x))
	}
	for _, q := range quantityNames(e.Quantities) {
		add(q[0], q[1])
	}
	for _, x := range [][2]string{{"outcome", string(e.Outcome)}, {"ip", e.IP}, {"device", e.Device}, {"client", e.Client}, {"session", e.Session}, {"text", e.Text}, {"group", e.Group}} {
		add(x[0], x[1])
	}
	for _, x := range e.Attrs {
		add("  "+x.Name, x.Value)
	}
	if e.Duplicate {
		add("copy", "yes: another export has this act too, and that one is counted")
	}
	for _, said := range markSaid(m.Of(e.ID)) {
		add("your "+said[0], said[1])
	}
	a.addOrigin(add, c, e)
	t.write(a.out)
	if e.Body != "" {
		a.out.heading("text of the message")
		a.out.wrapped(2, show(e.Body))
	}
	return nil
}

func (a *app) addTime(add func(string, string), t event.Time, zone *time.Location) {
	if !t.Known() {
		add("time", "none that can be read")
		add("time as recorded", t.Text)
		return
	}
	add("time", t.UTC.In(zone).Format("2006-01-02 (Mon) 15:04:05.999999999 MST (UTC-07:00)"))
	add("time in UTC", t.UTC.Format("2006-01-02T15:04:05.999999999Z"))
	add("time as recorded", t.Text)
	add("time rests on", map[event.TimeBasis]string{
		event.TimeRecorded: "the offset in the record", event.TimeFormat: "the format, which fixes the zone",
		event.TimeSupplied: "the zone that the investigator supplied", event.TimeUnknown: "nothing: the zone is not known, UTC is assumed",
	}[t.Basis])
	add("precision", t.Precision.String())
	add("doubts about time", t.Flags.String())
}

func (a *app) addOrigin(add func(string, string), c *index.Case, e *event.Event) {
	s, _ := c.Source(e.Origin.Source)
	add("source", s.Path)
	add("record", place(e.Origin.Span))
	for _, more := range e.Origin.More {
		add("and record", place(more))
	}
	add("sha-256 of source", e.Origin.Source.String())
	if s.Evidence != s.Digest {
		add("sha-256 of file given", s.Evidence.String())
	}
	add("read by", e.Origin.Parser)
}

func holderRemark(d *identity.Directory, account event.Account, at event.Time) string {
	if account.IsZero() {
		return ""
	}
	link, ok := d.Holder(account, at)
	if !ok {
		return "  (of nobody known)"
	}
	p, _ := d.Person(link.Person)
	return fmt.Sprintf("  (%s, class %s: %s)", p.Name, link.Class, link.Basis)
}

func attachmentText(x event.Attachment) string {
	size := ""
	if x.SizeBytes >= 0 {
		size = fmt.Sprintf("%d bytes", x.SizeBytes)
	}
	return joinNonEmpty(x.Name, x.MediaType, size, x.SHA256)
}

func quantityNames(q event.Quantities) [][2]string {
	var list [][2]string
	for _, x := range []struct {
		name string
		q    event.Quantity
	}{{"records", q.Records}, {"pages", q.Pages}, {"copies", q.Copies}, {"bytes", q.Bytes}, {"attachments", q.Attachments}, {"items", q.Items}} {
		if x.q.Present() {
			list = append(list, [2]string{x.name, fmt.Sprintf("%d (%s)", x.q.Count, x.q.Basis)})
		}
	}
	return list
}

func joinNonEmpty(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += "  "
		}
		out += p
	}
	return out
}
