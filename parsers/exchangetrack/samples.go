// SPDX-License-Identifier: Apache-2.0

package exchangetrack

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

var fieldsLine = "#Fields: " + strings.Join(columns, ",") + "\n"

const banner = `#Software: Microsoft Exchange Server
#Version: 15.02.1118.040
#Log-type: Message Tracking Log
#Date: 2024-05-13T16:02:11.000Z
`

// sent is a message with three recipients, from Outlook to the Internet.
const sent = `2024-05-13T16:02:11.120Z,2001:db8::10%5,MBX1,,,"MDB:5f0c, Mailbox:77aa, Event:9100, MessageClass:IPM.Note, CreationTime:2024-05-13T16:02:10.900Z, ClientType:MOMT, SubmissionAssistant:MailboxTransportSubmissionEmailAssistant",,STOREDRIVER,NOTIFYMAPI,,,,,,,,,,,nora.hall@acme.example,,2024-05-13T16:02:10.900Z;LSRV=MBX1.acme.example:TOTAL-SUB=0.220,,,,,S:ItemEntryId=00-00-01,,0a1b2c3d-0000-4000-8000-000000000001,15.02.1118.040
2024-05-13T16:02:11.250Z,2001:db8::10,MBX1.acme.example,2001:db8::10%5,MBX1,"MDB:5f0c, Mailbox:77aa, Event:9100, MessageClass:IPM.Note, CreationTime:2024-05-13T16:02:10.900Z, ClientType:MOMT, SubmissionAssistant:MailboxTransportSubmissionEmailAssistant",,STOREDRIVER,RECEIVE,512,<list-1@acme.example>,3f6d0000-0000-4000-8000-00000000000a,nora.private@mail.example;lee@rival.example;kim@acme.example,To;Cc;Bcc,3750222,3,,,"Customers, all of them",nora.hall@acme.example,nora.hall@acme.example,04I: ,Originating,,192.0.2.33,2001:db8::10%5,S:MailboxDatabaseGuid=5f0c;S:ItemEntryId=00-00-01;S:DeliveryPriority=Normal;S:AccountForest=acme.example,Email,0a1b2c3d-0000-4000-8000-000000000002,15.02.1118.040
2024-05-13T16:02:12.001Z,192.0.2.10,MBX1,203.0.113.25,mx1.mail.example,";250 2.6.0 <list-1@acme.example> [InternalId=11, Hostname=mx1.mail.example] 3750990 bytes in 0.401, 9000 KB/sec Queued mail for delivery;ClientSubmitTime:",To the Internet,SMTP,SENDEXTERNAL,77309411328,<list-1@acme.example>,3f6d0000-0000-4000-8000-00000000000a,nora.private@mail.example,250 2.1.5 Recipient OK,3750990,1,,,"Customers, all of them",nora.hall@acme.example,nora.hall@acme.example,2024-05-13T16:02:10.900Z;SRV=MBX1.acme.example:TOTAL-HUB=0.501,Originating,,192.0.2.33,,S:ToEntity=Internet;S:IsSmtpResponseFromExternalServer=True,Email,0a1b2c3d-0000-4000-8000-000000000003,15.02.1118.040
2024-05-13T16:02:12.101Z,192.0.2.10,MBX1,192.0.2.11,MBX2,;250 2.6.0 Queued,Intra-Organization SMTP Send Connector,SMTP,SEND,77309411328,<list-1@acme.example>,3f6d0000-0000-4000-8000-00000000000a,kim@acme.example,250 2.1.5 Recipient OK,3750990,1,,,"Customers, all of them",nora.hall@acme.example,nora.hall@acme.example,,Originating,,192.0.2.33,,S:IsSmtpResponseFromExternalServer=False,Email,0a1b2c3d-0000-4000-8000-000000000004,15.02.1118.040
2024-05-13T16:02:12.401Z,,MBX2,,MBX2,08DC72AA00000001;ClientSubmitTime:,,STOREDRIVER,DELIVER,77309411329,<list-1@acme.example>,3f6d0000-0000-4000-8000-00000000000a,kim@acme.example,,3750990,1,,,"Customers, all of them",nora.hall@acme.example,nora.hall@acme.example,,Originating,,192.0.2.33,,,Email,0a1b2c3d-0000-4000-8000-000000000005,15.02.1118.040
`

// received is a message from outside that an inbox rule sends on, that is
// redirected, expanded, put off, and that fails.
const received = `2024-05-13T17:00:00.000Z,198.51.100.7,mx.rival.example,192.0.2.10,MBX1,08DC72AA00000002;2024-05-13T16:59:59.500Z;0,MBX1\Default MBX1,SMTP,RECEIVE,21,<offer@rival.example>,4f6d0000-0000-4000-8000-00000000000b,nora.hall@acme.example,,9100,1,,,Offer,lee@rival.example,lee@rival.example,0cA: ,Incoming,,198.51.100.8,192.0.2.10,S:FromEntity=Internet;S:ProxiedClientIPAddress=198.51.100.8;S:ProxiedClientHostname=out.rival.example,Email,0a1b2c3d-0000-4000-8000-000000000006,15.02.1118.040
2024-05-13T17:00:01.000Z,,,,MBX1,,,MAILBOXRULE,RECEIVE,22,<fwd-9@acme.example>,5f6d0000-0000-4000-8000-00000000000c,nora.private@mail.example,,9300,1,nora.hall@acme.example,<offer@rival.example>,FW: Offer,nora.hall@acme.example,nora.hall@acme.example,,Originating,,,,,Email,0a1b2c3d-0000-4000-8000-000000000007,15.02.1118.040
2024-05-13T17:00:02.000Z,,,,MBX1,,,ROUTING,REDIRECT,21,<offer@rival.example>,4f6d0000-0000-4000-8000-00000000000b,kim@acme.example,,9100,1,nora.hall@acme.example,,Offer,lee@rival.example,lee@rival.example,,Incoming,,,,,Email,0a1b2c3d-0000-4000-8000-000000000008,15.02.1118.040
2024-05-13T17:00:03.000Z,,,,MBX1,,,ROUTING,EXPAND,21,<offer@rival.example>,4f6d0000-0000-4000-8000-00000000000b,kim@acme.example;pat@acme.example,,9100,2,sales@acme.example,,Offer,lee@rival.example,lee@rival.example,,Incoming,,,,,Email,0a1b2c3d-0000-4000-8000-000000000009,15.02.1118.040
2024-05-13T17:00:04.000Z,,,,MBX1,,,QUEUE,DEFER,21,<offer@rival.example>,4f6d0000-0000-4000-8000-00000000000b,pat@acme.example,,9100,1,,,Offer,lee@rival.example,lee@rival.example,,Incoming,,,,,Email,0a1b2c3d-0000-4000-8000-00000000000a,15.02.1118.040
2024-05-13T17:00:05.000Z,,,,MBX1,,,STOREDRIVER,FAIL,21,<offer@rival.example>,4f6d0000-0000-4000-8000-00000000000b,pat@acme.example,[{LED=550 5.2.2 mailbox full}],9100,1,,,Offer,lee@rival.example,<>,,Incoming,,,,,Email,0a1b2c3d-0000-4000-8000-00000000000b,15.02.1118.040
`

// without2010 is a row of Exchange 2010.
const without2010 = `2011-04-05T08:00:00.100Z,192.0.2.5,OLDMBX,192.0.2.6,OLDHUB,"MDB:1, Mailbox:2, Event:3, MessageClass:IPM.Note, CreationTime:2011-04-05T08:00:00.000Z, ClientType:OWA",,STOREDRIVER,SUBMIT,,<old-1@acme.example>,,,,,,,Old times,nora.hall@acme.example,,,,,,,S:ItemEntryId=00-02
`

var samples = []parsers.Sample{
	{
		Name: "a list sent home", Text: banner + fieldsLine + sent, Events: 5,
		Kinds: []event.Kind{event.MailTransport, event.MailSend, event.MailRelay, event.MailTransport, event.MailDeliver},
	},
	{
		Name: "mail from outside", Text: banner + fieldsLine + received, Events: 6,
		Kinds: []event.Kind{event.MailReceive, event.MailForward, event.MailForward, event.MailExpand, event.MailDefer, event.MailBounce},
	},
	{
		Name: "two files joined, columns of 2010 in the second",
		Text: banner + fieldsLine + sent + banner + "#Fields: " + strings.Join(columns2010, ",") + "\n" + without2010, Events: 6,
	},
	{Name: "rows without header, 30 and 26 cells", Text: sent + without2010 + received, Events: 12},
	{Name: "plain header", Text: strings.Join(columns, ",") + "\n" + sent, Events: 5},
	{
		Name: "rows that cannot be read",
		Text: banner + fieldsLine + "yesterday,,,,,,,SMTP,SEND,1,<x@acme.example>,,,,,,,,,,,,,,,,,,,\n" +
			"not a record\n" + "#2024-05-13T16:02:11.120Z,,,,,,,SMTP,SEND,,,,,,,,,,,,,,,,,,,,,\n" +
			"#Fields: date-time,session-id,data\n" + "2024-05-13T16:02:11.120Z,1,x\n",
		Events: 1, Rejects: 3, Kinds: []event.Kind{event.MailTransport},
	},
	{Name: "another log of Exchange", Foreign: true, Text: "#Software: Microsoft Exchange Server\n#Version: 15.0.0.0\n" +
		"#Log-type: SMTP Receive Protocol Log\n#Date: 2024-05-13T16:02:11.120Z\n" +
		"#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n"},
	{Name: "extended message trace", Foreign: true, Text: strings.ReplaceAll(strings.Join(columns[:27], ","), "-", "_") + "\n"},
	{Name: "export of the cmdlet", Foreign: true, Text: exported},
	{Name: "thirty cells of something else", Foreign: true, Text: "2024-05-13T16:02:11.120Z" + strings.Repeat(",x", 29) + "\n"},
}

const exported = `#TYPE Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent
"PSComputerName","RunspaceId","Timestamp","ClientIp","ClientHostname","ServerIp","ServerHostname","SourceContext","ConnectorId","Source","EventId","InternalMessageId","MessageId","Recipients","RecipientStatus","TotalBytes","RecipientCount","RelatedRecipientAddress","Reference","MessageSubject","Sender","ReturnPath","MessageInfo","Directionality","TenantId","OriginalClientIp","EventData"
"mbx1","1d3c","13.05.2024 18:02:11","2001:db8::10","MBX1","","MBX1","MDB:5f0c, ClientType:OWA, X:y","","STOREDRIVER","RECEIVE","512","<list-1@acme.example>","nora.private@mail.example lee@rival.example","To Cc","3750222","2","","","Customers","nora.hall@acme.example","nora.hall@acme.example","04I: ","Originating","","192.0.2.33","{[ItemEntryId, 00-00-01]}"
"mbx1","1d3c","13.05.2024 18:02:12","","","","MBX2","","","STOREDRIVER","DELIVER","513","<list-1@acme.example>","System.String[]","System.String[]","3750990","1","","","Customers","nora.hall@acme.example","nora.hall@acme.example","","Originating","","",""
`

var samplesExport = []parsers.Sample{
	{Name: "export with all columns", Text: exported, Events: 2, Kinds: []event.Kind{event.MailSend, event.MailDeliver}},
	{
		Name: "a few columns, semicolons", Events: 1, Rejects: 2, Kinds: []event.Kind{event.MailBounce},
		Text: "Timestamp;Source;EventId;Sender;Recipients;MessageSubject;MessageId\n" +
			"5/13/2024 6:02:11 PM;DSN;FAIL;nora.hall@acme.example;lee@rival.example;List;<a@acme.example>\n" +
			";;;;;;\n" + "never;;;;;;\n",
	},
	{Name: "the log itself", Foreign: true, Text: banner + fieldsLine + sent},
	{Name: "another event table", Foreign: true, Text: "Timestamp,EventId,Source,Message\n2024-05-13,1,x,y\n"},
}
