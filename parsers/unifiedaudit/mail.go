// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// mailItems is what was done to items of a mailbox.
var mailItems = family{
	other: event.MailOther,
	fill:  fillMail,
	kinds: map[string]event.Kind{
		"send": event.MailSend, "sendas": event.MailSend, "sendonbehalf": event.MailSend,
		"create": event.MailDraft, "update": event.MailUpdate,
		"mailitemsaccessed": event.MailRead, "messagebind": event.MailRead, "folderbind": event.MailRead,
		"movetodeleteditems": event.MailMove, "move": event.MailMove, "copy": event.MailMove,
		"softdelete": event.MailDelete, "recorddelete": event.MailDelete, "harddelete": event.MailPurge,
		"updateinboxrules":        event.MailRule,
		"modifyfolderpermissions": event.MailDelegate, "addfolderpermissions": event.MailDelegate,
		"removefolderpermissions": event.MailDelegate, "updatefolderpermissions": event.MailDelegate,
		"updatecalendardelegation": event.MailDelegate, "addmailboxpermissions": event.MailDelegate,
		"searchqueryinitiatedexchange": event.MailSearch, "searchqueryinitiated": event.MailSearch,
		"mailboxlogin": event.AuthLogin, "applyrecordlabel": event.MailUpdate, "updatelabel": event.MailUpdate,
		"attachmentaccess": event.MailRead,
	},
}

// fillMail reads a record about items of a mailbox.
func fillMail(r *record) {
	r.e.Object = event.Object{Type: "mailbox", ID: r.data.Get("MailboxGuid").Text(), Name: r.data.Get("MailboxOwnerUPN").Text()}
	switch r.e.Kind {
	case event.MailRule:
		r.ruleUpdate()
	case event.MailDelegate:
		r.folderPermission()
	case event.MailSearch:
		r.e.Text = r.either("QueryText", "SearchQueryText")
	case event.MailRead:
		r.itemsAccessed()
	}
	if item := r.data.Get("Item"); item.Get("InternetMessageId").Exists() || item.Get("Subject").Exists() || item.Get("Attachments").Exists() {
		r.item()
	}
	if items := r.data.Get("AffectedItems"); items.IsArray() {
		r.affectedItems(items.Elements())
	}
	r.inNameOf()
	if r.e.Object.Type == "mailbox" {
		r.tell("MailboxGuid")
		r.tell("MailboxOwnerUPN")
	}
}

// inNameOf reads in whose name a message was sent.
func (r *record) inNameOf() {
	name := ""
	switch plainOperation(r.operation) {
	case "sendas":
		name = r.text("SendAsUserSmtp")
	case "sendonbehalf":
		name = r.text("SendOnBehalfOfUserSmtp")
	default:
		return
	}
	if r.e.OnBehalfOf = mailed(name); name == "" {
		r.e.OnBehalfOf = named(r.data.Get("MailboxOwnerUPN").Text())
	}
	if r.e.Initiated == event.InitiatedUser {
		r.e.Initiated = event.InitiatedDelegate
	}
}

// item reads Item: one message.
func (r *record) item() {
	id := r.text("Item", "InternetMessageId")
	subject := r.text("Item", "Subject")
	r.message(id, subject)
	r.e.Attachments = appendAttachments(nil, r.data.Get("Item", "Attachments").Text())
	if n := len(r.e.Attachments); n > 0 && n < limitAttachments {
		r.e.Quantities.Attachments = r.perMessage(int64(n))
		r.tell("Item", "Attachments")
	}
	if r.e.Kind == event.MailSend {
		if size, ok := r.number("Item", "SizeInBytes"); ok {
			r.e.Quantities.Bytes = r.perMessage(size)
		}
	}
}

// message makes the event one about a single message.
func (r *record) message(id, subject string) {
	r.e.Object = event.Object{Type: "message", ID: id, Name: subject}
	r.e.Text = subject
	r.e.Group = parsers.MessageGroup(id)
}

// perMessage is a number that every record about the message states again, if the
// message is known.
func (r *record) perMessage(n int64) event.Quantity {
	if r.e.Group == "" {
		return event.Count(n)
	}
	return event.Quantity{Count: n, Basis: event.Repeated}
}

// itemsAccessed reads MailItemsAccessed: a sync of a whole folder, or the
// messages opened ("bind").
func (r *record) itemsAccessed() {
	if strings.EqualFold(property(r.data.Get("OperationProperties"), "MailAccessType"), "Sync") {
		r.e.Kind = event.MailSync
		return
	}
	folders := r.data.Get("Folders")
	if folders.IsArray() {
		r.tell("Folders")
	}
	var ids, paths bounded
	var items, size int64
	sized := true
	for _, folder := range folders.Elements() {
		paths.add(folder.Value.Get("Path").Text())
		for _, item := range folder.Value.Get("FolderItems").Elements() {
			items++
			ids.add(item.Value.Get("InternetMessageId").Text())
			n, ok := count(item.Value.Get("SizeInBytes").Text())
			size, sized = size+n, sized && ok && size+n >= size
		}
	}
	if n, ok := count(r.data.Get("OperationCount").Text()); ok && items == 0 {
		items = n
	}
	if items > 0 || folders.IsArray() {
		r.e.Quantities.Items = event.Count(items)
	}
	if sized && size > 0 {
		r.e.Quantities.Bytes = event.Count(size)
	}
	if items == 1 && ids.count == 1 {
		r.message(ids.first(), "")
	}
	r.note("folders", paths.list())
	r.messageIDs(&ids)
}

// messageIDs notes the ids of the messages acted on.
func (r *record) messageIDs(ids *bounded) {
	r.note("message-ids", strings.Join(ids.texts, " "))
	if left := ids.count - len(ids.texts); left > 0 {
		r.note("message-ids-left-out", strconv.Itoa(left))
	}
}

// affectedItems reads the messages that were moved or deleted.
func (r *record) affectedItems(items []parsers.Member) {
	r.tell("AffectedItems")
	var ids, subjects, paths bounded
	for _, m := range items {
		item := m.Value
		ids.add(item.Get("InternetMessageId").Text())
		subjects.add(item.Get("Subject").Text())
		paths.add(item.Get("ParentFolder", "Path").Text())
		r.e.Attachments = appendAttachments(r.e.Attachments, item.Get("Attachments").Text())
	}
	r.e.Quantities.Items = event.Count(int64(len(items)))
	if len(items) == 1 && (ids.count == 1 || subjects.count == 1) {
		r.message(ids.first(), subjects.first())
	}
	r.messageIDs(&ids)
	r.note("subjects", subjects.list())
	r.note("affected-folders", paths.list())
}

// limitListBytes bounds a list kept as an attribute.
const limitListBytes = 16 << 10

// bounded is a list of texts that may be longer than what is kept of it. Empty
// texts, and one that only repeats the one before, are not counted.
type bounded struct {
	texts []string
	bytes int
	count int
	last  string
}

func (b *bounded) add(text string) {
	if text == "" || text == b.last && b.count > 0 {
		return
	}
	b.last = text
	b.count++
	if b.bytes += len(text); b.bytes <= limitListBytes {
		b.texts = append(b.texts, text)
	}
}

// first is the first text kept.
func (b *bounded) first() string {
	if len(b.texts) == 0 {
		return ""
	}
	return b.texts[0]
}

// list is the texts kept, as JSON.
func (b *bounded) list() string {
	if len(b.texts) == 0 {
		return ""
	}
	out := []byte{'['}
	for i, text := range b.texts {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, text)
	}
	return string(append(out, ']'))
}

// limitAttachments bounds how many attachments of one record are kept. If there
// are as many, their number is not stated.
const limitAttachments = 10_000

// appendAttachments reads "report.xlsx (2242b); a; b.png (17b)": names with
// sizes, where a name may hold semicolons and brackets itself.
func appendAttachments(list []event.Attachment, text string) []event.Attachment {
	for start := 0; start < len(text) && len(list) < limitAttachments; {
		name, size, length := attachment(text[start:])
		list = append(list, event.Attachment{Name: name, SizeBytes: size})
		start += length
	}
	return list
}

// attachment reads the first name and size, and how much of the text they take
// with the "; " behind them. What has no size behind it is a name to the end.
func attachment(text string) (name string, size int64, length int) {
	for at := 0; ; {
		i := strings.Index(text[at:], "b)")
		if i < 0 {
			return text, -1, len(text)
		}
		digits := at + i
		at = digits + len("b)")
		if at < len(text) && !strings.HasPrefix(text[at:], "; ") {
			continue
		}
		from := digits
		for from > 0 && text[from-1] >= '0' && text[from-1] <= '9' {
			from--
		}
		n, ok := count(text[from:digits])
		if !ok || !strings.HasSuffix(text[:from], " (") {
			continue
		}
		return text[:from-len(" (")], n, min(at+len("; "), len(text))
	}
}
