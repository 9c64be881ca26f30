// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const directoryDoc = `Users of Active Directory, Exchange and Entra ID as CSV: Get-ADUser (or Get-Mailbox)
with Export-Csv, with or without its "#TYPE" line; csvde; "Download users" of the
Entra portal, with or without its "version:v1.0" line, and the user list of the
Microsoft 365 admin centre (all but Get-ADUser known from descriptions only, and so
unverified). Columns in any order under their LDAP, PowerShell or portal names;
commas or semicolons. The header must have an account name and a mark of a directory,
unless the "#TYPE" line says that users follow.

One record, one fact: of kind person for users, of kind object for records of another
objectClass (type contact, printer, else record). A record without account and name
is rejected.

Subject: type user, id ObjectGUID, else SID, else the account name; display name,
else Name, else first and last name.
Accounts: sid, upn, windows-sam (with a domain only if msDS-PrincipalName or a
column Domain gives its NetBIOS name), email (mail, EmailAddress, PrimarySmtpAddress
and the smtp addresses of proxyAddresses, however they are separated),
employee-number (employeeID and employeeNumber), directory-id (ObjectGUID, objectId),
legacy-dn (legacyExchangeDN, X500 addresses), up to 200; display-name if there is
nothing else. SIDs and GUIDs in csvde's form X'0105…' are decoded.
Manager: the CN of the manager's distinguished name (display-name), or an address
(upn). Active: Enabled, accountEnabled, Block credential, userAccountControl.

Hired: employeeHireDate. Leaves: employeeLeaveDateTime, else the day on which the
account expires: AccountExpirationDate or accountExpires (the administrators' tools
store the midnight after the last day); the attribute leaves-from names the column.
An expiry is what somebody set in the directory, often for contractors, and no proof
of when they left. whenChanged is the last change of any kind and dates nothing.
Instants are taken in the zone supplied, else in UTC with the attribute date-in-utc.
The order of day and month is inferred from the first 64 KiB unless supplied; dates
that can be read either way are month first, with date-order-guessed.

AsOf: the day that the investigator gave for the source. Key: all cells with their
columns' names. No group. Attributes: every column that the fact does not have under
its own name; leaves-from, date-order-guessed, date-century-guessed, date-in-utc,
date-unreadable (each with the columns it is about), accounts-left-out, ragged-row.`

// ADParser reads users of a directory.
var ADParser = parsers.Parser{
	Name:     "directory-users",
	Version:  1,
	Title:    "Active Directory and Entra ID users (CSV)",
	Doc:      directoryDoc,
	Zoneless: true,
	Samples:  directorySamples,
	Sniff:    sniffDirectory,
	Parse: func(in parsers.Input, out parsers.Out) error {
		return read(in, out, directoryTest, newDirectory)
	},
}

var directoryColumns = synonyms{
	fieldFull:       {"displayname", "name", "cn", "fullname"},
	fieldGiven:      {"givenname", "firstname"},
	fieldSurname:    {"surname", "sn", "lastname"},
	fieldEmail:      {"mail", "emailaddress", "primarysmtpaddress", "windowsemailaddress", "email"},
	fieldProxies:    {"proxyaddresses", "emailaddresses"},
	fieldUPN:        {"userprincipalname", "upn"},
	fieldSAM:        {"samaccountname", "onpremisessamaccountname"},
	fieldDomain:     {"domain", "netbiosdomain", "netbiosname", "domainname"},
	fieldPrincipal:  {"msdsprincipalname", "ntaccount"},
	fieldSID:        {"sid", "objectsid", "onpremisessecurityidentifier"},
	fieldGUID:       {"objectguid", "objectid", "externaldirectoryobjectid", "id", "guid"},
	fieldEmployee:   {"employeeid", "employeenumber"},
	fieldLegacyDN:   {"legacyexchangedn"},
	fieldDN:         {"distinguishedname", "dn"},
	fieldClass:      {"objectclass"},
	fieldTitle:      {"title", "jobtitle"},
	fieldDepartment: {"department"},
	fieldOffice:     {"office", "physicaldeliveryofficename", "officelocation"},
	fieldCompany:    {"company", "companyname"},
	fieldManager:    {"manager"},
	fieldHired:      {"employeehiredate"},
	fieldLastDay:    {"employeeleavedatetime"},
	fieldTermination: {
		"accountexpirationdate", "accountexpires",
	},
	fieldOtherDate: {"whencreated", "whenchanged", "created", "modified", "lastlogondate", "passwordlastset"},
	fieldEnabled:   {"enabled", "accountenabled"},
	fieldDisabled:  {"blockcredential", "accountdisabled"},
	fieldControl:   {"useraccountcontrol"},
}

// isDirectory reports whether a header is one of directory users.
func isDirectory(cells []string) bool { return directoryScore(cells) > parsers.No }

func directoryScore(cells []string) parsers.Score {
	h := parsers.NewHeader(cells)
	for _, foreign := range []string{
		"IPAddress", "AppDisplayName", "AuditData", "Operation", "ReportRefreshDate", "CreationDate", "EventID", "TimeCreated",
	} {
		if h.Column(foreign) >= 0 {
			return parsers.No
		}
	}
	t := newTable(h, &directoryColumns)
	identified := t.has(fieldDN, fieldSID, fieldGUID, fieldClass, fieldControl, fieldEnabled)
	switch {
	case t.has(fieldSAM) && (identified || t.has(fieldUPN)):
		return parsers.Certain
	case t.has(fieldUPN) && (t.has(fieldGUID, fieldSID) || t.has(fieldEnabled, fieldDisabled)) && t.has(fieldFull):
		return 90
	case t.has(fieldDN) && t.has(fieldClass):
		return 80
	}
	return parsers.No
}

func sniffDirectory(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, directoryTest(h))
	switch {
	case !ok:
		return parsers.No
	case isTyped(h):
		return parsers.Certain
	}
	return directoryScore(rows[0])
}

// isTyped reports whether PowerShell says in the first line that users follow.
func isTyped(h parsers.Head) bool {
	line, _, _ := bytes.Cut(h.Bytes, []byte{'\n'})
	return bytes.HasPrefix(line, []byte("#TYPE ")) && bytes.HasSuffix(bytes.TrimSpace(line), []byte(".ADUser"))
}

// directoryTest tells a header by its columns; behind a line that promises users,
// by any column that names one.
func directoryTest(h parsers.Head) headerTest {
	if !isTyped(h) {
		return isDirectory
	}
	return func(cells []string) bool {
		return newTable(parsers.NewHeader(cells), &directoryColumns).has(fieldSAM, fieldUPN, fieldSID, fieldDN, fieldEmail, fieldFull)
	}
}

func newDirectory(h parsers.Header) *reader {
	return &reader{table: newTable(h, &directoryColumns), system: "directory-users", fill: (*reader).fillDirectory}
}

func (r *reader) fillDirectory(f *event.Fact) bool {
	f.Accounts = make([]event.Account, 0, 8)
	r.setClass(f)
	r.addIdentifiers(f)
	r.setName(f, fieldFull)
	r.setPost(f)
	r.setManager(f)
	f.Active = r.active()
	f.Hired, _ = r.date(fieldHired)
	for _, leaving := range []field{fieldLastDay, fieldTermination} {
		if day, i := r.date(leaving); f.Leaves == "" && day != "" {
			f.Leaves = day
			note(f, "leaves-from", r.names[i])
		}
	}
	return len(f.Accounts) > 0 || f.Subject.Name != ""
}

// setClass says what kind of thing the record is about.
func (r *reader) setClass(f *event.Fact) {
	class := strings.ToLower(r.value(fieldClass))
	class = class[strings.LastIndexByte(class, ';')+1:]
	switch class {
	case "", "user", "person", "inetorgperson":
		f.Subject.Type = "user"
	case "contact":
		f.Kind, f.Subject.Type = event.FactObject, "contact"
	case "printqueue":
		f.Kind, f.Subject.Type = event.FactObject, "printer"
	default:
		f.Kind, f.Subject.Type = event.FactObject, "record"
	}
}

// addIdentifiers adds the accounts, and makes the surest one the subject's id.
func (r *reader) addIdentifiers(f *event.Fact) {
	if i := r.column(fieldSID); i >= 0 {
		if sid, ok := parseSID(r.text(i)); ok && addAccount(f, event.SID, sid) {
			f.Subject.ID, r.taken[i] = sid, sid == r.text(i)
		}
	}
	if i := r.column(fieldUPN); i >= 0 && strings.Contains(r.text(i), "@") {
		r.taken[i] = addAccount(f, event.UPN, r.text(i))
	}
	r.addWindows(f)
	if f.Subject.ID == "" {
		f.Subject.ID = r.value(fieldSAM)
	}
	r.addAddresses(f, fieldEmail)
	for _, i := range r.columns[fieldProxies] {
		addProxies(f, r.text(i))
	}
	r.addAll(f, event.EmployeeNumber, fieldEmployee)
	if i := r.column(fieldGUID); i >= 0 {
		if guid, ok := parseGUID(r.text(i)); ok && addAccount(f, event.DirectoryID, guid) {
			f.Subject.ID, r.taken[i] = guid, guid == r.text(i)
		}
	}
	if i := r.column(fieldLegacyDN); i >= 0 && strings.HasPrefix(r.text(i), "/") {
		r.taken[i] = addAccount(f, event.LegacyDN, r.text(i))
	}
}

func (r *reader) setManager(f *event.Fact) {
	i := r.column(fieldManager)
	if i < 0 {
		return
	}
	text := r.text(i)
	if name, ok := commonName(text); ok {
		if name != "" {
			f.Manager = event.Account{Namespace: event.DisplayName, Name: name}
		}
		return
	}
	f.Manager, r.taken[i] = event.Account{Namespace: event.DisplayName, Name: text}, true
	if isAddress(text) {
		f.Manager.Namespace = event.UPN
	}
}

// active is whether the account can be used, by the first column that says so.
func (r *reader) active() event.Truth {
	if is := truth(r.value(fieldEnabled)); is != event.Unstated {
		r.take(fieldEnabled)
		return is
	}
	if is := not(truth(r.value(fieldDisabled))); is != event.Unstated {
		r.take(fieldDisabled)
		return is
	}
	const disabled = 0x2
	flags, err := strconv.ParseInt(r.value(fieldControl), 10, 64)
	switch {
	case err != nil:
		return event.Unstated
	case flags&disabled != 0:
		return event.No
	}
	return event.Yes
}

// binary decodes csvde's form of bytes: X'0105…'.
func binary(text string) ([]byte, bool) {
	if len(text) < 2 || text[0]|0x20 != 'x' || text[1] != '\'' {
		return nil, false
	}
	b, err := hex.DecodeString(strings.TrimSuffix(text[2:], "'"))
	return b, err == nil
}

// parseSID reads S-1-5-… or its bytes.
func parseSID(text string) (string, bool) {
	if len(text) > 4 && strings.EqualFold(text[:4], "S-1-") {
		return text, strings.Trim(text[4:], "0123456789-") == ""
	}
	b, ok := binary(text)
	if !ok || len(b) < 8 || b[0] != 1 || len(b) != 8+4*int(b[1]) {
		return "", false
	}
	var authority uint64
	for _, c := range b[2:8] {
		authority = authority<<8 | uint64(c)
	}
	sid := fmt.Sprintf("S-1-%d", authority)
	for b = b[8:]; len(b) > 0; b = b[4:] {
		sid += fmt.Sprintf("-%d", uint32(b[0])|uint32(b[1])<<8|uint32(b[2])<<16|uint32(b[3])<<24)
	}
	return sid, true
}

// parseGUID reads a GUID, with or without braces, or its bytes.
func parseGUID(text string) (string, bool) {
	if b, ok := binary(text); ok && len(b) == 16 {
		return fmt.Sprintf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%x-%x", b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8:10], b[10:]), true
	}
	guid := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	if len(guid) != 36 {
		return "", false
	}
	for i := range len(guid) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if guid[i] != '-' {
				return "", false
			}
		} else if c := guid[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return "", false
		}
	}
	return guid, true
}
