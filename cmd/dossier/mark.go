// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/marks"
	"dossier/event"
	"dossier/index"
)

func (a *app) mark() *cobra.Command {
	c := &cobra.Command{
		Use:   "mark",
		Short: "Say which events matter, and why: promote, tag, note",
		Long: `Say which events matter, and why. Marks are entries of the journal beside the data; no
event ever changes. 'dossier chronology' shows what was promoted, 'dossier undo' takes
the last decision back. Events are named by ID, or by as many of its first digits as
tell it apart.`,
		Example: `  dossier mark promote 9f2c41aa03d1 --issue "breach of 4.2" --status undisputed
  dossier mark tag --tag exfil 9f2c41aa03d1 0a41f299fc20
  dossier mark tags`,
	}
	c.AddCommand(a.markPromote(), a.markDemote(), a.markSet(), a.markTag(), a.markUntag(), a.markOrder(), a.markTags())
	return c
}

// markFlags are what can be said of an event.
type markFlags struct {
	tags                              []string
	note, issue, significance, status string
	key, reviewed                     bool
}

func (f *markFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.note, "note", "", "your words about it")
	flags.StringVar(&f.issue, "issue", "", "the question of the matter that it bears on")
	flags.StringVar(&f.significance, "significance", "", "why it matters there")
	flags.StringVar(&f.status, "status", "", "how firmly it stands: "+joinOr(statusNames()))
	flags.BoolVar(&f.key, "key", false, "one of the few that decide")
	flags.BoolVar(&f.reviewed, "reviewed", false, "somebody has looked at it")
	if err := c.RegisterFlagCompletionFunc("status", cobra.FixedCompletions(statusNames(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag was made above
	}
}

func statusNames() []string {
	var names []string
	for _, s := range marks.Statuses() {
		names = append(names, string(s))
	}
	return names
}

// fields are what the flags say; a flag that is not given says nothing.
func (f *markFlags) fields(c *cobra.Command) marks.Fields {
	var fields marks.Fields
	if c.Flags().Changed("note") {
		fields.Note = &f.note
	}
	if c.Flags().Changed("issue") {
		fields.Issue = &f.issue
	}
	if c.Flags().Changed("significance") {
		fields.Significance = &f.significance
	}
	if c.Flags().Changed("status") {
		fields.Status = (*marks.Status)(&f.status)
	}
	if c.Flags().Changed("key") {
		fields.Key = &f.key
	}
	if c.Flags().Changed("reviewed") {
		fields.Reviewed = &f.reviewed
	}
	return fields
}

func tagFlag(c *cobra.Command, tags *[]string, required bool) {
	c.Flags().StringArrayVar(tags, "tag", nil, "a tag; may be repeated")
	if !required {
		return
	}
	if err := c.MarkFlagRequired("tag"); err != nil {
		panic(err) // the flag was made above
	}
}

func (a *app) markPromote() *cobra.Command {
	var f markFlags
	c := &cobra.Command{
		Use:   "promote ID…",
		Short: "Take events into the chronology",
		Example: `  dossier mark promote 9f2c41aa03d1
  dossier mark promote 9f2c41aa03d1 --note "he was on leave that day" --issue "breach of 4.2" --status disputed --key`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Promote(f.fields(c), f.tags, ids...) })
		},
	}
	f.register(c)
	tagFlag(c, &f.tags, false)
	return c
}

func (a *app) markDemote() *cobra.Command {
	return &cobra.Command{
		Use:     "demote ID…",
		Short:   "Take events out of the chronology again; what was said of them stays",
		Example: `  dossier mark demote 9f2c41aa03d1`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Demote(ids...) })
		},
	}
}

func (a *app) markSet() *cobra.Command {
	var f markFlags
	c := &cobra.Command{
		Use:   "set ID…",
		Short: "Say something of events: note, issue, significance, status",
		Long: `Say something of events, in the chronology or not. What no flag names stays as it is; an
empty text takes back what was said.`,
		Example: `  dossier mark set 9f2c41aa03d1 --note "named in the complaint, paragraph 12" --reviewed
  dossier mark set 9f2c41aa03d1 --issue "" --key=false`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Set(f.fields(c), ids...) })
		},
	}
	f.register(c)
	return c
}

func (a *app) markTag() *cobra.Command {
	var tags []string
	c := &cobra.Command{
		Use:     "tag --tag TAG ID…",
		Short:   "Put tags on events; 'dossier search tag:TAG' finds them",
		Example: `  dossier mark tag --tag exfil --tag "price book" 9f2c41aa03d1 0a41f299fc20`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Tag(tags, ids...) })
		},
	}
	tagFlag(c, &tags, true)
	return c
}

func (a *app) markUntag() *cobra.Command {
	var tags []string
	c := &cobra.Command{
		Use:     "untag --tag TAG ID…",
		Short:   "Take tags off events",
		Example: `  dossier mark untag --tag exfil 9f2c41aa03d1`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Untag(tags, ids...) })
		},
	}
	tagFlag(c, &tags, true)
	return c
}

func (a *app) markOrder() *cobra.Command {
	return &cobra.Command{
		Use:   "order ID ID…",
		Short: "Put events of the very same time in this order",
		Long: `Put events of the very same time in this order. Records often tell a whole second; the
order in the chronology is then yours to say. Events of other times keep their place.`,
		Example: `  dossier mark order 9f2c41aa03d1 0a41f299fc20`,
		Args:    cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.markEvents(args, func(ids []event.ID) marks.Change { return marks.Order(ids...) })
		},
	}
}

func (a *app) markTags() *cobra.Command {
	c := &cobra.Command{
		Use:     "tags",
		Short:   "List the tags and how many events bear each",
		Example: `  dossier mark tags`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reading(func(c *index.Case) error {
				m, err := marks.Read(c)
				if err != nil {
					return err
				}
				return a.listTags(m)
			})
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}

type tagJSON struct {
	Tag    string `json:"tag"`
	Events int64  `json:"events"`
}

func (a *app) listTags(m *marks.Marks) error {
	t := table{kinds: []columnKind{wide, right}, header: []string{"tag", "events"}}
	for _, tag := range m.AllTags() {
		n := int64(len(m.Tagged(tag)))
		if a.format == "jsonl" {
			a.jsonLine(tagJSON{tag, n})
		}
		t.rows = append(t.rows, []string{show(tag), humanize.Comma(n)})
	}
	if len(t.rows) == 0 {
		return errNothing
	}
	if a.format == "text" {
		t.write(a.out)
	}
	return nil
}

// markEvents finds the events that arguments name and enters what is decided of
// them in the journal.
func (a *app) markEvents(args []string, decide func([]event.ID) marks.Change) error {
	var ids []event.ID
	err := a.reading(func(c *index.Case) error {
		var err error
		ids, err = a.named(c, args)
		return err
	})
	if err != nil {
		return err
	}
	return a.enterChange(decide(ids))
}

// named are the events of the case that arguments name, each once, in their order.
// Those named in full are looked up together.
func (a *app) named(c *index.Case, args []string) ([]event.ID, error) {
	var whole []event.ID
	for _, arg := range args {
		if id, err := event.ParseID(arg); err == nil {
			whole = append(whole, id)
		}
	}
	found, err := c.EventsOf(a.ctx, whole)
	if err != nil {
		return nil, err
	}
	var ids []event.ID
	seen := map[event.ID]bool{}
	for _, arg := range args {
		id, err := event.ParseID(arg)
		if err == nil && found[id] == nil {
			return nil, fmt.Errorf("event %s: %w", arg, index.ErrNoEvent)
		}
		if err != nil {
			e, err := c.Event(arg)
			if err != nil {
				return nil, err
			}
			id = e.ID
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// enterChange enters a decision in the journal and says so.
func (a *app) enterChange(change marks.Change) error {
	entry, err := marks.Do(a.caseDir, a.now(), change)
	if err != nil {
		return err
	}
	a.out.printf("%s: journal line %d\n", show(marks.Words(entry)), entry.Number)
	return nil
}

func (a *app) undo() *cobra.Command {
	return &cobra.Command{
		Use:   "undo",
		Short: "Take back the last decision: a mark, a saved search or a link",
		Long: `Take back the last decision that counts: a mark, a saved search, or a link between an
account and a person. The journal keeps what was decided, and that it was undone; 'dossier
redo' brings it back. What was done with evidence cannot be undone.`,
		Example: `  dossier undo`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s, entry, err := marks.Undo(a.caseDir, a.now())
			return a.stepped("undone", s, entry, err)
		},
	}
}

func (a *app) redo() *cobra.Command {
	return &cobra.Command{
		Use:   "redo",
		Short: "Bring back the decision that was undone last",
		Long: `Bring back the decision that was undone last. After a new decision, what was undone
before it stays undone.`,
		Example: `  dossier redo`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s, entry, err := marks.Redo(a.caseDir, a.now())
			return a.stepped("brought back", s, entry, err)
		},
	}
}

func (a *app) stepped(did string, s marks.Step, entry index.JournalEntry, err error) error {
	if errors.Is(err, marks.ErrNoStep) {
		a.out.printf("%s\n", err)
		return errNothing
	}
	if err != nil {
		return err
	}
	a.out.printf("%s: %s (line %d): journal line %d\n", did, show(s.Words), s.Line, entry.Number)
	return nil
}
