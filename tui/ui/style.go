// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"dossier/event"
)

// Theme is every style there is. The colours are the sixteen that the reader's own
// terminal defines, so they fit light and dark backgrounds alike; one of them is
// the accent. Without colours, weight and reversal remain, and nothing is said by
// colour alone.
type Theme struct {
	Plain, Strong, Faint lipgloss.Style
	Accent               lipgloss.Style // where the cursor is, what can be acted on
	Cursor               lipgloss.Style // the cell under the cursor
	Bar                  lipgloss.Style // the line above a screen
	Good, Warn, Bad      lipgloss.Style
	domains              map[string]lipgloss.Style
	colours              bool
}

// NewTheme makes the styles for a terminal; colours says whether it may have any.
func NewTheme(colours bool) *Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	plain := r.NewStyle()
	of := func(colour string) lipgloss.Style {
		if !colours {
			return plain
		}
		return plain.Foreground(lipgloss.Color(colour))
	}
	const red, green, yellow, blue, magenta, cyan = "1", "2", "3", "4", "5", "6"
	return &Theme{
		Plain: plain, Strong: plain.Bold(true), Faint: plain.Faint(true),
		Accent: of(cyan).Bold(true), Cursor: plain.Reverse(true), Bar: plain.Reverse(true),
		Good: of(green), Warn: of(yellow), Bad: of(red),
		domains: map[string]lipgloss.Style{
			event.DomainCRM: of(blue), event.DomainMail: of(green), event.DomainPrint: of(yellow),
			event.DomainFile: of(cyan), event.DomainAdmin: of(magenta), event.DomainAuth: plain.Faint(true),
		},
		colours: colours,
	}
}

// Coloured reports whether there are colours.
func (t *Theme) Coloured() bool { return t.colours }

// Domain is the style of a domain's letter and bars.
func (t *Theme) Domain(domain string) lipgloss.Style {
	if s, ok := t.domains[domain]; ok {
		return s
	}
	return t.Plain
}

// Over is one style on the background of another's colour, for cells that show two
// domains.
func (t *Theme) Over(below, above lipgloss.Style) lipgloss.Style {
	return below.Background(above.GetForeground())
}
