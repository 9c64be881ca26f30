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
	decides  bool // it changes the case
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
		keys:     []string{"s", "3", "down", "enter"},
		want:     []string{"166 of 21,078", "has:owner", "(ow"},
	},
	{
		question: "Which mail carried what was exported?",
		keys:     []string{"enter", "/", "'kind:mail.send has:attachment'", "enter", "end", "enter"},
		want:     []string{"18:09:30", "Q3 Price Book"},
	},
	{
		question: "What did he print after 19:00?",
		keys:     []string{"enter", "/", "'kind:print.* hours:19..24'", "enter"},
		want:     []string{"19:05:17", "Q3 Price Book v7 FINAL", "46 pages"},
	},
	{
		question: "What happened within five minutes of an export?",
		keys:     []string{"enter", "/", "'kind:crm.report.export'", "enter", "end", "c"},
		want:     []string{"at:2024-05-10T17:57:47..2024-05-10T18:07:48", "18:02:11", "ran report"},
		refuse:   []string{"18:09:30"},
	},
	{
		question: "Who else touched this customer?",
		keys:     []string{"enter", "down", "down", "down", "o", "left", "left", "#"},
		want:     []string{"who: 2 values", "Mike Hall", "Leah Brandvold"},
	},
	{
		question: "When was this printer first and last used?",
		keys:     []string{"/", "'printer:PRN-NY-02'", "enter", "end"},
		want:     []string{"22 Jan – 16 May 2024", "150"},
	},
	{
		question: "Confirm that an account is somebody's.",
		keys:     []string{"4", "a", "c", "'mike hall'", "enter", "'HR file, page 3'", "enter"},
		want:     []string{"decided", "Mike Hall", "HR file, page 3"},
		decides:  true,
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
				if w.decides {
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
	if _, count := workflows[0].script(); count > 5 {
		t.Errorf("the first question takes %d keys", count)
	}
}
