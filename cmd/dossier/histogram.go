// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"dossier/index"
)

// widthBar is the longest bar of a histogram, in columns.
const widthBar = 30

// bar is a number among others of which most is the largest, in blocks; what is not
// zero has one at least.
func bar(count, most int64) string {
	if count <= 0 {
		return ""
	}
	return strings.Repeat("▪", int(max(1, count*widthBar/max(most, 1))))
}

// text shows the lines with bars. By one time alone, what lies between has lines
// too, so that the bars are a histogram.
func (f *countCommand) text(s *searching, lines []index.TallyLine) {
	t := &table{}
	for _, name := range f.by {
		t.kinds = append(t.kinds, wide)
		t.header = append(t.header, name)
	}
	t.kinds, t.header = append(t.kinds, right), append(t.header, "count")
	for _, name := range f.sums {
		t.kinds, t.header = append(t.kinds, right), append(t.header, name)
	}
	t.kinds, t.header = append(t.kinds, left), append(t.header, "")
	most := int64(1)
	for _, line := range lines {
		most = max(most, line.Count)
	}
	for _, line := range f.withGaps(lines) {
		t.rows = append(t.rows, f.textRow(s, line, most))
	}
	t.write(s.a.out)
	if len(f.by) > 0 {
		s.a.out.printf("%s in all\n", plural(int(s.found.Count()), "event"))
	}
}

func (f *countCommand) textRow(s *searching, line index.TallyLine, most int64) []string {
	var row []string
	for i, key := range line.Keys {
		row = append(row, show(f.label(s, i, key)))
	}
	row = append(row, humanize.Comma(line.Count))
	for i := range f.sums {
		text := ""
		if i < len(line.Sums) && line.Sums[i].Stated {
			text = humanize.Comma(line.Sums[i].Total)
		}
		row = append(row, text)
	}
	if len(f.by) == 0 {
		return append(row, "")
	}
	return append(row, bar(line.Count, most))
}

// limitGaps bounds how many lines are put where nothing was.
const limitGaps = 400

// withGaps adds lines for the times between the first and the last of which there
// is none, where the lines are by one time alone and none was cut off.
func (f *countCommand) withGaps(lines []index.TallyLine) []index.TallyLine {
	if len(f.by) != 1 || !f.inOrder() || f.topCount > 0 || lines[0].Keys[0] == "" {
		return lines
	}
	var all []index.TallyLine
	for _, line := range lines {
		key := line.Keys[0]
		for len(all) > 0 && key != "" {
			next := following(f.by[0], all[len(all)-1].Keys[0])
			if next == "" || next >= key {
				break
			}
			if len(all)-len(lines) > limitGaps {
				return lines
			}
			all = append(all, index.TallyLine{Keys: []string{next}})
		}
		all = append(all, line)
	}
	return all
}

// following is the key of the time behind that of a key; "" behind the last.
func following(by, key string) string {
	switch by {
	case "day":
		if t, err := time.Parse(time.DateOnly, key); err == nil {
			return t.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	case "week":
		var year, week int
		if _, err := fmt.Sscanf(key, "%d-W%d", &year, &week); err == nil {
			// The fourth of January lies in the first week.
			year, week = time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*week).ISOWeek()
			return fmt.Sprintf("%04d-W%02d", year, week)
		}
	case "weekday":
		if n := int(key[0] - '0'); n < 7 {
			return fmt.Sprint(n+1) + " " + []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[n]
		}
	case "hour":
		var hour int
		if _, err := fmt.Sscanf(key, "%d", &hour); err == nil && hour < 23 {
			return fmt.Sprintf("%02d", hour+1)
		}
	}
	return ""
}
