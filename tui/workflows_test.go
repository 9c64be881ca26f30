// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/tui"
	"dossier/tui/tuitest"
	"dossier/tui/ui"
)

// workflow is a question, and the keys that answer it from a fresh start.
type workflow struct {
	question string
	keys     []string
	want     []string // on the screen then
	refuse   []string
	decides  bool                      // it changes the case
	of       func(t *testing.T) string // makes another case than the sample company's
}

// workflows are those of docs/tui.md, in its order.
var workflows = []workflow{
	{
		question: "What did Mike touch in his last 30 days?",
		keys:     []string{"enter"},
		want:     []string{`who:"Mike Hall" last:30d`, "482 of 21,078", "15 Apr – 13 May 2024"},
	},
	{
		question: "Which customers were not his own?",
		keys:     []string{"enter", "a", "6"},
		want:     []string{"166 of 21,078", "has:owner", "(ow"},
	},
	{
		question: "Which mail carried what was exported?",
		keys:     []string{"enter", "a", "1", "end", "a", "m"},
		want:     []string{"18:09:30", "Q3 Price Book", "nothing bears its name"},
	},
	{
		question: "What did he print after 19:00?",
		keys:     []string{"enter", "a", "5"},
		want:     []string{"19:05:17", "Q3 Price Book v7 FINAL", "46 pages"},
	},
	{
		question: "What happened within five minutes of an export?",
		keys:     []string{"enter", "a", "1", "end", "c"},
		want:     []string{"at:2024-05-10T17:57:47..2024-05-10T18:07:48", "18:02:11", "ran report"},
		refuse:   []string{"18:09:30"},
	},
	{
		question: "Who else touched this customer?",
		keys:     []string{"enter", "down", "down", "down", "a", "o"},
		want:     []string{"viewed record", "Leah Brandvold"},
		refuse:   []string{" Mike Hall  "},
	},
	{
		question: "When was this printer first and last used?",
		keys:     []string{"enter", "a", "4", "a", "p"},
		want:     []string{"22 Jan – 16 May 2024", "151 events, the first 22 Jan 2024 11:13:24, the last 16 May 2024 08:57:33"},
	},
	{
		question: "Confirm that a suggested account is somebody's.",
		keys:     []string{"4", "c", "enter"},
		want:     []string{"confirmed: print-user:mike.hall.home of Mike Hall", "1 to decide"},
		of:       func(t *testing.T) string { return tuitest.Case(t, tuitest.Company) },
	},
	{
		question: "Promote five events and export the chronology to PDF.",
		keys:     []string{"enter", " ", "down", " ", "down", " ", "down", " ", "down", " ", "5", "e", "enter", "enter", "enter", "enter"},
		want:     []string{"5 of 5 need review", "exported pdf for counsel to chronology-counsel"},
		decides:  true,
	},
	{
		question: "Prove one row from its bytes.",
		keys:     []string{"enter", "enter", "tab", "end"},
		want:     []string{"✓ record verified", "verified just now", "larkfield/salesforce/LoginHistory.csv line"},
	},
}

// script is the keys as the document has them; count is how many are pressed.
func (w workflow) script() (script string, count int) {
	var parts []string
	for _, key := range w.keys {
		if text, ok := strings.CutPrefix(key, "'"); ok && len(key) > 1 {
			text = strings.TrimSuffix(text, "'")
			parts, count = append(parts, "`"+text+"`"), count+len([]rune(text))
			continue
		}
		if key == " " {
			key = "space"
		}
		parts, count = append(parts, "<kbd>"+key+"</kbd>"), count+1
	}
	return strings.Join(parts, " "), count
}

// row is the workflow as the document has it.
func (w workflow) row(number int) string {
	script, count := w.script()
	return fmt.Sprintf("| %d | %s | %s | %d |", number, w.question, script, count)
}

// told stands for the exports, which have tests of their own, and says what was
// asked of them.
func told(_ context.Context, p ui.ExportPlan) (string, error) {
	return fmt.Sprintf("exported %s for %s to %s", p.Formats, p.Profile, p.Dir), nil
}

// TestWorkflows presses the keys of docs/tui.md, at two sizes, and wants the answer
// on the screen, and the document to have the same keys.
func TestWorkflows(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "tui.md"))
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range workflows {
		t.Run(w.question, func(t *testing.T) {
			for _, size := range [][2]int{{100, 30}, {140, 45}} {
				dir := tuitest.Demo(t)
				switch {
				case w.of != nil:
					dir = w.of(t)
				case w.decides:
					dir = tuitest.DemoCopy(t)
				}
				s := tuitest.Open(t, dir, size[0], size[1], func(o *tui.Options) { o.Export = told })
				s.Press(w.keys...)
				s.Want(w.want...)
				s.Refuse(w.refuse...)
			}
			if row := w.row(i + 1); !strings.Contains(string(text), row+"\n") {
				t.Errorf("docs/tui.md has no line\n%s", row)
			}
		})
	}
	for i, w := range workflows {
		limit := 10
		switch i {
		case 0:
			limit = 5
		case 8:
			limit = 16 // five events, and an export that is asked about
		}
		if _, count := w.script(); count > limit {
			t.Errorf("%s takes %d keys", w.question, count)
		}
	}
}
