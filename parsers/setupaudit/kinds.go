// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"strings"

	"dossier/event"
)

// kindOf decides by the code, then by the section and the sentence. What a person
// named is not searched for words: how a sentence begins counts.
func kindOf(code, section, sentence string) event.Kind {
	if kind := kindOfCode(strings.ToLower(strings.TrimSpace(code))); kind != "" {
		return kind
	}
	if kind := kindOfSentence(sentence); kind != "" {
		return kind
	}
	switch section = strings.ToLower(strings.TrimSpace(section)); {
	case section == "data export":
		return event.CRMBackupRun
	case section == "manage users" && strings.Contains(sentence, " for user "):
		return event.AdminUser
	}
	return event.AdminConfig
}

// limitBeginning is more than the longest beginning in the tables.
const limitBeginning = 64

func kindOfCode(code string) event.Kind {
	if code == "" {
		return ""
	}
	if kind, ok := codes[code]; ok {
		return kind
	}
	for _, rule := range codePrefixes {
		if strings.HasPrefix(code, rule.begin) {
			return rule.kind
		}
	}
	if strings.Contains(code, "dataexport") {
		return event.CRMBackupRun
	}
	return ""
}

func kindOfSentence(sentence string) event.Kind {
	if _, ok := cutPrefixFold(sentence, "For user "); ok && strings.Contains(sentence, ", the User Verified ") {
		return event.AuthFactor // "For user …, the User Verified Email status changed to verified"
	}
	sentence = strings.ToLower(sentence[:min(len(sentence), limitBeginning)])
	for _, rule := range sentences {
		if strings.HasPrefix(sentence, rule.begin) {
			return rule.kind
		}
	}
	verb, rest, _ := strings.Cut(sentence, " ")
	if !verbs[verb] {
		rest = sentence
	}
	for _, article := range []string{"new ", "a ", "an ", "the "} {
		rest = strings.TrimPrefix(rest, article)
	}
	for _, rule := range things {
		if strings.HasPrefix(rest, rule.begin) {
			return rule.kind
		}
	}
	return ""
}

type rule struct {
	begin string
	kind  event.Kind
}

// codes are action codes in lower case. Those up to the blank line were seen in
// exports, the rest are remembered and unverified.
var codes = map[string]event.Kind{
	"createduser":                event.AdminUser,
	"createdcustomersuccessuser": event.AdminUser,
	"deactivateduser":            event.AdminUser,
	"changedemail":               event.AuthPassword,
	"changedpassword":            event.AuthPassword,
	"changedfederationid":        event.AuthPassword,
	"registereduserphonenumber":  event.AuthFactor,
	"insertauthenticatorpairing": event.AuthFactor,
	"deletetwofactorinfo2":       event.AuthFactor,
	"groupmembership":            event.AdminPermission,
	"queuemembership":            event.AdminPermission,
	"createdgroup":               event.AdminPermission,
	"updatedgroup":               event.AdminPermission,
	"deletedgroup":               event.AdminPermission,
	"insertconnectedapplication": event.AdminApp,
	"installedpackagingapp":      event.AdminApp,
	"uninstalledpackagingapp":    event.AdminApp,
	"upgradedpackagingapp":       event.AdminApp,
	"passwordexpiry":             event.AdminConfig,
	"tenantsecretcreated":        event.AdminConfig,

	"activateduser":              event.AdminUser,
	"reactivateduser":            event.AdminUser,
	"frozeuser":                  event.AdminUser,
	"unfrozeuser":                event.AdminUser,
	"changedusername":            event.AuthPassword,
	"resetpassword":              event.AuthPassword,
	"deleteauthenticatorpairing": event.AuthFactor,
	"inserttwofactorinfo2":       event.AuthFactor,
	"createdqueue":               event.AdminPermission,
	"updatedqueue":               event.AdminPermission,
	"deletedqueue":               event.AdminPermission,
	"updateconnectedapplication": event.AdminApp,
	"deleteconnectedapplication": event.AdminApp,
	"suorgadminlogin":            event.AuthLoginAs,
	"suorgadminlogout":           event.AuthLogout,
	"sunetworkadminlogin":        event.AuthLoginAs,
	"sunetworkadminlogout":       event.AuthLogout,
}

// codePrefixes are tried in turn.
var codePrefixes = []rule{
	{"changeduserphoneverified", event.AuthFactor},
	{"changeduseremailverified", event.AuthFactor},
	{"changedprofileforuser", event.AdminPermission},
	{"changedroleforuser", event.AdminPermission},
	{"permset", event.AdminPermission},
	{"profile", event.AdminPermission},
	{"setupentityaccessaudit_", event.AdminPermission},
}

// sentences are beginnings that no verb is cut off from.
var sentences = []rule{
	{"logged in using login-as", event.AuthLoginAs},
	{"logged out using login-as", event.AuthLogout},
	{"created new customer user ", event.AdminUser},
	{"created new partner user ", event.AdminUser},
	{"installed appexchange package", event.AdminApp},
	{"uninstalled appexchange package", event.AdminApp},
	{"upgraded appexchange package", event.AdminApp},
	{"requested an export", event.CRMBackupRun},
	{"requested a data export", event.CRMBackupRun},
}

var verbs = map[string]bool{
	"created": true, "changed": true, "deleted": true, "updated": true, "added": true, "removed": true, "edited": true,
	"cloned": true, "assigned": true, "unassigned": true, "granted": true, "revoked": true, "enabled": true,
	"disabled": true, "activated": true, "deactivated": true, "reactivated": true, "froze": true, "unfroze": true,
	"reset": true, "registered": true, "requested": true, "scheduled": true, "canceled": true, "started": true,
	"installed": true, "uninstalled": true, "upgraded": true, "used": true, "generated": true,
}

// things are what follows the verb, tried in turn.
var things = []rule{
	{"user phone number", event.AuthFactor},
	{"user ", event.AdminUser},
	{"customer user ", event.AdminUser},
	{"partner user ", event.AdminUser},
	{"email for user ", event.AuthPassword},
	{"username for user ", event.AuthPassword},
	{"password for user ", event.AuthPassword},
	{"federation id", event.AuthPassword},
	{"profile for user ", event.AdminPermission},
	{"role for user ", event.AdminPermission},
	{"salesforce authenticator pairing", event.AuthFactor},
	{"time-based token", event.AuthFactor},
	{"security key", event.AuthFactor},
	{"permission set", event.AdminPermission},
	{"profile ", event.AdminPermission},
	{"public group", event.AdminPermission},
	{"membership of ", event.AdminPermission},
	{"group ", event.AdminPermission},
	{"queue ", event.AdminPermission},
	{"role ", event.AdminPermission},
	{"sharing rule", event.AdminPermission},
	{"connected app", event.AdminApp},
	{"data export", event.CRMBackupRun},
	{"weekly export", event.CRMBackupRun},
	{"weekly data export", event.CRMBackupRun},
	{"mass delete", event.CRMBulkDelete},
	{"mass transfer", event.CRMOwnerChange},
	{"import wizard", event.CRMImport},
}
