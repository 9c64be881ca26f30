// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/go-json-experiment/json"
)

// limitNamed is how many sources a line of the journal names; more are counted.
const limitNamed = 3

// Words tells the data of a line: its members by name, and sources by what became of
// them. The text may hold whatever people entered.
func (e JournalEntry) Words() string {
	var members map[string]any
	if err := json.Unmarshal(e.Data, &members); err != nil {
		return string(e.Data)
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		if text := memberText(name, members[name]); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func memberText(name string, value any) string {
	switch v := value.(type) {
	case string:
		if v == "" {
			return ""
		}
		return fmt.Sprintf("%s %q", name, v)
	case bool:
		if !v {
			return ""
		}
		return name
	case []any:
		if name == "sources" {
			return sourcesText(v)
		}
		var parts []string
		for _, one := range v {
			parts = append(parts, fmt.Sprint(one))
		}
		return name + " " + strings.Join(parts, " ")
	default:
		return fmt.Sprintf("%s %v", name, v)
	}
}

// sourcesText names a few sources, and counts many by their status.
func sourcesText(list []any) string {
	counts := map[string]int{}
	var statuses, named []string
	for _, one := range list {
		source, _ := one.(map[string]any)
		status := fmt.Sprint(source["status"])
		if counts[status]++; counts[status] == 1 {
			statuses = append(statuses, status)
		}
		named = append(named, fmt.Sprintf("%v (%s)", source["path"], status))
	}
	if len(list) <= limitNamed {
		return strings.Join(named, ", ")
	}
	slices.Sort(statuses)
	for i, status := range statuses {
		statuses[i] = fmt.Sprintf("%d %s", counts[status], status)
	}
	return humanize.Comma(int64(len(list))) + " sources: " + strings.Join(statuses, ", ")
}
