// SPDX-License-Identifier: Apache-2.0

// Package salesforceelf reads the Event Log Files of Salesforce: CSV as it is
// downloaded, and the same rows as JSON objects, as collectors pass them on.
package salesforceelf

import "dossier/parsers"

// Parser reads Event Log Files in CSV.
var Parser = parsers.Parser{
	Name:    "salesforce-elf",
	Version: 1,
	Title:   "Salesforce Event Log File (CSV)",
	Doc:     doc,
	Samples: samples,
	Sniff:   sniff,
	Parse:   parse,
}

// JSONParser reads rows of Event Log Files that are JSON objects.
var JSONParser = parsers.Parser{
	Name:    "salesforce-elf-json",
	Version: 1,
	Title:   "Salesforce Event Log File (JSON rows)",
	Doc:     docJSON,
	Samples: samplesJSON,
	Sniff:   sniffJSON,
	Parse:   parseJSON,
}

const doc = `Event Log Files are what Salesforce records of its use: one CSV an event type and
hour or day, downloaded through the API or a tool. Columns are found by their
names; EVENT_TYPE decides row by row, so files may stand one behind the other.

KINDS
  auth.login, auth.fail   Login, by LOGIN_STATUS; auth.other where none is recorded
  auth.login.as           LoginAs, SalesforceLoginAs (the vendor's staff; unverified)
  auth.logout             Logout
  crm.report.*            Report, AsyncReportRun: print if RENDERING_TYPE is P; send if
                          ORIGIN is a schedule or notification, or RENDERING_TYPE is E;
                          export if RENDERING_TYPE is X or C or ORIGIN begins with
                          ReportExported; else run. ReportExport: export.
                          MultiBlockReport: run
  crm.dashboard.view      Dashboard; dashboards in WaveInteraction and WaveChange
  crm.analytics.save      WaveDownload
  crm.api.read, .write    API, RestApi, ApexRestApi, ApiTotalUsage, by method; also
  crm.record.delete, .restore. Calls of the metadata API, composite calls and
                          methods that are not known are crm.other
  crm.bulk.*              BulkApi, BulkApi2, BulkApiRequest, by OPERATION_TYPE
  crm.record.*            DatabaseSave; LightningInteraction of type crud; AuraRequest of
                          createRecord, updateRecord, deleteRecord; views by address
  crm.page.view and other views, crm.list.view, file.download, crm.backup.download
                          URI, LightningPageView, page loads in AuraRequest, by address.
                          The addresses of Classic exports (export=1) and downloads are
                          not verified against genuine files
  crm.search, .search.open  Search, SearchClick
  file.*                  ContentTransfer, ContentDistribution (public links),
                          ContentDocumentLink, DocumentAttachmentDownloads, Attachment
  admin.permission        GroupMembership, PermissionUpdate
  admin.app, admin.config PackageInstall; metadata, change sets, named credentials,
                          sandboxes, encryption
  crm.access.denied       InsufficientAccess
  crm.policy.block        TransactionSecurity whose RESULT says it intervened
  crm.other               every other event type, UniqueQuery among them

KEY  All cells that are not empty, each with its column's name, in the order of the
names. The same row in an hourly and a daily file, in other column order, or as
JSON, has the same key. Salesforce gives rows no number: two acts that agree in
every cell, transaction and run times included, cannot be told apart.

TIMES  UTC by definition of the format. TIMESTAMP_DERIVED counts; TIMESTAMP where that
cannot be read (the two differ by some milliseconds). A log-out by time-out may be
recorded up to 15 minutes late.

WHO  Actor is USER_ID_DERIVED, else USER_ID (salesforce-id); else USER_NAME
(salesforce-user). In LoginAs, Actor is the administrator (DELEGATED_USER_*) and
OnBehalfOf the user; what follows in that session names the user alone. In
InsufficientAccess, ACTUAL_LOGGED_IN_USER_ID is the actor where it is another
(unverified). Initiated is user for what only the user interface does, automation
for schedules, system for time-outs and the user type A (automated process), else
empty: an API call does not tell a person's program from an integration.

GROUP  What one act left in several rows, to be counted once:
  "salesforce-request:" + REQUEST_ID   reports, except components of dashboards (an
                          export is a ReportExport without the number of rows, a
                          Report with it, and in Classic a URI); calls of the SOAP and
                          REST APIs (ApiTotalUsage has them again)
  the same + "/" + id of the file version or attachment   downloads
  "salesforce-bulk-job:" + JOB_ID      bulk jobs
That the types agree in their request ids is not verified.

QUANTITIES
  Records   own: ROW_COUNT, NUMBER_OF_RECORDS, ROWS_PROCESSED (BulkApi: of the batch).
            running: RECORDS_PROCESSED of BulkApi2. estimated: NUM_RESULTS (a step of
            a scale), NUM_ROWS x SAMPLE_FACTOR, and ROWS_PROCESSED of calls for the
            further rows of a query, which may repeat those of the whole query
  Bytes     own: SIZE_BYTES, RESPONSE_SIZE of reading calls, REQUEST_SIZE of others.
            estimated: ROW_COUNT x AVERAGE_ROW_SIZE

OTHER FIELDS  IP: CLIENT_IP, in Login first SOURCE_IP; "Salesforce.com IP" is none.
Session: SESSION_KEY, else LOGIN_KEY. Client: CLIENT_NAME, CONNECTED_APP_NAME,
USER_AGENT, BROWSER_TYPE, CLIENT_INFO, as the type has it. Device: DEVICE_ID, else
DEVICE_MODEL. Text: the search, query, report's description or denial's reason. Object:
type by id prefix or entity, ids in 18 characters.

ATTRIBUTES  Every other cell that is not empty, under its column's name: event-type,
timestamp, request-id, organization-id, login-key, user-name, uri, run-time and so
on. One pair of literal quotes around free text is taken away. ragged-row says how
a row differs from its header, cell-N is a cell beyond it.

REJECTS  Rows whose EVENT_TYPE is empty or no name, rows that do not fit the header and
have no time, a last row cut off.`

const docJSON = `Rows of Event Log Files as JSON objects whose names are the columns of the CSV: one a
line, one in many lines, or elements of an array, as Elastic, Splunk, AppOmni, Panther
and Cribl pass them on. A row within the string "_raw" of an envelope is taken out of
it. Of a name that is repeated, the first counts and the others are attributes.

Everything else is as in salesforce-elf, the key included: a row has the same key in
both forms, unless the collector has added or rewritten fields.

REJECTS  Objects that are no row, that do not end or are over 8 MiB, and what is no
object.`
