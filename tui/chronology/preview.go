// SPDX-License-Identifier: Apache-2.0

package chronology

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// preview is what an export would say, before there is one.
type preview struct {
	open  bool
	title string
	text  []string // lines of the case, not yet made visible
	first int      // the line that is shown first
}

// scroll moves the preview.
func (p *preview) scroll(by, height int) {
	p.first = max(0, min(p.first+by, len(p.text)-max(1, height-1)))
}

func (p *preview) lines(t *ui.Theme, size ui.Size) []string {
	lines := []string{ui.Head(t, p.title, fmt.Sprintf("line %d of %d", min(p.first+1, len(p.text)), len(p.text)), size.Width, true)}
	for _, line := range p.text[min(p.first, len(p.text)):] {
		if len(lines) == size.Height {
			break
		}
		lines = append(lines, visible.Cut(ui.Safe(" "+line, size.Width+2), max(1, size.Width)))
	}
	return lines
}

// previewed is a preview that is ready.
type previewed struct{ preview preview }

// exported is what became of an export.
type exported struct{ summary string }

// openPreview makes a preview of what would be exported.
func (s *screen) openPreview() tea.Cmd {
	session, m, zone, width := s.env.Session, s.env.Marks, s.env.Zone, s.size.Width
	return s.compose.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, session, m, zone, false)
		if err != nil {
			return ui.Fail{Err: err}
		}
		p := preview{open: true, title: fmt.Sprintf("preview: the chronology, %d events", len(k.rows))}
		for i, r := range k.rows {
			p.text = append(p.text, previewLines(i+1, r, max(20, width-2))...)
		}
		return previewed{p}
	})
}

// previewLines are an event as an export tells it.
func previewLines(number int, r row, width int) []string {
	m := r.entry.Mark
	lines := ui.Wrap(fmt.Sprintf("%d. %s %s  %s: %s %s %s", number, r.date, r.clock, r.who, r.verb, r.thing, r.much), width, 4)
	for _, f := range [][2]string{{"status", string(m.Status)}, {"issue", m.Issue}, {"significance", m.Significance}, {"note", m.Note}, {"recorded by", r.was}} {
		if f[1] == "" {
			continue
		}
		for _, line := range ui.Wrap(f[0]+": "+strings.ReplaceAll(f[1], "\n", " / "), width-4, 4) {
			lines = append(lines, "    "+line)
		}
	}
	return append(lines, "")
}

// takePreview takes the answers of the preview and of the export.
func (s *screen) takePreview(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case previewed:
		s.preview = msg.preview
	case exported:
		s.preview.open = false
		return ui.Send(ui.Say{Text: msg.summary}), true
	default:
		return nil, false
	}
	return nil, true
}

// doPreview does an action while the preview is open.
func (s *screen) doPreview(a ui.Action) tea.Cmd {
	page := max(1, s.size.Height-2)
	switch a {
	case ui.GoBack:
		s.preview.open = false
	case ui.Up:
		s.preview.scroll(-1, s.size.Height)
	case ui.Down:
		s.preview.scroll(1, s.size.Height)
	case ui.PageUp:
		s.preview.scroll(-page, s.size.Height)
	case ui.PageDown:
		s.preview.scroll(page, s.size.Height)
	case ui.Top:
		s.preview.first = 0
	case ui.Bottom:
		s.preview.scroll(len(s.preview.text), s.size.Height)
	case ui.Enter, ui.Export:
		return s.export()
	}
	return nil
}

// profiles are what an export can be for.
var profiles = []ui.Choice{
	{Text: "counsel: with your issues, significance and notes; privileged", Value: "counsel"},
	{Text: "produced: to the other side, facts only", Value: "produced"},
	{Text: "court-1006: a summary under FRE 1006", Value: "court-1006"},
	{Text: "illustrative-107: an aid under FRE 107", Value: "illustrative-107"},
	{Text: "internal: for the investigation itself", Value: "internal"},
}

// export asks for whom, in which formats and where to, and exports.
func (s *screen) export() tea.Cmd {
	if s.env.Export == nil {
		return ui.Send(ui.Say{Text: "this build exports by command only: dossier chronology --format csv"})
	}
	return ui.Send(ui.Choose{Title: "export for", Choices: profiles, Done: func(c ui.Choice) tea.Cmd { return s.askFormats(c.Value) }})
}

func (s *screen) askFormats(profile string) tea.Cmd {
	return ui.Send(ui.Prompt{
		Title: "formats", Text: "pdf", Hint: "with commas between them: pdf, docx, xlsx, html, csv, jsonl, parquet, dat, timesketch",
		Done: func(formats string) tea.Cmd {
			return ui.Send(ui.Prompt{
				Title: "folder", Text: "chronology-" + profile, Hint: "a folder that does not exist yet",
				Done: func(dir string) tea.Cmd { return s.start(profile, formats, dir) },
			})
		},
	})
}

func (s *screen) start(profile, formats, dir string) tea.Cmd {
	export := s.env.Export
	plan := ui.ExportPlan{Profile: profile, Formats: strings.ReplaceAll(formats, " ", ""), Dir: strings.TrimSpace(dir)}
	return s.compose.Start(func(ctx context.Context) tea.Msg {
		summary, err := export(ctx, plan)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return exported{summary}
	})
}
