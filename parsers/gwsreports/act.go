// SPDX-License-Identifier: Apache-2.0

package gwsreports

import (
	"slices"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// act is one activity, whose entries become events.
type act struct {
	activity parsers.JSON
	together map[string]int // entries by name

	application string
	e           *event.Event
	p           *params
	extra       int // targets beyond the bound
}

// event says what an entry says, with what the activity says of all of them.
func (a *act) event(entry parsers.JSON) *event.Event {
	id := a.activity.Get("id")
	a.application = id.Get("applicationName").Text()
	eventType, name := entry.Get("type").Text(), entry.Get("name").Text()
	a.p, a.extra = paramsOf(entry), 0
	a.e = &event.Event{Kind: kindOf(a.application, eventType, name), Group: a.group()}
	a.e.Time, _ = parsers.TimeUTC(id.Get("time").Text())
	a.who()
	primary := a.p.take("primary-event")
	switch {
	case a.application == "gmail" || a.p.peek("event-info.mail-event-type") != "":
		a.message()
	case a.p.peek("doc-id", "doc-title") != "":
		a.document(name, primary != "false")
	default:
		a.other(name)
	}
	if a.e.Outcome == event.OutcomeUnknown {
		a.e.Outcome = a.outcome()
	}
	if a.e.Client == "" {
		a.e.Client = a.p.take("user-agent")
	}
	a.e.Device = a.p.take("device-name")
	a.attrs(eventType, name, primary)
	return a.e
}

// group names the activity.
func (a *act) group() string {
	if qualifier := qualifierOf(a.activity); qualifier != "" {
		return "gws-activity:" + a.activity.Get("id", "time").Text() + ":" + qualifier
	}
	return ""
}

// key is the natural key of an entry, the nth of its name in the activity.
func (a *act) key(entry parsers.JSON, n int, split bool) event.Key {
	id := a.activity.Get("id")
	which := strconv.Itoa(n)
	if split {
		which = entry.Get("parameters").String()
	}
	qualifier := qualifierOf(a.activity)
	if qualifier == "" {
		qualifier = "activity " + a.activity.String()
	}
	return event.NewKey("gws-reports", id.Get("time").Text(), qualifier, entry.Get("type").Text(), entry.Get("name").Text(), which)
}

// who is the actor and what set the act going.
func (a *act) who() {
	actor := a.activity.Get("actor")
	email, profile, key := actor.Get("email").Text(), actor.Get("profileId").Text(), actor.Get("key").Text()
	app := actor.Get("applicationInfo", "oauthClientId").Text()
	switch {
	case email != "":
		a.e.Actor = event.Account{Namespace: event.Email, Name: email}
	case key == "SYSTEM":
		a.e.Actor = event.Account{Namespace: event.ServiceAccount, Name: key}
	case profile != "":
		a.e.Actor = event.Account{Namespace: event.DirectoryID, Name: profile}
	case key != "" || app != "":
		a.e.Actor = event.Account{Namespace: event.AppID, Name: key + app}
	}
	switch callerType := actor.Get("callerType").Text(); {
	case callerType == "USER":
		a.e.Initiated = event.InitiatedUser
	case callerType == "KEY" && key == "SYSTEM":
		a.e.Initiated = event.InitiatedSystem
	case callerType == "KEY" || callerType == "APPLICATION":
		a.e.Initiated = event.InitiatedAutomation
	}
	a.e.Client = actor.Get("applicationInfo", "applicationName").Text()
	a.e.IP = parsers.IP(a.activity.Get("ipAddress").Text())
}

// document fills in an entry of Drive.
func (a *act) document(name string, primary bool) {
	a.e.Object = event.Object{Type: "document", ID: a.p.take("doc-id"), Name: a.p.take("doc-title")}
	for _, path := range []string{"destination-folder-title", "shared-drive-id"} {
		for _, place := range a.p.takeAll(path) {
			a.target(event.RoleContainer, event.Account{Namespace: event.Place, Name: place})
		}
	}
	if _, listed := byName[name]; !listed {
		a.e.Kind = a.sharing(name)
	}
	for _, email := range a.p.takeAll("target-user") {
		a.target(event.RoleShare, event.Account{Namespace: event.Email, Name: email})
	}
	if name == "shared_drive_membership_change" || name == "team_drive_membership_change" {
		for _, email := range a.p.takeAll("target") {
			a.target(event.RoleShare, event.Account{Namespace: event.Email, Name: email})
		}
	}
	switch gives := a.e.Kind == event.FileShare || a.e.Kind == event.FileSharePub; {
	case primary:
	case gives:
		a.e.Initiated = event.InitiatedUnknown
	default:
		a.e.Initiated = event.InitiatedSystem
	}
}

// Visibilities of a document.
var (
	visiblePublic  = []string{"people_with_link", "public_on_the_web"}
	visiblePrivate = []string{"private", "none", ""}
)

// sharing is the kind of an entry about who may see a document, by what it leaves.
func (a *act) sharing(name string) event.Kind {
	to := a.p.peek("new-value")
	switch name {
	case "change_user_access":
		target := a.p.peek("target-user")
		switch {
		case slices.Contains(visiblePrivate, to):
			return event.FileUnshare
		case strings.EqualFold(target, a.e.Actor.Name) || strings.EqualFold(target, a.p.peek("owner")):
			return event.FileOther // the owner's own access to what he made
		}
		return event.FileShare
	case "change_document_access_scope", "change_document_access_scope_hierarchy_reconciled":
		if a.together["change_document_visibility"] > 0 {
			return event.FileOther // told by the change of visibility beside it
		}
		return a.visibility(a.p.peek("visibility"))
	case "change_document_visibility":
		return a.visibility(to)
	case "shared_drive_membership_change", "team_drive_membership_change":
		if strings.HasPrefix(a.p.peek("membership-change-type"), "remove") {
			return event.FileUnshare
		}
		return event.FileShare
	}
	return a.e.Kind
}

func (a *act) visibility(to string) event.Kind {
	switch {
	case slices.Contains(visiblePublic, to):
		return event.FileSharePub
	case slices.Contains(visiblePrivate, to):
		return event.FileUnshare
	}
	return event.FileShare
}

// other fills in an entry that is about neither a document nor a message.
func (a *act) other(name string) {
	if address := a.p.take("email-forwarding-destination-address"); address != "" {
		a.target(event.RoleForward, event.Account{Namespace: event.Email, Name: parsers.MailAddress(address)})
		a.e.Object = event.Object{Type: "mailbox", Name: a.e.Actor.Name}
	}
	a.e.Text = a.p.take("investigation-query")
	user := a.p.take("user-email", "member-id")
	if user != "" {
		a.target(event.RoleUser, event.Account{Namespace: event.Email, Name: user})
	}
	guest := a.p.take("event-guest")
	if guest != "" {
		a.target(event.RoleTo, event.Account{Namespace: event.Email, Name: guest})
	}
	if a.e.Object != (event.Object{}) {
		return
	}
	for _, o := range objects {
		if id, title := a.p.take(o.id), a.p.take(o.name); id != "" || title != "" {
			a.e.Object = event.Object{Type: o.typ, ID: id, Name: title}
			return
		}
	}
	if user != "" {
		a.e.Object = event.Object{Type: "user", Name: user}
	}
}

// objects are the things that entries are about, by the parameters that name them.
var objects = []struct{ typ, id, name string }{
	{"group", "group-id", "group-email"}, {"application", "client-id", "app-name"}, {"application", "", "api-client-name"},
	{"appointment", "event-id", "event-title"}, {"alert", "alert-id", ""}, {"role", "", "role-name"}, {"setting", "", "setting-name"},
	{"calendar", "calendar-id", ""}, {"room", "room-id", "room-name"},
}

// outcome goes by the log-in, or by the answer to a challenge.
func (a *act) outcome() event.Outcome {
	status := strings.ToLower(a.p.peek("login-challenge-status"))
	switch {
	case a.e.Kind == event.AuthFail || strings.Contains(status, "fail"):
		return event.OutcomeFailure
	case a.e.Kind == event.AuthLogin || strings.Contains(status, "pass"):
		return event.OutcomeSuccess
	}
	return event.OutcomeUnknown
}

// limitTargets bounds the targets of one event; the further ones are counted.
const limitTargets = 1000

func (a *act) target(role string, account event.Account) {
	if len(a.e.Targets) >= limitTargets {
		a.extra++
		return
	}
	a.e.Targets = append(a.e.Targets, event.Target{Role: role, Account: account})
}

func (a *act) attrs(eventType, name, primary string) {
	id, actor := a.activity.Get("id"), a.activity.Get("actor")
	for _, x := range []event.Attr{
		{Name: "application", Value: a.application}, {Name: "event-type", Value: eventType}, {Name: "event-name", Value: name},
		{Name: "primary-event", Value: primary}, {Name: "activity-id", Value: qualifierOf(a.activity)},
		{Name: "caller-type", Value: actor.Get("callerType").Text()}, {Name: "actor-profile-id", Value: actor.Get("profileId").Text()},
		{Name: "actor-key", Value: actor.Get("key").Text()}, {Name: "customer-id", Value: id.Get("customerId").Text()},
		{Name: "owner-domain", Value: a.activity.Get("ownerDomain").Text()}, {Name: "network-info", Value: a.activity.Get("networkInfo").String()},
	} {
		if x.Value != "" && (x.Value != a.e.Actor.Name || x.Name == "application") {
			a.e.Attrs = append(a.e.Attrs, x)
		}
	}
	if ip := a.activity.Get("ipAddress").Text(); ip != "" && a.e.IP == "" {
		a.e.Attrs = append(a.e.Attrs, event.Attr{Name: "ip-address", Value: ip})
	}
	a.e.Attrs = append(a.e.Attrs, a.p.attrs()...)
	if a.extra > 0 {
		a.e.Attrs = append(a.e.Attrs, event.Attr{Name: "further-targets", Value: strconv.Itoa(a.extra)})
	}
}
