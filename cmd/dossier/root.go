// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/index"
	"dossier/ingest"
	"dossier/internal/visible"
)

// build names this build in cases and exports. Set by the linker for releases.
var build = "dossier development build"

// app is what the subcommands share.
type app struct {
	ctx     context.Context
	in      io.Reader
	out     *output
	errs    *output
	caseDir string
	format  string
	now     func() time.Time
	// progress is told of the meter of an ingest instead of the terminal; nil for none.
	progress func(*ingest.Meter) (stop func())
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	a := &app{ctx: ctx, in: in, out: newOutput(out), errs: newOutput(errs), now: time.Now}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := errors.Join(root.ExecuteContext(ctx), a.out.flush())
	code := exitCode(ctx, err)
	switch {
	case code == exitInterrupted:
		fmt.Fprintln(errs, "dossier: interrupted; what was committed stays, and the same command goes on from there")
	case shown(err):
		fmt.Fprintf(errs, "dossier: %s\n", message(err))
		a.advise(err)
	}
	return code
}

// limitMessage bounds, in letters, how much of an error is shown: it may quote an argument
// of any length.
const limitMessage = 2000

// message is what an error says, for a terminal.
func message(err error) string {
	text := visible.Text(err.Error())
	n := 0
	for at := range text {
		if n++; n > limitMessage {
			return text[:at] + " […]"
		}
	}
	return text
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dossier",
		Short: "What did this person touch, when, how do we know, and what can these logs not show?",
		Long: `dossier turns a folder of exported CRM, e-mail and print logs into a case, and
answers what a person touched, with the way back to the very record for every line.
It works offline and changes nothing it is given.`,
		Example: `  dossier demo
  dossier create acme.case --title "Acme v. Hall" --tz America/New_York
  dossier -C acme.case add exports --tz America/New_York
  dossier -C acme.case ask "what did Mike Hall touch in his last 30 days"`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
	}
	root.PersistentFlags().StringVarP(&a.caseDir, "case", "C", defaultCase(), "folder of the case")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.AddGroup(&cobra.Group{ID: "case", Title: "A case and its evidence:"}, &cobra.Group{ID: "answer", Title: "Answers:"},
		&cobra.Group{ID: "people", Title: "People:"}, &cobra.Group{ID: "marks", Title: "What you decide:"},
		&cobra.Group{ID: "seal", Title: "Exports that stand:"})
	for _, group := range []struct {
		id       string
		commands []*cobra.Command
	}{
		{"case", []*cobra.Command{a.demo(), a.create(), a.tui(), a.add(), a.sources(), a.rejects(), a.formats(), a.verify(), a.log(), a.reindex(), a.sqlHelp()}},
		{"answer", []*cobra.Command{a.ask(), a.timeline(), a.touched(), a.search(), a.count(), a.facets(), a.values(), a.explain(), a.show()}},
		{"people", []*cobra.Command{a.people()}},
		{"marks", []*cobra.Command{a.mark(), a.chronology(), a.searches(), a.undo(), a.redo()}},
		{"seal", []*cobra.Command{a.export(), a.sign(), a.timestampRequest(), a.timestampImport(), a.witness(), a.certificate()}},
	} {
		for _, c := range group.commands {
			c.GroupID = group.id
			root.AddCommand(c)
		}
	}
	root.AddCommand(a.man())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("completion") // an argument, or it thinks that nobody completes
	finish(root)
	help := root.RunE
	root.RunE = func(c *cobra.Command, args []string) error {
		if c.Flags().Changed("case") || exists(filepath.Join(a.caseDir, "case.json")) {
			return a.runTUI("")
		}
		return help(c, args)
	}
	return root
}

// finish gives every command the same manners: arguments that do not fit are usage
// errors, and the help has an example and ends with the exit codes.
func finish(c *cobra.Command) {
	if c.HasSubCommands() && !c.Runnable() {
		c.Args = noSuchCommand
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		c.DisableFlagsInUseLine = true
	}
	switch {
	case c.Name() == "help":
		c.Args, c.Example = knownTopic, "  dossier help people link"
	case c.Name() == "completion":
		c.Example = "  dossier completion bash > /etc/bash_completion.d/dossier"
	case c.Example == "":
		c.Example = "  " + c.CommandPath()
	}
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return &usageError{fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())}
			}
			return nil
		}
	}
	c.Long = strings.TrimSpace(cmp.Or(c.Long, c.Short+".")) + "\n\n" + exitHelp
	for _, sub := range c.Commands() {
		finish(sub)
	}
}

// noSuchCommand refuses arguments of a command that has subcommands only, and says
// which of those was perhaps meant.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	c.SuggestionsMinimumDistance = 2
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("there is no command %q (did you mean %s?)", args[0], joinOr(near))
	}
	return fmt.Errorf("there is no command %q", args[0])
}

// knownTopic refuses help about what is no command.
func knownTopic(c *cobra.Command, args []string) error {
	about, rest, err := c.Root().Find(args)
	if err == nil && len(rest) > 0 && about.HasSubCommands() {
		return noSuchCommand(about, rest)
	}
	return err
}

func defaultCase() string {
	if dir := os.Getenv("DOSSIER_CASE"); dir != "" {
		return dir
	}
	return "."
}

// open opens the case for reading.
func (a *app) open() (*index.Case, error) {
	c, err := index.Open(a.caseDir, ingest.OpenMember)
	if errors.Is(err, index.ErrNoCase) {
		return nil, noCase(err)
	}
	return c, err
}

// noCase says what to do where there is no case.
func noCase(err error) error {
	return fmt.Errorf("%w; make one with 'dossier create', or name one with -C", err)
}

// reading runs use with the case open.
func (a *app) reading(use func(*index.Case) error) error {
	c, err := a.open()
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.Close())
}

// formatFlag lets a command print data in several forms.
func (a *app) formatFlag(c *cobra.Command, forms ...string) {
	c.Flags().StringVar(&a.format, "format", "text", "how to print: "+joinOr(forms))
	check := c.PreRunE
	c.PreRunE = func(cmd *cobra.Command, args []string) error {
		for _, f := range forms {
			if a.format == f {
				if check != nil {
					return check(cmd, args)
				}
				return nil
			}
		}
		return usagef("--format %s: want %s", a.format, joinOr(forms))
	}
	if err := c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(forms, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag was made a line above
	}
}

func joinOr(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		out := words[0]
		for _, w := range words[1 : n-1] {
			out += ", " + w
		}
		return out + " or " + words[n-1]
	}
}
