// SPDX-License-Identifier: Apache-2.0

package query_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index/query"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Crème Brûlée":         "creme brulee",
		"STRASSE Straße":       "strasse strasse",
		"Łódź Ærø İzmir":       "lodz aero izmir",
		"ﬁle ＡＢＣ１":             "file abc1",
		"cust\u200Bom\u00ADer": "customer",
		"a_b-c.d@e":            "a b c d e",
		"東京のリスト2024年":          "東 京 の リ ス ト 2024 年",
		"がか":                   "が か",
		"한국":                   "한 국",
		"ΣΊΣΥΦΟΣ":              "σισυφοσ",
		"हिन्दी":               "हिन्दी",
		"bad\xffbyte":          "bad byte",
		"…!":                   "",
	} {
		if got := strings.Join(query.Words(text), " "); got != want {
			t.Errorf("%q has the words %q, want %q", text, got, want)
		}
	}
}

// TestNeeds leaves out each part of the environment: the field that needs it says
// so and matches nothing.
func TestNeeds(t *testing.T) {
	for text, without := range map[string]func(*query.Env){
		"who:mike":        func(e *query.Env) { e.People = nil },
		"who:me":          func(e *query.Env) { e.Subject = "" },
		"who:nobody":      func(*query.Env) {},
		"owner:susan":     func(e *query.Env) { e.Things = nil },
		"owner:me":        func(e *query.Env) { e.Subject = "" },
		"has:owner":       func(e *query.Env) { e.Things = nil },
		"customer:acme":   func(e *query.Env) { e.Things = nil },
		"source:crm":      func(e *query.Env) { e.Path = nil },
		"raw:/x/":         func(e *query.Env) { e.Raw = nil },
		"tag:exfil":       func(e *query.Env) { e.Tags = nil },
		"is:outside":      func(e *query.Env) { e.Internal = nil },
		"last:30d":        func(e *query.Env) { e.LastDay = "" },
		"a OR -last:30d":  func(e *query.Env) { e.LastDay = "" },
		"-(b who:nobody)": func(*query.Env) {},
	} {
		q, bare := mustParse(t, text), env()
		without(&bare)
		if err := query.Check(q, bare); err == nil {
			t.Errorf("%s can be answered without what it needs", text)
		}
		for i, e := range fixture() {
			if _, term := q.(*query.Term); term && q.Match(e, bare) {
				t.Errorf("%s finds event %d", text, i+1)
			}
		}
	}
	for _, text := range []string{"*", "acme kind:crm.* on:2024 hours:3 object:x is:duplicate"} {
		if err := query.Check(mustParse(t, text), query.Env{}); err != nil {
			t.Errorf("%s needs nothing: %v", text, err)
		}
	}
}

// TestClockChange asks for hours and days on the day that has 23 hours.
func TestClockChange(t *testing.T) {
	at := func(text string) *event.Event {
		utc, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return &event.Event{Time: event.Instant(utc, event.PrecisionSecond, event.TimeRecorded, text)}
	}
	for _, c := range []struct {
		query, time string
		want        bool
	}{
		{"on:2024-03-10", "2024-03-10T05:00:00Z", true},
		{"on:2024-03-10", "2024-03-11T03:59:59Z", true},
		{"on:2024-03-10", "2024-03-11T04:00:00Z", false},
		{"hours:3..4", "2024-03-10T07:00:00Z", true},
		{"hours:1..2", "2024-03-10T06:59:59Z", true},
		{"after:2024-03-10", "2024-03-11T04:00:00Z", true},
		{"after:2024-03-10", "2024-03-11T03:59:59Z", false},
		{"after:2024-03-10T20:00", "2024-03-11T00:00:00Z", true},
		{"before:2024-03-10T20:00", "2024-03-11T00:00:00Z", false},
		{"at:2024-03-10T18:00..20:00", "2024-03-11T00:00:00Z", false},
		{"at:2024-03-10T18:00..20:00", "2024-03-10T23:59:59Z", true},
		{"last:1d", "2024-05-14T03:59:59Z", true},
		{"last:1d", "2024-05-14T04:00:00Z", false},
		{"weekday:fri..mon", "2024-03-10T12:00:00Z", true},
		{"weekday:mon..fri", "2024-03-10T12:00:00Z", false},
	} {
		if got := mustParse(t, c.query).Match(at(c.time), env()); got != c.want {
			t.Errorf("%s of %s: %t", c.query, c.time, got)
		}
	}
}

// leaves are terms that random queries are made of.
var leaves = []string{
	"list", "cust*", "muler~", "/q[1-4]/", "who:mike", "who:mary\\ hall", "who:susan,mike", "kind:crm.*", "kind:print.job,mail.send", "kind:*.export",
	"on:2024-05-13", "at:2024-05-13T18:00..", "after:2024-05-12", "before:2024-05-13T10:00", "on:2024-05-10,2024-05-21", "last:2d", "last:30d",
	"weekday:sat,sun", "hours:19..7", "rows:>0", "source:crm", "source:mail,print", "has:time", "is:duplicate", "is:outside", "to:*@gmail.example", "raw:/export/", "*",
}

func randomQuery(r *rand.Rand, depth int) string {
	switch n := r.IntN(6); {
	case depth == 0 || n == 0:
		return strings.ReplaceAll(leaves[r.IntN(len(leaves))], "mary\\ hall", `"mary hall"`)
	case n == 1:
		return "-(" + randomQuery(r, depth-1) + ")"
	case n < 4:
		return "(" + randomQuery(r, depth-1) + " " + randomQuery(r, depth-1) + ")"
	default:
		return "(" + randomQuery(r, depth-1) + " OR " + randomQuery(r, depth-1) + ")"
	}
}

// randomEvent mixes the fixture's events, and gives them other times.
func randomEvent(r *rand.Rand) *event.Event {
	events := fixture()
	e := *events[r.IntN(len(events))]
	other := events[r.IntN(len(events))]
	e.Actor, e.Origin, e.Duplicate = other.Actor, other.Origin, other.Duplicate
	if r.IntN(4) == 0 {
		e.Kind = "crm.of.tomorrow"
	}
	if r.IntN(8) > 0 {
		e.Time = event.Instant(local("2024-05-10 00:00").UTC.Add(time.Duration(r.IntN(14*24*60))*time.Minute), event.PrecisionMinute, event.TimeRecorded, "")
	}
	return &e
}

// TestNarrowIsSound wants that no event which a query asks for lies outside of
// what narrowing leaves; and that narrowing leaves out something.
func TestNarrowIsSound(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	left, asked := 0, 0
	for range 3000 {
		text := randomQuery(r, 3)
		q := mustParse(t, text)
		simple := query.Simplify(q)
		n := query.Narrow(q, env())
		for range 10 {
			e := randomEvent(r)
			match := q.Match(e, env())
			if simple.Match(e, env()) != match {
				t.Fatalf("%s: simplified to %s, which disagrees on %+v", text, simple, e)
			}
			out := outside(n, e)
			if match && out != "" {
				t.Fatalf("%s asks for what lies outside its %s: %+v", text, out, e)
			}
			if out != "" {
				left++
			}
			asked++
		}
	}
	if left*10 < asked {
		t.Errorf("narrowing left out %d of %d", left, asked)
	}
}

// outside names the bound that an event does not keep to.
func outside(n query.Narrowing, e *event.Event) string {
	holder, held := people{}.Holder(e.Actor, e.Time)
	switch at := e.Time.UTC; {
	case !e.Time.Known() && !n.Timeless:
		return "timelessness"
	case e.Time.Known() && (at.Before(n.From) || !n.To.IsZero() && !at.Before(n.To)):
		return fmt.Sprintf("time, %v to %v", n.From, n.To)
	case n.Kinds != nil && !n.Kinds(e.Kind):
		return "kinds"
	case n.Persons != nil && !(held && n.Persons[holder]):
		return "persons"
	case n.Sources != nil && !n.Sources(e.Origin.Source):
		return "sources"
	}
	return ""
}

func BenchmarkMatch(b *testing.B) {
	events := fixture()
	for _, text := range []string{"kind:crm.report.export rows:>1000", "customers list", "to:*@gmail.example"} {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		e := env()
		b.Run(text, func(b *testing.B) {
			for i := range b.N {
				q.Match(events[i%len(events)], e)
			}
		})
	}
}
