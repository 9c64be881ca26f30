// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"context"
	"slices"

	"dossier/event"
	"dossier/index"
)

// cover finds out what the evidence can speak of in the window.
func (a *Answer) cover(ctx context.Context, c *index.Case) error {
	from, to := a.Window.Bounds()
	days, err := c.Days(ctx, from, to, a.Window.Zone)
	if err != nil {
		return err
	}
	counts := map[string]map[event.Date]int64{}
	for _, d := range days {
		if counts[d.Parser] == nil {
			counts[d.Parser] = map[event.Date]int64{}
		}
		counts[d.Parser][event.Date(d.Day)] = d.Count
	}
	all := a.Window.Days()
	for _, parser := range parsersWithEvents(c) {
		one := Coverage{Parser: parser, Days: counts[parser]}
		for _, day := range all {
			if one.Days[day] == 0 {
				one.Missing = append(one.Missing, day)
			}
		}
		a.Basis.Coverage = append(a.Basis.Coverage, one)
	}
	for _, s := range c.Sources() {
		if s.Rejects > 0 || s.Status == event.StatusFailed || s.Status == event.StatusAmbiguous {
			a.Basis.Unreadable = append(a.Basis.Unreadable, Unreadable{s})
		}
	}
	return nil
}

// parsersWithEvents lists, in the order of their names, the parsers whose sources
// have events.
func parsersWithEvents(c *index.Case) []string {
	var list []string
	seen := map[string]bool{}
	for _, s := range c.Sources() {
		if s.Events > 0 && s.Status != event.StatusCopy && !seen[s.Parser] {
			seen[s.Parser] = true
			list = append(list, s.Parser)
		}
	}
	slices.Sort(list)
	return list
}
