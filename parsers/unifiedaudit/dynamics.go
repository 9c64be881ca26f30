// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
)

// dynamics is Dynamics 365 and Dataverse (RecordType 21). The verb is Message, or
// the operation where there is none.
var dynamics = family{other: event.CRMOther, kinds: dynamicsKinds, fill: fillDynamics}

var dynamicsKinds = map[string]event.Kind{
	"exporttoexcel": event.CRMListExport, "exportdynamictoexcel": event.CRMListExport, "exporttoexcelonline": event.CRMListExport,
	"exporttoword": event.CRMReportPrint, "exportworddocument": event.CRMReportPrint, "exportpdf": event.CRMReportPrint,
	"exportpdfdocument": event.CRMReportPrint,
	"retrievemultiple":  event.CRMListView, "executefetch": event.CRMListView, "rollup": event.CRMListView,
	"retrieveentitiesforaggregatequery": event.CRMListView, "retrieverecordwall": event.CRMListView, "retrievepersonalwall": event.CRMListView,
	"retrieve": event.CRMRecordView, "get": event.CRMRecordView,
	"search": event.CRMSearch,
	"create": event.CRMRecordCreate,
	"update": event.CRMRecordUpdate, "upsert": event.CRMRecordUpdate, "setstate": event.CRMRecordUpdate, "setstatedynamicentity": event.CRMRecordUpdate,
	"delete": event.CRMRecordDelete,
	"assign": event.CRMOwnerChange, "reassignobjects": event.CRMOwnerChange,
	"merge":      event.CRMRecordMerge,
	"bulkdelete": event.CRMBulkDelete, "deletemultiple": event.CRMBulkDelete,
	"createmultiple": event.CRMBulkWrite, "updatemultiple": event.CRMBulkWrite, "upsertmultiple": event.CRMBulkWrite,
	"import": event.CRMImport, "importrecordsimport": event.CRMImport, "bulkimport": event.CRMImport,
	"sendbulkmail": event.CRMMassMail, "bulkemail": event.CRMMassMail, "bulkmail": event.CRMMassMail,
	"report viewed": event.CRMReportRun, "render image": event.CRMReportRun, "report viewer render image": event.CRMReportRun,
	"report viewer export": event.CRMReportExport,
	"assignrole":           event.AdminPermission, "addprivilegesrole": event.AdminPermission, "replaceprivilegesrole": event.AdminPermission,
	"addmembersteam": event.AdminPermission, "removemembersteam": event.AdminPermission,
	"grantaccess": event.AdminPermission, "modifyaccess": event.AdminPermission, "revokeaccess": event.AdminPermission,
	"usersignin": event.AuthLogin, "login": event.AuthLogin, "userlogin": event.AuthLogin,
	"usersignout": event.AuthLogout, "logout": event.AuthLogout,
}

// entities are the types of objects by EntityName; any other is a record.
var entities = map[string]string{
	"account": "customer", "contact": "contact", "lead": "lead", "opportunity": "opportunity", "incident": "case", "report": "report",
	"systemform": "page", "userquery": "list", "savedquery": "list", "list": "list", "systemuser": "user",
}

// fillDynamics reads a record of Dynamics 365.
func fillDynamics(r *record) {
	if kind := dynamicsKinds[plainOperation(r.data.Get("Message").Text())]; kind != "" {
		r.e.Kind = kind
	}
	if r.e.Actor.IsZero() {
		r.e.Actor = named(r.text("UserUpn"))
	}
	r.entity()
	if meant(r.data.Get("Query").Text()) {
		r.e.Text = r.text("Query")
	}
	if n, ok := guids(r.data.Get("QueryResults").Text()); ok {
		r.e.Quantities.Records = event.Count(n)
	}
	if id := r.data.Get("CorrelationId").Text(); meant(id) && !nilGUID(id) {
		r.e.Group = "m365-crm-correlation:" + strings.ToLower(id)
	}
}

// entity names the record acted on, as far as there is one.
func (r *record) entity() {
	name := r.data.Get("EntityName").Text()
	if meant(name) {
		r.e.Object.Type = first(entities[strings.ToLower(name)], "record")
	}
	if id := r.data.Get("EntityId").Text(); meant(id) && !nilGUID(id) {
		r.e.Object.ID = r.text("EntityId")
	}
	r.e.Object.Name = r.text("PrimaryFieldValue")
}

// meant reports whether a value says something: Dynamics writes N/A and Unknown.
func meant(text string) bool {
	return text != "" && !strings.EqualFold(text, "N/A") && !strings.EqualFold(text, "Unknown")
}

func nilGUID(id string) bool { return strings.Trim(id, "0-{}") == "" }

// guids counts the different ids in a list; false if there is no list.
func guids(text string) (int64, bool) {
	if !meant(text) {
		return 0, false
	}
	seen := map[string]bool{}
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.ToLower(strings.Trim(one, ` {}[]"`)); isGUID(one) {
			seen[one] = true
		}
	}
	return int64(len(seen)), len(seen) > 0
}
