// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// overlay lies above a screen and takes the keys until it is gone: then the
// overlay that it returns is nil.
type overlay interface {
	key(tea.KeyMsg) (overlay, tea.Cmd)
	mouse(tea.MouseMsg) (overlay, tea.Cmd)
	// keys says what its keys do, for the line below.
	keys() string
	// view is its title and lines, of width cells at most, and height lines.
	view(t *ui.Theme, width, height int) (title string, lines []string)
}

// prompt asks for a line of text.
type prompt struct {
	ask   ui.Prompt
	input ui.Input
}

func newPrompt(ask ui.Prompt) overlay { return &prompt{ask, ui.NewInput(ask.Text)} }

func (p *prompt) key(key tea.KeyMsg) (overlay, tea.Cmd) {
	switch key.Type {
	case tea.KeyEsc:
		return nil, nil
	case tea.KeyEnter:
		return nil, p.ask.Done(p.input.Text())
	}
	p.input.Write(key)
	return p, nil
}

func (p *prompt) keys() string { return "enter takes it   esc leaves it" }

func (p *prompt) mouse(tea.MouseMsg) (overlay, tea.Cmd) { return p, nil }

func (p *prompt) view(t *ui.Theme, width, _ int) (string, []string) {
	line, _ := p.input.View(t, width)
	lines := []string{line}
	for _, hint := range ui.Wrap(p.ask.Hint, width, 3) {
		lines = append(lines, t.Faint.Render(hint))
	}
	return p.ask.Title, lines
}

// confirm asks yes or no.
type confirm struct{ ask ui.Confirm }

func newConfirm(ask ui.Confirm) overlay { return &confirm{ask} }

func (c *confirm) key(key tea.KeyMsg) (overlay, tea.Cmd) {
	switch key.String() {
	case "y", "enter":
		return nil, c.ask.Yes()
	case "n", "esc", "q":
		return nil, nil
	}
	return c, nil
}

func (c *confirm) keys() string { return "y yes   n no" }

func (c *confirm) mouse(tea.MouseMsg) (overlay, tea.Cmd) { return c, nil }

func (c *confirm) view(t *ui.Theme, width, height int) (string, []string) {
	var lines []string
	for _, line := range c.ask.Lines {
		lines = append(lines, ui.Wrap(line, width, max(1, height-2))...)
	}
	return c.ask.Title, append(lines, "", t.Accent.Render("y")+" yes   "+t.Accent.Render("n")+" no")
}

// leap is how many choices a page key goes.
const leap = 10

// chooser asks for one of several, narrowed by what is typed.
type chooser struct {
	ask    ui.Choose
	input  ui.Input
	found  []ui.Choice
	cursor int
}

func newChooser(ask ui.Choose) overlay {
	return &chooser{ask: ask, found: ask.Choices}
}

func (c *chooser) key(key tea.KeyMsg) (overlay, tea.Cmd) {
	switch key.String() {
	case "esc":
		return nil, nil
	case "enter":
		if c.cursor < len(c.found) {
			return nil, c.ask.Done(c.found[c.cursor])
		}
		return nil, nil
	case "up", "ctrl+p", "shift+tab":
		c.move(-1)
	case "down", "ctrl+n", "tab":
		c.move(1)
	case "pgup":
		c.move(-leap)
	case "pgdown":
		c.move(leap)
	default:
		if c.ask.Keyed {
			return c.keyed(key.String())
		}
		if c.input.Write(key) {
			c.narrow()
		}
	}
	return c, nil
}

// keyed takes the choice of a key.
func (c *chooser) keyed(key string) (overlay, tea.Cmd) {
	for _, choice := range c.ask.Choices {
		if choice.Key == key {
			return nil, c.ask.Done(choice)
		}
	}
	return c, nil
}

func (c *chooser) move(by int) { c.cursor = max(0, min(c.cursor+by, len(c.found)-1)) }

// narrow keeps the choices that have all words typed.
func (c *chooser) narrow() {
	c.found, c.cursor = nil, 0
	words := strings.Fields(strings.ToLower(c.input.Text()))
	for _, choice := range c.ask.Choices {
		text, fits := strings.ToLower(choice.Text), true
		for _, w := range words {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			c.found = append(c.found, choice)
		}
	}
}

func (c *chooser) keys() string {
	if c.ask.Keyed {
		return "a key asks   up and down move, enter takes it   esc closes"
	}
	return "enter takes it   up and down move   typing narrows   esc closes"
}

func (c *chooser) mouse(event tea.MouseMsg) (overlay, tea.Cmd) {
	switch event.Button {
	case tea.MouseButtonWheelUp:
		c.move(-3)
	case tea.MouseButtonWheelDown:
		c.move(3)
	}
	return c, nil
}

func (c *chooser) view(t *ui.Theme, width, height int) (string, []string) {
	var lines []string
	if !c.ask.Keyed {
		line, _ := c.input.View(t, max(2, width-2))
		lines = append(lines, t.Accent.Render("❯")+" "+line)
	}
	rows := max(1, height-len(lines))
	first := max(0, min(c.cursor-rows/2, len(c.found)-rows))
	for i := first; i < len(c.found) && i < first+rows; i++ {
		lines = append(lines, c.line(t, i, width))
	}
	if len(c.found) == 0 {
		lines = append(lines, t.Faint.Render("  none of that name; esc closes"))
	}
	return c.ask.Title, lines
}

// widest is how many cells the longest takes of the choices that have something at
// their right, within reason.
func (c *chooser) widest() int {
	const limitWidest = 44
	widest := 1
	for _, choice := range c.ask.Choices {
		if choice.Right != "" {
			widest = max(widest, visible.Width(visible.Cut(ui.Safe(choice.Text, limitWidest), limitWidest)))
		}
	}
	return widest
}

// line draws a choice: its key where it has one, what it is, and what stands right.
func (c *chooser) line(t *ui.Theme, i, width int) string {
	choice, before := c.found[i], "  "
	if c.ask.Keyed {
		before = " " + choice.Key + "  "
	}
	room := max(1, width-visible.Width(before)-2)
	right := ui.Safe(choice.Right, width/2)
	if c.ask.Keyed {
		right = ""
	}
	text := ui.Cell(choice.Text, max(1, room-visible.Width(right))) + "  "
	if words := c.widest(); c.ask.Keyed && choice.Right != "" && words+8 < room { // in columns
		text, right = ui.Cell(choice.Text, words)+"  ", ui.Cell(choice.Right, room-words)
	}
	switch {
	case i == c.cursor:
		return t.Cursor.Render(visible.Fit(before+text+right, width))
	case c.ask.Keyed:
		return t.Accent.Render(before) + text + t.Faint.Render(right)
	}
	return visible.Fit(before+text+right, width)
}

// help lists the keys of a screen.
type help struct {
	groups []ui.Keymap
	first  int
}

func newHelp(screen ui.Keymap) overlay { return &help{groups: []ui.Keymap{screen, ui.CommonKeys}} }

func (h *help) key(key tea.KeyMsg) (overlay, tea.Cmd) {
	switch ui.CommonKeys.Action(key.String()) {
	case ui.Down:
		h.first++
	case ui.Up:
		h.first = max(0, h.first-1)
	case ui.PageDown:
		h.first += 10
	case ui.PageUp:
		h.first = max(0, h.first-10)
	default:
		return nil, nil
	}
	return h, nil
}

func (h *help) keys() string { return "up and down scroll   any other key closes" }

func (h *help) mouse(event tea.MouseMsg) (overlay, tea.Cmd) {
	switch {
	case event.Button == tea.MouseButtonWheelUp:
		h.first = max(0, h.first-3)
	case event.Button == tea.MouseButtonWheelDown:
		h.first += 3
	case event.Action == tea.MouseActionPress:
		return nil, nil
	}
	return h, nil
}

func (h *help) view(t *ui.Theme, width, height int) (string, []string) {
	var lines []string
	for i, title := range []string{"this screen", "every screen"} {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, t.Strong.Render(title))
		for _, b := range h.groups[i] {
			lines = append(lines, t.Accent.Render(ui.Cell(ui.KeyNames(b.Keys), 14))+" "+visible.Fit(visible.Text(b.Help), max(1, width-15)))
		}
	}
	first := max(0, min(h.first, len(lines)-height))
	return "keys", lines[first:min(len(lines), first+height)]
}
