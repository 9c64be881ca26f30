// SPDX-License-Identifier: Apache-2.0

// Package exchange writes the message tracking log of the company's own
// Exchange server, through which all mail to and from outside passes and on
// which a few mailboxes still live.
package exchange

import (
	"fmt"
	"strings"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/ledger"
)

const (
	server  = "NYEDGE01"
	fqdn    = "nyedge01.larkfield.example"
	address = "10.20.1.25"
	version = "15.02.1544.009"

	// slowMs is by how much the server's clock is behind.
	slowMs = -3200

	fields = "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,schema-version"
)

// Plan says which day's file ends too early, and after how many bytes.
type Plan struct {
	CutDay   company.Day
	CutBytes int64
}

// Product is the server. Not safe for concurrent use.
type Product struct {
	fine   *chance.Stream
	log    *ledger.Ledger
	serial int // internal message id
}

// New makes the server, which writes below the folder exchange.
func New(w ledger.Writer, seed uint64, plan Plan) *Product {
	series := &ledger.Series{
		Part: func(at int64) int64 { return at / company.DayMs },
		Name: func(day int64, roll int) string {
			b := ledger.AppendDate([]byte("exchange/MSGTRK"), day*company.DayMs, 0)
			return fmt.Sprintf("%s-%d.LOG", b, roll+1)
		},
		Head:     head,
		Mark:     "\xef\xbb\xbf",
		BytesMax: 10 << 20,
		Cut: func(day int64) int64 {
			if company.Day(day) == plan.CutDay {
				return plan.CutBytes
			}
			return 0
		},
	}
	return &Product{fine: chance.New(seed, 40), log: ledger.New(w, series), serial: 41_200_018_001}
}

func head(_ int64, first int64) string {
	return fmt.Sprintf("#Software: Microsoft Exchange Server\r\n#Version: %s\r\n#Log-type: Message Tracking Log\r\n#Date: %s\r\n#Fields: %s\r\n",
		version, ledger.AppendISO(nil, first-40), fields)
}

// Ledgers are all logs of the product, to be flushed day by day.
func (p *Product) Ledgers() []*ledger.Ledger { return []*ledger.Ledger{p.log} }

// Take records a deed, if the server would have noticed it.
func (p *Product) Take(d *deed.Deed) {
	switch d.What {
	case deed.SendMail:
		p.sent(d)
	case deed.ForwardMail:
		p.forwarded(d)
	case deed.ReceiveMail:
		p.received(d)
	}
}

// step is one line of the log.
type step struct {
	at                         int64
	client, clientHost         string
	context, connector         string
	source, event              string
	to, status                 string
	recipients                 int
	reference, info, direction string
	origin, custom             string
	server, serverAddress      string
}

func (p *Product) sent(d *deed.Deed) {
	var out, in []string
	for _, to := range d.Message.To {
		if strings.HasSuffix(to, "@"+company.Domain) {
			in = append(in, to)
		} else {
			out = append(out, to)
		}
	}
	p.serial += 7
	if d.Who.OnPremises {
		p.submitted(d, append(out[:len(out):len(out)], in...))
	}
	if len(out) > 0 {
		if !d.Who.OnPremises {
			p.fromCloud(d, out)
		}
		p.relayed(d, out, d.At+2600+int64(p.fine.IntN(5000)))
	}
	if d.Who.OnPremises && len(in) > 0 {
		p.delivered(d, in)
	}
}

// submitted is a message of a mailbox on this server, the best line there is: it
// tells to from cc, and where the client was.
func (p *Product) submitted(d *deed.Deed, to []string) {
	created := string(ledger.AppendISO(nil, d.At-110+slowMs))
	p.write(d, step{
		at: d.At + 60, client: "fe80::9d4e:71c2:5a08:3b1f", clientHost: fqdn, serverAddress: "fe80::9d4e:71c2:5a08:3b1f%6", server: server,
		context: "MDB:6e1d9b52-0a5f-4a36-8f5e-2f6f5f0c1d77, Mailbox:" + d.Who.GUID + ", Event:" + fmt.Sprint(p.serial%100_000_000) + ", MessageClass:IPM.Note, CreationTime:" + created + ", ClientType:MOMT, SubmissionAssistant:MailboxTransportSubmissionEmailAssistant",
		source:  "STOREDRIVER", event: "RECEIVE", to: strings.Join(to, ";"), status: strings.Repeat("To;", len(to)-1) + "To", recipients: len(to),
		info: "04I: ", direction: "Originating", origin: d.Session.IP,
		custom: "S:MailboxDatabaseGuid=6e1d9b52-0a5f-4a36-8f5e-2f6f5f0c1d77;S:ItemEntryId=00-00-00-00-1A-44;S:DeliveryPriority=Normal;S:AccountForest=larkfield.example",
	})
}

// fromCloud is a message that Exchange Online hands to this server, because it
// is to leave the company.
func (p *Product) fromCloud(d *deed.Deed, to []string) {
	cloud := fmt.Sprintf("mail-%s.outbound.protection.outlook.com", strings.ToLower(d.Who.Rack))
	p.write(d, step{
		at: d.At + 1400 + int64(p.fine.IntN(900)), client: "10.20.1.9", clientHost: cloud, serverAddress: address, server: server,
		context: "08DC" + string(ident.AppendHex(nil, p.fine, 12)) + ";" + string(ledger.AppendISO(nil, d.At+1200+slowMs)) + ";0", connector: server + "\\Inbound from Office 365",
		source: "SMTP", event: "RECEIVE", to: strings.Join(to, ";"), recipients: len(to), info: "0cA: ", direction: "Originating", origin: d.Session.IP, reference: d.Section,
		custom: "S:FirstForestHop=" + fqdn + ";S:DeliveryPriority=Normal;S:OriginalFromAddress=" + d.Message.From + ";S:AccountForest=larkfield.example",
	})
}

// relayed is a message leaving the company, one line for each destination.
func (p *Product) relayed(d *deed.Deed, to []string, at int64) {
	for i, recipient := range to {
		domain := recipient[strings.IndexByte(recipient, '@')+1:]
		reply := fmt.Sprintf(";250 2.0.0 Ok: queued as %s;ClientSubmitTime:", ident.AppendHex(nil, p.fine, 10))
		start := string(ledger.AppendISO(nil, at-900+slowMs))
		p.write(d, step{
			at: at + int64(i)*310, client: address, clientHost: server, serverAddress: "203.0.113." + fmt.Sprint(60+len(domain)), server: "mx1." + domain,
			context: reply, connector: "Outbound to Internet", source: "SMTP", event: "SENDEXTERNAL", to: recipient, status: "250 2.1.5 Recipient OK", recipients: 1,
			info: start + ";SRV=" + fqdn + ":TOTAL-HUB=0." + fmt.Sprint(200+p.fine.IntN(700)) + "|SMR=0.118|CAT=0.041|SMS=0.3", direction: "Originating",
			custom: "S:E2ELatency=" + fmt.Sprintf("%d.%03d", 1+p.fine.IntN(6), p.fine.IntN(1000)) + ";S:ExternalSendLatency=0.402;S:ToEntity=Internet;S:DeliveryPriority=Normal;S:AccountForest=larkfield.example",
		})
	}
}

func (p *Product) delivered(d *deed.Deed, to []string) {
	at := d.At + 1900 + int64(p.fine.IntN(900))
	p.write(d, step{
		at: at, client: address, clientHost: server, serverAddress: address, server: server,
		context: "08DC" + string(ident.AppendHex(nil, p.fine, 12)), connector: "", source: "SMTP", event: "SEND", to: strings.Join(to, ";"), status: strings.Repeat("250 2.1.5 Recipient OK;", len(to)-1) + "250 2.1.5 Recipient OK", recipients: len(to),
		info: string(ledger.AppendISO(nil, at-700+slowMs)) + ";LSRV=" + fqdn + ":TOTAL-HUB=0.6", direction: "Originating",
		custom: "S:E2ELatency=1.2;S:DeliveryPriority=Normal;S:AccountForest=larkfield.example",
	})
}

// received is a message from outside on its way to a mailbox.
func (p *Product) received(d *deed.Deed) {
	domain := d.Message.From[strings.IndexByte(d.Message.From, '@')+1:]
	origin := "203.0.113." + fmt.Sprint(60+len(domain))
	p.serial += 7
	p.write(d, step{
		at: d.At - 1500, client: origin, clientHost: "mx1." + domain, serverAddress: address, server: server,
		context: "08DC" + string(ident.AppendHex(nil, p.fine, 12)) + ";" + string(ledger.AppendISO(nil, d.At-1900+slowMs)) + ";0", connector: server + "\\Default " + server,
		source: "SMTP", event: "RECEIVE", to: strings.Join(d.Message.To, ";"), recipients: len(d.Message.To), info: "0cA: ", direction: "Incoming", origin: origin,
		custom: "S:FirstForestHop=" + fqdn + ";S:FromEntity=Internet;S:ProxiedClientIPAddress=" + origin + ";S:DeliveryPriority=Normal;S:AccountForest=larkfield.example",
	})
	if !d.Who.OnPremises {
		return
	}
	p.write(d, step{
		at: d.At, client: address, clientHost: server, serverAddress: address, server: server, context: "08DC" + string(ident.AppendHex(nil, p.fine, 12)),
		source: "STOREDRIVER", event: "DELIVER", to: strings.Join(d.Message.To, ";"), recipients: len(d.Message.To),
		info: string(ledger.AppendISO(nil, d.At-1500+slowMs)) + ";SRV=" + fqdn + ":TOTAL-HUB=0.9", direction: "Incoming", origin: origin,
		custom: "S:MailboxDatabaseName=NYDB01;S:DeliveryPriority=Normal;S:AccountForest=larkfield.example",
	})
}

// forwarded is a copy that an inbox rule sends out.
func (p *Product) forwarded(d *deed.Deed) {
	p.serial += 7
	p.fromCloud(d, d.Message.To)
	p.relayed(d, d.Message.To, d.At+2600+int64(p.fine.IntN(3000)))
}

// write writes a line of the log, by the slow clock of the server.
func (p *Product) write(d *deed.Deed, s step) {
	m := d.Message
	at := s.at + slowMs
	b := ledger.AppendISO(p.log.Open(), at)
	for _, cell := range [...]string{s.client, s.clientHost, s.serverAddress, s.server, s.context, s.connector, s.source, s.event} {
		b = ledger.AppendCell(append(b, ','), cell)
	}
	b = ledger.AppendInt(append(b, ','), p.serial)
	for _, cell := range [...]string{m.ID, m.NetworkID, s.to, s.status} {
		b = ledger.AppendCell(append(b, ','), cell)
	}
	b = ledger.AppendInt(append(b, ','), m.SizeBytes+2100)
	b = ledger.AppendInt(append(b, ','), s.recipients)
	for _, cell := range [...]string{"", s.reference, m.Subject, m.From, m.From, s.info, s.direction, "", s.origin, "", s.custom, "Email"} {
		b = ledger.AppendCell(append(b, ','), cell)
	}
	b = ident.AppendGUID(append(b, ','), p.fine)
	b = append(append(append(b, ','), version...), '\r', '\n')
	p.log.Close(b, at, d.Mark("exchange-tracking/"+s.source+"-"+s.event, m.ID))
}
