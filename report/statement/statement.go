// SPDX-License-Identifier: Apache-2.0

// Package statement says in one neutral sentence what the record of an event states:
// about accounts, never persons; what was recorded, never what it means. Each kind of
// event has one reviewed template. Whatever the evidence says stands in quotation
// marks, so that nobody takes its words for ours.
package statement

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dustin/go-humanize"

	"dossier/event"
)

// Named is what the case knows of an event besides.
type Named struct {
	// Object is what reference records call the object; "" if they do not or the event
	// has a name itself.
	Object string
}

// Of is the sentence. Quoted texts are bounded; where one is cut, it says so.
func Of(e *event.Event, named Named) string {
	t, ok := templates[e.Kind]
	if !ok {
		t = "{actor}: an event of the kind " + string(e.Kind) + " was recorded{object}"
	}
	if e.Object.Type != "" && strings.Contains(t, " "+e.Object.Type+"{object}") {
		t = strings.ReplaceAll(t, "{object}", "{name}") // the noun is there already
	}
	s := strings.NewReplacer(
		"{actor}", actor(e), "{account}", account(e), "{object}", object(e, named), "{name}", strings.TrimPrefix(object(e, named), " "+e.Object.Type), "{recipients}", recipientsOf(e), "{an object}", anObject(e, named),
		"{text}", quotedAfter(" ", e.Text), "{subject}", quotedAfter(" with the subject ", e.Text),
		"{to}", targets(e, " to ", recipients...), "{printer}", targets(e, " on ", event.RolePrinter),
		"{share}", targets(e, " with ", event.RoleShare, event.RoleTo), "{user}", targets(e, " concerning ", event.RoleUser, event.RoleDelegate),
		"{mailbox}", targets(e, " in the mailbox ", event.RoleMailbox), "{from sender}", targets(e, " from ", event.RoleFrom),
		"{place}", targets(e, " in ", event.RoleContainer), "{forward}", targets(e, " to ", event.RoleForward), "{principal}", principal(e),
	).Replace(t)
	return s + quantities(e) + from(e) + outcome(e) + "."
}

var recipients = []string{event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward}

// actor is the account that acted, and in whose name; the system where it was that.
func actor(e *event.Event) string {
	who := "The record names no account; it states that somebody"
	if !e.Actor.IsZero() {
		who = "Account " + Quote(e.Actor.Name)
	}
	switch {
	case e.Initiated == event.InitiatedSystem && e.Actor.IsZero():
		who = "The system"
	case e.Initiated == event.InitiatedSystem:
		who = "The system, under account " + Quote(e.Actor.Name) + ","
	case e.Initiated == event.InitiatedAutomation && !e.Actor.IsZero():
		who = "An automated process, under account " + Quote(e.Actor.Name) + ","
	}
	if e.Kind == event.AuthLoginAs || e.OnBehalfOf.IsZero() || e.OnBehalfOf.Canonical() == e.Actor.Canonical() {
		return who
	}
	return strings.TrimSuffix(who, ",") + ", in the name of account " + Quote(e.OnBehalfOf.Name) + ","
}

// account is who is named behind a statement about something else.
func account(e *event.Event) string {
	if e.Actor.IsZero() {
		return "none"
	}
	return Quote(e.Actor.Name)
}

func principal(e *event.Event) string {
	if e.OnBehalfOf.IsZero() {
		return "another account, which the record does not name"
	}
	return "account " + Quote(e.OnBehalfOf.Name)
}

// Object describes what was acted on: "report 'All Accounts' (00O5…)"; "" if the
// record names nothing.
func Object(e *event.Event, named Named) string {
	o := e.Object
	if o.Name == "" && o.ID == "" && named.Object == "" {
		return ""
	}
	out := o.Type
	add := func(s string) {
		if out != "" {
			out += " "
		}
		out += s
	}
	switch {
	case o.Name != "":
		add(Quote(o.Name))
		if o.ID != "" && o.ID != o.Name {
			add("(" + Quote(o.ID) + ")")
		}
	case named.Object != "":
		add(Quote(o.ID))
		add("(listed as " + Quote(named.Object) + ")")
	default:
		add(Quote(o.ID))
	}
	return out
}

// object is the object behind a blank, "" if there is none.
func object(e *event.Event, named Named) string {
	if text := Object(e, named); text != "" {
		return " " + text
	}
	return ""
}

// anObject is the object, or that the record names none.
func anObject(e *event.Event, named Named) string {
	if text := Object(e, named); text != "" {
		return text
	}
	noun := cmp.Or(e.Object.Type, "object")
	return "a " + noun + " that the record does not name"
}

func quotedAfter(before, text string) string {
	if text == "" {
		return ""
	}
	return before + Quote(text)
}

// limitTargets is how many recipients a sentence names; the others are counted.
const limitTargets = 12

// targets names those of the roles, behind the words; "" if there are none.
func targets(e *event.Event, before string, roles ...string) string {
	var names []string
	for _, t := range e.Targets {
		for _, role := range roles {
			if t.Role == role {
				names = append(names, Quote(cmp.Or(t.Account.Name, t.Name)))
			}
		}
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n > limitTargets:
		return before + strings.Join(names[:limitTargets], ", ") + fmt.Sprintf(" and %d more, whom the record names", n-limitTargets)
	}
	return before + strings.Join(names, ", ")
}

// recipientsOf names the recipients, or says that the record names none.
func recipientsOf(e *event.Event) string {
	if named := targets(e, " to ", recipients...); named != "" {
		return named
	}
	return " to recipients whom the record does not name"
}

// quantities are the numbers that the record states, in parentheses.
func quantities(e *event.Event) string {
	if text := Quantities(e); text != "" {
		return " (" + text + ")"
	}
	return ""
}

// Quantities lists the numbers that the record states: "1,996 rows; CSV".
func Quantities(e *event.Event) string {
	q := e.Quantities
	var parts []string
	for _, x := range []struct {
		q    event.Quantity
		noun string
	}{{q.Records, "row"}, {q.Pages, "page"}, {q.Copies, "copy"}, {q.Items, "item"}, {q.Attachments, "attachment"}, {q.Bytes, "byte"}} {
		if x.q.Present() {
			parts = append(parts, quantity(x.q, x.noun))
		}
	}
	if !q.Attachments.Present() && len(e.Attachments) > 0 {
		parts = append(parts, Plural(int64(len(e.Attachments)), "attachment"))
	}
	return strings.Join(parts, "; ")
}

func quantity(q event.Quantity, noun string) string {
	text := Plural(q.Count, noun)
	switch q.Basis {
	case event.Running:
		text += " as a running total"
	case event.Repeated:
		text += " stated for the whole act"
	case event.Estimated:
		text = "about " + text
	}
	return text
}

// Plural is "1 row", "2,000 rows".
func Plural(n int64, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay"):
		return humanize.Comma(n) + " " + strings.TrimSuffix(noun, "y") + "ies"
	}
	return humanize.Comma(n) + " " + noun + "s"
}

// from says where the record says that the act came from.
func from(e *event.Event) string {
	var out string
	for _, x := range [][2]string{{" from address ", e.IP}, {" on device ", e.Device}, {" with client ", e.Client}} {
		out += quotedAfter(x[0], x[1])
	}
	return out
}

func outcome(e *event.Event) string {
	switch e.Outcome {
	case event.OutcomeFailure:
		return "; the record states that this failed"
	case event.OutcomePartial:
		return "; the record states that this succeeded in part"
	}
	return ""
}

// limitQuoteRunes bounds a quoted text.
const limitQuoteRunes = 300

// Quote puts words of the evidence in quotation marks. What is cut is said to be.
func Quote(text string) string {
	if utf8.RuneCountInString(text) <= limitQuoteRunes {
		return "‘" + text + "’"
	}
	cut := 0
	for i := range text {
		if cut == limitQuoteRunes {
			return "‘" + text[:i] + "’ [first " + strconv.Itoa(limitQuoteRunes) + " of " + humanize.Comma(int64(utf8.RuneCountInString(text))) + " characters]"
		}
		cut++
	}
	return "‘" + text + "’"
}

// Number is "1,996".
func Number(n int64) string { return humanize.Comma(n) }
