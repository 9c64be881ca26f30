// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// record is one message of a source on its way to an event.
type record struct {
	rd        reading
	message   message
	span      event.Span
	fromLine  string // the From_ line, whole
	sizeBytes int64  // of the message as it is kept, without From_ line
	lines     int64
	ended     bool         // whether the last line had its end
	more      []event.Attr // of the container
}

// begin prepares for the record at span.
func (r *record) begin(in *parsers.Input, span event.Span) {
	r.rd.in = in
	r.rd.reset()
	r.message.rd = &r.rd
	r.message.begin()
	r.span, r.fromLine, r.sizeBytes, r.lines, r.ended, r.more = span, "", 0, 0, false, nil
}

// add takes a line of the message.
func (r *record) add(l line) {
	r.lines++
	r.ended = len(l.eol) > 0
	r.rd.digest.line(l)
	r.message.line(l)
}

// tell ends the message and hands out its event.
func (r *record) tell(out parsers.Out) error {
	r.message.finish(r.ended)
	h := r.message.root()
	e := &event.Event{Kind: event.MailMessage, Origin: event.Origin{Span: r.span}}
	e.Object = event.Object{Type: "message", ID: r.text(h, "message-id")}
	e.Group = parsers.MessageGroup(bracketed(e.Object.ID))
	e.Text = r.text(h, "subject")
	e.Attachments = r.rd.attachments
	if len(h.all("message-id"))+len(h.all("date"))+len(h.all("received")) > 0 {
		e.Key = r.rd.digest.key()
	}
	r.quantities(e)
	r.setTime(e, h)
	r.people(e, h)
	r.path(e, h)
	e.Attrs = headerAttrs(e.Attrs, r.rd.in, h)
	r.structure(e, h)
	return out.Event(e)
}

// text is the first field of that name, decoded, a copy.
func (r *record) text(h *header, name string) string {
	return strings.TrimSpace(decodeWords(r.rd.in, h.get(name)))
}

// bracketed is the part of a Message-ID field between its first brackets; some
// programs write comments behind it.
func bracketed(id string) string {
	open := strings.IndexByte(id, '<')
	if open < 0 {
		return id
	}
	end := strings.IndexByte(id[open:], '>')
	if end < 0 {
		return id
	}
	return id[open : open+end+1]
}

// quantities states size and number of attachments. Every log of the same
// message states them again, so they count once in its group.
func (r *record) quantities(e *event.Event) {
	basis := event.Own
	if e.Group != "" {
		basis = event.Repeated
	}
	e.Quantities.Bytes = event.Quantity{Count: r.sizeBytes, Basis: basis}
	e.Quantities.Attachments = event.Quantity{Count: int64(len(r.rd.attachments) + r.rd.unlisted), Basis: basis}
}

// setTime takes the Date field, which the sender wrote; failing that, the date
// of the topmost Received field, which the receiving server wrote.
func (r *record) setTime(e *event.Event, h *header) {
	date := r.text(h, "date")
	if w, ok := parseDate(date); ok {
		e.Time = w.At(r.rd.in.Zone, date)
		e.Time.Flags |= event.SenderTime
	} else if date != "" {
		e.Time = parsers.Unreadable(date)
	}
	if e.Time.Known() {
		return
	}
	received := receivedDate(r.text(h, "received"))
	if w, ok := parseDate(received); ok && w.At(r.rd.in.Zone, received).Known() {
		e.Time = w.At(r.rd.in.Zone, received)
		e.Attrs = appendAttr(e.Attrs, "time-from", "received")
		e.Attrs = appendAttr(e.Attrs, "date", date)
	}
}

// people fills sender and recipients.
func (r *record) people(e *event.Event, h *header) {
	from := r.addresses(h, "from")
	sender := r.addresses(h, "sender")
	var author, agent event.Account
	if len(from) > 0 {
		author = from[0].account()
		e.Attrs = appendAttr(e.Attrs, "from-name", from[0].name)
	}
	if len(from) > 1 {
		e.Attrs = appendAttr(e.Attrs, "from", r.text(h, "from"))
	}
	if len(sender) > 0 {
		agent = sender[0].account()
		e.Attrs = appendAttr(e.Attrs, "sender-name", sender[0].name)
	}
	e.Actor = author
	if !agent.IsZero() && agent.Canonical() != author.Canonical() {
		e.Actor, e.OnBehalfOf = agent, author
	}
	r.recipients(e, h)
}

// recipientFields are the fields of recipients with their roles.
var recipientFields = [...]struct{ name, role string }{
	{"to", event.RoleTo}, {"cc", event.RoleCc}, {"bcc", event.RoleBcc},
}

func (r *record) recipients(e *event.Event, h *header) {
	unlisted := 0
	for _, field := range recipientFields {
		for _, a := range r.addresses(h, field.name) {
			account := a.account()
			switch {
			case account.IsZero():
			case len(e.Targets) == limitTargets:
				unlisted++
			default:
				e.Targets = append(e.Targets, event.Target{Role: field.role, Account: account, Name: a.nameBeside(account)})
			}
		}
	}
	if unlisted > 0 {
		e.Attrs = appendAttr(e.Attrs, "recipients-unlisted", strconv.Itoa(unlisted))
	}
}

func (r *record) addresses(h *header, name string) []address {
	var list []address
	for _, value := range h.all(name) {
		list = append(list, parseAddresses(r.rd.in, value)...)
	}
	return list
}

// path fills what the header says about the way of the message: where from, with
// which program, through how many servers.
func (r *record) path(e *event.Event, h *header) {
	hops := h.all("received")
	if ip := parsers.IP(r.text(h, "x-originating-ip")); ip != "" {
		e.IP = ip
		e.Attrs = appendAttr(e.Attrs, "ip-from", "x-originating-ip")
	} else if len(hops) > 0 {
		if e.IP = receivedFrom(r.rd.in.Text(hops[len(hops)-1])); e.IP != "" {
			e.Attrs = appendAttr(e.Attrs, "ip-from", "received-bottom")
		}
	}
	if e.Client = r.text(h, "x-mailer"); e.Client == "" {
		e.Client = r.text(h, "user-agent")
	}
	e.Client = cutText(e.Client, limitAddressBytes)
	if auto := r.text(h, "auto-submitted"); auto != "" && !strings.EqualFold(auto, "no") {
		e.Initiated = event.InitiatedAutomation
	}
	if len(hops) == 0 {
		return
	}
	e.Attrs = appendAttr(e.Attrs, "received-hops", strconv.Itoa(len(hops)))
	e.Attrs = appendAttr(e.Attrs, "received-top", r.rd.in.Text(hops[0]))
	if len(hops) > 1 {
		e.Attrs = appendAttr(e.Attrs, "received-bottom", r.rd.in.Text(hops[len(hops)-1]))
	}
}

// structure tells of the container, the attached messages, the body, and of what
// is wrong.
func (r *record) structure(e *event.Event, h *header) {
	e.Attrs = appendAttr(e.Attrs, "mbox-from", r.fromLine)
	e.Attrs = append(e.Attrs, r.more...)
	media, _ := parseParams(r.rd.in, h.get("content-type"))
	e.Attrs = appendAttr(e.Attrs, "content-type", media)
	e.Attrs = append(e.Attrs, r.rd.inner...)
	for _, alias := range r.rd.aliases {
		e.Attrs = append(e.Attrs, event.Attr{Name: "attachment-other-name", Value: alias})
	}
	if r.rd.unlisted > 0 {
		e.Attrs = append(e.Attrs, event.Attr{Name: "attachments-unlisted", Value: strconv.Itoa(r.rd.unlisted)})
	}
	if n := h.malformed; n > 0 {
		e.Attrs = append(e.Attrs, event.Attr{Name: "header-lines-malformed", Value: strconv.Itoa(n)})
	}
	for _, defect := range r.rd.defects {
		e.Attrs = append(e.Attrs, event.Attr{Name: "mime-defect", Value: defect})
	}
	body, from, cut := r.rd.body()
	e.Body = body
	e.Attrs = appendAttr(e.Attrs, "body-from", from)
	if cut {
		e.Attrs = append(e.Attrs, event.Attr{Name: "body-cut", Value: "first " + strconv.Itoa(limitBody) + " bytes"})
	}
}

// hasFields reports whether the header has any field.
func (m *message) hasFields() bool { return len(m.root().fields) > 0 }
