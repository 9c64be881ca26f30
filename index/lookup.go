// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"

	"dossier/event"
	"dossier/index/internal/segments"
)

// EventsOf finds events by their IDs, all of them in one walk through the case.
// What the case does not hold is left out. The context ends it between segments.
func (c *Case) EventsOf(ctx context.Context, ids []event.ID) (map[event.ID]*event.Event, error) {
	found := map[event.ID]*event.Event{}
	wanted := make(map[event.ID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	if len(wanted) == 0 {
		return found, nil
	}
	copies, err := c.copies()
	if err != nil {
		return nil, err
	}
	for _, s := range c.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := eventsOf(s, wanted, copies, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func eventsOf(s *segments.Segment, wanted map[event.ID]bool, copies duplicates, found map[event.ID]*event.Event) error {
	var rows []int64
	err := s.IDs(func(id event.ID, row int64) {
		if wanted[id] {
			rows = append(rows, row)
		}
	})
	if err != nil {
		return err
	}
	r := s.NewReader()
	defer r.Close()
	for _, row := range rows {
		e, err := r.Event(row)
		if err != nil {
			return err
		}
		e.Duplicate = copies.has(s.Name, row)
		found[e.ID] = e
	}
	return nil
}
