// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// The records of the samples, invented. csvCell quotes them for a CSV.
const (
	recordRule = `{"AppAccessContext":{"AADSessionId":"7a0e0001-0000-4000-8000-000000000001","UniqueTokenId":"x"},"CreationTime":"2024-05-13T18:02:11",` +
		`"Id":"A0000001-0000-4000-8000-000000000001","Operation":"New-InboxRule","OrganizationId":"0f000000-0000-4000-8000-00000000000f","RecordType":1,` +
		`"ResultStatus":"True","UserKey":"1003000000000001","UserType":2,"Version":1,"Workload":"Exchange","ClientIP":"198.51.100.7:52378",` +
		`"ObjectId":"EURP000A001.PROD.OUTLOOK.COM\/Microsoft Exchange Hosted Organizations\/northwind.example\/dana.reyes\\.","UserId":"dana.reyes@northwind.example",` +
		`"ExternalAccess":false,"OriginatingServer":"AM0P000MB0001 (15.20.0000.001)","Parameters":[{"Name":"Name","Value":"."},{"Name":"ForwardTo",` +
		`"Value":"\"Dana\" [SMTP:dana@home.example];d2@home.example"},{"Name":"DeleteMessage","Value":"True"},{"Name":"Comments","Value":""}],"SessionId":""}`
	recordForward = `{"CreationTime":"2024-05-13T18:03:00","Id":"a0000002-0000-4000-8000-000000000002","Operation":"Set-Mailbox","RecordType":1,"ResultStatus":"True",` +
		`"UserType":2,"Workload":"Exchange","ObjectId":"dana.reyes","UserId":"Dana.Reyes@northwind.example","Parameters":[{"Name":"Identity","Value":"dana.reyes"},` +
		`{"Name":"ForwardingSmtpAddress","Value":"smtp:dana@home.example"},{"Name":"DeliverToMailboxAndForward","Value":"True"}]}`
	recordSend = `{"CreationTime":"2024-05-14T07:15:42","Id":"a0000003-0000-4000-8000-000000000003","Operation":"Send","RecordType":2,"ResultStatus":"Succeeded",` +
		`"UserType":0,"Workload":"Exchange","ClientIP":"198.51.100.7","ClientIPAddress":"198.51.100.7","ClientInfoString":"Client=OWA;Action=ViaProxy",` +
		`"UserId":"dana.reyes@northwind.example","LogonType":0,"MailboxGuid":"2c000000-0000-4000-8000-00000000002c","MailboxOwnerUPN":"dana.reyes@northwind.example",` +
		`"OriginatingServer":"AM0P000MB0001 (15.20.0000.001)\u000d\u000a","SessionId":"5e000000-0000-4000-8000-00000000005e","Item":{"Attachments":` +
		`"customers; all (2024).xlsx (482113b); logo.png (2010b)","Id":"Rg==","InternetMessageId":"<m1@northwind.example>","ParentFolder":{"Path":"\\Drafts"},` +
		`"SizeInBytes":498211,"Subject":"as agreed: \"the list\""}}`
	recordDownload = `{"CreationTime":"2024-05-14T07:20:00","Id":"a0000004-0000-4000-8000-000000000004","Operation":"FileDownloaded","RecordType":6,"UserType":0,` +
		`"Workload":"OneDrive","ClientIP":"2001:db8::5","ObjectId":"https://northwind-my.sharepoint.example/personal/dana/Documents/Accounts.docx",` +
		`"UserId":"dana.reyes@northwind.example","ItemType":"File","UserAgent":"Go-http-client/2.0","FileSizeBytes":11206,"DeviceDisplayName":"2001:db8::5",` +
		`"SiteUrl":"https://northwind-my.sharepoint.example/personal/dana/","SourceFileName":"Accounts.docx","SourceRelativeUrl":"Documents"}`
	recordLogin = `{"CreationTime":"2024-05-13T17:58:01","Id":"a0000005-0000-4000-8000-000000000005","Operation":"UserLoginFailed","RecordType":15,"ResultStatus":"Success",` +
		`"UserType":0,"Workload":"AzureActiveDirectory","ClientIP":"203.0.113.9","ActorIpAddress":"203.0.113.9","ObjectId":"00000003-0000-0ff1-ce00-000000000000",` +
		`"UserId":"dana.reyes@northwind.example","ExtendedProperties":[{"Name":"UserAgent","Value":"Mozilla/5.0"},{"Name":"RequestType","Value":"Login:login"}],` +
		`"DeviceProperties":[{"Name":"OS","Value":"MacOs"},{"Name":"SessionId","Value":"5e000000-0000-4000-8000-00000000005f"}],"ErrorNumber":"50126",` +
		`"LogonError":"InvalidUserNameOrPassword"}`
	recordExport = `{"CreationTime":"2024-05-14T08:00:09","Id":"a0000006-0000-4000-8000-000000000006","Operation":"CrmDefaultActivity","RecordType":21,"ResultStatus":"Success",` +
		`"UserType":0,"Workload":"CRM","ClientIP":"198.51.100.7","UserId":"dana.reyes@northwind.example","Message":"ExportToExcel","EntityName":"account",` +
		`"EntityId":"00000000-0000-0000-0000-000000000000","Query":"<fetch><entity name=\"account\"/></fetch>","QueryResults":` +
		`"c0000001-0000-4000-8000-000000000001,c0000002-0000-4000-8000-000000000002,c0000001-0000-4000-8000-000000000001","CorrelationId":` +
		`"e0000006-0000-4000-8000-000000000006","InstanceUrl":"https://northwind.crm.example/"}`
	recordPrint = `{"CreationTime":"2024-05-14T08:05:30","Id":"a0000007-0000-4000-8000-000000000007","Operation":"FilePrinted","RecordType":63,"UserType":0,"Workload":"Endpoint",` +
		`"ClientIP":"192.0.2.44","UserId":"dana.reyes@northwind.example","ObjectId":"C:\\Users\\dana\\Desktop\\customers.xlsx","Application":"EXCEL.EXE",` +
		`"DeviceName":"lap-044.northwind.example","FileSize":482113,"TargetPrinterName":"HP OfficeJet home","Sha256":"` + "00aa" + `"}`
	recordBind = `{"CreationTime":"2024-05-14T09:00:00","Id":"a0000008-0000-4000-8000-000000000008","Operation":"MailItemsAccessed","RecordType":50,"ResultStatus":"Succeeded",` +
		`"UserType":0,"Workload":"Exchange","UserId":"dana.reyes@northwind.example","LogonType":2,"MailboxGuid":"3d000000-0000-4000-8000-00000000003d",` +
		`"MailboxOwnerUPN":"sales@northwind.example","OperationProperties":[{"Name":"MailAccessType","Value":"Bind"},{"Name":"IsThrottled","Value":"False"}],` +
		`"Folders":[{"FolderItems":[{"InternetMessageId":"<a@x.example>","SizeInBytes":100},{"InternetMessageId":"<b@x.example>","SizeInBytes":50}],"Path":"\\Inbox"},` +
		`{"FolderItems":[{"InternetMessageId":"<c@x.example>","SizeInBytes":7}],"Path":"\\Sent"}],"OperationCount":3}`
	recordService = `{"CreationTime":"2024-05-14T09:10:00","Id":"a0000009-0000-4000-8000-000000000009","Operation":"Set-Mailbox","RecordType":1,"ResultStatus":"True","UserType":3,` +
		`"Workload":"Exchange","ObjectId":"northwind.example\\SystemMailbox{1}","UserId":"NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)","Parameters":` +
		`[{"Name":"DomainController","Value":""},{"Name":"Force","Value":"True"}]}`
)

var (
	cell = func(record string) string { return `"` + strings.ReplaceAll(record, `"`, `""`) + `"` }

	samplePortal = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n" +
		"a0000001-0000-4000-8000-000000000001,5/13/2024 6:02:11 PM,1,New-InboxRule,dana.reyes@northwind.example," + cell(recordRule) + ",,\r\n" +
		"a0000002-0000-4000-8000-000000000002,2024-05-13T18:03:00.0000000Z ,1,Set-Mailbox,dana.reyes@northwind.example," + cell(recordForward) + ",,\r\n" +
		"a0000004-0000-4000-8000-000000000004,5/14/2024 7:20:00 AM,6,FileDownloaded,dana.reyes@northwind.example," + cell(recordDownload) + ",,\r\n" +
		"a0000006-0000-4000-8000-000000000006,5/14/2024 8:00:09 AM,21,CrmDefaultActivity,dana.reyes@northwind.example," + cell(recordExport) + ",,\r\n" +
		"a0000007-0000-4000-8000-000000000007,5/14/2024 8:05:30 AM,63,FilePrinted,dana.reyes@northwind.example," + cell(recordPrint) + ",unit,\r\n"

	sampleOld = "CreationDate,UserIds,Operations,AuditData\n" +
		"2024-05-14T07:15:42.0000000Z,dana.reyes@northwind.example,Send," + cell(recordSend) + "\n" +
		"2024-05-13T17:58:01.0000000Z,dana.reyes@northwind.example,UserLoginFailed," + cell(recordLogin) + "\n"

	sampleShell = "#TYPE Deserialized.Microsoft.Exchange.Data.ApplicationLogic.UnifiedAuditLogEvent\r\n" +
		`"PSComputerName","RunspaceId","PSShowComputerName","RecordType","CreationDate","UserIds","Operations","AuditData","ResultIndex","ResultCount","Identity","IsValid","ObjectState"` + "\r\n" +
		`"outlook.office365.example","28000000-0000-4000-8000-000000000028","False","ExchangeItemAggregated","14.05.2024 09:00:00","dana.reyes@northwind.example","MailItemsAccessed",` +
		cell(recordBind) + `,"1","2","a0000008-0000-4000-8000-000000000008","True","Unchanged"` + "\r\n" +
		`"outlook.office365.example","28000000-0000-4000-8000-000000000028","False","ExchangeAdmin","14.05.2024 09:10:00","NT AUTHORITY\SYSTEM (Microsoft.Exchange.ServiceHost)","Set-Mailbox",` +
		cell(recordService) + `,"2","2","a0000009-0000-4000-8000-000000000009","True","Unchanged"` + "\r\n"

	sampleSplunk = `AuditData,CreationDate,Identity,Operations,RecordType,UserIds,"_raw","_time"` + "\n" +
		cell(recordLogin) + `,"5/13/2024 5:58:01 PM","a0000005-0000-4000-8000-000000000005",UserLoginFailed,AzureActiveDirectoryStsLogon,"dana.reyes@northwind.example","…","1715623081"` + "\n" +
		`,"5/14/2024 7:15:42 AM",,Send,ExchangeItem,"dana.reyes@northwind.example",` + cell(`"False","ExchangeItem",`+cell(recordSend)[:500]) + `,"1715671000"` + "\n"

	sampleExcel = "CreationDate;UserIds;Operations;AuditData\n" +
		"14/05/2024 07:15;dana.reyes@northwind.example;Send;" + cell(recordSend[:420]) + "\n" +
		"13/05/2024 18:00;dana.reyes@northwind.example;FileDownloaded;\n" +
		"13/05/2024 18:00;dana.reyes@northwind.example;;{}\n"

	sampleTrace = "\"message_trace_id\",\"sender_address\",\"recipient_address\",\"subject\"\n\"1\",\"a@x.example\",\"b@x.example\",\"AuditData\"\n"
)

var samplesCSV = []parsers.Sample{
	{Name: "new portal", Text: samplePortal, Events: 5, Kinds: []event.Kind{
		event.MailRule, event.MailForwarding, event.FileDownload, event.CRMListExport, event.PrintJob,
	}},
	{Name: "old portal", Text: sampleOld, Events: 2, Kinds: []event.Kind{event.MailSend, event.AuthFail}},
	{Name: "Search-UnifiedAuditLog", Text: sampleShell, Events: 2, Kinds: []event.Kind{event.MailRead, event.AdminConfig}},
	{Name: "Splunk, AuditData from _raw", Text: sampleSplunk, Events: 2, Kinds: []event.Kind{event.AuthFail, event.MailSend}},
	{Name: "Excel, AuditData cut off or empty, a row without operation", Text: sampleExcel, Events: 2, Rejects: 1,
		Kinds: []event.Kind{event.MailSend, event.FileDownload}},
	{Name: "a message trace", Text: sampleTrace, Foreign: true},
	{Name: "the records as JSON", Text: sampleLines, Foreign: true},
}

var (
	sampleLines = recordRule + "\n" + recordSend + "\n" + recordPrint + "\n"

	sampleArray = "[\n  {\n    \"CreationTime\": \"2024-05-13T18:03:00\",\n    \"Id\": \"a0000002-0000-4000-8000-000000000002\",\n    \"Operation\": \"Set-Mailbox\",\n" +
		"    \"RecordType\": 1,\n    \"UserType\": 2,\n    \"Workload\": \"Exchange\",\n    \"UserId\": \"dana.reyes@northwind.example\",\n    \"Parameters\": [\n      {\n" +
		"        \"Name\": \"ForwardingSmtpAddress\",\n        \"Value\": \"\"\n      }\n    ]\n  },\n  " + recordLogin + "\n]\n"

	sampleWrapped = `{"CreationDate":"2024-05-14T07:20:00Z","UserIds":"dana.reyes@northwind.example","Operations":"FileDownloaded","AuditData":` + string(appendJSON(nil, recordDownload)) + "}\n" +
		`{"CreationDate":"2024-05-14T08:00:09Z","UserIds":"dana.reyes@northwind.example","Operations":"CrmDefaultActivity","AuditData":` + recordExport + "}\n"

	samplePage = `{"@odata.context":"https://graph.example/$metadata","value":[{"id":"a0000004-0000-4000-8000-000000000004","createdDateTime":"2024-05-14T07:20:00Z",` +
		`"auditLogRecordType":"sharePointFileOperation","operation":"FileDownloaded","userPrincipalName":"dana.reyes@northwind.example","auditData":` + recordDownload +
		`},{"id":"x"}]}`

	sampleTorn = recordLogin + "\n" + recordSend[:380] + "\n" + recordPrint + "\n" + `{"CreationTime":"2024-05-` + "\n" + "no json\n"

	sampleOther = `{"kind":"admin#reports#activity","id":{"time":"2024-05-13T18:02:11Z"},"actor":{"email":"dana@northwind.example"},"AuditData":1}` + "\n"
)

var samplesJSON = []parsers.Sample{
	{Name: "one a line", Text: sampleLines, Events: 3, Kinds: []event.Kind{event.MailRule, event.MailSend, event.PrintJob}},
	{Name: "an array, pretty-printed", Text: sampleArray, Events: 2, Kinds: []event.Kind{event.MailForwarding, event.AuthFail}},
	{Name: "wrapped", Text: sampleWrapped, Events: 2, Kinds: []event.Kind{event.FileDownload, event.CRMListExport}},
	{Name: "a page of an API", Text: samplePage, Events: 1, Rejects: 1, Kinds: []event.Kind{event.FileDownload}},
	{Name: "torn", Text: sampleTorn, Events: 3, Rejects: 1, Kinds: []event.Kind{event.AuthFail, event.MailSend, event.PrintJob}},
	{Name: "another product's JSON", Text: sampleOther, Foreign: true},
	{Name: "the export as CSV", Text: sampleOld, Foreign: true},
}
