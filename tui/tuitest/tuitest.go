// SPDX-License-Identifier: Apache-2.0

// Package tuitest drives the terminal UI in tests, without a terminal and step by
// step: a key goes in, everything that it sets going is done, and the screen is
// looked at. Nothing in it hangs on time.
package tuitest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
	"dossier/samples"
	"dossier/tui"
)

// Now is the clock of every stage.
func Now() time.Time { return time.Date(2024, time.June, 3, 9, 30, 0, 0, time.UTC) }

// built are the folders of the cases that were made once, to be removed by Main.
var built []string

// Main runs a package's tests and clears away what they were given. It is for
// TestMain.
func Main(m *testing.M) {
	m.Run()
	for _, dir := range built {
		if err := os.RemoveAll(dir); err != nil {
			panic(err) // a test left something open
		}
	}
}

// demo is the case of the sample company, made once.
var demo = sync.OnceValues(func() (string, error) {
	tmp, err := os.MkdirTemp("", "dossier-tui-*")
	if err != nil {
		return "", err
	}
	built = append(built, tmp)
	evidence := filepath.Join(tmp, "larkfield")
	if err := os.CopyFS(evidence, samples.Demo()); err != nil {
		return "", err
	}
	dir := filepath.Join(tmp, "demo.case")
	return dir, errors.Join(makeCase(dir, "America/New_York", evidence), os.RemoveAll(evidence))
})

// Demo is the folder of the sample company's case, which no test may change.
func Demo(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the demo")
	}
	dir, err := demo()
	must(t, err)
	return dir
}

// DemoCopy is the folder of a copy of that case, which the test may change.
func DemoCopy(t testing.TB) string {
	t.Helper()
	dir := Demo(t)
	copied := filepath.Join(t.TempDir(), "demo.case")
	must(t, os.CopyFS(copied, os.DirFS(dir)))
	return copied
}

// Case makes a case of files: their paths and what is in them. Logs that name no
// zone are of UTC.
func Case(t testing.TB, files map[string]string) string {
	t.Helper()
	tmp := t.TempDir()
	for name, text := range files {
		path := filepath.Join(tmp, "evidence", filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o777))
		must(t, os.WriteFile(path, []byte(text), 0o666))
	}
	dir := filepath.Join(tmp, "test.case")
	if len(files) == 0 {
		must(t, index.Create(dir, "test", "UTC", "test", Now()))
		return dir
	}
	must(t, makeCase(dir, "UTC", filepath.Join(tmp, "evidence")))
	return dir
}

func makeCase(dir, zone, evidence string) error {
	if err := index.Create(dir, "Larkfield v. Hall (sample)", zone, "test", Now()); err != nil {
		return err
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: Now})
	if err != nil {
		return err
	}
	o := ingest.Options{Parsers: all.List(), ZoneName: zone, Bodies: true, TempDir: filepath.Join(dir, "tmp")}
	if o.Zone, err = time.LoadLocation(zone); err != nil {
		return errors.Join(err, w.Abandon())
	}
	return errors.Join(ingest.Run(context.Background(), o, []string{evidence}, w), w.Close())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Stage is a UI that is driven.
type Stage struct {
	t      testing.TB
	model  tea.Model
	width  int
	height int
	quit   bool
}

// Open shows a case in a terminal of that size, without colours. options may change
// what the UI works with; it may be nil.
func Open(t testing.TB, dir string, width, height int, options func(*tui.Options)) *Stage {
	t.Helper()
	o := tui.Options{Dir: dir, Open: func() (*index.Case, error) { return index.Open(dir, ingest.OpenMember) }, Now: Now, Pause: -1}
	if options != nil {
		options(&o)
	}
	m := tui.New(o)
	t.Cleanup(func() { must(t, m.Close()) })
	return Around(t, m, width, height)
}

// Around drives a model that the test made, and closes.
func Around(t testing.TB, m tea.Model, width, height int) *Stage {
	t.Helper()
	s := &Stage{t: t, model: m}
	s.Resize(width, height)
	s.run(m.Init())
	return s
}

// Resize gives the terminal another size.
func (s *Stage) Resize(width, height int) {
	s.width, s.height = width, height
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Keys presses keys, as bubbletea spells them: "down", "ctrl+k", "x".
func (s *Stage) Keys(keys ...string) {
	for _, key := range keys {
		s.send(Key(key))
	}
}

// Type writes text, a key a character.
func (s *Stage) Type(text string) {
	for _, c := range text {
		s.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{c}})
	}
}

// Paste pastes text, as a terminal with bracketed paste hands it over: all at once.
func (s *Stage) Paste(text string) {
	s.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// Click presses the left button on a cell, counted from the upper left.
func (s *Stage) Click(x, y int) {
	s.send(tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
}

// Wheel turns the wheel on a cell, down or up.
func (s *Stage) Wheel(x, y int, down bool) {
	button := tea.MouseButtonWheelUp
	if down {
		button = tea.MouseButtonWheelDown
	}
	s.send(tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: button})
}

// Ended reports whether the UI has quit.
func (s *Stage) Ended() bool { return s.quit }

// View is the screen as text, without styles and without blanks at the ends of lines.
func (s *Stage) View() string {
	lines := strings.Split(ansi.Strip(s.model.View()), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Fits fails the test unless the screen has no more lines than the terminal, none of
// them wider, and nothing in it that a terminal would obey.
func (s *Stage) Fits() {
	s.t.Helper()
	lines := strings.Split(s.model.View(), "\n")
	if len(lines) > s.height {
		s.t.Errorf("%dx%d: %d lines", s.width, s.height, len(lines))
	}
	for _, line := range lines {
		text := ansi.Strip(line)
		if ansi.StringWidth(text) > s.width {
			s.t.Errorf("%dx%d: a line of %d cells: %q", s.width, s.height, ansi.StringWidth(text), text)
		}
		if strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c >= 0x202a && c <= 0x202e }) {
			s.t.Errorf("%dx%d: a terminal would obey %q", s.width, s.height, text)
		}
	}
}

// Key is a key by its name.
func Key(name string) tea.KeyMsg {
	for k := tea.KeyType(-200); k < 200; k++ {
		if k != tea.KeyRunes && k.String() == name {
			return tea.KeyMsg{Type: k}
		}
	}
	if name == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

func (s *Stage) send(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.run(cmd)
}

// run does what a command does, and all that comes of it, in order.
func (s *Stage) run(cmd tea.Cmd) {
	queue := []tea.Cmd{cmd}
	for len(queue) > 0 {
		cmd, queue = queue[0], queue[1:]
		if cmd == nil {
			continue
		}
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			queue = append(queue, msg...)
		case tea.QuitMsg:
			s.quit = true
		default:
			var next tea.Cmd
			s.model, next = s.model.Update(msg)
			queue = append(queue, next)
		}
	}
}
