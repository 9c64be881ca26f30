// SPDX-License-Identifier: Apache-2.0

package search

import (
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/event"
)

// About is a session of the same case in which "me" is this person, on whose last
// working day last: ends. The two share everything else.
func (s *Session) About(p identity.Person) (*Session, error) {
	out := *s
	out.Env.Subject, out.Env.LastDay = p.ID, p.Leaves
	if p.Leaves != "" {
		return &out, nil
	}
	_, last, err := s.Case.Span()
	if !last.IsZero() {
		out.Env.LastDay = event.Date(last.In(s.Zone).Format(time.DateOnly))
	}
	return &out, err
}

// Marked is a session of the same case that knows these marks. The two share
// everything else.
func (s *Session) Marked(m *marks.Marks) *Session {
	out := *s
	out.Marks, out.Env.Tags = m, m.Tags
	return &out
}
