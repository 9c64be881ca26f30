// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import "dossier/event"

// login is a log-in or the refusal of one. SOURCE_IP is what the first proxy saw;
// CLIENT_IP is "Salesforce.com IP" in log-ins of applications.
func login(r *record, e *event.Event) {
	switch {
	case r.is(fieldLoginStatus, "LOGIN_NO_ERROR"),
		r.value(fieldLoginStatus) == "" && r.is(fieldRequestStatus, "S", "Success"):
		e.Kind, e.Outcome = event.AuthLogin, event.OutcomeSuccess
	case r.value(fieldLoginStatus) != "" || r.is(fieldRequestStatus, "F", "A"):
		e.Kind, e.Outcome = event.AuthFail, event.OutcomeFailure
	default:
		e.Kind = event.AuthOther // whether it succeeded is not recorded
	}
	e.IP = r.ip(fieldSourceIP, fieldClientIP)
	e.Client = r.client(fieldBrowserType, fieldUserAgent, fieldClientName)
	if kind := r.value(fieldLoginType); kind == "A" || kind == "z" { // the application, Lightning
		e.Initiated = event.InitiatedUser
	}
}

// loginAs: DELEGATED_USER_* is the administrator, USER_ID the user whose place he
// takes. Without the former, nobody is said to have acted.
func loginAs(r *record, e *event.Event) {
	impersonate(e, r.account(fieldDelegatedUserIDDerived, fieldDelegatedUserID, fieldDelegatedUserName))
}

// supportLoginAs is the vendor's own staff logging in as a user.
func supportLoginAs(r *record, e *event.Event) {
	impersonate(e, r.account(fieldActualUserID, fieldActualUserID, fieldNone))
}

func impersonate(e *event.Event, actor event.Account) {
	e.Kind = event.AuthLoginAs
	e.Initiated = event.InitiatedDelegate
	e.Actor, e.OnBehalfOf = actor, e.Actor
	e.Object.Type = "user"
	if e.OnBehalfOf.Namespace == event.SalesforceID {
		e.Object.ID = event.SalesforceID18(e.OnBehalfOf.Name)
	}
}

// logout is a log-out, clicked or by time-out. The session of somebody who logged
// in as the user says so.
func logout(r *record, e *event.Event) {
	e.Kind = event.AuthLogout
	switch {
	case r.no(fieldUserInitiatedLogout):
		e.Initiated = event.InitiatedSystem
	case r.value(fieldSessionType) == "S" || r.is(fieldSessionType, "SubstituteUser"):
		e.Initiated = event.InitiatedDelegate
	case r.yes(fieldUserInitiatedLogout):
		e.Initiated = event.InitiatedUser
	}
	e.Client = r.client(fieldBrowserType)
}
