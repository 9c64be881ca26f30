// SPDX-License-Identifier: Apache-2.0

package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
)

// zoneAttrs are the attributes of users and mailboxes in which systems keep the zone of
// a person, as IANA names.
var zoneAttrs = []string{"time-zone-sid-key", "time-zone", "timezone", "preferred-time-zone"}

// regions are those of the zone database in which cities lie.
var regions = []string{"America", "Europe", "Asia", "Australia", "Africa", "Pacific", "Atlantic", "Indian"}

// ZoneOf is the zone in which a person lives, as far as the evidence states one: in a
// record of the person's user or mailbox, or else by an office that is called as a city
// of the zone database. because says on which record it rests. The zone is nil where
// nothing states one. It may read the zone database.
func (s *Session) ZoneOf(p identity.Person) (zone *time.Location, because string) {
	for _, of := range []func(*event.Fact) (*time.Location, string){zoneStated, zoneOfOffice} {
		for _, f := range p.Facts {
			if zone, what := of(f); zone != nil {
				return zone, fmt.Sprintf("%s, %s line %d", what, s.Path(f.Origin.Source), f.Origin.Span.Line)
			}
		}
	}
	return nil, ""
}

// zoneStated is the zone that a record names.
func zoneStated(f *event.Fact) (*time.Location, string) {
	for _, a := range f.Attrs {
		if !slices.Contains(zoneAttrs, a.Name) {
			continue
		}
		if zone := zoneCalled(a.Value); zone != nil {
			return zone, "zone " + a.Value
		}
	}
	return nil, ""
}

// zoneOfOffice is the zone of the city that a record names as the office.
func zoneOfOffice(f *event.Fact) (*time.Location, string) {
	city := strings.ReplaceAll(strings.TrimSpace(f.Office), " ", "_")
	for _, region := range regions {
		if zone := zoneCalled(region + "/" + city); city != "" && zone != nil {
			return zone, "office " + f.Office
		}
	}
	return nil, ""
}

// zoneCalled is the zone of an IANA name with a region; nil if it is none.
func zoneCalled(name string) *time.Location {
	if region, _, ok := strings.Cut(name, "/"); !ok || !slices.Contains(regions, region) {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}
