// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"time"

	"dossier/analysis/search"
)

// Sever takes the case away from the screens, and leaves what is in memory: whatever
// asks the case something now panics.
func (m *Model) Sever() {
	m.env.Case = nil
	m.env.Session = &search.Session{Zone: time.UTC, Directory: m.env.Session.Directory, Marks: m.env.Session.Marks}
}
