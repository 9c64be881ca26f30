// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dossier/event"
	"dossier/parsers/parsertest"
)

// one parses a row of that type whose further cells are given as "NAME=value".
func one(t *testing.T, eventType string, cells ...string) *event.Event {
	t.Helper()
	names := []string{"EVENT_TYPE", "TIMESTAMP", "REQUEST_ID", "USER_ID_DERIVED", "TIMESTAMP_DERIVED"}
	values := []string{eventType, "20240513060211.655", "rq", "005000000000abCAAQ", "2024-05-13T06:02:11.655Z"}
	for _, c := range cells {
		name, value, _ := strings.Cut(c, "=")
		names, values = append(names, name), append(values, value)
	}
	var text strings.Builder
	w := csv.NewWriter(&text)
	if err := w.WriteAll([][]string{names, values}); err != nil {
		t.Fatal(err)
	}
	c, err := parsertest.CollectBytes(Parser, []byte(text.String()))
	if err != nil || len(c.Events) != 1 {
		t.Fatalf("%d events, %v: %v", len(c.Events), c.Rejects, err)
	}
	return c.Events[0]
}

var (
	user  = event.Account{Namespace: event.SalesforceID, Name: "005000000000abCAAQ"}
	admin = event.Account{Namespace: event.SalesforceID, Name: "005000000000adMAAQ"}
)

// common are the fields that every row of one has.
func common(e event.Event) event.Event {
	at := time.Date(2024, 5, 13, 6, 2, 11, 655e6, time.UTC)
	e.Time = event.Instant(at, event.PrecisionMilli, event.TimeRecorded, "2024-05-13T06:02:11.655Z")
	if e.Actor.IsZero() && e.OnBehalfOf.IsZero() {
		e.Actor = user
	}
	return e
}

const (
	accountID = "001000000000009AAA"
	reportID  = "00O000000000001EAA"
)

var byType = []struct {
	name  string
	kind  string
	cells []string
	want  event.Event
}{
	{
		"log-in as another", "LoginAs",
		[]string{
			"DELEGATED_USER_ID=005000000000adM", "DELEGATED_USER_ID_DERIVED=005000000000adMAAQ",
			"DELEGATED_USER_NAME=root@acme.example", "SESSION_KEY=sk", "LOGIN_KEY=lk", "CLIENT_IP=2001:db8::7",
		},
		event.Event{
			Kind: event.AuthLoginAs, Actor: admin, OnBehalfOf: user, Initiated: event.InitiatedDelegate,
			Object: event.Object{Type: "user", ID: user.Name}, Session: "sk", IP: "2001:db8::7",
		},
	},
	{
		"log-in as another, by nobody", "LoginAs", nil,
		event.Event{
			Kind: event.AuthLoginAs, OnBehalfOf: user, Initiated: event.InitiatedDelegate,
			Object: event.Object{Type: "user", ID: user.Name},
		},
	},
	{
		"log-out by time-out", "Logout", []string{"USER_INITIATED_LOGOUT=0", "LOGIN_KEY=lk", "BROWSER_TYPE=Browser/1"},
		event.Event{Kind: event.AuthLogout, Initiated: event.InitiatedSystem, Session: "lk", Client: "Browser/1"},
	},
	{
		"log-out from another's session", "Logout", []string{"USER_INITIATED_LOGOUT=1", "SESSION_TYPE=S"},
		event.Event{Kind: event.AuthLogout, Initiated: event.InitiatedDelegate},
	},
	{
		"export from Lightning", "Report",
		[]string{"REPORT_ID=00O000000000001", "ROW_COUNT=48210", "AVERAGE_ROW_SIZE=100", "ORIGIN=ReportExported", "RENDERING_TYPE="},
		event.Event{
			Kind: event.CRMReportExport, Initiated: event.InitiatedUser, Object: event.Object{Type: "report", ID: reportID},
			Quantities: event.Quantities{Records: event.Count(48210), Bytes: estimated(4821000)}, Group: "salesforce-request:rq",
		},
	},
	{
		"export from Classic", "Report", []string{"ROW_COUNT=5", "RENDERING_TYPE=X", "ORIGIN=Unknown"},
		event.Event{
			Kind: event.CRMReportExport, Object: event.Object{Type: "report"},
			Quantities: event.Quantities{Records: event.Count(5)}, Group: "salesforce-request:rq",
		},
	},
	{
		"export that a dashboard has part in", "Report", []string{"RENDERING_TYPE=C", "DISPLAY_TYPE=D"},
		event.Event{Kind: event.CRMReportExport, Object: event.Object{Type: "report"}, Group: "salesforce-request:rq"},
	},
	{
		"mailed report", "AsyncReportRun", []string{"RENDERING_TYPE=E", "ROW_COUNT=-1"},
		event.Event{Kind: event.CRMReportSend, Object: event.Object{Type: "report"}, Group: "salesforce-request:rq"},
	},
	{
		"component of a dashboard", "AsyncReportRun", []string{"DASHBOARD_ID=01Z000000000001", "ORIGIN=DashboardComponentUpdated"},
		event.Event{Kind: event.CRMReportRun, Object: event.Object{Type: "report"}},
	},
	{
		"export without its id", "ReportExport", []string{"URI=/00O000000000001?x=1", "CLIENT_INFO=Browser", `REPORT_DESCRIPTION="all, of ""us"""`},
		event.Event{
			Kind: event.CRMReportExport, Initiated: event.InitiatedUser, Object: event.Object{Type: "report", ID: reportID},
			Client: "Browser", Text: `all, of ""us""`, Group: "salesforce-request:rq",
		},
	},
	{
		"scheduled dashboard", "Dashboard", []string{"DASHBOARD_ID=01Z000000000001", "IS_SCHEDULED=1", "IS_SUCCESS=0"},
		event.Event{
			Kind: event.CRMDashboardView, Initiated: event.InitiatedAutomation, Outcome: event.OutcomeFailure,
			Object: event.Object{Type: "dashboard", ID: "01Z000000000001EAA"},
		},
	},
	{
		"analytics download", "WaveDownload", []string{"ASSET_TYPE=Dashboard", "ASSET_ID=0FK000000000001", "NUMBER_OF_RECORDS=10", "DOWNLOAD_ERROR=too big"},
		event.Event{
			Kind: event.CRMAnalyticsSave, Initiated: event.InitiatedUser, Outcome: event.OutcomeFailure,
			Object: event.Object{Type: "dashboard", ID: "0FK000000000001GAA"}, Quantities: event.Quantities{Records: event.Count(10)},
		},
	},
	{
		"soap query", "API",
		[]string{"METHOD_NAME=query", "ENTITY_NAME=Contact", "ROWS_PROCESSED=2000", "RESPONSE_SIZE=818", "REQUEST_SIZE=1", "CLIENT_NAME=loader", "QUERY=SELECT Id"},
		event.Event{
			Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Object: event.Object{Type: "contact"}, Client: "loader", Text: "SELECT Id",
			Quantities: event.Quantities{Records: event.Count(2000), Bytes: event.Count(818)},
		},
	},
	{
		"further rows of a soap query", "API", []string{"METHOD_NAME=query_more", "ROWS_PROCESSED=2000", "EXCEPTION_MESSAGE=x"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Outcome: event.OutcomeFailure, Quantities: event.Quantities{Records: estimated(2000)}},
	},
	{"metadata", "API", []string{"METHOD_NAME=retrieve", "API_TYPE=M"}, event.Event{Group: "salesforce-request:rq", Kind: event.CRMOther}},
	{
		"rest record", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/sobjects/Account/001000000000009?f=1", "STATUS_CODE=200", "USER_AGENT=13047000"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Outcome: event.OutcomeSuccess, Object: event.Object{Type: "customer", ID: accountID}},
	},
	{
		"rest query", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/query?q=SELECT+Id%2CName+FROM+Lead", "ENTITY_NAME=Lead", "ROWS_PROCESSED=7"},
		event.Event{
			Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Object: event.Object{Type: "lead"}, Text: "SELECT Id,Name FROM Lead",
			Quantities: event.Quantities{Records: event.Count(7)},
		},
	},
	{
		"rest, further rows", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/query/01g0000000001-2000", "ROWS_PROCESSED=7"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Quantities: event.Quantities{Records: estimated(7)}},
	},
	{
		"rest deletion", "RestApi", []string{"METHOD=DELETE", "URI=/services/data/v60.0/sobjects/Custom__c/a00000000000001", "REQUEST_STATUS=F"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMRecordDelete, Outcome: event.OutcomeFailure, Object: event.Object{Type: "record", ID: "a00000000000001AAA"}},
	},
	{
		"rest, a job ended", "RestApi", []string{"METHOD=DELETE", "URI=/services/data/v60.0/jobs/query/750000000000001"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIWrite},
	},
	{"rest, nobody knows", "RestApi", []string{"METHOD=POST", "URI=/services/data/v60.0/composite/batch/"}, event.Event{Group: "salesforce-request:rq", Kind: event.CRMOther}},
	{
		"usage by rest", "ApiTotalUsage", []string{"API_FAMILY=REST", "HTTP_METHOD=PATCH", "API_RESOURCE=/v60.0/sobjects/Case/500000000000001", "CONNECTED_APP_NAME=Sync", "CLIENT_NAME=c"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIWrite, Object: event.Object{Type: "case", ID: "500000000000001AAA"}, Client: "Sync"},
	},
	{"usage by soap", "ApiTotalUsage", []string{"API_FAMILY=SOAP", "HTTP_METHOD=POST", "API_RESOURCE=queryAll"}, event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIRead}},
	{"usage by soap, unknown", "ApiTotalUsage", []string{"API_FAMILY=SOAP", "HTTP_METHOD=POST"}, event.Event{Group: "salesforce-request:rq", Kind: event.CRMOther}},
	{
		"batch", "BulkApi", []string{"JOB_ID=750000000000001", "OPERATION_TYPE=query", "ENTITY_TYPE=Account", "ROWS_PROCESSED=300", "NUMBER_FAILURES=2", "SUCCESS=1"},
		event.Event{
			Kind: event.CRMBulkRead, Object: event.Object{Type: "customer"}, Outcome: event.OutcomePartial,
			Quantities: event.Quantities{Records: event.Count(300)}, Group: "salesforce-bulk-job:750000000000001AAA",
		},
	},
	{
		"status of a job", "BulkApi2", []string{"JOB_ID=750000000000001AAA", "OPERATION_TYPE=hardDelete", "JOB_STATUS=JobComplete", "RECORDS_PROCESSED=300"},
		event.Event{
			Kind: event.CRMBulkDelete, Object: event.Object{Type: "job", ID: "750000000000001AAA"}, Outcome: event.OutcomeSuccess,
			Quantities: event.Quantities{Records: event.Quantity{Count: 300, Basis: event.Running}}, Group: "salesforce-bulk-job:750000000000001AAA",
		},
	},
	{
		"results of a job", "BulkApiRequest", []string{"REQUEST_PATH=/services/data/v60.0/jobs/query/750000000000001/results", "JOB_ID=null"},
		event.Event{Kind: event.CRMBulkRead},
	},
	{
		"classic record", "URI", []string{"URI=/001000000000009/e?retURL=%2F", "URI_ID_DERIVED=001000000000009AAA", "REQUEST_STATUS=S"},
		event.Event{
			Kind: event.CRMRecordView, Initiated: event.InitiatedUser, Outcome: event.OutcomeSuccess,
			Object: event.Object{Type: "customer", ID: accountID},
		},
	},
	{
		"classic export", "URI", []string{"URI=/00O000000000001?export=1&enc=UTF-8&xf=csv"},
		event.Event{
			Kind: event.CRMReportExport, Initiated: event.InitiatedUser, Object: event.Object{Type: "report", ID: reportID},
			Group: "salesforce-request:rq",
		},
	},
	{
		"classic list", "URI", []string{"URI=/001?fcf=00B000000000001"},
		event.Event{Kind: event.CRMListView, Initiated: event.InitiatedUser, Object: event.Object{Type: "list", ID: "00B000000000001EAA"}},
	},
	{
		"the whole organisation", "URI", []string{"URI=/servlet/servlet.OrgExport?fileName=WE_00D000000000001AAA_1.ZIP&id=092000000000001"},
		event.Event{
			Kind: event.CRMBackupDownload, Initiated: event.InitiatedUser,
			Object: event.Object{Type: "document", ID: "092000000000001AAA", Name: "WE_00D000000000001AAA_1.ZIP"},
		},
	},
	{
		"classic attachment", "URI", []string{"URI=/servlet/servlet.FileDownload?file=00P000000000001"},
		event.Event{
			Kind: event.FileDownload, Initiated: event.InitiatedUser, Object: event.Object{Type: "attachment", ID: "00P000000000001EAA"},
			Group: "salesforce-request:rq/00P000000000001EAA",
		},
	},
	{
		"the same attachment", "DocumentAttachmentDownloads", []string{"ENTITY_ID=00P000000000001", "FILE_TYPE=pdf"},
		event.Event{
			Kind: event.FileDownload, Object: event.Object{Type: "attachment", ID: "00P000000000001EAA"},
			Group: "salesforce-request:rq/00P000000000001EAA",
		},
	},
	{
		"other page", "URI", []string{"URI=/home/home.jsp?x=1", "URI_ID_DERIVED=s4heK3WbH-lcJIL3-n"},
		event.Event{Kind: event.CRMPageView, Initiated: event.InitiatedUser, Object: event.Object{Type: "page", Name: "/home/home.jsp"}},
	},
	{
		"lightning record", "LightningPageView", []string{"PAGE_URL=https://acme.lightning.force.example/lightning/r/Account/001000000000009AAA/view?0.source=x", "USER_AGENT=B", "DEVICE_ID=d1"},
		event.Event{
			Kind: event.CRMRecordView, Initiated: event.InitiatedUser, Object: event.Object{Type: "customer", ID: accountID},
			Client: "B", Device: "d1",
		},
	},
	{
		"lightning list", "LightningPageView", []string{"PAGE_URL=/lightning/o/Contact/list?filterName=AllContacts"},
		event.Event{Kind: event.CRMListView, Initiated: event.InitiatedUser, Object: event.Object{Type: "list", Name: "AllContacts"}},
	},
	{
		"lightning report", "LightningPageView", []string{"PAGE_URL=/lightning/r/Report/00O000000000001EAA/view"},
		event.Event{Kind: event.CRMReportRun, Initiated: event.InitiatedUser, Object: event.Object{Type: "report", ID: reportID}},
	},
	{
		"lightning related list", "LightningPageView", []string{"PAGE_URL=/lightning/r/001000000000009AAA/related/Contacts/view"},
		event.Event{Kind: event.CRMListView, Initiated: event.InitiatedUser, Object: event.Object{Type: "customer", ID: accountID}},
	},
	{
		"lightning entity", "LightningPageView", []string{"PAGE_URL=/x", "PAGE_ENTITY_ID=500000000000001", "PAGE_ENTITY_TYPE=Case"},
		event.Event{Kind: event.CRMRecordView, Initiated: event.InitiatedUser, Object: event.Object{Type: "case", ID: "500000000000001AAA"}},
	},
	{
		"crud", "LightningInteraction", []string{"UI_EVENT_TYPE=crud", "UI_EVENT_SOURCE=deletes", `RECORD_ID=["001000000000009AAA"]`},
		event.Event{Kind: event.CRMRecordDelete, Initiated: event.InitiatedUser, Object: event.Object{Type: "customer", ID: accountID}},
	},
	{
		"click", "LightningInteraction", []string{"UI_EVENT_TYPE=user", "UI_EVENT_SOURCE=delete"},
		event.Event{Kind: event.CRMOther, Initiated: event.InitiatedUser},
	},
	{
		"aura", "AuraRequest", []string{"ACTION_MESSAGE=1$aura://X/ACTION$get=3;2$aura://RecordUiController/ACTION$deleteRecord=1"},
		event.Event{Kind: event.CRMRecordDelete, Initiated: event.InitiatedUser},
	},
	{
		"search", "Search", []string{`SEARCH_QUERY="brass"`, "NUM_RESULTS=25"},
		event.Event{
			Kind: event.CRMSearch, Initiated: event.InitiatedUser, Text: "brass",
			Quantities: event.Quantities{Records: estimated(25)},
		},
	},
	{
		"answer opened", "SearchClick", []string{"CLICKED_RECORD_ID=003000000000001"},
		event.Event{Kind: event.CRMSearchOpen, Initiated: event.InitiatedUser, Object: event.Object{Type: "contact", ID: "003000000000001AAA"}},
	},
	{
		"file", "ContentTransfer", []string{"TRANSACTION_TYPE=VersionDownloadAction", "DOCUMENT_ID=069000000000001", "VERSION_ID=068000000000001", "SIZE_BYTES=512"},
		event.Event{
			Kind: event.FileDownload, Initiated: event.InitiatedUser, Object: event.Object{Type: "document", ID: "069000000000001AAA"},
			Quantities: event.Quantities{Bytes: event.Count(512)}, Group: "salesforce-request:rq/068000000000001AAA",
		},
	},
	{
		"preview", "ContentTransfer", []string{"TRANSACTION_TYPE=VersionRenditionDownload"},
		event.Event{Kind: event.FilePreview, Object: event.Object{Type: "document"}},
	},
	{
		"public link", "ContentDistribution", []string{"ACTION=INSERT", "DELIVERY_ID=05D000000000001", "VERSION_ID=068000000000001"},
		event.Event{
			Kind: event.FileSharePub, Object: event.Object{Type: "document", ID: "068000000000001AAA"},
			Targets: []event.Target{{Role: event.RoleShare, Account: event.Account{Namespace: event.LinkToken, Name: "05D000000000001"}}},
		},
	},
	{
		"share", "ContentDocumentLink", []string{"SHARING_OPERATION=INSERT", "DOCUMENT_ID=069000000000001", "SHARED_WITH_ENTITY_ID=005000000000xyZ"},
		event.Event{
			Kind: event.FileShare, Object: event.Object{Type: "document", ID: "069000000000001AAA"},
			Targets: []event.Target{{Role: event.RoleShare, Account: event.Account{Namespace: event.SalesforceID, Name: "005000000000xyZ"}}},
		},
	},
	{
		"sampled save", "DatabaseSave", []string{"DML_TYPE=Update", "KEY_PREFIX=006", "NUM_ROWS=3", "SAMPLE_FACTOR=100"},
		event.Event{Kind: event.CRMRecordUpdate, Object: event.Object{Type: "opportunity"}, Quantities: event.Quantities{Records: estimated(300)}},
	},
	{
		"denied to the administrator", "InsufficientAccess", []string{"ACTUAL_LOGGED_IN_USER_ID=005000000000adMAAQ", "RECORD_ID=001000000000009", "ERROR_DESCRIPTION=no"},
		event.Event{
			Kind: event.CRMAccessDenied, Actor: admin, OnBehalfOf: user, Initiated: event.InitiatedDelegate,
			Outcome: event.OutcomeFailure, Object: event.Object{Type: "customer", ID: accountID}, Text: "no",
		},
	},
	{
		"blocked", "TransactionSecurity", []string{"RESULT=BLOCK", "POLICY_ID=0NI000000000001"},
		event.Event{Kind: event.CRMPolicyBlock, Object: event.Object{Type: "rule", ID: "0NI000000000001GAA"}},
	},
	{"let pass", "TransactionSecurity", []string{"RESULT=NOT_TRIGGERED"}, event.Event{Kind: event.CRMOther, Object: event.Object{Type: "rule"}}},
	{
		"package", "PackageInstall", []string{"PACKAGE_NAME=Tool", "IS_SUCCESSFUL=1"},
		event.Event{Kind: event.AdminApp, Outcome: event.OutcomeSuccess, Object: event.Object{Type: "record", Name: "Tool"}},
	},
	{
		"automated process", "RestApi", []string{"METHOD=GET", "USER_TYPE=A"},
		event.Event{Group: "salesforce-request:rq", Kind: event.CRMAPIRead, Initiated: event.InitiatedSystem},
	},
	{"unknown type", "NewThing", []string{"X=1"}, event.Event{Kind: event.CRMOther}},
}

func estimated(n int64) event.Quantity { return event.Quantity{Count: n, Basis: event.Estimated} }

func TestEventTypes(t *testing.T) {
	for _, c := range byType {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, c.kind, c.cells...)
			if diff := cmp.Diff(common(c.want), *got, cmpopts.IgnoreFields(event.Event{}, "Attrs", "Key", "Origin")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
