// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dossier/internal/visible"
	"dossier/tui/ui"
)

// View draws the screen that is shown between a line of where and how many and a
// line of keys.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	lines := []string{m.statusLine()}
	body := m.body()
	for len(body) < m.height-2 {
		body = append(body, "")
	}
	if m.over != nil {
		m.lay(body)
	}
	lines = append(lines, body[:max(0, m.height-2)]...)
	lines = append(lines, m.lastLine())
	lines = lines[len(lines)-min(len(lines), m.height):]
	for i, line := range lines {
		if ansi.StringWidth(line) > m.width {
			lines[i] = ansi.Truncate(line, m.width, "")
		}
	}
	return strings.Join(lines, "\n")
}

func (m *Model) body() []string {
	if s := m.shown(); s != nil {
		return strings.Split(s.View(), "\n")
	}
	if m.opening {
		return []string{"", "  opening " + ui.Safe(m.options.Dir, m.width) + " …"}
	}
	lines := []string{"", "  the case cannot be shown:", ""}
	for _, line := range ui.Wrap(m.said, m.width-4, 10) {
		lines = append(lines, "  "+line)
	}
	return append(lines, "", "  q quits; 'dossier verify' looks closer")
}

// statusLine says case, screen, window, zone and how many of how many.
func (m *Model) statusLine() string {
	t := m.env.Style
	name := " " + ui.Safe(filepath.Base(m.options.Dir), m.width/3)
	s := m.shown()
	if s == nil {
		return t.Strong.Render(name)
	}
	status := s.Status()
	right := status.Of
	if status.Busy {
		right = "… " + right
	}
	right += " "
	left := " │ " + strings.ToUpper(m.trail[len(m.trail)-1][:1]) + m.trail[len(m.trail)-1][1:]
	for _, part := range []string{status.Window, zoneName(m.env.Zone)} {
		if part != "" {
			left += " │ " + visible.Text(part)
		}
	}
	room := m.width - visible.Width(name)
	return t.Strong.Render(name) + t.Faint.Render(ui.Spread(left, right, room))
}

// zoneName is how a zone is called in the status line: New York, UTC.
func zoneName(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

// hint is a key and what it does, as the line below shows it.
type hint struct {
	action ui.Action
	label  string
	column int
}

// hints are those that the width has room for; the keys of help always.
func (m *Model) hints() []hint {
	s := m.shown()
	if s == nil || m.over != nil {
		return nil
	}
	var list []hint
	always := 0
	var common []hint
	for _, b := range ui.CommonKeys {
		if b.Label != "" {
			common = append(common, hint{b.Action, b.Label, 0})
			always += visible.Width(b.Label) + 2
		}
	}
	column := 1
	for _, b := range s.Keys() {
		if b.Label == "" {
			continue
		}
		if column+visible.Width(b.Label)+2+always > m.width {
			break
		}
		list = append(list, hint{b.Action, b.Label, column})
		column += visible.Width(b.Label) + 2
	}
	for _, h := range common {
		h.column = column
		list = append(list, h)
		column += visible.Width(h.label) + 2
	}
	return list
}

// hintAt is the action whose words stand at a column of the line below.
func (m *Model) hintAt(column int) ui.Action {
	for _, h := range m.hints() {
		if column >= h.column && column < h.column+visible.Width(h.label) {
			return h.action
		}
	}
	return ""
}

// lastLine says what was just said, or else what the keys do here.
func (m *Model) lastLine() string {
	t := m.env.Style
	if m.said != "" {
		line := visible.Cut(ui.Safe(m.said, m.width), max(1, m.width-3))
		if m.failed {
			return t.Bad.Render(" ✗ " + line)
		}
		return t.Strong.Render(" " + line)
	}
	if m.over != nil {
		return t.Faint.Render(visible.Cut(" "+m.over.keys(), m.width))
	}
	if s := m.shown(); s != nil && s.Typing() {
		return t.Faint.Render(visible.Cut(" enter searches   tab completes   esc leaves", m.width))
	}
	var b strings.Builder
	b.WriteByte(' ')
	for i, h := range m.hints() {
		if i > 0 {
			b.WriteString("  ")
		}
		key, rest, _ := strings.Cut(h.label, " ")
		b.WriteString(t.Accent.Render(key) + t.Faint.Render(" "+rest))
	}
	return b.String()
}

// lay draws the overlay into the middle of the lines.
func (m *Model) lay(body []string) {
	t := m.env.Style
	room := m.height - 2
	width := min(max(74, m.width*3/5), 100, m.width-4)
	if width < 8 || room < 3 {
		width = max(2, m.width-2)
	}
	title, lines := m.over.view(t, width-2, max(1, min(room-2, 3*room/4)))
	x, y := max(0, (m.width-width-2)/2), max(0, (room-len(lines)-2)/3)
	title = " " + visible.Cut(ui.Safe(title, width-4), max(1, width-4)) + " "
	box := []string{t.Accent.Render("╭─") + t.Strong.Render(title) + t.Accent.Render(strings.Repeat("─", max(0, width-1-visible.Width(title)))+"╮")}
	for _, line := range lines {
		pad := strings.Repeat(" ", max(0, width-2-ansi.StringWidth(line)))
		box = append(box, t.Accent.Render("│")+" "+line+pad+" "+t.Accent.Render("│"))
	}
	box = append(box, t.Accent.Render("╰"+strings.Repeat("─", width)+"╯"))
	for i, line := range box {
		if at := y + i; at < len(body) {
			under := body[at]
			left := ansi.Truncate(under, x, "")
			left += strings.Repeat(" ", max(0, x-ansi.StringWidth(left)))
			body[at] = left + "\x1b[0m" + line + ansi.TruncateLeft(under, x+width+2, "")
		}
	}
}
