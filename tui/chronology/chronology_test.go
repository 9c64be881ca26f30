// SPDX-License-Identifier: Apache-2.0

package chronology_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dossier/analysis/marks"
	"dossier/event"
	"dossier/index"
	"dossier/tui"
	"dossier/tui/tuitest"
	"dossier/tui/ui"
)

func TestMain(m *testing.M) { tuitest.Main(m) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// withCase opens a case for a look.
func withCase(t *testing.T, dir string, use func(*index.Case)) {
	t.Helper()
	c, err := index.Open(dir, nil)
	must(t, err)
	use(c)
	must(t, c.Close())
}

// markOf is the mark of an event as the journal has it.
func markOf(t *testing.T, dir string, id event.ID) (mark marks.Mark) {
	t.Helper()
	withCase(t, dir, func(c *index.Case) {
		m, err := marks.Read(c)
		must(t, err)
		mark = m.Of(id)
	})
	return mark
}

// promoted is a copy of the demo with five events in the chronology, two of them of
// the very same time.
func promoted(t *testing.T) (dir string, ids []event.ID) {
	t.Helper()
	dir = tuitest.DemoCopy(t)
	withCase(t, dir, func(c *index.Case) {
		var before *event.Event
		for e, err := range c.Events(context.Background(), index.Filter{From: tuitest.Now().AddDate(0, 0, -40)}) {
			must(t, err)
			switch {
			case len(ids) == 0 && before != nil && e.Time.UTC.Equal(before.Time.UTC):
				ids = append(ids, before.ID, e.ID)
			case len(ids) > 0 && len(ids) < 5 && (e.Kind == event.CRMReportExport || e.Kind == event.PrintJob):
				ids = append(ids, e.ID)
			}
			before = e
		}
	})
	for _, change := range []marks.Change{
		marks.Promote(marks.Fields{}, nil, ids...),
		marks.Set(marks.Fields{Note: new("first line\nsecond line of the note"), Issue: new("breach of 4.2"), Status: new(marks.Disputed), Key: new(true)}, ids[2]),
		marks.Tag([]string{"exfil", "price book"}, ids[2]),
		marks.Set(marks.Fields{Reviewed: new(true), Status: new(marks.Undisputed), Significance: new("it shows that he was there")}, ids[1]),
	} {
		_, err := marks.Do(dir, tuitest.Now(), change)
		must(t, err)
	}
	return dir, ids
}

func open(t *testing.T, dir string, width, height int) *tuitest.Stage {
	t.Helper()
	s := tuitest.Open(t, dir, width, height, nil)
	s.Keys("5")
	return s
}

func TestGoldens(t *testing.T) {
	dir, _ := promoted(t)
	for name, size := range map[string][2]int{"80x24": {80, 24}, "140x45": {140, 45}, "40x12": {40, 12}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, dir, size[0], size[1])
			s.Keys("down")
			s.Fits()
			golden.RequireEqual(t, s.View())
		})
	}
	t.Run("time", func(t *testing.T) {
		s := open(t, dir, 80, 24)
		s.Keys("f")
		golden.RequireEqual(t, s.View())
	})
	t.Run("preview", func(t *testing.T) {
		s := open(t, dir, 80, 24)
		s.Keys("e", "enter", "down", "down")
		golden.RequireEqual(t, s.View())
	})
	t.Run("empty", func(t *testing.T) { golden.RequireEqual(t, open(t, tuitest.Demo(t), 80, 24).View()) })
}

// TestSay edits everything that can be said of an event; each is in the journal at
// once, and undone by u.
func TestSay(t *testing.T) {
	dir, ids := promoted(t)
	s := open(t, dir, 80, 24)
	first := ids[0]
	for _, step := range []struct {
		keys []string
		text string
		then []string
		said func(marks.Mark) bool
	}{
		{[]string{"n"}, "a note", []string{"enter"}, func(m marks.Mark) bool { return m.Note == "a note" }},
		{[]string{"i"}, "an issue", []string{"enter"}, func(m marks.Mark) bool { return m.Issue == "an issue" }},
		{[]string{"s"}, "why", []string{"enter"}, func(m marks.Mark) bool { return m.Significance == "why" }},
		{[]string{"d"}, "prosp", []string{"enter"}, func(m marks.Mark) bool { return m.Status == marks.Prospective }},
		{[]string{"t"}, "one, two", []string{"enter"}, func(m marks.Mark) bool { return slices.Equal(m.Tags, []string{"one", "two"}) }},
		{[]string{"*"}, "", nil, func(m marks.Mark) bool { return m.Key }},
	} {
		before := markOf(t, dir, first)
		if step.said(before) {
			t.Fatalf("%q: so it is already: %+v", step.keys, before)
		}
		s.Keys(step.keys...)
		s.Fits()
		s.Type(step.text)
		s.Keys(step.then...)
		if got := markOf(t, dir, first); !step.said(got) {
			t.Errorf("%q %q: %+v\n%s", step.keys, step.text, got, s.View())
		}
		s.Keys("u")
		if got := markOf(t, dir, first); step.said(got) {
			t.Errorf("%q: u did not undo it: %+v", step.keys, got)
		}
		s.Keys("ctrl+r")
		if got := markOf(t, dir, first); !step.said(got) {
			t.Errorf("%q: it was not made again: %+v", step.keys, got)
		}
	}
	s.Keys("n", "esc")
	if got := markOf(t, dir, first); got.Note != "a note" {
		t.Errorf("esc changed the note: %+v", got)
	}
}

// TestReview reviews all events: the cursor goes on by itself.
func TestReview(t *testing.T) {
	dir, ids := promoted(t)
	s := open(t, dir, 80, 24)
	if !strings.Contains(s.View(), "4 of 5 need review") {
		t.Fatalf("not said how many need review:\n%s", s.View())
	}
	s.Keys("r", "r", "r", "r")
	for _, id := range ids {
		if !markOf(t, dir, id).Reviewed {
			t.Errorf("%s was not reviewed", id)
		}
	}
	if !strings.Contains(s.View(), "0 of 5 need review") {
		t.Errorf("not said that none needs review:\n%s", s.View())
	}
}

// TestOrder moves an event among those of its time, and takes one out.
func TestOrder(t *testing.T) {
	dir, ids := promoted(t)
	s := open(t, dir, 80, 24)
	s.Keys("f", "K")
	if !strings.Contains(s.View(), "no event of the very same time there") {
		t.Errorf("the first moved up:\n%s", s.View())
	}
	s.Keys("J")
	if a, b := markOf(t, dir, ids[0]), markOf(t, dir, ids[1]); a.Order == b.Order || max(a.Order, b.Order) != 2 {
		t.Errorf("orders %d and %d", a.Order, b.Order)
	}
	s.Keys("end", "x")
	if markOf(t, dir, ids[4]).Promoted {
		t.Error("the last was not taken out")
	}
	s.Keys("enter")
	if view := s.View(); !strings.Contains(view, "│ Timeline") || !strings.Contains(view, "on:2024-") {
		t.Errorf("enter does not open the event:\n%s", view)
	}
}

// TestExport previews, asks, and exports; what fails is shown.
func TestExport(t *testing.T) {
	dir, _ := promoted(t)
	var got ui.ExportPlan
	failure := errors.New("folder is not empty")
	s := tuitest.Open(t, dir, 80, 24, func(o *tui.Options) {
		o.Export = func(_ context.Context, plan ui.ExportPlan) (string, error) {
			if got = plan; plan.Dir == "bad" {
				return "", failure
			}
			return "5 events exported", nil
		}
	})
	s.Keys("5", "e")
	s.Type("counsel")
	s.Keys("enter", "enter")
	s.Type(", xlsx")
	s.Keys("enter", "ctrl+u")
	s.Type("bad")
	s.Keys("enter")
	if view := s.View(); !strings.Contains(view, failure.Error()) || !strings.Contains(view, "preview, profile counsel: 5 items") {
		t.Errorf("a failure is not shown above the preview:\n%s", view)
	}
	s.Keys("enter", "enter", "enter")
	if want := (ui.ExportPlan{Profile: "counsel", Formats: "pdf", Dir: "chronology-counsel"}); got != want {
		t.Errorf("exported %+v", got)
	}
	if view := s.View(); !strings.Contains(view, "5 events exported") || strings.Contains(view, "preview,") {
		t.Errorf("not said that it was exported:\n%s", view)
	}
}

// TestResize goes through many sizes, with the list, the preview and a prompt.
func TestResize(t *testing.T) {
	dir, _ := promoted(t)
	s := open(t, dir, 80, 24)
	s.Keys("down", "down")
	for _, open := range [][]string{nil, {"e"}, {"e", "enter"}, {"n"}} {
		s.Resize(80, 24)
		s.Keys(open...)
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
		s.Keys("esc")
	}
}

// TestHostileWords has notes, tags and things that a terminal would obey.
func TestHostileWords(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Hostile)
	var ids []event.ID
	withCase(t, dir, func(c *index.Case) {
		for e, err := range c.Events(context.Background(), index.Filter{Timeless: true}) {
			must(t, err)
			ids = append(ids, e.ID)
		}
	})
	_, err := marks.Do(dir, tuitest.Now(), marks.Promote(marks.Fields{Note: new("a\u202eb\u200bc\td 見積書\n" + strings.Repeat("long ", 9000)), Issue: new("\u202e見"),
		Significance: new("👩‍💻")}, []string{"\u202etag", "見積"}, ids...))
	must(t, err)
	s := open(t, dir, 80, 24)
	for _, size := range [][2]int{{80, 24}, {41, 13}, {140, 45}} {
		s.Resize(size[0], size[1])
		for range ids {
			s.Fits()
			s.Keys("down")
		}
		s.Keys("e", "down", "enter")
		s.Fits()
		s.Keys("esc", "f", "home")
	}
	s.Resize(80, 24)
	golden.RequireEqual(t, s.View())
}

// TestMissingEvents tells of promoted events that the case no longer has.
func TestMissingEvents(t *testing.T) {
	dir := tuitest.DemoCopy(t)
	_, err := marks.Do(dir, tuitest.Now(), marks.Promote(marks.Fields{}, nil, event.ID{1}))
	must(t, err)
	if view := open(t, dir, 120, 24).View(); !strings.Contains(view, "1 promoted event no longer in the case") {
		t.Errorf("nothing is said:\n%s", view)
	}
}
