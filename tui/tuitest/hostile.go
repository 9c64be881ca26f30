// SPDX-License-Identifier: Apache-2.0

package tuitest

import "strings"

// What a terminal would obey: a cleared screen, a link, a reversed direction; and
// what takes two cells, none, or a great many.
const (
	obeyed = "\x1b[2J\x1b]8;;https://evil.example\x07\u202elrep\u200b"
	wide   = "見積書 👩‍💻 e\u0301"
)

// Hostile are the logs of a company in which every name is an attack on the screen.
// The person is employee:7.
var Hostile = map[string]string{
	"hr/roster.csv": "Employee #,First Name,Last Name,Work Email,Job Title,Department,Hire Date,Resignation Date,Last Working Day,Status\n" +
		"7,Mike" + obeyed + ",Hall " + wide + ",mike.hall@acme.example,\"" + wide + strings.Repeat("long ", 200) + "\",Sa" + obeyed + "les,2018-02-01,2024-04-29,2024-05-13,Inactive\n" +
		"9,Ann,Lee,ann.lee@acme.example,Sales Director,Sales,2012-06-04,,,Active\n",
	"directory/ad-users.csv": "SamAccountName,Name,GivenName,Surname,UserPrincipalName,EmailAddress,EmployeeID,SID,Enabled\n" +
		"mhall,Mike Hall,Mike,Hall,mike.hall@acme.example,mike.hall@acme.example,7,S-1-5-21-10-20-30-1107,False\n",
	"print/pap\u202eer\x1b[31m.csv": "PaperCut Print Logger - http://www.papercut.com/\n" +
		"Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\n" +
		"2024-05-10 18:14:02,mhall,46,1,SALES-" + obeyed + ",\"Book " + obeyed + wide + strings.Repeat("very long name ", 5000) + ".xlsx\",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,562kb,\n" +
		"2024-05-10 18:14:02,mhall,2,1,SALES-1,\"" + wide + "\t.docx\",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,\n" +
		"2024-05-10 18:20:00,ann.lee" + obeyed + ",2,1,SALES-1,\"Agenda.docx\",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,\n" +
		"2024-05-10 18:21:00,mike.hall.home,3,1,SALES-1,\"Home.docx\",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,\n" +
		"not a time" + obeyed + ",mhall,2,1,SALES-1,\"" + obeyed + "\",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,\n" +
		"2024-05-10 18:22:00,mhall" + obeyed + "\n",
}
