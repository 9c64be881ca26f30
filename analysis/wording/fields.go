// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/event"
	"dossier/index/query"
)

// Field is one thing that an event says, with its name.
type Field struct {
	Name  string // "account", "object"; that of an attribute of the format begins with two blanks
	Value string
	// Ask is the term of the query language that finds events with this value; "" where
	// there is none.
	Ask string
	// Recorded is the value as the record has it, to be found there again; "" where
	// Value is not of the record.
	Recorded string
}

// Fields are all fields that the record of an event fills, whose account it was and
// why, what people said of it, and where it stands in the evidence. The body of a
// message is left out.
func Fields(e *event.Event, d *identity.Directory, source event.Source, m marks.Mark, zone *time.Location) []Field {
	var list fields
	list.add("id", e.ID.String(), "id:"+e.ID.String())
	list.addTime(e.Time, zone)
	list.record("account", e.Actor.String()+holderRemark(d, e.Actor, e.Time), AskAccount("account", e.Actor), e.Actor.Name)
	if !e.OnBehalfOf.IsZero() {
		list.record("on behalf of", e.OnBehalfOf.String()+holderRemark(d, e.OnBehalfOf, e.Time), AskAccount("account", e.OnBehalfOf), e.OnBehalfOf.Name)
	}
	list.add("initiated by", string(e.Initiated), "initiated:"+string(e.Initiated))
	list.record("object", joined(e.Object.Type, e.Object.ID, e.Object.Name), AskObject(e.Object), cmp.Or(e.Object.Name, e.Object.ID))
	for _, x := range e.Targets {
		list.record(x.Role, joined(x.Account.String(), x.Name), AskAccount(fieldOf(x.Role), x.Account), x.Account.Name)
	}
	for _, x := range e.Attachments {
		list.record("attachment", attachmentText(x), Ask("file", x.Name), x.Name)
	}
	list.addQuantities(e.Quantities)
	list.add("outcome", string(e.Outcome), "outcome:"+string(e.Outcome))
	list.record("ip", e.IP, "ip:"+e.IP, e.IP)
	for _, x := range [][2]string{{"device", e.Device}, {"client", e.Client}, {"session", e.Session}, {"text", e.Text}, {"group", e.Group}} {
		list.record(x[0], x[1], Ask(x[0], x[1]), x[1])
	}
	for _, x := range e.Attrs {
		list.record("  "+x.Name, x.Value, Ask("attr."+x.Name, x.Value), x.Value)
	}
	if e.Duplicate {
		list.add("copy", "yes: another export has this act too, and that one is counted", "is:duplicate")
	}
	for _, said := range MarkSaid(m) {
		list.add("your "+said[0], said[1], "")
	}
	list.addOrigin(e.Origin, source)
	return list
}

// MarkSaid is what a mark says, by the name of the field.
func MarkSaid(m marks.Mark) [][2]string {
	var list [][2]string
	for _, f := range [][2]string{{"status", string(m.Status)}, {"tags", strings.Join(m.Tags, ", ")}, {"issue", m.Issue},
		{"significance", m.Significance}, {"note", m.Note}} {
		if f[1] != "" {
			list = append(list, f)
		}
	}
	return list
}

type fields []Field

// add adds a field that has a value. A term that cannot be read is left out.
func (l *fields) add(name, value, ask string) { l.record(name, value, ask, "") }

// record is add for a field of which part is in the record word for word.
func (l *fields) record(name, value, ask, recorded string) {
	if value == "" {
		return
	}
	if _, err := query.Parse(ask); err != nil {
		ask = ""
	}
	*l = append(*l, Field{Name: name, Value: value, Ask: ask, Recorded: recorded})
}

func (l *fields) addTime(t event.Time, zone *time.Location) {
	if !t.Known() {
		l.add("time", "none that can be read", "-has:time")
		l.add("time as recorded", t.Text, "")
		return
	}
	l.add("time", t.UTC.In(zone).Format("2006-01-02 (Mon) 15:04:05.999999999 MST (UTC-07:00)"), "on:"+t.UTC.In(zone).Format(time.DateOnly))
	l.add("time in UTC", t.UTC.Format("2006-01-02T15:04:05.999999999Z"), "")
	l.record("time as recorded", t.Text, "", t.Text)
	l.add("time rests on", map[event.TimeBasis]string{
		event.TimeRecorded: "the offset in the record", event.TimeFormat: "the format, which fixes the zone",
		event.TimeSupplied: "the zone that the investigator supplied", event.TimeUnknown: "nothing: the zone is not known, UTC is assumed",
	}[t.Basis], "")
	l.add("precision", t.Precision.String(), "")
	l.add("doubts about time", t.Flags.String(), "is:doubtful")
}

func (l *fields) addQuantities(q event.Quantities) {
	for _, x := range []struct {
		name, field string
		q           event.Quantity
	}{{"records", "rows", q.Records}, {"pages", "pages", q.Pages}, {"copies", "copies", q.Copies}, {"bytes", "bytes", q.Bytes},
		{"attachments", "attachments", q.Attachments}, {"items", "items", q.Items}} {
		if x.q.Present() {
			l.record(x.name, fmt.Sprintf("%d (%s)", x.q.Count, x.q.Basis), fmt.Sprintf("%s:%d", x.field, x.q.Count), strconv.FormatInt(x.q.Count, 10))
		}
	}
}

func (l *fields) addOrigin(o event.Origin, source event.Source) {
	l.add("source", source.Path, Ask("source", source.Path))
	l.add("record", Place(o.Span), "")
	for _, more := range o.More {
		l.add("and record", Place(more), "")
	}
	l.add("sha-256 of source", o.Source.String(), "")
	if source.Evidence != source.Digest {
		l.add("sha-256 of file given", source.Evidence.String(), "")
	}
	l.add("read by", o.Parser, Ask("parser", Format(o.Parser)))
}

// Place is where a record stands: its line, where its format has lines, and bytes.
func Place(s event.Span) string {
	if s.Line > 0 {
		return fmt.Sprintf("line %d (byte %d, length %d)", s.Line, s.Offset, s.Length)
	}
	return fmt.Sprintf("byte %d, length %d", s.Offset, s.Length)
}

// quoter writes a text as it stands in a phrase.
var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// Ask is the term that finds a value in a field of text; "" if the language has
// none.
func Ask(field, value string) string {
	term := field + `:"` + quoter.Replace(value) + `"`
	if _, err := query.Parse(term); err != nil {
		return ""
	}
	return term
}

// AskAccount is the term that finds exactly an account in a field of accounts.
func AskAccount(field string, a event.Account) string {
	if a.IsZero() || field == "" {
		return ""
	}
	return Ask(field, a.String())
}

// AskObject is the term that finds a thing: by its id, or else by its name.
func AskObject(o event.Object) string {
	if o.ID != "" {
		return Ask("object", o.ID)
	}
	return Ask("object", o.Name)
}

// fieldOf is the field of the language that asks for targets of a role.
func fieldOf(role string) string {
	switch role {
	case event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward, event.RoleShare:
		return "to"
	case event.RolePrinter:
		return "printer"
	case event.RoleFrom:
		return "from"
	}
	return "target"
}

func holderRemark(d *identity.Directory, account event.Account, at event.Time) string {
	if account.IsZero() {
		return ""
	}
	link, ok := d.Holder(account, at)
	if !ok {
		return "  (of nobody known)"
	}
	p, _ := d.Person(link.Person)
	return fmt.Sprintf("  (%s, class %s: %s)", p.Name, link.Class, link.Basis)
}

func attachmentText(x event.Attachment) string {
	size := ""
	if x.SizeBytes >= 0 {
		size = fmt.Sprintf("%d bytes", x.SizeBytes)
	}
	return joined(x.Name, x.MediaType, size, x.SHA256)
}

// joined puts two blanks between the parts that are not empty.
func joined(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += "  "
		}
		out += p
	}
	return out
}

// AskPerson is the term that means a person in a field of people, who or owner: by
// name where the name is enough to say who is meant.
func AskPerson(field string, d *identity.Directory, p identity.Person) string {
	if found, err := d.Find(p.Name); err == nil && found.ID == p.ID {
		return Ask(field, p.Name)
	}
	return Ask(field, p.ID)
}

// AskTime is the term for the events from one time up to another. It is written in
// the zone, or in UTC where the zone's clock says it twice.
func AskTime(from, to time.Time, zone *time.Location) string {
	const layout = "2006-01-02T15:04:05"
	write := func(t time.Time) string {
		local := t.In(zone)
		text := local.Format(layout)
		if back, err := time.ParseInLocation(layout, text, zone); err != nil || !back.Equal(t.Truncate(time.Second)) || !local.Add(time.Hour).Round(0).Equal(time.Date(local.Year(), local.Month(), local.Day(), local.Hour()+1, local.Minute(), local.Second(), local.Nanosecond(), zone)) {
			return t.UTC().Format(layout) + "Z"
		}
		return strings.TrimSuffix(text, ":00")
	}
	a, b := write(from), write(to)
	if strings.HasSuffix(a, "Z") != strings.HasSuffix(b, "Z") {
		a, b = from.UTC().Format(layout)+"Z", to.UTC().Format(layout)+"Z"
	}
	return "at:" + a + ".." + b
}
