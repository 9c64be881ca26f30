// SPDX-License-Identifier: Apache-2.0

package search_test

import (
	"strings"
	"testing"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
)

// TestZoneOf wants the zone that a user's record states, else that of the office's
// city, and none where neither says one.
func TestZoneOf(t *testing.T) {
	s := open(t, search.Options{})
	at := func(line int64, office string, attrs ...event.Attr) *event.Fact {
		return &event.Fact{Office: office, Attrs: attrs, Origin: event.Origin{Span: event.Span{Line: line}}}
	}
	zone := func(name string) event.Attr { return event.Attr{Name: "time-zone-sid-key", Value: name} }
	for _, c := range []struct {
		facts         []*event.Fact
		want, because string
	}{
		{[]*event.Fact{at(3, "New York"), at(7, "", zone("Europe/London"))}, "Europe/London", "zone Europe/London,  line 7"},
		{[]*event.Fact{at(3, "New York"), at(7, "", zone("Mars/Base"))}, "America/New_York", "office New York,  line 3"},
		{[]*event.Fact{at(3, "Manchester"), at(4, ""), at(5, "../../etc", zone("/etc/passwd"))}, "", ""},
		{nil, "", ""},
	} {
		got, because := s.ZoneOf(identity.Person{Facts: c.facts})
		name := ""
		if got != nil {
			name = got.String()
		}
		if name != c.want || !strings.Contains(because, c.because) {
			t.Errorf("%s (%s), want %s (%s)", name, because, c.want, c.because)
		}
	}
}
