// SPDX-License-Identifier: Apache-2.0

package query

import (
	"slices"
	"strings"

	"dossier/event"
)

const fieldAttr = "attr"

// field is what a query can ask for by name.
type field struct {
	name     string
	want     string // what a value is, for errors
	patterns bool   // whether * ~ and /regex/ are understood
	read     func(raw) (Value, error)
	match    func(*act, *Term, Value) bool
}

// Fields lists the names of fields in alphabetical order; "attr" stands for
// attr.NAME. The slice is the caller's.
func Fields() []string {
	var names []string
	for name := range fields {
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

var fields = tableOf(
	textField("", (*act).all),
	textField("text", func(a *act) []*value { return a.values(a.e.Text) }),
	textField("body", func(a *act) []*value { return a.values(a.e.Body) }),
	textField("device", func(a *act) []*value { return a.values(a.e.Device) }),
	textField("client", func(a *act) []*value { return a.values(a.e.Client) }),
	textField("session", func(a *act) []*value { return a.values(a.e.Session) }),
	textField("group", func(a *act) []*value { return a.values(a.e.Group) }),
	textField("type", func(a *act) []*value { return a.values(a.e.Object.Type) }),
	textField("parser", func(a *act) []*value { return a.values(a.e.Origin.Parser) }),
	textField("file", (*act).files),
	textField("source", (*act).source),
	textField("tag", (*act).tags),
	field{fieldAttr, wantText, true, readText, matchAttr},
	field{"object", wantText, true, readText, matchObject},
	field{"customer", wantText, true, readText, matchCustomer},
	recordField(),

	nameField("account", (*act).actors),
	nameField("to", func(a *act) names { return a.targets(recipients...) }),
	nameField("from", (*act).senders),
	nameField("printer", (*act).printers),
	nameField("target", func(a *act) names { return a.targets() }),

	field{"who", "a person's name or account, or me", false, readName, matchWho},
	field{"owner", "a person's name or account, or me", false, readName, matchOwner},
	field{"kind", "a kind such as crm.report.export or mail.*", false, readKindPattern, matchKind},
	field{"id", "the beginning of an event's id", false, readPrefix, matchID},
	field{"ip", wantNetwork, false, readNetwork, matchIP},
	wordField("initiated", []string{"user", "system", "automation", "delegate", unknown}, func(e *event.Event) string { return string(e.Initiated) }),
	wordField("outcome", []string{"success", "failure", "partial", unknown}, func(e *event.Event) string { return string(e.Outcome) }),
	flagField("has", hasWords),
	flagField("is", isWords),

	numberField("rows", countUnits, func(q event.Quantities) event.Quantity { return q.Records }),
	numberField("pages", countUnits, func(q event.Quantities) event.Quantity { return q.Pages }),
	numberField("copies", countUnits, func(q event.Quantities) event.Quantity { return q.Copies }),
	numberField("bytes", byteUnits, func(q event.Quantities) event.Quantity { return q.Bytes }),
	numberField("attachments", countUnits, func(q event.Quantities) event.Quantity { return q.Attachments }),
	numberField("items", countUnits, func(q event.Quantities) event.Quantity { return q.Items }),

	field{"on", wantDay, false, readSpan(wantDay, true), matchSpan},
	field{"at", wantSpan, false, readSpan(wantSpan, false), matchSpan},
	field{"after", wantMoment, false, readMoment, matchAfter},
	field{"before", wantMoment, false, readMoment, matchBefore},
	field{"last", wantDays, false, readDays, matchLast},
	field{"weekday", wantWeekday, false, readWeekdays, matchWeekday},
	field{"hours", wantHours, false, readHours, matchHours},
)

func tableOf(list ...field) map[string]*field {
	table := map[string]*field{}
	for i := range list {
		table[list[i].name] = &list[i]
	}
	return table
}

const (
	unknown  = "unknown"
	wantText = `a word, "phrase", wild*card or /regex/`
)

func textField(name string, texts func(*act) []*value) field {
	return field{name, wantText, true, readText, func(a *act, _ *Term, v Value) bool {
		return slices.ContainsFunc(texts(a), v.(Pattern).match)
	}}
}

// names are accounts, and how they are called besides.
type names struct {
	accounts []event.Account
	labels   []string
}

func nameField(name string, find func(*act) names) field {
	return field{name, wantText, true, readText, func(a *act, _ *Term, v Value) bool {
		p, n := v.(Pattern), find(a)
		exact, qualified := event.ParseAccount(p.Text)
		qualified = qualified && p.Form == Phrase && strings.HasPrefix(p.Text, string(exact.Namespace)+":")
		for _, account := range n.accounts {
			if qualified && exact.Canonical() == account.Canonical() {
				return true
			}
			if !qualified && !account.IsZero() && p.matchName(a.value(account.Name)) {
				return true
			}
		}
		return !qualified && slices.ContainsFunc(n.labels, func(label string) bool {
			return label != "" && p.match(a.value(label))
		})
	}}
}

func numberField(name string, units map[string]int64, of func(event.Quantities) event.Quantity) field {
	want := "a number such as 1000, >1000 or 10..50"
	if _, bytes := units["kib"]; bytes {
		want = "a size such as 5MB, >5MB or 1MB..5MB"
	}
	return field{name, want, false, readRange(units, want), func(a *act, _ *Term, v Value) bool {
		q, r := of(a.e.Quantities), v.(Range)
		return q.Present() && r.Covers(q.Count)
	}}
}

func wordField(name string, list []string, of func(*event.Event) string) field {
	return field{name, joinOr(list), false, readWord(list...), func(a *act, _ *Term, v Value) bool {
		word := of(a.e)
		if word == "" {
			word = unknown
		}
		return word == string(v.(Word))
	}}
}

func flagField(name string, flags map[string]func(*act) bool) field {
	var list []string
	for word := range flags {
		list = append(list, word)
	}
	slices.Sort(list)
	return field{name, joinOr(list), false, readWord(list...), func(a *act, _ *Term, v Value) bool {
		return flags[string(v.(Word))](a)
	}}
}

func readText(r raw) (Value, error) {
	wild := !r.quoted && strings.ContainsAny(r.text, "*?")
	switch {
	case r.form == Regexp:
		return newRegexp(r.text)
	case r.form == Near && wild:
		return nil, fail(r.at, "want a word without * and ? before ~")
	case r.form == Near:
		return newNear(r.text, r.distance)
	case wild:
		return newWild(r.text)
	}
	return newPhrase(r.text)
}

func readName(r raw) (Value, error) {
	text := strings.TrimSpace(r.text)
	if text == "" || !r.quoted && strings.ContainsAny(text, "*?") {
		return nil, fail(r.at, "want a person's name or account, not %s", excerpt(r.text))
	}
	return Name{text}, nil
}

func readKindPattern(r raw) (Value, error) { return readKind(r) }
