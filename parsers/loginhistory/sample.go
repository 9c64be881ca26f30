// SPDX-License-Identifier: Apache-2.0

package loginhistory

import (
	"dossier/event"
	"dossier/parsers"
)

const sampleQuery = `"Id","UserId","LoginTime","LoginType","SourceIp","LoginUrl","Browser","Platform","Status","Application","ClientVersion","ApiType","CountryIso","LoginSubType"
"0Ya000000000001AAA","005000000000abCAAQ","2024-05-13T06:02:11.000+0000","Application","192.0.2.10","login.salesforce.com","Chrome 124","Windows 10","Success","Browser","N/A","N/A","DE","UI Username-Password"
"0Ya000000000002AAA","005000000000abCAAQ","2024-05-13T06:04:11.000+0000","Remote Access 2.0","2001:db8::9","login.salesforce.com","Unknown","Unknown","Failed: Token request","Bulk Loader","45.0","N/A","",""
`

const samplePage = "Username,Login Time , Source IP,Login Type,Status,Browser,Platform,Application,Client Version,API Type,Login URL,Country\r\n" +
	"dana@acme.example,13/5/2024 18:02:11,192.0.2.10,Application,Success,Firefox 125,Mac OSX,Browser,N/A,N/A,acme.my.salesforce.com,Österreich\r\n" +
	"dana@acme.example,5/6/2024 08:00:59,192.0.2.10,Application,Invalid Password,Firefox 125,Mac OSX,Browser,N/A,N/A,acme.my.salesforce.com,Germany\r\n" +
	"dana@acme.example,5/6/2024 08:00:59,192.0.2.10,Application,Invalid Password,Firefox 125,Mac OSX,Browser,N/A,N/A,acme.my.salesforce.com,Germany\r\n"

const sampleSpoilt = `Username,Login Time,Source IP,Login Type,Status,Application
dana@acme.example,soon,not an address,Application,,Browser
dana@acme.example,5/13/2024 6:02 PM PDT,198.51.100.7:443,SAML Idp Initiated SSO,Success,Salesforce for iOS,extra
,,,,,Browser
Confidential
dana@acme.example,5/13/2024 6:0`

var samples = []parsers.Sample{
	{Name: "query", Text: sampleQuery, Events: 2, Kinds: []event.Kind{event.AuthLogin, event.AuthFail}},
	{Name: "page", Text: samplePage, Events: 3, Kinds: []event.Kind{event.AuthLogin, event.AuthFail, event.AuthFail}},
	{Name: "spoilt and cut off", Text: sampleSpoilt, Events: 2, Rejects: 3, Kinds: []event.Kind{event.AuthOther, event.AuthLogin}},
	{
		Name: "event log file", Foreign: true,
		Text: "\"EVENT_TYPE\",\"TIMESTAMP\",\"REQUEST_ID\",\"LOGIN_TYPE\",\"API_TYPE\",\"LOGIN_STATUS\",\"SOURCE_IP\"\n\"Login\",\"20240513060211.655\",\"r\",\"A\",\"\",\"LOGIN_NO_ERROR\",\"192.0.2.10\"\n",
	},
	{
		Name: "real-time log-ins", Foreign: true,
		Text: "EventDate,EventIdentifier,Username,SourceIp,LoginType,Status,ApiType,LoginUrl\n2024-05-13T06:02:11.000Z,e,dana@acme.example,192.0.2.10,Application,Success,N/A,x\n",
	},
	{Name: "another product's log-ins", Foreign: true, Text: "User,Login Time,Source IP,Duration\ndana,5/13/2024 18:02,192.0.2.10,3600\n"},
	{Name: "setup audit trail", Foreign: true, Text: "Date,User,Source Namespace Prefix,Action,Section,Delegate User\n\"1/2/2024, 3:04:05 PM PST\",a@acme.example,,x,y,\n"},
}
