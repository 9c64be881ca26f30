// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dossier/event"
	"dossier/parsers"
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
			Kind: event.CRMAPIRead, Object: event.Object{Type: "contact"}, Client: "loader", Text: "SELECT Id",
			Quantities: event.Quantities{Records: event.Count(2000), Bytes: event.Count(818)},
		},
	},
	{
		"further rows of a soap query", "API", []string{"METHOD_NAME=query_more", "ROWS_PROCESSED=2000", "EXCEPTION_MESSAGE=x"},
		event.Event{Kind: event.CRMAPIRead, Outcome: event.OutcomeFailure, Quantities: event.Quantities{Records: estimated(2000)}},
	},
	{"metadata", "API", []string{"METHOD_NAME=retrieve", "API_TYPE=M"}, event.Event{Kind: event.CRMOther}},
	{
		"rest record", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/sobjects/Account/001000000000009?f=1", "STATUS_CODE=200", "USER_AGENT=13047000"},
		event.Event{Kind: event.CRMAPIRead, Outcome: event.OutcomeSuccess, Object: event.Object{Type: "customer", ID: accountID}},
	},
	{
		"rest query", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/query?q=SELECT+Id%2CName+FROM+Lead", "ENTITY_NAME=Lead", "ROWS_PROCESSED=7"},
		event.Event{
			Kind: event.CRMAPIRead, Object: event.Object{Type: "lead"}, Text: "SELECT Id,Name FROM Lead",
			Quantities: event.Quantities{Records: event.Count(7)},
		},
	},
	{
		"rest, further rows", "RestApi", []string{"METHOD=GET", "URI=/services/data/v60.0/query/01g0000000001-2000", "ROWS_PROCESSED=7"},
		event.Event{Kind: event.CRMAPIRead, Quantities: event.Quantities{Records: estimated(7)}},
	},
	{
		"rest deletion", "RestApi", []string{"METHOD=DELETE", "URI=/services/data/v60.0/sobjects/Custom__c/a00000000000001", "REQUEST_STATUS=F"},
		event.Event{Kind: event.CRMRecordDelete, Outcome: event.OutcomeFailure, Object: event.Object{Type: "record", ID: "a00000000000001AAA"}},
	},
	{
		"rest, a job ended", "RestApi", []string{"METHOD=DELETE", "URI=/services/data/v60.0/jobs/query/750000000000001"},
		event.Event{Kind: event.CRMAPIWrite},
	},
	{"rest, nobody knows", "RestApi", []string{"METHOD=POST", "URI=/services/data/v60.0/composite/batch/"}, event.Event{Kind: event.CRMOther}},
	{
		"usage by rest", "ApiTotalUsage", []string{"API_FAMILY=REST", "HTTP_METHOD=PATCH", "API_RESOURCE=/v60.0/sobjects/Case/500000000000001", "CONNECTED_APP_NAME=Sync", "CLIENT_NAME=c"},
		event.Event{Kind: event.CRMAPIWrite, Object: event.Object{Type: "case", ID: "500000000000001AAA"}, Client: "Sync"},
	},
	{"usage by soap", "ApiTotalUsage", []string{"API_FAMILY=SOAP", "HTTP_METHOD=POST", "API_RESOURCE=queryAll"}, event.Event{Kind: event.CRMAPIRead}},
	{"usage by soap, unknown", "ApiTotalUsage", []string{"API_FAMILY=SOAP", "HTTP_METHOD=POST"}, event.Event{Kind: event.CRMOther}},
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
		event.Event{Kind: event.CRMAPIRead, Initiated: event.InitiatedSystem},
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

// TestLogin holds all fields of the samples, attributes included.
func TestLogin(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte(sampleLogin))
	if err != nil {
		t.Fatal(err)
	}
	in, refused := c.Events[0], c.Events[1]
	want := event.Event{
		Kind: event.AuthLogin, Actor: user, Initiated: event.InitiatedUser, Outcome: event.OutcomeSuccess,
		IP: "192.0.2.10", Client: "Mozilla/5.0 (X11)", Session: "Lk/abc+1",
		Attrs: []event.Attr{
			{Name: "event-type", Value: "Login"}, {Name: "timestamp", Value: "20240513060211.655"},
			{Name: "request-id", Value: "4uReq0000000000000001-"}, {Name: "organization-id", Value: "00D000000000001"},
			{Name: "run-time", Value: "120"}, {Name: "cpu-time", Value: "40"}, {Name: "uri", Value: "/index.jsp"},
			{Name: "login-key", Value: "Lk/abc+1"}, {Name: "user-type", Value: "Standard"}, {Name: "db-total-time", Value: "9312"},
			{Name: "login-type", Value: "A"}, {Name: "api-type", Value: "f"}, {Name: "api-version", Value: "9998.0"},
			{Name: "user-name", Value: "dana@acme.example"}, {Name: "tls-protocol", Value: "TLSv1.3"},
			{Name: "login-sub-type", Value: "uiup"}, {Name: "client-ip", Value: "192.0.2.10"},
			{Name: "login-status", Value: "LOGIN_NO_ERROR"},
		},
	}
	if diff := cmp.Diff(common(want), *in, cmpopts.IgnoreFields(event.Event{}, "Key", "Origin")); diff != "" {
		t.Errorf("log-in (-want +got):\n%s", diff)
	}
	if refused.IP != "203.0.113.9" || refused.Attr("client-ip") != "Salesforce.com IP" || refused.Outcome != event.OutcomeFailure ||
		refused.Actor.Name != "005000000000abD" || refused.Initiated != event.InitiatedUnknown {
		t.Errorf("refused log-in: %+v", refused)
	}
}

// TestUserNameAlone: without an id, the user name is the actor; beside one it
// stays, so that identities can be learnt.
func TestUserNameAlone(t *testing.T) {
	e := one(t, "ApiTotalUsage", "USER_NAME=bot@acme.example")
	if e.Actor != user || e.Attr("user-name") != "bot@acme.example" {
		t.Errorf("with an id: %v, %v", e.Actor, e.Attrs)
	}
	e = one(t, "ApiTotalUsage", "USER_NAME=bot@acme.example", "USER_ID=005000000000xyZ")
	if e.Attr("user-id") != "005000000000xyZ" {
		t.Errorf("ids that differ: %v", e.Attrs)
	}
	text := "EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_NAME\nApiTotalUsage,20240513060211,r,bot@acme.example\n"
	c, _ := parsertest.CollectBytes(Parser, []byte(text))
	want := event.Account{Namespace: event.SalesforceUser, Name: "bot@acme.example"}
	if got := c.Events[0]; got.Actor != want || got.Time.Precision != event.PrecisionSecond {
		t.Errorf("without an id: %v at %v", got.Actor, got.Time)
	}
}

// TestPairs: what is one act has one group, what is one row has one key.
func TestPairs(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte(sampleReport))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Events[0], c.Events[4]; a.Group != b.Group || a.Group == "" || a.Object != b.Object || a.Key == b.Key ||
		!a.Quantities.Records.Present() || b.Quantities.Records.Present() {
		t.Errorf("an export and its report:\n%+v\n%+v", a, b)
	}
	c, err = parsertest.CollectBytes(Parser, []byte(sampleBulk2))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Events[0], c.Events[1]; a.Group != b.Group || a.Quantities.Records.Basis != event.Running {
		t.Errorf("two statuses of a job:\n%+v\n%+v", a, b)
	}
}

// TestJSONTwin: a row says the same as JSON, its key included.
func TestJSONTwin(t *testing.T) {
	for _, sample := range []string{sampleLogin, sampleBulk2} {
		rows, err := csv.NewReader(strings.NewReader(sample)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var objects strings.Builder
		for _, row := range rows[1:] {
			object := map[string]string{}
			for i, cell := range row {
				object[rows[0][i]] = cell
			}
			line, _ := json.Marshal(object)
			objects.Write(append(line, '\n'))
		}
		asCSV, _ := parsertest.CollectBytes(Parser, []byte(sample))
		asJSON, _ := parsertest.CollectBytes(JSONParser, []byte(objects.String()))
		sorted := cmpopts.SortSlices(func(a, b event.Attr) bool { return a.Name < b.Name })
		if diff := cmp.Diff(asCSV.Events, asJSON.Events, sorted, cmpopts.IgnoreFields(event.Event{}, "Origin")); diff != "" {
			t.Errorf("(-CSV +JSON):\n%s", diff)
		}
	}
}

// TestKeys: column order and line ends leave a key alone, and nothing else does.
func TestKeys(t *testing.T) {
	key := func(text string) event.Key {
		c, err := parsertest.CollectBytes(Parser, []byte(text))
		if err != nil || len(c.Events) != 1 {
			t.Fatalf("%q: %d events: %v", text, len(c.Events), err)
		}
		return c.Events[0].Key
	}
	want := key("EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_ID,URI\nURI,20240513060211.6,r,u,/x\n")
	if want != key("\"EVENT_TYPE\",\"URI\",\"USER_ID\",\"TIMESTAMP\",\"NEW\",\"REQUEST_ID\"\r\n\"URI\",\"/x\",\"u\",\"20240513060211.6\",\"\",\"r\"\r\n") {
		t.Error("the same row in a file of another layout has another key")
	}
	if want == key("EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_ID,URI\nURI,20240513060211.6,r,u,/y\n") {
		t.Error("another row has the same key")
	}
}

// TestHeaderOddities: two names in one cell, a name twice, a name of nothing,
// cells beyond the header.
func TestHeaderOddities(t *testing.T) {
	text := "\"EVENT_TYPE\",\"TIMESTAMP\",\"REQUEST_ID\",\"API_VERSION,USER_INITIATED_LOGOUT\",\"SESSION_TYPE\"\n" +
		"\"Logout\",\"20240513060211.6\",\"r\",\"\",\"1\",\"UI\"\n"
	c, err := parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Events) != 1 {
		t.Fatal(c, err)
	}
	if e := c.Events[0]; e.Initiated != event.InitiatedUser || e.Attr("session-type") != "UI" || e.Attr("ragged-row") != "" {
		t.Errorf("two names in one cell: %+v", e)
	}
	text = "EVENT_TYPE,TIMESTAMP,REQUEST_ID,URI,URI,_\nURI,20240513060211.6,r,/x,/y,z,w\n"
	c, err = parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Events) != 1 {
		t.Fatal(c, err)
	}
	want := []event.Attr{
		{Name: "event-type", Value: "URI"}, {Name: "request-id", Value: "r"}, {Name: "uri", Value: "/y"}, {Name: "column-6", Value: "z"},
		{Name: "cell-7", Value: "w"}, {Name: "ragged-row", Value: "7 cells, header has 6"},
	}
	if diff := cmp.Diff(want, c.Events[0].Attrs); diff != "" || c.Events[0].Object.Name != "/x" {
		t.Errorf("object %+v, attributes (-want +got):\n%s", c.Events[0].Object, diff)
	}
}

// TestTimes: what cannot be read is no time, and its text is kept.
func TestTimes(t *testing.T) {
	for _, c := range []struct {
		derived, stamp, want, text string
		order                      parsers.DateOrder
	}{
		{"", "20240513060211.13", "2024-05-13T06:02:11.13Z", "20240513060211.13", 0},
		{"2024-05-13 06:02:11.655", "", "2024-05-13T06:02:11.655Z", "2024-05-13 06:02:11.655", 0},
		{"02:11.7", "20240513060211", "2024-05-13T06:02:11Z", "20240513060211", 0},
		{"02:11.7", "2.02405E+13", "0001-01-01T00:00:00Z", "02:11.7", 0},
		{"", "", "0001-01-01T00:00:00Z", "", 0},
		{"3/4/2024 6:02", "", "2024-04-03T06:02:00Z", "3/4/2024 6:02", parsers.OrderDMY},
	} {
		in := parsertest.InputOf([]byte("EVENT_TYPE,TIMESTAMP,REQUEST_ID,TIMESTAMP_DERIVED\nURI," + c.stamp + ",r," + c.derived + "\n"))
		in.Order = c.order
		got, err := parsertest.Collect(Parser, in)
		if err != nil || len(got.Events) != 1 {
			t.Fatal(got, err)
		}
		if at := got.Events[0].Time; at.UTC.Format(time.RFC3339Nano) != c.want || at.Text != c.text {
			t.Errorf("%q, %q: %+v", c.derived, c.stamp, at)
		}
	}
}

func TestIsID(t *testing.T) {
	for text, want := range map[string]bool{
		"001000000000009": true, "001000000000009AAA": true, "0055j000000utlPAAQ": true, "001000000000009aab": true,
		"recentactivity1": false, "00100000000000": false, "a0B5f00000XyzAb": true, "001000000000-09": false, "": false,
	} {
		if isID(text) != want {
			t.Errorf("isID(%q) is %v", text, !want)
		}
	}
}
