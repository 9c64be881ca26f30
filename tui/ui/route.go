// SPDX-License-Identifier: Apache-2.0

package ui

import tea "github.com/charmbracelet/bubbletea"

// Routes say what a screen does with the messages that screens get of the root, and
// which lists it has. Every field but Lists must be set.
type Routes struct {
	Size    func(Size) tea.Cmd
	Opened  func(Place) tea.Cmd
	Renewed func() tea.Cmd
	Zoned   func() tea.Cmd
	Do      func(Action) tea.Cmd
	Mouse   func(tea.MouseMsg) tea.Cmd
	Lists   []Taker
}

// Taker takes messages that are its own; ok is false for others. A List is one.
type Taker interface {
	Take(msg tea.Msg) (cmd tea.Cmd, ok bool)
}

// Route gives a message to whom it is for; ok is false for the answers of the screen's
// own work.
func (r Routes) Route(msg tea.Msg) (cmd tea.Cmd, ok bool) {
	switch msg := msg.(type) {
	case Size:
		return r.Size(msg), true
	case Opened:
		return r.Opened(msg.Place), true
	case Renewed:
		return r.Renewed(), true
	case Zoned:
		return r.Zoned(), true
	case Do:
		return r.Do(msg.Action), true
	case tea.MouseMsg:
		return r.Mouse(msg), true
	}
	for _, list := range r.Lists {
		if cmd, ok := list.Take(msg); ok {
			return cmd, true
		}
	}
	return nil, false
}
