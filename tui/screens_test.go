// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dossier/tui"
	"dossier/tui/tuitest"
)

func TestMain(m *testing.M) { tuitest.Main(m) }

// shots are the screens that goldens are kept of, and the keys that lead there.
var shots = []struct {
	name string
	keys []string
	plan func(*tui.Options)
}{
	{name: "overview"},
	{name: "overview-subject", keys: []string{"s"}},
	{name: "timeline", keys: []string{"enter"}},
	{name: "timeline-details", keys: []string{"enter", "/", "'kind:crm.report.export'", "enter", "enter", "tab", "end", "home", "down", "down"}},
	{name: "timeline-count", keys: []string{"enter", "left", "left", "#"}},
	{name: "timeline-ask", keys: []string{"enter", "a", "1", "end", "a"}},
	{name: "timeline-typing", keys: []string{"enter", "/", "'kind:crm.re'"}},
	{name: "timeline-error", keys: []string{"enter", "/", "'rows:many '"}},
	{name: "timeline-brush", keys: []string{"enter", "tab", "tab", "right", "right", "v", "right", "right", "right"}},
	{name: "timeline-nothing", keys: []string{"/", "'rows:>900000'", "enter"}},
	{name: "timeline-nocolour", keys: []string{"enter"}, plan: func(o *tui.Options) { o.Colours = false }},
	{name: "keys", keys: []string{"enter", "?"}},
	{name: "actions", keys: []string{"enter", ":", "'the'"}},
}

// coloured gives the screens colours, unless plan takes them.
func coloured(plan func(*tui.Options)) func(*tui.Options) {
	return func(o *tui.Options) {
		o.Colours = true
		if plan != nil {
			plan(o)
		}
	}
}

// TestScreens compares every screen with its golden: the styles too at 140×45, and
// the text at 80×24.
func TestScreens(t *testing.T) {
	for _, shot := range shots {
		t.Run(shot.name, func(t *testing.T) {
			d := tuitest.Open(t, tuitest.Demo(t), 140, 45, coloured(shot.plan))
			d.Press(shot.keys...)
			t.Run("140x45", func(t *testing.T) { golden.RequireEqual(t, d.Styled()) })
			d.Resize(80, 24)
			t.Run("80x24", func(t *testing.T) { golden.RequireEqual(t, d.View()) })
		})
	}
	t.Run("overview-empty", func(t *testing.T) {
		golden.RequireEqual(t, tuitest.Open(t, tuitest.Case(t, nil), 80, 24, nil).View())
	})
}

// pictured are the goldens that the documents show.
var pictured = []string{"overview-subject", "timeline", "timeline-details", "timeline-count", "timeline-typing", "timeline-ask"}

// TestPictures makes the pictures of the documents from the goldens, with -update,
// and wants them to be those of the goldens.
func TestPictures(t *testing.T) {
	for _, name := range pictured {
		golden, err := os.ReadFile(filepath.Join("testdata", "TestScreens", name, "140x45.golden"))
		if err != nil {
			t.Fatal(err)
		}
		picture := tuitest.Picture(string(bytes.ReplaceAll(golden, []byte("\r\n"), []byte("\n"))), 140, 45)
		path := filepath.Join("..", "docs", "pictures", name+".svg")
		if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, picture, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytes.ReplaceAll(have, []byte("\r\n"), []byte("\n")), picture) {
			t.Errorf("%s is not the picture of the golden; go test ./tui -update makes it", path)
		}
	}
}
