// SPDX-License-Identifier: Apache-2.0

package rejects_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dossier/event"
	"dossier/tui"
	"dossier/tui/tuitest"
	"dossier/tui/ui"
)

func TestMain(m *testing.M) { tuitest.Main(m) }

// company has a log that cannot wholly be read, and a file that is no log.
func company() map[string]string {
	files := maps.Clone(tuitest.Company)
	files["notes.txt"] = "what the receptionist remembers\n"
	return files
}

func open(t *testing.T, dir string, width, height int, plan func(*tui.Options)) *tuitest.Stage {
	t.Helper()
	s := tuitest.Open(t, dir, width, height, plan)
	s.Keys("6")
	return s
}

func TestGoldens(t *testing.T) {
	dir := tuitest.Case(t, company())
	for name, size := range map[string][2]int{"80x24": {80, 24}, "140x45": {140, 45}, "40x12": {40, 12}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, dir, size[0], size[1], nil)
			s.Fits()
			golden.RequireEqual(t, s.View())
		})
	}
	t.Run("unknown", func(t *testing.T) {
		s := open(t, dir, 80, 24, nil)
		s.Keys("end")
		golden.RequireEqual(t, s.View())
	})
	t.Run("bytes", func(t *testing.T) {
		s := open(t, dir, 80, 24, nil)
		s.Keys("enter", "down", "enter")
		golden.RequireEqual(t, s.View())
	})
	t.Run("demo", func(t *testing.T) { golden.RequireEqual(t, open(t, tuitest.Demo(t), 120, 30, nil).View()) })
	t.Run("empty", func(t *testing.T) { golden.RequireEqual(t, open(t, tuitest.Case(t, nil), 80, 24, nil).View()) })
}

// asked is what a source was asked to be read as.
type asked struct{ path, format, zone string }

// rereads is a plan that notes what is asked.
func rereads(got *[]asked, err error) func(*tui.Options) {
	return func(o *tui.Options) {
		o.Formats = []ui.Choice{{Text: "m365-audit  audit log", Value: "m365-audit"}, {Text: "notes  text", Value: "notes"}}
		o.Zoneless = func(string) bool { return true }
		o.Reread = func(_ context.Context, s event.Source, format, zone string, tell func(string)) (string, error) {
			tell("half of it")
			*got = append(*got, asked{s.Path[strings.LastIndex(s.Path, "/")+1:], format, zone})
			return "read again", err
		}
	}
}

// TestReread reads a source again as another format, and in another zone.
func TestReread(t *testing.T) {
	dir := tuitest.Case(t, company())
	var got []asked
	s := open(t, dir, 80, 24, rereads(&got, nil))
	s.Keys("t", "ctrl+u")
	s.Type("Europe/Berlin")
	s.Keys("enter")
	if !strings.Contains(s.View(), "read again") {
		t.Errorf("not said that it was read:\n%s", s.View())
	}
	s.Keys("end", "t")
	if !strings.Contains(s.View(), "no format is chosen yet") {
		t.Errorf("a zone without a format:\n%s", s.View())
	}
	s.Keys("f")
	s.Type("notes")
	s.Keys("enter")
	if want := (asked{"papercut.csv", "", "Europe/Berlin"}); len(got) != 2 || got[0] != want || got[1] != (asked{"notes.txt", "notes", ""}) {
		t.Errorf("asked %+v", got)
	}
}

// TestRereadFails shows why, and everything stays.
func TestRereadFails(t *testing.T) {
	dir := tuitest.Case(t, company())
	var got []asked
	s := open(t, dir, 80, 24, rereads(&got, errors.New("the disk is full")))
	s.Keys("f", "enter")
	if view := s.View(); !strings.Contains(view, "the disk is full") || !strings.Contains(view, "papercut.csv") {
		t.Errorf("the error is not shown:\n%s", view)
	}
	s = open(t, dir, 80, 24, nil)
	s.Keys("f")
	if !strings.Contains(s.View(), "dossier sources reread") {
		t.Errorf("not said what to do:\n%s", s.View())
	}
}

func TestResize(t *testing.T) {
	s := open(t, tuitest.Case(t, company()), 80, 24, nil)
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

func TestHostileBytes(t *testing.T) {
	s := open(t, tuitest.Case(t, tuitest.Hostile), 80, 24, nil)
	for _, size := range [][2]int{{80, 24}, {41, 13}, {140, 45}} {
		s.Resize(size[0], size[1])
		for range 4 {
			s.Fits()
			s.Keys("tab", "down")
		}
	}
	s.Resize(80, 24)
	golden.RequireEqual(t, s.View())
}

// TestMouse goes to a source and a record by the mouse.
func TestMouse(t *testing.T) {
	s := open(t, tuitest.Case(t, company()), 80, 24, nil)
	for y, line := range strings.Split(s.View(), "\n") {
		if strings.Contains(line, "notes.txt") {
			s.Click(10, y)
		}
	}
	if !strings.Contains(s.View(), "f reads the source as a format that you choose") {
		t.Errorf("the mouse chose nothing:\n%s", s.View())
	}
	for range 5 {
		s.Wheel(10, 20, true)
		s.Fits()
	}
}
