// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// Texts of which events of these tests are made: hostile, folded, run together,
// with quotes, escapes and separators inside.
var texts = []string{
	"", "", "Customer list Q3", "customers-q3.xlsx", "Kundenübersicht Größe", "東京の顧客リスト", "a\x00b", `say "list" \ now`, "ſtraße ﬁle", "list\nof\tall",
	"e\u0301tude", "017", "20230829000210.017", "Report 017 of 20", "=cmd|calc", "\u202egnp.exe", "x", "Ⅷ list", "cust", "kelvin \u212a", "lists",
}

// names of attributes; one is there in two spellings.
var attrNames = []string{"request-id", "format", "Format", "uri", "odd \"name\"", "run-time"}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// rich fills an event with whatever a query can ask for.
func rich(r *rand.Rand, e *event.Event, n int) {
	e.Kind = pick(r, []event.Kind{event.CRMRecordView, event.CRMReportExport, event.MailSend, event.PrintJob, event.FileDownload})
	e.Initiated = pick(r, []event.Initiated{"", event.InitiatedUser, event.InitiatedAutomation})
	e.Object = event.Object{Type: pick(r, []string{"", "customer", "document", "file", "printer"}), ID: pick(r, []string{"", "0015g00000AcMeTAAV", "0015g00000AcMeT", "o7"}),
		Name: pick(r, texts)}
	for range r.IntN(3) {
		e.Targets = append(e.Targets, event.Target{Role: pick(r, []string{event.RoleTo, event.RoleCc, event.RoleFrom, event.RolePrinter, event.RoleUser}),
			Account: pick(r, append([]event.Account{{Namespace: event.Email, Name: "eve@gmail.example"}}, accounts...)), Name: pick(r, texts)})
	}
	if r.IntN(3) == 0 {
		e.Attachments = []event.Attachment{{Name: pick(r, texts), SizeBytes: 7}}
	}
	count := func() event.Quantity {
		q := event.Count(int64(r.IntN(30)))
		q.Basis = pick(r, []event.QuantityBasis{event.Absent, event.Own, event.Running, event.Repeated, event.Estimated})
		if q.Basis == event.Absent {
			q.Count = 0
		}
		return q
	}
	e.Quantities = event.Quantities{Records: count(), Pages: count(), Bytes: count(), Attachments: count()}
	e.Outcome = pick(r, []event.Outcome{"", event.OutcomeSuccess, event.OutcomeFailure})
	e.IP = pick(r, []string{"", "10.1.2.3", "192.0.2.7", "2001:db8::1", "nonsense"})
	e.Device, e.Client, e.Session = pick(r, texts), pick(r, texts), pick(r, texts)
	e.Text, e.Group = pick(r, texts), pick(r, []string{"", "", "g1", "g2", "message-id:<1@x>"})
	if r.IntN(6) == 0 {
		e.Body = strings.Repeat("filler ", r.IntN(3)) + pick(r, texts)
	}
	for range r.IntN(4) {
		value := pick(r, texts)
		name := pick(r, attrNames)
		if name == "request-id" {
			value = fmt.Sprintf("rq-%d_%x", n, r.Uint32())
		}
		e.Attrs = append(e.Attrs, event.Attr{Name: name, Value: value})
	}
	if e.Time.Known() {
		e.Time.Precision = pick(r, []event.Precision{event.PrecisionDay, event.PrecisionMinute, event.PrecisionNano})
		e.Time.Flags = pick(r, []event.TimeFlags{0, event.ZoneAssumed})
	}
}

// richCase is a case of random events in several segments, and the same events by
// brute force.
func richCase(t *testing.T, r *rand.Rand) (*index.Case, []*event.Event) {
	dir := newCase(t)
	var sheets []*sheet
	for n := range 3 {
		s := newSheet(r, fmt.Sprintf("dir %d/source-%d.csv", n%2, n), 60+r.IntN(140), 40)
		for i, e := range s.events {
			rich(r, e, 1000*n+i)
			switch { // the edges of segments, and of tenures
			case i < 4:
				e.Time = event.Instant(start.AddDate(-2, 0, i/2), event.PrecisionMilli, event.TimeRecorded, "")
			case i < 12:
				e.Actor = event.Account{Namespace: event.PrintUser, Name: "bea"}
				e.Object = event.Object{Type: "customer", ID: "0015g00000AcMeT", Name: "Acme"}
				e.Time = event.Instant(handed[i%2].Add(time.Duration(i/2%3-1)), event.PrecisionNano, event.TimeRecorded, "")
			}
		}
		s.stamp("test@1")
		sheets = append(sheets, s)
		add(t, dir, s)
	}
	return open(t, dir), expected(sheets...)
}

// holders gives an account to another person at two instants.
type holders struct{}

var handed = []time.Time{start.AddDate(0, -3, 0), start.AddDate(0, 4, 0)}

func (holders) Person(words string) (string, error) {
	if words == "nobody" {
		return "", fmt.Errorf("nobody is called so")
	}
	return words, nil
}

func (holders) Holder(a event.Account, at event.Time) (string, bool) {
	switch a.Canonical().Name {
	case "ann@larkfield.example":
		return "ann", true
	case `larkfield\bea`, "bea":
		switch {
		case !at.Known():
			return "", false
		case at.UTC.Before(handed[0]) && a.Namespace == event.WindowsSAM:
			return "ann", true // who has another account besides, at all times
		case at.UTC.Before(handed[0]):
			return "old bea", true
		case at.UTC.Before(handed[1]):
			return "bea", true
		}
		return "new bea", true
	}
	return "", false
}

// steadyHolders says when.
type steadyHolders struct{ holders }

func (steadyHolders) HolderChanges(event.Account) []time.Time { return handed }

func (steadyHolders) Accounts(person string) map[event.Account]bool {
	set := map[event.Account]bool{}
	for _, a := range accounts {
		for _, at := range []event.Time{{}, event.Instant(start.AddDate(-1, 0, 0), event.PrecisionNano, event.TimeRecorded, ""),
			event.Instant(start, event.PrecisionNano, event.TimeRecorded, ""), event.Instant(start.AddDate(1, 0, 0), event.PrecisionNano, event.TimeRecorded, "")} {
			if holder, ok := (holders{}).Holder(a, at); ok && holder == person {
				set[a.Canonical()] = true
			}
		}
	}
	return set
}

type owned struct{}

func (owned) Name(o event.Object) string {
	if o.ID == "o7" {
		return "Seventh list"
	}
	return ""
}

func (owned) Customer(o event.Object) (id, name string, ok bool) {
	return o.ID, "Acme list", o.Type == "customer" && o.ID != ""
}

func (owned) Owner(o event.Object, at event.Time) (person, label string, ok bool) {
	if o.ID == "" {
		return "", "", false
	}
	if at.Known() && at.UTC.Before(handed[0]) {
		return "ann", "Ann", true
	}
	return "", "queue", true
}

type steadyOwned struct{ owned }

func (steadyOwned) OwnerChanges(event.Object) []time.Time { return handed[:1] }

func envOf(c *index.Case, r *rand.Rand) query.Env {
	zone, _ := time.LoadLocation(pick(r, []string{"America/New_York", "Asia/Kathmandu", "UTC"}))
	env := query.Env{
		Zone: zone, LastDay: "1970-02-10", Subject: "ann", People: holders{}, Things: owned{},
		Internal: func(address string) bool { return strings.HasSuffix(strings.ToLower(address), "@larkfield.example") },
		Path:     func(d event.Digest) string { s, _ := c.Source(d); return s.Path },
		Raw: func(p query.Pattern, o event.Origin) bool {
			return p.MatchRecord([]byte(fmt.Sprintf("event %d", o.Span.Line)))
		},
		Tags: func(id event.ID) []string {
			if id[0] < 20 {
				return []string{"exfil", "late"}
			}
			return nil
		},
	}
	return env
}

// atoms are terms of every field; %d is a number.
var atoms = []string{
	"list", "customer", "cust*r", "custo*", "lists*", "2023*", "rq-1*", "käll*", `"customer list"`, "cust*", "*list*", "lst~", "custmer~2", "/l.st/", "/[0-9]{3}/", "017", "größe", "grosse", "東京", "顧客", `"a b"`, "etude", "straße", "file",
	"text:list", "body:list", "body:/fil+er/", "device:x", "client:list*", "session:017", "group:g1", "group:message", "type:customer", "parser:test",
	`file:"customers-q3.xlsx"`, "file:list", "source:source", `source:"dir 1"`, "tag:exfil", "tag:none", "attr.format:list", "attr.FORMAT:017", "attr.request-id:rq*", "attr.request-id:rq",
	"attr.uri:/ø|o/", "attr.none:x", "object:list", "object:seventh", "object:0015g00000AcMeT", "customer:acme", "customer:0015g00000AcMeTAAV",
	"account:bea", "account:ann@larkfield.example", `account:"email:Ann@larkfield.example"`, "account:0055j00000AT6I1AAL", `account:LARKFIELD\bea`,
	"to:*@gmail.example", "to:list", "from:bea", "from:ann*", "printer:bea", "printer:list", "target:eve@gmail.example", "who:ann", "who:bea", `who:"new bea"`, "who:me", "who:nobody",
	"owner:ann", "owner:queue", "owner:me", "kind:crm.*", "kind:mail.send", "kind:print.job,crm.report.export", "id:1", "id:a2", "id:00,f",
	"ip:10.0.0.0/8", "ip:192.0.2.7", "ip:2001:db8::/32", "initiated:user", "initiated:unknown", "outcome:failure", "outcome:unknown,success",
	"has:attachment", "has:body", "has:bytes", "has:device", "has:ip", "has:object", "has:owner", "has:pages", "has:recipient", "has:rows", "has:text", "has:time",
	"is:doubtful", "is:duplicate", "is:outside", "rows:>10", "pages:5..20", "bytes:0", "attachments:>=3", "items:1", "copies:2",
	"on:1970-01-03", "on:1970-01", "on:1969", "at:1970-01-03T05:00..18:00", "after:1970-03-01", "before:1969-11-01", "after:1970-03-01T12:00", "last:30d", "last:500d",
	"raw:/event 1/", "raw:/7$/", "weekday:sat,sun", "weekday:mon..wed", "hours:19..7", "hours:9..17", "*", `attr.uri:"say list"`, `"list now"`, "/\\\\/", "ⅷ", "kelvin", "/k$/",
}

func anyQuery(r *rand.Rand, depth int) string {
	if depth == 0 || r.IntN(3) == 0 {
		return pick(r, atoms)
	}
	a, b := anyQuery(r, depth-1), anyQuery(r, depth-1)
	switch r.IntN(4) {
	case 0:
		return "-(" + a + ")"
	case 1:
		return "(" + a + " OR " + b + ")"
	}
	return "(" + a + " " + b + ")"
}

// TestSelectIsMatch compares the index with a scan: every term by itself, and
// random queries, over random cases.
func TestSelectIsMatch(t *testing.T) {
	seeds := uint64(4)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		c, all := richCase(t, r)
		env := envOf(c, r)
		if seed%2 == 0 {
			env.People, env.Things = steadyHolders{}, steadyOwned{}
		}
		queries := slices.Clone(atoms)
		for range 300 {
			queries = append(queries, anyQuery(r, 3))
		}
		for _, text := range queries {
			q, err := query.Parse(text)
			must(t, err)
			compare(t, c, all, q, env, r, fmt.Sprintf("seed %d, %s", seed, text))
		}
	}
}

// compare compares a selection with the events that a scan finds.
func compare(t *testing.T, c *index.Case, all []*event.Event, q query.Query, env query.Env, r *rand.Rand, what string) {
	t.Helper()
	var want []*event.Event
	for _, e := range all {
		if (!e.Duplicate || query.Asks(q, "is", "duplicate")) && q.Match(e, env) {
			want = append(want, e)
		}
	}
	s, err := c.Select(context.Background(), q, env)
	must(t, err)
	var got []*event.Event
	for e, err := range s.Events(context.Background(), 0) {
		must(t, err)
		got = append(got, e)
	}
	if !slices.EqualFunc(got, want, same) || s.Count() != int64(len(want)) {
		t.Fatalf("%s: found %d of %d events\n%s", what, len(got), len(want), missing(got, want))
	}
	comparePlaces(t, s, all, want, r, what)
	switch r.IntN(4) {
	case 0:
		compareFacets(t, s, want, env, what)
	case 1:
		compareTallies(t, s, want, env, r, what)
	}
}

func same(a, b *event.Event) bool { return a.ID == b.ID && a.Duplicate == b.Duplicate }

func missing(got, want []*event.Event) string {
	for _, e := range want {
		if !slices.ContainsFunc(got, func(g *event.Event) bool { return same(g, e) }) {
			return fmt.Sprintf("not found: %+v", *e)
		}
	}
	for _, e := range got {
		if !slices.ContainsFunc(want, func(w *event.Event) bool { return same(w, e) }) {
			return fmt.Sprintf("found: %+v", *e)
		}
	}
	return "in another order"
}

// comparePlaces compares positions, pages and the histogram.
func comparePlaces(t *testing.T, s *index.Selection, all, want []*event.Event, r *rand.Rand, what string) {
	t.Helper()
	ctx := context.Background()
	timed := 0
	for _, e := range want {
		timed += map[bool]int{true: 1}[e.Time.Known()]
	}
	first, last := s.Span()
	if s.Timed() != int64(timed) || timed > 0 && (!first.Equal(want[0].Time.UTC) || !last.Equal(want[timed-1].Time.UTC)) || timed == 0 && !first.IsZero() {
		t.Fatalf("%s: %d timed, %v to %v", what, s.Timed(), first, last)
	}
	from, limit := r.IntN(len(want)+3)-1, r.IntN(20)
	page, err := s.Page(ctx, int64(from), limit)
	must(t, err)
	if expect := want[min(max(from, 0), len(want)):min(max(from, 0)+limit, len(want))]; !slices.EqualFunc(page, expect, same) {
		t.Fatalf("%s: page of %d from %d is another", what, limit, from)
	}
	back := min(max(from, 0), len(want))
	for e, err := range s.Backwards(ctx, int64(from)) {
		must(t, err)
		if back--; !same(e, want[back]) {
			t.Fatalf("%s: backwards from %d, position %d is another", what, from, back)
		}
	}
	if back != 0 {
		t.Fatalf("%s: backwards from %d ended at %d", what, from, back)
	}
	at := start.Add(time.Duration(r.IntN(2*365*24)-365*24) * time.Hour)
	position := slices.IndexFunc(want, func(e *event.Event) bool { return !e.Time.Known() || !e.Time.UTC.Before(at) })
	if position < 0 {
		position = len(want)
	}
	if got := s.Position(at); got != int64(position) {
		t.Fatalf("%s: position of %v is %d, want %d", what, at, got, position)
	}
	for range 5 {
		e := pick(r, all)
		place, found := slices.BinarySearchFunc(want, e, inOrder)
		if got, ok := s.PositionOf(e); got != int64(place) || ok != found {
			t.Fatalf("%s: position of event %s is %d %v, want %d %v", what, e.ID, got, ok, place, found)
		}
	}
	compareHistogram(t, s, want, at, what)
}

func compareHistogram(t *testing.T, s *index.Selection, want []*event.Event, at time.Time, what string) {
	t.Helper()
	bounds := []time.Time{{}, at, at, at.AddDate(0, 1, 0), at.AddDate(300, 0, 0)}
	buckets, err := s.Histogram(context.Background(), bounds)
	must(t, err)
	for i, b := range buckets {
		counts := map[string]int64{}
		for _, e := range want {
			if e.Time.Known() && !e.Time.UTC.Before(bounds[i]) && e.Time.UTC.Before(bounds[i+1]) {
				counts[e.Kind.Domain()]++
			}
		}
		if fmt.Sprint(counts) != fmt.Sprint(b.Domains) || !b.From.Equal(bounds[i]) {
			t.Fatalf("%s: bucket %d is %v, want %v", what, i, b.Domains, counts)
		}
	}
}

func compareFacets(t *testing.T, s *index.Selection, want []*event.Event, env query.Env, what string) {
	t.Helper()
	for _, field := range append(index.FacetFields(), "attr.format", "attr.request-id", "attr.none") {
		counts := map[string]int64{}
		for _, e := range want {
			values := query.ValuesOf(e, field, env)
			if name, ok := strings.CutPrefix(field, "attr."); ok && e.Attr(name) != "" {
				values = []string{e.Attr(name)}
			}
			for _, v := range values {
				counts[v]++
			}
		}
		var expect []index.FacetValue
		for v, n := range counts {
			expect = append(expect, index.FacetValue{Value: v, Count: n})
		}
		slices.SortFunc(expect, func(a, b index.FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		got, err := s.Facet(context.Background(), field)
		must(t, err)
		if !slices.Equal(got, expect) {
			t.Fatalf("%s: facet of %s is %v, want %v", what, field, got, expect)
		}
	}
}

func compareTallies(t *testing.T, s *index.Selection, want []*event.Event, env query.Env, r *rand.Rand, what string) {
	t.Helper()
	var by []string
	for range r.IntN(4) {
		by = append(by, pick(r, index.TallyFields()))
	}
	sums := []string{"rows", pick(r, index.TallySums())}
	got, err := s.Tally(context.Background(), by, sums)
	must(t, err)
	byKeys := map[string][]*event.Event{}
	for _, e := range want {
		key := fmt.Sprintf("%q", tallyKeys(e, by, env))
		byKeys[key] = append(byKeys[key], e)
	}
	if len(got) != len(byKeys) || !slices.IsSortedFunc(got, func(a, b index.TallyLine) int { return slices.Compare(a.Keys, b.Keys) }) {
		t.Fatalf("%s: by %v there are %d lines, want %d", what, by, len(got), len(byKeys))
	}
	for _, line := range got {
		events := byKeys[fmt.Sprintf("%q", line.Keys)]
		if int64(len(events)) != line.Count {
			t.Fatalf("%s: by %v, line %q counts %d, want %d", what, by, line.Keys, line.Count, len(events))
		}
		for i, name := range sums {
			if total, stated := addUp(events, name); line.Sums[i] != (index.TallySum{Stated: stated, Total: total}) {
				t.Fatalf("%s: by %v, line %q, %s: %v, want %v %v", what, by, line.Keys, name, line.Sums[i], stated, total)
			}
		}
	}
}

func tallyKeys(e *event.Event, by []string, env query.Env) []string {
	keys := make([]string, len(by))
	for i, name := range by {
		local := e.Time.UTC.In(env.Zone)
		switch name {
		case "account":
			keys[i] = e.Actor.Canonical().String()
		case "domain":
			keys[i] = e.Kind.Domain()
		case "day", "week", "weekday":
			if e.Time.Known() {
				year, week := local.ISOWeek()
				keys[i] = map[string]string{"day": local.Format("2006-01-02"), "week": fmt.Sprintf("%04d-W%02d", year, week),
					"weekday": fmt.Sprintf("%d %s", (int(local.Weekday())+6)%7+1, local.Format("Mon"))}[name]
			}
		case "hour":
			if e.Time.Known() && e.Time.Precision > event.PrecisionDay {
				keys[i] = local.Format("15")
			}
		default:
			if values := query.ValuesOf(e, name, env); len(values) > 0 {
				keys[i] = values[0]
			}
		}
	}
	return keys
}

// addUp adds a quantity: of each act, its parts or its largest whole.
func addUp(events []*event.Event, name string) (total int64, stated bool) {
	parts, wholes := map[string]int64{}, map[string]int64{}
	for _, e := range events {
		q := map[string]event.Quantity{"rows": e.Quantities.Records, "pages": e.Quantities.Pages, "copies": e.Quantities.Copies, "bytes": e.Quantities.Bytes,
			"attachments": e.Quantities.Attachments, "items": e.Quantities.Items}[name]
		switch {
		case q.Basis == event.Absent || q.Basis == event.Estimated:
			continue
		case e.Group == "":
			total += q.Count
		case q.Basis == event.Own:
			parts[e.Group] += q.Count
		default:
			wholes[e.Group] = max(wholes[e.Group], q.Count)
		}
		stated = true
	}
	for group := range parts {
		total += max(parts[group], wholes[group])
	}
	for group, n := range wholes {
		if _, both := parts[group]; !both {
			total += n
		}
	}
	return total, stated
}

// TestEventsIsFilter compares the filter with a scan.
func TestEventsIsFilter(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	c, all := richCase(t, r)
	for range 60 {
		f := index.Filter{Timeless: r.IntN(2) == 0, Duplicates: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			f.From = start.AddDate(0, r.IntN(10)-5, 0)
		}
		if r.IntN(2) == 0 {
			f.To = start.AddDate(0, r.IntN(10)-5, 0)
		}
		if r.IntN(2) == 0 {
			f.Accounts = map[event.Account]bool{pick(r, accounts).Canonical(): true}
		}
		if r.IntN(2) == 0 {
			f.Kinds = func(k event.Kind) bool { return k.Domain() == event.DomainCRM }
		}
		var want []*event.Event
		for _, e := range all {
			if (f.Duplicates || !e.Duplicate) && wantedBy(f, e) {
				want = append(want, e)
			}
		}
		if got := eventsOf(t, c, f); !slices.EqualFunc(got, want, same) {
			t.Fatalf("%+v: %d events, want %d", f, len(got), len(want))
		}
	}
	for _, e := range all[:20] {
		got, err := c.Event(e.ID.String()[:11])
		must(t, err)
		if !bytes.Equal(got.ID[:], e.ID[:]) {
			t.Fatalf("event %s is %s", e.ID, got.ID)
		}
	}
}

func wantedBy(f index.Filter, e *event.Event) bool {
	switch {
	case !e.Time.Known() && !f.Timeless,
		e.Time.Known() && !f.From.IsZero() && e.Time.UTC.Before(f.From),
		e.Time.Known() && !f.To.IsZero() && !e.Time.UTC.Before(f.To),
		f.Kinds != nil && !f.Kinds(e.Kind),
		f.Accounts != nil && !f.Accounts[e.Actor.Canonical()] && !f.Accounts[e.OnBehalfOf.Canonical()]:
		return false
	}
	return true
}
