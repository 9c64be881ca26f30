// SPDX-License-Identifier: Apache-2.0

package dataloader

import "dossier/parsers"

var samples = []parsers.Sample{
	{
		Name: "accounts as Data Loader writes them, Windows-1252",
		Text: `"ID","ISDELETED","NAME","TYPE","BILLINGSTREET","BILLINGCITY","PERSONEMAIL","OWNERID","CREATEDDATE","LASTMODIFIEDDATE","ORACLE_ID__C"` + "\n" +
			`"0015g00000AbCdEAAV","false","Gr` + "\xfc" + `n & Co","Customer","1 ""Old"" Road` + "\n" + `Back House","Springfield","","0055g00000AbCdFAAV","2023-04-15T03:23:15.000Z","2024-01-02T08:00:00.000Z","4-1"` + "\n" +
			`"0015g00000AbCdGAAV","false","Jo Roe","","","","jo@home.example","0055g00000AbCdFAAV","2023-04-15T03:23:15.000Z","2024-01-02T08:00:00.000Z",""` + "\n",
		Facts: 2,
	},
	{
		Name: "users by sf data query",
		Text: "Id,Username,Email,FirstName,LastName,IsActive,Department,Title,ManagerId,Manager.Name,EmployeeNumber,FederationIdentifier,Profile.Name,CompanyName,Alias\n" +
			"0055g00000AbCdFAAV,jo.roe@crm.example,jo.roe@corp.example,Jo,Roe,true,Sales,Account Executive,0055g00000AbCdHAAV,Max Boss,1042,jroe@corp.example,Sales User,Corp Inc,jroe\n" +
			"0055g00000AbCdHAAV,max.boss@crm.example,max.boss@corp.example,Max,Boss,false,Sales,VP,,,,S-77,Sales User,,mboss\n",
		Facts: 2,
	},
	{
		Name: "contacts and leads, dotted columns, tabs",
		Text: "Id\tName\tEmail\tTitle\tAccountId\tAccount.Name\tOwner.Username\tOwnerId\tCompany\r\n" +
			"0035g00000AbCdE\tAnn Buyer\tann@customer.example\tCPO\t0015g00000AbCdE\tGreen & Co\tjo.roe@crm.example\t0055g00000AbCdF\t\r\n" +
			"00Q5g00000AbCdE\tBob Prospect\tbob@prospect.example\t\t\t\t\t00G5g00000AbCdF\tProspect Ltd\r\n",
		Facts: 2,
	},
	{
		Name: "status file of a load, an insert that failed among them",
		Text: `"ID","NAME","STAGENAME","OWNERID","ERROR"` + "\n" +
			`"0065g00000AbCdEAAV","Widgets","Closed Won","0055g00000AbCdFAAV","Duplicate external id specified: 1"` + "\n" +
			`"","Gadgets","Open","0055g00000AbCdFAAV","Required fields are missing: [CloseDate]"` + "\n",
		Facts: 2,
	},
	{
		Name: "cells missing and too many, a footer, cut off",
		Text: "Id,Name,OwnerId,CreatedDate\n" +
			"00O5g00000AbCdEAAV,All customers,0055g00000AbCdFAAV,2024-01-02T08:00:00.000Z\n" +
			"00O5g00000AbCdGAAV,Customers, all,0055g00000AbCdFAAV,2024-01-02T08:00:00.000Z\n" +
			"00O5g00000AbCdHAAV,Short\n" +
			",,,\n" +
			"Confidential Information - Do Not Distribute\n" +
			"00O5g00000AbCdIAAV,\"Torn",
		Facts: 3, Rejects: 2,
	},
	{Name: "no records", Text: "\"ID\",\"NAME\",\"OWNERID\",\"ISDELETED\"\n"},
	{Name: "setup audit trail", Foreign: true, Text: "Id,CreatedDate,CreatedById,Action,Section,Display,DelegateUser\n0Ym5g00000AbCdEAAV,2024-03-14T11:05:31.000+0000,0055g00000AbCdFAAV,PermSetAssign,Manage Users,x,\n"},
	{Name: "login history", Foreign: true, Text: "Id,LoginTime,UserId,LoginType,Status,SourceIp\n0Ya5g00000AbCdEAAV,2024-03-14T11:05:31.000+0000,0055g00000AbCdFAAV,Application,Success,192.0.2.1\n"},
	{Name: "field history", Foreign: true, Text: "Id,AccountId,CreatedById,CreatedDate,Field,OldValue,NewValue\n0175g00000AbCdEAAV,0015g00000AbCdEAAV,0055g00000AbCdFAAV,2024-03-14T11:05:31.000Z,Owner,a,b\n"},
	{Name: "event log file", Foreign: true, Text: "\"EVENT_TYPE\",\"TIMESTAMP\",\"USER_ID\"\n\"Login\",\"20240314110531.000\",\"0055g00000AbCdF\"\n"},
	{Name: "workstation log-ins", Foreign: true, Text: "id,date,user,pc,activity\n{A1B2-C3D4E5F6-0102ABCD},01/02/2024 07:33:00,JOR0042,PC-1234,Logon\n"},
	{Name: "ids of another product", Foreign: true, Text: "Id,Name\n1,Printer\n2,Scanner\n"},
	{Name: "directory users", Foreign: true, Text: "\"SamAccountName\",\"Name\",\"SID\"\n\"jroe\",\"Jo Roe\",\"S-1-5-21-1-2-3-1105\"\n"},
	{Name: "nothing", Foreign: true, Text: ""},
}
