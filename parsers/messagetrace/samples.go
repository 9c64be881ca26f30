// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const cmdlet = `#TYPE Deserialized.Microsoft.Exchange.Management.FfoReporting.MessageTrace
"PSComputerName","RunspaceId","Organization","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","ToIP","FromIP","Size","MessageTraceId","StartDate","EndDate","Index"
"outlook.example","1d3c","acme.example","<list-1@acme.example>","13.05.2024 16:02:11","nora.hall@acme.example","nora.private@mail.example","Customers, all of them","Delivered","203.0.113.25","","3750222","0B6D0000-0000-4000-8000-00000000000A","03.05.2024 00:00:00","14.05.2024 00:00:00","0"
"outlook.example","1d3c","acme.example","<offer@rival.example>","02.05.2024 17:00:00","lee@rival.example","nora.hall@acme.example","Offer","Delivered","","198.51.100.8","9100","0b6d0000-0000-4000-8000-00000000000b","03.05.2024 00:00:00","14.05.2024 00:00:00","1"
"outlook.example","1d3c","acme.example","<both@acme.example>","12.05.2024 17:00:01","kim@acme.example","lee@rival.example","","Pending","203.0.113.9","192.0.2.9","0","0b6d0000-0000-4000-8000-00000000000c","03.05.2024 00:00:00","14.05.2024 00:00:00","2"
"outlook.example","1d3c","acme.example","<fail@acme.example>","12.05.2024 17:00:02","kim@acme.example","gone@rival.example","Hello","Failed","","","10","0b6d0000-0000-4000-8000-00000000000d","03.05.2024 00:00:00","14.05.2024 00:00:00","3"
"outlook.example","1d3c","acme.example","<spam@rival.example>","12.05.2024 17:00:03","win@rival.example","kim@acme.example","Win","FilteredAsSpam","","198.51.100.9","10","0b6d0000-0000-4000-8000-00000000000e","03.05.2024 00:00:00","14.05.2024 00:00:00","4"
"outlook.example","1d3c","acme.example","<all@acme.example>","12.05.2024 17:00:04","kim@acme.example","sales@acme.example","All","Expanded","","","10","0b6d0000-0000-4000-8000-00000000000f","03.05.2024 00:00:00","14.05.2024 00:00:00","5"
`

const steps = `Date,Event,Action,Detail,MessageId,MessageTraceId,SenderAddress,RecipientAddress
2024-05-13T16:02:11.1234567,Receive,,Message received by: EX1,<list-1@acme.example>,0b6d,nora.hall@acme.example,lee@rival.example
2024-05-13T16:02:12.1234567,Submit,,The message was submitted,<list-1@acme.example>,0b6d,nora.hall@acme.example,lee@rival.example
2024-05-13T16:02:13.1234567,Send,,Sent to mx.rival.example,<list-1@acme.example>,0b6d,nora.hall@acme.example,lee@rival.example
`

var samplesList = []parsers.Sample{
	{
		Name: "Export-Csv on a German machine", Text: cmdlet, Events: 6,
		Kinds: []event.Kind{event.MailSend, event.MailReceive, event.MailSend, event.MailBounce, event.MailQuarantine, event.MailExpand},
	},
	{Name: "steps of a message", Text: steps, Events: 3, Kinds: []event.Kind{event.MailTransport, event.MailSend, event.MailRelay}},
	{
		Name: "few columns, joined files, rows that cannot be read", Events: 3, Rejects: 2,
		Text: "Received\tSenderAddress\tRecipientAddress\tSubject\n" +
			"5/13/2024 6:02:11 PM\tnora.hall@acme.example\tlee@rival.example\tList\n" +
			"\t\t\tnobody\n" + "torn\n" +
			"Received\tSenderAddress\tRecipientAddress\tStatus\n" +
			"never\tnora.hall@acme.example\tlee@rival.example\tDelivered\tmore\n" +
			"/Date(1715616131000)/\tnora.hall@acme.example\t<lee@rival.example>\tDelivered\n",
	},
	{Name: "enhanced summary", Foreign: true, Text: summary},
	{Name: "extended report", Foreign: true, Text: details},
	{Name: "portal", Foreign: true, Text: page},
	{Name: "a mailing list", Foreign: true, Text: "SenderAddress,RecipientAddress,Subject\na@acme.example,b@acme.example,x\n"},
}

const page = `Date (UTC-05:00),Sender,Recipient,Subject,Status
5/13/2024 11:02 AM,nora.hall@acme.example,nora.private@mail.example,"Customers, all of them",Delivered
5/12/2024 1:00 PM,win@rival.example,kim@acme.example,Win,Filtered as spam
5/12/2024 1:01 PM,kim@acme.example,lee@rival.example,Hello,Getting status
`

var samplesPortal = []parsers.Sample{
	{Name: "zone in the heading", Text: page, Events: 3, Kinds: []event.Kind{event.MailSend, event.MailQuarantine, event.MailSend}},
	{Name: "no zone", Text: strings.Replace(page, " (UTC-05:00)", "", 1), Events: 3},
	{Name: "a row without anything", Text: page + ",,,,\n", Events: 3, Rejects: 1},
	{Name: "cmdlet", Foreign: true, Text: cmdlet},
	{Name: "folder of a mail program", Foreign: true, Text: "Date,From,To,Subject\n2024-05-13,a@acme.example,b@acme.example,x\n"},
}

const lines = `{"__metadata":{"id":"MessageTrace(0)","type":"TenantReporting.MessageTrace"},"Organization":"acme.example","MessageId":"<list-1@acme.example>","Received":"/Date(1715616131250)/","SenderAddress":"nora.hall@acme.example","RecipientAddress":"nora.private@mail.example","Subject":"Customers, all of them","Status":"Delivered","ToIP":"203.0.113.25","FromIP":null,"Size":3750222,"MessageTraceId":"0b6d0000-0000-4000-8000-00000000000a","StartDate":"/Date(1714694400000)/","EndDate":"/Date(1715644800000)/","Index":0}
{"Received":"2024-05-12T17:00:00.4907658","SenderAddress":"lee@rival.example","RecipientAddress":"nora.hall@acme.example","Subject":null,"Status":"GettingStatus","ToIP":null,"FromIP":"198.51.100.8","Size":9100,"MessageTraceId":"0b6d0000-0000-4000-8000-00000000000b"}
`

var samplesJSON = []parsers.Sample{
	{Name: "OData and ISO times", Text: lines, Events: 2, Kinds: []event.Kind{event.MailSend, event.MailReceive}},
	{
		Name: "lines that are something else", Events: 3, Rejects: 3,
		Text: lines + "{\"Received\":\"2024-05-12\"}\n[1]\nno json\n" + `{"Received":"soon","SenderAddress":"a@acme.example","RecipientAddress":""}` + "\n",
	},
	{Name: "JSON of another log", Foreign: true, Text: `{"CreationTime":"2024-05-12T17:00:00","Operation":"Send","UserId":"nora.hall@acme.example"}` + "\n"},
	{Name: "CSV", Foreign: true, Text: cmdlet},
}

const summary = `origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority
2024-05-13T16:02:11.1234567Z,nora.hall@acme.example,"nora.private@mail.example##Receive, Send;<kim@acme.example>##Receive, Deliver;gone@rival.example##Receive, Fail;sales@acme.example##Receive, Expand","Customers, all of them",3750222,<list-1@acme.example>,0b6d0000-0000-4000-8000-00000000000a,192.0.2.33,2,,Normal
2024-05-13T17:00:00.0000000Z,lee@rival.example,"nora.hall@acme.example##Receive, Deliver",Offer,9100,<offer@rival.example>,0b6d0000-0000-4000-8000-00000000000b,198.51.100.8,Incoming,,Normal
2024-05-13T17:00:01.0000000Z,win@rival.example,"kim@acme.example##Receive, Quarantine",Win,10,,0b6d0000-0000-4000-8000-00000000000e,198.51.100.9,1,,Normal
`

var samplesEnhanced = []parsers.Sample{
	{
		Name: "sent, received and held", Text: summary, Events: 6,
		Kinds: []event.Kind{event.MailSend, event.MailSend, event.MailBounce, event.MailExpand, event.MailReceive, event.MailQuarantine},
	},
	{
		Name: "quotes in the names, no direction, nobody, nothing", Events: 4, Rejects: 1,
		Text: `"""origin_timestamp_utc""","""sender_address""","""recipient_status"""` + "\n" +
			"2024-05-13T16:02:11Z,a@acme.example,b@acme.example;b@acme.example;c@acme.example##\n" +
			"2024-05-13T16:02:11Z,a@acme.example,;\n" + ",,\n",
	},
	{Name: "cmdlet", Foreign: true, Text: cmdlet},
	{Name: "extended report", Foreign: true, Text: details},
}

const detailNames = `date_time_utc,client_ip,client_hostname,server_ip,server_hostname,source_context,connector_id,source,event_id,internal_message_id,message_id,network_message_id,recipient_address,recipient_status,total_bytes,recipient_count,related_recipient_address,reference,message_subject,sender_address,return_path,message_info,directionality,tenant_id,original_client_ip,original_server_ip,custom_data
`

const details = detailNames +
	`2024-05-13T16:02:11.2500000Z,,EX1,,EX1,"MDB:5f0c, ClientType:OWA, X:y",,STOREDRIVER,RECEIVE,512,<list-1@acme.example>,0b6d,nora.private@mail.example;kim@acme.example,To;Cc,3750222,2,,,Customers,nora.hall@acme.example,nora.hall@acme.example,,Originating,7777,192.0.2.33,,S:TRA=ETR|ruleId=1|st=7/17/2017 12:31:25 AM|action=Audit;S:AMA=SUM|v=0|action=|file=list.xlsx
2024-05-13T16:02:12.0000000Z,,EX1,203.0.113.25,mx1.mail.example,,,SMTP,SENDEXTERNAL,512,<list-1@acme.example>,0b6d,nora.private@mail.example,250 2.1.5 OK,3750990,1,,,Customers,nora.hall@acme.example,nora.hall@acme.example,,Originating,7777,,,
2024-05-13T16:03:00.0000000Z,,EX1,,,,,MAILBOXRULE,SUBMIT,513,<fwd@acme.example>,0b6e,nora.private@mail.example,,900,1,,<offer@rival.example>,FW: Offer,nora.hall@acme.example,nora.hall@acme.example,,Originating,7777,,,
`

var samplesExtended = []parsers.Sample{
	{Name: "a list sent home and a rule", Text: details, Events: 3, Kinds: []event.Kind{event.MailSend, event.MailRelay, event.MailForward}},
	{Name: "a row of nothing", Text: detailNames + strings.Repeat(",", 26) + "\n", Rejects: 1},
	{Name: "the log of an Exchange server", Foreign: true, Text: "#Log-type: Message Tracking Log\n#Fields: " + strings.ReplaceAll(detailNames, "_", "-")},
	{Name: "enhanced summary", Foreign: true, Text: summary},
}
