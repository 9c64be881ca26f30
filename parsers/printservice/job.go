// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// event says what a record tells.
func (r *record) event() *event.Event {
	l := r.layout()
	e := &event.Event{
		Kind: l.kind, Time: r.created, Outcome: l.outcome, Key: r.key(), Origin: event.Origin{Span: r.span},
	}
	if l.kind == event.PrintJob || l.kind == event.PrintFail {
		e.Object.Type = "document"
	}
	e.Attrs = make([]event.Attr, 0, 8+len(r.fields))
	r.systemAttrs(e)
	b := builder{e: e, layout: &l}
	for _, f := range r.fields {
		b.field(l.fields[f.name], f)
	}
	b.accounts(r.userID)
	return e
}

func add(e *event.Event, name, value string) {
	if value != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: name, Value: value})
	}
}

func (r *record) systemAttrs(e *event.Event) {
	if r.isLegacy() {
		add(e, "provider", r.provider)
	}
	add(e, "event-id", r.eventID)
	add(e, "level", r.level)
	add(e, "channel", r.channel)
	add(e, "computer", r.computer)
	add(e, "record-id", r.recordID)
	add(e, "activity-id", r.activityID)
	if r.remnant {
		add(e, "remnant", "free space")
	}
}

// builder fills an event field by field.
type builder struct {
	e      *event.Event
	layout *layout
	owner  string
}

func (b *builder) field(m meaning, f field) {
	e := b.e
	switch m {
	case asAttr:
		add(e, attrName(f.name), f.value)
	case asJobID:
		add(e, "job-id", f.value)
		if e.Object.Type == "" {
			e.Object = event.Object{Type: "job", ID: f.value}
		}
	case asDocument:
		b.document(f.value)
	case asOwner:
		b.owner = f.value
	case asClient:
		e.Device = strings.TrimLeft(f.value, `\`)
		e.IP = parsers.IP(e.Device)
	case asPrinter:
		e.Targets = append(e.Targets, event.Target{
			Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: f.value},
		})
	case asQueue:
		e.Object = event.Object{Type: "printer", Name: f.value}
	case asPort:
		add(e, "port", f.value)
		if isFilePath(f.value) {
			add(e, "output-file", f.value)
		}
	case asSize:
		b.quantity(&e.Quantities.Bytes, "size", f.value)
	case asPages:
		b.quantity(&e.Quantities.Pages, "pages", f.value)
	case asErrorCode:
		b.errorCode(f.value)
	}
}

// document takes a name, or the words that Windows logs in place of one.
func (b *builder) document(name string) {
	b.e.Object = event.Object{Type: "document"}
	if isPlaceholder(name) {
		b.e.Text = name
		add(b.e, "document-name", "not logged")
		return
	}
	b.e.Object.Name = name
}

// quantity takes a number that belongs to this event; what is none is kept as text.
func (b *builder) quantity(q *event.Quantity, name, text string) {
	if n, ok := number(text); ok {
		*q = event.Count(n)
		return
	}
	add(b.e, name, text)
}

func number(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

func (b *builder) errorCode(code string) {
	add(b.e, "error-code", code)
	if b.e.Outcome != event.OutcomeUnknown {
		return
	}
	b.e.Outcome = event.OutcomeFailure
	if code == "0x0" || code == "0" {
		b.e.Outcome = event.OutcomeSuccess
	}
}

// accounts says who acted, once all fields are known.
func (b *builder) accounts(sid string) {
	e := b.e
	owner := event.Account{Namespace: event.PrintUser, Name: b.owner}
	security := event.Account{Namespace: event.SID, Name: sid}
	if b.layout.byOwner {
		if b.owner != "" {
			e.Actor = owner
		}
		if strings.HasSuffix(b.owner, "$") {
			e.Initiated = event.InitiatedSystem
		}
		if sid != "" {
			e.Targets = append(e.Targets, event.Target{Role: event.RoleUser, Account: security})
			add(e, "security-user-id", sid)
		}
		return
	}
	if sid != "" {
		e.Actor = security
	}
	if isService(sid) {
		e.Initiated = event.InitiatedSystem
	}
	if b.owner != "" {
		e.Targets = append(e.Targets, event.Target{Role: event.RoleUser, Account: owner})
	}
}

// isService reports whether a SID is of Windows itself: LocalSystem, LocalService
// or NetworkService.
func isService(sid string) bool {
	return sid == "S-1-5-18" || sid == "S-1-5-19" || sid == "S-1-5-20"
}

// isFilePath reports whether a port is the path of a file: on a drive, or in a
// share of a server (\\server\printer is a printer).
func isFilePath(port string) bool {
	if len(port) > 3 && port[1] == ':' && (port[2] == '\\' || port[2] == '/') {
		return port[0]|0x20 >= 'a' && port[0]|0x20 <= 'z'
	}
	share, found := strings.CutPrefix(port, `\\`)
	return found && strings.Count(share, `\`) >= 2
}

// attrName is a field's name in the form of attributes, whatever it contains.
func attrName(name string) string {
	name = strings.ToLower(parsers.KebabName(strings.Join(strings.Fields(name), " ")))
	if name == "" {
		return "unnamed"
	}
	return name
}

// jobEvent is the event of a printed document and of the record that tells of its
// copies.
func jobEvent(job, render *record) *event.Event {
	e := job.event()
	e.Origin.More = []event.Span{render.span}
	add(e, "render-record-id", render.recordID)
	for _, f := range render.fields {
		switch f.name {
		case "JobId":
		case "Copies":
			b := builder{e: e}
			b.quantity(&e.Quantities.Copies, "copies", f.value)
		default:
			add(e, attrName(f.name), f.value)
		}
	}
	return e
}
