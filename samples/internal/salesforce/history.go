// SPDX-License-Identifier: Apache-2.0

package salesforce

import (
	"fmt"
	"slices"
	"strings"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/ledger"
)

const (
	loginHistoryColumns   = "Id,UserId,LoginTime,LoginType,SourceIp,LoginUrl,Browser,Platform,Status,Application,ClientVersion,ApiType,ApiVersion,CountryIso,LoginSubType,TlsProtocol,CipherSuite"
	accountHistoryColumns = "Id,AccountId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue,IsDeleted"
)

// row appends the cells of a query's CSV.
func row(b []byte, values ...string) []byte {
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = ledger.AppendCell(b, v)
	}
	return append(b, '\n')
}

// zulu is a time as a query prints it: 2024-05-10T22:02:47.000+0000.
func zulu(at int64) string {
	b := ledger.AppendISO(make([]byte, 0, 32), at-at%1000)
	return string(b[:len(b)-1]) + "+0000"
}

func (p *Product) history(d *deed.Deed, status string) {
	if status == "LOGIN_NO_ERROR" {
		status = "Success"
	} else {
		status = "Invalid Password"
	}
	kind, browser, platform, application, apiType, sub := "Application", d.Session.Browser+" "+d.Session.Version, d.Session.Platform, "Browser", "N/A", "UI Username-Password"
	if d.Client != "" {
		kind, browser, platform, application, apiType, sub = "Other Apex API", "Java (Salesforce.com)", "Unknown", d.Client, "SOAP Partner", ""
	}
	p.count++
	id := ident.Salesforce18(ident.Salesforce("0Ya", 5000+p.count))
	b := row(p.logins.Open(), id, d.Who.UserID18, zulu(d.At), kind, d.IP, "login.salesforce.com", browser, platform, status,
		application, "N/A", apiType, "N/A", country(d), sub, "TLS 1.3", "TLS_AES_256_GCM_SHA384")
	p.logins.Close(b, d.At, d.Mark("salesforce-login-history", id))
}

func country(d *deed.Deed) string { return d.Who.Office.Country }

// owner is a customer given to somebody else: the history has a row with the
// names and one with the ids.
func (p *Product) owner(d *deed.Deed) {
	old := d.Customer.Owner
	for i, values := range [2][2]string{{old.CRMName, d.By.CRMName}, {old.UserID18, d.By.UserID18}} {
		p.count++
		id := ident.Salesforce18(ident.Salesforce("017", 7000+p.count*2+i))
		b := row(p.changes.Open(), id, d.Customer.ID18, d.Who.UserID18, zulu(d.At), "Owner", "EntityId", values[0], values[1], "false")
		p.changes.Close(b, d.At, d.Mark("salesforce-account-history", id))
	}
}

// setupLine is a line of the setup audit trail, which is written newest first
// and therefore last.
type setupLine struct {
	at   int64
	text string
	mark *ledger.Mark
}

func (p *Product) change(d *deed.Deed) {
	delegate := ""
	if d.By != nil {
		delegate = d.By.Username
	}
	when := setupTime(d.At)
	text := string(row(nil, when, d.Who.Username, "", d.Text, d.Section, delegate))
	p.setup = append(p.setup, setupLine{d.At, text, d.Mark("salesforce-setup-audit", d.Text)})
}

// setupTime is a time as the Setup page prints it for an administrator in New
// York: 5/10/2024, 6:02:47 PM EDT.
func setupTime(at int64) string {
	zone := company.NewYork
	local := zone.Clock(at)
	year, month, day := ledger.Civil(local)
	seconds := int(local / 1000 % 86400)
	hour, half := seconds/3600, "AM"
	if hour >= 12 {
		hour, half = hour-12, "PM"
	}
	if hour == 0 {
		hour = 12
	}
	short := zone.Abbreviation[0]
	if zone.Summer(at) {
		short = zone.Abbreviation[1]
	}
	return fmt.Sprintf("%d/%d/%d, %d:%02d:%02d %s %s", month, day, year, hour, seconds/60%60, seconds%60, half, short)
}

// Finish writes the setup audit trail and the reference exports.
func (p *Product) Finish() error {
	slices.SortStableFunc(p.setup, func(a, b setupLine) int { return int(min(1, max(-1, a.at-b.at))) })
	trail := ledger.New(p.writer, &ledger.Series{Part: always, Name: named("salesforce/SetupAuditTrail.csv"),
		Head: headed("Date,User,Source Namespace Prefix,Action,Section,Delegate User")})
	slices.Reverse(p.setup)
	for i, line := range p.setup {
		trail.Close(append(trail.Open(), line.text...), int64(i), line.mark)
	}
	if err := trail.Finish(); err != nil {
		return err
	}
	return p.reference()
}

// reference writes the exports that give names to ids.
func (p *Product) reference() error {
	users := row(nil, "Id", "Username", "Email", "Name", "FirstName", "LastName", "Alias", "IsActive", "Title", "Department",
		"EmployeeNumber", "FederationIdentifier", "Profile.Name", "CreatedDate")
	for _, u := range p.co.Everybody() {
		users = append(users, p.user(u)...)
	}
	if err := ledger.Whole(p.writer, "salesforce/User.csv", users); err != nil {
		return err
	}
	reports := row(nil, "Id", "Name", "DeveloperName", "FolderName", "OwnerId")
	for _, r := range p.co.Reports {
		reports = append(reports, row(nil, r.ID18, r.Name, developerName(r.Name), r.Folder, r.Owner.UserID18)...)
	}
	if err := ledger.Whole(p.writer, "salesforce/Report.csv", reports); err != nil {
		return err
	}
	return ledger.Whole(p.writer, "salesforce/Account.csv", ledger.Windows1252(nil, p.accounts()))
}

func (p *Product) user(u *company.Person) []byte {
	given, surname := u.Given, u.Surname
	if i := strings.LastIndexByte(u.CRMName, ' '); i > 0 {
		given, surname = u.CRMName[:i], u.CRMName[i+1:]
	}
	profile := "Standard User"
	switch {
	case u.Outside:
		profile = "System Administrator"
	case u.Automation:
		profile = "Integration"
	case u.Index == company.SunilRao:
		profile = "Sales Operations (API)"
	}
	active := u.Leaves == 0 || u.Leaves >= p.co.Last
	return row(nil, u.UserID18, u.Username, u.Mail, u.CRMName, given, surname, u.SAM[:min(8, len(u.SAM))], fmt.Sprint(active),
		u.Title, u.Dept, u.Employee, u.UPN, profile, zulu(int64(u.Hired)*company.DayMs+14*company.Hour))
}

func developerName(name string) string {
	keep := func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}
	return strings.Trim(strings.ReplaceAll(strings.Map(keep, name), "___", "_"), "_")
}

// accounts is an extract of Data Loader: capital headers, every cell quoted, in
// the code page of the machine it ran on.
func (p *Product) accounts() []byte {
	c := &cells{}
	c.text("ID", "ISDELETED", "NAME", "TYPE", "BILLINGCITY", "BILLINGSTATE", "BILLINGCOUNTRY", "PHONE", "WEBSITE", "INDUSTRY", "OWNERID", "CREATEDDATE", "LASTACTIVITYDATE")
	c.b[len(c.b)-1] = '\n'
	for _, a := range p.co.Customers {
		country, phone := "United States", fmt.Sprintf("(212) 555-%04d", a.Index%10_000)
		if a.Site == 1 {
			country, phone = "United Kingdom", fmt.Sprintf("+44 161 496 %04d", a.Index%1000)
		}
		created := string(ledger.AppendISO(nil, int64(a.Created)*company.DayMs+15*company.Hour))
		active := company.Day(int(p.co.Last) - a.Index%60)
		c.text(a.ID18, "false", a.Name, "Customer", a.City, a.State, country, phone, "www."+a.Domain, a.Industry, a.Owner.UserID18, created, active.String())
		c.b[len(c.b)-1] = '\n'
	}
	return c.b
}
