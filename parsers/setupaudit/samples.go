// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"dossier/event"
	"dossier/parsers"
)

const pageHeader = "Date,User,Source Namespace Prefix,Action,Section,Delegate User\n"

var samples = []parsers.Sample{
	{
		Name: "page download",
		Text: pageHeader +
			`"3/14/2024, 7:05:31 AM EDT",ada.admin@crm.example,,Deactivated user Jo Roe (UserID: [0055g00000AbCdE]),Manage Users,` + "\n" +
			`"3/13/2024, 4:00:02 PM EDT",ada.admin@crm.example,,"Changed email for user Jo Roe (UserID: [0055g00000AbCdE]) from jo@corp.example to jo@home.example",Manage Users,helpdesk@crm.example` + "\n" +
			`"3/13/2024, 3:59:00 PM EDT",Automated Process,,Account matching rule,Matching Rule,` + "\n" +
			`"3/12/2024, 9:00:00 AM EDT",ada.admin@crm.example,,Requested an export,Data Export,` + "\n",
		Events: 4,
		Kinds:  []event.Kind{event.AdminUser, event.AuthPassword, event.AdminConfig, event.CRMBackupRun},
	},
	{
		Name: "older page download, day first, semicolons",
		Text: "Date;User;Action;Section;Delegate User\r\n" +
			"14.03.2024, 19:05:31 MEZ;ada.admin@crm.example;Created new user Jo Roe;Manage Users;\r\n" +
			"13.03.2024, 19:05:31 MEZ;;Changed permission set Export: Export Reports permission was changed from disabled to enabled;Manage Users;\r\n",
		Events: 2,
		Kinds:  []event.Kind{event.AdminUser, event.AdminPermission},
	},
	{
		Name: "query with codes",
		Text: `"ID","CREATEDDATE","CREATEDBYID","CREATEDBY.USERNAME","ACTION","SECTION","DISPLAY","DELEGATEUSER"` + "\n" +
			`"0Ym5g00000AbCdEFGH","2024-03-14T11:05:31.000+0000","0055g00000AbCdF","ada.admin@crm.example","PermSetAssign","Manage Users","Permission set Export: assigned to user Jo Roe (UserID: [0055g00000AbCdE])",""` + "\n" +
			`"0Ym5g00000AbCdFFGH","2024-03-14T11:05:31.000+0000","0055g00000AbCdF","ada.admin@crm.example","installedpackagingapp","Custom Apps","Installed AppExchange package: Loader",""` + "\n" +
			`"0Ym5g00000AbCdGFGH","2024-03-14T11:05:31.000Z","0055g00000AbCdF","ada.admin@crm.example","deleteTwoFactorInfo2","Manage Users","Time-Based Token removed for jo@crm.example","helpdesk@crm.example"` + "\n",
		Events: 3,
		Kinds:  []event.Kind{event.AdminPermission, event.AdminApp, event.AuthFactor},
	},
	{
		Name: "time unreadable, cells missing and too many, no action, cut off",
		Text: pageHeader +
			"some day,ada.admin@crm.example,,Created profile Sales,Manage Users,\n" +
			"\"3/14/2024, 7:05:31 AM EDT\",ada.admin@crm.example,,Created profile Sales\n" +
			"\"3/14/2024, 7:05:31 AM EDT\",ada.admin@crm.example,,Created profile Sales, East,Manage Users,\n" +
			"\"3/14/2024, 7:05:31 AM EDT\",ada.admin@crm.example,,,Manage Users,\n" +
			",,,,,\n" +
			"\"3/14/2024, 7:05:31 AM EDT\",ada.adm\n" +
			"\"3/13/2024, 7:05:31 AM EDT\",\"ada.adm",
		Events: 3, Rejects: 3,
	},
	{Name: "login history", Foreign: true, Text: "Username,Login Time,Source IP,Location,Login Type,Status,Application\na@crm.example,3/14/2024 7:05:31 AM EDT,192.0.2.1,US,Application,Success,Browser\n"},
	{Name: "event log file", Foreign: true, Text: "\"EVENT_TYPE\",\"TIMESTAMP\",\"USER_ID\",\"ACTION\"\n\"Login\",\"20240314110531.000\",\"0055g00000AbCdF\",\"x\"\n"},
	{Name: "users", Foreign: true, Text: "Id,Username,Name,Email\n0055g00000AbCdEAAV,jo@crm.example,Jo Roe,jo@corp.example\n"},
	{Name: "unified audit log", Foreign: true, Text: "CreationDate,UserIds,Operations,AuditData\n2024-03-14T11:05:31Z,jo@corp.example,FileDownloaded,\"{\"\"Id\"\":\"\"1\"\"}\"\n"},
	{Name: "prose", Foreign: true, Text: "Date, User, Action and Section are columns.\n"},
	{Name: "nothing", Foreign: true, Text: ""},
}
