// SPDX-License-Identifier: Apache-2.0

package roster

import "dossier/parsers"

var directorySamples = []parsers.Sample{
	{
		Name: "Get-ADUser with its type line, semicolons, day first",
		Text: "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n" +
			`"DisplayName";"GivenName";"Surname";"SamAccountName";"UserPrincipalName";"EmailAddress";"proxyAddresses";"Enabled";"AccountExpirationDate";"Manager";"DistinguishedName";"ObjectGUID";"SID";"EmployeeID";"Department";"Title";"Office";"Company";"whenChanged"` + "\r\n" +
			`"Roe, Jo";"Jo";"Roe";"jroe";"jo.roe@corp.example";"jo.roe@corp.example";"SMTP:jo.roe@corp.example;smtp:jroe@old.example;X500:/o=Corp/ou=First/cn=Recipients/cn=jroe;SIP:jo.roe@corp.example";"True";"14.05.2024 00:00:00";"CN=Boss\, Max,OU=Staff,DC=corp,DC=example";"CN=Roe\, Jo,OU=Staff,DC=corp,DC=example";"0a1b2c3d-1111-2222-3333-0123456789ab";"S-1-5-21-10-20-30-1105";"1042";"Sales";"Account Executive";"Berlin";"Corp Inc";"03.04.2024 10:11:12"` + "\r\n" +
			`"Max Boss";"Max";"Boss";"mboss";;;"Microsoft.ActiveDirectory.Management.ADPropertyValueCollection";"False";;;"CN=Boss\, Max,OU=Leavers,DC=corp,DC=example";"{0A1B2C3D-1111-2222-3333-0123456789AC}";"S-1-5-21-10-20-30-1106";;"Sales";"VP";;;"03.04.2024 10:11:12"` + "\r\n",
		Facts: 2,
	},
	{
		Name: "few columns behind a type line",
		Text: "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\n" +
			"\"Name\",\"mail\",\"Description\"\n\"Jo Roe\",\"jo.roe@corp.example\",\"left 2024-05-31\"\n\"krbtgt\",,\n",
		Facts: 2,
	},
	{
		Name: "csvde",
		Text: "DN,objectClass,cn,sn,givenName,sAMAccountName,objectSid,objectGUID,userAccountControl,accountExpires,mail,legacyExchangeDN,whenCreated\n" +
			`"CN=Jo Roe,OU=Staff,DC=corp,DC=example",user,Jo Roe,Roe,Jo,jroe,X'0105000000000005150000000a000000140000001e00000051040000',X'3d2c1b0a1111222233330123456789ab',66050,133601184000000000,jo.roe@corp.example,/o=Corp/ou=First/cn=Recipients/cn=jroe,20200102030405.0Z` + "\n" +
			`"CN=PC-7,OU=Machines,DC=corp,DC=example",computer,PC-7,,,PC-7$,,,4096,9223372036854775807,,,20200102030405.0Z` + "\n",
		Facts: 2,
	},
	{
		Name: "users downloaded from the Entra portal",
		Text: "version:v1.0\n" +
			"userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled,companyName,employeeId,createdDateTime\n" +
			"jo.roe@corp.example,Jo Roe,Roe,jo.roe@corp.example,Jo,0a1b2c3d-1111-2222-3333-0123456789ab,Member,Account Executive,Sales,False,Corp Inc,1042,2020-01-02T03:04:05Z\n",
		Facts: 1,
	},
	{
		Name: "user list of the admin centre",
		Text: "Block credential,Department,Display name,First name,Last name,Object Id,Proxy addresses,Title,User principal name,When created\n" +
			"True,Sales,Jo Roe,Jo,Roe,0a1b2c3d-1111-2222-3333-0123456789ab,SMTP:jo.roe@corp.example+smtp:jo+x@corp.example,AE,jo.roe@corp.example,2020-01-02 03:04:05Z\n",
		Facts: 1,
	},
	{
		Name: "cells missing and too many, nobody, cut off",
		Text: "SamAccountName,Name,Enabled,SID\n" +
			"jroe,Jo Roe,True,S-1-5-21-10-20-30-1105,Sales,More\n" +
			"mboss,Max Boss\n" +
			",,True,\n" +
			",,,\n" +
			"aann,\"Ann",
		Facts: 2, Rejects: 2,
	},
	{Name: "group members", Foreign: true, Text: "Group,SamAccountName\nSales,jroe\n"},
	{Name: "mail usage report", Foreign: true, Text: "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Send Count\n2024-05-13,jo.roe@corp.example,Jo Roe,False,3\n"},
	{Name: "sign-ins", Foreign: true, Text: "id,createdDateTime,userPrincipalName,userDisplayName,displayName,appDisplayName,ipAddress\n1,2024-05-13T01:02:03Z,jo.roe@corp.example,Jo Roe,x,Portal,192.0.2.1\n"},
	{Name: "salesforce users", Foreign: true, Text: salesforceUsers},
	{Name: "personnel roster", Foreign: true, Text: "Employee #,First Name,Last Name,Work Email,Hire Date\n1042,Jo,Roe,jo.roe@corp.example,2020-01-02\n"},
	{Name: "workstation log-ins", Foreign: true, Text: workstationLogins},
	{Name: "nothing", Foreign: true, Text: ""},
}

const salesforceUsers = "Id,Username,Email,FirstName,LastName,IsActive,Department,Title,EmployeeNumber,ManagerId\n" +
	"0055g00000AbCdFAAV,jo.roe@crm.example,jo.roe@corp.example,Jo,Roe,true,Sales,AE,1042,\n"

const workstationLogins = "id,date,user,pc,activity\n{A1B2-C3D4E5F6-0102ABCD},01/02/2024 07:33:00,JOR0042,PC-1234,Logon\n"

var hrSamples = []parsers.Sample{
	{
		Name: "names in one column, month first, padded",
		Text: "Employee_Name,EmpID,DateofHire,DateofTermination,TermReason,EmploymentStatus,Department,ManagerName,ManagerID,Position,DOB\n" +
			"\"Roe, Jo\",1042,7/5/2011,6/16/2016,career change,Voluntarily Terminated,Sales            ,Max Boss,4,Account Executive,07/10/83\n" +
			"\"Buyer, Ann\",1043,3/30/2015,,N/A-StillEmployed,Active,Sales            ,Max Boss,4,Account Executive,05/05/75\n",
		Facts: 2,
	},
	{
		Name: "notice, last day and termination apart",
		Text: "Employee #,First Name,Last Name,Work Email,Personal Email,Job Title,Department,Supervisor,Hire Date,Resignation Date,Last Working Day,Termination Date,Status\n" +
			"1042,Jo,Roe,jo.roe@corp.example,jo@home.example,AE,Sales,Max Boss,2011-07-05,2024-04-30,2024-05-17,2024-05-31,Inactive\n" +
			"1043,Ann,Buyer,ann@corp.example,,AE,Sales,Max Boss,2015-03-30,2024-04-30,0000-00-00,0000-00-00,Active\n",
		Facts: 2,
	},
	{
		Name: "German",
		Text: "Personalnummer;Name;Vorname;E-Mail;Abteilung;Eintrittsdatum;Kündigungsdatum;Letzter Arbeitstag;Austrittsdatum;Status\r\n" +
			"1042;Roe;Jo;jo.roe@corp.example;Vertrieb;05.07.2011;30.04.2024;17.05.2024;31.05.2024;ausgeschieden\r\n",
		Facts: 1,
	},
	{
		Name: "French, in Windows-1252",
		Text: "Matricule;Nom;Pr\xe9nom;Courriel;Service;Poste;Date d'embauche;Date de d\xe9part;Statut\n" +
			"1042;Roe;Jo;jo.roe@corp.example;Ventes;Commercial;05/07/2011;31/05/2024;Inactif\n",
		Facts: 1,
	},
	{
		Name: "Spanish",
		Text: "Número de empleado,Nombre,Apellidos,Correo electrónico,Departamento,Puesto,Fecha de ingreso,Fecha de baja,Estado\n" +
			"1042,Jo,Roe Lee,jo.roe@corp.example,Ventas,Comercial,05/07/2011,31/05/2024,Baja\n",
		Facts: 1,
	},
	{
		Name: "cells missing and too many, nobody, cut off",
		Text: "Name,Email,Start Date,End Date\n" +
			"Jo Roe,jo.roe@corp.example,2011-07-05,2024-05-31,x\n" +
			"Ann Buyer,ann@corp.example\n" +
			",,2011-07-05,\n" +
			",,,\n" +
			"Max Boss,\"max",
		Facts: 2, Rejects: 2,
	},
	{Name: "salesforce users", Foreign: true, Text: salesforceUsers},
	{Name: "workstation log-ins", Foreign: true, Text: workstationLogins},
	{Name: "list of employees of a data set", Foreign: true, Text: "employee_name,user_id,email,role,department,team,supervisor\nJo Roe,JOR0042,jo.roe@corp.example,Salesman,3 - Sales,2 - East,Max Boss\n"},
	{Name: "directory users", Foreign: true, Text: "SamAccountName,Name,EmployeeID,Title,Department,Enabled,whenCreated\njroe,Jo Roe,1042,AE,Sales,True,1/2/2020 3:04:05 AM\n"},
	{Name: "print log", Foreign: true, Text: "PaperCut Print Logger - example\nTime,User,Pages,Copies,Printer,Document Name\n2024-05-13 08:00:00,jroe,1,1,P1,Report\n"},
	{Name: "no dates", Foreign: true, Text: "Name,Email,Start Date\nJo Roe,jo.roe@corp.example,soon\n"},
	{Name: "nothing", Foreign: true, Text: ""},
}
