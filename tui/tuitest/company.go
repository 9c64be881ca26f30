// SPDX-License-Identifier: Apache-2.0

package tuitest

// Company are the logs of a company of three: a roster, and a print log in which
// somebody prints under a name like Mike Hall's, somebody under one like nobody's, and
// of which two lines cannot be read.
var Company = map[string]string{
	"hr/roster.csv": `Employee #,First Name,Last Name,Work Email,Job Title,Department,Hire Date,Resignation Date,Last Working Day,Status
7,Mike,Hall,mike.hall@acme.example,Account Executive,Sales,2018-02-01,2024-04-29,2024-05-13,Inactive
8,Mike,Vance,mike.vance@acme.example,Account Executive,Sales,2019-03-01,,,Active
9,Ann,Lee,ann.lee@acme.example,Sales Director,Sales,2012-06-04,,,Active
`,
	"directory/ad-users.csv": `SamAccountName,Name,GivenName,Surname,UserPrincipalName,EmailAddress,EmployeeID,SID,Enabled
mhall,Mike Hall,Mike,Hall,mike.hall@acme.example,mike.hall@acme.example,7,S-1-5-21-10-20-30-1107,False
alee,Ann Lee,Ann,Lee,ann.lee@acme.example,ann.lee@acme.example,9,S-1-5-21-10-20-30-1109,True
`,
	"print/papercut.csv": `PaperCut Print Logger - http://www.papercut.com/
Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size
2024-05-10 18:14:02,mhall,46,1,SALES-1,"Price Book FINAL.xlsx",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,562kb,
2024-05-10 18:20:00,alee,2,1,SALES-1,"Agenda.docx",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
2024-05-10 18:21:00,mike.hall.home,3,1,SALES-1,"Home.docx",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
2024-05-11 09:00:00,mike.hall.home,4,1,SALES-1,"Offer.docx",PC-115,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
2024-05-11 09:30:00,frontdesk,1,1,SALES-1,"Badge.docx",PC-001,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
yesterday,mhall,1,1,SALES-1,"No time.docx",PC-114,LETTER,PCL6,,,NOT DUPLEX,GRAYSCALE,12kb,
2024-05-11 10:00:00,mhall
`,
}
