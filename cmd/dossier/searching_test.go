// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/ingest"
)

// terms are what random queries about the sample case are made of.
var terms = []string{
	"customers", "list*", "repotr~", "/q[1-4]/", "larkfield.example", `who:"mike hall"`, "who:me", "kind:crm.*", "kind:mail.send,print.job", "kind:*.export",
	"on:2024-05-13", "at:2024-05-10T18:00..2024-05-12", "after:2024-05-06", "before:2024-02-01T12:00", "on:2024-03,2024-05-07", "last:30d", "on:1500", "on:..2024-04",
	"weekday:sat,sun", "hours:19..7", "rows:>100", "source:csv", "source:print", "source:nowhere", "-has:time", "has:time", "is:duplicate", "is:outside",
	"initiated:system", "owner:me", "has:owner", "to:*@larkfield.example", "customer:a*", "ip:192.0.2.0/24", "*",
}

func randomQuery(r *rand.Rand, depth int) string {
	switch n := r.IntN(6); {
	case depth == 0 || n == 0:
		return terms[r.IntN(len(terms))]
	case n == 1:
		return "-(" + randomQuery(r, depth-1) + ")"
	case n < 5:
		return "(" + randomQuery(r, depth-1) + " " + randomQuery(r, depth-1) + ")"
	}
	return "(" + randomQuery(r, depth-1) + " OR " + randomQuery(r, depth-1) + ")"
}

// TestSearchAgreesWithMatch compares what is found with
// a look at every event of the case, in the same order.
func TestSearchAgreesWithMatch(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the sample case")
	}
	dir := filepath.Join(t.TempDir(), "demo.case")
	if code := run(context.Background(), []string{"demo", "--dir", dir}, strings.NewReader(""), io.Discard, io.Discard); code != exitFound {
		t.Fatalf("demo: exit code %d", code)
	}
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	a := &app{ctx: t.Context(), out: newOutput(io.Discard), errs: newOutput(io.Discard)}
	var all []*event.Event
	for e, err := range c.Events(t.Context(), index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	r := rand.New(rand.NewPCG(2024, 5))
	queries := []string{"is:duplicate OR *", "-has:time", "is:duplicate", `who:"mike hall" OR -has:time`}
	for range 12 {
		queries = append(queries, randomQuery(r, 2))
	}
	matches, copies, timeless := 0, 0, 0
	for _, text := range queries {
		s, err := a.searching(c, text, searchFlags{subject: "Mike Hall"})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		copiesToo := query.Asks(s.q, "is", "duplicate")
		var want, got []event.ID
		for _, e := range all {
			if s.q.Match(e, s.Env) && (copiesToo || !e.Duplicate) {
				want = append(want, e.ID)
				if e.Duplicate {
					copies++
				}
				if !e.Time.Known() {
					timeless++
				}
			}
		}
		for e, err := range s.found.Events(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %d events, want %d", text, len(got), len(want))
		}
		matches += len(got)
	}
	if matches == 0 || copies == 0 || timeless == 0 {
		t.Errorf("%d events found, %d copies and %d without a time: the queries ask for too little", matches, copies, timeless)
	}
}
