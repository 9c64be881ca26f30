// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"dossier/event"
	"dossier/parsers"
)

const sampleLogin = `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","RUN_TIME","CPU_TIME","URI","SESSION_KEY","LOGIN_KEY","USER_TYPE","REQUEST_STATUS","DB_TOTAL_TIME","LOGIN_TYPE","BROWSER_TYPE","API_TYPE","API_VERSION","USER_NAME","TLS_PROTOCOL","LOGIN_SUB_TYPE","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED","LOGIN_STATUS","SOURCE_IP"
"Login","20240513060211.655","4uReq0000000000000001-","00D000000000001","005000000000abC","120","40","/index.jsp","","Lk/abc+1","Standard","","9312","A","Mozilla/5.0 (X11)","f","9998.0","dana@acme.example","TLSv1.3","uiup","2024-05-13T06:02:11.655Z","005000000000abCAAQ","192.0.2.10","","LOGIN_NO_ERROR","192.0.2.10"
"Login","20240513060311.13","4uReq0000000000000002-","00D000000000001","005000000000abD","90","20","/services/oauth2/token","","","Standard","","8312","i","Jakarta/3.1","","9998.0","","TLSv1.2","oauthpassword","2024-05-13T06:03:11.131Z","","Salesforce.com IP","","LOGIN_ERROR_INVALID_PASSWORD","203.0.113.9"
`

const sampleReport = `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","RUN_TIME","CPU_TIME","URI","SESSION_KEY","LOGIN_KEY","USER_TYPE","REQUEST_STATUS","DB_TOTAL_TIME","ENTITY_NAME","DISPLAY_TYPE","RENDERING_TYPE","REPORT_ID","ROW_COUNT","NUMBER_COLUMNS","AVERAGE_ROW_SIZE","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","REPORT_ID_DERIVED","ORIGIN"
"Report","20240513180211.100","4uReqR-1","00D000000000001","005000000000abC","1200","400","/00O000000000001","Sk1","Lk1","Standard","S","9312","Account","S","","00O000000000001","48210","12","410","2024-05-13T18:02:11.100Z","005000000000abCAAQ","192.0.2.10","00O000000000001EAA","ReportExported"
"Report","20240513180311.100","4uReqR-2","00D000000000001","005000000000abC","1200","400","/00O000000000001","Sk1","Lk1","Standard","S","9312","Account","","P","00O000000000001","12","12","","2024-05-13T18:03:11.100Z","005000000000abCAAQ","192.0.2.10","00O000000000001EAA","ReportExported"
"Report","20240513180411.100","4uReqR-3","00D000000000001","005000000000abC","1200","400","/00O000000000001","","Lk1","A","S","9312","Account","","","00O000000000001","12","12","","2024-05-13T18:04:11.100Z","005000000000abCAAQ","","00O000000000001EAA","ReportScheduled"
"Report","20240513180511.100","4uReqR-4","00D000000000001","005000000000abC","1200","400","/00O000000000001","","Lk1","Standard","F","9312","Account","","W","00O000000000001","12","12","","2024-05-13T18:05:11.100Z","005000000000abCAAQ","","00O000000000001EAA","ReportRunFromLightning"
"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","URI","SESSION_KEY","CLIENT_INFO","REPORT_DESCRIPTION","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED"
"ReportExport","20240513180211.300","4uReqR-1","00D000000000001","005000000000abC","/00O000000000001","Sk1","Mozilla/5.0","All ""live"" customers, with phones","2024-05-13T18:02:11.300Z","005000000000abCAAQ","192.0.2.10",""
`

// sampleTorn was sorted by hand in a spreadsheet and cut off while it was copied.
const sampleTorn = "TIMESTAMP;EVENT_TYPE;REQUEST_ID;USER_ID;URI;TIMESTAMP_DERIVED;USER_ID_DERIVED\r\n" +
	"2,02405E+13;URI;r1;005000000000abC;/001000000000009;2024-05-13T18:02:11.100Z;\r\n" +
	"2,02405E+13;URI;r2;005000000000abC;/home/home.jsp;02:11,1;\r\n" +
	"20240513180211.1;URI;r3;005000000000abC;/01Z000000000001;;;a cell too many\r\n" +
	"end of the list\r\n" +
	"20240513180211.1;;r4;005000000000abC;/x;;\r\n" +
	"2,02405E+13;URI;r"

const sampleBulk2 = `EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_ID,JOB_ID,OPERATION_TYPE,ENTITY_TYPE,JOB_STATUS,RECORDS_PROCESSED,RECORDS_FAILED,TIMESTAMP_DERIVED
BulkApi2,20240513180211.1,b1,005000000000abC,750000000000001,query,Contact,InProgress,5000,0,2024-05-13T18:02:11.100Z
BulkApi2,20240513180311.1,b2,005000000000abC,750000000000001AAA,query,Contact,JobComplete,9120,0,2024-05-13T18:03:11.100Z
`

var samples = []parsers.Sample{
	{Name: "log-ins", Text: sampleLogin, Events: 2, Kinds: []event.Kind{event.AuthLogin, event.AuthFail}},
	{
		Name: "two files, one behind the other", Text: sampleReport, Events: 5,
		Kinds: []event.Kind{
			event.CRMReportExport, event.CRMReportPrint, event.CRMReportSend, event.CRMReportRun, event.CRMReportExport,
		},
	},
	{
		Name: "spoilt by a spreadsheet and cut off", Text: sampleTorn, Events: 3, Rejects: 3,
		Kinds: []event.Kind{event.CRMRecordView, event.CRMPageView, event.CRMDashboardView},
	},
	{Name: "statuses of one bulk job", Text: sampleBulk2, Events: 2, Kinds: []event.Kind{event.CRMBulkRead, event.CRMBulkRead}},
	{
		Name: "a table with some of the names", Foreign: true,
		Text: "TIMESTAMP,USER_ID,EVENT_TYPE,RESP_OBJECT_TYPE\n2025-01-01T08:00:00,005A0000001XYZ2,URI,Case\n",
	},
	{
		Name: "setup audit trail", Foreign: true,
		Text: "\"Date\",\"User\",\"Source Namespace Prefix\",\"Action\",\"Section\",\"Delegate User\"\n\"1/2/2024, 3:04:05 PM PST\",\"a@acme.example\",\"\",\"x\",\"y\",\"\"\n",
	},
	{
		Name: "another product's events", Foreign: true,
		Text: "Event Type,Timestamp,Request ID,Status\nlogin,2024-05-13T18:02:11Z,1,ok\n",
	},
	{Name: "list of the files themselves", Foreign: true, Text: "Id,EventType,LogDate,LogFileLength\n0AT000000000001,Login,2024-05-13T00:00:00.000+0000,100\n"},
	{Name: "a row as JSON", Foreign: true, Text: sampleObjects},
}

const sampleObjects = `{"EVENT_TYPE":"Login","TIMESTAMP":"20240513060211.655","REQUEST_ID":"r1","USER_ID":"005000000000abC","USER_ID_DERIVED":"005000000000abCAAQ","LOGIN_STATUS":"LOGIN_NO_ERROR","TIMESTAMP_DERIVED":"2024-05-13T06:02:11.655Z","CPU_TIME":17,"API_TYPE":null}
{"EVENT_TYPE":"Search","TIMESTAMP":"20240513060212.1","QUERY_ID":"q1","NUM_RESULTS":"25","SEARCH_QUERY":"\"\"\"brass fittings\"\"\"","REQUEST_ID":""}
`

const sampleArray = `[{
  "EVENT_TYPE": "API",
  "TIMESTAMP": "20240513060211.655",
  "REQUEST_ID": "r1",
  "METHOD_NAME": "query_all", "ENTITY_NAME": "Account", "ROWS_PROCESSED": "2000"
}, {
  "_raw": "{\"EVENT_TYPE\":\"Logout\",\"TIMESTAMP\":\"20240513060212.655\",\"REQUEST_ID\":\"r2\"}", "sourcetype": "elf"
}]
`

const sampleTornObjects = `{"EVENT_TYPE":"Logout","TIMESTAMP":"20240513060211.655","REQUEST_ID":"r1"}
{"EVENT_TYPE":"Logout","TIMESTAMP":"202
{"EVENT_TYPE":"Logout","TIMESTAMP":"20240513060213.655","REQUEST_ID":"r3"}
{"EVENT_TYPE":"","TIMESTAMP":"20240513060213.655","REQUEST_ID":"r3"}
{"other":"record"}
plain text
{"EVENT_TYPE":"Logout","TIMESTAMP":"20240513060214.655","REQUEST_ID":"r4",
`

var samplesJSON = []parsers.Sample{
	{Name: "one a line", Text: sampleObjects, Events: 2, Kinds: []event.Kind{event.AuthLogin, event.CRMSearch}},
	{Name: "array and envelope", Text: sampleArray, Events: 2, Kinds: []event.Kind{event.CRMAPIRead, event.AuthLogout}},
	{Name: "torn lines", Text: sampleTornObjects, Events: 2, Rejects: 5, Kinds: []event.Kind{event.AuthLogout, event.AuthLogout}},
	{Name: "rows as CSV", Foreign: true, Text: sampleLogin},
	{Name: "real-time event", Foreign: true, Text: `{"channel":"/event/LoginEventStream","data":{"payload":{"EventDate":"2024-05-13T18:02:11Z"}}}`},
	{Name: "audit record", Foreign: true, Text: `{"CreationTime":"2024-05-13T18:02:11","Operation":"FileDownloaded","Workload":"SharePoint"}`},
}
