// SPDX-License-Identifier: Apache-2.0

package timeline

import (
	"slices"
	"strings"

	"dossier/analysis/identity"
	"dossier/event"
)

// Numbers are the five that head an answer, and what they are made of. A negative
// ListSize says that the case has no customer list.
type Numbers struct {
	Customers   int64 // distinct customers opened, changed, exported singly
	OfOthers    int64 // of those, owned by somebody else
	OnList      int64 // of those, on the customer list
	ListSize    int64 // customers on the list
	Exports     int64 // reports, lists and bulk extracts exported
	Rows        int64 // rows they state
	RowsUnknown int64 // exports that state no rows
	Messages    int64 // sent to at least one address outside
	Attachments int64 // files attached to those
	Unnumbered  int64 // of those messages, ones whose attachments no record tells
	ByRule      int64 // of those messages, ones that a rule forwarded
	Unaddressed int64 // messages, not among those, whose recipients no record tells
	Pages       int64 // printed
	PagesNone   int64 // print jobs that state no pages
}

// Behind says on which items the numbers rest: their indexes, ascending.
type Behind struct {
	Customers []int // acts on customers, or on what belongs to them
	Exports   []int // one for each export
	Messages  []int // every record of the messages counted
	Pages     []int // one for each print job
}

func count(a *Answer, d *identity.Directory, names *names) (Numbers, Behind) {
	n := Numbers{ListSize: int64(len(names.customers))}
	if n.ListSize == 0 {
		n.ListSize = -1
	}
	var b Behind
	b.Customers = n.countCustomers(a.Items, names)
	b.Exports = n.countExports(a.Items)
	b.Messages = n.countMessages(a.Items, d)
	b.Pages = n.countPages(a.Items)
	return n, b
}

// countPages adds up the jobs; a running total counts once a group.
func (n *Numbers) countPages(items []Item) (behind []int) {
	groups := map[string]*tally{}
	for i, item := range items {
		e := item.Event
		if e.Kind != event.PrintJob || item.Same {
			continue
		}
		behind = append(behind, i)
		switch pages := e.Quantities.Pages; {
		case !pages.Present():
			n.PagesNone++
		case e.Group == "":
			n.Pages += pages.Count
		default:
			tallyOf(groups, e.Group).add(pages)
		}
	}
	for _, t := range groups {
		n.Pages += t.total()
	}
	return behind
}

func (n *Numbers) countCustomers(items []Item, names *names) (behind []int) {
	seen := map[string]bool{}
	for i, item := range items {
		e := item.Event
		if e.Kind.Domain() != event.DomainCRM {
			continue
		}
		id := names.customerOf(e.Object)
		if id == "" {
			continue
		}
		behind = append(behind, i)
		if seen[id] {
			continue
		}
		seen[id] = true
		n.Customers++
		if names.customers[id] {
			n.OnList++
		}
		if item.Others {
			n.OfOthers++
		}
	}
	return behind
}

// countExports counts each export once; the rows of a group are stated by any of
// its records, whatever their kind.
func (n *Numbers) countExports(items []Item) (behind []int) {
	rows := map[string]*tally{}
	for _, item := range items {
		e := item.Event
		if e.Group != "" && e.Kind.Domain() == event.DomainCRM {
			tallyOf(rows, e.Group).add(e.Quantities.Records)
		}
	}
	counted := map[string]bool{}
	for i, item := range items {
		e := item.Event
		if !isExport(e.Kind) || item.Same || e.Group != "" && counted[e.Group] {
			continue
		}
		t := &tally{}
		if e.Group != "" {
			counted[e.Group] = true
			t = rows[e.Group]
		} else {
			t.add(e.Quantities.Records)
		}
		n.Exports++
		behind = append(behind, i)
		if t.stated {
			n.Rows += t.total()
		} else {
			n.RowsUnknown++
		}
	}
	return behind
}

// tally adds up the quantities of one group as their bases allow.
type tally struct {
	stated       bool
	own, largest int64
}

func tallyOf(m map[string]*tally, key string) *tally {
	if m[key] == nil {
		m[key] = &tally{}
	}
	return m[key]
}

func (t *tally) add(q event.Quantity) {
	switch q.Basis {
	case event.Own:
		t.own += q.Count
	case event.Running, event.Repeated:
		t.largest = max(t.largest, q.Count)
	default:
		return
	}
	t.stated = true
}

// total takes the larger: several records of one act state the same thing in
// different ways.
func (t *tally) total() int64 { return max(t.own, t.largest) }

// message is what the records of one message say together.
type message struct {
	addressed, outside, counted, byRule bool
	attachments                         int64
	items                               []int
}

// countMessages joins the records of each message by its Message-ID: the audit
// log knows the attachments, the trace the recipients.
func (n *Numbers) countMessages(items []Item, d *identity.Directory) (behind []int) {
	messages := map[string]*message{}
	var order []string
	for i, item := range items {
		e := item.Event
		if !leaves(e.Kind) {
			continue
		}
		key := e.Group
		if key == "" {
			key = e.ID.String()
		}
		m := messages[key]
		if m == nil {
			m = &message{}
			messages[key] = m
			order = append(order, key)
		}
		m.learn(e, d)
		m.items = append(m.items, i)
	}
	for _, key := range order {
		m := messages[key]
		if !m.addressed {
			n.Unaddressed++
		}
		if !m.outside {
			continue
		}
		n.Messages++
		behind = append(behind, m.items...)
		n.Attachments += m.attachments
		if !m.counted {
			n.Unnumbered++
		}
		if m.byRule {
			n.ByRule++
		}
	}
	slices.Sort(behind)
	return behind
}

// leaves reports whether such an event tells of a message that went out of the
// actor's mailbox, sent or forwarded by a rule.
func leaves(k event.Kind) bool { return sends(k) || k == event.MailForward }

// sends reports whether the actor of such an event sent a message.
func sends(k event.Kind) bool {
	return k == event.MailSend || k == event.MailRelay || k == event.MailMessage
}

func (m *message) learn(e *event.Event, d *identity.Directory) {
	m.byRule = m.byRule || e.Kind == event.MailForward
	for _, t := range e.Targets {
		if isRecipient(t.Role) {
			m.addressed = true
			m.outside = m.outside || Outside(t.Account, d)
		}
	}
	switch {
	case e.Quantities.Attachments.Present():
		m.counted = true
		m.attachments = max(m.attachments, e.Quantities.Attachments.Count)
	case len(e.Attachments) > 0:
		m.counted = true
		m.attachments = max(m.attachments, int64(len(e.Attachments)))
	}
}

func isRecipient(role string) bool {
	switch role {
	case event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward:
		return true
	}
	return false
}

// Outside reports whether an account is a mail address of no domain in which the
// rosters give addresses.
func Outside(a event.Account, d *identity.Directory) bool {
	return (a.Namespace == event.Email || a.Namespace == event.UPN) && strings.Contains(a.Name, "@") && !d.Internal(a.Name)
}
