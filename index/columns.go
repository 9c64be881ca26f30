// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"path/filepath"

	"dossier/event"
	"dossier/index/internal/segments"
	"dossier/internal/parquetfile"
)

// EventColumns are the columns of events.parquet, in their order, as docs/schema.md
// describes them. The slice is the caller's.
func EventColumns() []parquetfile.Column { return segments.EventColumns() }

// EventRows turns events into rows of those columns, for files that other programs
// read. It is for one goroutine.
type EventRows struct{ b *segments.Builder }

// NewEventRows makes one.
func NewEventRows() *EventRows { return &EventRows{segments.NewBuilder()} }

// Of is the event as a row, with nil for NULL. The row is the caller's.
func (r *EventRows) Of(e *event.Event) []any { return r.b.Row(e) }

// EventFiles are the absolute paths of the events.parquet of the segments that belong
// to the case, as it was when it was opened. A writer may replace them by others.
func (c *Case) EventFiles() ([]string, error) {
	var list []string
	for _, name := range c.manifest.Segments {
		path, err := filepath.Abs(filepath.Join(c.segmentDir(name), "events.parquet"))
		if err != nil {
			return nil, fmt.Errorf("segment %s: %w", name, err)
		}
		list = append(list, path)
	}
	return list, nil
}
