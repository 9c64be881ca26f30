// SPDX-License-Identifier: Apache-2.0

// Package wording says in a few words what an event tells: when, what, of what
// thing, how much and by which system. Commands and screens say it alike. What it
// returns may hold text of the evidence and must be made visible before it is shown.
package wording

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"dossier/analysis/timeline"
	"dossier/event"
)

// Plural is a number with its noun: "1 row", "5,112 rows".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	ending := "s"
	if strings.HasSuffix(noun, "s") {
		ending = "es"
	}
	return humanize.Comma(int64(n)) + " " + noun + ending
}

// Format is a parser's name without its version.
func Format(parser string) string {
	name, _, _ := strings.Cut(parser, "@")
	return name
}

// domainLetters are how domains are told apart without colours.
var domainLetters = map[string]string{
	event.DomainCRM: "C", event.DomainMail: "M", event.DomainPrint: "P", event.DomainAuth: "A", event.DomainFile: "F", event.DomainAdmin: "S",
}

// Letter is a domain's letter: C for the CRM, M for mail.
func Letter(domain string) string { return domainLetters[domain] }

// Domains are the domains in the order in which they are stacked.
func Domains() []string {
	return []string{event.DomainCRM, event.DomainMail, event.DomainPrint, event.DomainFile, event.DomainAuth, event.DomainAdmin}
}

// DomainName is a domain in a word or two.
func DomainName(domain string) string {
	return map[string]string{event.DomainCRM: "CRM", event.DomainMail: "mail", event.DomainPrint: "print", event.DomainFile: "files",
		event.DomainAuth: "access", event.DomainAdmin: "settings"}[domain]
}

// Clock is the time of day, as far as the record states it, with a mark for doubt.
func Clock(t event.Time, zone *time.Location) string {
	layout := "15:04:05"
	switch t.Precision {
	case event.PrecisionDay:
		layout = "–"
	case event.PrecisionMinute:
		layout = "15:04"
	}
	text := t.UTC.In(zone).Format(layout)
	if t.Flags != 0 || t.Basis == event.TimeUnknown {
		text += "?"
	}
	return text
}

// Thing names what was acted on, and to whom it went.
func Thing(f timeline.Folded) string {
	e := f.Event
	name := cmp.Or(f.Name, e.Text, e.Object.Name, e.Object.ID)
	if e.Kind.Domain() == event.DomainMail && e.Text != "" {
		name = e.Text
	}
	out := name
	to := destinations(f)
	if len(to) > 3 {
		to = append(to[:2], fmt.Sprintf("%d more", len(to)-2))
	}
	if len(to) > 0 {
		out += " → " + strings.Join(to, ", ")
	}
	if f.Others {
		out += " (owner: " + f.Owner + ")"
	}
	return strings.TrimSpace(out)
}

// destinations are the recipients, printers and sharers that the records name.
func destinations(f timeline.Folded) []string {
	var to []string
	for _, item := range append([]timeline.Item{f.Item}, f.Also...) {
		for _, t := range item.Event.Targets {
			name := cmp.Or(t.Account.Name, t.Name)
			switch t.Role {
			case event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward, event.RoleShare, event.RolePrinter, event.RoleDelegate:
				if !slices.ContainsFunc(to, func(have string) bool { return strings.EqualFold(have, name) }) {
					to = append(to, name)
				}
			}
		}
	}
	return to
}

// Quantity is the number that says most, of all records of the act.
func Quantity(f timeline.Folded) string {
	for _, of := range []func(*event.Event) string{mainQuantity, size} {
		for _, item := range append([]timeline.Item{f.Item}, f.Also...) {
			if text := of(item.Event); text != "" {
				return text
			}
		}
	}
	return ""
}

func mainQuantity(e *event.Event) string {
	q := e.Quantities
	about := func(n event.Quantity, noun string) string {
		text := Plural(int(n.Count), noun)
		if n.Basis == event.Estimated {
			return "about " + text
		}
		return text
	}
	switch {
	case q.Pages.Present():
		return about(q.Pages, "page")
	case q.Records.Present():
		return about(q.Records, "row")
	case q.Items.Present():
		return about(q.Items, "item")
	case q.Attachments.Present() && q.Attachments.Count > 0:
		return humanize.Comma(q.Attachments.Count) + " attached"
	case len(e.Attachments) > 0:
		return humanize.Comma(int64(len(e.Attachments))) + " attached"
	}
	return ""
}

func size(e *event.Event) string {
	if !e.Quantities.Bytes.Present() {
		return ""
	}
	return humanize.IBytes(uint64(e.Quantities.Bytes.Count))
}

// Where names the systems that tell of the act.
func Where(f timeline.Folded) string {
	out := Format(f.Event.Origin.Parser)
	seen := map[string]bool{out: true}
	for _, item := range f.Also {
		if name := Format(item.Event.Origin.Parser); !seen[name] {
			seen[name] = true
			out += " + " + name
		}
	}
	if f.Event.Outcome == event.OutcomeFailure {
		out += " (failed)"
	}
	return out
}
