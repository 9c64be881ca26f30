// SPDX-License-Identifier: Apache-2.0

// Package roster writes who works at Larkfield: the export of the directory and
// that of the HR system.
package roster

import (
	"fmt"
	"strings"

	"dossier/samples/internal/company"
	"dossier/samples/internal/ledger"
)

// Write writes directory/ad-users.csv and hr/roster.csv.
func Write(w ledger.Writer, co *company.Company) error {
	if err := ledger.Whole(w, "directory/ad-users.csv", directory(co)); err != nil {
		return err
	}
	return ledger.Whole(w, "hr/roster.csv", staff(co))
}

var directoryColumns = []string{
	"DisplayName", "GivenName", "Surname", "SamAccountName", "UserPrincipalName", "mail", "proxyAddresses", "EmployeeID",
	"Title", "Department", "Office", "Company", "Manager", "Enabled", "SID", "ObjectGUID", "DistinguishedName", "whenCreated", "Description",
}

// directory is what Get-ADUser | Select-Object | Export-Csv gives. Who left
// before the export is disabled, and whose account was given on is gone.
func directory(co *company.Company) []byte {
	b := []byte("\xef\xbb\xbf")
	b = line(b, directoryColumns...)
	for _, p := range co.Everybody() {
		if p.Index == company.JuliaCarter {
			continue
		}
		unit, enabled, note := "Staff", "True", ""
		if p.Leaves != 0 && p.Leaves < co.Last {
			unit, enabled, note = "Leavers", "False", "left "+p.Leaves.String()
		}
		if p.Employee == "" {
			unit = "Service Accounts"
		}
		proxies := "SMTP:" + p.Mail
		if !strings.EqualFold(p.UPN, p.Mail) {
			proxies += ";smtp:" + p.UPN
		}
		firm := "Larkfield Supply Co."
		if p.Outside {
			firm = "Northgate IT"
		}
		b = line(b, p.Display, p.Given, p.Surname, p.SAM, p.UPN, p.Mail, proxies, p.Employee, p.Title, p.Dept, p.Office.Name,
			firm, distinguished(p.Manager), enabled, p.SID, p.GUID, fmt.Sprintf("CN=%s,OU=%s,DC=larkfield,DC=example", p.Display, unit),
			windowsTime(p.Hired), note)
	}
	return b
}

func distinguished(p *company.Person) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("CN=%s,OU=Staff,DC=larkfield,DC=example", p.Display)
}

func windowsTime(d company.Day) string {
	y, m, day := d.Date()
	return fmt.Sprintf("%d/%d/%d 9:12:00 AM", int(m), day, y)
}

func line(b []byte, cells ...string) []byte {
	for i, cell := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = ledger.AppendQuoted(b, cell)
	}
	return append(b, '\r', '\n')
}

// staff is a report of the HR system.
func staff(co *company.Company) []byte {
	b := []byte("Employee ID,Name,Work Email,Job Title,Department,Location,Supervisor,Hire Date,Notice Date,Last Working Day,Employment Status\r\n")
	for _, p := range co.People {
		manager, status := "", "Active"
		if p.Manager != nil {
			manager = p.Manager.RollName
		}
		if p.Leaves != 0 && p.Leaves < co.Last {
			status = "Terminated"
		}
		for i, cell := range [...]string{p.Employee, p.RollName, p.Mail, p.Title, p.Dept, p.Office.Name, manager,
			p.Hired.String(), p.Notice.String(), p.Leaves.String(), status} {
			if i > 0 {
				b = append(b, ',')
			}
			b = ledger.AppendCell(b, cell)
		}
		b = append(b, '\r', '\n')
	}
	return b
}
