// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/tui/ui"
)

// key routes a key: to what lies above the screen, to the screen while it takes
// text, or to the action that it means.
func (m *Model) key(key tea.KeyMsg) tea.Cmd {
	m.said, m.failed = "", false
	if key.Type == tea.KeyCtrlC {
		return m.quit()
	}
	if m.over != nil {
		over, cmd := m.over.key(key)
		m.over = over
		return cmd
	}
	s := m.shown()
	if s == nil {
		if key.String() == "q" || key.Type == tea.KeyEsc {
			return m.quit()
		}
		return nil
	}
	if s.Typing() {
		return s.Update(key)
	}
	action := s.Keys().Action(key.String())
	if action == "" {
		action = ui.CommonKeys.Action(key.String())
	}
	if action == "" {
		m.said = fmt.Sprintf("%s does nothing here; ? lists the keys", ui.Safe(key.String(), 12))
		return nil
	}
	return m.perform(action)
}

// perform does an action, whichever way it was asked for.
func (m *Model) perform(a ui.Action) tea.Cmd {
	if name, ok := destinations[a]; ok {
		if _, there := screens[name]; !there {
			m.said = "that screen is not part of this build"
			return nil
		}
		return m.open(name, ui.Place{})
	}
	switch a {
	case ui.Quit:
		return m.quit()
	case ui.Help:
		m.over = newHelp(m.shown().Keys())
	case ui.Palette:
		m.over = m.palette()
	case ui.Zone:
		return m.nextZone()
	case ui.SubjectTZ:
		return m.askSubjectZone()
	case ui.Undo, ui.Redo:
		return m.undo(a)
	default:
		return m.shown().Update(ui.Do{Action: a})
	}
	return nil
}

// mouse routes the mouse: the frame's lines are not the screen's.
func (m *Model) mouse(event tea.MouseMsg) tea.Cmd {
	if event.Action == tea.MouseActionPress {
		m.said, m.failed = "", false
	}
	s := m.shown()
	if s == nil {
		return nil
	}
	if m.over != nil {
		over, cmd := m.over.mouse(event)
		m.over = over
		return cmd
	}
	if event.Y == m.height-1 && event.Action == tea.MouseActionPress && event.Button == tea.MouseButtonLeft {
		if a := m.hintAt(event.X); a != "" {
			return m.perform(a)
		}
		return nil
	}
	event.Y--
	if event.Y < 0 || event.Y >= m.room().Height {
		return nil
	}
	return s.Update(event)
}

// palette lists every action there is here, and the questions that are ready.
func (m *Model) palette() overlay {
	var list []ui.Choice
	seen := map[ui.Action]bool{}
	for _, keys := range []ui.Keymap{m.shown().Keys(), ui.CommonKeys} {
		for _, b := range keys {
			if seen[b.Action] || b.Help == "" {
				continue
			}
			seen[b.Action] = true
			list = append(list, ui.Choice{Text: b.Help, Right: ui.KeyNames(b.Keys), Value: string(b.Action)})
		}
	}
	var ready []ui.Ready
	if asker, ok := m.shown().(ui.Asker); ok {
		ready = asker.Ready()
	}
	for i, r := range ready {
		list = append(list, ui.Choice{Text: "ask: " + r.Words, Right: askKey(m.shown().Keys()) + " " + r.Key, Value: readyPrefix + strconv.Itoa(i)})
	}
	return newChooser(ui.Choose{Title: "actions", Choices: list, Done: func(c ui.Choice) tea.Cmd {
		if place, ok := strings.CutPrefix(c.Value, readyPrefix); ok {
			return ui.Take(ready, place)
		}
		return m.perform(ui.Action(c.Value))
	}})
}

// readyPrefix begins the value of a choice that is a ready question.
const readyPrefix = "ready "

// askKey is the key that lists the ready questions.
func askKey(keys ui.Keymap) string {
	for _, b := range keys {
		if b.Action == ui.AskReady {
			return b.Keys[0]
		}
	}
	return ""
}

// undo takes the last decision back, or makes it again, in the journal.
func (m *Model) undo(a ui.Action) tea.Cmd {
	c, now := m.env.Case, m.env.Now
	do, word := marks.Undo, "undone"
	if a == ui.Redo {
		do, word = marks.Redo, "made again"
	}
	return func() tea.Msg {
		step, _, err := do(c.Dir(), now())
		if errors.Is(err, marks.ErrNoStep) {
			return ui.Say{Text: "there is nothing that could be " + word}
		}
		if err != nil {
			return ui.Fail{Err: err}
		}
		said := word + ": " + step.Words
		set, err := marks.Read(c)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return ui.Decided{Marks: set, Said: said, Links: strings.HasPrefix(step.Action, identity.ActionPrefix)}
	}
}
