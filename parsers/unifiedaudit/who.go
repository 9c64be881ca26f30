// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// userType is what UserType says of the account.
type userType int

// The user types that decide something.
const (
	userUnknown     userType = iota
	userRegular              // 0, and 1 (reserved)
	userAdmin                // 2
	userService              // 3 (data centre), 4 (system), 7 and 8 (policies)
	userApplication          // 5, 6 (service principal)
)

var userTypes = map[string]userType{
	"0": userRegular, "regular": userRegular, "1": userRegular, "reserved": userRegular,
	"2": userAdmin, "admin": userAdmin,
	"3": userService, "dcadmin": userService, "4": userService, "system": userService,
	"7": userService, "custompolicy": userService, "8": userService, "systempolicy": userService,
	"5": userApplication, "application": userApplication, "6": userApplication, "serviceprincipal": userApplication,
}

func userTypeOf(text string) userType { return userTypes[strings.ToLower(text)] }

// who fills the actor, what set the act going, and the mailbox where it is not
// the actor's.
func (r *record) who() {
	r.e.Actor = r.account(first(r.data.Get("UserId").Text(), r.columns.user))
	if !r.e.Actor.IsZero() {
		r.tell("UserId") // where it is "Not Available", that stays an attribute
	}
	r.e.Initiated = r.initiated()
	r.mailbox()
}

// initiated says what set the act going.
func (r *record) initiated() event.Initiated {
	switch r.e.Actor.Namespace {
	case event.AppID:
		return event.InitiatedAutomation
	case event.ServiceAccount:
		if strings.HasPrefix(strings.ToLower(r.e.Actor.Name), "app@") || r.userType == userApplication {
			return event.InitiatedAutomation
		}
		return event.InitiatedSystem
	case event.SID:
		if systemSIDs[r.e.Actor.Name] {
			return event.InitiatedSystem
		}
	}
	switch r.userType {
	case userService:
		return event.InitiatedSystem
	case userApplication:
		return event.InitiatedAutomation
	}
	switch strings.ToLower(r.data.Get("LogonType").Text()) {
	case "1", "admin", "2", "delegate", "6", "delegatedadmin":
		return event.InitiatedDelegate
	case "3", "transport", "4", "systemservice":
		return event.InitiatedSystem
	}
	if r.userType == userUnknown || r.e.Actor.IsZero() {
		return event.InitiatedUnknown
	}
	return event.InitiatedUser
}

var systemSIDs = map[string]bool{"S-1-5-18": true, "S-1-5-19": true, "S-1-5-20": true}

// mailbox names the mailbox acted in, if it is not the actor's own.
func (r *record) mailbox() {
	owner := r.data.Get("MailboxOwnerUPN").Text()
	if owner != "" {
		if !strings.EqualFold(owner, r.e.Actor.Name) {
			r.target(event.RoleMailbox, named(owner), "")
			r.tell("MailboxOwnerUPN")
		}
		return
	}
	if sid := r.data.Get("MailboxOwnerSid").Text(); isSID(sid) && sid != r.data.Get("LogonUserSid").Text() {
		r.target(event.RoleMailbox, event.Account{Namespace: event.SID, Name: sid}, "")
	}
}

// where fills the address, machine, program and session.
func (r *record) where() {
	for _, name := range []string{"ClientIPAddress", "ClientIP", "ClientIp", "ActorIpAddress", "UserIp"} {
		text := r.data.Get(name).Text()
		if text == "" {
			continue
		}
		if r.e.IP == "" {
			r.e.IP = parsers.IP(text)
		}
		if text == r.e.IP {
			r.tell(name)
		}
	}
	if r.e.Session = r.text("SessionId"); r.e.Session == "" {
		r.e.Session = r.text("AppAccessContext", "AADSessionId")
	}
	r.e.Client = r.either("UserAgent", "ClientInfoString")
	for _, name := range []string{"DeviceDisplayName", "DeviceName", "ClientMachineName"} {
		if text := r.data.Get(name).Text(); r.e.Device == "" && text != "" && parsers.IP(text) == "" {
			r.e.Device = text
			r.tell(name)
		}
	}
}

// target adds a target, if it has a name. There may be limitTargets; how many
// more there were is an attribute.
func (r *record) target(role string, who event.Account, name string) {
	if who.IsZero() && name == "" {
		return
	}
	if len(r.e.Targets) == limitTargets {
		r.extra++
		return
	}
	r.e.Targets = append(r.e.Targets, event.Target{Role: role, Account: who, Name: name})
}

const limitTargets = 5000

// nobody is what records write where they name no user.
var nobody = map[string]bool{"": true, "not available": true, "not-found": true, "unknown": true, "<null>": true, "null": true}

// services are names that the services give to themselves.
var services = map[string]bool{
	"certificate": true, "app@sharepoint": true, "securitycompliancealerts": true, "threatintel": true,
	"ffoservicepartneruser": true, "microsoft teams sync": true, `sharepoint\system`: true, `microsoft\serviceoperator`: true,
}

// account is the actor of that name, in the namespace that its form and the type
// of user give it.
func (r *record) account(name string) event.Account {
	lower := strings.ToLower(name)
	switch {
	case nobody[lower]:
		return event.Account{}
	case services[lower] || strings.HasPrefix(lower, `nt authority\`) || strings.HasPrefix(lower, `nt service\`):
		return event.Account{Namespace: event.ServiceAccount, Name: name}
	case lower == "anonymous" || strings.HasPrefix(lower, "urn:spo:"):
		return event.Account{Namespace: event.LinkToken, Name: name}
	case strings.HasPrefix(lower, "serviceprincipal_"):
		return event.Account{Namespace: event.AppID, Name: name}
	case isGUID(name) && r.userType != userRegular && r.userType != userAdmin:
		return event.Account{Namespace: event.AppID, Name: name}
	}
	who := named(name)
	if who.Namespace == event.DisplayName {
		switch r.userType {
		case userService, userApplication:
			who.Namespace = event.ServiceAccount
		case userRegular, userAdmin, userUnknown:
			who.Namespace = event.WindowsSAM
		}
	}
	return who
}

// named is an account of this tenant, in the namespace that the form of its name
// gives it.
func named(name string) event.Account {
	switch {
	case nobody[strings.ToLower(name)]:
		return event.Account{}
	case isSID(name):
		return event.Account{Namespace: event.SID, Name: name}
	case isGUID(name):
		return event.Account{Namespace: event.DirectoryID, Name: name}
	case isLegacyDN(name):
		return event.Account{Namespace: event.LegacyDN, Name: name}
	case isAddress(name):
		return event.Account{Namespace: event.UPN, Name: name}
	case strings.Count(name, `\`) == 1 && !strings.ContainsAny(name, "/ "):
		return event.Account{Namespace: event.WindowsSAM, Name: name}
	}
	return event.Account{Namespace: event.DisplayName, Name: name}
}

// mailed is an account that is named by its mail address.
func mailed(text string) event.Account {
	who := named(parsers.MailAddress(text))
	if who.Namespace == event.UPN {
		who.Namespace = event.Email
	}
	return who
}

func isSID(name string) bool { return strings.HasPrefix(name, "S-1-") }

func isLegacyDN(name string) bool { return len(name) > 3 && strings.EqualFold(name[:3], "/o=") }

func isAddress(name string) bool {
	at := strings.LastIndexByte(name, '@')
	return at > 0 && at < len(name)-1 && !strings.ContainsAny(name, " \t\r\n<>")
}
