// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// uri is a page of Salesforce Classic, or a file that it hands out.
func uri(r *record, e *event.Event) {
	address := r.value(fieldURI)
	e.Kind, e.Object = visit(address)
	e.Initiated = event.InitiatedUser
	if e.Kind == event.CRMPageView {
		if id := r.id(fieldURIIDDerived); salesforce.IsID(id) {
			e.Object = salesforce.ObjectOf("", r.takeID(fieldURIIDDerived))
		} else if e.Object.Name == address {
			r.taken[fieldURI] = true
		}
	} else if salesforce.SameID(r.id(fieldURIIDDerived), e.Object.ID) {
		r.taken[fieldURIIDDerived] = true
	}
	r.groupVisit(e)
}

// groupVisit ties a visit that handed out data to the rows of other types about
// the same.
func (r *record) groupVisit(e *event.Event) {
	switch e.Kind {
	case event.CRMReportExport, event.CRMReportRun:
		e.Group = r.requestGroup()
	case event.FileDownload, event.FilePreview:
		e.Group = r.fileGroup(e.Object.ID)
	}
}

// lightningPage is a page of Lightning. The address decides; where it says
// nothing, the entity that the page shows.
func lightningPage(r *record, e *event.Event) {
	e.Kind, e.Object = visit(r.value(fieldPageURL))
	e.Initiated = event.InitiatedUser
	e.Client = r.client(fieldUserAgent)
	if e.Kind != event.CRMPageView {
		return
	}
	if id := r.id(fieldPageEntityID); salesforce.IsID(id) {
		object := salesforce.ObjectOf(salesforce.TypeOfEntity(r.value(fieldPageEntityType)), r.takeID(fieldPageEntityID))
		e.Kind, e.Object = lightningRecord(object, "view")
	}
}

// Kinds by UI_EVENT_SOURCE of rows whose UI_EVENT_TYPE is crud.
var crudKinds = map[string]event.Kind{
	"create":  event.CRMRecordCreate,
	"creates": event.CRMRecordCreate,
	"read":    event.CRMRecordView,
	"reads":   event.CRMListView,
	"update":  event.CRMRecordUpdate,
	"updates": event.CRMRecordUpdate,
	"delete":  event.CRMRecordDelete,
	"deletes": event.CRMRecordDelete,
}

// lightningInteraction is a click or, with less certainty, what the page did with
// records.
func lightningInteraction(r *record, e *event.Event) {
	e.Kind = event.CRMOther
	if r.is(fieldUIEventType, "crud") {
		e.Kind = kindOr(crudKinds, r.value(fieldUIEventSource), event.CRMOther)
	}
	e.Initiated = event.InitiatedUser
	e.Client = r.client(fieldUserAgent)
	ids := strings.Trim(r.value(fieldRecordID), `[]" `)
	if salesforce.IsID(ids) {
		r.taken[fieldRecordID] = true
		e.Object = salesforce.ObjectOf(salesforce.TypeOfEntity(r.value(fieldRecordType)), ids)
	} else {
		e.Object.Type = salesforce.TypeOfEntity(r.value(fieldRecordType))
	}
}

// aura is a request of a Lightning page to its server: evidence where page views
// are missing. A request without actions is the page itself.
func aura(r *record, e *event.Event) {
	e.Client = r.client(fieldUserAgent)
	actions := r.value(fieldActionMessage)
	if actions == "" && r.is(fieldRequestMethod, "GET") {
		e.Kind, e.Object = visit(r.value(fieldURI))
		e.Initiated = event.InitiatedUser
		if salesforce.SameID(r.id(fieldURIIDDerived), e.Object.ID) {
			r.taken[fieldURIIDDerived] = true
		}
		return
	}
	e.Kind = auraKind(actions)
	if e.Kind != event.CRMOther {
		e.Initiated = event.InitiatedUser
	}
}

// auraActions are the actions that mean something, the weightiest first.
var auraActions = []struct {
	action string
	kind   event.Kind
}{
	{"RecordUiController/ACTION$deleteRecord=", event.CRMRecordDelete},
	{"RecordUiController/ACTION$createRecord=", event.CRMRecordCreate},
	{"RecordUiController/ACTION$updateRecord=", event.CRMRecordUpdate},
	{"/ACTION$getListUi", event.CRMListView},
}

func auraKind(actions string) event.Kind {
	for _, a := range auraActions {
		if strings.Contains(actions, a.action) {
			return a.kind
		}
	}
	return event.CRMOther
}

// namedPage is a page that a customer made.
func namedPage(r *record, e *event.Event) {
	e.Kind = event.CRMPageView
	e.Object = event.Object{Type: "page", Name: r.take(fieldPageName)}
}

func article(r *record, e *event.Event) {
	e.Kind = event.CRMRecordView
	e.Object = event.Object{Type: "record", ID: r.takeID(fieldArticleID)}
}

// search: the number of results is a step of a scale (25 is "25 or more").
func search(r *record, e *event.Event) {
	e.Kind = event.CRMSearch
	e.Initiated = event.InitiatedUser
	e.Text = r.take(fieldSearchQuery)
	e.Quantities.Records = r.quantity(fieldNumResults, event.Estimated)
}

func searchClick(r *record, e *event.Event) {
	e.Kind = event.CRMSearchOpen
	e.Initiated = event.InitiatedUser
	e.Object = salesforce.ObjectOf("", r.takeID(fieldClickedRecordID))
	e.Text = r.take(fieldSearchQuery)
}

// groupMembership is somebody put into a group or queue, or taken out.
func groupMembership(r *record, e *event.Event) {
	e.Kind = event.AdminPermission
	e.Object = salesforce.ObjectOf("record", r.takeID(fieldGroupID))
	e.Targets = r.target(fieldMemberID, event.RoleUser)
}

// target is the target that a column names, if it names one: a user, or else a
// group, role or record.
func (r *record) target(f field, role string) []event.Target {
	id := r.id(f)
	if id == "" {
		return nil
	}
	r.taken[f] = true
	account := event.Account{Namespace: event.Place, Name: id}
	if salesforce.TypeOfID(id) == "user" {
		account.Namespace = event.SalesforceID
	}
	return []event.Target{{Role: role, Account: account}}
}

func permissionUpdate(r *record, e *event.Event) {
	e.Kind = event.AdminPermission
	e.Text = r.take(fieldDescription)
}

// insufficientAccess: where somebody else was logged in as the user, he is who
// tried.
func insufficientAccess(r *record, e *event.Event) {
	e.Kind, e.Outcome = event.CRMAccessDenied, event.OutcomeFailure
	e.Object = salesforce.ObjectOf(salesforce.TypeOfEntity(r.value(fieldEntityType)), r.takeID(fieldRecordID))
	e.Text = r.take(fieldErrorDescription)
	actual := r.id(fieldActualLoggedInUserID)
	switch {
	case salesforce.TypeOfID(actual) != "user":
	case salesforce.SameID(actual, e.Actor.Name):
		r.taken[fieldActualLoggedInUserID] = true
	default:
		r.taken[fieldActualLoggedInUserID] = true
		e.Actor, e.OnBehalfOf = event.Account{Namespace: event.SalesforceID, Name: actual}, e.Actor
		e.Initiated = event.InitiatedDelegate
	}
}

// transactionSecurity is a policy that was weighed, and perhaps intervened.
func transactionSecurity(r *record, e *event.Event) {
	e.Kind = event.CRMOther
	result := parsers.NormalName(r.value(fieldResult))
	triggered := strings.Contains(result, "trigger") && !strings.HasPrefix(result, "no")
	if triggered || strings.Contains(result, "block") || strings.Contains(result, "notified") {
		e.Kind = event.CRMPolicyBlock
	}
	e.Object = event.Object{Type: "rule", ID: r.takeID(fieldPolicyIDDerived, fieldPolicyID)}
}

func packageInstall(r *record, e *event.Event) {
	e.Kind = event.AdminApp
	e.Object = event.Object{Type: "record", Name: r.take(fieldPackageName)}
}
