// SPDX-License-Identifier: Apache-2.0

package company_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"dossier/samples/internal/company"
)

func TestZonesAgreeWithTheDatabase(t *testing.T) {
	for _, zone := range []*company.Zone{company.NewYork, company.London} {
		location, err := time.LoadLocation(zone.Name)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Date(2023, 1, 1, 0, 30, 0, 0, time.UTC)
		for hour := range 2 * 365 * 24 {
			at := start.Add(time.Duration(hour) * time.Hour)
			name, want := at.In(location).Zone()
			if got := zone.Offset(at.UnixMilli()); got != int64(want)*1000 {
				t.Fatalf("%s at %s: offset %d s, want %d s (%s)", zone.Name, at, got/1000, want, name)
			}
		}
	}
}

func TestAtIsTheInverseOfClock(t *testing.T) {
	day := company.DayOf(2024, time.March, 9)
	for minute := range int64(72 * 60) {
		clock := minute * company.Minute
		at := company.NewYork.At(day, clock)
		if minute >= 26*60 && minute < 27*60 {
			continue // that hour does not occur
		}
		if got := company.NewYork.Clock(at) - int64(day)*company.DayMs; got != clock {
			t.Fatalf("minute %d of the days around the change reads back as %d", minute, got/company.Minute)
		}
	}
}

func TestQuarterEnds(t *testing.T) {
	for date, want := range map[string]bool{"2024-03-28": true, "2024-04-02": true, "2024-04-10": false, "2024-05-30": false, "2023-12-31": true} {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		if got := company.Day(at.Unix() / 86400).QuarterEnd(); got != want {
			t.Errorf("QuarterEnd(%s) = %v, want %v", date, got, want)
		}
	}
}
