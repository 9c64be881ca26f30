// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// signIns is log-ins at Azure AD.
var signIns = family{
	other: event.AuthOther,
	fill:  fillSignIn,
	kinds: map[string]event.Kind{
		"userloggedin": event.AuthLogin, "userloginfailed": event.AuthFail, "userloggedoff": event.AuthLogout, "userloggedout": event.AuthLogout,
		"passwordlogoninitialauthusingpassword": event.AuthLogin, "passwordlogoncookiecopyusingdatoken": event.AuthLogin,
		"foreignrealmindexlogoninitialauthusingadfsfederatedtoken": event.AuthLogin,
		"foreignrealmindexlogoncookiecopyusingdatoken":             event.AuthLogin,
	},
}

// fillSignIn reads a log-in. Whether it succeeded is said by the operation and the
// error's number; ResultStatus says "Success" of failed ones too.
func fillSignIn(r *record) {
	r.e.Object.ID = r.text("ObjectId")
	r.device()
	number := r.data.Get("ErrorNumber").Text()
	switch r.e.Kind {
	case event.AuthFail:
		r.e.Outcome = event.OutcomeFailure
	case event.AuthLogin:
		r.e.Outcome = event.OutcomeSuccess
		if number != "" && number != "0" {
			r.e.Outcome = event.OutcomeUnknown // an interruption, such as being asked to stay signed in
		}
	}
}

// device reads what a log-in says of the machine and the program.
func (r *record) device() {
	if r.e.Device == "" {
		r.e.Device = r.property("DeviceProperties", "DisplayName")
	}
	if r.e.Session == "" {
		r.e.Session = r.property("DeviceProperties", "SessionId")
	}
	if r.e.Client == "" {
		r.e.Client = r.property("ExtendedProperties", "UserAgent")
	}
}

// directory is what was done to users, groups, applications and roles in Azure AD.
// Its operations end with a dot, and are spelt as sentences.
var directory = family{
	other: event.AdminOther,
	guess: guessDirectory,
	fill:  fillDirectory,
	kinds: map[string]event.Kind{
		"consent to application": event.AuthConsent, "add oauth2permissiongrant": event.AuthConsent,
		"add delegated permission grant":                           event.AuthConsent,
		"add app role assignment to service principal":             event.AuthConsent,
		"remove delegated permission grant":                        event.AdminPermission,
		"remove oauth2permissiongrant":                             event.AdminPermission,
		"add app role assignment grant to user":                    event.AdminPermission,
		"reset user password":                                      event.AuthPassword,
		"change user password":                                     event.AuthPassword,
		"reset password (self-service)":                            event.AuthPassword,
		"set force change user password":                           event.AuthPassword,
		"update stsrefreshtokenvalidfrom timestamp":                event.AuthOther,
		"add service principal credentials":                        event.AuthPassword,
		"remove service principal credentials":                     event.AuthPassword,
		"enable strong authentication":                             event.AuthFactor,
		"disable strong authentication":                            event.AuthFactor,
		"user registered security info":                            event.AuthFactor,
		"user deleted security info":                               event.AuthFactor,
		"user registered all required security info":               event.AuthFactor,
		"user changed default security info":                       event.AuthFactor,
		"admin registered security info":                           event.AuthFactor,
		"admin deleted security info":                              event.AuthFactor,
		"disable account":                                          event.AdminUser,
		"enable account":                                           event.AdminUser,
		"set license properties":                                   event.AdminUser,
		"change user license":                                      event.AdminUser,
		"update application – certificates and secrets management": event.AuthPassword,
	},
}

// guessDirectory goes by the noun: permissions before the users they are given to.
func guessDirectory(operation string) event.Kind {
	for _, g := range [...]struct {
		word string
		kind event.Kind
	}{
		{"certificates and secrets", event.AuthPassword},
		{" role", event.AdminPermission}, {"member", event.AdminPermission}, {"owner", event.AdminPermission}, {"permission", event.AdminPermission},
		{"administrative unit", event.AdminPermission},
		{"device", event.AdminConfig},
		{"application", event.AdminApp}, {"service principal", event.AdminApp},
		{"user", event.AdminUser},
		{"group", event.AdminConfig}, {"policy", event.AdminConfig}, {"company", event.AdminConfig}, {"domain", event.AdminConfig},
		{"tenant", event.AdminConfig}, {"partner", event.AdminConfig},
	} {
		if strings.Contains(operation, g.word) {
			return g.kind
		}
	}
	return ""
}

// What the types in the lists Actor and Target mean.
const (
	identityName = "1" // display name
	identityUPN  = "5" // log-in name
)

// fillDirectory reads a change in the directory.
func fillDirectory(r *record) {
	r.e.Object.ID = r.text("ObjectId")
	target := r.data.Get("Target")
	r.e.Object.Name = identity(target, identityName)
	if upn := identity(target, identityUPN); upn != "" {
		r.e.Object.Type = "user"
		r.target(event.RoleUser, named(upn), "")
	} else if isAddress(r.e.Object.ID) && !target.Exists() {
		r.e.Object.Type = "user"
		r.target(event.RoleUser, named(r.e.Object.ID), "")
	}
	if r.e.Client == "" {
		details, err := parsers.ParseJSONText(property(r.data.Get("ExtendedProperties"), "additionalDetails"))
		if err == nil {
			r.e.Client = details.Get("User-Agent").Text()
		}
	}
}

// identity is the first id of that type in a list of {ID, Type}.
func identity(list parsers.JSON, kind string) string {
	for _, m := range list.Elements() {
		if m.Value.Get("Type").Text() == kind {
			return m.Value.Get("ID").Text()
		}
	}
	return ""
}
