// SPDX-License-Identifier: Apache-2.0

// Package salesforce writes what Salesforce would have recorded: event log
// files, login history, setup audit trail, account history and the reference
// exports. The columns and their order are those of real exports.
package salesforce

import (
	"fmt"
	"strings"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
	"dossier/samples/internal/ledger"
)

// eventType is one type of event log file.
type eventType int

const (
	login eventType = iota
	logout
	loginAs
	uri
	lightning
	report
	reportExport
	search
	searchClick
	dashboard
	contentTransfer
	api
	restAPI
	bulkAPI
	apiTotal
	eventTypes
)

var typeNames = [eventTypes]string{
	"Login", "Logout", "LoginAs", "URI", "LightningPageView", "Report", "ReportExport", "Search", "SearchClick",
	"Dashboard", "ContentTransfer", "API", "RestApi", "BulkApi", "ApiTotalUsage",
}

const who = "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,RUN_TIME,CPU_TIME,URI,SESSION_KEY,LOGIN_KEY,"
const where = ",TIMESTAMP_DERIVED,USER_ID_DERIVED,CLIENT_IP,URI_ID_DERIVED"

var columns = [eventTypes]string{
	login:   who + "USER_TYPE,REQUEST_STATUS,DB_TOTAL_TIME,LOGIN_TYPE,BROWSER_TYPE,API_TYPE,API_VERSION,USER_NAME,TLS_PROTOCOL,CIPHER_SUITE,AUTHENTICATION_METHOD_REFERENCE,LOGIN_SUB_TYPE" + where + ",LOGIN_STATUS,SOURCE_IP",
	logout:  "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,USER_TYPE,SESSION_TYPE,SESSION_LEVEL,BROWSER_TYPE,PLATFORM_TYPE,RESOLUTION_TYPE,APP_TYPE,CLIENT_VERSION,API_TYPE,API_VERSION,USER_INITIATED_LOGOUT,SESSION_KEY,LOGIN_KEY,TIMESTAMP_DERIVED,USER_ID_DERIVED,CLIENT_IP",
	loginAs: who + "DELEGATED_USER_NAME,DELEGATED_USER_ID" + where + ",DELEGATED_USER_ID_DERIVED",
	uri:     who + "USER_TYPE,REQUEST_STATUS,DB_TOTAL_TIME,DB_BLOCKS,DB_CPU_TIME,REFERRER_URI" + where,
	lightning: "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,SESSION_KEY,LOGIN_KEY,USER_TYPE,CLIENT_ID,CLIENT_GEO,DEVICE_SESSION_ID,APP_NAME,USER_AGENT,CONNECTION_TYPE,SDK_APP_TYPE,SDK_APP_VERSION,SDK_VERSION,DEVICE_ID,DEVICE_MODEL,DEVICE_PLATFORM,OS_NAME,OS_VERSION,BROWSER_NAME,BROWSER_VERSION," +
		"UI_EVENT_ID,UI_EVENT_SOURCE,UI_EVENT_TIMESTAMP,UI_EVENT_SEQUENCE_NUM,PAGE_START_TIME,DURATION,EFFECTIVE_PAGE_TIME,EFFECTIVE_PAGE_TIME_DEVIATION,EFFECTIVE_PAGE_TIME_DEVIATION_REASON,EFFECTIVE_PAGE_TIME_DEVIATION_ERROR_TYPE,PAGE_URL,PAGE_ENTITY_ID,PAGE_ENTITY_TYPE,PAGE_CONTEXT,PAGE_APP_NAME," +
		"PREVPAGE_URL,PREVPAGE_ENTITY_ID,PREVPAGE_ENTITY_TYPE,PREVPAGE_CONTEXT,PREVPAGE_APP_NAME,TARGET_UI_ELEMENT,PARENT_UI_ELEMENT,GRANDPARENT_UI_ELEMENT,TIMESTAMP_DERIVED,USER_ID_DERIVED,CLIENT_IP",
	report:          who + "USER_TYPE,REQUEST_STATUS,DB_TOTAL_TIME,ENTITY_NAME,DISPLAY_TYPE,RENDERING_TYPE,REPORT_ID,ROW_COUNT,NUMBER_EXCEPTION_FILTERS,NUMBER_COLUMNS,UI_NUMBER_COLUMNS,AVERAGE_ROW_SIZE,SORT,DB_BLOCKS,DB_CPU_TIME,NUMBER_BUCKETS" + where + ",REPORT_ID_DERIVED,ORIGIN",
	reportExport:    who + "CLIENT_INFO,REPORT_DESCRIPTION" + where,
	search:          "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,QUERY_ID,NUM_RESULTS,SEARCH_QUERY,PREFIXES_SEARCHED,TIMESTAMP_DERIVED",
	searchClick:     "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,QUERY_ID,CLICKED_RECORD_ID,RANK,TIMESTAMP_DERIVED",
	dashboard:       who + "DASHBOARD_COMPONENT_ID,DASHBOARD_ID,REPORT_ID,IS_SUCCESS,DASHBOARD_TYPE,IS_SCHEDULED,VIEWING_USER_ID" + where + ",DASHBOARD_ID_DERIVED,REPORT_ID_DERIVED",
	contentTransfer: "EVENT_TYPE,TIMESTAMP,REQUEST_ID,TRANSACTION_TYPE,ORGANIZATION_ID,USER_ID,DOCUMENT_ID,VERSION_ID,FILE_TYPE,FILE_PREVIEW_TYPE,SIZE_BYTES,TIMESTAMP_DERIVED,USER_ID_DERIVED,DOCUMENT_ID_DERIVED,VERSION_ID_DERIVED",
	api:             who + "USER_TYPE,REQUEST_STATUS,DB_TOTAL_TIME,API_TYPE,API_VERSION,CLIENT_NAME,METHOD_NAME,ENTITY_NAME,ROWS_PROCESSED,REQUEST_SIZE,RESPONSE_SIZE,DB_BLOCKS,DB_CPU_TIME,EXCEPTION_MESSAGE,QUERY" + where,
	restAPI:         who + "USER_TYPE,REQUEST_STATUS,DB_TOTAL_TIME,DB_BLOCKS,DB_CPU_TIME,METHOD,MEDIA_TYPE,STATUS_CODE,USER_AGENT,ROWS_PROCESSED,NUMBER_FIELDS,ENTITY_NAME,CLIENT_NAME,CONNECTED_APP_ID,REQUEST_SIZE,RESPONSE_SIZE,EXCEPTION_MESSAGE" + where,
	bulkAPI:         who + "JOB_ID,BATCH_ID,ROWS_PROCESSED,NUMBER_FAILURES,SUCCESS,MESSAGE,ENTITY_TYPE,OPERATION_TYPE" + where,
	apiTotal:        "EVENT_TYPE,TIMESTAMP,REQUEST_ID,ORGANIZATION_ID,USER_ID,API_FAMILY,API_VERSION,API_RESOURCE,CLIENT_NAME,HTTP_METHOD,CLIENT_IP,COUNTS_AGAINST_API_LIMIT,CONNECTED_APP_ID,ENTITY_NAME,STATUS_CODE,CONNECTED_APP_NAME,USER_NAME,TIMESTAMP_DERIVED",
}

// Plan says which event log files were fetched besides the daily ones, and which
// daily ones twice.
type Plan struct {
	HourlyFrom, HourlyTo company.Day // days of which the hourly files are there as well
	TwiceDay             company.Day // day of which a type was downloaded twice
}

// Product is Salesforce. Not safe for concurrent use.
type Product struct {
	co      *company.Company
	fine    *chance.Stream
	files   [eventTypes]*ledger.Ledger
	logins  *ledger.Ledger
	changes *ledger.Ledger
	setup   []setupLine
	writer  ledger.Writer
	count   int
}

// New makes the product, which writes below the folder salesforce.
func New(w ledger.Writer, co *company.Company, seed uint64, plan Plan) *Product {
	p := &Product{co: co, writer: w, fine: chance.New(seed, 20)}
	for t := range eventTypes {
		series := []*ledger.Series{daily(t)}
		if plan.HourlyTo > 0 && (t == login || t == report || t == reportExport || t == uri) {
			series = append(series, hourly(t, plan))
		}
		if plan.TwiceDay > 0 && t == report {
			series = append(series, twice(t, plan.TwiceDay))
		}
		p.files[t] = ledger.New(w, series...)
	}
	p.logins = ledger.New(w, &ledger.Series{Part: always, Name: named("salesforce/LoginHistory.csv"), Head: headed(loginHistoryColumns)})
	p.changes = ledger.New(w, &ledger.Series{Part: always, Name: named("salesforce/AccountHistory.csv"), Head: headed(accountHistoryColumns)})
	return p
}

func always(int64) int64 { return 0 }

func named(name string) func(int64, int) string { return func(int64, int) string { return name } }

func headed(line string) func(int64, int64) string {
	return func(int64, int64) string { return line + "\n" }
}

func quotedHead(t eventType) func(int64, int64) string {
	return headed(`"` + strings.ReplaceAll(columns[t], ",", `","`) + `"`)
}

func daily(t eventType) *ledger.Series {
	return &ledger.Series{
		Part: func(at int64) int64 { return at / company.DayMs },
		Name: func(part int64, _ int) string {
			return fmt.Sprintf("salesforce/EventLogFile/%s_%s.csv", company.Day(part), typeNames[t])
		},
		Head: quotedHead(t),
	}
}

// hourly are the files that come out every hour and repeat in the daily one.
func hourly(t eventType, plan Plan) *ledger.Series {
	return &ledger.Series{
		Part: func(at int64) int64 {
			if day := company.Day(at / company.DayMs); day < plan.HourlyFrom || day > plan.HourlyTo {
				return -1
			}
			return at / company.Hour
		},
		Name: func(part int64, _ int) string {
			return fmt.Sprintf("salesforce/EventLogFile/hourly/%sT%02d_%s.csv", company.Day(part/24), part%24, typeNames[t])
		},
		Head: quotedHead(t),
		Copy: true,
	}
}

// twice is a daily file that somebody fetched again under another name.
func twice(t eventType, day company.Day) *ledger.Series {
	s := daily(t)
	s.Copy = true
	s.Part = func(at int64) int64 {
		if company.Day(at/company.DayMs) != day {
			return -1
		}
		return at / company.DayMs
	}
	s.Name = func(part int64, _ int) string {
		return fmt.Sprintf("salesforce/EventLogFile/%s_%s (1).csv", company.Day(part), typeNames[t])
	}
	return s
}

// Ledgers are all logs of the product, to be flushed day by day.
func (p *Product) Ledgers() []*ledger.Ledger {
	return append(p.files[:len(p.files):len(p.files)], p.logins, p.changes)
}

// cells builds one row of quoted cells.
type cells struct{ b []byte }

func (c *cells) text(values ...string) {
	for _, v := range values {
		c.b = append(ledger.AppendQuoted(c.b, v), ',')
	}
}

func (c *cells) number(values ...int) {
	for _, n := range values {
		c.b = append(ledger.AppendInt(append(c.b, '"'), n), '"', ',')
	}
}

func (c *cells) blank(count int) {
	for range count {
		c.b = append(c.b, '"', '"', ',')
	}
}

func (c *cells) stamp(at int64) {
	c.b = ledger.AppendDate(append(c.b, '"'), at, 0)
	c.b = ledger.AppendClock(c.b, at, 0)
	c.b = ledger.AppendMilli(append(c.b, '.'), at)
	c.b = append(c.b, '"', ',')
}

func (c *cells) derived(at int64) {
	c.b = append(ledger.AppendISO(append(c.b, '"'), at), '"', ',')
}

// request is the id that rows of one transaction share.
type request string

func (p *Product) request() request { return request(ident.AppendRequest(nil, p.fine)) }

// begin writes what nearly all types begin with.
func (p *Product) begin(t eventType, d *deed.Deed, at int64, id request, path string, runMs int) *cells {
	c := &cells{p.files[t].Open()}
	c.text(typeNames[t])
	c.stamp(at)
	c.text(string(id), company.Org, d.Who.UserID)
	c.number(runMs, runMs*p.fine.Between(20, 70)/100)
	c.text(path, sessionKey(d), loginKey(d))
	return c
}

// end writes what nearly all types end with, and closes the row.
func (p *Product) end(t eventType, c *cells, d *deed.Deed, at int64, uriID string, needle string, more ...string) {
	c.derived(at)
	c.text(d.Who.UserID18, d.Session.IP, uriID)
	c.text(more...)
	p.close(t, c, d, at, needle)
}

func (p *Product) close(t eventType, c *cells, d *deed.Deed, at int64, needle string) {
	c.b[len(c.b)-1] = '\n'
	p.files[t].Close(c.b, at, d.Mark("salesforce-elf/"+typeNames[t], needle))
}

func sessionKey(d *deed.Deed) string { return d.Session.SessionKey }
func loginKey(d *deed.Deed) string   { return d.Session.LoginKey }
