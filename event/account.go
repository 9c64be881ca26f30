// SPDX-License-Identifier: Apache-2.0

package event

import "strings"

// Namespace says which system gave an account its name. Two accounts are the
// same only within one namespace.
type Namespace string

// The namespaces. Append only.
const (
	SalesforceID   Namespace = "salesforce-id"   // 18-character user id; canonical: 18 characters
	SalesforceUser Namespace = "salesforce-user" // user name, looks like an address but need not be one
	Email          Namespace = "email"           // mail address
	UPN            Namespace = "upn"             // Microsoft 365 or Active Directory log-in name, user@domain
	SID            Namespace = "sid"             // Windows security identifier
	WindowsSAM     Namespace = "windows-sam"     // DOMAIN\user, or a bare user name
	PrintUser      Namespace = "print-user"      // user name as a print system recorded it
	EmployeeNumber Namespace = "employee-number" // number in an HR system
	DirectoryID    Namespace = "directory-id"    // GUID or PUID of a directory object
	DisplayName    Namespace = "display-name"    // a person's name, where nothing better is recorded
	LegacyDN       Namespace = "legacy-dn"       // Exchange X.500 address
	AppID          Namespace = "app-id"          // application or service principal
	ServiceAccount Namespace = "service"         // the product's own name for a system actor
	PrinterName    Namespace = "printer"         // print queue, in targets
	HostName       Namespace = "host"            // machine, in targets
	Place          Namespace = "place"           // site, folder or share, in targets
	LinkToken      Namespace = "link"            // anonymous or guest holder of a sharing link
)

// Account is who a system says acted, in the spelling that it recorded.
type Account struct {
	Namespace Namespace
	Name      string
}

// IsZero reports whether the record names nobody.
func (a Account) IsZero() bool { return a.Name == "" }

// String is "namespace:name", or "" for the zero Account.
func (a Account) String() string {
	if a.IsZero() {
		return ""
	}
	return string(a.Namespace) + ":" + a.Name
}

// ParseAccount reads what String wrote. A text without a known namespace is
// taken for a mail address if it has an @, and refused otherwise.
func ParseAccount(s string) (Account, bool) {
	if ns, name, ok := strings.Cut(s, ":"); ok && name != "" && knownNamespace(Namespace(ns)) {
		return Account{Namespace(ns), name}, true
	}
	if strings.Count(s, "@") == 1 {
		return Account{Email, s}, true
	}
	return Account{}, false
}

// Canonical returns the spelling by which the namespace compares its names: two
// accounts are the same exactly if their canonical forms are equal. Only
// comparing uses it; what is shown is what was recorded.
func (a Account) Canonical() Account {
	switch a.Namespace {
	case SalesforceID:
		a.Name = SalesforceID18(strings.TrimSpace(a.Name))
	case SID:
		a.Name = strings.ToUpper(strings.TrimSpace(a.Name))
	case EmployeeNumber, AppID, LinkToken:
		a.Name = strings.TrimSpace(a.Name)
	case DisplayName, Place:
		a.Name = strings.Join(strings.Fields(strings.ToLower(a.Name)), " ")
	default:
		a.Name = strings.ToLower(strings.TrimSpace(a.Name))
	}
	return a
}

// SalesforceID18 turns a 15-character, case-sensitive Salesforce id into its
// 18-character form, whose last three characters spell out which of the first
// fifteen are capitals. Anything else is returned as it is.
func SalesforceID18(id string) string {
	if len(id) != 15 {
		return id
	}
	const suffix = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	out := make([]byte, 15, 18)
	copy(out, id)
	for group := range 3 {
		bits := 0
		for j := range 5 {
			c := id[group*5+j]
			switch {
			case c >= 'A' && c <= 'Z':
				bits |= 1 << j
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			default:
				return id
			}
		}
		out = append(out, suffix[bits])
	}
	return string(out)
}

var namespaces = []Namespace{
	SalesforceID, SalesforceUser, Email, UPN, SID, WindowsSAM, PrintUser, EmployeeNumber, DirectoryID,
	DisplayName, LegacyDN, AppID, ServiceAccount, PrinterName, HostName, Place, LinkToken,
}

func knownNamespace(ns Namespace) bool {
	for _, known := range namespaces {
		if known == ns {
			return true
		}
	}
	return false
}

// Known reports whether ns is on the closed list.
func (ns Namespace) Known() bool { return knownNamespace(ns) }
