// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/teatest"

	"dossier/index"
	"dossier/ingest"
	"dossier/tui"
	"dossier/tui/tuitest"
	"dossier/tui/ui"
)

// TestMarksAreUndone promotes, tags and notes an event, and takes it all back: each
// is in the journal at once.
func TestMarksAreUndone(t *testing.T) {
	dir := tuitest.DemoCopy(t)
	s := tuitest.Open(t, dir, 100, 30, nil)
	s.Press("enter", "down", " ")
	s.Want("★", "promoted")
	s.Press("t", "'exfil, later'", "enter", "n", "'ask about this'", "enter")
	s.Want("noted")
	s.Press("enter")
	s.Want("your tags", "exfil, later", "ask about this")
	s.Press("u", "u", "u")
	s.Want("undone: ")
	s.Refuse("★", "exfil")
	s.Press("u")
	s.Want("nothing that could be undone")
	s.Press("ctrl+r")
	s.Want("made again", "★")
	journal, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	if err != nil || bytes.Count(journal, []byte("mark.promote")) != 1 || !bytes.Contains(journal, []byte("redo")) {
		t.Errorf("the journal does not tell it: %v\n%s", err, journal)
	}
}

// TestReopensWhereItEnded quits in the middle of things and wants to be there again.
func TestReopensWhereItEnded(t *testing.T) {
	dir := tuitest.DemoCopy(t)
	s := tuitest.Open(t, dir, 100, 30, nil)
	s.Press("enter", "/", "'kind:crm.*'", "enter", "pgdown", "down", "enter", "z")
	before := s.View()
	s.Press("q")
	if !s.Ended() {
		t.Fatal("q asks something")
	}
	again := tuitest.Open(t, dir, 100, 30, nil)
	again.Want(`who:"Mike Hall" last:30d kind:crm.*`, "│ UTC", "✓ record verified")
	if was, is := kept(before), kept(again.View()); was != is {
		t.Errorf("it is elsewhere:\n%s\nwas\n%s", is, was)
	}
	again.Press("[")
	again.Want(`who:"Mike Hall" last:30d`)
	again.Refuse("kind:crm")
	if err := os.WriteFile(filepath.Join(dir, "view.json"), []byte(`{"trail":["nowhere"]`), 0o666); err != nil {
		t.Fatal(err)
	}
	tuitest.Open(t, dir, 100, 30, nil).Want("│ Overview")
}

// TestEvidenceIsAdded adds a roster to an empty case from the overview.
func TestEvidenceIsAdded(t *testing.T) {
	dir := tuitest.Case(t, nil)
	var asked []string
	s := tuitest.Open(t, dir, 100, 30, func(o *tui.Options) {
		o.Add = func(_ context.Context, path, zone string, tell func(string)) (string, error) {
			asked = append(asked, path, zone)
			if path == "nowhere" {
				return "", errors.New("nowhere: no such file")
			}
			tell("half of it")
			return "added 1 source", nil
		}
	})
	s.Press("a", "'\"logs of May\"'", "enter", "'Europe/Berlin'", "enter")
	s.Want("added 1 source")
	s.Press("a", "'nowhere'", "enter", "enter")
	s.Want("✗ nowhere: no such file")
	if got := strings.Join(asked, "|"); got != "logs of May|Europe/Berlin|nowhere|" {
		t.Errorf("asked for %q", got)
	}
}

// TestZones goes through the three zones on one key.
func TestZones(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 100, 30, nil)
	s.Press("enter")
	s.Want("│ New York", "08:54:09")
	s.Press("z")
	s.Want("│ UTC", "12:54:09")
	s.Press("Z", "'Europe/Berlin'", "enter")
	s.Want("│ Berlin", "14:54:09")
	s.Press("z")
	s.Want("│ New York")
	s.Press("Z", "ctrl+u", "'Nowhere/Town'", "enter")
	s.Want("✗ zone", "want an IANA name")
}

// TestStatedZone takes the subject's zone from the evidence, says on what it rests, and
// lets Z overrule it.
func TestStatedZone(t *testing.T) {
	files := maps.Clone(tuitest.Company)
	files["hr/roster.csv"] = strings.Replace(files["hr/roster.csv"], "Department,", "Location,", 1)
	files["hr/roster.csv"] = strings.Replace(files["hr/roster.csv"], "Account Executive,Sales,2018", "Account Executive,New York,2018", 1)
	s := tuitest.Open(t, tuitest.Case(t, files), 120, 30, nil)
	s.Press("2", "end", "up", "up", "up", "up", "up")
	s.Want("│ UTC", "18:14:02")
	s.Press("z") // the case's zone is UTC as well
	s.Press("z")
	s.Want("│ New York", "14:14:02", "times in New York, the zone of the subject (office New York, evidence/hr/roster.csv line 2)")
	s.Press("Z")
	s.Want("empty for America/New_York (office")
	s.Press("'Europe/Berlin'", "enter")
	s.Want("│ Berlin", "20:14:02")
	s.Press("z", "z", "z")
	s.Want("times in Berlin, the zone of the subject (named with Z)")
	s.Press("Z", "ctrl+u", "enter") // named no more
	s.Want("│ New York")
	s = tuitest.Open(t, tuitest.Case(t, tuitest.Company), 120, 30, nil)
	s.Press("z")
	s.Want("nothing states the zone of Mike Hall: Z names it")
}

// TestValues filters, excludes and counts by what is under the cursor.
func TestValues(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 120, 30, nil)
	s.Press("enter", "left", "f")
	s.Want(`last:30d kind:auth.login`)
	s.Press("[", "x")
	s.Want(`last:30d -kind:auth.login`)
	s.Press("#", "'view'", "enter")
	s.Want("-kind:auth.login kind:crm.record.view")
	s.Press("g", "ctrl+u", "'2024-05-02 12:00'", "enter")
	s.Want("▸   1")
	s.Press("g", "ctrl+u", "'soon'", "enter")
	s.Want("✗ go to", "want a day or time")
}

// TestReadyQuestions asks from the list by key and by cursor, of everybody, and from the
// palette by words; the search history has them as any other.
func TestReadyQuestions(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 140, 30, nil)
	s.Press("enter", "a")
	s.Want(`worth asking: who:"Mike Hall" last:30d`, "what was exported", "a key asks", "kind:auth")
	s.Resize(40, 12)
	s.Fits()
	s.Want("what was exported", "which mails carried files")
	s.Resize(140, 30)
	s.Refuse("what carried this on")
	s.Press("?", "down", "enter")
	s.Want("messages with files went outside", "→ m.hall.home@mailbox.example", "(is:outside has:attachment OR group:")
	s.Press("[")
	s.Want("482 of 21,078")
	s.Press("a", "e")
	s.Want("worth asking of everybody")
	s.Refuse("which customers were others'")
	s.Press("8")
	s.Refuse("who:", "Mike Hall\" last")
	s.Want("kind:crm.record.delete")
	s.Press("[", ":", "'ask: what was exported'", "enter")
	s.Want(`last:30d kind:crm.report.export`, "4 of 21,078")
	s.Press("3", "a")
	s.Want("what was printed after 19:00")
	s.Press("2")
	s.Want("│ Timeline", "messages with files went outside")
	s.Press("3", ":", "'19:00'", "enter")
	s.Want("│ Timeline", "on:2024-04-14..2024-05-13 kind:print.job,crm.report.print hours:19..7", "19:05:17")
	s.Press("/", "ctrl+u", "'kind:print.job'", "enter", "end", "enter", "tab")
	for range 12 {
		s.Press("o") // until the value under the cursor is the printer
		if strings.Contains(s.View(), ", the first ") && strings.Contains(s.View(), `❯ printer:`) {
			return
		}
		s.Press("[", "down")
	}
	t.Errorf("no printer is opened from the details:\n%s", s.View())
}

// TestWideScreens wants the details beside the list where there is room, without a key;
// enter hides them, and esc leads back all the same.
func TestWideScreens(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 300, 100, nil)
	s.Press("enter")
	s.Want("✓ larkfield/salesforce/LoginHistory.csv", "salesforce-login-history@1")
	s.Press("down")
	s.Want("salesforce-elf@1") // the event that the cursor is on now
	s.Press("enter")
	s.Refuse("time rests on")
	s.Press("enter", "tab")
	s.Want("time rests on")
	s.Resize(100, 30)
	s.Refuse("time rests on")
	s.Press("down", "enter")
	s.Want("time rests on")
	s.Resize(300, 100)
	s.Press("esc", "esc")
	s.Want("│ Overview")
	s.Press("3", "tab")
	for line := range strings.SplitSeq(s.View(), "\n") {
		if at := strings.Index(line, "15 Apr 15:23"); strings.Contains(line, "Harbourline Bakeries") && (at < 0 || at > 90) {
			t.Errorf("the eye loses the line: %q", line)
		}
	}
}

// TestMouse selects, opens, scrolls and brushes.
func TestMouse(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 100, 30, nil)
	s.Click(8, 17)
	s.Click(8, 17)
	s.Want("│ Timeline")
	s.Wheel(20, 15, true)
	before := s.View()
	s.Click(30, 12)
	if s.View() == before {
		t.Error("a click changes nothing")
	}
	s.Press("1")
	s.Click(3, 29) // enter, in the line of keys
	s.Want("│ Timeline")
}

// TestHostileText shows a case whose texts try to rule the terminal.
func TestHostileText(t *testing.T) {
	dir := tuitest.Case(t, tuitest.Hostile)
	for _, size := range [][2]int{{40, 12}, {80, 24}, {160, 50}} {
		s := tuitest.Open(t, dir, size[0], size[1], func(o *tui.Options) { o.Colours = true })
		s.Fits()
		for _, keys := range [][]string{{"/", "enter"}, {"enter"}, {"tab", "pgdown", "end"}, {"esc", "esc", "#"}, {"esc", "f"}} {
			s.Press(keys...)
			s.Fits()
		}
	}
}

// TestPastedText pastes what would rule the terminal into the query and into a prompt:
// what is no text is left out, and the rest is asked.
func TestPastedText(t *testing.T) {
	s := tuitest.Open(t, tuitest.Demo(t), 100, 30, nil)
	s.Press("enter", "/", "ctrl+u")
	s.Paste("price\x1b\u202e\tlist\x07\u200b\r")
	s.Fits()
	s.Press("enter")
	s.Want("❯ price list\n")
	s.Press("Z")
	s.Paste("Europe/\x07Berlin\x1b")
	s.Press("enter")
	s.Want("│ Berlin")
}

// TestInATerminal runs the program as it is: drawn, resized, quit by a key.
func TestInATerminal(t *testing.T) {
	dir := tuitest.DemoCopy(t)
	m := tui.New(tui.Options{Dir: dir, Now: tuitest.Now, Pause: -1, Open: func() (*index.Case, error) { return index.Open(dir, ingest.OpenMember) }})
	defer func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}()
	tm := teatest.NewTestModel(t, m, teatest.WithInitialTermSize(100, 30))
	shows := func(text string) {
		teatest.WaitFor(t, tm.Output(), func(b []byte) bool { return bytes.Contains(b, []byte(text)) }, teatest.WithDuration(time.Minute))
	}
	shows("Mike Hall")
	tm.Send(tuitest.Key("enter"))
	shows("482 of 21,078")
	tm.Send(tuitest.Key("?"))
	shows("this screen")
	tm.Send(tuitest.Key("esc"))
	tm.Send(ui.Back{})
	shows("not settled")
	tm.Send(tuitest.Key("q"))
	tm.WaitFinished(t, teatest.WithFinalTimeout(time.Minute))
	if _, err := os.Stat(filepath.Join(dir, "view.json")); err != nil {
		t.Error(err)
	}
}
