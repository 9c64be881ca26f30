// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"strings"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

// servlets are the addresses of Salesforce Classic that hand out files. The
// object's id is in the parameter, or behind the address if there is none.
var servlets = []struct {
	path, parameter string
	kind            event.Kind
}{
	{"/servlet/servlet.OrgExport", "id", event.CRMBackupDownload},
	{"/servlet/servlet.FileDownload", "file", event.FileDownload},
	{"/servlet/servlet.EmailAttachmentDownload", "file", event.FileDownload},
	{"/servlet/servlet.ReportList", "", event.CRMListView},
	{"/sfc/servlet.shepherd/version/download/", "", event.FileDownload},
	{"/sfc/servlet.shepherd/document/download/", "", event.FileDownload},
	{"/sfc/servlet.shepherd/version/renditionDownload", "versionId", event.FilePreview},
}

// visit says what opening an address of the user interface was, and of what.
func visit(address string) (event.Kind, event.Object) {
	if i := strings.Index(address, "/lightning/"); i >= 0 {
		return lightningVisit(address, address[i+len("/lightning/"):])
	}
	if strings.Contains(address, "servlet.") {
		if kind, object, ok := servletVisit(address); ok {
			return kind, object
		}
	}
	path := pathOf(address)
	first, _ := segment(path)
	if path == "" {
		return event.CRMPageView, event.Object{}
	}
	if salesforce.IsID(first) {
		return classicVisit(address, first)
	}
	if list := parameter(address, "fcf"); len(first) == 3 && salesforce.TypeOfID(list) == "list" {
		return event.CRMListView, salesforce.ObjectOf("list", list)
	}
	return event.CRMPageView, event.Object{Type: "page", Name: path}
}

func servletVisit(address string) (event.Kind, event.Object, bool) {
	for _, s := range servlets {
		_, rest, found := strings.Cut(address, s.path)
		if !found {
			continue
		}
		id, _ := segment(rest)
		if s.parameter != "" {
			id = parameter(address, s.parameter)
		}
		object := event.Object{Type: "document"}
		switch {
		case salesforce.IsID(id):
			object = salesforce.ObjectOf("record", id)
		case s.kind == event.CRMListView:
			object.Type = "list"
		}
		if s.kind == event.CRMBackupDownload {
			object.Type, object.Name = "document", parameter(address, "fileName")
		}
		return s.kind, object, true
	}
	return "", event.Object{}, false
}

// classicVisit reads /001…, /001…/e, /00O…?export=1&xf=csv.
func classicVisit(address, id string) (event.Kind, event.Object) {
	object := salesforce.ObjectOf("", id)
	switch object.Type {
	case "report":
		if parameter(address, "export") == "1" {
			return event.CRMReportExport, object
		}
		return event.CRMReportRun, object
	case "dashboard":
		return event.CRMDashboardView, object
	case "list":
		return event.CRMListView, object
	}
	return event.CRMRecordView, object
}

// lightningVisit reads what follows /lightning/: r/Account/001…/view,
// r/001…/view, o/Account/list?filterName=00B….
func lightningVisit(address, rest string) (event.Kind, event.Object) {
	what, rest := segment(rest)
	name, rest := segment(rest)
	next, rest := segment(rest)
	switch {
	case what == "r" && salesforce.IsID(name):
		return lightningRecord(salesforce.ObjectOf("record", name), next)
	case what == "r" && salesforce.IsID(next):
		action, _ := segment(rest)
		return lightningRecord(salesforce.ObjectOf(salesforce.TypeOfEntity(name), next), action)
	case what == "o" && next == "list":
		return event.CRMListView, lightningList(parameter(address, "filterName"))
	}
	return event.CRMPageView, event.Object{Type: "page", Name: pathOf(address)}
}

func lightningRecord(object event.Object, action string) (event.Kind, event.Object) {
	switch {
	case action == "related":
		return event.CRMListView, object // a list of what belongs to the record
	case object.Type == "report":
		return event.CRMReportRun, object
	case object.Type == "dashboard":
		return event.CRMDashboardView, object
	case object.Type == "list":
		return event.CRMListView, object
	}
	return event.CRMRecordView, object
}

func lightningList(filter string) event.Object {
	if salesforce.IsID(filter) {
		return salesforce.ObjectOf("list", filter)
	}
	return event.Object{Type: "list", Name: filter}
}

// pathOf is an address without host, parameters and fragment.
func pathOf(address string) string {
	if i := strings.Index(address, "://"); i >= 0 && !strings.Contains(address[:i], "/") {
		address = address[i+3:]
		if i = strings.IndexByte(address, '/'); i < 0 {
			return "/"
		}
		address = address[i:]
	}
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i]
	}
	return address
}

// idInPath is the first id of that type in a path, in 18 characters.
func idInPath(address, kind string) string {
	for path := pathOf(address); path != ""; {
		var id string
		if id, path = segment(path); salesforce.TypeOfID(id) == kind {
			return event.SalesforceID18(id)
		}
	}
	return ""
}
