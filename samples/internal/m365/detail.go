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

const detailColumns = "date_time_utc,client_ip,client_hostname,server_ip,server_hostname,source_context,connector_id,source,event_id,internal_message_id,message_id,network_message_id,recipient_address,recipient_status,total_bytes,recipient_count,related_recipient_address,reference,message_subject,sender_address,return_path,message_info,directionality,tenant_id,original_client_ip,original_server_ip,custom_data"

// details is the extended trace of one mailbox, the job that IT runs when it is
// asked about somebody. Only it tells that a rule sent a message on.
func details(w ledger.Writer, plan Plan) *ledger.Ledger {
	series := &ledger.Series{
		Part: func(at int64) int64 {
			if company.Day(at/company.DayMs) < plan.MailboxFrom {
				return -1
			}
			return 0
		},
		Name: func(int64, int) string {
			return fmt.Sprintf("m365/MTDetail_%s_from_%s.csv", plan.Mailbox.Mail, plan.MailboxFrom)
		},
		Head:   func(int64, int64) string { return detailColumns + "\r\n" },
		Encode: ledger.UTF16LE,
		Mark:   "\xff\xfe",
	}
	return ledger.New(w, series)
}

// hop is one line of the extended trace.
type hop struct {
	afterMs       int64
	source, event string
	to, status    string
	reference     string
	direction     string
	clientIP      string
}

// detailed writes the lines of a message, if it is of the mailbox asked about.
func (p *Product) detailed(d *deed.Deed) {
	if d.Who != p.plan.Mailbox || d.Who.OnPremises {
		return
	}
	to := d.Message.To
	switch d.What {
	case deed.ReceiveMail:
		p.hop(d, hop{afterMs: -300, source: "SMTP", event: "RECEIVE", to: strings.Join(to, ";"), direction: "Incoming"})
		p.hop(d, hop{afterMs: 1100, source: "STOREDRIVER", event: "DELIVER", to: d.Who.Mail, direction: "Incoming"})
		return
	case deed.ForwardMail:
		p.hop(d, hop{afterMs: 150, source: "MAILBOXRULE", event: "SUBMIT", to: strings.Join(to, ";"), reference: d.Section, direction: "Originating"})
	case deed.SendMail:
		status := strings.Repeat("To;", len(to)-1) + "To"
		p.hop(d, hop{afterMs: 150, source: "STOREDRIVER", event: "RECEIVE", to: strings.Join(to, ";"), status: status, direction: "Originating", clientIP: d.Session.IP})
	}
	for i, recipient := range to {
		last := hop{afterMs: 1400 + int64(i)*90, source: "SMTP", event: "SENDEXTERNAL", to: recipient, status: "250 2.1.5 Recipient OK", direction: "Originating"}
		if strings.HasSuffix(recipient, "@"+company.Domain) {
			last.source, last.event, last.status = "STOREDRIVER", "DELIVER", ""
		}
		p.hop(d, last)
	}
}

func (p *Product) hop(d *deed.Deed, h hop) {
	m, at := d.Message, d.At+h.afterMs
	b := ledger.AppendISO(p.detail.Open(), at)
	b = append(b[:len(b)-1], "0000Z,"...)
	b = append(append(b, h.clientIP...), ",,,"...)
	b = append(append(b, d.Who.Rack...), ",,,"...)
	b = append(append(append(b, h.source...), ','), h.event...)
	b = ledger.AppendInt(append(b, ','), 70_000_000_000+p.fine.IntN(9_000_000_000))
	for _, cell := range [...]string{m.ID, m.NetworkID, h.to, h.status} {
		b = ledger.AppendCell(append(b, ','), cell)
	}
	b = ledger.AppendInt(append(b, ','), m.SizeBytes)
	b = ledger.AppendInt(append(b, ','), 1+strings.Count(h.to, ";"))
	custom := "S:DeliveryPriority=Normal;S:AccountForest=NAMPR12A011.PROD.OUTLOOK.COM;S:LogId=" + string(ident.AppendHexLower(nil, p.fine, 12))
	for _, cell := range [...]string{"", h.reference, m.Subject, m.From, m.From, "", h.direction, p.co.TenantID, h.clientIP, "", custom} {
		b = ledger.AppendCell(append(b, ','), cell)
	}
	p.detail.Close(append(b, '\r', '\n'), at, d.Mark("m365-trace-extended/"+h.source+"-"+h.event, m.ID))
}
