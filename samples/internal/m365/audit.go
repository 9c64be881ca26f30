// SPDX-License-Identifier: Apache-2.0

// Package m365 writes what Microsoft 365 would have recorded: the unified audit
// log, as the Purview portal exports it, and the enhanced message trace.
package m365

import (
	"fmt"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/ledger"
)

// Record types of the audit log.
const (
	exchangeAdmin      = 1
	exchangeItem       = 2
	exchangeItemGroup  = 3
	sharePointFile     = 6
	sharePointSharing  = 14
	signIn             = 15
	exchangeAggregated = 50
)

const site = "https://larkfieldsupplyexample.sharepoint.com/sites/Sales/"

// Plan says what is odd about the exports.
type Plan struct {
	AgainFrom, AgainTo company.Day // days that a second, overlapping export repeats

	Mailbox     *company.Person // whose mail was traced in detail
	MailboxFrom company.Day     // since when
}

// Product is Microsoft 365. Not safe for concurrent use.
type Product struct {
	co    *company.Company
	fine  *chance.Stream
	audit *ledger.Ledger
	trace *ledger.Ledger
	plan  Plan

	detail *ledger.Ledger
}

// New makes the product, which writes below the folder m365.
func New(w ledger.Writer, co *company.Company, seed uint64, plan Plan) *Product {
	p := &Product{co: co, fine: chance.New(seed, 30), plan: plan, detail: details(w, plan)}
	series := []*ledger.Series{weekly()}
	if plan.AgainTo > 0 {
		series = append(series, again(plan))
	}
	p.audit = ledger.New(w, series...)
	p.trace = ledger.New(w, &ledger.Series{
		Part:    func(at int64) int64 { y, m, _ := ledger.Civil(at); return int64(y*12 + m - 1) },
		Name:    traceName,
		Head:    func(int64, int64) string { return traceColumns + "\r\n" },
		Encode:  ledger.UTF16LE,
		Mark:    "\xff\xfe",
		RowsMax: 100_000,
	})
	return p
}

const auditColumns = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n"

// weekly are the exports of one week each, of at most 50,000 records.
func weekly() *ledger.Series {
	return &ledger.Series{
		Part:    func(at int64) int64 { return int64(company.Day(at / company.DayMs).Week()) },
		Name:    auditName,
		Head:    func(int64, int64) string { return auditColumns },
		RowsMax: 50_000,
	}
}

func auditName(week int64, roll int) string {
	monday := company.Day(week*7 - 3)
	name := fmt.Sprintf("m365/AuditLog_%s_%s", monday, monday+6)
	if roll > 0 {
		name += fmt.Sprintf("_%d", roll+1)
	}
	return name + ".csv"
}

// again is a later search that overlaps the weekly ones.
func again(plan Plan) *ledger.Series {
	return &ledger.Series{
		Part: func(at int64) int64 {
			if day := company.Day(at / company.DayMs); day < plan.AgainFrom || day > plan.AgainTo {
				return -1
			}
			return 0
		},
		Name: func(_ int64, roll int) string {
			return fmt.Sprintf("m365/AuditLog_%s_%s_legal-hold-search%d.csv", plan.AgainFrom, plan.AgainTo, roll+1)
		},
		Head:    func(int64, int64) string { return auditColumns },
		RowsMax: 50_000,
		Copy:    true,
	}
}

// Ledgers are all logs of the product, to be flushed day by day.
func (p *Product) Ledgers() []*ledger.Ledger { return []*ledger.Ledger{p.audit, p.trace, p.detail} }

// Take records a deed, if Microsoft 365 would have noticed it.
func (p *Product) Take(d *deed.Deed) {
	switch d.What {
	case deed.CloudLogIn, deed.CloudLogInFailed:
		p.signIn(d)
	case deed.SendMail:
		p.mailed(d)
		p.detailed(d)
	case deed.ReceiveMail, deed.ForwardMail:
		if !d.Who.OnPremises {
			p.traced(d, d.Message.To, d.What == deed.ForwardMail)
		}
		p.detailed(d)
	case deed.TraceTimeless:
		p.timeless(d)
	case deed.ReadMail:
		p.read(d)
	case deed.MoveMail:
		p.group(d, "MoveToDeletedItems", "\\Inbox")
	case deed.DeleteMail:
		p.group(d, "SoftDelete", "\\Deleted Items")
	case deed.PurgeMail:
		p.group(d, "HardDelete", d.Text)
	case deed.MakeRule:
		p.rule(d)
	case deed.UseFile:
		p.file(d, [2]string{"FileAccessed", "FileModified"}[p.fine.IntN(4)/3], sharePointFile)
	case deed.FetchFile:
		p.file(d, "FileDownloaded", sharePointFile)
	case deed.UploadFile:
		p.file(d, "FileUploaded", sharePointFile)
	case deed.ShareFile:
		p.file(d, "SharingSet", sharePointSharing)
	case deed.LinkFile:
		p.file(d, "AnonymousLinkCreated", sharePointSharing)
	}
}

// object writes the JSON of one record into a quoted CSV cell, in which every
// quote is doubled.
type object struct {
	b     []byte
	comma bool
}

func (o *object) key(name string) {
	if o.comma {
		o.b = append(o.b, ',')
	}
	o.comma = true
	o.b = append(append(append(o.b, `""`...), name...), `"":`...)
}

func (o *object) text(name, value string) {
	o.key(name)
	o.b = ledger.AppendJSON(o.b, value, true)
}

func (o *object) number(name string, n int) {
	o.key(name)
	o.b = ledger.AppendInt(o.b, n)
}

// raw is a value that needs no escaping but its doubled quotes, given with them.
func (o *object) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

func (o *object) open(name, bracket string) {
	if name != "" {
		o.key(name)
	} else if o.comma {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, bracket...)
	o.comma = false
}

func (o *object) shut(bracket string) {
	o.b = append(o.b, bracket...)
	o.comma = true
}

// pair is an element {"Name":…,"Value":…} of a property list.
func (o *object) pair(name, value string) {
	o.open("", "{")
	o.text("Name", name)
	o.text("Value", value)
	o.shut("}")
}

// begin writes the cells before AuditData and the keys that all records share.
func (p *Product) begin(d *deed.Deed, recordType int, operation, workload, result, userKey string, userType int) (*object, string) {
	id := ident.GUID(p.fine)
	at := d.At - d.At%1000
	b := append(p.audit.Open(), id...)
	b = append(b, ',')
	b = ledger.AppendISO(b, at)
	b = append(b[:len(b)-5], ".0000000Z,"...)
	b = ledger.AppendInt(b, recordType)
	b = append(append(b, ','), operation...)
	b = append(append(b, ','), d.Who.UPN...)
	b = append(b, `,"{`...)
	o := &object{b: b}
	o.key("CreationTime")
	o.b = append(o.b, `""`...)
	o.b = ledger.AppendISO(o.b, at)
	o.b = append(o.b[:len(o.b)-5], `""`...)
	o.text("Id", id)
	o.text("Operation", operation)
	o.text("OrganizationId", p.co.TenantID)
	o.number("RecordType", recordType)
	if result != "" {
		o.text("ResultStatus", result)
	}
	o.text("UserKey", userKey)
	o.number("UserType", userType)
	o.number("Version", 1)
	o.text("Workload", workload)
	return o, id
}

func (p *Product) end(o *object, d *deed.Deed, operation, needle string) {
	p.audit.Close(append(o.b, "}\",,\r\n"...), d.At, d.Mark("m365-ual/"+operation, needle))
}

func (p *Product) signIn(d *deed.Deed) {
	operation, number := "UserLoggedIn", "0"
	if d.What == deed.CloudLogInFailed {
		operation, number = "UserLoginFailed", "50126"
	}
	o, id := p.begin(d, signIn, operation, "AzureActiveDirectory", "Success", d.Who.GUID, 0)
	o.text("ClientIP", d.IP)
	o.text("ObjectId", "00000002-0000-0ff1-ce00-000000000000")
	o.text("UserId", d.Who.UPN)
	o.number("AzureActiveDirectoryEventType", 1)
	o.open("ExtendedProperties", "[")
	o.pair("ResultStatusDetail", "Redirect")
	o.pair("UserAgent", d.Session.Agent)
	o.pair("RequestType", "OAuth2:Authorize")
	o.shut("]")
	o.raw("ModifiedProperties", "[]")
	o.actor(d.Who)
	o.text("ActorContextId", p.co.TenantID)
	o.text("ActorIpAddress", d.IP)
	o.text("InterSystemsId", ident.GUID(p.fine))
	o.text("IntraSystemId", id)
	o.raw("SupportTicketId", `""""`)
	o.text("TargetContextId", p.co.TenantID)
	o.text("ApplicationId", "4765445b-32c6-49b0-83e6-1d93765276ca")
	o.open("DeviceProperties", "[")
	o.pair("OS", d.Session.Platform)
	o.pair("BrowserType", d.Session.Browser)
	o.pair("IsCompliantAndManaged", "False")
	o.pair("SessionId", d.Session.Cloud)
	o.shut("]")
	o.text("ErrorNumber", number)
	if number != "0" {
		o.text("LogonError", "InvalidUserNameOrPassword")
	}
	p.end(o, d, operation, id)
}

// actor is who signed in, once by number and once by name.
func (o *object) actor(p *company.Person) {
	o.open("Actor", "[")
	o.open("", "{")
	o.text("ID", p.GUID)
	o.number("Type", 0)
	o.shut("}")
	o.open("", "{")
	o.text("ID", p.UPN)
	o.number("Type", 5)
	o.shut("}]")
}

// file is an act in the sales team's document library.
func (p *Product) file(d *deed.Deed, operation string, recordType int) {
	o, id := p.begin(d, recordType, operation, "SharePoint", "", "i:0h.f|membership|"+lower(d.Who.PUID)+"@live.com", 0)
	o.text("ClientIP", d.Session.IP)
	o.text("UserId", d.Who.UPN)
	o.open("AppAccessContext", "{")
	o.text("AADSessionId", d.Session.Cloud)
	o.text("ClientAppId", "08e18876-6177-487e-b8b5-cf950c1e598c")
	o.text("CorrelationId", ident.GUID(p.fine))
	o.shut("}")
	o.text("EventSource", "SharePoint")
	o.text("ItemType", "File")
	o.text("ListId", "5b0e3a0c-6d0a-4c36-9f44-0c5d1f9d7a31")
	o.text("ListItemUniqueId", ident.GUID(p.fine))
	o.text("Site", "e2c1f5a4-8f1d-4d0b-9a6a-7f2b5f3f8c10")
	o.text("UserAgent", d.Session.Agent)
	o.text("WebId", "a95c0d57-2b8e-4b51-8b52-6a8d4a0f3c77")
	p.sharing(o, d, operation)
	o.text("SourceFileExtension", extension(d.Doc.Name))
	o.text("SiteUrl", site)
	o.text("SourceFileName", d.Doc.Name)
	o.text("SourceRelativeUrl", "Shared Documents")
	if recordType == sharePointFile {
		o.number("FileSizeBytes", d.Doc.SizeBytes)
	}
	o.text("ObjectId", site+"Shared Documents/"+d.Doc.Name)
	p.end(o, d, operation, id)
}

func (p *Product) sharing(o *object, d *deed.Deed, operation string) {
	switch operation {
	case "SharingSet":
		o.text("EventData", "<Permissions granted>Contribute</Permissions granted>")
		o.text("TargetUserOrGroupType", "Member")
		o.text("TargetUserOrGroupName", d.Text)
	case "AnonymousLinkCreated":
		o.text("EventData", "<Type>View</Type><MembersCanShareApplied>False</MembersCanShareApplied>")
		o.text("UniqueSharingId", ident.GUID(p.fine))
	}
}

func lower(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 32
		}
	}
	return string(b)
}

func extension(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return ""
}
