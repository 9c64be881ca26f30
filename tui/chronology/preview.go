// SPDX-License-Identifier: Apache-2.0

package chronology

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/search"
	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/compose"
	"dossier/tui/ui"
)

// preview is what an export would say, before there is one.
type preview struct {
	open           bool
	profile, title string
	text           []string // lines of the case, not yet made visible
	first          int      // the line that is shown first
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

// profiles are what an export can be for.
var profiles = []ui.Choice{
	{Text: "counsel: with your issues, significance and notes; privileged", Value: string(report.Counsel)},
	{Text: "produced: to the other side, facts only", Value: string(report.Produced)},
	{Text: "court-1006: a summary under FRE 1006", Value: string(report.Court1006)},
	{Text: "illustrative-107: an aid under FRE 107", Value: string(report.Illustrative107)},
	{Text: "internal: for the investigation itself", Value: string(report.Internal)},
}

// openPreview asks what the export is for, and shows what it would say.
func (s *screen) openPreview() tea.Cmd {
	return ui.Send(ui.Choose{Title: "export for", Choices: profiles, Done: func(c ui.Choice) tea.Cmd {
		session, profile, width := s.env.Session, report.Profile(c.Value), s.size.Width
		return s.compose.Start(func(ctx context.Context) tea.Msg {
			p, err := previewOf(ctx, session, profile, max(20, width-2))
			if err != nil {
				return ui.Fail{Err: err}
			}
			return previewed{p}
		})
	}})
}

// limitItems is how many items a preview shows.
const limitItems = 500

// previewOf composes the document that every format of the export is written from,
// and lays out its first page and its items.
func previewOf(ctx context.Context, s *search.Session, profile report.Profile, width int) (preview, error) {
	sel, err := compose.OfChronology(ctx, s, "dossier export --chronology --profile "+string(profile))
	if err != nil {
		return preview{}, err
	}
	made, err := compose.Compose(ctx, s, sel, compose.Options{Profile: profile, Paper: report.A4})
	if err != nil {
		return preview{}, err
	}
	d := made.Document
	p := preview{open: true, profile: string(profile), title: fmt.Sprintf("preview, profile %s: %d items", profile, d.Count)}
	for _, text := range []string{d.Stamp, d.Title, d.Caption, d.ZoneNote} {
		if text != "" {
			p.text = append(p.text, ui.Wrap(text, width, 4)...)
		}
	}
	items := 0
	for r, err := range d.Rows.All(ctx) {
		if err != nil {
			return preview{}, err
		}
		if items++; items > limitItems {
			p.text = append(p.text, "", "and more: the export has all of them")
			break
		}
		p.text = append(p.text, itemLines(d.Columns, r, width)...)
	}
	return p, nil
}

// itemLines are an item, a line for each of the columns that stand on pages.
func itemLines(columns []report.Column, r *report.Row, width int) []string {
	lines := []string{"", r.Item}
	for i, c := range columns {
		if c.Width == 0 || r.Cells[i] == "" || r.Cells[i] == r.Item {
			continue
		}
		for _, line := range ui.Wrap(c.Title+": "+strings.ReplaceAll(r.Cells[i], "\n", " / "), width-4, 6) {
			lines = append(lines, "    "+line)
		}
	}
	return lines
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

// export asks in which formats and where to, and exports.
func (s *screen) export() tea.Cmd {
	if s.env.Export == nil {
		return ui.Send(ui.Say{Text: "this build exports by command only: dossier chronology --format csv"})
	}
	return s.askFormats(s.preview.profile)
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
