// SPDX-License-Identifier: Apache-2.0

package links_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dossier/analysis/identity"
	"dossier/index"
	"dossier/tui/tuitest"
)

func TestMain(m *testing.M) { tuitest.Main(m) }

func open(t *testing.T, dir string, width, height int) *tuitest.Stage {
	t.Helper()
	s := tuitest.Open(t, dir, width, height, nil)
	s.Keys("4")
	return s
}

// linksOf are the links of an account as the case has them: class, status, reason and
// how many events are cited.
func linksOf(t *testing.T, dir, account string) string {
	t.Helper()
	c, err := index.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := identity.Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, l := range d.AllLinks() {
		if l.Account.String() == account {
			text := string(l.Class) + " " + string(l.Status)
			if l.Class == identity.ClassC {
				text += l.Basis
			}
			list = append(list, text+strings.Repeat("!", len(l.Cites)))
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "; ")
}

func TestGoldens(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Company)
	for name, size := range map[string][2]int{"80x24": {80, 24}, "140x45": {140, 45}, "40x12": {40, 12}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, dir, size[0], size[1])
			s.Fits()
			golden.RequireEqual(t, s.View())
		})
	}
	t.Run("demo", func(t *testing.T) { golden.RequireEqual(t, open(t, tuitest.Demo(t), 120, 30).View()) })
	t.Run("empty", func(t *testing.T) { golden.RequireEqual(t, open(t, tuitest.Case(t, nil), 80, 24).View()) })
	t.Run("citing", func(t *testing.T) {
		s := open(t, dir, 80, 24)
		s.Keys("tab", " ", "c")
		golden.RequireEqual(t, s.View())
	})
}

// TestConfirm confirms a suggestion with its reason and a cited event; u undoes it.
func TestConfirm(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Company)
	const account = "print-user:mike.hall.home"
	s := open(t, dir, 80, 24)
	if got := linksOf(t, dir, account); got != "D suggested" {
		t.Fatalf("links before: %s", got)
	}
	s.Keys("c", "ctrl+u", "enter")
	if got := linksOf(t, dir, account); got != "D suggested" || !strings.Contains(s.View(), "needs its reason") {
		t.Errorf("decided without a reason: %s\n%s", got, s.View())
	}
	s.Keys("tab", " ", "c", "ctrl+u")
	s.Type("his badge")
	s.Keys("enter")
	if got := linksOf(t, dir, account); got != "C his badge!" {
		t.Errorf("links: %s\n%s", got, s.View())
	}
	if !strings.Contains(s.View(), "1 to decide") {
		t.Errorf("what is decided is still asked:\n%s", s.View())
	}
	s.Keys("u")
	if got := linksOf(t, dir, account); got != "D suggested" || !strings.Contains(s.View(), "2 to decide") {
		t.Errorf("not undone: %s\n%s", got, s.View())
	}
	s.Keys("ctrl+r")
	if got := linksOf(t, dir, account); got != "C his badge!" {
		t.Errorf("not made again: %s", got)
	}
}

// TestReadyBasis takes the reason that is ready: what the suggestion rests on, or the
// events that are cited; of nobody's account there is none.
func TestReadyBasis(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Company)
	const account = "print-user:mike.hall.home"
	s := open(t, dir, 80, 24)
	s.Keys("c", "enter")
	if got := linksOf(t, dir, account); got != "C has both names of Mike Hall" {
		t.Errorf("links: %s\n%s", got, s.View())
	}
	s.Keys("u", "home", "tab", " ", " ", "c", "enter")
	if got := linksOf(t, dir, account); got != "C the 2 events cited show it!!" {
		t.Errorf("links: %s\n%s", got, s.View())
	}
	s.Keys("u", "tab", "tab", "end", "c")
	s.Type("ann")
	s.Keys("enter", "enter")
	if got := linksOf(t, dir, "print-user:frontdesk"); got != "" || !strings.Contains(s.View(), "needs its reason") {
		t.Errorf("links: %s\n%s", got, s.View())
	}
}

// TestReject rejects a suggestion, finds it among what is decided, and confirms it.
func TestReject(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Company)
	const account = "print-user:mike.hall.home"
	s := open(t, dir, 80, 24)
	s.Keys("x")
	s.Type("it was the cleaner")
	s.Keys("enter")
	if got := linksOf(t, dir, account); got != "D rejected" {
		t.Errorf("links: %s\n%s", got, s.View())
	}
	s.Keys("a", "home", "end")
	for range 10 {
		if strings.Contains(s.View(), "cleaner") {
			break
		}
		s.Keys("up")
	}
	if !strings.Contains(s.View(), "cleaner") {
		t.Fatalf("what is decided is not shown:\n%s", s.View())
	}
}

// TestNobodys gives an account to somebody who is chosen.
func TestNobodys(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Company)
	s := open(t, dir, 80, 24)
	s.Keys("end", "x")
	if !strings.Contains(s.View(), "nothing to reject") {
		t.Errorf("rejected without a person:\n%s", s.View())
	}
	s.Keys("c")
	s.Type("ann")
	s.Keys("enter")
	s.Type("the front desk is hers")
	s.Keys("enter")
	if got := linksOf(t, dir, "print-user:frontdesk"); got != "C the front desk is hers" {
		t.Errorf("links: %s\n%s", got, s.View())
	}
}

// TestZone shows the events of an account in the zone that times are shown in.
func TestZone(t *testing.T) {
	s := open(t, tuitest.Case(t, tuitest.Company), 120, 24)
	s.Want("18:21:00", "│ UTC")
	s.Press("Z", "'Europe/Berlin'", "enter")
	s.Want("20:21:00", "│ Berlin")
	s.Refuse("18:21:00")
}

// TestWays leads to the events and to the person, and back.
func TestWays(t *testing.T) {
	s := open(t, tuitest.Case(t, tuitest.Company), 120, 24)
	s.Keys("enter")
	if view := s.View(); !strings.Contains(view, "│ Timeline") || !strings.Contains(view, `account:"print-user:mike.hall.home"`) {
		t.Errorf("the events are not opened:\n%s", view)
	}
	s.Keys("esc", "p")
	if view := s.View(); !strings.Contains(view, "│ Person") || !strings.Contains(view, "Mike Hall") {
		t.Errorf("the person is not opened:\n%s", view)
	}
	s.Keys("esc")
	if view := s.View(); !strings.Contains(view, "│ Links") {
		t.Errorf("esc does not lead back:\n%s", view)
	}
}

func TestResize(t *testing.T) {
	s := open(t, tuitest.Demo(t), 80, 24)
	s.Keys("a", "down")
	for range 3 {
		for width := 40; width <= 300; width += 26 {
			for _, height := range []int{12, 24, 45, 100} {
				s.Resize(width, height)
				s.Fits()
			}
		}
		for _, size := range [][2]int{{1, 1}, {5, 2}, {20, 5}, {300, 4}} {
			s.Resize(size[0], size[1])
			s.Fits()
		}
		s.Keys("tab")
	}
}

func TestHostileNames(t *testing.T) {
	s := open(t, tuitest.Case(t, tuitest.Hostile), 80, 24)
	for _, size := range [][2]int{{80, 24}, {41, 13}, {140, 45}} {
		s.Resize(size[0], size[1])
		for range 4 {
			s.Fits()
			s.Keys("tab", "down")
		}
		s.Keys("c")
		s.Fits()
		s.Keys("esc")
	}
	s.Resize(80, 24)
	golden.RequireEqual(t, s.View())
}

// TestMouse goes to an account and an event by the mouse.
func TestMouse(t *testing.T) {
	s := open(t, tuitest.Case(t, tuitest.Company), 80, 24)
	for y, line := range strings.Split(s.View(), "\n") {
		if strings.Contains(line, "print-user:frontdesk") {
			s.Click(10, y)
		}
	}
	s.Keys("c")
	if !strings.Contains(s.View(), "whose is print-user:frontdesk") {
		t.Errorf("the mouse chose nothing:\n%s", s.View())
	}
}
