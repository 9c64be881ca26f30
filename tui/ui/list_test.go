// SPDX-License-Identifier: Apache-2.0

package ui_test

import (
	"context"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/tui/ui"
)

// numbers is a long source that remembers what was asked of it.
type numbers struct{ asked []int64 }

func (n *numbers) Len() int64 { return 100_000 }

func (n *numbers) Page(_ context.Context, from int64, limit int) ([]int64, error) {
	n.asked = append(n.asked, from)
	page := make([]int64, limit)
	for i := range page {
		page[i] = from + int64(i)
	}
	return page, nil
}

// holder is a screen that has a list and nothing else.
type holder struct{ ui.Screen }

// step does a command and gives its answer to the list; the command that comes of it is
// returned, not done.
func step(t *testing.T, list *ui.List[int64], cmd tea.Cmd) tea.Cmd {
	t.Helper()
	if cmd == nil {
		t.Fatal("there is nothing to fetch")
	}
	answer, ok := cmd().(ui.Answer)
	if !ok {
		t.Fatal("no answer")
	}
	_, msg, ok := answer.Take()
	if !ok {
		t.Fatal("the answer is stale")
	}
	next, ok := list.Take(msg)
	if !ok {
		t.Fatal("the answer is not the list's")
	}
	return next
}

// TestWindowComesFirst wants the rows of the window fetched before those around it, and
// the rows ahead before anybody goes there.
func TestWindowComesFirst(t *testing.T) {
	source := &numbers{}
	list := ui.NewList[int64](holder{})
	list.Ahead = func(row *int64) []int64 { return []int64{*row + 50_000, *row - 1, 1 << 40} }
	list.Resize(40)
	next := step(t, list, list.Show(source, 1280))
	if want := []int64{1152, 1280}; !slices.Equal(source.asked, want) || list.Busy() {
		t.Errorf("the window asks for %d, want %d; busy %t", source.asked, want, list.Busy())
	}
	source.asked = nil
	if next = step(t, list, next); next != nil {
		t.Error("more is fetched than is around")
	}
	if !slices.Contains(source.asked, 51_200) || slices.Contains(source.asked, 1280) {
		t.Errorf("around the window it asks for %d", source.asked)
	}
	if cmd := list.Go(51_280); cmd != nil && list.Busy() {
		t.Error("the rows ahead are not here")
	}
	if row, ok := list.Current(); !ok || *row != 51_280 {
		t.Errorf("the cursor is on %v", row)
	}
}

// TestKeyHeldDown goes on faster than rows come: what is on its way stays of use.
func TestKeyHeldDown(t *testing.T) {
	source := &numbers{}
	list := ui.NewList[int64](holder{})
	list.Resize(40)
	step(t, list, list.Show(source, 0))
	far := list.Go(50_000)
	if far == nil || !list.Busy() {
		t.Fatal("nothing is fetched for rows that are not here")
	}
	for i := range int64(10) {
		if again := list.Go(50_000 + i); again != nil {
			t.Error("each key fetches anew")
		}
	}
	step(t, list, far)
	if _, ok := list.Current(); !ok {
		t.Error("the rows did not come")
	}
}
