// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/index"
	"dossier/ingest"
	"dossier/tui"
	"dossier/tui/tuitest"
	"dossier/tui/ui"

	tea "github.com/charmbracelet/bubbletea"
)

// blocking are the methods and functions that ask a case, a journal, the system or
// the clock. They may be called in commands only: in a function literal, or in a
// function that takes a context, which only commands have.
var blocking = []string{
	"Find", "Select", "Page", "Events", "Backwards", "Histogram", "Facet", "Tally", "Values", "Raw", "Event", "EventsOf", "Journal", "Days", "Actors",
	"Facts", "Rejects", "DuplicateCount", "Check", "Source", "Sources", "Do", "Undo", "Redo", "Read", "Ask", "View", "SaveView", "LoadLocation",
	"Now", "After", "Sleep", "Tick", "NewTicker", "ReadFile", "WriteFile", "Open", "Create", "Stat", "MkdirAll", "Remove", "Rename",
}

// pure are calls of those names that wait for nothing.
var pure = []string{
	"work.After", "complete.After", "look.After", "find.After", // start a command
	"list.Do", "people.Do", "sources.Do", "questions.Do", // move a cursor
	"wording.Ask",
}

// TestUpdateWaitsForNothing reads the code of the screens for calls that could
// wait, outside of commands, and for packages that screens have no business with.
func TestUpdateWaitsForNothing(t *testing.T) {
	screens := []string{".", "ui", "overview", "timeline", "person", "links", "chronology", "rejects"}
	for _, dir := range screens {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				readCalls(t, path)
			}
		}
	}
}

func readCalls(t *testing.T, path string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		if name := strings.Trim(i.Path.Value, `"`); slices.Contains([]string{"os", "os/exec", "net", "net/http", "syscall"}, name) {
			t.Errorf("%s imports %s", path, name)
		}
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || takesContext(f) {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false // a command, or Done of a prompt: that is looked at when it is called
			case *ast.CallExpr:
				if name, ok := called(n); ok {
					t.Errorf("%s: %s calls %s outside of a command", set.Position(n.Pos()), f.Name.Name, name)
				}
			}
			return true
		})
	}
}

func takesContext(f *ast.FuncDecl) bool {
	for _, p := range f.Type.Params.List {
		if s, ok := p.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Context" {
			return true
		}
	}
	// What opens the program, and what is called by commands alone.
	return slices.Contains([]string{"Run", "Page", "fill", "readView", "guarded"}, f.Name.Name)
}

// called is a call that could wait.
func called(c *ast.CallExpr) (string, bool) {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains(blocking, s.Sel.Name) {
		return "", false
	}
	name := s.Sel.Name
	switch x := s.X.(type) {
	case *ast.Ident:
		name = x.Name + "." + name
	case *ast.SelectorExpr:
		name = x.Sel.Name + "." + name
	case *ast.CallExpr: // s.mover().Do: a pane's cursor
		return "", false
	}
	for _, prefix := range []string{"time.", "c.", "session.", "selection.", "Case.", "Session.", "Directory.", "marks.", "os.", "index.", "search.", "e."} {
		if strings.HasPrefix(name, prefix) {
			return name, !slices.Contains(pure, name)
		}
	}
	return "", false
}

// TestUpdateAsksNoCase takes the case away from screens that are full, and does
// everything that there is to do: only commands, which are not run, may ask it.
func TestUpdateAsksNoCase(t *testing.T) {
	dir := tuitest.Demo(t)
	for _, start := range [][]string{{}, {"enter"}, {"enter", "enter", "tab"}, {"enter", "tab", "tab"}} {
		m := tui.New(tui.Options{Dir: dir, Now: tuitest.Now, Pause: -1, Open: func() (*index.Case, error) { return index.Open(dir, ingest.OpenMember) }})
		s := tuitest.Around(t, m, 100, 30)
		s.Press(start...)
		m.Sever()
		for _, key := range keyboard() {
			m.Update(tuitest.Key(key))
			m.Update(tea.MouseMsg{X: 20, Y: 12, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
			m.View()
			m.Update(tuitest.Key("esc")) // out of what asks for text
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// sizes are those of the sweep: tiny, usable, comfortable, large, odd.
func sizes() [][2]int {
	var list [][2]int
	for _, w := range []int{20, 23, 31, 40, 52, 66, 80, 101, 140, 150, 200, 300} {
		for _, h := range []int{5, 7, 10, 12, 15, 24, 33, 60, 100} {
			list = append(list, [2]int{w, h})
		}
	}
	return list
}

// TestResize sweeps every screen through the sizes: nothing is wider or higher than
// the terminal, nothing is blank, and the cursor stays on its event.
func TestResize(t *testing.T) {
	for _, shot := range shots {
		s := tuitest.Open(t, tuitest.Demo(t), 100, 30, shot.plan)
		s.Press(shot.keys...)
		before := kept(s.View())
		for _, size := range sizes() {
			s.Resize(size[0], size[1])
			s.Fits()
			if len(strings.TrimSpace(s.View())) < 10 {
				t.Errorf("%s at %v is blank:\n%s", shot.name, size, s.View())
			}
		}
		s.Resize(100, 30)
		if after := kept(s.View()); after != before {
			t.Errorf("%s is another after the sweep:\n%s\nbefore\n%s", shot.name, after, before)
		}
	}
}

// kept is what a sweep leaves as it was: all above the list, and the cursor.
func kept(screen string) string {
	var out []string
	for i, line := range strings.Split(screen, "\n") {
		if i < 6 || strings.HasPrefix(line, "▸") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// TestPlaceSurvivesResize wants the event under the cursor shown at any size.
func TestPlaceSurvivesResize(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 100, 30, nil)
	s.Press("enter", "pgdown", "pgdown", "pgdown", "down", "down")
	cursor := func() string {
		for line := range strings.SplitSeq(s.View(), "\n") {
			if strings.HasPrefix(line, "▸") {
				return strings.Join(strings.Fields(line)[1:2], " ")
			}
		}
		return ""
	}
	want := cursor()
	for _, size := range sizes() {
		s.Resize(size[0], size[1])
		if got := cursor(); size[1] > 5 && got != want {
			t.Errorf("at %v the cursor is on %q, want %q:\n%s", size, got, want, s.View())
		}
	}
}

// keyboard is every key that means something somewhere, and some that do not.
func keyboard() []string {
	list := []string{"a", "1", "\"", "(", "é", "日", "ctrl+w", "ctrl+u", "delete", "y", "\x1b"}
	for _, keys := range []ui.Keymap{ui.OverviewKeys, ui.TimelineKeys, ui.PersonKeys, ui.LinksKeys, ui.ChronologyKeys, ui.RejectsKeys, ui.CommonKeys} {
		for _, b := range keys {
			if b.Action != ui.Quit {
				list = append(list, b.Keys...)
			}
		}
	}
	return list
}

// pressed presses keys and wants a screen after each, and a way back from the end.
func pressed(t *testing.T, s *tuitest.Stage, keys []string) {
	for i, key := range keys {
		s.Keys(key)
		if len(strings.TrimSpace(s.View())) < 20 {
			t.Fatalf("blank after %q", keys[:i+1])
		}
	}
	for range 14 {
		if strings.Contains(firstLine(s.View()), "│ Overview") && strings.Contains(s.View(), "first screen") {
			return
		}
		s.Keys("esc")
	}
	t.Fatalf("no way back after %q:\n%s", keys, s.View())
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// TestAnyKeys presses keys at random: no panic, no blank screen, always a way back.
func TestAnyKeys(t *testing.T) {
	t.Chdir(t.TempDir())
	dir := tuitest.DemoCopy(t)
	board := keyboard()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			s := tuitest.Open(t, dir, 60+r.IntN(100), 12+r.IntN(30), nil)
			keys := make([]string, 150)
			for i := range keys {
				keys[i] = board[r.IntN(len(board))]
			}
			pressed(t, s, keys)
		})
	}
	if list, err := fs.Glob(os.DirFS("."), "*"); err != nil || len(list) > 0 {
		t.Errorf("files were left: %v %v", list, err)
	}
}

// FuzzKeys is TestAnyKeys for longer.
func FuzzKeys(f *testing.F) {
	board := keyboard()
	f.Add([]byte{30, 12, 40, 80, 3})
	f.Fuzz(func(t *testing.T, presses []byte) {
		s := tuitest.Open(t, tuitest.Case(t, nil), 80, 24, nil)
		keys := make([]string, min(len(presses), 200))
		for i := range keys {
			keys[i] = board[int(presses[i])%len(board)]
		}
		pressed(t, s, keys)
	})
}
