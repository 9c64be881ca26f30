// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// inRecords remembers what the records of a case have.
func inRecords(c *index.Case) func(query.Pattern, event.Origin) bool {
	known := map[string]bool{}
	return func(p query.Pattern, o event.Origin) bool {
		key := fmt.Sprint(p.Text, o)
		has, ok := known[key]
		if !ok {
			has = c.HasRaw(p, o)
			known[key] = has
		}
		return has
	}
}

// rawAtoms are terms that look at records: of all, of some, of one and of none; two
// expressions in a term, and what hangs on the ends of a record.
var rawAtoms = []string{
	"raw:/event/", "raw:/event 1/", "raw:/source-1/", "raw:/, [0-9]{2}$/", "raw:/^event 17 /", "raw:/nowhere/", "raw:/event 2/,/event 3/", "raw:/7$/,/event 1/", "raw:/nonsense/",
}

// rawQuery is a random query of which about half asks the records.
func rawQuery(r *rand.Rand, depth int) string {
	if depth == 0 {
		if r.IntN(2) == 0 {
			return pick(r, rawAtoms)
		}
		return pick(r, atoms)
	}
	a, b := rawQuery(r, depth-1), rawQuery(r, r.IntN(depth))
	switch r.IntN(5) {
	case 0:
		return "-(" + a + ")"
	case 1, 2:
		return "(" + a + " OR " + b + ")"
	}
	return "(" + a + " " + b + ")"
}

// unpacked opens a case whose second sheet lies in an archive, with events that rest
// on several records, on the same one, and on one of zeros.
func unpacked(t *testing.T, r *rand.Rand) (*index.Case, []*event.Event) {
	t.Helper()
	dir := newCase(t)
	var sheets []*sheet
	for n := range 3 {
		s := newSheet(r, fmt.Sprintf("dir %d/source-%d.csv", n%2, n), 60+r.IntN(140), 40)
		for i, e := range s.events {
			rich(r, e, 1000*n+i)
			switch other := pick(r, s.events).Origin.Span; r.IntN(8) {
			case 0:
				e.Origin.More = []event.Span{other, pick(r, s.events).Origin.Span}
			case 1:
				e.Origin.Span, e.Origin.Ordinal = other, i+1
			case 2: // no parser makes such, but a damaged case may have them
				e.Origin.Span, e.Origin.Ordinal = event.Span{Offset: other.Offset + int64(r.IntN(3)), Length: other.Length - 3}, i+1
			}
		}
		sheets = append(sheets, s)
	}
	sheets[1].source.Steps = []event.Step{{Format: "zip", Member: "inner"}}
	sheets[2].source.Encoding = "utf-16le" // the bytes are not: half of them make strange letters
	for _, s := range sheets {
		s.stamp("test@1")
		add(t, dir, s)
	}
	c, err := index.Open(dir, func(r io.ReaderAt, sizeBytes int64, _ []event.Step) (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(r, 0, sizeBytes)), nil
	})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	return c, expected(sheets...)
}

// TestRawScansAreMatch compares what is found by reading the evidence with a look at
// each event's records: by scans that know nothing, and by scans that remember.
func TestRawScansAreMatch(t *testing.T) {
	seeds := uint64(2)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 3))
		c, all := unpacked(t, r)
		env := envOf(c, r)
		env.Raw = inRecords(c)
		remembering, found := c.NewRawScans(nil), 0
		for n := range 120 {
			text := rawQuery(r, 3)
			q, err := query.Parse(text)
			must(t, err)
			want := map[event.ID]bool{}
			for _, e := range all {
				if (!e.Duplicate || query.Asks(q, "is", "duplicate")) && q.Match(e, env) {
					want[e.ID] = true
				}
			}
			asked := env
			asked.Raw = nil // the scans alone answer
			for name, scans := range map[string]*index.RawScans{"fresh": c.NewRawScans(nil), "remembering": remembering} {
				if n%40 == 39 && name == "remembering" {
					remembering = c.NewRawScans(nil)
				}
				s, err := scans.Select(context.Background(), q, asked)
				must(t, err)
				if s.Count() != int64(len(want)) {
					t.Fatalf("seed %d, %s, %s: %d events, want %d", seed, text, name, s.Count(), len(want))
				}
				for e, err := range s.Events(context.Background(), 0) {
					must(t, err)
					if !want[e.ID] {
						t.Fatalf("seed %d, %s, %s: found %+v", seed, text, name, *e)
					}
				}
			}
			found += len(want)
		}
		if found < 1000 {
			t.Errorf("%d events found: the queries ask for too little", found)
		}
	}
}

// TestRawScansReadWhatIsLeft wants no more read of the evidence than the rest of a
// query leaves, and nothing twice.
func TestRawScansReadWhatIsLeft(t *testing.T) {
	dir := newCase(t)
	r := rand.New(rand.NewPCG(1, 5))
	sheets := []*sheet{newSheet(r, "a", 900, 0), newSheet(r, "b", 900, 0)}
	size := int64(0)
	for i, s := range sheets {
		for n, e := range s.events {
			e.Kind = event.PrintJob
			if e.IP = "192.0.2.1"; i == 0 && n == 17 {
				e.IP = "192.0.2.17"
			}
		}
		s.stamp("test@1")
		size += int64(len(s.text))
	}
	add(t, dir, sheets...)
	must(t, os.Remove(filepath.Join(dir, "evidence", sheets[1].source.Digest.String())))
	c := open(t, dir)
	one := sheets[0].events[17].Origin.Span
	for _, w := range []struct {
		query       string
		count, read int64
	}{
		{"raw:/event/ ip:192.0.2.17", 1, one.Length},
		{"raw:/event/ -ip:192.0.2.17 ip:192.0.2.17", 0, 0},
		{"raw:/nowhere/ raw:/event/ ip:192.0.2.17", 0, one.Length},
		{"raw:/event/ raw:/of a/ ip:192.0.2.17", 1, 2 * one.Length},
		{"raw:/event/,/of a/ ip:192.0.2.17", 1, one.Length},
		{"(raw:/event/ OR ip:192.0.2.17) ip:192.0.2.17", 1, 0},
		{"-raw:/event/ ip:192.0.2.17", 0, one.Length},
	} {
		q, err := query.Parse(w.query)
		must(t, err)
		scans := c.NewRawScans(nil)
		for _, read := range []int64{w.read, 0} {
			x, err := scans.Explain(context.Background(), q, query.Env{})
			must(t, err)
			var was, all int64
			for _, term := range x.Terms {
				was += term.EvidenceRead
				if all = max(all, term.Evidence); strings.HasPrefix(term.Term, "raw:") == (term.Evidence == 0) {
					t.Errorf("%s: %s asks %d bytes", w.query, term.Term, term.Evidence)
				}
			}
			if x.Count != w.count || was != read || all != size {
				t.Errorf("%s: %d events, %d of %d bytes read; want %d, %d of %d", w.query, x.Count, was, all, w.count, read, size)
			}
		}
	}
	q, err := query.Parse("raw:/event/")
	must(t, err)
	var lost *index.EvidenceError
	if _, err := c.NewRawScans(nil).Select(context.Background(), q, query.Env{}); !errors.As(err, &lost) || !strings.HasPrefix(err.Error(), "raw:/event/: ") {
		t.Errorf("with half of the evidence: %v", err)
	}
}
