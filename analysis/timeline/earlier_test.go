// SPDX-License-Identifier: Apache-2.0

package timeline_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
)

// TestAskEarlier compares each earlier window with the answer about that window
// alone, and the days with what was made.
func TestAskEarlier(t *testing.T) {
	noon := time.Date(2024, 6, 30, 16, 0, 0, 0, time.UTC) // in New York
	var events []*event.Event
	want := map[event.Date]int64{}
	for n := range 100 {
		day := noon.AddDate(0, 0, -n*n%97)
		e := viewed(event.Instant(day.Add(time.Duration(n)*time.Minute), event.PrecisionSecond, event.TimeFormat, ""))
		if n%3 == 0 {
			e.Object = event.Object{Type: "report", ID: fmt.Sprint("r", n%2)}
		}
		if day.Before(time.Date(2024, 4, 20, 0, 0, 0, 0, time.UTC)) {
			continue
		}
		events = append(events, e)
		want[event.Date(day.Format(time.DateOnly))]++
	}
	begin := slices.Min(slices.Collect(maps.Keys(want)))
	c, d := caseOf(t, events)
	ctx := context.Background()
	q := timeline.Question{Person: "employee:1", Range: timeline.Range{From: "2024-06-28", To: "2024-06-30"}}
	got, err := timeline.AskEarlier(ctx, c, d, q, 29)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Before) != 29 || got.Before[0].Window.String() != "2024-06-25 to 2024-06-27 (America/New_York)" {
		t.Fatalf("%d windows, the first %s", len(got.Before), got.Before[0].Window)
	}
	for n, s := range got.Before {
		alone, err := timeline.Ask(ctx, c, d, timeline.Question{Person: q.Person, Range: timeline.Range{From: s.Window.First, To: s.Window.Last}})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(s.Numbers, alone.Numbers) || s.Acts != int64(len(alone.Items)) || s.Recorded != (timeline.Shift(s.Window.First, 6) >= begin) {
			t.Errorf("%s: %+v, %d acts, alone %+v, %d", s.Window, s.Numbers, s.Acts, alone.Numbers, len(alone.Items))
		}
		for _, thing := range got.Things {
			count := int64(0)
			for _, other := range alone.Things {
				if other.Type == thing.Type && other.ID == thing.ID {
					count = other.Count
				}
			}
			if thing.Before[n] != count {
				t.Errorf("%s, %s %s: %d, alone %d", s.Window, thing.Type, thing.ID, thing.Before[n], count)
			}
		}
	}
	if len(got.Days) != 90 || got.Days[0].Date != "2024-04-02" {
		t.Fatalf("%d days from %s", len(got.Days), got.Days[0].Date)
	}
	for _, day := range got.Days {
		if day.Acts != want[day.Date] || day.Recorded != (want[day.Date] > 0) {
			t.Errorf("%s: %+v, want %d", day.Date, day, want[day.Date])
		}
	}
}
