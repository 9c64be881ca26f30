// SPDX-License-Identifier: Apache-2.0

package person_test

import (
	"context"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/tui"
	"dossier/tui/person"
	"dossier/tui/tuitest"
)

func TestMain(m *testing.M) { tuitest.Main(m) }

// ofMike opens the demo on the person's screen.
func ofMike(t *testing.T, width, height int) *tuitest.Stage {
	t.Helper()
	s := tuitest.Open(t, tuitest.Demo(t), width, height, func(o *tui.Options) { o.Subject = "Mike Hall" })
	s.Keys("3")
	return s
}

func TestGoldens(t *testing.T) {
	for name, size := range map[string][2]int{"80x24": {80, 24}, "140x45": {140, 45}, "40x12": {40, 12}} {
		t.Run(name, func(t *testing.T) {
			s := ofMike(t, size[0], size[1])
			s.Fits()
			golden.RequireEqual(t, s.View())
		})
	}
	t.Run("calendar", func(t *testing.T) {
		s := ofMike(t, 80, 24)
		s.Keys("tab", "tab", "tab", "left", "left")
		golden.RequireEqual(t, s.View())
	})
	t.Run("notice", func(t *testing.T) {
		s := ofMike(t, 80, 24)
		s.Keys("w")
		golden.RequireEqual(t, s.View())
	})
	t.Run("nobody", func(t *testing.T) {
		s := tuitest.Open(t, tuitest.Case(t, nil), 80, 24, nil)
		s.Keys("3")
		golden.RequireEqual(t, s.View())
	})
}

// TestKeys goes from each pane to the events behind what the cursor is on.
func TestKeys(t *testing.T) {
	for _, script := range []struct {
		keys []string
		want string // the query that the timeline shows
	}{
		{[]string{"enter"}, `who:"Mike Hall" on:2024-04-14..2024-05-13 -initiated:system kind:crm customer:*`},
		{[]string{"end", "enter"}, `who:"Mike Hall" on:2024-04-14..2024-05-13 -initiated:system kind:print.job`},
		{[]string{"tab", "enter"}, `who:"Mike Hall" on:2024-04-14..2024-05-13 object:"`},
		{[]string{"tab", "o"}, ` -who:"Mike Hall"`},
		{[]string{"tab", "tab", "enter"}, `account:"email:mike.hall@larkfield.example"`},
		{[]string{"tab", "tab", "tab", "enter"}, `who:"Mike Hall" on:2024-05-12..2024-05-13`},
		{[]string{"e"}, `who:"Mike Hall" on:2024-04-14..2024-05-13`},
		{[]string{"w", "w", "e"}, `who:"Mike Hall" on:2024-05-14..2024-08-11`},
	} {
		s := ofMike(t, 160, 24)
		s.Keys(script.keys...)
		if view := s.View(); !strings.Contains(view, "│ Timeline") || !strings.Contains(view, script.want) {
			t.Errorf("%q: %q is not asked:\n%s", script.keys, script.want, view)
		}
		s.Keys("esc")
		if !strings.Contains(s.View(), "│ Person") {
			t.Errorf("%q: esc does not lead back", script.keys)
		}
	}
}

// TestOtherPerson chooses somebody else, who becomes the subject.
func TestOtherPerson(t *testing.T) {
	s := ofMike(t, 80, 24)
	s.Keys("p")
	s.Type("ortiz")
	s.Keys("enter")
	if view := s.View(); !strings.Contains(view, "Julia Ortiz ·") {
		t.Errorf("another person is not shown:\n%s", view)
	}
	s.Keys("s", "1", "3")
	if view := s.View(); !strings.Contains(view, "Julia Ortiz ·") {
		t.Errorf("the subject did not stay:\n%s", view)
	}
}

// TestMouse puts the cursor on a number and opens it.
func TestMouse(t *testing.T) {
	s := ofMike(t, 80, 24)
	lines := strings.Split(s.View(), "\n")
	for y, line := range lines {
		if strings.Contains(line, "pages printed") {
			s.Click(20, y)
			s.Click(20, y)
		}
	}
	if view := s.View(); !strings.Contains(view, "kind:print.job") {
		t.Errorf("nothing was opened:\n%s", view)
	}
	s = ofMike(t, 80, 24)
	for range 40 {
		s.Wheel(10, 21, true)
		s.Fits()
	}
	if s.View() == ofMike(t, 80, 24).View() {
		t.Error("the wheel moves nothing")
	}
}

// TestResize goes through many sizes; what the cursor is on stays.
func TestResize(t *testing.T) {
	s := ofMike(t, 80, 24)
	s.Keys("down", "down", "down")
	for width := 40; width <= 300; width += 13 {
		for _, height := range []int{12, 17, 24, 45, 100} {
			s.Resize(width, height)
			s.Fits()
		}
	}
	for _, size := range [][2]int{{1, 1}, {5, 2}, {20, 5}, {20, 3}, {300, 4}} {
		s.Resize(size[0], size[1])
		s.Fits()
	}
	s.Resize(160, 24)
	s.Keys("enter")
	if view := s.View(); !strings.Contains(view, "kind:crm.report.export") {
		t.Errorf("the cursor moved:\n%s", view)
	}
}

// TestHostileNames has a roster and a log whose names a terminal would obey.
func TestHostileNames(t *testing.T) {
	s := tuitest.Open(t, tuitest.Case(t, tuitest.Hostile), 80, 24, func(o *tui.Options) { o.Subject = "employee:7" })
	s.Keys("3")
	for _, size := range [][2]int{{80, 24}, {41, 13}, {140, 45}} {
		s.Resize(size[0], size[1])
		for range 4 {
			s.Fits()
			s.Keys("tab")
		}
	}
	s.Resize(80, 24)
	golden.RequireEqual(t, s.View())
}

// TestNumbersAreTheirEvents asks the queries behind the numbers: among what they find
// is every event on which the number rests.
func TestNumbersAreTheirEvents(t *testing.T) {
	ctx := context.Background()
	c, err := index.Open(tuitest.Demo(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	s, err := search.Open(ctx, c, search.Options{Subject: "Mike Hall"})
	if err != nil {
		t.Fatal(err)
	}
	numbers, _, err := person.Asks(ctx, s, "Mike Hall")
	if err != nil {
		t.Fatal(err)
	}
	a, err := timeline.Ask(ctx, c, s.Directory, timeline.Question{Person: s.Env.Subject, Range: timeline.Range{LastDays: 30}})
	if err != nil {
		t.Fatal(err)
	}
	for n, behind := range map[int][]int{0: a.Behind.Customers, 3: a.Behind.Exports, 5: nil, 7: a.Behind.Pages} {
		q, err := s.Parse(numbers[n])
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Find(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		have := map[event.ID]bool{}
		for e, err := range found.Events(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			have[e.ID] = true
		}
		for _, i := range behind {
			if !have[a.Items[i].Event.ID] {
				t.Errorf("%s: does not find %s, on which the number rests", numbers[n], a.Items[i].Event.ID)
			}
		}
		if len(have) == 0 || len(behind) > 0 && len(have) > 2*len(behind) {
			t.Errorf("%s finds %d events; the number rests on %d", numbers[n], len(have), len(behind))
		}
	}
}
