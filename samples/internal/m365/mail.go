// SPDX-License-Identifier: Apache-2.0

package m365

import (
	"fmt"
	"strings"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/ledger"
)

const traceColumns = "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority"

func traceName(part int64, roll int) string {
	name := fmt.Sprintf("m365/MTSummary_Larkfield_%04d-%02d", part/12, part%12+1)
	if roll > 0 {
		name += fmt.Sprintf("_%d", roll+1)
	}
	return name + ".csv"
}

// mailbox writes what all records of mailbox items share.
func (p *Product) mailbox(o *object, d *deed.Deed) {
	o.text("ClientIP", d.Session.IP)
	o.text("UserId", d.Who.UPN)
	o.text("AppId", "00000002-0000-0ff1-ce00-000000000000")
	o.text("ClientIPAddress", d.Session.IP)
	o.text("ClientInfoString", "Client=OWA;"+d.Session.Agent+";")
	o.raw("ExternalAccess", "false")
	o.number("InternalLogonType", 0)
	o.number("LogonType", 0)
	o.text("LogonUserSid", d.Who.SID)
	o.text("MailboxGuid", d.Who.GUID)
	o.text("MailboxOwnerSid", d.Who.SID)
	o.text("MailboxOwnerUPN", d.Who.UPN)
	o.text("OrganizationName", company.Tenant)
	o.text("OriginatingServer", d.Who.Rack+" (15.20.4200.000)\r\n")
	o.text("SessionId", d.Session.Cloud)
}

func (p *Product) itemID() string {
	return "RgAAAAB" + string(ident.AppendBase64(make([]byte, 0, 64), p.fine, 57)) + "AAAJ"
}

// attachments is the one string in which the log lists them.
func attachments(list []*company.Document) string {
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = fmt.Sprintf("%s (%db)", a.Name, a.SizeBytes)
	}
	return strings.Join(parts, "; ")
}

// mailed is a message that somebody sent: from a mailbox in the cloud, or from
// one on the company's server to such mailboxes.
func (p *Product) mailed(d *deed.Deed) {
	if !d.Who.OnPremises {
		p.send(d)
		p.traced(d, d.Message.To, true)
		return
	}
	var inside []string
	for _, to := range d.Message.To {
		if strings.HasSuffix(to, "@"+company.Domain) {
			inside = append(inside, to)
		}
	}
	if len(inside) > 0 {
		p.traced(d, inside, false)
	}
}

func (p *Product) send(d *deed.Deed) {
	o, _ := p.begin(d, exchangeItem, "Send", "Exchange", "Succeeded", d.Who.PUID, 0)
	p.mailbox(o, d)
	o.open("Item", "{")
	if len(d.Message.Attachments) > 0 {
		o.text("Attachments", attachments(d.Message.Attachments))
	}
	o.text("Id", p.itemID())
	o.text("InternetMessageId", d.Message.ID)
	o.open("ParentFolder", "{")
	o.text("Id", "LgAAAAB"+string(ident.AppendBase64(nil, p.fine, 49))+"AAAB")
	o.text("Path", "\\Drafts")
	o.shut("}")
	o.number("SizeInBytes", d.Message.SizeBytes)
	o.text("Subject", d.Message.Subject)
	o.shut("}")
	p.end(o, d, "Send", d.Message.ID)
}

// read is a client fetching messages: many messages, one record.
func (p *Product) read(d *deed.Deed) {
	if d.Who.OnPremises {
		return
	}
	o, id := p.begin(d, exchangeAggregated, "MailItemsAccessed", "Exchange", "Succeeded", d.Who.PUID, 0)
	p.mailbox(o, d)
	o.open("OperationProperties", "[")
	o.pair("MailAccessType", "Bind")
	o.pair("IsThrottled", "False")
	o.shut("]")
	o.open("Folders", "[")
	o.open("", "{")
	o.open("FolderItems", "[")
	for _, m := range d.Messages {
		o.open("", "{")
		o.text("InternetMessageId", m.ID)
		o.shut("}")
	}
	o.shut("]")
	o.text("Id", "LgAAAAB"+string(ident.AppendBase64(nil, p.fine, 49))+"AAAB")
	o.text("Path", "\\Inbox")
	o.shut("}]")
	o.number("OperationCount", len(d.Messages))
	p.end(o, d, "MailItemsAccessed", id)
}

// group is an act on several messages of a folder at once.
func (p *Product) group(d *deed.Deed, operation, folder string) {
	if d.Who.OnPremises {
		return
	}
	o, id := p.begin(d, exchangeItemGroup, operation, "Exchange", "Succeeded", d.Who.PUID, 0)
	p.mailbox(o, d)
	o.open("AffectedItems", "[")
	for _, m := range d.Messages {
		o.open("", "{")
		if len(m.Attachments) > 0 {
			o.text("Attachments", attachments(m.Attachments))
		}
		o.text("Id", p.itemID())
		o.text("InternetMessageId", m.ID)
		o.open("ParentFolder", "{")
		o.text("Path", folder)
		o.shut("}")
		o.text("Subject", m.Subject)
		o.shut("}")
	}
	o.shut("]")
	o.raw("CrossMailboxOperation", "false")
	if operation == "MoveToDeletedItems" {
		o.open("DestFolder", "{")
		o.text("Path", "\\Deleted Items")
		o.shut("}")
	}
	o.open("Folder", "{")
	o.text("Path", folder)
	o.shut("}")
	p.end(o, d, operation, id)
}

// rule is a new inbox rule.
func (p *Product) rule(d *deed.Deed) {
	o, id := p.begin(d, exchangeAdmin, "New-InboxRule", "Exchange", "True", d.Who.PUID, 2)
	o.text("ClientIP", d.Session.IP+":52417")
	o.text("ObjectId", fmt.Sprintf("NAMPR12A011.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/%s/%s\\%s", company.Tenant, d.Who.GUID, d.Section))
	o.text("UserId", d.Who.UPN)
	o.raw("AppId", `""""`)
	o.raw("ClientAppId", `""""`)
	o.raw("ExternalAccess", "false")
	o.text("OrganizationName", company.Tenant)
	o.text("OriginatingServer", d.Who.Rack+" (15.20.4200.000)\r\n")
	o.open("Parameters", "[")
	o.pair("AlwaysDeleteOutlookRulesBlob", "False")
	o.pair("Force", "False")
	o.pair("Name", d.Section)
	o.pair("ForwardTo", d.Text)
	o.pair("StopProcessingRules", "False")
	o.shut("]")
	o.text("SessionId", d.Session.Cloud)
	p.end(o, d, "New-InboxRule", id)
}

// traced writes the message's line of the trace. A recipient outside was sent
// to, one inside delivered to. Originating says that it came from a mailbox here.
func (p *Product) traced(d *deed.Deed, to []string, originating bool) {
	m := d.Message
	at := d.At + 900 + int64(p.fine.IntN(2500))
	b := p.trace.Open()
	b = ledger.AppendISO(b, at)
	b = append(b[:len(b)-1], "0000Z,"...)
	b = ledger.AppendCell(b, m.From)
	b = append(b, ',')
	b = appendStatus(b, to)
	b = append(b, ',')
	b = ledger.AppendCell(b, m.Subject)
	b = append(b, ',')
	b = ledger.AppendInt(b, m.SizeBytes)
	b = append(append(b, ','), m.ID...)
	b = append(append(b, ','), m.NetworkID...)
	b = append(b, ',')
	direction := "Incoming"
	if originating {
		b = append(b, d.Session.IP...)
		direction = "Originating"
	}
	b = append(append(append(b, ','), direction...), ",,Normal\r\n"...)
	p.trace.Close(b, at, d.Mark("m365-message-trace", m.ID))
}

// appendStatus appends the cell of the recipients, which has commas and so quotes.
func appendStatus(b []byte, recipients []string) []byte {
	b = append(b, '"')
	for i, to := range recipients {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(append(b, to...), "##Receive, "...)
		if strings.HasSuffix(to, "@"+company.Domain) {
			b = append(b, "Deliver"...)
		} else {
			b = append(b, "Send"...)
		}
	}
	return append(b, '"')
}

// timeless writes a line of the trace that has lost its time.
func (p *Product) timeless(d *deed.Deed) {
	m := d.Message
	b := p.trace.Open()
	b = append(b, ',')
	b = append(append(b, m.From...), ',')
	b = ledger.AppendQuoted(b, m.To[0]+"##Receive, Send")
	b = append(b, ',')
	b = ledger.AppendCell(b, m.Subject)
	b = append(b, fmt.Sprintf(",%d,%s,%s,,Originating,,Normal\r\n", m.SizeBytes, m.ID, m.NetworkID)...)
	p.trace.Close(b, d.At, d.Mark("m365-message-trace", m.ID))
}
