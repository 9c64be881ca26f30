// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/index"
	"dossier/tui/ui"
)

// previousDay goes to the first event of the last day before day that has some; to
// the first event there is if none has.
func previousDay(selection *index.Selection, day time.Time, zone *time.Location) func(context.Context) tea.Msg {
	return func(ctx context.Context) tea.Msg {
		at := selection.Position(day)
		if at == 0 {
			return jumped{0}
		}
		last, err := selection.Page(ctx, at-1, 1)
		if err != nil {
			return ui.Fail{Err: err}
		}
		local := last[0].Time.UTC.In(zone)
		return jumped{selection.Position(time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone))}
	}
}
