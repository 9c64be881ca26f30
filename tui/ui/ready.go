// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/question"
)

// Ready is a question that a screen has ready, on a key of its list and by its words in
// the palette. Do asks it, and is called within Update.
type Ready struct {
	Key   string
	Words string
	Query string // what it asks, to be read; "" where that has to be found out
	Do    func() tea.Cmd
}

// Asker is a screen that has ready questions.
type Asker interface{ Ready() []Ready }

// Worth are the questions that are worth asking in every matter, with their keys, as
// far as they can be asked of an owner; ask asks one.
func Worth(owner string, ask func(r question.Ready) tea.Cmd) []Ready {
	var list []Ready
	for i, r := range question.Worth() {
		if !r.About(owner) || i >= len(ReadyKeys) {
			continue // and the keys of the others stay
		}
		list = append(list, Ready{Key: ReadyKeys[i : i+1], Words: r.Words, Query: r.Query("", owner), Do: func() tea.Cmd { return ask(r) }})
	}
	return list
}

// Offer lists ready questions, to be taken by their keys.
func Offer(scope string, list []Ready) tea.Cmd {
	title := "worth asking of everybody, at any time"
	if scope != "" {
		title = "worth asking: " + scope
	}
	choices := make([]Choice, len(list))
	for i, r := range list {
		choices[i] = Choice{Key: r.Key, Text: r.Words, Right: r.Query, Value: strconv.Itoa(i)}
	}
	return Send(Choose{Title: title, Choices: choices, Keyed: true, Done: func(c Choice) tea.Cmd { return Take(list, c.Value) }})
}

// Take asks the question of a choice's value: its place in the list.
func Take(list []Ready, value string) tea.Cmd {
	if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(list) {
		return list[i].Do()
	}
	return nil
}
