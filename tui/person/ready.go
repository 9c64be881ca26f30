// SPDX-License-Identifier: Apache-2.0

package person

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/question"
	"dossier/tui/ui"
)

// Ready are the questions that are worth asking of this person in these days.
func (s *screen) Ready() []ui.Ready {
	if !s.loaded || s.failed != nil {
		return nil
	}
	owner, scope := strings.TrimPrefix(s.known.who, "who:"), s.scope()
	return ui.Worth(owner, func(r question.Ready) tea.Cmd {
		if !r.Joined {
			return ask(r.Query(scope, owner))
		}
		session := s.env.Session
		return s.follow.Start(func(ctx context.Context) tea.Msg {
			found, err := session.CarriedOut(ctx, scope)
			if err != nil {
				return ui.Fail{Err: err}
			}
			return followed{found}
		})
	})
}

// scope is this person in these days, as terms.
func (s *screen) scope() string { return s.known.asked(s.known.days.First, s.known.days.Last) }
