// SPDX-License-Identifier: Apache-2.0

package salesforce_test

import (
	"testing"
	"time"

	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

func TestReadWall(t *testing.T) {
	for _, c := range []struct {
		text  string
		order parsers.DateOrder
		want  string
		sure  bool
	}{
		{"04/03/2024 07:05", parsers.OrderDMY, "2024-03-04", true},
		{"03/14/2024 07:05", parsers.OrderDMY, "2024-03-14", false},
		{"04/03/2024 07:05", parsers.OrderUnknown, "2024-04-03", false},
		{"2024-03-14 07:05", parsers.OrderUnknown, "2024-03-14", true},
	} {
		w, ok := salesforce.ReadWall(c.text, c.order)
		if got := w.Clock.Format(time.DateOnly); !ok || got != c.want || w.Sure != c.sure {
			t.Errorf("%q in order %v: %s, sure %v, read %v", c.text, c.order, got, w.Sure, ok)
		}
	}
	if _, ok := salesforce.ReadWall("some day", parsers.OrderDMY); ok {
		t.Error("a day that is none is read")
	}
}
