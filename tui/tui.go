// SPDX-License-Identifier: Apache-2.0

// Package tui is the terminal UI, where investigators live: a root model that
// routes, and a folder for each screen. It decides nothing: what is asked, marked
// and linked here goes through the same packages as the commands.
package tui

import (
	"context"
	"errors"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/search"
	"dossier/index"
	_ "dossier/tui/ground" // before bubbletea
	"dossier/tui/ui"
)

// Options say what the UI works with.
type Options struct {
	Dir     string // the case's folder
	Subject string // whom the case is about, in words; "" for whoever it was last time
	// Open opens the case for reading.
	Open func() (*index.Case, error)
	// Add and Zoneless are as ui.Env has them.
	Add      ui.Adder
	Zoneless func(parser string) bool
	// Reread, Formats and Export are as ui.Env has them.
	Reread  ui.Rereader
	Formats []ui.Choice
	Export  func(ctx context.Context, plan ui.ExportPlan) (summary string, err error)
	Now     func() time.Time
	Colours bool
	// Pause is how long nothing has to move before the place is kept for next time; 0
	// is two seconds, less than 0 keeps it when the user quits only.
	Pause time.Duration
	In    io.Reader
	Out   io.Writer
}

// Run shows the case until the user quits or the context ends. The terminal is as
// before afterwards. An error is of the case or of the terminal.
func Run(ctx context.Context, o Options) error {
	c, err := o.Open()
	if err != nil {
		return err
	}
	first := o.Open
	o.Open = func() (*index.Case, error) {
		if c != nil { // opened already, to fail before the screen is taken
			opened := c
			c = nil
			return opened, nil
		}
		return first()
	}
	m := New(o)
	p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithAltScreen(), tea.WithMouseCellMotion())
	_, err = p.Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		err = ctx.Err()
	}
	return errors.Join(err, m.Close())
}

// openCase opens the case and everything that questions need.
func openCase(ctx context.Context, o Options) (*search.Session, error) {
	c, err := o.Open()
	if err != nil {
		return nil, err
	}
	s, err := search.Open(ctx, c, search.Options{})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return s, nil
}

var _ tea.Model = (*Model)(nil)

// newEnv is what screens know before there is a case.
func newEnv(o Options) *ui.Env {
	return &ui.Env{Add: o.Add, Zoneless: o.Zoneless, Reread: o.Reread, Formats: o.Formats, Export: o.Export, Now: o.Now, Style: ui.NewTheme(o.Colours), Zone: time.UTC}
}
