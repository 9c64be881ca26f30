// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

var (
	oneMessage  = []event.Kind{event.MailMessage}
	twoMessages = []event.Kind{event.MailMessage, event.MailMessage}
)

// sampleOffer has what most messages have: a long way, a list of customers
// attached, a subject in encoded words.
const sampleOffer = `Return-Path: <ann.hall@acme.example>
Received: from mx.rival.example (mx.rival.example [198.51.100.7]) by store.rival.example; Mon, 13 May 2024 18:02:40 +0200
Received: from [10.0.0.5] (dsl-9.isp.example [203.0.113.9])
	by smtp.acme.example (Postfix) with ESMTPSA id 4AB;
	Mon, 13 May 2024 18:02:15 +0200 (CEST)
Message-ID: <offer.1@acme.example>
Date: Mon, 13 May 2024 18:02:11 +0200
From: "Hall, Ann" <ann.hall@acme.example>
To: Bo Lind <bo@rival.example>, carol@rival.example
Cc: team: =?utf-8?Q?J=C3=B6rg?= <jorg@rival.example>;
Subject: =?UTF-8?B?S3VuZGVubGlz?= =?UTF-8?Q?te_f=C3=BCr_dich?=
In-Reply-To: <ask.9@rival.example>
User-Agent: Mozilla Thunderbird
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="cut-here"

This is a multi-part message in MIME format.
--cut-here
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

as agreed=2C here they are.
>From now on, use my other address.
--cut-here
Content-Type: application/octet-stream; name="list.bin"
Content-Disposition: attachment; filename*0*=utf-8''K%C3%BCnd; filename*1="en.csv"
Content-Transfer-Encoding: base64

bmFtZSxjaXR5CkFjbWUsT3NsbwpCb3JnLFJpZ2EK
--cut-here--
`

// samplePlain is a message without MIME, and with a file in uuencode.
const samplePlain = `X-Mozilla-Status: 0001
From: bo@rival.example (Bo Lind)
To: ann.hall@acme.example
Date: 14 May 24 09:00 GMT
Subject: thanks
Message-ID: <thanks.2@rival.example>

got it.

begin 644 note.txt
#0V%T
` + "`" + `
end
`

const sampleNested = `From: Ann Hall <ann.hall@acme.example>
Sender: desk@acme.example
To: undisclosed-recipients:;
Bcc: private@mail.example
Date: Tue, 14 May 2024 10:00:00 -0400
Subject: FW: offer
Message-ID: <fw.3@acme.example>
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: text/html

<style>p{}</style><p>see <b>attached</b> &amp; call</p>
--outer
Content-Type: message/rfc822; name="offer.eml"

From: Bo Lind <bo@rival.example>
Subject: offer
Message-ID: <inner.4@rival.example>
Content-Type: multipart/mixed; boundary=inner

--inner
Content-Type: text/csv; name="prices.csv"

item,price
--inner--
--outer
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

eJ8+IgEA
--outer--
`

const foreignCSV = "Date,From,To,Subject\n2024-05-13,ann.hall@acme.example,bo@rival.example,offer\n"

const foreignHTTP = "HTTP/1.1 200 OK\nDate: Mon, 13 May 2024 16:02:11 GMT\nContent-Type: text/html\n\n<p>From here</p>\n"

const foreignTracking = "#Software: Microsoft Exchange Server\n#Version: 15.01.2375.007\n#Log-type: Message Tracking Log\n" +
	"#Date: 2024-05-13T16:02:11.000Z\n#Fields: date-time,client-ip,message-id\n"

// asMbox makes a mailbox of messages, each behind the From_ line.
func asMbox(fromLine string, messages ...string) string {
	var out strings.Builder
	for _, m := range messages {
		out.WriteString(fromLine + "\n" + strings.ReplaceAll(m, "\nFrom ", "\n>From ") + "\n")
	}
	return out.String()
}

// withCRLF is the text with the line ends of the wire.
func withCRLF(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

const fromAnn = "From ann.hall@acme.example Mon May 13 18:02:11 2024"

// sampleLength is a mailbox whose first message quotes another unescaped and says
// how long it is.
var sampleLength = func() string {
	body := "look what he wrote:\n\nFrom bo@rival.example Sun May 12 08:00:00 2024\nFrom: bo@rival.example\n\nno.\n"
	return fromAnn + "\nFrom: ann.hall@acme.example\nSubject: quoted\nContent-Length: " + strconv.Itoa(len(body)) + "\n\n" + body + "\n" +
		asMbox(fromAnn, samplePlain)
}()

var mboxSamples = []parsers.Sample{
	{Name: "mboxrd", Text: asMbox(fromAnn, sampleOffer, samplePlain), Events: 2, Kinds: twoMessages},
	{Name: "mboxrd with CRLF", Text: withCRLF(asMbox(fromAnn, sampleOffer, sampleNested)), Events: 2, Kinds: twoMessages},
	{
		Name: "Takeout",
		Text: asMbox("From 1790000000000000001@xxx Mon May 13 16:02:11 +0000 2024",
			"X-GM-THRID: 1790000000000000001\nX-Gmail-Labels: =?UTF-8?Q?Gel=C3=B6scht,Wichtig?=\n"+sampleOffer, samplePlain),
		Events: 2, Kinds: twoMessages,
	},
	{
		Name:   "Mozilla: no date, text that begins with From, byte order mark",
		Text:   "\xEF\xBB\xBFFrom -\n" + samplePlain + "\nFrom Riga with love\nYear: 1963\n\nFrom - \n" + samplePlain,
		Events: 2, Kinds: twoMessages,
	},
	{Name: "Content-Length over a quoted message", Text: sampleLength, Events: 2, Kinds: twoMessages},
	{
		Name:   "Content-Length that is wrong",
		Text:   strings.ReplaceAll(asMbox(fromAnn, samplePlain, samplePlain), "Subject:", "Content-Length: 7\nSubject:"),
		Events: 2, Kinds: twoMessages,
	},
	{
		Name: "From_ line and no more at the end", Text: asMbox(fromAnn, samplePlain) + fromAnn + "\n",
		Events: 1, Kinds: oneMessage,
	},
	{Name: "only a From_ line", Text: fromAnn + "\n", Rejects: 1},
	{Name: "a table with senders", Text: foreignCSV, Foreign: true},
	{Name: "a message without From_ line", Text: sampleOffer, Foreign: true},
	{Name: "prose", Text: "From the board to all staff in 2024\n\nSubject: new rules\n", Foreign: true},
}

var emlSamples = []parsers.Sample{
	{Name: "EML", Text: sampleOffer, Events: 1, Kinds: oneMessage},
	{Name: "EML with CRLF, blank lines first", Text: "\r\n\r\n" + withCRLF(sampleNested), Events: 1, Kinds: oneMessage},
	{
		Name: "EMLX",
		Text: strconv.Itoa(len(sampleNested)-1) + "      \n" + strings.TrimSuffix(sampleNested, "\n") +
			"<?xml version=\"1.0\"?>\n<plist><dict><key>date-received</key><integer>1715695200</integer>" +
			"<key>flags</key><integer>8590195713</integer></dict></plist>\n",
		Events: 1, Kinds: oneMessage,
	},
	{Name: "a line in the header that is no field", Text: strings.Replace(samplePlain, "To:", "oops\nTo:", 1), Events: 1},
	{Name: "no Date", Text: strings.Replace(sampleOffer, "Date: ", "X-Date: ", 1), Events: 1},
	{Name: "8-bit, NUL and a wrong boundary", Text: strings.NewReplacer("=?utf-8?Q?J=C3=B6rg?=", "J\xF6rg", "as agreed", "as\x00agreed",
		`boundary="cut-here"`, `boundary="cut-there"`).Replace(sampleOffer), Events: 1},
	{Name: "a table with senders", Text: foreignCSV, Foreign: true},
	{Name: "an answer of a web server", Text: foreignHTTP, Foreign: true},
	{Name: "a tracking log", Text: foreignTracking, Foreign: true},
	{Name: "a log line", Text: "May 13 18:02:11 mx postfix/qmgr[7]: 4AB: from=<ann.hall@acme.example>, size=900\n", Foreign: true},
}
