// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"dossier/tui/chronology"
	"dossier/tui/links"
	"dossier/tui/overview"
	"dossier/tui/person"
	"dossier/tui/rejects"
	"dossier/tui/timeline"
	"dossier/tui/ui"
)

// screens makes the screens by name. They live as long as the program.
var screens = map[string]func(*ui.Env) ui.Screen{
	ui.Overview:   overview.New,
	ui.Timeline:   timeline.New,
	ui.Person:     person.New,
	ui.Chronology: chronology.New,
	ui.Links:      links.New,
	ui.Rejects:    rejects.New,
}

// destinations are the screens that an action goes to.
var destinations = map[ui.Action]string{
	ui.ToOverview: ui.Overview, ui.ToTimeline: ui.Timeline, ui.ToPerson: ui.Person,
	ui.ToLinks: ui.Links, ui.ToChrono: ui.Chronology, ui.ToRejects: ui.Rejects,
}
